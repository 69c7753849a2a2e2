//! Under profile `strict` clients are linked by how likely it is, whatever the provider knows.

mod by_address;
mod elsewhere;
mod explained;
mod outside;

use TokenColumn as C;

use super::*;
use crate::pseudonymous::TokenProfile;

/// Somebody, as a register or a provider knows them; empty for what is not known.
#[derive(Debug, Clone)]
pub(super) struct Someone {
    pub(super) bsn: String,
    /// Year, month and day.
    pub(super) born: [String; 3],
    pub(super) surname: String,
    pub(super) given: String,
    pub(super) postcode: String,
    pub(super) number: String,
}

impl Someone {
    /// The resident with this number: two to a door, of one surname.
    pub(super) fn resident(number: u32) -> Self {
        let home = number / 2;
        let draw = |of: u32, step: u32| (number.wrapping_mul(2_654_435_761) >> step) % of;
        let born = [1930 + draw(80, 3), 1 + draw(12, 5), 1 + draw(28, 7)];
        Self {
            bsn: format!("bsn {number}"),
            born: born.map(|part| part.to_string()),
            surname: format!("SURNAME{}", home.wrapping_mul(40_503) % 211),
            given: format!(
                "{}GIVEN{}",
                char::from(b'A' + (number % 20) as u8),
                number % 97
            ),
            postcode: format!("P{}", home / 12),
            number: format!("N{}", home % 12),
        }
    }

    pub(super) fn unknown(mut self, fields: &[&str]) -> Self {
        for field in fields {
            match *field {
                "bsn" => self.bsn.clear(),
                "birth" => self.born = Default::default(),
                "names" => {
                    self.surname.clear();
                    self.given.clear();
                }
                _ => unreachable!("{field}"),
            }
        }
        self
    }

    /// What each column is made of, and whether of this person.
    fn tokens(&self) -> Tokens {
        let [year, month, day] = &self.born;
        let born = if day.is_empty() {
            String::new()
        } else {
            format!("{year}-{month}-{day}")
        };
        let initial = self.given.chars().take(1).collect();
        let at = if self.number.is_empty() {
            String::new()
        } else {
            format!("{} {}", self.postcode, self.number)
        };
        let (start, begins) = (
            self.surname.chars().take(8).collect(),
            self.given.chars().take(3).collect(),
        );
        let known: [(TokenColumn, &[&String]); 22] = [
            (C::Bsn, &[&self.bsn]),
            (C::BirthSurname, &[&born, &self.surname]),
            (C::BirthInitial, &[&born, &initial]),
            (C::BirthAddressNumber, &[&born, &at]),
            (C::BirthPostcode, &[&born, &self.postcode]),
            (C::BirthHouseNumber, &[&born, &self.number]),
            (C::AddressSurname, &[&at, &self.surname]),
            (C::AddressGiven, &[&at, &self.given]),
            (C::AddressInitial, &[&at, &initial]),
            (C::AddressYearMonth, &[&at, year, month]),
            (C::AddressYearDay, &[&at, year, day]),
            (C::AddressMonthDay, &[&at, month, day]),
            (C::AddressYear, &[&at, year]),
            (
                C::SurnameGivenHouseNumber,
                &[&self.surname, &self.given, &self.number],
            ),
            (
                C::SurnameGivenPrefixPostcode,
                &[&start, &begins, &self.postcode],
            ),
            (
                C::SurnameGivenPrefixHouseNumber,
                &[&start, &begins, &self.number],
            ),
            (C::SurnameGiven, &[&self.surname, &self.given]),
            (C::AddressJoined, &[&at]),
            (C::AddressNumber, &[&at]),
            (C::BirthSound, &[&born, &start]),
            (C::BirthSoundPartner, &[]),
            (C::AddressId, &[]),
        ];
        let texts: Vec<(TokenColumn, String)> = known
            .into_iter()
            .filter(|(_, parts)| !parts.is_empty() && parts.iter().all(|part| !part.is_empty()))
            .map(|(column, parts)| {
                (
                    column,
                    parts
                        .iter()
                        .map(|part| part.as_str())
                        .collect::<Vec<_>>()
                        .join("|"),
                )
            })
            .collect();
        let texts: Vec<(TokenColumn, &str)> = texts
            .iter()
            .map(|(column, text)| (*column, text.as_str()))
            .collect();
        tokens(&texts)
    }

    fn client(&self, number: u32) -> PseudonymousRecord {
        PseudonymousRecord {
            client: Pseudonym::new(Digest::from_bytes(u128::from(number + 1).to_be_bytes())),
            tokens: self.tokens(),
            ..client(1, &[])
        }
    }
}

