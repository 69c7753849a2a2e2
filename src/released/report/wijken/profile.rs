//! The profile of a wijk, which fits one page of paper.

use askama::Template;

use super::super::cell::Cell;
use super::super::context::Context;
use super::super::lack::Lack;
use super::super::maps::areas::{Named, TOWN};
use super::super::maps::indicator::{Group, Indicator, Unit, sources};
use super::super::signal_words::line;
use super::super::texts::{Texts, fill};

/// A profile shows so many services.
const SERVICES: usize = 6;

/// And so many pairs of services.
const PAIRS: usize = 3;

/// And so many public figures.
const FIGURES: usize = 6;

/// And so much of what is in reach.
const REACH: usize = 3;

/// A profile says so many things that stand out.
const SENTENCES: usize = 3;

/// What stands out is so many standard deviations from the mean of the wijken.
pub(in super::super) const FAR: f64 = 1.5;

/// A wijk on one page of paper.
#[derive(Template)]
#[template(path = "wijk.html")]
pub(in super::super) struct Profile {
    texts: &'static Texts,
    code: String,
    pub(super) name: String,
    /// Width and height of the map, and the place of the wijk among those of its shapes.
    map: Option<((usize, usize), usize)>,
    stands_out: Vec<String>,
    /// What people who work there signal.
    signals: Option<String>,
    /// Its numbers beside those of the gemeente, by group.
    tables: Vec<Numbers>,
    /// Where its public figures come from.
    source: String,
}

/// Numbers of a group.
struct Numbers {
    caption: &'static str,
    /// A name, the number of the wijk, that of the gemeente.
    rows: Vec<(String, Cell, Cell)>,
}

/// An indicator, and how its numbers are spread over the wijken.
pub(super) struct Spread<'a> {
    one: Indicator<'a>,
    /// The numbers of the wijken that have one.
    values: Vec<f64>,
    mean: f64,
    deviation: f64,
}

/// The mean of numbers, and their standard deviation.
pub(in super::super) fn mean_and_deviation(values: &[f64]) -> [f64; 2] {
    let number = values.len() as f64;
    let mean = values.iter().sum::<f64>() / number;
    let squares = values.iter().map(|value| (value - mean).powi(2));
    [mean, (squares.sum::<f64>() / number).sqrt()]
}

impl<'a> Spread<'a> {
    pub(super) fn of(one: Indicator<'a>, wijken: &[Named]) -> Self {
        let values = wijken.iter().filter_map(|wijk| one.at(("wijk", wijk.code)));
        let values: Vec<f64> = values.collect();
        let [mean, deviation] = mean_and_deviation(&values);
        Self {
            one,
            values,
            mean,
            deviation,
        }
    }
}

/// The profile of the wijk at `place`.
pub(super) fn profile(
    context: &Context,
    (indicators, lacks): (&[Spread], &[Lack]),
    wijk: &Named,
    place: usize,
) -> Profile {
    let is_drawn = context.shapes.path("wijk", wijk.code).is_some();
    let shown = Group::ALL.map(|group| shown(indicators, group, wijk));
    let lacking = lacks.iter().filter(|one| one.wijk() == wijk.code);
    let lacking: Vec<String> = lacking
        .take(SENTENCES)
        .map(|one| one.sentence(context))
        .collect();
    let mut far = far(indicators, wijk);
    far.truncate(SENTENCES - lacking.len());
    let all = shown.iter().flatten().copied();
    let all = all.chain(far.iter().map(|(_, spread)| &spread.one));
    let source = sources(all);
    let tables = Group::ALL.into_iter().zip(&shown);
    let tables = tables.map(|(group, shown)| table(context, group, shown, wijk));
    let sentence = |(away, spread): &(f64, &Spread)| sentence(context, spread, wijk, *away > 0.0);
    Profile {
        texts: context.texts,
        code: wijk.code.to_owned(),
        name: wijk.name.to_owned(),
        map: is_drawn.then(|| (context.shapes.size(), place)),
        stands_out: lacking
            .into_iter()
            .chain(far.iter().map(sentence))
            .collect(),
        signals: line(context, wijk.code),
        tables: tables.filter(|table| !table.rows.is_empty()).collect(),
        source,
    }
}

