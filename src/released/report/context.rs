//! What every section needs: tables, settings, texts.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::maps::shapes::Shapes;
use super::reading::{Row, rows};
use super::texts::{Texts, texts};
use crate::pseudonymous::protect::profile::Profile;
use crate::released::calculate::ReleaseTables;
use crate::released::places::areas::Areas;
use crate::released::runs::RunRecord;
use crate::vocabulary::{Language, ProviderId};

/// What a section is made of: the tables, the words, and the names of codes.
pub(super) struct Context<'a> {
    pub(super) tables: &'a ReleaseTables,
    pub(super) run: &'a RunRecord,
    pub(super) texts: &'static Texts,
    pub(super) language: Language,
    /// The areas that have borders.
    pub(super) areas: &'a Areas,
    /// The same, to be drawn.
    pub(super) shapes: Shapes,
    service_names: BTreeMap<&'a str, &'a str>,
    wijk_names: BTreeMap<&'a str, &'a str>,
}

impl<'a> Context<'a> {
    pub(super) fn new(tables: &'a ReleaseTables, run: &'a RunRecord, areas: &'a Areas) -> Self {
        let services = run.services.iter();
        let wijken = rows(tables, "areas").filter(|row| row.text("level") == "wijk");
        Self {
            tables,
            run,
            texts: texts(run.language),
            language: run.language,
            areas,
            shapes: Shapes::new(areas),
            service_names: services
                .map(|service| (service.code.as_str(), service.name.as_str()))
                .collect(),
            wijk_names: wijken
                .map(|row| (row.text("area"), row.text("name")))
                .filter(|(_, name)| !name.is_empty())
                .collect(),
        }
    }

    /// The name of a service; its code when the agreement gives none.
    pub(super) fn service<'b>(&'b self, code: &'b str) -> &'b str {
        self.service_names.get(code).copied().unwrap_or(code)
    }

    /// The name of a need; its code when the agreement gives none.
    pub(super) fn need<'b>(&'b self, code: &'b str) -> &'b str {
        let mut needs = self.run.needs.iter();
        let found = needs.find(|need| need.code.as_str() == code);
        found.map_or(code, |need| need.name.as_str())
    }

    /// The name of a wijk; its code when no name is known.
    pub(super) fn wijk<'b>(&'b self, code: &'b str) -> &'b str {
        match code {
            "unknown" => self.texts.unknown,
            _ => self.wijk_names.get(code).copied().unwrap_or(code),
        }
    }

    /// What a level of areas is called; the word of the tables when it is not known.
    pub(super) fn level(&self, level: &'static str) -> &'static str {
        match level {
            "gemeente" => self.texts.gemeente,
            "wijk" => self.texts.wijk,
            "buurt" => self.texts.buurt,
            other => other,
        }
    }

    /// The name of a provider, or of an organisation that carries out a service; its code when it has none.
    pub(super) fn organisation<'b>(&'b self, code: &'b str) -> &'b str {
        let providers = self.run.parties.iter().filter(|one| !one.id.is_register());
        let providers = providers.chain(&self.run.missing);
        let providers = providers.map(|one| (one.id.as_str(), &one.name));
        let others = self.run.organisations.iter();
        let others = others.map(|one| (one.code.as_str(), &one.name));
        let mut named = providers.chain(others);
        match named.find(|(known, _)| *known == code) {
            Some((_, name)) if !name.is_empty() => name,
            _ if code == ProviderId::REGISTER => self.texts.register,
            _ => code,
        }
    }

    /// Whether numbers of users, and of those with so many or more services, are lower bounds, and no other number is.
    pub(super) fn is_incomplete(&self) -> bool {
        self.run.is_incomplete() || self.missing_services().next().is_some()
    }

    /// Whether others may bring more of a service than was counted, as when its own organisation is missing.
    pub(super) fn is_partial(&self, code: &str) -> bool {
        let mut services = self.run.services.iter();
        services.any(|one| one.code.as_str() == code && (one.partial || one.missing))
    }

    /// The names of the services that nobody was asked for.
    pub(super) fn missing_services(&self) -> impl Iterator<Item = &str> {
        rows(self.tables, "services")
            .filter(Row::is_missing)
            .map(|row| self.service(row.text("service")))
    }

    /// `at least `, or nothing.
    pub(super) fn at_least(&self, holds: bool) -> String {
        if holds {
            format!("{} ", self.texts.at_least)
        } else {
            String::new()
        }
    }

    /// How the tables are protected.
    pub(super) fn profile(&self) -> &Profile {
        static NONE: Profile = Profile::NONE;
        if self.tables.is_internal {
            &NONE
        } else {
            &self.run.profile
        }
    }

    /// From and to which count a published one can stand for.
    pub(super) fn stands_for(&self, count: u64) -> (u64, u64) {
        let rounding = self.profile().rounding.as_ref();
        rounding.map_or((count, count), |rounding| rounding.stands_for(count))
    }

    /// A cell with a count, or with the words for a hidden one.
    pub(super) fn count_cell(&self, count: Option<u64>) -> Cell {
        count.map_or_else(
            || self.hidden_cell(),
            |count| Cell::number(self.language.count(count)),
        )
    }

    /// A cell with a count that may be a lower bound.
    pub(super) fn at_least_cell(&self, count: Option<u64>, is_lower_bound: bool) -> Cell {
        let text = |count| {
            format!(
                "{}{}",
                self.at_least(is_lower_bound),
                self.language.count(count)
            )
        };
        count.map_or_else(|| self.hidden_cell(), |count| Cell::number(text(count)))
    }

    /// A cell with a percentage and a bar that is full at `full`; words tell a hidden count from a share that cannot be given.
    pub(super) fn share_cell(&self, share: Option<f64>, count: Option<u64>, full: f64) -> Cell {
        match (share, count) {
            (Some(share), _) => Cell::bar(self.language.percent(share, 1), share / full),
            (None, Some(_)) => Cell::hidden(self.texts.no_share),
            (None, None) => self.hidden_cell(),
        }
    }

    /// The words for a hidden number.
    pub(super) fn hidden_cell(&self) -> Cell {
        Cell::hidden(self.texts.hidden)
    }
}
