//! Persons as the BRP API gives them (versions 1 and 2, and the GBA variant) in, a row per person out.
//!
//! `{"personen": […]}`, version 1's `{"_embedded": {"ingeschrevenpersonen": […]}}`, a bare list, or a person per line. Source:
//! the specifications of Haal Centraal BRP bevragen. The versions differ in how a date is written and in how deep the
//! address stands; a file is read by what stands in it.

mod places;

use std::fmt::Write;

use zeroize::{Zeroize, Zeroizing};

use self::places::Places;
use super::json::{Event, Visitor, begins_with, read_all, survey};
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::departure::departure;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format, Sink};
use crate::identified::source::inline_text::{Date, Short};
use crate::identified::source::person::Person;
use crate::identified::source::{RawRow, Reading};

/// The keys of which an answer has one, also when it holds no persons.
const KEYS: &[&str] = &[
    "\"personen\"",
    "\"ingeschrevenpersonen\"",
    "\"burgerservicenummer\"",
];

/// The keys under which the persons of an answer stand.
const LISTS: &[&str] = &[
    "personen",
    "_embedded/ingeschrevenpersonen",
    "ingeschrevenpersonen",
];

/// The versions that are read.
const READ: &str = "versions 1 and 2 of the BRP API and its GBA variant";

/// Answers of the BRP API.
pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::register("brp-api", "an answer of the BRP API", FileKind::Json);

/// Reads [`FORMAT`].
pub(super) struct BrpApi;

impl Format for BrpApi {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        Fit::sure_if(begins_with(file, KEYS))
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        survey(FORMAT, settings, files)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        read_all(FORMAT, KEYS, READ, settings, files, sink, People::new)
    }
}

/// A date: whole, as eight digits with 00 for what is not known, or in parts.
#[derive(Default, Clone, Copy, Zeroize)]
struct Written {
    whole: Date,
    year: Short<4>,
    month: Short<2>,
    day: Short<2>,
}

impl Written {
    fn text(&mut self, part: &str, text: &str) {
        match part {
            "" if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.year = known(&text[..4]);
                self.month = known(&text[4..6]);
                self.day = known(&text[6..]);
            }
            "" | "/datum" => self.whole = Short::of(text),
            "/jaar" => self.year = Short::of(text),
            "/maand" => self.month = Short::of(text),
            "/dag" => self.day = Short::of(text),
            _ => {}
        }
    }

    /// `yyyy-mm-dd`, with 00 for parts that are not known; `None` when nothing is.
    fn known(&self) -> Option<Zeroizing<String>> {
        if self.whole != Date::EMPTY {
            return Some(Zeroizing::new(self.whole.as_str().to_owned()));
        }
        let (year, month, day) = (self.year.as_str(), self.month.as_str(), self.day.as_str());
        let mut text = Zeroizing::new(String::with_capacity(32));
        write!(text, "{year}-{month:0>2}-{day:0>2}").ok()?;
        (!year.is_empty()).then_some(text)
    }
}

/// A part of a date; nothing when it is zeros, as the GBA writes what it does not know.
fn known<const LENGTH: usize>(part: &str) -> Short<LENGTH> {
    if part.bytes().all(|byte| byte == b'0') {
        return Short::EMPTY;
    }
    Short::of(part)
}

/// The person that is being read.
struct People {
    row: RawRow,
    person: Person,
    born: Zeroizing<Written>,
    left: Zeroizing<Written>,
    died: Zeroizing<Written>,
    is_suspended: bool,
    is_person: bool,
    handed_on: u64,
    /// The partner that is being read; `None` when the marriage has ended.
    partner: Option<Person>,
    has_partner: bool,
    parents: usize,
    places: Places,
}

impl People {
    fn new(file: &str) -> Self {
        Self {
            row: RawRow::new(file),
            person: Person::default(),
            born: Zeroizing::new(Written::default()),
            left: Zeroizing::new(Written::default()),
            died: Zeroizing::new(Written::default()),
            is_suspended: false,
            is_person: false,
            handed_on: 0,
            partner: None,
            has_partner: false,
            parents: 0,
            places: Places::default(),
        }
    }

    fn begin(&mut self, part: &str, line: u64) {
        match part {
            "" => {
                self.person = Person::default();
                self.person.line = line;
                *self.born = Written::default();
                (*self.left, *self.died) = (Written::default(), Written::default());
                (self.is_suspended, self.is_person, self.has_partner) = (false, false, false);
                self.parents = 0;
            }
            "partners" => self.partner = Some(Person::default()),
            "partners/ontbindingHuwelijkPartnerschap" => self.partner = None,
            "ouders" => self.parents += 1,
            _ => {}
        }
    }

    fn end(&mut self, part: &str, sink: &mut Sink<'_>) -> Result<()> {
        if part.is_empty() && self.is_person {
            return self.hand_on(sink);
        }
        if part == "partners"
            && let Some(partner) = self.partner.take()
            && !std::mem::replace(&mut self.has_partner, true)
        {
            self.person.add_all(&partner);
        }
        Ok(())
    }

