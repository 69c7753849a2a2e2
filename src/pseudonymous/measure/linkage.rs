//! The outcomes of each provider's clients.

use sha2::{Digest, Sha256};

use super::exact::{ExactCell, ExactRow};
use crate::pseudonymous::cells::{CellKey, Event, Fate, Unit};
use crate::pseudonymous::handover::BandedCount;
use crate::pseudonymous::link::{ClientFate, LinkedTown, ProviderLinks};
use crate::vocabulary::{ProviderId, ProviderIx};

/// A row per provider. `town_draw` is the wrapping sum of the draws of
/// all households.
pub(super) fn rows(town: &LinkedTown, town_draw: u64) -> Vec<ExactRow> {
    let row = |(index, links): (usize, &ProviderLinks)| {
        let event = Event::Fate(ProviderIx::at(index), Fate::Records);
        ExactRow {
            key: CellKey::town(Unit::Client, event),
            cells: cells(town_draw, links),
            is_open: false,
            is_asked: true,
            gate: None,
        }
    };
    town.providers.iter().enumerate().map(row).collect()
}

/// The clients of all providers of services.
pub(super) fn all_clients(town: &LinkedTown, of_needs: &[ProviderId], town_draw: u64) -> ExactCell {
    let links = town.providers.iter();
    let links = links.filter(|links| !of_needs.contains(&links.provider));
    let clients = links.map(|links| clients(town_draw, links));
    clients.fold(ExactCell::default(), ExactCell::and)
}

/// The linked clients of a provider, as in its row.
pub(super) fn linked(links: &ProviderLinks) -> ExactCell {
    let ways = links.fates.iter().zip(links.draws);
    let ways = ways.map(|(count, draw)| ExactCell {
        count: *count,
        draw,
    });
    let linked = ways.take(ClientFate::ByAddress as usize + 1);
    linked.fold(ExactCell::default(), ExactCell::and)
}

fn cells(town_draw: u64, links: &ProviderLinks) -> Vec<Option<ExactCell>> {
    use ClientFate::{
        Ambiguous, ByAddress, ByBsn, ByCombination, BySpelling, Left, NotFound, Outside,
    };
    let fates = fates(town_draw, links);
    let clients = clients(town_draw, links);
    // Every client has a use: with as many uses as clients, both are the same.
    let records = if links.records == links.clients {
        clients
    } else {
        whole_town_cell(town_draw, links.records, links.provider.as_str(), "records")
    };
    let left_behind = links.left_behind.and_then(BandedCount::known);
    let id = links.provider.as_str();
    let fate = |fate: ClientFate| Some(fates[fate as usize]);
    vec![
        Some(records),
        Some(clients),
        Some(linked(links)),
        fate(ByBsn),
        fate(ByCombination),
        fate(BySpelling),
        fate(ByAddress),
        fate(Ambiguous),
        fate(Outside),
        fate(Left),
        fate(NotFound),
        left_behind.map(|count| whole_town_cell(town_draw, count, id, "left_behind")),
    ]
}

/// The clients of a provider: all its fates together, so that they draw as those linked when nobody else is left.
pub(super) fn clients(town_draw: u64, links: &ProviderLinks) -> ExactCell {
    ExactCell {
        count: links.clients,
        draw: together(&fates(town_draw, links)).draw,
    }
}

/// Clients by fate. Who is linked draws by household; who is not has none to draw by.
fn fates(town_draw: u64, links: &ProviderLinks) -> [ExactCell; ClientFate::COUNT] {
    const WITHOUT_HOUSEHOLD: [&str; 4] = ["ambiguous", "outside", "left", "not_found"];
    let mut cells = [ExactCell::default(); ClientFate::COUNT];
    for (cell, (count, draw)) in cells
        .iter_mut()
        .zip(links.fates.into_iter().zip(links.draws))
    {
        *cell = ExactCell { count, draw };
    }
    // The first are the ways of linking, which have a household to draw by.
    for (cell, column) in cells[ClientFate::Ambiguous as usize..]
        .iter_mut()
        .zip(WITHOUT_HOUSEHOLD)
    {
        *cell = whole_town_cell(town_draw, cell.count, links.provider.as_str(), column);
    }
    cells
}

