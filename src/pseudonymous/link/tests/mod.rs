//! Hand-overs of a handful of persons, linked: what the tests share.

mod attributed;
mod decisions;
mod elsewhere;
mod parts;
mod quality;
mod town;
mod weighed;

use std::collections::BTreeMap;

use super::*;
use crate::files::{Existing, WholeFolder};
use crate::keys::{Digest, KeyedDigest, ReleaseKey};
use crate::pseudonymous::handover::{
    Agreed, BandedCount, Counts, Parties, ProviderWriter, RegisterWriter, write_manifest,
};
use crate::pseudonymous::{
    HouseholdRecord, Pseudonym, PseudonymousRecord, RegisterRecord, TokenColumn, TokenProfile,
    Tokens,
};
use crate::vocabulary::{
    AgeBand, AgeBands, AgreementDigest, HouseholdIx, HouseholdType, NORMALISATION_VERSION,
    ProjectId, ProviderId, ProviderIx, ServiceCode, ServiceIx, Sex, Silent, TOOL_VERSION, When,
};
use TokenColumn::{
    AddressId, AddressNumber, AddressParts, BirthAddress, BirthSurnameGiven,
    BirthSurnameGivenPartner, BirthSurnameInitial, Bsn, BsnBirthYear, BsnSurname,
    BsnSurnamePartner, SurnameAddressNumber, SurnameAddressNumberPartner,
};

