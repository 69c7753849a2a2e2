//! What an agreement may say and had better not, or had better say: each with what to do.

use serde::Serialize;

use super::{Agreement, Office};
use crate::identified::TokenMethod;

/// More parties than this, when it is all of them, are not named one by one.
const MANY: usize = 4;

/// Something legal but unwise.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What it is, in one line.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

impl Agreement {
    /// What is legal but unwise, the gravest first.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks = Vec::new();
        self.remark_on_stages(&mut remarks);
        self.remark_on_recipients(&mut remarks);
        self.remark_on_keys(&mut remarks);
        self.remark_on_records(&mut remarks);
        remarks
    }

    /// The second stage.
    fn remark_on_stages(&self, remarks: &mut Vec<Remark>) {
        let accepts = self.project.accept_stage_1.is_some();
        match (&self.keyholder, accepts) {
            (None, true) => remark(
                remarks,
                "stage 1 is accepted: anyone with the project secret and the hand-overs can tell whose they are",
                "agree on a [keyholder], and remove `accept_stage_1`",
            ),
            (None, false) if self.providers.len() > 1 => remark(
                remarks,
                "there is no [keyholder], and `run` refuses tokens of stage 1",
                "agree on a [keyholder]",
            ),
            (Some(_), true) => remark(
                remarks,
                "with `accept_stage_1`, tokens that did not go through the keyholder are accepted too",
                "remove `accept_stage_1`",
            ),
            _ => {}
        }
        let same = |one: &Office, other: &Office| {
            one.name == other.name || one.contact.is_some() && one.contact == other.contact
        };
        if let (Some(keyholder), Some(analyst)) = (&self.keyholder, &self.analyst)
            && same(keyholder, analyst)
        {
            remark(
                remarks,
                "keyholder and analyst have the same name or contact",
                "choose a keyholder outside the analyst's line: together they undo the second stage",
            );
        }
    }

    /// Whom envelopes and the secret can be encrypted for.
    fn remark_on_recipients(&self, remarks: &mut Vec<Remark>) {
        let lacks = |office: &Option<Office>| {
            let recipient = office.as_ref().and_then(|office| office.recipient.as_ref());
            recipient.is_none()
        };
        if self.keyholder.is_some() && lacks(&self.keyholder) {
            remark(
                remarks,
                "[keyholder] has no recipient, so tokens travel unencrypted",
                "the keyholder runs `factlab key new FILE --kind identity`; add what it prints: recipient = \"age1…\"",
            );
        }
        if lacks(&self.analyst) {
            remark(
                remarks,
                "[analyst] has no recipient, so uses and households travel unencrypted",
                "the analyst runs `factlab key new FILE --kind identity`; add what it prints: recipient = \"age1…\"",
            );
        }
        let without = self.parties_without(|office| office.recipient.is_some());
        if self.tokens.method == TokenMethod::Hmac && !without.is_empty() {
            remark(
                remarks,
                format!(
                    "no recipient of {without}: the project secret cannot be sent to them encrypted"
                ),
                "each runs `factlab key new FILE --kind identity`; add what it prints: recipient = \"age1…\"",
            );
        }
    }

    /// Which keys were agreed on, and until when.
    fn remark_on_keys(&self, remarks: &mut Vec<Remark>) {
        if self.key_id().is_none() && self.tokens.method == TokenMethod::Hmac {
            remark(
                remarks,
                "[tokens] has no key_id, so another secret is found out only when the hand-overs are together",
                "add key_id = \"…\", which `factlab key id` shows of the project secret",
            );
        }
        if self.public_key().is_none() && self.tokens.method == TokenMethod::Oprf {
            remark(
                remarks,
                "[tokens] has no public_key, so answers of another key are not noticed",
                "add public_key = \"…\", which `factlab key id` shows of the OPRF key",
            );
        }
        let unsigned = self.parties_without(|office| office.signs.is_some());
        if !unsigned.is_empty() {
            remark(
                remarks,
                format!(
                    "no signing key of {unsigned}: a hand-over of another sender is not noticed"
                ),
                "each runs `factlab key new FILE --kind signing`; add what `factlab key id` shows: signs = \"…\"",
            );
        }
        if self.project.key_expires.is_none() {
            remark(
                remarks,
                "the project secret never expires",
                "add key_expires under [project]: the last day on which hand-overs are made",
            );
        }
    }

    /// What the papers need.
    fn remark_on_records(&self, remarks: &mut Vec<Remark>) {
        let kept = self.parties_without(|office| self.delete_after(office).is_some());
        if !kept.is_empty() {
            remark(
                remarks,
                format!("no retention date of {kept}"),
                "add delete_after under [project], or under the party: the last day on which the hand-over is kept",
            );
        }
        let without = named(self.offices(), |office| office.legal_basis.is_some());
        if !without.is_empty() {
            remark(
                remarks,
                format!("no legal basis of {without}"),
                "add legal_basis = \"…\", the article or contract on which they take part; `factlab dpia` prints it",
            );
        }
        let without = named(self.offices(), |office| office.contact.is_some());
        if !without.is_empty() {
            remark(
                remarks,
                format!("no contact of {without}"),
                "add contact = \"…\": whom to write to or call",
            );
        }
        if self.purpose().is_empty() {
            remark(
                remarks,
                "[project] has no purpose",
                "add purpose = \"…\": what the numbers are for",
            );
        }
        let uncounted = self.providers.iter();
        let uncounted = uncounted.filter(|one| !one.is_of_needs && one.clients.is_none());
        let uncounted: Vec<&str> = uncounted.map(|one| one.id.as_str()).collect();
        if !uncounted.is_empty() {
            remark(
                remarks,
                format!(
                    "no number of clients of {}: a run without them cannot say what they would add",
                    uncounted.join(", ")
                ),
                "add clients = …, rounded up to a multiple of 50",
            );
        }
    }

    /// The parties of which `has` does not hold.
    fn parties_without(&self, has: impl Fn(&Office) -> bool) -> String {
        let parties = self.parties();
        let offices = parties.iter().filter_map(|id| self.office(id).ok());
        named(offices, has)
    }
}

