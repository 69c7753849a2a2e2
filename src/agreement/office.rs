//! Who takes part in, what the agreement records of them besides their data out.

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
    /// Whom envelopes for it are encrypted to: keyholder and analyst only.
    pub recipient: Option<Recipient>,
    /// The public half of the key it signs manifests with.
    pub signs: Option<VerifyingKey>,
}

/// Reads what is recorded of `id`. Only who receives envelopes has a `recipient`.
pub(super) fn read_office(section: &Section<'_>, id: &str, receives: bool) -> Office {
    let text = |key| section.text(key).map(|text| text.value);
    let recipient = if receives {
        let expected = "a recipient, age1…: `factlab key id` of an identity prints it";
        section.read("recipient", expected, Recipient::parse)
    } else {
        None
    };
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

/// Reads `[keyholder]` or `[analyst]`; `None` when it is not there.
pub(super) fn read_recipient(section: Section<'_>, id: &str) -> Option<Office> {
    let office = read_office(&section, id, true);
    let is_there = section.is_there();
    section.close();
    is_there.then_some(office)
}

/// Who could open both envelopes would see whose uses they are.
pub(super) fn refuse_one_for_both(
    keyholder: Option<&Office>,
    analyst: Option<&Office>,
    root: &Section<'_>,
) {
    let recipient = |office: Option<&Office>| office.and_then(|office| office.recipient.clone());
    if recipient(keyholder).is_some() && recipient(keyholder) == recipient(analyst) {
        root.mistake(
            root.spot,
            "keyholder and analyst have the same recipient",
            "they are two offices: each makes an identity of its own",
        );
    }
}
