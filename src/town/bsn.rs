//! Made-up BSNs: nine digits whose eleven-test leaves 5.
//!
//! A real BSN leaves 0, so that made-up and real numbers never mix.

/// The remainder of the eleven-test of every made-up BSN.
const MADE_UP_REMAINDER: u32 = 5;
/// Pairs of the first eight digits `2n`, `2n + 1` in use; below are numbers that begin with 000.
const FIRST_PAIR: u64 = 50_000;
const PAIRS: u64 = 50_000_000 - FIRST_PAIR;
/// Has no factor in common with `PAIRS` (2⁴ · 3³ · 5⁵ · 37), so that stepping by it visits every pair once.
const STEP: u64 = 30_870_797;

/// The made-up BSN of the person with this number (below 49,950,000); other numbers give other BSNs.
pub(super) fn made_up_bsn(number: u64, seed: u64) -> u32 {
    let pair = FIRST_PAIR + (number * STEP + seed % PAIRS) % PAIRS;
    let digits = u32::try_from(pair * 2).unwrap_or(0);
    // The two prefixes of a pair differ by 2 in the sum, so at most one of them asks for a last digit 10.
    with_last_digit(digits)
        .or_else(|| with_last_digit(digits + 1))
        .unwrap_or(0)
}

/// The nine digits that begin with these eight and leave the remainder; `None` when no last digit does.
fn with_last_digit(prefix: u32) -> Option<u32> {
    let sum = weighted_sum(prefix);
    let last = (sum + 11 - MADE_UP_REMAINDER) % 11;
    (last < 10).then_some(prefix * 10 + last)
}

/// Nine times the first of eight digits, eight times the second, … twice the eighth.
fn weighted_sum(prefix: u32) -> u32 {
    let digit = |power| prefix / 10_u32.pow(power) % 10;
    (0..8).map(|power| digit(power) * (power + 2)).sum()
}

/// What the eleven-test leaves: 0 for a real BSN.
#[cfg(test)]
pub(super) fn remainder(bsn: u32) -> u32 {
    (weighted_sum(bsn / 10) + 11 - bsn % 10) % 11
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn made_up_bsns_leave_five_and_are_all_different() {
        let bsns: HashSet<u32> = (0..200_000).map(|n| made_up_bsn(n, 2013)).collect();
        assert_eq!(bsns.len(), 200_000);
        assert!(bsns.iter().all(|bsn| remainder(*bsn) == 5));
        assert!(
            bsns.iter()
                .all(|bsn| (1_000_000..1_000_000_000).contains(bsn))
        );
        assert!(bsns.iter().any(|bsn| *bsn < 100_000_000));
    }

    #[test]
    fn the_public_example_of_a_bsn_leaves_zero() {
        assert_eq!(remainder(123_456_782), 0);
    }

    #[test]
    fn every_pair_is_visited_once() {
        let (mut low, mut high) = (PAIRS, STEP);
        while high != 0 {
            (low, high) = (high, low % high);
        }
        assert_eq!(low, 1, "greatest common divisor");
    }
}
