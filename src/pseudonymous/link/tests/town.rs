//! What holds for a linked town as a whole.

use super::*;
use crate::vocabulary::When;

#[test]
fn a_use_that_two_records_of_a_provider_bring_stands_once() {
    let register = [person(Some(0), &[(Bsn, "1"), (BirthSurnameGiven, "jan")])];
    let mut by_name = client(2, &[(BirthSurnameGiven, "jan")]);
    by_name.when = When::ON_REFERENCE_DATE;
    let mut by_bsn = client(1, &[(Bsn, "1")]);
    by_bsn.when = When::IN_PERIOD;
    let town = linked(&register, &[vec![by_bsn, by_name], vec![by_bsn]]);
    let in_short = |key: &UseKey| {
        let one = key.unpack();
        (one.provider.number(), one.when)
    };
    let in_short: Vec<_> = town.uses.iter().map(in_short).collect();
    assert_eq!(in_short, [(0, When::ALWAYS), (1, When::IN_PERIOD)]);
    assert_eq!(
        (town.providers[0].clients, town.providers[0].records),
        (2, 2)
    );
    assert_eq!(town.providers[0].left_behind, Some(BandedCount::Exact(12)));
}

/// Forty persons in four households, found in every way.
fn crowd() -> (Vec<RegisterRecord>, Vec<PseudonymousRecord>) {
    let texts: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let street = |number: usize| texts[number % 7].as_str();
    let persons = texts.iter().enumerate().map(|(number, text)| {
        let known = [
            (Bsn, text.as_str()),
            (BirthSurnameGiven, text),
            (BirthSurnameInitial, texts[number / 2].as_str()),
            (AddressParts, street(number)),
        ];
        person(Some(number % 4), &known)
    });
    let clients = texts.iter().enumerate().map(|(number, text)| {
        let known = [
            (Bsn, text.as_str()),
            (BirthSurnameGiven, text),
            (BirthSurnameInitial, texts[number / 2].as_str()),
            (AddressParts, street(number)),
        ];
        let mut client = client(u8::try_from(number + 1).unwrap(), &known[number % 4..]);
        client.service = ServiceIx::at(number % 2);
        client
    });
    (persons.collect(), clients.collect())
}

#[test]
fn the_order_of_records_and_the_number_of_threads_do_not_matter() {
    let (mut register, mut clients) = crowd();
    let once = format!("{:?}", linked(&register, &[clients.clone()]));
    register.reverse();
    clients.rotate_left(13);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let again = pool.install(|| linked(&register, &[clients.clone()]));
        assert_eq!(format!("{again:?}"), once);
    }
}

#[test]
fn every_client_has_exactly_one_fate() {
    let (register, clients) = crowd();
    let town = linked(&register, &[clients]);
    assert_eq!(
        town.providers[0].fates.iter().sum::<u64>(),
        town.providers[0].clients
    );
    assert!(town.persons.household.is_sorted());
}

#[test]
fn each_fate_draws_by_the_households_of_its_clients() {
    let register = [
        person(Some(0), &[(Bsn, "1")]),
        person(Some(1), &[(Bsn, "2"), (BirthSurnameGiven, "jan")]),
        person(Some(1), &[(Bsn, "3"), (AddressParts, "12")]),
    ];
    let clients = vec![
        client(1, &[(Bsn, "1")]),
        client(2, &[(Bsn, "2")]),
        client(3, &[(Bsn, "3")]),
        client(4, &[(BirthSurnameGiven, "jan")]),
        client(5, &[(AddressParts, "12")]),
        client(6, &[(Bsn, "9")]),
    ];
    let town = linked(&register, &[clients]);
    let of = |household: usize| town.draws[household];
    let by_bsn = of(0).wrapping_add(of(1)).wrapping_add(of(1));
    assert!(of(0) != 0 && of(1) != 0);
    assert_eq!(town.providers[0].fates, [3, 1, 0, 1, 0, 0, 0, 1]);
    assert_eq!(
        town.providers[0].draws,
        [by_bsn, of(1), 0, of(1), 0, 0, 0, 0]
    );
}

#[test]
fn a_use_outside_the_period_counts_on_the_reference_date() {
    let register = [person(Some(0), &[(Bsn, "1")])];
    let mut on_date = client(1, &[(Bsn, "1")]);
    on_date.when = When::ON_REFERENCE_DATE;
    let town = linked(&register, &[vec![on_date]]);
    assert_eq!(
        (town.providers[0].clients, town.providers[0].records),
        (1, 1)
    );
}

#[test]
fn a_linked_town_is_written_without_tokens_and_stamped_internal() {
    let (register, clients) = crowd();
    let town = linked(&register, &[clients]);
    let codes = services();
    let home = tempfile::tempdir().unwrap();
    let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
    let providers = [ProviderId::new("provider-0").unwrap()];
    write_linked(
        &town,
        (&codes, codes.len()),
        &providers,
        &AgeBands::default(),
        &folder,
    )
    .unwrap();
    for name in ["households.parquet", "uses.parquet"] {
        let bytes = std::fs::read(folder.partial().join(name)).unwrap();
        let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        assert!(holds(b"INTERNAL") && !holds(b"record_key") && !holds(b"bsn"));
    }
}
