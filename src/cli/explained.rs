//! How links are weighed, on the screen: for each made-up pair a waterfall of what each field adds to the odds.

use std::fmt::Write;
use std::iter::repeat_n;

use factlab::pseudonymous::link::{ExplainedProvider, Explanation, MadeUpPair, Verdict};
use serde_json::{Value, json};

use super::words::grouped;

/// Columns of a power of ten.
const OF_TEN: f64 = 2.0;
/// Columns on each side of even odds: beyond 100 million to one they end there.
const HALF: usize = 16;

/// A waterfall for each pair of each provider.
pub(super) fn in_words(explanation: &Explanation) -> String {
    let mut text = "Made-up pairs of a client and a resident: the odds that the two are one. Bars are powers of ten, two columns each; \
         left of │ it is less likely than not.\n".to_owned();
    for provider in &explanation.providers {
        text.push('\n');
        of_provider(provider, &mut text);
    }
    text.push('\n');
    text.push_str(
        "INTERNAL: no pair is of real people, but the odds follow from the exact numbers of how residents and clients are alike. \
         They must not leave the organisation.",
    );
    text
}

fn of_provider(provider: &ExplainedProvider, text: &mut String) {
    let found = provider.found.map_or_else(
        || "most of its clients have".to_owned(),
        |found| {
            let percent = 100.0 * found;
            format!("{percent:.1} % of its clients are in the register. Most have")
        },
    );
    let fields = provider.known.join(", ");
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}: {found}: {fields}.", provider.provider);
    if provider.pairs.is_empty() {
        text.push_str("  With no more than an address, a client is linked to the only household there, if most other clients live where their address says.\n");
    }
    for pair in &provider.pairs {
        waterfall(pair, text);
    }
}

/// A line for the odds before, for each field, and for what becomes of the client.
fn waterfall(pair: &MadeUpPair, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n  {}", pair.is);
    let mut line = |what: &str, alike: &str, number: &str, bar: String| {
        let line = format!("    {what:<12}{alike:<14}{number:<17}{bar}");
        let _ = writeln!(text, "{}", line.trim_end());
    };
    line("before", "", &odds(pair.before), bar(1.0, pair.before));
    let mut before = pair.before;
    for step in &pair.steps {
        let bar = bar(before, step.odds);
        line(step.field, step.alike, &factor(step.factor), bar);
        before = step.odds;
    }
    let verdict = format!(
        "{} : {}",
        pair.verdict.word(),
        probability(pair.probability)
    );
    line("together", "", &odds(before), verdict);
}

/// From odds to odds; more likely is full, less likely is shaded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and twice HALF"
)]
fn bar(from: f64, to: f64) -> String {
    let place = |odds: f64| {
        let columns = (odds.log10() * OF_TEN).clamp(-(HALF as f64), HALF as f64);
        (columns.round() + HALF as f64) as usize
    };
    let (first, last) = (place(from.min(to)), place(from.max(to)));
    let sign = if to < from { '▒' } else { '█' };
    let mut bar: Vec<char> = repeat_n(' ', 2 * HALF + 1).collect();
    bar[HALF] = '│';
    // Even odds have a column of their own, that no bar covers.
    for column in (first..last.max(first + 1)).map(|one| if one < HALF { one } else { one + 1 }) {
        if let Some(one) = bar.get_mut(column) {
            *one = if first == last { '·' } else { sign };
        }
    }
    bar.into_iter().collect()
}

fn odds(odds: f64) -> String {
    if odds >= 1.0 {
        format!("{} : 1", rough(odds))
    } else {
        format!("1 : {}", rough(1.0 / odds))
    }
}

fn factor(factor: f64) -> String {
    if factor >= 1.0 {
        format!("× {}", rough(factor))
    } else {
        format!("÷ {}", rough(1.0 / factor))
    }
}

/// A number of 1 or more in two digits: 1.3, 24,000, 7.5 million.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 10 and a million"
)]
fn rough(number: f64) -> String {
    let two_digits = |number: f64| {
        let step = 10_f64.powf((number.log10().floor() - 1.0).max(0.0));
        (number / step).round() * step
    };
    let short = |number: f64| {
        if number < 9.95 {
            format!("{number:.1}")
        } else {
            grouped(two_digits(number) as u64)
        }
    };
    match number {
        ..1e6 => short(number),
        ..1e9 => format!("{} million", short(number / 1e6)),
        ..1e12 => format!("{} billion", short(number / 1e9)),
        _ => format!("10^{:.0}", number.log10()),
    }
}

fn probability(p: f64) -> String {
    match 100.0 * p {
        ..0.01 => "under 0.01 %".to_owned(),
        99.99.. => "over 99.99 %".to_owned(),
        percent => format!("{percent:.2} %"),
    }
}

/// The same as JSON.
pub(super) fn as_json(explanation: &Explanation) -> Value {
    let pair = |pair: &MadeUpPair| {
        let steps = pair.steps.iter().map(|step| {
            json!({"field": step.field, "alike": step.alike, "factor": step.factor, "odds": step.odds})
        });
        let verdict = match pair.verdict {
            Verdict::NotLinked => "not_linked",
            other => other.word(),
        };
        json!({
            "pair": pair.is, "odds_before": pair.before, "steps": steps.collect::<Vec<_>>(),
            "probability": pair.probability, "verdict": verdict,
        })
    };
    let provider = |one: &ExplainedProvider| {
        json!({
            "provider": one.provider.as_str(), "in_register": one.found, "fields": one.known,
            "pairs": one.pairs.iter().map(pair).collect::<Vec<_>>(),
        })
    };
    let providers = explanation.providers.iter().map(provider);
    json!({
        "internal": true, "made_up_pairs": true, "residents": explanation.residents,
        "providers": providers.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use factlab::pseudonymous::link::Step;

    use super::*;

    #[test]
    fn a_waterfall_begins_where_the_one_before_ended() {
        let step = |field, alike, factor, odds| Step {
            field,
            alike,
            factor,
            odds,
        };
        let pair = MadeUpPair {
            is: "moved",
            before: 1e-4,
            steps: vec![
                step("birth date", "same", 2.6e4, 2.6),
                step("given name", "same initial", 1.2, 3.1),
                step("address", "different", 1.0 / 310.0, 0.01),
            ],
            probability: 0.0099,
            verdict: Verdict::NotLinked,
        };
        let mut text = String::new();
        waterfall(&pair, &mut text);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "    before                    1 : 10,000               ▒▒▒▒▒▒▒▒│",
                "    birth date  same          × 26,000                 ████████│█",
                "    given name  same initial  × 1.2                            │ ·",
                "    address     different     ÷ 310                        ▒▒▒▒│▒",
                "    together                  1 : 100          not linked : 0.99 %",
            ]
        );
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let widest = [
            bar(1e-30, 1e30).chars().count(),
            bar(1e30, 1e30).chars().count(),
        ];
        assert!(widest.iter().all(|width| 4 + 12 + 14 + 17 + width <= 80));
        let numbers = [1.0, 9.96, 99.6, 999_999.0, 99_960_000.0, 5e11, 1e300];
        let numbers = numbers.map(rough);
        assert_eq!(
            numbers,
            [
                "1.0",
                "10",
                "100",
                "1,000,000",
                "100 million",
                "500 billion",
                "10^300"
            ]
        );
        assert!(numbers.iter().all(|one| one.len() + 4 < 17));
    }
}
