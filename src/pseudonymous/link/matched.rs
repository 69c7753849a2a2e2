//! Who is found under a token.

/// Who was found under one token. The order of [`Match::add`] does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::pseudonymous) enum Match<T> {
    #[default]
    Nobody,
    One(T),
    Several,
}

impl<T: Copy + PartialEq> Match<T> {
    /// Notes that this one was found.
    pub(in crate::pseudonymous) fn add(&mut self, found: T) {
        *self = match *self {
            Self::Nobody => Self::One(found),
            Self::One(known) if known == found => Self::One(found),
            _ => Self::Several,
        };
    }

    /// Adds who was found elsewhere.
    pub(in crate::pseudonymous) fn merge(&mut self, other: Self) {
        match other {
            Self::Nobody => {}
            Self::One(found) => self.add(found),
            Self::Several => *self = Self::Several,
        }
    }

    /// The one that was found, where no other was.
    pub(in crate::pseudonymous) const fn only(self) -> Option<T> {
        match self {
            Self::One(found) => Some(found),
            Self::Nobody | Self::Several => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_person_under_a_token_makes_it_useless() {
        let mut found = Match::default();
        found.add(4);
        found.add(4);
        assert_eq!(found, Match::One(4));
        found.add(5);
        found.add(4);
        assert_eq!(found, Match::Several);
    }
}
