//! The views that selects are made of. What each statement would join again is joined in them once.

use std::fmt::Write;

use super::tables::{OF_PERSON, OF_USE, of_household};
use crate::pseudonymous::cluster::{View, columns};
use crate::pseudonymous::measure::scene::Scene;
use crate::vocabulary::{CountingRule, HouseholdType, ProviderIx};

/// Uses (any, and those of services at the agreed moment) and households with how much they have; and, of private households alone,
/// their services, members and needs, each with the levels and the draw of its household.
pub(super) fn views(scene: &Scene) -> Vec<View> {
    let (services, moment) = (scene.plan.services.len(), scene.plan.moment.when().bits());
    let used = "household, person, service, provider, moments, sure";
    vec![
        View::new(
            "any_use",
            format!("SELECT {} FROM uses", columns(&OF_USE)),
        ),
        View::new(
            "used",
            format!("SELECT {used} FROM any_use WHERE (moments & {moment}) <> 0 AND service < {services}"),
        ),
        View::kept("home", homes(scene)),
        View::kept(
            "has",
            format!(
                "SELECT {}, h.services, s.service, s.moments
FROM (SELECT household, service, BIT_OR(moments) AS moments FROM used GROUP BY household, service) AS s
JOIN home h ON h.household = s.household WHERE h.is_private = 1",
                of_home()
            ),
        ),
        View::kept("member", members()),
        View::kept(
            "needed",
            format!(
                "SELECT {}, n.need FROM (SELECT DISTINCT household, service - {services} AS need
FROM any_use WHERE (moments & {moment}) <> 0 AND service >= {services}) AS n
JOIN home h ON h.household = n.household WHERE h.is_private = 1",
                of_home()
            ),
        ),
    ]
}

/// Number, levels and draw of household `h`.
fn of_home() -> String {
    let columns = of_household().into_iter().map(|name| format!("h.{name}"));
    columns.collect::<Vec<_>>().join(", ")
}

/// Households, with how many services and organisations they have, and how many services count by the rule.
fn homes(scene: &Scene) -> String {
    let institution = HouseholdType::Institution as usize;
    let services = scene.plan.services.len();
    // What counts once: a service of a household, or of each of its persons.
    let once = match scene.plan.count {
        CountingRule::Distinct => "service".to_owned(),
        CountingRule::Sum => format!("COALESCE(person, -1) * {services} + service"),
    };
    format!(
        "SELECT {}, CASE WHEN h.household_type = {institution} THEN 0 ELSE 1 END AS is_private,
COALESCE(n.services, 0) AS services, COALESCE(n.so_many, 0) AS so_many, COALESCE(n.organisations, 0) AS organisations
FROM (SELECT {} FROM households) AS h LEFT JOIN (
SELECT household, COUNT(DISTINCT service) AS services, COUNT(DISTINCT once) AS so_many, COUNT(DISTINCT organisation) AS organisations
FROM (SELECT household, service, {once} AS once, {} AS organisation FROM used) AS each_use GROUP BY household
) AS n ON n.household = h.household",
        of_home(),
        columns(&of_household()),
        organisation(scene)
    )
}

/// Members of private households, with their own age band, sex, and number of services.
fn members() -> String {
    format!(
        "SELECT {}, m.age_band AS own_age_band, m.sex, COALESCE(n.so_many, 0) AS so_many
FROM (SELECT {} FROM persons) AS m JOIN home h ON h.household = m.household LEFT JOIN (
SELECT person, COUNT(*) AS so_many FROM (SELECT DISTINCT household, person, service FROM used WHERE person IS NOT NULL) AS own GROUP BY person
) AS n ON n.person = m.person WHERE h.is_private = 1",
        of_home(),
        columns(&OF_PERSON)
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
