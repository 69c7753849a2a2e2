//! Which delivery of a party is counted: the latest, and an older one only when it is meant.

use super::*;

impl Set {
    fn release_key(&self) -> PathBuf {
        self.home.path().join("release.key")
    }

    /// As a run does: refuses older deliveries, or notes that these were counted.
    fn count(&self) -> Result<()> {
        let set = self.verify()?;
        let seen = SeenDeliveries::beside(&self.release_key())?;
        set.all().try_for_each(|one| seen.refuse_older(one))?;
        seen.keep(&set)
    }

    /// The party delivers again; gives where its delivery before stands now.
    fn deliver_again(&self, party: &str) -> PathBuf {
        let place = self.folder(party);
        let delivery = self.manifest(party).delivery;
        delivery.note_beside(&place).unwrap();
        let earlier = self.folder(&format!("earlier-{party}-{}", delivery.number));
        fs::rename(&place, &earlier).unwrap();
        self.write(parties(party), party);
        earlier
    }

    fn manifest(&self, party: &str) -> Manifest {
        Manifest::read(&self.folder(party).join("manifest.json"), party).unwrap()
    }
}

#[test]
fn a_delivery_before_the_latest_that_was_counted_is_refused_by_name() {
    let set = Set::new();
    set.count().unwrap();
    set.count().unwrap();
    let earlier = set.deliver_again("wijkteam");
    assert_eq!(set.manifest("wijkteam").delivery.number, 2);
    set.count().unwrap();
    let place = set.folder("wijkteam");
    fs::remove_dir_all(&place).unwrap();
    fs::rename(&earlier, &place).unwrap();
    let error = set.count().unwrap_err();
    assert_eq!(error.class(), Class::Refused);
    assert!(error.to_string().contains("wijkteam"), "{error}");
    assert!(error.advice().unwrap().contains("--older"));
}

#[test]
fn counting_an_older_delivery_on_purpose_does_not_forget_the_latest() {
    let set = Set::new();
    let earlier = set.deliver_again("wijkteam");
    set.count().unwrap();
    let place = set.folder("wijkteam");
    fs::remove_dir_all(&place).unwrap();
    fs::rename(&earlier, &place).unwrap();
    let seen = || SeenDeliveries::beside(&set.release_key()).unwrap();
    seen().keep(&set.verify().unwrap()).unwrap();
    let set = set.verify().unwrap();
    let seen = seen();
    assert!(set.all().any(|one| seen.refuse_older(one).is_err()));
}

#[test]
fn a_delivery_of_a_day_that_has_not_come_is_refused() {
    let set = Set::new();
    let mut manifest = set.manifest("wijkteam");
    manifest.delivery.day = "9999-12-31".into();
    let (_, text) = manifest.sealed().unwrap();
    fs::write(set.folder("wijkteam").join("manifest.json"), text).unwrap();
    let error = set.count().unwrap_err();
    assert_eq!(error.class(), Class::Refused);
    let text = error.to_string();
    assert!(
        text.contains("wijkteam") && text.contains("9999-12-31"),
        "{text}"
    );
}

#[test]
fn a_delivery_without_a_day_or_a_number_is_refused() {
    let set = Set::new();
    let path = set.folder("wijkteam").join("manifest.json");
    for (day, number) in [("2026-02-30", 1), ("", 1), ("2026-11-28", 0)] {
        let mut manifest = set.manifest("wijkteam");
        manifest.delivery.day = day.into();
        manifest.delivery.number = number;
        let (_, text) = manifest.sealed().unwrap();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, text).unwrap();
        assert!(set.refusal("wijkteam").contains("day and number"));
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_list_of_deliveries_that_is_something_else_is_reported() {
    let set = Set::new();
    let list = set.home.path().join("release.key.deliveries.json");
    for text in [
        "",
        "{",
        "[]",
        r#"{"p": {"register": {"day": "x", "number": 1}}}"#,
    ] {
        fs::write(&list, text).unwrap();
        assert!(
            SeenDeliveries::beside(&set.release_key()).is_err(),
            "{text}"
        );
    }
}
