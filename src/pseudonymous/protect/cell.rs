//! A number that may be published.

/// What kind of number a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The count itself (internal runs, and numbers that the agreement gives).
    Exact,
    /// Rounded by the rule of the profile.
    Rounded,
    /// The difference of two published numbers.
    Derived,
    /// A lower bound: the count is this or more.
    Topcoded,
    /// Too small to publish.
    Hidden,
    /// Not known here: no organisation of this run brings it.
    Missing,
}

impl Status {
    /// The word in a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Rounded => "rounded",
            Self::Derived => "derived",
            Self::Topcoded => "topcoded",
            Self::Hidden => "hidden",
            Self::Missing => "missing",
        }
    }
}

/// A publishable count: a number with its status, or hidden. Made in `protect` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    value: Option<u64>,
    status: Status,
}

impl Cell {
    pub(super) const fn new(value: u64, status: Status) -> Self {
        Self {
            value: Some(value),
            status,
        }
    }

    /// A count that is too small to publish.
    pub const HIDDEN: Self = Self {
        value: None,
        status: Status::Hidden,
    };

    pub(super) const MISSING: Self = Self {
        value: None,
        status: Status::Missing,
    };

    /// The number; `None` when hidden or missing.
    #[must_use]
    pub const fn value(self) -> Option<u64> {
        self.value
    }

    /// Why the number is what it is, or absent.
    #[must_use]
    pub const fn status(self) -> Status {
        self.status
    }
}

/// Whether it is published, and not as 0.
pub(super) fn is_above_zero(cell: Cell) -> bool {
    cell.value().is_some_and(|number| number > 0)
}
