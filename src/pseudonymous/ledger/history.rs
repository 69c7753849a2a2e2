//! Which counts stay as they were printed, and since when.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};
use sha2::{Digest as _, Sha256};

use super::releases::{Chain, Definitions, Then};
use super::unusual::{Question, questions};
use crate::error::Result;
use crate::pseudonymous::cells::{CellKey, Event, Names, Unit};
use crate::pseudonymous::measure::{ExactTables, Snapshot, StackPlan};
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

/// What of earlier releases holds for one release.
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
    /// So many joiners and leavers before a number is drawn anew.
    pub(super) hold: u64,
    /// Per service whether a provider that brings it, or may, takes no part.
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
        if let Some(last) = releases.last_before(making.release, &history.definitions) {
            let past = &releases.releases[last];
            if let Some(definitions) = &past.definitions {
                definitions.refuse_others(&history.definitions, &past.release)?;
            }
            history.last = Some(number(last));
            let rounding = profile.rounding.as_ref();
            let furthest = rounding.map_or(0, |rounding| {
                let hidden = rounding.hidden().map_or(0, |(_, largest)| largest);
                rounding.reach().max(hidden)
            });
            history.hold((last, furthest), &counts(exact), releases, plan);
        }
        let last = history.last.map(|last| last as usize);
        let (households, names) = (&history.households, &history.names);
        history.questions = questions(households, (releases, last), (plan, hold), names);
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

    fn hold(
        &mut self,
        (last, furthest): (usize, u64),
        counts: &HashMap<CellKey, u64>,
        releases: &Chain,
        plan: &StackPlan,
    ) {
        let written = |key: &CellKey| (key.written(&self.names), key.clone());
        let mut keys: HashMap<String, CellKey> = counts.keys().map(written).collect();
        let mut changes = BTreeMap::new();
        for then in &releases.releases[last].cells {
            // Without a key nobody is in it any more.
            let key = keys.remove(&then.cell);
            let Some(key) = key.or_else(|| CellKey::read(&then.cell, &self.names)) else {
                continue;
            };
            let count = counts.get(&key).copied().unwrap_or(0);
            let known = releases.releases[then.since as usize].households.as_ref();
            let distance = if let Some(households) = known.filter(|_| is_of_households(&key)) {
                let changes = changes
                    .entry(then.since)
                    .or_insert_with(|| self.households.changes_since(households, plan));
                changes.get(&key).copied().unwrap_or(0)
            } else {
                // At least so many joined or left; whose households are gone stays no shorter for it.
                count.abs_diff(then.count)
            };
            if distance < self.limit(releases, furthest, (then.since, &then.cell)) {
                let kept = Kept {
                    since: then.since,
                    held: HeldCount {
                        drawn: then.drawn,
                        count: then.count,
                        range: then.range,
                    },
                };
                self.held.insert(key, kept);
            }
        }
        // Nobody was in these, and nothing was printed.
        let since = number(last);
        let is_restored = releases.restored_at(since).is_some();
        let kept = |(cell, key): (String, CellKey)| {
            let is_never_hidden = key.is_of_groups();
            let limit = self.limit(releases, furthest, (since, &cell));
            let drawn = is_never_hidden.then_some(0);
            let is_held = counts[&key] < limit && (is_restored || !is_never_hidden);
            let held = HeldCount {
                drawn,
                count: 0,
                range: [0, u64::MAX],
            };
            is_held.then_some((key, Kept { since, held }))
        };
        let new: Vec<_> = keys.into_iter().filter_map(kept).collect();
        self.held.extend(new);
    }

    /// From how large a distance on a number is drawn anew. Of a release whose ledger was lost only the printed number is
    /// known: it may be off already, and where its time ends must tell nobody what the count is.
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

/// Each release takes megabytes, so there are never so many that 32 bits do not number them.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Whether it is known which households a count has. Clients who are not linked have none, and the rest of sets hangs on what
/// is hidden.
fn is_of_households(key: &CellKey) -> bool {
    key.unit != Unit::Client && !matches!(key.event, Event::OtherSets(_))
}