    fn text(&mut self, part: &str, text: Option<&str>) {
        self.is_person |= matches!(part, "burgerservicenummer" | "aNummer");
        self.is_suspended |= says_suspended(part, text);
        let date = [
            ("geboorte/datum", &mut *self.born),
            ("opschortingBijhouding/datum", &mut *self.left),
            ("overlijden/datum", &mut *self.died),
        ];
        for (prefix, written) in date {
            if let Some(part) = part.strip_prefix(prefix) {
                return written.text(part, text.unwrap_or_default());
            }
        }
        if let Some(part) = part.strip_prefix("partners/") {
            if let (Some(partner), Some(field)) = (&mut self.partner, field_of_partner(part)) {
                partner.add_or_break(field, text);
            }
        } else if part == "ouders/burgerservicenummer" {
            match self.parents {
                1 => self.person.add_or_break(Field::Parent1Bsn, text),
                2 => self.person.add_or_break(Field::Parent2Bsn, text),
                _ => {}
            }
        } else if let Some(field) = field_of_person(part) {
            self.person.add_or_break(field, text);
        }
    }

    fn hand_on(&mut self, sink: &mut Sink<'_>) -> Result<()> {
        self.handed_on += 1;
        self.is_person = false;
        self.row.begin(self.person.line);
        self.person.fill(&mut self.row);
        if let Some(born) = self.born.known() {
            self.row.set(Field::BirthDate, &born);
        }
        if self.is_suspended {
            let left = self.left.known().or_else(|| self.died.known());
            let day = departure(left.as_ref().map_or("", |left| left.as_str()));
            self.row
                .set(Field::Left, std::str::from_utf8(&day).unwrap_or_default());
        }
        sink.row(&self.row)
    }
}

impl Visitor for People {
    fn take(&mut self, path: &str, event: Event<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let Some(part) = part_of(path) else {
            return Ok(());
        };
        match event {
            Event::Begin(line) => self.begin(part, line),
            Event::End => return self.end(part, sink),
            Event::Text(text) => self.text(part, text),
        }
        Ok(())
    }

    fn look(&mut self, path: &str, event: &Event<'_>) {
        match (part_of(path), event) {
            (Some(""), Event::Begin(_)) => self.places.begin(),
            (Some(""), Event::End) => self.places.end(),
            (Some(part), Event::Text(Some(text))) => self.places.look(part, text),
            _ => {}
        }
    }

    fn is_of_other_version(&self) -> bool {
        self.places.are_other()
    }

    fn has_met_any(&self) -> bool {
        self.handed_on > 0
    }
}

/// The path from a person on; `None` for what only holds the persons or parts of one together.
fn part_of(path: &str) -> Option<&str> {
    let part = match LISTS.iter().find_map(|list| path.strip_prefix(list)) {
        Some("") => "",
        Some(part) => part.strip_prefix('/').unwrap_or(path),
        None => path,
    };
    match part.strip_prefix("_embedded") {
        Some(part) => part.strip_prefix('/'),
        None => Some(part),
    }
}

/// Whether a text says that the person is suspended or has died: any in those groups but that they have not.
fn says_suspended(part: &str, text: Option<&str>) -> bool {
    match part.split_once('/') {
        Some(("overlijden", "indicatieOverleden")) => text != Some("false"),
        Some(("overlijden" | "opschortingBijhouding", _)) => text != Some(""),
        _ => false,
    }
}

fn field_of_person(part: &str) -> Option<Field> {
    Some(match part {
        "burgerservicenummer" => Field::Bsn,
        "naam/voornamen" => Field::GivenNames,
        "naam/voorletters" => Field::Initials,
        "naam/voorvoegsel" => Field::SurnamePrefix,
        "naam/geslachtsnaam" => Field::Surname,
        "geslacht/code" | "geslachtsaanduiding" => Field::Sex,
        "geheimhoudingPersoonsgegevens" => Field::Secrecy,
        _ => return field_of_residence(part.strip_prefix("verblijfplaats/")?),
    })
}

/// Version 2 has the address in a group of its own, the others flat.
fn field_of_residence(part: &str) -> Option<Field> {
    Some(match part.strip_prefix("verblijfadres/").unwrap_or(part) {
        "functieAdres/code" | "functieAdres" => Field::AddressFunction,
        "nummeraanduidingIdentificatie" | "identificatiecodeNummeraanduiding" => Field::AddressId,
        "postcode" => Field::Postcode,
        "huisnummer" => Field::HouseNumber,
        "huisletter" => Field::HouseLetter,
        "huisnummertoevoeging" => Field::HouseNumberSuffix,
        _ => return None,
    })
}

fn field_of_partner(part: &str) -> Option<Field> {
    Some(match part {
        "burgerservicenummer" => Field::PartnerBsn,
        "naam/voorvoegsel" => Field::PartnerSurnamePrefix,
        "naam/geslachtsnaam" => Field::PartnerSurname,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
