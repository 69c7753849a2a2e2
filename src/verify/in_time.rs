//! Checks the tables of when services are used: their rows, and that exact counts add up.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;

use super::Verdict;
use super::tables::{Table, Tables};

/// Two columns that are together all who have a service or a pair.
type Parts = [&'static str; 2];

/// Services beyond which only pairs that are published have a row.
const ALL_PAIRS_UP_TO: usize = 1000;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let listed = run["services"].as_array().into_iter().flatten();
    let missing = listed.clone().filter(|one| one["missing"] == true);
    let missing: BTreeSet<&str> = missing.filter_map(|one| one["code"].as_str()).collect();
    let is_asked = |key: &[String]| !key.iter().any(|code| missing.contains(code.as_str()));
    let has_all_pairs = listed.count() <= ALL_PAIRS_UP_TO;
    let named = |name| tables.by_name.get(name);
    if let (Some(flow), Some(services)) = (named("flow"), named("services")) {
        compare_keys(flow, &keys(services, |_| true), &|_| true, verdict);
    }
    if let (Some(overlap), Some(pairs)) = (named("overlap"), named("co_occurrence"))
        && has_all_pairs
    {
        let pairs = keys(pairs, |key| key[0] != key[1] && is_asked(key));
        compare_keys(overlap, &pairs, &is_asked, verdict);
    }
    if tables.printing.is_some() {
        return;
    }
    let by_day = [["stock_first", "inflow"], ["outflow", "stock_last"]];
    for (name, sums, whole) in [
        ("flow", &by_day[..], "services"),
        (
            "overlap",
            &[["together", "one_after_other"]],
            "co_occurrence",
        ),
    ] {
        if let (Some(table), Some(whole)) = (named(name), named(whole)) {
            check_sums(table, sums, whole, verdict);
        }
    }
}

/// The keys of the rows that are meant.
fn keys(table: &Table, is_meant: impl Fn(&[String]) -> bool) -> BTreeSet<&[String]> {
    let keys = table.rows.iter().map(|row| &row[..table.layout.keys]);
    keys.filter(|key| is_meant(key)).collect()
}

/// The rows that are meant are these.
fn compare_keys(
    table: &Table,
    expected: &BTreeSet<&[String]>,
    is_meant: &dyn Fn(&[String]) -> bool,
    verdict: &mut Verdict,
) {
    if keys(table, is_meant) != *expected {
        let words = "has other rows than the services and pairs of the release";
        verdict.object(format!("{}: {words}", table.layout.name));
    }
}

/// The parts of an exact count are all of it.
fn check_sums(table: &Table, sums: &[Parts], whole: &Table, verdict: &mut Verdict) {
    let keys = table.layout.keys;
    let wholes = whole.rows.iter();
    let wholes: HashMap<&[String], &Vec<String>> = wholes.map(|row| (&row[..keys], row)).collect();
    for row in &table.rows {
        let all = wholes.get(&row[..keys]);
        let all = all.and_then(|row| whole.count(row, "households"));
        for parts in sums {
            let counts = parts.map(|column| table.count(row, column));
            let sum: Option<u64> = counts.into_iter().sum();
            if sum != all {
                let name = table.name_row(row);
                let [one, other] = parts;
                verdict.object(format!("{name}: {one} and {other} are not all households"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::super::printing::Printing;
    use super::super::tables::given;
    use super::*;

    /// What is wrong with table `flow` of these rows, beside services `a` and `b` of 20 and 30 households.
    fn problems(rows: &[[&str; 5]], printing: Option<Printing>) -> usize {
        let of = |code, households| [code, "", "", "", "", households, "exact"];
        let services = given("services", &[of("a", "20"), of("b", "30")]);
        let tables = Tables {
            by_name: BTreeMap::from([services, given("flow", rows)]),
            printing,
        };
        let mut verdict = Verdict::default();
        let run = json!({ "services": [{ "code": "a" }, { "code": "b" }] });
        check(&tables, &run, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn each_service_has_a_row_and_exact_counts_add_up() {
        let (a, b) = (["a", "15", "5", "8", "12"], ["b", "30", "0", "0", "30"]);
        assert_eq!(problems(&[a, b], None), 0);
        assert_eq!(problems(&[a], None), 1);
        assert_eq!(problems(&[["a", "15", "6", "8", "11"], b], None), 2);
        assert_eq!(
            problems(&[["a", "15", "10", "", "15"], b], Some(Printing::K5)),
            0
        );
        assert_eq!(problems(&[b], Some(Printing::K5)), 1);
    }
}
