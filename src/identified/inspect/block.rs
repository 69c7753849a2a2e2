//! What is proposed for an extract in, the lines of TOML to paste into the agreement out.

use std::fmt::Write;

use toml_edit::{Key, Value};

use super::services::Translation;
use crate::identified::extract::Habits;
use crate::identified::settings::{DateOrder, ExtractFormat, Field};

/// The place at which an explanation behind a line begins.
const EXPLAINED_AT: usize = 38;

/// What becomes a block.
pub(super) struct Draft {
    /// The id of the provider; also its service, when the extract is of one.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// The files.
    pub(super) extract: Vec<String>,
    /// The format.
    pub(super) format: ExtractFormat,
    /// How the files are written.
    pub(super) habits: Habits,
    /// The order of dates, for a table that has some.
    pub(super) dates: Option<DateOrder>,
    /// Fields and the names of their columns.
    pub(super) columns: Vec<Mapped>,
    /// Which services it holds.
    pub(super) services: Services,
    /// Whether the BSNs are made up.
    pub(super) is_made_up: bool,
}

/// A field and its column.
pub(super) struct Mapped {
    /// The field.
    pub(super) field: Field,
    /// The name of the column, unless it may not be shown.
    pub(super) name: Option<String>,
    /// Its place, from 1.
    pub(super) place: usize,
    /// Whether the content decided.
    pub(super) by_content: bool,
}

/// Which services an extract holds.
pub(super) enum Services {
    /// It is the register's: none.
    Register,
    /// It is one service of the agreement.
    Agreed(String),
    /// It is one service that the agreement lacks.
    Lacking,
    /// A field of it says which.
    Coded {
        /// The codes that may be shown.
        translation: Translation,
        /// Whether there are others.
        has_others: bool,
    },
}

/// Writes the block.
pub(super) fn write(draft: &Draft) -> String {
    let mut text = String::new();
    if draft.is_made_up {
        text.push_str("# Its BSNs look made up: set `made_up = true` under [project].\n\n");
    }
    lacking_services(draft, &mut text);
    let section = if matches!(draft.services, Services::Register) {
        "register"
    } else {
        "provider"
    };
    head(draft, &mut text);
    columns(draft, section, &mut text);
    codes(draft, &mut text);
    text.trim_end().to_owned()
}

fn lacking_services(draft: &Draft, text: &mut String) {
    let mut service = |code: &str, name: &str, domain: &str, hint: &str| {
        text.push_str("[[service]]\n");
        line(text, "code", code, "");
        line(text, "name", name, hint);
        line(
            text,
            "domain",
            domain,
            if hint.is_empty() { "" } else { "law or field" },
        );
        text.push('\n');
    };
    match &draft.services {
        Services::Lacking => {
            service(
                &draft.id,
                &draft.name,
                "unknown",
                "what the service is called",
            );
        }
        Services::Coded { translation, .. } => {
            for known in translation.lacking.values() {
                service(known.ours, known.name, known.domain, "");
            }
        }
        Services::Register | Services::Agreed(_) => {}
    }
}

fn head(draft: &Draft, text: &mut String) {
    if matches!(draft.services, Services::Register) {
        text.push_str("[register]\n");
    } else {
        text.push_str("[[provider]]\n");
        line(
            text,
            "id",
            &draft.id,
            "the organisation; from the name of the file",
        );
        line(text, "name", &draft.name, "");
    }
    match draft.extract.as_slice() {
        [only] => line(text, "extract", only, ""),
        files => {
            let files: toml_edit::Array = files.iter().map(String::as_str).collect();
            let _ = writeln!(text, "extract = {}", Value::from(files).to_string().trim());
        }
    }
    line(text, "format", draft.format.word(), "");
    let Habits {
        delimiter,
        encoding,
        ..
    } = &draft.habits;
    if let Some(delimiter) = delimiter {
        line(text, "delimiter", &char::from(*delimiter).to_string(), "");
    }
    if let Some(encoding) = encoding {
        line(text, "encoding", encoding.word(), "");
    }
    if let Some(dates) = draft.dates {
        line(text, "dates", dates.word(), "");
    }
    match &draft.services {
        Services::Register => line(
            text,
            "household",
            household(draft),
            "shared: see the agreement",
        ),
        Services::Agreed(code) => line(text, "service", code, "the whole extract is this service"),
        Services::Lacking => line(
            text,
            "service",
            &draft.id,
            "the whole extract is one service",
        ),
        Services::Coded { .. } => {}
    }
    text.push('\n');
}

