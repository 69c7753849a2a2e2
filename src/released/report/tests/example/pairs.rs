//! Services, pairs and combinations of the example.

use super::{HOUSEHOLDS, Of, Table, Value, all_services, chance, count, share, table, text};

pub(super) fn services() -> Table {
    let row = |of: &Of| {
        let (households, status) = count(of.households);
        let persons = count(of.households * 1.08).0;
        let share = share(&households, &Value::Count(68_960));
        let words = [of.code, of.name, of.domain, of.provider].map(text);
        words
            .into_iter()
            .chain([persons, households, status, share])
            .collect()
    };
    table("services", all_services().iter().map(row).collect())
}

pub(super) fn service_stacking() -> Table {
    let row = |of: &Of| {
        let (households, status) = count(of.households * 0.72);
        vec![text(of.code), text("2+"), households, status]
    };
    table("service_stacking", all_services().iter().map(row).collect())
}

pub(super) fn co_occurrence() -> Table {
    let services = all_services();
    let mut rows = Vec::new();
    for (a, of_a) in services.iter().enumerate() {
        for (b, of_b) in services.iter().enumerate().skip(a) {
            rows.push(pair((a, of_a), (b, of_b)));
        }
    }
    rows.sort_by_key(|row| format!("{:?}", &row[..2]));
    table("co_occurrence", rows)
}

/// Households with a service.
const USERS: f64 = 16_550.0;

fn pair((a, of_a): (usize, &Of), (b, of_b): (usize, &Of)) -> Vec<Value> {
    let (margin_a, margin_b) = (of_a.households, of_b.households);
    let expected = margin_a * margin_b / USERS;
    let attraction = match chance(a * 64 + b) {
        _ if a == b => USERS / margin_a,
        drawn if of_a.domain == of_b.domain => 1.2 + 1.5 * drawn,
        drawn if drawn > 0.93 => 1.5 + 1.5 * chance(a + 977 * b),
        drawn if drawn < 0.12 => 0.25 + drawn,
        drawn => 0.7 + 0.6 * drawn,
    };
    let (households, status) = count((expected * attraction).min(margin_a.min(margin_b)));
    let (first, second) = if of_a.code <= of_b.code {
        (of_a, of_b)
    } else {
        (of_b, of_a)
    };
    let beside = |all: f64| {
        let expected = margin_a * margin_b / all;
        let lift = match &households {
            Value::Count(count) if a != b => Some(*count as f64 / expected),
            _ => None,
        };
        let derived = |number: Option<f64>| number.map_or(Value::Empty, Value::Decimal);
        let expected_text = derived(lift.map(|_| expected));
        [expected_text, derived(lift), significance(lift, expected)]
    };
    let share_of = |of: &Of| share(&households, &count(of.households).0);
    let shares = [share_of(first), share_of(second)];
    let (of_all, of_users) = (beside(HOUSEHOLDS), beside(USERS));
    let keys = vec![text(first.code), text(second.code)];
    keys.into_iter()
        .chain([households.clone(), status])
        .chain(shares)
        .chain(of_all)
        .chain(of_users)
        .collect()
}

fn significance(lift: Option<f64>, expected: f64) -> Value {
    match lift {
        None => Value::Empty,
        Some(lift) if lift >= 2.0 && expected > 8.0 => text("++"),
        Some(lift) if lift >= 1.2 && expected > 15.0 => text("+"),
        Some(lift) if lift <= 0.5 && expected > 25.0 => text("--"),
        Some(lift) if lift <= 1.0 / 1.2 && expected > 25.0 => text("-"),
        Some(_) => text("0"),
    }
}

pub(super) fn combinations() -> Table {
    let sets: [(&str, u64, f64); 8] = [
        ("pw-bijstand", 1, 1_105.0),
        ("wmo-hbh", 1, 960.0),
        ("pw-bijstand+pw-bijzonder", 2, 545.0),
        ("wmo-hbh+zvw-verpleging", 2, 470.0),
        ("wmo-hbh+wmo-vervoer", 2, 425.0),
        ("pw-bijstand+pw-bijzonder+schuld-regeling", 3, 120.0),
        ("ggz-basis+pw-bijstand", 2, 95.0),
        ("jw-ambulant+mw-maatschappelijk", 2, 60.0),
    ];
    let mut rows: Vec<Vec<Value>> = sets
        .iter()
        .map(|(codes, number, households)| {
            let (households, status) = count(*households);
            vec![text(codes), Value::Count(*number), households, status]
        })
        .collect();
    rows.push(vec![
        text("other"),
        Value::Empty,
        Value::Count(6_120),
        text("rounded"),
    ]);
    table("combinations", rows)
}

pub(super) fn domains() -> Table {
    let sets = [
        ("Wmo", 3_105.0),
        ("Participatiewet", 1_980.0),
        ("UWV", 1_640.0),
        ("Wmo+Zvw", 1_120.0),
        ("Participatiewet+Schuldhulp", 385.0),
        ("Jeugdwet", 905.0),
        ("Ggz+Participatiewet", 210.0),
    ];
    let row = |(names, households): (&str, f64)| {
        let (households, status) = count(households);
        vec![text(names), households, status]
    };
    table("domains", sets.map(row).to_vec())
}
