//! What the page says of types of stackers, from table `stacker_types`.

use super::facts::{Facts, Row};
use super::html::Element;
use super::numbers::numbers_in;
use super::said::{Grid, Said};

/// The page has the section wherever the table is; without rows it says why.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.tables.by_name.contains_key("stacker_types")
}

fn types<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let all = facts.rows("stacker_types");
    all.filter(|row| row.text("type") != "other").collect()
}

fn share(facts: &Facts, row: &Row) -> Option<f64> {
    let stackers = facts.town("2+")?;
    Some(row.count("households")? as f64 / stackers as f64)
}

fn names<'a>(facts: &Facts<'a>, row: &Row<'a>) -> Vec<&'a str> {
    let codes = row.text("services").split('+');
    codes.map(|code| facts.service(code)).collect()
}

/// Of each sentence: the type, its households and their share.
pub(super) fn numbers(facts: &Facts) -> Vec<String> {
    let of = |row: Row| {
        let count = row.count("households").map(|count| facts.count(count));
        let percent = share(facts, &row).map(|share| facts.language.percent(share, 0));
        let percent = percent.map(|text| numbers_in(&text)).unwrap_or_default();
        let number = [row.text("type").to_owned()].into_iter();
        number.chain(count).chain(percent).collect::<Vec<_>>()
    };
    types(facts).into_iter().flat_map(of).collect()
}

/// Whether the sentences name the services of their types.
pub(super) fn problem(section: &Element, facts: &Facts) -> Option<String> {
    let said = section.with_class("ul", "sentences").into_iter();
    let said: Vec<String> = said
        .flat_map(|list| list.all("li"))
        .map(Element::text)
        .collect();
    let types = types(facts);
    let is_named = |(said, row): (&String, &Row)| said.contains(&names(facts, row).join(", "));
    let is_said = said.len() == types.len() && said.iter().zip(&types).all(is_named);
    (!is_said).then(|| "section types names other services than the release".into())
}

/// Every type, and everybody else where that is anybody.
pub(super) fn grid(facts: &Facts) -> Vec<Grid> {
    let line = |row: Row| {
        let share = share(facts, &row);
        let percent = share.map(|share| facts.language.percent(share, 0));
        let mut share = Said::number(percent, share);
        share.add_bar(1.0);
        vec![
            Said::label(&[row.text("type").parse().ok()]),
            Said::count(facts, row.count("households")),
            share,
            Said::name(&names(facts, &row).join(", ")),
        ]
    };
    let all = facts.rows("stacker_types");
    let all = all.filter(|row| row.text("type") != "other" || row.count("households") != Some(0));
    vec![all.map(line).collect()]
}
