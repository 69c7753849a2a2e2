//! What each table of the page must say, from the tables of the release.

use std::collections::BTreeMap;

use super::changes;
use super::facts::{Facts, Row, as_published, place, rung, share};
use super::said::{Grid, Said};

/// What the tables of a section must say.
type Grids = fn(&Facts) -> Vec<Grid>;

/// The tables of each section, in the order of the page; one without rows is not there.
pub(super) const GRIDS: &[(&str, Grids)] = &[
    ("headline", headline),
    ("corrected", super::corrected::grids),
    ("changes", |facts| vec![changes::grid(facts)]),
    ("stacking", stacking),
    ("groups", groups),
    ("composition", super::composition::grid),
    ("combinations", combinations),
    ("types", super::stacker_types::grid),
    ("organisations", organisations),
    ("services", services),
    ("flow", super::in_time::flow),
    ("external", super::external::grids),
    ("overlap", super::in_time::overlap),
    ("expected", super::expected::grids),
    ("reach", super::reach::in_reach),
    ("lacks", super::reach::lacking),
    ("absent", super::absent::grids),
    ("needs", super::needs::needs),
    ("reached", super::needs::reached),
    ("signals", super::signals::signals),
    ("look-first", super::signals::look_first),
    ("approaches", super::signals::approaches),
    ("survey", super::survey::grids),
    ("forecast", super::forecast::grids),
    ("linkage", linkage),
];

/// A list of combinations is not longer.
pub(super) const SHOWN: usize = 15;

fn headline(facts: &Facts) -> Vec<Grid> {
    let value = |row: Row| {
        let measure = row.text("measure");
        if row.text("value").is_empty() {
            return Said::hidden();
        }
        let users = facts.town("1+");
        let of_users = |services| share(facts.town(services), users);
        match measure {
            "share_1_or_more" => Said::percent(facts, share(users, facts.town("all"))),
            "share_of_users_2_or_more" => Said::percent(facts, of_users("2+")),
            "share_of_users_3_or_more" => Said::percent(facts, of_users("3+")),
            "mean_services_of_users" => Said::mean(facts, mean(facts)),
            _ => Said::count(facts, row.count("value")),
        }
    };
    let rows = facts.rows("headline");
    vec![rows.map(|row| vec![Said::label(&[]), value(row)]).collect()]
}

fn mean(facts: &Facts) -> Option<f64> {
    let rung = |number: u64| facts.town(&format!("{number}+"));
    let rungs = (1..).map_while(|number| rung(number).filter(|households| *households > 0));
    let sum = rungs.sum::<u64>() as f64;
    facts
        .town("1+")
        .and_then(|users| as_published(sum / users as f64))
}

fn stacking(facts: &Facts) -> Vec<Grid> {
    let of_town = |row: &Row| row.cells[..3] == ["household", "all", "all"].map(String::from);
    let (all, users) = (facts.town("all"), facts.town("1+"));
    let table = |is_cumulative: bool| {
        let belongs = |row: &Row| {
            let label = row.text("services");
            label.ends_with('+') == is_cumulative && rung(label).is_some_and(|number| number > 0)
                || is_cumulative && label == "0+"
        };
        let mut rows: Vec<Row> = facts
            .rows("stacking")
            .filter(of_town)
            .filter(belongs)
            .collect();
        rows.sort_by_key(|row| rung(row.text("services")));
        let shares = |row: &Row| {
            let count = row.count("households");
            [share(count, all), share(count, users)]
        };
        let barred = usize::from(is_cumulative);
        let full = rows.iter().filter_map(|row| shares(row)[barred]);
        let full = full.fold(0.0, f64::max);
        let line = |row: &Row| {
            let count = row.count("households");
            let mut shares = shares(row).map(|share| Said::share(facts, share, count));
            shares[barred].add_bar(full);
            let [of_all, of_users] = shares;
            let label = Said::label(&[rung(row.text("services"))]);
            vec![label, Said::count(facts, count), of_all, of_users]
        };
        rows.iter().map(line).collect()
    };
    vec![table(false), table(true)]
}

