//! Households with three services or more, corrected for missed links, as a sentence.

use factlab::released::calculate::{ReleaseTables, Value};

use super::words::grouped;

/// The estimate beside the headline; nothing where links have no probabilities.
pub(super) fn sentence(tables: &ReleaseTables) -> String {
    let is_three = |row: &&Vec<Value>| row[0] == Value::text("households_3_or_more");
    let row = tables.rows("corrected").iter().find(is_three);
    let numbers: Vec<u64> = row.into_iter().flatten().filter_map(whole).collect();
    match numbers[..] {
        [raw, corrected, low, high] => format!(
            "If no client were missed: about {} households with three or more, in nine of ten cases {} to {} (counted: {}).\n",
            grouped(corrected),
            grouped(low),
            grouped(high),
            grouped(raw)
        ),
        _ => String::new(),
    }
}

/// The number, to whole households.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Decimal(number) => format!("{number:.0}").parse().ok(),
        _ => None,
    }
}
