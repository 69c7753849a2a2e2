//! The tables of a plan from what all households add up to.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::counters::Counters;
use super::exact::{Body, ByArea, ExactCell, ExactRow, ExactTable, ExactTables, HeadlineCounts};
use super::having::Having;
use super::ladders::ladders;
use super::linkage;
use super::linkage_quality;
use super::plan::BY_AREA;
use super::scene::Scene;
use crate::pseudonymous::cells::{
    CellKey, Counting, Event, Group, LadderOf, Number, PartsOf, SetOf, Subject, TableDef, Unit,
};
use crate::vocabulary::{Dimension, ServiceIx};

/// The tables, in the order of the plan.
pub(super) fn tables(scene: &Scene, counted: &Counters) -> ExactTables {
    let table = |def: &&'static _| ExactTable {
        def,
        body: body(scene, counted, def),
    };
    ExactTables {
        tables: scene.plan.tables.par_iter().map(table).collect(),
        names: scene.names(),
        facts: counted.relations.facts(scene),
    }
}

fn body(scene: &Scene, counted: &Counters, def: &TableDef) -> Body {
    match def.counted {
        Counting::Headline(_) => Body::Headline(headline(scene, counted)),
        Counting::Ladders(form, listed) => {
            let asked = scene.plan.asked_of(listed);
            Body::Ladders(
                form,
                asked
                    .flat_map(|of| ladders(of, |of| counted.rungs(of)))
                    .collect(),
            )
        }
        Counting::Services => Body::Rows(services(scene, counted)),
        Counting::Population(listed) => Body::Population(population(scene, listed, counted)),
        Counting::ServiceByGroup(listed) => {
            let tallies = scene.plan.asked(listed);
            let tallies = tallies.filter_map(|by| counted.having(Subject::Service, by));
            Body::Rows(tallies.flat_map(|services| services.rows(scene)).collect())
        }
        Counting::ByArea(of) => Body::ByArea(by_area(scene, of, counted)),
        Counting::Parts(of, listed) => parts(scene, of, listed, counted),
        Counting::NeedByService => {
            let pairs = counted.need_by_service.iter();
            Body::Rows(pairs.flat_map(|pairs| pairs.rows(scene.plan)).collect())
        }
        Counting::Pairs => {
            let pairs = counted.pairs.iter();
            Body::Rows(pairs.flat_map(|pairs| pairs.rows(scene.plan)).collect())
        }
        Counting::Flow => {
            let flow = counted.flow.iter();
            Body::Rows(flow.flat_map(|flow| flow.rows(scene.plan)).collect())
        }
        Counting::Overlap => {
            let pairs = counted.overlap.iter();
            Body::Rows(pairs.flat_map(|pairs| pairs.rows(scene.plan)).collect())
        }
        Counting::Sets(of) => Body::Pooled(of, sets(of, counted)),
        Counting::Areas => {
            let areas = scene.plan.areas();
            Body::Rows(areas.flat_map(|by| areas_of(scene, by, counted)).collect())
        }
        Counting::Linkage => Body::Rows(linkage::rows(scene.town, counted.draw)),
        Counting::LinkEffect => {
            let effect = counted.effect.iter();
            Body::Rows(effect.flat_map(|effect| effect.rows(scene)).collect())
        }
        Counting::Thresholds => {
            let surer = counted.thresholds.iter();
            let at_all = counted.of_households();
            Body::Rows(surer.flat_map(|surer| surer.rows(scene, &at_all)).collect())
        }
        Counting::LinkageQuality => {
            let by = Some(Dimension::Wijk);
            let wijken = by.filter(|by| scene.plan.dimensions.has(*by));
            let wijken = wijken.map_or_else(Vec::new, |by| known_areas(Some(by), counted));
            Body::Rows(linkage_quality::rows(scene, def, &wijken, counted.draw))
        }
    }
}

