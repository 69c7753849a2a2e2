//! The pairs of services of a release, in reading order.

use std::collections::{BTreeMap, HashMap};

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
    /// The services in reading order: domains together, the larger first; within one, those that go together.
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
        let of_pair: HashMap<[&str; 2], f64> = table()
            .filter_map(|row| {
                let codes = ["service_a", "service_b"].map(|column| row.text(column));
                Some((codes, row.decimal("lift_of_users")?))
            })
            .collect();
        let services = clustered(&services, |a, b| {
            let lift = of_pair.get(&[a, b]).or_else(|| of_pair.get(&[b, a]));
            lift.copied().unwrap_or(1.0)
        });
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

/// Within each domain those with the highest lift side by side.
fn clustered(services: &[Service], lift: impl Fn(&str, &str) -> f64) -> Vec<Service> {
    let domains = services.chunk_by(|a, b| a.domain == b.domain);
    domains
        .flat_map(|domain| {
            let lift = |a: usize, b: usize| lift(&domain[a].code, &domain[b].code);
            let places = leaves(domain.len(), lift).into_iter();
            places.map(|place| domain[place].clone())
        })
        .collect()
}

/// The leaves of a hierarchical clustering with average linkage: the two clusters with the highest mean `likeness` join
/// until one is left. Of equal ones the first join, and the cluster with the first leaf comes first.
///
/// Source: Sokal and Michener (1958), "A statistical method for evaluating systematic relationships".
fn leaves(count: usize, likeness: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let row = |a: usize| (0..count).map(|b| likeness(a, b)).collect();
    let likeness: Vec<Vec<f64>> = (0..count).map(row).collect();
    let mean = |a: &[usize], b: &[usize]| {
        let of = |leaf: &usize| b.iter().map(|other| likeness[*leaf][*other]).sum::<f64>();
        a.iter().map(of).sum::<f64>() / (a.len() * b.len()) as f64
    };
    let mut clusters: Vec<Vec<usize>> = (0..count).map(|leaf| vec![leaf]).collect();
    while clusters.len() > 1 {
        let (mut highest, mut closest) = (f64::NEG_INFINITY, (0, 1));
        for (b, second) in clusters.iter().enumerate() {
            for (a, first) in clusters[..b].iter().enumerate() {
                let mean = mean(first, second);
                if mean > highest {
                    (highest, closest) = (mean, (a, b));
                }
            }
        }
        let joins = clusters.remove(closest.1);
        clusters[closest.0].extend(joins);
    }
    clusters.concat()
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

    /// 0 and 2 meet most, then 1 and 3; on the whole 1 and 3 are as far from 0 as from 2.
    #[test]
    fn what_goes_together_stands_side_by_side_and_equal_ones_keep_their_order() {
        let likeness = |a: usize, b: usize| match (a.min(b), a.max(b)) {
            (0, 2) => 9.0,
            (1, 3) => 4.0,
            _ => 1.0,
        };
        assert_eq!(leaves(4, likeness), [0, 2, 1, 3]);
        assert_eq!(leaves(4, |_, _| 1.0), [0, 1, 2, 3]);
        assert!(leaves(0, likeness).is_empty());
    }

    #[test]
    fn a_service_joins_the_group_that_it_meets_most_on_average() {
        // 2 meets 0 most of all, but 1 hardly; with 3 it is better off.
        let likeness = |a: usize, b: usize| match (a.min(b), a.max(b)) {
            (0, 1) => 9.0,
            (0, 2) => 5.0,
            (1, 2) => 0.0,
            (2, 3) => 3.0,
            _ => 1.0,
        };
        assert_eq!(leaves(4, likeness), [0, 1, 2, 3]);
    }

    #[test]
    fn no_pair_takes_a_service_out_of_its_domain() {
        let services = ["a", "b", "c"]
            .map(|code| service(code, if code == "b" { "Wlz" } else { "Wmo" }, Some(9)));
        let order = clustered(&in_order(services.to_vec()), |_, _| 99.0);
        let domains: Vec<&str> = order.iter().map(|one| one.domain.as_str()).collect();
        assert_eq!(domains, ["Wlz", "Wmo", "Wmo"]);
    }
}
