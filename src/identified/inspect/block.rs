//! The lines of TOML to paste into the agreement.

use std::fmt::Write;

use toml_edit::Value;

use super::block_services;
use super::habits::shown_name;
use super::lines::{comment, line};
use super::parts::{Asked, Draft, Mapped, Services};
use crate::identified::settings::Field;
use crate::identified::source::Habits;

pub(super) fn write(draft: &Draft) -> String {
    let mut text = String::new();
    if draft.is_made_up {
        text.push_str("# Its BSNs look made up: set `made_up = true` under [project].\n\n");
    }
    block_services::lacking(draft, &mut text);
    let section = if matches!(draft.services, Services::Register) {
        "register"
    } else {
        "provider"
    };
    head(draft, &mut text);
    columns(draft, section, &mut text);
    block_services::codes(draft, &mut text);
    text.trim_end().to_owned()
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
    line(text, "format", draft.format.word, "");
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
    sheet(draft, text);
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
        Services::Asked => comment(
            text,
            "service",
            "…",
            "or is the whole extract one service of the agreement?",
        ),
        Services::Coded { .. } => {}
    }
    text.push('\n');
}

/// The sheet, where more than one has rows.
fn sheet(draft: &Draft, text: &mut String) {
    let Some(sheet) = &draft.habits.sheet else {
        return;
    };
    match shown_name(sheet, draft.shows_names) {
        Some(name) => line(text, "sheet", &name, ""),
        None => comment(
            text,
            "sheet",
            "…",
            &format!(
                "sheet {} of {}: its name, as on its tab",
                sheet.place, sheet.sheets
            ),
        ),
    }
}

/// How the register's fields let households be formed.
fn household(draft: &Draft) -> &'static str {
    let has = |field| draft.columns.iter().any(|one| one.field == field);
    let has_kin = !draft.format.is_table
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
    if draft.columns.is_empty() && draft.asked.is_empty() {
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
            "guessed from its content: please check"
        } else {
            ""
        };
        match name {
            Some(name) => line(text, field.name(), name, hint),
            None => comment(
                text,
                field.name(),
                "…",
                &format!("column {place}: its name, as in the header"),
            ),
        }
    }
    questions(draft, text);
    text.push('\n');
}

/// The columns that may be a field: a line for each, which counts when its first sign is taken away.
fn questions(draft: &Draft, text: &mut String) {
    if !draft.asked.is_empty() {
        text.push_str("# Questions for you: remove the first # of each line that is right\n");
    }
    for Asked {
        field,
        name,
        place,
        question,
    } in &draft.asked
    {
        match name {
            Some(name) => comment(text, field.name(), name, question),
            None => comment(
                text,
                field.name(),
                "…",
                &format!("column {place}, {question}"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::formats::{BRP, CSV};
    use crate::identified::settings::{DateOrder, Encoding};

    fn draft() -> Draft {
        Draft {
            id: "zorg".into(),
            name: "Zorg".into(),
            extract: vec!["zorg.csv".into()],
            format: CSV,
            habits: Habits {
                delimiter: Some(b'\t'),
                encoding: Some(Encoding::Windows1252),
                sheet: None,
            },
            dates: Some(DateOrder::DayMonthYear),
            columns: Vec::new(),
            asked: Vec::new(),
            services: Services::Lacking,
            shows_names: true,
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
        assert!(
            text.contains("# bsn = \"…\"") && text.contains("# column 4: its name"),
            "{text}"
        );
        assert!(text.parse::<toml_edit::DocumentMut>().is_ok());
    }

    #[test]
    fn a_register_has_neither_id_nor_service() {
        let mut draft = draft();
        (draft.services, draft.format) = (Services::Register, BRP);
        let text = write(&draft);
        assert!(text.starts_with("[register]\n") && text.contains("household = \"family\""));
        assert!(!text.contains("id =") && !text.contains("service"));
    }
}
