//! Checks what households have by area: as fine as the published numbers allow and no finer, the shares of their areas, and
//! that no service or pair is above what it is a part of.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::derived::{compare, share};
use super::tables::{Table, Tables};

/// The published households of each area, by level and code.
pub(super) type Areas<'a> = BTreeMap<[&'a str; 2], u64>;

/// Published households in the whole town, by what they have.
type InTown<'a> = BTreeMap<Vec<&'a str>, u64>;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let table = |name: &str| tables.by_name.get(name);
    let Some(areas) = table("areas") else {
        return;
    };
    let published = published(areas);
    for (name, of_town) in [
        ("service_by_area", "services"),
        ("domain_by_area", "domain_by_area"),
        ("pair_by_area", "co_occurrence"),
    ] {
        let (Some(table), Some(of_town)) = (table(name), table(of_town)) else {
            continue;
        };
        for row in &table.rows {
            let area = [table.text(row, "level"), table.text(row, "area")];
            let of_area = published.get(&area).copied();
            let expected = share(table.count(row, "households"), of_area);
            compare(table, row, "share", &expected, verdict);
        }
        if tables.printing.is_some() {
            let what = table.layout.keys - 2;
            check_rows(table, &published, &in_town(of_town, what), verdict);
        }
    }
    check_domains(tables, verdict);
}

/// What the whole town has of each, but of a pair of a service with itself.
fn in_town(table: &Table, keys: usize) -> InTown<'_> {
    let is_of_area = |row: &[String]| {
        let level = table.layout.columns.contains(&"level");
        level && table.text(row, "level") != "gemeente"
    };
    let rows = table.rows.iter().filter(|row| !is_of_area(row));
    let number = |row: &Vec<String>| table.count(row, "households").unwrap_or(0);
    let named = rows.map(|row| {
        let names = row[..keys].iter().map(String::as_str);
        (names.collect::<Vec<_>>(), number(row))
    });
    named
        .filter(|(names, _)| names.len() < 2 || names[0] != names[1])
        .collect()
}

/// Each has a row for every published area of the finest level with 10 households each; a domain also one of the gemeente.
fn check_rows(table: &Table, areas: &Areas<'_>, in_town: &InTown<'_>, verdict: &mut Verdict) {
    let of_level = |level: &'static str| areas.keys().filter(move |area| area[0] == level);
    let name = table.layout.name;
    let mut expected = BTreeSet::new();
    for (what, households) in in_town {
        let finest = ["buurt", "wijk"].into_iter().find(|level| {
            let number = of_level(level).count() as u64;
            number > 0 && *households >= 10 * number
        });
        let areas = finest.into_iter().flat_map(of_level);
        expected.extend(areas.map(|area| [&what[..], area].concat()));
        if name == "domain_by_area" {
            expected.insert([&what[..], &["gemeente", "all"]].concat());
        }
    }
    let found = table.rows.iter();
    let found = found.map(|row| row[..table.layout.keys].iter().map(String::as_str));
    let found: BTreeSet<Vec<&str>> = found.map(Iterator::collect).collect();
    if found != expected {
        let problem = format!("{name}: has other rows than the published numbers allow");
        verdict.problems.push(problem);
    }
}

/// Who has a service has one of its domain: in the town, and in every area.
fn check_domains(tables: &Tables, verdict: &mut Verdict) {
    let table = |name: &str| tables.by_name.get(name);
    let [Some(services), Some(by_area), Some(domains)] =
        ["services", "service_by_area", "domain_by_area"].map(table)
    else {
        return;
    };
    let names = services.rows.iter();
    let names = names.map(|row| [services.text(row, "service"), services.text(row, "domain")]);
    let domain_of: BTreeMap<&str, &str> = names.map(<(&str, &str)>::from).collect();
    let wholes = domains.rows.iter().filter_map(|row| {
        let households = domains.count(row, "households")?;
        Some(([&*row[0], &row[1], &row[2]], households))
    });
    let wholes: BTreeMap<[&str; 3], u64> = wholes.collect();
    let in_town = services.rows.iter();
    let in_town = in_town.map(|row| (services, row, ["gemeente", "all"]));
    let in_areas = by_area.rows.iter();
    let in_areas = in_areas.map(|row| (by_area, row, [row[1].as_str(), &row[2]]));
    for (table, row, [level, area]) in in_town.chain(in_areas) {
        let domain = domain_of.get(row[0].as_str()).copied().unwrap_or_default();
        let whole = wholes.get(&[domain, level, area]).copied();
        let part = table.count(row, "households");
        if part.zip(whole).is_some_and(|(part, whole)| part > whole) {
            let name = table.name_row(row);
            verdict.object(format!("{name}: is above its domain in domain_by_area"));
        }
    }
}

/// The published areas of each level with 10 households each, of so many in the town.
pub(super) fn areas_of<'a>(areas: &Areas<'a>, households: u64) -> Vec<[&'a str; 2]> {
    let of_level = |level| areas.keys().copied().filter(move |area| area[0] == level);
    let levels = ["buurt", "wijk"].into_iter();
    let enough = levels.filter(|level| households >= 10 * of_level(*level).count() as u64);
    enough.flat_map(of_level).collect()
}

/// The households of each published area.
pub(super) fn published(areas: &Table) -> Areas<'_> {
    let published = areas.rows.iter().filter_map(|row| {
        let households = areas.count(row, "households")?;
        Some(([row[0].as_str(), row[1].as_str()], households))
    });
    published.collect()
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

    /// What is wrong with these rows of a domain whose only service 20 households have.
    fn of_domain(rows: &[&[&str]]) -> usize {
        let areas: [&[&str]; 2] = [
            &["gemeente", "all", "all", "200"],
            &["wijk", "w", "W", "200"],
        ];
        let service = ["hbh", "Hulp", "Wmo", "loket", "", "20"];
        let tables = Tables {
            by_name: BTreeMap::from([
                table("areas", &areas),
                table("services", &[&service]),
                table(
                    "service_by_area",
                    &[&["hbh", "wijk", "w", "20", "rounded", "0.100000"]],
                ),
                table("domain_by_area", rows),
            ]),
            printing: Some(Printing::K5),
        };
        let mut verdict = Verdict::default();
        check(&tables, &mut verdict);
        verdict.problems.len()
    }

    #[test]
    fn a_domain_has_a_row_of_the_gemeente_and_no_service_above_it() {
        let row = |level, area, count, share| ["Wmo", level, area, count, "rounded", share];
        let town = row("gemeente", "all", "20", "0.100000");
        let wijk = row("wijk", "w", "20", "0.100000");
        assert_eq!(of_domain(&[&town, &wijk]), 0);
        assert_eq!(of_domain(&[&wijk]), 1);
        assert_eq!(of_domain(&[&town, &row("wijk", "w", "15", "0.075000")]), 1);
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
