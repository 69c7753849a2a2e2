//! Who handed over, where public figures are from, and what the words mean.

use std::collections::BTreeSet;

use rust_xlsxwriter::Worksheet;

use super::super::ExportSettings;
use super::style::{Written, banner, heading, page, put_line, put_title};
use super::texts::Texts;
use crate::vocabulary::ProviderId;

/// Fills the sheet of sources and definitions.
pub(super) fn fill(
    sheet: &mut Worksheet,
    is_internal: bool,
    settings: &ExportSettings,
    texts: &Texts,
) -> Written {
    page(sheet, &texts.sources, [22.0, 96.0])?;
    let row = banner(sheet, is_internal)?;
    let mut row = put_title(sheet, row, &texts.sources_text)?;
    let shown = |name: &str| match name {
        ProviderId::REGISTER => texts.register.clone(),
        _ => name.to_owned(),
    };
    let parties: Vec<String> = settings.parties.iter().map(|name| shown(name)).collect();
    let parties = parties.iter().map(|name| [texts.party.as_str(), name]);
    let public: BTreeSet<String> = (settings.sources.iter())
        .map(|[source, year, licence]| {
            let year = (!year.is_empty()).then(|| format!(", {year}"));
            let licence = (!licence.is_empty()).then(|| format!(" ({licence})"));
            [
                source,
                &year.unwrap_or_default(),
                &licence.unwrap_or_default(),
            ]
            .map(String::as_str)
            .concat()
        })
        .collect();
    let public = public.iter().map(|name| [texts.public.as_str(), name]);
    for line in parties.chain(public) {
        put_line(sheet, row, line)?;
        row += 1;
    }
    sheet.write_string_with_format(row + 1, 0, &texts.terms, &heading())?;
    for (row, [word, meaning]) in (row + 2..).zip(&texts.definitions) {
        put_line(sheet, row, [word, meaning])?;
    }
    Ok(())
}
