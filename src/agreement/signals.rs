//! `[signals]`, `[approaches]` and `[verdicts]`: what people know of areas, what is done there, and what they say of pairs of
//! services. `run` reads the files; no provider needs them.

use std::collections::BTreeMap;

use super::mistakes::Located;
use super::section::Section;
use crate::released::places::signals::Themes;
use crate::vocabulary::Service;

/// Fewer roles would show what one person said.
const FEWEST_ROLES: u64 = 2;

/// `[signals]`.
#[derive(Debug, Clone)]
pub(super) struct Signals {
    pub(super) file: Located<String>,
    pub(super) roles_at_least: u64,
    pub(super) themes: Themes,
}

/// Reads `[signals]`.
pub(super) fn read_signals(section: Section<'_>, services: &[Service]) -> Option<Signals> {
    if !section.is_there() {
        return None;
    }
    let file = section.text("file");
    let file = section.required("file", file, "\"signalen.csv\"");
    let roles = section.whole("roles_at_least", FEWEST_ROLES..=100);
    let themes = section.section("themes");
    let themes = if themes.is_there() {
        agreed(&themes, services)
    } else {
        usual(services)
    };
    section.close();
    Some(Signals {
        file: file?,
        roles_at_least: roles.unwrap_or(FEWEST_ROLES),
        themes,
    })
}

/// Reads the file of `[approaches]` or `[verdicts]`, such as `example`.
pub(super) fn read_file_of(section: Section<'_>, example: &str) -> Option<Located<String>> {
    if !section.is_there() {
        return None;
    }
    let file = section.text("file");
    let file = section.required("file", file, example);
    section.close();
    file
}

/// Each theme with the services and domains that the agreement gives it.
fn agreed(section: &Section<'_>, services: &[Service]) -> Themes {
    let (mut themes, things) = (Themes::new(), things(services));
    for (theme, names) in section.lists() {
        let mut all = Vec::new();
        for name in names {
            match things.get(&name.value) {
                Some(thing) => all.push(thing.clone()),
                None => section.mistake(
                    name.spot,
                    format!(
                        "`{}` is no service and no domain of the agreement",
                        name.value
                    ),
                    "write the code of a [[service]], or the domain of one",
                ),
            }
        }
        themes.insert(theme.value, all);
    }
    themes
}

/// Without an agreed list, each domain is a theme under its own name.
fn usual(services: &[Service]) -> Themes {
    let domains = services.iter().map(|service| &service.domain);
    let named = domains.filter(|domain| !domain.is_empty());
    named
        .map(|domain| (domain.clone(), vec![format!("domain={domain}")]))
        .collect()
}

/// The services and domains by their codes and names, as table `expected` calls them; of a service and a domain that are called
/// alike, the service.
pub(super) fn things(services: &[Service]) -> BTreeMap<String, String> {
    let domains = services.iter().map(|service| &service.domain);
    let domains = domains.filter(|domain| !domain.is_empty());
    let domains = domains.map(|domain| (domain.clone(), format!("domain={domain}")));
    let codes = services.iter().map(|service| service.code.as_str());
    let services = codes.map(|code| (code.to_owned(), format!("service={code}")));
    domains.chain(services).collect()
}
