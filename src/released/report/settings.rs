//! What the page says besides the tables.

use crate::vocabulary::{Day, Language, Service};

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
