//! Files with how often households have a service elsewhere in, table `norm` out: what use is expected to be by somebody else's
//! measure.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::columns::{Columns, Field};
use super::finding::{FileFinding, Findings};
use super::number::Read;
use super::sheet::Sheet;
use crate::error::{Code, Error, Result};
use crate::released::calculate::uncounted::{UncountedTable, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};

pub(super) static TABLE: UncountedTable = UncountedTable {
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

/// By what households are told apart, in the order of table `population`, and how columns of it are named.
const DIMENSIONS: [Field; 3] = [
    (
        "age_band",
        &["ageband", "age", "leeftijd", "leeftijdsgroep"],
    ),
    (
        "household_type",
        &["householdtype", "type", "huishoudtype", "samenstelling"],
    ),
    (
        "household_size",
        &[
            "householdsize",
            "size",
            "grootte",
            "huishoudgrootte",
            "personen",
        ],
    ),
];

/// The columns with rates, and of how many households each counts.
const RATES: [(Field, f64); 3] = [
    (("rate", &["rate", "share", "aandeel"]), 1.0),
    (("percent", &["percent", "percentage", "procent"]), 100.0),
    (
        ("per_1000", &["per1000", "per1000huishoudens", "promille"]),
        1000.0,
    ),
];

/// The column with what households have.
const WHAT: Field = (
    "what",
    &[
        "what",
        "wat",
        "service",
        "dienst",
        "voorziening",
        "domain",
        "domein",
    ],
);

/// In a column, and in the table: households of every level.
const ALL: &str = "all";

/// The level of households of which it is not known.
const UNKNOWN: &str = "unknown";

/// A file with rates, as the agreement names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NormFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// Whose norm it is.
    pub source: String,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// The services and domains of the agreement, by the names that the file may use, each as table `expected` calls it.
    pub things: BTreeMap<String, String>,
}

/// A file with rates, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NormRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// Whose norm it is.
    pub source: String,
    /// Under which terms it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// Age band, type and size; [`ALL`] where they do not matter.
type Stratum = [String; 3];

/// The rates of a thing.
type Rates = BTreeMap<Stratum, f64>;

/// A row that can be used.
struct Row {
    line: usize,
    what: String,
    stratum: Stratum,
    rate: f64,
}

/// What was read of all files with rates.
#[derive(Default)]
pub struct Norms {
    files: Vec<(Vec<Row>, Findings)>,
    records: Vec<NormRecord>,
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
            all.files.push((rows, findings));
            all.records.push(record);
        }
        Ok(all)
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> &[NormRecord] {
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
        for ((rows, mut findings), record) in self.files.into_iter().zip(self.records) {
            if strata.is_empty() {
                findings.add("no norm is used: households by age, type and size are not published");
            } else {
                for (what, rates) in by_what(rows, &strata, &mut findings) {
                    let problem = if norms.contains_key(&what) {
                        Some("it was there before, and its first file counts".to_owned())
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
                let mut row = vec![Value::Text(what.clone())];
                row.extend(stratum.map(Value::Text));
                row.extend([Value::number(rate), Value::Text(source.clone())]);
                row
            })
        });
        (Some(TABLE.with(rows.collect())), found)
    }
}

