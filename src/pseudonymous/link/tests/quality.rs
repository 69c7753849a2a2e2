//! What is said of links without knowing the truth, where the truth is known.

use super::weighed::{RESIDENTS, Someone, weighed_of};
use super::*;

/// Of every tenth nothing is as it should be but the BSN.
fn one_in_ten_garbled(number: u32) -> Someone {
    let someone = Someone::resident(number);
    if number % 10 == 3 {
        Someone {
            bsn: someone.bsn,
            postcode: format!("ELSEWHERE{number}"),
            ..Someone::resident(number + 100_000)
        }
    } else {
        someone
    }
}

/// A provider that knows the BSN, and one that does not; both err as often.
fn town() -> LinkedTown {
    let with_bsn: Vec<Someone> = (0..RESIDENTS).map(one_in_ten_garbled).collect();
    let without: Vec<Someone> = with_bsn
        .iter()
        .map(|one| one.clone().unknown(&["bsn"]))
        .collect();
    weighed_of(&Someone::resident, &[&with_bsn, &without])
}

fn row(town: &LinkedTown, provider: Option<usize>, group: LinkGroup) -> &LinkQuality {
    let provider = provider.map(ProviderIx::at);
    let mut rows = town.quality.iter();
    rows.find(|row| (row.provider, row.group) == (provider, group))
        .unwrap()
}

fn count(row: &LinkQuality, of: QualityCount) -> u64 {
    row.counts[of as usize].count
}

#[test]
fn those_held_out_tell_how_many_are_missed_of_a_provider_without_bsn() {
    let town = town();
    let without = row(&town, Some(1), LinkGroup::All);
    let truly = u64::from(RESIDENTS) - count(without, QualityCount::Linked);
    assert!((55..=65).contains(&truly), "{truly}");
    let told = count(without, QualityCount::Missed);
    assert!(told.abs_diff(truly) <= 10, "{told} of {truly}");
    // The BSN finds all of the other.
    let with = row(&town, Some(0), LinkGroup::All);
    assert_eq!(count(with, QualityCount::Missed), 0);
}

#[test]
fn groups_of_a_provider_count_each_linked_client_once() {
    let town = town();
    for provider in [None, Some(0), Some(1)] {
        let all = row(&town, provider, LinkGroup::All);
        let bands = town.quality.iter().filter(|row| {
            row.provider == provider.map(ProviderIx::at)
                && matches!(row.group, LinkGroup::AgeBand(_))
        });
        let of_bands: u64 = bands.map(|row| count(row, QualityCount::Clients)).sum();
        assert_eq!(of_bands, count(all, QualityCount::Linked));
    }
    let [all, of_each] = [
        count(row(&town, None, LinkGroup::All), QualityCount::Clients),
        [0, 1]
            .map(|one| count(row(&town, Some(one), LinkGroup::All), QualityCount::Clients))
            .iter()
            .sum(),
    ];
    assert_eq!(all, of_each);
}

#[test]
fn who_has_no_bsn_is_a_group_whether_or_not_it_is_linked() {
    let town = town();
    let group = row(&town, Some(1), LinkGroup::WithoutBsn);
    assert_eq!(count(group, QualityCount::Clients), u64::from(RESIDENTS));
    let of_other = row(&town, Some(0), LinkGroup::WithoutBsn);
    assert_eq!(count(of_other, QualityCount::Clients), 0);
}

#[test]
fn a_count_draws_by_the_households_of_those_counted() {
    let town = town();
    let linked = town.providers[1].draws[..=ClientFate::ByAddress as usize].iter();
    let draw = linked.fold(0_u64, |sum, draw| sum.wrapping_add(*draw));
    let all = row(&town, Some(1), LinkGroup::All);
    assert_eq!(all.counts[QualityCount::Linked as usize].draw, draw);
}

#[test]
fn homes_share_a_number_where_two_households_live_at_it() {
    // The household of the first four residents is at one number.
    let neighbours = |number: u32| {
        let one = Someone::resident(number);
        if number < 4 {
            Someone {
                number: "N0".into(),
                ..one
            }
        } else {
            one
        }
    };
    let clients: Vec<Someone> = (0..RESIDENTS).map(neighbours).collect();
    let town = weighed_of(&neighbours, &[&clients]);
    let shared = row(&town, None, LinkGroup::SharedNumber);
    assert_eq!(count(shared, QualityCount::Linked), 4);
}

#[test]
fn without_a_bsn_anywhere_nobody_is_held_out_and_nobody_is_called_missed() {
    let clients: Vec<Someone> = (0..RESIDENTS)
        .map(|number| one_in_ten_garbled(number).unknown(&["bsn"]))
        .collect();
    let town = weighed_of(&Someone::resident, &[&clients]);
    let all = row(&town, None, LinkGroup::All);
    assert_eq!(count(all, QualityCount::HeldOut), 0);
    assert_eq!(count(all, QualityCount::Missed), 0);
}

#[test]
fn a_use_that_a_sure_client_brings_too_is_no_less_sure() {
    let of_household = |household: usize| {
        UseKey::pack(&Use {
            household: HouseholdIx::at(household),
            person: None,
            service: ServiceIx::at(0),
            provider: ProviderIx::at(0),
            when: When::ALWAYS,
        })
    };
    let [first, second] = [1, 2].map(of_household);
    let mut all = vec![second, first, first];
    let less_sure = UseKey::only_among(vec![first, second], &mut all);
    assert_eq!(less_sure, [second]);
}
