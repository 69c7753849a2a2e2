//! Usage errors; commands and options of a later version are named as such.

use std::io::Write;
use std::process::ExitCode;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use factlab::error::{Code, Error};

use super::help;
use super::language::said;
use super::screen::Screen;

/// What a later version brings: the word, and what to do until then.
const LATER: &[(&str, &str)] = &[(
    "--ledger",
    "until then, compare releases by hand before publishing",
)];

/// Prints the help where a command is missing; status 2.
pub(super) fn without_a_word(command: &mut Command) -> ExitCode {
    let text = help::printed(&command.render_help().to_string());
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(Code::UsageInvalid.class().exit_status())
}

/// Prints what clap has to say, or that the word belongs to a later version; status 2, or 0 for help.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let screen = Screen::new(false, false, None);
        let text = help::printed(&error.render().to_string());
        screen.printed(std::io::stdout().write_all(text.as_bytes()));
        return screen.end(Ok(()));
    }
    let is_json = std::env::args_os().any(|word| word == "--json");
    let screen = Screen::new(is_json, false, None);
    if let Some((word, advice)) = later(error) {
        let message = format!("`{word}` is not available yet; a later version will have it");
        return screen.end(Err(Error::new(Code::NotBuilt, message)
            .hint(*advice)
            .into()));
    }
    if is_json {
        let text = error.to_string();
        // The first paragraph is the message, and its first word `error:`.
        let first = text.split("\n\n").next().unwrap_or_default();
        let words: Vec<&str> = first.split_whitespace().skip(1).collect();
        let message = words.join(" ");
        let error = Error::new(Code::UsageInvalid, message).hint("factlab --help");
        return screen.end(Err(error.into()));
    }
    let code = Code::UsageInvalid;
    let shown = format!("error[{}]:", code.word());
    let text = said(&error.to_string().replacen("error:", &shown, 1));
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(code.class().exit_status())
}

fn later(error: &clap::Error) -> Option<&'static (&'static str, &'static str)> {
    let kind = match error.kind() {
        ErrorKind::InvalidSubcommand => ContextKind::InvalidSubcommand,
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        ErrorKind::InvalidValue => ContextKind::InvalidValue,
        _ => return None,
    };
    let ContextValue::String(word) = error.get(kind)? else {
        return None;
    };
    LATER.iter().find(|(later, _)| later == word)
}
