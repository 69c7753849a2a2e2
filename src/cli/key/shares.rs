//! `key split` and `key combine`: shares of a key, and the key restored from them.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::keys;
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::shown;

#[derive(clap::Args)]
pub(in crate::cli) struct SplitArguments {
    /// The key; `-` reads standard input
    file: PathBuf,
    /// Number of shares that restore the key, at least 2
    #[arg(short = 'k', value_name = "K")]
    needed: u8,
    /// Number of shares to make, at most 16
    #[arg(short = 'n', value_name = "N")]
    count: u8,
    /// Folder for the shares; must not exist yet
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

#[derive(clap::Args)]
pub(in crate::cli) struct CombineArguments {
    /// The share files
    #[arg(required = true, value_name = "SHARE")]
    shares: Vec<PathBuf>,
    /// File to write the key to; must not exist yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn split(arguments: &SplitArguments, screen: &Screen) -> Result<()> {
    let SplitArguments {
        file,
        needed,
        count,
        output,
    } = arguments;
    let (id, files) = keys::split(file, *needed, *count, output)?;
    let mut text =
        format!("Split the key with id {id}: any {needed} of these {count} shares restore it.\n");
    for share in &files {
        let _ = writeln!(text, "{}", share.display());
    }
    text.push_str("Give each share to a different person.\nThe key itself remains: `factlab key destroy` deletes it.");
    let object = json!({"key_id": id.to_string(), "needed": needed, "shares": files.iter().map(|file| shown(file)).collect::<Vec<_>>()});
    screen.result(&text, &object);
    Ok(())
}

pub(super) fn combine(arguments: &CombineArguments, screen: &Screen) -> Result<()> {
    let CombineArguments { shares, output } = arguments;
    let id = keys::combine(shares, output)?.to_string();
    let text = format!("Restored {}: the key with id {id}.", output.display());
    screen.result(&text, &json!({"file": shown(output), "key_id": id}));
    Ok(())
}
