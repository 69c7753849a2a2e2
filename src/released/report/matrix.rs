//! The pairs of services of a release, in reading order.

use std::collections::BTreeMap;

use super::context::Context;
use super::reading::{Row, rows};
use crate::pseudonymous::cells::Number;

/// A service of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    pub(super) name: String,
    /// The law or field that it is counted under.
    pub(super) domain: String,
    /// Households that have it; `None` when hidden.
    pub(super) households: Option<u64>,
    code: String,
}

/// What is published of a pair of services.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    /// Households that have both; `None` when hidden.
    pub(super) households: Option<u64>,
    /// How many would by chance, of the households with a service; `None` when not to be calculated.
    pub(super) expected: Option<f64>,
    /// How many times chance.
    pub(super) lift: Option<f64>,
    /// What the expected number and the lift can be, given what rounding does to the counts.
    pub(super) spans: Option<Spans>,
    /// `++`, `+`, `0`, `-`, `--`, or empty.
    pub(super) significance: String,
}

/// From and to what two calculated numbers can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spans {
    pub(super) expected: (f64, f64),
    pub(super) lift: (f64, f64),
}

impl Spans {
    /// Of both, a, b and all: from and to which count each can stand for.
    fn of(counts: [(u64, u64); 4]) -> Option<Self> {
        let [both, a, b, all] = counts.map(|(low, high)| (low as f64, high as f64));
        let expected = (a.0 * b.0 / all.1, a.1 * b.1 / all.0);
        let lift = (both.0 / expected.1, both.1 / expected.0);
        (expected.0 > 0.0 && all.0 > 0.0).then_some(Self { expected, lift })
    }
}

/// All pairs; related services stand side by side.
pub(super) struct Matrix {
    /// The services in reading order: domains together, the larger first.
    pub(super) services: Vec<Service>,
    /// By index in `services`, the larger index first.
    pub(super) pairs: BTreeMap<(usize, usize), Pair>,
}

impl Matrix {
    /// The matrix of the release.
    pub(super) fn read(context: &Context) -> Self {
        let table = || rows(context.tables, "co_occurrence");
        let is_margin = |row: &Row| row.text("service_a") == row.text("service_b");
        let margins = table().filter(is_margin);
        let services = in_order(margins.map(|row| service(context, &row)).collect());
        let indexes: BTreeMap<&str, usize> = services
            .iter()
            .enumerate()
            .map(|(index, one)| (one.code.as_str(), index))
            .collect();
        let users = users(context);
        let pair = |row: Row| {
            let a = *indexes.get(row.text("service_a"))?;
            let b = *indexes.get(row.text("service_b"))?;
            let households = row.count("households");
            let counts = [
                households,
                services[a].households,
                services[b].households,
                users,
            ];
            let counts = counts.map(|count| count.map(|count| context.stands_for(count)));
            let spans = match counts {
                [Some(both), Some(a), Some(b), Some(all)] => Spans::of([both, a, b, all]),
                _ => None,
            };
            let pair = Pair {
                households,
                expected: row.decimal("expected_of_users"),
                lift: row.decimal("lift_of_users"),
                spans,
                significance: row.text("significance_of_users").to_owned(),
            };
            (a != b).then_some(((a.max(b), a.min(b)), pair))
        };
        let pairs = table().filter_map(pair).collect();
        Self { services, pairs }
    }
}

/// Households with a service.
fn users(context: &Context) -> Option<u64> {
    let is_users = |row: &Row| {
        let keys = ["unit", "dimension"].map(|column| row.text(column));
        keys == ["household", "all"] && row.number("services") == Some(Number::AtLeast(1))
    };
    rows(context.tables, "stacking")
        .find(is_users)?
        .count("households")
}

fn service(context: &Context, row: &Row) -> Service {
    let code = row.text("service_a");
    let agreed = (context.run.services.iter()).find(|service| service.code.as_str() == code);
    Service {
        name: context.service(code).to_owned(),
        domain: agreed
            .map(|service| service.domain.clone())
            .unwrap_or_default(),
        households: row.count("households"),
        code: code.to_owned(),
    }
}

/// Domains by their largest service, within a domain by households; ties by name and code.
fn in_order(mut services: Vec<Service>) -> Vec<Service> {
    let mut largest: BTreeMap<String, Option<u64>> = BTreeMap::new();
    for service in &services {
        let entry = largest.entry(service.domain.clone()).or_default();
        *entry = (*entry).max(service.households);
    }
    services.sort_by(|a, b| {
        let domain = |service: &Service| largest.get(&service.domain).copied().flatten();
        domain(b)
            .cmp(&domain(a))
            .then_with(|| a.domain.cmp(&b.domain))
            .then_with(|| b.households.cmp(&a.households))
            .then_with(|| a.code.cmp(&b.code))
    });
    services
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(code: &str, domain: &str, households: Option<u64>) -> Service {
        let (code, domain) = (code.to_owned(), domain.to_owned());
        Service {
            name: code.clone(),
            domain,
            households,
            code,
        }
    }

    /// 100 and 200 of 1000, 40 together: 20 expected, twice that; each 4 more or less.
    #[test]
    fn what_rounding_allows_follows_from_the_ends_of_the_counts() {
        let spans = Spans::of([(36, 44), (96, 104), (196, 204), (996, 1004)]).unwrap();
        let near = |found: (f64, f64), known: (f64, f64)| {
            (found.0 - known.0).abs() < 1e-3 && (found.1 - known.1).abs() < 1e-3
        };
        assert!(near(spans.expected, (18.741, 21.301)));
        assert!(near(spans.lift, (1.690, 2.348)));
        assert_eq!(Spans::of([(0, 0); 4]), None);
    }

    #[test]
    fn services_of_a_domain_stand_together_and_hidden_ones_last() {
        let services = vec![
            service("a", "Wlz", Some(50)),
            service("b", "Wmo", None),
            service("c", "Wlz", Some(10)),
            service("d", "Wmo", Some(900)),
        ];
        let order: Vec<String> = in_order(services).into_iter().map(|one| one.code).collect();
        assert_eq!(order, ["d", "b", "a", "c"]);
    }
}
