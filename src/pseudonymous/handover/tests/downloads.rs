//! Hand-overs as they lie in a folder of downloads: without folders of their own, renamed, twice, by half, beside other files.

use std::sync::{Arc, Mutex};

use super::envelopes::write_through;
use super::*;
use crate::keys::{Identity, SigningKey};
use crate::vocabulary::Progress;

const PARTIES: [&str; 3] = ["register", "wijkteam", "thuiszorg"];

/// Who notes what was told.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Progress for Told {
    fn begin(&self, _step: &str, _total: Option<u64>) {}
    fn advance(&self, _amount: u64) {}
    fn end(&self) {}
    fn note(&self, sentence: &str) {
        self.0.lock().unwrap().push(sentence.to_owned());
    }
}

/// One folder with the envelopes of all parties, and an analyst who opens them.
struct Downloads {
    home: tempfile::TempDir,
    analyst: Identity,
    signing: Option<Arc<SigningKey>>,
}

impl Downloads {
    fn signed_with(signing: Option<SigningKey>) -> Self {
        let downloads = Self {
            home: tempfile::tempdir().unwrap(),
            analyst: Identity::generate(),
            signing: signing.map(Arc::new),
        };
        fs::create_dir(downloads.folder()).unwrap();
        for party in PARTIES {
            downloads.deliver(party, "");
        }
        downloads
    }

    fn new() -> Self {
        Self::signed_with(None)
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("Downloads")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// The party makes a hand-over, whose envelopes are saved with `end` behind their names.
    fn deliver(&self, party: &str, end: &str) {
        let transport = Transport {
            has_keyholder: true,
            keyholder: Some(self.analyst.recipient()),
            analyst: Some(self.analyst.recipient()),
            signing: self.signing.clone(),
            ..Transport::default()
        };
        let made = self.home.path().join("made").join(party);
        write_through(&transport, &made, party).unwrap();
        for entry in fs::read_dir(&made).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            fs::rename(&path, self.at(&(name + end))).unwrap();
        }
        fs::remove_dir(&made).unwrap();
    }

    /// The party makes its second hand-over.
    fn deliver_again(&self, party: &str) {
        let delivery = Delivery {
            day: crate::keys::today().to_string(),
            id: String::new(),
            number: 1,
        };
        let place = self.home.path().join("made").join(party);
        delivery.note_beside(&place).unwrap();
        self.deliver(party, " (1)");
    }

    /// The set, and what was told beside it.
    fn open(&self) -> Result<(HandoverSet, String)> {
        let mut expected = Expected {
            accept_stage_1: Some("decision 14".into()),
            ..expected()
        };
        if let Some(key) = &self.signing {
            for party in PARTIES {
                let party = ProviderId::new(party).unwrap();
                expected.signers.parties.insert(party, key.verifying_key());
            }
        }
        let agreed = PARTIES.map(|party| Agreed {
            provider: ProviderId::new(party).unwrap(),
            folder: self.folder(),
        });
        let told = Told::default();
        let identity = Some(&self.analyst);
        let set = HandoverSet::open(
            &agreed[0],
            &agreed[1..],
            &expected,
            identity,
            &|_| Ok(()),
            &told,
        )?;
        Ok((set, told.0.into_inner().unwrap().join("\n")))
    }

    fn refusal(&self) -> String {
        let error = self.open().unwrap_err();
        assert_eq!(error.class(), Class::Refused, "{error}");
        assert!(error.advice().is_some(), "{error}");
        error.to_string()
    }
}

#[test]
fn a_flat_folder_is_read_whatever_the_names() {
    let downloads = Downloads::new();
    let (_, told) = downloads.open().unwrap();
    assert_eq!(told, "");
    for (number, party) in PARTIES.iter().enumerate() {
        let tokens = downloads.at(&format!("{party}.tokens.age"));
        fs::rename(tokens, downloads.at(&format!("tokens ({number}).age"))).unwrap();
    }
    let uses = downloads.at("wijkteam.uses.age");
    fs::rename(uses, downloads.at("Aanlevering van Piet")).unwrap();
    let (_, told) = downloads.open().unwrap();
    assert_eq!(told, "");
}

