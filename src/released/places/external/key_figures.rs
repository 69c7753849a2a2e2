//! The key figures of areas of CBS in, those of the three laws beside what is the same of ours out.

use std::collections::{BTreeMap, BTreeSet};

use super::laws::{Figure, Key, Numbers, domain_of};
use super::read::{ExternalFile, ExternalRecord, Row};
use crate::error::{Code, Error, Result};
use crate::released::places::figures::{self, FiguresFile, FileFigures};
use crate::released::places::finding::Findings;

/// What the agreement calls each figure, its word among figures of areas, and the law that has no others.
const FIGURES: [(&str, &str, Option<&str>); 3] = [
    ("Wmo", "wmo_clients", Some("Wmo")),
    ("Jeugdzorg", "youth_care", Some("Jeugd")),
    ("Bijstand", "social_assistance", None),
];

/// CBS rounds people on social assistance, whom it counts on one day, to multiples of 10.
const OFF_OF_DAY: f64 = 5.0;

/// Whether a figure is called so.
#[must_use]
pub fn is_key_figure(name: &str) -> bool {
    FIGURES.iter().any(|(own, ..)| *own == name)
}

/// Reads clients, young people and people with each of the figures, by area.
///
/// # Errors
/// When the file cannot be read, or has none of the figures.
pub(super) fn read(file: &ExternalFile) -> Result<(Vec<Row>, ExternalRecord, Findings)> {
    let (read, record) = FileFigures::read(&FiguresFile {
        path: file.path.clone(),
        shown: file.shown.clone(),
        layout: figures::Layout::Kwb,
        source: file.source.clone(),
        year: file.year,
        licence: file.licence.clone(),
        chosen: Vec::new(),
    })?;
    let mut findings = Findings::of(&file.shown);
    figures::note_remarks(&read, &mut findings);
    let place_of = |word: &str| read.indicators.iter().position(|one| one.word == word);
    let mut rows = Vec::new();
    let mut has_any = false;
    for (name, word, _) in FIGURES {
        let Some(place) = place_of(word) else {
            findings.add(format!("{name} is not compared, as it has no column"));
            continue;
        };
        has_any = true;
        for row in &read.rows {
            let found = row.figures.iter().find(|(own, _)| *own == place);
            let number = found.and_then(|(_, number)| *number);
            let is_whole = number.is_some_and(|number| number >= 0.0 && number.fract() == 0.0);
            if found.is_some() && !is_whole {
                findings.add_at(row.line, "a whole number belongs in its column");
                continue;
            }
            rows.push(Row {
                line: row.line,
                area: row.code.clone(),
                services: name.to_owned(),
                numbers: [None, number],
            });
        }
    }
    if !has_any {
        let lacks = "lacks columns with Wmo clients, young people with youth care and people on social assistance";
        return Err(Error::at(Code::FiguresUnreadable, &file.path, lacks)
            .hint("take the table Kerncijfers wijken en buurten, with its subjects `Zorg` and `Sociale zekerheid`"));
    }
    let record = ExternalRecord {
        file: record.file,
        source: record.source,
        licence: record.licence,
        year: record.year,
        provisional: false,
    };
    Ok((rows, record, findings))
}

/// Each figure beside the service that the agreement names for it, else beside the domain of its law.
pub(super) fn figures(
    read: &BTreeMap<Key, Numbers>,
    types: &BTreeMap<String, String>,
    domains: &BTreeSet<&str>,
    findings: &mut Findings,
) -> Vec<(Key, Figure)> {
    let mut all = Vec::new();
    for (name, _, law) in FIGURES {
        let own: Vec<_> = read.iter().filter(|(key, _)| key.3 == name).collect();
        if own.is_empty() {
            continue;
        }
        let beside = match (types.get(name), law) {
            (Some(code), _) => Some((format!("service={code}"), "persons")),
            (None, Some(law)) => domain_of(law, domains, findings)
                .map(|domain| (format!("domain={domain}"), "clients")),
            (None, None) => {
                findings.add(format!(
                    "{name} is not compared, as `types` names no service that is the same"
                ));
                None
            }
        };
        let Some((what, unit)) = beside else {
            continue;
        };
        for ((level, area, ..), [_, number]) in own {
            let of_year = Figure::of(unit, *number);
            let figure = if law.is_some() {
                of_year
            } else {
                Figure {
                    off: OFF_OF_DAY,
                    is_of_day: true,
                    ..of_year
                }
            };
            all.push(((level.clone(), area.clone(), u8::MAX, what.clone()), figure));
        }
    }
    all
}
