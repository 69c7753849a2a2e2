//! When a service was used, in bits: on which days of the project, and in which quarters.

use serde::{Deserialize, Serialize};

use super::Day;

/// When a service was used: a bit for each day and quarter that can be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When(u8);

impl When {
    /// On any day of the period.
    pub const IN_PERIOD: Self = Self(1);
    /// On the reference date.
    pub const ON_REFERENCE_DATE: Self = Self(1 << 1);
    /// On the first day of the period.
    pub const ON_FIRST_DAY: Self = Self(1 << 2);
    /// On the last day of the period.
    pub const ON_LAST_DAY: Self = Self(1 << 3);
    /// On any day of a quarter of the period.
    pub const IN_QUARTER: [Self; 4] = [Self(1 << 4), Self(1 << 5), Self(1 << 6), Self(1 << 7)];
    /// What every hand-over tells.
    pub const ALWAYS: Self = Self(0b11);
    /// What inflow and outflow need.
    pub const FLOW: Self = Self(0b1100);
    /// What succession needs.
    pub const QUARTERS: Self = Self(0xF0);
    /// Each by the name of its column in a hand-over.
    pub const COLUMNS: [(&'static str, Self); 8] = [
        ("in_period", Self::IN_PERIOD),
        ("on_reference_date", Self::ON_REFERENCE_DATE),
        ("on_first_day", Self::ON_FIRST_DAY),
        ("on_last_day", Self::ON_LAST_DAY),
        ("in_quarter_1", Self::IN_QUARTER[0]),
        ("in_quarter_2", Self::IN_QUARTER[1]),
        ("in_quarter_3", Self::IN_QUARTER[2]),
        ("in_quarter_4", Self::IN_QUARTER[3]),
    ];

    /// The bits as a byte.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The bits of a byte.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// All of this where `holds`, else nothing.
    #[must_use]
    pub const fn when(self, holds: bool) -> Self {
        if holds { self } else { Self(0) }
    }

    /// The bits of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The bits of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether there is a bit of the other.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The columns of a hand-over that tells these.
    pub fn columns(self) -> impl Iterator<Item = (&'static str, Self)> {
        let columns = Self::COLUMNS.into_iter();
        columns.filter(move |(_, bit)| self.meets(*bit))
    }

    /// The first so many quarters; four at most.
    #[must_use]
    pub fn first_quarters(number: usize) -> Self {
        let first = Self::IN_QUARTER.into_iter().take(number);
        first.fold(Self::default(), Self::or)
    }

    /// Whether a use can be told so, where `told` are the bits that are, of quarters those of the period: it counts at some
    /// moment, none of its days or quarters lies outside the period, and in the period it was in a quarter, on its first day in
    /// the first and on its last day in the last.
    #[must_use]
    pub fn is_possible(self, told: Self) -> bool {
        let within = Self::FLOW.or(Self::QUARTERS);
        let mut quarters = Self::IN_QUARTER.into_iter().filter(|one| told.meets(*one));
        let has_quarter = self.meets(Self::QUARTERS) || !told.meets(Self::QUARTERS);
        let is_in = |quarter: Option<Self>| quarter.is_none_or(|one| self.meets(one));
        let starts = !self.meets(Self::ON_FIRST_DAY) || is_in(quarters.clone().next());
        let ends = !self.meets(Self::ON_LAST_DAY) || is_in(quarters.next_back());
        if self.meets(Self::IN_PERIOD) {
            self.and(told) == self && has_quarter && starts && ends
        } else {
            self.meets(Self::ON_REFERENCE_DATE) && !self.meets(within)
        }
    }
}

/// What an agreement can ask for about the time of a use, besides the period and the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Whether it covers the first and the last day of the period.
    Flow,
    /// Which quarters it covers.
    Succession,
}

