//! Pairs of services in, the matrix in reading order and its section out.

use std::collections::BTreeMap;

use super::context::Context;
use super::reading::{Row, rows};
use super::section::{Block, Section};
use super::{heat_map, pairs};

/// A service of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    /// The name to print.
    pub(super) name: String,
    /// Law or field.
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
    /// How many would by chance; `None` when not to be calculated.
    pub(super) expected: Option<f64>,
    /// How many times chance.
    pub(super) lift: Option<f64>,
    /// `++`, `+`, `0`, `-`, `--`, or empty.
    pub(super) significance: String,
}

/// All pairs; related services stand side by side.
pub(super) struct Matrix {
    /// The services in reading order: domains together, the larger first.
    pub(super) services: Vec<Service>,
    /// By place in `services`, the larger place first.
    pub(super) pairs: BTreeMap<(usize, usize), Pair>,
}

impl Matrix {
    /// The matrix of the release.
    pub(super) fn read(context: &Context) -> Self {
        let table = || rows(context.tables, "co_occurrence");
        let is_margin = |row: &Row| row.text("service_a") == row.text("service_b");
        let margins = table().filter(is_margin);
        let services = in_order(margins.map(|row| service(context, &row)).collect());
        let places: BTreeMap<&str, usize> = services
            .iter()
            .enumerate()
            .map(|(place, one)| (one.code.as_str(), place))
            .collect();
        let pair = |row: Row| {
            let a = *places.get(row.text("service_a"))?;
            let b = *places.get(row.text("service_b"))?;
            let pair = Pair {
                households: row.count("households"),
                expected: row.decimal("expected"),
                lift: row.decimal("lift"),
                significance: row.text("significance").to_owned(),
            };
            (a != b).then_some(((a.max(b), a.min(b)), pair))
        };
        let pairs = table().filter_map(pair).collect();
        Self { services, pairs }
    }
}

/// Which services meet in a household more or less often than chance.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let matrix = Matrix::read(context);
    let mut blocks = vec![Block::Text(texts.pairs_lead.into())];
    if matrix.pairs.values().any(|pair| pair.lift.is_some()) {
        blocks.extend(pairs::blocks(context, &matrix));
        blocks.extend(heat_map::blocks(context, &matrix));
    } else {
        blocks.push(Block::Text(texts.nothing.into()));
    }
    Section {
        id: "pairs",
        title: texts.pairs_title,
        blocks,
    }
}

fn service(context: &Context, row: &Row) -> Service {
    let code = row.text("service_a");
    let agreed = context
        .settings
        .services
        .iter()
        .find(|service| service.code.as_str() == code);
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
