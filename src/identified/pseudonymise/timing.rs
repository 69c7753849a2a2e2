//! Whether a use covers the period and the reference date.

use crate::identified::settings::ProjectTerms;
use crate::vocabulary::{Day, ServiceIx};

/// When a use was. No start means before the period, no end means running, the end day counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct Timing {
    /// Whether it covers a day of the period.
    pub(in crate::identified) in_period: bool,
    /// Whether it covers the reference date.
    pub(in crate::identified) on_reference_date: bool,
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
        let started_by = |day| start.is_none_or(|start| start <= day);
        let runs_on = |day| end.is_none_or(|end| day <= end);
        let days = |later: Day, earlier: Day| later.number().abs_diff(earlier.number());
        let reference = terms.reference_date;
        let distance = match (start, end) {
            (Some(start), _) if reference < start => days(start, reference),
            (_, Some(end)) if end < reference => days(reference, end),
            _ => 0,
        };
        Self {
            in_period: started_by(terms.to) && runs_on(terms.from),
            on_reference_date: started_by(reference) && runs_on(reference),
            distance,
        }
    }

    /// Whether the use is of no interest to the project.
    pub(in crate::identified) const fn is_outside(self) -> bool {
        !self.in_period && !self.on_reference_date
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
        (timing.in_period, timing.on_reference_date, timing.distance)
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
        assert!(!timing.in_period && timing.on_reference_date && !timing.is_outside());
    }
}
