//! A run within a given amount of memory: it links and counts some of the households at a time.

use std::collections::BTreeSet;

use super::release::{Counted, Run, STAGES, Verified};
use super::unusual::answered;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::ledger::Ledger;
use crate::pseudonymous::link::{Beside, Need, Parts, Room, UseKey};
use crate::pseudonymous::measure::{Snapshot, count_parts};
use crate::vocabulary::{Dimension, KeyId, ProviderIx, ServiceIx};

impl Run<'_> {
    /// What is left to work with beside these hand-overs, of which so many bytes came in envelopes; nothing where no memory was given.
    ///
    /// # Errors
    /// When it is too little, or the run cannot keep to it.
    pub(super) fn room(
        &self,
        handovers: &[Handover],
        packed: u64,
        key: Option<KeyId>,
    ) -> Result<Option<Room>> {
        let Some(memory) = self.memory else {
            return Ok(None);
        };
        if self.agreement.expected().profile == TokenProfile::Strict {
            let message = "--memory: profile `strict` weighs all tokens against each other, and keeps to no given memory";
            return Err(Error::new(Code::UsageInvalid, message).hint(
                "run without --memory; profiles `id` and `standard` under [tokens] keep to it",
            ));
        }
        if self.links.or(self.answers).is_some() {
            self.refuse_memory()?;
        }
        if handovers.is_empty() && packed < memory {
            // What they have is not known yet.
            return Ok(None);
        }
        let ledger = key.map(|key| Ledger::size(&self.agreement.ledger_folder(), key));
        let plan = self.agreement.stack_plan();
        let beside = Beside {
            packed,
            ledger: ledger.unwrap_or(0),
            services: (plan.services.len() + plan.needs.len()) as u64,
            by_area: [Dimension::Wijk, Dimension::Buurt]
                .into_iter()
                .any(|by| plan.dimensions.has(by)),
            is_exact: self.is_internal,
        };
        Need::of(handovers, beside).room(memory).map(Some)
    }

    /// Refuses to keep to some memory where all households are needed at once.
    ///
    /// # Errors
    /// As described.
    pub(super) fn refuse_memory(&self) -> Result<()> {
        if self.memory.is_none() {
            return Ok(());
        }
        let message =
            "--memory: only a run that counts by itself can count some households at a time";
        Err(Error::new(Code::UsageInvalid, message)
            .hint("run without --memory, or without [engine] in the agreement"))
    }
}

impl<'a> Verified<'a> {
    /// Links and counts; what does not fit in the memory of the run lies sealed in `folder` meanwhile.
    ///
    /// # Errors
    /// As those of [`Verified::linked`] and [`Linked::counted`](super::Linked::counted), and when the disk refuses.
    pub(super) fn counted_within(
        mut self,
        room: Room,
        folder: &WholeFolder,
    ) -> Result<Counted<'a>> {
        let (run, expected) = (self.run, self.run.agreement.expected());
        run.progress.stage(2, STAGES);
        let within = (room, folder);
        let key = self.key.as_ref();
        let mut parts = Parts::link(&self.handovers, &expected, key, within, run.progress)?;
        let plan = run.agreement.stack_plan();
        run.progress.stage(3, STAGES);
        let beside = folder
            .partial()
            .parent()
            .unwrap_or_else(|| folder.partial());
        let households = self.ledger.as_ref().map(|_| Snapshot::stored_in(beside));
        let mut households = households.transpose()?;
        let mut bring: BTreeSet<(ServiceIx, ProviderIx)> = BTreeSet::new();
        let exact = count_parts(&mut parts, &plan, run.progress, &mut |town| {
            let uses = town.uses.iter().copied().map(UseKey::unpack);
            bring.extend(uses.map(|one| (one.service, one.provider)));
            match &mut households {
                Some(households) => households.add(town.snapshot(&plan)?),
                None => Ok(()),
            }
        })?;
        parts.end()?;
        let history = self.history(&exact, &plan, || Ok(households.unwrap_or_default()))?;
        let bringers = |service| {
            let of_service = bring.iter().filter(|(one, _)| *one == service);
            of_service.map(|(_, provider)| *provider).collect()
        };
        let answers = answered(history.as_ref(), run.accepts, &bringers, run.agreement)?;
        self.seen.accept(answers);
        Ok(Counted {
            history,
            verified: self,
            exact,
        })
    }
}
