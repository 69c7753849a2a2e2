//! Indexes: the place of a household, person, service or provider in its list, each a type of its own.

use std::num::NonZeroU32;

use zeroize::Zeroize;

/// A number below `u32::MAX`. It is kept as one more, so that an `Option` of it takes no more than 4 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Zeroize)]
pub struct NonMax(NonZeroU32);

impl NonMax {
    const LARGEST: Self = Self(NonZeroU32::MAX);

    /// This number; `None` for `u32::MAX`, which stands for nothing where a file or a sort has no `Option`.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number.wrapping_add(1)) {
            Some(more) => Some(Self(more)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get() - 1
    }
}

macro_rules! index_of_many {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Zeroize)]
        pub struct $name(NonMax);

        impl $name {
            /// The index with this number; `None` for `u32::MAX`.
            #[must_use]
            pub const fn new(number: u32) -> Option<Self> {
                match NonMax::new(number) {
                    Some(number) => Some(Self(number)),
                    None => None,
                }
            }

            /// The index of what stands there in its list; longer lists than 4,294,967,295 are refused before.
            #[must_use]
            pub fn at(index: usize) -> Self {
                let number = u32::try_from(index).ok().and_then(NonMax::new);
                Self(number.unwrap_or(NonMax::LARGEST))
            }

            /// The number, as it is written and packed.
            #[must_use]
            pub const fn number(self) -> u32 {
                self.0.get()
            }

            /// Where it stands in its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0.get() as usize
            }
        }
    )*};
}

macro_rules! index_of_few {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u16);

        impl $name {
            /// The index with this number.
            #[must_use]
            pub const fn new(number: u16) -> Self {
                Self(number)
            }

            /// The index of what stands there in its list; an agreement lists fewer than 65,536.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }

            /// The number, as it is packed.
            #[must_use]
            pub const fn number(self) -> u16 {
                self.0
            }

            /// Where it stands in its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index_of_many! {
    /// A household of the register's hand-over, by its number.
    HouseholdIx;
    /// A row of the register's `persons.parquet`: whoever the register knows.
    ResidentIx;
    /// A person who lives in a household, by household.
    PersonIx;
    /// A client, by the row of its provider's `persons.parquet`.
    ClientIx;
    /// A client in linking, where those of all providers stand behind each other.
    SeekerIx;
    /// A wijk or a buurt, by code.
    AreaIx;
    /// A row of the register's extract.
    RowIx;
    /// A household number that the register supplies, by appearance.
    SuppliedIx;
    /// A wijk and a buurt that go together, by appearance.
    AreaPairIx;
}

index_of_few! {
    /// A service, in the order of the agreement.
    ServiceIx;
    /// A provider that takes part, in the order of the agreement.
    ProviderIx;
    /// A domain of services, by name.
    DomainIx;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_may_be_absent_takes_four_bytes_and_keeps_its_order() {
        assert_eq!(size_of::<Option<HouseholdIx>>(), 4);
        assert_eq!(HouseholdIx::new(u32::MAX), None);
        let numbers = [0, 1, 7, u32::MAX - 1];
        let indexes = numbers.map(|number| HouseholdIx::new(number).unwrap());
        assert!(indexes.is_sorted());
        assert_eq!(indexes.map(HouseholdIx::number), numbers);
        assert_eq!(HouseholdIx::at(7), indexes[2]);
    }
}
