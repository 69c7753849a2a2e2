//! Hand-overs in envelopes: read as they were written, or refused.

use crate::vocabulary::When;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::keys::{Identity, SigningKey};

/// An office that hands over through `transport`.
pub(super) fn write_through(transport: &Transport, place: &Path, provider: &str) -> Result<()> {
    let folder = WholeFolder::begin(place, Existing::Replace)?;
    let canaries = BTreeMap::from([("bsn".to_owned(), "0f".repeat(16))]);
    let names = area_names(provider);
    if provider == ProviderId::REGISTER {
        write_register_files(&folder)?;
    } else {
        let mut writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS)?;
        for record in [record(3, 1, 0), record(4, 1, 1)] {
            writer.push(&record)?;
        }
        writer.finish(&Silent)?;
    }
    write_handover(
        &folder,
        transport,
        parties(provider),
        counts(),
        canaries,
        names,
    )?;
    folder.complete()?;
    Ok(())
}

/// A register and two providers whose hand-overs came in envelopes.
struct Sent {
    set: Set,
    analyst: Identity,
}

impl Sent {
    fn through(change: impl Fn(&mut Transport, &Identity)) -> Self {
        let sent = Self {
            set: Set {
                home: tempfile::tempdir().unwrap(),
            },
            analyst: Identity::generate(),
        };
        let mut transport = Transport::default();
        change(&mut transport, &sent.analyst);
        for provider in ["register", "wijkteam", "thuiszorg"] {
            write_through(&transport, &sent.set.folder(provider), provider).unwrap();
        }
        sent
    }

    /// Two envelopes, the analyst's encrypted.
    fn in_two() -> Self {
        Self::through(|transport, analyst| {
            transport.has_keyholder = true;
            transport.analyst = Some(analyst.recipient());
        })
    }

    fn open(&self) -> Result<HandoverSet> {
        self.open_with(Some(&self.analyst), |_| {})
    }

    fn open_with(
        &self,
        identity: Option<&Identity>,
        change: impl FnOnce(&mut Expected),
    ) -> Result<HandoverSet> {
        let mut expected = Expected {
            accept_stage_1: Some("decision 14".into()),
            ..expected()
        };
        change(&mut expected);
        let agreed = |name: &str| Agreed {
            provider: ProviderId::new(name).unwrap(),
            folder: self.set.folder(name),
        };
        let providers = [agreed("wijkteam"), agreed("thuiszorg")];
        HandoverSet::open(
            &agreed("register"),
            &providers,
            &expected,
            identity,
            &|_| Ok(()),
            &Silent,
        )
    }

    fn refusal(&self) -> String {
        refusal(self.open())
    }
}

