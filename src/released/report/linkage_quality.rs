//! Part of the section of linkage: how well clients are found, as far as that is known without the truth.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block};
use super::texts::{QualityTexts, fill, quality_texts};
use crate::released::calculate::published_share;

/// Found and known by provider, the groups of all, and a warning for each group that is found less well; nothing where links were
/// not tried.
pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let texts = quality_texts(context.language);
    let all: Vec<Row> = rows(context.tables, "linkage_quality").collect();
    let of_providers = in_order(&all);
    if of_providers.is_empty() {
        return Vec::new();
    }
    let of_all = all.iter().filter(|row| row.text("provider") == "all");
    let of_all = of_all.filter(|row| row.text("group") != "all");
    let is_wijk = |row: &&Row| row.text("group").starts_with("wijk ");
    let (wijken, groups): (Vec<&Row>, Vec<&Row>) = of_all.partition(is_wijk);
    let mut blocks = vec![
        Block::Heading(texts.heading.into()),
        Block::Text(texts.lead.into()),
        Block::Table(providers(context, texts, &of_providers)),
    ];
    let all = of_providers[0];
    let warnings = groups.iter().chain(&wijken);
    let warnings = warnings.filter(|row| is_found_less(row, all));
    let warnings = warnings.map(|row| {
        let name = group_name(context, texts, row);
        fill(texts.warning, &[("group", &name)])
    });
    let warnings: Vec<String> = warnings.collect();
    blocks.extend((!warnings.is_empty()).then_some(Block::Sentences(warnings)));
    let headings = [texts.group, texts.groups];
    blocks.extend(by_group(context, texts, headings, &groups).when_filled());
    if !wijken.is_empty() {
        let table = by_group(context, texts, [texts.wijk, texts.wijken], &wijken);
        blocks.push(Block::Folded(texts.wijken, table));
    }
    blocks.push(Block::Text(texts.fields_lead.into()));
    blocks.push(Block::Table(fields(context, texts, &of_providers)));
    blocks
}

/// All clients of each provider, those of all providers first.
fn in_order<'a>(all: &[Row<'a>]) -> Vec<Row<'a>> {
    let of_group = all.iter().filter(|row| row.text("group") == "all");
    let mut rows: Vec<Row> = of_group.copied().collect();
    rows.sort_by_key(|row| row.text("provider") != "all");
    rows
}

/// Whether all that the recall of a group can be lies below that of all clients.
fn is_found_less(group: &Row, all: Row) -> bool {
    let ends = group.decimal("high").zip(all.decimal("low"));
    ends.is_some_and(|(high, low)| high < low)
}

fn provider_name<'a>(context: &'a Context, texts: &QualityTexts, row: &Row<'a>) -> &'a str {
    match row.text("provider") {
        "all" => texts.all,
        provider => context.organisation(provider),
    }
}

fn group_name(context: &Context, texts: &QualityTexts, row: &Row) -> String {
    let group = row.text("group");
    match (group.split_once(' '), group) {
        (Some(("age", "unknown")), _) => {
            fill(texts.age, &[("age", &context.texts.unknown.to_lowercase())])
        }
        (Some(("age", band)), _) => fill(texts.age, &[("age", band)]),
        (Some((_, wijk)), _) => context.wijk(wijk).to_owned(),
        (None, "partner_name") => texts.partner_name.into(),
        (None, "shared_number") => texts.shared_number.into(),
        (None, _) => texts.without_bsn.into(),
    }
}

/// The recall with a bar, and from where to where it can be.
fn recall(context: &Context, row: &Row) -> [Cell; 2] {
    let recall = context.share_cell(row.decimal("recall"), row.count("linked"), 1.0);
    let ends = row.decimal("low").zip(row.decimal("high"));
    let ends = ends.map_or_else(
        || Cell::hidden(context.texts.no_share),
        |(low, high)| Cell::number(context.language.percent_range([low, high], 1)),
    );
    [recall, ends]
}

fn providers(context: &Context, texts: &QualityTexts, of_providers: &[Row]) -> BarTable {
    let line = |row: &Row| {
        let name = Cell::text(provider_name(context, texts, row));
        let clients = context.count_cell(row.count("clients"));
        let [recall, ends] = recall(context, row);
        let wrong = context.count_cell(row.count("expected_false"));
        let without = context.count_cell(row.count("without_key"));
        vec![name, clients, recall, ends, wrong, without]
    };
    let headings = [
        texts.provider,
        texts.clients,
        texts.found,
        texts.from_to,
        texts.wrong,
        texts.without,
    ];
    BarTable {
        caption: texts.caption.into(),
        headings: headings.map(String::from).into(),
        rows: of_providers.iter().map(line).collect(),
    }
}

fn by_group(
    context: &Context,
    texts: &QualityTexts,
    [heading, caption]: [&str; 2],
    groups: &[&Row],
) -> BarTable {
    let line = |row: &&Row| {
        let name = Cell::text(group_name(context, texts, row));
        let clients = context.count_cell(row.count("clients"));
        let [recall, ends] = recall(context, row);
        vec![name, clients, recall, ends]
    };
    let headings = [heading, texts.clients, texts.found, texts.from_to];
    BarTable {
        caption: caption.into(),
        headings: headings.map(String::from).into(),
        rows: groups.iter().map(line).collect(),
    }
}

/// The share of the clients of which a field is known.
fn fields(context: &Context, texts: &QualityTexts, of_providers: &[Row]) -> BarTable {
    let line = |row: &Row| {
        let clients = row.count("clients");
        let share = |known: Option<u64>| match (published_share(known, clients), known) {
            (Some(share), _) => Cell::number(context.language.percent(share, 1)),
            (None, Some(_)) => Cell::hidden(context.texts.no_share),
            (None, None) => context.hidden_cell(),
        };
        let with = ["birth_date", "surname", "given_name", "address"];
        let with = with.map(|field| share(row.count(&format!("with_{field}"))));
        let with_bsn = clients.zip(row.count("without_key"));
        let with_bsn = with_bsn.and_then(|(clients, without)| clients.checked_sub(without));
        let name = Cell::text(provider_name(context, texts, row));
        let fields = with.into_iter().chain([share(with_bsn)]);
        std::iter::once(name).chain(fields).collect()
    };
    let headings = [
        texts.provider,
        texts.birth_date,
        texts.surname,
        texts.given_name,
        texts.address,
        texts.bsn,
    ];
    BarTable {
        caption: texts.fields.into(),
        headings: headings.map(String::from).into(),
        rows: of_providers.iter().map(line).collect(),
    }
}
