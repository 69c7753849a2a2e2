//! The releases of a series, what they printed of each count, and which households they counted.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::pseudonymous::cells::Names;
use crate::pseudonymous::measure::{Snapshot, StackPlan};
use crate::pseudonymous::protect::Profile;
use crate::pseudonymous::protect::profile::Rounding;
use crate::vocabulary::{Area, Comparable, CountingRule, Day, Moment};

/// So many joiners and leavers, against the households that a number was drawn for, before it is drawn anew: two more than
/// the changes that an observer is taken to know (docs/disclosure-control.md has the measurements).
pub const HOLD: u64 = 12;

/// The releases of a series, in their order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Chain {
    pub(super) series: String,
    /// The id of the release key.
    pub(super) key: String,
    pub(super) releases: Vec<Earlier>,
    pub(super) restored: Option<Restored>,
}

/// What is still known of releases after the ledger was lost: what they printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restored {
    /// The index of the last of them.
    pub(super) last: u32,
    /// Derived from the release key: decides how much further each number may differ, so that nobody else can work it out.
    pub(super) soft: u64,
}

/// An earlier release.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Earlier {
    pub(super) release: String,
    /// SHA-256 of its public half.
    pub(super) public: String,
    /// `None` where only what it printed is known.
    pub(super) definitions: Option<Definitions>,
    /// For each service, whether a provider that brings it, or may bring it, was left out.
    pub(super) incomplete: Vec<bool>,
    pub(super) reference_date: Day,
    /// The last day on which its households may be kept.
    pub(super) keep_until: Option<Day>,
    /// `None` once no number refers to it, and after a purge.
    pub(super) households: Option<Snapshot>,
    /// Its counts; of the last two releases only.
    pub(super) cells: Vec<Then>,
    /// What the next release is compared with; `None` where only its numbers are known.
    pub(super) comparable: Option<Comparable>,
}

/// What became of a count in a release.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Then {
    /// What it counts.
    pub(super) cell: String,
    /// `None` is hidden.
    pub(super) drawn: Option<u64>,
    /// The release in which it was drawn, by its index.
    pub(super) since: u32,
    /// The count when it was drawn.
    pub(super) count: u64,
    /// From and to which number anyone could work it out to be.
    pub(super) range: [u64; 2],
}

/// What must be the same for two releases to count alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Definitions {
    pub(super) services: Vec<String>,
    pub(super) wijken: Vec<String>,
    pub(super) buurten: Vec<String>,
    pub(super) age_bands: Vec<String>,
    pub(super) counting: CountingRule,
    pub(super) moment: Moment,
    /// The word of the profile.
    pub(super) profile: String,
}

impl Chain {
    pub(super) const fn of(series: String, key: String) -> Self {
        Self {
            series,
            key,
            releases: Vec::new(),
            restored: None,
        }
    }

    /// What is known of the releases before the ledger was lost, if the one with this index is among them.
    pub(super) fn restored_at(&self, index: u32) -> Option<&Restored> {
        self.restored
            .as_ref()
            .filter(|restored| index <= restored.last)
    }

    /// How many releases there are before this one: made again, a release does not come after itself.
    pub(super) fn before(&self, release: &str) -> usize {
        let found = self
            .releases
            .iter()
            .position(|past| past.release == release);
        found.unwrap_or(self.releases.len())
    }

    /// Whether a release was made with it.
    pub(super) fn knows(&self, release: &str) -> bool {
        self.before(release) < self.releases.len()
    }

    /// Refuses a new release of an earlier day than the last: what it would print is older than what was printed.
    pub(super) fn refuse_earlier(&self, release: &str, day: Day) -> Result<()> {
        let is_known = self.knows(release);
        let index = u32::try_from(self.before(release)).unwrap_or(u32::MAX);
        if self.restored_at(index).is_some() {
            let message =
                format!("{release} was made before the ledger was lost, and cannot be made again");
            return Err(Error::new(Code::LedgerOrder, message));
        }
        let Some(last) = self
            .releases
            .last()
            .filter(|last| !is_known && day < last.reference_date)
        else {
            return Ok(());
        };
        let message = format!(
            "the reference date {day} is before that of {}, the last release of this series",
            last.release
        );
        Err(Error::new(Code::LedgerOrder, message))
    }

    /// The releases whose households are kept after their day.
    pub(super) fn past_their_day(&self, today: Day) -> impl Iterator<Item = (&str, Day)> {
        self.releases.iter().filter_map(move |past| {
            past.households.as_ref()?;
            let day = past.keep_until.filter(|day| today > *day)?;
            Some((past.release.as_str(), day))
        })
    }

    /// Forgets the households that may be kept no longer; their counts stay.
    pub(super) fn purge(&mut self, today: Day) {
        for past in &mut self.releases {
            if past.keep_until.is_some_and(|day| today > day) {
                past.households = None;
            }
        }
    }

    /// The last release before this one that counts by the same rule at the same moment.
    pub(super) fn last_before(&self, release: &str, definitions: &Definitions) -> Option<usize> {
        let earlier = &self.releases[..self.before(release)];
        earlier
            .iter()
            .rposition(|past| past.counts_like(definitions))
    }

