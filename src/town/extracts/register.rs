//! Rows of the register, the address table and the list of institutions.

use std::collections::BTreeMap;
use std::io::Write as _;

use super::cells::day;
use crate::town::areas::{buurt_code, buurt_name, wijk_code, wijk_name, wijk_of_buurt};
use crate::town::people::{People, Person};
use crate::town::providers::Dates;
use crate::vocabulary::{HouseholdType, Sex};

/// The columns of the register: our field and the header.
pub(in crate::town) const REGISTER_COLUMNS: [(&str, &str); 18] = [
    ("bsn", "BSN"),
    ("given_names", "Voornamen"),
    ("surname_prefix", "Voorvoegsel"),
    ("surname", "Geslachtsnaam"),
    ("partner_surname_prefix", "Voorvoegsel partner"),
    ("partner_surname", "Geslachtsnaam partner"),
    ("birth_date", "Geboortedatum"),
    ("sex", "Geslacht"),
    ("postcode", "Postcode"),
    ("house_number", "Huisnummer"),
    ("house_letter", "Huisletter"),
    ("house_number_suffix", "Toevoeging"),
    ("household", "Huishoudnummer"),
    ("household_type", "Soort huishouden"),
    ("partner_bsn", "BSN partner"),
    ("parent1_bsn", "BSN ouder 1"),
    ("parent2_bsn", "BSN ouder 2"),
    ("left", "Overleden of vertrokken op"),
];

/// The words of the register for types of households.
pub(in crate::town) const TYPE_WORDS: [(HouseholdType, &str); 6] = [
    (HouseholdType::Single, "Eenpersoonshuishouden"),
    (HouseholdType::Couple, "Paar zonder kinderen"),
    (HouseholdType::CoupleChildren, "Paar met kinderen"),
    (HouseholdType::SingleParent, "Eenouderhuishouden"),
    (HouseholdType::Other, "Overig huishouden"),
    (HouseholdType::Institution, "Institutioneel huishouden"),
];

/// The rows of the register.
pub(in crate::town) fn persons_of(people: &People) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(people.persons.len() * 160);
    for person in &people.persons {
        put_person(people, person, &mut bytes);
    }
    bytes
}

fn put_person(people: &People, person: &Person, bytes: &mut Vec<u8>) {
    let address = &person.address;
    let partner = person.partner_surname;
    let home = person.home.map(|place| &people.homes[place as usize]);
    let sex = match person.sex {
        Sex::Female => 'V',
        Sex::Male => 'M',
        Sex::Unknown => 'O',
    };
    let home_number = home.map_or_else(String::new, |home| home.number.to_string());
    // Writing to a Vec cannot fail.
    let _ = writeln!(
        bytes,
        "{:09};{};{};{};{};{};{:04}-{:02}-{:02};{sex};{};{};{};{};{home_number};{};{};{};{};{}\r",
        person.bsn,
        person.given.all(),
        person.surname.prefix(),
        person.surname.stem(),
        partner.map_or("", |name| name.prefix()),
        partner.map_or_else(String::new, |name| name.stem().into_owned()),
        person.birth.year,
        person.birth.month,
        person.birth.day,
        address.postcode(),
        address.number,
        address.letter(),
        address.suffix(),
        home.map_or("", |home| word_of(home.kind)),
        bsn(person.partner_bsn),
        bsn(person.parent_bsns[0]),
        bsn(person.parent_bsns[1]),
        day(Dates::Iso, person.left),
    );
}

fn bsn(number: u32) -> String {
    if number == 0 {
        String::new()
    } else {
        format!("{number:09}")
    }
}

fn word_of(kind: HouseholdType) -> &'static str {
    TYPE_WORDS
        .iter()
        .find(|(one, _)| *one == kind)
        .map_or("", |(_, word)| word)
}

/// The rows of the table from address to buurt and wijk: every postcode and number of the block once.
pub(in crate::town) fn addresses_of(people: &People, district: u64) -> Vec<u8> {
    let wijk_of = wijk_of_buurt();
    let addresses: BTreeMap<(String, u16), u8> = people
        .homes
        .iter()
        .map(|home| {
            (
                (home.address.postcode(), home.address.number),
                home.address.buurt,
            )
        })
        .collect();
    let mut bytes = Vec::with_capacity(addresses.len() * 70);
    for ((postcode, number), buurt) in addresses {
        let buurt = usize::from(buurt);
        let wijk = wijk_of[buurt];
        let _ = writeln!(
            bytes,
            "{postcode};{number};{};{};{};{}\r",
            buurt_code(district, buurt, wijk),
            wijk_code(district, wijk),
            buurt_name(district, buurt, wijk),
            wijk_name(district, wijk),
        );
    }
    bytes
}

/// The addresses of the institutions of the block.
pub(in crate::town) fn institutions_of(people: &People) -> Vec<u8> {
    let mut bytes = Vec::new();
    for home in people
        .homes
        .iter()
        .filter(|home| home.kind == HouseholdType::Institution)
    {
        let _ = writeln!(
            bytes,
            "{};{}\r",
            home.address.postcode(),
            home.address.number
        );
    }
    bytes
}
