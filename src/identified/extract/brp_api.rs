//! Persons as the BRP API gives them (version 2) in, a row per person out.
//!
//! `{"personen": […]}`, a bare list, or a person per line. Source: the specification of Haal Centraal BRP bevragen,
//! version 2; a date is of one of four types, by how much of it is known.

use std::fmt::Write;

use zeroize::{Zeroize, Zeroizing};

use super::format::{Format, Sink};
use super::json::{Event, Visitor, begins_with, is_json, read_all, survey};
use super::person::Person;
use super::short::{Date, Short};
use super::source::Source;
use super::{RawRow, Reading};
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field};

/// The date of departure of whom the answer gives none: before any period.
const LONG_AGO: &str = "1900-01-01";

/// The keys of which an answer has one, also when it holds no persons.
const KEYS: &[&str] = &["\"personen\"", "\"burgerservicenummer\""];

/// Answers of the BRP API.
pub(super) struct BrpApi;

impl Format for BrpApi {
    fn kind(&self) -> ExtractFormat {
        ExtractFormat::BrpApi
    }

    fn recognises(&self, file: &Source) -> bool {
        begins_with(file, KEYS)
    }

    fn accepts(&self, file: &Source, looks: Option<ExtractFormat>) -> bool {
        looks.is_none() && is_json(file)
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        survey(self.kind(), settings, files)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        read_all(self.kind(), KEYS, settings, files, sink, People::new)
    }
}

/// A date of any of the four types.
#[derive(Default, Clone, Copy, Zeroize)]
struct Written {
    day: Date,
    year: Short<4>,
    month: Short<2>,
}

impl Written {
    fn text(&mut self, part: &str, text: &str) {
        match part {
            "datum" => self.day = Short::of(text),
            "jaar" => self.year = Short::of(text),
            "maand" => self.month = Short::of(text),
            _ => {}
        }
    }

    /// `yyyy-mm-dd`, with `unknown` for parts that are not known; `None` when nothing is.
    fn with(&self, unknown: &str) -> Option<Zeroizing<String>> {
        if self.day != Date::EMPTY {
            return Some(Zeroizing::new(self.day.as_str().to_owned()));
        }
        let month = match self.month.as_str() {
            "" => unknown,
            month => month,
        };
        let year = self.year.as_str();
        let mut text = Zeroizing::new(String::with_capacity(32));
        write!(text, "{year}-{month:0>2}-{unknown}").ok()?;
        (!year.is_empty()).then_some(text)
    }
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
            "opschortingBijhouding" | "overlijden" => self.is_suspended = true,
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
        let date = [
            ("geboorte/datum/", &mut *self.born),
            ("opschortingBijhouding/datum/", &mut *self.left),
            ("overlijden/datum/", &mut *self.died),
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
        if let Some(born) = self.born.with("00") {
            self.row.set(Field::BirthDate, &born);
        }
        if self.is_suspended {
            // Unknown parts as early as they can be: who left counts as having left.
            let left = self.left.with("01").or_else(|| self.died.with("01"));
            let left = left.as_ref().map_or(LONG_AGO, |left| left.as_str());
            self.row.set(Field::Left, left);
        }
        sink.row(&self.row)
    }
}

impl Visitor for People {
    fn take(&mut self, path: &str, event: Event<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let part = match path.strip_prefix("personen") {
            Some("") => "",
            Some(part) => part.strip_prefix('/').unwrap_or(path),
            None => path,
        };
        match event {
            Event::Begin(line) => self.begin(part, line),
            Event::End => return self.end(part, sink),
            Event::Text(text) => self.text(part, text),
        }
        Ok(())
    }

    fn has_met_any(&self) -> bool {
        self.handed_on > 0
    }
}

fn field_of_person(part: &str) -> Option<Field> {
    Some(match part {
        "burgerservicenummer" => Field::Bsn,
        "naam/voornamen" => Field::GivenNames,
        "naam/voorletters" => Field::Initials,
        "naam/voorvoegsel" => Field::SurnamePrefix,
        "naam/geslachtsnaam" => Field::Surname,
        "geslacht/code" => Field::Sex,
        "geheimhoudingPersoonsgegevens" => Field::Secrecy,
        "verblijfplaats/functieAdres/code" => Field::AddressFunction,
        "verblijfplaats/nummeraanduidingIdentificatie" => Field::AddressId,
        "verblijfplaats/verblijfadres/postcode" => Field::Postcode,
        "verblijfplaats/verblijfadres/huisnummer" => Field::HouseNumber,
        "verblijfplaats/verblijfadres/huisletter" => Field::HouseLetter,
        "verblijfplaats/verblijfadres/huisnummertoevoeging" => Field::HouseNumberSuffix,
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
