//! The whole chain: two providers and a register hand over, an analyst counts.
use factlab::agreement::Agreement;
use factlab::keys::ProjectSecret;
use factlab::released::calculate::Value;
use factlab::run::Run;
use factlab::vocabulary::Silent;

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let agreement = Agreement::read("examples/two_providers/config.toml".as_ref())?;
    let (parties, secret) = (agreement.parties(), ProjectSecret::from_bytes([7; 32]));
    let folder = tempfile::tempdir()?;
    for (party, settings) in parties.iter().zip(agreement.party_settings(&parties)?) {
        let place = folder.path().join(party.as_str());
        settings.hand_over((&secret).into(), &place, &Silent)?;
    }
    let run = Run {
        handovers: Some(folder.path()),
        is_internal: true, // two households would all be hidden
        ..Run::of(&agreement)
    };
    let release = run.verified()?.linked()?.counted()?.protected()?;
    for row in release.tables().rows("combinations") {
        if let [Value::Text(services), _, Value::Count(households), ..] = row.as_slice() {
            println!("{households} household(s) use exactly: {services}");
        }
    }
    Ok(())
}
