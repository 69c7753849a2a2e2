//! How well the clients of each provider are linked, by group.

use foldhash::HashMap;

use super::exact::{ExactCell, ExactRow};
use super::linkage;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Names, TableDef, Unit, quality_key};
use crate::pseudonymous::link::{Drawn, LinkGroup, LinkQuality, ProviderLinks, QualityCount};
use crate::vocabulary::{Dimension, ProviderIx};

/// A row per provider, and per group of the clients of all providers of services; none where the links of this town are not tried.
/// A group of one provider has no row: with those of the others it adds up to that of all, and an organisation knows its own.
///
/// A wijk, which is known from the register only, has a row when its households and its linked clients are published: `wijken`
/// has the households of each. `town_draw` is the wrapping sum of the draws of all households.
pub(super) fn rows(
    scene: &Scene,
    def: &TableDef,
    wijken: &[ExactCell],
    town_draw: u64,
) -> Vec<ExactRow> {
    if scene.town.quality.is_empty() {
        return Vec::new();
    }
    let quality = Quality::new(scene, town_draw);
    let row = |(provider, group): (Option<ProviderIx>, LinkGroup)| {
        let event = Event::Quality(provider, group, QualityCount::Clients);
        let count = |count| Some(quality.cell(provider, group, count));
        let gate = match group {
            LinkGroup::Wijk(wijk) => wijken.get(wijk).copied(),
            _ => None,
        };
        ExactRow {
            key: CellKey::town(Unit::Client, event),
            cells: def.quality_counts().map(count).collect(),
            is_open: gate.is_some(),
            is_asked: true,
            gate,
        }
    };
    let providers = (0..scene.town.providers.len()).map(ProviderIx::at);
    let providers = providers.map(|provider| (Some(provider), LinkGroup::All));
    let groups = groups(scene, wijken.len()).into_iter();
    let groups = groups.map(|group| (None, group));
    groups.chain(providers).map(row).collect()
}

/// The groups of the agreement and the register, as far as households are counted by them.
fn groups(scene: &Scene, wijken: usize) -> Vec<LinkGroup> {
    let plan = scene.plan;
    let bands = plan.age_bands.with_unknown();
    let bands = bands.filter(|_| plan.dimensions.has(Dimension::AgeBand));
    let others = [
        LinkGroup::All,
        LinkGroup::PartnerName,
        LinkGroup::SharedNumber,
        LinkGroup::WithoutBsn,
    ];
    let bands = bands.map(LinkGroup::AgeBand);
    let wijken = (0..wijken).map(LinkGroup::Wijk);
    others.into_iter().chain(bands).chain(wijken).collect()
}

/// What is known of links, and what rounding is drawn by.
struct Quality<'a> {
    scene: &'a Scene<'a>,
    names: Names,
    /// What the links themselves say.
    known: HashMap<(Option<ProviderIx>, LinkGroup), &'a LinkQuality>,
    town_draw: u64,
}

impl<'a> Quality<'a> {
    fn new(scene: &'a Scene, town_draw: u64) -> Self {
        let known = scene.town.quality.iter();
        Self {
            scene,
            names: scene.names(),
            known: known.map(|one| ((one.provider, one.group), one)).collect(),
            town_draw,
        }
    }

    /// A count of a provider or of all; those that table `linkage` has too are drawn as they are there.
    fn cell(
        &self,
        provider: Option<ProviderIx>,
        group: LinkGroup,
        count: QualityCount,
    ) -> ExactCell {
        let Some(provider) = provider else {
            return self.of_all(group, count);
        };
        let links = self.links(provider);
        match quality_key(Some(provider), group, count).event {
            Event::Quality(_, group, count) if count.is_estimate() => {
                self.apart(Some(provider), group, count)
            }
            Event::Quality(_, group, count) => self.of_clients(provider, group, count),
            _ if count == QualityCount::Linked => linkage::linked(links),
            _ => linkage::clients(self.town_draw, links),
        }
    }

    /// The same clients are drawn the same, in whatever group or column they are; those linked by their households.
    fn of_clients(&self, provider: ProviderIx, group: LinkGroup, count: QualityCount) -> ExactCell {
        let drawn = |group, count| self.drawn(Some(provider), group, count);
        let own = drawn(group, count);
        let key = |group, count| quality_key(Some(provider), group, count);
        let wholes = [(group, QualityCount::Clients), (LinkGroup::All, count)];
        let mut wholes = wholes.into_iter().filter(|(whole, counted)| {
            key(*whole, *counted) != key(group, count) && !group.is_of_linked()
        });
        if group.is_of_linked() || own == drawn(group, QualityCount::Linked) {
            return own;
        }
        let equal = wholes.find_map(|(group, count)| {
            let whole = self.cell(Some(provider), group, count);
            (whole.count == own.count).then_some(whole)
        });
        equal.unwrap_or_else(|| self.apart(Some(provider), group, count))
    }