fn together(cells: &[ExactCell]) -> ExactCell {
    cells
        .iter()
        .fold(ExactCell::default(), |sum, cell| sum.and(*cell))
}

/// A count of what has no household to draw its rounding by: not linked, or not a client. Nothing draws 0.
///
/// Its draw is the first 64 bits (big endian) of SHA-256 over the wrapping sum of the draws of all households (8
/// bytes, big endian), the provider's id, a zero byte and the name of the column. The sum is as secret as the release
/// key, and it is the same as long as the register is.
pub(super) fn whole_town_cell(
    town_draw: u64,
    count: u64,
    provider: &str,
    column: &str,
) -> ExactCell {
    if count == 0 {
        return ExactCell::default();
    }
    let digest = Sha256::new()
        .chain_update(town_draw.to_be_bytes())
        .chain_update(provider)
        .chain_update([0])
        .chain_update(column)
        .finalize();
    let draw = digest
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    ExactCell { count, draw }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, rows};

    /// The count and draw of each column of the one provider; `left_behind` is not reported.
    fn drawn(made: &Made) -> [(u64, u64); 11] {
        let Body::Rows(rows) = made.count("linkage").body else {
            panic!("no rows")
        };
        let cells_of_row = rows[0].cells.iter().flatten();
        let cells: Vec<_> = cells_of_row.map(|cell| (cell.count, cell.draw)).collect();
        cells.try_into().unwrap()
    }

    #[test]
    fn linked_is_the_sum_of_the_three_ways_and_few_left_behind_stay_untold() {
        let table = Made::town().count("linkage");
        let counts = vec![8, 6, 4, 2, 1, 0, 1, 1, 0, 0, 1];
        assert_eq!(rows(&table), [("loket".to_owned(), counts)]);
    }

    #[test]
    fn who_is_linked_draws_by_household_as_in_every_other_table() {
        let [_, _, linked, by_bsn, by_combination, _, by_address, ..] = drawn(&Made::town());
        assert_eq!((by_bsn, by_combination), ((2, 11), (1, 10)));
        assert_eq!((by_address, linked), ((1, 10_000), (4, 10_021)));
    }

    #[test]
    fn who_has_no_household_draws_with_the_town_and_by_the_column() {
        let mut made = Made::town();
        let before = drawn(&made);
        made.town.draws[0] += 1;
        let after = drawn(&made);
        let [records, clients, ambiguous, not_found] = [0, 1, 7, 10];
        for fate in [records, clients, ambiguous, not_found] {
            assert_ne!(before[fate], after[fate]);
        }
        assert_ne!(before[ambiguous].1, before[not_found].1);
        assert_ne!(before[records].1, before[clients].1);
        let [_, _, linked, .., outside, left, _] = before;
        assert_eq!((linked, outside, left), (after[2], (0, 0), (0, 0)));
    }

    #[test]
    fn clients_draw_as_linked_when_all_are_linked_and_as_records_with_one_use_each() {
        let mut made = Made::town();
        let links = &mut made.town.providers[0];
        links.fates = [2, 1, 0, 1, 0, 0, 0, 0];
        (links.clients, links.records) = (4, 4);
        let [records, clients, linked, ..] = drawn(&made);
        assert_eq!((records, clients), (linked, linked));
    }

    #[test]
    fn clients_draw_as_the_only_fate_they_have() {
        let mut made = Made::town();
        let links = &mut made.town.providers[0];
        (links.clients, links.fates, links.draws) = (9, [0, 0, 0, 0, 0, 0, 0, 9], [0; 8]);
        let [_, clients, .., not_found] = drawn(&made);
        assert_eq!(clients, not_found);
    }
}
