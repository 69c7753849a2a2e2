//! What the page says of needs and rights, from tables `needs`, `need_by_service` and `reached`.

use std::cmp::Reverse;

use super::facts::{Facts, Row, place, rung, share};
use super::numbers::numbers_in;
use super::said::{Grid, Said};

fn is_of_town(row: &Row) -> bool {
    row.text("level") == "gemeente"
}

/// Households, a part of them, and its share with a bar.
fn numbers(facts: &Facts, row: &Row, part: &str) -> [Said; 3] {
    let [all, part] = ["households", part].map(|column| row.count(column));
    let mut of_all = Said::share(facts, share(part, all), part);
    of_all.add_bar(1.0);
    [Said::count(facts, all), Said::count(facts, part), of_all]
}

/// The needs in the town, by group, and beside each service.
pub(super) fn needs(facts: &Facts) -> Vec<Grid> {
    let without = |row: &Row| numbers(facts, row, "without_service");
    let name = |row: &Row| Said::name(facts.need(row.text("need")));
    let in_town = facts.rows("needs").filter(is_of_town);
    let in_town = in_town.map(|row| [vec![name(&row)], without(&row).to_vec()].concat());
    let dimensions = ["age_band", "household_type"];
    let dimension = |row: &Row| dimensions.iter().position(|one| *one == row.text("level"));
    let mut groups: Vec<Row> = facts
        .rows("needs")
        .filter(|row| dimension(row).is_some())
        .collect();
    groups.sort_by_key(|row| (row.text("need"), dimension(row), place(row.text("area"))));
    let group = |row: &Row| {
        let area = row.text("area");
        let label = match row.text("level") {
            "household_type" => Said::label(&[]),
            _ => Said::label(&area.split('-').map(rung).collect::<Vec<_>>()),
        };
        [vec![name(row), label], without(row).to_vec()].concat()
    };
    let mut pairs: Vec<Row> = facts.rows("need_by_service").collect();
    pairs.retain(|row| row.count("households").unwrap_or(0) > 0);
    pairs.sort_by_key(|row| (row.text("need"), Reverse(row.count("households"))));
    let pair = |row: &Row| {
        let service = Said::name(facts.service(row.text("service")));
        vec![
            name(row),
            service,
            Said::count(facts, row.count("households")),
        ]
    };
    vec![
        in_town.collect(),
        groups.iter().map(group).collect(),
        pairs.iter().map(pair).collect(),
    ]
}

/// The names of the two services of a right.
fn services<'a>(facts: &Facts<'a>, row: &Row<'a>) -> [&'a str; 2] {
    let codes = row.text("entitlement").split_once('>').unwrap_or_default();
    <[&str; 2]>::from(codes).map(|code| facts.service(code))
}

/// The rights in the town.
pub(super) fn reached(facts: &Facts) -> Vec<Grid> {
    let in_town = facts.rows("reached").filter(is_of_town);
    let line = |row: Row| {
        let names = services(facts, &row).map(Said::name).to_vec();
        [names, numbers(facts, &row, "reached").to_vec()].concat()
    };
    vec![in_town.map(line).collect()]
}

/// The numbers of the sentences of a section, in their order: a part, and of how many it is.
pub(super) fn sentences(facts: &Facts, section: &str) -> Vec<String> {
    let (part, is_of_needs) = match section {
        "needs" => ("without_service", true),
        _ => ("reached", false),
    };
    let mut said = Vec::new();
    for row in facts.rows(section).filter(is_of_town) {
        let numbers = [part, "households"].map(|column| row.count(column));
        let [Some(part), Some(all)] = numbers else {
            continue;
        };
        let [by, to] = services(facts, &row);
        let counts = [part, all].map(|number| facts.count(number));
        if is_of_needs {
            said.extend(numbers_in(facts.need(row.text("need"))));
            said.extend(counts);
        } else {
            said.extend(numbers_in(to));
            said.extend(counts);
            said.extend(numbers_in(by));
        }
    }
    said
}

/// The name of what a map shows the share of, in tables `needs` and `reached`.
pub(super) fn title(facts: &Facts, row: &Row) -> Said {
    let words = match row.text("need") {
        "" => services(facts, row).join(" "),
        code => facts.need(code).to_owned(),
    };
    Said::title(&words)
}
