//! The rows of the tables in the DPIA annex.

use std::collections::HashMap;

use crate::agreement::Agreement;
use crate::agreement::engine::EngineSettings;
use crate::agreement::extract::Extract;
use crate::agreement::office::Office;
use crate::identified::{ExtractFormat, TokenMethod};
use crate::released::runs::QuestionRecord;
use crate::vocabulary::{Need, ProviderId, Told, When};

/// What the municipality must write itself.
pub(super) const FILL_IN: &str = "in te vullen door de gemeente";

/// A question, why it is asked, and the tables, groups and areas that answer it.
pub(super) fn of_question(question: &QuestionRecord) -> String {
    let why = question.why.iter().map(String::as_str);
    let asked = [question.ask.as_str()].into_iter().chain(why);
    let asked: Vec<String> = asked.map(plain).collect();
    let lists = [&question.statistics, &question.dimensions, &question.levels];
    let words = lists.into_iter().flatten();
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    format!("{} ({})", asked.join(" "), words.join(", "))
}

/// A service that counts.
pub(super) struct ServiceLine {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) organisation: String,
}

/// What the program reads at a party.
pub(super) struct ReadingLine {
    pub(super) name: String,
    pub(super) fields: String,
}

/// A party and its role.
pub(super) struct OfficeLine {
    pub(super) role: &'static str,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) contact: String,
    pub(super) legal_basis: String,
    pub(super) has: &'static str,
    pub(super) never: &'static str,
}

/// How long a party's hand-over may be kept.
pub(super) struct TermLine {
    pub(super) name: String,
    pub(super) day: String,
}

impl Agreement {
    pub(super) fn service_lines(&self) -> Vec<ServiceLine> {
        let organisations = self.calculate_settings().organisations;
        let names = self.names_of_organisations();
        let by_name = |codes: &str| {
            let names = codes
                .split('+')
                .map(|code| *names.get(code).unwrap_or(&code));
            names.collect::<Vec<_>>().join(", ")
        };
        let line = |(service, codes): (&crate::vocabulary::Service, String)| ServiceLine {
            code: service.code.to_string(),
            name: plain(&service.name),
            domain: plain(&service.domain),
            organisation: plain(&by_name(&codes)),
        };
        let need = |(place, need): (usize, &Need)| ServiceLine {
            code: need.code.to_string(),
            name: plain(&need.name),
            domain: "behoefte".into(),
            organisation: plain(&by_name(&self.ids_of_bringers(place).join("+"))),
        };
        let services = self.services.iter().zip(organisations).map(line);
        let needs = (self.services.len()..).zip(&self.needs).map(need);
        services.chain(needs).collect()
    }

    /// The names of the organisations that have one, by code.
    fn names_of_organisations(&self) -> HashMap<&str, &str> {
        let named = self.organisations.iter();
        let named = named.map(|one| (one.code.as_str(), one.name.as_str()));
        let providers = self.providers.iter();
        let providers = providers.map(|one| (one.id.as_str(), one.office.name.as_str()));
        named.chain(providers).collect()
    }

    pub(super) fn reading_lines(&self) -> Vec<ReadingLine> {
        let register = (&self.register.office, &self.register.extract);
        let providers = self.providers.iter().map(|one| (&one.office, &one.extract));
        let line = |(office, extract): (&Office, &Extract)| ReadingLine {
            name: plain(&office.name),
            fields: fields(extract),
        };
        std::iter::once(register)
            .chain(providers)
            .map(line)
            .collect()
    }

    pub(super) fn office_lines(&self) -> Vec<OfficeLine> {
        let two_stages = self.keyholder.is_some();
        let line = |office: &&Office| {
            let (role, has, never) = role(&office.id, two_stages, self.tokens.method);
            OfficeLine {
                role,
                id: office.id.clone(),
                name: plain(&office.name),
                contact: filled(office.contact.as_ref()),
                legal_basis: filled(office.legal_basis.as_ref()),
                has,
                never,
            }
        };
        self.offices().iter().map(line).collect()
    }

    pub(super) fn term_lines(&self) -> Vec<TermLine> {
        let line = |office: &&Office| TermLine {
            name: plain(&office.name),
            day: filled(
                self.delete_after(office)
                    .map(|day| day.to_string())
                    .as_ref(),
            ),
        };
        let offices = self.offices();
        let hands_over = |office: &&&Office| !is_receiver(&office.id);
        offices.iter().filter(hands_over).map(line).collect()
    }

    /// The names of the offices of which `holds` is true, behind `word`; or that there are none.
    pub(super) fn names_where(&self, holds: impl Fn(&Office) -> bool, word: &str) -> String {
        let offices = self.offices();
        let names: Vec<String> = offices
            .iter()
            .filter(|office| holds(office))
            .map(|office| plain(&office.name))
            .collect();
        if names.is_empty() {
            "niet afgesproken".into()
        } else {
            format!("{word} {}", names.join(", "))
        }
    }

    /// The parties that leave out who objected.
    pub(super) fn objecting(&self) -> String {
        let register = self
            .register
            .objected
            .as_ref()
            .map(|_| &self.register.office);
        let providers = self.providers.iter();
        let providers = providers.filter_map(|one| one.objected.as_ref().map(|_| &one.office));
        let names: Vec<String> = register
            .into_iter()
            .chain(providers)
            .map(|office| plain(&office.name))
            .collect();
        if names.is_empty() {
            return "geen partij".into();
        }
        names.join(", ")
    }
}

