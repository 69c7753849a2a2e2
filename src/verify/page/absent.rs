//! What the page says of who is absent, from table `joining`.

use super::facts::{Facts, Row};
use super::said::{Grid, Said};

/// Whether anybody is absent whose services count.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.rows("joining").next().is_some()
}

/// Each figure with the clients of the organisation, now, and at most.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let line = |row: Row| {
        let id = row.text("organisation");
        let mut absent = facts.run["missing"].as_array().into_iter().flatten();
        let own = absent.find(|one| one["id"] == id);
        vec![
            Said::name(facts.organisation(id)),
            Said::count(facts, own.and_then(|one| one["clients"].as_u64())),
            Said::label(&[]),
            Said::count(facts, row.count("without")),
            Said::count(facts, row.count("at_most")),
        ]
    };
    vec![facts.rows("joining").map(line).collect()]
}
