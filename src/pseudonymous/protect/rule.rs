//! What a protection profile must say of a cell.

use super::published::{Cell, Status};
use crate::pseudonymous::measure::ExactCell;

/// A protection profile: what becomes of a count.
pub(super) trait CellRule: Sync {
    /// The publishable form of a count.
    fn publish(&self, exact: ExactCell) -> Cell;

    /// The publishable number of exactly k, from the published numbers of at least k and at least k + 1.
    fn exactly(&self, at_least: Cell, at_least_next: Cell) -> Cell;

    /// Whether the numbers are exact, and none is ever hidden.
    fn is_internal(&self) -> bool;

    /// The status of what is known up to the last published rung only.
    fn status_at_the_top(&self) -> Status {
        if self.is_internal() {
            Status::Exact
        } else {
            Status::Topcoded
        }
    }
}
