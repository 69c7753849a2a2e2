//! How far two people are alike, from the kinds of tokens that they share.

use super::kinds::{
    DIFFERENT, FULL, GIVEN_BEGINS, INITIAL, KindSet, MISSING, NUMBER, ONLY_INITIAL, SAME,
};

/// A field of the comparison; of given name and initial, the initial alone where a side knows no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Bsn,
    Birth,
    Surname,
    Given,
    Address,
}

impl Field {
    pub(super) const ALL: [Self; 5] = [
        Self::Bsn,
        Self::Birth,
        Self::Surname,
        Self::Given,
        Self::Address,
    ];
}

/// How many levels each field of the comparison has, the first for a field that a side lacks, and the second for one in
/// which the two share nothing.
const LEVELS: [u16; 5] = [3, 5, 5, 8, 6];

/// The number of ways in which two people can be alike.
pub(super) const LIKENESSES: usize = 3 * 5 * 5 * 8 * 6;

/// How far two people are alike: a level per field, packed into a number below [`LIKENESSES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Likeness(u16);

impl Likeness {
    /// Of two people who both carry the kinds in `carried` and share these. What several kinds say counts once. A field of which
    /// every kind rests on another field too, in which the two differ, is missing: it cannot show whether they agree.
    pub(super) fn of(shared: KindSet, carried: KindSet) -> Self {
        let mut levels = [MISSING; 5];
        for kind in shared.kinds() {
            for (level, least) in levels.iter_mut().zip(kind.levels) {
                *level = (*level).max(least);
            }
        }
        // What would show if it were so: by field, the highest level.
        let mut shown = [MISSING; 5];
        for kind in carried.kinds() {
            for (field, shown) in shown.iter_mut().enumerate() {
                let mut others = (0..levels.len()).filter(|other| *other != field);
                if others.all(|other| levels[other] >= kind.levels[other]) {
                    *shown = (*shown).max(kind.levels[field]);
                }
            }
        }
        let [bsn, birth, surname, given, address] = Field::ALL.map(|field| {
            let field = field as usize;
            if shown[field] == MISSING {
                levels[field]
            } else {
                levels[field].max(DIFFERENT)
            }
        });
        let initial_only =
            (MISSING..GIVEN_BEGINS).contains(&shown[Field::Given as usize]) && given < GIVEN_BEGINS;
        let given = match given {
            MISSING => MISSING,
            DIFFERENT if initial_only => ONLY_INITIAL[0],
            INITIAL if initial_only => ONLY_INITIAL[1],
            given => given,
        };
        Self::packed([bsn, birth, surname, given, address])
    }

    fn packed(levels: [u8; 5]) -> Self {
        let next = |number: u16, (level, of): (u8, u16)| number * of + u16::from(level);
        Self(levels.into_iter().zip(LEVELS).fold(0, next))
    }

    /// All there are.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..).take(LIKENESSES).map(Self)
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    /// The level of each field.
    pub(super) fn levels(self) -> [u8; 5] {
        let mut rest = self.0;
        let mut levels = [0; 5];
        for (level, of) in levels.iter_mut().zip(LEVELS).rev() {
            *level = u8::try_from(rest % of).unwrap_or(0);
            rest /= of;
        }
        levels
    }

    /// The same in the first fields, and nothing known of the others.
    pub(super) fn first(self, fields: usize) -> Self {
        let mut levels = self.levels();
        levels[fields..].fill(MISSING);
        Self::packed(levels)
    }

    /// Whether the two agree on postcode and house number.
    pub(super) fn is_near(self) -> bool {
        self.levels()[Field::Address as usize] >= NUMBER
    }

    /// Whether the two share their BSN.
    pub(super) fn has_same_bsn(self) -> bool {
        self.levels()[Field::Bsn as usize] == SAME
    }

