//! Linking elsewhere: the tokens of hand-overs as tables, and what is asked of them as SQL. Links by rules are made there; of links that are
//! weighed, who shares which tokens is found there.

mod rules;
mod shared;
mod sql;
mod standing;
mod tables;

use std::collections::BTreeMap;
use std::slice::from_ref;

use super::address::Homes;
use super::bsn;
use super::finder;
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::cluster::{Answers, Order, Statement, Statements, Tables};
use crate::pseudonymous::handover::{Expected, Handover, HandoverSet};
use crate::vocabulary::Progress;
use sql::Scope;

/// Links that are made elsewhere.
#[derive(Clone, Copy)]
pub struct Elsewhere<'a> {
    /// Who makes them.
    pub answers: &'a dyn Answers,
    /// The name of the run.
    pub run: &'a str,
}

/// What is asked of hand-overs: first which tokens are seen, then what links are made of.
pub(super) struct Asked<'a> {
    handovers: &'a HandoverSet,
    homes: &'a Homes<'a>,
    kinds: finder::Kinds,
    scope: Scope,
    statements: Statements,
    run: &'a str,
}

impl<'a> Asked<'a> {
    /// Of hand-overs; `run` names the run.
    ///
    /// # Errors
    /// When a hand-over cannot be read.
    pub(super) fn of(
        handovers: &'a HandoverSet,
        homes: &'a Homes<'a>,
        expected: &Expected,
        run: &'a str,
    ) -> Result<Self> {
        let mut clients = 0;
        for provider in &handovers.providers {
            let filled = provider.filled()?.iter();
            clients += filled.filter(|filled| filled.count() > 0).count();
        }
        let scope = Scope {
            clients,
            by_address: !expected.by_address.is_empty(),
        };
        let asking = match expected.profile {
            TokenProfile::Strict => sql::meetings(scope, handovers.register.persons()),
            TokenProfile::Id | TokenProfile::Standard => {
                sql::ladder(scope, bsn::are_in(&handovers.register)?)
            }
        };
        let mut views = sql::views();
        views.extend(asking.views);
        let mut questions = vec![sql::seen()];
        questions.extend(asking.questions);
        Ok(Self {
            statements: Statements::of(run, views, questions),
            kinds: asking.kinds,
            handovers,
            homes,
            scope,
            run,
        })
    }

    /// What a cluster needs to answer.
    pub(super) fn order(&self) -> Order<'_> {
        Order {
            run: self.run,
            statements: &self.statements,
            tables: self,
        }
    }

    /// Has whoever answers get ready, and refuses one that does not see all; gives the statements that are left to ask.
    ///
    /// # Errors
    /// When an answer is missing, is not whole or not of these hand-overs, or the user stops.
    fn begin(&self, answers: &dyn Answers, progress: &dyn Progress) -> Result<&[Statement]> {
        answers.prepare(&self.order())?;
        let Some((seen, others)) = self.statements.list.split_first() else {
            return Ok(&[]);
        };
        progress.begin("linking", Some(self.statements.list.len() as u64));
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
        Ok(others)
    }

    /// What a cluster that sees all counts.
    pub(super) fn counts(&self) -> Result<Counts> {
        let HandoverSet {
            register,
            providers,
        } = self.handovers;
        let mut counts = Counts::new();
        let mut count = |key| *counts.entry(key).or_default() += 1;
        for (table, handovers) in [(0, &providers[..]), (1, from_ref(register))] {
            for handover in handovers {
                for filled in handover.filled()?.iter() {
                    let kinds = filled.columns();
                    let kinds = kinds.filter_map(|column| self.kinds.kind(column));
                    kinds.for_each(|kind| count(vec![table, kind.into()]));
                }
            }
        }
        let homes = self.homes.residents();
        homes.for_each(|(_, home)| count(vec![2, self.homes.is_private(home).into()]));
        Ok(counts)
    }
}

impl Tables for Asked<'_> {
    fn write(&self, folder: &WholeFolder) -> Result<Vec<(&'static str, usize)>> {
        let HandoverSet {
            register,
            providers,
        } = self.handovers;
        let write = |table, names, handovers: &[Handover]| {
            let rows = tables::write_tokens((folder, table), names, &self.kinds, handovers)?;
            Ok((table, rows))
        };
        Ok(vec![
            write("client_tokens", sql::OF_CLIENT, providers)?,
            write("register_tokens", sql::OF_PERSON, from_ref(register))?,
            ("residents", tables::write_residents(folder, self.homes)?),
        ])
    }
}

/// By table and kind of token, or whether a home is private, how many there are.
pub(super) type Counts = BTreeMap<Vec<i64>, i64>;

const TWICE: &str = "a row is there twice";
const NOT_ALL: &str = "it does not link all clients of these hand-overs, each once";
