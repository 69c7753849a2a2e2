//! The clients of all providers, in one flat list, with the state of their search.

use std::ops::Range;

use super::ClientFate;
use super::finder::{Kinds, Turned};
use crate::error::{Code, Error, Result};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::vocabulary::{HouseholdIx, ProviderIx, ResidentIx, SeekerIx};

/// How far the search for a client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody fits so far.
    Open,
    /// More than one person fits so far; the address may still decide the household.
    Several,
    /// The BSN does not decide: the other fields contradict it, or two persons have it. Two independent combinations may.
    Doubted,
    /// This person, found so.
    Person(ResidentIx, ClientFate),
    /// Someone of this household, found so.
    Home(HouseholdIx, ClientFate),
    Ambiguous,
}

impl Standing {
    /// Whether the search goes on.
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Several | Self::Doubted)
    }
}

/// A client that asks for a token of a kind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asking {
    pub(super) token: Turned,
    pub(super) kind: u8,
    pub(super) client: SeekerIx,
}

/// The clients of all providers behind each other, in the order of the agreement and of the rows of each file; or some of them.
pub(super) struct Clients {
    /// Where the clients of each provider begin among all, and the end.
    starts: Vec<usize>,
    /// How many come before those that are here.
    before: usize,
    /// How far the search is, per client that is here.
    pub(super) standing: Vec<Standing>,
}

impl Clients {
    /// All clients, the search not begun.
    pub(super) fn of(handovers: &HandoverSet) -> Result<Self> {
        let mut starts = vec![0];
        let mut end = 0;
        for provider in &handovers.providers {
            end += provider.persons();
            starts.push(end);
        }
        if u32::try_from(end).is_err() || u32::try_from(handovers.register.persons()).is_err() {
            return Err(Error::new(
                Code::TooManyRows,
                "more than 4,294,967,295 persons or clients",
            )
            .hint("split the project by area"));
        }
        Ok(Self {
            starts,
            before: 0,
            standing: vec![Standing::Open; end],
        })
    }

    /// Ranges of all clients, each with no more than `most` tokens of these kinds to ask for: the work is done for one after the
    /// other.
    pub(super) fn ranges(
        &self,
        providers: &[Handover],
        kinds: &[Vec<TokenColumn>],
        most: usize,
    ) -> Result<Vec<Range<usize>>> {
        let kinds = Kinds::of(kinds.iter().map(Vec::as_slice));
        let (mut ranges, mut begin, mut asked) = (Vec::new(), 0, 0);
        for (provider, start) in providers.iter().zip(&self.starts) {
            for (client, filled) in (*start..).zip(provider.filled()?.iter()) {
                if !self.standing[client].is_open() {
                    continue;
                }
                let tokens = filled.columns().filter_map(|one| kinds.kind(one)).count();
                if asked + tokens > most && client > begin {
                    ranges.push(begin..client);
                    (begin, asked) = (client, 0);
                }
                asked += tokens;
            }
        }
        ranges.push(begin..self.standing.len());
        Ok(ranges)
    }

    /// Some of all clients, which are then numbered from the first of them, until they are put back.
    pub(super) fn take(&mut self, range: Range<usize>) -> Self {
        let standing = if range.len() == self.standing.len() {
            std::mem::take(&mut self.standing)
        } else {
            self.standing[range.clone()].to_vec()
        };
        Self {
            starts: self.starts.clone(),
            before: range.start,
            standing,
        }
    }

    /// Puts back how far the search for some is.
    pub(super) fn put_back(&mut self, some: Self) {
        if self.standing.is_empty() {
            self.standing = some.standing;
            return;
        }
        let places = some.before..some.before + some.standing.len();
        self.standing[places].copy_from_slice(&some.standing);
    }

    /// The clients of a provider that are here: from which row on, and their places.
    fn here(&self, provider: usize) -> (usize, Range<usize>) {
        let place = |client: usize| {
            let behind = client.saturating_sub(self.before);
            behind.min(self.standing.len())
        };
        let (start, end) = (self.starts[provider], self.starts[provider + 1]);
        let row = self.before.saturating_sub(start);
        (row, place(start)..place(end))
    }

    /// Where each provider's clients stand.
    pub(super) fn of_provider(&self, provider: ProviderIx) -> &[Standing] {
        &self.standing[self.places_of(provider)]
    }

    /// The places of each provider's clients among all.
    pub(super) fn places_of(&self, provider: ProviderIx) -> Range<usize> {
        let provider = provider.index();
        self.starts[provider]..self.starts[provider + 1]
    }

    /// The same clients, those that are linked sought anew and no others.
    pub(super) fn sought_anew(&self) -> Self {
        let anew = |standing: &Standing| match standing {
            Standing::Person(..) | Standing::Home(..) => Standing::Open,
            _ => Standing::Ambiguous,
        };
        Self {
            starts: self.starts.clone(),
            before: self.before,
            standing: self.standing.iter().map(anew).collect(),
        }
    }

    /// By provider the rows of the clients who are still sought, rising.
    pub(super) fn open_rows(&self) -> Vec<Vec<u32>> {
        let providers = (0..self.starts.len() - 1).map(ProviderIx::at);
        let rows = providers.map(|provider| {
            let standing = (0..).zip(self.of_provider(provider));
            let open = standing.filter(|(_, one)| one.is_open());
            open.map(|(row, _)| row).collect()
        });
        rows.collect()
    }

    /// The tokens of these kinds of the clients that are still sought.
    pub(super) fn asking(&self, providers: &[Handover], kinds: &Kinds) -> Result<Vec<Asking>> {
        let mut all = Vec::new();
        for (index, provider) in providers.iter().enumerate() {
            let (first, places) = self.here(index);
            if places.is_empty() {
                continue;
            }
            let open = |row: usize| {
                let place = places.start + row.checked_sub(first)?;
                let is_open = places.contains(&place) && self.standing[place].is_open();
                is_open.then(|| SeekerIx::at(place))
            };
            provider.fold_tokens(
                |tokens| {
                    let mut asking = Vec::new();
                    for one in tokens.persons() {
                        let Some(client) = open(one.person) else {
                            continue;
                        };
                        asking.extend(one.each().filter_map(|(column, token)| {
                            Some(Asking {
                                token: Turned::of(token),
                                kind: kinds.kind(column)?,
                                client,
                            })
                        }));
                    }
                    Ok(asking)
                },
                &mut |asking| {
                    all.extend(asking);
                    Ok(())
                },
            )?;
        }
        Ok(all)
    }

    /// Those that are still sought and have a token in a column.
    pub(super) fn open_with(
        &self,
        providers: &[Handover],
        column: TokenColumn,
    ) -> Result<Vec<SeekerIx>> {
        let mut open = Vec::new();
        for (index, provider) in providers.iter().enumerate() {
            let (first, places) = self.here(index);
            let filled = provider.filled()?.iter().skip(first);
            let with = places.zip(filled).filter(|(_, filled)| filled.has(column));
            let sought = with.filter(|(place, _)| self.standing[*place].is_open());
            open.extend(sought.map(|(place, _)| SeekerIx::at(place)));
        }
        Ok(open)
    }

    /// Each provider and where its clients stand.
    pub(super) fn by_provider<'a>(
        &mut self,
        providers: &'a [Handover],
    ) -> Vec<(&'a Handover, &mut [Standing])> {
        let mut rest = &mut self.standing[..];
        let of_provider = |provider: &'a Handover| {
            let (ours, others) = std::mem::take(&mut rest).split_at_mut(provider.persons());
            rest = others;
            (provider, ours)
        };
        providers.iter().map(of_provider).collect()
    }
}
