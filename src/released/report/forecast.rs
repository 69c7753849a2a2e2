//! Section: how many people would have a service in later years, if they used it as now.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::fill;

/// So many years are shown, the first and the last among them.
const YEARS: usize = 5;

/// A lower end, a number of people, an upper end.
type Numbers = [f64; 3];

/// The services by how much they would grow, and the people by age that this follows from.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let years = years(context);
    let table = services(context, &years);
    let blocks = if table.rows.is_empty() {
        Vec::new()
    } else {
        let base = years.first().copied().unwrap_or_default();
        let lead = fill(texts.forecast.lead, &[("base", &base.to_string())]);
        let lead = Block::Text(lead);
        vec![
            lead,
            Block::Table(table),
            Block::Table(ages(context, &years)),
        ]
    };
    Section {
        id: "forecast",
        title: texts.forecast.title,
        blocks,
    }
}

fn year(row: &Row) -> u64 {
    let year = row.decimal("year").map(|year| format!("{year:.0}"));
    year.and_then(|year| year.parse().ok()).unwrap_or_default()
}

/// The years to show: all, or the first, the last and some in between.
fn years(context: &Context) -> Vec<u64> {
    let mut years: Vec<u64> = rows(context.tables, "population_ahead")
        .map(|row| year(&row))
        .collect();
    years.dedup();
    let last = years.len().saturating_sub(1);
    if last < YEARS {
        return years;
    }
    let shown = (0..YEARS).map(|place| years[place * last / (YEARS - 1)]);
    shown.collect()
}

fn services(context: &Context, years: &[u64]) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let mut by_service: Vec<(&str, BTreeMap<u64, Numbers>)> = Vec::new();
    for row in rows(context.tables, "forecast") {
        let numbers = ["low", "persons", "high"].map(|column| row.decimal(column));
        let [Some(low), Some(persons), Some(high)] = numbers else {
            continue;
        };
        let service = row.text("service");
        if by_service.last().is_none_or(|(last, _)| *last != service) {
            by_service.push((service, BTreeMap::new()));
        }
        if let Some((_, own)) = by_service.last_mut() {
            own.insert(year(&row), [low, persons, high]);
        }
    }
    let lines = by_service.into_iter().filter_map(|(service, own)| {
        let own: Option<Vec<Numbers>> = years.iter().map(|year| own.get(year).copied()).collect();
        let own = own.filter(|own| own.len() > 1 && own[0][1] > 0.0)?;
        Some((service, own))
    });
    let mut lines: Vec<(&str, Vec<Numbers>)> = lines.collect();
    let more = |own: &[Numbers]| own[own.len() - 1][1] - own[0][1];
    lines.sort_by(|(_, a), (_, b)| more(b).total_cmp(&more(a)));
    let full = lines.iter().map(|(_, own)| own[own.len() - 1][1]);
    let full = full.fold(1.0, f64::max);
    let line = |(service, own): &(&str, Vec<Numbers>)| {
        let number = |numbers: &Numbers| language.number(numbers[1], 0);
        let [low, last, high] = own[own.len() - 1];
        let mut cells = vec![Cell::text(context.service(service))];
        cells.extend(
            own[..own.len() - 1]
                .iter()
                .map(|one| Cell::number(number(one))),
        );
        cells.push(Cell::bar(language.number(last, 0), last / full));
        cells.push(Cell::text(language.span((low, high))));
        cells.push(Cell::text(language.change(last / own[0][1] - 1.0)));
        cells
    };
    let mut headings = vec![texts.service.to_owned()];
    headings.extend(years.iter().map(u64::to_string));
    headings.push(texts.forecast.between.into());
    headings.push(texts.forecast.change.into());
    BarTable {
        caption: texts.forecast.caption.into(),
        headings,
        rows: lines.iter().map(line).collect(),
    }
}

/// How many more people of each age there are in later years.
fn ages(context: &Context, years: &[u64]) -> BarTable {
    let texts = context.texts;
    let mut bands: Vec<(&str, BTreeMap<u64, f64>)> = Vec::new();
    for row in rows(context.tables, "population_ahead") {
        let (band, persons) = (row.text("age_band"), row.decimal("persons"));
        let place = bands.iter().position(|(known, _)| *known == band);
        let place = place.unwrap_or_else(|| {
            bands.push((band, BTreeMap::new()));
            bands.len() - 1
        });
        bands[place]
            .1
            .insert(year(&row), persons.unwrap_or_default());
    }
    let later = years.get(1..).unwrap_or_default();
    let line = |(band, persons): &(&str, BTreeMap<u64, f64>)| {
        let at = |year: &u64| persons.get(year).copied().unwrap_or_default();
        let base = years.first().map_or(0.0, at);
        let change = |year: &u64| {
            if base > 0.0 {
                Cell::number(context.language.change(at(year) / base - 1.0))
            } else {
                Cell::hidden(texts.no_share)
            }
        };
        let first = Cell::text(*band);
        std::iter::once(first)
            .chain(later.iter().map(change))
            .collect()
    };
    let headings = std::iter::once(texts.age.to_owned());
    BarTable {
        caption: texts.forecast.ages.into(),
        headings: headings.chain(later.iter().map(u64::to_string)).collect(),
        rows: bands.iter().map(line).collect(),
    }
}