/// What households are grouped by, in the order of the page.
pub(super) const DIMENSIONS: [&str; 4] = ["wijk", "age_band", "household_type", "household_size"];

/// Of more wijken there is no table.
const MOST_WIJKEN: usize = 250;

/// The levels of a dimension that are on the page.
pub(super) fn levels<'a>(facts: &Facts<'a>, dimension: &str) -> Vec<&'a str> {
    let is_of = |row: &Row| row.text("unit") == "household" && row.text("dimension") == dimension;
    let rows = facts.rows("stacking").filter(is_of);
    let mut levels: Vec<&str> = rows.map(|row| row.text("level")).collect();
    levels.sort_unstable();
    levels.dedup();
    if dimension == "wijk" && levels.len() > MOST_WIJKEN {
        levels.clear();
    }
    levels
}

/// Households, and the shares of 1, 2 and 3 or more, of each level; all bars have one scale.
fn groups(facts: &Facts) -> Vec<Grid> {
    let of_level = |dimension: &str, level: &str| {
        let count = |services| facts.stacking(["household", dimension, level, services]);
        let all = count("all");
        let with = ["1+", "2+", "3+"].map(count);
        (all, with.map(|with| (with, share(with, all))))
    };
    let shares = DIMENSIONS.into_iter().flat_map(|dimension| {
        let levels = levels(facts, dimension).into_iter();
        levels.flat_map(move |level| of_level(dimension, level).1)
    });
    let full = shares.filter_map(|(_, share)| share).fold(0.0, f64::max);
    let table = |dimension: &str| {
        let mut levels = levels(facts, dimension);
        let first = |level: &str| of_level(dimension, level).1[0].1.unwrap_or(-1.0);
        match dimension {
            // The highest share first; those of one share by name.
            "wijk" => levels.sort_by(|a, b| {
                let place = |level| (level == "unknown", facts.wijk(level));
                first(b)
                    .total_cmp(&first(a))
                    .then_with(|| place(*a).cmp(&place(*b)))
            }),
            _ => levels.sort_by_key(|level| place(level)),
        }
        let line = |level: &str| {
            let (all, with) = of_level(dimension, level);
            let name = match (dimension, facts.wijk(level)) {
                ("wijk", Some(name)) => Said::name(name),
                ("household_type", _) => Said::label(&[]),
                _ => Said::label(&level.split('-').map(rung).collect::<Vec<_>>()),
            };
            let mut cells = vec![name, Said::count(facts, all)];
            cells.extend(with.map(|(count, share)| {
                let mut said = Said::share(facts, share, count);
                said.add_bar(full);
                said
            }));
            cells
        };
        levels.into_iter().map(line).collect()
    };
    DIMENSIONS.map(table).to_vec()
}

/// The rows with a number, the most first, and what is pooled.
pub(super) fn most_common<'a>(facts: &Facts<'a>, table: &str) -> (Vec<Row<'a>>, Vec<Row<'a>>) {
    let is_listed = |row: &Row| {
        let key = &row.cells[0];
        table == "domains" || key.contains('+') || key == "other"
    };
    let rows = facts.rows(table).filter(is_listed);
    let (pooled, mut named): (Vec<Row>, Vec<Row>) = rows.partition(|row| row.cells[0] == "other");
    named.retain(|row| row.count("households").is_some());
    named.sort_by_key(|row| (std::cmp::Reverse(row.count("households")), &row.cells[0]));
    (named, pooled)
}

