//! The tables that selects are made of, named before them.

use std::fmt::Write;

use super::tables::{OF_PERSON, OF_USE, of_household};
use crate::pseudonymous::cluster::columns;
use crate::pseudonymous::measure::scene::Scene;
use crate::vocabulary::{CountingRule, HouseholdType, ProviderIx};

/// The tables that selects are made of, from those on disk: households (any, and private ones: homes), persons, uses (any, and at
/// the agreed moment), and what households have.
pub(super) fn prelude(scene: &Scene) -> String {
    let (services, moment) = (scene.plan.services.len(), scene.plan.moment.when().bits());
    let institution = HouseholdType::Institution as usize;
    let organisation = organisation(scene);
    // What counts once by the rule: a service of a household, or of each of its persons.
    let once = match scene.plan.count {
        CountingRule::Distinct => "household, service",
        CountingRule::Sum => "household, person, service",
    };
    let home = columns(&of_household());
    let (person, uses) = (columns(&OF_PERSON), columns(&OF_USE));
    format!(
        "WITH any_home AS (SELECT {home} FROM households),
home AS (SELECT * FROM any_home WHERE household_type <> {institution}),
member AS (SELECT {person} FROM persons),
any_use AS (SELECT {uses} FROM uses),
at_moment AS (SELECT * FROM any_use WHERE (moments & {moment}) <> 0),
used AS (SELECT household, person, service, provider, moments, sure, {organisation} AS organisation FROM at_moment WHERE service < {services}),
needed AS (SELECT DISTINCT household, service - {services} AS need FROM at_moment WHERE service >= {services}),
has AS (SELECT household, service, BIT_OR(moments) AS moments FROM used GROUP BY household, service),
own AS (SELECT DISTINCT household, person, service FROM used WHERE person IS NOT NULL),
has_number AS (SELECT household, COUNT(*) AS so_many FROM has GROUP BY household),
numbered AS (SELECT household, COUNT(*) AS so_many FROM (SELECT DISTINCT {once} FROM used) AS once GROUP BY household),
organised AS (SELECT household, COUNT(*) AS so_many FROM (SELECT DISTINCT household, organisation FROM used) AS once GROUP BY household)"
    )
}

/// `CASE column WHEN … THEN … ELSE otherwise END`.
pub(super) fn case(
    column: &str,
    pairs: impl Iterator<Item = (usize, String)>,
    otherwise: &str,
) -> String {
    let mut text = String::new();
    for (when, then) in pairs {
        // Writing to a String cannot fail.
        let _ = write!(text, " WHEN {when} THEN {then}");
    }
    if text.is_empty() {
        return otherwise.to_owned();
    }
    format!("CASE {column}{text} ELSE {otherwise} END")
}

/// The organisation of a use: that of its service, else that of its provider.
fn organisation(scene: &Scene) -> String {
    let providers = (0..scene.plan.providers.len()).map(ProviderIx::at);
    let by_provider = providers.map(|one| (one.index(), scene.of_provider(one).to_string()));
    let by_provider = case("provider", by_provider, "0");
    let services = scene.plan.all_services();
    let by_service =
        services.filter_map(|one| Some((one.index(), scene.of_service(one)?.to_string())));
    case("service", by_service, &by_provider)
}

/// The domain of a service.
pub(super) fn domain(scene: &Scene) -> String {
    let services = scene.plan.all_services().zip(&scene.domain_of);
    let pairs = services.map(|(service, domain)| (service.index(), domain.index().to_string()));
    case("service", pairs, "0")
}
