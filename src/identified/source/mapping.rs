//! The position of each field, from the agreed columns and the header.

use super::header::Header;
use super::table::Wanted;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractSettings, Field};

/// The columns that the agreement maps, all of them required.
///
/// # Errors
/// When it maps none.
pub(in crate::identified) fn wanted(settings: &ExtractSettings) -> Result<Vec<Wanted<'_>>> {
    if settings.columns.is_empty() {
        return Err(Error::new(
            Code::ColumnsWrong,
            "the extract has no columns in the agreement",
        )
        .hint("say under `columns` which of its columns holds what: `bsn = \"…\"`"));
    }
    let column = |(&field, name)| Wanted {
        name,
        field: Some(field),
        is_required: true,
    };
    let columns = settings.columns.iter();
    Ok(columns
        .map(|(field, name)| column((field, name.as_str())))
        .collect())
}

/// Where each wanted column stands, and what is wrong with those that cannot be placed.
pub(in crate::identified) fn find(
    header: &Header,
    wanted: &[Wanted<'_>],
) -> (Vec<(Field, usize)>, Vec<String>) {
    let (mut places, mut mistakes) = (Vec::new(), Vec::new());
    for column in wanted {
        let found = header.find(column.name);
        mistakes.extend(found.mistake(column));
        if let (Some(field), Some(place)) = (column.field, found.place()) {
            places.push((field, place));
        }
    }
    (places, mistakes)
}

/// Whether the field holds a date.
pub(in crate::identified) const fn is_date(field: Field) -> bool {
    matches!(
        field,
        Field::BirthDate | Field::Start | Field::End | Field::Left
    )
}
