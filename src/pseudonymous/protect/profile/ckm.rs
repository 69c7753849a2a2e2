//! Profile ckm: the cell key method; each count is changed by a small draw with the count as mean.

use std::borrow::Cow;

use super::entropy::probabilities;
use super::rounding::{Row, Step, step};
use super::{Profile, Rounding};
use crate::pseudonymous::measure::ExactCell;

/// Draws are cut as record keys of 8 digits cut them.
const PARTS: u64 = 100_000_000;

/// Nobody perturbs further; it bounds what a file that is read can ask for.
const LARGEST: u64 = 50;

impl Profile {
    /// Every count is changed by at most `largest_change`, with this `variance` and the count as mean; 1 to `unprinted` are
    /// never printed, 0 is. In the literature these are D, V and js.
    ///
    /// The changes are the most random ones of that mean and variance (solved in `entropy`); a low draw goes down. `None`
    /// when there are none: a count up to `unprinted` must become 0 or more than that, which takes some variance.
    #[must_use]
    pub fn ckm(largest_change: u64, variance: u64, unprinted: u64) -> Option<Self> {
        let is_possible = unprinted < largest_change && largest_change <= LARGEST;
        if !is_possible || variance <= least_variance(unprinted) {
            return None;
        }
        // From here on a change down meets nothing that is not printed, and all counts are changed alike.
        let last = largest_change + if unprinted == 0 { 0 } else { unprinted + 1 };
        let row = |count| row(count, largest_change, variance, unprinted);
        let [annex, dutch, english] = words(largest_change, unprinted).map(Cow::Owned);
        Some(Self {
            word: Cow::Owned(format!("ckm-{largest_change}-{variance}-{unprinted}")),
            rounding: Some(Rounding {
                base: 1,
                smallest: unprinted + 1,
                fewest: 0,
                zero_is_shown: true,
                parts: PARTS,
                rows: (0..=last).map(row).collect::<Option<_>>()?,
            }),
            annex,
            dutch,
            english,
        })
    }

    /// The profile behind `ckm-`.
    pub(super) fn ckm_of(numbers: &str) -> Option<Self> {
        let numbers = numbers.split('-').map(|number| number.parse().ok());
        match numbers.collect::<Option<Vec<u64>>>()?[..] {
            [largest_change, variance, unprinted] => Self::ckm(largest_change, variance, unprinted),
            _ => None,
        }
    }
}

/// The variance that is not enough where 1 to `unprinted` are not printed: i · (unprinted + 1 − i) of the i in their middle, that
/// of a draw between 0 and the next printed number.
const fn least_variance(unprinted: u64) -> u64 {
    unprinted.saturating_add(1).saturating_pow(2) / 4
}

/// How far a count goes, down first. Nobody stays nobody.
fn row(count: u64, largest_change: u64, variance: u64, unprinted: u64) -> Option<Row> {
    if count == 0 {
        return Some(Cow::Owned(vec![step(0, PARTS)]));
    }
    let numbers = count.saturating_sub(largest_change)..=count + largest_change;
    let printed = numbers.filter(|number| *number == 0 || *number > unprinted);
    let changes = printed.map(|number| number.cast_signed() - count.cast_signed());
    let changes: Vec<i64> = changes.collect();
    let mut reached = 0.0;
    let mut before = 0;
    let mut steps: Vec<Step> = Vec::new();
    for (change, p) in changes
        .iter()
        .zip(probabilities(&changes, variance as f64)?)
    {
        reached += p;
        let until = parts(reached);
        steps.push(step(*change, until - before));
        before = until;
    }
    Some(Cow::Owned(steps))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lies from 0 to all parts"
)]
fn parts(share: f64) -> u64 {
    (share * PARTS as f64).round().clamp(0.0, PARTS as f64) as u64
}

