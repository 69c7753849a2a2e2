//! The page of a comparison: what was compared, what cannot be, the headline of both, and the largest differences.

use std::borrow::Cow;

use super::cell::Cell;
use super::changes::{sign, tenths};
use super::context::Context;
use super::otherwise::otherwise;
use super::page::{Head, page_under, warnings};
use super::section::{BarTable, Block, Chapter, Section, or_nothing};
use super::texts::{ComparisonTexts, comparison_texts, fill};
use crate::error::Result;
use crate::released::calculate::Value;
use crate::released::compare::{Comparison, Joining, Line, Side};
use crate::released::places::areas::Areas;
use crate::released::runs::RunRecord;
use crate::vocabulary::Language;

/// So many differences of each subject are on the page.
const MOST: usize = 10;

/// A subject: what its table is called, and which numbers it is about.
type Subject = (
    fn(&ComparisonTexts) -> &'static str,
    fn(&Line) -> bool,
    fn(&Context, &Line) -> String,
);

const SUBJECTS: &[Subject] = &[
    (
        |texts| texts.by_service,
        |line| line.table == "services" && line.measure != "persons",
        |context, line| context.service(&line.keys[0]).to_owned(),
    ),
    (
        |texts| texts.by_wijk,
        |line| line.table == "areas" && line.keys[0] == "wijk",
        |context, line| {
            let measure = measure(context, &line.measure);
            format!("{}: {measure}", context.wijk(&line.keys[1]))
        },
    ),
    (
        |texts| texts.by_group,
        |line| {
            let groups = ["age_band", "household_type", "household_size"];
            let is_group = line.table == "stacking"
                && line.keys[0] == "household"
                && groups.contains(&line.keys[1].as_str());
            is_group && (line.keys[3] == "all" || line.keys[3].ends_with('+'))
        },
        |context, line| {
            let texts = context.texts;
            let level = match line.keys[1].as_str() {
                "household_type" => texts.household_type_name(&line.keys[2]),
                "household_size" => &format!("{} {}", texts.household_size, line.keys[2]),
                _ => &format!("{} {}", texts.age, line.keys[2]),
            };
            let number = match line.keys[3].strip_suffix('+') {
                Some(number) => fill(texts.or_more, &[("number", number)]),
                None => texts.households.to_owned(),
            };
            let own = comparison_texts(context.language);
            match &*line.measure {
                "share" => format!("{level}: {number}, {}", own.of_group),
                "share_of_users" => format!("{level}: {number}, {}", own.of_users),
                _ => format!("{level}: {number}"),
            }
        },
    ),
    (
        |texts| texts.by_service_and_area,
        |line| line.table == "service_by_area",
        |context, line| {
            let service = context.service(&line.keys[0]);
            format!("{service}: {}", area(context, &line.keys[1], &line.keys[2]))
        },
    ),
    (
        |texts| texts.by_pair,
        |line| line.table == "co_occurrence" && line.keys[0] != line.keys[1],
        |context, line| {
            let [a, b] = [0, 1].map(|place| context.service(&line.keys[place]));
            let of = comparison_texts(context.language).of_service;
            let of = |service| fill(of, &[("service", service)]);
            match &*line.measure {
                "share_of_a" => format!("{a} + {b}, {}", of(a)),
                "share_of_b" => format!("{a} + {b}, {}", of(b)),
                _ => format!("{a} + {b}"),
            }
        },
    ),
];

/// Makes the page of a comparison: HTML with its own style, in the language of the second release.
///
/// # Errors
/// When the page cannot be put together.
pub fn comparison_page(comparison: &Comparison, [a, b]: [Side; 2], name: &str) -> Result<String> {
    let areas = Areas::default();
    let context = Context::new(b.tables, b.run, &areas);
    let texts = comparison_texts(context.language);
    let chapter = |id, title: &str, lead: &str, blocks| Chapter {
        id: Cow::Borrowed(id),
        title: title.to_owned(),
        lead: lead.to_owned(),
        sections: vec![Section {
            id: "",
            title: "",
            blocks,
        }],
    };
    let mut chapters = vec![
        chapter(
            "compared",
            texts.compared,
            "",
            compared(&context, texts, comparison, [a.run, b.run]),
        ),
        chapter(
            "otherwise",
            texts.otherwise,
            "",
            otherwise(
                [&Context::new(a.tables, a.run, &areas), &context],
                texts,
                &comparison.definitions,
            ),
        ),
        chapter(
            "headline",
            texts.headline,
            "",
            vec![headline(&context, texts, comparison)],
        ),
        chapter(
            "largest",
            texts.largest,
            texts.largest_lead,
            largest(&context, texts, comparison),
        ),
    ];
    if let Some(blocks) = joining(&context, texts, &comparison.joining) {
        chapters.push(chapter("joining", texts.joining, "", blocks));
    }
    chapters.push(chapter("how-sure", texts.sure, "", sure(texts)));
    let days = [a, b].map(|side| context.language.day(side.run.reference_date));
    let made_up = match [a, b].map(|side| side.run.made_up) {
        [true, true] => Some(context.texts.made_up_text),
        [true, false] => Some(texts.made_up_first),
        [false, true] => Some(texts.made_up_second),
        [false, false] => None,
    };
    let head = Head {
        title: texts.title,
        purpose: "",
        period: fill(texts.lead, &[("first", &days[0]), ("second", &days[1])]),
        release: name,
        notices: warnings(&context, made_up),
        source_note: texts.source_note,
    };
    page_under(head, &context, chapters)
}