pub(super) const RESIDENTS: u32 = 600;

/// Everyone, and the clients of one provider, linked.
fn weighed(clients: &[Someone]) -> LinkedTown {
    weighed_in(&Someone::resident, clients)
}

/// The same in another register.
fn weighed_in(resident: &dyn Fn(u32) -> Someone, clients: &[Someone]) -> LinkedTown {
    weighed_of(resident, &[clients])
}

/// The same of several providers.
pub(super) fn weighed_of(
    resident: &dyn Fn(u32) -> Someone,
    providers: &[&[Someone]],
) -> LinkedTown {
    let release_key = ReleaseKey::from_bytes([3; 32]);
    let linked =
        |set: &HandoverSet, expected: &Expected| link(set, expected, Some(&release_key), &Silent);
    handed_over(resident, providers, linked).unwrap()
}

/// A register and clients of providers, for whatever is done with their hand-overs.
fn handed_over<T>(
    resident: &dyn Fn(u32) -> Someone,
    providers: &[&[Someone]],
    done: impl FnOnce(&HandoverSet, &Expected) -> Result<T>,
) -> Result<T> {
    let register: Vec<RegisterRecord> = (0..RESIDENTS)
        .map(|number| RegisterRecord {
            tokens: resident(number).tokens(),
            ..person(Some(number as usize / 2), &[])
        })
        .collect();
    let kinds = vec![HouseholdType::Couple; RESIDENTS as usize / 2];
    let clients = |clients: &&[Someone]| {
        let clients = (0..).zip(*clients);
        clients.map(|(number, one)| one.client(number)).collect()
    };
    let providers: Vec<Vec<PseudonymousRecord>> = providers.iter().map(clients).collect();
    let expected = Expected {
        profile: TokenProfile::Strict,
        ..expected()
    };
    let done = |set: &HandoverSet| done(set, &expected);
    with_handovers(&expected, &register, &kinds, &providers, done)
}

/// Clients who are residents, with what their provider does not know.
fn residents(unknown: &[&str]) -> Vec<Someone> {
    (0..RESIDENTS)
        .step_by(3)
        .map(|number| Someone::resident(number).unknown(unknown))
        .collect()
}

/// Clients of whom none lives here.
fn strangers(unknown: &[&str]) -> Vec<Someone> {
    let elsewhere = |number: u32| {
        let mut one = Someone::resident(number + 100_000).unknown(unknown);
        one.postcode = format!("ELSEWHERE{number}");
        one
    };
    (0..200).map(elsewhere).collect()
}

/// The share of the clients that are linked.
fn share(town: &LinkedTown) -> f64 {
    let links = &town.providers[0];
    let linked: u64 = links.fates[..=ClientFate::ByAddress as usize].iter().sum();
    linked as f64 / links.clients as f64
}

const WHAT_IS_UNKNOWN: [&[&str]; 4] = [&[], &["bsn"], &["bsn", "birth"], &["bsn", "names"]];

#[test]
fn all_residents_are_found_whatever_the_provider_knows() {
    for unknown in WHAT_IS_UNKNOWN {
        let town = weighed(&residents(unknown));
        assert!(share(&town) >= 0.99, "{unknown:?}: {}", share(&town));
        // Each use is of the household in which the client lives.
        let mut households: Vec<u32> = town
            .uses
            .iter()
            .map(|key| key.unpack().household.number())
            .collect();
        households.dedup();
        let lived_in: Vec<u32> = (0..RESIDENTS).step_by(3).map(|number| number / 2).collect();
        let right = households
            .iter()
            .filter(|one| lived_in.contains(one))
            .count();
        assert!(right >= households.len() * 99 / 100, "{unknown:?}");
    }
}

#[test]
fn nobody_is_found_where_no_client_lives() {
    for unknown in WHAT_IS_UNKNOWN {
        let town = weighed(&strangers(unknown));
        assert!(share(&town) <= 0.01, "{unknown:?}: {}", share(&town));
    }
}

#[test]
fn the_few_who_live_here_are_found_among_many_who_do_not() {
    for unknown in WHAT_IS_UNKNOWN {
        let mut clients = strangers(unknown);
        clients.extend(residents(unknown).into_iter().take(4));
        let town = weighed(&clients);
        let found = share(&town) * clients.len() as f64;
        assert!((3.5..4.5).contains(&found), "{unknown:?}: {found}");
    }
}

