//! Rows of CBS in, table `external` out: both numbers, how far they are apart, and whether that is beyond both roundings.

use std::collections::{BTreeMap, BTreeSet};

use super::key_figures::{self, figures};
use super::laws::{Figure, Key, Numbers, by_domain, laws_of};
use super::read::{ExternalFile, ExternalRecord, Layout, Row, read};
use crate::error::Result;
use crate::released::calculate::uncounted::{UncountedTable, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::area_codes::{AreaCodes, is_whole_code};
use crate::released::places::finding::{FileFinding, Findings};
use crate::vocabulary::Day;

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "external",
    row: "a number of households or people with so many services, one of a law or a certain one in an area, that CBS publishes too",
    columns: &[
        text("level"),
        text("area"),
        text("services"),
        text("unit"),
        number("ours"),
        number("external"),
        number("difference"),
        text("beyond"),
        text("reasons"),
    ],
    keys: 4,
    rests_on: &["areas"],
};

/// How the release counts, as far as it can differ from CBS.
#[derive(Debug, Clone, Copy)]
pub struct OwnCounting<'a> {
    /// First and last day of the period.
    pub period: [Day; 2],
    /// How far a printed number can be from its count; 0 for exact ones.
    pub reach: u64,
    /// Whether a household counts a service once, and not for each member.
    pub is_distinct: bool,
    /// Whether a use counts on the reference date only.
    pub is_of_day: bool,
    /// The domains of the services.
    pub domains: &'a BTreeSet<&'a str>,
    /// Whether a provider of services is missing.
    pub is_incomplete: bool,
}

/// What was read of all tables of CBS.
#[derive(Default)]
pub struct External {
    files: Vec<(ExternalFile, Vec<Row>, Findings, bool)>,
    records: Vec<ExternalRecord>,
}

