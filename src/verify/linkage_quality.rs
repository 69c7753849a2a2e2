//! Calculates recall and its interval again, from the printed counts of each group of clients, and holds those that stand in
//! table `linkage` too against it.

use super::Verdict;
use super::chance::stands_for;
use super::derived::compare;
use super::printing::Printing;
use super::tables::{Table, Tables};

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("linkage_quality") else {
        return;
    };
    let printing = tables.printing.as_ref();
    for row in &table.rows {
        let numbers = recall(table, row, printing);
        for (place, column) in ["low", "recall", "high"].into_iter().enumerate() {
            let number = numbers.and_then(|all| all[place]);
            let text = number.map_or_else(String::new, |number| format!("{number:.6}"));
            compare(table, row, column, &text, verdict);
        }
    }
    agree(tables, table, verdict);
    groups(tables, table, verdict);
}

/// The clients of a provider, and those of it that are linked, are printed twice.
fn agree(tables: &Tables, table: &Table, verdict: &mut Verdict) {
    let Some(linkage) = tables.by_name.get("linkage") else {
        return;
    };
    for row in table.rows.iter().filter(|row| row[1] == "all") {
        let Some(other) = linkage.rows.iter().find(|other| other[0] == row[0]) else {
            continue;
        };
        for column in ["clients", "linked"] {
            if table.text(row, column) != linkage.text(other, column) {
                let name = table.name_row(row);
                verdict.object(format!("{name}, {column}: differs from table linkage"));
            }
        }
    }
}

/// A provider has no groups of its own, and a wijk is one of table `areas`: no row tells that somebody is in it.
fn groups(tables: &Tables, table: &Table, verdict: &mut Verdict) {
    let areas = tables.by_name.get("areas");
    let is_area = |code: &str| {
        areas.is_none_or(|areas| {
            let mut rows = areas.rows.iter();
            rows.any(|row| row[..2] == ["wijk", code])
        })
    };
    for row in &table.rows {
        let is_known = match (row[0].as_str(), row[1].strip_prefix("wijk ")) {
            ("all", Some(code)) => is_area(code),
            ("all", None) => true,
            _ => row[1] == "all",
        };
        if !is_known {
            let name = table.name_row(row);
            verdict.object(format!("{name}: is a group that no release shows"));
        }
    }
}

/// The low end, the middle, unless more than two points are open, and the high end.
fn recall(table: &Table, row: &[String], printing: Option<&Printing>) -> Option<[Option<f64>; 3]> {
    let [linked, held_out] = ["linked", "held_out"].map(|column| table.count(row, column));
    let (linked, held_out) = (linked?, held_out?);
    if linked < 100 || held_out < 50 {
        return None;
    }
    let of_printed = |number: u64| {
        let (least, most) = stands_for(number, printing);
        [least as f64, number as f64, most as f64]
    };
    let of = |column: &str| {
        let (least, most) = printing.map_or((0, 0), Printing::hidden);
        let [least, most] = [least, most].map(|count| count as f64);
        let number = table.count(row, column);
        number.map_or([least, f64::midpoint(least, most), most], of_printed)
    };
    let (found, wrong, missed) = (of_printed(linked), of("expected_false"), of("missed"));
    let tried = of_printed(held_out)[0];
    let share = |end: usize| {
        // The most of what is wrong and missed is the least of what is found.
        let right = found[end] - wrong[2 - end];
        (right > 0.0).then_some(right / (right + missed[2 - end]))
    };
    let [low, middle, high] = [share(0)?, share(1)?, share(2)?];
    let ends = [(low, false), (high, true)].map(|(end, is_high)| end_of(end, tried, is_high));
    let middle = Some(middle).filter(|_| high - low <= 0.02);
    Some([Some(ends[0]), middle, Some(ends[1])])
}

