//! Which counts lie within which others, over all tables.
//!
//! Counts are rounded apart, so a part could be printed above its whole, and that pins both.

use std::collections::{BTreeSet, HashMap};

use super::exact::{Body, ExactCell, ExactTable};
use super::sets::domains;
use super::view::View;
use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Facts, Number};

/// Every pair of a part and its whole, in no order. A count that is not there, or a whole that is smaller than its part,
/// says nothing.
pub(super) fn within(view: &View, tables: &[ExactTable]) -> Vec<(ExactCell, ExactCell)> {
    let facts = facts(view);
    let cells = cells(tables);
    let mut found = Vec::new();
    for (key, part) in cells.iter().filter(|(_, part)| part.count > 0) {
        for whole in key.wholes(&facts) {
            if let Some(whole) = cells.get(&whole)
                && part != whole
                && part.count <= whole.count
            {
                found.push((*part, *whole));
            }
        }
    }
    found
}

/// The counts of all tables by what they count.
fn cells(tables: &[ExactTable]) -> HashMap<CellKey, ExactCell> {
    let mut cells = HashMap::new();
    for table in tables {
        match &table.body {
            Body::Ladders(_, ladders) => {
                for ladder in ladders {
                    let rungs = ladder.rungs.iter().enumerate();
                    let key = |number| ladder.key.with(Number::at_least(number));
                    cells.extend(rungs.map(|(number, rung)| (key(number), *rung)));
                }
            }
            Body::Rows(rows) | Body::Pooled(_, rows, _) => {
                for row in rows {
                    let keys = table.def.cell_keys(&row.key).zip(&row.cells);
                    cells.extend(keys.filter_map(|(key, cell)| Some((key, (*cell)?))));
                }
            }
            Body::Headline(headline) => {
                cells.insert(ALL_CLIENTS, headline.client_records);
            }
        }
    }
    cells
}

fn facts(view: &View) -> Facts {
    Facts {
        wijk_of: wijk_of_each(view),
        domain_of: domains(view).1,
        provider_of: provider_of_each(view),
        has_organisation_per_service: (0..view.households()).all(|household| {
            view.organisation_number[household] as usize <= view.set(household).len()
        }),
    }
}

/// The wijk of each buurt whose households are all in one that is known.
fn wijk_of_each(view: &View) -> Vec<Option<usize>> {
    let households = &view.town.households;
    let mut wijken: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); households.buurten.len()];
    for (buurt, wijk) in households.buurt.iter().zip(&households.wijk) {
        if let Some(wijken) = wijken.get_mut(*buurt as usize) {
            wijken.insert(*wijk);
        }
    }
    let known = |wijk: u32| Some(wijk as usize).filter(|wijk| *wijk < households.wijken.len());
    wijken.iter().map(|of| known(only(of)?)).collect()
}

/// The only provider of each service, in the order of the view.
fn provider_of_each(view: &View) -> Vec<Option<u16>> {
    let mut providers: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); view.settings.services.len()];
    let uses = &view.town.uses;
    for (service, provider) in uses.service.iter().zip(&uses.provider) {
        providers[usize::from(*service)].insert(*provider);
    }
    let of = |place: &usize| {
        let id = view
            .settings
            .providers
            .get(usize::from(only(&providers[*place])?))?;
        let mut linked = (0..).zip(&view.town.providers);
        let found = linked.find(|(_, links)| links.provider == *id);
        found.map(|(provider, _)| provider)
    };
    view.services.iter().map(of).collect()
}

fn only<T: Copy + Ord>(set: &BTreeSet<T>) -> Option<T> {
    set.first().copied().filter(|_| set.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, SCHULD, WMO};
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
