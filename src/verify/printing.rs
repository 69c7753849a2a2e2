//! How each profile prints counts, written again from `docs/disclosure-control.md`.

use super::cell_key::changes;

/// What is printed of a count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Printing {
    /// The smallest number above 0 that is printed.
    pub(super) smallest: u64,
    /// Whether 0 is printed.
    zero: bool,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// A draw by the remainder of the count: what is added, and how often in 300.
    Wide(&'static [(u64, i64, f64)]),
    /// The nearest multiple, half up; fewer than `from` are hidden.
    Nearest { base: u64, from: u64 },
    /// The middle of six counts: 3 for 1 to 6, 9 for 7 to 12.
    MiddleOfSix,
    /// What each count becomes, and how often; the last list holds, moved along, for all larger ones. `largest` is how far
    /// they go.
    Changed {
        counts: Vec<Vec<(u64, f64)>>,
        largest: u64,
        variance: f64,
    },
}

const OF_K5: &[(u64, i64, f64)] = &[
    (0, -5, 37.0),
    (0, 0, 226.0),
    (0, 5, 37.0),
    (1, -6, 17.0),
    (1, -1, 206.0),
    (1, 4, 77.0),
    (2, -7, 7.0),
    (2, -2, 168.0),
    (2, 3, 123.0),
    (2, 8, 2.0),
    (3, -8, 2.0),
    (3, -3, 123.0),
    (3, 2, 168.0),
    (3, 7, 7.0),
    (4, -4, 77.0),
    (4, 1, 206.0),
    (4, 6, 17.0),
];

impl Printing {
    /// That of k5.
    pub(super) const K5: Self = Self {
        smallest: 10,
        zero: false,
        form: Form::Wide(OF_K5),
    };

    /// How a release prints; `None` for an internal one, which holds the counts.
    pub(super) fn of(profile: &str, is_internal: bool) -> Option<Self> {
        let known = match profile {
            "cbs" | "opensafely" => Some(Self::nearest(5, 8, false)),
            "suppress" => Some(Self::nearest(1, 8, false)),
            "nhs" => Some(Self::nearest(5, 8, true)),
            "midpoint6" => Some(Self {
                smallest: 3,
                zero: true,
                form: Form::MiddleOfSix,
            }),
            _ => Self::with_numbers(profile),
        };
        // An unknown profile does not exempt a release from these checks.
        (!is_internal).then(|| known.unwrap_or(Self::K5))
    }

    /// `threshold-10-5`, `ckm-5-3-2`.
    fn with_numbers(profile: &str) -> Option<Self> {
        let (kind, numbers) = profile.split_once('-')?;
        let numbers = numbers.split('-').map(|number| number.parse().ok());
        match (kind, &numbers.collect::<Option<Vec<u64>>>()?[..]) {
            ("threshold", &[from @ 1..=1000, base @ 1..=1000]) if from >= base.div_ceil(2) => {
                Some(Self::nearest(base, from, false))
            }
            ("ckm", &[largest @ 1..=50, variance @ 1..=10_000, unprinted])
                if unprinted < largest =>
            {
                let last = largest + unprinted + 1;
                let of = |count| match count {
                    0 => vec![(0, 1.0)],
                    _ => changes(count, largest, variance as f64, unprinted),
                };
                Some(Self {
                    smallest: unprinted + 1,
                    zero: true,
                    form: Form::Changed {
                        counts: (0..=last).map(of).collect(),
                        largest,
                        variance: variance as f64,
                    },
                })
            }
            _ => None,
        }
    }

    const fn nearest(base: u64, from: u64, zero: bool) -> Self {
        Self {
            smallest: (from + base / 2) / base * base,
            zero,
            form: Form::Nearest { base, from },
        }
    }

