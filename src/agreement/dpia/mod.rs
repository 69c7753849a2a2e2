//! The data-flow annex of a DPIA, from the agreement: Markdown, in Dutch, under the headings of the Rijksmodel.
//!
//! What follows from the agreement and the method is filled in; what only the municipality can know is marked as such.

mod lines;
#[cfg(test)]
mod tests;

use askama::Template;

use super::Agreement;
use crate::error::{Code, Error, Result};
use crate::identified::{HouseholdRule, TokenMethod};
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::protect::Profile;
use crate::vocabulary::{Dimension, Dimensions, TOOL_VERSION};
use lines::{ClusterLine, FILL_IN, OfficeLine, ReadingLine, ServiceLine, TermLine, filled, plain};

#[derive(Template)]
#[template(path = "dpia.md", escape = "none")]
struct Annex {
    fill_in: &'static str,
    tool: &'static str,
    digest: String,
    project: String,
    series: String,
    purpose: String,
    from: String,
    to: String,
    reference_date: String,
    area: String,
    made_up: bool,
    accept_stage_1: Option<String>,
    services: Vec<ServiceLine>,
    /// What is asked, and what answers it; none where all is made.
    questions: Vec<String>,
    readings: Vec<ReadingLine>,
    token_columns: String,
    age_bands: String,
    /// What of households and persons stays behind; `None` when nothing does.
    blank: Option<String>,
    /// The other days and quarters of a use that are handed over: why, and in which columns.
    told: Vec<[String; 2]>,
    offices: Vec<OfficeLine>,
    /// What the analyst has and never has; `None` where the agreement names one.
    analyst: Option<(&'static str, &'static str)>,
    /// What a cluster does and sees; `None` where none is named.
    cluster: Option<ClusterLine>,
    two_stages: bool,
    profile: &'static str,
    method: &'static str,
    encrypted: String,
    signed: String,
    household_rule: &'static str,
    protection: Profile,
    terms: Vec<TermLine>,
    key_expires: String,
    objected: String,
}

impl Agreement {
    /// The data-flow annex of a DPIA, as Markdown in Dutch.
    ///
    /// # Errors
    /// Never in practice: when the template cannot be filled.
    pub fn dpia(&self) -> Result<String> {
        let page = self.annex().render();
        page.map_err(|_| Error::new(Code::InternalError, "the annex cannot be written"))
    }

    fn annex(&self) -> Annex {
        let project = &self.project;
        let profile = self.tokens.profile;
        Annex {
            fill_in: FILL_IN,
            tool: TOOL_VERSION,
            digest: self.digest().to_string(),
            project: project.id.to_string(),
            series: plain(&project.series),
            purpose: filled(Some(&project.purpose).filter(|text| !text.is_empty())),
            from: project.from.to_string(),
            to: project.to.to_string(),
            reference_date: project.reference_date.to_string(),
            area: self.area(),
            made_up: project.is_made_up,
            accept_stage_1: project.accept_stage_1.as_deref().map(plain),
            services: self.service_lines(),
            questions: self.questions.iter().map(lines::of_question).collect(),
            readings: self.reading_lines(),
            token_columns: token_columns(profile),
            age_bands: joined(self.measure.age_bands.lower_bounds()),
            blank: blank(self.measure.dimensions),
            told: lines::of_told(self.measure.told),
            offices: self.office_lines(),
            analyst: (self.analyst.is_none())
                .then(|| lines::of_analyst(self.keyholder.is_some(), self.tokens.method)),
            cluster: lines::of_engine(&self.engine()),
            two_stages: self.keyholder.is_some(),
            profile: profile.word(),
            method: match self.tokens.method {
                TokenMethod::Hmac => "hmac",
                TokenMethod::Oprf => "oprf",
            },
            encrypted: self.names_where(|office| office.recipient.is_some(), "aan"),
            signed: self.names_where(|office| office.signs.is_some(), "door"),
            household_rule: household_words(self.register.household.value),
            protection: self.protect.profile.clone(),
            terms: self.term_lines(),
            key_expires: filled(project.key_expires.map(|day| day.to_string()).as_ref()),
            objected: self.objecting(),
        }
    }

    fn area(&self) -> String {
        let ranges: Vec<String> = self
            .project
            .postcodes
            .ranges()
            .iter()
            .map(|(low, high)| format!("{low}-{high}"))
            .collect();
        if ranges.is_empty() {
            return "zonder grens aan postcodes".into();
        }
        format!(
            "postcodes {}; wie elders woont, telt apart",
            ranges.join(", ")
        )
    }
}

fn token_columns(profile: TokenProfile) -> String {
    let names = profile.columns();
    let names: Vec<String> = names.map(|column| format!("`{}`", column.name())).collect();
    names.join(", ")
}

/// The attributes that nothing is counted by.
fn blank(asked: Dimensions) -> Option<String> {
    let words = Dimension::ALL.into_iter();
    let blank = words.filter(|(_, dimension)| !asked.has(*dimension));
    let blank: Vec<&str> = blank.map(|(_, dimension)| dutch(dimension)).collect();
    (!blank.is_empty()).then(|| blank.join(", "))
}

const fn dutch(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Wijk => "wijk",
        Dimension::Buurt => "buurt",
        Dimension::AgeBand => "leeftijdsklasse",
        Dimension::HouseholdType => "soort huishouden (behalve of het een instelling is)",
        Dimension::HouseholdSize => "grootte",
        Dimension::Sex => "geslacht",
    }
}

fn joined(bounds: &[u8]) -> String {
    let words: Vec<String> = bounds.iter().map(u8::to_string).collect();
    words.join(", ")
}

const fn household_words(rule: HouseholdRule) -> &'static str {
    match rule {
        HouseholdRule::Column => "zoals het register ze aanlevert (een nummer per huishouden)",
        HouseholdRule::Family => "gevormd uit adres en familierelaties",
        HouseholdRule::Address => "wie op één adres staat ingeschreven",
    }
}
