//! A town of people with names, out of nothing: what stands in its register, and the files of its office.
//!
//! All fields have their normalised form already, so that a test can say what each token stands for by the published
//! method alone.

use std::fmt::Write as _;

use factlab::keys::{KeyedDigest, Message};
use factlab::pseudonymous::TokenColumn;

/// A person of the register.
#[derive(Clone, Default)]
pub(crate) struct Person {
    pub(crate) bsn: u64,
    pub(crate) birth_date: [u64; 3],
    pub(crate) surname: String,
    pub(crate) partner_surname: String,
    pub(crate) given_name: String,
    pub(crate) home: Home,
}

/// An address and the household that lives there.
#[derive(Clone, Default)]
pub(crate) struct Home {
    pub(crate) household: u64,
    pub(crate) postcode: String,
    pub(crate) number: u64,
    pub(crate) letter: String,
    pub(crate) suffix: String,
    pub(crate) address_id: String,
    pub(crate) is_institution: bool,
}

/// Numbers that pass for independent, always the same.
struct Dice(KeyedDigest, u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.1 += 1;
        self.0.number(&self.1.to_be_bytes()) % limit
    }

    /// A place from 0 to `limit`, the first the most common: the first of 600 has one in a hundred, as in a register.
    fn common(&mut self, limit: f64) -> usize {
        let unit = self.below(1 << 32) as f64 / (1_u64 << 32) as f64;
        let place = 30.0 * ((limit + 30.0) / 30.0).powf(unit) - 30.0;
        let is_next = |next: &u16| f64::from(*next) + 1.0 > place;
        usize::from((0..u16::MAX).find(is_next).unwrap())
    }
}

/// A name of two or three syllables in capitals; another place is another name.
fn name(place: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "BA", "DE", "FI", "GO", "HU", "KA", "LE", "MI", "NO", "PU", "RA", "SE", "TI", "VO", "WU",
        "ZA", "BRE", "KLI", "STO", "VRU",
    ];
    let (first, second, third) = (place % 20, place / 20 % 20, place / 400);
    let last = if third == 0 {
        ""
    } else {
        SYLLABLES[third % 20]
    };
    format!("{}{}{last}", SYLLABLES[first], SYLLABLES[second])
}

/// The BSNs that pass the eleven-test and are not of the public test range.
fn bsns() -> impl Iterator<Item = u64> {
    let passes = |bsn: &u64| {
        let digit = |place: u32| bsn / 10_u64.pow(place) % 10;
        let sum: u64 = (1..9)
            .map(|place| u64::from(place + 1) * digit(place))
            .sum();
        sum % 11 == digit(0)
    };
    (123_456_000_u64..).filter(passes)
}

/// The people of so many private households, and five institutions.
pub(crate) fn people(households: u64) -> Vec<Person> {
    let mut dice = Dice(KeyedDigest::new(b"a town of people with names"), 0);
    let mut bsns = bsns();
    let mut people = Vec::new();
    for home in homes(households, &mut dice) {
        let size = match (home.is_institution, dice.below(100)) {
            (true, _) => 15 + dice.below(70),
            (_, 0..38) => 1,
            (_, 38..71) => 2,
            (_, 71..83) => 3,
            (_, 83..95) => 4,
            (_, 95..99) => 5,
            _ => 6 + dice.below(4),
        };
        let family = name(dice.common(600.0));
        for member in 0..size {
            let is_partner = member == 1 || home.is_institution;
            let own = if is_partner {
                name(dice.common(600.0))
            } else {
                family.clone()
            };
            // Every fourth who lives alone was married.
            let is_widowed = size == 1 && people.len().is_multiple_of(4);
            people.push(Person {
                bsn: bsns.next().unwrap(),
                birth_date: [
                    1930 + dice.below(90),
                    1 + dice.below(12),
                    1 + dice.below(28),
                ],
                partner_surname: if member == 1 && own != family {
                    family.clone()
                } else if is_widowed {
                    name(people.len() % 599)
                } else {
                    String::new()
                },
                surname: own,
                given_name: name(dice.common(300.0)),
                home: home.clone(),
            });
        }
    }
    people
}

/// Homes in rows and in flats of up to 60; of every hundred addresses one has two households.
fn homes(households: u64, dice: &mut Dice) -> Vec<Home> {
    let mut homes: Vec<Home> = Vec::new();
    let mut street = 0;
    while (homes.len() as u64) < households + 5 {
        let is_institution = homes.len() as u64 >= households;
        let is_flat = !is_institution && dice.below(100) < 10;
        street += 1;
        let length = if is_institution {
            1
        } else {
            5 + dice.below(if is_flat { 55 } else { 20 })
        };
        for place in 1..=length {
            let number = homes.len() as u64 + 1;
            let home = Home {
                household: number,
                postcode: format!(
                    "{}{}{}",
                    1500 + street / 400,
                    letter(street / 20 % 20),
                    letter(street % 20)
                ),
                number: if is_flat { 7 } else { 2 * place },
                letter: if is_flat && place <= 20 {
                    letter(place - 1).to_string()
                } else {
                    String::new()
                },
                suffix: if is_flat && place > 20 {
                    place.to_string()
                } else {
                    String::new()
                },
                address_id: format!("{:016}", 479_200_000_000_000 + number),
                is_institution,
            };
            if dice.below(100) == 0 && !is_institution {
                homes.push(Home {
                    household: number + 1_000_000,
                    ..home.clone()
                });
            }
            homes.push(home);
        }
    }
    homes
}