    /// The releases before this one that a number may stand since: the last of its own kind, then of each other kind the last,
    /// the latest first.
    pub(super) fn last_of_each_kind(
        &self,
        release: &str,
        definitions: &Definitions,
        incomplete: &[bool],
    ) -> Vec<usize> {
        let earlier = &self.releases[..self.before(release)];
        let mut last: Vec<usize> = Vec::new();
        for (index, past) in earlier.iter().enumerate().rev() {
            let is_later_of_kind = |later: &usize| earlier[*later].kind() == past.kind();
            if !past.cells.is_empty() && !last.iter().any(is_later_of_kind) {
                last.push(index);
            }
        }
        let own = (Some(definitions.rule()), incomplete);
        last.sort_by_key(|index| earlier[*index].kind() != own);
        last
    }

    /// Adds a release as the last, or again in its place; forgets what no number refers to any more.
    pub(super) fn add(&mut self, past: Earlier) {
        let index = self.before(&past.release);
        // A release that was made again and has others behind it is the same as before.
        if index + 1 < self.releases.len() {
            return;
        }
        self.releases.truncate(index);
        self.releases.push(past);
        let is_recent: Vec<bool> = (0..self.releases.len())
            .map(|index| self.is_recent(index))
            .collect();
        let recent = self
            .releases
            .iter()
            .zip(&is_recent)
            .filter(|(_, is_recent)| **is_recent);
        let needed: BTreeSet<u32> = recent
            .flat_map(|(past, _)| past.cells.iter().map(|then| then.since))
            .collect();
        for (index, (past, is_recent)) in (0..).zip(self.releases.iter_mut().zip(is_recent)) {
            if !is_recent {
                past.cells.clear();
            }
            if !is_recent && !needed.contains(&index) {
                past.households = None;
            }
        }
    }

    /// Whether a release is one of the last two of its kind: the last, and the one before, for when the last is made again.
    fn is_recent(&self, index: usize) -> bool {
        let (own, later) = (&self.releases[index], &self.releases[index + 1..]);
        if own.definitions.is_none() {
            return later.len() < 2;
        }
        later
            .iter()
            .filter(|past| past.kind() == own.kind())
            .count()
            < 2
    }
}

impl Earlier {
    /// What its counts differ in from those of other releases of the same households.
    fn kind(&self) -> (Option<(CountingRule, Moment)>, &[bool]) {
        let rule = self.definitions.as_ref().map(Definitions::rule);
        (rule, &self.incomplete)
    }

    /// Refuses a release beside this one whose counts cannot be held against its own.
    pub(super) fn refuse_beside(
        &self,
        now: &Definitions,
        incomplete: &[bool],
        profile: &Profile,
    ) -> Result<()> {
        let Some(definitions) = &self.definitions else {
            return Ok(());
        };
        definitions.refuse_others(now, &self.release)?;
        let is_exact = profile.rounding.as_ref().is_some_and(Rounding::is_exact);
        if is_exact && self.kind() != (Some(now.rule()), incomplete) {
            let message = format!(
                "{} counts by another rule, at another moment or of other providers; exact numbers of both could be subtracted",
                self.release
            );
            return Err(Error::new(Code::LedgerDefinitions, message));
        }
        Ok(())
    }

    fn counts_like(&self, kind: &Definitions) -> bool {
        let own = self.definitions.as_ref();
        own.is_none_or(|own| own.counts_like(kind))
    }
}

impl Definitions {
    pub(super) fn of(names: &Names, plan: &StackPlan, profile: &Profile) -> Self {
        let codes = |areas: &[Area]| areas.iter().map(|area| area.code.clone()).collect();
        Self {
            services: names.services.clone(),
            wijken: codes(&names.wijken),
            buurten: codes(&names.buurten),
            age_bands: names.age_bands.clone(),
            counting: plan.count,
            moment: plan.moment,
            profile: profile.to_string(),
        }
    }

    /// Whether the same households are counted for as many services.
    pub(super) fn counts_like(&self, other: &Self) -> bool {
        self.rule() == other.rule()
    }

    const fn rule(&self) -> (CountingRule, Moment) {
        (self.counting, self.moment)
    }

    /// Counts by other areas or bands cannot be compared, and what lies between them would be a small count.
    pub(super) fn refuse_others(&self, now: &Self, release: &str) -> Result<()> {
        let differing = [
            ("services", self.services != now.services),
            ("wijken", self.wijken != now.wijken),
            ("buurten", self.buurten != now.buurten),
            ("age bands", self.age_bands != now.age_bands),
            ("profile", self.profile != now.profile),
        ];
        let differing: Vec<_> = differing
            .into_iter()
            .filter(|(_, differs)| *differs)
            .collect();
        if differing.is_empty() {
            return Ok(());
        }
        let words: Vec<_> = differing.into_iter().map(|(word, _)| word).collect();
        let message = format!(
            "not as in {release}, the release before in this series: {}",
            words.join(", ")
        );
        Err(Error::new(Code::LedgerDefinitions, message))
    }
}
