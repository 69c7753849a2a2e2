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

/// From and to which count such a number can stand for.
pub(super) fn stands_for(number: u64) -> (u64, u64) {
    let k5 = Profile::K5.rounding;
    let (low, high) = k5.as_ref().map_or((0, 0), |k5| k5.stands_for(number + 10));
    let most = k5.and_then(|k5| k5.hidden()).map_or(0, |(_, most)| most);
    // What a hidden whole limits can be all that is hidden.
    let high = (high - 10).max(if number == LARGEST_HIDDEN { most } else { 0 });
    (low.saturating_sub(10), high)
}
