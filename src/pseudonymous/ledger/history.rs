//! Which counts stay as they were printed, and since when.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use foldhash::{HashMap, HashMapExt};
use sha2::{Digest as _, Sha256};

use super::releases::{Chain, Definitions, Then};
use super::unusual::{Question, questions};
use crate::error::Result;
use crate::pseudonymous::cells::{CellKey, Event, Names, Unit};
use crate::pseudonymous::measure::{ExactTables, Snapshot, StackPlan};
use crate::pseudonymous::protect::profile::Rounding;
use crate::pseudonymous::protect::{Held, HeldCount, Outcome, Profile, counts};
use crate::vocabulary::Day;

/// A release that is made.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    /// Its name.
    pub release: &'a str,
    /// The day of its households.
    pub reference_date: Day,
    /// The last day on which its households may be kept, where one was agreed.
    pub keep_until: Option<Day>,
}

/// What earlier releases mean for one release.
pub struct History {
    names: Names,
    pub(super) definitions: Definitions,
    /// The households as this release counts them.
    pub(super) households: Snapshot,
    /// The index of this release, and of the one it follows.
    pub(super) index: u32,
    pub(super) last: Option<u32>,
    /// The names of the releases up to it.
    pub(super) releases: Vec<String>,
    pub(super) reference_date: Day,
    pub(super) keep_until: Option<Day>,
    /// How many must join or leave before a number is drawn anew.
    pub(super) hold: u64,
    /// For each service, whether a provider that brings it, or may bring it, is left out.
    pub(super) incomplete: Vec<bool>,
    questions: Vec<Question>,
    held: HashMap<CellKey, Kept>,
}

/// How a held count was drawn.
#[derive(Clone, Copy)]
struct Kept {
    since: u32,
    held: HeldCount,
}

/// Of each count the joiners and leavers since a release.
type Changes = BTreeMap<u32, HashMap<CellKey, u64>>;

impl Kept {
    const fn of(then: &Then) -> Self {
        let held = HeldCount {
            drawn: then.drawn,
            count: then.count,
            range: then.range,
        };
        Self {
            since: then.since,
            held,
        }
    }

    const fn nobody(drawn: Option<u64>, since: u32) -> Self {
        let held = HeldCount {
            drawn,
            count: 0,
            range: [0, u64::MAX],
        };
        Self { since, held }
    }
}