impl External {
    /// Reads the files of an agreement.
    ///
    /// # Errors
    /// When a file cannot be read, or lacks a column.
    pub fn read(files: &[ExternalFile]) -> Result<Self> {
        let mut all = Self::default();
        for file in files {
            let (rows, record, findings) = match file.layout {
                Layout::KeyFigures(_) => key_figures::read(file)?,
                _ => read(file)?,
            };
            let entry = (file.clone(), rows, findings, record.provisional);
            all.files.push(entry);
            // Of one table several layouts can be read.
            if !all.records.contains(&record) {
                all.records.push(record);
            }
        }
        Ok(all)
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> &[ExternalRecord] {
        &self.records
    }

    /// Both numbers of each area, and what is odd about the files. There is no table without files.
    #[must_use]
    pub fn placed(
        self,
        tables: &ReleaseTables,
        own: &OwnCounting,
    ) -> (Option<Table>, Vec<FileFinding>) {
        if self.files.is_empty() {
            return (None, Vec::new());
        }
        let published = Published::of(tables);
        let mut found = Vec::new();
        let mut all: BTreeMap<(Key, &str), Vec<Value>> = BTreeMap::new();
        for (file, rows, mut findings, is_provisional) in self.files {
            let years = own.period.map(|day| day.parts().0);
            let year = i16::try_from(file.year).unwrap_or_default();
            if years == [year; 2] {
                let read = by_area(&file, rows, tables, &mut findings);
                let figures = match &file.layout {
                    Layout::Number => read.into_iter().flat_map(of_number).collect(),
                    Layout::Laws => by_domain(&read, own.domains, &mut findings),
                    Layout::Types(_) => read.into_iter().map(of_type).collect(),
                    Layout::KeyFigures(types) => figures(&read, types, own.domains, &mut findings),
                };
                for (key, figure) in figures {
                    if let Some(ours) = published.beside(&key, figure.unit) {
                        let reasons = reasons(own, &key.3, &figure, is_provisional);
                        let row = row(&key, ours, &figure, (own.reach, reasons));
                        all.entry((key, figure.unit)).or_insert(row);
                    }
                }
            } else {
                findings.add(format!(
                    "is of {year}, and the release counts {} to {}: it is not compared",
                    own.period[0], own.period[1]
                ));
            }
            found.extend(findings.into_list());
        }
        (Some(TABLE.with(all.into_values().collect())), found)
    }
}

/// The numbers of the areas of the release; what stands twice, as names can, is not used.
fn by_area(
    file: &ExternalFile,
    rows: Vec<Row>,
    tables: &ReleaseTables,
    findings: &mut Findings,
) -> BTreeMap<Key, Numbers> {
    let (codes, names) = (AreaCodes::of(tables), names(tables));
    let mut all: BTreeMap<Key, Option<Numbers>> = BTreeMap::new();
    let (mut unknown, is_read) = (0, !rows.is_empty());
    for row in rows {
        let area = row.area.trim();
        let is_code = is_whole_code(area) || area.bytes().all(|byte| byte.is_ascii_digit());
        let own = if is_code {
            codes.find(area).map(|place| codes.list[place].clone())
        } else if file.gemeente.as_deref() == Some(area) {
            codes
                .list
                .iter()
                .find(|[level, _]| level == "gemeente")
                .cloned()
        } else {
            let code = names.get(&plain(area));
            code.map(|code| ["wijk".to_owned(), code.clone()])
        };
        let Some([level, code]) = own else {
            unknown += 1;
            continue;
        };
        let number = row.services.trim_end_matches('+').parse();
        let key = (level, code, number.unwrap_or(u8::MAX), row.services);
        let twice = all.contains_key(&key);
        if twice {
            findings.add_at(row.line, "this area was there before: neither row is used");
        }
        all.insert(key, (!twice).then_some(row.numbers));
    }
    if all.is_empty() && is_read {
        let hint = if file.gemeente.is_some() {
            ""
        } else {
            "; a table with names needs `gemeente`, the name of ours"
        };
        findings.add(format!(
            "none of {unknown} rows is of an area of the release{hint}"
        ));
    }
    let known = all.into_iter();
    known
        .filter_map(|(key, numbers)| Some((key, numbers?)))
        .collect()
}

/// The wijken by their name, without those that share one.
fn names(tables: &ReleaseTables) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for row in tables.rows("areas") {
        let [Value::Text(level), Value::Text(code), Value::Text(name), ..] = row.as_slice() else {
            continue;
        };
        if level == "wijk" && code != "unknown" {
            let one = names.entry(plain(name));
            one.and_modify(|code| *code = None)
                .or_insert_with(|| Some(code.to_string()));
        }
    }
    let alone = names.into_iter();
    alone
        .filter_map(|(name, code)| Some((name, code?)))
        .collect()
}

/// A name without `Wijk 12` before it, in small letters.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let after = name
        .strip_prefix("wijk ")
        .map(|rest| rest.trim_start_matches(|sign: char| sign.is_ascii_digit()));
    let after = after.map(|rest| rest.trim_start_matches([' ', ':']));
    after
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&name)
        .to_owned()
}

/// Households, and of any number of services people.
fn of_number((key, [households, clients]): (Key, Numbers)) -> Vec<(Key, Figure)> {
    let persons = (key.3 == "1+").then(|| (key.clone(), Figure::of("persons", clients)));
    let households = (key, Figure::of("households", households));
    [households].into_iter().chain(persons).collect()
}

fn of_type((key, [_, clients]): (Key, Numbers)) -> (Key, Figure) {
    (key, Figure::of("persons", clients))
}

