//! Linking by rules, elsewhere: the tokens of hand-overs as tables and the rules as SQL; answers in, decided clients out.

mod ladder;
mod standing;
mod tables;

use std::collections::BTreeMap;
use std::slice::from_ref;

use super::address::Homes;
use super::bsn;
use super::clients::Clients;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::cluster::{Answers, Checked, Order, Statements, Tables};
use crate::pseudonymous::handover::{Expected, Handover, HandoverSet};
use crate::vocabulary::{HouseholdIx, Progress};
use ladder::{Asked, OF_CLIENT, OF_PERSON, RuleKinds};
use standing::{NONE, place, standing};

/// Links that are made elsewhere.
#[derive(Clone, Copy)]
pub struct Elsewhere<'a> {
    /// Who makes them.
    pub answers: &'a dyn Answers,
    /// The name of the run.
    pub run: &'a str,
}

/// What the rules of linking ask of hand-overs, as two statements: which tokens are seen, and how far the search for each client comes.
pub(super) struct Ladder<'a> {
    handovers: &'a HandoverSet,
    homes: &'a Homes<'a>,
    kinds: RuleKinds,
    asked: Asked,
    statements: Statements,
    run: &'a str,
}

impl<'a> Ladder<'a> {
    /// Of hand-overs; `run` names the run.
    ///
    /// # Errors
    /// When links are weighed, which takes more than rules, or a hand-over cannot be read.
    pub(super) fn of(
        handovers: &'a HandoverSet,
        homes: &'a Homes<'a>,
        expected: &Expected,
        run: &'a str,
    ) -> Result<Self> {
        if expected.profile == TokenProfile::Strict {
            let message = "profile `strict` weighs all tokens against each other, which a cluster is not asked to";
            return Err(Error::new(Code::UsageInvalid, message).hint(
                "leave out `links` under [engine]; profiles `id` and `standard` link by rules",
            ));
        }
        let mut clients = 0;
        for provider in &handovers.providers {
            let filled = provider.filled()?.iter();
            clients += filled.filter(|filled| filled.count() > 0).count();
        }
        let kinds = RuleKinds::of_rules();
        let asked = Asked {
            clients,
            has_bsns: bsn::are_in(&handovers.register)?,
            by_address: !expected.by_address.is_empty(),
        };
        let questions = [ladder::seen(), ladder::links(asked)];
        Ok(Self {
            statements: Statements::of(run, ladder::views(&kinds, asked), questions),
            handovers,
            homes,
            kinds,
            asked,
            run,
        })
    }

    /// What a cluster needs to link them.
    pub(super) fn order(&self) -> Order<'_> {
        Order {
            run: self.run,
            statements: &self.statements,
            tables: self,
        }
    }

    /// Decides all clients as the answers have it; by client that is linked also the private household at the address that its provider
    /// gives, empty where no service counts by address.
    ///
    /// # Errors
    /// When an answer is missing, is not whole or not of these hand-overs, or the user stops.
    pub(super) fn decide(
        &self,
        clients: &mut Clients,
        answers: &dyn Answers,
        progress: &dyn Progress,
    ) -> Result<Vec<Option<HouseholdIx>>> {
        answers.prepare(&self.order())?;
        let (seen, links) = (&self.statements.list[0], &self.statements.list[1]);
        progress.begin("linking", Some(2));
        let mut counts = Counts::new();
        self.statements.ask(seen, answers, progress, &mut |row| {
            let Some((counted, key)) = row.split_last() else {
                return Ok(());
            };
            let before = counts.insert(key.to_vec(), *counted);
            before.map_or(Ok(()), |_| Err(TWICE))
        })?;
        if counts != self.counts()? {
            return Err(seen.wrong("it does not see all tokens of these hand-overs, each once"));
        }
        let many = clients.standing.len();
        let mut decided = Decided {
            ladder: self,
            seen: vec![false; many],
            given: vec![None; if self.asked.by_address { many } else { 0 }],
            clients,
        };
        self.statements
            .ask(links, answers, progress, &mut |row| decided.take(row))?;
        let sought = decided.seen.iter().filter(|one| **one);
        if sought.count() != self.asked.clients {
            return Err(links.wrong("it does not link all clients of these hand-overs, each once"));
        }
        progress.end();
        Ok(decided.given)
    }

    /// What a cluster that sees all counts.
    pub(super) fn counts(&self) -> Result<Counts> {
        let HandoverSet {
            register,
            providers,
        } = self.handovers;
        let kinds = self.kinds.of_columns();
        let mut counts = Counts::new();
        let mut count = |key| *counts.entry(key).or_default() += 1;
        for (table, handovers) in [(0, &providers[..]), (1, from_ref(register))] {
            for handover in handovers {
                for filled in handover.filled()?.iter() {
                    let kinds = filled.columns().filter_map(|column| kinds.kind(column));
                    kinds.for_each(|kind| count(vec![table, kind.into()]));
                }
            }
        }
        let homes = self.homes.residents();
        homes.for_each(|(_, home)| count(vec![2, self.homes.is_private(home).into()]));
        Ok(counts)
    }
}

impl Tables for Ladder<'_> {
    fn write(&self, folder: &WholeFolder) -> Result<Vec<(&'static str, usize)>> {
        let HandoverSet {
            register,
            providers,
        } = self.handovers;
        let kinds = self.kinds.of_columns();
        let write = |table, names, handovers: &[Handover]| {
            let rows = tables::write_tokens((folder, table), names, &kinds, handovers)?;
            Ok((table, rows))
        };
        Ok(vec![
            write("client_tokens", OF_CLIENT, providers)?,
            write("register_tokens", OF_PERSON, from_ref(register))?,
            ("residents", tables::write_residents(folder, self.homes)?),
        ])
    }
}

/// By table and kind of token, or whether a home is private, how many there are.
pub(super) type Counts = BTreeMap<Vec<i64>, i64>;

const TWICE: &str = "a row is there twice";

/// Clients that are decided row by row.
struct Decided<'a> {
    ladder: &'a Ladder<'a>,
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
        let homes = self.ladder.homes;
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
