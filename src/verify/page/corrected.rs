//! What the page says of figures corrected for missed links, from tables `corrected` and `linkage_thresholds`.

use super::facts::{Facts, Row};
use super::said::{Grid, Said};

/// Whether there is anything to say.
pub(super) fn is_there(facts: &Facts) -> bool {
    let tables = ["corrected", "linkage_thresholds"];
    tables
        .iter()
        .any(|table| facts.rows(table).next().is_some())
}

fn written(facts: &Facts, row: &Row, column: &str) -> Option<String> {
    let number: f64 = row.text(column).parse().ok()?;
    Some(if row.text("measure").starts_with("share_") {
        facts.language.percent(number, 1)
    } else {
        facts.language.number(number, 0)
    })
}

/// Those of the sentence: of households with three services or more.
pub(super) fn numbers(facts: &Facts) -> Vec<String> {
    let row = (facts.rows("corrected")).find(|row| row.text("measure") == "households_3_or_more");
    let order = ["corrected", "low", "high", "raw"];
    let numbers = row
        .into_iter()
        .flat_map(|row| order.map(|column| written(facts, &row, column)));
    numbers.flatten().collect()
}

/// The figures, and households by how sure links must be.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let figure = |row: Row| {
        let columns = ["raw", "corrected", "low", "high"];
        let numbers = columns.map(|column| Said::number(written(facts, &row, column), None));
        let measure = Said::label(&[]);
        [measure].into_iter().chain(numbers).collect()
    };
    let threshold = |row: Row| {
        let percent = match row.text("probability") {
            "0.5" => 50,
            "0.8" => 80,
            _ => 95,
        };
        let counts = [1, 2, 3].map(|number| {
            let households = row.count(&format!("households_{number}_or_more"));
            Said::count(facts, households)
        });
        let label = Said::label(&[Some(percent)]);
        [label].into_iter().chain(counts).collect()
    };
    vec![
        facts.rows("corrected").map(figure).collect(),
        facts.rows("linkage_thresholds").map(threshold).collect(),
    ]
}
