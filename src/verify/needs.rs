//! Checks the tables of needs and rights: their rows, their shares, and that they agree with the other tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Verdict;
use super::by_area::{Areas, areas_of, published};
use super::derived::{compare, share};
use super::tables::{Table, Tables};

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(areas) = tables.by_name.get("areas").map(published) else {
        return;
    };
    let asked = Asked::of(run);
    let is_protected = tables.printing.is_some();
    if let Some(table) = tables.by_name.get("needs") {
        check_shares(table, "without_service", verdict);
        if is_protected {
            let mut groups = groups(tables, "age_band");
            groups.extend(self::groups(tables, "household_type"));
            check_rows(table, &asked.needs, (&groups, &areas), verdict);
        }
    }
    if let Some(table) = tables.by_name.get("reached") {
        check_shares(table, "reached", verdict);
        check_agreement(table, tables, verdict);
        if is_protected {
            check_rows(table, &asked.rights, (&[], &areas), verdict);
        }
    }
    if let (Some(table), true) = (tables.by_name.get("need_by_service"), is_protected) {
        let pairs = asked.needs.iter().flat_map(|need| {
            let services = asked.services.iter();
            services.map(move |service| vec![need.as_str(), service.as_str()])
        });
        let is_asked =
            |row: &[&str]| asked.needs.contains(row[0]) && asked.services.contains(row[1]);
        compare_rows(table, &pairs.collect(), is_asked, verdict);
    }
}

/// What somebody was asked for.
struct Asked {
    services: BTreeSet<String>,
    needs: BTreeSet<String>,
    /// As table `reached` writes them.
    rights: BTreeSet<String>,
}

impl Asked {
    fn of(run: &Json) -> Self {
        let codes = |list: &str| -> BTreeSet<String> {
            let listed = run[list].as_array().into_iter().flatten();
            let asked = listed.filter(|one| one["missing"].as_bool() != Some(true));
            let codes = asked.filter_map(|one| one["code"].as_str());
            codes.map(str::to_owned).collect()
        };
        let (services, needs) = (codes("services"), codes("needs"));
        let listed = run["entitled"].as_array().into_iter().flatten();
        let rights = listed.filter_map(|one| {
            let [by, to] = [one["by"].as_str()?, one["to"].as_str()?];
            let is_asked = services.contains(by) && services.contains(to);
            is_asked.then(|| format!("{by}>{to}"))
        });
        Self {
            rights: rights.collect(),
            services,
            needs,
        }
    }
}

/// The groups of a dimension that table `stacking` has, but no institutions.
fn groups<'a>(tables: &'a Tables, dimension: &'a str) -> Vec<[&'a str; 2]> {
    let stacking = tables.by_name.get("stacking");
    let rows = stacking.into_iter().flat_map(|table| &table.rows);
    let own = rows.filter(|row| row[0] == "household" && row[1] == dimension && row[3] == "all");
    let levels = own.map(|row| [dimension, row[2].as_str()]);
    levels.filter(|level| level[1] != "institution").collect()
}

/// A share is of the households of its row.
fn check_shares(table: &Table, part: &str, verdict: &mut Verdict) {
    for row in &table.rows {
        let expected = share(table.count(row, part), table.count(row, "households"));
        compare(table, row, "share", &expected, verdict);
    }
}

