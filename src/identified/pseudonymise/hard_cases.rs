//! The hard cases of `docs/hard-cases.json`, from the cells of an extract to the tokens; `tests/method.py` does the
//! same from the published method alone.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::parts::Gate;
use super::*;
use crate::identified::example::terms;
use crate::identified::normalise::{Habits, normalise_row};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::RawRow;
use crate::keys::ProjectSecret;
use crate::pseudonymous::{TokenColumn, TokenProfile};
use crate::vocabulary::{Effect, ProjectId};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    secret: String,
    project: String,
    last_day: String,
    cases: Vec<Case>,
}

/// What an extract gives, and what must become of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(rename = "case")]
    title: String,
    dates: String,
    made_up: bool,
    cells: BTreeMap<String, String>,
    /// The normalised fields that are known.
    record: BTreeMap<String, serde_json::Value>,
    /// The fields that count as unknown and are a finding.
    blanked: Vec<String>,
    /// By column, of a resident.
    tokens: BTreeMap<String, String>,
    /// The columns that a client has not.
    resident_only: Vec<String>,
    /// By column, what a client has instead.
    #[serde(default)]
    client: BTreeMap<String, String>,
}

fn file() -> File {
    serde_json::from_str(include_str!("../../../docs/hard-cases.json")).unwrap()
}

fn terms_of(file: &File, case: &Case) -> ProjectTerms {
    let mut terms = terms();
    terms.project = ProjectId::new(&file.project).unwrap();
    terms.made_up = case.made_up;
    assert_eq!(
        terms.to.max(terms.reference_date).to_string(),
        file.last_day
    );
    terms
}

/// The record of a case and the fields that were blanked, sorted.
fn normalised(case: &Case, terms: &ProjectTerms) -> (ClientRecord, Vec<String>) {
    let orders = [
        DateOrder::DayMonthYear,
        DateOrder::MonthDayYear,
        DateOrder::YearMonthDay,
    ];
    let order = orders.into_iter().find(|order| order.word() == case.dates);
    let mut row = RawRow::new("clients.csv");
    row.begin(2);
    for (field, text) in &case.cells {
        row.set(Field::from_name(field).unwrap(), text);
    }
    let (mut record, mut blanked) = (ClientRecord::default(), Vec::new());
    let mut tell = |finding: crate::vocabulary::Finding| {
        if finding.rule.effect() == Effect::FieldBlanked {
            blanked.push(finding.location.field.unwrap().to_owned());
        }
    };
    let left_behind = normalise_row(
        &row,
        &Habits::of(order.unwrap()),
        terms,
        &mut record,
        &mut tell,
    );
    assert_eq!(left_behind, None);
    blanked.sort();
    (record, blanked)
}

/// The fields of a record that are known, as the file writes them.
fn known(record: &ClientRecord) -> BTreeMap<String, serde_json::Value> {
    let born = record.birth_date.reveal(Gate);
    let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
    let born = format!("{:04}-{:02}-{:02}", born.year, born.month, born.day);
    let texts = [
        ("birth_date", born.trim_start_matches("0000-00-00")),
        ("surname", &name.surname),
        ("partner_surname", &name.partner_surname),
        ("given_name", &name.given_name),
        ("initial", &name.initial),
        ("postcode", &address.postcode),
        ("house_letter", &address.house_letter),
        ("house_number_suffix", &address.house_number_suffix),
        ("address_id", &address.address_id),
    ];
    let numbers = [
        ("bsn", *record.bsn.reveal(Gate)),
        ("house_number", address.house_number),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let numbers = numbers.into_iter().filter(|(_, number)| *number > 0);
    texts
        .map(|(name, text)| (name.to_owned(), text.into()))
        .chain(numbers.map(|(name, number)| (name.to_owned(), number.into())))
        .collect()
}

fn tokens(
    file: &File,
    terms: &ProjectTerms,
    of: TokensOf,
    record: &ClientRecord,
) -> BTreeMap<String, String> {
    let secret = std::array::from_fn(|place| {
        u8::from_str_radix(&file.secret[2 * place..][..2], 16).unwrap()
    });
    let mut all = BTreeMap::new();
    for profile in TokenProfile::ALL {
        let mut terms = terms.clone();
        terms.profile = profile;
        let maker = TokenMaker::keyed(&ProjectSecret::from_bytes(secret), &terms, of);
        let made = maker.tokens(record);
        for column in profile.columns().filter(|one| made.get(*one).is_present()) {
            let token = format!("{:032x}", made.get(column).number());
            all.insert(column.name().to_owned(), token);
        }
    }
    all
}

#[test]
fn every_hard_case_gives_the_published_record_and_findings() {
    let file = file();
    assert!(file.cases.len() >= 40);
    for case in &file.cases {
        let (record, blanked) = normalised(case, &terms_of(&file, case));
        assert_eq!(known(&record), case.record, "{}", case.title);
        assert_eq!(blanked, case.blanked, "{}", case.title);
    }
}

#[test]
fn every_hard_case_gives_the_published_tokens() {
    let file = file();
    for case in &file.cases {
        let terms = terms_of(&file, case);
        let (record, _) = normalised(case, &terms);
        let mut of_resident = tokens(&file, &terms, TokensOf::Residents, &record);
        assert_eq!(of_resident, case.tokens, "{}", case.title);
        let of_client = tokens(&file, &terms, TokensOf::Clients, &record);
        for column in &case.resident_only {
            assert!(of_resident.remove(column).is_some(), "{}", case.title);
        }
        of_resident.extend(case.client.clone());
        assert_eq!(of_client, of_resident, "{}", case.title);
    }
}

#[test]
fn the_hard_cases_make_every_column() {
    let file = file();
    for column in TokenColumn::ALL {
        let mut cases = file.cases.iter();
        assert!(cases.any(|case| case.tokens.contains_key(column.name())));
    }
}
