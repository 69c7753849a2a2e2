//! Section: the public files that the page draws on.

use super::context::Context;
use super::section::{Block, Section};
use super::texts::fill;
use crate::released::places::areas::BordersRecord;
use crate::released::places::figures::FiguresRecord;

/// Each source once, with its year and licence.
pub(super) fn section(context: &Context) -> Section {
    let (texts, run) = (context.texts, context.run);
    let figures = run.figures.iter().map(|file| of_figures(context, file));
    let borders = run.borders.iter().map(|file| of_borders(context, file));
    let facilities = run.facilities.iter().filter_map(|file| {
        let source = file.source.as_ref()?;
        Some(fill(texts.sources.facilities, &[("source", source)]))
    });
    let forecast = run.forecast.iter().map(|file| {
        let licence = licence(context, file.licence.as_deref());
        fill(texts.forecast.source, &[("source", &file.source)]) + &licence
    });
    let norm = run.norm.iter().map(|file| {
        let licence = licence(context, file.licence.as_deref());
        fill(texts.norm.source, &[("source", &file.source)]) + &licence
    });
    let external = run.external.iter().map(|file| {
        let year = file.year.to_string();
        let values = [("source", file.source.as_str()), ("year", &year)];
        fill(texts.sources.figures, &values) + &licence(context, file.licence.as_deref())
    });
    let mut sources: Vec<String> = Vec::new();
    let public = figures
        .chain(facilities)
        .chain(forecast)
        .chain(norm)
        .chain(external);
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

fn of_figures(context: &Context, file: &FiguresRecord) -> String {
    let texts = context.texts;
    let year = file.year.to_string();
    let values = [("source", file.source.as_str()), ("year", &year)];
    fill(texts.sources.figures, &values) + &licence(context, file.licence.as_deref())
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