impl Told {
    /// Each by its key under `[measure]`.
    pub const WORDS: [(&'static str, Self); 2] =
        [("flow", Self::Flow), ("succession", Self::Succession)];

    /// What travels for it.
    #[must_use]
    pub const fn when(self) -> When {
        match self {
            Self::Flow => When::FLOW,
            Self::Succession => When::QUARTERS,
        }
    }

    /// The table that needs it.
    #[must_use]
    pub const fn table(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Succession => "overlap",
        }
    }
}

/// First and last day of each quarter of the calendar in a period, as far as they lie in it; at most five.
#[must_use]
pub fn quarters(from: Day, to: Day) -> Vec<[Day; 2]> {
    let mut quarters = Vec::new();
    let mut first = from;
    while first <= to && quarters.len() < 5 {
        let (year, month, _) = first.parts();
        let next = match (month - 1) / 3 {
            3 => Day::of(year + 1, 1, 1),
            quarter => Day::of(year, 3 * quarter + 4, 1),
        };
        let Some(next) = next else { break };
        let last = Day::from_number(next.number() - 1);
        quarters.push([first, last.min(to)]);
        first = next;
    }
    quarters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_year_has_four_quarters_and_part_of_one_is_a_quarter() {
        let of = |from, to| {
            let quarters = quarters(day(from), day(to)).into_iter();
            let texts = quarters.map(|days| days.map(|day| day.to_string()).join(" "));
            texts.collect::<Vec<_>>()
        };
        assert_eq!(
            of("2026-01-01", "2026-12-31"),
            [
                "2026-01-01 2026-03-31",
                "2026-04-01 2026-06-30",
                "2026-07-01 2026-09-30",
                "2026-10-01 2026-12-31",
            ]
        );
        assert_eq!(
            of("2026-11-15", "2027-01-31"),
            ["2026-11-15 2026-12-31", "2027-01-01 2027-01-31"]
        );
        assert_eq!(of("2026-02-01", "2030-12-31").len(), 5);
    }

    #[test]
    fn every_bit_has_one_column() {
        let all = When::COLUMNS.into_iter().fold(When(0), |all, (_, bit)| {
            assert!(!all.meets(bit));
            all.or(bit)
        });
        assert_eq!(all, When(0xFF));
        assert_eq!(When::ALWAYS.columns().count(), 2);
    }

    #[test]
    fn a_use_on_a_day_of_the_period_is_in_the_period_and_in_a_quarter() {
        let all = When(0xFF);
        let [first, second, ..] = When::IN_QUARTER;
        let both = When::IN_PERIOD.or(When::ON_FIRST_DAY);
        assert!(both.is_possible(When::ALWAYS.or(When::FLOW)));
        assert!(!both.is_possible(all) && both.or(first).is_possible(all));
        assert!(!both.or(second).is_possible(all));
        assert!(!When::ON_FIRST_DAY.is_possible(all) && !When(0).is_possible(all));
        assert!(When::ON_REFERENCE_DATE.is_possible(all));
        assert!(!When::ON_REFERENCE_DATE.or(second).is_possible(all));
    }

    #[test]
    fn a_use_on_the_last_day_is_in_the_last_quarter_that_the_period_has() {
        let [first, second, third, fourth] = When::IN_QUARTER;
        let last = When::IN_PERIOD.or(When::ON_LAST_DAY);
        let of = |quarters| {
            When::ALWAYS
                .or(When::FLOW)
                .or(When::first_quarters(quarters))
        };
        assert!(!last.or(first).is_possible(of(4)) && last.or(fourth).is_possible(of(4)));
        assert!(!last.or(first).is_possible(of(2)) && last.or(second).is_possible(of(2)));
        assert!(last.or(first).is_possible(of(1)));
        assert!(!When::IN_PERIOD.or(third).is_possible(of(2)));
        let flow = When::ALWAYS.or(When::FLOW);
        assert!(last.is_possible(flow) && !last.or(fourth).is_possible(flow));
    }
}
