//! The indicators of a release, from its tables by area.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::reach::{farthest, target};
use super::super::reading::{Row, rows};
use super::super::texts::fill;
use super::areas::TOWN;
use super::indicator::{At, Group, Indicator, Unit};
use crate::released::calculate::published_share;
use crate::released::places::figures::{FiguresRecord, name_of};

/// Every indicator that has a number somewhere, in the order of the page.
pub(in super::super) fn indicators<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let groups = [
        stacking, domains, services, pairs, households, figures, reach, needs, reached, expected,
    ];
    let mut all: Vec<Indicator> = groups.iter().flat_map(|group| group(context)).collect();
    all.retain(|one| one.values.values().any(Option::is_some));
    all
}

fn at<'a>(row: &Row<'a>) -> At<'a> {
    (row.text("level"), row.text("area"))
}

/// The share of one, two, and three or more services.
fn stacking<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let texts = context.texts;
    let of = |(column, name): (&'static str, &'static str)| Indicator {
        group: Group::Stacking,
        name: name.to_owned(),
        source: String::new(),
        unit: Unit::Share,
        middle: None,
        dimension: None,
        values: rows(context.tables, "areas")
            .map(|row| (at(&row), row.decimal(column)))
            .collect(),
    };
    [
        ("share_1_or_more", texts.map_one_or_more),
        ("share_2_or_more", texts.map_two_or_more),
        ("share_3_or_more", texts.map_three_or_more),
    ]
    .map(of)
    .to_vec()
}

/// Counts by area.
type Counts<'a> = BTreeMap<At<'a>, Option<u64>>;

/// What a table counts by area, by what it counts. What is counted by buurt has a number for a wijk where each of its buurten
/// shows one.
fn counted<'a, K: Ord>(
    context: &Context<'a>,
    table: &str,
    key: impl Fn(&Row<'a>) -> K,
) -> BTreeMap<K, Counts<'a>> {
    let mut counted: BTreeMap<K, Counts> = BTreeMap::new();
    for row in rows(context.tables, table) {
        let counts = counted.entry(key(&row)).or_default();
        counts.insert(at(&row), row.count("households"));
    }
    let all = area_households(context);
    let is_wijk = |at: &&At| at.0 == "wijk";
    for counts in counted.values_mut() {
        if !counts.keys().any(|at| is_wijk(&at)) {
            let wijken = all.keys().filter(is_wijk);
            let sums = wijken.map(|wijk| (*wijk, sum(counts, &all, wijk.1)));
            let sums: Vec<_> = sums.collect();
            counts.extend(sums);
        }
    }
    counted
}

/// A share of all households of each area.
fn of_households<'a>(
    context: &Context<'a>,
    (group, name): (Group, String),
    dimension: Option<&'static str>,
    counts: Counts<'a>,
) -> Indicator<'a> {
    Indicator {
        group,
        name,
        source: String::new(),
        unit: Unit::Share,
        middle: None,
        dimension,
        values: shares(counts, &area_households(context)),
    }
}

/// The share of each domain.
fn domains<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let counted = counted(context, "domain_by_area", |row| row.text("domain"));
    let indicator = |(domain, counts): (&str, Counts<'a>)| {
        let name = (Group::Domains, domain.to_owned());
        of_households(context, name, Some("domain"), counts)
    };
    counted.into_iter().map(indicator).collect()
}

/// The share of each service.
fn services<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let mut counted = counted(context, "service_by_area", |row| row.text("service"));
    let listed = super::super::services::by_households(context);
    let indicator = |row: &Row<'a>| {
        let code = row.text("service");
        let mut counts = counted.remove(code)?;
        counts.insert(TOWN, row.count("households"));
        let name = (Group::Services, context.service(code).to_owned());
        Some(of_households(context, name, None, counts))
    };
    listed.iter().filter_map(indicator).collect()
}

/// A page has maps of so many pairs.
const PAIRS: usize = 10;

/// The share that has two services, of the pairs that are most frequent.
fn pairs<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let key = |row: &Row<'a>| ["service_a", "service_b"].map(|column| row.text(column));
    let mut counted = counted(context, "pair_by_area", key);
    let mut listed: Vec<Row> = rows(context.tables, "co_occurrence")
        .filter(|row| counted.contains_key(&key(row)))
        .collect();
    listed.sort_by_key(|row| (std::cmp::Reverse(row.count("households")), key(row)));
    let indicator = |row: &Row<'a>| {
        let mut counts = counted.remove(&key(row))?;
        counts.insert(TOWN, row.count("households"));
        let [a, b] = key(row).map(|code| context.service(code));
        let name = (Group::Pairs, format!("{a} + {b}"));
        Some(of_households(context, name, None, counts))
    };
    listed.iter().take(PAIRS).filter_map(indicator).collect()
}

