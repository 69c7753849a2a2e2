//! The pairs with the most households above or below chance, as sentences.

use std::cmp::Ordering;

use super::context::Context;
use super::matrix::{Matrix, Pair, Service, Spans};
use super::section::Block;
use super::texts::fill;

const SHOWN: usize = 8;

/// Two services and what is published of them.
type Meeting<'a> = (&'a Service, &'a Service, &'a Pair);

/// Pairs that attract each other (across domains, then within one) and pairs that avoid each other.
pub(super) fn blocks(context: &Context, matrix: &Matrix) -> Vec<Block> {
    let texts = context.texts;
    let crosses = |meeting: &Meeting| meeting.0.domain != meeting.1.domain;
    let across = largest(matrix, "+", crosses);
    let within = largest(matrix, "+", |meeting| !crosses(meeting));
    let apart = largest(matrix, "-", |_| true);
    let lists = [
        (texts.pairs_across, across),
        (texts.pairs_within, within),
        (texts.pairs_apart, apart),
    ];
    let list = |(title, meetings): (&str, Vec<Meeting>)| list(context, title, &meetings);
    lists.into_iter().flat_map(list).collect()
}

/// The first of a list, and how many it leaves out.
fn list(context: &Context, title: &str, meetings: &[Meeting]) -> Vec<Block> {
    let texts = context.texts;
    let mut blocks = vec![Block::Heading(title.into())];
    if meetings.is_empty() {
        blocks.push(Block::Text(texts.no_such_pair.into()));
        return blocks;
    }
    let shown = meetings.iter().take(SHOWN);
    let sentences = shown.map(|meeting| sentence(context, meeting)).collect();
    blocks.push(Block::Sentences(sentences));
    if let Some(more @ 1..) = meetings.len().checked_sub(SHOWN) {
        let number = context.language.count(more as u64);
        let text = fill(texts.pairs_left_out, &[("number", &number)]);
        blocks.push(Block::Text(text));
    }
    blocks
}

/// The pairs whose significance has this sign: those with the most households above or below chance first.
fn largest<'a>(
    matrix: &'a Matrix,
    sign: &str,
    belongs: impl Fn(&Meeting) -> bool,
) -> Vec<Meeting<'a>> {
    let service = |place: usize| &matrix.services[place];
    let mut meetings: Vec<Meeting> = matrix
        .pairs
        .iter()
        .map(|((a, b), pair)| (service(*b), service(*a), pair))
        .filter(|meeting| meeting.2.significance.starts_with(sign) && belongs(meeting))
        .filter(|meeting| meeting.2.spans.is_some() && surplus(meeting.2).is_some())
        .collect();
    meetings.sort_by(|a, b| by_surplus(a.2, b.2).then_with(|| name_order(a, b)));
    meetings
}

/// How many households more than by chance, or fewer.
fn surplus(pair: &Pair) -> Option<f64> {
    Some((pair.households? as f64 - pair.expected?).abs())
}

fn by_surplus(a: &Pair, b: &Pair) -> Ordering {
    let surplus = |pair| surplus(pair).unwrap_or(0.0);
    surplus(b).total_cmp(&surplus(a))
}

fn name_order(a: &Meeting, b: &Meeting) -> Ordering {
    (&a.0.name, &a.1.name).cmp(&(&b.0.name, &b.1.name))
}

fn sentence(context: &Context, meeting: &Meeting) -> String {
    let (a, b, pair) = *meeting;
    let text = if pair.significance.starts_with('-') {
        context.texts.pair_avoids
    } else {
        context.texts.pair_attracts
    };
    let households = context.language.count(pair.households.unwrap_or_default());
    let span = |of: fn(Spans) -> (f64, f64)| {
        let spans = pair.spans.map(of);
        spans.map(|span| context.language.span(span))
    };
    let lift = span(|spans| spans.lift).unwrap_or_default();
    let expected = span(|spans| spans.expected).unwrap_or_default();
    let values = [
        ("a", a.name.as_str()),
        ("b", b.name.as_str()),
        ("households", &households),
        ("lift", &lift),
        ("expected", &expected),
    ];
    fill(text, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_households_above_chance_come_before_a_higher_multiple_of_it() {
        let pair = |households, expected| Pair {
            households: Some(households),
            expected: Some(expected),
            lift: Some(households as f64 / expected),
            spans: None,
            significance: "++".into(),
        };
        let (many, few) = (pair(400, 200.0), pair(40, 5.0));
        assert_eq!(by_surplus(&many, &few), Ordering::Less);
        let (avoided, little) = (pair(100, 200.0), pair(10, 40.0));
        assert_eq!(by_surplus(&avoided, &little), Ordering::Less);
    }
}
