//! What one command reads: the settings of its stage, with the files that exist.

use std::path::{Path, PathBuf};

use super::engine::EngineSettings;
use super::mistakes::{Located, Mistakes};
use super::parties::Provider;
use super::{Agreement, Office};
use crate::error::{Code, Error, Result};
use crate::identified::{
    Field, HouseholdRule, LookupSettings, PartySettings, ProjectTerms, ProviderSettings,
    RegisterSettings,
};
use crate::pseudonymous::handover::{Agreed, Transport};
use crate::released::places::areas::Crs;
use crate::vocabulary::ProviderId;

/// What a run reads.
#[derive(Debug, Clone)]
pub struct RunInputs {
    /// The register's hand-over.
    pub register: Agreed,
    /// The hand-overs of the providers that take part, in the order of the agreement.
    pub providers: Vec<Agreed>,
    /// The files with the borders of areas, and the system of coordinates and the year that the agreement declares.
    pub geometry: (Vec<PathBuf>, Option<Crs>, Option<u16>),
    /// The key that draws the rounding; `None` for an internal run, which rounds nothing.
    pub release_key: Option<PathBuf>,
}

impl Agreement {
    /// The settings of `parties`; what is missing among the files of all of them is reported at once.
    ///
    /// # Errors
    /// When an id is not of the agreement, a file is not there, or a mapping cannot work.
    pub fn party_settings(&self, parties: &[ProviderId]) -> Result<Vec<PartySettings>> {
        let mistakes = self.mistakes();
        let mut settings = Vec::with_capacity(parties.len());
        for id in parties {
            settings.push(if id.is_register() {
                PartySettings::Register(Box::new(self.register_settings(&mistakes)))
            } else {
                let provider = self.check_provider(id)?;
                PartySettings::Provider(Box::new(self.provider_settings(provider, &mistakes)))
            });
        }
        mistakes.unless_any(Some(settings))
    }

    /// The folder in which a party's hand-over is written or read when no other is named.
    ///
    /// # Errors
    /// When the id is not of the agreement.
    pub fn handover_path(&self, party: &ProviderId) -> Result<PathBuf> {
        Ok(if party.is_register() {
            self.resolve(&self.register.handover.value)
        } else {
            self.resolve(&self.check_provider(party)?.handover.value)
        })
    }

    /// Where the hand-overs are looked for: as agreed, or all of them in `handovers` and the folders in it when that is
    /// named; and the release key unless the run is internal.
    ///
    /// # Errors
    /// All that is not there, at once.
    pub fn run_inputs(&self, handovers: Option<&Path>, is_internal: bool) -> Result<RunInputs> {
        let mistakes = self.mistakes();
        let agreed = |id: &ProviderId, place: &Located<String>| {
            let folder = match handovers {
                Some(folder) => folder.to_owned(),
                None => self.resolve(&place.value),
            };
            if handovers.is_none() && !folder.is_dir() {
                let message = format!("no hand-over of `{id}` at {}", folder.display());
                mistakes.add_with_hint(place.spot, message, missing_handover(id));
            }
            Agreed {
                provider: id.clone(),
                folder,
            }
        };
        refuse_no_folder(handovers)?;
        let register = agreed(&ProviderId::register(), &self.register.handover);
        let taking_part = self
            .providers
            .iter()
            .filter(|provider| !provider.is_missing);
        let providers = taking_part
            .map(|one| agreed(&one.id, &one.handover))
            .collect();
        let release_key = (!is_internal).then(|| self.release_key(&mistakes));
        let geometry = self
            .areas
            .geometry
            .iter()
            .filter(|_| self.asks_for("areas"))
            .map(|file| self.present(file, &mistakes));
        let geometry = (geometry.collect(), self.areas.crs, self.areas.year);
        mistakes.unless_any(Some(RunInputs {
            register,
            providers,
            geometry,
            release_key,
        }))
    }

    /// Where the hand-over of each party is looked for, the register's first: as agreed, or in `handovers`. None need be there.
    ///
    /// # Errors
    /// When `handovers` is not a folder.
    pub fn agreed(&self, handovers: Option<&Path>) -> Result<Vec<Agreed>> {
        refuse_no_folder(handovers)?;
        let agreed = |provider: ProviderId| {
            let folder = match handovers {
                Some(folder) => folder.to_owned(),
                None => self.handover_path(&provider)?,
            };
            Ok(Agreed { provider, folder })
        };
        self.parties().into_iter().map(agreed).collect()
    }

    /// Where the release key stands, whether or not it is there; what belongs to the key is beside it.
    #[must_use]
    pub fn release_key_path(&self) -> PathBuf {
        self.resolve(&self.protect.release_key.value)
    }

    /// The folder of the ledgers of this and other series.
    #[must_use]
    pub fn ledger_folder(&self) -> PathBuf {
        self.resolve(&self.protect.ledger)
    }

    /// The file with the households of areas that anyone can look up.
    #[must_use]
    pub fn public_totals(&self) -> Option<PathBuf> {
        let path = self.protect.public_totals.as_ref();
        path.map(|path| self.resolve(path))
    }

    /// So many joiners and leavers before a printed number may change.
    #[must_use]
    pub const fn hold(&self) -> u64 {
        self.protect.hold
    }

