//! The tables of a release in, one self-contained HTML page out.

mod bar_table;
mod co_occurrence;
mod combinations;
mod context;
mod definitions;
mod groups;
mod headline;
mod heat_map;
mod houses;
mod linkage;
mod organisations;
mod page;
mod pairs;
mod reading;
mod section;
mod services;
mod stacking;
mod svg;
mod texts;

use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::vocabulary::{Day, Language, Service};

use context::Context;
use section::Section;

/// What the page says besides the tables.
#[derive(Debug, Clone)]
pub struct ReportSettings {
    /// The project.
    pub project: String,
    /// Its purpose.
    pub purpose: String,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day of households, ages and areas.
    pub reference_date: Day,
    /// The language.
    pub language: Language,
    /// Whether the data are made up.
    pub is_made_up: bool,
    /// Why hand-overs without the second stage were accepted.
    pub accept_stage_1: Option<String>,
    /// The services of the agreement.
    pub services: Vec<Service>,
    /// Ids and names of the providers that took part.
    pub providers: Vec<(String, String)>,
    /// Ids and names of the providers of the agreement that are missing from this run.
    pub missing: Vec<(String, String)>,
    /// Codes of services of which a missing provider may bring more.
    pub partial: Vec<String>,
    /// Codes and names of organisations that carry out a service and are no provider.
    pub organisations: Vec<(String, String)>,
    /// The release's name.
    pub release: String,
    /// `distinct` or `sum`; `period` or `reference_date`, in the words of the agreement.
    pub count: String,
    /// See `count`.
    pub moment: String,
    /// `k5` or `none`.
    pub profile: String,
}

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
    definitions::section,
];

/// Makes the page: HTML with its own style and pictures, no script, no request to any other place.
///
/// A section whose table is missing or wholly hidden says so. The same tables and settings give the same bytes.
///
/// # Errors
/// When the page cannot be put together.
pub fn report(tables: &ReleaseTables, settings: &ReportSettings) -> Result<String> {
    let context = Context::new(tables, settings);
    let sections = SECTIONS.iter().map(|section| section(&context)).collect();
    page::page(&context, sections)
}

#[cfg(test)]
mod tests;
