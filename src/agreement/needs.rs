//! The needs among the listed services, and `[[entitled]]`: which service gives a right to which.

use super::mistakes::{Located, nearest};
use super::parties::Provider;
use super::project::{Codes, Said};
use super::section::Section;
use crate::vocabulary::{Need, Service, ServiceIx};

/// Takes the needs out of what is listed: what providers of needs bring. They are numbered behind the services, for the providers
/// too.
pub(super) fn apart(
    (listed, said): (Vec<Service>, Vec<Said>),
    providers: &mut [Provider],
    root: &Section<'_>,
) -> (Vec<Service>, Vec<Need>) {
    for provider in providers.iter().filter(|one| one.is_of_needs) {
        if provider.service.is_none() && provider.services.is_none() {
            let message = format!(
                "the agreement does not say which needs `{}` brings",
                provider.id
            );
            let hint = "add service = \"…\", or map its codes under [provider.services]";
            root.mistake(provider.spot, message, hint);
        }
    }
    let brings = |place: usize, is_of_needs: bool| {
        let mut own = providers
            .iter()
            .filter(|one| one.is_of_needs == is_of_needs);
        own.find(|one| one.supplies(place))
    };
    let is_need: Vec<bool> = (0..listed.len())
        .map(|place| brings(place, true).is_some())
        .collect();
    for (place, service) in listed
        .iter()
        .enumerate()
        .filter(|(place, _)| is_need[*place])
    {
        if let Some(other) = brings(place, false) {
            let message = format!("`{}` brings `{}`, which is a need", other.id, service.code);
            let hint = "a need comes from providers of kind = \"need\" only: use another code, or set the kind";
            root.mistake(other.spot, message, hint);
        }
    }
    let domains: Vec<&str> = listed
        .iter()
        .zip(&is_need)
        .filter(|(_, is_need)| !**is_need)
        .map(|(service, _)| service.domain.as_str())
        .collect();
    let answered = |(said, is_need): (Said, &bool)| check(said, *is_need, &domains, root);
    let answered: Vec<Vec<String>> = said.into_iter().zip(&is_need).map(answered).collect();
    if is_need.contains(&true) {
        renumber(providers, &is_need);
    }
    let (mut services, mut needs) = (Vec::new(), Vec::new());
    for ((service, answered_by), is_need) in listed.into_iter().zip(answered).zip(is_need) {
        if is_need {
            needs.push(Need {
                code: service.code,
                name: service.name,
                answered_by,
            });
        } else {
            services.push(service);
        }
    }
    if services.is_empty() && !needs.is_empty() {
        let hint = "add a [[service]] that a provider of services brings";
        root.mistake(root.spot, "the agreement has needs only", hint);
    }
    (services, needs)
}

/// The domains that answer a need; what only a service or only a need has is a mistake of the other.
fn check(said: Said, is_need: bool, domains: &[&str], root: &Section<'_>) -> Vec<String> {
    let answered_by = said.answered_by.unwrap_or_default();
    if let (false, Some(first)) = (is_need, answered_by.first()) {
        let hint = "only a need has it: what a provider of kind = \"need\" brings";
        root.mistake(first.spot, "a service has no `answered_by`", hint);
    }
    if let (true, Some(spot)) = (is_need, said.of_service) {
        let message = "a need has no `domain`, `organisation` or `attribute_to`";
        let hint = "list the domains that answer it: answered_by = [\"…\"]";
        root.mistake(spot, message, hint);
    }
    let mut known = Vec::new();
    for domain in answered_by {
        if !domains.contains(&domain.value.as_str()) && is_need {
            let message = format!("no service is of the domain \"{}\"", domain.value);
            let hint = match nearest(&domain.value, domains) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "list domains of services, or leave out `answered_by` for all".into(),
            };
            root.mistake(domain.spot, message, hint);
        }
        known.push(domain.value);
    }
    known
}

/// Services keep their order, and needs theirs behind them.
fn renumber(providers: &mut [Provider], is_need: &[bool]) {
    let services = is_need.iter().filter(|is_need| !**is_need).count();
    let number = |old: ServiceIx| {
        let own = is_need.get(old.index()).copied().unwrap_or(false);
        let before = is_need[..old.index()]
            .iter()
            .filter(|one| **one == own)
            .count();
        ServiceIx::at(if own { services + before } else { before })
    };
    for provider in providers {
        provider.service = provider.service.map(number);
        for service in provider
            .services
            .iter_mut()
            .flat_map(|map| map.values_mut())
        {
            *service = service.map(number);
        }
    }
}

/// Reads `[[entitled]]`: the service that gives a right, and the one that it is to.
pub(super) fn read_entitled(
    sections: Vec<Section<'_>>,
    services: &[Service],
    needs: &[Need],
) -> Vec<[ServiceIx; 2]> {
    let codes = Codes::of(services);
    let mut rights: Vec<[ServiceIx; 2]> = Vec::with_capacity(sections.len());
    for section in sections {
        let service = |key, example| {
            let code = section.required(key, section.text(key), example)?;
            if needs.iter().any(|need| need.code.as_str() == code.value) {
                let message = format!("`{}` is a need, and gives no right", code.value);
                let hint = "name a service: whoever has a need may have no right to anything";
                section.mistake(code.spot, message, hint);
                return None;
            }
            let spot = code.spot;
            let service = codes.service(&code, &section);
            service.map(|value| Located { value, spot })
        };
        let (by, to) = (
            service("by", "\"bijstand\""),
            service("to", "\"bijzondere-bijstand\""),
        );
        if let (Some(by), Some(to)) = (by, to) {
            let right = [by.value, to.value];
            if by.value == to.value {
                let hint = "name the service that gives the right, and the one that it is to";
                section.mistake(to.spot, "`by` and `to` are the same service", hint);
            } else if rights.contains(&right) {
                section.mistake(
                    section.spot,
                    "the right is listed twice",
                    "list each right once",
                );
            } else {
                rights.push(right);
            }
        }
        section.close();
    }
    rights
}
