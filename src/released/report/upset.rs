//! The most common combinations as a drawing: a column each, with a bar above it and dots for its services.
//!
//! Source: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), "`UpSet`: visualization of intersecting sets".

use super::context::Context;
use super::heat_map::shortened;
use super::reading::{Row, rows};
use super::section::Block;
use super::svg::{Drawing, Picture};
use super::texts::fill;

/// Where the bars of the services end, and their longest.
const USES: (usize, usize) = (170, 70);
/// Where the names end.
const LABELS: usize = 396;
const COLUMN: usize = 32;
const ROW: usize = 22;
/// Where the bars of the combinations stand, and their highest.
const FLOOR: (usize, usize) = (140, 120);
/// The first row of dots begins here.
const DOTS: usize = FLOOR.0 + 10;
/// So many are read out.
const READ_OUT: usize = 3;

/// A service of one of the combinations.
struct Set<'a> {
    code: &'a str,
    name: &'a str,
    /// Households that use it, alone or with others; `None` when hidden.
    households: Option<u64>,
}

/// The drawing of `combinations`, those of most households first; nothing when there are none.
pub(super) fn blocks(context: &Context, combinations: &[Row]) -> Vec<Block> {
    if combinations.is_empty() {
        return Vec::new();
    }
    let texts = context.texts;
    vec![
        Block::Text(texts.upset_lead.into()),
        Block::WidePicture(texts.upset_title.into(), picture(context, combinations)),
    ]
}

fn picture(context: &Context, combinations: &[Row]) -> Picture {
    let sets = sets(context, combinations);
    let size = (
        LABELS + 12 + COLUMN * combinations.len(),
        DOTS + ROW * sets.len(),
    );
    let text = description(context, combinations, &sets);
    let mut drawing = Drawing::new("upset", size, context.texts.upset_title, &text);
    let full = sets.iter().filter_map(|set| set.households).max();
    for (place, set) in sets.iter().enumerate() {
        let top = DOTS + ROW * place;
        if place % 2 == 0 {
            drawing.rectangle("band", (0, top), (size.0, ROW), "");
        }
        let width = length(set.households, full, USES.1);
        let corner = (USES.0 - width, top + 6);
        drawing.rectangle("uses", corner, (width, ROW - 12), "");
        let number = uses(context, set);
        drawing.text("uses", (corner.0 - 6, top + 15), &number);
        drawing.text("label", (LABELS, top + 15), &shortened(set.name));
    }
    let full = combinations.first().and_then(|row| row.count("households"));
    for (place, row) in combinations.iter().enumerate() {
        let left = LABELS + 12 + COLUMN * place;
        let middle = left + COLUMN / 2;
        let count = row.count("households");
        let words = format!("{}: {}", names(context, row), households(context, count));
        drawing.rectangle("column", (left, 0), (COLUMN, size.1), &words);
        let height = length(count, full, FLOOR.1);
        let top = FLOOR.0 - height;
        drawing.rectangle("amount", (left + 7, top), (COLUMN - 14, height), "");
        let number = context.language.count(count.unwrap_or_default());
        drawing.text("amount", (middle, top - 5), &number);
        let (used, others): (Vec<_>, Vec<_>) = (0..sets.len())
            .map(|set| (set, DOTS + ROW * set + ROW / 2))
            .partition(|(set, _)| codes(row).any(|code| code == sets[*set].code));
        let dots = |at: &[(usize, usize)]| -> String {
            at.iter()
                .map(|(_, y)| format!("M{middle} {y}h0"))
                .collect::<Vec<_>>()
                .concat()
        };
        drawing.path("dots", &dots(&others));
        if let (Some((_, first)), Some((_, last))) = (used.first(), used.last()) {
            drawing.path("line", &format!("M{middle} {first}V{last}"));
        }
        drawing.path("dots used", &dots(&used));
    }
    drawing.finish()
}

/// The services of the combinations, those of most households first.
fn sets<'a>(context: &'a Context, combinations: &[Row<'a>]) -> Vec<Set<'a>> {
    let is_in = |code: &str| {
        combinations
            .iter()
            .any(|row| codes(row).any(|one| one == code))
    };
    let mut sets: Vec<Set> = rows(context.tables, "services")
        .filter(|row| is_in(row.text("service")))
        .map(|row| Set {
            code: row.text("service"),
            name: context.service(row.text("service")),
            households: row.count("households"),
        })
        .collect();
    sets.sort_by(|a, b| {
        b.households
            .cmp(&a.households)
            .then_with(|| a.code.cmp(b.code))
    });
    sets
}

fn codes<'a>(row: &Row<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    row.text("services").split('+')
}

fn names(context: &Context, row: &Row) -> String {
    let names: Vec<&str> = codes(row).map(|code| context.service(code)).collect();
    names.join(" + ")
}

fn households(context: &Context, count: Option<u64>) -> String {
    let number = context.language.count(count.unwrap_or_default());
    fill(context.texts.households_number, &[("number", &number)])
}

/// How many households use a service, in words where that is hidden.
fn uses(context: &Context, set: &Set) -> String {
    let Some(count) = set.households else {
        return context.texts.hidden.to_owned();
    };
    let before = context.at_least(context.is_partial(set.code));
    before + &context.language.count(count)
}

/// The largest combinations and services.
fn description(context: &Context, combinations: &[Row], sets: &[Set]) -> String {
    let combinations: Vec<String> = (combinations.iter().take(READ_OUT))
        .map(|row| {
            let count = row.count("households").unwrap_or_default();
            format!(
                "{} ({})",
                names(context, row),
                context.language.count(count)
            )
        })
        .collect();
    let sets: Vec<String> = (sets.iter().take(READ_OUT))
        .map(|set| format!("{} ({})", set.name, uses(context, set)))
        .collect();
    let values = [
        ("combinations", &*combinations.join("; ")),
        ("services", &*sets.join("; ")),
    ];
    fill(context.texts.upset_text, &values)
}

/// The length of a bar for `count` when that for `full` is `longest`, to a whole unit.
fn length(count: Option<u64>, full: Option<u64>, longest: usize) -> usize {
    let (count, full) = (count.unwrap_or(0), full.unwrap_or(0).max(1));
    let units = (count * longest as u64 + full / 2) / full;
    usize::try_from(units).unwrap_or(longest).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_count_and_a_hidden_one_is_not_there() {
        assert_eq!(length(Some(200), Some(200), 70), 70);
        assert_eq!(length(Some(101), Some(200), 70), 35);
        assert_eq!(length(None, Some(200), 70), 0);
        assert_eq!(length(Some(0), Some(0), 70), 0);
        assert_eq!(length(None, None, 70), 0);
    }
}
