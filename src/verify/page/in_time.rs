//! What the page says of when services are used, from tables `flow` and `overlap`.

use std::cmp::Reverse;

use super::facts::{Facts, Row, share};
use super::said::{Grid, Said};

/// Whether a section has rows to show.
pub(super) fn is_there(facts: &Facts, section: &str) -> bool {
    let grids = match section {
        "flow" => flow(facts),
        _ => overlap(facts),
    };
    grids.iter().any(|grid| !grid.is_empty())
}

/// The services of the last day, the largest first.
pub(super) fn flow(facts: &Facts) -> Vec<Grid> {
    let mut rows: Vec<Row> = facts.rows("flow").collect();
    rows.retain(|row| row.count("stock_last").unwrap_or(0) > 0);
    rows.sort_by_key(|row| Reverse(row.count("stock_last")));
    let line = |row: &Row| {
        let columns = ["stock_first", "inflow", "outflow", "stock_last"];
        let counts = columns.map(|column| Said::count(facts, row.count(column)));
        let name = Said::name(facts.service(row.text("service")));
        std::iter::once(name).chain(counts).collect()
    };
    vec![rows.iter().map(line).collect()]
}

/// The ten pairs of at least 100 households that are used one after the other most.
pub(super) fn overlap(facts: &Facts) -> Vec<Grid> {
    let numbers = |row: &Row| {
        let [together, apart] = ["together", "one_after_other"].map(|column| row.count(column));
        Some([together?, apart?])
    };
    let pair = |row| Some((row, numbers(&row)?));
    let mut pairs: Vec<(Row, [u64; 2])> = facts.rows("overlap").filter_map(pair).collect();
    pairs.retain(|(_, [together, apart])| *apart > 0 && together + apart >= 100);
    let part = |[together, apart]: [u64; 2]| apart as f64 / (together + apart) as f64;
    pairs.sort_by(|(_, a), (_, b)| part(*b).total_cmp(&part(*a)));
    let line = |(row, [together, apart]): &(Row, [u64; 2])| {
        let mut of_all = Said::share(
            facts,
            share(Some(*apart), Some(together + apart)),
            Some(*apart),
        );
        of_all.add_bar(1.0);
        vec![
            Said::name(facts.service(row.text("service_a"))),
            Said::name(facts.service(row.text("service_b"))),
            Said::count(facts, Some(*together)),
            Said::count(facts, Some(*apart)),
            of_all,
        ]
    };
    vec![pairs.iter().take(10).map(line).collect()]
}
