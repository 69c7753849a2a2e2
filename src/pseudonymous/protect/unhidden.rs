//! What is drawn of a count that is never hidden.

use super::profile::Profile;
use crate::pseudonymous::measure::ExactCell;

/// The most that is printed of a count that would be hidden, and of the parts of a hidden whole: the largest number that k5 hides.
pub(super) const LARGEST_HIDDEN: u64 = 5;

/// What k5 draws of a count before anything is hidden; below 0 it is 0. A count of 10 more draws 10 more.
pub(super) fn drawn(exact: ExactCell) -> u64 {
    let count = exact.count + 10;
    let more = Profile::K5.publish(ExactCell { count, ..exact });
    more.value().map_or(0, |number| number - 10)
}
