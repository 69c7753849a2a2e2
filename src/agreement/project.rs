//! `[project]`, `[[service]]` and `[tokens]`: what the project is and what it counts.

use std::collections::{HashMap, HashSet};

use super::mistakes::{Located, Spot, nearest};
use super::section::Section;
use crate::identified::TokenMethod;
use crate::keys::oprf::PublicKey;
use crate::pseudonymous::TokenProfile;
use crate::released::runs::OrganisationRecord;
use crate::vocabulary::{
    Day, KeyId, Language, PostcodeRanges, ProjectId, ProviderId, Service, ServiceCode, ServiceIx,
};

/// What a code must look like, for a mistake.
pub(super) const CODE: &str = "1 to 64 of a-z, 0-9, - and _, beginning with a letter or a digit; no device of Windows (con, nul, com1)";

/// `[project]`.
#[derive(Debug, Clone)]
pub(super) struct Project {
    pub(super) id: ProjectId,
    pub(super) series: String,
    pub(super) purpose: String,
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) reference_date: Day,
    pub(super) postcodes: PostcodeRanges,
    pub(super) language: Option<Language>,
    pub(super) is_made_up: bool,
    pub(super) accept_stage_1: Option<String>,
    /// The last day on which the project secret may be used.
    pub(super) key_expires: Option<Day>,
    /// The last day on which hand-overs may be kept.
    pub(super) delete_after: Option<Day>,
}

/// `[tokens]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tokens {
    pub(super) profile: TokenProfile,
    pub(super) method: TokenMethod,
    /// The public half of the OPRF key.
    pub(super) public_key: Option<PublicKey>,
    /// The id of the secret that tokens are made with.
    pub(super) key_id: Option<KeyId>,
}

/// Reads `[project]`; `None` when a mistake leaves no project.
pub(super) fn read_project(section: Section<'_>) -> Option<Project> {
    let text = |key| section.text(key).map(|text| text.value);
    let id = section.read("id", CODE, ProjectId::new);
    let id = section.required("id", id, "\"zaandorp-2026\"");
    let from = section.required("from", section.day("from"), "2026-01-01");
    let to = section.required("to", section.day("to"), "2026-12-31");
    let reference_date = section.day("reference_date");
    if let (Some(from), Some(to)) = (&from, &to)
        && to.value < from.value
    {
        let message = "`project.to` lies before `project.from`";
        section.mistake(
            to.spot,
            message,
            "the period runs from..to, both days included",
        );
    }
    let series = text("series");
    let purpose = text("purpose");
    let language = section.word("language", &Language::WORDS);
    let is_made_up = section.boolean("made_up");
    let accept_stage_1 = text("accept_stage_1");
    let postcodes = read_postcodes(&section);
    let key_expires = section.day("key_expires").map(|day| day.value);
    let delete_after = section.day("delete_after").map(|day| day.value);
    section.close();
    let (id, from, to) = (id?.value, from?.value, to?.value);
    Some(Project {
        series: series.unwrap_or_else(|| id.as_str().to_owned()),
        id,
        purpose: purpose.unwrap_or_default(),
        from,
        to,
        reference_date: reference_date.map_or(to, |day| day.value),
        postcodes,
        language,
        is_made_up: is_made_up.unwrap_or(false),
        accept_stage_1,
        key_expires,
        delete_after,
    })
}

fn read_postcodes(section: &Section<'_>) -> PostcodeRanges {
    let listed = section.texts("postcodes").unwrap_or_default();
    let texts: Vec<String> = listed.iter().map(|text| text.value.clone()).collect();
    PostcodeRanges::parse(&texts).unwrap_or_else(|place| {
        let message = format!("`project.postcodes` cannot be \"{}\"", texts[place]);
        let hint = "write the four digits, or a range of them: \"1500-1569\"";
        section.mistake(listed[place].spot, message, hint);
        PostcodeRanges::default()
    })
}

/// The label under which a table pools the combinations that it does not show.
const POOLED: &str = "other";

/// For which household a service counts: that of the client, or the one at the address that the provider gives.
const ATTRIBUTE_TO: [(&str, bool); 2] = [("client", false), ("address", true)];

/// What `[[service]]` says that only a service or only a need has.
pub(super) struct Said {
    /// The domains that answer it.
    pub(super) answered_by: Option<Vec<Located<String>>>,
    /// Where it names a domain, an organisation or a household.
    pub(super) of_service: Option<Spot>,
}

