//! Counts what can be said of the links of each group of clients.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::rates::Rates;
use super::{Drawn, LinkGroup, LinkQuality, QualityCount};
use crate::pseudonymous::handover::{HouseholdColumns, RegisterPersonColumns};
use crate::pseudonymous::link::probable::{Fields, Weighed};
use crate::vocabulary::{AgeBand, AgeBands, HouseholdIx, ProviderIx, ResidentIx};

/// A client: what is known of it, and its home where it is linked.
pub(in crate::pseudonymous::link) struct Found {
    pub(in crate::pseudonymous::link) fields: Fields,
    /// How likely the home is.
    pub(in crate::pseudonymous::link) p: f64,
    /// The resident where that is known, and the household.
    pub(in crate::pseudonymous::link) home: Option<(Option<ResidentIx>, HouseholdIx)>,
}

/// What tells which groups somebody who lives here is in.
struct Memberships<'a> {
    weighed: &'a Weighed,
    persons: &'a RegisterPersonColumns,
    households: &'a HouseholdColumns,
}

impl Memberships<'_> {
    /// All of them.
    fn of(&self, resident: Option<ResidentIx>, home: HouseholdIx) -> Vec<LinkGroup> {
        let mut groups = vec![LinkGroup::All, self.age_group(resident, home)];
        let wijk = self.households.wijk[home.index()];
        groups.extend(wijk.map(|wijk| LinkGroup::Wijk(wijk.index())));
        if resident.is_some_and(|one| self.weighed.has_partner[one.index()]) {
            groups.push(LinkGroup::PartnerName);
        }
        if self.weighed.shares_number[home.index()] {
            groups.push(LinkGroup::SharedNumber);
        }
        groups
    }

    fn age_group(&self, resident: Option<ResidentIx>, home: HouseholdIx) -> LinkGroup {
        LinkGroup::AgeBand(match resident {
            Some(resident) => self.persons.age_band[resident.index()],
            None => self.households.age_band[home.index()],
        })
    }
}

/// What the groups of clients are made from.
pub(in crate::pseudonymous::link) struct Groups<'a> {
    memberships: Memberships<'a>,
    draws: &'a [u64],
    rates: Rates,
    /// The groups of each who was held out, and the draw of its household.
    held_out: Vec<(Vec<LinkGroup>, u64)>,
    bands: Vec<AgeBand>,
}

/// What is added up of a group.
#[derive(Clone, Copy, Default)]
struct Sums {
    counts: [f64; QualityCount::COUNT],
    draws: [u64; QualityCount::COUNT],
}

impl Sums {
    fn add(&mut self, count: QualityCount, number: f64, draw: u64) {
        self.counts[count as usize] += number;
        let of_count = &mut self.draws[count as usize];
        *of_count = of_count.wrapping_add(draw);
    }

    /// With those of another provider; of those held out the more, as they are of all providers.
    fn with(&mut self, other: &Self) {
        let held_out = QualityCount::HeldOut as usize;
        let more = if other.counts[held_out] > self.counts[held_out] {
            *other
        } else {
            *self
        };
        for count in QualityCount::ALL {
            let place = count as usize;
            self.add(count, other.counts[place], other.draws[place]);
        }
        self.counts[held_out] = more.counts[held_out];
        self.draws[held_out] = more.draws[held_out];
    }

    fn drawn(&self) -> [Drawn; QualityCount::COUNT] {
        std::array::from_fn(|place| Drawn {
            count: rounded(self.counts[place]),
            draw: self.draws[place],
        })
    }
}

/// A number of clients, at most the 2³² that there can be.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "no count of clients is negative or beyond u32"
)]
fn rounded(count: f64) -> u64 {
    count.round() as u64
}

impl<'a> Groups<'a> {
    pub(in crate::pseudonymous::link) fn new(
        weighed: &'a Weighed,
        (persons, households): (&'a RegisterPersonColumns, &'a HouseholdColumns),
        draws: &'a [u64],
        bands: &AgeBands,
    ) -> Self {
        let memberships = Memberships {
            weighed,
            persons,
            households,
        };
        let held_out = weighed.held_out.residents.iter().filter_map(|resident| {
            let home = persons.household[resident.index()]?;
            let groups = memberships.of(Some(*resident), home);
            Some((groups, draws[home.index()]))
        });
        let (groups, of_homes): (Vec<_>, Vec<_>) = held_out.unzip();
        Self {
            rates: Rates::of(&weighed.held_out, &groups),
            memberships,
            draws,
            held_out: groups.into_iter().zip(of_homes).collect(),
            bands: bands.with_unknown().collect(),
        }
    }

