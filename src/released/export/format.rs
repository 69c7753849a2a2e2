//! The formats of a release, and what each needs besides the tables.

use serde::{Deserialize, Serialize};

use crate::pseudonymous::protect::profile::Profile;
use crate::vocabulary::{Day, Language, ProjectId};

/// A format that a release is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// A file per table.
    Csv,
    /// One file with all tables.
    Json,
    /// A file per table.
    Parquet,
    /// One workbook, a sheet per table.
    Xlsx,
    /// One page for people.
    Html,
}

/// What the files say besides the tables.
#[derive(Debug, Clone)]
pub struct ExportSettings {
    /// The release's name.
    pub release: String,
    /// The id of the project.
    pub project: ProjectId,
    /// The purpose, in the words of the agreement.
    pub purpose: String,
    /// The first and last day of the period.
    pub period: [Day; 2],
    /// The day of households, ages and areas; a workbook counts as made on it.
    pub reference_date: Day,
    /// Where public figures are from, of which year, and under which terms they may be used; empty where not known.
    pub sources: Vec<[String; 3]>,
    /// The language of the texts of a workbook.
    pub language: Language,
    /// Whether the data are made up.
    pub is_made_up: bool,
    /// How the counts are protected.
    pub profile: Profile,
    /// The names of those who handed over.
    pub parties: Vec<String>,
    /// The names of those who have not.
    pub missing: Vec<String>,
}
