//! What clients ask for and the register has, of all kinds of tokens in one reading of each hand-over.

use std::ops::Range;

use rayon::prelude::*;

use super::clients::{Asking, Clients};
use super::finder::{Finder, Kinds};
use crate::error::{Error, Result};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::vocabulary::{Progress, ResidentIx, SeekerIx};

/// The tokens that clients ask for, and who has them.
pub(super) struct Reading {
    /// Sorted by token, as it is turned, and kind.
    asking: Vec<Asking>,
    pub(super) finder: Finder,
    /// By kind the index of a token and a resident who has it.
    found: Vec<Vec<(u32, ResidentIx)>>,
}

impl Reading {
    /// Reads the tokens of the clients that are still sought, and who of the register has them.
    ///
    /// # Errors
    /// When a file cannot be read, or the user stops.
    pub(super) fn of(
        handovers: &HandoverSet,
        clients: &Clients,
        columns: &[Vec<TokenColumn>],
        progress: &dyn Progress,
    ) -> Result<Self> {
        let kinds = Kinds::of(columns.iter().map(Vec::as_slice));
        let mut reading = Self::asked(&handovers.providers, clients, &kinds)?;
        reading.found = vec![Vec::new(); columns.len()];
        reading.scan(&handovers.register, &kinds, progress)?;
        Ok(reading)
    }

    /// What the clients ask for; nobody has looked for it yet.
    pub(super) fn asked(providers: &[Handover], clients: &Clients, kinds: &Kinds) -> Result<Self> {
        let mut asking = clients.asking(providers, kinds)?;
        asking.par_sort_unstable();
        let finder = Finder::new(asking.iter().map(|one| (one.token, one.kind)))?;
        Ok(Self {
            asking,
            finder,
            found: Vec::new(),
        })
    }

    fn scan(&mut self, register: &Handover, kinds: &Kinds, progress: &dyn Progress) -> Result<()> {
        if self.asking.is_empty() {
            return Ok(());
        }
        let (finder, found) = (&self.finder, &mut self.found);
        register.fold_tokens(
            |tokens| {
                // Kind by kind, so that the filter of one stays in the cache of a core.
                let mut of_kinds = vec![Vec::new(); kinds.len()];
                for (person, column, token) in tokens.each() {
                    if let Some(kind) = kinds.kind(column) {
                        of_kinds[usize::from(kind)].push((token, ResidentIx::at(person)));
                    }
                }
                let hits = (0..).zip(of_kinds);
                let hits = hits.map(|(kind, tokens)| finder.indexes(&tokens, kind));
                Ok((hits.collect(), tokens.len() as u64))
            },
            &mut |(hits, read): (Vec<_>, _)| {
                for (found, hits) in found.iter_mut().zip(hits) {
                    found.extend(hits);
                }
                went_on(progress, read)
            },
        )
    }

    /// Tokens, of all kinds.
    pub(super) fn tokens(&self) -> usize {
        self.finder.len()
    }

    /// The index of each token of these kinds and a resident who has it.
    pub(super) fn found(&self, kinds: Range<usize>) -> impl Iterator<Item = (usize, ResidentIx)> {
        let found = self.found[kinds].iter().flatten();
        found.map(|(index, person)| (*index as usize, *person))
    }

    /// Each client that asks for a token of this kind, and the index of the token.
    pub(super) fn asking(&self, kind: usize) -> impl Iterator<Item = (SeekerIx, usize)> {
        let mut index = 0;
        let mut before = self.asking.first();
        let all = self.asking.iter().map(move |one| {
            if before.is_some_and(|before| (before.token, before.kind) != (one.token, one.kind)) {
                index += 1;
            }
            before = Some(one);
            (one, index)
        });
        all.filter(move |(one, _)| usize::from(one.kind) == kind)
            .map(|(one, index)| (one.client, index))
    }
}

/// So many tokens of the register were read.
///
/// # Errors
/// When the user stops.
pub(super) fn went_on(progress: &dyn Progress, read: u64) -> Result<()> {
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    progress.advance(read);
    Ok(())
}
