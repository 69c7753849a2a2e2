//! `oprf evaluate`: the keyholder's answers to blinded elements.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use factlab::run::Evaluator;
use serde_json::json;

use crate::cli::screen::Screen;
use crate::cli::words::{counted, grouped, shown};

#[derive(clap::Args)]
pub(in crate::cli) struct Arguments {
    /// Files of blinded elements
    #[arg(required = true, value_name = "BLINDED")]
    files: Vec<PathBuf>,
    /// The OPRF key; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Write the evaluated elements to DIR/ID.evaluated
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Limit of elements per party, over all its files: without a limit a party could ask for every BSN
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    most: u64,
    /// File that counts the elements of each party [default: KEY.asked]
    #[arg(long, value_name = "FILE")]
    asked: Option<PathBuf>,
    /// The agreement: only its parties are answered. Without it, --most limits all parties together
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (config, asked) = (arguments.config.as_deref(), arguments.asked.as_deref());
    let mut evaluator = Evaluator::begin(&arguments.key, config, asked, arguments.most)?;
    let (mut text, mut objects) = (String::new(), Vec::new());
    for file in &arguments.files {
        let answered = evaluator.answer(file, &arguments.output, &screen.bars())?;
        let (party, file) = (&answered.party, shown(&answered.file));
        let (elements, so_far) = (answered.elements, answered.so_far);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{party}: {} evaluated in {file} ({} so far)",
            counted(elements, "element", "elements"),
            grouped(so_far)
        );
        objects.push(json!({"party": party, "file": file, "elements": elements, "so_far": so_far}));
    }
    text.push_str("Send each file to its own party. Does the number of elements fit that party?");
    screen.result(&text, &json!({"evaluated": objects}));
    Ok(())
}
