//! The local list of people who objected.

use std::path::Path;

use super::shared_numbers::SharedNumbers;
use super::studied::study_extract;
use super::tally::Tally;
use crate::error::{Code, Error, Result};
use crate::identified::formats::{CSV, Extract, Met};
use crate::identified::normalise::{ClientRecord, Habits, normalise_person, normalise_row};
use crate::identified::pseudonymise::Objections;
use crate::identified::settings::{ExtractSettings, Field, ProjectTerms};
use crate::identified::source::{RawRow, columns_of};
use crate::vocabulary::{Effect, Progress, Rule, Silent};

/// The fields by which a list may name a person.
const FIELDS: [Field; 6] = [
    Field::Client,
    Field::Bsn,
    Field::BirthDate,
    Field::Surname,
    Field::PartnerSurname,
    Field::Postcode,
];

/// Reads the list at `path`: a CSV whose columns have our names of fields, or the names that `extract` maps.
///
/// # Errors
/// When it cannot be read or has no columns that name a person.
pub(super) fn read_objections(
    path: &Path,
    extract: &ExtractSettings,
    terms: &ProjectTerms,
    tally: &mut Tally<'_>,
) -> Result<Objections> {
    let list = list_settings(path, extract)?;
    let list = Extract::open(&list, &Silent)?;
    let (habits, _) = study_extract(&list, terms)?;
    let mut objections = Objections::new()?;
    let mut record = ClientRecord::default();
    let mut found = Vec::new();
    let (mut rows, mut row) = (list.rows(&Silent)?, RawRow::new(""));
    while let Some(met) = rows.next(&mut row)? {
        match met {
            Met::Finding(finding) => found.push(finding),
            Met::Row => {
                let mut tell = |finding| found.push(finding);
                normalise_row(&row, &habits, terms, &mut record, &mut tell);
                if !objections.add(&record) {
                    found.push(row.finding(None, Rule::ObjectionUnusable));
                }
            }
        }
        for mut finding in found.drain(..) {
            // An unreadable line is not a rejected row of the extract.
            if finding.rule.effect() == Effect::RowLeftBehind {
                finding.rule = Rule::ObjectionUnusable;
            }
            tally.add(&finding)?;
        }
    }
    Ok(objections)
}

/// Goes through the extract once, so that every row with the client number of people who objected is found, also where
/// the row itself lacks the BSN or the name. An extract of which no column is mapped to client numbers has none.
///
/// # Errors
/// When the extract cannot be read as a whole, or the user stops.
pub(super) fn learn_client_numbers(
    objections: &mut Objections,
    extract: &Extract<'_>,
    habits: &Habits,
    numbers: &SharedNumbers,
    terms: &ProjectTerms,
    progress: &dyn Progress,
) -> Result<()> {
    if !extract.settings().columns.contains_key(&Field::Client) {
        return Ok(());
    }
    let mut record = ClientRecord::default();
    let (mut rows, mut row) = (extract.rows(progress)?, RawRow::new(""));
    while rows.next_row(&mut row)? {
        normalise_person(&row, habits, terms, &mut record);
        // A number of several persons would leave out all of them for one.
        let is_of_one = record.client.is_known() && !numbers.is_client_shared(&record);
        if is_of_one && objections.holds(&record) {
            objections.add_client_number(&record);
        }
    }
    Ok(())
}