/// The indicators of a group; of services those that the wijk uses most.
fn shown<'a, 'b>(
    indicators: &'b [Spread<'a>],
    group: Group,
    wijk: &Named,
) -> Vec<&'b Indicator<'a>> {
    let at = ("wijk", wijk.code);
    let is_known = |one: &&Indicator| one.group == group && one.values.contains_key(&at);
    let all = indicators.iter().map(|spread| &spread.one);
    let mut shown: Vec<&Indicator> = all.filter(is_known).collect();
    if matches!(group, Group::Services | Group::Pairs) {
        let share = |one: &Indicator| one.at(at).unwrap_or(-1.0);
        shown.sort_by(|a, b| share(b).total_cmp(&share(a)));
    }
    match group {
        // The services of a wijk say more, and a profile has one page of paper.
        Group::Domains => shown.clear(),
        Group::Services => shown.truncate(SERVICES),
        Group::Pairs => shown.truncate(PAIRS),
        _ => {}
    }
    if group == Group::Reach {
        shown.truncate(REACH);
    }
    if group == Group::Figures {
        // How many there are says little of a wijk; shares, distances and scores come first.
        shown.sort_by_key(|one| one.unit == Unit::Number(0, ""));
        shown.truncate(FIGURES);
    }
    shown
}

fn table(context: &Context, group: Group, shown: &[&Indicator], wijk: &Named) -> Numbers {
    let at = ("wijk", wijk.code);
    let row = |one: &&Indicator| {
        (
            one.name.clone(),
            one.cell(context, at),
            one.cell(context, TOWN),
        )
    };
    Numbers {
        caption: match group {
            Group::Services => context.texts.most_used_services,
            _ => group.name(context),
        },
        rows: shown.iter().map(row).collect(),
    }
}

/// What is far from other wijken, one thing of a group at first, the farthest before the others.
fn far<'a, 'b>(indicators: &'b [Spread<'a>], wijk: &Named) -> Vec<(f64, &'b Spread<'a>)> {
    let away = |spread: &'_ Spread| {
        let own = spread.one.at(("wijk", wijk.code))?;
        Some((own - spread.mean) / spread.deviation)
    };
    // What facilities are without is said as such.
    let far = indicators
        .iter()
        .filter(|spread| spread.one.group != Group::Reach)
        .filter_map(|spread| Some((away(spread)?, spread)));
    let mut far: Vec<(f64, &Spread)> = far.filter(|(away, _)| away.abs() >= FAR).collect();
    far.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let mut chosen: Vec<(f64, &Spread)> = Vec::new();
    for one in &far {
        if chosen.len() < SENTENCES
            && chosen
                .iter()
                .all(|(_, other)| other.one.group != one.1.one.group)
        {
            chosen.push(*one);
        }
    }
    for one in &far {
        let is_new = chosen.iter().all(|(_, other)| !std::ptr::eq(*other, one.1));
        if chosen.len() < SENTENCES && is_new {
            chosen.push(*one);
        }
    }
    chosen
}

fn sentence(context: &Context, spread: &Spread, wijk: &Named, is_high: bool) -> String {
    let (texts, Spread { one, values, .. }) = (context.texts, spread);
    let at = ("wijk", wijk.code);
    let own = one.at(at).unwrap_or_default();
    let is_beyond = |value: &&f64| {
        if is_high {
            **value > own
        } else {
            **value < own
        }
    };
    let beyond = values.iter().filter(is_beyond).count();
    let text = match (beyond, is_high) {
        (0, true) => texts.stands_out_highest,
        (0, false) => texts.stands_out_lowest,
        (_, true) => texts.stands_out_high,
        (_, false) => texts.stands_out_low,
    };
    let mut said = fill(
        text,
        &[
            ("name", &one.name),
            ("value", &one.said(context, at)),
            ("beyond", &beyond.to_string()),
            ("wijken", &values.len().to_string()),
        ],
    );
    if one.at(TOWN).is_some() {
        let town = one.said(context, TOWN);
        said += &fill(texts.stands_out_town, &[("town", &town)]);
    }
    said + "."
}
