//! Profile threshold: what the agreement says, below `threshold` hidden and else the nearest multiple of `base`.

use std::borrow::Cow;

use super::rounding::{Row, step};
use super::{Profile, Rounding};

/// Nobody hides or rounds further; it bounds what a file that is read can ask for.
const LARGEST: u64 = 1000;

impl Profile {
    /// The nearest multiple of `base`, half up; fewer than `threshold` are hidden. Its edges are exact, and with base 1 all
    /// that is printed is.
    ///
    /// `None` when a count from `threshold` on would become 0: it must be at least half of `base`, and above 0.
    #[must_use]
    pub fn threshold(threshold: u64, base: u64) -> Option<Self> {
        let is_within = (1..=LARGEST).contains(&threshold) && (1..=LARGEST).contains(&base);
        if !is_within || 2 * threshold < base {
            return None;
        }
        let row = |rest: u64| -> Row {
            let up = 2 * rest >= base && rest > 0;
            let to = if up { base - rest } else { rest }.cast_signed();
            Cow::Owned(vec![step(if up { to } else { -to }, 1)])
        };
        let [annex, dutch, english] = words(threshold, base).map(Cow::Owned);
        Some(Self {
            word: Cow::Owned(format!("threshold-{threshold}-{base}")),
            rounding: Some(Rounding {
                base,
                smallest: (threshold + base / 2) / base * base,
                fewest: threshold,
                zero_is_shown: false,
                parts: 1,
                rows: (0..base).map(row).collect(),
            }),
            annex,
            dutch,
            english,
        })
    }

    /// The profile behind `threshold-`.
    pub(super) fn threshold_of(numbers: &str) -> Option<Self> {
        let (threshold, base) = numbers.split_once('-')?;
        Self::threshold(threshold.parse().ok()?, base.parse().ok()?)
    }
}

/// Of the annex, in Dutch and in English.
fn words(threshold: u64, base: u64) -> [String; 3] {
    let hidden = threshold - 1;
    if base == 1 {
        return [
            format!(
                "Aantallen van 0 tot en met {hidden} zijn verborgen; alle andere zijn exact. Wie de huishoudens van een aantal kent op enkele na, leert daaruit hoeveel van die er meetellen, en een verborgen aantal kan uit andere te berekenen zijn. Verhoudingen komen uit de gepubliceerde aantallen."
            ),
            format!(
                "Aantallen van 0 tot en met {hidden} worden niet getoond; alle andere zijn exact. Wie alle huishoudens van een aantal kent op één na, kan eraan zien of dat huishouden meetelt. Niet getoond betekent niet nul."
            ),
            format!(
                "Numbers from 0 to {hidden} are not shown; all others are exact. Someone who knows all households of a number but one can tell from it whether that one is counted. Not shown does not mean zero."
            ),
        ];
    }
    let smallest = (threshold + base / 2) / base * base;
    [
        format!(
            "Aantallen van 0 tot en met {hidden} zijn verborgen; elk ander aantal wordt afgerond op het dichtstbijzijnde veelvoud van {base}. Daarbij komt geen toeval: wie alle huishoudens van een aantal kent op één na, kan uit een sprong naar het volgende veelvoud, of uit het verschijnen van een aantal, zeker weten of dat huishouden meetelt. Verhoudingen komen uit de gepubliceerde aantallen."
        ),
        format!(
            "Aantallen van 0 tot en met {hidden} worden niet getoond. Elk ander aantal is afgerond op het dichtstbijzijnde veelvoud van {base}. De grenzen zijn scherp: wie alle huishoudens van een aantal kent op één na, kan aan het getal soms zien of dat huishouden meetelt. Afgeronde delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste {smallest} is. Niet getoond betekent dus niet nul."
        ),
        format!(
            "Numbers from 0 to {hidden} are not shown. Every other number is rounded to the nearest multiple of {base}. The edges are exact: someone who knows all households of a number but one can sometimes tell from it whether that one is counted. Rounded parts do not add up exactly. A difference of shown numbers is given only when it is at least {smallest}. Not shown, then, does not mean zero."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::measure::ExactCell;

    /// What is printed of these counts.
    fn printed<const N: usize>(profile: &Profile, counts: [u64; N]) -> [Option<u64>; N] {
        let rounding = profile.rounding.as_ref().unwrap();
        counts.map(|count| rounding.publish(ExactCell::middle(count)).value())
    }

    #[test]
    fn below_the_threshold_nothing_is_printed_and_else_the_nearest() {
        let tens = Profile::threshold(10, 10).unwrap();
        let expected = [None, None, Some(10), Some(10), Some(20), Some(30)];
        assert_eq!(printed(&tens, [0, 9, 10, 14, 15, 25]), expected);
        let rounding = tens.rounding.unwrap();
        assert_eq!(rounding.stands_for(10), (10, 14));
        assert_eq!(rounding.stands_for(30), (25, 34));
        assert_eq!(rounding.hidden(), Some((0, 9)));
    }

    #[test]
    fn base_1_is_exact_and_says_so() {
        let exact = Profile::threshold(10, 1).unwrap();
        assert_eq!(printed(&exact, [9, 10, 11]), [None, Some(10), Some(11)]);
        assert!(exact.english.contains("exact"));
        assert!(exact.rounding.unwrap().variance() < f64::EPSILON);
    }

    #[test]
    fn a_threshold_of_which_0_would_be_printed_is_none() {
        assert_eq!(Profile::threshold(4, 10), None);
        assert_eq!(Profile::threshold(0, 1), None);
        assert!(Profile::threshold(5, 10).is_some());
    }

    #[test]
    fn the_word_holds_the_numbers() {
        let profile = Profile::threshold(10, 5).unwrap();
        assert_eq!(profile.word, "threshold-10-5");
        assert_eq!(Profile::parse("threshold-10-5"), Some(profile));
        assert_eq!(Profile::parse("threshold-10"), None);
    }
}
