//! A municipality of single households, some of whom use debt help and some home help.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fmt::Write as _;
use std::ops::Range;

use super::office::{CONFIG, Office};

/// So many households.
const HOUSEHOLDS: u64 = 120;

/// The office, with keys and the register's hand-over.
pub(crate) fn municipality() -> Office {
    let mut register =
        "BSN;Naam;Voornamen;Geboren;Geslacht;Postcode;Huisnummer;Huishouden;Wijk\n".to_owned();
    for one in 0..HOUSEHOLDS {
        let (bsn, name, born) = person(one);
        let wijk = one % 2 + 1;
        writeln!(
            register,
            "{bsn};{name};Bo;{born};V;1507XY;{};H-{one};WK09990{wijk}",
            one + 1
        )
        .unwrap();
    }
    let office = Office::with(&[
        ("config.toml", CONFIG.as_bytes()),
        ("extracts/register.csv", register.as_bytes()),
    ]);
    office.make_keys();
    office.pseudonymise("register");
    office
}

/// Hands over who has debt help (`schuld`, of the wijkteam) and who has home help (`hulp`, of thuiszorg).
pub(crate) fn hand_over(office: &Office, schuld: Range<u64>, hulp: impl Iterator<Item = u64>) {
    let mut extract = "Klantnr;BSN;Achternaam;Voornaam;Geb.datum;Begin;Einde\n".to_owned();
    for one in schuld {
        let (bsn, name, born) = person(one);
        writeln!(extract, "K-{one};{bsn};{name};Bo;{born};01-02-2026;").unwrap();
    }
    again(office, "wijkteam", &extract);
    // No household has the first: who moved away.
    let mut extract =
        "Naam,Geboortedatum,PC,Nr,Product,Van\nVertrokken,06-06-1944,1599AA,12,0101,01-03-2026\n"
            .to_owned();
    for one in hulp {
        let (_, name, born) = person(one);
        let number = one + 1;
        writeln!(extract, "{name},{born},1507XY,{number},0101,01-03-2026").unwrap();
    }
    again(office, "thuiszorg", &extract);
}

/// A party's next delivery.
fn again(office: &Office, party: &str, extract: &str) {
    office.write(&format!("extracts/{party}.csv"), extract.as_bytes());
    let made = office.path(&format!("handovers/{party}"));
    if made.exists() {
        std::fs::remove_dir_all(made).unwrap();
    }
    office.pseudonymise(party);
}

/// BSN, surname and birth date.
fn person(number: u64) -> (String, String, String) {
    let mut bsns = (10_000_000 + number * 20..).filter_map(bsn);
    let letter = |place: u64| char::from(b'a' + u8::try_from(place % 26).unwrap());
    let name = format!("Boer{}{}", letter(number / 26), letter(number));
    let born = format!(
        "{:02}-{:02}-{}",
        number % 28 + 1,
        number % 12 + 1,
        1940 + number % 50
    );
    (bsns.next().unwrap(), name, born)
}

/// The BSN that begins with these 8 digits, where there is one.
fn bsn(first: u64) -> Option<String> {
    let digits = first.to_string();
    let weighed = digits.bytes().zip((2..=9).rev());
    let sum: u64 = weighed
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    (sum % 11 < 10).then(|| format!("{digits}{}", sum % 11))
}
