//! How many people would have a service in later years, if households of each age kept using it as now.

use std::collections::BTreeMap;

use super::cells::rows;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::uncounted::{UncountedTable, decimal, number, text};
use crate::released::calculate::{ReleaseTables, Table, Value};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "forecast",
    row: "a service in a year",
    columns: &[
        text("service"),
        number("year"),
        decimal("low"),
        decimal("persons"),
        decimal("high"),
    ],
    keys: 2,
    rests_on: &["population_ahead", "services", "service_by_group"],
};

/// The standard deviations within which 95 of 100 normal numbers lie.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// How many times as many people there are as in the first year, by age band and of all ages.
struct Growth<'a> {
    year: f64,
    bands: BTreeMap<&'a str, f64>,
    all: f64,
}

/// The published users of a service.
struct Users<'a> {
    persons: f64,
    /// Households by age band, where they are shown.
    bands: Vec<(&'a str, f64)>,
    /// The households whose age band is not shown.
    rest: f64,
}

/// The table, from published cells and the population of later years; `None` where that is not there.
pub(super) fn table(tables: &ReleaseTables, rounding: Option<&Rounding>) -> Option<Table> {
    let growth = growth(tables.table("population_ahead")?);
    let variance = rounding.map_or(0.0, Rounding::variance);
    let mut bands: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    let columns = ["service", "dimension", "value"];
    for ([service, dimension, band], count) in
        rows(tables, "service_by_group", columns, "households")
    {
        if let (true, Some(count)) = (dimension == "age_band", count) {
            let own = bands.entry(service).or_default();
            own.push((band, count as f64));
        }
    }
    let households = rows(tables, "services", ["service"], "households");
    let persons = rows(tables, "services", ["service"], "persons");
    let mut lines = Vec::new();
    for (([service], households), (_, persons)) in households.into_iter().zip(persons) {
        let bands = bands.remove(service);
        let users = bands.and_then(|bands| Users::of(persons?, households?, bands));
        for growth in &growth {
            let numbers = users.as_ref().map(|users| users.ahead(growth, variance));
            let number = |place: usize| Value::decimal(numbers.map(|numbers| numbers[place]));
            lines.push(vec![
                Value::text(service),
                Value::number(growth.year),
                number(0),
                number(1),
                number(2),
            ]);
        }
    }
    Some(TABLE.with(lines))
}

/// The growth of each year since the first, in the order of the table.
fn growth(population: &Table) -> Vec<Growth<'_>> {
    let mut years: Vec<Growth> = Vec::new();
    for row in &population.rows {
        let [
            Value::Number(year),
            Value::Text(band),
            Value::Number(persons),
            ..,
        ] = row.as_slice()
        else {
            continue;
        };
        if years.last().is_none_or(|last| last.year < *year) {
            years.push(Growth {
                year: *year,
                bands: BTreeMap::new(),
                all: 0.0,
            });
        }
        if let Some(last) = years.last_mut() {
            last.bands.insert(band, *persons);
            last.all += persons;
        }
    }
    let Some(first) = years.first() else {
        return years;
    };
    let (base, all) = (first.bands.clone(), first.all);
    for one in &mut years {
        one.all = if all > 0.0 { one.all / all } else { 1.0 };
        for (band, persons) in &mut one.bands {
            // Of an age that nobody had, no growth can be told.
            let before = base.get(band).copied().filter(|before| *before > 0.0);
            *persons = before.map_or(one.all, |before| *persons / before);
        }
    }
    years
}

