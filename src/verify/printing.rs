//! How each profile prints counts, written again from `docs/disclosure-control.md`.

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
            "nhs" => Some(Self::nearest(5, 8, true)),
            "midpoint6" => Some(Self {
                smallest: 3,
                zero: true,
                form: Form::MiddleOfSix,
            }),
            _ => None,
        };
        // An unknown profile does not exempt a release from these checks.
        (!is_internal).then(|| known.unwrap_or(Self::K5))
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
        }
    }

    /// How far a printed number is from its count at most.
    pub(super) fn reach(&self) -> u64 {
        match &self.form {
            Form::Wide(_) => 8,
            Form::Nearest { base, .. } => base / 2,
            Form::MiddleOfSix => 3,
        }
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
        }
    }

    /// The numbers that the report may say of how it prints.
    pub(super) fn numbers_said(&self) -> Vec<u64> {
        let own = match self.form {
            Form::Wide(_) => vec![5, 8],
            Form::Nearest { base, from } => vec![0, 1, from - 1, base, 2],
            Form::MiddleOfSix => vec![0, 1, 6, 3, 7, 12, 9],
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
