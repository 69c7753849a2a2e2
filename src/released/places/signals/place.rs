//! Signals in, the table `signals` of the areas of a release out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::read::{Signal, read};
use super::settings::{SignalsFile, Themes};
use crate::error::Result;
use crate::released::calculate::uncounted::{UncountedTable, count, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::released::places::area_codes::AreaCodes;
use crate::released::places::finding::{FileFinding, Findings};

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "signals",
    row: "a theme of an area that people in enough roles signal",
    columns: &[
        text("level"),
        text("area"),
        text("theme"),
        count("roles"),
        number("direction"),
    ],
    keys: 3,
    rests_on: &["areas"],
};

/// A file with signals, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalsRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// A theme of an area is published when people in so many roles signal it.
    pub roles_at_least: u64,
    /// The services and domains of each theme, as table `expected` calls them.
    pub themes: Themes,
}

/// What was read of a file with signals.
pub struct Signals {
    list: Vec<Signal>,
    findings: Findings,
    record: SignalsRecord,
}

/// What people say of a theme in an area.
#[derive(Default)]
struct Said<'a> {
    roles: BTreeSet<&'a str>,
    weighted: i64,
    certainty: i64,
}

impl Signals {
    /// Reads the file of an agreement.
    ///
    /// # Errors
    /// When it cannot be read, lacks a column, or has one that could point at a person.
    pub fn read(file: &SignalsFile) -> Result<Self> {
        let (list, digest, findings) = read(file)?;
        let record = SignalsRecord {
            file: digest.to_string(),
            roles_at_least: file.roles_at_least,
            themes: file.themes.clone(),
        };
        Ok(Self {
            list,
            findings,
            record,
        })
    }

    /// What `run.json` says of the file.
    #[must_use]
    pub const fn record(&self) -> &SignalsRecord {
        &self.record
    }

    /// The themes that people in enough roles signal, by area; and what is odd about the file.
    #[must_use]
    pub fn placed(self, tables: &ReleaseTables) -> (Table, Vec<FileFinding>) {
        let Self {
            list,
            mut findings,
            record,
        } = self;
        let areas = AreaCodes::of(tables);
        let mut said: BTreeMap<(usize, &str), Said> = BTreeMap::new();
        for one in &list {
            let Some(area) = areas.find_below_town(&one.area) else {
                findings.add_at(one.line, "the area is no wijk or buurt of this release");
                continue;
            };
            let said = said.entry((area, one.theme.as_str())).or_default();
            said.roles.insert(&one.role);
            said.weighted += one.direction * one.certainty;
            said.certainty += one.certainty;
        }
        let enough = |said: &Said| said.roles.len() as u64 >= record.roles_at_least;
        let few = said.values().filter(|said| !enough(said)).count();
        if few > 0 {
            let least = record.roles_at_least;
            let what = format!(
                "themes of areas that fewer than {least} roles signal are not shown: {few} in all"
            );
            findings.add(what);
        }
        let shown = said.into_iter().filter(|(_, said)| enough(said));
        let row = |((area, theme), said): ((usize, &str), Said)| {
            let [level, code] = areas.list[area].clone();
            vec![
                Value::text(level),
                Value::text(code),
                Value::text(theme),
                Value::Count(said.roles.len() as u64),
                Value::number(said.mean()),
            ]
        };
        (TABLE.with(shown.map(row).collect()), findings.into_list())
    }
}

impl Said<'_> {
    /// The mean direction, weighted by certainty, to one decimal; a half goes away from zero.
    fn mean(&self) -> f64 {
        let tenths = (20 * self.weighted.abs() + self.certainty) / (2 * self.certainty);
        (tenths * self.weighted.signum()) as f64 / 10.0
    }
}
