//! Section: what changed since the release before: the printed numbers of then and now.

use super::cell::Cell;
use super::context::Context;
use super::section::{BarTable, Block, Section};
use super::texts::fill;
use crate::released::calculate::published_share;
use crate::released::runs::FollowsRecord;
use crate::vocabulary::{Comparable, Unlike};

/// A number of the headline: its measure, and the places of its counts in [`Comparable`]; a share is of the second.
const FIGURES: [(&str, usize, Option<usize>); 7] = [
    ("households", 0, None),
    ("households_1_or_more", 1, None),
    ("share_1_or_more", 1, Some(0)),
    ("households_2_or_more", 2, None),
    ("share_of_users_2_or_more", 2, Some(1)),
    ("households_3_or_more", 3, None),
    ("share_of_users_3_or_more", 3, Some(1)),
];

/// Without blocks where no release came before; one sentence where the two cannot be compared.
pub(super) fn section(context: &Context) -> Section {
    let blocks = context.run.follows.as_ref();
    Section {
        id: "changes",
        title: context.texts.changes_title,
        blocks: blocks.map_or_else(Vec::new, |follows| blocks_of(context, follows)),
    }
}

fn blocks_of(context: &Context, follows: &FollowsRecord) -> Vec<Block> {
    let texts = context.texts;
    let now = context.run.comparable(context.tables);
    let day = context.language.day(follows.reference_date);
    let values = [("release", follows.release.as_str()), ("day", &day)];
    let lead = Block::Text(fill(texts.changes_lead, &values));
    let Some(then) = &follows.then else {
        return vec![lead, Block::Text(texts.changes_lost.into())];
    };
    let why = now.unlike(then).map(|unlike| match unlike {
        Unlike::Rule => texts.changes_other_rule,
        Unlike::Organisations => texts.changes_other_organisations,
        Unlike::Period => texts.changes_other_period,
    });
    if let Some(why) = why {
        return vec![lead, Block::Text(why.into())];
    }
    let text = if then.households == now.households {
        texts.changes_none
    } else {
        texts.changes_small
    };
    let table = table(context, follows, [then, &now]);
    vec![lead, Block::Table(table), Block::Text(text.into())]
}

fn table(context: &Context, follows: &FollowsRecord, both: [&Comparable; 2]) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let row = |(measure, part, whole): &(&str, usize, Option<usize>)| {
        let counts = both.map(|one| one.households[*part]);
        let cells = match whole {
            None => of_counts(context, counts, *measure != "households"),
            Some(whole) => {
                let of = |one: &Comparable| {
                    published_share(one.households[*part], one.households[*whole])
                };
                of_shares(context, both.map(of), *whole == 0)
            }
        };
        let name = Cell::text(texts.measure(measure));
        std::iter::once(name).chain(cells).collect()
    };
    let on = |text, day| fill(text, &[("day", &language.day(day))]);
    BarTable {
        caption: texts.changes_caption.into(),
        headings: vec![
            texts.figure.into(),
            on(texts.changes_then, follows.reference_date),
            on(texts.changes_now, context.run.reference_date),
            texts.changes_difference.into(),
        ],
        rows: FIGURES.iter().map(row).collect(),
    }
}

/// Then, now and the difference of two printed counts.
fn of_counts(context: &Context, counts: [Option<u64>; 2], is_of_use: bool) -> [Cell; 3] {
    let language = context.language;
    let is_lower_bound = is_of_use && context.is_incomplete();
    let [then, now] = counts.map(|count| context.at_least_cell(count, is_lower_bound));
    let difference = match counts {
        [Some(then), Some(now)] => {
            Cell::number(sign(then < now, then > now) + &language.count(now.abs_diff(then)))
        }
        _ => context.hidden_cell(),
    };
    [then, now, difference]
}

/// The same of two shares: the difference is that of the percentages as they are printed, in percentage points.
fn of_shares(context: &Context, shares: [Option<f64>; 2], is_of_all: bool) -> [Cell; 3] {
    let language = context.language;
    let at_least = context.at_least(is_of_all && context.is_incomplete());
    let [then, now] = shares.map(|share| match share {
        Some(share) => Cell::number(format!("{at_least}{}", language.percent(share, 1))),
        None => context.hidden_cell(),
    });
    let difference = match shares.map(|share| share.map(tenths)) {
        [Some(then), Some(now)] => {
            let points = language.decimal((now - then).abs() / 10.0, 1);
            Cell::number(sign(then < now, then > now) + &points)
        }
        _ => context.hidden_cell(),
    };
    [then, now, difference]
}

/// A share in tenths of a percent, as it is printed.
pub(super) fn tenths(share: f64) -> f64 {
    let printed: f64 = format!("{:.1}", share * 100.0).parse().unwrap_or_default();
    (printed * 10.0).round()
}

/// The sign of a difference.
pub(super) fn sign(is_more: bool, is_less: bool) -> String {
    match (is_more, is_less) {
        (true, _) => "+".into(),
        (_, true) => "\u{2212}".into(),
        _ => String::new(),
    }
}
