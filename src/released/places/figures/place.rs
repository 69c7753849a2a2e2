//! Figures by code in, the table `figures` of the areas of a release out.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::is_whole_code;
use super::file::FiguresFile;
use super::read::{FileFigures, note_remarks};
use super::record::FiguresRecord;
use super::table::TABLE;
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::finding::{FileFinding, Findings};
use crate::vocabulary::{gemeente, is_cbs_code};

/// What was read of all files with figures.
#[derive(Default)]
pub struct Figures {
    files: Vec<FileFigures>,
    records: Vec<FiguresRecord>,
}

impl Figures {
    /// Reads the files of an agreement.
    ///
    /// # Errors
    /// When a file cannot be read, or nothing in it is a code or a figure.
    pub fn read(files: &[FiguresFile]) -> Result<Self> {
        let mut all = Self::default();
        for file in files {
            let (figures, record) = FileFigures::read(file)?;
            all.files.push(figures);
            all.records.push(record);
        }
        Ok(all)
    }

    /// What `run.json` says of the files.
    #[must_use]
    pub fn records(&self) -> &[FiguresRecord] {
        &self.records
    }

    /// The figures of the areas that the tables have; and what is odd about the files. There is no table without files.
    #[must_use]
    pub fn placed(&self, tables: &ReleaseTables) -> (Option<Table>, Vec<FileFinding>) {
        let areas = Areas::of(tables);
        let (mut taken, mut found) = (Taken::default(), Vec::new());
        for file in &self.files {
            let mut findings = Findings::of(&file.shown);
            note_remarks(file, &mut findings);
            taken.add(file, &areas, &mut findings);
            found.extend(findings.into_list());
        }
        let table = (!self.files.is_empty()).then(|| TABLE.with(taken.rows(&areas)));
        (table, found)
    }
}

/// The areas of a release.
struct Areas {
    /// Level and code, in the order of the table.
    list: Vec<[String; 2]>,
    by_code: BTreeMap<String, usize>,
    gemeenten: BTreeSet<String>,
}

impl Areas {
    fn of(tables: &ReleaseTables) -> Self {
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let rows = tables.rows("areas").iter();
        let list: Vec<[String; 2]> = rows
            .map(|row| [text(row.first()), text(row.get(1))])
            .collect();
        let mut by_code: BTreeMap<String, usize> = (0..)
            .zip(&list)
            .map(|(place, [_, code])| (code.clone(), place))
            .collect();
        let numbers = list.iter().map(|[_, code]| gemeente(code));
        let gemeenten: BTreeSet<String> = numbers
            .filter(|number| !number.is_empty())
            .map(str::to_owned)
            .collect();
        let whole = list.iter().position(|[level, _]| level == "gemeente");
        // The row of the whole town has no code; of several gemeenten none is the whole.
        if let (Some(whole), [number]) = (whole, Vec::from_iter(&gemeenten).as_slice()) {
            by_code.insert(format!("GM{number}"), whole);
        }
        Self {
            list,
            by_code,
            gemeenten,
        }
    }

    /// The area of a code, with or without the letters of CBS.
    fn find(&self, code: &str) -> Option<usize> {
        let lettered = || with_letters(code).and_then(|code| self.by_code.get(&code));
        self.by_code.get(code).or_else(lettered).copied()
    }

    /// Whether a code is of another gemeente, or of the country.
    fn is_elsewhere(&self, code: &str) -> bool {
        let own = with_letters(code);
        let whole = own.as_deref().unwrap_or(code);
        let is_country = whole.len() <= 4 && whole.starts_with("NL") || whole == "Nederland";
        let digits = whole.get(2..6).filter(|_| is_whole_code(whole));
        is_country || digits.is_some_and(|digits| !self.gemeenten.contains(digits))
    }
}

/// `04790101` is a buurt.
fn with_letters(code: &str) -> Option<String> {
    let levels = [("BU", 8), ("WK", 6), ("GM", 4)];
    let level = levels
        .into_iter()
        .find(|(_, length)| is_cbs_code(code, *length));
    level.map(|(letters, _)| format!("{letters}{code}"))
}

/// The figures that were taken, by area and indicator.
#[derive(Default)]
struct Taken {
    figures: BTreeMap<(usize, String), Vec<Value>>,
    /// The file of each indicator: one that several files have is of the first.
    files: BTreeMap<String, String>,
}

impl Taken {
    fn add(&mut self, file: &FileFigures, areas: &Areas, findings: &mut Findings) {
        let (mut seen, mut repeated) = (BTreeSet::new(), BTreeSet::new());
        let mut added: BTreeSet<&str> = BTreeSet::new();
        for row in &file.rows {
            let Some(area) = areas.find(&row.code) else {
                if !areas.is_elsewhere(&row.code) {
                    findings.add_at(row.line, format!("{} is no area of this release", row.code));
                }
                continue;
            };
            if !seen.insert(area) {
                findings.add_at(
                    row.line,
                    format!("{} was there before: its first figures count", row.code),
                );
                continue;
            }
            for (place, number) in &row.figures {
                let indicator = &file.indicators[*place];
                let Some(number) = number else {
                    let header = file.header(*place);
                    findings.add_at(
                        row.line,
                        format!("{}: a number belongs in column `{header}`", row.code),
                    );
                    continue;
                };
                match self.files.get(&indicator.word) {
                    Some(first) if !added.contains(indicator.word.as_str()) => {
                        if repeated.insert(&indicator.word) {
                            findings.add(format!(
                                "`{}` is in {first} too, which is used",
                                indicator.word
                            ));
                        }
                        continue;
                    }
                    Some(_) => {}
                    None => {
                        self.files
                            .insert(indicator.word.clone(), file.shown.clone());
                        added.insert(&indicator.word);
                    }
                }
                let values = vec![
                    Value::number(*number),
                    Value::Text(indicator.unit.clone()),
                    Value::Count(file.year.into()),
                    Value::Text(file.source.clone()),
                ];
                self.figures
                    .entry((area, indicator.word.clone()))
                    .or_insert(values);
            }
        }
        if seen.is_empty() && !file.rows.is_empty() {
            findings.add("no row is of an area of this release");
        }
    }

    fn rows(self, areas: &Areas) -> Vec<Vec<Value>> {
        let row = |((area, indicator), values): ((usize, String), Vec<Value>)| {
            let [level, code] = areas.list[area].clone();
            let keys = [level, code, indicator].map(Value::Text);
            keys.into_iter().chain(values).collect()
        };
        self.figures.into_iter().map(row).collect()
    }
}
