//! Whether the essential fields of each person are where the supported versions have them, or elsewhere.

use crate::identified::source::element::Element;
use crate::identified::source::inline_text::BROKEN;

/// One person in this many makes a file one of another version.
const SHARE_OTHER: u64 = 10;

/// Fewer persons of whom only a part of an essential is there say nothing of the version.
const MANY_LACKING: u64 = 5;

/// What every register needs of a person, and where it stands.
const ESSENTIALS: [(&str, &[&str]); 4] = [
    (
        "postcode",
        &[
            "verblijfplaats/postcode",
            "verblijfplaats/verblijfadres/postcode",
        ],
    ),
    (
        "huisnummer",
        &[
            "verblijfplaats/huisnummer",
            "verblijfplaats/verblijfadres/huisnummer",
        ],
    ),
    ("geslachtsnaam", &["naam/geslachtsnaam"]),
    (
        "datum",
        &[
            "geboorte/datum",
            "geboorte/datum/datum",
            "geboorte/datum/jaar",
        ],
    ),
];
const POSTCODE: usize = 0;
const NUMBER: usize = 1;
const SURNAME: usize = 2;
const BIRTH: usize = 3;

/// The groups that tell of others than the person.
const RELATIVES: [&str; 3] = ["partners", "ouders", "kinderen"];

/// The persons of a file, by where their essentials stand.
#[derive(Default)]
pub(in crate::identified::formats) struct Essentials {
    persons: u64,
    elsewhere: [u64; ESSENTIALS.len()],
    /// Persons with a name and no surname, and with a postcode or a house number and not the other.
    without_surname: u64,
    without_half: u64,
}

impl Essentials {
    /// Notes where those of a person stand.
    pub(super) fn look(&mut self, person: Element<'_>) {
        let (mut is_somebody, mut has_name) = (false, false);
        let (mut has, mut elsewhere) = ([false; ESSENTIALS.len()], [false; ESSENTIALS.len()]);
        person.for_each_text(&mut |path, text| {
            let path = path.strip_prefix("_embedded/").unwrap_or(path);
            let (group, name) = (path.split('/').next(), path.rsplit('/').next());
            if text == BROKEN || group.is_some_and(|group| RELATIVES.contains(&group)) {
                return;
            }
            is_somebody = true;
            has_name |= group == Some("naam");
            let is_birth = path.starts_with("geboorte") && path.contains("datum") && has_year(text);
            for (essential, (own_name, paths)) in ESSENTIALS.iter().enumerate() {
                let is_it = match essential {
                    BIRTH => is_birth,
                    _ => name.is_some_and(|name| name.eq_ignore_ascii_case(own_name)),
                };
                let is_in_place = paths.contains(&path);
                has[essential] |= is_it && is_in_place;
                elsewhere[essential] |= is_it && !is_in_place;
            }
        });
        self.persons += u64::from(is_somebody);
        for (essential, count) in self.elsewhere.iter_mut().enumerate() {
            *count += u64::from(elsewhere[essential] && !has[essential]);
        }
        self.without_surname += u64::from(has_name && !has[SURNAME]);
        self.without_half += u64::from(has[POSTCODE] != has[NUMBER]);
    }

    /// Whether of one person in ten an essential stands elsewhere only, or only a part of it where it should: then the file
    /// is of a version that is not known.
    pub(super) fn are_elsewhere(&self) -> bool {
        let is_share = |count: u64| count > 0 && count * SHARE_OTHER >= self.persons;
        let lacking = [self.without_surname, self.without_half];
        self.elsewhere.into_iter().any(is_share)
            || lacking
                .into_iter()
                .any(|count| count >= MANY_LACKING && is_share(count))
    }
}

fn has_year(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 4
}
