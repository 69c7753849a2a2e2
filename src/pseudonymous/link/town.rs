//! Builds the linked town from the decided clients and the register; the tokens are dropped.

use rayon::prelude::*;

use super::clients::{Clients, Standing};
use super::{ClientFate, LinkedPersons, LinkedUses, ProviderLinks};
use crate::error::Result;
use crate::keys::ReleaseKey;
use crate::pseudonymous::handover::{Handover, RegisterPersonColumns, UseColumns};
use crate::vocabulary::{AgeBand, Sex};

const NONE: u32 = u32::MAX;

/// The numbers that the rounding of households is drawn by: HMAC-SHA-256(release key, record key), first 64 bits.
pub(super) fn draws(record_keys: &[u64], release_key: Option<&ReleaseKey>) -> Vec<u64> {
    match release_key.map(ReleaseKey::draws) {
        Some(draws) => record_keys
            .par_iter()
            .map(|key| draws.number(&key.to_be_bytes()))
            .collect(),
        None => vec![0; record_keys.len()],
    }
}

/// The persons who live in a household, and for every person of the register the place among them (`u32::MAX` for none).
///
/// Within a household the order is that of age band, sex and token, so that no order of a file reaches the result.
pub(super) fn persons(
    register: &Handover,
    read: &RegisterPersonColumns,
) -> Result<(LinkedPersons, Vec<u32>)> {
    let ties = register.first_tokens()?;
    let mut order: Vec<u128> = ties
        .into_par_iter()
        .enumerate()
        .filter(|(person, _)| read.household[*person] != NONE && !read.has_left[*person])
        .map(|(person, tie)| {
            (u128::from(read.household[person]) << 96)
                | (u128::from(read.age_band[person].place()) << 88)
                | (u128::from(read.sex[person] as u8) << 80)
                | (u128::from(tie) << 32)
                | person as u128
        })
        .collect();
    order.par_sort_unstable();
    let mut places = vec![NONE; read.household.len()];
    for (key, place) in order.iter().zip(0..) {
        places[(key & u128::from(u32::MAX)) as usize] = place;
    }
    let byte = |key: &u128, shift: u32| key.to_le_bytes()[shift as usize / 8];
    let persons = LinkedPersons {
        household: order
            .par_iter()
            .map(|key| u32::try_from(key >> 96).unwrap_or(NONE))
            .collect(),
        age_band: order
            .par_iter()
            .map(|key| AgeBand::from_place(byte(key, 88)))
            .collect(),
        sex: order
            .par_iter()
            .map(|key| Sex::ALL[usize::from(byte(key, 80))])
            .collect(),
    };
    Ok((persons, places))
}

/// What became of every client and, where linked, its household and person.
pub(super) struct Resolved<'a> {
    /// The clients, decided.
    pub(super) clients: &'a Clients,
    /// The register's persons.
    pub(super) persons: &'a RegisterPersonColumns,
    /// The place of each among the linked persons.
    pub(super) places: &'a [u32],
    /// What the rounding of each household is drawn by.
    pub(super) draws: &'a [u64],
}

impl Resolved<'_> {
    /// The fate of a client, and household and person (`u32::MAX` where only the household is known).
    fn fate(&self, standing: Standing, is_outside: bool) -> (ClientFate, Option<(u32, u32)>) {
        let of_person = |person: u32, fate: ClientFate| {
            let household = self.persons.household[person as usize];
            if self.persons.has_left[person as usize] {
                (ClientFate::Left, None)
            } else if household == NONE {
                (ClientFate::Outside, None)
            } else {
                (fate, Some((household, self.places[person as usize])))
            }
        };
        match standing {
            Standing::ByBsn(person) => of_person(person, ClientFate::ByBsn),
            Standing::ByCombination(person) => of_person(person, ClientFate::ByCombination),
            Standing::ByAddress(household) => (ClientFate::ByAddress, Some((household, NONE))),
            Standing::Ambiguous | Standing::Several | Standing::Doubted => {
                (ClientFate::Ambiguous, None)
            }
            Standing::Open if is_outside => (ClientFate::Outside, None),
            Standing::Open => (ClientFate::NotFound, None),
        }
    }

    /// Counts the fates of a provider's clients and adds the uses of those that are linked to `packed`.
    pub(super) fn provider(
        &self,
        number: u16,
        handover: &Handover,
        uses: &UseColumns,
        packed: &mut Vec<u128>,
    ) -> ProviderLinks {
        let standing = self.clients.of_provider(usize::from(number));
        let found: Vec<_> = standing
            .par_iter()
            .zip(&uses.outside)
            .map(|(standing, is_outside)| self.fate(*standing, *is_outside))
            .collect();
        let (mut fates, mut draws) = ([0; 7], [0_u64; 7]);
        for (fate, place) in &found {
            let draw = place.map_or(0, |(household, _)| self.draws[household as usize]);
            fates[*fate as usize] += 1;
            draws[*fate as usize] = draws[*fate as usize].wrapping_add(draw);
        }
        packed.par_extend((0..uses.client.len()).into_par_iter().filter_map(|place| {
            let (household, person) = found[uses.client[place] as usize].1?;
            let flags = u128::from(uses.in_period[place])
                | (u128::from(uses.on_reference_date[place]) << 1);
            Some(
                (u128::from(household) << 96)
                    | (u128::from(person) << 64)
                    | (u128::from(uses.service[place]) << 48)
                    | (u128::from(number) << 32)
                    | flags,
            )
        }));
        // The clients are those with a use at either moment, so the records are too.
        let counts = uses.in_period.iter().zip(&uses.on_reference_date);
        let records = counts.filter(|(in_period, on_date)| **in_period || **on_date);
        ProviderLinks {
            provider: handover.provider().clone(),
            records: records.count() as u64,
            clients: standing.len() as u64,
            fates,
            draws,
            left_behind: handover
                .manifest()
                .counts
                .as_ref()
                .map(|one| one.left_behind),
        }
    }
}

/// The uses sorted by household, person, service and provider, each once with its flags joined.
pub(super) fn uses(mut packed: Vec<u128>) -> LinkedUses {
    packed.par_sort_unstable();
    packed.dedup_by(|later, kept| {
        let is_same = *later >> 32 == *kept >> 32;
        if is_same {
            *kept |= *later;
        }
        is_same
    });
    let number =
        |key: &u128, shift: u32| u32::try_from((key >> shift) & 0xffff_ffff).unwrap_or(NONE);
    let short = |key: &u128, shift: u32| u16::try_from((key >> shift) & 0xffff).unwrap_or(u16::MAX);
    LinkedUses {
        household: packed.par_iter().map(|key| number(key, 96)).collect(),
        person: packed.par_iter().map(|key| number(key, 64)).collect(),
        service: packed.par_iter().map(|key| short(key, 48)).collect(),
        in_period: packed.par_iter().map(|key| key & 1 != 0).collect(),
        on_reference_date: packed.par_iter().map(|key| key & 2 != 0).collect(),
        provider: packed.par_iter().map(|key| short(key, 32)).collect(),
    }
}