#[test]
fn two_copies_of_each_file_in_each_of_three_folders_are_one() {
    let downloads = Downloads::new();
    let entries = fs::read_dir(downloads.folder()).unwrap();
    let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    for folder in ["", "Mail", "Teams", "USB"] {
        let folder = downloads.at(folder);
        fs::create_dir_all(&folder).unwrap();
        for file in &files {
            let name = file.file_name().unwrap().to_string_lossy();
            fs::copy(file, folder.join(format!("{name} (1)"))).unwrap();
        }
    }
    let (_, told) = downloads.open().unwrap();
    assert_eq!(
        told,
        "Copies of files that are counted, and are left aside: 24."
    );
}

#[test]
fn a_copy_that_was_cut_off_does_not_count_where_a_whole_one_is() {
    let downloads = Downloads::new();
    let whole = fs::read(downloads.at("wijkteam.uses.age")).unwrap();
    fs::write(downloads.at("a.age"), &whole[..whole.len() - 9]).unwrap();
    fs::write(downloads.at("b.age"), &whole[..100]).unwrap();
    downloads.open().unwrap();
}

#[test]
fn files_that_are_no_envelopes_are_named_and_left_aside() {
    let downloads = Downloads::new();
    fs::write(downloads.at("notes.txt"), "call the notary").unwrap();
    fs::write(downloads.at(".DS_Store"), "x").unwrap();
    fs::write(downloads.at("reply.eml"), "From: a\nMIME-Version: 1.0\n\n").unwrap();
    fs::write(downloads.at("all.zip"), "PK\x03\x04 wijkteam.uses.age").unwrap();
    let (_, told) = downloads.open().unwrap();
    for words in [
        "notes.txt",
        "reply.eml is an e-mail",
        "all.zip is a zip file",
    ] {
        assert!(told.contains(words), "{told}");
    }
    assert!(!told.contains("DS_Store"), "{told}");
}

