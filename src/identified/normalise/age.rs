//! The age band of a birth date, which may be partly unknown.

use super::record::{ClientRecord, Normalising};
use crate::identified::dates::PartialDate;
use crate::vocabulary::{AgeBand, AgeBands, Day};

/// The band of the age on the day `on` of whoever was born at `birth`.
///
/// With an unknown month or day it is the band in which both possible ages fall, else [`AgeBand::UNKNOWN`].
/// Source: the age rule of the BRP (an incomplete birth date gives no age where two are possible).
pub(in crate::identified) fn age_band(birth: PartialDate, on: Day, bands: &AgeBands) -> AgeBand {
    let possible = (birth.latest(), birth.earliest());
    let (Some(latest), Some(earliest)) = possible else {
        return AgeBand::UNKNOWN;
    };
    let oldest = on.age_of(earliest);
    // Of a birth in the year of `on` the latest day can lie ahead, where an age would be below 0.
    let youngest = on.age_of(latest).max(oldest.min(0));
    let band = bands.band(oldest);
    if band == bands.band(youngest) {
        band
    } else {
        AgeBand::UNKNOWN
    }
}

impl ClientRecord {
    /// The band of the person's age on the day `on`.
    pub(in crate::identified) fn age_band(&self, on: Day, bands: &AgeBands) -> AgeBand {
        age_band(*self.birth_date.reveal(Normalising), on, bands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(year: u16, month: u8, day: u8, on: &str) -> String {
        let bands = AgeBands::default();
        let birth = PartialDate { year, month, day };
        bands.label(age_band(birth, Day::parse(on).unwrap(), &bands))
    }

    #[test]
    fn a_whole_birth_date_gives_the_band_of_the_age() {
        assert_eq!(label(2002, 1, 1, "2026-12-31"), "0-24");
        assert_eq!(label(2001, 12, 31, "2026-12-31"), "25-44");
        assert_eq!(label(2002, 1, 1, "2027-01-01"), "25-44");
    }

    #[test]
    fn a_birth_year_gives_a_band_only_when_both_ages_fall_in_it() {
        assert_eq!(label(1980, 0, 0, "2026-06-01"), "45-64");
        assert_eq!(label(1981, 0, 0, "2026-06-01"), "unknown");
        assert_eq!(label(1981, 0, 0, "2026-12-31"), "45-64");
    }

    #[test]
    fn a_birth_month_gives_a_band_unless_it_is_the_month_of_the_day() {
        assert_eq!(label(1981, 6, 0, "2026-06-15"), "unknown");
        assert_eq!(label(1981, 5, 0, "2026-06-15"), "45-64");
        assert_eq!(label(1981, 7, 0, "2026-06-15"), "25-44");
    }

    #[test]
    fn who_was_born_in_the_year_itself_is_never_younger_than_0() {
        assert_eq!(label(2026, 0, 0, "2026-06-01"), "0-24");
        assert_eq!(label(2027, 0, 0, "2026-06-01"), "unknown");
    }

    #[test]
    fn no_birth_year_gives_no_band() {
        assert_eq!(label(0, 0, 0, "2026-06-01"), "unknown");
    }
}