impl History {
    /// Finds out which counts are held in a release.
    ///
    /// # Errors
    /// When the release that it follows counts by other areas or bands.
    pub(super) fn of(
        releases: &Chain,
        (making, hold): (&Making<'_>, u64),
        exact: &ExactTables,
        households: Snapshot,
        (plan, profile): (&StackPlan, &Profile),
    ) -> Result<Self> {
        let index = releases.before(making.release);
        let earlier = releases.releases[..index].iter();
        let names = exact.names.clone();
        let mut history = Self {
            definitions: Definitions::of(&names, plan, profile),
            names,
            households,
            index: number(index),
            last: None,
            releases: earlier.map(|past| past.release.clone()).collect(),
            reference_date: making.reference_date,
            keep_until: making.keep_until,
            hold,
            incomplete: plan.incomplete(),
            questions: Vec::new(),
            held: HashMap::new(),
        };
        history.releases.push(making.release.to_owned());
        let definitions = &history.definitions;
        let kinds = releases.last_of_each_kind(making.release, definitions, &history.incomplete);
        for past in kinds.iter().map(|past| &releases.releases[*past]) {
            past.refuse_beside(&history.definitions, &history.incomplete, profile)?;
        }
        let like = releases.last_before(making.release, &history.definitions);
        history.last = like.or_else(|| kinds.first().copied()).map(number);
        let rounding = profile.rounding.as_ref();
        let furthest = rounding.map_or(0, Rounding::furthest);
        history.hold((&kinds, furthest), exact, releases, plan)?;
        let (households, names) = (&history.households, &history.names);
        history.questions = questions(households, (releases, like), (plan, hold), names)?;
        Ok(history)
    }

    /// What a person must look at before the release goes on.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What stays, and as what.
    #[must_use]
    pub fn held(&self) -> Held {
        let held = self.held.iter().map(|(key, kept)| (key.clone(), kept.held));
        Held {
            counts: held.collect(),
            hold: self.hold,
        }
    }

    /// Holds each count as the last release of its own kind printed it, or else as that of another kind did: what is drawn anew
    /// differs by enough households from all that was drawn.
    fn hold(
        &mut self,
        (kinds, furthest): (&[usize], u64),
        exact: &ExactTables,
        releases: &Chain,
        plan: &StackPlan,
    ) -> Result<()> {
        let Some(first) = kinds.first() else {
            return Ok(());
        };
        let counts = counts(exact);
        let written = |key: &CellKey| (key.written(&self.names), key.clone());
        let mut open: HashMap<String, CellKey> = counts.keys().map(written).collect();
        // Nobody is in these any more.
        for then in &releases.releases[*first].cells {
            if !open.contains_key(&then.cell)
                && let Some(key) = CellKey::read(&then.cell, &self.names)
            {
                open.insert(then.cell.clone(), key);
            }
        }
        let mut changes = Changes::new();
        for past in kinds {
            let mut different = HashMap::new();
            for then in &releases.releases[*past].cells {
                let Some(key) = open.remove(&then.cell) else {
                    continue;
                };
                let count = counts.get(&key).copied().unwrap_or(0);
                let distance =
                    self.distance((&key, count), then, &mut changes, (releases, plan))?;
                if distance < self.limit(releases, furthest, (then.since, &then.cell)) {
                    self.held.insert(key, Kept::of(then));
                } else {
                    different.insert(then.cell.clone(), key);
                }
            }
            // Nobody was in these, and nothing was printed.
            let since = number(*past);
            let is_restored = releases.restored_at(since).is_some();
            for (cell, key) in open {
                let is_never_hidden = key.is_of_groups();
                let count = counts.get(&key).copied().unwrap_or(0);
                let limit = self.limit(releases, furthest, (since, &cell));
                if count < limit && (is_restored || !is_never_hidden) {
                    let drawn = is_never_hidden.then_some(0);
                    self.held.insert(key, Kept::nobody(drawn, since));
                } else {
                    different.insert(cell, key);
                }
            }
            open = different;
        }
        Ok(())
    }

    /// How many joined and left since a count was drawn, where that is known; else at least so many.
    fn distance(
        &self,
        (key, count): (&CellKey, u64),
        then: &Then,
        changes: &mut Changes,
        (releases, plan): (&Chain, &StackPlan),
    ) -> Result<u64> {
        let known = releases.releases[then.since as usize].households.as_ref();
        let Some(households) = known.filter(|_| is_of_households(key)) else {
            return Ok(count.abs_diff(then.count));
        };
        let changes = match changes.entry(then.since) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(self.households.changes_since(households, plan)?),
        };
        Ok(changes.get(key).copied().unwrap_or(0))
    }

    /// The distance at which a number is drawn anew. Where the ledger was lost only the printed number is known, which may be
    /// off already; and the moment of the new draw must not tell what the count is.
    fn limit(&self, releases: &Chain, furthest: u64, (since, cell): (u32, &str)) -> u64 {
        let Some(restored) = releases.restored_at(since) else {
            return self.hold;
        };
        let digest = Sha256::new().chain_update(restored.soft.to_be_bytes());
        let digest = digest.chain_update(cell.as_bytes()).finalize();
        let number = digest
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.hold + furthest + number % self.hold
    }

    /// The index of the release that a count stands since.
    pub(super) fn since(&self, key: &CellKey) -> u32 {
        self.held.get(key).map_or(self.index, |kept| kept.since)
    }

    /// What the next release must know of a count.
    pub(super) fn then(&self, drawn: &Outcome) -> Then {
        let kept = self.held.get(&drawn.key);
        Then {
            cell: drawn.key.written(&self.names),
            drawn: drawn.drawn,
            since: self.since(&drawn.key),
            count: kept.map_or(drawn.count, |kept| kept.held.count),
            range: drawn.range,
        }
    }

    /// What a count counts, in parts.
    pub(super) fn parts(&self, key: &CellKey) -> Vec<String> {
        key.parts(&self.names)
    }
}

/// A release takes megabytes: 32 bits number them all.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Whether the households of a count are known. Clients who are not linked have none, which sets are in `other` depends on
/// what is hidden, and when a household used what, or how sure that is, is not kept.
fn is_of_households(key: &CellKey) -> bool {
    key.unit != Unit::Client
        && key.is_of_what_is_kept()
        && !matches!(key.event, Event::OtherSets(_))
}
