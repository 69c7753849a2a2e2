//! Section: the most common exact combinations of services and of domains.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;
use super::upset;

const SHOWN: usize = 15;

/// Which sets of services, and of laws, households have.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let services = |codes: &str| {
        let names: Vec<&str> = codes.split('+').map(|code| context.service(code)).collect();
        names.join(" + ")
    };
    let domains = |names: &str| names.split('+').collect::<Vec<_>>().join(" + ");
    let several: Vec<Row> = rows(context.tables, "combinations")
        .filter(|row| row.text("services").contains('+') || row.text("services") == "other")
        .collect();
    let laws = rows(context.tables, "domains").collect();
    let (named, _) = most_common(several.clone(), "services");
    let drawing = upset::blocks(context, &named[..named.len().min(SHOWN)]);
    let of_services = table(
        context,
        texts.combinations_caption,
        texts.services,
        several,
        "services",
        services,
    );
    let of_domains = table(
        context,
        texts.domains_caption,
        texts.domains,
        laws,
        "domains",
        domains,
    );
    let mut blocks = vec![Block::Text(texts.combinations_lead.into())];
    blocks.extend(drawing);
    blocks.push(or_nothing(of_services, texts.nothing));
    blocks.push(or_nothing(of_domains, texts.nothing));
    Section {
        id: "combinations",
        title: texts.combinations_title,
        blocks,
    }
}

/// The rows with a number, the most common first, and what is pooled.
fn most_common<'a>(of: Vec<Row<'a>>, key: &str) -> (Vec<Row<'a>>, Vec<Row<'a>>) {
    let (pooled, mut named): (Vec<Row>, Vec<Row>) =
        of.into_iter().partition(|row| row.text(key) == "other");
    named.retain(|row| row.count("households").is_some());
    named.sort_by(|a, b| {
        let by_count = b.count("households").cmp(&a.count("households"));
        by_count.then_with(|| a.text(key).cmp(b.text(key)))
    });
    (named, pooled)
}

/// The most common rows with bars, and what is pooled below them.
fn table(
    context: &Context,
    caption: &str,
    heading: &str,
    of: Vec<Row>,
    key: &str,
    name: impl Fn(&str) -> String,
) -> Option<Block> {
    let (mut named, pooled) = most_common(of, key);
    let all = named.len();
    named.truncate(SHOWN);
    let caption = if all > SHOWN {
        let numbers = [SHOWN, all].map(|number| context.language.count(number as u64));
        let [shown, all] = numbers.each_ref().map(String::as_str);
        let values = [("caption", caption), ("shown", shown), ("all", all)];
        fill(context.texts.most_common_of, &values)
    } else {
        caption.into()
    };
    let full = named.first()?.decimal("households")?;
    let line = |row: &Row| {
        let count = row.count("households")?;
        let bar = Cell::bar(context.language.count(count), count as f64 / full);
        Some(vec![Cell::text(name(row.text(key))), bar])
    };
    let mut rows: Vec<Vec<Cell>> = named.iter().filter_map(line).collect();
    rows.extend(pooled.iter().map(|row| {
        let label = Cell::text(context.texts.other_combinations);
        vec![label, context.count_cell(row.count("households"))]
    }));
    let headings = vec![heading.into(), context.texts.households.into()];
    BarTable {
        caption,
        headings,
        rows,
    }
    .when_filled()
}