/// The days and quarters of a use that are handed over, besides the period and the reference date.
pub(super) fn of_told(told: When) -> Vec<[String; 2]> {
    let all = Told::WORDS.into_iter().map(|(_, one)| one);
    let asked = all.filter(|one| told.meets(one.when()));
    let line = |one: Told| {
        let words = match one {
            Told::Flow => {
                "omdat de afspraken naar instroom en uitstroom vragen: op de eerste dag van de periode, op de laatste dag"
            }
            Told::Succession => {
                "omdat de afspraken vragen wat na elkaar komt: in welk kwartaal van de periode"
            }
        };
        let columns = told.and(one.when()).columns();
        let columns = columns.map(|(column, _)| format!("`{column}`"));
        [words.to_owned(), columns.collect::<Vec<_>>().join(", ")]
    };
    asked.map(line).collect()
}

fn is_receiver(id: &str) -> bool {
    ["keyholder", "analyst"].contains(&id)
}

/// The role of an office, what it has, and what it never has (the roles of the method).
fn role(
    id: &str,
    two_stages: bool,
    method: TokenMethod,
) -> (&'static str, &'static str, &'static str) {
    let has_secret = method == TokenMethod::Hmac;
    match id {
        ProviderId::REGISTER if has_secret => (
            "register",
            "het bevolkingsregister, de sleutel van het project",
            "gebruik van voorzieningen, aanleveringen van anderen",
        ),
        ProviderId::REGISTER => (
            "register",
            "het bevolkingsregister",
            "gebruik van voorzieningen, aanleveringen van anderen, de sleutel van de OPRF",
        ),
        "keyholder" if has_secret => (
            "sleutelbewaarder",
            "de tweede sleutel; rijnummers en pseudoniemen, zolang de bewerking duurt",
            "bestanden met gebruik of huishoudens, de sleutel van het project",
        ),
        "keyholder" => (
            "sleutelbewaarder",
            "de tweede sleutel; rijnummers en pseudoniemen, zolang de bewerking duurt",
            "bestanden met gebruik of huishoudens, de sleutel van de OPRF",
        ),
        "analyst" => {
            let (has, never) = of_analyst(two_stages, method);
            ("analist", has, never)
        }
        _ if has_secret => (
            "organisatie",
            "het eigen bestand, de sleutel van het project",
            "aanleveringen van anderen, andere sleutels",
        ),
        _ => (
            "organisatie",
            "het eigen bestand",
            "aanleveringen van anderen, de sleutel van de OPRF, andere sleutels",
        ),
    }
}

/// What the analyst has and never has.
pub(super) const fn of_analyst(
    two_stages: bool,
    method: TokenMethod,
) -> (&'static str, &'static str) {
    let has = if two_stages {
        "aanleveringen na de tweede bewerking, de sleutel voor het afronden"
    } else {
        "aanleveringen, de sleutel voor het afronden"
    };
    let never = match (two_stages, method) {
        (true, TokenMethod::Hmac) => {
            "de sleutel van het project, de tweede sleutel, bestanden met namen"
        }
        (true, TokenMethod::Oprf) => {
            "de sleutel van de OPRF, de tweede sleutel, bestanden met namen"
        }
        (false, TokenMethod::Hmac) => "de sleutel van het project, bestanden met namen",
        (false, TokenMethod::Oprf) => "de sleutel van de OPRF, bestanden met namen",
    };
    (has, never)
}

/// The fields that are read, in our words.
fn fields(extract: &Extract) -> String {
    let names: Vec<String> = extract
        .columns
        .keys()
        .map(|field| format!("`{}`", field.name()))
        .collect();
    match extract.format.filter(|format| !format.is_table) {
        Some(format) if names.is_empty() => of_format(format),
        Some(format) => format!("{}; en {}", of_format(format), names.join(", ")),
        None if names.is_empty() => format!("*{FILL_IN}*"),
        None => names.join(", "),
    }
}

fn of_format(format: ExtractFormat) -> String {
    format!(
        "identificerende velden, voorziening en datums van het berichtformaat `{}`",
        format.word
    )
}

/// A cluster that links or counts.
pub(super) struct ClusterLine {
    pub(super) does: &'static str,
    pub(super) sees: String,
    /// Whether the program asks it over a network.
    pub(super) is_asked: bool,
}

/// What who counts does and sees, where that is a cluster.
pub(super) fn of_engine(engine: &EngineSettings) -> Option<ClusterLine> {
    let tokens = "de pseudoniemen van alle cliënten en inwoners (geen sleutel), welke inwoners bij elkaar wonen, en welke cliënten van dezelfde organisatie zijn";
    let households = "elk huishouden en elk lid, met gebied, leeftijdsklasse, soort, geslacht en voorzieningen (geen pseudoniemen)";
    let (does, sees, is_asked) = match engine {
        EngineSettings::Embedded => return None,
        EngineSettings::Emit { links: false, .. } => ("telt", households.into(), false),
        EngineSettings::Emit { links: true, .. } => ("koppelt", tokens.into(), false),
        EngineSettings::Spark { links: false, .. } => ("telt", households.into(), true),
        EngineSettings::Spark { links: true, .. } => (
            "koppelt en telt",
            format!("{tokens}; en {households}"),
            true,
        ),
    };
    Some(ClusterLine {
        does,
        sees,
        is_asked,
    })
}

/// A text of the agreement, or that it is still to be written.
pub(super) fn filled(text: Option<&String>) -> String {
    text.map_or_else(|| format!("*{FILL_IN}*"), |text| plain(text))
}

/// A text of the agreement that Markdown shows as it is, also in a table.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '\\' | '|' | '<' | '*' | '_' | '`' | '[') {
            plain.push('\\');
        }
        plain.push(sign);
    }
    plain
}
