//! `protect`: what each profile would cost and tell, on the counts of the agreement; for internal use.

use std::path::PathBuf;

use anyhow::Result;
use factlab::run::{Compared, write_comparison};
use serde_json::{Value, json};

use super::inputs::Inputs;
use super::screen::Screen;
use super::words::shown;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Show risk against utility of every profile (required)
    #[arg(long, required = true)]
    compare_profiles: bool,
    /// Write a page with a chart, for internal use
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let (read, bars) = (arguments.inputs.read()?, screen.bars());
    let compared = arguments.inputs.run(&read, &bars).compare_profiles()?;
    drop(bars);
    if let Some(path) = &arguments.output {
        write_comparison(&compared, path)?;
    }
    let profiles: Vec<Value> = compared.iter().map(as_json).collect();
    let output = arguments.output.as_deref().map(shown);
    let object = json!({ "internal": true, "output": output, "profiles": profiles });
    screen.result(&in_words(&compared), &object);
    Ok(())
}

fn in_words(compared: &[Compared]) -> String {
    let mut lines = vec![
        "INTERNAL: made of exact counts; it must not leave the organisation.".to_owned(),
        format!(
            "{:<16}{:>10}{:>8}{:>10}{:>9}{:>7}",
            "profile", "not shown", "error", "headline", "odds", "guess"
        ),
    ];
    for one in compared {
        let not_shown = 100.0 * one.not_shown as f64 / one.counts.max(1) as f64;
        let headline = one.largest_deviation();
        let headline = headline.map_or_else(String::new, |(_, away)| away.to_string());
        let odds = if one.ratio.is_finite() {
            format!("{:.1}", one.ratio)
        } else {
            "certain".into()
        };
        lines.push(format!(
            "{:<16}{not_shown:>8.1} %{:>8.2}{headline:>10}{odds:>9}{:>5.0} %",
            one.profile,
            one.error,
            100.0 * one.best_guess
        ));
    }
    lines.join("\n")
}

fn as_json(one: &Compared) -> Value {
    let headlines = one
        .headlines
        .iter()
        .map(|(name, away)| (name.clone(), json!(away)));
    json!({
        "profile": one.profile, "counts": one.counts, "not_shown": one.not_shown, "error": one.error,
        "headlines": headlines.collect::<serde_json::Map<_, _>>(),
        "likelihood_ratio": one.ratio.is_finite().then_some(one.ratio), "best_guess": one.best_guess,
    })
}
