//! Which part of the clients who can be found is found, with an interval, from published counts alone.

use super::Value;
use super::share::SMALLEST_DENOMINATOR;
use super::source::Source;
use crate::pseudonymous::cells::Bound;
use crate::pseudonymous::protect::profile::Rounding;
use crate::pseudonymous::protect::published::{Cell, PublishedRow};
use crate::vocabulary::QualityCount;

/// Of fewer clients held out nothing is said.
const FEWEST_HELD_OUT: u64 = 50;

/// Where printed numbers leave more of a recall open than this, only its interval is told.
const MOST_OPEN: f64 = 0.02;

/// The normal deviate of an interval of 90 %.
const Z: f64 = 1.645;

/// What a printed count can be: the least, the number itself or the middle of what is hidden, and the most.
type Span = [f64; 3];

/// The recall of each row, or an end of its interval; empty where fewer than 100 linked clients or 50 held out are shown.
///
/// With L linked, of whom F are expected to be wrong, and M missed, recall is (L − F) / (L − F + M), from 0 to 1. Where F or M is
/// hidden, it is the middle of what can be hidden; recall itself is empty where the printed numbers leave more than 0.02 of it open. The interval is that of a share h of n clients held out (Wilson, 1927, J. Am.
/// Stat. Assoc. 22: 209–212), its low end for the lowest h that the printed numbers can stand for, its high end for the highest.
pub(super) fn column(source: &Source, bound: Bound) -> Vec<Value> {
    let rounding = source.all.profile().rounding.as_ref();
    let count = |row: &PublishedRow, count: QualityCount| {
        let index = source.own.def().count(count.word())?;
        row.cells.get(index).copied().and_then(Cell::value)
    };
    let recall = |row: &PublishedRow| {
        let linked = count(row, QualityCount::Linked)?;
        let held_out = count(row, QualityCount::HeldOut)?;
        if linked < SMALLEST_DENOMINATOR || held_out < FEWEST_HELD_OUT {
            return None;
        }
        let estimate = |of| span(count(row, of), rounding);
        let wrong = estimate(QualityCount::ExpectedFalse);
        let missed = estimate(QualityCount::Missed);
        let [least, ..] = span(Some(held_out), rounding);
        interval([span(Some(linked), rounding), wrong, missed], least)
    };
    let bound = |[low, middle, high]: [Option<f64>; 3]| match bound {
        Bound::Low => low,
        Bound::Middle => middle,
        Bound::High => high,
    };
    let rows = source.own.rows().iter();
    rows.map(|row| Value::decimal(recall(row).and_then(bound)))
        .collect()
}

fn span(printed: Option<u64>, rounding: Option<&Rounding>) -> Span {
    let (least, most) = match (printed, rounding) {
        (Some(number), Some(rounding)) => rounding.stands_for(number),
        (Some(number), None) => (number, number),
        (None, rounding) => rounding.and_then(Rounding::hidden).unwrap_or_default(),
    };
    let [least, most] = [least, most].map(|count| count as f64);
    let middle = printed.map_or(f64::midpoint(least, most), |number| number as f64);
    [least, middle, most]
}

/// The low end, the recall and the high end, by `held_out` clients at least.
fn interval([linked, wrong, missed]: [Span; 3], held_out: f64) -> Option<[Option<f64>; 3]> {
    let share = |linked: f64, wrong: f64, missed: f64| {
        let right = linked - wrong;
        (right > 0.0).then(|| right / (right + missed))
    };
    let low = share(linked[0], wrong[2], missed[2])?;
    let middle = share(linked[1], wrong[1], missed[1])?;
    let high = share(linked[2], wrong[0], missed[0])?;
    Some([
        Some(wilson(low, held_out, -1.0)),
        (high - low <= MOST_OPEN).then_some(middle),
        Some(wilson(high, held_out, 1.0)),
    ])
}

/// The lower (−1) or upper (1) end of the interval of a share of so many.
fn wilson(share: f64, of: f64, side: f64) -> f64 {
    let squared = Z * Z;
    let middle = share + squared / (2.0 * of);
    let spread = (share * (1.0 - share) / of + squared / (4.0 * of * of)).sqrt();
    ((middle + side * Z * spread) / (1.0 + squared / of)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn exact(number: f64) -> Span {
        [number; 3]
    }

    /// 90 of 100: 0.8396 to 0.9393.
    #[test]
    fn of_exact_counts_the_interval_is_that_of_wilson() {
        let [low, recall, high] = interval([exact(100.0), exact(10.0), exact(10.0)], 100.0)
            .unwrap()
            .map(Option::unwrap);
        assert!((recall - 0.9).abs() < 1e-12);
        assert!(
            (low - 0.839_638).abs() < 1e-6 && (high - 0.939_284).abs() < 1e-6,
            "{low} {high}"
        );
    }

    #[test]
    fn rounding_widens_it_on_both_sides() {
        let counts = [1000_u32, 20, 40];
        let exact = counts.map(|number| exact(f64::from(number)));
        let [low, _, high] = interval(exact, 500.0).unwrap();
        let k5 = crate::pseudonymous::protect::Profile::K5.rounding;
        let rounded = counts.map(|number| span(Some(u64::from(number)), k5.as_ref()));
        let [lower, _, higher] = interval(rounded, 500.0).unwrap();
        assert!(lower < low && higher > high);
    }

    #[test]
    fn what_is_hidden_is_taken_in_the_middle_of_what_it_can_be() {
        let k5 = crate::pseudonymous::protect::Profile::K5.rounding;
        let texts = |span: Span| span.map(|number| number.to_string());
        assert_eq!(texts(span(None, k5.as_ref())), ["0", "6.5", "13"]);
        assert_eq!(texts(span(None, None)), ["0"; 3]);
    }

    #[test]
    fn where_much_is_open_only_the_interval_is_told() {
        let k5 = crate::pseudonymous::protect::Profile::K5.rounding;
        let hidden = span(None, k5.as_ref());
        let of = |linked| interval([exact(linked), hidden, hidden], 500.0).unwrap();
        let [_, of_many, _] = of(3000.0);
        let [low, of_few, high] = of(150.0);
        assert!(of_many.is_some() && of_few.is_none() && low < high);
    }

    #[test]
    fn where_all_links_can_be_wrong_nothing_is_said() {
        assert_eq!(
            interval([exact(100.0), exact(100.0), exact(5.0)], 60.0),
            None
        );
    }
}