/// Both releases beside each other, and how many numbers were compared.
fn compared(
    context: &Context,
    texts: &ComparisonTexts,
    comparison: &Comparison,
    runs: [&RunRecord; 2],
) -> Vec<Block> {
    let (words, language) = (context.texts, context.language);
    let row = |name: &str, of: &dyn Fn(&RunRecord) -> String| {
        let cells = runs.map(|run| Cell::text(of(run)));
        std::iter::once(Cell::text(name)).chain(cells).collect()
    };
    let period = |run: &RunRecord| {
        let [from, to, reference_date] =
            [run.from, run.to, run.reference_date].map(|day| language.day(day));
        let days = [
            ("from", &*from),
            ("to", &*to),
            ("reference_date", &*reference_date),
        ];
        fill(words.period, &days)
    };
    let organisations = |run: &RunRecord| {
        let parties = run.parties.iter().filter(|one| !one.id.is_register());
        let names: Vec<&str> = parties.map(|one| one.name.as_str()).collect();
        names.join(", ")
    };
    let table = BarTable {
        caption: texts.compared.into(),
        headings: vec![String::new(), texts.first.into(), texts.second.into()],
        rows: vec![
            row(words.release, &|run| run.release.clone()),
            row(texts.project, &|run| run.project.to_string()),
            row(texts.period, &period),
            row(texts.organisations, &organisations),
            row(texts.profile, &|run| run.profile.to_string()),
        ],
    };
    let count = |number: usize| language.count(number as u64);
    let [more, less, same, hidden, other] = comparison.counted();
    let counted = [more + less + same, more, less, same].map(count);
    let words = ["all", "more", "less", "same"].into_iter();
    let counted: Vec<(&str, &str)> = words.zip(counted.iter().map(String::as_str)).collect();
    let left_out = [(texts.hidden_in_one, hidden), (texts.incomparable, other)];
    let left_out = left_out.into_iter().filter(|(_, number)| *number > 0);
    let left_out = left_out.map(|(text, number)| fill(text, &[("number", &count(number))]));
    let said = std::iter::once(fill(texts.counted, &counted)).chain(left_out);
    let said = said.map(Block::Text);
    std::iter::once(Block::Table(table)).chain(said).collect()
}

fn headline(context: &Context, texts: &ComparisonTexts, comparison: &Comparison) -> Block {
    let lines = comparison.lines.iter();
    let lines = lines.filter(|line| line.table == "headline");
    let row = |line: &Line| row(context, texts, context.texts.measure(&line.measure), line);
    let table = BarTable {
        caption: texts.headline_caption.into(),
        headings: headings(context, texts),
        rows: lines.map(row).collect(),
    };
    or_nothing(table.when_filled(), context.texts.nothing)
}

/// What organisations add that joined; `None` where none did.
fn joining(context: &Context, texts: &ComparisonTexts, rows: &[Joining]) -> Option<Vec<Block>> {
    let joined = rows.first()?.organisation.split('+');
    let names: Vec<&str> = joined.map(|id| context.organisation(id)).collect();
    let row = |one: &Joining| {
        let name = match one.measure {
            "pairs" => texts.pairs.to_owned(),
            measure => context.texts.measure(measure),
        };
        let added = match (one.without, one.with) {
            (Some(without), Some(with)) => {
                let text = context.language.count(with.abs_diff(without));
                Cell::number(sign(with > without, with < without) + &text)
            }
            _ => context.hidden_cell(),
        };
        let [without, with] = [one.without, one.with].map(|number| context.count_cell(number));
        let bounds = [one.at_least, one.at_most].map(|number| match number {
            Some(number) => Cell::number(context.language.count(number)),
            None => Cell::hidden(""),
        });
        let mut cells = vec![Cell::text(name), without, with, added];
        cells.extend(bounds);
        cells
    };
    let headings = [
        texts.name,
        texts.without,
        texts.with,
        texts.added,
        texts.at_least,
        texts.at_most,
    ];
    let table = BarTable {
        caption: texts.joining_caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows.iter().map(row).collect(),
    };
    let names = [("names", &*names.join(", "))];
    Some(vec![
        Block::Text(fill(texts.joining_lead, &names)),
        Block::Table(table),
    ])
}

