use super::*;
use crate::released::calculate::Column;
use crate::released::calculate::uncounted::number;

fn word(text: &str) -> Value {
    Value::text(text)
}

fn given(name: &'static str, columns: &[Column], rows: Vec<Vec<Value>>) -> Table {
    Table {
        name,
        columns: columns.to_vec(),
        rows,
    }
}

/// A town in which each of some wijken has ages of its own: the households of each age, the users of each wijk, and the norm by age.
fn tables(households: &[&[u64]], users: &[u64], norm: &[f64]) -> ReleaseTables {
    let own = |wijk: usize, age: usize| format!("{wijk}{age}");
    let shown = |of: u64| [Value::Count(of), word("rounded")];
    let name = |wijk: usize| word(&format!("W{wijk}"));
    let (mut areas, mut population, mut service_by_area, mut rates) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let all: u64 = households.iter().flat_map(|ages| ages.iter()).sum();
    areas.push([vec![word("gemeente"), word("all")], shown(all).to_vec()].concat());
    let mut norm = norm.iter();
    for (wijk, ages) in households.iter().enumerate() {
        let row = vec![word("wijk"), name(wijk)];
        areas.push([row, shown(ages.iter().sum()).to_vec()].concat());
        let row = vec![word("help"), word("wijk"), name(wijk)];
        service_by_area.push([row, shown(users[wijk]).to_vec()].concat());
        for (age, count) in ages.iter().enumerate() {
            let crossing = word("age_band/household_type/household_size");
            let labels = word(&format!("{}/single/1", own(wijk, age)));
            let row = vec![word("gemeente"), word("all"), crossing, labels];
            population.push([row, shown(*count).to_vec()].concat());
            let rate = *norm.next().unwrap();
            rates.push(vec![
                word("service=help"),
                word(&own(wijk, age)),
                word("all"),
                word("all"),
                Value::Number(rate),
                word("region"),
            ]);
        }
        for (other, ages) in households.iter().enumerate() {
            for (age, count) in ages.iter().enumerate() {
                let count = if other == wijk { *count } else { 0 };
                let row = vec![
                    word("wijk"),
                    name(wijk),
                    word("age_band"),
                    word(&own(other, age)),
                ];
                population.push([row, shown(count).to_vec()].concat());
            }
        }
    }
    let of_town = [vec![word("help")], shown(users.iter().sum()).to_vec()].concat();
    let keys = ["level", "area", "dimension", "value"].map(text);
    let counted = [count("households"), status("status")];
    let with = |keys: &[Column]| [keys, &counted].concat();
    let norm = ["what", "age_band", "household_type", "household_size"].map(text);
    ReleaseTables {
        tables: vec![
            given("areas", &with(&keys[..2]), areas),
            given("population", &with(&keys), population),
            given("services", &with(&[text("service")]), vec![of_town]),
            given(
                "service_by_area",
                &with(&[text("service"), text("level"), text("area")]),
                service_by_area,
            ),
            given(
                "norm",
                &[&norm[..], &[number("rate"), text("source")]].concat(),
                rates,
            ),
        ],
        is_internal: false,
    }
}

/// Level, expected number, ratio and class of each area.
fn judged(tables: &ReleaseTables) -> Vec<(String, f64, f64, String)> {
    let town = Town::of(tables);
    let table = table(tables, town.as_ref(), None);
    let text = |value: &Value| match value {
        Value::Text(text) => text.to_string(),
        _ => String::new(),
    };
    let decimal = |value: &Value| match value {
        Value::Decimal(number) => *number,
        _ => f64::NAN,
    };
    let one = |row: &Vec<Value>| {
        (
            text(&row[0]),
            decimal(&row[5]),
            decimal(&row[6]),
            text(&row[10]),
        )
    };
    let own = table
        .rows
        .iter()
        .filter(|row| text(&row[2]) == "service=help");
    own.map(one).collect()
}

/// The documented example of `esda.smoothing.indirect_age_standardization`: two areas of four ages each. It multiplies the ratio
/// by the rate of the standard population as a whole.
#[test]
fn a_ratio_by_a_norm_is_the_known_one() {
    let people: [&[u64]; 2] = [&[100, 100, 110, 90], &[100, 90, 110, 90]];
    let standard: [(f64, f64); 8] = [
        (100.0, 1000.0),
        (45.0, 900.0),
        (120.0, 1000.0),
        (100.0, 900.0),
        (50.0, 1000.0),
        (30.0, 900.0),
        (200.0, 1000.0),
        (80.0, 900.0),
    ];
    let rates = standard.map(|(users, all)| users / all);
    let found = judged(&tables(
        &people,
        &[30 + 25 + 25 + 15, 33 + 21 + 30 + 20],
        &rates,
    ));
    let sums = standard
        .iter()
        .fold((0.0, 0.0), |(users, all), one| (users + one.0, all + one.1));
    let known = [0.237_238_219_895_287_98, 0.261_080_332_409_972_3];
    for ((_, _, ratio, _), known) in found[1..].iter().zip(known) {
        // The table has six decimals.
        assert!((ratio * sums.0 / sums.1 - known).abs() < 1e-7, "{found:?}");
    }
}

/// Beside itself no town is low; beside a norm all of it can be.
#[test]
fn all_areas_can_be_below_a_norm() {
    let people: [&[u64]; 5] = [&[2000]; 5];
    let users = [100, 95, 105, 90, 110];
    let found = judged(&tables(&people, &users, &[0.1; 5]));
    let [town, wijken @ ..] = found.as_slice() else {
        panic!("no rows")
    };
    assert_eq!((town.0.as_str(), town.3.as_str()), ("gemeente", "low"));
    assert!(
        (town.1 - 1000.0).abs() < 1e-6 && (town.2 - 0.5).abs() < 1e-6,
        "{town:?}"
    );
    assert!(wijken.iter().all(|wijk| wijk.3 == "low"), "{wijken:?}");
    assert!(
        judged(&tables(&people, &users, &[0.05; 5]))
            .iter()
            .all(|one| one.3 == "as expected")
    );
}

/// An age that is not known has no rate of its own: it gets that of the others.
#[test]
fn households_of_an_unknown_age_have_the_rate_of_the_others() {
    let mut tables = tables(&[&[1000, 200]], &[110], &[0.1, 0.5]);
    let is_second = |value: &Value| matches!(value, Value::Text(text) if text == "01");
    for table in &mut tables.tables {
        for value in table.rows.iter_mut().flatten() {
            match value {
                Value::Text(text) if text == "01/single/1" => *text = "unknown/single/1".into(),
                Value::Text(text) if text == "01" && table.name == "population" => {
                    *text = "unknown".into();
                }
                _ => {}
            }
        }
        table
            .rows
            .retain(|row| table.name != "norm" || !row.iter().any(is_second));
    }
    let found = judged(&tables);
    assert!(
        found.iter().all(|one| (one.1 - 120.0).abs() < 1e-6),
        "{found:?}"
    );
}
