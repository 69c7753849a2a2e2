use serde_json::Value as Json;

use super::cells::{Cells, Household};
use super::random::Random;
use super::span::Spans;
use super::*;
use crate::pseudonymous::cells::{TABLES, TableDef};
use crate::pseudonymous::protect::profile::{Profile, Rounding};
use crate::released::calculate::{Column, ColumnKind, Table, Value};
use crate::vocabulary::Silent;

/// A town of a wijk with two buurten and three services, a line per row: the table, and what is in its columns. Empty columns
/// at the end are left out.
const TOWN: &str = "
    stacking household all all all 400 rounded
    stacking household all all 1+ 100 rounded
    stacking household all all 2+ 30 rounded
    stacking household wijk WK000001 all 400 rounded
    stacking household wijk WK000001 1+ 100 rounded
    stacking household wijk WK000001 2+ 30 rounded
    stacking household buurt BU00000101 all 250 rounded
    stacking household buurt BU00000101 1+ 70 rounded
    stacking household buurt BU00000101 2+ 20 rounded
    stacking household buurt BU00000102 all 150 rounded
    stacking household buurt BU00000102 1+ 30 rounded
    stacking household household_type single all 200 rounded
    stacking household household_type single 1+ 40 rounded
    stacking household household_type couple all 200 rounded
    stacking household household_type couple 1+ 60 rounded
    stacking household household_type institution all 20 rounded
    stacking person all all all 900 rounded
    services bijstand Bijstand Pw gemeente 80 75 rounded
    services wmo Wmo Wmo loket 50 50 rounded
    services schuld Schuldhulp Pw gemeente . . hidden
    service_stacking bijstand 2+ 30 rounded
    service_stacking wmo 2+ 30 rounded
    co_occurrence bijstand bijstand 75 rounded
    co_occurrence bijstand wmo 25 rounded
    co_occurrence bijstand schuld . hidden
    co_occurrence schuld wmo . hidden
    combinations bijstand 1 45 rounded
    combinations wmo 1 25 rounded
    combinations bijstand+wmo 2 20 rounded
    combinations other . . hidden
    domains Pw 50 rounded
    domains Wmo 25 rounded
    domains Pw+Wmo 25 rounded
    domains other . hidden
    organisations 1+ 100 rounded
    organisations 2+ 25 rounded
    population gemeente all household_type single 200 rounded
    population buurt BU00000101 household_type single 125 rounded
    population buurt BU00000102 household_type couple 75 rounded
    service_by_group bijstand household_type single 30 rounded
    service_by_group wmo household_type single . hidden";

fn value(column: &Column, text: &str) -> Value {
    match (column.kind, text) {
        (_, "" | ".") => Value::Empty,
        (ColumnKind::Count | ColumnKind::Decimal, number) => Value::Count(number.parse().unwrap()),
        (_, text) => Value::text(text),
    }
}

fn tables(text: &str) -> ReleaseTables {
    let table = |def: &&'static TableDef| {
        let columns = Column::of(def);
        let own = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix(&format!("{} ", def.name)));
        let rows = own.map(|line| {
            let cells = line.split(' ').chain(std::iter::repeat(""));
            columns
                .iter()
                .zip(cells)
                .map(|(column, text)| value(column, text))
                .collect()
        });
        Table {
            name: def.name,
            rows: rows.collect(),
            columns,
        }
    };
    ReleaseTables {
        tables: TABLES.iter().map(table).collect(),
        is_internal: false,
    }
}

fn made(text: &str, standing: &Standing, for_each_hidden: bool) -> Option<String> {
    let record = RunRecord {
        profile: Profile::K5,
        ..crate::released::runs::example_record()
    };
    witness(&record, &tables(text), standing, for_each_hidden, &Silent).unwrap()
}

fn made_up(text: &str) -> Option<Json> {
    let text = made(text, &Standing::default(), true)?;
    Some(serde_json::from_str(&text).unwrap())
}

/// How many households of a row, and what they are.
type Row = (i64, Vec<u64>);

