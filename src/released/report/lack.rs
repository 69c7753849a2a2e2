//! Where a target group is without its facility, or a facility without its target group.

use std::cmp::Ordering;

use super::context::Context;
use super::maps::areas::TOWN;
use super::reach::{farthest, target};
use super::reading::Row;
use super::texts::{Texts, fill};

/// What stands out by more than so many standard deviations is listed.
const FAR: f64 = 1.0;

/// A wijk in which the two do not go together.
#[derive(Clone, Copy)]
pub(super) struct Lack<'a> {
    pub(super) row: Row<'a>,
    away: f64,
}

impl Lack<'_> {
    /// Whether the target group is without facilities, and not the other way round.
    pub(super) fn is_of_facilities(&self) -> bool {
        self.away > 0.0
    }

    pub(super) fn wijk(&self) -> &str {
        self.row.text("area")
    }

    /// What a profile says of it: the capacity for the target group, and that in the gemeente.
    pub(super) fn sentence(&self, context: &Context) -> String {
        let kind = ["facility_type", "target"].map(|column| self.row.text(column));
        let is_town = |row: &Row| {
            (row.text("level"), row.text("area")) == TOWN
                && ["facility_type", "target"].map(|column| row.text(column)) == kind
        };
        let town = farthest(context).into_iter().find(is_town);
        let access = |row: Option<&Row>| row.and_then(|row| row.decimal("access"));
        let both = [access(Some(&self.row)), access(town.as_ref())];
        let written = both.map(|access| {
            access.map_or_else(
                || context.texts.no_data.to_owned(),
                |access| context.language.number(access, 0),
            )
        });
        let text = words(context.texts, self.is_of_facilities(), (&written, both));
        let [own, town] = written.each_ref().map(String::as_str);
        let target = target(context, kind[1]);
        let parts = [
            ("type", kind[0]),
            ("target", &target),
            ("own", own),
            ("town", town),
        ];
        fill(text, &parts)
    }
}

/// A mismatch may come of the target group alone: the words call capacity little or much where the two printed numbers
/// say so too.
fn words(
    texts: &'static Texts,
    is_of_facilities: bool,
    (written, both): (&[String; 2], [Option<f64>; 2]),
) -> &'static str {
    let [own, town] = both;
    let order = own.zip(town).map(|(own, town)| own.total_cmp(&town));
    let order = order.filter(|_| written[0] != written[1]);
    match (is_of_facilities, order) {
        (true, Some(Ordering::Less)) => texts.little_room,
        (true, _) => texts.more_target,
        (false, Some(Ordering::Greater)) => texts.much_room,
        (false, _) => texts.more_capacity,
    }
}

/// The wijken in which the two do not go together, the worst first.
pub(super) fn lacks<'a>(context: &Context<'a>) -> Vec<Lack<'a>> {
    let wijken = farthest(context).into_iter();
    let wijken = wijken.filter(|row| row.text("level") == "wijk");
    let away = wijken.filter_map(|row| {
        Some(Lack {
            away: row.decimal("mismatch")?,
            row,
        })
    });
    let mut lacks: Vec<Lack> = away.filter(|one| one.away.abs() > FAR).collect();
    lacks.sort_by(|a, b| b.away.abs().total_cmp(&a.away.abs()));
    lacks
}

#[cfg(test)]
mod tests {
    use super::super::texts::texts;
    use super::*;
    use crate::vocabulary::Language;

    #[test]
    fn capacity_is_called_little_or_much_only_where_both_printed_numbers_say_so() {
        let texts = texts(Language::Dutch);
        for (is_of_facilities, own, town, expected) in [
            (true, Some(3.0), Some(5.0), texts.little_room),
            (true, Some(6.0), Some(5.0), texts.more_target),
            (true, Some(4.9), Some(5.1), texts.more_target),
            (true, Some(3.0), None, texts.more_target),
            (false, Some(9.0), Some(5.0), texts.much_room),
            (false, Some(3.0), Some(5.0), texts.more_capacity),
            (false, Some(5.1), Some(4.9), texts.more_capacity),
        ] {
            let both = [own, town];
            let written =
                both.map(|number| number.map_or(String::new(), |one| format!("{one:.0}")));
            let found = words(texts, is_of_facilities, (&written, both));
            assert_eq!(found, expected, "{own:?} {town:?}");
        }
    }
}