    /// Of all providers of services: their sum, but of what is estimated.
    fn of_all(&self, group: LinkGroup, count: QualityCount) -> ExactCell {
        if count.is_estimate() {
            return self.apart(None, group, count);
        }
        if group.is_of_linked() {
            return self.drawn(None, group, count);
        }
        let of_needs = &self.scene.plan.of_needs;
        let providers = (0..self.scene.town.providers.len()).map(ProviderIx::at);
        let of_services = providers.filter(|one| !of_needs.contains(&self.links(*one).provider));
        let cells = of_services.map(|provider| self.cell(Some(provider), group, count));
        cells.fold(ExactCell::default(), ExactCell::and)
    }

    /// A count with people in it who have no household, and so are drawn by the town.
    fn apart(
        &self,
        provider: Option<ProviderIx>,
        group: LinkGroup,
        count: QualityCount,
    ) -> ExactCell {
        let own = self.drawn(provider, group, count);
        // They all have a household, and can be the same for several providers.
        if count == QualityCount::HeldOut && own.draw != 0 {
            return own;
        }
        let id = provider.map_or("all", |one| self.links(one).provider.as_str());
        let column = format!("{} {}", self.names.link_group(group), count.word());
        linkage::whole_town_cell(self.town_draw, own.count, id, &column).drawn_with(own.draw)
    }

    /// What the links themselves say; nobody where they say nothing.
    fn drawn(
        &self,
        provider: Option<ProviderIx>,
        group: LinkGroup,
        count: QualityCount,
    ) -> ExactCell {
        let known = self.known.get(&(provider, group));
        known.map_or_else(ExactCell::default, |one| {
            let Drawn { count, draw } = one.counts[count as usize];
            ExactCell { count, draw }
        })
    }

    fn links(&self, provider: ProviderIx) -> &'a ProviderLinks {
        &self.scene.town.providers[provider.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, pairs, rows};
    use super::*;

    /// The counts and draws of a row, in the order of the columns.
    fn cells(made: &Made, provider: Option<usize>, group: LinkGroup) -> Vec<(u64, u64)> {
        let Body::Rows(rows) = made.count("linkage_quality").body else {
            panic!("no rows")
        };
        let provider = provider.map(ProviderIx::at);
        let event = Event::Quality(provider, group, QualityCount::Clients);
        let mut rows = rows.into_iter();
        let row = rows.find(|row| row.key.event == event).unwrap();
        pairs(&row.cells.into_iter().flatten().collect::<Vec<_>>())
    }

    #[test]
    fn a_town_whose_links_are_not_tried_has_no_rows() {
        let mut made = Made::town();
        made.town.quality.clear();
        assert_eq!(rows(&made.count("linkage_quality")), []);
    }

    #[test]
    fn rows_are_those_of_the_agreement_whoever_is_in_them() {
        let keys = |made: &Made| -> Vec<String> {
            let rows = rows(&made.count("linkage_quality")).into_iter();
            rows.map(|(key, _)| key).collect()
        };
        let mut made = Made::town();
        let all = keys(&made);
        for key in [
            "all all",
            "all age 0-24",
            "all wijk w2",
            "all without_bsn",
            "loket all",
        ] {
            assert!(all.contains(&key.to_owned()), "{key}: {all:?}");
        }
        assert!(!all.iter().any(|key| key.starts_with("loket age")));
        made.town.quality.truncate(1);
        assert_eq!(keys(&made), all);
    }

    #[test]
    fn a_wijk_has_a_row_only_when_its_households_are_published() {
        let Body::Rows(rows) = Made::town().count("linkage_quality").body else {
            panic!("no rows")
        };
        let is_wijk =
            |row: &&ExactRow| matches!(row.key.event, Event::Quality(_, LinkGroup::Wijk(_), _));
        let gates = rows
            .iter()
            .filter(is_wijk)
            .map(|row| (row.is_open, row.gate.unwrap().count));
        assert_eq!(gates.collect::<Vec<_>>(), [(true, 2), (true, 1)]);
    }

    #[test]
    fn clients_and_linked_are_drawn_as_in_table_linkage() {
        let made = Made::town();
        let Body::Rows(linkage) = made.count("linkage").body else {
            panic!("no rows")
        };
        let quality = cells(&made, Some(0), LinkGroup::All);
        let [clients, linked] = [1, 2].map(|column| linkage[0].cells[column].unwrap());
        assert_eq!([quality[0], quality[3]], *pairs(&[clients, linked]));
    }

    #[test]
    fn the_same_clients_are_drawn_the_same() {
        let made = Made::town();
        // All have an address and nobody has a given name, in the fixture.
        let all = cells(&made, Some(0), LinkGroup::All);
        assert_eq!((all[9], all[8]), (all[0], (0, 0)));
        let without = cells(&made, None, LinkGroup::WithoutBsn);
        assert_eq!(without[0], all[2]);
        assert_eq!(without[2], all[2]);
    }

    #[test]
    fn who_is_linked_in_a_wijk_is_drawn_by_household_alone() {
        let mut made = Made::town();
        let wijk = cells(&made, None, LinkGroup::Wijk(0));
        assert_eq!(wijk[0], (3, 21));
        let all = cells(&made, None, LinkGroup::All);
        made.town.draws[2] += 1;
        assert_eq!(cells(&made, None, LinkGroup::Wijk(0)), wijk);
        assert_ne!(cells(&made, None, LinkGroup::All), all);
    }
}
