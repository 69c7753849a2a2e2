//! What holds for hand-overs from the first record to a verified set; here the hand-overs that the tests share.

mod areas;
mod contradictions;
mod deliveries;
mod downloads;
mod envelopes;
mod forged;
mod refusals;
mod round_trip;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest::tests::counts;
use super::*;
use crate::error::{Class, Result};
use crate::files::{Existing, WholeFolder};
use crate::keys::Digest;
use crate::pseudonymous::{
    HouseholdRecord, Pseudonym, PseudonymousRecord, RegisterRecord, TokenColumn, TokenProfile,
    Tokens,
};
use crate::vocabulary::{
    AgeBand, AgeBands, AgreementDigest, Area, AreaIx, HouseholdIx, HouseholdType,
    NORMALISATION_VERSION, NonMax, ProjectId, ProviderId, ServiceCode, ServiceIx, Sex, Silent,
    TOOL_VERSION, When,
};

fn services() -> Vec<ServiceCode> {
    ["bijstand", "wmo"]
        .map(|code| ServiceCode::new(code).unwrap())
        .to_vec()
}

fn expected() -> Expected {
    Expected {
        project: ProjectId::new("zaandorp-2026").unwrap(),
        agreement: AgreementDigest::new([5; 32]),
        services: services(),
        by_address: Vec::new(),
        age_bands: AgeBands::default(),
        providers: 2,
        of_needs: Vec::new(),
        told: When::ALWAYS,
        profile: TokenProfile::Standard,
        key_id: None,
        accept_stage_1: None,
        signers: Signers::default(),
    }
}

fn parties(provider: &str) -> Parties {
    Parties {
        agreement: expected().agreement.to_string(),
        key_id: "0123456789abcdef".into(),
        normalisation: NORMALISATION_VERSION,
        project: "zaandorp-2026".into(),
        provider: provider.into(),
        stage: 1,
        tool: TOOL_VERSION.into(),
    }
}

fn bsn(number: u8) -> Tokens {
    let mut tokens = Tokens::default();
    tokens.set(TokenColumn::Bsn, Digest::from_bytes([number; 16]));
    tokens
}

fn record(client: u8, row: u64, service: u16) -> PseudonymousRecord {
    PseudonymousRecord {
        client: Pseudonym::new(Digest::from_bytes([client; 16])),
        row,
        distance: 0,
        tokens: bsn(client),
        service: ServiceIx::new(service),
        when: When::IN_PERIOD.or(When::ON_REFERENCE_DATE.when(client.is_multiple_of(2))),
        is_outside: client == 3,
    }
}

fn write_provider(
    place: &Path,
    parties: Parties,
    records: &[PseudonymousRecord],
) -> Result<Grouped> {
    let folder = WholeFolder::begin(place, Existing::Replace)?;
    let mut writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS)?;
    records.iter().try_for_each(|record| writer.push(record))?;
    let grouped = writer.finish(&Silent)?;
    finish(folder, parties)?;
    Ok(grouped)
}

fn finish(folder: WholeFolder, parties: Parties) -> Result<PathBuf> {
    let canaries = BTreeMap::from([("bsn".to_owned(), "00ff".to_owned())]);
    let names = area_names(&parties.provider);
    write_manifest(&folder, parties, counts(), canaries, names)?;
    folder.complete()
}

/// The register office alone tells names of areas.
fn area_names(party: &str) -> BTreeMap<String, String> {
    match party {
        ProviderId::REGISTER => BTreeMap::from([("WK02".to_owned(), "Hoogland".to_owned())]),
        _ => BTreeMap::new(),
    }
}

fn household(number: usize, record_key: u64) -> HouseholdRecord {
    HouseholdRecord {
        number: HouseholdIx::at(number),
        record_key,
        wijk: Some(AreaIx::at(number % 2)),
        buurt: None,
        kind: HouseholdType::Couple,
        size: NonMax::new(2),
        age_band: AgeBand::from_index(1),
    }
}

fn write_register(folder: WholeFolder) -> Result<PathBuf> {
    write_register_files(&folder)?;
    finish(folder, parties("register"))
}

fn write_register_files(folder: &WholeFolder) -> Result<()> {
    let area = |code: &str| Area {
        code: code.into(),
        name: code.into(),
    };
    let wijken = [area("WK02"), area("WK01")];
    let mut writer = RegisterWriter::begin(folder, &AgeBands::default(), &wijken, &[])?;
    for number in [9, 3, 5, 7] {
        writer.push(&RegisterRecord {
            tokens: bsn(number),
            household: (number != 7)
                .then(|| HouseholdIx::at(usize::from(number % 2) + usize::from(number == 5))),
            age_band: if number == 3 {
                AgeBand::UNKNOWN
            } else {
                AgeBand::from_index(4)
            },
            sex: Sex::Female,
            has_left: number == 7,
        })?;
    }
    for (number, record_key) in [(0, 30), (1, 20), (2, 10)] {
        writer.push_household(&household(number, record_key))?;
    }
    writer.finish(&Silent)
}

/// A register and two providers, in a folder of their own.
struct Set {
    home: tempfile::TempDir,
}

impl Set {
    fn new() -> Self {
        let set = Self {
            home: tempfile::tempdir().unwrap(),
        };
        let register = WholeFolder::begin(&set.folder("register"), Existing::Refuse).unwrap();
        write_register(register).unwrap();
        for provider in ["wijkteam", "thuiszorg"] {
            set.write(parties(provider), provider);
        }
        set
    }

    fn folder(&self, provider: &str) -> PathBuf {
        self.home.path().join(provider)
    }

    fn write(&self, parties: Parties, name: &str) {
        let records = [record(3, 1, 0), record(4, 1, 1)];
        write_provider(&self.folder(name), parties, &records).unwrap();
    }

    fn verify(&self) -> Result<HandoverSet> {
        self.verify_with(&Expected {
            accept_stage_1: Some("decision 14".into()),
            ..expected()
        })
    }

    fn verify_with(&self, expected: &Expected) -> Result<HandoverSet> {
        let agreed = |name: &str| Agreed {
            provider: ProviderId::new(name).unwrap(),
            folder: self.folder(name),
        };
        let providers = [agreed("wijkteam"), agreed("thuiszorg")];
        HandoverSet::verify(&agreed("register"), &providers, expected, &Silent)
    }

    /// The refusal, which names the provider whose hand-over it is.
    fn refusal(&self, provider: &str) -> String {
        let error = self.verify().unwrap_err();
        assert_eq!(error.class(), Class::Refused);
        assert!(error.advice().is_some());
        assert!(error.to_string().contains(provider), "{error}");
        error.to_string()
    }

    fn refusal_of(&self, change: impl FnOnce(&mut Parties)) -> String {
        let mut changed = parties("thuiszorg");
        change(&mut changed);
        self.write(changed, "thuiszorg");
        self.refusal("thuiszorg")
    }
}