/// How the register's fields let households be formed.
fn household(draft: &Draft) -> &'static str {
    let has = |field| draft.columns.iter().any(|one| one.field == field);
    let has_kin = !draft.format.is_table()
        || [Field::PartnerBsn, Field::Parent1Bsn, Field::Parent2Bsn]
            .into_iter()
            .any(has);
    match (has(Field::Household), has_kin) {
        (true, _) => "column",
        (false, true) => "family",
        (false, false) => "address",
    }
}

fn columns(draft: &Draft, section: &str, text: &mut String) {
    if draft.columns.is_empty() {
        return;
    }
    let _ = writeln!(text, "[{section}.columns]");
    for Mapped {
        field,
        name,
        place,
        by_content,
    } in &draft.columns
    {
        let hint = if *by_content {
            "by its content: look whether it is"
        } else {
            ""
        };
        match name {
            Some(name) => line(text, field.name(), name, hint),
            None => {
                let _ = writeln!(
                    text,
                    "# {} = \"…\"   column {place}, whose name is not shown: write it here and take away the #",
                    field.name()
                );
            }
        }
    }
    text.push('\n');
}

fn codes(draft: &Draft, text: &mut String) {
    let Services::Coded {
        translation,
        has_others,
    } = &draft.services
    else {
        return;
    };
    let comment = "# \"their code\" = \"our code\"   a line for each other code; \"-\" drops one\n";
    if translation.codes.is_empty() {
        text.push_str("# [provider.services]\n");
        text.push_str(comment);
        return;
    }
    text.push_str("[provider.services]\n");
    for (theirs, ours) in &translation.codes {
        let (theirs, ours) = (Value::from(*theirs), Value::from(ours.as_str()));
        let _ = writeln!(text, "{theirs} = {ours}");
    }
    if *has_others {
        text.push_str(comment);
    }
}

/// Writes `key = "value"`, quoted as TOML asks, and behind it what it means.
fn line(text: &mut String, key: &str, value: &str, hint: &str) {
    let key = Key::new(key);
    let value = Value::from(value);
    let line = format!("{} = {}", key.display_repr(), value.to_string().trim());
    let _ = match hint {
        "" => writeln!(text, "{line}"),
        hint => writeln!(text, "{line:EXPLAINED_AT$}# {hint}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::settings::Encoding;

    fn draft() -> Draft {
        Draft {
            id: "zorg".into(),
            name: "Zorg".into(),
            extract: vec!["zorg.csv".into()],
            format: ExtractFormat::Csv,
            habits: Habits {
                delimiter: Some(b'\t'),
                encoding: Some(Encoding::Windows1252),
                sheet: None,
            },
            dates: Some(DateOrder::DayMonthYear),
            columns: Vec::new(),
            services: Services::Lacking,
            is_made_up: false,
        }
    }

    fn mapped(field: Field, name: Option<&str>) -> Mapped {
        Mapped {
            field,
            name: name.map(str::to_owned),
            place: 4,
            by_content: false,
        }
    }

    #[test]
    fn names_of_columns_come_back_as_they_were() {
        let names = [
            "Geb.datum",
            " Naam \"vol\" ",
            "it's",
            "C:\\pad",
            "Zoë # nr",
            "a = b",
        ];
        let mut draft = draft();
        for (field, name) in Field::ALL.iter().zip(names) {
            draft.columns.push(mapped(*field, Some(name)));
        }
        let table: toml_edit::DocumentMut = write(&draft).parse().unwrap();
        let provider = table["provider"]
            .as_array_of_tables()
            .unwrap()
            .get(0)
            .unwrap();
        for (field, name) in Field::ALL.iter().zip(names) {
            assert_eq!(provider["columns"][field.name()].as_str(), Some(name));
        }
        assert_eq!(provider["delimiter"].as_str(), Some("\t"));
        assert_eq!(provider["service"].as_str(), Some("zorg"));
        assert_eq!(table["service"][0]["code"].as_str(), Some("zorg"));
    }

    #[test]
    fn a_column_whose_name_is_not_shown_is_left_to_the_user() {
        let mut draft = draft();
        draft.columns.push(mapped(Field::Bsn, None));
        let text = write(&draft);
        assert!(text.contains("# bsn = \"…\"   column 4,"), "{text}");
        assert!(text.parse::<toml_edit::DocumentMut>().is_ok());
    }

    #[test]
    fn a_register_has_neither_id_nor_service() {
        let mut draft = draft();
        (draft.services, draft.format) = (Services::Register, ExtractFormat::Brp);
        let text = write(&draft);
        assert!(text.starts_with("[register]\n") && text.contains("household = \"family\""));
        assert!(!text.contains("id =") && !text.contains("service"));
    }
}
