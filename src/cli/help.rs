//! What `--help` shows: the commands by who runs them, in the user's language, and how a command ends.

use std::fmt::Write;

use clap::Command;
use clap::builder::StyledStr;
use console::{Style, Term};

use super::language::said;

/// Who runs which commands.
const ROLES: &[(&str, &[&str])] = &[
    ("To begin", &["demo", "init", "agreement", "show"]),
    (
        "Provider and register office",
        &["inspect", "check", "pseudonymise", "oprf"],
    ),
    ("Keyholder", &["key", "rekey"]),
    (
        "Analyst",
        &[
            "status", "run", "import", "report", "compare", "protect", "link", "schedule", "purge",
        ],
    ),
    ("Publisher and privacy officer", &["verify", "dpia"]),
    ("Also", &["completions", "man", "help"]),
];

/// How a command ends, for scripts (contract, section 2).
const STATUS: &str =
    "Exit status: 0 done · 1 failed · 2 usage · 3 refused to protect people · 130 interrupted";

/// The command with its help in the user's language.
pub(super) fn translated(command: Command) -> Command {
    let mut command = command;
    // Its own help and version, and the command `help`, are there from now on.
    command.build();
    let command = in_language(command);
    let list = by_role(&command);
    with_ending(command)
        .before_help(list)
        .help_template("{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}Options:\n{options}{after-help}")
}

/// The command with what stands below its help and its manual: where to begin, and how a command ends.
pub(super) fn with_ending(command: Command) -> Command {
    let begin = said(
        "Start with `factlab demo`; in a folder with an agreement, start factlab without a word.",
    );
    command.after_help(format!("{begin}\n{}", said(STATUS)))
}

/// A heading for each role, and a line for each of its commands.
fn by_role(command: &Command) -> String {
    let commands = || command.get_subcommands().filter(|one| !one.is_hide_set());
    let widest = commands()
        .map(|one| one.get_name().len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (role, names) in ROLES {
        let listed = names
            .iter()
            .filter_map(|name| command.find_subcommand(name));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}:", said(role));
        for one in listed {
            let about = one
                .get_about()
                .map(StyledStr::to_string)
                .unwrap_or_default();
            let _ = writeln!(text, "  {:widest$}  {about}", one.get_name());
        }
        text.push('\n');
    }
    text
}

fn in_language(command: Command) -> Command {
    let about = command.get_about().map(|about| said(&about.to_string()));
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    let command = command.mut_args(|argument| {
        let help = argument.get_help().map(|help| said(&help.to_string()));
        match help {
            Some(help) => argument.help(help),
            None => argument,
        }
    });
    command.mut_subcommands(in_language)
}

/// Help as it is printed: headings in the user's language, and bold where there is a terminal. What stands further in was
/// translated before lines were broken.
pub(super) fn printed(help: &str) -> String {
    // What the library adds itself.
    let added = [
        "[default:",
        "[possible values:",
        "Possible values:",
        "Print help (see a summary with '-h')",
    ];
    let lines = help.split('\n').map(|line| {
        if let Some((value, what)) = line
            .split_once(": ")
            .filter(|(value, _)| value.trim_start().starts_with("- "))
        {
            return format!("{value}: {}", said(what));
        }
        if line.starts_with(' ') {
            return added.iter().fold(line.to_owned(), |line, words| {
                line.replace(words, &said(words))
            });
        }
        let line = said(line);
        match line.split_once(':') {
            Some((head, rest)) if is_heading(head) && Term::stdout().is_term() => {
                format!("{}:{rest}", Style::new().bold().apply_to(head))
            }
            _ => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_heading(head: &str) -> bool {
    head.starts_with(char::is_uppercase) && !head.contains(['.', '`'])
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    #[test]
    fn each_command_is_listed_once() {
        let command = Arguments::command();
        for one in command.get_subcommands() {
            let name = one.get_name();
            let all = ROLES.iter().flat_map(|(_, names)| names.iter());
            assert_eq!(all.filter(|listed| **listed == name).count(), 1, "{name}");
        }
    }
}
