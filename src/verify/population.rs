//! Checks that the population has the same rows for each area, and rows for each published area only.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::tables::Tables;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let [Some(table), Some(areas)] = ["population", "areas"].map(|name| tables.by_name.get(name))
    else {
        return;
    };
    let rows = areas.rows.iter();
    let published: BTreeSet<[&str; 2]> = rows.map(|row| [&*row[0], &*row[1]]).collect();
    let mut groups: BTreeMap<[&str; 2], BTreeSet<[&str; 2]>> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| row[0] != "gemeente") {
        let area = groups.entry([&row[0], &row[1]]).or_default();
        area.insert([&row[2], &row[3]]);
    }
    for level in ["wijk", "buurt"] {
        let of_level = || groups.iter().filter(|(area, _)| area[0] == level);
        let first = of_level().next().map(|(_, rows)| rows);
        let has_all = of_level().all(|(_, rows)| Some(rows) == first);
        let listed = published.iter().filter(|area| area[0] == level);
        // A dimension that nobody asked for has no rows at all.
        if !has_all || of_level().count() > 0 && !listed.eq(of_level().map(|(area, _)| area)) {
            let problem =
                format!("population: has other rows by {level} than the areas and groups");
            verdict.object(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::LAYOUT;
    use super::super::printing::Printing;
    use super::super::tables::Table;
    use super::*;

    fn problems(rows: &[[&str; 4]]) -> usize {
        let table = |name: &str, rows: &[[&str; 4]]| {
            let layout = LAYOUT.iter().find(|layout| layout.name == name).unwrap();
            let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec());
            let rows = rows.collect();
            (layout.name, Table { layout, rows })
        };
        let areas = [["wijk", "w1", "W 1", "40"], ["wijk", "w2", "W 2", "20"]];
        let tables = Tables {
            by_name: BTreeMap::from([table("areas", &areas), table("population", rows)]),
            printing: Some(Printing::K5),
        };
        let mut verdict = Verdict::default();
        check(&tables, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn each_published_area_has_the_same_rows() {
        let row = |area, value| ["wijk", area, "age_band", value];
        let all = [
            row("w1", "0-24"),
            row("w1", "25-44"),
            row("w2", "0-24"),
            row("w2", "25-44"),
        ];
        assert_eq!(problems(&all), 0);
        assert_eq!(problems(&all[..3]), 1);
        assert_eq!(problems(&all[..2]), 1);
        assert_eq!(problems(&[]), 0);
    }
}
