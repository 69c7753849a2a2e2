//! `schedule`: prints what makes this computer run the analysis every month; it changes nothing itself.

use std::path::{Path, PathBuf, absolute};

use anyhow::Result;
use factlab::error::Error;
use factlab::run::Monthly;
use serde_json::json;

use super::language::{self, as_is};
use super::screen::Screen;
use super::words::{shown, time};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Day of the month, from 1 to 28
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=28))]
    day: u8,
    /// Time of the day, as hh:mm
    #[arg(long, default_value = "06:00", value_parser = time)]
    at: String,
    /// Identity file that decrypts the hand-overs
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// The analyst's signing key, which signs the release
    #[arg(long, value_name = "FILE")]
    sign: Option<PathBuf>,
}

/// The command has whole paths: a scheduler starts anywhere.
pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    language::agreement(&arguments.config)?;
    let config = whole(&arguments.config)?;
    let folder = config.parent().unwrap_or(Path::new("/"));
    let program = shown(&std::env::current_exe().unwrap_or_else(|_| "factlab".into()));
    let mut words = [
        &program,
        "--quiet",
        "--log",
        &shown(&folder.join("factlab.log")),
        "run",
        "-c",
        &shown(&config),
    ]
    .map(str::to_owned)
    .to_vec();
    for (option, file) in [
        ("--identity", &arguments.identity),
        ("--sign", &arguments.sign),
    ] {
        if let Some(file) = file {
            words.extend([option.to_owned(), shown(&whole(file)?)]);
        }
    }
    let monthly = Monthly {
        words: &words,
        folder,
        day: arguments.day,
        at: &arguments.at,
    };
    let blocks = [monthly.systemd(), monthly.cron(), monthly.windows()];
    let [systemd, cron, windows] = blocks.each_ref().map(|block| as_is(block));
    let text = format!(
        "# Linux with systemd: two files, and then `systemctl --user enable --now factlab.timer`\n\n{systemd}\n\n\
         # Linux without systemd: a line for `crontab -e`\n\n{cron}\n\n\
         # Windows: a line for the command prompt\n\n{windows}"
    );
    let [systemd, cron, windows] = blocks;
    let object = json!({"command": words, "systemd": systemd, "cron": cron, "windows": windows});
    screen.result(&text, &object);
    Ok(())
}

fn whole(path: &Path) -> Result<PathBuf> {
    Ok(absolute(path).map_err(|e| Error::io(path, "find", &e))?)
}
