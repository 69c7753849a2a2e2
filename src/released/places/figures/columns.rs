//! Which columns of a table hold codes, indicators and years.

use std::collections::BTreeSet;

use super::catalogue::NUMBER;
use super::file::{FiguresFile, Layout};
use super::indicator::{Headers, Indicator};
use super::parts::{Part, is_beside};
use crate::released::places::area_codes::is_whole_code;
use crate::released::places::number::{Decimals, Read};
use crate::released::places::sheet::{Cell, Sheet, stem};
use crate::vocabulary::is_visible;

/// The names of a column with codes of areas, without the years behind them.
const CODES: [&str; 18] = [
    "gwbcode",
    "wijkenenbuurten",
    "codering",
    "regios",
    "regio",
    "regiocode",
    "bucode",
    "buurtcode",
    "wkcode",
    "wijkcode",
    "gmcode",
    "gemeentecode",
    "gebiedscode",
    "gebied",
    "statcode",
    "code",
    "area",
    "areacode",
];
/// The names of a column with years.
const YEARS: [&str; 5] = ["perioden", "periode", "jaar", "year", "period"];
/// The names of the columns of a long table: what a row is about, and its value.
const SUBJECTS: [&str; 6] = [
    "indicator",
    "onderwerp",
    "measure",
    "variabele",
    "vraag",
    "question",
];
const VALUES: [&str; 2] = ["waarde", "value"];

/// The header is among so many first rows, below titles.
const FIRST_ROWS: usize = 30;
/// So many rows show which column has the codes.
const ROWS: usize = 2000;
/// The longest name of an indicator, in characters.
const LONGEST_NAME: usize = 100;

/// What a table holds where.
pub(super) struct Columns {
    /// The line of the header.
    pub(super) header: usize,
    pub(super) code: usize,
    pub(super) year: Option<usize>,
    pub(super) figures: Figures,
    /// The columns of the agreement that are not there.
    pub(super) absent: Vec<String>,
}

/// Where the figures are.
pub(super) enum Figures {
    /// A column per indicator: its place and its header.
    Wide(Vec<(usize, String, Indicator)>),
    /// A row per indicator: the columns of its name and its value, and of a survey those beside it, with their names.
    Long(usize, usize, Vec<(usize, String)>),
}

/// The columns of a table; `None` where no column has codes, or no other column a figure.
pub(super) fn columns(sheet: &Sheet, file: &FiguresFile) -> Option<Columns> {
    let (header, names) = header(sheet)?;
    let code = code_column(sheet, header, &names, file.layout.has_own_names())?;
    let stems: Vec<String> = names.iter().map(|name| without_year(&stem(name))).collect();
    let find = |known: &[&str]| {
        (0..stems.len()).find(|place| *place != code && known.contains(&stems[*place].as_str()))
    };
    let year = find(&YEARS);
    if let (Some(subject), Some(value)) = (find(&SUBJECTS), find(&VALUES)) {
        let is_beside = |name: &str| {
            [Part::Answers, Part::Margin]
                .iter()
                .any(|of| is_beside(name, *of))
        };
        let beside = names.iter().enumerate();
        let beside = beside.filter(|(_, name)| file.layout == Layout::Survey && is_beside(name));
        let beside = beside.map(|(place, name)| (place, name.trim().to_owned()));
        let figures = Figures::Long(subject, value, beside.collect());
        return Some(Columns {
            header,
            code,
            year,
            figures,
            absent: Vec::new(),
        });
    }
    let (wide, absent) = if !file.chosen.is_empty() {
        chosen(&names, file)
    } else if file.layout.has_own_names() {
        (own(sheet, header, &names, (code, year)), Vec::new())
    } else {
        let mut headers = Headers::default();
        let known = names.iter().enumerate();
        let known =
            known.filter_map(|(place, name)| Some((place, name.clone(), headers.indicator(name)?)));
        (known.collect(), Vec::new())
    };
    let figures = Figures::Wide(once(wide));
    let has_any = !matches!(&figures, Figures::Wide(wide) if wide.is_empty());
    has_any.then_some(Columns {
        header,
        code,
        year,
        figures,
        absent,
    })
}

/// Each indicator once: of two columns the first.
fn once(wide: Vec<(usize, String, Indicator)>) -> Vec<(usize, String, Indicator)> {
    let mut words = BTreeSet::new();
    let is_first = |one: &(usize, String, Indicator)| words.insert(one.2.word.clone());
    wide.into_iter().filter(is_first).collect()
}

