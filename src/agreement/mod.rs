//! Reads `config.toml` into checked settings; and the digest of what all parties must agree on.

mod days;
mod differences;
mod digest;
mod dpia;
mod engine;
mod example;
mod external;
mod extract;
mod figures;
mod fill_in;
mod inputs;
mod lints;
mod mistakes;
mod needs;
mod office;
mod parties;
mod project;
mod public_files;
mod question;
mod reach;
mod record;
mod release;
mod secret;
mod section;
mod settings;
mod signals;
#[cfg(test)]
mod tests;
mod told;

pub use days::PastItsDay;
pub use differences::{Differences, Differs};
pub use engine::EngineSettings;
pub use example::{RolePlayer, example};
pub use fill_in::{About, OpenLine, Proposed, fill_in};
pub use inputs::RunInputs;
pub use lints::Remark;
pub use office::Office;

use std::path::{Path, PathBuf};

use toml_edit::Document;

use crate::error::{Code, Error, Result};
use crate::files::read_plain;
use crate::identified::TokenMethod;
use crate::keys::VerifyingKey;
use crate::keys::oprf::PublicKey;
use crate::released::runs::{OrganisationRecord, QuestionRecord};
use crate::vocabulary::{Day, Need, ProviderId, Service, ServiceIx};
use figures::Figures;
use mistakes::{BACKSLASH, Located, Mistakes};
use parties::{Provider, Register};
use project::{Project, Tokens};
use release::{Areas, Measure, Output, Protect};
use section::Section;

/// The agreement of all parties, checked: every key is known and every value possible.
///
/// Whether files are there is checked only when a command asks for the settings that read them.
#[derive(Debug, Clone)]
pub struct Agreement {
    file: PathBuf,
    project: Project,
    services: Vec<Service>,
    needs: Vec<Need>,
    /// The service that gives a right, and the one that it is to.
    entitled: Vec<[ServiceIx; 2]>,
    organisations: Vec<OrganisationRecord>,
    tokens: Tokens,
    keyholder: Option<Office>,
    analyst: Option<Office>,
    register: Register,
    providers: Vec<Provider>,
    areas: Areas,
    measure: Measure,
    protect: Protect,
    engine: engine::Engine,
    output: Output,
    figures: Vec<Figures>,
    forecast: Vec<figures::Sourced>,
    norm: Vec<figures::Sourced>,
    external: Vec<external::External>,
    facilities: Vec<reach::Facilities>,
    reach: reach::Reach,
    questions: Vec<QuestionRecord>,
    signals: Option<signals::Signals>,
    approaches: Option<Located<String>>,
    verdicts: Option<Located<String>>,
}

/// No agreement is longer, in bytes.
const LONGEST: u64 = 1 << 26;

impl Agreement {
    /// Reads an agreement; its paths start at the folder of `file`.
    ///
    /// # Errors
    /// All mistakes at once, each with line and column (from 1).
    pub fn read(file: &Path) -> Result<Self> {
        let bytes = read_plain(file, LONGEST).map_err(|error| {
            let advice = "name the agreement with -c; `factlab init` writes an example";
            Error::io(file, "read the agreement", &error).hint(advice)
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                .split(|b| *b == b'\n')
                .count();
            Error::new(
                Code::AgreementInvalid,
                format!("{}:{line}: the text is not UTF-8", file.display()),
            )
            .hint("save the agreement as UTF-8")
        })?;
        Self::parse(&text, file)
    }

