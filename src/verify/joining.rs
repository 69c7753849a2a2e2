//! Calculates table `joining` of a release again: what those who are absent would add, by `docs/compare.md`.

use serde_json::Value as Json;

use super::Verdict;
use super::layout::absent;
use super::tables::Tables;

/// The number of clients of an organisation is published as a multiple of this: an exact one would tell of a single client.
const ROUND: u64 = 50;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    for one in absent(run) {
        if one["clients"]
            .as_u64()
            .is_some_and(|clients| !clients.is_multiple_of(ROUND))
        {
            let id = one["id"].as_str().unwrap_or_default();
            verdict.object(format!(
                "run.json: the clients of {id} are no multiple of {ROUND}"
            ));
        }
    }
    let Some(table) = tables.by_name.get("joining") else {
        return;
    };
    let expected: Vec<Vec<String>> = absent(run).flat_map(|one| rows(tables, run, one)).collect();
    if table.rows.len() != expected.len() {
        verdict.object("joining: has other rows than those who are absent");
    }
    for (row, expected) in table.rows.iter().zip(&expected) {
        verdict.derived += 1;
        if row != expected {
            let row = table.name_row(row);
            verdict.object(format!("{row}: does not follow from the published figures"));
        }
    }
}

/// The rows of an organisation.
fn rows(tables: &Tables, run: &Json, absent: &Json) -> Vec<Vec<String>> {
    let figure = |measure: &str| {
        let table = tables.by_name.get("headline")?;
        let row = table.rows.iter().find(|row| row[0] == measure)?;
        table.count(row, "value")
    };
    let number = |number: Option<u64>| number.map_or_else(String::new, |one| one.to_string());
    let id = absent["id"].as_str().unwrap_or_default();
    let row = |measure: String, most: Option<u64>| {
        let without = number(figure(&measure));
        let cells = [without.clone(), String::new(), without, number(most)];
        let words = [id.to_owned(), measure];
        words.into_iter().chain(cells).collect::<Vec<String>>()
    };
    let figures = ["", "_1_or_more", "_2_or_more", "_3_or_more"];
    let figures = figures.map(|least| figure(&format!("households{least}")));
    let clients = absent["clients"].as_u64();
    let brings = absent["services"].as_array().map_or(1, Vec::len).max(1) as u64;
    let is_sum = run["count"] == "sum";
    let most = |services| highest(&figures, services, clients?, brings, is_sum);
    let mut rows: Vec<Vec<String>> = (1..4)
        .map(|services| row(format!("households_{services}_or_more"), most(services)))
        .collect();
    rows.push(row("most_services".into(), None));
    rows
}

/// How many households have so many services at most, when so many clients bring up to `brings` each: to those who are one short
/// first, then two, then three.
pub(super) fn highest(
    figures: &[Option<u64>; 4],
    services: usize,
    mut clients: u64,
    brings: u64,
    is_sum: bool,
) -> Option<u64> {
    let mut most = figures[services]?;
    for own in (0..services).rev() {
        // So many clients bring a household with `own` services to `services`.
        let price = ((services - own) as u64).div_ceil(brings);
        if !is_sum && price > 1 {
            break;
        }
        let households = figures[own]?.saturating_sub(figures[own + 1]?);
        let over = households.min(clients / price);
        most += over;
        clients -= over * price;
    }
    Some(most)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    fn problems(change: Option<(usize, usize, &str)>, clients: u64) -> Vec<String> {
        let headline = [
            ["households", "100"],
            ["households_1_or_more", "40"],
            ["households_2_or_more", "15"],
            ["households_3_or_more", "5"],
            ["most_services", "6"],
        ];
        // Two services: those without any can get one and two, those with one can get three.
        let mut joining = given(
            "joining",
            &[
                ["uwv", "households_1_or_more", "40", "", "40", "90"],
                ["uwv", "households_2_or_more", "15", "", "15", "65"],
                ["uwv", "households_3_or_more", "5", "", "5", "40"],
                ["uwv", "most_services", "6", "", "6", ""],
            ],
        );
        if let Some((row, column, text)) = change {
            text.clone_into(&mut joining.1.rows[row][column]);
        }
        let tables = Tables {
            by_name: BTreeMap::from([given("headline", &headline), joining]),
            printing: None,
        };
        let missing = json!([
            {"id": "uwv", "services": ["ww", "wajong"], "clients": clients},
            {"id": "tax", "of_needs": true},
        ]);
        let mut verdict = Verdict::default();
        let run = json!({"count": "distinct", "missing": missing});
        check(&tables, &run, &mut verdict);
        verdict.problems
    }

    #[test]
    fn a_bound_that_does_not_follow_is_found_out() {
        assert_eq!(problems(None, 50), [""; 0]);
        assert!(!problems(None, 100).is_empty());
        for change in [
            (0, 5, "89"),
            (1, 5, ""),
            (2, 0, "ggz"),
            (2, 2, "6"),
            (2, 3, "7"),
            (3, 4, "7"),
            (3, 5, "8"),
        ] {
            assert!(!problems(Some(change), 50).is_empty(), "{change:?}");
        }
    }

    #[test]
    fn a_number_of_clients_that_is_not_rounded_is_found_out() {
        let said = problems(None, 51);
        let what = "run.json: the clients of uwv are no multiple of 50";
        assert!(said.iter().any(|one| one == what), "{said:?}");
    }
}
