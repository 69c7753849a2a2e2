//! The areas that have maps and numbers.

use super::super::context::Context;
use crate::released::places::areas::Level;

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
    let gemeente = gemeente(context).map(|path| ("gemeente-0".to_owned(), path.to_owned()));
    drawn.flat_map(of_level).chain(gemeente).collect()
}

/// The borders of the only gemeente, where they are known.
fn gemeente<'a>(context: &'a Context) -> Option<&'a str> {
    let mut all = context.areas.of(Level::Gemeente);
    let only = all.next().filter(|_| all.next().is_none())?;
    context.shapes.path("gemeente", &only.code)
}

/// Whether wijken are drawn together: not where they are too many.
pub(in super::super) fn draws_wijken(context: &Context) -> bool {
    context.shapes.has("wijk") && areas(context, "wijk").len() <= MOST_WIJKEN
}

/// Whether the gemeente is drawn from its wijken, as its own borders are not known.
pub(in super::super) fn is_gemeente_of_wijken(context: &Context) -> bool {
    gemeente(context).is_none() && draws_wijken(context)
}

/// Whether the gemeente can be drawn.
pub(super) fn draws_gemeente(context: &Context) -> bool {
    gemeente(context).is_some() || draws_wijken(context)
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
