//! Profile none: a count in, the same count out, for internal use only.

use super::published::{Cell, Status};
use super::rule::CellRule;
use crate::pseudonymous::measure::ExactCell;

/// No protection.
pub(super) struct WithoutProtection;

impl CellRule for WithoutProtection {
    fn publish(&self, exact: ExactCell) -> Cell {
        Cell::new(exact.count, Status::Exact)
    }

    fn exactly(&self, at_least: Cell, at_least_next: Cell) -> Cell {
        let (more, fewer) = (
            at_least.value().unwrap_or(0),
            at_least_next.value().unwrap_or(0),
        );
        Cell::new(more.saturating_sub(fewer), Status::Exact)
    }

    fn is_internal(&self) -> bool {
        true
    }
}
