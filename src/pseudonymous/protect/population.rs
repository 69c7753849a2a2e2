//! Who lives where: printed as other counts, and as 0 or 5 where these would be hidden.
//!
//! That somebody of this age or type lives in an area is no secret; what they use is. The draw is that of profile k5, whose promise needs no
//! hiding: hiding only takes away what a draw tells.

use std::collections::HashMap;

use super::cell::is_above_zero;
use super::nested::{Nested, of_group};
use super::published::{Cell, PublishedRow, Status};
use crate::pseudonymous::cells::{CellKey, Facts};
use crate::pseudonymous::measure::ExactRow;

/// The rows: all of the town, and of each area whose households are published. The rows of a whole stand before those of its parts, and
/// no part is printed above it.
pub(super) fn protect(rows: Vec<ExactRow>, facts: &Facts, rule: &Nested<'_>) -> Vec<PublishedRow> {
    let is_open = |row: &ExactRow| {
        row.gate
            .is_none_or(|gate| is_above_zero(rule.publish(&of_group(&row.key), gate)))
    };
    let mut printed: HashMap<CellKey, u64> = HashMap::new();
    let mut published = Vec::new();
    for row in rows.into_iter().filter(is_open) {
        let exact = row.first();
        let own = rule.publish(&row.key, exact);
        let cell = if rule.is_internal() {
            own
        } else {
            let wholes = row.key.wholes(facts);
            let wholes = wholes
                .iter()
                .filter_map(|whole| printed.get(whole).copied());
            let number = wholes.fold(own.value().unwrap_or(0), u64::min);
            printed.insert(row.key.clone(), number);
            Cell::new(number, Status::Rounded)
        };
        published.push(PublishedRow {
            key: row.key,
            cells: vec![cell],
        });
    }
    published
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::pseudonymous::cells::{Event, Group, Unit};
    use crate::pseudonymous::measure::ExactCell;
    use crate::vocabulary::Dimension;

    const OF_75: Group = Group {
        dimension: Dimension::AgeBand,
        level: 4,
    };

    fn row(area: Option<(Dimension, usize)>, gate: u64, cell: ExactCell) -> ExactRow {
        let group = area.map(|(dimension, level)| Group { dimension, level });
        ExactRow {
            key: CellKey {
                unit: Unit::Household,
                group,
                event: Event::Groups([OF_75].into()),
            },
            cells: vec![Some(cell)],
            is_open: false,
            is_asked: true,
            gate: group.map(|_| ExactCell::middle(gate)),
        }
    }

    fn numbers(rows: Vec<ExactRow>, profile: &Profile) -> Vec<u64> {
        let facts = Facts {
            wijk_of: vec![Some(0)],
            ..Facts::default()
        };
        let rows = protect(rows, &facts, &Nested::plain(profile));
        rows.iter()
            .map(|row| row.cells[0].value().unwrap())
            .collect()
    }

    /// What is printed of a count in the town, in how many of 300 draws.
    fn law(count: u64) -> HashMap<u64, u64> {
        let mut law = HashMap::new();
        for draw in 0..300 {
            let draw = (u64::MAX / 300) * draw + u64::MAX / 600;
            let row = row(None, 0, ExactCell { count, draw });
            *law.entry(numbers(vec![row], &Profile::K5)[0]).or_default() += 1;
        }
        law
    }

    #[test]
    fn one_household_more_or_nobody_at_all_is_as_hard_to_tell_as_in_other_tables() {
        for count in 0..40 {
            let laws = [law(count), law(count + 1)];
            for (one, other) in [(0, 1), (1, 0)] {
                let beyond = laws[one].iter().map(|(printed, draws)| {
                    let other = laws[other].get(printed).copied().unwrap_or(0);
                    draws.saturating_sub(2 * other)
                });
                assert!(beyond.sum::<u64>() <= 3, "{count}");
            }
        }
        assert_eq!(law(0), HashMap::from([(0, 263), (5, 37)]));
        assert_eq!(law(9).keys().min(), Some(&5));
    }

    #[test]
    fn an_area_without_published_households_has_no_rows() {
        let of_area = |gate| row(Some((Dimension::Wijk, 0)), gate, ExactCell::middle(3));
        assert_eq!(numbers(vec![of_area(40)], &Profile::K5), [5]);
        assert!(numbers(vec![of_area(7)], &Profile::K5).is_empty());
        assert_eq!(numbers(vec![of_area(7)], &Profile::NONE), [3]);
    }

    #[test]
    fn of_a_small_part_drawn_above_its_whole_both_print_the_smaller_number() {
        let (low, high) = (ExactCell::middle(2), ExactCell { count: 2, draw: 0 });
        let wijk = |cell| row(Some((Dimension::Wijk, 0)), 40, cell);
        let buurt = |cell| row(Some((Dimension::Buurt, 0)), 20, cell);
        assert_eq!(numbers(vec![wijk(low), buurt(low)], &Profile::K5), [0, 0]);
        assert_eq!(numbers(vec![buurt(high)], &Profile::K5), [10]);
        assert_eq!(numbers(vec![wijk(low), buurt(high)], &Profile::K5), [0, 0]);
    }
}
