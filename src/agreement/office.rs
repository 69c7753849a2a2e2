//! Names, contacts, legal bases and keys of the parties.

use super::mistakes::Spot;
use super::section::Section;
use crate::keys::{Recipient, VerifyingKey};
use crate::vocabulary::Day;

/// A party, the keyholder or the analyst.
#[derive(Debug, Clone)]
pub struct Office {
    /// The provider's id, `register`, `keyholder` or `analyst`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whom to write to or call.
    pub contact: Option<String>,
    /// The article of law on which it takes part.
    pub legal_basis: Option<String>,
    /// The day after which what it handed over must be gone; where absent, that of the project.
    pub delete_after: Option<Day>,
    /// Whom what is for it is encrypted to: envelopes of hand-overs for keyholder and analyst, keys for the others.
    pub recipient: Option<Recipient>,
    /// The public half of the key it signs manifests with; the analyst signs releases.
    pub signs: Option<VerifyingKey>,
}

/// Reads what is recorded of `id`.
pub(super) fn read_office(section: &Section<'_>, id: &str) -> Office {
    let text = |key| section.text(key).map(|text| text.value);
    let expected = "a recipient, age1…: `factlab key id` of an identity prints it";
    let recipient = section.read("recipient", expected, Recipient::parse);
    let expected = "64 hexadecimal digits: `factlab key id` of a signing key prints them";
    let signs = section.read("signs", expected, VerifyingKey::parse);
    Office {
        id: id.to_owned(),
        name: text("name").unwrap_or_else(|| id.to_owned()),
        contact: text("contact"),
        legal_basis: text("legal_basis"),
        delete_after: section.day("delete_after").map(|day| day.value),
        recipient: recipient.map(|recipient| recipient.value),
        signs: signs.map(|key| key.value),
    }
}

/// Reads `[keyholder]` and `[analyst]`; nobody is both, or one would open all envelopes.
pub(super) fn read_recipients(root: &Section<'_>) -> (Option<Office>, Option<Office>) {
    let (keyholder, _) = read_recipient(root.section("keyholder"), "keyholder");
    let section = root.section("analyst");
    let (analyst, spot) = read_recipient(section, "analyst");
    let recipient = |office: &Option<Office>| office.as_ref()?.recipient.clone();
    if let (Some(one), Some(other)) = (recipient(&keyholder), recipient(&analyst))
        && one == other
    {
        let message =
            "keyholder and analyst have the same recipient: one person would open both envelopes";
        let hint = "each makes an identity and keeps it: factlab key new FILE --kind identity";
        root.mistake(spot, message, hint);
    }
    (keyholder, analyst)
}

/// Notes a party with the recipient of keyholder or analyst: who must not have the project secret could open it.
pub(super) fn refuse_shared_recipients<'a>(
    offices: [Option<&Office>; 2],
    parties: impl Iterator<Item = (&'a Office, Spot)>,
    root: &Section<'_>,
) {
    for (party, spot) in parties {
        let is_same = |office: &&Office| office.recipient == party.recipient;
        let shared = offices.into_iter().flatten().find(is_same);
        if let Some(office) = shared.filter(|_| party.recipient.is_some()) {
            let (id, role) = (&party.id, &office.id);
            let message = format!(
                "`{id}` has the recipient of the {role}, who must not have the project secret"
            );
            let hint = "each makes an identity and keeps it: factlab key new FILE --kind identity";
            root.mistake(spot, message, hint);
        }
    }
}

/// Notes a keyholder who does not sign where a party does: its signature ends at the second stage.
pub(super) fn refuse_unsigned_stage<'a>(
    keyholder: Option<&Office>,
    mut parties: impl Iterator<Item = &'a Office>,
    root: &Section<'_>,
) {
    let has_signature = parties.any(|office| office.signs.is_some());
    if has_signature && keyholder.is_some_and(|keyholder| keyholder.signs.is_none()) {
        let message = "a party signs and the keyholder does not: tokens of the second stage would be taken from anyone";
        let hint = "add signs = \"…\" under [keyholder]: factlab key new FILE --kind signing, and factlab key id FILE prints it";
        root.mistake(root.spot_of("keyholder"), message, hint);
    }
}