/// Twenty letters that every postcode may have.
fn letter(place: u64) -> char {
    char::from(b"ABCEGHJKLMNPRTVWXZBA"[usize::try_from(place % 18).unwrap()])
}

/// The extracts of the [`PARTIES`]; a provider knows every second person.
pub(crate) fn extracts(people: &[Person]) -> [String; 3] {
    let mut texts = [(); 3].map(|()| {
        "bsn;born;surname;partner;given;pc;nr;letter;suffix;id;household;type;start\n".to_owned()
    });
    for (place, person) in people.iter().enumerate() {
        let (home, [year, month, day]) = (&person.home, person.birth_date);
        let kind = if home.is_institution {
            "institution"
        } else {
            "private"
        };
        let row = format!(
            "{:09};{year}-{month:02}-{day:02};{};{};{};{};{};{};{};{};{};{kind};2026-03-01\n",
            person.bsn,
            person.surname,
            person.partner_surname,
            person.given_name,
            home.postcode,
            home.number,
            home.letter,
            home.suffix,
            home.address_id,
            home.household,
        );
        texts[0].write_str(&row).unwrap();
        texts[1 + place % 2].write_str(&row).unwrap();
    }
    texts
}

/// The sound of one of our names, whose syllables end in a vowel.
fn sound(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    let rest = rest
        .replace("UW", "U")
        .replace(['A', 'E', 'H', 'I', 'O', 'U'], "");
    (first.to_owned() + &rest)
        .replace('V', "F")
        .replace('Z', "S")
}

/// What a token of `column` stands for, of a client or a resident: the message of the published method; `None` when the
/// person has none.
pub(crate) fn value(column: TokenColumn, is_client: bool, person: &Person) -> Option<Message> {
    let mut message = Message::new();
    let is_partners = column.name().ends_with("_partner");
    let surname = if is_partners {
        &person.partner_surname
    } else {
        &person.surname
    };
    if surname.is_empty()
        || column.kind().contains("sound")
            && is_partners
            && sound(surname) == sound(&person.surname)
        || column.kind().contains("surname_4") && is_partners && surname[..4] == person.surname[..4]
    {
        return None;
    }
    let [year, month, day] = person.birth_date;
    let home = &person.home;
    for part in column.kind().split('+') {
        match part {
            "bsn" => message.number(person.bsn),
            "birth_year" => message.number(year),
            "birth_month" => message.number(month),
            "birth_day" => message.number(day),
            "birth_date" => message.number(year * 10_000 + month * 100 + day),
            "surname" => message.text(surname),
            "given_name" => message.text(&person.given_name),
            "names_swapped" if is_client => message.text(&person.given_name).text(surname),
            "names_swapped" => message.text(surname).text(&person.given_name),
            "sound" => message.text(&sound(surname)),
            "surname_4" => message.text(&surname[..4]),
            "given_name_3" => message.text(&person.given_name[..3]),
            "house_number" => message.number(home.number),
            "initial" => message.text(&person.given_name[..1]),
            "postcode" => message.text(&home.postcode),
            "address_id" => message.text(&home.address_id),
            "address_number" => message.text(&home.postcode).number(home.number),
            "address_parts" => message
                .text(&home.postcode)
                .number(home.number)
                .text(&home.letter)
                .text(&home.suffix),
            "address" | "address_joined" => message
                .text(&home.postcode)
                .number(home.number)
                .joined(&home.letter, &home.suffix),
            other => panic!("a part that the method does not have: {other}"),
        };
    }
    Some(message)
}

/// The register, a provider that knows the BSN, and one that knows all but the BSN.
pub(crate) const PARTIES: [&str; 3] = ["register", "zorg", "verhuur"];

/// The agreement.
pub(crate) const CONFIG: &str = r#"
[project]
id = "naamdorp-2026"
series = "naamdorp"
purpose = "an attack"
from = 2026-01-01
to = 2026-12-31
reference_date = 2026-12-31

[[service]]
code = "hulp"
name = "Hulp"
domain = "Wmo"

[[service]]
code = "woning"
name = "Woning"
domain = "Wonen"

[keyholder]

[analyst]

[tokens]
profile = "standard"

[register]
extract = "register.csv"
handover = "handovers/register"
household = "column"

[register.household_types]
private = "other"
institution = "institution"

[register.columns]
bsn = "bsn"
birth_date = "born"
surname = "surname"
partner_surname = "partner"
given_names = "given"
postcode = "pc"
house_number = "nr"
house_letter = "letter"
house_number_suffix = "suffix"
address_id = "id"
household = "household"
household_type = "type"

[[provider]]
id = "zorg"
name = "Zorg"
extract = "zorg.csv"
handover = "handovers/zorg"
service = "hulp"

[provider.columns]
bsn = "bsn"
birth_date = "born"
surname = "surname"
partner_surname = "partner"
given_names = "given"
postcode = "pc"
house_number = "nr"
house_letter = "letter"
house_number_suffix = "suffix"
address_id = "id"
start = "start"

[[provider]]
id = "verhuur"
name = "Verhuur"
extract = "verhuur.csv"
handover = "handovers/verhuur"
service = "woning"

[provider.columns]
birth_date = "born"
surname = "surname"
partner_surname = "partner"
given_names = "given"
postcode = "pc"
house_number = "nr"
house_letter = "letter"
house_number_suffix = "suffix"
address_id = "id"
start = "start"
"#;
