//! Section: what people answer in surveys, beside what is used in the same areas.

use super::cell::Cell;
use super::context::Context;
use super::expected::{area, what};
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};

/// So many of a hundred correlations that are shown may be chance.
const FALSE_DISCOVERIES: f64 = 0.1;

/// The list of answers is not longer.
const LISTED: usize = 200;

/// The correlations that chance hardly gives, all of them, and the answers by wijk.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let answers = answers(context);
    let blocks = if answers.rows.is_empty() {
        Vec::new()
    } else {
        let is_found = |row: &Row| row.decimal("q").is_some_and(|q| q <= FALSE_DISCOVERIES);
        let found = correlations(context, texts.survey.found, is_found).when_filled();
        let all = correlations(context, texts.survey.all, |_| true);
        let all = (!all.rows.is_empty()).then_some(Block::Folded(texts.survey.all, all));
        let lead = Block::Text(texts.survey.lead.into());
        let blocks = [lead, or_nothing(found, texts.survey.none)].into_iter();
        let answers = Block::Folded(texts.survey.answers, answers);
        blocks.chain(all).chain([answers]).collect()
    };
    Section {
        id: "survey",
        title: texts.survey.title,
        blocks,
    }
}

/// The correlations that are `shown`, the farthest from none on top.
fn correlations(context: &Context, caption: &str, shown: impl Fn(&Row) -> bool) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let rho = |row: &Row| row.decimal("rho").unwrap_or_default();
    let mut all: Vec<Row> = rows(context.tables, "correlations").filter(shown).collect();
    all.sort_by(|a, b| rho(b).abs().total_cmp(&rho(a).abs()));
    let level = |row: &Row| match row.text("level") {
        "wijk" => texts.wijk,
        _ => texts.buurt,
    };
    let line = |row: &Row| {
        let number = |column: &str| language.number(row.decimal(column).unwrap_or_default(), 2);
        let chance = format!("{} {} {}", number("low"), texts.survey.to, number("high"));
        vec![
            Cell::text(row.text("indicator")),
            Cell::text(what(context, row.text("what"))),
            Cell::text(level(row)),
            context.count_cell(row.count("areas")),
            Cell::number(number("rho")),
            Cell::text(chance),
            Cell::text(if rho(row) < 0.0 {
                texts.survey.lower
            } else {
                texts.survey.higher
            }),
        ]
    };
    BarTable {
        caption: caption.to_owned(),
        headings: [
            texts.survey.question,
            texts.survey.what,
            texts.survey.level,
            texts.expected_areas,
            texts.survey.rho,
            texts.survey.chance,
            texts.survey.reading,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: all.iter().map(line).collect(),
    }
}

/// The answers by wijk, beside the share of its households with a service.
fn answers(context: &Context) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let line = |row: Row| {
        let mut figures = rows(context.tables, "figures");
        let keys = |row: &Row| ["level", "area", "indicator"].map(|key| row.text(key).to_owned());
        let figure = figures.find(|figure| keys(figure) == keys(&row))?;
        let value = figure.decimal("value")?;
        let value = if figure.text("unit") == "%" {
            language.percent(value / 100.0, 1)
        } else {
            language.number(value, 1)
        };
        let span = row.decimal("low").zip(row.decimal("high"));
        let span = span.map_or_else(String::new, |span| language.span(span));
        let answers = row.decimal("n").map(|answers| language.number(answers, 0));
        let mut areas = rows(context.tables, "areas");
        let share = areas.find(|one| keys(one)[..2] == keys(&row)[..2]);
        let share = share.and_then(|area| area.decimal("share_1_or_more"));
        let no_data = || Cell::hidden(texts.no_data);
        Some(vec![
            Cell::text(area(context, &row)),
            Cell::text(row.text("indicator")),
            Cell::number(value),
            Cell::text(span),
            answers.map_or_else(no_data, Cell::number),
            share.map_or_else(
                || Cell::hidden(texts.no_share),
                |share| Cell::number(language.percent(share, 1)),
            ),
        ])
    };
    let wijken = rows(context.tables, "survey").filter(|row| row.text("level") == "wijk");
    BarTable {
        caption: texts.survey.answers.into(),
        headings: [
            texts.wijk,
            texts.survey.question,
            texts.survey.value,
            texts.survey.between,
            texts.survey.people,
            texts.map_one_or_more,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: wijken.filter_map(line).take(LISTED).collect(),
    }
}
