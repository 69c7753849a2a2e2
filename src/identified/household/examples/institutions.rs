//! What makes an address an institution.

use super::{Row, form_with, kinds, row, seen, settings, street};
use crate::identified::settings::{HouseholdRule, RegisterSettings};
use crate::vocabulary::HouseholdType;

#[test]
fn more_than_twelve_unrelated_persons_are_an_institution() {
    let house =
        |persons: u32| -> Vec<Row> { (1..=persons).map(|bsn| row(bsn, 1990, 10)).collect() };
    for rule in [HouseholdRule::Family, HouseholdRule::Address] {
        assert!(
            kinds(rule, &house(12))
                .iter()
                .all(|(_, kind)| *kind != HouseholdType::Institution)
        );
        assert_eq!(
            kinds(rule, &house(13)),
            [((1..=13).collect(), HouseholdType::Institution)]
        );
    }
    let mut families = house(14);
    families[12].partner = 14;
    assert_eq!(kinds(HouseholdRule::Family, &families).len(), 13);
}

#[test]
fn persons_of_one_supplied_number_are_related_where_relations_are_not_known() {
    let house = |household| {
        (1..=13)
            .map(|bsn| Row {
                household,
                ..row(bsn, 1990, 10)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(HouseholdRule::Column, &house("H1"))[0].1,
        HouseholdType::Unknown
    );
    assert_eq!(
        kinds(HouseholdRule::Column, &house(""))[0].1,
        HouseholdType::Institution
    );
    let mut known = house("H1");
    known.push(Row {
        partner: 98,
        ..row(99, 1990, 12)
    });
    assert_eq!(
        kinds(HouseholdRule::Column, &known)[0].1,
        HouseholdType::Institution
    );
}

#[test]
fn a_listed_institution_takes_all_who_live_there() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "postcode;house_number\n1506AB;10\n").unwrap();
    let rows = street();
    let listed = RegisterSettings {
        institutions: Some(file.path().into()),
        ..settings(HouseholdRule::Family)
    };
    let households = form_with(&listed, &rows);
    assert_eq!(
        (households.institutions(), households.private_households()),
        (1, 1)
    );
    assert_eq!(seen(&rows, &households)[0].0, [1, 2, 3, 4]);
}
