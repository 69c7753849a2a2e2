//! The JSON of the BRP API (versions 1 and 2, and the GBA variant): a row per person.
//!
//! `{"personen": […]}`, version 1's `{"_embedded": {"ingeschrevenpersonen": […]}}`, a bare list, or a person per line. Source:
//! the specifications of Haal Centraal BRP bevragen. The versions differ in how a date is written and in how deep the
//! address stands; a file is read by what is in it.

mod essentials;

use std::fmt::Write;

use zeroize::Zeroizing;

use self::essentials::Essentials;
use super::json::JsonMessage;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, Field, FileKind};
use crate::identified::source::RawRow;
use crate::identified::source::departure::departure;
use crate::identified::source::element::Element;
use crate::identified::source::inline_text::{Date, Short};
use crate::identified::source::push::Sink;

/// What is read of a person. Version 2 has the address in a group of its own, the others flat.
const PERSON: &[(&str, Field)] = &[
    ("burgerservicenummer", Field::Bsn),
    ("naam/voornamen", Field::GivenNames),
    ("naam/voorletters", Field::Initials),
    ("naam/voorvoegsel", Field::SurnamePrefix),
    ("naam/geslachtsnaam", Field::Surname),
    ("geslacht/code", Field::Sex),
    ("geslachtsaanduiding", Field::Sex),
    ("geheimhoudingPersoonsgegevens", Field::Secrecy),
];
const RESIDENCES: [&str; 2] = ["verblijfplaats", "verblijfplaats/verblijfadres"];
const RESIDENCE: &[(&str, Field)] = &[
    ("functieAdres/code", Field::AddressFunction),
    ("functieAdres", Field::AddressFunction),
    ("nummeraanduidingIdentificatie", Field::AddressId),
    ("identificatiecodeNummeraanduiding", Field::AddressId),
    ("postcode", Field::Postcode),
    ("huisnummer", Field::HouseNumber),
    ("huisletter", Field::HouseLetter),
    ("huisnummertoevoeging", Field::HouseNumberSuffix),
];
const PARTNER: &[(&str, Field)] = &[
    ("burgerservicenummer", Field::PartnerBsn),
    ("naam/voorvoegsel", Field::PartnerSurnamePrefix),
    ("naam/geslachtsnaam", Field::PartnerSurname),
];
const PARENTS: [Field; 2] = [Field::Parent1Bsn, Field::Parent2Bsn];

/// Answers of the BRP API.
pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::register("brp-api", "an answer of the BRP API", FileKind::Json);

pub(super) struct BrpApi;

impl JsonMessage for BrpApi {
    const FORMAT: ExtractFormat = FORMAT;
    const KEYS: &[&str] = &[
        "\"personen\"",
        "\"ingeschrevenpersonen\"",
        "\"burgerservicenummer\"",
    ];
    const VERSIONS: &str = "versions 1 and 2 of the BRP API and its GBA variant";
    const LISTS: &[&str] = &[
        "",
        "personen",
        "_embedded/ingeschrevenpersonen",
        "ingeschrevenpersonen",
    ];

    type Version = Essentials;

    fn look(essentials: &mut Essentials, person: Element<'_>) {
        essentials.look(person);
    }

    fn is_other(essentials: &Essentials) -> bool {
        essentials.are_elsewhere()
    }

    fn hand_on(person: Element<'_>, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<bool> {
        let is_person = ["burgerservicenummer", "aNummer"].map(|name| person.get(name).is_some());
        if is_person == [false; 2] {
            return Ok(false);
        }
        row.begin(person.line());
        person.fill(row, PERSON);
        for residence in RESIDENCES.iter().flat_map(|path| person.all(path)) {
            residence.fill(row, RESIDENCE);
        }
        let partners = relatives(person, "partners");
        let has_ended =
            |partner: &&Element<'_>| !partner.groups("ontbindingHuwelijkPartnerschap").is_empty();
        if let Some(partner) = partners.iter().find(|partner| !has_ended(partner)) {
            partner.fill(row, PARTNER);
        }
        for (parent, field) in relatives(person, "ouders").iter().zip(PARENTS) {
            parent.fill(row, &[("burgerservicenummer", field)]);
        }
        if let Some(born) = date(person, "geboorte/datum") {
            row.set(Field::BirthDate, &born);
        }
        if is_suspended(person) {
            let left = date(person, "opschortingBijhouding/datum");
            let left = left.or_else(|| date(person, "overlijden/datum"));
            let day = departure(left.as_ref().map_or("", |left| left.as_str()));
            row.set(Field::Left, std::str::from_utf8(&day).unwrap_or_default());
        }
        sink.row(row)?;
        Ok(true)
    }
}

/// The relatives of a person; version 1 has them in a group of their own.
fn relatives<'a>(person: Element<'a>, name: &str) -> Vec<Element<'a>> {
    let mut relatives = person.groups(name);
    relatives.extend(person.groups(&format!("_embedded/{name}")));
    relatives
}

/// Whether a person is suspended or has died: any text in those groups says so, but that they have not.
fn is_suspended(person: Element<'_>) -> bool {
    let mut says_so = false;
    person.for_each_text(&mut |path, text| {
        says_so |= match path.split_once('/') {
            Some(("overlijden", "indicatieOverleden")) => text != "false",
            Some(("overlijden" | "opschortingBijhouding", _)) => !text.is_empty(),
            _ => false,
        };
    });
    says_so
}

/// A date as `yyyy-mm-dd`, with 00 for the parts that are not known; `None` when nothing is. It is written whole, as eight
/// digits, or in parts.
fn date(person: Element<'_>, path: &str) -> Option<Zeroizing<String>> {
    let part = |name| person.short(&format!("{path}/{name}"));
    let mut parts: [Short<4>; 3] = ["jaar", "maand", "dag"].map(part);
    let mut whole: Date = person.short(&format!("{path}/datum"));
    match person.get(path) {
        Some(text) if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            parts = [&text[..4], &text[4..6], &text[6..]].map(known);
        }
        Some(text) => whole = Short::of(text),
        None => {}
    }
    if whole != Date::EMPTY {
        return Some(Zeroizing::new(whole.as_str().to_owned()));
    }
    let [year, month, day] = [0, 1, 2].map(|part: usize| parts[part].as_str());
    let mut text = Zeroizing::new(String::with_capacity(32));
    write!(text, "{year}-{month:0>2}-{day:0>2}").ok()?;
    (!year.is_empty()).then_some(text)
}

/// A part of a date; nothing when it is zeros, as the GBA writes what it does not know.
fn known(part: &str) -> Short<4> {
    if part.bytes().all(|byte| byte == b'0') {
        return Short::EMPTY;
    }
    Short::of(part)
}

#[cfg(test)]
mod tests;
