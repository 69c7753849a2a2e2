//! The matrix of pairs in, the most telling ones as sentences out.

use std::cmp::Ordering;

use super::co_occurrence::{Matrix, Pair, Service};
use super::context::Context;
use super::section::Block;
use super::texts::fill;

const SHOWN: usize = 8;

/// Two services and what is published of them.
type Meeting<'a> = (&'a Service, &'a Service, &'a Pair);

/// Pairs that attract each other (across domains, then within one) and pairs that avoid each other.
pub(super) fn blocks(context: &Context, matrix: &Matrix) -> Vec<Block> {
    let texts = context.texts;
    let crosses = |meeting: &Meeting| meeting.0.domain != meeting.1.domain;
    let across = strongest(matrix, "+", crosses);
    let within = strongest(matrix, "+", |meeting| !crosses(meeting));
    let apart = strongest(matrix, "-", |_| true);
    let list = |title: &str, meetings: &[Meeting]| {
        let sentences: Vec<String> = meetings
            .iter()
            .take(SHOWN)
            .map(|meeting| sentence(context, meeting))
            .collect();
        let block = if sentences.is_empty() {
            Block::Text(texts.no_such_pair.into())
        } else {
            Block::Sentences(sentences)
        };
        [Block::Heading(title.into()), block]
    };
    [
        list(texts.pairs_across, &across),
        list(texts.pairs_within, &within),
        list(texts.pairs_apart, &apart),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The pairs whose significance has this sign: the surest first, then those furthest from chance.
fn strongest<'a>(
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
        .filter(|meeting| {
            let pair = meeting.2;
            pair.lift.is_some() && pair.expected.is_some() && pair.households.is_some()
        })
        .collect();
    meetings.sort_by(|a, b| by_strength(a.2, b.2).then_with(|| name_order(a, b)));
    meetings
}

fn by_strength(a: &Pair, b: &Pair) -> Ordering {
    let distance = |pair: &Pair| pair.lift.map_or(0.0, |lift| (lift.max(0.001)).ln().abs());
    let sure = |pair: &Pair| pair.significance.len();
    sure(b)
        .cmp(&sure(a))
        .then_with(|| distance(b).total_cmp(&distance(a)))
}

fn name_order(a: &Meeting, b: &Meeting) -> Ordering {
    (&a.0.name, &a.1.name).cmp(&(&b.0.name, &b.1.name))
}

fn sentence(context: &Context, meeting: &Meeting) -> String {
    let (a, b, pair) = *meeting;
    let lift = pair.lift.unwrap_or_default();
    let text = if lift >= 1.0 {
        context.texts.pair_attracts
    } else {
        context.texts.pair_avoids
    };
    let households = context.numbers.count(pair.households.unwrap_or_default());
    let at_least = context.at_least(context.is_incomplete());
    let lift = context.numbers.decimal(lift, 1);
    let expected = context.numbers.about(pair.expected.unwrap_or_default());
    let values = [
        ("a", a.name.as_str()),
        ("b", b.name.as_str()),
        ("households", &households),
        ("at_least", &at_least),
        ("lift", &lift),
        ("expected", &expected),
    ];
    fill(text, &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_pair_comes_before_a_stronger_but_unsure_one() {
        let pair = |lift, significance: &str| Pair {
            households: Some(50),
            expected: Some(20.0),
            lift: Some(lift),
            significance: significance.into(),
        };
        assert_eq!(
            by_strength(&pair(2.1, "++"), &pair(9.0, "+")),
            Ordering::Less
        );
        assert_eq!(
            by_strength(&pair(3.0, "++"), &pair(2.5, "++")),
            Ordering::Less
        );
        assert_eq!(
            by_strength(&pair(0.2, "--"), &pair(0.4, "--")),
            Ordering::Less
        );
    }
}
