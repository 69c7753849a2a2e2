//! The re-identification risk of what is handed over, as text and JSON. Counts under 10 are shown as "<10".

use factlab::identified::{Summary, WITHOUT_QUARTERS};
use factlab::pseudonymous::handover::BandedCount;
use factlab::pseudonymous::{K, Rare};
use serde_json::{Map, Value, json};

use crate::cli::words::grouped;

/// A line per kind of holder with rare combinations, and what would lower the risk.
pub(super) fn in_words(summary: &Summary) -> String {
    if summary.rare.values().all(|rare| rare.holders == 0) {
        return String::new();
    }
    let is_told = |who: &str, rare: &Rare| rare.holders > 0 || who == WITHOUT_QUARTERS;
    let rare = summary.rare.iter().filter(|(who, rare)| is_told(who, rare));
    let lines: Vec<String> = rare.map(|(who, rare)| line(who, rare)).collect();
    let (who, advice) = if summary.rare.contains_key("clients") {
        ("knows the clients", "fewer or broader services")
    } else {
        (
            "has the register",
            "broader age bands, or wijken without buurten",
        )
    };
    format!(
        "  re-identification risk: without any key, anyone who {who} may recognise these:\n{}    \
         Few clients or rare combinations make it high; it is no fault in the data. Whether it is acceptable is for the \
         privacy officer to decide; {advice} in the agreement lower it.\n",
        lines.concat()
    )
}

fn line(who: &str, rare: &Rare) -> String {
    if who == WITHOUT_QUARTERS {
        let line = match rare.holders {
            0 => "    nobody has attributes that fewer than 10 have\n".to_owned(),
            _ => line("clients", rare),
        };
        return format!("    without the quarters: {}", line.trim_start());
    }
    let who = if who == "persons" { "people" } else { who };
    if rare.all_holders == 1 {
        let one = match who {
            "people" => "person",
            _ => who.trim_end_matches('s'),
        };
        return format!("    the only {one} has attributes that fewer than {K} have\n");
    }
    let all = grouped(rare.all_holders);
    let some = if rare.holders == rare.all_holders {
        format!("all {all}")
    } else {
        format!("{} of {all}", banded(rare.holders))
    };
    let alone = banded(rare.alone);
    format!("    {some} {who} have attributes that fewer than {K} have; {alone} are unique\n")
}

/// By kind of holder: rare combinations, how many hold one, and how many of these are unique; with 1 to 9 as "<10".
pub(super) fn as_json(summary: &Summary) -> Value {
    let one = |rare: &Rare| {
        json!({
            "combinations": BandedCount::of(rare.combinations),
            "holders": BandedCount::of(rare.holders),
            "alone": BandedCount::of(rare.alone),
        })
    };
    let all = summary.rare.iter();
    Value::Object(
        all.map(|(who, rare)| ((*who).to_owned(), one(rare)))
            .collect::<Map<_, _>>(),
    )
}

/// The count, or that it is below 10.
fn banded(count: u64) -> String {
    match BandedCount::of(count).known() {
        Some(count) => grouped(count),
        None => "<10".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_combinations_are_reported_without_small_counts() {
        let rare = Rare {
            combinations: 3,
            holders: 12,
            alone: 2,
            all_combinations: 4,
            all_holders: 1_012,
        };
        let summary = Summary {
            rare: [("clients", rare)].into(),
            ..Summary::default()
        };
        let words = in_words(&summary);
        assert!(words.contains(
            "    12 of 1,012 clients have attributes that fewer than 10 have; <10 are unique\n"
        ));
        let object = as_json(&summary);
        assert_eq!(object["clients"]["alone"], "<10");
        assert_eq!(object["clients"]["holders"], 12);
        assert_eq!(in_words(&Summary::default()), "");
    }

    #[test]
    fn one_holder_is_singular() {
        let alone = Rare {
            combinations: 1,
            holders: 1,
            alone: 1,
            all_combinations: 1,
            all_holders: 1,
        };
        let line = |who| line(who, &alone);
        assert_eq!(
            ["clients", "households", "persons"].map(line),
            ["client", "household", "person"]
                .map(|one| format!("    the only {one} has attributes that fewer than 10 have\n"))
        );
    }
}
