//! A client's iWmo 3.2 messages: allocation (301), start (305) and stop (307), a file each.

use std::fmt::Write as _;

use super::cells::day;
use crate::town::client::{Client, Row};
use crate::town::providers::{Dates, Provider};
use crate::vocabulary::{Day, Sex};

/// A message: the name of its file and its text.
pub(in crate::town) struct Message {
    /// The name of the file.
    pub(in crate::town) name: String,
    pub(in crate::town) text: String,
}

/// The kinds of message and their codes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Allocation,
    Start,
    Stop,
}

impl Kind {
    const fn numbers(self) -> (&'static str, &'static str) {
        match self {
            Self::Allocation => ("wmo301", "414"),
            Self::Start => ("wmo305", "418"),
            Self::Stop => ("wmo307", "420"),
        }
    }
}

/// The messages about a client. The first is the allocation; its name tells the rows of the client.
pub(in crate::town) fn messages_of(provider: &Provider, client: &Client) -> Vec<Message> {
    let mut messages = vec![message(provider, client, Kind::Allocation)];
    if client.rows.iter().any(|row| row.period.start.is_some()) {
        messages.push(message(provider, client, Kind::Start));
    }
    if client.rows.iter().any(has_stopped) {
        messages.push(message(provider, client, Kind::Stop));
    }
    messages
}

/// An end that was not part of the allocation: it lies before the reference date.
fn has_stopped(row: &Row) -> bool {
    row.period
        .end
        .is_some_and(|end| end.number() < crate::town::periods_of_use::LAST_DAY)
}

fn message(provider: &Provider, client: &Client, kind: Kind) -> Message {
    let (name, code) = kind.numbers();
    let number = client.recorded.client;
    let mut text = String::with_capacity(4000);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{name}:Bericht xmlns:iwmo=\"http://www.istandaarden.nl/iwmo/3_2/basisschema/schema\" \
         xmlns:{name}=\"http://www.istandaarden.nl/iwmo/3_2/{name}/schema\">\n\
         <{name}:Header><{name}:BerichtCode>{code}</{name}:BerichtCode>\
         <{name}:BerichtVersie>3</{name}:BerichtVersie>\
         <{name}:BerichtSubversie>2</{name}:BerichtSubversie>{}\
         <{name}:BerichtIdentificatie><iwmo:Identificatie>{number:012}</iwmo:Identificatie>\
         <iwmo:Dagtekening>2026-12-31</iwmo:Dagtekening></{name}:BerichtIdentificatie>\
         </{name}:Header>\n<{name}:Client>",
        sender_and_receiver(name, kind),
    );
    put_person(client, name, kind, &mut text);
    put_products(provider, client, name, kind, &mut text);
    let _ = writeln!(text, "</{name}:Client>\n</{name}:Bericht>");
    Message {
        name: format!("{}_{number:09}.xml", name.to_uppercase()),
        text,
    }
}

fn sender_and_receiver(name: &str, kind: Kind) -> String {
    let (sender, receiver) = match kind {
        Kind::Allocation => ("0999", "99990002"),
        Kind::Start | Kind::Stop => ("99990002", "0999"),
    };
    format!(
        "<{name}:Afzender>{sender}</{name}:Afzender><{name}:Ontvanger>{receiver}</{name}:Ontvanger>"
    )
}

fn put_person(client: &Client, name: &str, kind: Kind, text: &mut String) {
    let recorded = &client.recorded;
    let sex = match recorded.sex {
        Sex::Female => 2,
        Sex::Male => 1,
        Sex::Unknown => 0,
    };
    let birth = recorded.birth;
    let (precision, month, day) = match (birth.month, birth.day) {
        (0, _) => ("<iwmo:DatumGebruik>2</iwmo:DatumGebruik>", 1, 1),
        (month, 0) => ("<iwmo:DatumGebruik>1</iwmo:DatumGebruik>", month, 1),
        (month, day) => ("", month, day),
    };
    let _ = write!(
        text,
        "<{name}:Bsn>{:09}</{name}:Bsn>\
         <{name}:Geboortedatum><iwmo:Datum>{:04}-{month:02}-{day:02}</iwmo:Datum>{precision}</{name}:Geboortedatum>\
         <{name}:Geslacht>{sex}</{name}:Geslacht>\n<{name}:Naam><iwmo:Geslachtsnaam>{}</iwmo:Geslachtsnaam>",
        recorded.bsn,
        birth.year,
        surname(&recorded.surname, &recorded.prefix),
    );
    if !recorded.partner_surname.is_empty() {
        let partner = surname(&recorded.partner_surname, &recorded.partner_prefix);
        let _ = write!(text, "<iwmo:Partnernaam>{partner}</iwmo:Partnernaam>");
    }
    let _ = writeln!(
        text,
        "<iwmo:Voornamen>{}</iwmo:Voornamen><iwmo:Voorletters>{}</iwmo:Voorletters></{name}:Naam>",
        recorded.given,
        recorded.initials.replace('.', ""),
    );
    if kind == Kind::Allocation {
        put_address(client, name, text);
    }
}

