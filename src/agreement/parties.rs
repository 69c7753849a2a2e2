//! `[register]` and `[[provider]]`: what each party hands over, and how.

use std::collections::BTreeMap;

use super::extract::{Extract, read_extract};
use super::mistakes::{Located, Spot};
use super::office::{Office, read_office};
use super::project::{CODE, Codes};
use super::section::Section;
use crate::identified::{Field, HouseholdRule};
use crate::vocabulary::{HouseholdType, ProviderId, Service, ServiceIx};

/// `[register]`.
#[derive(Debug, Clone)]
pub(super) struct Register {
    pub(super) extract: Extract,
    pub(super) handover: Located<String>,
    pub(super) household: Located<HouseholdRule>,
    pub(super) institutions: Option<Located<String>>,
    pub(super) objected: Option<Located<String>>,
    pub(super) office: Office,
    pub(super) household_types: BTreeMap<String, HouseholdType>,
}

/// A `[[provider]]`.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    pub(super) id: ProviderId,
    pub(super) office: Office,
    pub(super) objected: Option<Located<String>>,
    pub(super) spot: Spot,
    pub(super) extract: Extract,
    pub(super) handover: Located<String>,
    /// The service of the whole extract.
    pub(super) service: Option<ServiceIx>,
    /// Their code = our service, `None` to drop.
    pub(super) services: Option<BTreeMap<String, Option<ServiceIx>>>,
    pub(super) max_left_behind: f64,
    /// How many people it serves, roughly.
    pub(super) clients: Option<u64>,
    /// Whether what it brings are needs.
    pub(super) is_of_needs: bool,
    /// Left out of this run (`--without`).
    pub(super) is_missing: bool,
}

/// No provider serves more people.
const MOST_CLIENTS: u64 = 20_000_000;

/// The number of clients of a provider is published: it is a multiple of this, for the exact one is protected elsewhere.
const ROUGH: u64 = 50;

/// Whether a provider brings needs, in the words of the agreement.
const KINDS: [(&str, bool); 2] = [("service", false), ("need", true)];

/// How households are formed, in the words of the agreement.
pub(super) const HOUSEHOLD_RULES: [(&str, HouseholdRule); 3] = [
    ("column", HouseholdRule::Column),
    ("family", HouseholdRule::Family),
    ("address", HouseholdRule::Address),
];

/// Reads `[register]`.
pub(super) fn read_register(section: Section<'_>) -> Register {
    let rule = section.word("household", &HOUSEHOLD_RULES);
    let register = Register {
        extract: read_extract(&section, true),
        handover: handover(&section, ProviderId::REGISTER),
        household: Located {
            value: rule.unwrap_or(HouseholdRule::Column),
            spot: section.spot,
        },
        institutions: section.text("institutions"),
        objected: section.text("objected"),
        office: read_office(&section, ProviderId::REGISTER),
        household_types: read_household_types(&section.section("household_types")),
    };
    section.close();
    register
}

fn read_household_types(section: &Section<'_>) -> BTreeMap<String, HouseholdType> {
    let mut types = BTreeMap::new();
    for (theirs, ours) in section.entries() {
        if let Some(kind) = HouseholdType::from_word(&ours.value) {
            types.insert(theirs.value, kind);
        } else {
            let words = HouseholdType::ALL.map(HouseholdType::word).join(", ");
            let message = format!("\"{}\" is not a household type", ours.value);
            section.mistake(ours.spot, message, format!("ours are {words}"));
        }
    }
    types
}

/// Reads `[[provider]]`; the ids are unique and none is the register's.
pub(super) fn read_providers(
    sections: Vec<Section<'_>>,
    services: &[Service],
    root: &Section<'_>,
) -> Vec<Provider> {
    if sections.is_empty() {
        let hint = "add [[provider]] with an id and an extract for each organisation";
        root.mistake(root.spot, "the agreement has no [[provider]]", hint);
    }
    let codes = Codes::of(services);
    let mut providers: Vec<Provider> = Vec::with_capacity(sections.len());
    for section in sections {
        let id = section.read("id", CODE, ProviderId::new);
        let id = section.required("id", id, "\"wmo-loket\"");
        if let Some(id) = &id {
            check_id(id, &providers, &section);
        }
        let provider = read_provider(&section, id, &codes);
        section.close();
        providers.extend(provider);
    }
    providers
}