/// The households of a town of the file, with the changes of one of its towns.
fn households(json: &Json, town: Option<&Json>) -> Vec<Row> {
    let numbers = |row: &Json| -> Vec<u64> {
        let row = row.as_array().unwrap();
        row.iter().map(|number| number.as_u64().unwrap()).collect()
    };
    let rows = json["households"].as_array().unwrap().iter().map(numbers);
    let mut rows: Vec<Row> = rows
        .map(|row| (row[0].cast_signed(), row[1..].to_vec()))
        .collect();
    for change in town.map_or(&Vec::new(), |town| town["changes"].as_array().unwrap()) {
        let change = numbers(change);
        rows[usize::try_from(change[0]).unwrap()].0 -= 1;
        rows.push((1, change[1..].to_vec()));
    }
    assert!(rows.iter().all(|(count, _)| *count >= 0));
    rows
}

/// How many households have all of these services, by their index; those of a type when one is given.
fn with(rows: &[Row], services: &[u64], kind: Option<u64>) -> i64 {
    let has = |row: &&Row| {
        let (_, what) = row;
        services.iter().all(|one| what[4..].contains(one))
            && kind.is_none_or(|kind| what[2] == kind)
    };
    rows.iter().filter(has).map(|(count, _)| count).sum()
}

const BIJSTAND: u64 = 0;
const WMO: u64 = 1;
const SCHULD: u64 = 2;

#[test]
fn a_made_up_town_has_what_the_tables_say() {
    let json = made_up(TOWN).unwrap();
    let towns = json["towns"].as_array().unwrap();
    for town in [None].into_iter().chain(towns.iter().map(Some)) {
        let rows = households(&json, town);
        for (count, printed) in [
            (with(&rows, &[], None), 400),
            (with(&rows, &[], Some(0)), 200),
            (with(&rows, &[BIJSTAND], None), 75),
            (with(&rows, &[WMO], None), 50),
            (with(&rows, &[BIJSTAND, WMO], None), 25),
            (with(&rows, &[BIJSTAND], Some(0)), 30),
        ] {
            assert!(
                (printed - 8..=printed + 8).contains(&count),
                "{count} as {printed}"
            );
        }
        for hidden in [
            with(&rows, &[SCHULD], None),
            with(&rows, &[BIJSTAND, SCHULD], None),
            with(&rows, &[WMO], Some(0)),
        ] {
            assert!((0..=13).contains(&hidden), "{hidden}");
        }
    }
}

#[test]
fn a_hidden_count_is_nobody_in_one_town_and_thirteen_in_another() {
    let json = made_up(TOWN).unwrap();
    let own = ["household", "buurt", "BU00000102", "services", "2+"];
    let towns = json["towns"].as_array().unwrap().iter();
    let towns: Vec<_> = towns
        .filter(|town| town["counts"] == Json::from(own.to_vec()))
        .collect();
    let in_buurt = |row: &&Row| row.1[0] == 1 && row.1.len() > 5;
    let counted = towns.iter().map(|town| {
        let rows = households(&json, Some(town));
        let rows = rows.iter().filter(in_buurt);
        rows.map(|(count, _)| count).sum::<i64>()
    });
    assert_eq!(counted.collect::<Vec<_>>(), [0, 13]);
    assert_eq!([&towns[0]["households"], &towns[1]["households"]], [0, 13]);
}

#[test]
fn tables_that_contradict_each_other_have_no_town() {
    let more = TOWN.replace(
        "co_occurrence bijstand wmo 25",
        "co_occurrence bijstand wmo 90",
    );
    assert!(made_up(TOWN).is_some());
    assert_eq!(made_up(&more), None);
}

#[test]
fn the_same_tables_have_the_same_towns_whatever_the_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| made(TOWN, &Standing::default(), true))
    };
    assert_eq!(on(1), on(3));
}

/// The rung above the last asks for a second service, which nobody can have.
#[test]
fn a_town_of_one_service_has_a_town() {
    let one = "
        stacking household all all all 400 rounded
        stacking household all all 1+ 100 rounded
        services wmo Wmo Wmo loket 100 100 rounded
        combinations wmo 1 100 rounded
        combinations other . . hidden
        domains Wmo 100 rounded
        domains other . hidden";
    assert!(made_up(one).is_some());
}

