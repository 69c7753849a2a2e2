//! What each organisation that is absent from a run would add at most: it follows from the published figures and from how many
//! clients the agreement says that it has.

use crate::released::calculate::uncounted::{UncountedTable, count, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use crate::vocabulary::CountingRule;

/// A comparison has a table of this name and these columns too, of who joined.
pub(in crate::released) static TABLE: UncountedTable = UncountedTable {
    name: "joining",
    row: "a figure of the town, and the organisations that joined or an organisation that is absent",
    columns: &[
        text("organisation"),
        text("measure"),
        count("without"),
        count("with"),
        count("at_least"),
        count("at_most"),
    ],
    keys: 2,
    rests_on: &["headline"],
};

/// Households with at least 0, 1, 2 and 3 services.
pub(in crate::released) const RUNGS: [&str; 4] = [
    "households",
    "households_1_or_more",
    "households_2_or_more",
    "households_3_or_more",
];

/// A provider of services that is absent from a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// Its id.
    pub id: String,
    /// How many services it may bring.
    pub services: u64,
    /// How many people it serves; `None` where nobody said.
    pub clients: Option<u64>,
}

/// The table; `None` where nobody is absent.
pub(super) fn table(
    tables: &ReleaseTables,
    absent: &[Absent],
    rule: CountingRule,
) -> Option<Table> {
    let figures = RUNGS.map(|measure| tables.headline_count(measure));
    let most = tables.headline_count("most_services");
    let number = |count: Option<u64>| count.map_or(Value::Empty, Value::Count);
    let rows = absent.iter().flat_map(|one| {
        let row = move |measure: &str, without, at_most| {
            let words = [&one.id, measure].map(Value::text);
            // Nobody loses a service, and all its clients may have others.
            let numbers = [without, None, without, at_most].map(number);
            words.into_iter().chain(numbers).collect::<Vec<Value>>()
        };
        let rung = move |place: usize| {
            let at_most = one
                .clients
                .and_then(|clients| highest(figures, place, clients, one.services, rule));
            row(RUNGS[place], figures[place], at_most)
        };
        let rungs = (1..RUNGS.len()).map(rung);
        rungs.chain([row("most_services", most, None)])
    });
    (!absent.is_empty()).then(|| TABLE.with(rows.collect()))
}

/// How many households come to have at least `number` services at most, when so many clients are added; `None` where a figure is
/// hidden.
///
/// A client belongs to one household. That gets at most `of_each` services more, where each counts once; else each client adds as
/// many, so that a household may need several clients. The most get there when those that need fewest clients have them.
pub(in crate::released) fn highest(
    figures: [Option<u64>; 4],
    number: usize,
    clients: u64,
    of_each: u64,
    rule: CountingRule,
) -> Option<u64> {
    let (mut left, mut most) = (clients, figures[number]?);
    for lacking in 1..=number {
        let needed = (lacking as u64).div_ceil(of_each.max(1));
        if rule == CountingRule::Distinct && needed > 1 {
            break;
        }
        let there = figures[number - lacking]?.saturating_sub(figures[number - lacking + 1]?);
        let get_there = there.min(left / needed);
        left -= get_there * needed;
        most += get_there;
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 100 households 40 have one or more services, 15 two or more and 5 three or more.
    const TOWN: [Option<u64>; 4] = [Some(100), Some(40), Some(15), Some(5)];

    fn most(number: usize, services: u64, clients: u64, rule: CountingRule) -> Option<u64> {
        highest(TOWN, number, clients, services, rule)
    }

    #[test]
    fn one_service_lifts_a_household_by_one_however_many_clients_live_there() {
        let most = |number, clients| most(number, 1, clients, CountingRule::Distinct);
        assert_eq!((most(1, 30), most(1, 90)), (Some(70), Some(100)));
        assert_eq!((most(2, 20), most(2, 90)), (Some(35), Some(40)));
        assert_eq!((most(3, 3), most(3, 90)), (Some(8), Some(15)));
    }

    #[test]
    fn several_services_lift_a_household_by_several() {
        let most =
            |number, services, clients| most(number, services, clients, CountingRule::Distinct);
        assert_eq!((most(2, 2, 50), most(2, 2, 90)), (Some(65), Some(100)));
        assert_eq!((most(3, 2, 90), most(3, 3, 90)), (Some(40), Some(95)));
    }

    #[test]
    fn where_every_member_counts_a_household_may_have_several_clients() {
        let most = |number, services, clients| most(number, services, clients, CountingRule::Sum);
        // All 25 with one service, and pairs of clients for those without.
        assert_eq!((most(2, 1, 25), most(2, 1, 45)), (Some(40), Some(50)));
        assert_eq!((most(2, 2, 25), most(2, 2, 45)), (Some(40), Some(60)));
    }

    #[test]
    fn nothing_follows_where_a_figure_is_hidden() {
        let hidden = [Some(100), Some(40), Some(15), None];
        let of = |number| highest(hidden, number, 9, 1, CountingRule::Distinct);
        assert_eq!((of(3), of(2)), (None, Some(24)));
    }
}
