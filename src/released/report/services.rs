//! Section: who uses each service.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use crate::pseudonymous::cells::Number;

/// Which services there are, and in how many households.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let several: BTreeMap<&str, Option<u64>> = rows(context.tables, "service_stacking")
        .filter(|row| row.number("services") == Some(Number::AtLeast(2)))
        .map(|row| (row.text("service"), row.count("households")))
        .collect();
    let services = by_households(context);
    let full = services
        .iter()
        .filter_map(|row| row.decimal("share"))
        .fold(0.0, f64::max);
    let is_incomplete = context.is_incomplete();
    let line = |row: &Row| {
        let count = row.count("households");
        let with_more = several.get(row.text("service")).copied().flatten();
        let words = [
            name(context, row),
            row.text("domain").to_owned(),
            organisation(context, row.text("organisation")),
        ];
        let words = words.map(Cell::text).into_iter();
        if row.is_missing() {
            let missing = || Cell::hidden(texts.missing_service);
            return words.chain([(); 4].map(|()| missing())).collect();
        }
        let is_partial = context.is_partial(row.text("service"));
        let numbers = [
            context.at_least_cell(row.count("persons"), is_partial),
            context.at_least_cell(count, is_partial),
            context.share_cell(row.decimal("share"), count, full),
            context.at_least_cell(with_more, is_incomplete),
        ];
        words.chain(numbers).collect()
    };
    let headings = [
        texts.service,
        texts.domain,
        texts.organisation,
        texts.persons,
        texts.households,
        texts.share_of_all,
        texts.with_other_services,
    ];
    let table = BarTable {
        caption: texts.services_caption.into(),
        headings: headings.map(String::from).to_vec(),
        rows: services.iter().map(line).collect(),
    };
    let blocks = vec![
        Block::Text(texts.services_lead.into()),
        or_nothing(table.when_filled(), texts.nothing),
    ];
    Section {
        id: "services",
        title: texts.services_title,
        blocks,
    }
}

/// The services, those of most households first.
pub(super) fn by_households<'a>(context: &Context<'a>) -> Vec<Row<'a>> {
    let mut services: Vec<Row> = rows(context.tables, "services").collect();
    services.sort_by(|a, b| {
        let by_count = b.count("households").cmp(&a.count("households"));
        by_count.then_with(|| a.text("service").cmp(b.text("service")))
    });
    services
}

fn name(context: &Context, row: &Row) -> String {
    match row.text("name") {
        "" => context.service(row.text("service")).to_owned(),
        name => name.to_owned(),
    }
}

/// The names of the organisations, where the table gives ids of providers.
fn organisation(context: &Context, ids: &str) -> String {
    let names: Vec<&str> = ids.split('+').map(|id| context.organisation(id)).collect();
    names.join(", ")
}
