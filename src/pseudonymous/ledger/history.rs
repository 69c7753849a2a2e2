//! Which counts stay as they were printed, and since when.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet};
use rayon::prelude::*;
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

/// A count that is not yet known to be held or drawn anew.
struct Open {
    /// As it is written in the ledger.
    cell: String,
    key: CellKey,
    count: u64,
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
        let names = &self.names;
        let open = |(key, count): (CellKey, u64)| Open {
            cell: key.written(names),
            key,
            count,
        };
        let mut open: Vec<Open> = counts(exact).into_par_iter().map(open).collect();
        // Nobody is in these any more.
        let known: HashSet<&str> = open.iter().map(|one| one.cell.as_str()).collect();
        let gone = releases.releases[*first].cells.par_iter();
        let gone = gone.filter(|then| !known.contains(then.cell.as_str()));
        let gone = gone.filter_map(|then| {
            Some(Open {
                cell: then.cell.clone(),
                key: CellKey::read(&then.cell, names)?,
                count: 0,
            })
        });
        let gone: Vec<Open> = gone.collect();
        open.extend(gone);
        let mut changes = Changes::new();
        for past in kinds {
            let cells = &releases.releases[*past].cells;
            self.change_since(cells, &mut changes, (releases, plan))?;
            let cells: HashMap<&str, &Then> = (cells.iter())
                .map(|then| (then.cell.as_str(), then))
                .collect();
            let known = (number(*past), releases, furthest, &changes);
            let kept = open.par_iter();
            let kept = kept.map(|one| self.kept(one, cells.get(one.cell.as_str()).copied(), known));
            let kept: Vec<Option<Kept>> = kept.collect();
            let mut different = Vec::new();
            for (one, kept) in open.into_iter().zip(kept) {
                match kept {
                    Some(kept) => _ = self.held.insert(one.key, kept),
                    None => different.push(one),
                }
            }
            open = different;
        }
        Ok(())
    }

    /// How a count is held by a release that drew it as it was `then`; `None` where it is drawn anew.
    fn kept(
        &self,
        one: &Open,
        then: Option<&Then>,
        (past, releases, furthest, changes): (u32, &Chain, u64, &Changes),
    ) -> Option<Kept> {
        if let Some(then) = then {
            let limit = self.limit(releases, furthest, (then.since, &then.cell));
            return (distance(one, then, changes) < limit).then(|| Kept::of(then));
        }
        // Nobody was in it, and nothing was printed.
        let is_restored = releases.restored_at(past).is_some();
        let is_never_hidden = one.key.is_of_groups();
        let limit = self.limit(releases, furthest, (past, &one.cell));
        let is_near = one.count < limit && (is_restored || !is_never_hidden);
        is_near.then(|| Kept::nobody(is_never_hidden.then_some(0), past))
    }

    /// Finds out who joined and left since each release that counts stand since, where its households are known.
    fn change_since(
        &self,
        cells: &[Then],
        changes: &mut Changes,
        (releases, plan): (&Chain, &StackPlan),
    ) -> Result<()> {
        let since: BTreeSet<u32> = cells.iter().map(|then| then.since).collect();
        for since in since {
            let households = releases.releases[since as usize].households.as_ref();
            if let (Some(then), Entry::Vacant(free)) = (households, changes.entry(since)) {
                free.insert(self.households.changes_since(then, plan)?);
            }
        }
        Ok(())
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

/// How many joined and left since a count was drawn, where that is known; else at least so many.
fn distance(one: &Open, then: &Then, changes: &Changes) -> u64 {
    let known = changes.get(&then.since);
    match known.filter(|_| is_of_households(&one.key)) {
        Some(changes) => changes.get(&one.key).copied().unwrap_or(0),
        None => one.count.abs_diff(then.count),
    }
}

/// Whether the households of a count are known. Clients who are not linked have none, which sets are in `other` depends on
/// what is hidden, and when a household used what, or how sure that is, is not kept.
fn is_of_households(key: &CellKey) -> bool {
    key.unit != Unit::Client
        && key.is_of_what_is_kept()
        && !matches!(key.event, Event::OtherSets(_))
}
