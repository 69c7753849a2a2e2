//! Counts of the example: the headline, stacking by group, organisations, linkage.

use super::{Language, PartyRecord, Table, Value, chance, count, run, share, table, text};

const WIJKEN: &str = "Havenkwartier,Oude Dorp,Molenbuurt,Zuideinde,Rietvelden,Kogerpolder,\
    Westerwatering,De Werf,Hoornse Veld,Poelenburg-Oost,Kalverhoek,Noorderham,\
    Jagersveld,Wormerdijk,Beemsterkant,Spoorzicht,Guisveld,Eilanden,Buitengebied";

pub(super) fn headline() -> Table {
    let rows = [
        ("households", Value::Count(68_960), "rounded"),
        ("households_1_or_more", Value::Count(16_550), "rounded"),
        ("share_1_or_more", Value::Decimal(0.239_994), "rounded"),
        ("households_2_or_more", Value::Count(9_765), "rounded"),
        (
            "share_of_users_2_or_more",
            Value::Decimal(0.590_030),
            "rounded",
        ),
        ("households_3_or_more", Value::Count(5_460), "rounded"),
        (
            "share_of_users_3_or_more",
            Value::Decimal(0.329_909),
            "rounded",
        ),
        ("most_services", Value::Count(9), "topcoded"),
        ("mean_services_of_users", Value::Decimal(2.312_4), "rounded"),
        ("persons", Value::Count(158_730), "rounded"),
        ("persons_with_service", Value::Count(23_410), "rounded"),
        ("client_records", Value::Count(41_885), "rounded"),
        ("services", Value::Count(40), "exact"),
        ("organisations", Value::Count(13), "exact"),
    ];
    let rows = rows.map(|(measure, value, status)| vec![text(measure), value, text(status)]);
    table("headline", rows.to_vec())
}

const CUMULATIVE: [f64; 10] = [
    68_960.0, 16_550.0, 9_765.0, 5_460.0, 2_870.0, 1_400.0, 650.0, 270.0, 95.0, 20.0,
];

pub(super) fn stacking() -> Table {
    let mut rows = Vec::new();
    add_level(&mut rows, "all", "all", 1.0, 1.0);
    for (place, name) in WIJKEN.split(',').enumerate() {
        let size =
            [0.004, 0.02, 0.05, 0.09][place % 4] * if name == "Eilanden" { 0.1 } else { 1.0 };
        add_level(
            &mut rows,
            "wijk",
            &format!("WK0479{place:02}"),
            size,
            0.45 + 1.3 * chance(place),
        );
    }
    add_level(&mut rows, "wijk", "unknown", 0.000_05, 1.0);
    for (level, size, use_factor) in [
        ("0-24", 0.05, 0.7),
        ("25-44", 0.31, 0.75),
        ("45-64", 0.35, 0.9),
        ("65-74", 0.16, 1.05),
        ("75+", 0.13, 1.9),
    ] {
        add_level(&mut rows, "age_band", level, size, use_factor);
    }
    for (level, size, use_factor) in [
        ("single", 0.36, 1.1),
        ("couple", 0.27, 0.7),
        ("couple_children", 0.27, 0.8),
        ("single_parent", 0.08, 2.1),
        ("other", 0.02, 1.3),
        ("unknown", 0.000_2, 1.0),
    ] {
        add_level(&mut rows, "household_type", level, size, use_factor);
    }
    for (level, size, use_factor) in [
        ("1", 0.36, 1.1),
        ("2", 0.32, 0.8),
        ("3", 0.13, 1.0),
        ("4", 0.13, 0.9),
        ("5", 0.04, 1.1),
        ("6+", 0.02, 1.5),
    ] {
        add_level(&mut rows, "household_size", level, size, use_factor);
    }
    table("stacking", rows)
}

pub(super) fn add_level(
    rows: &mut Vec<Vec<Value>>,
    dimension: &str,
    level: &str,
    size: f64,
    use_factor: f64,
) {
    let published: Vec<(Value, Value)> = CUMULATIVE
        .iter()
        .enumerate()
        .map(|(place, number)| count(number * size * if place == 0 { 1.0 } else { use_factor }))
        .collect();
    let (all, users) = (published[0].0.clone(), published[1].0.clone());
    let mut add = |services: String, value: Value, status: Value| {
        let shares = [share(&value, &all), share(&value, &users)];
        let keys = ["household", dimension, level].map(text);
        rows.push(
            keys.into_iter()
                .chain([text(&services), value, status])
                .chain(shares)
                .collect(),
        );
    };
    add("all".into(), all.clone(), published[0].1.clone());
    for (place, (value, status)) in published.iter().enumerate() {
        if place > 0 {
            add(format!("{place}+"), value.clone(), status.clone());
        }
        let difference = match (value, published.get(place + 1).map(|next| &next.0)) {
            (Value::Count(here), Some(Value::Count(next))) if here - next >= 10 => {
                Some(here - next)
            }
            _ => None,
        };
        let status = if difference.is_some() {
            "derived"
        } else {
            "hidden"
        };
        add(
            place.to_string(),
            difference.map_or(Value::Empty, Value::Count),
            text(status),
        );
    }
}

pub(super) fn organisations() -> Table {
    let sets = [
        ("1", 9_120.0),
        ("2", 4_015.0),
        ("3", 2_010.0),
        ("4", 905.0),
        ("5", 330.0),
        ("6", 4.0),
        ("1+", 16_550.0),
        ("2+", 7_430.0),
        ("3+", 3_415.0),
        ("4+", 1_405.0),
        ("5+", 500.0),
    ];
    let row = |(number, households): (&str, f64)| {
        let (households, status) = count(households);
        vec![text(number), households, status]
    };
    table("organisations", sets.map(row).to_vec())
}

pub(super) fn areas() -> Table {
    let row = |(place, name): (usize, &str)| {
        vec![text("wijk"), text(&format!("WK0479{place:02}")), text(name)]
    };
    let rows = WIJKEN.split(',').enumerate().map(row).collect();
    table("areas", rows)
}

pub(super) fn linkage() -> Table {
    let row = |(place, party): (usize, PartyRecord)| {
        let clients = 400.0 + 6_000.0 * chance(place + 40);
        let linked = clients * (0.88 + 0.1 * chance(place));
        let parts = [
            clients * 1.4,
            clients,
            linked,
            linked * 0.94,
            linked * 0.05,
            0.0,
            linked * 0.01,
            clients * 0.004,
            clients * 0.02,
            clients * 0.01,
            clients * 0.02,
            clients * 0.002,
        ];
        let parts: Vec<Value> = parts.iter().map(|number| count(*number).0).collect();
        let share = share(&parts[2], &parts[1]);
        std::iter::once(text(party.id.as_str()))
            .chain(parts)
            .chain([share])
            .collect()
    };
    let providers = run(Language::Dutch).parties;
    table(
        "linkage",
        providers.into_iter().enumerate().map(row).collect(),
    )
}