/// Reads `[[service]]`; the codes are unique.
pub(super) fn read_services(
    sections: Vec<Section<'_>>,
    root: &Section<'_>,
) -> Vec<(Service, Said)> {
    if sections.is_empty() {
        let hint = "add [[service]] with a code, name and domain for each service that counts";
        root.mistake(root.spot, "the agreement has no [[service]]", hint);
    }
    let mut services = Vec::with_capacity(sections.len());
    let mut codes = HashSet::with_capacity(sections.len());
    for section in sections {
        let code = section.read("code", CODE, ServiceCode::new);
        let code = section.required("code", code, "\"wmo-hbh\"");
        let name = section.text("name");
        let domain = section.text("domain");
        if let Some(domain) = &domain
            && (domain.value == POOLED || domain.value.contains('+'))
        {
            let message = format!("`domain` cannot be \"{}\"", domain.value);
            let hint = "the tables join domains by `+`, and pool the rest as `other`";
            section.mistake(domain.spot, message, hint);
        }
        let organisation = section.read("organisation", CODE, ProviderId::new);
        let by_address = section.word("attribute_to", &ATTRIBUTE_TO);
        if let Some(code) = code {
            if code.value.as_str() == POOLED {
                let hint = "the tables pool the rest as `other`; choose another code";
                section.mistake(code.spot, "a service cannot be called `other`", hint);
            }
            if !codes.insert(code.value.clone()) {
                let message = format!("the service `{}` is listed twice", code.value);
                section.mistake(code.spot, message, "give each service a code of its own");
            }
            let of_service = domain.as_ref().map(|domain| domain.spot);
            let of_service = of_service.or(organisation.as_ref().map(|id| id.spot));
            let attributed = || section.spot_of("attribute_to");
            let said = Said {
                answered_by: section.texts("answered_by"),
                of_service: of_service.or_else(|| by_address.map(|_| attributed())),
            };
            let service = Service {
                name: name.map_or_else(|| code.value.to_string(), |name| name.value),
                domain: domain.map_or_else(|| "unknown".into(), |domain| domain.value),
                organisation: organisation.map(|id| id.value.to_string()),
                is_by_address: by_address.unwrap_or(false),
                code: code.value,
            };
            services.push((service, said));
        }
        section.close();
    }
    // A service is its place in this list, in 16 bits.
    if services.len() > usize::from(u16::MAX) {
        root.mistake(
            root.spot,
            "the agreement has more than 65535 services",
            "join some",
        );
    }
    services
}

/// Reads `[[organisation]]`; each is the organisation of a service and no provider.
pub(super) fn read_organisations(
    sections: Vec<Section<'_>>,
    services: &[Service],
    providers: &HashSet<&str>,
) -> Vec<OrganisationRecord> {
    let named = services
        .iter()
        .filter_map(|service| service.organisation.as_deref());
    let named: HashSet<&str> = named.collect();
    let mut codes = HashSet::with_capacity(sections.len());
    let mut organisations: Vec<OrganisationRecord> = Vec::with_capacity(sections.len());
    for section in sections {
        let code = section.read("code", CODE, ProviderId::new);
        let code = section.required("code", code, "\"wmo-loket\"");
        let name = section.required("name", section.text("name"), "\"Wmo-loket\"");
        if let (Some(code), Some(name)) = (code, name) {
            let (spot, code) = (code.spot, code.value.to_string());
            let is_first = codes.insert(code.clone());
            if providers.contains(code.as_str()) {
                let hint = "its [[provider]] has a `name` of its own";
                section.mistake(spot, format!("`{code}` is a provider"), hint);
            } else if !named.contains(&code.as_str()) {
                let known: Vec<&str> = named.iter().copied().collect();
                let hint = match nearest(&code, &known) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => "write the code that a [[service]] has as its `organisation`".into(),
                };
                section.mistake(spot, format!("no service is of `{code}`"), hint);
            } else if !is_first {
                let message = format!("the organisation `{code}` is listed twice");
                section.mistake(spot, message, "give it one name");
            }
            let name = name.value;
            organisations.push(OrganisationRecord { code, name });
        }
        section.close();
    }
    organisations
}

/// Reads `[tokens]`.
pub(super) fn read_tokens(section: Section<'_>) -> Tokens {
    let profiles = TokenProfile::ALL.map(|one| (one.word(), one));
    let profile = section.word("profile", &profiles);
    let methods = [("hmac", TokenMethod::Hmac), ("oprf", TokenMethod::Oprf)];
    let method = section.word("method", &methods);
    let expected = "64 hexadecimal digits, as `factlab key id` prints them of an OPRF key";
    let public_key = section.read("public_key", expected, PublicKey::parse);
    let expected = "16 hexadecimal digits, as `factlab key id` prints them of the project secret";
    let key_id = section.read("key_id", expected, KeyId::parse);
    let tokens = Tokens {
        profile: profile.unwrap_or(TokenProfile::Strict),
        method: method.unwrap_or(TokenMethod::Hmac),
        public_key: public_key.as_ref().map(|key| key.value),
        key_id: key_id.map(|id| id.value),
    };
    if let (Some(key), TokenMethod::Hmac) = (public_key, tokens.method) {
        let message = "`tokens.public_key` is of an OPRF key, and no OPRF is agreed on";
        section.mistake(
            key.spot,
            message,
            "add method = \"oprf\" to [tokens], or leave it out",
        );
    }
    if tokens.method == TokenMethod::Oprf && tokens.profile != TokenProfile::Id {
        let spot = section.spot_of("method");
        let message = "`tokens.method` \"oprf\" makes tokens of BSN and address only";
        section.mistake(spot, message, "add profile = \"id\" to [tokens]");
    }
    section.close();
    tokens
}

/// The services of the agreement by their codes.
pub(super) struct Codes<'a>(HashMap<&'a str, usize>);

impl<'a> Codes<'a> {
    /// Those of these services; of two with one code the first.
    pub(super) fn of(services: &'a [Service]) -> Self {
        let mut places = HashMap::with_capacity(services.len());
        for (place, service) in services.iter().enumerate() {
            places.entry(service.code.as_str()).or_insert(place);
        }
        Self(places)
    }

    /// The service with a code; an unknown code is a mistake.
    pub(super) fn service(
        &self,
        code: &Located<String>,
        section: &Section<'_>,
    ) -> Option<ServiceIx> {
        let place = self.0.get(code.value.as_str());
        if place.is_none() {
            let codes: Vec<&str> = self.0.keys().copied().collect();
            let hint = match nearest(&code.value, &codes) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "add it as a [[service]], or use the code of one that is there".into(),
            };
            let message = format!("\"{}\" is not a service of the agreement", code.value);
            section.mistake(code.spot, message, hint);
        }
        place.map(|&place| ServiceIx::at(place))
    }
}
