//! The areas that have maps and numbers.

use super::super::context::Context;

/// The levels of areas that have maps.
pub(in super::super) const LEVELS: [&str; 2] = ["wijk", "buurt"];

/// A page has no more areas: of a country its wijken, and not its buurten.
const MOST: usize = 5_000;

/// Of more wijken the page has no profile of each, nor a table with a line for each: the maps have their numbers.
pub(in super::super) const MOST_WIJKEN: usize = 250;

/// The whole town, as the tables have it.
pub(in super::super) const TOWN: (&str, &str) = ("gemeente", "all");

/// An area of a level, as the table of areas has it.
pub(in super::super) struct Named<'a> {
    pub(in super::super) code: &'a str,
    pub(in super::super) name: &'a str,
}

/// Name and path of the shape of each area, which every map of the page uses; none where nothing has borders.
pub(in super::super) fn paths(context: &Context) -> Vec<(String, String)> {
    let of_level = |level: &'static str| {
        let areas = areas(context, level).into_iter().enumerate();
        areas.map(move |(place, area)| {
            let path = context.shapes.path(level, area.code).unwrap_or_default();
            (format!("{level}-{place}"), path.to_owned())
        })
    };
    let drawn = levels(context).filter(|level| context.shapes.has(level));
    drawn.flat_map(of_level).collect()
}

/// The levels that are on the page: those that have areas, and not too many with those before.
pub(in super::super) fn levels<'a>(
    context: &'a Context,
) -> impl Iterator<Item = &'static str> + 'a {
    let mut together = 0;
    LEVELS.into_iter().filter(move |level| {
        let areas = areas(context, level).len();
        together += areas;
        areas > 0 && together <= MOST
    })
}

/// The areas of a level in the order of their codes; without those that nobody knows.
pub(in super::super) fn areas<'a>(context: &Context<'a>, level: &str) -> Vec<Named<'a>> {
    let rows = super::super::reading::rows(context.tables, "areas");
    let of_level = rows.filter(|row| row.text("level") == level && row.text("area") != "unknown");
    let named = of_level.map(|row| {
        let (code, name) = (row.text("area"), row.text("name"));
        let name = if name.is_empty() { code } else { name };
        Named { code, name }
    });
    let mut areas: Vec<Named> = named.collect();
    areas.sort_by_key(|area| area.code);
    areas
}
