//! The form on which people say what they know of areas: a page for each to fill in, which saves what `[signals]` reads.

use askama::Template;

use super::context::Context;
use super::maps::areas::{LEVELS, areas};
use super::page::{digest, not_made, shortened};
use super::texts::Texts;
use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::Areas;
use crate::released::runs::RunRecord;

const STYLE: &str = include_str!("../../../templates/form.css");
const SCRIPT: &str = include_str!("../../../templates/form.js");

/// Codes and names of areas.
type Choices = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "form.html")]
struct Form<'a> {
    language: &'static str,
    texts: &'static Texts,
    project: &'a str,
    style: String,
    script: String,
    /// SHA-256 in base 64: a browser uses no others.
    style_digest: String,
    script_digest: String,
    /// The areas of each level, by name.
    areas: Vec<(&'static str, Choices)>,
    themes: Vec<&'a str>,
    directions: [(&'static str, &'static str); 5],
    certainties: [(&'static str, &'static str); 3],
}

/// Makes the form with the areas of a release and its themes; without any, the domains of its services.
///
/// # Errors
/// When the page cannot be put together.
pub fn form(tables: &ReleaseTables, run: &RunRecord) -> Result<String> {
    let nothing_drawn = Areas::default();
    let context = Context::new(tables, run, &nothing_drawn);
    let texts = context.texts;
    let of_level = |level: &'static str| {
        let all = areas(&context, level).into_iter();
        let mut all: Choices = all
            .map(|area| (area.code.into(), area.name.into()))
            .collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        (context.level(level), all)
    };
    let agreed = run.signals.iter().flat_map(|signals| signals.themes.keys());
    let mut themes: Vec<&str> = agreed.map(String::as_str).collect();
    if themes.is_empty() {
        themes = run
            .services
            .iter()
            .map(|service| service.domain.as_str())
            .collect();
        themes.retain(|domain| !domain.is_empty());
    }
    themes.sort_unstable();
    themes.dedup();
    let [style, script] = [STYLE, SCRIPT].map(shortened);
    let form = Form {
        language: run.language.word(),
        texts,
        project: run.project.as_str(),
        style_digest: digest(&style),
        script_digest: digest(&script),
        style,
        script,
        areas: LEVELS
            .map(of_level)
            .into_iter()
            .filter(|(_, all)| !all.is_empty())
            .collect(),
        themes,
        directions: [
            ("2", texts.signal_much_more),
            ("1", texts.signal_more),
            ("0", texts.signal_usual),
            ("-1", texts.signal_less),
            ("-2", texts.signal_much_less),
        ],
        certainties: [
            ("3", texts.form.sure),
            ("2", texts.form.fairly_sure),
            ("1", texts.form.guess),
        ],
    };
    form.render().map_err(|_| not_made())
}
