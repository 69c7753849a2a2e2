//! What the page says of later years, from tables `forecast` and `population_ahead`.

use super::facts::{Facts, Row};
use super::html::Element;
use super::said::{Grid, Said};

/// The first and the last year, and at most so many in between, are shown.
const BETWEEN: usize = 3;

/// Whether the use of a later year is known.
pub(super) fn is_there(facts: &Facts) -> bool {
    !services(facts).is_empty()
}

/// Whether the tables stand under the years that they are of, and the lead names the first.
pub(super) fn problem(section: &Element, facts: &Facts) -> Option<String> {
    let years = years(facts);
    let headings = section.all("th").into_iter().map(Element::text);
    let headings: Vec<String> = headings
        .filter(|text| text.parse::<u64>().is_ok())
        .collect();
    let expected = years.iter().chain(years.get(1..).unwrap_or_default());
    let lead = section.all("p").first().map(|lead| lead.text());
    let first = years.first().copied().unwrap_or_default();
    let is_so = headings.iter().map(String::as_str).eq(expected.copied())
        && lead.is_some_and(|lead| lead.contains(first));
    (!is_so).then(|| "section forecast names other years than the release".into())
}

/// The services, the most growing first; then the ages.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    vec![services(facts), ages(facts)]
}

fn years<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    let mut all: Vec<&str> = facts
        .rows("population_ahead")
        .map(|row| row.text("year"))
        .collect();
    all.dedup();
    let steps = BETWEEN + 1;
    match all.len().checked_sub(1) {
        Some(last) if last > steps => (0..=steps).map(|step| all[last * step / steps]).collect(),
        _ => all,
    }
}

fn services(facts: &Facts) -> Grid {
    let years = years(facts);
    let numbers = |row: &Row| {
        let number = |column: &str| row.text(column).parse::<f64>().ok();
        Some([number("low")?, number("persons")?, number("high")?])
    };
    let all: Vec<Row> = facts.rows("forecast").collect();
    let mut lines: Vec<(&str, Vec<[f64; 3]>)> = Vec::new();
    for service in facts.rows("services").map(|row| row.text("service")) {
        let of_year = |year: &&str| {
            let mut own = all
                .iter()
                .filter(|row| row.text("service") == service && row.text("year") == *year);
            own.next().and_then(numbers)
        };
        let own: Option<Vec<[f64; 3]>> = years.iter().map(of_year).collect();
        let is_told = |own: &Vec<[f64; 3]>| own.len() > 1 && own[0][1] > 0.0;
        lines.extend(own.filter(is_told).map(|own| (service, own)));
    }
    let ends = |own: &[[f64; 3]]| [own[0][1], own[own.len() - 1][1]];
    let grown = |own: &[[f64; 3]]| ends(own)[1] - ends(own)[0];
    lines.sort_by(|one, other| grown(&other.1).total_cmp(&grown(&one.1)));
    let full = lines
        .iter()
        .map(|(_, own)| ends(own)[1])
        .fold(1.0, f64::max);
    let line = |(service, own): &(&str, Vec<[f64; 3]>)| {
        let [first, last] = ends(own);
        let end = own[own.len() - 1];
        let mut cells = vec![Said::name(facts.service(service))];
        for (place, [_, persons, _]) in own.iter().enumerate() {
            let text = facts.language.number(*persons, 0);
            cells.push(if place + 1 == own.len() {
                Said::long(text, *persons, full)
            } else {
                Said::written(text)
            });
        }
        cells.push(Said::written(facts.language.span((end[0], end[2]))));
        cells.push(Said::written(facts.language.change(last / first - 1.0)));
        cells
    };
    lines.iter().map(line).collect()
}

fn ages(facts: &Facts) -> Grid {
    if services(facts).is_empty() {
        return Grid::new();
    }
    let years = years(facts);
    let persons = |year: &str, band: &str| {
        let mut rows = facts
            .rows("population_ahead")
            .filter(|row| row.text("year") == year && row.text("age_band") == band);
        rows.next()
            .and_then(|row| row.text("persons").parse::<f64>().ok())
    };
    let of_first = facts
        .rows("population_ahead")
        .filter(|row| row.text("year") == years[0]);
    let line = |row: Row| {
        let band = row.text("age_band");
        let base = persons(years[0], band).filter(|base| *base > 0.0);
        let change = |year: &&str| {
            let change = base
                .zip(persons(year, band))
                .map(|(base, own)| own / base - 1.0);
            change.map_or_else(Said::hidden, |change| {
                Said::written(facts.language.change(change))
            })
        };
        let changes = years[1..].iter().map(change);
        std::iter::once(Said::name(band)).chain(changes).collect()
    };
    of_first.map(line).collect()
}
