//! The whole chain in one page: two providers and a register in, a table out.
//!
//! `cargo run --release --example two_providers`

use std::fs;

use factlab::agreement::{Agreement, PartySettings};
use factlab::error::{Code, Error, Result};
use factlab::files::Existing;
use factlab::identified::{pseudonymise_extract, pseudonymise_register};
use factlab::keys::{ProjectSecret, TokenSource};
use factlab::pseudonymous::handover::HandoverSet;
use factlab::pseudonymous::link::link;
use factlab::pseudonymous::measure::measure;
use factlab::pseudonymous::protect::protect;
use factlab::released::calculate::{Value, calculate};
use factlab::vocabulary::Silent;

const AGREEMENT: &str = r#"
project = { id = "voorbeeld", series = "voorbeeld", purpose = "an example", from = 2026-01-01, to = 2026-12-31, reference_date = 2026-12-31, accept_stage_1 = "an example" }
service = [{ code = "hulp", name = "Hulp", domain = "Wmo" }, { code = "schuld", name = "Schuldhulp", domain = "Schulden" }]
register = { extract = "register.csv", handover = "out/register", household = "address", columns = { bsn = "bsn", postcode = "pc", house_number = "nr" } }
provider = [
    { id = "zorg", name = "Zorg", extract = "zorg.csv", handover = "out/zorg", service = "hulp", columns = { bsn = "bsn", start = "start" } },
    { id = "geld", name = "Geld", extract = "geld.csv", handover = "out/geld", service = "schuld", columns = { postcode = "pc", house_number = "nr", start = "start" } },
]
"#;

const EXTRACTS: [(&str, &str); 3] = [
    (
        "register.csv",
        "bsn,pc,nr\n123456782,1501AA,1\n111222333,1501AA,1\n999990019,1501AA,2\n",
    ),
    (
        "zorg.csv",
        "bsn,start\n111222333,2026-03-01\n999990019,2026-04-01\n",
    ),
    ("geld.csv", "pc,nr,start\n1501 aa,1,2026-05-01\n"),
];

fn main() -> Result<()> {
    let folder = tempfile::tempdir().map_err(|e| Error::new(Code::FileFailed, e.to_string()))?;
    let config = folder.path().join("config.toml");
    for (name, text) in EXTRACTS.into_iter().chain([("config.toml", AGREEMENT)]) {
        let place = folder.path().join(name);
        fs::write(&place, text).map_err(|e| Error::io(&place, "write", &e))?;
    }
    let out = folder.path().join("out");
    fs::create_dir(&out).map_err(|e| Error::io(&out, "make the folder", &e))?;
    let agreement = Agreement::read(&config)?;
    hand_over(&agreement)?;
    count(&agreement)
}

/// Each party, on its own laptop: an extract in, a hand-over out.
fn hand_over(agreement: &Agreement) -> Result<()> {
    let secret = ProjectSecret::from_bytes([7; 32]);
    let source = TokenSource::Secret(&secret);
    for party in agreement.parties() {
        let place = agreement.handover_place(&party)?;
        match agreement.party_settings(&[party])?.remove(0) {
            PartySettings::Register(settings) => {
                pseudonymise_register(&settings, source, &place, Existing::Refuse, &Silent)?;
            }
            PartySettings::Provider(settings) => {
                pseudonymise_extract(&settings, source, &place, Existing::Refuse, &Silent)?;
            }
        }
    }
    Ok(())
}

/// The analyst: hand-overs in, tables out. Internal, because two households would all be hidden.
fn count(agreement: &Agreement) -> Result<()> {
    let (inputs, expected) = (agreement.run_inputs(None, true)?, agreement.expected());
    let set = HandoverSet::verify(&inputs.register, &inputs.providers, &expected, &Silent)?;
    let town = link(&set, &expected, None, &Silent)?;
    let exact = measure(&town, &agreement.measure_settings(), &Silent)?;
    let published = protect(exact, &agreement.rules(true)?)?;
    let tables = calculate(&published, &agreement.calculate_settings());
    let combinations = tables.table("combinations").into_iter();
    for row in combinations.flat_map(|table| &table.rows) {
        if let [Value::Text(services), _, Value::Count(households), ..] = row.as_slice() {
            show(services, *households);
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn show(services: &str, households: u64) {
    println!("{households} household(s) use exactly: {services}");
}
