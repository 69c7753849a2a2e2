//! Who shares which tokens, found elsewhere.

use rayon::prelude::*;

use super::standing::{NONE, place};
use super::{Asked, NOT_ALL, TWICE};
use crate::error::Result;
use crate::pseudonymous::cluster::{Answers, Checked};
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::not_compared::LeftOut;
use crate::pseudonymous::link::probable::{KindSet, Met, Pair, Shared, kinds};
use crate::vocabulary::{HouseholdIx, Progress};

/// What is taken of a row.
type Take<T> = fn(&mut T, &[i64]) -> Checked<()>;

impl Asked<'_> {
    /// Who shares which tokens, as the answers have it; and by client the private household at the address that its provider gives, empty
    /// where no service counts by address.
    ///
    /// # Errors
    /// When an answer is missing, is not whole or not of these hand-overs, or the user stops.
    pub(in crate::pseudonymous::link) fn shared(
        &self,
        answers: &dyn Answers,
        progress: &dyn Progress,
    ) -> Result<(Shared, Vec<Option<HouseholdIx>>)> {
        let providers = self.handovers.providers.iter();
        let mut found = Found {
            homes: self.homes,
            clients: providers.map(Handover::persons).sum(),
            meetings: Vec::new(),
            residents: Vec::new(),
            numbers: vec![false; self.homes.households.kind.len()],
            left_out: [None; kinds::COUNT],
            given: Vec::new(),
            sought: Vec::new(),
        };
        if self.scope.by_address {
            found.given = vec![None; found.clients];
            found.sought = vec![false; found.clients];
        }
        let statements = self.begin(answers, progress)?;
        for (statement, take) in statements.iter().zip(Found::TAKES) {
            self.statements
                .ask(statement, answers, progress, &mut |row| {
                    take(&mut found, row)
                })?;
        }
        let told = found.sought.iter().filter(|one| **one).count();
        match statements {
            [meetings, ..] if found.meets_twice() => Err(meetings.wrong(TWICE)),
            [.., given] if self.scope.by_address && told != self.scope.clients => {
                Err(given.wrong(NOT_ALL))
            }
            _ => {
                progress.end();
                let given = std::mem::take(&mut found.given);
                Ok((found.shared(self.handovers), given))
            }
        }
    }
}

/// What the answers have so far.
struct Found<'a> {
    homes: &'a Homes<'a>,
    /// Of all providers.
    clients: usize,
    /// Clients numbered through all providers.
    meetings: Vec<Pair>,
    residents: Vec<Met>,
    numbers: Vec<bool>,
    left_out: [Option<u64>; kinds::COUNT],
    given: Vec<Option<HouseholdIx>>,
    /// The clients whose given home was told.
    sought: Vec<bool>,
}

const NO_KINDS: &str = "a row is about tokens that the profile does not have";

fn some_kinds(bits: i64) -> Checked<KindSet> {
    KindSet::of_bits(bits).ok_or(NO_KINDS)
}

fn number(count: i64) -> Checked<u64> {
    u64::try_from(count).map_err(|_| "a count is below 0")
}

impl Found<'_> {
    /// What is taken of a row, in the order of the statements.
    const TAKES: [Take<Self>; 5] = [
        Self::meeting,
        Self::residents,
        Self::number,
        Self::left_out,
        Self::given,
    ];

    /// Client, resident, and the kinds that they share.
    fn meeting(&mut self, row: &[i64]) -> Checked<()> {
        let [client, resident, shared] = *row else {
            return Ok(());
        };
        self.meetings.push(Pair {
            client: row_of(client, self.clients)?,
            resident: row_of(resident, self.homes.persons.household.len())?,
            shared: some_kinds(shared)?,
        });
        Ok(())
    }

    /// The kinds of one and another resident and those that they share, and how many pairs are so.
    fn residents(&mut self, row: &[i64]) -> Checked<()> {
        let [one, other, shared, pairs] = *row else {
            return Ok(());
        };
        self.residents.push(Met {
            carried: [some_kinds(one)?, some_kinds(other)?],
            shared: some_kinds(shared)?,
            pairs: number(pairs)?,
        });
        Ok(())
    }

    /// A household that shares its number.
    fn number(&mut self, row: &[i64]) -> Checked<()> {
        let [home] = *row else {
            return Ok(());
        };
        let home = place(home, self.numbers.len())?;
        once(&mut self.numbers[home])
    }

    /// A kind, and how many tokens of it too many residents carry.
    fn left_out(&mut self, row: &[i64]) -> Checked<()> {
        let [kind, tokens] = *row else {
            return Ok(());
        };
        let kind = usize::try_from(kind).ok();
        let of_kind = kind.and_then(|kind| self.left_out.get_mut(kind));
        let before = of_kind.ok_or(NO_KINDS)?.replace(number(tokens)?);
        before.map_or(Ok(()), |_| Err(TWICE))
    }

    /// A client, and the home at the address that its provider gives.
    fn given(&mut self, row: &[i64]) -> Checked<()> {
        let [client, home] = *row else {
            return Ok(());
        };
        let client = place(client, self.sought.len())?;
        once(&mut self.sought[client])?;
        if home != NONE {
            let home = HouseholdIx::at(place(home, self.numbers.len())?);
            self.given[client] = Some(home).filter(|home| self.homes.is_private(*home));
        }
        Ok(())
    }

    /// Sorts whom clients meet, and says whether anybody meets the same resident twice.
    fn meets_twice(&mut self) -> bool {
        self.meetings.par_sort_unstable();
        let are_of_one = |two: &[Pair]| two[0].who() == two[1].who();
        self.meetings.par_windows(2).any(are_of_one)
    }

    fn shared(self, handovers: &HandoverSet) -> Shared {
        let mut rest = self.meetings;
        let mut clients: Vec<Vec<Vec<Pair>>> = Vec::new();
        // From the last provider on, as what is behind is split off.
        let mut first = u32::try_from(self.clients).unwrap_or(u32::MAX);
        for provider in handovers.providers.iter().rev() {
            first -= u32::try_from(provider.persons()).unwrap_or(0);
            let mut of_provider = rest.split_off(rest.partition_point(|one| one.client < first));
            for one in &mut of_provider {
                one.client -= first;
            }
            clients.push(vec![of_provider]);
        }
        clients.reverse();
        let left_out = (0..).zip(self.left_out);
        let left_out = left_out.filter_map(|(kind, tokens)| {
            let kind = kinds::name(kind);
            Some(LeftOut {
                kind,
                tokens: tokens?,
            })
        });
        Shared {
            clients,
            residents: self.residents,
            numbers: self.numbers,
            left_out: left_out.collect(),
        }
    }
}

/// Notes that it was told, unless it was before.
fn once(told: &mut bool) -> Checked<()> {
    if std::mem::replace(told, true) {
        return Err(TWICE);
    }
    Ok(())
}

/// The number of a row of so many.
fn row_of(number: i64, many: usize) -> Checked<u32> {
    Ok(u32::try_from(place(number, many)?).unwrap_or(u32::MAX))
}
