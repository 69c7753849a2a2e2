//! Which counts lie within which others, over all tables.
//!
//! Counts are rounded apart, so a part could be printed above its whole, and that pins both. Each relation here
//! follows from what is counted, so anyone who reads the tables knows it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::exact::{Body, ExactCell, ExactRow, ExactTable, Ladder};
use super::view::View;

/// Every pair of a part and its whole, in no order.
pub(super) fn within(view: &View, tables: &[ExactTable]) -> Vec<(ExactCell, ExactCell)> {
    let counts = Counts::of(tables);
    let mut found = Found::default();
    counts.rungs(&mut found);
    counts.levels(&mut found);
    counts.buurten(view, &mut found);
    counts.services(view, &mut found);
    counts.pairs(&mut found);
    counts.combinations(view, &mut found);
    counts.linkage(&mut found);
    if each_use_brings_one_organisation(view) {
        let organisations = counts.ladder(&["organisations"]);
        found.add_rungs(organisations, counts.ladder(&TOWN));
    }
    found.0
}

const TOWN: [&str; 4] = ["stacking", "household", "all", "all"];
const PERSONS: [&str; 4] = ["stacking", "person", "all", "all"];

#[derive(Default)]
struct Found(Vec<(ExactCell, ExactCell)>);

impl Found {
    /// A count that is not there, or a whole that is smaller than its part, says nothing.
    fn add(&mut self, part: Option<ExactCell>, whole: Option<ExactCell>) {
        if let (Some(part), Some(whole)) = (part, whole)
            && part != whole
            && (1..=whole.count).contains(&part.count)
        {
            self.0.push((part, whole));
        }
    }

    /// Each rung within the same rung of the other ladder.
    fn add_rungs(&mut self, part: &[ExactCell], whole: &[ExactCell]) {
        for (part, whole) in part.iter().zip(whole) {
            self.add(Some(*part), Some(*whole));
        }
    }
}

/// The counts of all tables by what they count.
struct Counts<'a> {
    /// By the name of the table and the keys.
    ladders: BTreeMap<Vec<&'a str>, &'a [ExactCell]>,
    /// By the name of the table and the first key, or the two services of a pair.
    rows: HashMap<Vec<&'a str>, &'a ExactRow>,
    client_records: Option<ExactCell>,
}

impl<'a> Counts<'a> {
    fn of(tables: &'a [ExactTable]) -> Self {
        let mut counts = Self {
            ladders: BTreeMap::new(),
            rows: HashMap::new(),
            client_records: None,
        };
        for table in tables {
            let key = |keys: &'a [String]| -> Vec<&'a str> {
                std::iter::once(table.def.name)
                    .chain(keys.iter().map(String::as_str))
                    .collect()
            };
            match &table.body {
                Body::Ladders(_, ladders) => {
                    let ladder = |ladder: &'a Ladder| (key(&ladder.keys), &*ladder.rungs);
                    counts.ladders.extend(ladders.iter().map(ladder));
                }
                Body::Pooled(rows, _) => {
                    let row = |row: &'a ExactRow| (key(&row.keys[..1]), row);
                    counts.rows.extend(rows.iter().map(row));
                }
                Body::Rows(rows) => {
                    let row = |row: &'a ExactRow| (key(&row.keys), row);
                    counts.rows.extend(rows.iter().map(row));
                }
                Body::Headline(headline) => counts.client_records = Some(headline.client_records),
            }
        }
        counts
    }