/// Reads the rows of a file.
fn read(file: &NormFile) -> Result<(Vec<Row>, NormRecord, Findings)> {
    let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
    let of_rates = RATES.map(|(field, _)| field);
    let fields = [&[WHAT], &DIMENSIONS[..], &of_rates].concat();
    let found = sheets.iter().find_map(|sheet| {
        let columns = Columns::of(sheet, &fields, &BTreeMap::new())?;
        let ((rate, _), of) = RATES.into_iter().find(|((rate, _), _)| columns.has(rate))?;
        let is_known = DIMENSIONS.iter().any(|(field, _)| columns.has(field));
        (columns.has("what") && is_known).then_some((sheet, columns, rate, of))
    });
    let (sheet, columns, rate, of) = found.ok_or_else(|| {
        let what = "lacks a column with what households have, with who they are, or with a rate";
        Error::at(Code::FiguresUnreadable, &file.path, what).hint(
            "the first rows name the columns: what; age_band, household_type or household_size; and rate, percent or per_1000",
        )
    })?;
    let mut findings = Findings::of(&file.shown);
    let mut rows = Vec::new();
    sheet.for_each(|line, cells| {
        if line <= columns.header || cells.iter().all(|cell| cell.is_empty()) {
            return true;
        }
        let name = columns.text(cells, "what");
        match (file.things.get(&name), columns.number(cells, rate)) {
            (None, _) => findings.add_at(
                line,
                format!("`{name}` is no service and no domain of the agreement"),
            ),
            (Some(what), Read::Number(number)) if (0.0..=of).contains(&number) => rows.push(Row {
                line,
                what: what.clone(),
                stratum: DIMENSIONS.map(|(field, _)| columns.text(cells, field)),
                rate: number / of,
            }),
            _ => findings.add_at(
                line,
                format!("a number from 0 to {of} belongs in column `{rate}`"),
            ),
        }
        true
    });
    let record = NormRecord {
        file: digest.to_string(),
        source: file.source.clone(),
        licence: file.licence.clone(),
    };
    Ok((rows, record, findings))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The population of a town: couples and singles, young and old, and one of whom the age is not known.
    fn tables() -> ReleaseTables {
        let row = |labels: &str, households: u64| {
            let crossing = "age_band/household_type/household_size".to_owned();
            vec![
                Value::Text("gemeente".into()),
                Value::Text("all".into()),
                Value::Text(crossing),
                Value::Text(labels.into()),
                Value::Count(households),
                Value::Text("rounded".into()),
            ]
        };
        let names = [
            "level",
            "area",
            "dimension",
            "value",
            "households",
            "status",
        ];
        ReleaseTables {
            tables: vec![Table {
                name: "population",
                columns: names.map(text).to_vec(),
                rows: vec![
                    row("0-64/single/1", 500),
                    row("0-64/couple/2", 400),
                    row("65+/single/1", 300),
                    row("65+/couple/2", 200),
                    row("65+/couple/1", 0),
                    row("unknown/single/1", 10),
                ],
            }],
            is_internal: false,
        }
    }

    /// The rows of the table, and what is odd; of files with these texts.
    fn placed(files: &[&str]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = |(place, text): (usize, &&str)| {
            let path = folder.path().join(format!("{place}.csv"));
            std::fs::write(&path, text).unwrap();
            let things = [("help", "service=help"), ("Care", "domain=Care")];
            NormFile {
                path,
                shown: "norm.csv".into(),
                source: format!("region {place}"),
                licence: None,
                things: BTreeMap::from(things.map(|(name, own)| (name.into(), own.into()))),
            }
        };
        let files: Vec<NormFile> = files.iter().enumerate().map(file).collect();
        let (table, found) = Norms::read(&files).unwrap().placed(&tables());
        let cell = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        let line = |row: &Vec<Value>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
        let rows = table.unwrap().rows.iter().map(line).collect();
        (rows, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rates_are_read_by_one_column_or_more_and_of_any_number_of_households() {
        let by_age = "Wat;Leeftijd;per 1000\nhelp;65+;120\nhelp;0–64;7,5\n";
        let by_both = "what,household type,age band,rate\nCare,single,0-64,0.1\nCare,single,65+,0.2\n\
                       Care,couple,0-64,0\nCare,couple,65+,1\n";
        let (rows, found) = placed(&[by_age, by_both]);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            rows,
            [
                "domain=Care 0-64 couple all 0 region 1",
                "domain=Care 0-64 single all 0.1 region 1",
                "domain=Care 65+ couple all 1 region 1",
                "domain=Care 65+ single all 0.2 region 1",
                "service=help 0-64 all all 0.0075 region 0",
                "service=help 65+ all all 0.12 region 0",
            ]
        );
    }

    #[test]
    fn a_norm_without_some_households_is_not_used_and_the_rest_goes_on() {
        let (rows, found) =
            placed(&["wat;leeftijd;procent\nhelp;65+;12\nCare;65+;1\nCare;0-64;2\n"]);
        assert_eq!(rows.len(), 2);
        assert_eq!(
            found,
            ["norm.csv: `service=help` is not used: no rate for households 0-64"]
        );
    }

    #[test]
    fn what_is_odd_is_said_with_its_line() {
        let file = "wat;leeftijd;aandeel\nhelp;0-64;0,1\nhelp;65+;1,2\nhelp;65+;0,2\nhelp;65+;0,3\n\
                    yoga;65+;0,2\nhelp;65-74;0,2\nhelp;;0,1\n";
        let (rows, found) = placed(&[file, "wat;leeftijd;rate\nhelp;0-64;.1\nhelp;65+;.2\n"]);
        assert_eq!(
            found,
            [
                "norm.csv:3: a number from 0 to 1 belongs in column `rate`",
                "norm.csv:6: `yoga` is no service and no domain of the agreement",
                "norm.csv:5: these households were there before: their first rate counts",
                "norm.csv:7: `65-74` is no age band, type or size of this release",
                "norm.csv: `service=help` is not used: all its rows must fill in the same columns of age, type and size",
            ]
        );
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.ends_with("region 1")), "{rows:?}");
    }

    #[test]
    fn of_two_files_the_first_counts() {
        let file = "wat;leeftijd;rate\nhelp;0-64;.1\nhelp;65+;.2\n";
        let (rows, found) = placed(&[file, file]);
        assert!(rows.iter().all(|row| row.ends_with("region 0")), "{rows:?}");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_file_without_who_or_rate_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("norm.csv");
        for text in ["wat;rate\nhelp;0,1\n", "wat;leeftijd\nhelp;65+\n"] {
            std::fs::write(&path, text).unwrap();
            let file = NormFile {
                path: path.clone(),
                shown: "norm.csv".into(),
                source: "region".into(),
                licence: None,
                things: BTreeMap::new(),
            };
            assert!(Norms::read(&[file]).is_err(), "{text}");
        }
    }
}