fn check_id(id: &Located<ProviderId>, earlier: &[Provider], section: &Section<'_>) {
    if id.value.is_register() {
        let message = "`register` is the name of the register office";
        section.mistake(id.spot, message, "give the provider another id");
    } else if ["keyholder", "analyst"].contains(&id.value.as_str()) {
        let message = format!("`{}` is the name of a role, [{}]", id.value, id.value);
        section.mistake(id.spot, message, "give the provider another id");
    } else if id.value.as_str() == "all" {
        let message = "`all` stands for all providers together in the tables";
        section.mistake(id.spot, message, "give the provider another id");
    } else if earlier.iter().any(|provider| provider.id == id.value) {
        let message = format!("the provider `{}` is listed twice", id.value);
        section.mistake(id.spot, message, "give each provider an id of its own");
    }
}

/// Notes parties that would write over each other's hand-over.
pub(super) fn refuse_shared_places(
    register: &Register,
    providers: &[Provider],
    root: &Section<'_>,
) {
    let mut earlier = vec![(ProviderId::REGISTER, &register.handover)];
    for provider in providers {
        let (id, place) = (provider.id.as_str(), &provider.handover);
        // Two of one id are told to be so already.
        let is_same = |(other, theirs): &&(&str, &Located<String>)| {
            *other != id && parts(&theirs.value).eq(parts(&place.value))
        };
        if let Some((other, _)) = earlier.iter().find(is_same) {
            let message = format!("`{id}` and `{other}` hand over at the same place");
            root.mistake(
                place.spot,
                message,
                "give each a folder of its own: handover = \"…\"",
            );
        }
        earlier.push((id, place));
    }
}

/// The parts of a path, so that `a/b` and `a/./b/` are one.
fn parts(path: &str) -> std::path::Components<'_> {
    std::path::Path::new(path).components()
}

fn read_provider(
    section: &Section<'_>,
    id: Option<Located<ProviderId>>,
    codes: &Codes<'_>,
) -> Option<Provider> {
    let extract = read_extract(section, false);
    let code = section.text("service");
    let service = code.as_ref().and_then(|code| codes.service(code, section));
    let mapping = read_mapping(&section.section("services"), codes);
    let is_mapped = extract.columns.contains_key(&Field::Service) || mapping.is_some();
    if let Some(code) = code.filter(|_| is_mapped) {
        let message =
            "`service` says that the whole extract is one service, and a mapping that it is not";
        let hint = "keep `service`, or the mapping of services";
        section.mistake(code.spot, message, hint);
    }
    let share = section.share("max_left_behind");
    let is_of_needs = section.word("kind", &KINDS).unwrap_or(false);
    let clients = section.whole("clients", 1..=MOST_CLIENTS);
    if clients.is_some_and(|clients| !clients.is_multiple_of(ROUGH)) {
        section.mistake(
            section.spot_of("clients"),
            "`clients` is published, so it must be rough",
            format!("round it up to a multiple of {ROUGH}"),
        );
    }
    if clients.is_some() && is_of_needs {
        let message =
            "`clients` says what a provider of services could add, and this one brings needs";
        let spot = section.spot_of("clients");
        section.mistake(spot, message, "leave it out");
    }
    let objected = section.text("objected");
    let text = |key| section.text(key);
    let Some(Located { value: id, .. }) = id else {
        // The keys must still be asked for, or they would be called unknown.
        read_office(section, "");
        return text("handover").and(None);
    };
    let place = handover(section, id.as_str());
    Some(Provider {
        office: read_office(section, id.as_str()),
        id,
        objected,
        spot: section.spot,
        extract,
        handover: place,
        service,
        services: mapping,
        max_left_behind: share.unwrap_or(0.05),
        clients,
        is_of_needs,
        is_missing: false,
    })
}

fn read_mapping(
    section: &Section<'_>,
    codes: &Codes<'_>,
) -> Option<BTreeMap<String, Option<ServiceIx>>> {
    let mut mapping = BTreeMap::new();
    for (theirs, ours) in section.entries() {
        let service = (ours.value != "-").then(|| codes.service(&ours, section));
        mapping.insert(theirs.value, service.flatten());
    }
    section.is_there().then_some(mapping)
}

fn handover(section: &Section<'_>, id: &str) -> Located<String> {
    section.text("handover").unwrap_or_else(|| Located {
        value: format!("handovers/{id}"),
        spot: section.spot,
    })
}