impl<'a> Users<'a> {
    /// `None` where no household by age is shown.
    fn of(persons: u64, households: u64, bands: Vec<(&'a str, f64)>) -> Option<Self> {
        let shown: f64 = bands.iter().map(|(_, households)| households).sum();
        let users = Self {
            persons: persons as f64,
            rest: (households as f64 - shown).max(0.0),
            bands,
        };
        (shown > 0.0).then_some(users)
    }

    /// The lower end, the number of people and the upper end: the people of now, as much more or fewer as their households
    /// are when those of each age band grow as its people do. What is not shown by age grows as all people do.
    ///
    /// The interval holds the chance of each number of households, which is that of Poisson, and rounding, whose variance is
    /// `variance`: of the people now, and of the households of a band as far as it grows otherwise than all.
    fn ahead(&self, growth: &Growth, variance: f64) -> [f64; 3] {
        let of_band = |band: &str| growth.bands.get(band).copied().unwrap_or(growth.all);
        let known = self.bands.iter();
        let known = known.map(|(band, households)| (of_band(band), *households));
        let rest = (self.rest > 0.0).then_some((growth.all, self.rest));
        let bands: Vec<(f64, f64)> = known.chain(rest).collect();
        let now: f64 = bands.iter().map(|(_, households)| households).sum();
        let later: f64 = bands.iter().map(|(own, households)| own * households).sum();
        let (scale, times) = (self.persons / now, later / now);
        // Those that are not shown by age are all households less the others: a band that is rounded up takes from them.
        let beside = rest.map_or(times, |_| growth.all);
        let of_one = |(own, households): &(f64, f64)| {
            own * own * households + (own - beside).powi(2) * variance
        };
        let spread: f64 = bands.iter().map(of_one).sum();
        let spread = spread + (beside - times).powi(2) * variance;
        let deviation = (scale * scale * spread + times * times * variance).sqrt();
        let persons = scale * later;
        let width = DEVIATIONS * deviation;
        [(persons - width).max(0.0), persons, persons + width]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::protect::Profile;
    use crate::released::calculate::Column;

    fn given(name: &'static str, columns: &[Column], rows: Vec<Vec<Value>>) -> Table {
        Table {
            name,
            columns: columns.to_vec(),
            rows,
        }
    }

    fn word(text: &str) -> Value {
        Value::text(text)
    }

    /// 1000 young and 500 old people, later 900 and 1000: all grow by 19 to 15.
    fn tables(by_age: [Value; 2], households: u64) -> ReleaseTables {
        let year = |year: f64, band: &str, persons: f64| {
            vec![
                Value::Number(year),
                word(band),
                Value::Number(persons),
                word("CBS"),
            ]
        };
        let population = vec![
            year(2026.0, "0-64", 1000.0),
            year(2026.0, "65+", 500.0),
            year(2040.0, "0-64", 900.0),
            year(2040.0, "65+", 1000.0),
        ];
        let [young, old] = by_age;
        let group = |band: &str, count| vec![word("help"), word("age_band"), word(band), count];
        let [service, dimension, value] = ["service", "dimension", "value"].map(text);
        let [persons_of, households_of] =
            ["persons", "households"].map(crate::released::calculate::uncounted::count);
        let services = vec![vec![
            word("help"),
            Value::Count(400),
            Value::Count(households),
        ]];
        ReleaseTables {
            tables: vec![
                given("services", &[service, persons_of, households_of], services),
                given(
                    "service_by_group",
                    &[service, dimension, value, households_of],
                    vec![group("0-64", young), group("65+", old)],
                ),
                given(
                    "population_ahead",
                    &[
                        number("year"),
                        text("age_band"),
                        number("persons"),
                        text("source"),
                    ],
                    population,
                ),
            ],
            is_internal: false,
        }
    }

    fn persons(tables: &ReleaseTables) -> Vec<[f64; 3]> {
        let table = table(tables, None).unwrap();
        let number = |value: &Value| match value {
            Value::Decimal(number) => *number,
            _ => f64::NAN,
        };
        let rows = table.rows.iter();
        rows.map(|row| [2, 3, 4].map(|place| number(&row[place])))
            .collect()
    }

    #[test]
    fn users_grow_as_the_people_of_their_age_do() {
        // 100 households grow to 90 and 100 to 200: 290 for 200, with 2 persons each.
        let found = persons(&tables([Value::Count(100), Value::Count(100)], 200));
        assert!((found[0][1] - 400.0).abs() < 1e-9 && (found[1][1] - 580.0).abs() < 1e-9);
        // The variance of the households is 0.81 · 100 + 4 · 100.
        let width = DEVIATIONS * 2.0 * 481.0_f64.sqrt();
        assert!((found[1][0] - (580.0 - width)).abs() < 1e-6, "{found:?}");
        assert!((found[1][2] - (580.0 + width)).abs() < 1e-6, "{found:?}");
    }

    /// Now every band grows as all do, so that its rounding moves nothing; only that of the persons does.
    #[test]
    fn the_first_year_has_the_rounding_of_the_persons_alone() {
        let k5 = Profile::K5.rounding.unwrap();
        let tables = tables([Value::Count(100), Value::Count(100)], 200);
        let table = table(&tables, Some(&k5)).unwrap();
        let width = DEVIATIONS * (4.0 * 200.0 + k5.variance()).sqrt();
        let Value::Decimal(low) = table.rows[0][2] else {
            panic!("no number")
        };
        assert!((low - (400.0 - width)).abs() < 1e-6, "{low}");
    }

    #[test]
    fn what_is_not_shown_by_age_grows_as_all_people_do() {
        let found = persons(&tables([Value::Count(50), Value::Empty], 200));
        let later = 50.0 * 0.9 + 150.0 * 19.0 / 15.0;
        assert!((found[1][1] - later * 2.0).abs() < 1e-6, "{found:?}");
    }

    /// Of 200 households 100 are young, whose people become 0.9 times as many; the others grow as all do, by 19 to 15. That the
    /// young are rounded moves 0.9 - 19 / 15 each, that all are 13 / 12 - 19 / 15.
    #[test]
    fn each_printed_number_is_rounded_once_where_some_are_not_shown_by_age() {
        let k5 = Profile::K5.rounding.unwrap();
        let (v, all) = (k5.variance(), 19.0_f64 / 15.0);
        let tables = tables([Value::Count(100), Value::Empty], 200);
        let table = table(&tables, Some(&k5)).unwrap();
        let times = (90.0 + 100.0 * all) / 200.0;
        let rounded = (0.9 - all).powi(2) * v + (all - times).powi(2) * v;
        let spread = 4.0 * (81.0 + 100.0 * all * all + rounded) + times * times * v;
        let Value::Decimal(low) = table.rows[1][2] else {
            panic!("no number")
        };
        let expected = 400.0 * times - DEVIATIONS * spread.sqrt();
        assert!((low - expected).abs() < 1e-6, "{low}, {expected}");
    }

    #[test]
    fn a_service_that_is_shown_at_no_age_has_no_forecast() {
        let found = persons(&tables([Value::Empty, Value::Empty], 200));
        assert!(found.iter().flatten().all(|number| number.is_nan()));
    }

    #[test]
    fn without_the_population_of_later_years_there_is_no_table() {
        let mut tables = tables([Value::Count(100), Value::Count(100)], 200);
        tables.tables.pop();
        assert!(table(&tables, None).is_none());
    }
}