#[test]
fn exact_tables_have_no_town() {
    let record = RunRecord {
        profile: Profile::NONE,
        ..crate::released::runs::example_record()
    };
    let made = witness(&record, &tables(TOWN), &Standing::default(), false, &Silent).unwrap();
    assert_eq!(made, None);
}

/// At most 23 single users beside at most 68 in couples are no 92, unless some have joined since.
#[test]
fn a_number_that_stands_since_an_earlier_release_can_have_changed() {
    let old = TOWN
        .replace("single 1+ 40", "single 1+ 15")
        .replace("household_type single 30", "household_type single 15")
        .replace(
            "wmo household_type single . hidden",
            "wmo household_type couple 40 rounded",
        );
    assert_eq!(made(&old, &Standing::default(), false), None);
    let ledger = |counts: &str| {
        let text = format!(
            r#"{{"hold": 12, "before": {{}}, "releases": ["a", "b"], "numbers": [{{"counts": {counts}, "since": 0}}]}}"#
        );
        Standing::read(&text).unwrap()
    };
    let of_single = ledger(r#"["household", "household_type", "single", "services", "1+"]"#);
    assert!(made(&old, &of_single, false).is_some());
    let of_another = ledger(r#"["household", "household_type", "couple", "services", "2+"]"#);
    assert_eq!(made(&old, &of_another, false), None);
}

#[test]
fn what_is_hidden_or_shown_of_the_population_stands_for_all_that_the_profile_can_make_of_it() {
    let k5 = Profile::K5.rounding.unwrap();
    let span = |span: super::span::Span| (span.low, span.high);
    let spans = closed(&k5);
    assert_eq!(span(spans.printed(10)), (2, 18));
    assert_eq!(span(spans.hidden()), (0, 13));
    assert_eq!(span(spans.of_population(0)), (0, 8));
    assert_eq!(span(spans.of_population(5)), (0, 13));
    assert_eq!(span(spans.of_population(10)), (2, 18));
    let nhs = Profile::NHS.rounding.unwrap();
    assert_eq!(span(closed(&nhs).hidden()), (1, 7));
    assert_eq!(span(closed(&nhs).without_row()), (0, 7));
}

fn cells() -> Cells {
    let k5 = Profile::K5.rounding.unwrap();
    tables::cells(&tables(TOWN), &k5, &Standing::default(), (true, false)).unwrap()
}

#[test]
fn a_household_is_in_the_counts_that_say_so_of_it_and_in_no_other() {
    let (mut cells, mut random) = (cells(), Random::new(7, 0));
    for _ in 0..500 {
        let at = [cells.lists.places.len(), 1, 2, 1]
            .map(|count| u16::try_from(random.below(count)).unwrap());
        let one = Household {
            set: random.below(8) as u128,
            at,
        };
        let mut found = Vec::new();
        cells.of(&one, (true, true), |cell| found.push(cell as usize));
        found.sort_unstable();
        let all = cells.all.iter().enumerate();
        let expected = all
            .filter(|(_, cell)| cells.has(&cell.who, &one))
            .map(|(cell, _)| cell);
        assert_eq!(found, expected.collect::<Vec<_>>(), "{one:?}");
    }
}

#[test]
fn counts_have_the_words_of_the_ledger() {
    let cells = cells();
    let names: Vec<String> = cells
        .all
        .iter()
        .map(|cell| cells.lists.name(&cell.who).join(" "))
        .collect();
    for name in [
        "household all all services all",
        "household buurt BU00000101 services 2+",
        "household all all service wmo all",
        "household all all service wmo 2+",
        "household all all pair bijstand wmo",
        "household all all set bijstand wmo",
        "household all all domains Pw Wmo",
        "household all all other services",
        "household all all organisations 2+",
        "household household_type single service bijstand all",
        "household buurt BU00000101 groups household_type single",
    ] {
        assert!(names.iter().any(|own| own == name), "{name} in {names:#?}");
    }
}

/// Spans in which what is hidden is small.
const fn closed(rounding: &Rounding) -> Spans<'_> {
    Spans {
        rounding,
        is_open: false,
    }
}
