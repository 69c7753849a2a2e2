//! Two published counts in, a share out, or nothing where it would say too much.

use crate::pseudonymous::protect::published::{Cell, PublishedTables};

/// Shares of fewer are not published: CBS asks 100 or more in the denominator.
pub(super) const SMALLEST_DENOMINATOR: u64 = 100;

/// `part` of `whole`, from 0 to 1; `None` when one is hidden, the whole is under 100, or rounding lifted the part
/// above the whole.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    (whole >= SMALLEST_DENOMINATOR && part <= whole).then(|| part as f64 / whole as f64)
}

/// The published number of `unit` (household, person) in the whole town at a row of `stacking` such as `all` or `2+`.
pub(super) fn in_town(published: &PublishedTables, unit: &str, services: &str) -> Option<Cell> {
    let rows = published.table("stacking")?.rows().iter();
    let keys = [unit, "all", "all", services];
    let mut found = rows.filter(|row| row.keys == keys);
    found.next().and_then(|row| row.cells.first().copied())
}

/// The published number of private households.
pub(super) fn all_households(published: &PublishedTables) -> Option<u64> {
    in_town(published, "household", "all").and_then(Cell::value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_needs_both_numbers_a_hundred_and_at_most_the_whole() {
        assert_eq!(share(Some(25), Some(100)), Some(0.25));
        assert_eq!(share(Some(25), Some(95)), None);
        assert_eq!(share(Some(105), Some(100)), None);
        assert_eq!(share(None, Some(100)), None);
        assert_eq!(share(Some(25), None), None);
    }
}