/// The list as an extract of its own, with the columns that it has.
fn list_settings(path: &Path, extract: &ExtractSettings) -> Result<ExtractSettings> {
    let mapped = |field: &Field| extract.columns.get(field).map_or("", String::as_str);
    let names: Vec<[&str; 3]> = FIELDS
        .map(|field| [field.name(), mapped(&field), ""])
        .into();
    let wanted: Vec<&[&str]> = names.iter().map(<[&str; 3]>::as_slice).collect();
    let (delimiter, found) = columns_of(path, &wanted)?;
    let columns: std::collections::BTreeMap<_, _> = FIELDS
        .into_iter()
        .zip(found)
        .filter_map(|(field, name)| Some((field, name?)))
        .collect();
    let has = |field| columns.contains_key(&field);
    let has_name = has(Field::Surname) || has(Field::PartnerSurname);
    let can_name = has(Field::Bsn) || has(Field::Client) || (has(Field::BirthDate) && has_name);
    if !can_name {
        let message = format!("{}: no column identifies who objected", path.display());
        return Err(Error::new(Code::ListInvalid, message).hint(
            "its first line needs a column `bsn`, or `client`, or `birth_date` and `surname` (or as in your extract)",
        ));
    }
    Ok(ExtractSettings {
        files: vec![path.to_owned()],
        format: Some(CSV),
        delimiter: Some(delimiter),
        columns,
        ..ExtractSettings::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::DateOrder;
    use crate::identified::example::{self, terms};
    use crate::identified::normalise::Fields;
    use crate::vocabulary::Finding;

    fn extract() -> ExtractSettings {
        example::extract(&[(Field::Bsn, "Burgerservicenr")])
    }

    fn read(text: &str) -> (Result<Objections>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bezwaar.csv");
        std::fs::write(&path, text).unwrap();
        let mut findings = Vec::new();
        let mut tell = |finding: &Finding| {
            findings.push(format!("{} {}", finding.location, finding.rule.code()));
            Ok(())
        };
        let mut tally = Tally::new(&mut tell);
        let objected = read_objections(&path, &extract(), &terms(), &mut tally);
        drop(tally);
        (objected, findings)
    }

    fn person(bsn: u32, client: &str, surname: &str, postcode: &str) -> ClientRecord {
        Fields {
            bsn,
            client,
            surname,
            postcode,
            born: 19_700_201,
            ..Fields::default()
        }
        .record()
    }

    #[test]
    fn a_person_is_found_by_bsn_by_client_number_or_by_all_other_fields_of_a_line() {
        let text = "burgerservicenr;client;birth_date;surname;postcode\r\n\
                    123456782;;;;\r\n;k7;;;\r\n;;1-2-1970;de Vries;\r\n;;1-2-1970;Smit;1501 ab\r\n";
        let (objected, findings) = read(text);
        let mut objected = objected.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        assert!(objected.holds(&person(123_456_782, "", "BAKKER", "")));
        assert!(objected.holds(&person(0, "k7", "", "")));
        assert!(objected.holds(&person(111_222_333, "k8", "VRIES", "1509ZZ")));
        assert!(objected.holds(&person(0, "", "SMIT", "1501AB")));
        assert!(!objected.holds(&person(0, "", "SMIT", "1502AB")));
        assert!(!objected.holds(&person(111_222_333, "k8", "BAKKER", "1501AB")));
    }

    #[test]
    fn a_twin_with_another_bsn_did_not_object() {
        let (objected, _) = read("bsn,birth_date,surname\n123456782,1-2-1970,Smit\n");
        let mut objected = objected.unwrap();
        assert!(objected.holds(&person(0, "", "SMIT", "1501AB")));
        assert!(!objected.holds(&person(111_222_333, "", "SMIT", "1501AB")));
    }

    #[test]
    fn only_an_extract_with_client_numbers_is_gone_through_for_them() {
        let (objected, _) = read("bsn\n123456782\n");
        let mut objected = objected.unwrap();
        let mut learn = |columns: &[(Field, &str)]| {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), "Klant;BSN\n1;123456782\n").unwrap();
            let mut extract = extract();
            extract.files = vec![file.path().to_owned()];
            let columns = columns.iter().map(|&(field, name)| (field, name.into()));
            extract.columns = columns.collect();
            let extract = Extract::unread(&extract).unwrap();
            // What is gone cannot be gone through.
            file.close().unwrap();
            learn_client_numbers(
                &mut objected,
                &extract,
                &Habits::of(DateOrder::DayMonthYear),
                &SharedNumbers::default(),
                &terms(),
                &Silent,
            )
        };
        assert!(learn(&[(Field::Bsn, "BSN")]).is_ok());
        assert!(learn(&[(Field::Bsn, "BSN"), (Field::Client, "Klant")]).is_err());
    }

    #[test]
    fn a_line_that_names_nobody_is_told_with_its_place() {
        let (objected, findings) =
            read("bsn;surname\n123456782;Smit\n123456789;Smit\n;Smit\n1;2;3\n");
        assert!(objected.is_ok());
        assert_eq!(
            findings,
            [
                "bezwaar.csv:3: column `bsn` bsn-invalid",
                "bezwaar.csv:3 objection-unusable",
                "bezwaar.csv:4 objection-unusable",
                "bezwaar.csv:5 objection-unusable"
            ]
        );
    }

    #[test]
    fn a_list_without_a_column_that_names_a_person_is_refused() {
        let (objected, _) = read("surname;postcode\nSmit;1501AB\n");
        let error = objected.err().unwrap();
        assert!(error.to_string().contains("bezwaar.csv"), "{error}");
        assert!(!error.to_string().contains("Smit"));
        assert!(error.advice().unwrap().contains("`bsn`"));
    }
}