/// Of each subject what differs most, beyond rounding and chance.
fn largest(context: &Context, texts: &ComparisonTexts, comparison: &Comparison) -> Vec<Block> {
    let of = |(title, is_about, name): &Subject| {
        let lines = comparison.lines.iter();
        let found = lines.filter(|line| ["more", "less"].contains(&line.beyond) && is_about(line));
        let mut found: Vec<&Line> = found.collect();
        let size = |line: &Line| line.difference().unwrap_or_default().abs();
        found.sort_by(|a, b| size(b).total_cmp(&size(a)));
        found.truncate(MOST);
        let rows = found.iter();
        let rows = rows.map(|line| row(context, texts, name(context, line), line));
        let table = BarTable {
            caption: title(texts).into(),
            headings: headings(context, texts),
            rows: rows.collect(),
        };
        table.when_filled()
    };
    let blocks: Vec<Block> = SUBJECTS.iter().filter_map(of).collect();
    if blocks.is_empty() {
        return vec![Block::Text(texts.largest_none.into())];
    }
    blocks
}

fn headings(context: &Context, texts: &ComparisonTexts) -> Vec<String> {
    [
        texts.name,
        texts.first,
        texts.second,
        context.texts.changes_difference,
        texts.beyond,
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Both numbers, their difference, and whether it is more than rounding and chance.
fn row(context: &Context, texts: &ComparisonTexts, name: String, line: &Line) -> Vec<Cell> {
    let language = context.language;
    let number = |value: &Value| match value {
        Value::Count(count) => Cell::number(language.count(*count)),
        Value::Decimal(share) => Cell::number(language.percent(*share, 1)),
        _ => context.hidden_cell(),
    };
    let difference = line.difference().map_or_else(
        || Cell::hidden(""),
        |difference| Cell::number(written(language, &line.values, difference)),
    );
    let word = match (line.status, line.beyond) {
        (_, "more") => Cell::text(texts.more),
        (_, "less") => Cell::text(texts.less),
        (_, "same") => Cell::text(texts.same),
        ("hidden" | "compared", _) => context.hidden_cell(),
        _ => Cell::hidden(texts.not_comparable),
    };
    let [a, b] = &line.values;
    vec![Cell::text(name), number(a), number(b), difference, word]
}

/// A difference of counts; of shares that of the percentages as they are printed, in percentage points.
fn written(language: Language, values: &[Value; 2], difference: f64) -> String {
    let (difference, text) = match values {
        [Value::Decimal(a), Value::Decimal(b)] => {
            let points = (tenths(*b) - tenths(*a)) / 10.0;
            (points, language.decimal(points.abs(), 1))
        }
        _ => (difference, language.number(difference.abs(), 0)),
    };
    sign(difference > 0.0, difference < 0.0) + &text
}

fn measure(context: &Context, measure: &str) -> String {
    let texts = context.texts;
    match measure {
        "share_1_or_more" | "households_1_or_more" => texts.map_one_or_more.into(),
        "share_2_or_more" | "households_2_or_more" => texts.map_two_or_more.into(),
        "share_3_or_more" | "households_3_or_more" => texts.map_three_or_more.into(),
        other => texts.measure(other),
    }
}

/// The name of an area; its code when it has none.
fn area<'a>(context: &'a Context, level: &str, code: &'a str) -> &'a str {
    let mut rows = context.tables.rows("areas").iter();
    let name = |row: &'a Vec<Value>| match &row[..3] {
        [Value::Text(of), Value::Text(area), Value::Text(name)]
            if of == level && area == code && !name.is_empty() =>
        {
            Some(name.as_str())
        }
        _ => None,
    };
    rows.find_map(name).unwrap_or(code)
}

fn sure(texts: &ComparisonTexts) -> Vec<Block> {
    [
        texts.sure_beyond,
        texts.sure_chance,
        texts.sure_many,
        texts.sure_held,
        texts.sure_cause,
    ]
    .map(|text| Block::Text(text.into()))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_shares_is_that_of_the_percentages_that_are_printed() {
        let of = |a, b| {
            let values = [a, b].map(Value::Decimal);
            written(Language::English, &values, b - a)
        };
        assert_eq!(of(0.2399, 0.2401), "0.0");
        assert_eq!(of(0.2394, 0.2396), "+0.1");
        let counts = [Value::Count(1200), Value::Count(100)];
        assert_eq!(
            written(Language::English, &counts, -1100.0),
            "\u{2212}1,100"
        );
    }
}
