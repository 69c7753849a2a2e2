//! Files with figures in, their numbers by code out.

use std::collections::BTreeMap;

use super::columns::{Columns, Figures as Where, columns, own_indicator};
use super::file::{FiguresFile, Layout, invalid};
use super::indicator::{Headers, Indicator};
use super::parts::{Part, part};
use super::record::FiguresRecord;
use crate::error::{Code, Result};
use crate::released::places::finding::Findings;
use crate::released::places::number::{Decimals, Read};
use crate::released::places::sheet::{Cell, Sheet};
use crate::vocabulary::is_visible;

/// The figures of a file, and where they come from.
pub(in crate::released::places) struct FileFigures {
    pub(super) shown: String,
    pub(super) source: String,
    pub(super) year: u16,
    pub(in crate::released::places) indicators: Vec<Indicator>,
    /// The names of their columns.
    headers: Vec<String>,
    pub(in crate::released::places) rows: Vec<Row>,
    pub(super) is_survey: bool,
    /// What holds for the whole file.
    pub(super) remarks: Vec<String>,
}

/// A row of a file.
pub(in crate::released::places) struct Row {
    pub(in crate::released::places) line: usize,
    pub(in crate::released::places) code: String,
    /// Per figure the place of its indicator, and its number; `None` for a text where a number belongs.
    pub(in crate::released::places) figures: Vec<(usize, Option<f64>)>,
}

impl FileFigures {
    /// Reads a file, and what `run.json` says of it.
    ///
    /// # Errors
    /// When it cannot be read, or nothing in it is a code or a figure.
    pub(in crate::released::places) fn read(file: &FiguresFile) -> Result<(Self, FiguresRecord)> {
        let (sheets, digest) = Sheet::all_of(&file.path, Code::FiguresUnreadable)?;
        let found = sheets
            .iter()
            .find_map(|sheet| Some((sheet, columns(sheet, file)?)));
        let (sheet, columns) = found.ok_or_else(|| {
            let hint = "the first rows name the columns: one with the codes of areas (`gwb_code`, `WijkenEnBuurten`, \
                        `code`), the others with figures; layout = \"plain\" takes any names";
            invalid(&file.path, "has no column with codes of areas, or none with figures that are known").hint(hint)
        })?;
        let mut read = Self {
            shown: file.shown.clone(),
            source: file.source.clone(),
            year: file.year,
            indicators: Vec::new(),
            headers: Vec::new(),
            rows: Vec::new(),
            is_survey: file.layout == Layout::Survey,
            remarks: Vec::new(),
        };
        for absent in &columns.absent {
            read.remarks.push(format!("there is no column `{absent}`"));
        }
        read.read_rows(sheet, &columns, file);
        let record = FiguresRecord {
            file: digest.to_string(),
            source: file.source.clone(),
            year: file.year,
            licence: file.licence.clone(),
            indicators: (read.indicators.iter().enumerate())
                .filter(|(place, _)| read.is_figure(*place))
                .map(|(_, one)| (one.word.clone(), one.unit.clone()))
                .collect(),
            survey: read.is_survey,
        };
        Ok((read, record))
    }

    /// Name and header of an indicator.
    pub(super) fn header(&self, indicator: usize) -> &str {
        &self.headers[indicator]
    }

    /// Whether an indicator is a figure, and not what stands beside one of a survey.
    pub(super) fn is_figure(&self, indicator: usize) -> bool {
        !self.is_survey || part(&self.indicators[indicator].word) == Part::Question
    }

    fn read_rows(&mut self, sheet: &Sheet, columns: &Columns, file: &FiguresFile) {
        let mut decimals = Decimals::default();
        sheet.for_each(|line, cells| {
            if line > columns.header {
                let texts = cells.iter().filter_map(|cell| cell.text());
                texts.for_each(|text| decimals.learn(text, sheet.has_commas_between_cells()));
            }
            true
        });
        let mut long = Long::of(file);
        if let Where::Wide(wide) = &columns.figures {
            for (_, header, indicator) in wide {
                self.headers.push(header.trim().to_owned());
                self.indicators.push(indicator.clone());
            }
        }
        let (mut others, mut places) = (0, BTreeMap::new());
        sheet.for_each(|line, cells| {
            let code = cells.get(columns.code).and_then(|cell| code_of(*cell));
            let Some(code) = code.filter(|_| line > columns.header) else {
                return true;
            };
            if columns
                .year
                .and_then(|place| year_of(*cells.get(place)?))
                .is_some_and(|year| year != file.year)
            {
                others += 1;
                return true;
            }
            let figures = self.figures_of(cells, columns, decimals, &mut long);
            // A long table has a row per indicator, of each area together or apart.
            let is_long = matches!(columns.figures, Where::Long(..));
            let known = places.get(&code).copied().filter(|_| is_long);
            if let Some(row) = known.and_then(|place: usize| self.rows.get_mut(place)) {
                row.figures.extend(figures);
            } else {
                places.insert(code.clone(), self.rows.len());
                self.rows.push(Row {
                    line,
                    code,
                    figures,
                });
            }
            true
        });
        if others > 0 && self.rows.is_empty() {
            self.remarks.push(format!("no row is of {}", file.year));
        }
    }