    fn ladder(&self, key: &[&str]) -> &'a [ExactCell] {
        self.ladders.get(key).copied().unwrap_or_default()
    }

    fn cell(&self, key: &[&str], place: usize) -> Option<ExactCell> {
        self.rows
            .get(key)
            .and_then(|row| row.cells.get(place).copied().flatten())
    }

    /// Households with a service that have so many.
    fn of_service(&self, service: &str, number: usize) -> Option<ExactCell> {
        self.ladder(&["service_stacking", service])
            .get(number)
            .copied()
    }

    fn pair(&self, a: &str, b: &str) -> Option<ExactCell> {
        self.cell(&["co_occurrence", a.min(b), a.max(b)], 0)
    }

    /// At least 3 are at least 2.
    fn rungs(&self, found: &mut Found) {
        for rungs in self.ladders.values() {
            found.add_rungs(rungs.get(1..).unwrap_or_default(), rungs);
        }
    }

    /// A level lies within the town, and a household has a member: households are no more than persons.
    fn levels(&self, found: &mut Found) {
        for (key, rungs) in self.ladders.range(vec!["stacking"]..vec!["stacking-"]) {
            let [_, unit, dimension, level] = key[..] else {
                continue;
            };
            if level != "institution" {
                found.add_rungs(rungs, self.ladder(&["stacking", unit, "all", "all"]));
            }
            if unit == "household" {
                let persons = self.ladder(&["stacking", "person", dimension, level]);
                found.add(rungs.first().copied(), persons.first().copied());
            }
        }
    }

    fn buurten(&self, view: &View, found: &mut Found) {
        let households = &view.town.households;
        let mut wijk_of: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); households.buurten.len()];
        for (buurt, wijk) in households.buurt.iter().zip(&households.wijk) {
            if let Some(wijken) = wijk_of.get_mut(*buurt as usize) {
                wijken.insert(*wijk);
            }
        }
        for (buurt, wijken) in households.buurten.iter().zip(wijk_of) {
            let mut wijken = wijken
                .iter()
                .map(|wijk| households.wijken.get(*wijk as usize));
            if let (Some(Some(wijk)), None) = (wijken.next(), wijken.next()) {
                let [buurt, wijk] = [("buurt", &buurt.code), ("wijk", &wijk.code)]
                    .map(|(level, code)| self.ladder(&["stacking", "household", level, code]));
                found.add_rungs(buurt, wijk);
            }
        }
    }

    /// Who has a service and so many has so many; and where one provider hands a service over, its linked clients
    /// are at least as many.
    fn services(&self, view: &View, found: &mut Found) {
        let linked_of = provider_of_each(view);
        for (service, provider) in (0..view.services.len()).zip(linked_of) {
            let code = view.code(service);
            found.add_rungs(self.ladder(&["service_stacking", code]), self.ladder(&TOWN));
            let [persons, households] = [0, 1].map(|place| self.cell(&["services", code], place));
            found.add(households, self.ladder(&TOWN).get(1).copied());
            found.add(persons, self.ladder(&PERSONS).get(1).copied());
            if let Some(provider) = provider {
                let linked = self.cell(&["linkage", provider], LINKED);
                found.add(persons, linked);
                found.add(households, linked);
            }
        }
    }

    /// Who has both has each, and two services.
    fn pairs(&self, found: &mut Found) {
        for (key, row) in &self.rows {
            let [table, a, b] = key[..] else { continue };
            if table == "co_occurrence" && a != b {
                let both = row.cells[0];
                found.add(both, self.of_service(a, 2));
                found.add(both, self.of_service(b, 2));
            }
        }
    }

    /// Who has exactly these services has each of them and so many, every pair of them, and exactly their domains.
    fn combinations(&self, view: &View, found: &mut Found) {
        let settings = view.settings;
        let services = settings.services.iter();
        let domain_of: HashMap<&str, &str> = services
            .map(|service| (service.code.as_str(), service.domain.as_str()))
            .collect();
        let mut services_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (code, domain) in &domain_of {
            services_of.entry(domain).or_default().push(code);
        }
        for (key, row) in &self.rows {
            let [table, set] = key[..] else { continue };
            let exactly = row.cells[0];
            let names: Vec<&str> = set.split('+').collect();
            match table {
                "combinations" => {
                    self.set(exactly, &names, names.len(), found);
                    let domains = names.iter().filter_map(|code| domain_of.get(code).copied());
                    let domains: BTreeSet<&str> = domains.collect();
                    let domains: Vec<&str> = domains.into_iter().collect();
                    found.add(exactly, self.cell(&["domains", &domains.join("+")], 0));
                }
                "domains" => {
                    found.add(exactly, self.ladder(&TOWN).get(names.len()).copied());
                    let only = |domain: &&str| match services_of.get(domain).map(Vec::as_slice) {
                        Some([service]) => Some(*service),
                        _ => None,
                    };
                    let single: Vec<&str> = names.iter().filter_map(only).collect();
                    self.set(exactly, &single, names.len(), found);
                }
                _ => {}
            }
        }
    }

    /// Households that have all of `services`, and at least `number` in all.
    fn set(&self, cell: Option<ExactCell>, services: &[&str], number: usize, found: &mut Found) {
        for (place, service) in services.iter().enumerate() {
            found.add(cell, self.of_service(service, number));
            for other in &services[place + 1..] {
                found.add(cell, self.pair(service, other));
            }
        }
    }

    fn linkage(&self, found: &mut Found) {
        let persons = self.ladder(&PERSONS).get(1).copied();
        found.add(persons, self.client_records);
        for (key, row) in self.rows.iter().filter(|(key, _)| key[0] == "linkage") {
            let cell = |place| self.cell(key, place);
            found.add(cell(CLIENTS), cell(RECORDS));
            found.add(cell(CLIENTS), self.client_records);
            // What follows the clients up to the rows left behind counts them by fate.
            for fate in LINKED..row.cells.len() - 1 {
                let is_way = (LINKED + 1..=LINKED + WAYS).contains(&fate);
                found.add(cell(fate), cell(if is_way { LINKED } else { CLIENTS }));
            }
        }
    }
}

