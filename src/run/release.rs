//! A run, from hand-overs to a release. Each stage takes the one before it by value.

use std::cell::Cell;
use std::path::Path;

use super::ledger::open_or_restore;
use super::outcome::Released;
use super::public_files::{Placed, PublicFiles};
use super::public_totals;
use super::unusual::{answered, bringers};
use super::writing::{begin, estimated};
use crate::agreement::Agreement;
use crate::error::Result;
use crate::files::Existing;
use crate::keys::{Identity, ReleaseKey, SigningKey};
use crate::pseudonymous::cells::TableDef;
use crate::pseudonymous::cluster::Answers;
use crate::pseudonymous::handover::{
    Agreed, Fits, Handover, HandoverSet, Objection, SeenDeliveries,
};
use crate::pseudonymous::ledger::{Entry, History, Ledger, Making};
use crate::pseudonymous::link::{Elsewhere, LinkedTown, NotCompared, Room, link_as};
use crate::pseudonymous::measure::{ExactTables, Snapshot, StackPlan};
use crate::pseudonymous::protect::published::Audited;
use crate::pseudonymous::protect::{PublicTotal, Rules, protect_held};
use crate::released::calculate::{ReleaseTables, calculate};
use crate::released::runs::RunRecord;
use crate::released::witness::Witnesses;
use crate::vocabulary::{Day, Progress, ProviderId, Silent};

/// What a run is made of: `Run { is_internal: true, ..Run::of(&agreement) }`.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The agreement, without the providers that are left out.
    pub agreement: &'a Agreement,
    /// The folder that holds a hand-over per party; `None` where they stand as agreed.
    pub handovers: Option<&'a Path>,
    /// What decrypts the hand-overs.
    pub identity: Option<&'a Identity>,
    /// What signs the release; it is the key of the analyst in the agreement, where that lists one.
    pub signing: Option<&'a SigningKey>,
    /// Whether the counts stay exact, and inside.
    pub is_internal: bool,
    /// Whether a delivery may be older than one counted before.
    pub accepts_older: bool,
    /// Whose hand-overs a person has looked at and accepts, though they are unusual.
    pub accepts: &'a [ProviderId],
    /// Whether the rounding of the series may start anew, under another release key or profile.
    pub is_new_series: bool,
    /// The last release of the series, where the ledger is lost: its numbers are what is known of those before.
    pub restore: Option<&'a Path>,
    /// Tables of your own, to look at after the gate; a release holds those of the list only, as `verify` knows no other.
    pub own_tables: &'a [&'static TableDef],
    /// Who finds the households of clients; `None` links here.
    pub links: Option<&'a dyn Answers>,
    /// Who counts the households; `None` counts them here.
    pub answers: Option<&'a dyn Answers>,
    /// How many bytes of memory the run may take, where it must take no more than it would. It then links and counts some of the
    /// households at a time, and what does not fit goes sealed to the folder of the release; the tables are the same.
    pub memory: Option<u64>,
    /// Which made-up towns are to show how little the tables tell of hidden counts.
    pub witnesses: Witnesses,
    /// Who listens to the long steps, and may stop them.
    pub progress: &'a dyn Progress,
}

/// Does some work on another thread, and meanwhile the rest here.
fn meanwhile<T: Send, U>(work: impl Fn() -> T + Sync, rest: impl FnOnce() -> U) -> (T, U) {
    let mut done = None;
    let rest = rayon::in_place_scope(|beside| {
        beside.spawn(|_| done = Some(work()));
        rest()
    });
    (done.unwrap_or_else(work), rest)
}

/// Verify, link, count, protect, write.
pub(super) const STAGES: usize = 5;

impl<'a> Run<'a> {
    /// A protected run of the hand-overs as they were agreed.
    #[must_use]
    pub const fn of(agreement: &'a Agreement) -> Self {
        Self {
            agreement,
            handovers: None,
            identity: None,
            signing: None,
            is_internal: false,
            accepts_older: false,
            accepts: &[],
            is_new_series: false,
            restore: None,
            own_tables: &[],
            links: None,
            answers: None,
            memory: None,
            witnesses: Witnesses::None,
            progress: &Silent,
        }
    }