/// A row of the table: ours with its roundings, and that of CBS.
fn row(
    (level, area, _, services): &Key,
    (ours, roundings): Shown,
    figure: &Figure,
    (reach, reasons): (u64, String),
) -> Vec<Value> {
    let ours = ours.map(|ours| ours as f64);
    let difference = ours
        .zip(figure.number)
        .map(|(ours, external)| ours - external);
    let allowed = (reach * roundings) as f64 + figure.off;
    let beyond = difference.map_or("", |difference| match difference {
        more if more > allowed => "more",
        less if less < -allowed => "less",
        _ => "same",
    });
    let number = |number: Option<f64>| number.map_or(Value::Empty, Value::number);
    let word = |text: &str| {
        if text.is_empty() {
            Value::Empty
        } else {
            Value::text(text)
        }
    };
    let keys = [level, area, services, figure.unit].map(word);
    let numbers = [ours, figure.number, difference].map(number);
    let rest = [word(beyond), word(&reasons)];
    keys.into_iter().chain(numbers).chain(rest).collect()
}

/// A number of ours, and how many roundings are in it.
type Shown = (Option<u64>, u64);

/// Our published numbers, by the texts that each row begins with.
struct Published<'a> {
    stacking: BTreeMap<[&'a str; 4], Shown>,
    domains: BTreeMap<[&'a str; 3], Shown>,
    services: BTreeMap<[&'a str; 1], Shown>,
    persons: Option<u64>,
}

impl<'a> Published<'a> {
    fn of(tables: &'a ReleaseTables) -> Self {
        Self {
            stacking: by_texts(tables, "stacking", 4),
            domains: by_texts(tables, "domain_by_area", 3),
            services: by_texts(tables, "services", 4),
            persons: tables.headline_count("persons_with_service"),
        }
    }

    /// What stands beside a number of CBS; nothing where no published number is of the same.
    fn beside(&self, (level, area, _, services): &Key, unit: &str) -> Option<Shown> {
        let level = level.as_str();
        match (services.split_once('='), level) {
            (Some(("domain", domain)), _) => self.domains.get(&[domain, level, area]).copied(),
            (Some((_, service)), "gemeente") => self.services.get(&[service]).copied(),
            (Some(_), _) => None,
            (None, "gemeente") if unit == "persons" => Some((self.persons, 1)),
            (None, _) if unit == "persons" => None,
            (None, _) => {
                let [dimension, of] = match level {
                    "gemeente" => ["all", "all"],
                    _ => [level, area],
                };
                let own = self.stacking.get(&["household", dimension, of, services]);
                Some(own.copied().unwrap_or((None, 1)))
            }
        }
    }
}

/// The numbers in a column of a table.
fn by_texts<'a, const N: usize>(
    tables: &'a ReleaseTables,
    table: &str,
    column: usize,
) -> BTreeMap<[&'a str; N], Shown> {
    let text = |cell: &'a Value| match cell {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let mut all = BTreeMap::new();
    for row in tables.rows(table) {
        let texts: Vec<&str> = row.iter().map_while(text).take(N).collect();
        let is_derived = row.iter().any(|cell| text(cell) == Some("derived"));
        let count = match row.get(column) {
            Some(Value::Count(count)) => Some(*count),
            _ => None,
        };
        if let Ok(texts) = texts.try_into() {
            let shown = (count, if is_derived { 2 } else { 1 });
            all.entry(texts).or_insert(shown);
        }
    }
    all
}

/// Why the numbers may differ besides rounding, in words of `docs/external.md`.
fn reasons(own: &OwnCounting, services: &str, figure: &Figure, is_provisional: bool) -> String {
    let [from, to] = own.period.map(Day::parts);
    let is_year = (from.1, from.2, to.1, to.2) == (1, 1, 12, 31);
    let is_number = !services.contains('=');
    let is_of_number = is_number && figure.unit == "households" && services != "1+";
    let is_outside = own.domains.iter().any(|domain| laws_of(domain).is_empty());
    let reasons = [
        ("services", is_number && is_outside),
        ("count", own.is_distinct && is_of_number),
        ("clients", figure.unit == "clients"),
        ("day", figure.is_of_day),
        ("moment", own.is_of_day && !figure.is_of_day),
        ("period", !is_year && !figure.is_of_day),
        ("missing", own.is_incomplete),
        ("provisional", is_provisional),
    ];
    let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
    reasons.map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}
