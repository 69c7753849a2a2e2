//! What a household number at more than one address tells.

use super::{HouseholdFormer, Row, record, row, settings, try_formed};
use crate::error::{Class, Result};
use crate::identified::household::Households;
use crate::identified::settings::HouseholdRule;
use crate::vocabulary::RowIx;

/// So many households of one person, each at an address of its own, and these rows.
fn town(households: u32, rows: &[Row]) -> Result<Households> {
    let mut former = HouseholdFormer::begin(&settings(HouseholdRule::Column)).unwrap();
    let homes = (1..=households).map(|bsn| {
        let mut own = record(&row(bsn, 1980, 1_000 + bsn));
        own.household.push_str(&bsn.to_string());
        own
    });
    for (index, record) in rows.iter().map(record).chain(homes).enumerate() {
        former.push(&record);
        former.set_digest(RowIx::at(index), index as u64);
    }
    try_formed(former)
}

/// Persons with one household number, at so many addresses.
fn at(addresses: u32) -> Vec<Row> {
    let person = |place| Row {
        household: "X",
        ..row(9_000 + place, 1990, 1 + place)
    };
    (0..addresses).map(person).collect()
}

#[test]
fn a_number_at_two_addresses_is_a_household_with_a_warning() {
    let households = town(40, &at(2)).unwrap();
    assert_eq!(households.private_households(), 41);
    let are_spread = [0, 1, 2].map(|row| households.is_spread(RowIx::at(row)));
    assert_eq!(are_spread, [true, false, false]);
    assert!(!town(40, &at(1)).unwrap().is_spread(RowIx::at(0)));
}

#[test]
fn a_number_at_many_addresses_refuses_the_register_with_the_count() {
    for (households, addresses, is_refused) in [
        (1_000, 5, false),
        (1_000, 6, true),
        (100, 4, false),
        (40, 3, true),
        (23, 10, true),
    ] {
        let outcome = town(households, &at(addresses));
        assert_eq!(outcome.is_err(), is_refused, "{addresses} of {households}");
        let Err(error) = outcome else { continue };
        assert_eq!(error.class(), Class::Refused);
        assert!(
            error
                .to_string()
                .contains(&format!("{addresses} addresses"))
        );
    }
}

#[test]
fn who_left_or_has_no_address_spreads_no_household() {
    let mut rows = at(7);
    for row in &mut rows[1..4] {
        row.left = Some("2020-01-01");
    }
    for row in &mut rows[4..] {
        row.number = 0;
    }
    assert!(!town(40, &rows).unwrap().is_spread(RowIx::at(0)));
}
