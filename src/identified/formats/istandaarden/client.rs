//! One client of a message: fields, products and declaration lines.

use zeroize::Zeroizing;

use super::head::{Header, Kind};
use super::records::{ClientPlace, Said};
use crate::identified::settings::Field;
use crate::identified::source::RawRow;
use crate::identified::source::element::Element;
use crate::identified::source::inline_text::Short;

/// What is read of a client, and of the address that is chosen.
const CLIENT: &[(&str, Field)] = &[
    ("Bsn", Field::Bsn),
    ("Geslacht", Field::Sex),
    ("Naam/Geslachtsnaam/Achternaam", Field::Surname),
    ("Naam/Geslachtsnaam/Voorvoegsel", Field::SurnamePrefix),
    ("Naam/Partnernaam/Achternaam", Field::PartnerSurname),
    ("Naam/Partnernaam/Voorvoegsel", Field::PartnerSurnamePrefix),
    ("Naam/Voornamen", Field::GivenNames),
    ("Naam/Voorletters", Field::Initials),
];
const CONTACT: &[(&str, Field)] = &[
    ("Adres/Postcode", Field::Postcode),
    ("Adres/Huis/Huisnummer", Field::HouseNumber),
    ("Adres/Huis/Huisletter", Field::HouseLetter),
    ("Adres/Huis/HuisnummerToevoeging", Field::HouseNumberSuffix),
];

/// Where the products of a client stand.
const PRODUCTS: [&str; 3] = [
    "ToegewezenProducten/ToegewezenProduct",
    "StartProducten/StartProduct",
    "StopProducten/StopProduct",
];

/// Begins the row of a client.
pub(super) fn fill(client: Element<'_>, row: &mut RawRow) {
    row.begin(client.line());
    client.fill(row, CLIENT);
    let contacts = client.all("Contactgegevens/Contact").into_iter();
    let ranked =
        contacts.filter_map(|contact| Some((address_rank(contact.get("Soort")?)?, contact)));
    if let Some((_, contact)) = ranked.min_by_key(|(rank, _)| *rank) {
        contact.fill(row, CONTACT);
    }
    let date = client.get("Geboortedatum/Datum").unwrap_or_default();
    let usage = client.get("Geboortedatum/DatumGebruik").unwrap_or_default();
    let born = Zeroizing::new(birth_date(date, usage));
    row.set(Field::BirthDate, &born);
}

/// What a message says of a client's allocations.
pub(super) fn said(client: Element<'_>, header: Header, whose: ClientPlace) -> Vec<Said> {
    let products = PRODUCTS.iter().flat_map(|path| client.all(path));
    let mut said: Vec<_> = products.map(|one| product(one, header, whose)).collect();
    let claims = client.all("Prestaties/Prestatie").into_iter();
    said.extend(claims.map(|one| claim(one, whose)));
    said
}

/// A product: what is granted, started or stopped.
fn product(product: Element<'_>, header: Header, whose: ClientPlace) -> Said {
    let is_grant = header.kind == Kind::Grants;
    let takes_back = product.get("RedenWijziging") == Some("13")
        || product.get("StatusAanlevering") == Some("3");
    let mut said = Said {
        decided: header.dated,
        dated: header.dated,
        number: allocation_number(product),
        service: product.short("Product/Categorie"),
        code: product.short("Product/Code"),
        start: product
            .short("Ingangsdatum")
            .or(product.short("Begindatum")),
        end: product.short("Einddatum"),
        is_last: is_grant && takes_back,
        takes_back,
        ..Said::nothing(header.kind, whose)
    };
    if is_grant {
        said.decided = product.short("Toewijzingsdatum").or(header.dated);
        said.hour = product.short("Toewijzingstijd");
    }
    said
}

/// A line of a declaration.
fn claim(claim: Element<'_>, whose: ClientPlace) -> Said {
    Said {
        reference: claim.short("ProductReferentie/ReferentieNummer"),
        credited: claim.short("ProductReferentie/VorigReferentieNummer"),
        number: allocation_number(claim),
        service: claim.short("ProductCategorie"),
        code: claim.short("ProductCode"),
        start: claim.short("ProductPeriode/Begindatum"),
        end: claim.short("ProductPeriode/Einddatum"),
        cents: cents(claim.get("IngediendBedrag/Bedrag").unwrap_or_default()),
        takes_back: claim.get("IngediendBedrag/DebetCredit") == Some("C"),
        ..Said::nothing(Kind::Declares, whose)
    }
}

fn allocation_number(of: Element<'_>) -> Short<16> {
    let number = of.get("ToewijzingNummer").unwrap_or_default();
    Short::of(number.trim_start_matches('0'))
}

/// An amount in cents, as a message writes it; 0 for what is not one.
fn cents(text: &str) -> u64 {
    text.parse().unwrap_or(0)
}

/// A birth date with 00 for the parts that `DatumGebruik` (COD170) says are unknown: 1 the day, 2 and the month, 3 all.
fn birth_date(date: &str, usage: &str) -> String {
    match (usage, date.get(..4), date.get(..7)) {
        ("3", ..) => String::new(),
        ("2", Some(year), _) => format!("{year}-00-00"),
        ("1", _, Some(month)) => format!("{month}-00"),
        _ => date.get(..10).unwrap_or(date).to_owned(),
    }
}

/// The order in which addresses (COD757) are preferred: of the BRP, of stay, of temporary stay; `None` when unfit.
fn address_rank(kind: &str) -> Option<u8> {
    match kind {
        "01" => Some(0),
        "03" => Some(1),
        "04" => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_of_a_birth_date_become_00() {
        assert_eq!(birth_date("1967-08-13", ""), "1967-08-13");
        assert_eq!(birth_date("1967-08-01", "1"), "1967-08-00");
        assert_eq!(birth_date("1967-01-01", "2"), "1967-00-00");
        assert_eq!(birth_date("1900-01-01", "3"), "");
    }
}
