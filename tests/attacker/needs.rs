//! What tables `needs`, `need_by_service` and `reached` tell.

use std::collections::BTreeMap;

use factlab::pseudonymous::protect::published::{Cell, PublishedTables};

use super::Attacker;

pub(super) fn learn(published: &PublishedTables, attacker: &mut Attacker) {
    learn_needs(published, attacker);
    let table = published.table("need_by_service").unwrap();
    for row in table.rows() {
        let [need, service] = <[String; 2]>::try_from(table.keys(row)).unwrap();
        let name = format!("need_with {need} {service}");
        let with = attacker.learn(name, row.cells[0].value());
        for whole in [
            format!("need {need} gemeente all"),
            format!("pair {service} {service}"),
        ] {
            attacker.nested.push((with.clone(), whole));
        }
    }
    learn_reached(published, attacker);
}

/// A need lies within its group and within the town, and who has no service within the need. The age bands and types make up
/// the town; all services answer `n0`, so that whoever has it has one or none.
fn learn_needs(published: &PublishedTables, attacker: &mut Attacker) {
    let mut parts: BTreeMap<[String; 2], [Vec<String>; 2]> = BTreeMap::new();
    let table = published.table("needs").unwrap();
    for row in table.rows() {
        let [need, level, area] = <[String; 3]>::try_from(table.keys(row)).unwrap();
        let names = ["need", "without"].map(|word| format!("{word} {need} {level} {area}"));
        let in_town = ["need", "without"].map(|word| format!("{word} {need} gemeente all"));
        let group = match level.as_str() {
            "gemeente" => "household all all".to_owned(),
            _ => format!("household {level} {area}"),
        };
        let cells = row.cells.iter().copied().map(Cell::value);
        for (name, number) in names.iter().zip(cells) {
            attacker.learn(name.clone(), number);
        }
        let [all, without] = names;
        attacker.nested.push((without.clone(), all.clone()));
        attacker.nested.push((all.clone(), format!("{group} 0")));
        if level == "gemeente" {
            continue;
        }
        for (part, whole) in [&all, &without].into_iter().zip(in_town) {
            attacker.nested.push((part.clone(), whole));
        }
        if level == "buurt" {
            let wijk = area.replace('b', "w");
            let wijken = ["need", "without"].map(|word| format!("{word} {need} wijk {wijk}"));
            let pairs = [&all, &without].map(Clone::clone).into_iter().zip(wijken);
            attacker
                .nested
                .extend(pairs.filter(|(_, wijk)| attacker.known.contains_key(wijk)));
        }
        let of_level = parts.entry([need, level]).or_default();
        of_level[0].push(all);
        of_level[1].push(without);
    }
    for ([need, level], [all, without]) in parts {
        if ["age_band", "household_type"].contains(&level.as_str()) {
            for (word, parts) in [("need", all), ("without", without)] {
                attacker
                    .sums
                    .push((format!("{word} {need} gemeente all"), parts));
            }
        }
    }
}

/// In the town these are a service and a pair, which other tables tell of; in an area the service too.
fn learn_reached(published: &PublishedTables, attacker: &mut Attacker) {
    let table = published.table("reached").unwrap();
    for row in table.rows() {
        let [_, level, area] = <[String; 3]>::try_from(table.keys(row)).unwrap();
        if level == "gemeente" {
            assert_eq!(row.cells[1].value(), attacker.printed["pair s0 s1"]);
            continue;
        }
        attacker.learn(format!("group s0 {level} {area}"), row.cells[0].value());
        let name = format!("together s0 s1 {level} {area}");
        let both = attacker.learn(name, row.cells[1].value());
        let wholes = [
            "pair s0 s1".to_owned(),
            format!("group s0 {level} {area}"),
            format!("group s1 {level} {area}"),
            format!("household {level} {area} 2"),
        ];
        for whole in wholes
            .into_iter()
            .filter(|whole| attacker.known.contains_key(whole))
        {
            attacker.nested.push((both.clone(), whole));
        }
    }
}