    /// Who counts the households of a run.
    #[must_use]
    pub fn engine(&self) -> EngineSettings {
        self.engine.settings(|path| self.resolve(path))
    }

    fn release_key(&self, mistakes: &Mistakes) -> PathBuf {
        let key = &self.protect.release_key;
        let path = self.release_key_path();
        if !path.is_file() {
            let message = format!("no release key at {}", path.display());
            let place = path.display();
            let hint =
                format!("make one, once for the series: factlab key new {place} --kind release");
            mistakes.add_with_hint(key.spot, message, hint);
        }
        path
    }

    pub(super) fn mistakes(&self) -> Mistakes {
        // Without the text: the spots were taken when the agreement was read.
        Mistakes::new(&self.file.display().to_string(), "")
    }

    /// How the hand-over of a party leaves; it is not signed yet.
    #[must_use]
    pub fn transport(&self, office: &Office) -> Transport {
        let recipient = |of: Option<&Office>| of.and_then(|office| office.recipient.clone());
        Transport {
            has_keyholder: self.keyholder.is_some(),
            keyholder: recipient(self.keyholder()),
            analyst: recipient(self.analyst()),
            signs: office.signs.clone(),
            signing: None,
        }
    }

    fn terms(&self, office: &Office) -> ProjectTerms {
        ProjectTerms {
            project: self.project.id.clone(),
            series: self.project.series.clone(),
            from: self.project.from,
            to: self.project.to,
            reference_date: self.project.reference_date,
            postcodes: self.project.postcodes.clone(),
            made_up: self.project.is_made_up,
            age_bands: self.measure.age_bands.clone(),
            dimensions: self.measure.dimensions,
            profile: self.tokens.profile,
            method: self.tokens.method,
            told: self.measure.told,
            quarters: self.quarters(),
            key_expires: self.project.key_expires,
            transport: self.transport(office),
            services: self.codes(),
            agreement: self.digest(),
        }
    }

    fn provider_settings(&self, provider: &Provider, mistakes: &Mistakes) -> ProviderSettings {
        let extract = provider.extract.settings(self.folder(), mistakes);
        let is_table = extract.format.is_some_and(|format| format.is_table)
            || (extract.format.is_none() && !extract.columns.is_empty());
        if is_table && provider.service.is_none() && !extract.columns.contains_key(&Field::Service)
        {
            let message = format!(
                "the agreement does not say which service a row of `{}` is",
                provider.id
            );
            let hint = "map `service` to a column, or name the service of the whole extract: service = \"…\"";
            mistakes.add_with_hint(provider.spot, message, hint);
        }
        ProviderSettings {
            provider: provider.id.clone(),
            extract,
            service: provider.service,
            services: provider.services.clone(),
            objected: self.optional(provider.objected.as_ref(), mistakes),
            max_left_behind: provider.max_left_behind,
            terms: self.terms(&provider.office),
        }
    }

    fn register_settings(&self, mistakes: &Mistakes) -> RegisterSettings {
        let register = &self.register;
        let extract = register.extract.settings(self.folder(), mistakes);
        let rule = register.household.value;
        if rule == HouseholdRule::Column && !extract.columns.contains_key(&Field::Household) {
            let message =
                "households come from a column, and [register.columns] maps no `household`";
            let hint = "map it, or form them: household = \"family\" or \"address\"";
            mistakes.add_with_hint(register.household.spot, message, hint);
        }
        let lookup = self.areas.lookup.as_ref().map(|lookup| LookupSettings {
            file: self.present(lookup, mistakes),
            year: self.areas.year,
        });
        RegisterSettings {
            extract,
            household: rule,
            institutions: self.optional(register.institutions.as_ref(), mistakes),
            household_types: register.household_types.clone(),
            lookup,
            addresses: self.optional(self.areas.addresses.as_ref(), mistakes),
            objected: self.optional(register.objected.as_ref(), mistakes),
            terms: self.terms(&register.office),
        }
    }

    /// The path of a file that must be there when it is named.
    fn optional(
        &self,
        path: Option<&super::mistakes::Located<String>>,
        mistakes: &Mistakes,
    ) -> Option<PathBuf> {
        path.map(|path| self.present(path, mistakes))
    }

    /// The path of a file that must be there.
    pub(super) fn present(&self, path: &Located<String>, mistakes: &Mistakes) -> PathBuf {
        let file = self.resolve(&path.value);
        if !file.is_file() {
            let hint = "check the path: it starts at the folder of this file";
            mistakes.add_with_hint(path.spot, format!("no file at \"{}\"", path.value), hint);
        }
        file
    }
}

fn refuse_no_folder(handovers: Option<&Path>) -> Result<()> {
    match handovers.filter(|folder| !folder.is_dir()) {
        None => Ok(()),
        Some(folder) => {
            let what = "there is no such folder";
            Err(Error::at(Code::HandoverMissing, folder, what)
                .hint("give the folder in which the hand-overs are"))
        }
    }
}

fn missing_handover(id: &ProviderId) -> String {
    if id.is_register() {
        "ask the register office for it: factlab pseudonymise --provider register".into()
    } else {
        format!("ask `{id}` for it, or leave it out of this run: --without {id}")
    }
}
