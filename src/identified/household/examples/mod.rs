//! For tests: small registers and the households formed of them.

mod addresses;
mod institutions;
mod rules;

use super::address::Household;
use super::record_key::HouseholdRecordKeys;
use super::{HouseholdFormer, Households};
use crate::identified::example;
use crate::identified::normalise::{ClientRecord, Fields};
use crate::identified::settings::{Field, HouseholdRule, RegisterSettings};
use crate::keys::{ProjectSecret, RecordKeys};
use crate::vocabulary::{AgeBands, Day, HouseholdType, RowIx, Silent};

fn settings(household: HouseholdRule) -> RegisterSettings {
    RegisterSettings {
        extract: example::extract(&[(Field::Wijk, "Wijk")]),
        household,
        institutions: None,
        household_types: [("gezin".to_owned(), HouseholdType::CoupleChildren)].into(),
        lookup: None,
        addresses: None,
        objected: None,
        terms: example::terms(),
    }
}

/// A row of a small register. The BSN is also the digest of the person.
#[derive(Debug, Clone, Default)]
struct Row {
    bsn: u32,
    born: u16,
    number: u32,
    partner: u32,
    parents: [u32; 2],
    household: &'static str,
    kind: &'static str,
    wijk: &'static str,
    left: Option<&'static str>,
    secret: bool,
    postal: bool,
}

/// Somebody of `bsn`, born in `born`, at house number `number` (0 for nowhere).
fn row(bsn: u32, born: u16, number: u32) -> Row {
    Row {
        bsn,
        born,
        number,
        ..Row::default()
    }
}

fn record(row: &Row) -> ClientRecord {
    let mut record = Fields {
        bsn: row.bsn,
        born: u32::from(row.born) * 10_000 + 101,
        house_number: row.number,
        postcode: if row.number > 0 { "1506AB" } else { "" },
        ..Fields::default()
    }
    .record();
    let relatives = record.relatives.reveal_mut(Household);
    (relatives.partner, relatives.parents) = (row.partner, row.parents);
    record.household.push_str(row.household);
    record.household_type.push_str(row.kind);
    record.wijk.push_str(row.wijk);
    record.left = row.left.and_then(Day::parse);
    (record.has_secrecy, record.is_postal_only) = (row.secret, row.postal);
    record
}

fn form_with(settings: &RegisterSettings, rows: &[Row]) -> Households {
    let mut former = HouseholdFormer::begin(settings).unwrap();
    for (index, row) in rows.iter().enumerate() {
        former.push(&record(row));
        former.set_digest(RowIx::at(index), u64::from(row.bsn));
    }
    formed(former)
}

fn formed(former: HouseholdFormer) -> Households {
    try_formed(former).unwrap()
}

fn try_formed(former: HouseholdFormer) -> crate::error::Result<Households> {
    let secret = ProjectSecret::from_bytes([7; 32]);
    let keys = RecordKeys::derive(&secret, "zaandorp");
    former.form(&keys, &Silent)
}

/// The record key of a household of these digests.
fn key_of(members: &[u32]) -> u64 {
    let secret = ProjectSecret::from_bytes([7; 32]);
    let keys = RecordKeys::derive(&secret, "zaandorp");
    let mut members: Vec<u64> = members.iter().copied().map(u64::from).collect();
    let mut made = 0;
    let mut households = HouseholdRecordKeys::new(&keys);
    households.add(0, &mut members, &mut |_, key| made = key);
    households.finish(&mut |_, key| made = key);
    made
}

fn form(rule: HouseholdRule, rows: &[Row]) -> Households {
    form_with(&settings(rule), rows)
}

/// Each household as the BSNs of its members (of which its record key is made), its type and the label of its age band.
fn seen(rows: &[Row], households: &Households) -> Vec<(Vec<u32>, HouseholdType, String)> {
    let bands = AgeBands::default();
    let of_record = |one: crate::pseudonymous::HouseholdRecord| {
        let is_member =
            |index: &usize| households.household_of(RowIx::at(*index)) == Some(one.number);
        let mut members: Vec<u32> = (0..rows.len())
            .filter(is_member)
            .map(|place| rows[place].bsn)
            .collect();
        members.sort_unstable();
        assert_eq!(key_of(&members), one.record_key);
        assert_eq!(members.len(), one.size.unwrap().get() as usize);
        (members, one.kind, bands.label(one.age_band))
    };
    let mut seen: Vec<_> = households.records().map(of_record).collect();
    seen.sort();
    seen
}

fn kinds(rule: HouseholdRule, rows: &[Row]) -> Vec<(Vec<u32>, HouseholdType)> {
    seen(rows, &form(rule, rows))
        .into_iter()
        .map(|(members, kind, _)| (members, kind))
        .collect()
}

/// A couple (1 and 2), their child (3), a lodger (4), and a mother (5) with her son (6) next door.
fn street() -> Vec<Row> {
    vec![
        Row {
            partner: 2,
            ..row(1, 1980, 10)
        },
        Row {
            partner: 1,
            ..row(2, 1950, 10)
        },
        Row {
            parents: [1, 2],
            ..row(3, 2015, 10)
        },
        row(4, 1940, 10),
        row(5, 1990, 12),
        Row {
            parents: [5, 99],
            ..row(6, 2020, 12)
        },
    ]
}
