//! What the page says of both numbers, from table `external`.

use super::facts::{Facts, Row};
use super::said::{Grid, Said};

/// Whether a number of CBS stands beside any of ours.
pub(super) fn is_there(facts: &Facts) -> bool {
    grids(facts).iter().any(|grid| !grid.is_empty())
}

/// The gemeente, and the first 200 rows of wijken that were compared.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let of = |level: &'static str| {
        facts
            .rows("external")
            .filter(move |row| row.text("level") == level)
    };
    let compared = of("wijk").filter(|row| !row.text("beyond").is_empty());
    vec![
        of("gemeente").map(|row| line(facts, row)).collect(),
        compared.take(200).map(|row| line(facts, row)).collect(),
    ]
}

fn line(facts: &Facts, row: Row) -> Vec<Said> {
    let number = |column: &str| row.text(column).parse::<f64>().ok();
    let said = |column: &str| {
        let text = number(column).map(|number| facts.language.number(number, 0));
        text.map_or_else(Said::hidden, Said::written)
    };
    let difference = number("difference").map(|number| {
        let sign = match number {
            more if more > 0.0 => "+",
            less if less < 0.0 => "\u{2212}",
            _ => "",
        };
        sign.to_owned() + &facts.language.number(number.abs(), 0)
    });
    let area = match facts.wijk(row.text("area")) {
        Some(name) if row.text("level") == "wijk" => Said::name(name),
        _ => Said::label(&[]),
    };
    let services = match row.text("services").split_once('=') {
        Some(("domain", name)) => Said::name(name),
        Some((_, code)) => Said::name(facts.service(code)),
        None => Said::label(&[row.text("services").trim_end_matches('+').parse().ok()]),
    };
    let beyond = match row.text("beyond") {
        "" => Said::hidden(),
        _ => Said::label(&[]),
    };
    vec![
        area,
        services,
        Said::label(&[]),
        said("ours"),
        said("external"),
        difference.map_or_else(Said::hidden, Said::written),
        beyond,
    ]
}
