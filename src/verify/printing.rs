//! How each profile prints counts, written again from `docs/disclosure-control.md`.

/// What is printed of a count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Printing {
    /// The word of the profile in a certificate.
    profile: &'static str,
    /// Smaller counts are hidden.
    pub(super) threshold: u64,
    /// Counts from the threshold up to this one are printed as this one.
    pub(super) smallest: u64,
    /// All others are printed as a multiple of it.
    pub(super) base: u64,
    /// The variance that this adds to a count.
    pub(super) variance: f64,
}

pub(super) const K5: Printing = Printing {
    profile: "k5",
    threshold: 8,
    smallest: 10,
    base: 5,
    // A remainder r goes up with chance r/5, which has variance r(5 − r): 4 on average over r from 0 to 4.
    variance: 4.0,
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

    /// Whether a number can be in a release.
    pub(super) const fn can_print(self, number: u64) -> bool {
        number >= self.smallest && number.is_multiple_of(self.base)
    }
}
