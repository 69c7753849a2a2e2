//! What the page says of areas: the tables of their numbers, the maps drawn from them and the profiles of wijken.

mod dots;
mod groups;
mod indicator;
mod maps;
mod parts;
mod pattern;
mod profiles;
mod row;
mod tables;
mod touching;

use serde_json::Value as Json;

use super::facts::Facts;
use super::html::Element;
use dots::Sheet;
use touching::Touching;

/// What is wrong with what the page says of areas.
pub(super) fn problems(page: &Element, facts: &Facts, areas: Option<&Json>) -> Vec<String> {
    let touching = Touching::of(areas);
    let has_facilities = facts.rows("facilities").next().is_some();
    let sheet = Sheet::of(areas.filter(|_| has_facilities));
    let mut groups = groups::groups(facts);
    groups.extend(parts::groups(facts));
    groups.push(indicator::expected(facts));
    [
        tables::problems(page, facts, &groups, &touching),
        maps::problems(page, facts, &groups, (&touching, sheet)),
        row::problems(page, facts, &groups),
        profiles::problems(page, facts, &groups),
    ]
    .concat()
}
