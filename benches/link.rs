//! A made-up register and eight providers in, the time of verifying and of linking them out.

#![expect(
    clippy::expect_used,
    reason = "a bench ends where its town cannot be made"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::error::Result;
use factlab::files::{Existing, WholeFolder};
use factlab::keys::KeyedDigest;
use factlab::pseudonymous::handover::{
    Agreed, BandedCount, Counts, Expected, HandoverSet, Parties, ProviderWriter, RegisterWriter,
    write_manifest,
};
use factlab::pseudonymous::link::link;
use factlab::pseudonymous::{
    HouseholdRecord, Pseudonym, PseudonymousRecord, RegisterRecord, TokenColumn, TokenProfile,
    Tokens,
};
use factlab::vocabulary::{
    AgeBand, AgeBands, AgreementDigest, HouseholdIx, HouseholdType, NORMALISATION_VERSION, NonMax,
    ProjectId, ProviderId, ServiceCode, ServiceIx, Sex, Silent, TOOL_VERSION, When,
};

/// Persons in the register, unless `FACTLAB_PERSONS` says otherwise; half as many households, and each person a client of one provider.
const PERSONS: u32 = 200_000;

const PROVIDERS: [&str; 8] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight",
];

struct Town {
    key: KeyedDigest,
    persons: u32,
    profile: TokenProfile,
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

    fn write_register(&self, home: &Path) -> Result<Agreed> {
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

    fn write_provider(&self, home: &Path, name: &str, first: u32) -> Result<Agreed> {
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

fn expected(profile: TokenProfile) -> Option<Expected> {
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
        signers: factlab::pseudonymous::handover::Signers::default(),
    })
}

fn bench(criterion: &mut Criterion) {
    let persons = std::env::var("FACTLAB_PERSONS")
        .ok()
        .and_then(|text| text.parse().ok());
    for (name, profile) in [
        ("standard", TokenProfile::Standard),
        ("strict", TokenProfile::Strict),
    ] {
        let town = Town {
            key: KeyedDigest::new(b"made up"),
            persons: persons.unwrap_or(PERSONS),
            profile,
        };
        let home = tempfile::tempdir().expect("a folder for the bench");
        let register = town.write_register(home.path()).expect("a register");
        let providers = (0..).zip(PROVIDERS).map(|(first, name)| {
            town.write_provider(home.path(), name, first)
                .expect("a provider")
        });
        let providers: Vec<Agreed> = providers.collect();
        let expected = expected(profile).expect("words of ours");
        let verify = || HandoverSet::verify(&register, &providers, &expected, &Silent);
        let set = verify().expect("hand-overs of ours");
        let mut group = criterion.benchmark_group(format!("hand-overs, {name}"));
        group.sample_size(10);
        group.bench_function("verify", |timer| timer.iter(|| black_box(verify()).is_ok()));
        group.bench_function("link", |timer| {
            timer.iter(|| black_box(link(&set, &expected, None, &Silent)).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
