//! How well the clients of a made-up town are linked, by group: each client is dealt what is known of it.

use factlab::pseudonymous::link::{
    Drawn, LinkGroup, LinkQuality, LinkedTown, ProviderLinks, QualityCount,
};
use factlab::vocabulary::{AgeBand, ProviderIx};

use super::Dice;

/// What is known of a client.
struct Client {
    /// What its household draws; 0 for one that is not linked.
    draw: u64,
    is_linked: bool,
    is_held_out: bool,
    /// A BSN, a birth date, a surname, a given name, an address.
    has: [bool; 5],
    groups: Vec<LinkGroup>,
}

/// The counts of all providers of services and of each, for all groups; the last provider is one of needs.
pub(super) fn quality(town: &LinkedTown, seed: u64) -> Vec<LinkQuality> {
    let mut dice = Dice(seed);
    let wijken = town.households.wijken.len();
    let providers = town.providers.iter();
    let clients = providers.map(|links| clients(links, &mut dice, wijken));
    let clients: Vec<Vec<Client>> = clients.collect();
    let services: Vec<&Client> = clients[..clients.len() - 1].iter().flatten().collect();
    let mut parties = vec![(None, services)];
    for (index, own) in clients.iter().enumerate() {
        parties.push((Some(ProviderIx::at(index)), own.iter().collect()));
    }
    let mut quality = Vec::new();
    for (provider, clients) in &parties {
        for group in groups(wijken) {
            let own = clients.iter().filter(|one| one.groups.contains(&group));
            let own: Vec<&Client> = own.copied().collect();
            let counts = QualityCount::ALL.map(|count| counted(&own, count, &mut dice));
            quality.push(LinkQuality {
                provider: *provider,
                group,
                counts,
            });
        }
    }
    quality
}

fn groups(wijken: usize) -> Vec<LinkGroup> {
    let others = [
        LinkGroup::All,
        LinkGroup::PartnerName,
        LinkGroup::SharedNumber,
        LinkGroup::WithoutBsn,
    ];
    let bands = (0..5).map(AgeBand::from_index).chain([AgeBand::UNKNOWN]);
    let others = others.into_iter().chain(bands.map(LinkGroup::AgeBand));
    others.chain((0..wijken).map(LinkGroup::Wijk)).collect()
}

/// The clients of a provider. Those linked draw together what its fates draw.
fn clients(links: &ProviderLinks, dice: &mut Dice, wijken: usize) -> Vec<Client> {
    let linked: u64 = links.fates[..4].iter().sum();
    let all = links
        .draws
        .iter()
        .fold(0, |sum: u64, draw| sum.wrapping_add(*draw));
    let mut left = all;
    let mut clients = Vec::new();
    for number in 0..links.clients {
        let is_linked = number < linked;
        let draw = match number + 1 {
            next if next < linked => dice.throw(),
            next if next == linked => left,
            _ => 0,
        };
        left = left.wrapping_sub(draw);
        let has = [3, 20, 1, 10, 30].map(|one_in| one_in == 1 || dice.below(one_in) != 0);
        let mut groups = vec![LinkGroup::All];
        groups.extend((!has[0]).then_some(LinkGroup::WithoutBsn));
        if is_linked {
            groups.extend((dice.below(8) == 0).then_some(LinkGroup::PartnerName));
            groups.extend((dice.below(12) == 0).then_some(LinkGroup::SharedNumber));
            groups.push(LinkGroup::AgeBand(super::age_band(dice)));
            let wijk = usize::try_from(dice.below(wijken as u64)).unwrap();
            groups.extend((dice.below(50) != 0).then_some(LinkGroup::Wijk(wijk)));
        }
        clients.push(Client {
            draw,
            is_linked,
            is_held_out: is_linked && has[0],
            has,
            groups,
        });
    }
    clients
}

fn counted(clients: &[&Client], count: QualityCount, dice: &mut Dice) -> Drawn {
    let is_in = |one: &&&Client| match count {
        QualityCount::Clients => true,
        QualityCount::Linked => one.is_linked,
        QualityCount::WithoutBsn => !one.has[0],
        QualityCount::BirthDate => one.has[1],
        QualityCount::Surname => one.has[2],
        QualityCount::GivenName => one.has[3],
        QualityCount::Address => one.has[4],
        QualityCount::HeldOut => one.is_held_out,
        QualityCount::ExpectedFalse | QualityCount::Missed => false,
    };
    if matches!(count, QualityCount::ExpectedFalse | QualityCount::Missed) {
        let count = dice.below(1 + clients.len() as u64 / 8);
        return Drawn { count, draw: 0 };
    }
    let own = clients.iter().filter(is_in);
    let own: Vec<&&Client> = own.collect();
    Drawn {
        count: own.len() as u64,
        draw: own.iter().fold(0, |sum, one| sum.wrapping_add(one.draw)),
    }
}
