//! `run`: hand-overs in, a release out. The stages of zones 2 and 3, in order.

mod inputs;
mod stages;

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Result;
use factlab::files::Existing;
use factlab::vocabulary::ProviderId;
use serde_json::json;

pub(super) use inputs::Inputs;
pub(super) use stages::{Released, Request, release, verified};

use super::headline::Headline;
use super::screen::Screen;
use super::signatures::warn_of_unchecked;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Write the release to DIR/RELEASE/ [default: the output folder of the agreement]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Exact counts, for inside only; stamped as such
    #[arg(long)]
    internal: bool,
    /// Replace a release of the same name
    #[arg(long)]
    replace: bool,
    /// Start the rounding of the series anew, with another release key than its last release had
    #[arg(long)]
    new_series: bool,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = arguments.inputs.agreement()?;
    let folder = arguments
        .output
        .clone()
        .unwrap_or_else(|| agreement.output_folder());
    let existing = if arguments.replace {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let identity = arguments.inputs.identity()?;
    let request = Request {
        handovers: arguments.inputs.handovers(),
        identity: identity.as_ref(),
        folder: &folder,
        existing,
        is_internal: arguments.internal,
        accepts_older: arguments.inputs.accepts_older(),
        is_new_series: arguments.new_series,
    };
    let released = release(&agreement, &request, &screen.bars())?;
    screen.note(&counted_deliveries(&released));
    warn_of_unchecked(
        released.signers_without_key.iter().map(String::as_str),
        screen,
    );
    let headline = Headline::of(&released.tables);
    let object = json!({
        "release": released.name,
        "folder": shown(&released.folder),
        "internal": arguments.internal,
        "missing": arguments.inputs.without().iter().map(ProviderId::as_str).collect::<Vec<_>>(),
        "deliveries": deliveries_as_json(&released),
        "missing_services": released.missing_services,
        "signatures_not_checked": released.signers_without_key,
        "headline": headline.as_json(),
    });
    let mut text = headline.in_words();
    if arguments.internal {
        text.push_str("INTERNAL: these counts are exact. They must not leave the organisation.\n");
    }
    text.push_str(&incomplete(
        arguments.inputs.without(),
        &released.missing_services,
    ));
    screen.result(
        &format!("{text}Release: {}", released.folder.display()),
        &object,
    );
    Ok(())
}

/// A line per party: which of its deliveries was counted.
fn counted_deliveries(released: &Released) -> String {
    let lines = released.deliveries.iter();
    let lines: Vec<_> = lines
        .map(|(party, issue)| format!("  {party}: {issue}"))
        .collect();
    format!("Counted:\n{}", lines.join("\n"))
}

fn deliveries_as_json(released: &Released) -> serde_json::Value {
    let parties = released.deliveries.iter().map(|(party, issue)| {
        let delivery = json!({"day": issue.day.to_string(), "number": issue.number});
        (party.to_string(), delivery)
    });
    parties.collect::<serde_json::Map<_, _>>().into()
}

/// What is missing, and which numbers are lower bounds because of it.
fn incomplete(without: &[ProviderId], services: &[String]) -> String {
    let mut text = String::new();
    if !without.is_empty() {
        let ids: Vec<&str> = without.iter().map(ProviderId::as_str).collect();
        let _ = writeln!(text, "Missing organisations: {}.", ids.join(", "));
    }
    if !services.is_empty() {
        let _ = writeln!(
            text,
            "Services that nobody delivered: {}.",
            services.join(", ")
        );
    }
    if !text.is_empty() {
        text.push_str(
            "Households and persons with a service, or with so many or more, are at least these numbers;\n\
             all other numbers can be higher or lower.\n",
        );
    }
    text
}
