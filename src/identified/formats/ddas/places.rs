//! Where the days of the trajects stand in a file: at the places that are read, or only elsewhere.

/// The first and last days.
#[derive(Default)]
pub(super) struct Places {
    start: Seen,
    end: Seen,
}

/// Where one of them was seen.
#[derive(Default)]
struct Seen {
    is_at_its_place: bool,
    is_elsewhere: bool,
}

impl Places {
    /// Notes that a traject begins: every one has a first day, under whatever name.
    pub(super) const fn begin(&mut self) {
        self.start.is_elsewhere = true;
    }

    /// Notes a text of a traject, by the path that leads to it.
    pub(super) fn look(&mut self, part: &str, text: Option<&str>) {
        match part {
            "startdatum" => self.start.is_at_its_place = true,
            "einddatum" | "uitstroom/datum" => self.end.is_at_its_place = true,
            _ => self.end.is_elsewhere |= is_end(part) && text.is_some_and(has_year),
        }
    }

    /// Whether first or last days stand elsewhere only: then the file is of a version that is not known, and its
    /// trajects would all seem to run.
    pub(super) fn are_other(&self) -> bool {
        [&self.start, &self.end]
            .iter()
            .any(|seen| seen.is_elsewhere && !seen.is_at_its_place)
    }
}

/// Whether a key of the traject itself is named after an end.
fn is_end(part: &str) -> bool {
    let begin = part.get(..4).unwrap_or_default();
    begin.eq_ignore_ascii_case("eind") && !part.contains('/')
}

fn has_year(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 4
}
