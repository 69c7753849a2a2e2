//! Which file of a hand-over goes to whom.

use std::path::Path;

use factlab::agreement::{Agreement, Office};
use factlab::pseudonymous::handover::{Envelope, Transport};
use factlab::vocabulary::ProviderId;

/// One line per envelope: what, to whom, and how to reach them.
pub(super) fn what_to_send(
    agreement: &Agreement,
    party: &ProviderId,
    transport: &Transport,
    place: &Path,
) -> String {
    let envelopes = transport.envelopes(party.is_register());
    if envelopes == [Envelope::Whole] && transport.analyst.is_none() {
        let whom = whom(Envelope::Whole, agreement.analyst());
        return format!("Send the whole folder to {whom}.");
    }
    let line = |envelope: &Envelope| {
        let recipient = transport.recipient(*envelope);
        let file = place.join(envelope.file_name(party.as_str(), recipient.is_some()));
        let office = match envelope {
            Envelope::Tokens => agreement.keyholder(),
            _ => agreement.analyst(),
        };
        let way = if recipient.is_some() {
            "encrypted"
        } else {
            "NOT encrypted; use a safe channel"
        };
        format!(
            "Send {} ({way})\n  to {}.",
            file.display(),
            whom(*envelope, office)
        )
    };
    let lines: Vec<String> = envelopes.iter().map(line).collect();
    lines.join("\n")
}

/// The office, by its name where the agreement gives one.
fn whom(envelope: Envelope, office: Option<&Office>) -> String {
    let role = match envelope {
        Envelope::Tokens => "the keyholder",
        _ => "the municipality's analyst",
    };
    let known = office.filter(|office| office.name != office.id);
    let name = known.map_or_else(String::new, |office| format!(", {}", office.name));
    let contact = office.and_then(|office| office.contact.as_ref());
    let contact = contact.map_or_else(String::new, |contact| format!(", {contact}"));
    format!("{role}{name}{contact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n[[service]]\ncode='a'\n[[provider]]\nid='x'\n";

    fn sentences(more: &str) -> String {
        let text = format!("{HEAD}{more}");
        let agreement = Agreement::parse(&text, Path::new("config.toml")).unwrap();
        let party = ProviderId::new("x").unwrap();
        let transport = agreement.transport(agreement.office(&party).unwrap());
        what_to_send(&agreement, &party, &transport, Path::new("made/x"))
    }

    #[test]
    fn who_is_recorded_is_named() {
        assert_eq!(
            sentences(""),
            "Send the whole folder to the municipality's analyst."
        );
        assert_eq!(
            sentences("[analyst]\nname='Team Data'\ncontact='data@zaandorp.example'\n"),
            "Send the whole folder to the municipality's analyst, Team Data, data@zaandorp.example."
        );
        let two = sentences("[keyholder]\nname='Notaris'\n");
        let lines: Vec<&str> = two.lines().collect();
        assert!(
            lines[0].contains("x.tokens.tar (NOT")
                && lines[1].contains("to the keyholder, Notaris"),
            "{two}"
        );
        assert!(
            lines[2].contains("x.uses.tar") && lines[3].contains("to the municipality's analyst"),
            "{two}"
        );
    }
}
