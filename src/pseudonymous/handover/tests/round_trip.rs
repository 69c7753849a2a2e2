//! What is written is read back, in an order that tells nothing, or not written at all.

use super::*;
use crate::vocabulary::{AreaIx, HouseholdIx, When};

#[test]
fn a_provider_reads_back_what_it_wrote() {
    let home = tempfile::tempdir().unwrap();
    let records = [
        record(4, 1, 1),
        record(3, 1, 0),
        record(4, 2, 0),
        record(4, 1, 1),
    ];
    let grouped = write_provider(&home.path().join("wijkteam"), parties("wijkteam"), &records);
    let grouped = grouped.unwrap();
    assert_eq!((grouped.clients, grouped.double, grouped.kept), (2, 1, 3));
    let set = Set::new();
    fs::remove_dir_all(set.folder("wijkteam")).unwrap();
    fs::rename(home.path().join("wijkteam"), set.folder("wijkteam")).unwrap();
    let set = set.verify().unwrap();
    let wijkteam = &set.providers[0];
    let tokens = wijkteam.tokens(TokenColumn::Bsn).unwrap();
    assert_eq!(
        tokens,
        [3, 4].map(|number| Digest::from_bytes([number; 16]))
    );
    let uses = wijkteam.uses(&services(), When::ALWAYS).unwrap();
    assert_eq!(uses.outside, [true, false]);
    let read = uses.client.iter().zip(&uses.service);
    let read = read.map(|(client, service)| (client.number(), service.number()));
    let read = read.zip(&uses.when);
    let mut read: Vec<_> = read
        .map(|((client, service), when)| (client, service, when.meets(When::ON_REFERENCE_DATE)))
        .collect();
    read.sort_unstable();
    assert_eq!(read, [(0, 0, false), (1, 0, true), (1, 1, true)]);
}

#[test]
fn the_register_reads_back_what_it_wrote_with_households_in_the_order_of_their_keys() {
    let set = Set::new();
    let verified = set.verify().unwrap();
    let bands = AgeBands::default();
    let households = verified.register.households(&bands).unwrap();
    assert_eq!(households.record_key, [10, 20, 30]);
    assert_eq!(
        households.wijken[1],
        Area {
            code: "WK02".into(),
            name: "Hoogland".into()
        }
    );
    assert_eq!(
        (households.wijk, households.buurt),
        ([1, 0, 1].map(AreaIx::new).to_vec(), vec![None; 3])
    );
    let persons = verified.register.register_persons(&bands).unwrap();
    assert_eq!(persons.household, [1, 0, u32::MAX, 1].map(HouseholdIx::new));
    assert_eq!(persons.has_left, [false, false, true, false]);
    assert_eq!(persons.age_band[0], AgeBand::UNKNOWN);
}

#[test]
fn the_order_of_the_records_does_not_travel() {
    let home = tempfile::tempdir().unwrap();
    let records: Vec<_> = (1..9).map(|client| record(client, 1, 0)).collect();
    let reversed: Vec<_> = records.iter().rev().copied().collect();
    let uses = |name: &str, records: &[PseudonymousRecord]| {
        let place = home.path().join(name);
        write_provider(&place, parties("wijkteam"), records).unwrap();
        let handover = Set::new();
        fs::remove_dir_all(handover.folder("wijkteam")).unwrap();
        fs::rename(place, handover.folder("wijkteam")).unwrap();
        handover.verify().unwrap().providers[0]
            .tokens(TokenColumn::Bsn)
            .unwrap()
    };
    assert_eq!(uses("one", &records), uses("other", &reversed));
}

#[test]
fn records_that_do_not_fit_in_memory_group_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse).unwrap();
    let mut writer = ProviderWriter::begin_with_budget(&folder, &services(), When::ALWAYS, 2000);
    for number in 0..1000_u64 {
        let client = u8::try_from(number % 100).unwrap() + 1;
        writer
            .push(&record(client, number, u16::from(number < 500)))
            .unwrap();
    }
    let grouped = writer.finish(&Silent).unwrap();
    assert_eq!(
        (grouped.clients, grouped.kept, grouped.double),
        (100, 1000, 0)
    );
    assert_eq!(fs::read_dir(folder.partial()).unwrap().count(), 3);
}

#[test]
fn a_disk_full_at_any_moment_leaves_nothing_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("register");
    let mut room = 0;
    loop {
        let folder = WholeFolder::begin_with_room(&place, Existing::Refuse, Some(room)).unwrap();
        let Err(error) = write_register(folder) else {
            break;
        };
        assert!(
            error.to_string().contains("cannot write"),
            "{room}: {error}"
        );
        assert!(!place.exists());
        room += 13;
    }
    assert!(room > 1000 && place.exists());
}

#[test]
fn nothing_but_the_named_files_stays_in_a_hand_over() {
    let set = Set::new();
    let entries = fs::read_dir(set.folder("register")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "households.parquet",
            "manifest.json",
            "members.parquet",
            "persons.parquet",
            "tokens.parquet"
        ]
    );
}
