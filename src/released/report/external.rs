//! Section: the published numbers beside those of CBS.

use super::cell::Cell;
use super::changes::sign;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::fill;

/// The list of wijken is not longer.
const LISTED: usize = 200;

/// Both numbers of the town, why they may differ, and the wijken; nothing without a table of CBS.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let of = |level: &'static str| {
        rows(context.tables, "external").filter(move |row| row.text("level") == level)
    };
    let town = table(
        context,
        texts.external.caption,
        &of("gemeente").collect::<Vec<_>>(),
    );
    let mut wijken: Vec<Row> = of("wijk")
        .filter(|row| !row.text("beyond").is_empty())
        .collect();
    wijken.truncate(LISTED);
    let wijken = table(context, texts.external.wijken, &wijken);
    let mut blocks = Vec::new();
    if !(town.rows.is_empty() && wijken.rows.is_empty()) {
        blocks.push(Block::Text(texts.external.lead.into()));
        blocks.push(Block::Sentences(why(context)));
        blocks.extend(town.when_filled());
        if !wijken.rows.is_empty() {
            blocks.push(Block::Folded(texts.external.wijken, wijken));
        }
    }
    Section {
        id: "external",
        title: texts.external.title,
        blocks,
    }
}

/// The reasons that any row has, each in a sentence; the last holds always.
fn why(context: &Context) -> Vec<String> {
    let texts = &context.texts.external;
    let said = [
        ("services", texts.services),
        ("count", texts.count),
        ("clients", texts.clients),
        ("day", texts.day),
        ("moment", texts.moment),
        ("period", texts.period),
        ("missing", texts.missing),
        ("provisional", texts.provisional),
    ];
    let has = |word: &str| {
        let mut all = rows(context.tables, "external");
        all.any(|row| row.text("reasons").split(' ').any(|one| one == word))
    };
    let found = said.into_iter().filter(|(word, _)| has(word));
    let found = found.map(|(_, text)| text.to_owned());
    found.chain([texts.always.to_owned()]).collect()
}

fn table(context: &Context, caption: &str, lines: &[Row]) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let number = |row: &Row, column: &str| match row.decimal(column) {
        Some(number) => Cell::number(language.number(number, 0)),
        None => context.hidden_cell(),
    };
    let line = |row: &Row| {
        let area = match row.text("level") {
            "gemeente" => texts.gemeente,
            _ => context.wijk(row.text("area")),
        };
        let services = row.text("services");
        let services = match (services.split_once('='), services.strip_suffix('+')) {
            (Some(("domain", name)), _) => name.to_owned(),
            (Some((_, code)), _) => context.service(code).to_owned(),
            (_, Some(number)) => fill(texts.or_more, &[("number", number)]),
            _ => services.to_owned(),
        };
        let unit = match row.text("unit") {
            "persons" => texts.persons,
            "clients" => texts.external.both,
            _ => texts.households,
        };
        let difference = row.decimal("difference").map_or_else(
            || context.hidden_cell(),
            |number| {
                Cell::number(sign(number > 0.0, number < 0.0) + &language.number(number.abs(), 0))
            },
        );
        let beyond = match row.text("beyond") {
            "more" => Cell::text(texts.external.more),
            "less" => Cell::text(texts.external.less),
            "same" => Cell::text(texts.external.same),
            _ => context.hidden_cell(),
        };
        vec![
            Cell::text(area),
            Cell::text(services),
            Cell::text(unit),
            number(row, "ours"),
            number(row, "external"),
            difference,
            beyond,
        ]
    };
    let headings = [
        texts.external.area,
        texts.external.number,
        texts.external.unit,
        texts.external.ours,
        texts.external.theirs,
        texts.changes_difference,
        texts.external.beyond,
    ];
    BarTable {
        caption: caption.to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: lines.iter().map(line).collect(),
    }
}
