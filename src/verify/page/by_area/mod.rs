//! What the page says of areas: the tables of their numbers, the maps drawn from them and the profiles of wijken.

mod indicator;
mod maps;
mod profiles;
mod tables;

use super::facts::Facts;
use super::html::Element;

/// What is wrong with what the page says of areas.
pub(super) fn problems(page: &Element, facts: &Facts) -> Vec<String> {
    [
        tables::problems(page, facts),
        maps::problems(page, facts),
        profiles::problems(page, facts),
    ]
    .concat()
}
