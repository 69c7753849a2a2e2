//! Checks the services by area: as fine as the published numbers allow and no finer, and the shares of their areas.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::derived::{compare, share};
use super::tables::{Table, Tables};

/// The published households of each area, by level and code.
type Areas<'a> = BTreeMap<[&'a str; 2], u64>;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let [Some(table), Some(areas), Some(services)] =
        ["service_by_area", "areas", "services"].map(|name| tables.by_name.get(name))
    else {
        return;
    };
    let published = areas.rows.iter().filter_map(|row| {
        let households = areas.count(row, "households")?;
        Some(([row[0].as_str(), row[1].as_str()], households))
    });
    let published: Areas<'_> = published.collect();
    for row in &table.rows {
        let of_area = published.get(&[row[1].as_str(), row[2].as_str()]);
        let expected = share(table.count(row, "households"), of_area.copied());
        compare(table, row, "share", &expected, verdict);
    }
    if tables.printing.is_some() {
        check_rows(table, &published, services, verdict);
    }
}

/// A service has a row for each published area of the finest level with 10 households each.
fn check_rows(table: &Table, areas: &Areas<'_>, services: &Table, verdict: &mut Verdict) {
    let of_level = |level: &'static str| areas.keys().filter(move |area| area[0] == level);
    let mut expected = BTreeSet::new();
    for service in &services.rows {
        let households = services.count(service, "households").unwrap_or(0);
        let finest = ["buurt", "wijk"].into_iter().find(|level| {
            let number = of_level(level).count() as u64;
            number > 0 && households >= 10 * number
        });
        let areas = finest.into_iter().flat_map(of_level);
        expected.extend(areas.map(|area| [&service[0], area[0], area[1]]));
    }
    let found = table.rows.iter();
    let found: BTreeSet<[&str; 3]> = found.map(|row| [&*row[0], &row[1], &row[2]]).collect();
    if found != expected {
        let problem = "service_by_area: has other rows than the published numbers allow";
        verdict.problems.push(problem.into());
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::LAYOUT;
    use super::super::printing::Printing;
    use super::*;

    fn table(name: &str, rows: &[&[&str]]) -> (&'static str, Table) {
        let layout = LAYOUT.iter().find(|layout| layout.name == name).unwrap();
        let row = |row: &&[&str]| {
            let cells = row.iter().map(|cell| (*cell).to_owned());
            cells
                .chain(std::iter::repeat(String::new()))
                .take(layout.columns.len())
                .collect()
        };
        let rows = rows.iter().map(row).collect();
        (layout.name, Table { layout, rows })
    }

    /// What is wrong with these rows of a service of so many households, in a town of a wijk of two buurten.
    fn problems(households: &str, rows: &[&[&str]]) -> usize {
        let areas: [&[&str]; 4] = [
            &["gemeente", "all", "all", "200"],
            &["wijk", "w", "W", "200"],
            &["buurt", "b1", "B 1", "120"],
            &["buurt", "b2", "B 2", "80"],
        ];
        let service = ["wmo", "Wmo", "Wmo", "loket", "", households];
        let tables = Tables {
            by_name: BTreeMap::from([
                table("areas", &areas),
                table("services", &[&service]),
                table("service_by_area", rows),
            ]),
            printing: Some(Printing::K5),
        };
        let mut verdict = Verdict::default();
        check(&tables, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn a_service_shown_by_buurt_has_ten_households_for_each() {
        let buurten: [&[&str]; 2] = [
            &["wmo", "buurt", "b1", "15", "rounded", "0.125000"],
            &["wmo", "buurt", "b2", "", "hidden", ""],
        ];
        assert_eq!(problems("20", &buurten), 0);
        assert_eq!(problems("15", &buurten), 1);
        assert_eq!(problems("20", &buurten[..1]), 1);
    }

    #[test]
    fn a_share_is_of_the_published_households_of_its_area() {
        let wijk = |share| ["wmo", "wijk", "w", "15", "rounded", share];
        assert_eq!(problems("15", &[&wijk("0.075000")]), 0);
        assert_eq!(problems("15", &[&wijk("0.080000")]), 1);
        assert_eq!(problems("", &[]), 0);
    }
}
