//! The columns that a reader wants, and what a header says of each.

use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractSettings, Field};

/// A column that a reader wants.
#[derive(Clone, Copy)]
pub(in crate::identified) struct Wanted<'a> {
    /// Its name in the header.
    pub(in crate::identified) name: &'a str,
    /// The field of ours that it fills, where it is one.
    pub(in crate::identified) field: Option<Field>,
    /// Whether the file must have it.
    pub(in crate::identified) is_required: bool,
}

impl<'a> Wanted<'a> {
    /// A column that the file must have, for a field of ours.
    pub(in crate::identified) const fn required(field: Field, name: &'a str) -> Self {
        Self {
            name,
            field: Some(field),
            is_required: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Found {
    /// At this index, from 0.
    Once(usize),
    /// Nowhere.
    Absent,
    /// At more than one.
    Twice,
}

impl Found {
    /// The index, where it is the only one.
    pub(in crate::identified) const fn index(self) -> Option<usize> {
        match self {
            Self::Once(index) => Some(index),
            Self::Absent | Self::Twice => None,
        }
    }

    /// What is wrong with a wanted column; its name comes from the mapping and may be shown.
    pub(in crate::identified) fn mistake(self, wanted: &Wanted<'_>) -> Option<String> {
        let what = match self {
            Self::Once(_) => return None,
            Self::Absent if !wanted.is_required => return None,
            Self::Absent => "is absent",
            Self::Twice => "occurs twice",
        };
        let name = wanted.name;
        Some(match wanted.field {
            Some(field) => format!("column `{name}` (for {}) {what}", field.name()),
            None => format!("column `{name}` {what}"),
        })
    }
}

/// The columns that the agreement maps, all of them required.
///
/// # Errors
/// When it maps none.
pub(in crate::identified) fn wanted(settings: &ExtractSettings) -> Result<Vec<Wanted<'_>>> {
    if settings.columns.is_empty() {
        return Err(Error::new(
            Code::ColumnsWrong,
            "the agreement maps no columns of the extract",
        )
        .hint("map its columns under `columns`: `bsn = \"…\"`"));
    }
    let columns = settings.columns.iter();
    Ok(columns
        .map(|(&field, name)| Wanted::required(field, name))
        .collect())
}

/// Whether the field holds a date.
pub(in crate::identified) const fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::BirthDate | Field::Start | Field::End | Field::Left
    )
}
