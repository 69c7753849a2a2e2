//! The step with a keyholder.

use super::*;
use crate::identified::example::{self, bsns, terms};
use crate::identified::settings::TokenMethod;
use crate::keys::oprf::{Blinded, Evaluated, Origin, PublicKey, evaluate};
use crate::keys::{BlindingKey, OprfKey};
use crate::pseudonymous::TokenProfile;
use crate::vocabulary::{ServiceIx, Silent};

fn party(extract: &Path) -> PartySettings {
    let mut terms = terms();
    terms.profile = TokenProfile::Id;
    terms.method = TokenMethod::Oprf;
    let columns = [
        (Field::Bsn, "BSN"),
        (Field::Postcode, "Postcode"),
        (Field::HouseNumber, "Nr"),
    ];
    let mut reading = example::extract(&columns);
    reading.files = vec![extract.to_owned()];
    PartySettings::Provider(Box::new(ProviderSettings {
        provider: ProviderId::new("wijkteam").unwrap(),
        extract: reading,
        service: Some(ServiceIx::new(0)),
        services: None,
        objected: None,
        max_left_behind: 0.5,
        terms,
    }))
}

/// Blinds the extract and has it evaluated.
fn evaluated(party: &PartySettings, blinding: u8) -> Evaluated {
    let key = BlindingKey::from_bytes([blinding; 32]);
    let blinder = Blinder::new(&key);
    party.blind(&blinder, &Silent).unwrap();
    let parties = party.parties(TokenSource::Blinder(&blinder));
    let origin = Origin {
        project: parties.project,
        provider: parties.provider,
        agreement: parties.agreement,
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

fn hand_over(party: &PartySettings, evaluated: &Evaluated, place: &Path) -> Result<Manifest> {
    let made = party.hand_over(TokenSource::Evaluated(evaluated), place, &Silent);
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
    let party = party(&extract);
    let made = |blinding: u8, name: &str| {
        let place = home.path().join(name);
        let manifest = hand_over(&party, &evaluated(&party, blinding), &place).unwrap();
        (
            manifest,
            std::fs::read(place.join("tokens.parquet")).unwrap(),
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
    let party = party(&extract);
    let evaluated = evaluated(&party, 1);
    std::fs::write(&extract, format!("BSN;Postcode;Nr\n{other};1501AB;12\n")).unwrap();
    let place = home.path().join("made");
    let error = hand_over(&party, &evaluated, &place).unwrap_err();
    assert!(error.to_string().contains("when it was blinded"), "{error}");
    assert!(!place.exists());
}
