//! The report of a release: one self-contained HTML page.

mod co_occurrence;
mod combinations;
mod context;
mod definitions;
mod groups;
mod headline;
mod heat_map;
mod houses;
mod linkage;
mod matrix;
mod organisations;
mod page;
mod pairs;
mod protection;
mod reading;
mod section;
mod services;
mod stacking;
mod svg;
mod texts;

use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::runs::RunRecord;

use context::Context;
use section::Section;

/// The sections of the page, in the order a reader meets them; a new one is a file and a line here.
const SECTIONS: &[fn(&Context) -> Section] = &[
    headline::section,
    stacking::section,
    groups::section,
    co_occurrence::section,
    combinations::section,
    organisations::section,
    services::section,
    linkage::section,
    protection::section,
    definitions::section,
];

/// Makes the page: HTML with its own style and pictures, no script, no request to any other place.
///
/// A section whose table is missing or wholly hidden says so. The same tables and record give the same bytes.
///
/// # Errors
/// When the page cannot be put together.
pub fn report(tables: &ReleaseTables, run: &RunRecord) -> Result<String> {
    let context = Context::new(tables, run);
    let sections = SECTIONS.iter().map(|section| section(&context)).collect();
    page::page(&context, sections)
}

#[cfg(test)]
mod tests;
