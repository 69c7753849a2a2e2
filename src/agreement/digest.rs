//! The agreement digest: SHA-256 of a canonical form of what all parties must share.
//!
//! `docs/agreement.md` specifies the form, with a test vector.

use std::fmt::Display;

use sha2::{Digest, Sha256};

use super::Agreement;
use super::parties::HOUSEHOLD_RULES;
use crate::identified::TokenMethod;
use crate::vocabulary::{AgreementDigest, Dimensions, NORMALISATION_VERSION, Told};

impl Agreement {
    /// What all parties must share.
    #[must_use]
    pub fn digest(&self) -> AgreementDigest {
        digest(&self.canonical_form())
    }

    /// The text whose digest that is: a first line, and then a word, a space and a value per line, sorted.
    #[must_use]
    pub fn canonical_form(&self) -> String {
        canonical_form(self)
    }
}

/// Lines of a word, a space and a value, in bytewise order; neither words nor values hold a line end.
fn canonical_form(agreement: &Agreement) -> String {
    let project = &agreement.project;
    let mut lines = Vec::new();
    let mut line = |word: &str, value: &dyn Display| lines.push(format!("{word} {value}\n"));
    line("id", &project.id);
    line("series", &project.series);
    line("purpose", &project.purpose);
    line("from", &project.from);
    line("to", &project.to);
    line("reference_date", &project.reference_date);
    line("made_up", &project.is_made_up);
    for (low, high) in project.postcodes.ranges() {
        line("postcodes", &format!("{low}-{high}"));
    }
    if let Some(decision) = &project.accept_stage_1 {
        line("accept_stage_1", decision);
    }
    for (word, day) in [
        ("key_expires", project.key_expires),
        ("delete_after", project.delete_after),
    ] {
        if let Some(day) = day {
            line(word, &day);
        }
    }
    if agreement.keyholder.is_some() {
        line("stages", &2);
    }
    parties_and_services(agreement, &mut line);
    line("tokens", &agreement.tokens.profile.word());
    if agreement.tokens.method == TokenMethod::Oprf {
        line("method", &"oprf");
    }
    if let Some(key) = agreement.tokens.public_key {
        line("public_key", &key);
    }
    if let Some(id) = agreement.tokens.key_id {
        line("key_id", &id);
    }
    line(
        "age_bands",
        &joined(agreement.measure.age_bands.lower_bounds()),
    );
    let dimensions = agreement.measure.dimensions;
    if dimensions != Dimensions::default() {
        line("dimensions", &dimensions.words().join(" "));
    }
    for (word, told) in Told::WORDS {
        if agreement.measure.told.meets(told.when()) {
            line(word, &true);
        }
    }
    line("household", &household_word(agreement));
    line("normalisation", &NORMALISATION_VERSION);
    // The order of services and providers in the file is no part of what is agreed.
    lines.sort_unstable();
    format!("factlab agreement 1\n{}", lines.concat())
}

fn parties_and_services(agreement: &Agreement, line: &mut dyn FnMut(&str, &dyn Display)) {
    // That of a party is left out: keys are sent to it, and no hand-over is.
    for office in agreement.keyholder.iter().chain(&agreement.analyst) {
        if let Some(recipient) = &office.recipient {
            line("recipient", &format!("{} {recipient}", office.id));
        }
    }
    for office in agreement.offices() {
        if let Some(key) = &office.signs {
            line("signs", &format!("{} {key}", office.id));
        }
    }
    for service in &agreement.services {
        match &service.organisation {
            Some(organisation) => line("service", &format!("{} {organisation}", service.code)),
            None => line("service", &service.code),
        }
        if service.is_by_address {
            line("by_address", &service.code);
        }
    }
    for need in &agreement.needs {
        line("service", &need.code);
    }
    for provider in &agreement.providers {
        line("provider", &provider.id);
        if provider.is_of_needs {
            line("need", &provider.id);
        }
    }
}

/// SHA-256 of the UTF-8 bytes of the canonical form.
fn digest(canonical_form: &str) -> AgreementDigest {
    AgreementDigest::new(Sha256::digest(canonical_form.as_bytes()).into())
}

fn household_word(agreement: &Agreement) -> &'static str {
    let rule = agreement.register.household.value;
    let mut rules = HOUSEHOLD_RULES.iter();
    rules
        .find(|(_, one)| *one == rule)
        .map_or("column", |(word, _)| word)
}