/// The ids of those of which `has` does not hold; one word where that is all of many.
fn named<'a>(
    offices: impl IntoIterator<Item = &'a Office>,
    has: impl Fn(&Office) -> bool,
) -> String {
    let (with, without): (Vec<&Office>, Vec<&Office>) =
        offices.into_iter().partition(|office| has(office));
    if with.is_empty() && without.len() > MANY {
        return "any party".to_owned();
    }
    let ids: Vec<&str> = without.iter().map(|office| office.id.as_str()).collect();
    ids.join(", ")
}

fn remark(remarks: &mut Vec<Remark>, what: impl Into<String>, advice: &'static str) {
    let what = what.into();
    remarks.push(Remark { what, advice });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn remarks(text: &str) -> Vec<String> {
        let agreement = Agreement::parse(text, Path::new("config.toml")).unwrap();
        let remarks = agreement.remarks().into_iter();
        remarks.map(|one| one.what).collect()
    }

    #[test]
    fn an_agreement_that_says_all_has_no_remarks() {
        let identity = || crate::keys::Identity::generate().recipient();
        let signs = crate::keys::SigningKey::from_bytes([7; 32]).verifying_key();
        let office = |name| {
            format!(
                "name='{name}'\ncontact='{name}@x.example'\nlegal_basis='l'\nrecipient='{}'\nsigns='{signs}'\n",
                identity()
            )
        };
        let text = format!(
            "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\npurpose='q'\nkey_expires=2027-01-01\ndelete_after=2027-01-01\n\
             [tokens]\nkey_id='83019beb8764fe67'\n[[service]]\ncode='a'\n[keyholder]\n{}[analyst]\n{}[register]\n{}\
             [[provider]]\nid='x'\nclients=50\n{}",
            office("k"),
            office("a"),
            office("r"),
            office("x")
        );
        assert_eq!(remarks(&text), Vec::<String>::new());
        let unsafe_way = text.replace("purpose='q'", "accept_stage_1='d'");
        let found = remarks(&unsafe_way);
        assert!(
            found[0].contains("did not go through the keyholder"),
            "{found:?}"
        );
        assert_eq!(found[1..], ["[project] has no purpose"]);
    }

    #[test]
    fn the_gravest_comes_first() {
        let head = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n";
        let rest = "[[service]]\ncode='a'\n[[provider]]\nid='x'\n[[provider]]\nid='y'\n";
        let found = remarks(&format!("{head}accept_stage_1='d'\n{rest}"));
        assert!(found[0].starts_with("stage 1 is accepted"), "{found:?}");
        assert_eq!(found.len(), 11, "{found:#?}");
        let found = remarks(&format!("{head}{rest}"));
        assert!(found[0].contains("`run` refuses"), "{found:?}");
    }
}