    /// The figures of a row.
    fn figures_of(
        &mut self,
        cells: &[Cell<'_>],
        columns: &Columns,
        decimals: Decimals,
        long: &mut Long<'_>,
    ) -> Vec<(usize, Option<f64>)> {
        match &columns.figures {
            Where::Wide(wide) => {
                let cell = |(indicator, (place, ..)): (usize, &(usize, String, Indicator))| {
                    figure(indicator, *cells.get(*place)?, decimals)
                };
                wide.iter().enumerate().filter_map(cell).collect()
            }
            Where::Long(subject, value, beside) => {
                let Some(subject) = cells.get(*subject).and_then(|cell| cell.text()) else {
                    return Vec::new();
                };
                let (name, _) = subject.rsplit_once('(').unwrap_or((subject, ""));
                let beside = beside.iter();
                let beside = beside.map(|(place, of)| (*place, format!("{} {of}", name.trim())));
                let all = std::iter::once((*value, subject.to_owned())).chain(beside);
                let figure = |(place, subject): (usize, String)| {
                    let indicator = long.place(&subject, self)?;
                    figure(indicator, *cells.get(place)?, decimals)
                };
                all.filter_map(figure).collect()
            }
        }
    }
}

/// The indicators of a long table, as they are met.
struct Long<'a> {
    file: &'a FiguresFile,
    places: BTreeMap<String, Option<usize>>,
}

impl<'a> Long<'a> {
    fn of(file: &'a FiguresFile) -> Self {
        let places = BTreeMap::new();
        Self { file, places }
    }

    fn place(&mut self, subject: &str, read: &mut FileFigures) -> Option<usize> {
        if let Some(place) = self.places.get(subject) {
            return *place;
        }
        let place = self.indicator(subject).map(|indicator| {
            let known = read
                .indicators
                .iter()
                .position(|one| one.word == indicator.word);
            known.unwrap_or_else(|| {
                read.indicators.push(indicator);
                read.headers.push(subject.to_owned());
                read.indicators.len() - 1
            })
        });
        self.places.insert(subject.to_owned(), place);
        place
    }

    fn indicator(&self, subject: &str) -> Option<Indicator> {
        if !self.file.chosen.is_empty() {
            let chosen = self.file.chosen.iter().find(|one| one.column == subject)?;
            return Some(Indicator::new(&chosen.name, &chosen.unit));
        }
        if !self.file.layout.has_own_names() {
            return Headers::default().indicator(subject);
        }
        own_indicator(subject)
    }
}

/// The code of a row; `None` where there is none, as in the notes below a table.
fn code_of(cell: Cell<'_>) -> Option<String> {
    let code = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
    };
    let is_fit = !code.is_empty() && code.chars().count() <= 60 && code.chars().all(is_visible);
    is_fit.then_some(code)
}

/// `2026`, `2026JJ00`.
fn year_of(cell: Cell<'_>) -> Option<u16> {
    match cell {
        Cell::Text(text) => text.trim().get(..4)?.parse().ok(),
        Cell::Number(number) => number.to_string().parse().ok(),
    }
}

/// The number of a cell, with its indicator; nothing for the signs that stand for none.
fn figure(indicator: usize, cell: Cell<'_>, decimals: Decimals) -> Option<(usize, Option<f64>)> {
    let read = match cell {
        Cell::Text(text) => decimals.read(text),
        Cell::Number(number) => Decimals::number(number),
    };
    match read {
        Read::Number(number) => Some((indicator, Some(number))),
        Read::Nothing => None,
        Read::Text => Some((indicator, None)),
    }
}

/// Notes the remarks of a file.
pub(in crate::released::places) fn note_remarks(file: &FileFigures, findings: &mut Findings) {
    for remark in &file.remarks {
        findings.add(remark.as_str());
    }
}
