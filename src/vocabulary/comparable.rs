//! What of a release the next one of its series is compared with.

use serde::{Deserialize, Serialize};

use super::{CountingRule, Day, Moment, ProviderId, ServiceCode};

/// Periods whose lengths differ by more days are not as long: months differ by up to three, years by one.
const DAYS: u32 = 3;

/// The four numbers that a release begins with, and how they were counted. Of each release it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparable {
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// How services were counted.
    pub count: CountingRule,
    /// When a use counted.
    pub moment: Moment,
    /// The providers whose hand-overs went in, by id.
    pub providers: Vec<ProviderId>,
    /// The services of which a provider that brings them, or may bring them, was left out.
    pub incomplete: Vec<ServiceCode>,
    /// Households, and those with 1, 2 and 3 or more services, as printed; `None` is hidden.
    pub households: [Option<u64>; 4],
}

/// Why two releases cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlike {
    /// Services were counted by another rule, or at another moment.
    Rule,
    /// Other organisations or services took part.
    Organisations,
    /// The period was shorter or longer.
    Period,
}

impl Comparable {
    /// Why the numbers of `other` count something else; `None` where they can be compared.
    #[must_use]
    pub fn unlike(&self, other: &Self) -> Option<Unlike> {
        let days = |one: &Self| one.to.number() - one.from.number();
        // On the reference date alone, the length of the period is of no account.
        let is_as_long =
            self.moment == Moment::ReferenceDate || days(self).abs_diff(days(other)) <= DAYS;
        if (self.count, self.moment) != (other.count, other.moment) {
            Some(Unlike::Rule)
        } else if (&self.providers, &self.incomplete) != (&other.providers, &other.incomplete) {
            Some(Unlike::Organisations)
        } else {
            (!is_as_long).then_some(Unlike::Period)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of([from, to]: [&str; 2], moment: Moment, providers: &[&str]) -> Comparable {
        Comparable {
            from: Day::parse(from).unwrap(),
            to: Day::parse(to).unwrap(),
            count: CountingRule::Distinct,
            moment,
            providers: (providers.iter())
                .map(|id| ProviderId::new(id).unwrap())
                .collect(),
            incomplete: Vec::new(),
            households: [Some(100), Some(50), None, None],
        }
    }

    #[test]
    fn years_months_and_quarters_are_as_long_as_one_another() {
        let whole = of(["2024-01-01", "2024-12-31"], Moment::Period, &["a"]);
        let next = of(["2025-01-01", "2025-12-31"], Moment::Period, &["a"]);
        let february = of(["2025-02-01", "2025-02-28"], Moment::Period, &["a"]);
        let march = of(["2025-03-01", "2025-03-31"], Moment::Period, &["a"]);
        assert_eq!(next.unlike(&whole), None);
        assert_eq!(march.unlike(&february), None);
        assert_eq!(march.unlike(&whole), Some(Unlike::Period));
    }

    #[test]
    fn on_one_day_the_length_of_the_period_is_of_no_account() {
        let moment = Moment::ReferenceDate;
        let year = of(["2025-01-01", "2025-12-31"], moment, &["a"]);
        let half = of(["2025-01-01", "2025-06-30"], moment, &["a"]);
        assert_eq!(year.unlike(&half), None);
    }

    #[test]
    fn another_rule_and_other_organisations_count_something_else() {
        let year = ["2025-01-01", "2025-12-31"];
        let one = of(year, Moment::Period, &["a"]);
        let two = of(year, Moment::Period, &["a", "b"]);
        let summed = Comparable {
            count: CountingRule::Sum,
            ..one.clone()
        };
        let without = Comparable {
            incomplete: vec![ServiceCode::new("wmo").unwrap()],
            ..one.clone()
        };
        assert_eq!(one.unlike(&two), Some(Unlike::Organisations));
        assert_eq!(one.unlike(&without), Some(Unlike::Organisations));
        assert_eq!(one.unlike(&summed), Some(Unlike::Rule));
    }
}