#[test]
fn what_stands_in_the_place_of_a_missing_envelope_is_named() {
    for (name, bytes, words) in [
        (
            "w.age.crdownload",
            "age-encryption.org/v1",
            "has not finished",
        ),
        ("w.age.part", "", "has not finished"),
        ("w.age", "", "is empty"),
        ("w.eml", "MIME-Version: 1.0\n", "is an e-mail"),
        ("w.zip", "PK\x03\x04 wijkteam.uses.age", "is a zip file"),
        (
            "w.tar",
            "<html>log in</html>",
            "is truncated, changed, or not an envelope",
        ),
    ] {
        let downloads = Downloads::new();
        fs::remove_file(downloads.at("wijkteam.uses.age")).unwrap();
        fs::write(downloads.at(name), bytes).unwrap();
        let refusal = downloads.refusal();
        assert!(
            refusal.contains("wijkteam") && refusal.contains(name),
            "{refusal}"
        );
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[test]
fn an_envelope_that_was_cut_anywhere_is_refused_with_its_name() {
    let downloads = Downloads::new();
    let path = downloads.at("wijkteam.uses.age");
    let whole = fs::read(&path).unwrap();
    for length in [0, 10, 150, 300, 1000, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let refusal = downloads.refusal();
        assert!(refusal.contains("wijkteam.uses.age"), "{length}: {refusal}");
    }
}

#[test]
fn an_empty_folder_and_an_envelope_for_another_are_said_as_such() {
    let downloads = Downloads::new();
    let other = Identity::generate();
    let sealed = Transport {
        has_keyholder: true,
        analyst: Some(other.recipient()),
        ..Transport::default()
    };
    let made = downloads.home.path().join("made/wijkteam");
    write_through(&sealed, &made, "wijkteam").unwrap();
    fs::copy(made.join("wijkteam.uses.age"), downloads.at("uses (1).age")).unwrap();
    let (_, told) = downloads.open().unwrap();
    assert!(
        told.contains("for somebody else") && told.contains("uses (1).age"),
        "{told}"
    );
    fs::remove_file(downloads.at("wijkteam.uses.age")).unwrap();
    let refusal = downloads.refusal();
    assert!(
        refusal.contains("uses (1).age is encrypted for somebody else"),
        "{refusal}"
    );
    fs::remove_dir_all(downloads.folder()).unwrap();
    fs::create_dir(downloads.folder()).unwrap();
    assert!(
        downloads
            .refusal()
            .contains("the hand-over of register is not in")
    );
}

#[test]
fn of_two_deliveries_the_newest_counts_only_where_a_signature_vouches_for_it() {
    let unsigned = Downloads::new();
    unsigned.deliver_again("wijkteam");
    let refusal = unsigned.refusal();
    for name in [
        "wijkteam.tokens.age",
        "wijkteam.tokens.age (1)",
        "delivery 2 of",
    ] {
        assert!(refusal.contains(name), "{refusal}");
    }
    let signed = Downloads::signed_with(Some(SigningKey::from_bytes([7; 32])));
    signed.deliver_again("wijkteam");
    let (set, told) = signed.open().unwrap();
    assert_eq!(set.providers[0].issue().number, 2);
    assert!(
        told.contains("wijkteam.uses.age is an earlier delivery"),
        "{told}"
    );
    // Two first deliveries: nothing tells which came later.
    fs::remove_file(signed.home.path().join("made/thuiszorg.delivery")).unwrap_or_default();
    signed.deliver("thuiszorg", " (1)");
    assert!(signed.refusal().contains("two deliveries of thuiszorg"));
}

#[test]
fn of_folders_that_were_swapped_the_manifests_count_and_a_note_says_so() {
    let set = Set::new();
    let away = set.folder("away");
    fs::rename(set.folder("wijkteam"), &away).unwrap();
    fs::rename(set.folder("thuiszorg"), set.folder("wijkteam")).unwrap();
    fs::rename(&away, set.folder("thuiszorg")).unwrap();
    let agreed = PARTIES.map(|party| Agreed {
        provider: ProviderId::new(party).unwrap(),
        folder: set.folder(party),
    });
    let expected = Expected {
        accept_stage_1: Some("decision 14".into()),
        ..expected()
    };
    let told = Told::default();
    let swapped = HandoverSet::verify(&agreed[0], &agreed[1..], &expected, &told).unwrap();
    let wijkteam = &swapped.providers[0];
    assert_eq!(wijkteam.manifest().parties.provider, "wijkteam");
    assert_eq!(wijkteam.folder(), set.folder("thuiszorg"));
    let told = told.0.into_inner().unwrap();
    assert!(
        told[0].contains("lies in the place of thuiszorg"),
        "{told:?}"
    );
    assert_eq!(told.len(), 2);
}

#[test]
fn what_is_of_another_project_or_party_is_left_aside() {
    let set = Set::new();
    let place = set.folder("elsewhere");
    let mut parties = parties("wijkteam");
    parties.project = "elders-2026".into();
    write_provider(&place, parties, &[record(3, 1, 0)]).unwrap();
    let survey = Survey::of(&[set.home.path().to_owned()], None).unwrap();
    assert_eq!(survey.found.len(), 4);
    let agreed = Agreed {
        provider: ProviderId::new("wijkteam").unwrap(),
        folder: set.home.path().to_owned(),
    };
    let chosen = survey.chosen(&agreed, &expected()).unwrap();
    assert_eq!(chosen[0].path, set.folder("wijkteam"));
    let counted: Vec<PathBuf> = chosen.iter().map(|found| found.path.clone()).collect();
    let told = survey.aside(&[&agreed], &counted, &expected()).join("\n");
    assert!(told.contains("elsewhere is of another project"), "{told}");
    assert!(
        told.contains("thuiszorg is of a party that is not in this run"),
        "{told}"
    );
}

#[test]
fn what_cannot_be_opened_is_of_the_party_that_its_folder_or_name_says() {
    let downloads = Downloads::new();
    for party in ["wijkteam", "thuiszorg"] {
        let folder = downloads.at(party);
        fs::create_dir(&folder).unwrap();
        let uses = format!("{party}.uses.age");
        fs::rename(downloads.at(&uses), folder.join(&uses)).unwrap();
        fs::write(folder.join(&uses), "age-encryption.org/v1\n").unwrap();
    }
    let refusal = downloads.refusal();
    for party in ["wijkteam", "thuiszorg"] {
        let path = downloads.at(party).join(format!("{party}.uses.age"));
        let said = format!("has no uses; {}", path.display());
        assert!(refusal.contains(&said), "{refusal}");
    }
    assert!(!refusal.contains("more could not be opened"), "{refusal}");
    fs::remove_dir_all(downloads.at("thuiszorg")).unwrap();
    fs::remove_file(downloads.at("thuiszorg.tokens.age")).unwrap();
    let refusal = downloads.refusal();
    let said = format!(
        "the hand-over of thuiszorg is not in {}",
        downloads.folder().display()
    );
    let line = refusal.lines().find(|line| line.contains(&said)).unwrap();
    assert!(!line.contains("wijkteam"), "{refusal}");
}
