//! The rules by which households are formed, each on a small register.

use proptest::prelude::*;

use super::{Row, form, form_with, formed, kinds, record, row, seen, settings, street};
use crate::identified::household::{HouseholdFormer, Households};
use crate::identified::settings::{Field, HouseholdRule, LookupSettings, RegisterSettings};
use crate::vocabulary::{AreaIx, HouseholdType, RowIx, Rule};

#[test]
fn partners_parents_and_children_at_an_address_are_a_family() {
    use HouseholdType::{CoupleChildren, Single, SingleParent};
    let rows = street();
    let bands = |band: &str| band.to_owned();
    assert_eq!(
        seen(&rows, &form(HouseholdRule::Family, &rows)),
        [
            (vec![1, 2, 3], CoupleChildren, bands("75+")),
            (vec![4], Single, bands("75+")),
            (vec![5, 6], SingleParent, bands("25-44")),
        ]
    );
}

#[test]
fn everybody_at_an_address_is_one_household_by_address() {
    let rows = street();
    let expected = [
        (vec![1, 2, 3, 4], HouseholdType::CoupleChildren),
        (vec![5, 6], HouseholdType::SingleParent),
    ];
    assert_eq!(kinds(HouseholdRule::Address, &rows), expected);
}

#[test]
fn the_reference_person_is_the_oldest_partner_and_not_the_lodger() {
    let mut rows = street();
    rows[1].born = 1985;
    let households = form(HouseholdRule::Address, &rows);
    assert_eq!(seen(&rows, &households)[0].2, "45-64");
}

#[test]
fn relatives_at_another_address_are_other_households() {
    let rows = [
        Row {
            partner: 2,
            ..row(1, 1980, 10)
        },
        Row {
            partner: 1,
            ..row(2, 1980, 12)
        },
    ];
    let single = HouseholdType::Single;
    assert_eq!(
        kinds(HouseholdRule::Family, &rows),
        [(vec![1], single), (vec![2], single)]
    );
}

#[test]
fn two_parents_of_one_child_are_a_couple() {
    let rows = [
        row(1, 1980, 10),
        row(2, 1980, 10),
        Row {
            parents: [1, 2],
            ..row(3, 2015, 10)
        },
    ];
    assert_eq!(
        kinds(HouseholdRule::Family, &rows),
        [(vec![1, 2, 3], HouseholdType::CoupleChildren)]
    );
}

#[test]
fn who_left_before_the_reference_date_or_lives_nowhere_has_no_household() {
    let left = |day| Row {
        left: Some(day),
        ..row(1, 1980, 10)
    };
    let rows = [
        left("2026-12-30"),
        Row {
            bsn: 2,
            ..left("2026-12-31")
        },
        row(3, 1980, 0),
    ];
    for rule in [HouseholdRule::Family, HouseholdRule::Address] {
        assert_eq!(kinds(rule, &rows), [(vec![2], HouseholdType::Single)]);
    }
}

#[test]
fn a_supplied_number_makes_the_household_wherever_its_members_live() {
    let supplied = |row, household, kind| Row {
        household,
        kind,
        ..row
    };
    let rows = [
        supplied(row(1, 1980, 10), "H1", "gezin"),
        supplied(row(2, 1990, 12), "H1", ""),
        supplied(row(3, 1980, 10), "H2", ""),
        supplied(row(4, 1980, 10), "", ""),
        supplied(row(5, 1980, 14), "H3", ""),
        supplied(row(6, 1980, 14), "H3", ""),
    ];
    let expected = [
        (vec![1, 2], HouseholdType::CoupleChildren),
        (vec![3], HouseholdType::Single),
        (vec![5, 6], HouseholdType::Unknown),
    ];
    assert_eq!(kinds(HouseholdRule::Column, &rows), expected);
}

#[test]
fn a_person_who_stands_twice_is_rejected_and_keeps_the_numbers_stable() {
    let mut former = HouseholdFormer::begin(&settings(HouseholdRule::Address)).unwrap();
    former.skip();
    assert_eq!(former.push(&record(&row(1, 1980, 10))), None);
    let twice = former.push(&record(&row(1, 1980, 12)));
    assert_eq!(twice, Some((Field::Bsn, Rule::PersonTwice)));
    let odd = former.push(&record(&Row {
        kind: "kasteel",
        ..row(2, 1980, 10)
    }));
    assert_eq!(
        odd,
        Some((Field::HouseholdType, Rule::HouseholdTypeUnknown))
    );
    let households = formed(former);
    let rows = [0, 1, 2, 3].map(RowIx::at);
    let rejected = rows.map(|row| households.is_rejected(row));
    assert_eq!(rejected, [true, false, true, false]);
    let [_, first, double, second] = rows.map(|row| households.household_of(row));
    assert_eq!((first, double), (second, None));
}