/// An end of the interval of Wilson of 90 %: where the share of so many lies 1.645 standard errors off, found by halving.
fn end_of(share: f64, tried: f64, is_high: bool) -> f64 {
    let (mut near, mut far) = (share, if is_high { 1.0 } else { 0.0 });
    for _ in 0..100 {
        let between = f64::midpoint(near, far);
        let error = (between * (1.0 - between) / tried).sqrt();
        if (between - share).abs() <= 1.645 * error {
            near = between;
        } else {
            far = between;
        }
    }
    far.midpoint(near)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::tables::given;
    use super::*;

    /// What is wrong with a row of a town that prints counts as they are, or by k5.
    fn problems(row: [&str; 11], is_internal: bool) -> Vec<String> {
        problems_beside(row, ("linkage", &[]), is_internal)
    }

    /// The same, of a release that has a row of another table too.
    fn problems_beside(
        row: [&str; 11],
        (other, of_other): (&str, &[&str]),
        is_internal: bool,
    ) -> Vec<String> {
        let tables = [given("linkage_quality", &[row]), given(other, &[of_other])];
        let tables = Tables {
            by_name: BTreeMap::from(tables),
            printing: (!is_internal).then_some(Printing::K5),
        };
        let mut verdict = Verdict::default();
        check(&tables, &mut verdict);
        verdict.problems
    }

    #[test]
    fn recall_is_that_of_the_counts_and_no_other() {
        let row = |recall, low, high| {
            [
                "all", "all", "110", recall, low, high, "10", "0", "100", "100", "10",
            ]
        };
        let known = row("0.900000", "0.839638", "0.939284");
        assert_eq!(problems(known, true), [""; 0]);
        assert_eq!(
            problems(row("0.910000", "0.839638", "0.939284"), true).len(),
            1
        );
        assert_eq!(problems(row("", "", ""), true).len(), 3);
    }

    #[test]
    fn a_group_of_one_provider_is_a_problem() {
        let row = |provider, group| [provider, group, "", "", "", "", "", "", "", "", ""];
        assert_eq!(problems(row("loket", "all"), false), [""; 0]);
        assert_eq!(problems(row("all", "age 0-24"), false), [""; 0]);
        assert_eq!(problems(row("loket", "age 0-24"), false).len(), 1);
    }

    /// 13 links can be wrong and 13 clients missed where k5 shows neither number, of 2,992 at least.
    #[test]
    fn a_hidden_count_can_be_any_that_is_hidden() {
        let row = |recall, low| {
            let high = "1.000000";
            [
                "all", "all", "3200", recall, low, high, "", "10", "3000", "500", "",
            ]
        };
        assert_eq!(problems(row("0.997833", "0.987375"), false), [""; 0]);
        let as_if_none = problems(row("1.000000", "0.994530"), false);
        assert_eq!(as_if_none.len(), 2, "{as_if_none:?}");
    }

    #[test]
    fn what_table_linkage_tells_otherwise_is_a_problem() {
        let row = ["loket", "all", "110", "", "", "", "", "", "95", "", ""];
        let problems = |clients, linked| {
            let other = ["loket", "200", clients, linked];
            problems_beside(row, ("linkage", &other), false).len()
        };
        assert_eq!(problems("110", "95"), 0);
        assert_eq!([problems("115", "95"), problems("110", "")], [1, 1]);
    }

    #[test]
    fn a_wijk_that_no_other_table_has_is_a_problem() {
        let row = |group| ["all", group, "", "", "", "", "", "", "", "", ""];
        let problems = |group| problems_beside(row(group), ("areas", &["wijk", "W1"]), false);
        assert_eq!(problems("wijk W1"), [""; 0]);
        assert_eq!(problems("wijk W2").len(), 1);
    }

    #[test]
    fn of_few_nothing_is_said() {
        let few = ["all", "all", "110", "", "", "", "", "", "95", "100", "10"];
        assert_eq!(problems(few, false), [""; 0]);
        let none_held_out = ["all", "all", "110", "", "", "", "", "", "100", "", "10"];
        assert_eq!(problems(none_held_out, false), [""; 0]);
    }
}