/// In the gemeente and for each group a row of each code, and one for each area that the published number allows.
fn check_rows(
    table: &Table,
    codes: &BTreeSet<String>,
    (groups, areas): (&[[&str; 2]], &Areas<'_>),
    verdict: &mut Verdict,
) {
    let in_town = table.rows.iter().filter(|row| row[1] == "gemeente");
    let in_town = in_town.map(|row| (row[0].as_str(), table.count(row, "households")));
    let in_town: BTreeMap<&str, Option<u64>> = in_town.collect();
    let of_code = |code| {
        let households = in_town.get(code).copied().flatten().unwrap_or(0);
        let town = [["gemeente", "all"]].into_iter();
        let all = town
            .chain(groups.iter().copied())
            .chain(areas_of(areas, households));
        all.map(move |[level, area]| vec![code, level, area])
    };
    let expected = codes.iter().flat_map(|code| of_code(code.as_str()));
    compare_rows(
        table,
        &expected.collect(),
        |row| codes.contains(row[0]),
        verdict,
    );
}

/// The rows of what was asked for are these. Of something else there are rows where somebody brings it all the same.
fn compare_rows(
    table: &Table,
    expected: &BTreeSet<Vec<&str>>,
    is_asked: impl Fn(&[&str]) -> bool,
    verdict: &mut Verdict,
) {
    let keys = |row| -> Vec<&str> {
        let row: &Vec<String> = row;
        row[..table.layout.keys]
            .iter()
            .map(String::as_str)
            .collect()
    };
    let found: BTreeSet<Vec<&str>> = table
        .rows
        .iter()
        .map(keys)
        .filter(|row| is_asked(row))
        .collect();
    if found != *expected {
        let words = "has other rows than the agreement and the published numbers allow";
        verdict.object(format!("{}: {words}", table.layout.name));
    }
}

/// The households of a right are those of its first service, and those who are reached a pair of services.
fn check_agreement(table: &Table, tables: &Tables, verdict: &mut Verdict) {
    let numbers = |name: &str, keys: usize| -> BTreeMap<Vec<String>, Option<u64>> {
        let other = tables.by_name.get(name);
        let rows = other.into_iter().flat_map(|other| {
            let rows = other.rows.iter();
            rows.map(move |row| (row[..keys].to_vec(), other.count(row, "households")))
        });
        rows.collect()
    };
    let (by_area, pairs) = (numbers("service_by_area", 3), numbers("co_occurrence", 2));
    for row in &table.rows {
        let Some((by, to)) = row[0].split_once('>') else {
            verdict.object(format!("{}: is no right", table.name_row(row)));
            continue;
        };
        let key = |words: [&str; 2]| words.map(str::to_owned).to_vec();
        let is_town = row[1] == "gemeente";
        let households = if is_town {
            pairs.get(&key([by, by]))
        } else {
            by_area.get([by, &row[1], &row[2]].map(str::to_owned).as_slice())
        };
        let reached = pairs
            .get(&key([by.min(to), by.max(to)]))
            .filter(|_| is_town);
        let differs = |column: &str, other: Option<&Option<u64>>| {
            other.is_some_and(|number| *number != table.count(row, column))
        };
        if differs("households", households) || differs("reached", reached) {
            verdict.object(format!(
                "{}: differs from the other tables",
                table.name_row(row)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::printing::Printing;
    use super::super::tables::given;
    use super::*;

    /// What is wrong with these tables in a town of one wijk of two buurten, of one need and one right.
    fn problems(tables: &[(&str, &[&[&str]])]) -> Vec<String> {
        let areas: [&[&str]; 3] = [
            &["gemeente", "all", "all", "400"],
            &["wijk", "w", "W", "400"],
            &["buurt", "b1", "B 1", "200"],
        ];
        let by_area: [&[&str]; 1] = [&["a", "wijk", "w", "120", "rounded"]];
        let pairs: [&[&str]; 2] = [&["a", "a", "120"], &["a", "b", "30"]];
        let mut by_name = BTreeMap::from([
            given("areas", &areas),
            given("service_by_area", &by_area),
            given("co_occurrence", &pairs),
        ]);
        by_name.extend(tables.iter().map(|(name, rows)| given(name, rows)));
        let tables = Tables {
            by_name,
            printing: Some(Printing::K5),
        };
        let run = json!({
            "services": [{"code": "a"}, {"code": "b"}, {"code": "c", "missing": true}],
            "needs": [{"code": "n"}],
            "entitled": [{"by": "b", "to": "a"}],
        });
        let run = if tables.by_name.contains_key("reached") {
            json!({"services": run["services"], "entitled": [{"by": "a", "to": "b"}]})
        } else {
            run
        };
        let mut verdict = Verdict::default();
        check(&tables, &run, &mut verdict);
        verdict.problems
    }

    const IN_TOWN: &[&str] = &["n", "gemeente", "all", "150", "rounded", "60", "0.400000"];
    const IN_WIJK: &[&str] = &["n", "wijk", "w", "150", "rounded", "60", "0.400000"];
    const IN_BUURT: &[&str] = &["n", "buurt", "b1", "20", "rounded", ""];

    #[test]
    fn a_need_has_rows_for_the_areas_that_its_number_allows() {
        assert_eq!(
            problems(&[("needs", &[IN_TOWN, IN_WIJK, IN_BUURT])]).len(),
            0
        );
        let rows: [&[&[&str]]; 4] = [
            &[IN_TOWN, IN_WIJK],
            &[IN_WIJK, IN_BUURT],
            &[
                IN_TOWN,
                IN_WIJK,
                IN_BUURT,
                &["n", "buurt", "b2", "", "hidden"],
            ],
            &[
                &["n", "gemeente", "all", "5", "rounded", ""],
                IN_WIJK,
                IN_BUURT,
            ],
        ];
        for rows in rows {
            assert_eq!(problems(&[("needs", rows)]).len(), 1, "{rows:?}");
        }
    }

    #[test]
    fn a_share_is_of_the_households_with_the_need() {
        let other = ["n", "wijk", "w", "150", "rounded", "60", "0.150000"];
        assert_eq!(
            problems(&[("needs", &[IN_TOWN, &other, IN_BUURT])]).len(),
            1
        );
    }

    #[test]
    fn every_need_and_service_that_was_asked_for_has_a_row() {
        let row = |service| ["n", service, "20", "rounded"];
        let [a, b, c] = ["a", "b", "c"].map(row);
        assert_eq!(problems(&[("need_by_service", &[&a, &b])]).len(), 0);
        assert_eq!(problems(&[("need_by_service", &[&a, &b, &c])]).len(), 0);
        assert_eq!(problems(&[("need_by_service", &[&a])]).len(), 1);
    }

    #[test]
    fn a_right_has_the_numbers_of_its_services() {
        let row =
            |level, area, all, reached, share| ["a>b", level, area, all, "rounded", reached, share];
        let town = row("gemeente", "all", "120", "30", "0.250000");
        let wijk = row("wijk", "w", "120", "30", "0.250000");
        let buurt = row("buurt", "b1", "60", "15", "");
        assert_eq!(problems(&[("reached", &[&town, &wijk, &buurt])]), [""; 0]);
        let more = row("gemeente", "all", "120", "36", "0.300000");
        assert_eq!(problems(&[("reached", &[&more, &wijk, &buurt])]).len(), 1);
        let others = row("wijk", "w", "125", "30", "0.240000");
        assert_eq!(problems(&[("reached", &[&town, &others, &buurt])]).len(), 1);
    }
}