    /// The groups of a provider's clients, wijken among them.
    fn sums(&self, clients: &[Found]) -> BTreeMap<LinkGroup, Sums> {
        let mut sums: BTreeMap<LinkGroup, Sums> = BTreeMap::new();
        let mut known: BTreeMap<(LinkGroup, Fields), f64> = BTreeMap::new();
        for client in clients {
            let draw = client.home.map_or(0, |(_, home)| self.draws[home.index()]);
            let mut groups = match client.home {
                Some((resident, home)) => self.memberships.of(resident, home),
                None => vec![LinkGroup::All],
            };
            if !client.fields.have(Fields::BSN) {
                groups.push(LinkGroup::WithoutBsn);
            }
            for group in groups {
                *known.entry((group, client.fields)).or_default() += 1.0;
                let sums = sums.entry(group).or_default();
                for count in known_of(client.fields) {
                    sums.add(count, 1.0, draw);
                }
                if let Some((resident, home)) = client.home {
                    let of_rate = match group {
                        LinkGroup::All | LinkGroup::WithoutBsn => {
                            self.memberships.age_group(resident, home)
                        }
                        other => other,
                    };
                    let missed = client.p * self.rates.missed(client.fields, of_rate);
                    sums.add(QualityCount::Linked, 1.0, draw);
                    sums.add(QualityCount::ExpectedFalse, 1.0 - client.p, draw);
                    sums.add(QualityCount::Missed, missed, draw);
                }
            }
        }
        for (group, sums) in &mut sums {
            self.add_held_out(*group, sums, &known);
        }
        sums
    }

    /// Of those held out, how many were tried with what is known of a client of the group, on average.
    fn add_held_out(
        &self,
        group: LinkGroup,
        sums: &mut Sums,
        known: &BTreeMap<(LinkGroup, Fields), f64>,
    ) {
        // Whoever has no BSN is tried as all are.
        let tried_as = match group {
            LinkGroup::WithoutBsn => LinkGroup::All,
            other => other,
        };
        let clients = sums.counts[QualityCount::Clients as usize];
        let of_group = known.iter().filter(|((of, _), _)| *of == group);
        let tried = of_group
            .map(|((_, fields), number)| number * self.rates.tried(*fields, tried_as) / clients);
        let of_those = self.held_out.iter();
        let of_those = of_those.filter(|(groups, _)| groups.contains(&tried_as));
        let draw = of_those.fold(0_u64, |sum, (_, draw)| sum.wrapping_add(*draw));
        sums.add(QualityCount::HeldOut, tried.sum(), draw);
    }

    /// The rows: all providers of services, then each provider, in the order of the agreement.
    pub(in crate::pseudonymous::link) fn rows(
        &self,
        providers: &[Vec<Found>],
        is_of_needs: &[bool],
    ) -> Vec<LinkQuality> {
        let of_each: Vec<_> = providers
            .par_iter()
            .map(|clients| self.sums(clients))
            .collect();
        let mut all: BTreeMap<LinkGroup, Sums> = BTreeMap::new();
        for (sums, is_of_needs) in of_each.iter().zip(is_of_needs) {
            for (group, sums) in sums.iter().filter(|_| !is_of_needs) {
                all.entry(*group).or_default().with(sums);
            }
        }
        let wijken = (0..self.memberships.households.wijken.len()).map(LinkGroup::Wijk);
        let groups = || {
            let bands = self.bands.iter().copied().map(LinkGroup::AgeBand);
            let others = [
                LinkGroup::PartnerName,
                LinkGroup::SharedNumber,
                LinkGroup::WithoutBsn,
            ];
            [LinkGroup::All].into_iter().chain(bands).chain(others)
        };
        let row = |provider, group, of: &BTreeMap<LinkGroup, Sums>| LinkQuality {
            provider,
            group,
            counts: of.get(&group).copied().unwrap_or_default().drawn(),
        };
        let rows_of_all = groups().chain(wijken).map(|group| row(None, group, &all));
        let rows_of_each = of_each.iter().enumerate().flat_map(|(provider, of)| {
            groups().map(move |group| row(Some(ProviderIx::at(provider)), group, of))
        });
        rows_of_all.chain(rows_of_each).collect()
    }
}

/// What a client counts for whether or not it is linked.
fn known_of(fields: Fields) -> impl Iterator<Item = QualityCount> {
    let all = [
        (QualityCount::Clients, true),
        (QualityCount::WithoutBsn, !fields.have(Fields::BSN)),
        (QualityCount::BirthDate, fields.have(Fields::BIRTH)),
        (QualityCount::Surname, fields.have(Fields::SURNAME)),
        (QualityCount::GivenName, fields.have(Fields::INITIAL)),
        (QualityCount::Address, fields.have(Fields::ADDRESS)),
    ];
    all.into_iter()
        .filter(|(_, is_known)| *is_known)
        .map(|(count, _)| count)
}
