//! `oprf evaluate`: blinded elements of parties in, evaluated ones out; the keyholder's step.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::Agreement;
use factlab::error::{Code, Error};
use factlab::keys::OprfKey;
use factlab::keys::oprf::{Asked, Blinded, evaluate};
use serde_json::json;

use super::place;
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
    let key = OprfKey::read(&arguments.key)?;
    let agreement = arguments.config.as_deref().map(Agreement::read);
    let agreement = agreement.transpose()?;
    let mut asked = Asked::open(&place_of_count(arguments)?, key.id())?;
    let (mut text, mut objects) = (String::new(), Vec::new());
    for file in &arguments.files {
        let blinded = Blinded::open(file)?;
        if let Some(agreement) = &agreement {
            refuse_stranger(agreement, &blinded, file)?;
        }
        refuse_too_many(&asked, &blinded, arguments.most, agreement.is_some())?;
        let party = blinded.origin().provider.clone();
        let written = place(&arguments.output, &party, "evaluated");
        let answers = evaluate(blinded, &key, &written, &screen.bars())?;
        let count = answers.count();
        // Counted before they can be had: a crash in between costs the party questions, and gives nothing away.
        asked.add(&party, count)?;
        answers.put()?;
        let so_far = asked.of(&party);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{party}: {} evaluated in {} ({} so far)",
            counted(count, "element", "elements"),
            written.display(),
            grouped(so_far)
        );
        let file = shown(&written);
        objects.push(json!({"party": party, "file": file, "elements": count, "so_far": so_far}));
    }
    text.push_str("Send each file to its own party. Does the number of elements fit that party?");
    screen.result(&text, &json!({"evaluated": objects}));
    Ok(())
}

fn place_of_count(arguments: &Arguments) -> Result<PathBuf> {
    if let Some(place) = &arguments.asked {
        return Ok(place.clone());
    }
    if arguments.key == Path::new("-") {
        let message =
            "the key came on standard input, and nothing tells where questions are counted";
        return Err(Error::new(Code::UsageInvalid, message)
            .hint("name the file that belongs to this key: --asked FILE")
            .into());
    }
    let mut name = arguments.key.clone().into_os_string();
    name.push(".asked");
    Ok(name.into())
}

fn refuse_stranger(agreement: &Agreement, blinded: &Blinded, file: &Path) -> Result<()> {
    let origin = blinded.origin();
    let is_agreed = origin.project == agreement.project_id().as_str()
        && origin.agreement == agreement.digest().to_string()
        && agreement.has_party(&origin.provider);
    if is_agreed {
        return Ok(());
    }
    let message = format!(
        "{} is of another party, project or agreement",
        file.display()
    );
    Err(Error::new(Code::ElementsMismatch, message)
        .hint("answer only who takes part; let the party blind again under the agreement as it is now")
        .into())
}

fn refuse_too_many(asked: &Asked, blinded: &Blinded, most: u64, is_agreed: bool) -> Result<()> {
    let party = &blinded.origin().provider;
    let (who, before) = if is_agreed {
        (party.as_str(), asked.of(party))
    } else {
        ("all parties together", asked.together())
    };
    let count = blinded.count();
    if before.saturating_add(count) <= most {
        return Ok(());
    }
    let message = format!(
        "{party} asks for {}; {who} had {} before, and the most is {}",
        counted(count, "element", "elements"),
        grouped(before),
        grouped(most)
    );
    Err(Error::new(Code::TooManyQuestions, message)
        .hint("some five for each client or resident are usual; with more clients than that, raise --most")
        .into())
}
