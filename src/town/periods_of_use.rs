//! The first and last day of each use.

use super::people::{Birth, YEAR};
use super::rng::Rng;
use crate::vocabulary::{Day, When};

/// 1 January of the year of the town.
pub(super) const FIRST_DAY: i32 = 20_454;
/// 31 December of that year: the end of the period and the reference date.
pub(super) const LAST_DAY: i32 = 20_818;

/// One stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PeriodOfUse {
    /// The first day; `None` when nobody wrote it down.
    pub(super) start: Option<Day>,
    /// The last day; `None` when it runs on.
    pub(super) end: Option<Day>,
}

impl PeriodOfUse {
    /// When it was; the reference date is the last day of the period.
    pub(super) fn when(&self) -> When {
        let firsts = [0, 90, 181, 273, 365].map(|days| FIRST_DAY + days);
        let spans = [
            (When::IN_PERIOD, FIRST_DAY, LAST_DAY),
            (When::ON_REFERENCE_DATE, LAST_DAY, LAST_DAY),
            (When::ON_FIRST_DAY, FIRST_DAY, FIRST_DAY),
            (When::ON_LAST_DAY, LAST_DAY, LAST_DAY),
        ];
        let quarters = When::IN_QUARTER.into_iter().zip(firsts.windows(2));
        let quarters = quarters.map(|(bit, days)| (bit, days[0], days[1] - 1));
        let covered = spans.into_iter().chain(quarters);
        let covered = covered.map(|(bit, first, last)| bit.when(self.covers(first, last)));
        covered.fold(When::default(), When::or)
    }

    fn covers(&self, first: i32, last: i32) -> bool {
        let begins = self.start.is_none_or(|day| day.number() <= last);
        begins && self.end.is_none_or(|day| day.number() >= first)
    }

    /// A period of use that covers a day of the project, for somebody born then.
    pub(super) fn in_period(birth: Birth, rng: &mut Rng) -> Self {
        if rng.chance(0.01) {
            return Self {
                start: None,
                end: None,
            };
        }
        let earliest = earliest(birth);
        let start = if rng.chance(0.35) {
            rng.between(FIRST_DAY, LAST_DAY)
        } else {
            rng.between(FIRST_DAY - 3500, FIRST_DAY - 1)
        };
        let start = start.max(earliest);
        let end = match rng.unit() {
            draw if draw < 0.6 => None,
            draw if draw < 0.86 => Some(rng.between(start.max(FIRST_DAY), LAST_DAY)),
            _ => Some(LAST_DAY + rng.between(1, 900)),
        };
        Self {
            start: Some(Day::from_number(start)),
            end: end.map(Day::from_number),
        }
    }

    /// A period of use that ended before the project, or now and then one that begins after it.
    pub(super) fn outside_period(birth: Birth, rng: &mut Rng) -> Self {
        let earliest = earliest(birth);
        if rng.chance(0.2) || earliest >= FIRST_DAY - 400 {
            let start = LAST_DAY + rng.between(1, 200);
            return Self {
                start: Some(Day::from_number(start)),
                end: None,
            };
        }
        let start = rng.between(FIRST_DAY - 3000, FIRST_DAY - 300).max(earliest);
        let end = rng.between(start, FIRST_DAY - 1);
        Self {
            start: Some(Day::from_number(start)),
            end: Some(Day::from_number(end)),
        }
    }

    /// The same service twice in the period, with a pause between.
    pub(super) fn with_pause(rng: &mut Rng) -> [Self; 2] {
        let first_end = rng.between(FIRST_DAY + 10, FIRST_DAY + 120);
        let second_start = rng.between(FIRST_DAY + 180, LAST_DAY - 20);
        let first = Self {
            start: Some(Day::from_number(FIRST_DAY - rng.between(0, 700))),
            end: Some(Day::from_number(first_end)),
        };
        [
            first,
            Self {
                start: Some(Day::from_number(second_start)),
                end: None,
            },
        ]
    }
}

/// No use begins before the end of the year of birth.
fn earliest(birth: Birth) -> i32 {
    let years_ago = i32::from(YEAR - birth.year);
    if years_ago > 20 {
        i32::MIN
    } else {
        LAST_DAY - years_ago * 365 - 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_are_those_of_the_agreement() {
        assert_eq!(Day::from_number(FIRST_DAY).to_string(), "2026-01-01");
        assert_eq!(Day::from_number(LAST_DAY).to_string(), "2026-12-31");
    }

    fn is_in(period: &PeriodOfUse) -> bool {
        period.when().meets(When::IN_PERIOD)
    }

    #[test]
    fn spells_lie_in_the_period_or_outside_as_asked_and_end_after_they_begin() {
        let mut rng = Rng::new(11, 0);
        for number in 0..5000 {
            let birth = Birth {
                year: 1930 + number % 97,
                month: 5,
                day: 5,
            };
            let inside = PeriodOfUse::in_period(birth, &mut rng);
            let outside = PeriodOfUse::outside_period(birth, &mut rng);
            assert!(is_in(&inside) && !is_in(&outside));
            for period in [inside, outside] {
                assert!(
                    period
                        .end
                        .is_none_or(|end| period.start.is_none_or(|start| start <= end))
                );
            }
            assert!(PeriodOfUse::with_pause(&mut rng).iter().all(is_in));
        }
    }
}
