//! Rows of rates in, table `norm` out: of what there is a rate of for all households of the town.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::read::{DIMENSIONS, NormFile, Row, read};
use crate::error::Result;
use crate::released::calculate::uncounted::{UncountedTable, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::finding::{FileFinding, Findings};
use crate::released::places::sourced::SourcedRecord;

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "norm",
    row: "households of an age, type and size, and what they have",
    columns: &[
        text("what"),
        text("age_band"),
        text("household_type"),
        text("household_size"),
        number("rate"),
        text("source"),
    ],
    keys: 4,
    rests_on: &["population"],
};

/// In a column, and in the table: households of every level.
const ALL: &str = "all";

/// Rates are published with six decimals.
const SMALLEST: f64 = 0.000_000_5;

/// The level of households of which it is not known.
const UNKNOWN: &str = "unknown";

/// Age band, type and size; [`ALL`] where they do not matter.
type Stratum = [String; 3];

/// The rates of a thing.
type Rates = BTreeMap<Stratum, f64>;

/// What was read of all files with rates.
#[derive(Default)]
pub struct Norms {
    files: Vec<(Vec<Row>, BTreeSet<String>, Findings)>,
    records: Vec<SourcedRecord>,
}

impl Norms {
    /// Reads the files of an agreement.
    ///
    /// # Errors
    /// When a file cannot be read, or has no column with what households have, with who they are, or with a rate.
    pub fn read(files: &[NormFile]) -> Result<Self> {
        let mut all = Self::default();
        for file in files {
            let (rows, record, findings) = read(file)?;
            all.files.push((rows, file.partial.clone(), findings));
            all.records.push(record);
        }
        Ok(all)
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> &[SourcedRecord] {
        &self.records
    }

    /// The rates of what a file has for all households of the town, and what is odd about the files. There is no table without
    /// files.
    #[must_use]
    pub fn placed(self, tables: &ReleaseTables) -> (Option<Table>, Vec<FileFinding>) {
        if self.files.is_empty() {
            return (None, Vec::new());
        }
        let strata = strata(tables);
        let mut found = Vec::new();
        let mut norms: BTreeMap<String, (Rates, String)> = BTreeMap::new();
        for ((rows, partial, mut findings), record) in self.files.into_iter().zip(self.records) {
            if strata.is_empty() {
                findings.add("no norm is used: households by age, type and size are not published");
            } else {
                for (what, rates) in by_what(rows, &strata, &mut findings) {
                    let problem = if norms.contains_key(&what) {
                        Some("it was there before, and its first file counts".to_owned())
                    } else if partial.contains(&what) {
                        Some("whoever brings it is missing, so that it would seem low".to_owned())
                    } else if rates.values().all(|rate| *rate < SMALLEST) {
                        Some("all its rates are 0".to_owned())
                    } else {
                        lack(&rates, &strata)
                    };
                    match problem {
                        Some(why) => findings.add(format!("`{what}` is not used: {why}")),
                        None => {
                            norms.insert(what, (rates, record.source.clone()));
                        }
                    }
                }
            }
            found.extend(findings.into_list());
        }
        let rows = norms.into_iter().flat_map(|(what, (rates, source))| {
            rates.into_iter().map(move |(stratum, rate)| {
                let mut row = vec![Value::text(&what)];
                row.extend(stratum.map(Value::text));
                row.extend([Value::number(rate), Value::text(&source)]);
                row
            })
        });
        (Some(TABLE.with(rows.collect())), found)
    }
}

/// The ages, types and sizes of the town together, as table `population` has them, and how many households each has.
fn strata(tables: &ReleaseTables) -> BTreeMap<Stratum, u64> {
    let crossing = DIMENSIONS.map(|(dimension, _)| dimension).join("/");
    let rows = tables.rows("population").iter();
    let stratum = |row: &Vec<Value>| match row.as_slice() {
        [
            Value::Text(level),
            _,
            Value::Text(dimension),
            Value::Text(labels),
            count,
            ..,
        ] if level == "gemeente" && *dimension == crossing => {
            let labels: Vec<String> = labels.split('/').map(str::to_owned).collect();
            let count = match count {
                Value::Count(count) => *count,
                _ => 0,
            };
            Some((labels.try_into().ok()?, count))
        }
        _ => None,
    };
    rows.filter_map(stratum).collect()
}

/// The rates of each thing, of households as table `population` calls them.
fn by_what(
    rows: Vec<Row>,
    strata: &BTreeMap<Stratum, u64>,
    findings: &mut Findings,
) -> BTreeMap<String, Rates> {
    let mut labels: [BTreeMap<String, &str>; 3] = Default::default();
    for stratum in strata.keys() {
        for (labels, label) in labels.iter_mut().zip(stratum) {
            labels.insert(stem_of(label), label);
        }
    }
    let mut all: BTreeMap<String, Rates> = BTreeMap::new();
    for row in rows {
        let mut stratum = [ALL; 3].map(str::to_owned);
        let mut strange = None;
        for ((own, labels), label) in stratum.iter_mut().zip(&labels).zip(&row.stratum) {
            match labels.get(&stem_of(label)) {
                Some(label) => (*label).clone_into(own),
                None if label.is_empty() || label == ALL => {}
                None => strange = Some(label),
            }
        }
        if let Some(label) = strange {
            let what = format!("`{label}` is no age band, type or size of this release");
            findings.add_at(row.line, what);
            continue;
        }
        let rates = all.entry(row.what).or_default();
        match rates.entry(stratum) {
            Entry::Vacant(free) => {
                free.insert(row.rate);
            }
            Entry::Occupied(_) => {
                let what = "these households were there before: their first rate counts";
                findings.add_at(row.line, what);
            }
        }
    }
    all
}

/// A label without what may differ in writing: `65-74` is not `6574`, and `75+` not `75`.
fn stem_of(label: &str) -> String {
    let is_kept = |sign: &char| sign.is_alphanumeric() || "+-".contains(*sign);
    label
        .to_lowercase()
        .replace('–', "-")
        .chars()
        .filter(is_kept)
        .collect()
}

/// What rates lack to say something of every household of the town.
fn lack(rates: &Rates, strata: &BTreeMap<Stratum, u64>) -> Option<String> {
    let used = |stratum: &Stratum| [0, 1, 2].map(|place| stratum[place] != ALL);
    let shapes: BTreeSet<[bool; 3]> = rates.keys().map(used).collect();
    let [shape] = Vec::from_iter(shapes)[..] else {
        return Some("all its rows must fill in the same columns of age, type and size".into());
    };
    let there = strata.iter().filter(|(_, households)| **households > 0);
    let asked = there.map(|(stratum, _)| {
        let mut asked = stratum.clone();
        for (label, is_used) in asked.iter_mut().zip(shape) {
            if !is_used {
                ALL.clone_into(label);
            }
        }
        asked
    });
    // Of whom it is not known, nobody publishes a rate.
    let mut asked = asked.filter(|asked| asked.iter().all(|label| label != UNKNOWN));
    let missing = asked.find(|asked| !rates.contains_key(asked))?;
    let named = missing.into_iter().filter(|label| label != ALL);
    let named: Vec<String> = named.collect();
    Some(format!("no rate for households {}", named.join(", ")))
}
