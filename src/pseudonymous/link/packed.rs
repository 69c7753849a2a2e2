//! A use and a resident packed into one number each: both sort in one step, and say by name what stands where.

use std::fmt;

use rayon::slice::ParallelSliceMut;

use crate::vocabulary::{
    AgeBand, HouseholdIx, PersonIx, ProviderIx, ResidentIx, ServiceIx, Sex, When,
};

/// Which household and person uses which service, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// In which it counts.
    pub household: HouseholdIx,
    /// The person; `None` when only the household is known (linked by address).
    pub person: Option<PersonIx>,
    /// In the order of the agreement.
    pub service: ServiceIx,
    /// The provider that brought it.
    pub provider: ProviderIx,
    /// When the use was, as far as that is told.
    pub when: When,
}

/// A use in 16 bytes, big endian: household 4, person 4 (all ones for none), service 2, provider 2, unused 3, when 1.
/// It sorts by household, person, service and provider.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UseKey(u128);

impl UseKey {
    const WHEN: u128 = 0xFF;

    /// The use in the order of bytes above.
    #[must_use]
    pub fn pack(of: &Use) -> Self {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&of.household.number().to_be_bytes());
        let person = of.person.map_or(u32::MAX, PersonIx::number);
        bytes[4..8].copy_from_slice(&person.to_be_bytes());
        bytes[8..10].copy_from_slice(&of.service.number().to_be_bytes());
        bytes[10..12].copy_from_slice(&of.provider.number().to_be_bytes());
        bytes[15] = of.when.bits();
        Self(u128::from_be_bytes(bytes))
    }

    /// The use that was packed.
    #[must_use]
    pub fn unpack(self) -> Use {
        let bytes = self.0.to_be_bytes();
        Use {
            household: HouseholdIx::at(u32::from_be_bytes(part(bytes, 0)) as usize),
            person: PersonIx::new(u32::from_be_bytes(part(bytes, 4))),
            service: ServiceIx::new(u16::from_be_bytes(part(bytes, 8))),
            provider: ProviderIx::new(u16::from_be_bytes(part(bytes, 10))),
            when: When::from_bits(bytes[15]),
        }
    }

    /// Those of `some` that are in `all` no more often, each once with when all its doubles were; `all` is sorted.
    pub(super) fn only_among(mut some: Vec<Self>, all: &mut [Self]) -> Vec<Self> {
        all.par_sort_unstable();
        some.par_sort_unstable();
        let is_same = |one: &Self, next: &Self| one.0 | Self::WHEN == next.0 | Self::WHEN;
        let doubles = some.chunk_by(is_same);
        let only = doubles.filter(|doubles| {
            let first = doubles[0].0 & !Self::WHEN;
            let from = all.partition_point(|one| one.0 < first);
            let to = all.partition_point(|one| one.0 <= first | Self::WHEN);
            to - from == doubles.len()
        });
        let merged = only.map(|doubles| Self(doubles.iter().fold(0, |all, one| all | one.0)));
        merged.collect()
    }

    /// The same uses sorted, each once with when all its doubles were.
    pub(super) fn merged(mut uses: Vec<Self>) -> Vec<Self> {
        uses.par_sort_unstable();
        uses.dedup_by(|later, kept| {
            let is_same = later.0 | Self::WHEN == kept.0 | Self::WHEN;
            if is_same {
                kept.0 |= later.0;
            }
            is_same
        });
        uses
    }
}

impl fmt::Debug for UseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.unpack().fmt(f)
    }
}

/// The bytes of a part, from byte `at`.
fn part<const LENGTH: usize>(bytes: [u8; 16], at: usize) -> [u8; LENGTH] {
    std::array::from_fn(|index| bytes[at + index])
}

/// Who lives in a household.
pub(super) struct Resident {
    pub(super) household: HouseholdIx,
    pub(super) age_band: AgeBand,
    pub(super) sex: Sex,
    /// The first 48 bits of the token.
    pub(super) tie: u64,
    /// Their row of the register.
    pub(super) row: ResidentIx,
}

/// A resident in 16 bytes, big endian: household 4, age band 1, sex 1, tie 6, row of the register 4. So no order of a file
/// decides the order within a household.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ResidentKey(u128);

impl ResidentKey {
    pub(super) fn pack(of: &Resident) -> Self {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&of.household.number().to_be_bytes());
        bytes[4] = of.age_band.index();
        bytes[5] = of.sex as u8;
        bytes[6..12].copy_from_slice(&of.tie.to_be_bytes()[2..]);
        bytes[12..].copy_from_slice(&of.row.number().to_be_bytes());
        Self(u128::from_be_bytes(bytes))
    }

    pub(super) fn unpack(self) -> Resident {
        let bytes = self.0.to_be_bytes();
        let mut tie = [0; 8];
        tie[2..].copy_from_slice(&part::<6>(bytes, 6));
        Resident {
            household: HouseholdIx::at(u32::from_be_bytes(part(bytes, 0)) as usize),
            age_band: AgeBand::from_index(bytes[4]),
            sex: Sex::ALL[usize::from(bytes[5])],
            tie: u64::from_be_bytes(tie),
            row: ResidentIx::at(u32::from_be_bytes(part(bytes, 12)) as usize),
        }
    }
}
