//! A made-up register and the hand-overs of eight providers.

use std::collections::BTreeMap;
use std::path::Path;

use factlab::error::Result;
use factlab::files::{Existing, WholeFolder};
use factlab::keys::KeyedDigest;
use factlab::pseudonymous::handover::{
    Agreed, BandedCount, Counts, Expected, Parties, ProviderWriter, RegisterWriter, Signers,
    write_manifest,
};
use factlab::pseudonymous::{
    HouseholdRecord, Pseudonym, PseudonymousRecord, RegisterRecord, TokenColumn, TokenProfile,
    Tokens,
};
use factlab::vocabulary::{
    AgeBand, AgeBands, AgreementDigest, HouseholdIx, HouseholdType, NORMALISATION_VERSION, NonMax,
    ProjectId, ProviderId, ServiceCode, ServiceIx, Sex, Silent, TOOL_VERSION, When,
};

pub(crate) const PROVIDERS: [&str; 8] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight",
];

/// Half as many households as persons, and each person a client of one provider.
pub(crate) struct Town {
    pub(crate) key: KeyedDigest,
    pub(crate) persons: u32,
    pub(crate) profile: TokenProfile,
}

impl Town {
    /// Every token of a person; of one client in ten none of the BSN.
    fn tokens(&self, person: u32, household: u32, has_bsn: bool) -> Tokens {
        let mut tokens = Tokens::default();
        let columns = self.profile.columns();
        for column in columns.filter(|column| has_bsn || !column.kind().starts_with("bsn")) {
            let subject = if column >= TokenColumn::AddressId {
                household
            } else {
                person
            };
            let text = format!("{}{subject}", column.kind());
            tokens.set(column, self.key.digest(text.as_bytes()));
        }
        tokens
    }

    pub(crate) fn write_register(&self, home: &Path) -> Result<Agreed> {
        let folder = WholeFolder::begin(&home.join("register"), Existing::Replace)?;
        let mut writer = RegisterWriter::begin(&folder, &AgeBands::default(), &[], &[])?;
        for person in 0..self.persons {
            writer.push(&RegisterRecord {
                tokens: self.tokens(person, person / 2, true),
                household: HouseholdIx::new(person / 2),
                age_band: AgeBand::from_index(u8::try_from(person % 5).unwrap_or(0)),
                sex: Sex::Unknown,
                has_left: false,
            })?;
        }
        for number in 0..self.persons / 2 {
            writer.push_household(&HouseholdRecord {
                number: HouseholdIx::at(number as usize),
                record_key: self.key.number(&number.to_be_bytes()),
                wijk: None,
                buurt: None,
                kind: HouseholdType::Couple,
                size: NonMax::new(2),
                age_band: AgeBand::from_index(1),
            })?;
        }
        writer.finish(&Silent)?;
        complete(folder, ProviderId::register(), self.persons.into())
    }

    pub(crate) fn write_provider(&self, home: &Path, name: &str, first: u32) -> Result<Agreed> {
        let provider = ProviderId::new(name).unwrap_or_else(ProviderId::register);
        let folder = WholeFolder::begin(&home.join(name), Existing::Replace)?;
        let mut writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS)?;
        let mut rows = 0;
        let clients = (first..self.persons).step_by(PROVIDERS.len());
        for (client, person) in (0..).zip(clients) {
            let has_bsn = !u32::is_multiple_of(client, 10);
            for service in 0..2 {
                rows += 1;
                writer.push(&PseudonymousRecord {
                    client: Pseudonym::new(self.key.digest(&person.to_be_bytes())),
                    row: u64::from(service),
                    distance: 0,
                    tokens: self.tokens(person, person / 2, has_bsn),
                    service: ServiceIx::new(service),
                    when: When::ALWAYS,
                    is_outside: false,
                })?;
            }
        }
        writer.finish(&Silent)?;
        complete(folder, provider, rows)
    }
}

fn services() -> Vec<ServiceCode> {
    ["bijstand", "wmo"]
        .into_iter()
        .filter_map(ServiceCode::new)
        .collect()
}

/// The hand-over of a party that read and kept so many rows.
fn complete(folder: WholeFolder, provider: ProviderId, rows: u64) -> Result<Agreed> {
    let parties = Parties {
        agreement: AgreementDigest::new([1; 32]).to_string(),
        key_id: "0123456789abcdef".into(),
        normalisation: NORMALISATION_VERSION,
        project: "bench".into(),
        provider: provider.to_string(),
        stage: 1,
        tool: TOOL_VERSION.into(),
    };
    let none = BandedCount::of(0);
    let counts = Counts {
        double: none,
        kept: BandedCount::of(rows),
        left_behind: none,
        left_behind_by_rule: BTreeMap::new(),
        outside_period: none,
        read: BandedCount::of(rows),
    };
    write_manifest(&folder, parties, counts, BTreeMap::new(), BTreeMap::new())?;
    Ok(Agreed {
        provider,
        folder: folder.complete()?,
    })
}

pub(crate) fn expected(profile: TokenProfile) -> Option<Expected> {
    Some(Expected {
        key_id: None,
        project: ProjectId::new("bench")?,
        agreement: AgreementDigest::new([1; 32]),
        services: services(),
        by_address: Vec::new(),
        age_bands: AgeBands::default(),
        providers: PROVIDERS.len(),
        of_needs: Vec::new(),
        told: When::ALWAYS,
        profile,
        accept_stage_1: Some("made up".into()),
        signers: Signers::default(),
    })
}
