//! The report of a release: one self-contained HTML page.

mod absent;
mod approaches;
mod cell;
mod changes;
mod co_occurrence;
mod combinations;
mod comparison;
mod composition;
mod context;
mod corrected;
mod definitions;
mod expected;
mod external;
mod facilities;
mod flow;
mod forecast;
mod form;
mod funnel;
mod groups;
mod headline;
mod heat_map;
mod houses;
mod lack;
mod linkage;
mod linkage_quality;
mod maps;
mod matrix;
mod needs;
mod organisations;
mod otherwise;
mod page;
mod pairs;
mod parts;
mod protection;
mod reach;
mod reached;
mod reading;
mod section;
mod services;
mod signal_words;
mod signals;
mod sources;
mod stacker_types;
mod stacking;
mod survey;
mod svg;
mod texts;
mod upset;
mod wijken;

use std::borrow::Cow;

use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::Areas;
use crate::released::runs::RunRecord;

pub use comparison::comparison_page;
use context::Context;
pub use form::form;
use section::{Chapter, Section};
use texts::Texts;

/// A section, and the tables that it shows: a question that asks for one of these gets it. Without any, every page has it.
type Shown = (&'static [&'static str], fn(&Context) -> Section);

/// A chapter before it is written: its anchor, its heading, its sections.
type Contents = (&'static str, fn(&Texts) -> &'static str, &'static [Shown]);

/// What there is on areas.
const BY_AREA: &[&str] = &[
    "areas",
    "service_by_area",
    "domain_by_area",
    "pair_by_area",
    "population",
    "figures",
    "facilities",
    "reach",
];

/// The page, in the order a reader meets it; a new section is a file and a line here.
const CHAPTERS: &[Contents] = &[
    (
        "minute",
        |texts| texts.minute,
        &[
            (&[], headline::section),
            (&[], corrected::section),
            (&[], changes::section),
        ],
    ),
    (
        "how-services-stack",
        |texts| texts.how_services_stack,
        &[
            (&["stacking"], stacking::section),
            (&["stacking"], groups::section),
            (&["organisations"], organisations::section),
            (&["services"], services::section),
            (&["flow"], flow::section),
            (&["external"], external::section),
        ],
    ),
    (
        "which-go-together",
        |texts| texts.which_go_together,
        &[
            (&["co_occurrence"], co_occurrence::section),
            (&["pairs_by_composition"], composition::section),
            (&["combinations", "domains"], combinations::section),
            (&["stacker_types"], stacker_types::section),
            (&["overlap"], flow::overlap),
        ],
    ),
    (
        "where-they-are",
        |texts| texts.where_title,
        &[
            (BY_AREA, maps::section),
            (&["expected"], expected::section),
            (&["correlations", "survey"], survey::section),
        ],
    ),
    (
        "facilities",
        |texts| texts.facilities_title,
        &[
            (&["facilities", "reach"], facilities::section),
            (&["facilities", "reach"], facilities::one_without_the_other),
        ],
    ),
    (
        "out-of-view",
        |texts| texts.out_of_view_title,
        &[
            (&["joining"], absent::section),
            (&["needs", "need_by_service"], needs::section),
            (&["reached"], reached::section),
            (&["signals"], signals::section),
            (&["look_first"], signals::look_first),
            (&["approaches"], approaches::section),
        ],
    ),
    (
        "ahead",
        |texts| texts.forecast.chapter,
        &[(&["forecast"], forecast::section)],
    ),
    (
        "each-wijk",
        |texts| texts.wijken_title,
        &[(BY_AREA, wijken::section)],
    ),
    (
        "how-sure",
        |texts| texts.how_sure,
        &[
            (&[], linkage::section),
            (&[], protection::section),
            (&[], sources::section),
            (&[], definitions::section),
        ],
    ),
];

/// The sections that have something to show.
fn written<'a>(context: &Context, shown: impl IntoIterator<Item = &'a Shown>) -> Vec<Section> {
    let sections = shown.into_iter().map(|(_, section)| section(context));
    sections
        .filter(|section| !section.blocks.is_empty())
        .collect()
}

/// A chapter that is not a question.
fn chapter(id: &'static str, title: &str, sections: Vec<Section>) -> Chapter {
    Chapter {
        id: Cow::Borrowed(id),
        title: title.to_owned(),
        lead: String::new(),
        sections,
    }
}

/// The chapters of a page that answers questions: each of these has the sections that it asks for and that no earlier one has.
fn by_question(context: &Context) -> Vec<Chapter> {
    let general = CHAPTERS.iter().map(|(id, title, sections)| {
        let every = sections.iter().filter(|(tables, _)| tables.is_empty());
        (*id, *title, every.collect::<Vec<_>>())
    });
    let mut general = general.filter(|(_, _, sections)| !sections.is_empty());
    let of_all = |(id, title, sections): (_, fn(&Texts) -> &'static str, Vec<&Shown>)| {
        chapter(id, title(context.texts), written(context, sections))
    };
    let mut chapters: Vec<Chapter> = general.next().map(of_all).into_iter().collect();
    let mut left: Vec<&Shown> = (CHAPTERS.iter().flat_map(|(_, _, sections)| *sections))
        .filter(|(tables, _)| !tables.is_empty())
        .collect();
    for (number, question) in (1..).zip(&context.run.questions) {
        let asks = |(tables, _): &&Shown| {
            let mut asked = question.statistics.iter();
            asked.any(|table| tables.contains(&table.as_str()))
        };
        let (own, others) = left.into_iter().partition::<Vec<_>, _>(asks);
        left = others;
        chapters.push(Chapter {
            id: Cow::Owned(format!("question-{number}")),
            title: question.ask.clone(),
            lead: question.why.clone().unwrap_or_default(),
            sections: written(context, own),
        });
    }
    chapters.extend(general.map(of_all));
    chapters
}

/// Makes a page of one wijk: its profile, with how sure its numbers are. `None` where the release has no such wijk.
///
/// # Errors
/// As [`report`].
pub fn report_of_wijk(
    tables: &ReleaseTables,
    run: &RunRecord,
    areas: &Areas,
    wijk: &str,
) -> Result<Option<String>> {
    let context = Context::new(tables, run, areas);
    let Some(profile) = wijken::of(&context, wijk) else {
        return Ok(None);
    };
    let texts = context.texts;
    let sure = vec![
        protection::section(&context),
        sources::section(&context),
        definitions::section(&context),
    ];
    let chapters = vec![
        chapter("each-wijk", texts.wijken_title, vec![profile]),
        chapter("how-sure", texts.how_sure, sure),
    ];
    page::page(&context, chapters).map(Some)
}

/// Makes the page: HTML with its own style, pictures and script, and no request to any other place.
///
/// A section whose table is missing or wholly hidden says so. The same tables and record give the same bytes.
///
/// # Errors
/// When the page cannot be put together.
pub fn report(tables: &ReleaseTables, run: &RunRecord, areas: &Areas) -> Result<String> {
    let context = Context::new(tables, run, areas);
    if !run.questions.is_empty() {
        return page::page(&context, by_question(&context));
    }
    let of_all = |(id, title, sections): &Contents| {
        chapter(id, title(context.texts), written(&context, *sections))
    };
    let chapters = CHAPTERS.iter().map(of_all);
    let chapters = chapters
        .filter(|chapter| !chapter.sections.is_empty())
        .collect();
    page::page(&context, chapters)
}

#[cfg(test)]
mod tests;
