//! Registers and uses that contradict themselves, sealed anew.

use parquet::record::Field;

use super::forged::{forge, head, honest, outcome, read_table, seal};
use super::*;

fn is_refused(set: &Set, party: &str, words: &str) {
    let error = outcome(set).expect_err(words);
    assert_eq!(error.class(), Class::Refused, "{words}");
    let text = error.to_string();
    assert!(
        text.contains(words) && text.contains(party),
        "{words}: {text}"
    );
}

/// The first `rows` of each of these files of the register.
fn cut_register(names: &[&str], rows: usize) -> Set {
    let set = honest();
    for name in names {
        let path = set.folder("register").join(name);
        let table = head(read_table(&path), rows);
        fs::write(&path, table.bytes(None)).unwrap();
    }
    seal(&set, "register", |_| {});
    set
}

#[test]
fn a_register_of_nobody_is_refused() {
    let all = [
        "persons.parquet",
        "tokens.parquet",
        "members.parquet",
        "households.parquet",
    ];
    is_refused(&cut_register(&all, 0), "register", "it contains nobody");
}

#[test]
fn more_households_than_persons_are_refused() {
    let set = cut_register(&["persons.parquet", "tokens.parquet", "members.parquet"], 2);
    is_refused(&set, "register", "more households than persons");
}

#[test]
fn households_whose_numbers_are_out_of_order_are_refused() {
    let set = honest();
    forge(&set, "register", "households.parquet", |table| {
        table.with("number", |numbers| numbers.reverse())
    });
    is_refused(&set, "register", "a household number out of order");
}

#[test]
fn a_client_that_is_both_outside_and_not_is_refused() {
    let set = honest();
    forge(&set, "wijkteam", "uses.parquet", |table| {
        table
            .with("row", |rows| rows[1] = rows[0].clone())
            .with("service", |services| {
                services[0] = Field::Str("bijstand".into());
                services[1] = Field::Str("wmo".into());
            })
    });
    is_refused(&set, "wijkteam", "both outside the period and not");
}
