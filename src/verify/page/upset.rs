//! The drawing of the most common combinations: bars, dots, names and numbers.

use std::cmp::Reverse;

use super::facts::{Facts, Row, shortened};
use super::grids::{SHOWN, most_common};
use super::html::Element;
use super::named::texts;
use super::numbers::numbers_in;
use super::said::Said;

/// So many combinations and services are read out.
const READ_OUT: usize = 3;

/// The combinations that are drawn.
fn combinations<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let mut named = most_common(facts, "combinations").0;
    named.truncate(SHOWN);
    named
}

/// The services of the combinations that are drawn, those of most households first.
fn services<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let combinations = combinations(facts);
    let is_in = |row: &Row| {
        let code = row.text("service");
        combinations
            .iter()
            .any(|one| one.cells[0].split('+').any(|part| part == code))
    };
    let mut services: Vec<Row> = facts.rows("services").filter(is_in).collect();
    services.sort_by_key(|row| (Reverse(row.count("households")), row.text("service")));
    services
}

/// The numbers of its description.
pub(super) fn read_out(facts: &Facts) -> Vec<String> {
    let lists = [combinations(facts), services(facts)];
    let first = lists.iter().flat_map(|rows| rows.iter().take(READ_OUT));
    first
        .filter_map(|row| row.count("households"))
        .map(|count| facts.count(count))
        .collect()
}

/// What is wrong with the drawing in the section of combinations.
pub(super) fn problem(section: &Element, facts: &Facts) -> Option<String> {
    let (combinations, services) = (combinations(facts), services(facts));
    let drawings = section.all("svg").into_iter();
    let drawings: Vec<&Element> = drawings
        .filter(|drawing| drawing.attribute("class") != "bar")
        .collect();
    let is_right = match &drawings[..] {
        [] => combinations.is_empty(),
        [drawing] => {
            drawing.attribute("class") == "upset"
                && gives_names(drawing, facts, &services)
                && gives_numbers(drawing, facts, "amount", "height", &combinations)
                && gives_numbers(drawing, facts, "uses", "width", &services)
                && gives_columns(drawing, facts, &combinations)
                && gives_dots(drawing, &combinations, &services)
                && of(drawing, "text", "").len() == combinations.len() + 2 * services.len()
                && says_no_more(drawing)
        }
        _ => false,
    };
    (!is_right).then(|| "the drawing of the combinations does not say what is published".into())
}

/// The elements of this name and class; of any class when that is empty.
fn of<'a>(drawing: &'a Element, name: &str, class: &str) -> Vec<&'a Element> {
    let mut all = drawing.all(name);
    all.retain(|element| class.is_empty() || element.attribute("class") == class);
    all
}

fn gives_names(drawing: &Element, facts: &Facts, services: &[Row]) -> bool {
    let names = services
        .iter()
        .map(|row| facts.service(row.text("service")));
    let labels: Vec<String> = names
        .map(|name| shortened(name).unwrap_or_else(|| name.to_owned()))
        .collect();
    texts(drawing, "text", "label") == labels
}

/// Whether a number stands with each bar, and the bars are as long as their numbers on one scale.
fn gives_numbers(drawing: &Element, facts: &Facts, class: &str, side: &str, rows: &[Row]) -> bool {
    let counts: Vec<Option<u64>> = rows.iter().map(|row| row.count("households")).collect();
    let (numbers, bars) = (of(drawing, "text", class), of(drawing, "rect", class));
    let lengths: Option<Vec<u64>> = bars
        .iter()
        .map(|bar| bar.attribute(side).parse().ok())
        .collect();
    let Some(lengths) = lengths.filter(|lengths| lengths.len() == rows.len()) else {
        return false;
    };
    let full = counts.iter().flatten().max().copied().unwrap_or(0).max(1) as f64;
    let longest = lengths.iter().max().copied().unwrap_or(0) as f64;
    let is_long = |(length, count): (&u64, &Option<u64>)| {
        let exact = count.unwrap_or(0) as f64 / full * longest;
        (*length as f64 - exact).abs() < 0.51
    };
    let says = |(text, count): (&&Element, &Option<u64>)| Said::count(facts, *count).is_in(text);
    numbers.len() == rows.len()
        && numbers.iter().zip(&counts).all(says)
        && lengths.iter().zip(&counts).all(is_long)
}

/// Whether each column says its services and their households when it is pointed at.
fn gives_columns(drawing: &Element, facts: &Facts, combinations: &[Row]) -> bool {
    let columns = of(drawing, "rect", "column");
    let says = |(column, row): (&&Element, &Row)| {
        let names: Vec<&str> = row.cells[0]
            .split('+')
            .map(|code| facts.service(code))
            .collect();
        let count = row.count("households").map(|count| facts.count(count));
        let text = column.text();
        let said = text.strip_prefix(&format!("{}: ", names.join(" + ")));
        said.is_some_and(|said| numbers_in(said).into_iter().eq(count))
    };
    columns.len() == combinations.len() && columns.iter().zip(combinations).all(says)
}

/// Whether each column has its dots in the rows of its services, and the others in the other rows.
fn gives_dots(drawing: &Element, combinations: &[Row], services: &[Row]) -> bool {
    let number = |text: &str| text.parse::<u64>().ok();
    let labels = of(drawing, "text", "label");
    let rows: Vec<u64> = labels
        .iter()
        .filter_map(|label| number(label.attribute("y")))
        .collect();
    let column_of = |rect: &&Element| {
        Some((
            number(rect.attribute("x"))?,
            number(rect.attribute("width"))?,
        ))
    };
    let columns = of(drawing, "rect", "column");
    let columns: Vec<(u64, u64)> = columns.iter().filter_map(column_of).collect();
    let dots = |class: &str| -> Vec<&str> {
        of(drawing, "path", class)
            .into_iter()
            .map(|path| path.attribute("d"))
            .collect()
    };
    // The middle of a row is 4 above where its name stands.
    let path = |place: usize, is_used: bool| -> String {
        let (x, width) = columns.get(place).copied().unwrap_or_default();
        let belongs = |code: &str| {
            combinations[place].cells[0]
                .split('+')
                .any(|one| one == code)
        };
        let rows = rows.iter().zip(services);
        let rows = rows.filter(|(_, row)| belongs(row.text("service")) == is_used);
        rows.map(|(y, _)| format!("M{} {}h0", x + width / 2, y.saturating_sub(4)))
            .collect::<Vec<String>>()
            .concat()
    };
    let paths = |is_used| (0..combinations.len()).map(move |place| (place, is_used));
    let expected = |is_used| paths(is_used).map(|(place, is_used)| path(place, is_used));
    dots("dots").into_iter().eq(expected(false)) && dots("dots used").into_iter().eq(expected(true))
}

/// Whether nothing is said but by the columns and the texts.
fn says_no_more(drawing: &Element) -> bool {
    let rectangles = drawing.all("rect").into_iter();
    let mut others = rectangles.filter(|one| one.attribute("class") != "column");
    others.all(|one| one.text().is_empty())
}
