//! A party's extract in, its messages blinded for the keyholder out (`[tokens] method = "oprf"`).
//!
//! The extract goes through the same gate as for a hand-over: what is asked of it is what [`Blinder`] blinds.

use super::batch::in_batches;
use super::provider::pass_uses;
use super::register_pass::FirstReading;
use crate::error::{Code, Error, Result};
use crate::identified::pseudonymise::{ResidentTokens, canaries};
use crate::identified::settings::{ProviderSettings, RegisterSettings};
use crate::keys::oprf::Blinder;
use crate::keys::{RecordKeys, TokenSource};
use crate::vocabulary::{Finding, Progress};

/// Blinds what a provider's hand-over will ask for, each message once.
///
/// # Errors
/// When the extract cannot be read as a whole, or the user stops.
pub fn blind_extract(
    settings: &ProviderSettings,
    blinder: &Blinder,
    progress: &dyn Progress,
) -> Result<()> {
    let source = TokenSource::Blinder(blinder);
    pass_uses(settings, source, &mut |_| Ok(()), |_| Ok(()), progress)?;
    canaries(source, &settings.terms);
    Ok(())
}

/// As [`blind_extract`], for the register.
///
/// # Errors
/// As [`blind_extract`].
pub fn blind_register(
    settings: &RegisterSettings,
    blinder: &Blinder,
    progress: &dyn Progress,
) -> Result<()> {
    let source = TokenSource::Blinder(blinder);
    let terms = &settings.terms;
    let keys = RecordKeys::derive(source, &terms.series);
    let mut unheard = |_: &Finding| Ok(());
    let first = FirstReading::read(settings, &keys, &mut unheard, progress)?;
    let tokens = ResidentTokens::new(source, terms)?;
    in_batches(
        |keep| first.read_persons(&mut unheard, keep, progress),
        |records, known, messages, made| {
            let findable = known.iter().map(|known| known.findable);
            made.extend(tokens.tokens_of(records, findable, messages));
        },
        |_| Ok(()),
    )?;
    canaries(source, terms);
    Ok(())
}

/// Tokens that the keyholder did not evaluate would be missed without a sign.
pub(super) fn refuse_another_extract(source: TokenSource<'_>) -> Result<()> {
    match source.missing() {
        0 => Ok(()),
        _ => Err(
            Error::new(Code::BlindingMismatch, "the extract holds what was not in it when it was blinded")
                .hint("leave the extract as it is between `oprf blind` and `oprf finalise`, or blind it again"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::files::Existing;
    use crate::identified::example::{bsns, terms};
    use crate::identified::pseudonymise_extract;
    use crate::identified::settings::{ExtractSettings, Field, TokenMethod, TokenProfile};
    use crate::keys::oprf::{Blinded, Evaluated, Origin, PublicKey, evaluate};
    use crate::keys::{BlindingKey, OprfKey};
    use crate::pseudonymous::handover::Manifest;
    use crate::vocabulary::{ProviderId, Silent};

    fn settings(extract: &Path) -> ProviderSettings {
        let mut terms = terms();
        terms.profile = TokenProfile::Id;
        terms.method = TokenMethod::Oprf;
        let columns = [
            (Field::Bsn, "BSN"),
            (Field::Postcode, "Postcode"),
            (Field::HouseNumber, "Nr"),
        ];
        ProviderSettings {
            provider: ProviderId::new("wijkteam").unwrap(),
            extract: ExtractSettings {
                files: vec![extract.to_owned()],
                subfolders: 0,
                format: None,
                delimiter: None,
                encoding: None,
                dates: None,
                sheet: None,
                columns: BTreeMap::from(columns.map(|(field, name)| (field, name.to_owned()))),
            },
            service: Some(0),
            services: None,
            objected: None,
            max_left_behind: 0.5,
            terms,
        }
    }

    /// Blinds the extract and has it evaluated.
    fn evaluated(settings: &ProviderSettings, blinding: u8) -> Evaluated {
        let key = BlindingKey::from_bytes([blinding; 32]);
        let blinder = Blinder::new(&key);
        blind_extract(settings, &blinder, &Silent).unwrap();
        let origin = Origin {
            project: settings.terms.project.to_string(),
            provider: settings.provider.to_string(),
            agreement: settings.terms.agreement.to_string(),
        };
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let file = blinder.finish(&key).write(origin.clone(), &path("blinded"));
        let questions = Blinded::open(&file.unwrap()).unwrap();
        let of_keyholder = OprfKey::from_bytes([9; 32]);
        let public = PublicKey::of(&of_keyholder).unwrap();
        let answers = evaluate(questions, &of_keyholder, &path("evaluated"), &Silent).unwrap();
        Evaluated::read(&answers.put().unwrap(), &origin, &key, public).unwrap()
    }

    fn hand_over(
        settings: &ProviderSettings,
        evaluated: &Evaluated,
        place: &Path,
    ) -> Result<Manifest> {
        let source = TokenSource::Evaluated(evaluated);
        let made = pseudonymise_extract(settings, source, place, Existing::Refuse, &Silent);
        made.map(|(_, manifest)| manifest)
    }

    #[test]
    fn parties_without_a_shared_secret_make_hand_overs_that_agree() {
        let home = tempfile::tempdir().unwrap();
        let extract = home.path().join("clients.csv");
        let rows = bsns().take(3).map(|bsn| format!("{bsn:09};1501AB;12\n"));
        let rows: Vec<_> = rows.collect();
        let rows = rows.concat();
        std::fs::write(&extract, format!("BSN;Postcode;Nr\n{rows}")).unwrap();
        let settings = settings(&extract);
        let made = |blinding: u8, name: &str| {
            let place = home.path().join(name);
            let manifest = hand_over(&settings, &evaluated(&settings, blinding), &place).unwrap();
            (
                manifest,
                std::fs::read(place.join("persons.parquet")).unwrap(),
            )
        };
        let ((one, persons), (other, others)) = (made(1, "one"), made(2, "other"));
        assert_eq!(one.canaries, other.canaries);
        assert_eq!(
            one.parties.key_id,
            OprfKey::from_bytes([9; 32]).id().to_string()
        );
        assert_eq!(one.rows["persons.parquet"], 3);
        // The row numbers are drawn anew; the tokens, which are the longer part, are the same.
        let same = persons
            .iter()
            .zip(&others)
            .filter(|(one, other)| one == other);
        assert!(same.count() > 3 * 4 * 16);
    }

    #[test]
    fn an_extract_that_grew_after_blinding_is_refused_and_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let extract = home.path().join("clients.csv");
        let [one, other] = [bsns().next(), bsns().nth(1)].map(|bsn| format!("{:09}", bsn.unwrap()));
        std::fs::write(&extract, format!("BSN;Postcode;Nr\n{one};1501AB;12\n")).unwrap();
        let settings = settings(&extract);
        let evaluated = evaluated(&settings, 1);
        std::fs::write(&extract, format!("BSN;Postcode;Nr\n{other};1501AB;12\n")).unwrap();
        let place = home.path().join("made");
        let error = hand_over(&settings, &evaluated, &place).unwrap_err();
        assert!(error.to_string().contains("when it was blinded"), "{error}");
        assert!(!place.exists());
    }
}
