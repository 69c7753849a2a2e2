//! The rows of `comparison`, from the tables of both releases, by `docs/compare.md`.

use std::collections::{BTreeSet, HashMap};

use super::definitions::{Definition, other_services};
use super::side::Side;
use crate::verify::layout::{AGREED, LAYOUT, Layout, TOLD};
use crate::verify::printing::Printing;
use crate::verify::tables::Table;

/// The figures of the headline that are compared, and what each share is of.
const FIGURES: [(&str, Option<&str>); 10] = [
    ("households", None),
    ("households_1_or_more", None),
    ("share_1_or_more", Some("households_1_or_more")),
    ("households_2_or_more", None),
    ("share_of_users_2_or_more", Some("households_2_or_more")),
    ("households_3_or_more", None),
    ("share_of_users_3_or_more", Some("households_3_or_more")),
    ("persons", None),
    ("persons_with_service", None),
    ("client_records", None),
];

/// What is about all services together.
const OF_ALL: [&str; 9] = [
    "headline",
    "stacking",
    "areas",
    "service_stacking",
    "combinations",
    "domains",
    "organisations",
    "link_effect",
    "linkage_thresholds",
];

/// What hangs on how services are counted.
const OF_RULE: [&str; 5] = [
    "areas",
    "headline",
    "link_effect",
    "linkage_thresholds",
    "stacking",
];

/// A number before it is judged.
struct Number {
    table: &'static str,
    keys: Vec<String>,
    measure: String,
    both: [String; 2],
    /// Whether each is a difference of printed numbers.
    derived: [bool; 2],
    /// Of a share, the printed part.
    parts: Option<[String; 2]>,
}

pub(super) fn rows(a: &Side, b: &Side, definitions: &[Definition]) -> Vec<Vec<String>> {
    let is_other_town = definitions.iter().any(|one| one[0] == "municipality");
    let mut numbers = Vec::new();
    let agreed = AGREED.iter().chain(TOLD).map(|one| &one.layout);
    let counted_tables = LAYOUT.iter().chain(agreed);
    for name in counted_tables.map(|layout| layout.name) {
        let tables = [a, b].map(|side| side.tables.by_name.get(name));
        let [Some(of_a), Some(of_b)] = tables else {
            continue;
        };
        if name == "headline" {
            numbers.extend(headline([of_a, of_b]));
        } else {
            numbers.extend(counted([of_a, of_b], is_other_town));
        }
    }
    let services = other_services(a, b);
    let judged: Vec<(String, Option<f64>)> = numbers
        .iter()
        .map(|one| judged(one, [a, b], definitions, &services))
        .collect();
    let largest = largest_p(judged.iter().filter_map(|(_, p)| *p));
    let row = |(one, (status, p)): (Number, (String, Option<f64>))| {
        let (difference, word) = match (p, status.as_str()) {
            (p, "compared") => said(&one, p, largest),
            _ => (String::new(), ""),
        };
        let [first, second] = one.both;
        let key = one.keys.join(", ");
        let texts = [
            one.table.to_owned(),
            key,
            one.measure,
            first,
            second,
            difference,
        ];
        let texts = texts.into_iter().chain([status, word.to_owned()]);
        texts.collect()
    };
    numbers.into_iter().zip(judged).map(row).collect()
}

/// The difference, and the word for it.
fn said(one: &Number, p: Option<f64>, largest: f64) -> (String, &'static str) {
    let [a, b] = one.both.clone().map(|text| text.parse().unwrap_or(0.0_f64));
    let text = match (one.parts.is_some(), format!("{:.6}", b - a)) {
        (false, _) => format!("{:.0}", b - a),
        (true, text) if text == "-0.000000" => "0.000000".into(),
        (true, text) => text,
    };
    let word = match p {
        None => "",
        Some(p) if p > largest => "same",
        Some(_) if b > a => "more",
        Some(_) => "less",
    };
    (text, word)
}

fn headline(tables: [&Table; 2]) -> Vec<Number> {
    let value = |table: &Table, measure: &str| {
        let row = table.rows.iter().find(|row| row[0] == measure);
        row.map(|row| table.text(row, "value").to_owned())
    };
    let number = |(measure, part): &(&str, Option<&str>)| {
        let both = tables.map(|table| value(table, measure));
        let [Some(a), Some(b)] = both else {
            return None;
        };
        Some(Number {
            table: "headline",
            keys: Vec::new(),
            measure: (*measure).to_owned(),
            both: [a, b],
            derived: [false; 2],
            parts: part.map(|part| tables.map(|table| value(table, part).unwrap_or_default())),
        })
    };
    FIGURES.iter().filter_map(number).collect()
}