/// What all buurten of a wijk have together; nothing when one of them shows no number.
fn sum(
    counts: &BTreeMap<At, Option<u64>>,
    all: &BTreeMap<At, Option<u64>>,
    wijk: &str,
) -> Option<u64> {
    // By their codes: `BU04790101` is in `WK047901`.
    let first = format!("BU{}", wijk.strip_prefix("WK")?);
    let buurten = all.range(("buurt", first.as_str())..).map(|(at, _)| at);
    let buurten = buurten.take_while(|(level, code)| *level == "buurt" && code.starts_with(&first));
    let numbers: Vec<_> = buurten
        .map(|at| counts.get(at).copied().flatten())
        .collect();
    (!numbers.is_empty()).then_some(numbers)?.into_iter().sum()
}

/// The households of an age band and of a type, as a share of all.
fn households<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let of = |dimension: &'static str| {
        let mut by_value: BTreeMap<&str, BTreeMap<At<'a>, Option<u64>>> = BTreeMap::new();
        for row in rows(context.tables, "population") {
            if row.text("dimension") == dimension && row.text("value") != "unknown" {
                let counts = by_value.entry(row.text("value")).or_default();
                counts.insert(at(&row), row.count("households"));
            }
        }
        let mut values: Vec<_> = by_value.into_iter().collect();
        values.sort_by_key(|(value, _)| super::super::groups::rank(dimension, value));
        values
            .into_iter()
            .map(move |(value, counts)| (dimension, value, counts))
    };
    let listed = ["age_band", "household_type"].into_iter().flat_map(of);
    let in_town = |dimension: &str, value: &str| {
        let is_it = |row: &Row| {
            row.text("unit") == "household"
                && row.text("dimension") == dimension
                && row.text("level") == value
                && row.text("services") == "all"
        };
        rows(context.tables, "stacking")
            .find(is_it)?
            .count("households")
    };
    let indicator = |(dimension, value, mut counts): (&'static str, &str, BTreeMap<At<'a>, _>)| {
        counts.insert(TOWN, in_town(dimension, value));
        let name = super::super::groups::level_name(context, dimension, value);
        of_households(context, (Group::Households, name), Some(dimension), counts)
    };
    listed.map(indicator).collect()
}

/// Whose a figure is, of which year, and under which licence.
fn named(context: &Context, (source, year): (&str, Option<f64>)) -> String {
    let mut files = context.run.figures.iter();
    let is_it = |file: &&FiguresRecord| file.source == source && Some(f64::from(file.year)) == year;
    let licence = files.find(is_it).and_then(|file| file.licence.as_ref());
    let licence = licence.map(|licence| format!(" ({licence})"));
    let year = year.map(|year| format!(" {year:.0}"));
    [Some(source.to_owned()), year, licence]
        .into_iter()
        .flatten()
        .collect()
}

/// The public figures, in the order of the table.
fn figures<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let mut figures: Vec<Indicator> = Vec::new();
    let mut sources: Vec<Vec<(&str, Option<f64>)>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows(context.tables, "figures") {
        let name = row.text("indicator");
        let place = *known.entry(name).or_insert_with(|| {
            figures.push(Indicator {
                group: Group::Figures,
                name: name_of(name, context.language).into_owned(),
                source: String::new(),
                unit: Unit::Number(0, unit(context, row.text("unit"))),
                middle: None,
                dimension: None,
                values: BTreeMap::new(),
            });
            sources.push(Vec::new());
            figures.len() - 1
        });
        let source = (row.text("source"), row.decimal("year"));
        if !sources[place].contains(&source) {
            sources[place].push(source);
        }
        figures[place].values.insert(at(&row), row.decimal("value"));
    }
    for (figure, sources) in figures.iter_mut().zip(sources) {
        let sources = sources.into_iter().map(|source| named(context, source));
        figure.source = sources.collect::<Vec<_>>().join("; ");
        if let Unit::Number(decimals, _) = &mut figure.unit {
            *decimals = self::decimals(figure.values.values().flatten());
        }
    }
    figures
}

/// How far facilities are, then how much there is of them, and whether that goes with their target group; within the farthest distance of each.
fn reach<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let texts = context.texts;
    let rows = farthest(context);
    let mut kinds: Vec<[&str; 2]> = rows.iter().map(kind_of).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let columns = [
        ("nearest_m", texts.way_to, Unit::Number(0, "m")),
        ("access", texts.capacity_of, Unit::Number(0, "")),
        ("mismatch", texts.mismatch_of, Unit::Number(1, "")),
    ];
    let indicator = |(column, text, unit): (&str, &str, Unit<'a>), kind: [&'a str; 2]| {
        let own = rows.iter().filter(|row| kind_of(row) == kind);
        let mut name = fill(text, &[("type", kind[0])]);
        if kind[1] != "all" {
            name = format!("{name} ({})", target(context, kind[1]));
        }
        Indicator {
            group: Group::Reach,
            name,
            source: sources_of(context, kind[0]),
            unit,
            middle: (column == "mismatch").then_some(0.0),
            dimension: None,
            values: own.map(|row| (at(row), row.decimal(column))).collect(),
        }
    };
    let all = columns.into_iter().flat_map(|column| {
        let kinds = kinds.iter();
        kinds.map(move |kind| (column, *kind))
    });
    all.map(|(column, kind)| indicator(column, kind)).collect()
}

