//! Clients that are decided elsewhere, by rules.

use super::standing::{NONE, place, standing};
use super::{Asked, NOT_ALL, TWICE};
use crate::error::Result;
use crate::pseudonymous::cluster::{Answers, Checked};
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::clients::Clients;
use crate::vocabulary::{HouseholdIx, Progress};

impl Asked<'_> {
    /// Decides all clients as the answers have it; by client that is linked also the private household at the address that its provider
    /// gives, empty where no service counts by address.
    ///
    /// # Errors
    /// When an answer is missing, is not whole or not of these hand-overs, or the user stops.
    pub(in crate::pseudonymous::link) fn decide(
        &self,
        clients: &mut Clients,
        answers: &dyn Answers,
        progress: &dyn Progress,
    ) -> Result<Vec<Option<HouseholdIx>>> {
        let many = clients.standing.len();
        let mut decided = Decided {
            homes: self.homes,
            seen: vec![false; many],
            given: vec![None; if self.scope.by_address { many } else { 0 }],
            clients,
        };
        for links in self.begin(answers, progress)? {
            self.statements
                .ask(links, answers, progress, &mut |row| decided.take(row))?;
            let sought = decided.seen.iter().filter(|one| **one);
            if sought.count() != self.scope.clients {
                return Err(links.wrong(NOT_ALL));
            }
        }
        progress.end();
        Ok(decided.given)
    }
}

/// Clients that are decided row by row.
struct Decided<'a> {
    homes: &'a Homes<'a>,
    clients: &'a mut Clients,
    seen: Vec<bool>,
    /// By client the private household at the address that its provider gives.
    given: Vec<Option<HouseholdIx>>,
}

impl Decided<'_> {
    fn take(&mut self, row: &[i64]) -> Checked<()> {
        let [client, number, whom, given] = *row else {
            return Ok(());
        };
        let homes = self.homes;
        let (persons, households) = (homes.persons.household.len(), homes.households.kind.len());
        let client = place(client, self.clients.standing.len())?;
        if std::mem::replace(&mut self.seen[client], true) {
            return Err(TWICE);
        }
        self.clients.standing[client] = standing((number, whom), (persons, households))?;
        // None is asked for where no service counts by address.
        if given != NONE
            && let Some(of_client) = self.given.get_mut(client)
        {
            let home = HouseholdIx::at(place(given, households)?);
            *of_client = Some(home).filter(|home| homes.is_private(*home));
        }
        Ok(())
    }
}
