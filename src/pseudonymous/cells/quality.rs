//! Which counts of `linkage_quality` are the same as others, and which are part of which.

use super::key::{CellKey, Event, Fate, Group, Number, Unit};
use crate::vocabulary::{Dimension, LinkGroup, ProviderIx, QualityCount};

/// What a count of a group counts. The clients of a provider, and those of it that are linked, are counts of table `linkage`
/// too, and clients without a BSN are a group and a column: the same clients have one key, and so one number.
#[must_use]
pub const fn key(provider: Option<ProviderIx>, group: LinkGroup, count: QualityCount) -> CellKey {
    use QualityCount::{Clients, Linked, WithoutBsn};
    let event = match (provider, group, count) {
        (None, LinkGroup::All, Clients) => Event::Services(Number::All),
        (Some(provider), LinkGroup::All, Clients) => Event::Fate(provider, Fate::Any),
        (Some(provider), LinkGroup::All, Linked) => Event::Fate(provider, Fate::Linked),
        (_, LinkGroup::WithoutBsn, Clients | WithoutBsn) => {
            Event::Quality(provider, LinkGroup::All, WithoutBsn)
        }
        (_, _, Clients) if group.is_of_linked() => Event::Quality(provider, group, Linked),
        _ => Event::Quality(provider, group, count),
    };
    CellKey::town(Unit::Client, event)
}

/// The counts that one is an addend of, each with the dimension that it is cut by, or with none by provider: those linked of all
/// ages and wijken, and of all providers but those of needs. An estimate is no sum.
pub(super) fn addend_of(
    part: &CellKey,
    of_needs: &[ProviderIx],
) -> Vec<(CellKey, Option<Dimension>)> {
    let (provider, group, count) = match part.event {
        Event::Quality(provider, group, count) if !count.is_estimate() => (provider, group, count),
        Event::Fate(provider, Fate::Linked) => {
            (Some(provider), LinkGroup::All, QualityCount::Linked)
        }
        _ => return Vec::new(),
    };
    let by = match group {
        LinkGroup::AgeBand(_) => Some(Dimension::AgeBand),
        LinkGroup::Wijk(_) => Some(Dimension::Wijk),
        _ => None,
    };
    // A field is counted of all clients, and of an age or a wijk of those that are linked.
    let of_all = by.filter(|_| count == QualityCount::Linked);
    let of_all = of_all.map(|by| (key(provider, LinkGroup::All, count), Some(by)));
    let of_services = provider.filter(|provider| !of_needs.contains(provider));
    let of_providers = of_services.map(|_| (key(None, group, count), None));
    of_all.into_iter().chain(of_providers).collect()
}

/// The counts that everyone of a count is in too: the clients of the group, and the same of all groups. Those held out can be
/// clients of other providers.
pub(super) fn wholes(
    provider: Option<ProviderIx>,
    group: LinkGroup,
    count: QualityCount,
) -> Vec<CellKey> {
    let clients = key(provider, group, QualityCount::Clients);
    let of_all = key(provider, LinkGroup::All, count);
    let own = key(provider, group, count);
    let wholes = if count.is_estimate() {
        Vec::new()
    } else {
        vec![clients, of_all]
    };
    wholes.into_iter().filter(|whole| *whole != own).collect()
}

/// The linked clients in the wijk of a group: somebody of each household there that has a service is one of them.
pub(super) fn linked_in(group: Option<Group>) -> Option<CellKey> {
    let Group { dimension, level } = group?;
    let linked = || key(None, LinkGroup::Wijk(level), QualityCount::Linked);
    (dimension == Dimension::Wijk).then(linked)
}

#[cfg(test)]
mod tests {
    use super::super::relations::{ALL_CLIENTS, Cut, Facts};
    use super::*;
    use crate::vocabulary::AgeBand;

    const FIRST: Option<ProviderIx> = Some(ProviderIx::new(0));

    fn of(group: LinkGroup, count: QualityCount) -> CellKey {
        key(FIRST, group, count)
    }

    #[test]
    fn the_clients_of_a_provider_are_those_of_table_linkage() {
        let provider = ProviderIx::new(0);
        let [any, linked] = [Fate::Any, Fate::Linked]
            .map(|fate| CellKey::town(Unit::Client, Event::Fate(provider, fate)));
        assert_eq!(of(LinkGroup::All, QualityCount::Clients), any);
        assert_eq!(of(LinkGroup::All, QualityCount::Linked), linked);
        let all = key(None, LinkGroup::All, QualityCount::Clients);
        assert_eq!(all, ALL_CLIENTS);
    }

    #[test]
    fn clients_without_a_bsn_are_counted_once_and_lie_within_all() {
        let without = of(LinkGroup::WithoutBsn, QualityCount::Clients);
        assert_eq!(without, of(LinkGroup::All, QualityCount::WithoutBsn));
        let clients = of(LinkGroup::All, QualityCount::Clients);
        assert_eq!(without.wholes(&Facts::default())[0], clients);
    }

    #[test]
    fn ages_add_up_to_the_linked_and_providers_to_all() {
        let young = LinkGroup::AgeBand(AgeBand::from_index(0));
        let part = of(young, QualityCount::Clients);
        let linked = of(LinkGroup::All, QualityCount::Linked);
        let of_all = key(None, young, QualityCount::Linked);
        let expected = [
            (linked.clone(), Cut::Dimension(Dimension::AgeBand)),
            (of_all, Cut::Provider),
        ];
        assert_eq!(part.addend_of(&Facts::default()), expected);
        let all = key(None, LinkGroup::All, QualityCount::Linked);
        let addend = linked.addend_of(&Facts::default());
        assert!(addend.contains(&(all, Cut::Provider)));
    }

    #[test]
    fn households_with_a_service_are_no_more_than_the_linked_clients_of_their_wijk() {
        let group = Some(Group {
            dimension: Dimension::Wijk,
            level: 1,
        });
        let users = CellKey {
            unit: Unit::Household,
            group,
            event: Event::Services(Number::AtLeast(1)),
        };
        let linked = key(None, LinkGroup::Wijk(1), QualityCount::Linked);
        assert!(users.wholes(&Facts::default()).contains(&linked));
    }

    #[test]
    fn the_clients_of_a_provider_of_needs_are_in_no_sum_of_all() {
        let facts = Facts {
            of_needs: vec![ProviderIx::new(0)],
            ..Facts::default()
        };
        let with_address = of(LinkGroup::All, QualityCount::Address);
        assert_eq!(with_address.addend_of(&facts), []);
    }

    #[test]
    fn an_estimate_is_part_of_nothing() {
        for count in QualityCount::ALL
            .into_iter()
            .filter(|one| one.is_estimate())
        {
            let estimate = of(LinkGroup::PartnerName, count);
            assert_eq!(estimate.wholes(&Facts::default()), []);
        }
    }
}