fn combinations(facts: &Facts) -> Vec<Grid> {
    let table = |table: &str| -> Grid {
        let (named, pooled) = most_common(facts, table);
        let Some(full) = named.first().and_then(|row| row.count("households")) else {
            return Vec::new();
        };
        let name = |key: &str| -> String {
            let name = |code| {
                if table == "domains" {
                    code
                } else {
                    facts.service(code)
                }
            };
            key.split('+').map(name).collect::<Vec<_>>().join(" + ")
        };
        let named = named.iter().take(SHOWN).map(|row| {
            let count = row.count("households");
            vec![
                Said::name(&name(&row.cells[0])),
                Said::barred(facts, count, full),
            ]
        });
        let pooled = pooled.iter().map(|row| {
            vec![
                Said::label(&[]),
                Said::count(facts, row.count("households")),
            ]
        });
        named.chain(pooled).collect()
    };
    vec![table("combinations"), table("domains")]
}

fn organisations(facts: &Facts) -> Vec<Grid> {
    let table = |is_cumulative: bool| -> Grid {
        let label = |row: &Row| rung(row.text("organisations"));
        let mut rows: Vec<Row> = facts.rows("organisations").collect();
        rows.retain(|row| row.text("organisations").ends_with('+') == is_cumulative);
        rows.sort_by_key(|row| label(row).unwrap_or(u64::MAX));
        let full = rows.iter().filter_map(|row| row.count("households")).max();
        let line = |row: &Row| {
            let number = Said::barred(facts, row.count("households"), full.unwrap_or(0));
            vec![Said::label(&[label(row)]), number]
        };
        rows.iter().map(line).collect()
    };
    vec![table(false), table(true)]
}

fn services(facts: &Facts) -> Vec<Grid> {
    let is_second = |row: &Row| row.text("services") == "2+";
    let second = facts.rows("service_stacking").filter(is_second);
    let several: BTreeMap<&str, Option<u64>> = second
        .map(|row| (row.text("service"), row.count("households")))
        .collect();
    let all = facts.town("all");
    let mut rows: Vec<Row> = facts.rows("services").collect();
    rows.sort_by_key(|row| {
        (
            std::cmp::Reverse(row.count("households")),
            row.text("service"),
        )
    });
    let of_all = |row: &Row| share(row.count("households"), all);
    let full = rows.iter().filter_map(of_all).fold(0.0, f64::max);
    let line = |row: &Row| {
        let (code, name) = (row.text("service"), row.text("name"));
        let organisations: Vec<&str> = row
            .text("organisation")
            .split('+')
            .map(|id| facts.organisation(id))
            .collect();
        let name = if name.is_empty() {
            facts.service(code)
        } else {
            name
        };
        let households = row.count("households");
        let mut part = Said::share(facts, of_all(row), households);
        part.add_bar(full);
        vec![
            Said::name(name),
            Said::name(row.text("domain")),
            Said::name(&organisations.join(", ")),
            Said::count(facts, row.count("persons")),
            Said::count(facts, households),
            part,
            Said::count(facts, several.get(code).copied().flatten()),
        ]
    };
    vec![rows.iter().map(line).collect()]
}

fn linkage(facts: &Facts) -> Vec<Grid> {
    let counts = |columns: &[&str]| -> Grid {
        let line = |row: Row| {
            let name = match row.text("provider") {
                "register" => Said::label(&[]),
                provider => Said::name(facts.organisation(provider)),
            };
            let counts = columns
                .iter()
                .map(|column| Said::count(facts, row.count(column)));
            std::iter::once(name).chain(counts).collect()
        };
        facts.rows("linkage").map(line).collect()
    };
    let mut linked = counts(&["records", "clients", "linked"]);
    for (cells, row) in linked.iter_mut().zip(facts.rows("linkage")) {
        let linked = row.count("linked");
        let mut part = Said::share(facts, share(linked, row.count("clients")), linked);
        part.add_bar(1.0);
        cells.push(part);
    }
    let mut grids = vec![
        linked,
        counts(&["by_bsn", "by_combination", "by_spelling", "by_address"]),
        counts(&["ambiguous", "not_found", "outside", "left", "left_behind"]),
    ];
    grids.extend(super::linkage_quality::grids(facts));
    grids
}