    /// Verifies the hand-overs before a row of them is read.
    ///
    /// # Errors
    /// When a hand-over or the release key is not there, is not as agreed, or is older than one counted before.
    pub fn verified(self) -> Result<Verified<'a>> {
        self.progress.stage(1, STAGES);
        let agreement = self.agreement;
        let rules = agreement.rules(self.is_internal)?;
        let inputs = agreement.run_inputs(self.handovers, self.is_internal)?;
        let key = (inputs.release_key.as_deref().map(ReleaseKey::read)).transpose()?;
        let expected = agreement.expected();
        let (register, providers) = (&inputs.register, &inputs.providers);
        let seen = SeenDeliveries::beside(&agreement.release_key_path())?;
        let is_older = |handover: &Handover| {
            if self.accepts_older {
                return Ok(());
            }
            seen.refuse_older(handover)
        };
        let (identity, progress) = (self.identity, self.progress);
        let key_id = key.as_ref().map(ReleaseKey::id);
        let all: Vec<&Agreed> = std::iter::once(register).chain(providers).collect();
        let room = Cell::new(None);
        let fits = |handovers: &[Handover], packed| {
            room.set(self.room(handovers, packed, key_id)?);
            Ok(())
        };
        let checks: (Fits<'_>, Objection<'_>) = (&fits, &is_older);
        let of_key = (key.as_ref(), identity);
        let beside = || {
            rayon::join(
                || PublicFiles::read(agreement, &inputs),
                || open_or_restore(agreement, of_key, self.is_new_series, self.restore),
            )
        };
        let ((public, ledger), handovers) = meanwhile(beside, || {
            HandoverSet::open_within(&all, &expected, identity, checks, progress)
        });
        let (public, handovers) = (public?, handovers?);
        let totals = agreement.public_totals().filter(|_| !self.is_internal);
        let totals = public_totals::read(totals.as_deref())?;
        let ledger = ledger?;
        let how = (self.is_internal, self.accepts);
        let record = agreement.run_record(&handovers, &rules, key_id, how, public.records())?;
        let keep_until = agreement.earliest_day_of(&handovers);
        Ok(Verified {
            ledger,
            totals,
            public,
            record,
            keep_until,
            not_compared: NotCompared::default(),
            room: room.get(),
            run: self,
            rules,
            key,
            handovers,
            seen,
        })
    }

    /// Makes the release and writes it to `folder/<release>/`.
    ///
    /// # Errors
    /// As each stage; when there are tables of your own; and when the release is there already, its series was rounded with another release key, or the
    /// agreement lists another signing key.
    pub fn release(self, folder: &Path, existing: Existing) -> Result<Released> {
        let verified = self.ready(folder)?;
        // The path is claimed before the long steps, which would else be done for nothing.
        let whole = begin(&folder.join(&verified.record.release), existing)?;
        let counted = match verified.room {
            None => verified.linked()?.counted()?,
            Some(room) => verified.counted_within(room, &whole)?,
        };
        counted.protected()?.write(whole)
    }
}

/// A run whose hand-overs are as agreed.
pub struct Verified<'a> {
    pub(super) run: Run<'a>,
    pub(super) rules: Rules,
    /// What anyone can look up.
    pub(super) totals: Vec<PublicTotal>,
    public: PublicFiles,
    pub(super) key: Option<ReleaseKey>,
    pub(super) handovers: HandoverSet,
    pub(super) seen: SeenDeliveries,
    pub(super) ledger: Option<Ledger>,
    pub(super) keep_until: Option<Day>,
    pub(super) record: RunRecord,
    /// What linking did not compare.
    pub(super) not_compared: NotCompared,
    /// What is left to work with, where the memory is given.
    room: Option<Room>,
}