#[test]
fn who_now_lives_at_the_old_address_of_a_client_is_not_taken_for_it() {
    // Their names, birth dates and BSNs are nobody's here.
    let moved = |number: u32| {
        let here = Someone::resident(number);
        Someone {
            postcode: here.postcode,
            number: here.number,
            ..Someone::resident(number + 100_001)
        }
    };
    let mut clients = residents(&[]);
    let known = clients.len();
    clients.extend((0..40).map(|number| moved(number * 7)));
    let town = weighed(&clients);
    let found = share(&town) * clients.len() as f64;
    assert!(found <= known as f64 + 0.5, "{found} of {known}");
}

#[test]
fn an_error_in_a_surname_is_told_apart_as_spelling() {
    let clients: Vec<Someone> = residents(&["bsn"])
        .into_iter()
        .map(|one| Someone {
            surname: format!("{}X", one.surname),
            ..one
        })
        .collect();
    let links = &weighed(&clients).providers[0];
    let by_spelling = links.fates[ClientFate::BySpelling as usize];
    assert!(by_spelling * 100 >= links.clients * 98, "{:?}", links.fates);
}

#[test]
fn a_register_without_birth_dates_finds_by_names_and_address() {
    let resident = |number| Someone::resident(number).unknown(&["birth"]);
    for unknown in [&["bsn"][..], &["bsn", "birth"]] {
        let town = weighed_in(&resident, &residents(unknown));
        assert!(share(&town) >= 0.99, "{unknown:?}: {}", share(&town));
        let none = weighed_in(&resident, &strangers(unknown));
        assert!(share(&none) <= 0.01, "{unknown:?}: {}", share(&none));
    }
}

#[test]
fn a_register_with_addresses_only_finds_homes() {
    let resident = |number| Someone::resident(number).unknown(&["bsn", "birth", "names"]);
    // Whether or not their provider knows more than the address.
    for unknown in [&["bsn"][..], &["bsn", "birth", "names"], &[]] {
        let town = weighed_in(&resident, &residents(unknown));
        let by_address = town.providers[0].fates[ClientFate::ByAddress as usize];
        assert_eq!(by_address, town.providers[0].clients, "{unknown:?}");
    }
    let town = weighed_in(&resident, &residents(&[]));
    let lacking = ["BSN", "birth date", "surname", "given name"];
    assert_eq!(town.not_compared.fields, lacking);
}

#[test]
fn where_all_bear_one_name_the_other_fields_decide() {
    let named = |one: Someone| Someone {
        surname: "SAME".into(),
        given: "ALL".into(),
        ..one
    };
    let resident = |number| named(Someone::resident(number));
    let known = |clients: Vec<Someone>| clients.into_iter().map(named).collect::<Vec<_>>();
    let town = weighed_in(&resident, &known(residents(&["bsn"])));
    assert!(share(&town) >= 0.99, "{}", share(&town));
    let none = weighed_in(&resident, &known(strangers(&["bsn"])));
    assert!(share(&none) <= 0.01, "{}", share(&none));
    // All of them share that token, which is told.
    let name = LeftOut {
        kind: "surname+given_name",
        tokens: 1,
    };
    assert!(
        town.not_compared.tokens.contains(&name),
        "{:?}",
        town.not_compared
    );
}

#[test]
fn clients_whose_bsn_contradicts_all_else_end_with_an_error() {
    // The BSN of one resident, and all else of nobody here: a column that was sorted by itself.
    let mixed_up = |number: u32| Someone {
        bsn: Someone::resident(number).bsn,
        postcode: format!("ELSEWHERE{number}"),
        ..Someone::resident(number + 100_001)
    };
    let linked = |clients: &[Someone]| {
        handed_over(&Someone::resident, &[clients], |set, expected| {
            link(set, expected, None, &Silent)
        })
    };
    let mut clients: Vec<Someone> = (0..120).map(mixed_up).collect();
    let error = linked(&clients).unwrap_err();
    assert_eq!(error.code(), Code::LinkingContradicted);
    // Few of them are a mistake in a row, and not in a column.
    clients.truncate(40);
    clients.extend(residents(&[]));
    assert!(linked(&clients).is_ok());
}

#[test]
fn the_order_of_clients_and_the_number_of_threads_do_not_matter() {
    let mut clients = residents(&["bsn"]);
    clients.extend(strangers(&["bsn"]));
    let found = |clients: &[Someone], threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let town = pool.build().unwrap().install(|| weighed(clients));
        (town.uses, town.providers[0].fates)
    };
    let one = found(&clients, 1);
    clients.reverse();
    assert!(one == found(&clients, 2));
    assert!(one == found(&clients, 8));
}
