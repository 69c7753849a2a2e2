//! A use packed into one number: it sorts in one step, and says by name what stands where.

use std::fmt;

use rayon::slice::ParallelSliceMut;

use crate::vocabulary::{HouseholdIx, PersonIx, ProviderIx, ServiceIx, When};

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

    /// The same as bytes, which sort alike.
    pub(super) const fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The use with these bytes.
    pub(super) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// In which household it counts.
    pub(super) fn household(self) -> usize {
        self.unpack().household.index()
    }

    /// The same use of the household with this index, and of this person of it.
    pub(super) fn of(self, household: usize, person: Option<PersonIx>) -> Self {
        let household = HouseholdIx::at(household);
        Self::pack(&Use {
            household,
            person,
            ..self.unpack()
        })
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
