//! How many organisations the households with a service have to do with.

use super::exact::{Body, Ladder, LadderForm};
use super::tally::{Histogram, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};

/// Counts table `organisations`. Only households with a service are in it, so the whole group is `1+`.
pub(super) fn count(view: &View) -> Body {
    let add = |histogram: &mut Histogram, household: usize| {
        let number = view.organisation_number[household] as usize;
        if number > 0 && view.is_private(household) {
            histogram.add(0, number, view.draw(household));
        }
    };
    let tallied = tally(
        view.households(),
        || Histogram::new(1),
        add,
        Histogram::merge,
    );
    let ladder = |rungs| Ladder {
        key: CellKey::town(Unit::Household, Event::Organisations(Number::All)),
        rungs,
        gate: None,
    };
    Body::Ladders(
        LadderForm::OfUsers,
        tallied.into_rungs().into_iter().map(ladder).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, ladder};

    #[test]
    fn services_of_one_organisation_count_it_once_and_silent_ones_count_their_provider() {
        let table = Made::town().count("organisations");
        assert_eq!(ladder(&table, &[]), [(3, 10_011), (3, 10_011), (1, 10)]);
    }
}
