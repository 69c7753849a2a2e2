//! What would be printed for two unrelated services, computed from factorials.

use super::printing::Printing;

/// Twice the smaller tail of what would be printed, with half of what was: `numbers` are both, a, b, all. An internal
/// release prints counts as they are.
pub(super) fn of_printed(numbers: [u64; 4], printing: Option<&Printing>) -> f64 {
    let [printed, a, b, all] = numbers;
    let (mut below, mut above) = (0.0, 0.0);
    let probability = hypergeometric(a, b, all);
    for count in likely(a, b, all) {
        let p = probability(count);
        for (number, share) in prints_of(count, printing) {
            match number.cmp(&printed) {
                std::cmp::Ordering::Less => below += p * share,
                std::cmp::Ordering::Equal => {
                    below += p * share / 2.0;
                    above += p * share / 2.0;
                }
                std::cmp::Ordering::Greater => above += p * share,
            }
        }
    }
    (2.0 * f64::min(below, above)).min(1.0)
}

/// The counts within 40 standard deviations of the expected one; beyond, nothing adds up to anything.
fn likely(a: u64, b: u64, all: u64) -> std::ops::RangeInclusive<u64> {
    let (lowest, highest) = ((a + b).saturating_sub(all), a.min(b));
    let expected = u128::from(a) * u128::from(b) / u128::from(all.max(1));
    let expected = u64::try_from(expected).map_or(highest, |expected| expected.min(highest));
    // The variance is at most the expected count, so its root bounds the deviation.
    let reach = 40 * (expected + 1).isqrt() + 80;
    lowest.max(expected.saturating_sub(reach))..=highest.min(expected + reach)
}

/// The published forms of a count; an internal release has the count itself.
fn prints_of(count: u64, printing: Option<&Printing>) -> Vec<(u64, f64)> {
    printing.map_or_else(|| vec![(count, 1.0)], |printing| printing.forms(count))
}

/// From and to which count a printed number can stand for.
pub(super) fn stands_for(printed: u64, printing: Option<&Printing>) -> (u64, u64) {
    let can_be = |count: &u64| {
        let mut forms = prints_of(*count, printing).into_iter();
        forms.any(|(number, share)| number == printed && share > 0.0)
    };
    let reach = printing.map_or(0, Printing::reach);
    let counts = || (printed.saturating_sub(reach)..=printed + reach).filter(can_be);
    (
        counts().next().unwrap_or(printed),
        counts().next_back().unwrap_or(printed),
    )
}

/// The probability of a count, by logarithms of factorials; those that all counts share are made once.
fn hypergeometric(a: u64, b: u64, all: u64) -> impl Fn(u64) -> f64 {
    let factorial = |number: u64| libm::lgamma(number as f64 + 1.0);
    let choose = move |(of, these): (u64, u64), of_all: f64| {
        of_all - factorial(these) - factorial(of - these)
    };
    let (of_a, of_others) = (factorial(a), factorial(all - a));
    let ways = choose((all, b), factorial(all));
    move |count| (choose((a, count), of_a) + choose((all - a, b - count), of_others) - ways).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By fractions of whole numbers.
    #[test]
    fn the_p_of_a_number_is_the_known_one() {
        for (numbers, is_internal, known) in [
            ([26, 40, 50, 100], true, 0.015_887_612_195_029_398),
            ([50, 300, 400, 20_000], true, 2.117_452_579_088_954e-31),
            ([10, 60, 80, 2000], false, 0.031_042_948_587_216_377),
            ([25, 100, 300, 4000], false, 2.122_317_320_016_145_4e-5),
        ] {
            let p = of_printed(numbers, (!is_internal).then_some(&Printing::K5));
            assert!((p - known).abs() < 1e-9 * known, "{numbers:?}: {p}");
        }
    }
}
