//! A file with figures, as the agreement names it.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error};

/// How the columns of a file are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Kerncijfers wijken en buurten of CBS.
    Kwb,
    /// SES-WOA of CBS.
    SesWoa,
    /// Nabijheid voorzieningen of CBS.
    Nabijheid,
    /// Average WOZ value of homes.
    Woz,
    /// A survey: values with their number of answers and margins, each in a column of its own.
    Survey,
    /// Any own file: a column with codes, the others with numbers.
    Plain,
}

impl Layout {
    /// The layouts, by their words in the agreement.
    pub const ALL: [(&str, Self); 6] = [
        ("kwb", Self::Kwb),
        ("ses-woa", Self::SesWoa),
        ("nabijheid", Self::Nabijheid),
        ("woz", Self::Woz),
        ("survey", Self::Survey),
        ("plain", Self::Plain),
    ];

    /// Who publishes it, under which licence, where that is known.
    #[must_use]
    pub const fn source(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Kwb => Some(("CBS, Kerncijfers wijken en buurten", "CC BY 4.0")),
            Self::SesWoa => Some(("CBS, SES-WOA", "CC BY 4.0")),
            Self::Nabijheid => Some(("CBS, Nabijheid voorzieningen", "CC BY 4.0")),
            Self::Woz | Self::Survey | Self::Plain => None,
        }
    }

    /// Whether each column with numbers is an indicator under its own name.
    pub(super) const fn has_own_names(self) -> bool {
        matches!(self, Self::Survey | Self::Plain)
    }
}

/// An indicator that the agreement names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The header of its column.
    pub column: String,
    /// The name to print.
    pub name: String,
    /// Its unit.
    pub unit: String,
}

/// A file with figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// How its columns are named.
    pub layout: Layout,
    /// Who publishes the figures.
    pub source: String,
    /// The year that they are of.
    pub year: u16,
    /// Under which terms they may be used.
    pub licence: Option<String>,
    /// The columns that are read; empty for all that are known.
    pub chosen: Vec<Chosen>,
}

/// Why nothing of a file can be used.
pub(super) fn invalid(path: &Path, why: &str) -> Error {
    Error::at(Code::FiguresUnreadable, path, why)
}
