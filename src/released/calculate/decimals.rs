//! Numbers with the 6 decimals that tables have.

/// The number to 6 decimals, as its text reads back: what follows from a table follows from the number too.
pub(in crate::released) fn rounded(number: f64) -> f64 {
    let of_text = || format!("{number:.6}").parse().unwrap_or(number);
    millionths(number).map_or_else(of_text, |millionths| millionths / MILLION)
}

/// The same, and no negative zero; `None` for what is no finite number.
pub(in crate::released) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then(|| rounded(number) + 0.0)
}

/// The number with 6 decimals and a dot; `None` for what is no finite number.
pub(in crate::released) fn six_decimals(number: f64) -> Option<String> {
    let Some(millionths) = millionths(number) else {
        return finite(number).map(|number| format!("{number:.6}"));
    };
    let sign = if millionths < 0.0 { "-" } else { "" };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and below 2^40"
    )]
    let all = millionths.abs() as u64;
    Some(format!("{sign}{}.{:06}", all / 1_000_000, all % 1_000_000))
}

const MILLION: f64 = 1e6;

/// The number in millionths, to the nearest. `None` where only all its digits can tell: the product is off by less than 2^-13 up to a
/// million, so that of two that are as near as a thousandth either may be meant.
fn millionths(number: f64) -> Option<f64> {
    let all = number * MILLION;
    let from_middle = (all - all.floor() - 0.5).abs();
    (number.abs() < MILLION && from_middle > 1e-3).then(|| all.round())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any number, and those in the middle of two with 6 decimals or beside it.
    fn number() -> impl Strategy<Value = f64> {
        let middle = (any::<i32>(), -2_i64..=2).prop_map(|(millionths, steps)| {
            let middle = (f64::from(millionths) + 0.5) / MILLION;
            f64::from_bits(middle.to_bits().saturating_add_signed(steps))
        });
        prop_oneof![any::<f64>(), -2.0..2.0, -1e7..1e7, middle]
    }

    proptest! {
        #[test]
        fn a_number_is_the_one_that_its_text_reads_back_as(number in number()) {
            let text = format!("{number:.6}");
            let read: f64 = text.parse().unwrap();
            if number.is_nan() {
                prop_assert!(rounded(number).is_nan());
            } else {
                prop_assert_eq!(rounded(number).to_bits(), read.to_bits());
            }
            let text = if text == "-0.000000" { "0.000000".into() } else { text };
            prop_assert_eq!(six_decimals(number), number.is_finite().then_some(text));
        }
    }

    #[test]
    fn a_share_has_six_decimals_and_no_negative_zero() {
        assert_eq!(six_decimals(1.0 / 3.0).unwrap(), "0.333333");
        assert_eq!(six_decimals(-0.000_000_1).unwrap(), "0.000000");
        assert_eq!(six_decimals(-12.5).unwrap(), "-12.500000");
        assert_eq!(six_decimals(f64::NAN), None);
        assert_eq!(finite(2.0 / 3.0), Some(0.666_667));
    }
}
