//! The fields of a facility, and how their columns are named.

use crate::released::places::columns::Field;

/// The fields; of two that a column could be, the first.
#[rustfmt::skip]
pub(super) static COLUMNS: [Field; 14] = [
    ("type", &["type", "soort", "categorie", "category", "voorziening", "facility"]),
    ("name", &["naam", "name", "omschrijving", "instelling", "locatienaam"]),
    ("x", &["x", "xrd", "rdx", "xcoord", "xcoor", "lon", "lng", "longitude", "lengtegraad", "east"]),
    ("y", &["y", "yrd", "rdy", "ycoord", "ycoor", "lat", "latitude", "breedtegraad", "north"]),
    ("point", &["point", "punt", "geom", "geometry", "geometrie", "wkt", "coordinaten", "coördinaten", "coordinates"]),
    ("postcode", &["postcode", "pc6"]),
    ("house_number", &["huisnummer", "huisnr", "housenumber", "nummer", "nr"]),
    ("house_letter", &["huisletter", "letter", "houseletter"]),
    ("addition", &["toevoeging", "addition"]),
    ("capacity", &["capaciteit", "capacity", "plaatsen", "places"]),
    ("opening", &["opening", "openingstijden", "open", "dagdelen"]),
    ("day", &["dag", "overdag", "day"]),
    ("evening", &["avond", "evening"]),
    ("night", &["nacht", "night"]),
];

/// The fields of a file with facilities, which the agreement can map to columns.
pub fn fields() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(field, _)| *field)
}