type Known<'a> = &'a [(TokenColumn, &'a str)];

/// Household 0 and 1 are private, 2 and 3 institutions.
const HOUSEHOLDS: [HouseholdType; 4] = [
    HouseholdType::Couple,
    HouseholdType::Single,
    HouseholdType::Institution,
    HouseholdType::Institution,
];

fn tokens(known: Known<'_>) -> Tokens {
    let key = KeyedDigest::new(b"made up");
    let mut tokens = Tokens::default();
    for (column, text) in known {
        tokens.set(
            *column,
            key.digest(format!("{}|{text}", column.kind()).as_bytes()),
        );
    }
    tokens
}

fn person(household: Option<usize>, known: Known<'_>) -> RegisterRecord {
    RegisterRecord {
        tokens: tokens(known),
        household: household.map(HouseholdIx::at),
        age_band: AgeBand::from_index(2),
        sex: Sex::Male,
        has_left: false,
    }
}

fn client(number: u8, known: Known<'_>) -> PseudonymousRecord {
    PseudonymousRecord {
        client: Pseudonym::new(Digest::from_bytes([number; 16])),
        row: 1,
        distance: 0,
        tokens: tokens(known),
        service: ServiceIx::new(0),
        when: When::ALWAYS,
        is_outside: false,
    }
}

fn services() -> Vec<ServiceCode> {
    ["bijstand", "wmo"]
        .map(|code| ServiceCode::new(code).unwrap())
        .to_vec()
}

fn expected() -> Expected {
    Expected {
        project: ProjectId::new("p").unwrap(),
        agreement: AgreementDigest::new([1; 32]),
        services: services(),
        by_address: Vec::new(),
        age_bands: AgeBands::default(),
        providers: 2,
        of_needs: Vec::new(),
        told: When::ALWAYS,
        profile: TokenProfile::Standard,
        key_id: None,
        accept_stage_1: Some("decision 14".into()),
        signers: crate::pseudonymous::handover::Signers::default(),
    }
}

fn finish(folder: WholeFolder, provider: &ProviderId) -> Agreed {
    let parties = Parties {
        agreement: expected().agreement.to_string(),
        key_id: "00".into(),
        normalisation: NORMALISATION_VERSION,
        project: "p".into(),
        provider: provider.to_string(),
        stage: 1,
        tool: TOOL_VERSION.into(),
    };
    let none = BandedCount::of(0);
    let counts = Counts {
        double: none,
        kept: BandedCount::of(1000),
        left_behind: BandedCount::of(12),
        left_behind_by_rule: BTreeMap::from([("service-unknown".into(), BandedCount::of(12))]),
        outside_period: none,
        read: BandedCount::of(1012),
    };
    write_manifest(&folder, parties, counts, BTreeMap::new(), BTreeMap::new()).unwrap();
    Agreed {
        provider: provider.clone(),
        folder: folder.complete().unwrap(),
    }
}

fn linked(register: &[RegisterRecord], providers: &[Vec<PseudonymousRecord>]) -> LinkedTown {
    try_linked(register, providers).unwrap()
}

fn try_linked(
    register: &[RegisterRecord],
    providers: &[Vec<PseudonymousRecord>],
) -> Result<LinkedTown> {
    linked_as(&expected(), register, &HOUSEHOLDS, providers)
}

/// In a household that `register` has nobody in lives somebody whom no client is.
fn linked_as(
    expected: &Expected,
    register: &[RegisterRecord],
    households: &[HouseholdType],
    providers: &[Vec<PseudonymousRecord>],
) -> Result<LinkedTown> {
    let release_key = ReleaseKey::from_bytes([3; 32]);
    let linked = |set: &HandoverSet| link(set, expected, Some(&release_key), &Silent);
    with_handovers(expected, register, households, providers, linked)
}

/// Made into hand-overs, for whatever is done with these.
fn with_handovers<T>(
    expected: &Expected,
    register: &[RegisterRecord],
    households: &[HouseholdType],
    providers: &[Vec<PseudonymousRecord>],
    done: impl FnOnce(&HandoverSet) -> Result<T>,
) -> Result<T> {
    let home = tempfile::tempdir().unwrap();
    let begin = |name: &str| WholeFolder::begin(&home.path().join(name), Existing::Refuse).unwrap();
    let folder = begin("register");
    let mut writer = RegisterWriter::begin(&folder, &AgeBands::default(), &[], &[]).unwrap();
    for person in register {
        writer.push(person).unwrap();
    }
    for (number, kind) in households.iter().copied().enumerate() {
        let home = HouseholdIx::at(number);
        let lives_here = |one: &RegisterRecord| one.household == Some(home) && !one.has_left;
        if !register.iter().any(lives_here) {
            let name = format!("neighbour {number}");
            let neighbour = person(Some(number), &[(BirthSurnameGiven, &name)]);
            writer.push(&neighbour).unwrap();
        }
        let household = HouseholdRecord {
            number: home,
            record_key: number as u64,
            wijk: None,
            buurt: None,
            kind,
            size: None,
            age_band: AgeBand::UNKNOWN,
        };
        writer.push_household(&household).unwrap();
    }
    writer.finish(&Silent).unwrap();
    let register = finish(folder, &ProviderId::register());
    let provider = |(number, clients): (usize, &Vec<PseudonymousRecord>)| {
        let name = ProviderId::new(&format!("provider-{number}")).unwrap();
        let folder = begin(name.as_str());
        let mut writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS).unwrap();
        for client in clients {
            writer.push(client).unwrap();
        }
        writer.finish(&Silent).unwrap();
        finish(folder, &name)
    };
    let providers: Vec<Agreed> = providers.iter().enumerate().map(provider).collect();
    let set = HandoverSet::verify(&register, &providers, expected, &Silent).unwrap();
    done(&set)
}

/// What becomes of one client, and the household and whether the person is known.
fn outcome(
    register: &[RegisterRecord],
    client: &PseudonymousRecord,
) -> (ClientFate, Option<(u32, bool)>) {
    use ClientFate::{
        Ambiguous, ByAddress, ByBsn, ByCombination, BySpelling, Left, NotFound, Outside,
    };
    let town = linked(register, &[vec![*client]]);
    let all = [
        ByBsn,
        ByCombination,
        BySpelling,
        ByAddress,
        Ambiguous,
        Outside,
        Left,
        NotFound,
    ];
    let fate = all.into_iter().zip(town.providers[0].fates);
    let uses = &town.uses;
    (
        fate.into_iter().find(|(_, count)| *count == 1).unwrap().0,
        uses.first()
            .map(|key| key.unpack())
            .map(|one| (one.household.number(), one.person.is_some())),
    )
}

fn fate(register: &[RegisterRecord], known: Known<'_>) -> ClientFate {
    outcome(register, &client(1, known)).0
}
