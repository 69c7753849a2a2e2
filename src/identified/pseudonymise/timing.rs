//! Which days and quarters of the project a use covers.

use crate::identified::settings::ProjectTerms;
use crate::vocabulary::{Day, ServiceIx, When};

/// When a use was. No start means before the period, no end means running, the end day counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct Timing {
    /// What it covers, as far as that is told.
    pub(in crate::identified) when: When,
    /// Days from the use to the reference date; 0 when it covers it.
    pub(in crate::identified) distance: u32,
}

impl Timing {
    /// The timing of a use that does not end before it starts.
    pub(in crate::identified) fn of(
        start: Option<Day>,
        end: Option<Day>,
        terms: &ProjectTerms,
    ) -> Self {
        let covers = |[first, last]: [Day; 2]| {
            start.is_none_or(|start| start <= last) && end.is_none_or(|end| first <= end)
        };
        let covers_day = |day| covers([day; 2]);
        let days = |later: Day, earlier: Day| later.number().abs_diff(earlier.number());
        let reference = terms.reference_date;
        let distance = match (start, end) {
            (Some(start), _) if reference < start => days(start, reference),
            (_, Some(end)) if end < reference => days(reference, end),
            _ => 0,
        };
        let covered = [
            When::IN_PERIOD.when(covers([terms.from, terms.to])),
            When::ON_REFERENCE_DATE.when(covers_day(reference)),
            When::ON_FIRST_DAY.when(covers_day(terms.from)),
            When::ON_LAST_DAY.when(covers_day(terms.to)),
        ];
        let quarters = When::IN_QUARTER.into_iter().zip(&terms.quarters);
        let quarters = quarters.map(|(bit, days)| bit.when(covers(*days)));
        let when = covered
            .into_iter()
            .chain(quarters)
            .fold(When::default(), When::or);
        Self {
            when: when.and(terms.told),
            distance,
        }
    }

    /// Whether the use is of no interest to the project.
    pub(in crate::identified) const fn is_outside(self) -> bool {
        !self.when.meets(When::ALWAYS)
    }
}

/// A use of a service by a client, as far as it travels or decides what does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct Use {
    /// The service.
    pub(in crate::identified) service: ServiceIx,
    /// When it was, against the period and the reference date.
    pub(in crate::identified) timing: Timing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;

    /// A use from and to a day of 2026 or 2027 (`mm-dd`, `+mm-dd`), or open.
    fn timing(start: &str, end: &str) -> (bool, bool, u32) {
        let day = |text: &str| match text.strip_prefix('+') {
            Some(next) => Day::parse(&format!("2027-{next}")),
            None => Day::parse(&format!("2026-{text}")),
        };
        // The example's period is 2026 and its reference date 31 December 2026.
        let timing = Timing::of(day(start), day(end), &terms());
        let is = |bit| timing.when.meets(bit);
        (
            is(When::IN_PERIOD),
            is(When::ON_REFERENCE_DATE),
            timing.distance,
        )
    }

    #[test]
    fn a_use_counts_when_it_covers_any_day_from_the_first_to_the_last() {
        assert_eq!(timing("", ""), (true, true, 0));
        assert_eq!(timing("", "01-01"), (true, false, 364));
        assert_eq!(timing("12-31", "12-31"), (true, true, 0));
        assert_eq!(timing("03-01", "12-30"), (true, false, 1));
        assert_eq!(timing("+01-01", ""), (false, false, 1));
    }

    #[test]
    fn the_day_before_the_period_is_outside() {
        let end = Day::parse("2025-12-31");
        let timing = Timing::of(None, end, &terms());
        assert!(timing.is_outside());
        assert_eq!(timing.distance, 365);
    }

    #[test]
    fn a_reference_date_after_the_period_can_be_covered_by_a_later_use() {
        let mut terms = terms();
        terms.reference_date = Day::parse("2027-01-31").unwrap();
        let timing = Timing::of(Day::parse("2027-01-15"), None, &terms);
        assert_eq!(timing.when, When::ON_REFERENCE_DATE);
        assert!(!timing.is_outside());
    }

    #[test]
    fn days_and_quarters_are_told_only_where_they_are_agreed() {
        let day = |text| Day::parse(text);
        let mut terms = terms();
        let of = |terms: &_| Timing::of(day("2025-05-01"), day("2026-08-01"), terms).when;
        assert_eq!(of(&terms), When::IN_PERIOD);
        terms.told = When::ALWAYS.or(When::FLOW);
        assert_eq!(of(&terms), When::IN_PERIOD.or(When::ON_FIRST_DAY));
        terms.told = When::ALWAYS.or(When::QUARTERS);
        terms.quarters = crate::vocabulary::quarters(terms.from, terms.to);
        let three = When::IN_QUARTER[..3].iter().copied();
        assert_eq!(of(&terms), three.fold(When::IN_PERIOD, When::or));
    }
}
