//! How each profile prints counts, written again from `docs/disclosure-control.md`.

/// What is printed of a count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Printing {
    /// The word of the profile in a certificate.
    profile: &'static str,
    /// Smaller numbers are not printed.
    pub(super) smallest: u64,
    /// What is printed is a multiple of it.
    pub(super) base: u64,
    /// The table of the draw: remainder of the count, what is added to it, and how often in 300.
    draws: &'static [(u64, i64, f64)],
}

pub(super) const K5: Printing = Printing {
    profile: "k5",
    smallest: 10,
    base: 5,
    draws: &[
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
    ],
};

/// The profiles that print other numbers than the counts.
const PRINTINGS: &[Printing] = &[K5];

impl Printing {
    /// How a release prints; `None` for an internal one, which holds the counts.
    pub(super) fn of(profile: &str, is_internal: bool) -> Option<Self> {
        let known = PRINTINGS.iter().find(|one| one.profile == profile);
        // An unknown profile does not exempt a release from these checks.
        (!is_internal).then(|| known.copied().unwrap_or(K5))
    }

    /// The published forms of a count, with the share of the draws that lead to each; 0 for a hidden one.
    pub(super) fn forms(self, count: u64) -> impl Iterator<Item = (u64, f64)> {
        let of_count = move |(remainder, ..): &&(u64, i64, f64)| *remainder == count % self.base;
        let rows = self.draws.iter().filter(of_count);
        rows.map(move |(_, added, in_300)| {
            let number = count.saturating_add_signed(*added);
            let is_shown = count > 0 && number >= self.smallest;
            (if is_shown { number } else { 0 }, in_300 / 300.0)
        })
    }

    /// The variance that this adds to a count, over all remainders.
    pub(super) fn variance(self) -> f64 {
        let squares = self
            .draws
            .iter()
            .map(|(_, added, in_300)| (added * added) as f64 * in_300);
        squares.sum::<f64>() / 300.0 / self.base as f64
    }

    /// How far a printed number is from its count at most.
    pub(super) fn reach(self) -> u64 {
        let added = self.draws.iter().map(|(_, added, _)| added.unsigned_abs());
        added.max().unwrap_or(0)
    }

    /// Whether a number can be in a release.
    pub(super) const fn can_print(self, number: u64) -> bool {
        number >= self.smallest && number.is_multiple_of(self.base)
    }
}
