//! `key send`: encrypts a key for one recipient.

use std::path::PathBuf;

use anyhow::Result;
use factlab::keys::KeyKind;
use factlab::run::send_key;
use serde_json::json;

use crate::cli::language;
use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// The key; `-` reads standard input
    file: PathBuf,
    /// Who can decrypt it: a recipient (age1…), or with -c the id of a party that has one
    #[arg(long, value_name = "RECIPIENT")]
    to: String,
    /// The agreement: it knows recipients, and which secret was agreed on
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// File to write [default: beside the key, its name with .age]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = arguments
        .config
        .as_deref()
        .map(language::agreement)
        .transpose()?;
    let output = arguments.output.as_deref();
    let sent = send_key(&arguments.file, &arguments.to, agreement.as_ref(), output)?;
    let (file, kind, id, recipient) = (
        shown(&sent.file),
        sent.kind.word(),
        sent.id,
        &sent.recipient,
    );
    let name = sent.name.as_deref().unwrap_or("the recipient");
    let text = format!(
        "Wrote {file}: the {kind} key with id {id}, encrypted for\n{recipient}\n\
         Ask {name} by telephone whether that is their recipient; if it is, send the file.\n\
         They open it with: factlab key receive FILE --identity THEIR-IDENTITY\n\
         Have them read you the id that they then see: {id}"
    );
    if sent.kind == KeyKind::Project && agreement.is_some_and(|known| known.key_id().is_none()) {
        screen.note(&format!("Add key_id = \"{id}\" to [tokens] in the agreement: another secret is then refused at once."));
    }
    let object = json!({"file": file, "kind": kind, "key_id": id, "recipient": recipient.to_string(), "party": sent.name});
    screen.result(&text, &object);
    Ok(())
}
