//! Where birth dates and postcodes stand in a file: at the places that are read, or only elsewhere.

/// The places of what every register needs.
#[derive(Default)]
pub(super) struct Places {
    birth_date: Seen,
    postcode: Seen,
}

/// Where one thing was seen.
#[derive(Default)]
struct Seen {
    is_at_its_place: bool,
    is_elsewhere: bool,
}

impl Places {
    /// Notes a text of a person, by the path that leads to it.
    pub(super) fn look(&mut self, part: &str, text: &str) {
        let name = part.rsplit('/').next().unwrap_or(part);
        let (seen, is_at_its_place) = if name.eq_ignore_ascii_case("postcode") {
            let places = [
                "verblijfplaats/postcode",
                "verblijfplaats/verblijfadres/postcode",
            ];
            (&mut self.postcode, places.contains(&part))
        } else if part.starts_with("geboorte") && part.contains("datum") && has_year(text) {
            let places = [
                "geboorte/datum",
                "geboorte/datum/datum",
                "geboorte/datum/jaar",
            ];
            (&mut self.birth_date, places.contains(&part))
        } else {
            return;
        };
        seen.is_at_its_place |= is_at_its_place;
        seen.is_elsewhere |= !is_at_its_place;
    }

    /// Whether birth dates or postcodes stand elsewhere only: then the file is of a version that is not known.
    pub(super) fn are_other(&self) -> bool {
        [&self.birth_date, &self.postcode]
            .iter()
            .any(|seen| seen.is_elsewhere && !seen.is_at_its_place)
    }
}

fn has_year(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 4
}