impl<'a> Verified<'a> {
    /// Joins clients to households; the tokens end here.
    ///
    /// # Errors
    /// When a hand-over cannot be read to its end, the user stops, or the run is to keep to some memory: here are all households.
    pub fn linked(self) -> Result<Linked<'a>> {
        self.run.refuse_memory()?;
        let (expected, progress) = (self.run.agreement.expected(), self.run.progress);
        progress.stage(2, STAGES);
        let run = &self.record.release;
        let elsewhere = self.run.links.map(|answers| Elsewhere { answers, run });
        let key = self.key.as_ref();
        let town = link_as(&self.handovers, &expected, key, elsewhere, progress)?;
        let verified = Self {
            not_compared: town.not_compared.clone(),
            ..self
        };
        Ok(Linked { verified, town })
    }

    /// What earlier releases of the series mean for one of these counts; nothing where no ledger is kept.
    pub(super) fn history(
        &self,
        exact: &ExactTables,
        plan: &StackPlan,
        households: impl FnOnce() -> Result<Snapshot>,
    ) -> Result<Option<History>> {
        let by = (plan, &self.rules.profile);
        let ledger = self.ledger.as_ref();
        ledger
            .map(|ledger| ledger.history(&self.making(), exact, households()?, by))
            .transpose()
    }

    /// The release, as the ledger will know it.
    pub(super) fn making(&self) -> Making<'_> {
        Making {
            release: &self.record.release,
            reference_date: self.record.reference_date,
            keep_until: self.keep_until,
        }
    }

    /// Who signed, and has no key in the agreement.
    pub(super) fn signers_without_key(&self) -> Vec<String> {
        let expected = self.run.agreement.expected();
        self.handovers.signers_without_key(&expected.signers)
    }
}

/// A run whose households are known.
pub struct Linked<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) town: LinkedTown,
}

impl<'a> Linked<'a> {
    /// Counts; nothing of a single household is left but what the ledger seals.
    ///
    /// # Errors
    /// When the user stops, the series counts by other areas or bands, or an unusual hand-over is not accepted.
    pub fn counted(mut self) -> Result<Counted<'a>> {
        let run = self.verified.run;
        let mut plan = run.agreement.stack_plan();
        plan.tables.extend(run.own_tables);
        run.progress.stage(3, STAGES);
        let exact = self.exact(&plan)?;
        let households = || self.town.snapshot(&plan);
        let history = self.verified.history(&exact, &plan, households)?;
        let bringers = |service| bringers(&self.town, service);
        let answers = answered(history.as_ref(), run.accepts, &bringers, run.agreement)?;
        self.verified.seen.accept(answers);
        Ok(Counted {
            history,
            verified: self.verified,
            exact,
        })
    }
}

/// A run with exact counts.
pub struct Counted<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) exact: ExactTables,
    pub(super) history: Option<History>,
}

impl<'a> Counted<'a> {
    /// Protects the counts, and calculates shares and lift from what is published of them.
    ///
    /// # Errors
    /// When a count cannot be protected.
    pub fn protected(mut self) -> Result<Protected<'a>> {
        let held = self.history.as_ref().map(History::held).unwrap_or_default();
        let Verified {
            run, rules, totals, ..
        } = &self.verified;
        run.progress.stage(4, STAGES);
        let (published, drawn) = protect_held(self.exact, rules, &held, totals)?;
        let settings = self.verified.run.agreement.calculate_settings();
        let mut tables = calculate(&published, &settings);
        let (audited, profile) = (published.audited(), published.profile().clone());
        // Of a country as much as the tables, and a second's work to give back.
        rayon::spawn(move || drop(published));
        let comparable = self.verified.record.comparable(&tables);
        let placed = (self.verified.public).placed(&mut tables, &self.verified.record)?;
        let record = &self.verified.record;
        let rounding = profile.rounding.as_ref();
        let agreement = self.verified.run.agreement;
        let estimates = estimated(&tables, (agreement, record), rounding, &placed.verdicts);
        tables.tables.extend(estimates);
        Ok(Protected {
            placed,
            tables,
            audited,
            entry: self
                .history
                .map(|history| Entry::new(history, drawn, comparable)),
            verified: self.verified,
        })
    }
}

/// A run with the tables of its release.
pub struct Protected<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) tables: ReleaseTables,
    pub(super) placed: Placed,
    pub(super) audited: Audited,
    pub(super) entry: Option<Entry>,
}

impl Protected<'_> {
    /// The tables, as they are released.
    #[must_use]
    pub fn tables(&self) -> &ReleaseTables {
        &self.tables
    }
}
