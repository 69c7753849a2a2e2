//! Numbers of a table as text, with 6 decimals.

/// The number with 6 decimals and a dot; `None` for what is no finite number.
pub(super) fn six_decimals(number: f64) -> Option<String> {
    let text = number.is_finite().then(|| format!("{number:.6}"))?;
    Some(if text == "-0.000000" {
        "0.000000".into()
    } else {
        text
    })
}

/// The number that [`six_decimals`] stands for, so that every format holds the same.
pub(super) fn rounded(number: f64) -> Option<f64> {
    six_decimals(number)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_six_decimals_and_no_negative_zero() {
        assert_eq!(six_decimals(1.0 / 3.0).unwrap(), "0.333333");
        assert_eq!(six_decimals(-0.000_000_1).unwrap(), "0.000000");
        assert_eq!(six_decimals(f64::NAN), None);
        assert_eq!(rounded(2.0 / 3.0), Some(0.666_667));
    }
}
