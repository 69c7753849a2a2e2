//! The whole chain in one page: two providers and a register in, a table out.
//!
//! `cargo run --release --example two_providers`

use std::fs;

use factlab::agreement::{Agreement, PartySettings};
use factlab::error::Result;
use factlab::folder::Existing;
use factlab::identified::{pseudonymise_extract, pseudonymise_register};
use factlab::keys::ProjectSecret;
use factlab::pseudonymous::handover::HandoverSet;
use factlab::pseudonymous::link::link;
use factlab::pseudonymous::measure::measure;
use factlab::pseudonymous::protect::protect;
use factlab::released::calculate::{Value, calculate};
use factlab::vocabulary::{ProviderId, Silent};

const AGREEMENT: &str = r#"
project = { id = "voorbeeld", series = "voorbeeld", purpose = "an example", from = 2026-01-01, to = 2026-12-31, reference_date = 2026-12-31, accept_stage_1 = "an example" }
service = [{ code = "hulp", name = "Hulp", domain = "Wmo" }, { code = "schuld", name = "Schuldhulp", domain = "Schulden" }]
register = { extract = "register.csv", handover = "out/register", household = "address", columns = { bsn = "bsn", postcode = "pc", house_number = "nr" } }
provider = [
    { id = "zorg", name = "Zorg", extract = "zorg.csv", handover = "out/zorg", service = "hulp", columns = { bsn = "bsn", start = "start" } },
    { id = "geld", name = "Geld", extract = "geld.csv", handover = "out/geld", service = "schuld", columns = { postcode = "pc", house_number = "nr", start = "start" } },
]
"#;

fn main() -> Result<()> {
    let folder = tempfile::tempdir().map_err(|e| factlab::error::Error::failed(e.to_string()))?;
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap_or_default();
    write("config.toml", AGREEMENT);
    write(
        "register.csv",
        "bsn,pc,nr\n123456782,1501AA,1\n111222333,1501AA,1\n999990019,1501AA,2\n",
    );
    write(
        "zorg.csv",
        "bsn,start\n111222333,2026-03-01\n999990019,2026-04-01\n",
    );
    write("geld.csv", "pc,nr,start\n1501 aa,1,2026-05-01\n");
    fs::create_dir_all(folder.path().join("out")).unwrap_or_default();

    // Each party, on its own laptop.
    let agreement = Agreement::read(&folder.path().join("config.toml"))?;
    let secret = ProjectSecret::from_bytes([7; 32]);
    for id in ["register", "zorg", "geld"]
        .iter()
        .filter_map(|id| ProviderId::new(id))
    {
        let place = agreement.handover_place(&id)?;
        match agreement.party_settings(&[id])?.remove(0) {
            PartySettings::Register(settings) => {
                pseudonymise_register(
                    &settings,
                    (&secret).into(),
                    &place,
                    Existing::Refuse,
                    &Silent,
                )?;
            }
            PartySettings::Provider(settings) => {
                pseudonymise_extract(
                    &settings,
                    (&secret).into(),
                    &place,
                    Existing::Refuse,
                    &Silent,
                )?;
            }
        }
    }

    // The analyst: hand-overs in, tables out. Internal, because two households would all be hidden.
    let inputs = agreement.run_inputs(None, true)?;
    let set = HandoverSet::verify(
        &inputs.register,
        &inputs.providers,
        &agreement.expected(),
        &Silent,
    )?;
    let town = link(&set, &agreement.expected(), None, &Silent)?;
    let exact = measure(&town, &agreement.measure_settings(), &Silent)?;
    let published = protect(exact, &agreement.rules(true)?)?;
    let tables = calculate(&published, &agreement.calculate_settings());
    for row in tables
        .table("combinations")
        .into_iter()
        .flat_map(|table| &table.rows)
    {
        if let [Value::Text(services), _, Value::Count(households), ..] = row.as_slice() {
            writeln(&format!(
                "{households} household(s) use exactly: {services}"
            ));
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn writeln(line: &str) {
    println!("{line}");
}