#[test]
fn a_household_in_no_area_is_told_at_its_first_row() {
    let wijk = |row, wijk| Row { wijk, ..row };
    let rows = [
        wijk(row(1, 1990, 10), ""),
        wijk(row(2, 1980, 10), ""),
        wijk(row(3, 1980, 12), "Oost"),
    ];
    let households = form(HouseholdRule::Address, &rows);
    let told = [0, 1, 2].map(|row| households.is_in_no_area(RowIx::at(row)));
    assert_eq!(told, [true, false, false]);
    assert_eq!(households.wijken()[0].code, "Oost");
    let mut wijken: Vec<_> = households.records().map(|one| one.wijk).collect();
    wijken.sort_unstable();
    assert_eq!(wijken, [None, AreaIx::new(0)]);
}

#[test]
fn a_household_has_the_area_of_its_address_unless_a_column_names_one() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let text =
        "PC6;Huisnummer;Buurt2026;Wijk2026\n1506AB;10;04790101;047901\n1506AB;12;04790201;047902\n";
    std::fs::write(file.path(), text).unwrap();
    let lookup = LookupSettings {
        file: file.path().into(),
        year: Some(2026),
    };
    let settings = RegisterSettings {
        lookup: Some(lookup),
        ..settings(HouseholdRule::Address)
    };
    let rows = [
        row(1, 1980, 10),
        Row {
            wijk: "WK047901",
            ..row(2, 1980, 12)
        },
        row(3, 1980, 14),
    ];
    let households = form_with(&settings, &rows);
    let codes: Vec<_> = households
        .wijken()
        .iter()
        .map(|area| area.code.as_str())
        .collect();
    assert_eq!(codes, ["WK047901", "WK047902"]);
    let records: Vec<_> = households.records().collect();
    let home = |row| households.household_of(row).unwrap().index();
    let wijken = [0, 1, 2].map(|row| records[home(RowIx::at(row))].wijk);
    assert_eq!(wijken, [AreaIx::new(0), AreaIx::new(0), None]);
    assert!(households.is_in_no_area(RowIx::at(2)) && households.buurten().len() == 2);
}

fn any_row() -> impl Strategy<Value = (u16, u32, u32, [u32; 2], u8)> {
    (
        1940_u16..2026,
        0_u32..5,
        0_u32..30,
        [0_u32..30, 0_u32..30],
        0_u8..4,
    )
}

#[test]
fn one_member_with_secrecy_takes_the_area_from_the_household_and_from_no_other() {
    let there = |row: Row| Row { wijk: "W1", ..row };
    let mut rows = [row(1, 1980, 10), row(2, 1950, 10), row(3, 1960, 12)].map(there);
    rows[0].secret = true;
    for rule in [HouseholdRule::Address, HouseholdRule::Family] {
        let households = form(rule, &rows);
        for one in households.records() {
            let has_secrecy = households.household_of(RowIx::at(0)) == Some(one.number);
            assert_eq!(one.wijk.is_none(), has_secrecy, "{rule:?} {:?}", one.number);
        }
        let warned = (0..3).filter(|row| households.is_in_no_area(RowIx::at(*row)));
        assert_eq!(warned.count(), 0, "secrecy is no address in no area");
    }
}

#[test]
fn who_has_a_postal_address_belongs_to_no_household_whatever_its_number() {
    let numbered = |row: Row| Row {
        household: "h1",
        ..row
    };
    let mut rows = [row(1, 1980, 10), row(2, 1950, 0)].map(numbered);
    rows[1].postal = true;
    for rule in [
        HouseholdRule::Column,
        HouseholdRule::Family,
        HouseholdRule::Address,
    ] {
        let households = form(rule, &rows);
        assert_eq!(households.household_of(RowIx::at(1)), None, "{rule:?}");
        assert_eq!(households.records().count(), 1);
    }
}

proptest! {
    #[test]
    fn the_order_of_the_rows_does_not_matter(
        people in prop::collection::vec(any_row(), 1..30),
        turn in 0_usize..30,
    ) {
        let households = ["", "H1", "H2", "H3"];
        let to_row = |(bsn, (born, number, partner, parents, household)): (u32, _)| {
            let household = households[usize::from(household)];
            // At three addresses a household number of so small a register is refused.
            let number = u32::min(number, 2);
            Row { partner, parents, household, ..row(bsn, born, number) }
        };
        let rows: Vec<Row> = (1..).zip(people).map(to_row).collect();
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        for rule in [HouseholdRule::Family, HouseholdRule::Address, HouseholdRule::Column] {
            let (one, other) = (form(rule, &rows), form(rule, &turned));
            prop_assert_eq!(seen(&rows, &one), seen(&turned, &other));
            let strip = |households: &Households| households.records().collect::<Vec<_>>();
            prop_assert_eq!(strip(&one), strip(&other));
        }
    }
}
