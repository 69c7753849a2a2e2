//! `agreement`: what of an agreement is unwise, its digest, and how it differs from another.

use std::path::PathBuf;

use anyhow::Result;
use factlab::agreement::{Agreement, Differs, Remark};
use factlab::error::{Code, Error};
use factlab::run::defaults;
use serde_json::json;

use super::language;
use super::screen::Screen;
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement [default: config.toml in this folder]
    #[arg(short, long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the canonical form, whose SHA-256 is the digest
    #[arg(long, conflicts_with = "diff")]
    canonical: bool,
    /// List what differs from another agreement
    #[arg(long, value_name = "OTHER")]
    diff: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let config = arguments.config.clone();
    let config = config.map_or_else(defaults::agreement, Ok)?;
    let agreement = language::agreement(&config)?;
    let digest = agreement.digest().to_string();
    if let Some(other) = &arguments.diff {
        return compare(&agreement, &Agreement::read(other)?, screen);
    }
    let mut object = json!({"file": shown(&config), "digest": digest});
    if arguments.canonical {
        let form = agreement.canonical_form();
        object["canonical"] = json!(form);
        screen.result_as_is(|| form, &object);
        return Ok(());
    }
    let remarks = agreement.remarks();
    let line = |one: &Remark| format!("- {}\n  {}\n", one.what, one.advice);
    let lines: String = remarks.iter().map(line).collect();
    let count = counted(remarks.len() as u64, "remark", "remarks");
    let file = config.display();
    object["remarks"] = json!(remarks);
    let text = format!("{lines}{file}: can be used, {count}\ndigest {digest}");
    screen.result(&text, &object);
    Ok(())
}

/// Lists what differs; agreements that differ in what all must share end in an error.
fn compare(one: &Agreement, other: &Agreement, screen: &Screen) -> Result<()> {
    let differences = one.differences(other)?;
    let line = |one: &Differs| match one.of.as_slice() {
        [] => format!("- {}\n", one.key),
        of => format!("- {}: {}\n", one.key, of.join(", ")),
    };
    let lines: String = differences.shared.iter().map(line).collect();
    let local = differences.local;
    let text =
        lines + &format!("Keys that differ, and that each party may have its own way: {local}");
    let digests = [one, other].map(|one| one.digest().to_string());
    let object = json!({"shared": differences.shared, "local": local, "digests": digests});
    if differences.shared.is_empty() {
        let text = format!(
            "The same in all that must be shared: digest {}\n{text}",
            digests[0]
        );
        screen.result(&text, &object);
        return Ok(());
    }
    screen.result_of_failure(&text, object);
    let [one, other] = [one, other].map(|one| one.file().display());
    let message = format!("{one} and {other} differ in what all must share");
    Err(Error::new(Code::AgreementDiffers, message).into())
}