/// Places of the columns of `linkage`; the ways follow `linked`.
const RECORDS: usize = 0;
const CLIENTS: usize = 1;
const LINKED: usize = 2;
const WAYS: usize = 4;

/// The only provider of each service, in the order of the view.
fn provider_of_each<'a>(view: &View<'a>) -> Vec<Option<&'a str>> {
    let mut providers: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); view.settings.services.len()];
    let uses = &view.town.uses;
    for (service, provider) in uses.service.iter().zip(&uses.provider) {
        providers[usize::from(*service)].insert(*provider);
    }
    let only = |place: &usize| {
        let mut providers = providers[*place].iter();
        let provider = providers.next().filter(|_| providers.next().is_none())?;
        let id = view.settings.providers.get(usize::from(*provider))?;
        Some(id.as_str())
    };
    view.services.iter().map(only).collect()
}

/// Whether no household has more organisations than services: where two providers hand over a service that names no
/// organisation, it can.
fn each_use_brings_one_organisation(view: &View) -> bool {
    (0..view.households())
        .all(|household| view.organisation_number[household] as usize <= view.set(household).len())
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, SCHULD, WMO};
    use super::super::measure;
    use super::*;
    use crate::vocabulary::{HouseholdType, Silent};

    /// Counts and draws of a part and its whole.
    fn relations(made: &Made) -> Vec<[(u64, u64); 2]> {
        let exact = measure(&made.town, &made.settings, &Silent).unwrap();
        let pair = |(part, whole): (ExactCell, ExactCell)| {
            [part, whole].map(|cell| (cell.count, cell.draw))
        };
        exact.within.into_iter().map(pair).collect()
    }

    #[test]
    fn counts_of_other_tables_lie_within_each_other() {
        let found = relations(&Made::town());
        let (users, households, persons) = ((3, 10_011), (4, 10_111), (7, 20_131));
        let (wmo_alone, both) = ((2, 10_001), (1, 10));
        for relation in [
            [users, households],
            [households, persons],
            [both, users],
            [wmo_alone, users],
            // The household of the one wijk within those of the town.
            [(2, 11), households],
        ] {
            assert!(found.contains(&relation), "{relation:?}");
        }
    }

    #[test]
    fn a_count_never_lies_within_a_smaller_one_or_within_itself() {
        for [part, whole] in relations(&Made::town()) {
            assert!(part != whole && part.0 <= whole.0);
        }
    }

    #[test]
    fn households_of_a_service_are_no_more_than_the_linked_clients_of_its_only_provider() {
        let mut made = Made::empty();
        for _ in 0..3 {
            made.household(HouseholdType::Couple, 0, &[&[WMO], &[]], &[]);
        }
        let linked = (4, 10_021);
        let of_wmo = [(3, 111), linked];
        assert!(relations(&made).contains(&of_wmo));
        made.household(HouseholdType::Single, 0, &[&[SCHULD]], &[]);
        let uses = &mut made.town.uses;
        uses.service[3] = WMO;
        assert!(!relations(&made).contains(&[(4, 1111), linked]));
    }
}
