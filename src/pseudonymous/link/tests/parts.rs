//! What holds for a town that is linked some households at a time.

use std::slice::from_ref;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::error::Class;
use crate::pseudonymous::link::UseKey;
use crate::vocabulary::PersonIx;

/// Persons in four households, of whom some have no BSN and some share an address; a third use a service that counts by address.
pub(super) fn crowd() -> (Vec<RegisterRecord>, Vec<PseudonymousRecord>) {
    let texts: Vec<String> = (0..60).map(|number| number.to_string()).collect();
    let known = |number: usize| {
        [
            (Bsn, texts[number].as_str()),
            (BirthSurnameGiven, texts[number].as_str()),
            (BirthSurnameInitial, texts[number / 2].as_str()),
            (AddressParts, texts[number % 4].as_str()),
        ]
    };
    let persons = (0..60).map(|number| person(Some(number % 4), &known(number)[number % 2..]));
    let clients = (0..60).map(|number| {
        let row = u8::try_from(number + 1).unwrap();
        let mut client = client(row, &known(number)[number % 4..]);
        client.service = ServiceIx::at(number % 2);
        client
    });
    (persons.collect(), clients.collect())
}

/// Linked with so little room that each household is counted alone and each client sought alone.
fn in_parts(set: &HandoverSet, expected: &Expected, bytes: Option<u64>) -> Result<LinkedTown> {
    let home = tempfile::tempdir().unwrap();
    let folder = WholeFolder::begin_with_room(&home.path().join("out"), Existing::Refuse, bytes)?;
    let put_together = put_together(set, expected, &folder, &Silent);
    let left = std::fs::read_dir(folder.partial()).unwrap().count();
    assert!(
        left == 0 || cfg!(not(unix)),
        "of sealed files none has a name"
    );
    put_together
}

fn put_together(
    set: &HandoverSet,
    expected: &Expected,
    folder: &WholeFolder,
    progress: &dyn Progress,
) -> Result<LinkedTown> {
    let release_key = ReleaseKey::from_bytes([3; 32]);
    let within = (Room::of(1), folder);
    let mut parts = Parts::link(set, expected, Some(&release_key), within, progress)?;
    let mut all = parts.outline();
    assert!(all.households.kind.is_empty());
    while let Some(part) = parts.next(progress)? {
        assert_eq!(part.households.kind.len(), 1);
        let (homes, persons) = (all.households.kind.len(), all.persons.household.len());
        let home = |one: &HouseholdIx| HouseholdIx::at(one.index() + homes);
        let person = |one: PersonIx| PersonIx::at(one.index() + persons);
        let uses = part.uses.iter().map(|key| {
            let one = key.unpack();
            key.of(one.household.index() + homes, one.person.map(person))
        });
        all.uses.extend(uses);
        let lives_in = part.persons.household.iter().map(home);
        all.persons.household.extend(lives_in);
        all.persons.age_band.extend(part.persons.age_band);
        all.persons.sex.extend(part.persons.sex);
        all.draws.extend(part.draws);
        let (ours, theirs) = (&mut all.households, part.households);
        ours.record_key.extend(theirs.record_key);
        ours.wijk.extend(theirs.wijk);
        ours.buurt.extend(theirs.buurt);
        ours.kind.extend(theirs.kind);
        ours.size.extend(theirs.size);
        ours.age_band.extend(theirs.age_band);
    }
    parts.end()?;
    Ok(all)
}

#[test]
fn in_parts_it_is_the_same_town_for_any_number_of_threads() {
    let (register, clients) = crowd();
    let (one, other) = clients.split_at(25);
    let providers = [one.to_vec(), other.to_vec(), clients.clone()];
    for by_address in [Vec::new(), vec![ServiceIx::at(1)]] {
        let expected = Expected {
            by_address,
            ..expected()
        };
        let whole = linked_as(&expected, &register, &HOUSEHOLDS, &providers).unwrap();
        assert!(whole.uses.len() > 60);
        for threads in [1, 2, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let linked = |set: &HandoverSet| in_parts(set, &expected, None);
            let parts = pool
                .build()
                .unwrap()
                .install(|| with_handovers(&expected, &register, &HOUSEHOLDS, &providers, linked));
            assert_eq!(format!("{:?}", parts.unwrap()), format!("{whole:?}"));
        }
    }
}

