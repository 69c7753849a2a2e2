//! What changed since the release before: the printed numbers of then and now.

use super::cell::Cell;
use super::context::Context;
use super::section::{BarTable, Block};
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

/// Nothing where no release came before; one sentence where the two cannot be compared.
pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let (texts, run) = (context.texts, context.run);
    let Some(follows) = &run.follows else {
        return Vec::new();
    };
    let now = run.comparable(context.tables);
    let day = context.language.day(follows.reference_date);
    let values = [("release", follows.release.as_str()), ("day", &day)];
    let mut blocks = vec![
        Block::Heading(texts.changes_title.into()),
        Block::Text(fill(texts.changes_lead, &values)),
    ];
    let then = follows.then.as_ref();
    let why = match then.map(|then| now.unlike(then)) {
        None => Some(texts.changes_lost),
        Some(Some(Unlike::Rule)) => Some(texts.changes_other_rule),
        Some(Some(Unlike::Organisations)) => Some(texts.changes_other_organisations),
        Some(Some(Unlike::Period)) => Some(texts.changes_other_period),
        Some(None) => None,
    };
    match (why, then) {
        (None, Some(then)) => {
            blocks.push(Block::Table(table(context, follows, [then, &now])));
            let is_as_before = then.households == now.households;
            let text = if is_as_before {
                texts.changes_none
            } else {
                texts.changes_small
            };
            blocks.push(Block::Text(text.into()));
        }
        (why, _) => blocks.extend(why.map(|text| Block::Text(text.into()))),
    }
    blocks
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
    BarTable {
        caption: texts.changes_caption.into(),
        headings: vec![
            texts.figure.into(),
            language.day(follows.reference_date),
            language.day(context.run.reference_date),
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
            let points = fill(context.texts.changes_points, &[("points", &points)]);
            Cell::number(sign(then < now, then > now) + &points)
        }
        _ => context.hidden_cell(),
    };
    [then, now, difference]
}

/// A share in tenths of a percent, as it is printed.
fn tenths(share: f64) -> f64 {
    let printed: f64 = format!("{:.1}", share * 100.0).parse().unwrap_or_default();
    (printed * 10.0).round()
}

fn sign(is_more: bool, is_less: bool) -> String {
    match (is_more, is_less) {
        (true, _) => "+".into(),
        (_, true) => "\u{2212}".into(),
        _ => String::new(),
    }
}
