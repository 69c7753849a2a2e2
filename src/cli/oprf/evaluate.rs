//! `oprf evaluate`: blinded elements of parties in, evaluated ones out; the keyholder's step.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use factlab::error::Error;
use factlab::keys::OprfKey;
use factlab::keys::oprf::{Elements, evaluate};
use serde_json::json;

use super::place;
use crate::cli::screen::Screen;
use crate::cli::words::grouped;

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// What parties blinded
    #[arg(required = true, value_name = "BLINDED")]
    files: Vec<PathBuf>,
    /// The OPRF key; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Write DIR/ID.evaluated
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Evaluate no more than this of one file: with enough questions, all BSNs can be asked for
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    most: usize,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let key = OprfKey::read(&arguments.key)?;
    let (mut text, mut objects) = (String::new(), Vec::new());
    for file in &arguments.files {
        let blinded = Elements::read(file)?;
        refuse_too_many(&blinded, arguments.most)?;
        let evaluated = evaluate(&blinded, &key, &screen.bars())?;
        let party = &evaluated.origin().provider;
        let written = place(&arguments.output, party, "evaluated");
        evaluated.write(&written)?;
        let count = evaluated.count();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{party}: {} elements evaluated in {}",
            grouped(count as u64),
            written.display()
        );
        objects.push(json!({"party": party, "file": written, "elements": count}));
    }
    text.push_str("Send each to its own party. Does the number of elements fit that party?");
    screen.result(&text, &json!({"evaluated": objects}));
    Ok(())
}

fn refuse_too_many(blinded: &Elements, most: usize) -> Result<()> {
    if blinded.count() <= most {
        return Ok(());
    }
    let message = format!(
        "{} asks for {} elements, and the most is {}",
        blinded.origin().provider,
        grouped(blinded.count() as u64),
        grouped(most as u64)
    );
    Err(Error::refused(message)
        .hint("some five for each client or resident are usual; with more clients than that, raise --most")
        .into())
}