#[test]
fn a_disk_that_fills_while_uses_are_sorted_is_an_error_that_names_the_file() {
    let (register, clients) = crowd();
    let expected = expected();
    for bytes in [0, 20, 400] {
        let linked = |set: &HandoverSet| in_parts(set, &expected, Some(bytes));
        let error = with_handovers(
            &expected,
            &register,
            &HOUSEHOLDS,
            from_ref(&clients),
            linked,
        );
        let error = error.unwrap_err();
        assert_eq!(error.class(), Class::Failed);
        assert!(
            error.to_string().contains("uses.spill: cannot write"),
            "{error}"
        );
    }
}

/// Is stopped once it was asked so many times.
struct StopAt(AtomicU32);

impl Progress for StopAt {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
    fn is_interrupted(&self) -> bool {
        let left = self.0.load(Ordering::Relaxed);
        self.0.store(left.saturating_sub(1), Ordering::Relaxed);
        left == 0
    }
}

#[test]
fn whenever_it_is_stopped_nothing_of_it_stays() {
    let (register, clients) = crowd();
    let expected = expected();
    let stopped = |set: &HandoverSet| {
        let home = tempfile::tempdir().unwrap();
        let mut stops = 0;
        for question in 0.. {
            let place = home.path().join("out");
            let folder = WholeFolder::begin(&place, Existing::Refuse).unwrap();
            let progress = StopAt(AtomicU32::new(question));
            let outcome = put_together(set, &expected, &folder, &progress);
            drop(folder);
            assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
            match outcome {
                Ok(_) => return Ok(stops),
                Err(error) => assert_eq!(error.class(), Class::Interrupted),
            }
            stops += 1;
        }
        Ok(stops)
    };
    let stops = with_handovers(&expected, &register, &HOUSEHOLDS, &[clients], stopped);
    // While BSNs and other tokens are read, at each provider and at each part.
    assert!(stops.unwrap() > 10);
}

#[test]
fn uses_of_many_members_of_one_household_are_those_of_their_persons() {
    let texts: Vec<String> = (0..90).map(|number| number.to_string()).collect();
    let persons = (0..90).map(|number| {
        let mut one = person(Some(0), &[(Bsn, &texts[number])]);
        one.age_band = AgeBand::from_index(u8::try_from(number % 7).unwrap());
        one
    });
    let persons: Vec<_> = persons.collect();
    let clients = (0..90).map(|number| {
        let mut one = client(u8::try_from(number + 1).unwrap(), &[(Bsn, &texts[number])]);
        one.service = ServiceIx::at(usize::from(number % 7 < 3));
        one
    });
    let town = linked(&persons, &[clients.collect()]);
    assert!(town.uses.is_sorted() && town.persons.age_band[..90].is_sorted());
    let mut of_persons: Vec<_> = town.uses.iter().map(|key| key.unpack()).collect();
    of_persons.dedup_by_key(|one| one.person);
    assert_eq!(of_persons.len(), 90);
    for one in of_persons {
        let band = town.persons.age_band[one.person.unwrap().index()];
        assert_eq!(one.service.index(), usize::from(band.index() < 3));
    }
}

#[test]
fn packed_uses_sort_as_their_bytes() {
    let (register, clients) = crowd();
    let town = linked(&register, &[clients]);
    let mut bytes: Vec<_> = town.uses.iter().rev().map(|key| key.bytes()).collect();
    bytes.sort_unstable();
    let read: Vec<_> = bytes.into_iter().map(UseKey::from_bytes).collect();
    assert_eq!(read, town.uses);
}