/// The share without a service, of each need.
fn needs<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let name = |row: &Row<'a>| {
        let need = context.need(row.text("need"));
        fill(context.texts.map_without, &[("need", need)])
    };
    of_parts(context, ("needs", "need", Group::Needs), &name)
}

/// The share that is reached, of each right.
fn reached<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let name = |row: &Row<'a>| {
        let [by, to] = super::super::reached::services(context, row);
        fill(context.texts.map_reached, &[("by", by), ("to", to)])
    };
    of_parts(context, ("reached", "entitlement", Group::Reached), &name)
}

/// The shares by area of a table, an indicator for each of its keys.
fn of_parts<'a>(
    context: &Context<'a>,
    (table, key, group): (&str, &str, Group),
    name: &dyn Fn(&Row<'a>) -> String,
) -> Vec<Indicator<'a>> {
    let mut all: Vec<(&str, Indicator)> = Vec::new();
    for row in rows(context.tables, table) {
        if !["gemeente", "wijk", "buurt"].contains(&row.text("level")) {
            continue;
        }
        if all.last().is_none_or(|(code, _)| *code != row.text(key)) {
            let indicator = Indicator {
                group,
                name: name(&row),
                source: String::new(),
                middle: None,
                dimension: None,
                unit: Unit::Share,
                values: BTreeMap::new(),
            };
            all.push((row.text(key), indicator));
        }
        if let Some((_, indicator)) = all.last_mut() {
            indicator.values.insert(at(&row), row.decimal("share"));
        }
    }
    all.into_iter().map(|(_, indicator)| indicator).collect()
}

/// How many times the expected number of households each domain has, where enough are expected.
fn expected<'a>(context: &Context<'a>) -> Vec<Indicator<'a>> {
    let mut ratios: BTreeMap<&str, BTreeMap<At<'a>, Option<f64>>> = BTreeMap::new();
    for row in rows(context.tables, "expected") {
        if let (Some(domain), Some(ratio)) = (
            row.text("what").strip_prefix("domain="),
            row.decimal("ratio"),
        ) {
            let values = ratios.entry(domain).or_default();
            values.insert(at(&row), Some(ratio));
        }
    }
    let indicator = |(domain, values): (&str, BTreeMap<At<'a>, Option<f64>>)| Indicator {
        group: Group::Expected,
        name: fill(context.texts.map_expected, &[("domain", domain)]),
        source: String::new(),
        unit: Unit::Number(2, ""),
        middle: Some(1.0),
        dimension: None,
        values,
    };
    ratios.into_iter().map(indicator).collect()
}

fn kind_of<'a>(row: &Row<'a>) -> [&'a str; 2] {
    ["facility_type", "target"].map(|column| row.text(column))
}

/// Who publishes the facilities of a type.
fn sources_of(context: &Context, kind: &str) -> String {
    let files = context.run.facilities.iter();
    let own = files.filter(|file| file.types.iter().any(|one| one == kind));
    let mut sources: Vec<&str> = own.filter_map(|file| file.source.as_deref()).collect();
    sources.dedup();
    sources.join("; ")
}

/// What stands behind a number; nothing where its name says enough.
fn unit<'a>(context: &Context<'a>, unit: &'a str) -> &'a str {
    match unit {
        "number" | "score" => "",
        "1000 euro" => context.texts.thousand_euros,
        other => other,
    }
}

/// As many decimals as the numbers have, and two at most.
fn decimals<'a>(numbers: impl Iterator<Item = &'a f64>) -> usize {
    let needed = |number: &f64| {
        let is_whole = |factor: f64| ((number * factor).round() - number * factor).abs() < 1e-6;
        [1.0, 10.0].into_iter().position(is_whole).unwrap_or(2)
    };
    numbers.map(needed).max().unwrap_or(0)
}

/// The published households of each area.
fn area_households<'a>(context: &Context<'a>) -> BTreeMap<At<'a>, Option<u64>> {
    rows(context.tables, "areas")
        .map(|row| (at(&row), row.count("households")))
        .collect()
}

/// Counts as shares of all households of their area, by the rule for shares.
fn shares<'a>(
    counts: BTreeMap<At<'a>, Option<u64>>,
    all: &BTreeMap<At<'a>, Option<u64>>,
) -> BTreeMap<At<'a>, Option<f64>> {
    let of = |(at, count)| {
        let all = all.get(&at).copied().flatten();
        (at, published_share(count, all))
    };
    counts.into_iter().map(of).collect()
}
