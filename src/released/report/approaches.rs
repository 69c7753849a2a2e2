//! Section: wijken where much comes together, and what is done there.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::context::Context;
use super::maps::areas::areas;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;
use super::wijken::profile::{FAR, mean_and_deviation};
use crate::vocabulary::is_in_wijk;

/// A wijk that stands out, with its share of households with two services and that with a low income.
struct Burdened<'a> {
    code: &'a str,
    name: &'a str,
    shares: [f64; 2],
}

/// The wijken that stand out by stacking and by low income, with what is done there; and all approaches.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let blocks = if context.tables.table("approaches").is_none() {
        Vec::new()
    } else {
        let burdened = burdened(context);
        let without = burdened
            .iter()
            .filter(|wijk| runs(context, wijk.code).is_empty());
        let sentence = |wijk: &Burdened| fill(texts.approaches_sentence, &[("wijk", wijk.name)]);
        let without: Vec<String> = without.map(sentence).collect();
        let without = (!without.is_empty()).then_some(Block::Sentences(without));
        let none = if incomes(context).is_empty() {
            texts.approaches_unknown
        } else {
            texts.approaches_none
        };
        let all = all(context);
        let all = (!all.rows.is_empty()).then_some(Block::Folded(texts.approaches_all, all));
        let blocks = [
            Block::Text(texts.approaches_lead.into()),
            or_nothing(without, none),
        ];
        blocks
            .into_iter()
            .chain(table(context, &burdened).when_filled())
            .chain(all)
            .collect()
    };
    Section {
        id: "approaches",
        title: texts.approaches_title,
        blocks,
    }
}

/// The wijken of which both shares stand out.
fn burdened<'a>(context: &Context<'a>) -> Vec<Burdened<'a>> {
    let stacking = rows(context.tables, "areas").filter(is_of_wijk);
    let stacking =
        stacking.filter_map(|row| Some((row.text("area"), row.decimal("share_2_or_more")?)));
    let [stacking, incomes] = [far(stacking.collect()), far(incomes(context))];
    let wijken = areas(context, "wijk").into_iter();
    let both = wijken.filter_map(|wijk| {
        Some(Burdened {
            code: wijk.code,
            name: wijk.name,
            shares: [*stacking.get(wijk.code)?, *incomes.get(wijk.code)? / 100.0],
        })
    });
    both.collect()
}

fn is_of_wijk(row: &Row) -> bool {
    row.text("level") == "wijk" && row.text("area") != "unknown"
}

/// The percentage of households with a low income, by wijk; empty where no public figures say it.
fn incomes<'a>(context: &Context<'a>) -> BTreeMap<&'a str, f64> {
    let rows = rows(context.tables, "figures").filter(is_of_wijk);
    let rows = rows.filter(|row| row.text("indicator") == "low_income_share");
    rows.filter_map(|row| Some((row.text("area"), row.decimal("value")?)))
        .collect()
}

/// Those that are far above the mean.
fn far(values: BTreeMap<&str, f64>) -> BTreeMap<&str, f64> {
    let all: Vec<f64> = values.values().copied().collect();
    let [mean, deviation] = mean_and_deviation(&all);
    let is_far = |value: f64| (value - mean) / deviation >= FAR;
    values
        .into_iter()
        .filter(|(_, value)| is_far(*value))
        .collect()
}

/// The approaches that run in a wijk or in a buurt of it.
fn runs<'a>(context: &Context<'a>, wijk: &str) -> Vec<&'a str> {
    let is_own = |area: &str| area == wijk || area.len() == 10 && is_in_wijk(area, wijk);
    let mut runs: Vec<&str> = rows(context.tables, "approaches")
        .filter(|row| is_own(row.text("area")))
        .map(|row| row.text("approach"))
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn table(context: &Context, burdened: &[Burdened]) -> BarTable {
    let texts = context.texts;
    let line = |wijk: &Burdened| {
        let runs = runs(context, wijk.code);
        let runs = if runs.is_empty() {
            texts.approaches_nothing.to_owned()
        } else {
            runs.join(", ")
        };
        let [stacking, incomes] = wijk.shares.map(|share| context.language.percent(share, 1));
        vec![
            Cell::text(wijk.name),
            Cell::number(stacking),
            Cell::number(incomes),
            Cell::text(runs),
        ]
    };
    BarTable {
        caption: texts.approaches_caption.into(),
        headings: [
            texts.wijk,
            texts.map_two_or_more,
            texts.approaches_income,
            texts.approaches_runs,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: burdened.iter().map(line).collect(),
    }
}

fn all(context: &Context) -> BarTable {
    let texts = context.texts;
    let line = |row: Row| {
        let code = row.text("area");
        let mut own = rows(context.tables, "areas").filter(|one| one.text("area") == code);
        let name = own.next().map_or("", |one| one.text("name"));
        vec![
            Cell::text(if name.is_empty() { code } else { name }),
            Cell::text(row.text("approach")),
            Cell::text(row.text("since")),
        ]
    };
    BarTable {
        caption: texts.approaches_all.into(),
        headings: [
            texts.expected_area,
            texts.approaches_runs,
            texts.approaches_since,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows(context.tables, "approaches").map(line).collect(),
    }
}