fn counted(tables: [&Table; 2], with_shares: bool) -> Vec<Number> {
    let layout = tables[0].layout;
    let rows = tables[1].rows.iter();
    let by_key: HashMap<&[String], &Vec<String>> =
        rows.map(|row| (&row[..layout.keys], row)).collect();
    let mut numbers = Vec::new();
    for row in &tables[0].rows {
        let keys = &row[..layout.keys];
        let Some(second) = by_key.get(keys) else {
            continue;
        };
        let texts = |column: &str| {
            let [a, b] = tables;
            [a.text(row, column), b.text(second, column)].map(str::to_owned)
        };
        for column in layout.columns {
            let parts = part_of(layout, column).map(texts);
            let is_count = layout.counts.contains(column);
            if !is_count && (parts.is_none() || !with_shares) {
                continue;
            }
            let counted = part_of(layout, column).unwrap_or(column);
            let is_first = layout.counts.first() == Some(&counted);
            let derived = texts("status").map(|status| is_first && status == "derived");
            numbers.push(Number {
                table: layout.name,
                keys: keys.to_vec(),
                measure: (*column).to_owned(),
                both: texts(column),
                derived,
                parts,
            });
        }
    }
    numbers
}

/// The count that a share is made of.
fn part_of(layout: &Layout, column: &str) -> Option<&'static str> {
    let part = match (layout.name, column) {
        ("areas", "share_1_or_more") => "households_1_or_more",
        ("areas", "share_2_or_more") => "households_2_or_more",
        ("areas", "share_3_or_more") => "households_3_or_more",
        ("linkage", "share_linked") => "linked",
        ("needs", "share") => "without_service",
        ("reached", "share") => "reached",
        (_, "share" | "share_of_users" | "share_of_a" | "share_of_b") => "households",
        _ => return None,
    };
    Some(part)
}

fn is_of_register(one: &Number) -> bool {
    match one.table {
        "population" => true,
        "stacking" => one.keys.last().is_some_and(|key| key == "all"),
        "areas" => one.measure == "households",
        "headline" => one.measure == "households" || one.measure == "persons",
        _ => false,
    }
}

/// The status, and the p of a number that is compared.
fn judged(
    one: &Number,
    sides: [&Side; 2],
    definitions: &[Definition],
    services: &BTreeSet<String>,
) -> (String, Option<f64>) {
    if let Some(why) = why(one, definitions, services) {
        return (why.to_owned(), None);
    }
    let numbers = one.both.clone().map(|text| text.parse::<f64>().ok());
    let [Some(a), Some(b)] = numbers else {
        return ("hidden".into(), None);
    };
    // Of both: the variance of a printed number, and how far off it can be as it stands since an earlier release.
    let of_printed = sides.map(|side| {
        let variance = side
            .tables
            .printing
            .as_ref()
            .map_or(0.0, Printing::variance);
        [variance, held(side)]
    });
    let of_part = [0, 1].map(|place| {
        let times = if one.derived[place] { 2.0 } else { 1.0 };
        of_printed[place].map(|number| number * times)
    });
    let Some(parts) = &one.parts else {
        let chance = if is_of_register(one) { 0.0 } else { a + b };
        let [[v_a, h_a], [v_b, h_b]] = of_part;
        let p = two_tails((b - a).abs() - h_a - h_b, chance + v_a + v_b);
        return ("compared".into(), Some(p));
    };
    let of = |place: usize, share: f64, other: f64| {
        let part: f64 = parts[place].parse().ok()?;
        let (whole, likely) = if share > 0.0 {
            (part / share, share)
        } else {
            (100.0, other)
        };
        let [[v_whole, h_whole], [v_part, h_part]] = [of_printed[place], of_part[place]];
        let spread =
            likely * (1.0 - likely) / whole + (v_part + v_whole * share * share) / (whole * whole);
        Some((spread, (h_part + h_whole * share) / whole))
    };
    let both = of(0, a, b).zip(of(1, b, a));
    let p = both.map(|(first, second)| {
        let distance = (b - a).abs() - (first.1 + second.1);
        two_tails(distance, first.0 + second.0)
    });
    ("compared".into(), p)
}

