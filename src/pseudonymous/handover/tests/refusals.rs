//! A hand-over that is damaged, or does not agree with the others, is refused with its cause.

use super::*;
use crate::vocabulary::When;

#[test]
fn any_changed_byte_is_refused() {
    let set = Set::new();
    for (provider, name) in [
        ("register", "households.parquet"),
        ("register", "members.parquet"),
        ("register", "manifest.json"),
        ("wijkteam", "persons.parquet"),
        ("wijkteam", "tokens.parquet"),
        ("wijkteam", "uses.parquet"),
        ("thuiszorg", "manifest.json"),
    ] {
        let path = set.folder(provider).join(name);
        let whole = fs::read(&path).unwrap();
        for place in (0..whole.len()).step_by(7) {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            fs::write(&path, &changed).unwrap();
            let error = set.verify().map(|_| (name, place)).unwrap_err();
            assert_eq!(error.class(), Class::Refused);
            assert!(
                error.to_string().contains(provider),
                "{name}, byte {place}: {error}"
            );
        }
        fs::write(&path, &whole).unwrap();
    }
    set.verify().unwrap();
}

#[test]
fn a_file_cut_swapped_missing_or_added_is_refused() {
    let set = Set::new();
    let folder = set.folder("wijkteam");
    let (persons, uses) = (folder.join("persons.parquet"), folder.join("uses.parquet"));
    let whole = fs::read(&persons).unwrap();
    fs::write(&persons, &whole[..whole.len() / 2]).unwrap();
    assert!(set.refusal("wijkteam").contains("digest"));
    fs::copy(&uses, &persons).unwrap();
    assert!(set.refusal("wijkteam").contains("digest"));
    fs::remove_file(&persons).unwrap();
    assert!(set.refusal("wijkteam").contains("missing"));
    fs::write(&persons, &whole).unwrap();
    fs::copy(&uses, folder.join("more.parquet")).unwrap();
    assert!(set.refusal("wijkteam").contains("does not list"));
}

#[test]
fn a_hand_over_made_under_other_conditions_is_refused_with_the_cause() {
    let set = Set::new();
    let cause = |change: fn(&mut Parties), words: &str| {
        let refusal = set.refusal_of(change);
        assert!(refusal.contains(words), "{refusal}");
    };
    cause(|p| p.key_id = "f".repeat(16), "a different secret");
    cause(|p| p.agreement = "0".repeat(64), "another agreement");
    cause(|p| p.project = "elders-2026".into(), "another project");
    cause(
        |p| p.provider = "wijkteam".into(),
        "two deliveries of wijkteam",
    );
    cause(|p| p.stage = 2, "stage");
    cause(|p| p.tool = "99.0.0".into(), "major version");
    cause(|p| p.normalisation += 1, "normalisation");
}

#[test]
fn other_canaries_are_refused() {
    let set = Set::new();
    let place = set.folder("thuiszorg");
    let folder = WholeFolder::begin(&place, Existing::Replace).unwrap();
    let writer = ProviderWriter::begin(&folder, &services(), When::ALWAYS).unwrap();
    writer.finish(&Silent).unwrap();
    let none = BTreeMap::new();
    write_manifest(&folder, parties("thuiszorg"), counts(), none.clone(), none).unwrap();
    folder.complete().unwrap();
    assert!(set.refusal("thuiszorg").contains("different tokens"));
}

#[test]
fn two_providers_without_the_second_stage_need_a_decision() {
    let error = Set::new().verify_with(&expected()).unwrap_err();
    assert_eq!(error.class(), Class::Refused);
    assert!(error.advice().unwrap().contains("accept_stage_1"));
}

#[test]
fn a_missing_or_unfinished_hand_over_is_refused() {
    let set = Set::new();
    fs::remove_dir_all(set.folder("wijkteam")).unwrap();
    assert!(set.refusal("wijkteam").contains("is not there"));
    let agreed = Agreed {
        provider: ProviderId::register(),
        folder: set.folder("register.partial"),
    };
    let error = HandoverSet::verify(&agreed, &[], &expected(), &Silent).unwrap_err();
    assert!(error.to_string().contains("never completed"));
}