/// The organisations are those of the services that somebody was asked for.
fn headline(scene: &Scene, counted: &Counters) -> HeadlineCounts {
    let asked = scene.plan.all_services();
    HeadlineCounts {
        households: counted.of_households(),
        persons: counted.rungs(LadderOf::Persons(None)).concat(),
        client_records: linkage::all_clients(scene.town, &scene.plan.of_needs, counted.draw),
        services: asked.filter(|one| scene.plan.is_asked(*one)).count() as u64,
        organisations: scene.organisations.len() as u64,
    }
}

fn sets(of: SetOf, counted: &Counters) -> Vec<ExactRow> {
    let sets = counted.sets.iter().filter(|sets| sets.of() == of);
    sets.flat_map(super::sets::Sets::rows).collect()
}

/// A use known by address only is of a household and of no person. Persons are reported only when their households are: nine
/// persons of two households are too few.
fn services(scene: &Scene, counted: &Counters) -> Vec<ExactRow> {
    let persons = counted.persons.iter().flatten();
    let households = counted.rungs(LadderOf::EachService).into_iter();
    let cells = persons.zip(households.map(|rungs| rungs[0]));
    let row = |(service, (persons, households)): (ServiceIx, (&ExactCell, ExactCell))| ExactRow {
        key: CellKey::town(Unit::Person, Event::Service(service, Number::All)),
        cells: vec![Some(*persons), Some(households)],
        is_open: false,
        is_asked: scene.plan.is_asked(service),
        gate: Some(households),
    };
    scene.plan.all_services().zip(cells).map(row).collect()
}

/// The households of each crossing, in the order of the table.
fn population(
    scene: &Scene,
    listed: &'static [&'static [Dimension]],
    counted: &Counters,
) -> Vec<ExactRow> {
    let names = scene.names();
    let of_level = |by| counted.rungs(LadderOf::Households(Some(by)));
    let areas = |by| {
        of_level(by)
            .iter()
            .map(|rungs| rungs[0])
            .collect::<Vec<_>>()
    };
    let of = |crossing: &'static [Dimension]| {
        let mut tallies = counted.crossed.iter();
        let found = tallies.find(|crossed| crossed.of() == crossing);
        found.map(|crossed| crossed.rows(scene, &names, &areas(crossing[0])))
    };
    let crossings = scene.plan.crossed(listed);
    crossings.filter_map(of).flatten().collect()
}

/// What households of each area of the register have, and of the whole town.
fn by_area(scene: &Scene, of: Subject, counted: &Counters) -> ByArea {
    let levels: Vec<Dimension> = scene.plan.asked(BY_AREA).collect();
    let having = |by: &Dimension| counted.having(of, *by);
    let gates = |dimension: Dimension| {
        let areas = known_areas(Some(dimension), counted).into_iter();
        let gate = move |(level, all)| (Group { dimension, level }, all);
        areas.enumerate().map(gate)
    };
    let of_levels = || levels.iter().filter_map(having);
    // Of a country there are millions: a map that grew would be made again and again.
    let mut areas = HashMap::with_capacity(of_levels().map(Having::len).sum());
    areas.extend(of_levels().flat_map(Having::by_level));
    let in_town = levels.first().and_then(having);
    ByArea {
        areas,
        town: in_town.map(Having::in_town).unwrap_or_default(),
        gates: levels.iter().copied().flat_map(gates).collect(),
        of,
    }
}

/// All households of each area of the register.
fn known_areas(by: Option<Dimension>, counted: &Counters) -> Vec<ExactCell> {
    let mut areas = counted.rungs(LadderOf::Households(by));
    // The last are the households of no area that is known.
    areas.pop();
    areas.into_iter().map(|rungs| rungs[0]).collect()
}

/// Each need or right at each level; those of an area behind the households of that area.
fn parts(scene: &Scene, of: PartsOf, listed: &'static [Dimension], counted: &Counters) -> Body {
    let mut rows = Vec::new();
    for by in scene.plan.levels(listed) {
        let mut tallies = counted.parts.iter();
        let found = tallies.find(|parts| parts.of() == (of, by));
        let of_level = found.into_iter().flat_map(|parts| parts.rows(scene));
        if !by.is_some_and(|by| BY_AREA.contains(&by)) {
            rows.extend(of_level);
            continue;
        }
        let areas = known_areas(by, counted);
        let with_gate = |mut row: ExactRow| {
            row.gate = Some(*areas.get(row.key.group?.level)?);
            Some(row)
        };
        rows.extend(of_level.filter_map(with_gate));
    }
    Body::Parts(rows)
}