impl Rounding {
    /// What is printed of the contributors with these record keys of 8 digits, as `cellKey` draws it; `None` when hidden.
    ///
    /// The sum of the keys, without what goes beyond 8 digits, is the draw: as a share of 1 it picks the step.
    /// Source: Handbook on Statistical Disclosure Control, chapter 5; R package cellKey 1.0.3.
    #[must_use]
    pub fn of_record_keys(&self, keys: &[u32]) -> Option<u64> {
        let sum: u64 = keys.iter().map(|key| u64::from(*key)).sum();
        let draw = (u128::from(sum % PARTS) << 64).div_ceil(u128::from(PARTS));
        let exact = ExactCell {
            count: keys.len() as u64,
            draw: u64::try_from(draw).unwrap_or(u64::MAX),
        };
        self.publish(exact).value()
    }
}

/// Of the annex, in Dutch and in English.
fn words(largest_change: u64, unprinted: u64) -> [String; 3] {
    let smallest = unprinted + 1;
    let [dutch, english] = match unprinted {
        0 => [String::new(), String::new()],
        1 => [
            "Het getal 1 komt niet voor. ".into(),
            "The number 1 does not occur. ".into(),
        ],
        _ => [
            format!("De getallen 1 tot en met {unprinted} komen niet voor. "),
            format!("The numbers 1 to {unprinted} do not occur. "),
        ],
    };
    [
        format!(
            "Elk aantal wordt met toeval veranderd, gelijk voor gelijke huishoudens (de celsleutelmethode): meestal weinig, nooit met meer dan {largest_change}, en gemiddeld niet. {dutch}Aan een getal is zelden te zien of één huishouden meer of minder meetelt, maar wie alle andere kent, leert het soms zeker: een getal boven 0 betekent dat er iemand is. Verhoudingen komen uit de gepubliceerde aantallen."
        ),
        format!(
            "Elk aantal is willekeurig maar steeds gelijk veranderd: dezelfde huishoudens krijgen overal hetzelfde getal. Het verschil is nooit meer dan {largest_change}, en gemiddeld nul. {dutch}Een 0 kan ook van een enkel huishouden zijn; een getal boven 0 is nooit van niemand. De uiterste verschillen zijn zeldzaam, maar wie alle huishoudens van een aantal kent op één na, kan daaraan zien of dat huishouden meetelt. Een deel staat nooit hoger dan het geheel. Delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste {smallest} is."
        ),
        format!(
            "Every number is changed at random but consistently: the same households get the same number everywhere. The difference is never more than {largest_change}, and zero on average. {english}A 0 can be of a single household too; a number above 0 is never of nobody. The largest differences are rare, but from them someone who knows all households of a number but one can tell whether that one is counted. A part is never shown above its whole. Parts do not add up exactly. A difference of shown numbers is given only when it is at least {smallest}."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounding([largest_change, variance, unprinted]: [u64; 3]) -> Rounding {
        let profile = Profile::ckm(largest_change, variance, unprinted).unwrap();
        profile.rounding.unwrap()
    }

    fn law(profile: [u64; 3], count: u64) -> Vec<(Option<u64>, f64)> {
        rounding(profile).law(count)
    }

    /// Rows of p-tables that the R package ptable 1.0.0 made (K7): from the smallest number on.
    #[test]
    fn the_probabilities_are_those_of_ptable() {
        type Known = ([u64; 3], u64, &'static [(u64, f64)]);
        let known: [Known; 6] = [
            (
                [2, 1, 0],
                1,
                &[
                    (0, 0.366_485_51),
                    (1, 0.366_485_50),
                    (2, 0.167_572_47),
                    (3, 0.099_456_52),
                ],
            ),
            (
                [2, 1, 0],
                2,
                &[
                    (0, 0.063_827_14),
                    (1, 0.244_691_45),
                    (2, 0.382_962_82),
                    (3, 0.244_691_45),
                    (4, 0.063_827_14),
                ],
            ),
            (
                [3, 2, 1],
                1,
                &[(0, 0.621_420_65), (2, 0.200_299_85), (3, 0.113_717_71)],
            ),
            (
                [5, 3, 2],
                1,
                &[
                    (0, 0.734_469_54),
                    (3, 0.136_720_19),
                    (4, 0.072_796_31),
                    (5, 0.037_429_56),
                    (6, 0.018_584_40),
                ],
            ),
            (
                [5, 3, 2],
                4,
                &[
                    (0, 0.084_854_87),
                    (3, 0.277_921_23),
                    (4, 0.277_921_24),
                    (5, 0.189_393_69),
                    (6, 0.105_125_45),
                ],
            ),
            (
                [10, 10, 4],
                1,
                &[(0, 0.841_219_44), (5, 0.065_356_17), (6, 0.039_206_86)],
            ),
        ];
        for (profile, count, rows) in known {
            let law = law(profile, count);
            for (place, (number, p)) in rows.iter().enumerate() {
                assert_eq!(law[place].0, Some(*number));
                assert!(
                    (law[place].1 - p).abs() < 1e-6,
                    "{profile:?}: {count} as {number}"
                );
            }
        }
        // Far from 0 both sides are alike, whatever the count.
        let symmetric = [
            0.003_791_86,
            0.016_590_93,
            0.052_292_63,
            0.118_730_37,
            0.194_193_46,
            0.228_801_50,
        ];
        for count in [8, 9, 100] {
            let law = law([5, 3, 2], count);
            for (place, p) in symmetric.iter().enumerate() {
                assert_eq!(law[place].0, Some(count - 5 + place as u64));
                let both = [law[place].1, law[10 - place].1];
                assert!(both.iter().all(|share| (share - p).abs() < 1e-6));
            }
        }
    }

    #[test]
    fn the_mean_is_the_count_and_the_variance_at_most_as_agreed() {
        for profile in [
            [2, 1, 0],
            [3, 2, 1],
            [5, 3, 2],
            [10, 10, 4],
            [20, 60, 7],
            [12, 20, 7],
            [50, 1, 0],
        ] {
            let rounding = rounding(profile);
            for count in 1..60 {
                let moment = |power: i32| -> f64 {
                    let of = |(number, p): (Option<u64>, f64)| {
                        (number.unwrap() as f64 - count as f64).powi(power) * p
                    };
                    rounding.law(count).into_iter().map(of).sum()
                };
                assert!((moment(0) - 1.0).abs() < 1e-12);
                assert!(
                    moment(1).abs() < 1e-5,
                    "{profile:?}: {count}: {}",
                    moment(1)
                );
                assert!(moment(2) < profile[1] as f64 + 1e-4, "{profile:?}: {count}");
            }
        }
    }

    #[test]
    fn a_variance_that_cannot_reach_over_what_is_not_printed_is_none() {
        for [largest_change, variance, unprinted] in [
            [3, 1, 1],
            [4, 4, 4],
            [5, 4, 4],
            [8, 6, 4],
            [10, 12, 7],
            [2, 9, 2],
            [51, 3, 0],
            [5, 0, 0],
        ] {
            assert_eq!(Profile::ckm(largest_change, variance, unprinted), None);
        }
    }

    /// K11, the example of the Handbook: keys of 0.9, 0.3 and 0.6 add up to 1.8, of which 0.8 draws one more.
    #[test]
    fn record_keys_of_8_digits_draw_as_in_the_handbook() {
        let rounding = Profile::ckm(2, 1, 0).unwrap().rounding.unwrap();
        let keys = [90_000_000, 30_000_000, 60_000_000];
        assert_eq!(rounding.of_record_keys(&keys), Some(4));
        assert_eq!(rounding.of_record_keys(&[]), Some(0));
        // Of two, the bounds are 0.06382714, 0.30851859, …: a key at a bound draws the next number.
        for (key, number) in [
            (0, 0),
            (6_382_713, 0),
            (6_382_714, 1),
            (30_851_858, 1),
            (30_851_859, 2),
            (99_999_999, 4),
        ] {
            assert_eq!(rounding.of_record_keys(&[key, 0]), Some(number), "{key}");
        }
    }

    #[test]
    fn the_word_holds_the_numbers() {
        let profile = Profile::ckm(5, 3, 2).unwrap();
        assert_eq!(profile.word, "ckm-5-3-2");
        assert_eq!(Profile::parse("ckm-5-3-2"), Some(profile));
        assert_eq!(Profile::parse("ckm-5-3"), None);
    }
}
