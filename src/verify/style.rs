//! Checks `areas.qml`: the classes in which QGIS draws the areas are made of published shares, and of nothing else.

use std::path::Path;

use super::Verdict;
use super::files::LONGEST;
use super::tables::Tables;
use crate::files::read_plain_text;

const NAME: &str = "areas.qml";

/// What is drawn, as a filter of the style names it.
const DRAWN: &str = "&quot;share_1_or_more&quot;";

pub(super) fn check(folder: &Path, tables: &Tables, verdict: &mut Verdict) {
    let path = folder.join(NAME);
    if !path.exists() {
        return;
    }
    let text = read_plain_text(&path, LONGEST).unwrap_or_default();
    for level in ["wijk", "buurt"] {
        if said(&text, level) != ends(tables, level) {
            verdict.object(format!(
                "{NAME}: the classes of level {level} are not those of its shares"
            ));
        }
    }
}

/// The ends of the classes that the filters of a level name, each once.
fn said(text: &str, level: &str) -> Vec<String> {
    let begin = format!("<rule key=\"{level}-");
    let rules = text.lines().filter(|line| line.starts_with(&begin));
    let mut ends = Vec::new();
    for rule in rules {
        let sides = rule.split(DRAWN).skip(1);
        let numbers = sides.filter_map(|side| {
            let behind = side.trim_start().split_once(' ')?.1;
            behind
                .split([' ', '"'])
                .next()
                .filter(|word| word.starts_with(|sign: char| sign.is_ascii_digit()))
        });
        ends.extend(numbers.map(str::to_owned));
    }
    ends.dedup();
    ends
}

/// The lowest published share of a level, four that divide the areas into five, and the highest.
fn ends(tables: &Tables, level: &str) -> Vec<String> {
    let Some(table) = tables.by_name.get("areas") else {
        return Vec::new();
    };
    let rows = table
        .rows
        .iter()
        .filter(|row| table.text(row, "level") == level);
    let mut shares: Vec<f64> = rows
        .filter_map(|row| table.text(row, "share_1_or_more").parse().ok())
        .collect();
    shares.sort_by(f64::total_cmp);
    if shares.is_empty() {
        return Vec::new();
    }
    let last = shares.len() - 1;
    let end = |fifth: usize| {
        let (place, rest) = (fifth * last / 5, fifth * last % 5);
        let (low, high) = (shares[place], shares[(place + 1).min(last)]);
        format!("{:.6}", low + (high - low) * rest as f64 / 5.0)
    };
    let mut ends: Vec<String> = (0..=5).map(end).collect();
    ends.dedup();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::layout::LAYOUT;
    use crate::verify::tables::Table;

    #[test]
    fn a_class_that_ends_at_a_share_that_is_not_published_is_found() {
        let layout = LAYOUT.iter().find(|layout| layout.name == "areas").unwrap();
        let shares = [
            "0.100000", "0.200000", "", "0.300000", "0.400000", "0.500000", "0.600000",
        ];
        let row = |share: &&str| {
            ["wijk", "W", "", "", "", "", "", "", share, "", ""]
                .map(String::from)
                .to_vec()
        };
        let rows = shares.iter().map(row).collect();
        let tables = Tables {
            by_name: [("areas", Table { layout, rows })].into(),
            printing: None,
        };
        let rule = |class: usize, from: &str, low: &str, high: &str| {
            format!(
                "<rule key=\"wijk-{class}\" label=\"x\" filter=\"{DRAWN} {from} {low} AND {DRAWN} &lt;= {high}\"/>\n"
            )
        };
        let ends: Vec<String> = (1..=6).map(|tenth| format!("0.{tenth}00000")).collect();
        let classes: String = (0..5)
            .map(|class| {
                let above = if class == 0 { "&gt;=" } else { "&gt;" };
                rule(class, above, &ends[class], &ends[class + 1])
            })
            .collect();
        let text = format!("{classes}<rule key=\"wijk-hidden\" filter=\"{DRAWN} IS NULL\"/>\n");
        let problems = |text: &str| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(NAME), text).unwrap();
            let mut verdict = Verdict::default();
            check(folder.path(), &tables, &mut verdict);
            verdict.problems
        };
        assert_eq!(problems(&text), [""; 0]);
        let wrong = "areas.qml: the classes of level wijk are not those of its shares";
        assert_eq!(problems(&text.replace("0.300000", "0.310000")), [wrong]);
        assert_eq!(problems(""), [wrong]);
    }
}