    /// Whether the two are alike in nothing but what all who live together share: the address, and the surname.
    pub(super) fn is_of_home_alone(self) -> bool {
        let [bsn, birth, _, given, _] = self.levels();
        let has_other_name = [MISSING, DIFFERENT, ONLY_INITIAL[0]].contains(&given);
        bsn != SAME && birth <= DIFFERENT && has_other_name
    }

    /// The same, but for another BSN.
    pub(super) fn with_other_bsn(self) -> Self {
        let mut levels = self.levels();
        levels[Field::Bsn as usize] = DIFFERENT;
        Self::packed(levels)
    }

    /// Whether birth date and surname are equal, as far as both are known.
    pub(super) fn is_exact(self) -> bool {
        let [_, birth, surname, ..] = self.levels();
        [birth, surname]
            .iter()
            .all(|level| [MISSING, FULL].contains(level))
    }
}

/// How many levels all fields have together.
pub(super) const ALL_LEVELS: usize = 3 + 5 + 5 + 8 + 6;

/// Where the levels of each field begin among all.
const STARTS: [usize; 5] = [0, 3, 8, 13, 21];

/// The levels that exclude each other: one of each applies, where the field is known.
pub(super) const EXCLUSIVE: [std::ops::Range<usize>; 6] =
    [1..3, 4..8, 9..13, 14..19, 19..21, 22..27];

/// The place among all levels of the level that each field of a likeness has; nothing where it is missing.
pub(super) fn places(likeness: Likeness) -> [Option<usize>; 5] {
    let levels = likeness.levels();
    std::array::from_fn(|field| {
        let level = levels[field];
        (level != MISSING).then(|| STARTS[field] + usize::from(level))
    })
}

#[cfg(test)]
mod tests {
    use TokenColumn as C;
    use proptest::prelude::*;

    use super::*;
    use crate::pseudonymous::TokenColumn;

    fn shared(columns: &[TokenColumn]) -> KindSet {
        KindSet::of_columns(columns.iter().copied().collect())
    }

    /// What everyone carries whose fields are all known.
    fn all() -> KindSet {
        KindSet::from_bits(u32::MAX)
    }

    #[test]
    fn tokens_that_say_the_same_count_once() {
        let one = Likeness::of(shared(&[C::BirthSurname]), all());
        let more = Likeness::of(shared(&[C::BirthSurname, C::BirthSound]), all());
        assert_eq!(one, more);
        assert_eq!(one.levels(), [DIFFERENT, FULL, FULL, DIFFERENT, DIFFERENT]);
    }

    #[test]
    fn what_a_side_does_not_know_is_missing_and_not_different() {
        let carried = shared(&[C::AddressInitial, C::AddressNumber]);
        let alike = Likeness::of(carried, carried);
        assert_eq!(
            alike.levels(),
            [MISSING, MISSING, MISSING, ONLY_INITIAL[1], NUMBER]
        );
    }

    #[test]
    fn what_cannot_show_is_missing_and_not_different() {
        // Of two addresses, no token shows whether birth dates are equal where no name is known.
        let carried = shared(&[C::Bsn, C::BirthAddressNumber, C::AddressNumber]);
        let moved = Likeness::of(shared(&[C::Bsn]), carried);
        assert_eq!(moved.levels(), [SAME, MISSING, MISSING, MISSING, DIFFERENT]);
        let at_home = Likeness::of(shared(&[C::Bsn, C::AddressNumber]), carried);
        assert_eq!(
            at_home.levels(),
            [SAME, DIFFERENT, MISSING, MISSING, NUMBER]
        );
    }

    proptest! {
        #[test]
        fn levels_come_back_from_their_number(shared in 0_u32..1 << 22, carried in 0_u32..1 << 22) {
            let likeness = Likeness::of(KindSet::from_bits(shared & carried), KindSet::from_bits(carried));
            prop_assert!(likeness.index() < LIKENESSES);
            prop_assert_eq!(Likeness::packed(likeness.levels()), likeness);
        }
    }
}
