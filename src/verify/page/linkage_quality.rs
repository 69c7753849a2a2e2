//! What the section of linkage says of how well clients are found, from table `linkage_quality`.

use super::facts::{Facts, Row, rung, share};
use super::numbers::numbers_in;
use super::said::{Grid, Said};

/// Of all providers and each: who is found; of the groups of all and of the wijken the same; and what is known of clients.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let providers = of_providers(facts);
    let found = providers.iter().map(|row| {
        let mut cells = vec![provider(facts, row)];
        cells.extend(found(facts, row));
        let others = ["expected_false", "without_key"];
        cells.extend(others.map(|column| Said::count(facts, row.count(column))));
        cells
    });
    let grid = |groups: Vec<Row>| {
        let line = |row: &Row| {
            let mut cells = vec![group(facts, row)];
            cells.extend(self::found(facts, row));
            cells
        };
        groups.iter().map(line).collect()
    };
    let known = providers.iter().map(|row| known(facts, row));
    let [groups, wijken] = of_groups(facts);
    vec![found.collect(), grid(groups), grid(wijken), known.collect()]
}

/// The numbers in the names of groups of which it is said that they are found less well.
pub(super) fn numbers(facts: &Facts) -> Vec<String> {
    let providers = of_providers(facts);
    let Some(low) = providers.first().and_then(|all| number(all, "low")) else {
        return Vec::new();
    };
    let groups = of_groups(facts).into_iter().flatten();
    let less = groups.filter(|row| number(row, "high").is_some_and(|high| high < low));
    let ages = less.filter_map(|row| row.text("group").strip_prefix("age "));
    ages.flat_map(numbers_in).collect()
}

/// All clients: of all providers, then of each.
fn of_providers<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let rows = facts.rows("linkage_quality");
    let all = rows.filter(|row| row.text("group") == "all");
    let (mut first, others): (Vec<Row>, Vec<Row>) =
        all.partition(|row| row.text("provider") == "all");
    first.extend(others);
    first
}

/// The groups of all providers, and the wijken among them apart.
fn of_groups<'a>(facts: &Facts<'a>) -> [Vec<Row<'a>>; 2] {
    let rows = facts.rows("linkage_quality");
    let of_all = rows.filter(|row| row.text("provider") == "all" && row.text("group") != "all");
    let (wijken, groups) = of_all.partition(|row| row.text("group").starts_with("wijk "));
    [groups, wijken]
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.text(column).parse().ok()
}

fn provider(facts: &Facts, row: &Row) -> Said {
    match row.text("provider") {
        "all" => Said::label(&[]),
        id => Said::name(facts.organisation(id)),
    }
}

fn group(facts: &Facts, row: &Row) -> Said {
    match row.text("group").split_once(' ') {
        Some(("age", band)) => Said::label(&band.split('-').map(rung).collect::<Vec<_>>()),
        Some((_, wijk)) => Said::name(facts.wijk(wijk).unwrap_or_default()),
        None => Said::label(&[]),
    }
}

/// Clients, the recall with a bar, and its ends.
fn found(facts: &Facts, row: &Row) -> [Said; 3] {
    let mut recall = Said::share(facts, number(row, "recall"), row.count("linked"));
    recall.add_bar(1.0);
    let ends = number(row, "low").zip(number(row, "high"));
    let ends = ends.map(|(low, high)| facts.language.percent_range([low, high], 1));
    let ends = ends.map_or_else(Said::hidden, Said::written);
    [Said::count(facts, row.count("clients")), recall, ends]
}

/// The share of clients with each field; the BSN is the one that is counted where it lacks.
fn known(facts: &Facts, row: &Row) -> Vec<Said> {
    let clients = row.count("clients");
    let said = |known: Option<u64>| Said::share(facts, share(known, clients), known);
    let without = row.count("without_key");
    let with_bsn = clients.zip(without).filter(|(all, without)| without <= all);
    let columns = ["birth_date", "surname", "given_name", "address"];
    let mut cells = vec![provider(facts, row)];
    cells.extend(columns.map(|field| said(row.count(&format!("with_{field}")))));
    cells.push(said(with_bsn.map(|(all, without)| all - without)));
    cells
}
