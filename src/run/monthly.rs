//! What makes a computer run a command every month: a systemd timer, a line for cron, a task of Windows.

use std::path::Path;

/// A command and when it runs.
#[derive(Debug, Clone, Copy)]
pub struct Monthly<'a> {
    /// The program and its arguments.
    pub words: &'a [String],
    /// The folder that it runs in.
    pub folder: &'a Path,
    /// Day of the month, 1 to 28.
    pub day: u8,
    /// Time of the day, `hh:mm`.
    pub at: &'a str,
}

impl Monthly<'_> {
    /// Two unit files of systemd, each below its path.
    #[must_use]
    pub fn systemd(&self) -> String {
        let (day, at) = (self.day, self.at);
        // systemd reads `%` as the start of a specifier.
        let command: Vec<String> = self
            .words
            .iter()
            .map(|word| quoted(word).replace('%', "%%"))
            .collect();
        format!(
            "# ~/.config/systemd/user/factlab.service\n[Unit]\nDescription=factlab\n\n[Service]\nType=oneshot\nWorkingDirectory={}\nExecStart={}\n\n\
             # ~/.config/systemd/user/factlab.timer\n[Unit]\nDescription=factlab, every month\n\n[Timer]\nOnCalendar=*-*-{day:02} {at}:00\nPersistent=true\n\n\
             [Install]\nWantedBy=timers.target",
            self.folder.to_string_lossy().replace('%', "%%"),
            command.join(" ")
        )
    }

    /// A line for `crontab -e`.
    #[must_use]
    pub fn cron(&self) -> String {
        // cron reads `%` as the end of the line.
        let safe = |word: &str| quoted(word).replace('%', "\\%");
        let command: Vec<String> = self.words.iter().map(|word| safe(word)).collect();
        let (hour, minute) = self.at.split_once(':').unwrap_or((self.at, "00"));
        let number = |text: &str| text.parse::<u8>().unwrap_or(0);
        let folder = safe(&self.folder.to_string_lossy());
        format!(
            "{} {} {} * * cd {folder} && {}",
            number(minute),
            number(hour),
            self.day,
            command.join(" ")
        )
    }

    /// A command that makes the task on Windows.
    #[must_use]
    pub fn windows(&self) -> String {
        let command: Vec<String> = self.words.iter().map(|word| spaced(word)).collect();
        let command = command.join(" ").replace('"', "\\\"");
        format!(
            "schtasks /create /tn factlab /sc monthly /d {} /st {} /tr \"{command}\"",
            self.day, self.at
        )
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "-_./:=+,@".contains(sign);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!(
            "\"{}\"",
            word.replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('$', "\\$")
                .replace('`', "\\`")
        )
    }
}

/// A word as Windows takes it.
fn spaced(word: &str) -> String {
    if word.contains(' ') {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_system_gets_the_command_in_its_own_quotes() {
        let words = ["factlab", "run", "-c", "/our files/100%/config.toml"].map(str::to_owned);
        let monthly = Monthly {
            words: &words,
            folder: Path::new("/our files/100%"),
            day: 3,
            at: "06:30",
        };
        let systemd = monthly.systemd();
        assert!(systemd.contains("ExecStart=factlab run -c \"/our files/100%%/config.toml\"\n"));
        assert!(systemd.contains("OnCalendar=*-*-03 06:30:00\n"));
        assert_eq!(
            monthly.cron(),
            "30 6 3 * * cd \"/our files/100\\%\" && factlab run -c \"/our files/100\\%/config.toml\""
        );
        assert_eq!(
            monthly.windows(),
            "schtasks /create /tn factlab /sc monthly /d 3 /st 06:30 /tr \"factlab run -c \\\"/our files/100%/config.toml\\\"\""
        );
    }
}
