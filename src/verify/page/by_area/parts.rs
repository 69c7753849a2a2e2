//! The indicators of needs and rights.

use super::super::facts::{Facts, Row, share};
use super::super::needs::title;
use super::indicator::{Groups, Indicator, LEVELS, TOWN, at};

/// The share without a service of each need, and the share that is reached of each right.
pub(super) fn groups<'a>(facts: &Facts<'a>) -> Groups<'a> {
    vec![
        parts(facts, "needs", "need"),
        parts(facts, "reached", "entitlement"),
    ]
}

/// The shares of a table of needs or rights, by what its first column says.
fn parts<'a>(facts: &Facts<'a>, table: &str, key: &str) -> Vec<Indicator<'a>> {
    let part = if table == "needs" {
        "without_service"
    } else {
        "reached"
    };
    let is_of_area =
        |row: &Row| TOWN[0] == row.text("level") || LEVELS.contains(&row.text("level"));
    let rows: Vec<Row> = facts.rows(table).filter(is_of_area).collect();
    let of_code = |own: &[Row<'a>]| {
        let shares = own.iter().map(|row| {
            let share = share(row.count(part), row.count("households"));
            (at(row), share)
        });
        let heading = title(facts, &own[0]);
        Indicator::of_shares(heading, shares)
    };
    let codes = rows.chunk_by(|a, b| a.text(key) == b.text(key));
    codes.map(of_code).collect()
}
