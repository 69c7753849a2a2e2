//! Groups the rows of clients.

use super::client::{Client, Grouped};
use crate::error::Result;
use crate::keys::Digest;
use crate::pseudonymous::{Combinations, PseudonymousRecord, Tokens};
use crate::vocabulary::{ServiceIx, When};

/// A client whose rows are all in.
pub(super) struct Whole {
    /// Its number, from 0.
    pub(super) number: u64,
    pub(super) tokens: Tokens,
    pub(super) is_outside: bool,
    /// At least one.
    pub(super) uses: Vec<(ServiceIx, When)>,
}

/// Clients that are grouped in one go, while those before are put.
const CLIENTS: usize = 1024;

/// Groups rows that come sorted by client and row. `put` gets each client of which a use counts, on another thread than `next`.
pub(super) fn group(
    services: usize,
    mut next: impl FnMut() -> Result<Option<PseudonymousRecord>> + Send,
    mut put: impl FnMut(Whole) -> Result<()> + Send,
) -> Result<Grouped> {
    let mut grouping = Grouping::new(services);
    let (mut whole, mut coming) = (Vec::new(), Vec::with_capacity(CLIENTS));
    loop {
        let (is_put, has_more) = rayon::join(
            || whole.drain(..).try_for_each(&mut put),
            || grouping.fill(&mut next, &mut coming),
        );
        is_put?;
        std::mem::swap(&mut whole, &mut coming);
        if !has_more? && whole.is_empty() {
            return Ok(grouping.finish());
        }
    }
}

/// Rows on their way to clients, and what is counted of both.
struct Grouping {
    grouped: Grouped,
    combinations: Combinations,
    without_quarters: Option<Combinations>,
    client: Client,
    /// Whose rows are taken.
    current: Option<Digest>,
}

impl Grouping {
    fn new(services: usize) -> Self {
        Self {
            grouped: Grouped::default(),
            combinations: Combinations::default(),
            without_quarters: None,
            client: Client::new(services),
            current: None,
        }
    }

    /// Takes rows until so many clients are whole; tells whether there may be more.
    fn fill(
        &mut self,
        next: &mut impl FnMut() -> Result<Option<PseudonymousRecord>>,
        whole: &mut Vec<Whole>,
    ) -> Result<bool> {
        while whole.len() < CLIENTS {
            let record = next()?;
            let digest = record.as_ref().map(|record| record.client.digest());
            if self.current.is_some() && self.current != digest {
                whole.extend(self.end_client());
            }
            self.current = digest;
            let Some(record) = &record else {
                return Ok(false);
            };
            self.client.add(record, &mut self.grouped)?;
        }
        Ok(true)
    }

    /// Counts the client at hand; nothing where none of its uses counts.
    fn end_client(&mut self) -> Option<Whole> {
        let (tokens, is_outside) = self.client.tokens();
        let uses = self.client.take_uses();
        if uses.is_empty() {
            return None;
        }
        let others = (is_outside, tokens.filled());
        let is_in_quarter = |(_, when): &(_, When)| when.meets(When::QUARTERS);
        if self.without_quarters.is_none() && uses.iter().any(is_in_quarter) {
            // None of those before had a quarter.
            self.without_quarters = Some(self.combinations.clone());
        }
        self.combinations.add(&(&uses, others));
        if let Some(without_quarters) = &mut self.without_quarters {
            let told = When::ALWAYS.or(When::FLOW);
            let uses = uses
                .iter()
                .map(|(service, when)| (*service, when.and(told)));
            without_quarters.add(&(uses.collect::<Vec<_>>(), others));
        }
        let number = self.grouped.clients;
        self.grouped.clients += 1;
        Some(Whole {
            number,
            tokens,
            is_outside,
            uses,
        })
    }

    fn finish(mut self) -> Grouped {
        self.grouped.rare = self.combinations.rare();
        self.grouped.rare_without_quarters = self.without_quarters.map(|all| all.rare());
        self.grouped
    }
}
