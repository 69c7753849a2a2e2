//! What table `reach` says, within the farthest distance of each type of facilities.

use super::context::Context;
use super::reading::{Row, rows};

/// The rows of table `reach` within the farthest distance of each type and target group: the last of each area.
pub(super) fn farthest<'a>(context: &Context<'a>) -> Vec<Row<'a>> {
    let all: Vec<Row> = rows(context.tables, "reach").collect();
    let key =
        |row: &Row<'a>| ["level", "area", "facility_type", "target"].map(|column| row.text(column));
    let is_last = |place: &usize| {
        all.get(place + 1)
            .is_none_or(|next| key(next) != key(&all[*place]))
    };
    (0..all.len())
        .filter(is_last)
        .map(|place| all[place])
        .collect()
}

/// The words for a target group.
pub(super) fn target(context: &Context, word: &str) -> String {
    let texts = context.texts;
    match word.split_once('=') {
        Some(("service", code)) => context.service(code).to_owned(),
        Some(("household_type", types)) => {
            let types = types.split('+').map(|word| texts.household_type_name(word));
            types.collect::<Vec<_>>().join(", ")
        }
        Some((_, value)) => value.to_owned(),
        None => texts.target_all.to_owned(),
    }
}
