//! The clients of all providers, in one flat list, with the state of their search.

use rayon::prelude::*;

use super::ClientFate;
use super::finder::Kinds;
use crate::error::{Code, Error, Result, in_order};
use crate::keys::Digest;
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
    pub(super) token: Digest,
    pub(super) kind: u8,
    pub(super) client: SeekerIx,
}

/// The clients of all providers behind each other, in the order of the agreement and of the rows of each file.
pub(super) struct Clients {
    /// Where the clients of each provider begin, and the end.
    starts: Vec<usize>,
    /// How far the search is, per client.
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
            standing: vec![Standing::Open; end],
        })
    }

    /// Where each provider's clients stand.
    pub(super) fn of_provider(&self, provider: ProviderIx) -> &[Standing] {
        &self.standing[self.places_of(provider)]
    }

    /// The places of each provider's clients among all.
    pub(super) fn places_of(&self, provider: ProviderIx) -> std::ops::Range<usize> {
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
        for (provider, start) in providers.iter().zip(&self.starts) {
            provider.fold_tokens(
                |tokens| {
                    let mut asking = Vec::new();
                    for (row, column, token) in tokens {
                        if let Some(kind) = kinds.kind(column)
                            && self.standing[start + row].is_open()
                        {
                            let client = SeekerIx::at(start + row);
                            asking.push(Asking {
                                token,
                                kind,
                                client,
                            });
                        }
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
        for (provider, start) in providers.iter().zip(&self.starts) {
            let clients = (*start..).zip(provider.filled()?);
            let with = clients.filter(|(_, filled)| filled.has(column));
            let sought = with.filter(|(client, _)| self.standing[*client].is_open());
            open.extend(sought.map(|(client, _)| SeekerIx::at(client)));
        }
        Ok(open)
    }

    /// Gives `decide` the row of a piece and the piece for every client; what it gives back is where the client then stands.
    pub(super) fn decide(
        &mut self,
        providers: &[Handover],
        columns: &[TokenColumn],
        decide: &(dyn Fn(usize, &[Vec<Digest>]) -> Standing + Sync),
    ) -> Result<()> {
        let mut rest = &mut self.standing[..];
        let mut of_provider = |provider: &Handover| {
            let (ours, others) = std::mem::take(&mut rest).split_at_mut(provider.persons());
            rest = others;
            ours
        };
        let all = providers.iter().map(|one| (one, of_provider(one)));
        let all: Vec<_> = all.collect();
        let decided = all.into_par_iter().map(|(provider, standing)| {
            provider.for_each_tokens(columns, &mut |first, piece| {
                let rows = standing[first..].iter_mut().zip(0..piece[0].len());
                rows.for_each(|(standing, row)| *standing = decide(row, piece));
                Ok(())
            })
        });
        in_order(decided).map(|_| ())
    }
}