fn joined(bounds: &[u8]) -> String {
    let words: Vec<String> = bounds.iter().map(u8::to_string).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const DOCUMENT: &str = include_str!("../../docs/agreement.md");
    const EXAMPLE: &str = include_str!("../../config.toml");

    fn form(text: &str) -> String {
        canonical_form(&Agreement::parse(text, Path::new("config.toml")).unwrap())
    }

    #[test]
    fn the_documented_test_vector_is_recomputed() {
        let form = form(EXAMPLE);
        assert!(DOCUMENT.contains(&form), "the document must hold:\n{form}");
        let digest = digest(&form).to_string();
        assert!(
            DOCUMENT.contains(&digest),
            "the document must hold {digest}"
        );
    }

    #[test]
    fn the_order_of_the_file_does_not_matter() {
        let head = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n";
        let services = ["[[service]]\ncode='a'\n", "[[service]]\ncode='b'\n"];
        let providers = "[[provider]]\nid='x'\n[[provider]]\nid='y'\n";
        let turned = "[[provider]]\nid='y'\n[[provider]]\nid='x'\n";
        assert_eq!(
            form(&[head, services[0], services[1], providers].concat()),
            form(&[turned, services[1], services[0], head].concat()),
        );
    }

    #[test]
    fn names_paths_and_language_are_local() {
        let plain = form(EXAMPLE);
        let local = EXAMPLE
            .replace("\"nl\"", "\"en\"")
            .replace("Hulp bij het huishouden", "Huishoudelijke hulp")
            .replace("handovers/", "elsewhere/");
        assert_ne!(local, EXAMPLE);
        assert_eq!(plain, form(&local));
    }

    #[test]
    fn what_all_share_changes_the_digest() {
        let changes = [
            ("zaandorp-2026", "zaandorp-2027"),
            ("[0, 25, 45, 65, 75]", "[0, 18]"),
            ("\"wmo-hbh\"", "\"wmo-hulp\""),
            ("= 2026-12-31", "= 2026-12-30"),
            ("made_up        = false", "made_up        = true"),
        ];
        for (from, to) in changes {
            assert!(EXAMPLE.contains(from), "{from}");
            assert_ne!(form(EXAMPLE), form(&EXAMPLE.replace(from, to)), "{from}");
        }
    }

    /// The lines of the canonical form of `text` that `plain` lacks.
    fn added(plain: &str, text: &str) -> Vec<String> {
        let plain = form(plain);
        let known: Vec<&str> = plain.lines().collect();
        let form = form(text);
        let new = form.lines().filter(|line| !known.contains(line));
        new.map(str::to_owned).collect()
    }

    #[test]
    fn days_stages_recipients_and_signing_keys_are_shared() {
        let project = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n";
        let rest = "[tokens]\nprofile='id'\n[[service]]\ncode='a'\n[[provider]]\nid='x'\n";
        let plain = [project, rest].concat();
        let recipient = crate::keys::Identity::generate().recipient();
        let signs = crate::keys::SigningKey::from_bytes([7; 32]).verifying_key();
        let cases = [
            (
                [project, "key_expires=2027-03-31\n", rest].concat(),
                vec!["key_expires 2027-03-31".to_owned()],
            ),
            (
                [project, "delete_after=2028-01-01\n", rest].concat(),
                vec!["delete_after 2028-01-01".into()],
            ),
            (
                [&plain, "[keyholder]\nname='K'\n"].concat(),
                vec!["stages 2".into()],
            ),
            (
                format!("{plain}[analyst]\nrecipient='{recipient}'\n"),
                vec![format!("recipient analyst {recipient}")],
            ),
            (
                format!("{plain}signs='{signs}'\n"),
                vec![format!("signs x {signs}")],
            ),
            (
                plain.replace("profile='id'", "profile='id'\nmethod='oprf'"),
                vec!["method oprf".into()],
            ),
            (
                plain.replace("profile='id'", "profile='id'\nkey_id='83019beb8764fe67'"),
                vec!["key_id 83019beb8764fe67".into()],
            ),
            (
                plain.replace("id='x'", &format!("id='x'\nrecipient='{recipient}'")),
                vec![],
            ),
            (
                plain.replace("code='a'", "code='a'\nattribute_to='address'"),
                vec!["by_address a".into()],
            ),
            (
                [&plain, "[measure]\ndimensions=['sex', 'wijk']\n"].concat(),
                vec!["dimensions wijk sex".into()],
            ),
        ];
        for (text, lines) in cases {
            assert_eq!(added(&plain, &text), lines, "{text}");
        }
    }

    #[test]
    fn contact_legal_basis_and_a_day_of_a_party_are_recorded_and_not_in_the_digest() {
        let recorded = EXAMPLE.replace(
            "name = \"Sociale Dienst\"",
            "name = \"Sociale Dienst\"\ncontact='c'\nlegal_basis='l'\ndelete_after=2030-01-01",
        );
        assert_ne!(recorded, EXAMPLE);
        assert_eq!(form(EXAMPLE), form(&recorded));
    }
}