fn refusal(outcome: Result<HandoverSet>) -> String {
    let error = outcome.unwrap_err();
    assert_eq!(error.class(), Class::Refused, "{error}");
    assert!(error.advice().is_some(), "{error}");
    error.to_string()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_was_sent_in_envelopes_reads_as_what_was_handed_over_plain() {
    let plain = Set::new();
    let plain = plain.verify().unwrap();
    let bands = AgeBands::default();
    for sent in [
        Sent::in_two(),
        Sent::through(|transport, analyst| transport.analyst = Some(analyst.recipient())),
        Sent::through(|transport, _| transport.has_keyholder = true),
    ] {
        let set = sent.open().unwrap();
        let register = set.register.register_persons(&bands).unwrap();
        let expected = plain.register.register_persons(&bands).unwrap();
        assert_eq!(register.household, expected.household);
        let households = set.register.households(&bands).unwrap();
        assert_eq!(households.record_key, [10, 20, 30]);
        assert_eq!(households.wijken[1].name, "Hoogland");
        let uses = set.providers[0].uses(&services(), When::ALWAYS).unwrap();
        let expected = plain.providers[0].uses(&services(), When::ALWAYS).unwrap();
        assert_eq!(uses.client.len(), expected.client.len());
        assert_eq!(
            set.providers[0].tokens(TokenColumn::Bsn).unwrap(),
            plain.providers[0].tokens(TokenColumn::Bsn).unwrap()
        );
        assert!(set.register.manifest().counts.is_some());
    }
}

#[test]
fn each_envelope_holds_its_own_part_only() {
    let sent = Sent::in_two();
    assert_eq!(
        names_in(&sent.set.folder("wijkteam")),
        ["wijkteam.tokens.tar", "wijkteam.uses.age"]
    );
    assert_eq!(
        names_in(&sent.set.folder("register")),
        ["register.households.age", "register.tokens.tar"]
    );
    let tokens = fs::read(sent.set.folder("wijkteam").join("wijkteam.tokens.tar")).unwrap();
    let text = String::from_utf8_lossy(&tokens);
    assert!(
        text.contains("persons.parquet") && text.contains(&sent.analyst.recipient().to_string())
    );
    for absent in ["uses.parquet", "\"counts\"", "bijstand", "Hoogland"] {
        assert!(!text.contains(absent), "{absent}");
    }
    let tokens = fs::read(sent.set.folder("register").join("register.tokens.tar")).unwrap();
    let text = String::from_utf8_lossy(&tokens);
    // Tokens are random bytes, which spell three letters once in some hundred runs: the shortest names are looked for as
    // the footer of a Parquet file writes them, behind their type (0x18) and length.
    let short = ["\u{18}\u{3}sex", "\u{18}\u{4}left"];
    for absent in ["household", "age_band", "female", "outside"]
        .into_iter()
        .chain(short)
    {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn without_the_right_identity_nothing_is_read() {
    let sent = Sent::in_two();
    let without = refusal(sent.open_with(None, |_| {}));
    assert!(without.contains("is encrypted"), "{without}");
    let other = Identity::generate();
    let with_other = refusal(sent.open_with(Some(&other), |_| {}));
    assert!(
        with_other.contains("encrypted for somebody else"),
        "{with_other}"
    );
}

/// Replaces a file and tells whether the set is still accepted.
fn is_refused(sent: &Sent, path: &Path, bytes: &[u8]) -> bool {
    fs::write(path, bytes).unwrap();
    match sent.open() {
        Ok(_) => false,
        Err(error) => error.class() == Class::Refused,
    }
}

#[test]
fn any_changed_byte_and_any_cut_of_an_envelope_is_refused() {
    let sent = Sent::in_two();
    for name in ["wijkteam.tokens.tar", "wijkteam.uses.age"] {
        let path = sent.set.folder("wijkteam").join(name);
        let whole = fs::read(&path).unwrap();
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::with_cases(80)
        });
        let places = (0..whole.len(), 1..=255_u8);
        runner
            .run(&places, |(place, mask)| {
                let mut changed = whole.clone();
                changed[place] ^= mask;
                prop_assert!(is_refused(&sent, &path, &changed), "byte {place} of {name}");
                let cut = &whole[..place];
                prop_assert!(is_refused(&sent, &path, cut), "{name} cut at {place}");
                Ok(())
            })
            .unwrap();
        let longer = [&whole[..], &[0]].concat();
        assert!(is_refused(&sent, &path, &longer), "{name} and a byte more");
        fs::write(&path, &whole).unwrap();
    }
    sent.open().unwrap();
}

#[test]
fn envelopes_of_two_deliveries_do_not_belong_together() {
    let (sent, later) = (Sent::in_two(), Sent::in_two());
    let tokens = later.set.folder("wijkteam").join("wijkteam.tokens.tar");
    fs::copy(
        tokens,
        sent.set.folder("wijkteam").join("wijkteam.tokens.tar"),
    )
    .unwrap();
    assert!(sent.refusal().contains("do not belong together"));
}

#[test]
fn an_envelope_that_lacks_is_named_and_any_name_is_read() {
    let sent = Sent::in_two();
    let folder = sent.set.folder("wijkteam");
    fs::rename(folder.join("wijkteam.tokens.tar"), folder.join("away (1)")).unwrap();
    sent.open().unwrap();
    fs::remove_file(folder.join("away (1)")).unwrap();
    assert!(sent.refusal().contains("has no tokens"));
    fs::rename(folder.join("wijkteam.uses.age"), folder.join("tokens.tar")).unwrap();
    assert!(sent.refusal().contains("has no tokens"));
}

#[test]
fn with_a_keyholder_tokens_of_the_first_stage_are_not_counted() {
    let sent = Sent::in_two();
    let refused = refusal(sent.open_with(Some(&sent.analyst), |expected| {
        expected.accept_stage_1 = None;
        expected.signers.has_keyholder = true;
    }));
    assert!(
        refused.contains("did not go through the keyholder"),
        "{refused}"
    );
}

#[test]
fn a_party_that_agreed_to_sign_is_refused_without_its_signature() {
    let key = |byte| SigningKey::from_bytes([byte; 32]);
    let signed_by = |byte| {
        Sent::through(|transport, analyst| {
            transport.has_keyholder = true;
            transport.analyst = Some(analyst.recipient());
            transport.signing = Some(Arc::new(key(byte)));
        })
    };
    let open = |sent: &Sent| {
        sent.open_with(Some(&sent.analyst), |expected| {
            let signs = &mut expected.signers.parties;
            signs.insert(ProviderId::new("wijkteam").unwrap(), key(1).verifying_key());
        })
    };
    open(&signed_by(1)).unwrap();
    assert!(refusal(open(&signed_by(2))).contains("has no valid signature of wijkteam"));
    assert!(refusal(open(&Sent::in_two())).contains("is not signed"));
}

#[test]
fn a_disk_full_while_packing_leaves_nothing_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("wijkteam");
    let transport = Transport {
        has_keyholder: true,
        keyholder: Some(Identity::generate().recipient()),
        ..Transport::default()
    };
    let write = |room| -> Result<()> {
        let folder = WholeFolder::begin_with_room(&place, Existing::Refuse, Some(room))?;
        let writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS)?;
        writer.finish(&Silent)?;
        let none = BTreeMap::new();
        write_handover(
            &folder,
            &transport,
            parties("wijkteam"),
            counts(),
            none.clone(),
            none,
        )?;
        folder.complete().map(|_| ())
    };
    let mut room = 0;
    while let Err(error) = write(room) {
        assert!(error.to_string().contains("cannot write"), "{error}");
        assert!(!place.exists());
        room += 97;
    }
    assert!(room > 5000);
    assert_eq!(
        names_in(&place),
        ["wijkteam.tokens.age", "wijkteam.uses.tar"]
    );
}

#[test]
fn where_a_recipient_was_agreed_on_nothing_is_taken_in_the_clear() {
    let open = |sent: &Sent, for_keyholder: bool| {
        let (analyst, keyholder) = (sent.analyst.recipient(), Identity::generate().recipient());
        sent.open_with(Some(&sent.analyst), |expected| {
            expected.signers.analyst = Some(analyst);
            expected.signers.keyholder_recipient = for_keyholder.then_some(keyholder);
        })
    };
    let plain = Sent::through(|_, _| {});
    assert!(refusal(open(&plain, false)).contains("is not encrypted"));
    let in_one = Sent::through(|transport, analyst| transport.analyst = Some(analyst.recipient()));
    open(&in_one, false).unwrap();
    open(&Sent::in_two(), false).unwrap();
    assert!(refusal(open(&Sent::in_two(), true)).contains("register.tokens.tar"));
}