fn chosen(names: &[String], file: &FiguresFile) -> (Vec<(usize, String, Indicator)>, Vec<String>) {
    let (mut found, mut absent) = (Vec::new(), Vec::new());
    for one in &file.chosen {
        let exact = names.iter().position(|name| name.trim() == one.column);
        let alike = || {
            names
                .iter()
                .position(|name| stem(name) == stem(&one.column))
        };
        match exact.or_else(alike) {
            Some(place) => found.push((
                place,
                names[place].clone(),
                Indicator::new(&one.name, &one.unit),
            )),
            None => absent.push(one.column.clone()),
        }
    }
    (found, absent)
}

/// The columns of an own file that hold more numbers than words.
fn own(
    sheet: &Sheet,
    header: usize,
    names: &[String],
    (code, year): (usize, Option<usize>),
) -> Vec<(usize, String, Indicator)> {
    let (mut numbers, mut words) = (vec![0_usize; names.len()], vec![0_usize; names.len()]);
    let decimals = Decimals { is_comma: true };
    let mut seen = 0;
    sheet.for_each(|line, cells| {
        if line <= header {
            return true;
        }
        for (place, cell) in cells.iter().enumerate().take(names.len()) {
            let is_number = |text: &str| matches!(decimals.read(text), Read::Number(_));
            match cell {
                Cell::Number(_) => numbers[place] += 1,
                Cell::Text(text) if is_number(text) => numbers[place] += 1,
                Cell::Text(text) => {
                    words[place] += usize::from(text.chars().any(char::is_alphabetic));
                }
            }
        }
        seen += 1;
        seen < ROWS
    });
    let is_own =
        |place: &usize| *place != code && Some(*place) != year && numbers[*place] > words[*place];
    let own = (0..names.len()).filter(is_own);
    own.filter_map(|place| Some((place, names[place].clone(), own_indicator(&names[place])?)))
        .collect()
}

/// The indicator of a header of an own file; `Rokers (%)` has its unit behind it. `None` for one that cannot be printed.
pub(super) fn own_indicator(header: &str) -> Option<Indicator> {
    let header = header.trim();
    let is_fit = header.chars().all(is_visible) && header.chars().count() <= LONGEST_NAME;
    if header.is_empty() || !is_fit {
        return None;
    }
    let parts = header
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let parts = parts.map(|(name, unit)| (name.trim(), unit.trim()));
    Some(
        match parts.filter(|(name, unit)| !name.is_empty() && !unit.is_empty()) {
            Some((name, unit)) => Indicator::new(name, unit),
            None => Indicator::new(header, NUMBER),
        },
    )
}

/// The line and the cells of the header: the first row with the name of a column with codes, else the first with two
/// names.
fn header(sheet: &Sheet) -> Option<(usize, Vec<String>)> {
    let (mut best, mut seen) = (None, 0);
    sheet.for_each(|line, cells| {
        seen += 1;
        let names: Vec<String> = cells
            .iter()
            .map(|cell| cell.text().unwrap_or_default().to_owned())
            .collect();
        let is_wide = cells.iter().filter(|cell| !cell.is_empty()).count() >= 2;
        let has_codes = is_wide && names.iter().any(|name| is_code_name(name));
        if has_codes || (is_wide && best.is_none()) {
            best = Some((line, names));
        }
        !has_codes && seen < FIRST_ROWS
    });
    best
}

fn is_code_name(name: &str) -> bool {
    CODES.contains(&without_year(&stem(name)).as_str())
}

/// `GWBcode10` and `Buurt2025` without the digits behind.
fn without_year(stem: &str) -> String {
    stem.trim_end_matches(|sign: char| sign.is_ascii_digit())
        .to_owned()
}

/// The column with the most different codes of CBS; where there are none, the first with the name of one, and of an own
/// file the first.
fn code_column(sheet: &Sheet, header: usize, names: &[String], is_own: bool) -> Option<usize> {
    let (mut codes, mut rows) = (vec![BTreeSet::new(); names.len()], 0);
    sheet.for_each(|line, cells| {
        if line <= header {
            return true;
        }
        for (codes, cell) in codes.iter_mut().zip(cells) {
            codes.extend(
                cell.text()
                    .filter(|text| is_whole_code(text))
                    .map(str::to_owned),
            );
        }
        rows += 1;
        rows < ROWS
    });
    // Of two columns with as many codes the first.
    let most = (0..names.len())
        .rev()
        .max_by_key(|place| codes[*place].len());
    let by_name = || names.iter().position(|name| is_code_name(name));
    let by_code = most.filter(|place| !codes[*place].is_empty());
    by_code.or_else(by_name).or(is_own.then_some(0))
}