    /// What is printed of a count, with the share of the draws that lead to it. A hidden one counts as just below the
    /// smallest that is printed.
    pub(super) fn forms(&self, count: u64) -> Vec<(u64, f64)> {
        let hidden = self.smallest - 1;
        if count == 0 {
            return vec![(if self.zero { 0 } else { hidden }, 1.0)];
        }
        match &self.form {
            Form::Wide(draws) => {
                let of_count = draws.iter().filter(|(rest, ..)| *rest == count % 5);
                let reached = |added: i64| count.saturating_add_signed(added);
                let forms = of_count.map(|(_, added, in_300)| (reached(*added), in_300 / 300.0));
                let hide = |number| {
                    if number < self.smallest {
                        hidden
                    } else {
                        number
                    }
                };
                forms.map(|(number, share)| (hide(number), share)).collect()
            }
            Form::Nearest { from, .. } if count < *from => vec![(hidden, 1.0)],
            Form::Nearest { base, .. } => vec![((count + base / 2) / base * base, 1.0)],
            Form::MiddleOfSix => vec![((count - 1) / 6 * 6 + 3, 1.0)],
            Form::Changed { counts, .. } => {
                let last = counts.len() as u64 - 1;
                let further = count.saturating_sub(last);
                let forms = usize::try_from(count.min(last))
                    .ok()
                    .and_then(|at| counts.get(at));
                let forms = forms.into_iter().flatten();
                forms
                    .map(|(number, share)| (number + further, *share))
                    .collect()
            }
        }
    }

    /// The variance that this adds to a count, over all remainders.
    pub(super) fn variance(&self) -> f64 {
        match &self.form {
            Form::Wide(draws) => {
                let squares =
                    (draws.iter()).map(|(_, added, in_300)| (added * added) as f64 * in_300);
                squares.sum::<f64>() / 300.0 / 5.0
            }
            // 0, 1, 4, …, 4, 1: the squares of the distances to the nearest.
            Form::Nearest { base, .. } => {
                let away = |rest: u64| rest.min(base - rest);
                (0..*base)
                    .map(|rest| (away(rest) * away(rest)) as f64)
                    .sum::<f64>()
                    / *base as f64
            }
            Form::MiddleOfSix => 19.0 / 6.0,
            Form::Changed { variance, .. } => *variance,
        }
    }

    /// How far a printed number is from its count at most.
    pub(super) fn reach(&self) -> u64 {
        match &self.form {
            Form::Wide(_) => 8,
            Form::Nearest { base, .. } => base / 2,
            Form::MiddleOfSix => 3,
            Form::Changed { largest, .. } => *largest,
        }
    }

    /// How far a count can be from what is printed of it, or from 0 where nothing is.
    pub(super) fn furthest(&self) -> u64 {
        self.reach().max(self.largest_hidden())
    }

    /// The largest count that can be hidden.
    pub(super) fn largest_hidden(&self) -> u64 {
        self.hidden().1
    }

    /// The smallest and the largest count that can be hidden; both 0 where none is.
    pub(super) fn hidden(&self) -> (u64, u64) {
        let hidden = self.smallest - 1;
        let is_hidden = |count: &u64| self.forms(*count).iter().any(|(form, _)| *form == hidden);
        let counts = || (0..=self.smallest + self.reach()).filter(is_hidden);
        (
            counts().next().unwrap_or(0),
            counts().next_back().unwrap_or(0),
        )
    }

    /// Whether a number can be in a release: a count, or the difference of two.
    pub(super) fn can_print(&self, number: u64, is_difference: bool) -> bool {
        if number < self.smallest {
            return number == 0 && self.zero && !is_difference;
        }
        match self.form {
            Form::Wide(_) => number.is_multiple_of(5),
            Form::Nearest { base, .. } => number.is_multiple_of(base),
            Form::MiddleOfSix => number % 6 == if is_difference { 0 } else { 3 },
            Form::Changed { .. } => true,
        }
    }

    /// The numbers that the report may say of how it prints.
    pub(super) fn numbers_said(&self) -> Vec<u64> {
        let own = match self.form {
            Form::Wide(_) => vec![5, 8],
            Form::Nearest { base, from } => vec![0, 1, from - 1, base, 2],
            Form::MiddleOfSix => vec![0, 1, 6, 3, 7, 12, 9],
            Form::Changed { largest, .. } => vec![0, 1, self.smallest - 1, largest],
        };
        [own, vec![self.smallest]].concat()
    }

