//! Which counts a published number can stand for.

use crate::pseudonymous::protect::profile::{Profile, Rounding};

/// From and to which count, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: i32,
    pub(super) high: i32,
}

/// No count of households is larger.
const MOST: i32 = 1 << 29;

/// The spans of a release.
pub(super) struct Spans<'a> {
    pub(super) rounding: &'a Rounding,
    /// Whether what is hidden can be large: some is hidden because it would tell of everyone, and nothing says which.
    pub(super) is_open: bool,
}

impl Span {
    fn of((low, high): (u64, u64)) -> Self {
        Self {
            low: number(low),
            high: number(high),
        }
    }

    /// One count alone.
    pub(super) const fn only(count: i32) -> Self {
        Self {
            low: count,
            high: count,
        }
    }

    /// The middle of it; of a count that can be nobody, or as many as there are, all.
    pub(super) const fn narrow(self) -> Self {
        let edge = if self.low > 0 && self.high < MOST {
            (self.high - self.low) / 5
        } else {
            0
        };
        Self {
            low: self.low + edge,
            high: self.high - edge,
        }
    }

    /// As far again to both sides, but never below nobody.
    pub(super) const fn wider(self, by: i32) -> Self {
        let low = self.low - by;
        Self {
            low: if low < 0 { 0 } else { low },
            high: self.high.saturating_add(by),
        }
    }

    /// How far a count lies outside.
    pub(super) fn distance(self, count: i32) -> i32 {
        (self.low - count).max(count - self.high).max(0)
    }

    /// What lies in both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
        }
    }
}

impl Spans<'_> {
    /// Of a printed number.
    pub(super) fn printed(&self, count: u64) -> Span {
        Span::of(self.rounding.stands_for(count))
    }

    /// Of a count that is hidden.
    pub(super) fn hidden(&self) -> Span {
        let small = self.small();
        let high = if self.is_open { MOST } else { small.high };
        Span { high, ..small }
    }

    /// Of a count that is hidden as a small one.
    pub(super) fn small(&self) -> Span {
        Span::of(self.rounding.hidden().unwrap_or((0, 0)))
    }

    /// How large hidden counts are made. Where only what tells of everyone is hidden, of any size, as large as a printed number is
    /// uncertain.
    pub(super) fn largest(&self) -> i32 {
        match self.rounding.hidden() {
            Some((_, largest)) => number(largest),
            None => number(2 * self.rounding.reach()),
        }
    }

    /// Of a count that has no row: it is hidden or, where 0 is printed, nobody.
    pub(super) fn without_row(&self) -> Span {
        Span {
            low: 0,
            ..self.hidden()
        }
    }

    /// Of who lives somewhere: what would be hidden is drawn as under k5, and printed as 0 or 5.
    pub(super) fn of_population(&self, count: u64) -> Span {
        if count >= self.rounding.smallest || self.rounding.hidden().is_none() {
            return self.printed(count);
        }
        let reach = Profile::K5.rounding.map_or(0, |k5| {
            let far = 1000;
            k5.stands_for(far).1 - far
        });
        Span {
            low: 0,
            high: self.small().high.min(number(count + reach)),
        }
    }
}

/// A count of households, of which there are fewer than 2^31.
pub(super) fn number(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
