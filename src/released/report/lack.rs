//! Where a target group is without its facility, or a facility without its target group.

use super::context::Context;
use super::maps::areas::TOWN;
use super::reach::farthest;
use super::reading::Row;
use super::texts::fill;

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
        let written = |row: Option<&Row>| {
            let access = row.and_then(|row| row.decimal("access"));
            access.map_or_else(
                || context.texts.no_data.to_owned(),
                |access| context.language.number(access, 0),
            )
        };
        let text = if self.is_of_facilities() {
            context.texts.little_room
        } else {
            context.texts.much_room
        };
        let (own, town) = (written(Some(&self.row)), written(town.as_ref()));
        fill(text, &[("type", kind[0]), ("own", &own), ("town", &town)])
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
