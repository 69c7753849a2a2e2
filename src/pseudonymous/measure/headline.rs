//! The few numbers at the top of a release.

use super::exact::{Body, ExactCell, HeadlineCounts};
use super::ladders;
use super::linkage;
use super::view::View;

/// Counts table `headline`.
///
/// The organisations are those of the services that somebody was asked for: every one that a service names, and the
/// providers when a service names none.
pub(super) fn count(view: &View) -> Body {
    let providers = view.town.providers.iter();
    let clients = providers.map(|links| linkage::clients(view, links));
    Body::Headline(HeadlineCounts {
        households: ladders::of_households(view),
        persons: ladders::of_persons(view),
        client_records: clients.fold(ExactCell::default(), ExactCell::and),
        services: view.asked() as u64,
        organisations: view.organisations.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, pairs};
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
        made.settings.missing = vec![false, true, true];
        made.settings.providers.truncate(1);
        let Body::Headline(counts) = made.count("headline").body else {
            panic!("no headline")
        };
        assert_eq!((counts.services, counts.organisations), (1, 1));
    }
}
