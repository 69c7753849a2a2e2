//! The report of a release: one self-contained HTML page.

mod cell;
mod changes;
mod co_occurrence;
mod combinations;
mod context;
mod definitions;
mod facilities;
mod groups;
mod headline;
mod heat_map;
mod houses;
mod lack;
mod linkage;
mod maps;
mod matrix;
mod organisations;
mod page;
mod pairs;
mod protection;
mod reach;
mod reading;
mod section;
mod services;
mod sources;
mod stacking;
mod svg;
mod texts;
mod upset;
mod wijken;

use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::Areas;
use crate::released::runs::RunRecord;

use context::Context;
use section::{Chapter, Section};
use texts::Texts;

/// A chapter before it is written: its anchor, its heading, its sections.
type Contents = (
    &'static str,
    fn(&Texts) -> &'static str,
    &'static [fn(&Context) -> Section],
);

/// The page, in the order a reader meets it; a new section is a file and a line here.
const CHAPTERS: &[Contents] = &[
    (
        "minute",
        |texts| texts.minute,
        &[headline::section, changes::section],
    ),
    (
        "how-services-stack",
        |texts| texts.how_services_stack,
        &[
            stacking::section,
            groups::section,
            organisations::section,
            services::section,
        ],
    ),
    (
        "which-go-together",
        |texts| texts.which_go_together,
        &[co_occurrence::section, combinations::section],
    ),
    (
        "where-they-are",
        |texts| texts.where_title,
        &[maps::section],
    ),
    (
        "facilities",
        |texts| texts.facilities_title,
        &[facilities::section, facilities::one_without_the_other],
    ),
    ("each-wijk", |texts| texts.wijken_title, &[wijken::section]),
    (
        "how-sure",
        |texts| texts.how_sure,
        &[
            linkage::section,
            protection::section,
            sources::section,
            definitions::section,
        ],
    ),
];

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
    let chapter = |id, title, sections| Chapter {
        id,
        title,
        sections,
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
    let chapter = |(id, title, sections): &Contents| Chapter {
        id,
        title: title(context.texts),
        sections: (sections.iter().map(|section| section(&context)))
            .filter(|section| !section.blocks.is_empty())
            .collect(),
    };
    let chapters = CHAPTERS.iter().map(chapter).collect();
    page::page(&context, chapters)
}

#[cfg(test)]
mod tests;
