//! Rows of CBS in, table `external` out: both numbers, how far they are apart, and whether that is beyond both roundings.

use std::collections::{BTreeMap, BTreeSet};

use super::laws::{COMBINATIONS, Key, Numbers, by_domain, laws_of};
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

/// CBS rounds to multiples of 5, so a number is off by no more.
const OFF: f64 = 2.5;

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
            let (rows, record, findings) = read(file)?;
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
        let mut all: BTreeMap<Key, Vec<Vec<Value>>> = BTreeMap::new();
        for (file, rows, mut findings, is_provisional) in self.files {
            let years = own.period.map(|day| day.parts().0);
            let year = i16::try_from(file.year).unwrap_or_default();
            if years == [year; 2] {
                let mut read = by_area(&file, rows, tables, &mut findings);
                if file.layout == Layout::Laws {
                    read = by_domain(&read, own.domains, &mut findings);
                }
                for (key, numbers) in read {
                    let lines = lines(&key, numbers, &published, own, is_provisional);
                    all.entry(key).or_insert(lines);
                }
            } else {
                findings.add(format!(
                    "is of {year}, and the release counts {} to {}: it is not compared",
                    own.period[0], own.period[1]
                ));
            }
            found.extend(findings.into_list());
        }
        (
            Some(TABLE.with(all.into_values().flatten().collect())),
            found,
        )
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
        let own = if is_whole_code(area) {
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
                .or_insert_with(|| Some(code.clone()));
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

/// The rows of an area and services: households, of the town with any service people, and of one service only these.
fn lines(
    (level, area, _, services): &Key,
    [households, clients]: Numbers,
    published: &Published,
    own: &OwnCounting,
    is_provisional: bool,
) -> Vec<Vec<Value>> {
    let is_any = services == "1+";
    let (domain, service) = (
        services.strip_prefix("domain="),
        services.strip_prefix("service="),
    );
    let is_number = domain.is_none() && service.is_none();
    let off = if domain.is_some() {
        COMBINATIONS as f64 * OFF
    } else {
        OFF
    };
    let line = |unit: &str, (ours, reach): (Option<u64>, u64), external: Option<f64>| {
        let ours = ours.map(|ours| ours as f64);
        let difference = ours.zip(external).map(|(ours, external)| ours - external);
        let allowed = (own.reach * reach) as f64 + off;
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
                Value::Text(text.to_owned())
            }
        };
        let is_of_number = is_number && unit == "households" && !is_any;
        let reasons = reasons(own, [is_number, is_of_number], is_provisional);
        let keys = [level, area, services, unit].map(word);
        let numbers = [ours, external, difference].map(number);
        let rest = [word(beyond), word(&reasons)];
        keys.into_iter().chain(numbers).chain(rest).collect()
    };
    if let Some(domain) = domain {
        let ours = published.domains.get(&[domain, level.as_str(), area]);
        let line = ours.map(|ours| line("households", *ours, households));
        return line.into_iter().collect();
    }
    if let Some(service) = service {
        let ours = published.services.get(&[service]);
        let ours = ours.filter(|_| level == "gemeente");
        let line = ours.map(|ours| line("persons", *ours, clients));
        return line.into_iter().collect();
    }
    let keys = match level.as_str() {
        "gemeente" => ["household", "all", "all", services],
        _ => ["household", level, area, services],
    };
    let ours = published.stacking.get(&keys).copied();
    let mut lines = vec![line("households", ours.unwrap_or((None, 1)), households)];
    if level == "gemeente" && is_any {
        lines.push(line("persons", (published.persons, 1), clients));
    }
    lines
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
fn reasons(
    own: &OwnCounting,
    [is_number, is_of_number]: [bool; 2],
    is_provisional: bool,
) -> String {
    let [from, to] = own.period.map(Day::parts);
    let is_year = (from.1, from.2, to.1, to.2) == (1, 1, 12, 31);
    let reasons = [
        (
            "services",
            is_number && own.domains.iter().any(|domain| laws_of(domain).is_empty()),
        ),
        ("count", own.is_distinct && is_of_number),
        ("moment", own.is_of_day),
        ("period", !is_year),
        ("missing", own.is_incomplete),
        ("provisional", is_provisional),
    ];
    let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
    reasons.map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}
