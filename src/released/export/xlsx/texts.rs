//! The texts of the workbook, from `templates/workbook.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::ExportSettings;

const LIST: &str = include_str!("../../../../templates/workbook.toml");

/// The texts of a language; their names say where they stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub(super) cover: String,
    pub(super) charts: String,
    pub(super) sources: String,
    pub(super) title: String,
    pub(super) project: String,
    pub(super) period: String,
    pub(super) period_text: String,
    pub(super) release: String,
    pub(super) purpose: String,
    pub(super) about: String,
    pub(super) about_text: String,
    pub(super) protection: String,
    pub(super) protected_text: String,
    pub(super) exact_text: String,
    pub(super) made_up: String,
    pub(super) made_up_text: String,
    pub(super) missing: String,
    pub(super) missing_text: String,
    pub(super) sheet: String,
    pub(super) holds: String,
    /// What stands in place of a table that does not fit on a sheet.
    pub(super) too_long: String,
    pub(super) charts_text: String,
    pub(super) sources_text: String,
    pub(super) households: String,
    pub(super) services: String,
    pub(super) at_least_text: String,
    pub(super) exactly_text: String,
    pub(super) at_least: String,
    pub(super) party: String,
    pub(super) register: String,
    pub(super) public: String,
    pub(super) terms: String,
    pub(super) definitions: Vec<[String; 2]>,
    /// What each table holds.
    pub(super) tables: BTreeMap<String, String>,
}

/// The texts of a language, with its days and names filled in; `None` when the list is not as it should be.
pub(super) fn texts(settings: &ExportSettings) -> Option<Texts> {
    let mut both: BTreeMap<String, Texts> = toml_edit::de::from_str(LIST).ok()?;
    let mut texts = both.remove(settings.language.word())?;
    let [from, to] = settings.period.map(|day| settings.language.day(day));
    let day = settings.language.day(settings.reference_date);
    texts.period_text = (texts.period_text)
        .replace("{from}", &from)
        .replace("{to}", &to)
        .replace("{day}", &day);
    texts.protected_text = (texts.protected_text).replace("{profile}", &settings.profile.word);
    texts.missing_text = (texts.missing_text).replace("{names}", &settings.missing.join(", "));
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::settings;
    use super::*;
    use crate::pseudonymous::cells;
    use crate::vocabulary::Language;

    #[test]
    fn both_languages_say_what_every_table_holds() {
        for (_, language) in Language::WORDS {
            let settings = ExportSettings {
                language,
                ..settings()
            };
            let texts = texts(&settings).unwrap();
            for table in cells::TABLES {
                assert!(texts.tables.contains_key(table.name), "{}", table.name);
            }
            assert!(!texts.period_text.contains('{') && !texts.protected_text.contains('{'));
        }
    }
}
