//! What is said of needs and rights in made-up towns, beside their truth.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;

use office::Office;
use serde_json::Value as Json;

/// Households with the need, and without help, in the whole town.
fn in_town(tables: &Json) -> [f64; 2] {
    let rows = tables["needs"].as_array().unwrap();
    let row = rows.iter().find(|row| row["level"] == "gemeente").unwrap();
    ["households", "without_service"].map(|column| row[column].as_f64().unwrap())
}

#[test]
fn need_without_use_lies_within_a_tenth_of_the_truth_in_twenty_towns() {
    let (mut found_in_all, mut true_in_all) = (0.0, 0.0);
    for seed in 1..=20 {
        let office = Office::with(&[]);
        let seed = seed.to_string();
        office.succeeds(&["demo", "town", "--households", "1000", "--seed", &seed]);
        let json = |path| -> Json { serde_json::from_slice(&fs::read(path).unwrap()).unwrap() };
        let release = office.release("town/analyst/releases");
        let [_, found] = in_town(&json(release.join("release.json"))["tables"]);
        let [_, truth] = in_town(&json(office.path("town/truth/truth.json"))["tables"]);
        // A printed number lies up to 8 away from what was counted.
        assert!(
            (found - truth).abs() <= truth / 10.0 + 8.0,
            "{seed}: {found} for {truth}"
        );
        (found_in_all, true_in_all) = (found_in_all + found, true_in_all + truth);
    }
    let off = found_in_all / true_in_all - 1.0;
    assert!(off.abs() < 0.1, "{off}");
}