/// An element with its text, or nothing: iWmo knows no empty elements.
fn element(name: &str, content: &str) -> String {
    if content.is_empty() {
        String::new()
    } else {
        format!("<{name}>{content}</{name}>")
    }
}

fn surname(stem: &str, prefix: &str) -> String {
    element("iwmo:Achternaam", stem) + &element("iwmo:Voorvoegsel", prefix)
}

fn put_address(client: &Client, name: &str, text: &mut String) {
    let address = &client.recorded.address;
    let _ = writeln!(
        text,
        "<{name}:Contactgegevens><{name}:Contact><{name}:Soort>01</{name}:Soort><{name}:Adres>\
         <iwmo:Huis><iwmo:Huisnummer>{}</iwmo:Huisnummer>{}{}</iwmo:Huis>\
         <iwmo:Postcode>{}</iwmo:Postcode></{name}:Adres></{name}:Contact></{name}:Contactgegevens>",
        address.number,
        element("iwmo:Huisletter", &address.letter()),
        element("iwmo:HuisnummerToevoeging", &address.suffix()),
        address.postcode(),
    );
}

/// The products of a message, numbered by client and row so that a start and a stop find their allocation.
fn put_products(provider: &Provider, client: &Client, name: &str, kind: Kind, text: &mut String) {
    let (list, item) = match kind {
        Kind::Allocation => ("ToegewezenProducten", "ToegewezenProduct"),
        Kind::Start => ("StartProducten", "StartProduct"),
        Kind::Stop => ("StopProducten", "StopProduct"),
    };
    let _ = writeln!(text, "<{name}:{list}>");
    for (place, row) in client.rows.iter().enumerate() {
        let is_told = match kind {
            Kind::Allocation => true,
            Kind::Start => row.period.start.is_some(),
            Kind::Stop => has_stopped(row),
        };
        if !is_told {
            continue;
        }
        let category = row.service.map_or("", |service| provider.code_of(service));
        let _ = writeln!(
            text,
            "<{name}:{item}><{name}:ToewijzingNummer>{}</{name}:ToewijzingNummer>\
             <{name}:Product><iwmo:Categorie>{category}</iwmo:Categorie>\
             <iwmo:Code>{category}A01</iwmo:Code></{name}:Product>{}</{name}:{item}>",
            allocation_number(client, place),
            dates_of(row, name, kind),
        );
    }
    let _ = writeln!(text, "</{name}:{list}>");
}

/// At most nine digits, different for every client and row.
fn allocation_number(client: &Client, place: usize) -> u64 {
    client.recorded.client * 8 + place as u64 % 8
}

fn dates_of(row: &Row, name: &str, kind: Kind) -> String {
    let iso = |one: Option<Day>| day(Dates::Iso, one);
    let tag = |tag: &str, content: &str| element(&format!("{name}:{tag}"), content);
    // A client without a recorded start was allocated the service long ago.
    let start = iso(row.period.start.or_else(|| Day::of(2015, 1, 1)));
    let planned_end = row.period.end.filter(|_| !has_stopped(row));
    match kind {
        Kind::Allocation => {
            tag("Toewijzingsdatum", &start)
                + &tag("Ingangsdatum", &start)
                + &tag("Einddatum", &iso(planned_end))
        }
        Kind::Start => {
            tag("ToewijzingIngangsdatum", &start)
                + &tag("Begindatum", &start)
                + &tag("StatusAanlevering", "1")
        }
        Kind::Stop => {
            tag("ToewijzingIngangsdatum", &start)
                + &tag("Begindatum", &start)
                + &tag("RedenBeeindiging", "31")
                + &tag("Einddatum", &iso(row.period.end))
                + &tag("StatusAanlevering", "1")
        }
    }
}
