//! Counts that exclude each other: a row for each published one, and `other` for the rest.

use super::cell::is_above_zero;
use super::nested::Nested;
use super::published::PublishedRow;
use crate::pseudonymous::cells::{CellKey, Event, SetOf, Unit};
use crate::pseudonymous::measure::ExactRow;

/// The rows. `other` is the sum of what is hidden, protected in its turn by the sum of its draws; under a profile
/// that protects it is always there, so that its presence tells nothing.
pub(super) fn protect(of: SetOf, rows: Vec<ExactRow>, rule: &Nested<'_>) -> Vec<PublishedRow> {
    let rest = rule.hidden(&rows);
    let mut published = Vec::new();
    for row in rows {
        let exact = row.first();
        let cell = rule.publish(&row.key, exact);
        if is_above_zero(cell) {
            published.push(PublishedRow {
                key: row.key,
                cells: vec![cell],
            });
        }
    }
    if !rule.is_internal() {
        let key = CellKey::town(Unit::Household, Event::OtherSets(of));
        let cells = vec![rule.publish(&key, rest)];
        published.push(PublishedRow { key, cells });
    }
    published
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::pseudonymous::measure::ExactCell;
    use crate::vocabulary::ServiceIx;

    const OTHER: Event = Event::OtherSets(SetOf::Services);

    /// A set of services for each count.
    fn of(count: u64) -> Event {
        Event::Set([ServiceIx::at(usize::try_from(count).unwrap())].into())
    }

    fn rows(counts: &[u64], rule: &Nested<'_>) -> Vec<(Event, Option<u64>)> {
        let row = |count: &u64| ExactRow {
            key: CellKey::town(Unit::Household, of(*count)),
            cells: vec![Some(ExactCell {
                count: *count,
                // High enough for 6 to be hidden, and of two together low enough for 11 to be 10.
                draw: u64::MAX / 3,
            })],
            is_open: true,
            is_asked: true,
            gate: None,
        };
        let published = protect(SetOf::Services, counts.iter().map(row).collect(), rule);
        published
            .into_iter()
            .map(|row| (row.key.event, row.cells[0].value()))
            .collect()
    }

    #[test]
    fn what_is_hidden_is_pooled_and_published_when_there_is_enough_of_it() {
        let expected = [(of(20), Some(20)), (OTHER, Some(10))];
        assert_eq!(rows(&[5, 20, 6], &Nested::plain(&Profile::K5)), expected);
    }

    #[test]
    fn the_rest_has_a_row_even_when_it_is_hidden_or_empty() {
        assert_eq!(rows(&[5], &Nested::plain(&Profile::K5)), [(OTHER, None)]);
        assert_eq!(rows(&[], &Nested::plain(&Profile::K5)), [(OTHER, None)]);
        assert_eq!(
            rows(&[1], &Nested::plain(&Profile::NONE)),
            [(of(1), Some(1))]
        );
    }
}
