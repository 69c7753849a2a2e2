//! Section: the public files that the page draws on.

use super::context::Context;
use super::section::{Block, Section};
use super::texts::fill;
use crate::released::places::areas::BordersRecord;

/// Each source once, with its year and licence.
pub(super) fn section(context: &Context) -> Section {
    let (texts, run) = (context.texts, context.run);
    let figures = run.figures.iter();
    let figures = figures.map(|file| {
        let licence = file.licence.as_deref();
        of_year(context, (&file.source, file.year), licence)
    });
    let borders = run.borders.iter().map(|file| of_borders(context, file));
    let facilities = run.facilities.iter().filter_map(|file| {
        let source = file.source.as_ref()?;
        Some(fill(texts.sources.facilities, &[("source", source)]))
    });
    let forecast = (run.forecast.iter()).map(|file| (texts.forecast.source, file));
    let norm = run.norm.iter().map(|file| (texts.norm.source, file));
    let named = forecast.chain(norm).map(|(words, file)| {
        let licence = licence(context, file.licence.as_deref());
        fill(words, &[("source", &file.source)]) + &licence
    });
    let external = run.external.iter();
    let external = external.map(|file| {
        let licence = file.licence.as_deref();
        of_year(context, (&file.source, file.year), licence)
    });
    let mut sources: Vec<String> = Vec::new();
    let public = figures.chain(facilities).chain(named).chain(external);
    for source in public.chain(borders) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let blocks = if sources.is_empty() {
        vec![Block::Text(texts.sources.none.into())]
    } else {
        let lead = Block::Text(texts.sources.lead.into());
        vec![lead, Block::Sentences(sources)]
    };
    Section {
        id: "sources",
        title: texts.sources.title,
        blocks,
    }
}

/// Numbers of a year: their source, and their licence where it is known.
fn of_year(context: &Context, (source, year): (&str, u16), known: Option<&str>) -> String {
    let values = [("source", source), ("year", &year.to_string())];
    fill(context.texts.sources.figures, &values) + &licence(context, known)
}

/// The words for a licence; nothing where none is known.
fn licence(context: &Context, licence: Option<&str>) -> String {
    let words = |licence| fill(context.texts.sources.licence, &[("licence", licence)]);
    licence.map(words).unwrap_or_default()
}

fn of_borders(context: &Context, file: &BordersRecord) -> String {
    let texts = context.texts;
    let year = file.year.map(|year| year.to_string());
    let year = year.as_deref().unwrap_or(texts.sources.year_unknown);
    fill(texts.sources.borders, &[("year", year)])
}