/// How many can have joined or left without another number.
fn held(side: &Side) -> f64 {
    let utility = &side.run["utility"];
    let hold = utility["hold"].as_u64();
    let Some(hold) = hold.filter(|_| utility["held"].as_u64() > Some(0)) else {
        return 0.0;
    };
    let furthest = side.tables.printing.as_ref().map_or(0, Printing::furthest);
    let changed = if utility["restored"].is_null() {
        hold.saturating_sub(1)
    } else {
        (hold * 2 + furthest).saturating_sub(2)
    };
    changed as f64
}

fn two_tails(distance: f64, variance: f64) -> f64 {
    if distance <= 0.0 {
        1.0
    } else if variance > 0.0 {
        libm::erfc(distance / (2.0 * variance).sqrt())
    } else {
        0.0
    }
}

/// The largest p that is a discovery at a rate of one in twenty: the step-up rule of Benjamini and Hochberg.
fn largest_p(p_values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = p_values.collect();
    sorted.sort_by(f64::total_cmp);
    let all = sorted.len() as f64;
    let found = sorted.iter().enumerate().rev();
    let mut found = found.filter(|(place, p)| **p * all / (*place as f64 + 1.0) <= 0.05);
    found.next().map_or(-1.0, |(_, p)| *p)
}

/// The word of the definition for which a number cannot be compared.
fn why<'a>(
    one: &Number,
    definitions: &'a [Definition],
    services: &BTreeSet<String>,
) -> Option<&'a str> {
    let is_use = !is_of_register(one);
    let table = one.table;
    let is_answer = one.measure == "without_service";
    let is_of_services = is_use
        && (OF_ALL.contains(&table)
            || is_answer
            || (table == "domain_by_area" && !services.is_empty())
            || (!["linkage", "linkage_quality", "needs", "domain_by_area"].contains(&table)
                && one
                    .keys
                    .iter()
                    .any(|key| key.split('>').any(|code| services.contains(code)))));
    let is_hit = |what: &str| match what {
        "made_up" => true,
        "moment" | "period" => is_use,
        "municipality" => one.parts.is_none(),
        "count" => is_use && OF_RULE.contains(&table),
        "services" | "missing" => is_of_services,
        "domains" => is_answer || ["domains", "domain_by_area"].contains(&table),
        "organisations" => table == "organisations",
        "providers" => one.measure == "client_records",
        "providers_of_needs" => ["needs", "need_by_service"].contains(&table),
        "needs" => is_answer,
        "borders" => {
            let is_area = |key: &String| {
                ["wijk", "buurt"].contains(&key.as_str()) || key.starts_with("wijk ")
            };
            one.keys.iter().any(is_area)
        }
        _ => false,
    };
    let mut known = definitions.iter().map(|one| one[0].as_str());
    known.find(|what| is_hit(what))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::verify::tables::Tables;

    /// Two releases in which numbers stand, with one row of who lives somewhere.
    fn said(restored: Option<&str>, [a, b]: [&str; 2], status: &str) -> String {
        let layout = LAYOUT.iter().find(|one| one.name == "stacking").unwrap();
        let side = |number: &str| {
            let row = ["household", "all", "all", "all", number, status, "", ""];
            let rows = vec![row.map(str::to_owned).to_vec()];
            Side {
                run: json!({"utility": {"held": 3, "hold": 12, "restored": restored}}),
                tables: Tables {
                    by_name: [("stacking", Table { layout, rows })].into(),
                    printing: Some(Printing::K5),
                },
            }
        };
        rows(&side(a), &side(b), &[])[0][7].clone()
    }

    #[test]
    fn a_number_can_stand_for_eleven_a_difference_for_twice_that_and_after_a_lost_ledger_for_more()
    {
        assert_eq!(said(None, ["100", "120"], "rounded"), "same");
        assert_eq!(said(None, ["100", "140"], "rounded"), "more");
        assert_eq!(said(None, ["100", "140"], "derived"), "same");
        assert_eq!(said(None, ["100", "170"], "derived"), "more");
        assert_eq!(said(Some("a"), ["100", "170"], "rounded"), "same");
        assert_eq!(said(Some("a"), ["100", "100"], "rounded"), "same");
        assert_eq!(said(Some("a"), ["185", "100"], "rounded"), "less");
    }
}
