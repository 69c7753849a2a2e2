//! Per service: how many distinct services the households that have it have.

use super::exact::{Body, Ladder, LadderForm};
use super::tally::{Histogram, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};

/// Counts table `service_stacking`, whatever the counting rule by distinct services.
pub(super) fn count(view: &View) -> Body {
    let add = |histogram: &mut Histogram, household: usize| {
        if view.is_private(household) {
            let set = view.set(household);
            for service in set {
                histogram.add(usize::from(*service), set.len(), view.draw(household));
            }
        }
    };
    let empty = || Histogram::new(view.services.len());
    let rungs = tally(view.households(), empty, add, Histogram::merge).into_rungs();
    let ladder = |(service, rungs)| Ladder {
        key: CellKey::town(
            Unit::Household,
            Event::Service(View::number(service), Number::All),
        ),
        rungs,
        gate: None,
    };
    Body::Ladders(
        LadderForm::BesideMargin,
        rungs.into_iter().enumerate().map(ladder).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::super::CountingRule;
    use super::super::made::{Made, ladder};

    #[test]
    fn the_households_of_a_service_stand_by_their_distinct_services_under_either_rule() {
        let mut made = Made::town();
        for rule in [CountingRule::Distinct, CountingRule::Sum] {
            made.settings.count = rule;
            let table = made.count("service_stacking");
            let wmo = ladder(&table, &["wmo"]);
            assert_eq!(wmo, [(3, 10_011), (3, 10_011), (1, 10), (1, 10)]);
            assert_eq!(ladder(&table, &["schuld"]).len(), 4);
        }
    }
}