    /// What can be in a release, in words.
    pub(super) fn words(&self) -> String {
        let smallest = self.smallest;
        let zero = if self.zero { "0, " } else { "" };
        match self.form {
            Form::Wide(_) => format!("hidden, or a multiple of 5 from {smallest} on"),
            Form::Nearest { base, .. } => {
                format!("hidden, {zero}or a multiple of {base} from {smallest} on")
            }
            Form::MiddleOfSix => "0, or a multiple of 6 less 3; of 6 for a difference".into(),
            Form::Changed { .. } => format!("0, or at least {smallest}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(profile: &str) -> Printing {
        Printing::of(profile, false).unwrap()
    }

    /// What is printed of a count without a draw; 0 and what is hidden look alike where 0 is not printed.
    fn printed(profile: &str, count: u64) -> u64 {
        let forms = of(profile).forms(count);
        assert_eq!(forms.len(), 1);
        forms[0].0
    }

    #[test]
    fn the_published_tables_of_the_roundings_hold() {
        for (profile, numbers) in [
            (
                "cbs",
                [(0, 9), (7, 9), (8, 10), (12, 10), (13, 15), (17, 15)],
            ),
            (
                "opensafely",
                [(0, 9), (7, 9), (8, 10), (12, 10), (13, 15), (17, 15)],
            ),
            ("nhs", [(0, 0), (1, 9), (7, 9), (8, 10), (12, 10), (13, 15)]),
            (
                "midpoint6",
                [(0, 0), (1, 3), (6, 3), (7, 9), (12, 9), (13, 15)],
            ),
        ] {
            for (count, number) in numbers {
                assert_eq!(printed(profile, count), number, "{profile}: {count}");
            }
        }
    }

    #[test]
    fn the_numbers_behind_a_word_are_those_of_the_agreement() {
        let numbers = [(9, 9), (10, 10), (14, 10), (15, 20)];
        for (count, number) in numbers {
            assert_eq!(printed("threshold-10-10", count), number, "{count}");
        }
        assert_eq!(of("threshold-4-10"), Printing::K5);
        // Of the R package ptable 1.0.0; far from 0 every count is changed alike.
        let forms = of("ckm-5-3-2").forms(1000);
        assert_eq!((forms[0].0, forms[10].0), (995, 1005));
        assert!((forms[5].1 - 0.228_801_50).abs() < 1e-6);
        assert!(!of("ckm-5-3-2").can_print(2, false) && of("ckm-5-3-2").can_print(3, false));
        assert_eq!(of("ckm-5-3-7"), Printing::K5);
    }

    #[test]
    fn an_unknown_profile_is_held_to_the_numbers_of_the_default() {
        assert_eq!(of("none"), Printing::K5);
        assert_eq!(Printing::of("cbs", true), None);
    }

    #[test]
    fn a_difference_is_no_count() {
        let midpoint6 = of("midpoint6");
        assert!(midpoint6.can_print(9, false) && midpoint6.can_print(6, true));
        assert!(!midpoint6.can_print(6, false) && !midpoint6.can_print(9, true));
        assert!(of("nhs").can_print(0, false) && !of("nhs").can_print(0, true));
        assert!(!of("cbs").can_print(0, false) && !of("cbs").can_print(5, false));
    }

    #[test]
    fn the_largest_hidden_count_is_that_of_the_rule_and_not_just_below_the_smallest_number() {
        for (profile, largest) in [
            ("k5", 13),
            ("cbs", 7),
            ("nhs", 7),
            ("suppress", 7),
            ("midpoint6", 0),
            ("threshold-14-10", 13),
            ("threshold-10-10", 9),
            ("ckm-5-3-2", 0),
        ] {
            assert_eq!(of(profile).largest_hidden(), largest, "{profile}");
        }
    }

    #[test]
    fn the_variance_is_that_of_all_remainders() {
        for (profile, variance) in [
            ("k5", 2090.0 / 300.0),
            ("cbs", 2.0),
            ("midpoint6", 19.0 / 6.0),
        ] {
            assert!(
                (of(profile).variance() - variance).abs() < 1e-12,
                "{profile}"
            );
        }
    }
}
