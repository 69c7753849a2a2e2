//! `init`: writes the commented example of the agreement; on a terminal it asks who plays which role.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::{Agreement, RolePlayer, example};
use factlab::files::put_new_file;
use factlab::keys::Recipient;
use serde_json::json;

use super::screen::Screen;
use super::words::shown;

/// What is asked first of each role.
const ROLES: [(&str, &str); 3] = [
    (
        "keyholder",
        "Who is the keyholder, who replaces tokens and sees no uses? A name, or Enter for later:",
    ),
    (
        "analyst",
        "Who is the analyst, who counts and publishes? A name, or Enter for later:",
    ),
    (
        "register",
        "Who is the register office? A name, or Enter for later:",
    ),
];

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// File to write
    #[arg(value_name = "FILE", default_value = "config.toml")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let file = &arguments.file;
    let players = ROLES.iter().filter_map(|role| player(*role, screen));
    let text = example(&players.collect::<Vec<_>>())?;
    // Nothing is written that no command would read, such as one recipient of two roles.
    Agreement::parse(&text, file)?;
    let hint = "choose another name: factlab init FILE";
    put_new_file(file, text.as_bytes(), hint)?;
    let file = shown(file);
    let text = format!(
        "Wrote {file}. Fill it in together; all parties then use the same file.\n\
         `factlab agreement -c {file}` lists what is still missing or unwise."
    );
    screen.result(&text, &json!({"file": file}));
    Ok(())
}

/// Who plays a role; `None` where that is to be filled in later.
fn player((role, question): (&'static str, &str), screen: &Screen) -> Option<RolePlayer> {
    let name = screen.answer(question)?;
    let contact = screen.answer("  Their e-mail address or telephone, or Enter for later:");
    let mut recipient = None;
    while let Some(text) = screen.answer("  Their recipient, age1…, or Enter for later:") {
        recipient = Recipient::parse(&text);
        if recipient.is_some() {
            break;
        }
        screen
            .note("  That is not a recipient: `factlab key new FILE --kind identity` prints one.");
    }
    Some(RolePlayer {
        role,
        name,
        contact,
        recipient,
    })
}
