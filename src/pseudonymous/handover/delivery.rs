//! The delivery of a hand-over: a day and a running number, so that an older one cannot pass for the latest.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::files::{Readers, beside, put_file, read_plain_text};
use crate::keys::{fill_with_random_bytes, today};
use crate::vocabulary::Day;

/// A delivery of one party. Two envelopes with an equal one belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The day on which it was made, `yyyy-mm-dd`.
    pub day: String,
    /// Drawn anew for each delivery, 16 hexadecimal digits.
    pub id: String,
    /// From 1; one more than that of the delivery made here before.
    pub number: u64,
}

/// When a delivery was made relative to others of the same party: by day, then by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The day on which it was made.
    pub day: Day,
    /// Its running number.
    pub number: u64,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "delivery {} of {}", self.number, self.day)
    }
}

impl Issue {
    /// Of a day, `yyyy-mm-dd`, and a number from 1; `None` of anything else.
    pub(super) fn of(day: &str, number: u64) -> Option<Self> {
        let day = Day::parse(day)?;
        (number > 0).then_some(Self { day, number })
    }

    /// Reads `yyyy-mm-dd number`.
    fn parse(text: &str) -> Option<Self> {
        let (day, number) = text.trim_end().split_once(' ')?;
        Self::of(day, number.parse().ok()?)
    }

    /// The one made on `day` after `self`. A clock that was set back does not make it an earlier one.
    fn next(self, day: Day) -> Self {
        Self {
            day: day.max(self.day),
            number: self.number.saturating_add(1),
        }
    }
}

impl Delivery {
    /// The delivery that follows the last one made at `place`: number 1 where none is known.
    ///
    /// # Errors
    /// When the note of the last one cannot be read, or the system gives no random bytes.
    pub(super) fn after_the_last_at(place: &Path) -> Result<Self> {
        let day = today();
        let first = Issue { day, number: 1 };
        let issue = last_at(place)?.map_or(first, |last| last.next(day));
        let mut bytes = [0; 8];
        fill_with_random_bytes(&mut bytes)?;
        Ok(Self {
            day: issue.day.to_string(),
            id: format!("{:016x}", u64::from_be_bytes(bytes)),
            number: issue.number,
        })
    }

    /// When it was made; `None` when the day is not a day or the number is 0.
    #[must_use]
    pub fn issue(&self) -> Option<Issue> {
        Issue::of(&self.day, self.number)
    }

    /// Notes beside `place` that this was the last delivery made there.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn note_beside(&self, place: &Path) -> Result<()> {
        let line = format!("{} {}\n", self.day, self.number);
        put_file(&note_of(place), line.as_bytes(), Readers::AsUsual)
    }
}

/// Where the last delivery of a hand-over at `place` is noted: `<handover>.delivery`.
fn note_of(place: &Path) -> PathBuf {
    beside(place, ".delivery")
}

/// No note is longer, in bytes.
const LONGEST: u64 = 1 << 10;

/// The last delivery made at `place`, if one is known.
fn last_at(place: &Path) -> Result<Option<Issue>> {
    let note = note_of(place);
    if note.symlink_metadata().is_err() {
        return Ok(None);
    }
    let text = read_plain_text(&note, LONGEST).map_err(|e| Error::io(&note, "read", &e))?;
    let issue = Issue::parse(&text).ok_or_else(|| {
        Error::new(Code::DeliveryInvalid, format!("{} is not a delivery number", note.display()))
            .hint("it should have the day and number of the last hand-over, such as `2026-11-28 3`; correct or remove it")
    })?;
    Ok(Some(issue))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn deliveries_at_one_place_are_numbered_on() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("thuiszorg");
        let first = Delivery::after_the_last_at(&place).unwrap();
        assert_eq!(first.number, 1);
        first.note_beside(&place).unwrap();
        let second = Delivery::after_the_last_at(&place).unwrap();
        assert_eq!(second.number, 2);
        assert!(first.issue() < second.issue());
        assert_ne!(first.id, second.id);
    }

    #[test]
    fn a_clock_set_back_makes_no_earlier_delivery() {
        let day = |number| Day::from_number(number);
        let last = Issue {
            day: day(9),
            number: 4,
        };
        assert!(last.next(day(3)) > last);
        assert!(last.next(day(12)) > last.next(day(3)));
    }

    #[test]
    fn a_note_that_is_not_a_delivery_is_reported() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("thuiszorg");
        for text in ["", "3", "2026-02-30 1", "2026-11-28 0", "2026-11-28 x"] {
            fs::write(note_of(&place), text).unwrap();
            assert!(Delivery::after_the_last_at(&place).is_err(), "{text}");
        }
    }
}