/// The gemeente, or every wijk or buurt of the register, but not who is in none that is known.
fn areas_of(scene: &Scene, by: Option<Dimension>, counted: &Counters) -> Vec<ExactRow> {
    let households = &scene.town.households;
    let known = match by {
        Some(Dimension::Wijk) => households.wijken.len(),
        Some(Dimension::Buurt) => households.buurten.len(),
        _ => 1,
    };
    let row = |(level, rungs): (usize, Vec<ExactCell>)| ExactRow {
        key: CellKey {
            unit: Unit::Household,
            group: by.map(|dimension| Group { dimension, level }),
            event: Event::Services(Number::All),
        },
        cells: (0..4)
            .map(|rung| Some(rungs.get(rung).copied().unwrap_or_default()))
            .collect(),
        is_open: by.is_some(),
        is_asked: true,
        gate: None,
    };
    let levels = counted.rungs(LadderOf::Households(by)).into_iter();
    levels.take(known).enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, pairs, rows};
    use super::*;

    #[test]
    fn the_headline_counts_households_persons_clients_and_what_the_agreement_lists() {
        let Body::Headline(counts) = Made::town().count("headline").body else {
            panic!("no headline")
        };
        assert_eq!(
            pairs(&counts.households),
            [(4, 10_111), (3, 10_011), (1, 10), (1, 10)]
        );
        assert_eq!(pairs(&counts.persons), [(7, 20_131), (4, 31)]);
        assert_eq!(counts.client_records.count, 6);
        assert_eq!((counts.services, counts.organisations), (3, 2));
    }

    #[test]
    fn the_clients_of_a_single_provider_draw_as_in_its_row_of_linkage() {
        let made = Made::town();
        let Body::Headline(counts) = made.count("headline").body else {
            panic!("no headline")
        };
        let Body::Rows(rows) = made.count("linkage").body else {
            panic!("no rows")
        };
        let clients = rows[0].cells[1].unwrap();
        assert_eq!(pairs(&[counts.client_records]), pairs(&[clients]));
    }

    #[test]
    fn services_and_organisations_that_nobody_was_asked_for_are_not_counted() {
        let mut made = Made::empty();
        made.plan.missing = vec![false, true, true];
        made.plan.providers.truncate(1);
        let Body::Headline(counts) = made.count("headline").body else {
            panic!("no headline")
        };
        assert_eq!((counts.services, counts.organisations), (1, 1));
    }

    #[test]
    fn a_use_by_address_is_of_the_household_and_of_no_person() {
        let table = Made::town().count("services");
        let row = |code: &str, counts: [u64; 2]| (code.to_owned(), counts.to_vec());
        let expected = [
            row("bijstand", [2, 1]),
            row("schuld", [1, 1]),
            row("wmo", [1, 3]),
        ];
        assert_eq!(rows(&table), expected);
    }

    #[test]
    fn the_households_of_a_service_are_the_gate_of_its_persons() {
        let Body::Rows(rows) = Made::town().count("services").body else {
            panic!("no rows")
        };
        for row in rows {
            assert!(row.gate.is_some() && row.gate == row.cells[1]);
        }
    }

    #[test]
    fn an_area_counts_its_private_households_and_those_with_one_two_three_services() {
        let row = |key: &str, counts: [u64; 4]| (key.to_owned(), counts.to_vec());
        let expected = [
            row("buurt b1 name of b1", [2, 2, 1, 1]),
            row("buurt b2 name of b2", [1, 0, 0, 0]),
            row("gemeente all all", [4, 3, 1, 1]),
            row("wijk w1 name of w1", [2, 2, 1, 1]),
            row("wijk w2 name of w2", [1, 0, 0, 0]),
        ];
        assert_eq!(rows(&Made::town().count("areas")), expected);
    }
}
