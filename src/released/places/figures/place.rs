//! Figures by code in, the table `figures` of the areas of a release out.

use std::collections::{BTreeMap, BTreeSet};

use super::file::FiguresFile;
use super::read::{FileFigures, note_remarks};
use super::record::FiguresRecord;
use super::survey::{SURVEY, beside};
use super::table::TABLE;
use crate::error::Result;
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::area_codes::AreaCodes;
use crate::released::places::finding::{FileFinding, Findings};

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

    /// The figures of the areas that the tables have, and how sure those of surveys are; and what is odd about the files.
    /// There is no table without files.
    #[must_use]
    pub fn placed(&self, tables: &ReleaseTables) -> (Vec<Table>, Vec<FileFinding>) {
        let areas = AreaCodes::of(tables);
        let (mut taken, mut found) = (Taken::default(), Vec::new());
        for file in &self.files {
            let mut findings = Findings::of(&file.shown);
            note_remarks(file, &mut findings);
            taken.add(file, &areas, &mut findings);
            found.extend(findings.into_list());
        }
        let surveys = rows(taken.surveys, &areas);
        let is_survey = self.files.iter().any(|file| file.is_survey);
        let survey = is_survey.then(|| SURVEY.with(surveys));
        let figures = rows(taken.figures, &areas);
        let figures = (!self.files.is_empty()).then(|| TABLE.with(figures));
        (figures.into_iter().chain(survey).collect(), found)
    }
}

/// Values by area and indicator.
type Values = BTreeMap<(usize, String), Vec<Value>>;

/// The figures that were taken.
#[derive(Default)]
struct Taken {
    figures: Values,
    /// What stands beside those of surveys.
    surveys: Values,
    /// The file of each indicator: one that several files have is of the first.
    files: BTreeMap<String, String>,
}

impl Taken {
    fn add(&mut self, file: &FileFigures, areas: &AreaCodes, findings: &mut Findings) {
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
            let figures = row.figures.iter();
            for (place, number) in figures.filter(|(place, _)| file.is_figure(*place)) {
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
                    Value::text(&indicator.unit),
                    Value::Count(file.year.into()),
                    Value::text(&file.source),
                ];
                let key = (area, indicator.word.clone());
                if file.is_survey {
                    let beside = beside(file, row, *place, *number);
                    self.surveys.entry(key.clone()).or_insert(beside);
                }
                self.figures.entry(key).or_insert(values);
            }
        }
        if seen.is_empty() && !file.rows.is_empty() {
            findings.add("no row is of an area of this release");
        }
    }
}

fn rows(values: Values, areas: &AreaCodes) -> Vec<Vec<Value>> {
    let row = |((area, indicator), values): ((usize, String), Vec<Value>)| {
        let [level, code] = areas.list[area].clone();
        let keys = [level, code, indicator].map(Value::text);
        keys.into_iter().chain(values).collect()
    };
    values.into_iter().map(row).collect()
}