/// Reads `[keyholder]` or `[analyst]`, `None` when it is not there; and where its recipient stands.
fn read_recipient(section: Section<'_>, id: &str) -> (Option<Office>, Spot) {
    let office = read_office(&section, id);
    let is_there = section.is_there();
    let spot = section.spot_of("recipient");
    section.close();
    (is_there.then_some(office), spot)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Agreement;
    use crate::keys::Identity;

    const BEGIN: &str =
        "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n[[service]]\ncode='a'\n";

    /// An agreement with `provider` in its provider and `rest` behind it.
    fn read(provider: &str, rest: &str) -> crate::error::Result<Agreement> {
        let text = format!("{BEGIN}[[provider]]\nid='x'\n{provider}\n{rest}\n");
        Agreement::parse(&text, Path::new("config.toml"))
    }

    /// The message and hint of the error.
    fn complaint(provider: &str, rest: &str) -> String {
        let error = read(provider, rest).unwrap_err();
        format!("{error}\nhint: {}", error.advice().unwrap_or_default())
    }

    #[test]
    fn what_is_recorded_of_a_party_is_read() {
        let recipient = Identity::generate().recipient();
        let agreement = read(
            "contact='fg@x.example'\nlegal_basis='artikel 1'\ndelete_after=2028-01-01",
            &format!(
                "[keyholder]\nrecipient='{recipient}'\n[analyst]\nname='A'\n[register]\nname='R'"
            ),
        );
        let agreement = agreement.unwrap();
        let ids: Vec<&str> = agreement
            .offices()
            .iter()
            .map(|office| office.id.as_str())
            .collect();
        assert_eq!(ids, ["register", "x", "keyholder", "analyst"]);
        let x = agreement.offices()[1];
        assert_eq!(
            (x.contact.as_deref(), x.legal_basis.as_deref()),
            (Some("fg@x.example"), Some("artikel 1"))
        );
        assert_eq!(agreement.keyholder().unwrap().recipient, Some(recipient));
        assert_eq!(agreement.analyst().unwrap().name, "A");
    }

    #[test]
    fn a_recipient_or_signing_key_that_is_none_is_a_mistake_at_its_place() {
        let message = complaint("", "[analyst]\nrecipient='age1xyz'");
        assert!(
            message
                .starts_with("config.toml:11:11: `analyst.recipient` must be a recipient, age1…"),
            "{message}"
        );
        let message = complaint("signs='12'", "");
        assert!(
            message.starts_with("config.toml:9:7: `provider.signs` must be 64 hexadecimal digits"),
            "{message}"
        );
        let message = complaint(
            "signs='0000000000000000000000000000000000000000000000000000000000000000'",
            "",
        );
        assert!(message.contains("`provider.signs` must be"), "{message}");
        let message = complaint("delete_after='soon'", "");
        assert!(
            message.starts_with("config.toml:9:14: `provider.delete_after` must be a day"),
            "{message}"
        );
    }

    #[test]
    fn a_party_has_a_recipient_of_its_own_and_never_that_of_keyholder_or_analyst() {
        let [own, other] = [(); 2].map(|()| Identity::generate().recipient());
        let key = format!("recipient='{own}'");
        let agreement = read(&key, &format!("[analyst]\nrecipient='{other}'")).unwrap();
        assert_eq!(agreement.offices()[1].recipient, Some(own));
        for role in ["keyholder", "analyst"] {
            let message = complaint(&key, &format!("[{role}]\n{key}"));
            let words = format!("config.toml:7:1: `x` has the recipient of the {role}");
            assert!(message.starts_with(&words), "{message}");
        }
        let message = complaint("", &format!("[analyst]\n{key}\n[register]\n{key}"));
        let words = "config.toml:12:1: `register` has the recipient of the analyst";
        assert!(message.starts_with(words), "{message}");
    }

    #[test]
    fn keyholder_and_analyst_cannot_be_one() {
        let recipient = Identity::generate().recipient();
        let both =
            format!("[keyholder]\nrecipient='{recipient}'\n[analyst]\nrecipient='{recipient}'");
        let message = complaint("", &both);
        assert!(
            message.starts_with("config.toml:13:11: keyholder and analyst have the same recipient"),
            "{message}"
        );
        assert!(message.contains("--kind identity"));
    }

    #[test]
    fn where_a_party_signs_the_keyholder_does_too() {
        let key = crate::keys::SigningKey::from_bytes([7; 32]).verifying_key();
        let signs = format!("signs='{key}'");
        for (provider, register) in [(signs.as_str(), ""), ("", signs.as_str())] {
            let rest =
                |keyholder: &str| format!("[keyholder]\n{keyholder}\n[register]\n{register}");
            let message = complaint(provider, &rest(""));
            assert!(
                message.starts_with("config.toml:10:1: a party signs and the keyholder does not"),
                "{message}"
            );
            assert!(message.contains("--kind signing"), "{message}");
            assert!(read(provider, &rest(&signs)).is_ok());
        }
        assert!(read(&signs, "").is_ok() && read("", "[keyholder]\nname='N'").is_ok());
    }

    #[test]
    fn the_names_of_roles_are_no_providers() {
        let message = complaint("[[provider]]\nid='keyholder'", "");
        assert!(
            message.starts_with("config.toml:10:4: `keyholder` is the name of a role"),
            "{message}"
        );
    }
}
