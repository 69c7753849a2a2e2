//! Made-up names: common Dutch given names and surnames, some of other origins.

use std::borrow::Cow;

use super::name_lists::{
    BOYS_NOW, FIRST_PARTS, GIRLS_NOW, MEN, OLD_MEN, OLD_WOMEN, SECOND_PARTS, SURNAMES, WOMEN,
};
use super::rng::Rng;

/// A surname: a place in the list of common ones, or behind it a name of two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Surname(u16);

impl Surname {
    /// A draw: two in three are common, and of those the first most.
    pub(super) fn draw(rng: &mut Rng) -> Self {
        let place = if rng.chance(0.62) {
            let skewed = rng.unit().powf(1.6) * SURNAMES.len() as f64;
            (0..SURNAMES.len())
                .rev()
                .find(|place| *place as f64 <= skewed)
                .unwrap_or(0)
        } else {
            SURNAMES.len() + rng.below(FIRST_PARTS.len() * SECOND_PARTS.len())
        };
        Self(u16::try_from(place).unwrap_or(0))
    }

    /// Whether it came with a migrant.
    pub(super) fn is_of_migrant(self) -> bool {
        OF_MIGRANTS.contains(&usize::from(self.0))
    }

    /// The prefix, empty for none.
    pub(super) fn prefix(self) -> &'static str {
        SURNAMES
            .get(usize::from(self.0))
            .map_or("", |(prefix, _)| prefix)
    }

    /// The name without its prefix.
    pub(super) fn stem(self) -> Cow<'static, str> {
        let place = usize::from(self.0);
        if let Some((_, stem)) = SURNAMES.get(place) {
            return Cow::Borrowed(stem);
        }
        let parts = place - SURNAMES.len();
        let first = FIRST_PARTS[parts / SECOND_PARTS.len() % FIRST_PARTS.len()];
        let second = SECOND_PARTS[parts % SECOND_PARTS.len()];
        Cow::Owned(format!("{first}{second}"))
    }
}

/// The places in [`SURNAMES`] of names that came with migrants.
const OF_MIGRANTS: std::ops::Range<usize> = 96..118;

/// One or two given names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Given {
    first: &'static str,
    second: Option<&'static str>,
}

impl Given {
    /// A draw by sex and year of birth.
    pub(super) fn draw(is_female: bool, birth_year: u16, rng: &mut Rng) -> Self {
        let list = match (is_female, birth_year) {
            (true, 1996..) => GIRLS_NOW,
            (false, 1996..) => BOYS_NOW,
            (true, 1956..) => WOMEN,
            (false, 1956..) => MEN,
            (true, _) => OLD_WOMEN,
            (false, _) => OLD_MEN,
        };
        let first = *rng.pick(list);
        let second = rng.chance(0.3).then(|| *rng.pick(list));
        Self {
            first,
            second: second.filter(|second| *second != first),
        }
    }

    /// Another name that somebody with this one is called by: with the same initial, or with another.
    pub(super) fn called(self, has_same_initial: bool, rng: &mut Rng) -> &'static str {
        let lists = [BOYS_NOW, GIRLS_NOW, MEN, WOMEN, OLD_MEN, OLD_WOMEN];
        let own = lists.iter().find(|list| list.contains(&self.first));
        let initial = |name: &str| name.chars().next();
        let names: Vec<&'static str> = own
            .into_iter()
            .flat_map(|list| list.iter())
            .copied()
            .filter(|name| {
                *name != self.first && (initial(name) == initial(self.first)) == has_same_initial
            })
            .collect();
        if names.is_empty() {
            return self.first;
        }
        names[rng.below(names.len())]
    }

    pub(super) const fn first(self) -> &'static str {
        self.first
    }

    /// All given names, with a space between.
    pub(super) fn all(self) -> String {
        match self.second {
            Some(second) => format!("{} {second}", self.first),
            None => self.first.to_owned(),
        }
    }

    /// The initials, each followed by `mark`.
    pub(super) fn initials(self, mark: &str) -> String {
        let names = std::iter::once(self.first).chain(self.second);
        let initials = names.filter_map(|name| name.chars().next());
        initials.fold(String::new(), |text, initial| {
            text + &initial.to_string() + mark
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surname_that_can_be_drawn_has_a_stem() {
        let all = SURNAMES.len() + FIRST_PARTS.len() * SECOND_PARTS.len();
        for place in 0..all {
            let name = Surname(u16::try_from(place).unwrap());
            assert!(!name.stem().is_empty());
            assert!(name.prefix().len() <= 10);
        }
    }

    #[test]
    fn the_names_of_migrants_are_those_meant() {
        let stem = |place: usize| SURNAMES[place].1;
        assert_eq!((stem(95), stem(96)), ("Kuijpers", "Mohan"));
        assert_eq!((stem(117), stem(118)), ("Fernández", "Müller"));
    }

    #[test]
    fn who_is_called_by_another_name_keeps_the_initial_or_does_not() {
        let mut rng = Rng::new(3, 0);
        let given = Given {
            first: "Johannes",
            second: None,
        };
        for _ in 0..20 {
            assert!(given.called(true, &mut rng).starts_with('J'));
            assert!(!given.called(false, &mut rng).starts_with('J'));
        }
    }

    #[test]
    fn initials_are_those_of_all_given_names() {
        let given = Given {
            first: "Johanna",
            second: Some("Maria"),
        };
        assert_eq!(
            (given.initials("."), given.all()),
            ("J.M.".into(), "Johanna Maria".into())
        );
    }
}