    /// As [`Agreement::read`], from the text that is in `file`.
    ///
    /// # Errors
    /// As [`Agreement::read`].
    pub fn parse(text: &str, file: &Path) -> Result<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let mistakes = Mistakes::new(&file.display().to_string(), text);
        let agreement = match Document::parse(text) {
            Ok(document) => Self::from_table(document.as_table(), file, &mistakes),
            Err(error) => {
                let spot = mistakes.spot(error.span());
                let message = error.message().lines().next().unwrap_or_default();
                let hint = if mistakes.line(spot).contains('\\') {
                    BACKSLASH
                } else {
                    "text stands between quotes, days and numbers do not; see https://toml.io"
                };
                mistakes.add_with_hint(spot, format!("this is not TOML: {message}"), hint);
                None
            }
        };
        mistakes.unless_any(agreement)
    }

    fn from_table(table: &toml_edit::Table, file: &Path, mistakes: &Mistakes) -> Option<Self> {
        let root = Section::root(table, mistakes);
        let project = project::read_project(root.section("project"));
        let listed = project::read_services(root.sections("service"), &root);
        let named = root.sections("organisation");
        let (all, answers): (Vec<_>, Vec<_>) = listed.into_iter().unzip();
        let mut providers = parties::read_providers(root.sections("provider"), &all, &root);
        let (services, needs) = needs::apart((all, answers), &mut providers, &root);
        let entitled = needs::read_entitled(root.sections("entitled"), &services, &needs);
        let ids = providers.iter().map(|one| one.id.as_str()).collect();
        let organisations = project::read_organisations(named, &services, &ids);
        let tokens = project::read_tokens(root.section("tokens"));
        let (keyholder, analyst) = office::read_recipients(&root);
        let register = parties::read_register(root.section("register"));
        parties::refuse_shared_places(&register, &providers, &root);
        let offices = || {
            let providers = providers.iter().map(|one| (&one.office, one.spot));
            providers.chain([(&register.office, root.spot_of("register"))])
        };
        let parties = offices().map(|(office, _)| office);
        office::refuse_unsigned_stage(keyholder.as_ref(), parties, &root);
        let receivers = [keyholder.as_ref(), analyst.as_ref()];
        office::refuse_shared_recipients(receivers, offices(), &root);
        let areas = release::read_areas(root.section("areas"));
        let measure = release::read_measure(root.section("measure"));
        let protection = release::read_protect(root.section("protect"));
        let engine = engine::read_engine(root.section("engine"));
        let output = release::read_output(root.section("output"));
        let figures = figures::read_figures(root.sections("figures"));
        let example = ["bevolking-2040.csv", "CBS en PBL"];
        let forecast = figures::read_sourced(root.sections("forecast"), example);
        let example = ["norm.csv", "CBS, 2025"];
        let norm = figures::read_sourced(root.sections("norm"), example);
        let external = external::read_external(root.sections("external"), &services);
        let facilities = root.sections("facilities");
        let facilities = reach::read_facilities(facilities, &measure.age_bands, &services);
        let reach = reach::read_reach(root.section("reach"));
        reach::refuse_without_borders(&facilities, !areas.geometry.is_empty(), &root);
        let questions = root.sections("question");
        let questions = question::read_questions(questions, measure.dimensions);
        told::refuse_untold(&measure, project.as_ref(), &questions, &root);
        let signals = signals::read_signals(root.section("signals"), &services);
        let approaches = signals::read_file_of(root.section("approaches"), "\"aanpakken.csv\"");
        let verdicts = signals::read_file_of(root.section("verdicts"), "\"oordelen.csv\"");
        root.close();
        let project = project?;
        let measure = release::Measure {
            told: told::in_period(measure.told, &project),
            ..measure
        };
        Some(Self {
            file: file.to_owned(),
            project,
            services,
            needs,
            entitled,
            organisations,
            tokens,
            keyholder,
            analyst,
            register,
            providers,
            areas,
            measure,
            protect: protection,
            engine,
            output,
            figures,
            forecast,
            norm,
            external,
            facilities,
            reach,
            questions,
            signals,
            approaches,
            verdicts,
        })
    }

    /// The agreement for a run in which some providers take no part; the digest stays the same.
    ///
    /// # Errors
    /// When an id is not of the agreement, or nobody is left.
    pub fn without(mut self, missing: &[ProviderId]) -> Result<Self> {
        for id in missing {
            self.check_provider(id)?;
        }
        for provider in &mut self.providers {
            provider.is_missing |= missing.contains(&provider.id);
        }
        if self.providers.iter().all(|provider| provider.is_missing) {
            return Err(Error::new(
                Code::NoProviderLeft,
                "every provider is left out: there is nothing to count",
            ));
        }
        Ok(self)
    }

    /// Whether a question asks for a table, by itself or as what another is calculated from. Without questions all are made.
    #[must_use]
    pub fn asks_for(&self, table: &str) -> bool {
        question::asks_for(&self.questions, table)
    }

    /// The file it was read from.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The parties: the register office, then the providers, in the order of the file.
    #[must_use]
    pub fn parties(&self) -> Vec<ProviderId> {
        let providers = self.providers.iter().map(|provider| provider.id.clone());
        std::iter::once(ProviderId::register())
            .chain(providers)
            .collect()
    }

    /// How tokens are made.
    #[must_use]
    pub const fn token_method(&self) -> TokenMethod {
        self.tokens.method
    }

    /// The public half of the OPRF key, where it is agreed on.
    #[must_use]
    pub const fn public_key(&self) -> Option<PublicKey> {
        self.tokens.public_key
    }

    /// Whether a party of this id hands over.
    #[must_use]
    pub fn has_party(&self, id: &str) -> bool {
        let mut parties = self.offices().into_iter();
        parties.any(|office| office.id == id && !["keyholder", "analyst"].contains(&id))
    }

    /// The keyholder; with one, hand-overs leave in two envelopes.
    #[must_use]
    pub const fn keyholder(&self) -> Option<&Office> {
        self.keyholder.as_ref()
    }

    /// The series: releases that print equal households alike.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.project.series
    }

    /// Who runs the analysis, where the agreement records it.
    #[must_use]
    pub const fn analyst(&self) -> Option<&Office> {
        self.analyst.as_ref()
    }

    /// The public half of the key that releases are signed with, where one was agreed.
    #[must_use]
    pub fn analyst_signs(&self) -> Option<&VerifyingKey> {
        self.analyst()?.signs.as_ref()
    }

    /// The key that a release must be signed with.
    ///
    /// # Errors
    /// When the agreement lists none.
    pub fn release_signer(&self) -> Result<&VerifyingKey> {
        self.analyst_signs().ok_or_else(|| {
            let file = self.file.display();
            let message = format!("{file} lists no key that releases are signed with");
            Error::new(Code::UsageInvalid, message).hint(
                "add signs = \"…\" under [analyst] before hand-overs are made, or leave out -c",
            )
        })
    }

    /// What is recorded of a party.
    ///
    /// # Errors
    /// When the id is not of the agreement.
    pub fn office(&self, party: &ProviderId) -> Result<&Office> {
        Ok(if party.is_register() {
            &self.register.office
        } else {
            &self.check_provider(party)?.office
        })
    }

    /// Refuses who is not a provider that takes part.
    pub(crate) fn refuse_unless_provider(&self, id: &ProviderId) -> Result<()> {
        self.check_provider(id).map(|_| ())
    }

    /// All who take part: the register office, the providers in the order of the file, keyholder and analyst.
    #[must_use]
    pub fn offices(&self) -> Vec<&Office> {
        let providers = self.providers.iter().map(|provider| &provider.office);
        std::iter::once(&self.register.office)
            .chain(providers)
            .chain(&self.keyholder)
            .chain(&self.analyst)
            .collect()
    }

    /// Who has this id: a party, `keyholder` or `analyst`.
    ///
    /// # Errors
    /// When the id is not of the agreement.
    pub fn office_of(&self, id: &ProviderId) -> Result<&Office> {
        let mut offices = self.offices().into_iter();
        let found = offices.find(|office| office.id == id.as_str());
        found.map_or_else(|| self.office(id), Ok)
    }

    /// The last day on which a party's hand-over may be kept: its own, else the project's.
    #[must_use]
    pub fn delete_after(&self, office: &Office) -> Option<Day> {
        office.delete_after.or(self.project.delete_after)
    }

    /// A provider of the agreement that is not the register.
    fn check_provider(&self, id: &ProviderId) -> Result<&Provider> {
        let found = self.providers.iter().find(|provider| provider.id == *id);
        found.ok_or_else(|| {
            let ids: Vec<&str> = self.providers.iter().map(|one| one.id.as_str()).collect();
            let hint = match mistakes::nearest(id.as_str(), &ids) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its providers are {}", ids.join(", ")),
            };
            Error::new(
                Code::ProviderUnknown,
                format!("`{id}` is not a provider of {}", self.file.display()),
            )
            .hint(hint)
        })
    }

    /// A path of the agreement, from its own folder.
    fn resolve(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }
}
