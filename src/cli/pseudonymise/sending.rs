//! An agreement in, to whom a hand-over goes out.

use factlab::agreement::{Agreement, Office};

/// What to send to whom, in a sentence.
pub(super) fn to_whom(agreement: &Agreement) -> String {
    let analyst = agreement
        .analyst()
        .map_or_else(|| ANALYST.to_owned(), |one| named(one, ANALYST));
    match agreement.keyholder() {
        None => format!("Send the whole folder to {analyst}."),
        Some(keyholder) => format!(
            "Send what is for the keyholder to {},\nand what is for the analyst to {analyst}.",
            named(keyholder, "the keyholder")
        ),
    }
}

const ANALYST: &str = "the municipality's analyst";

/// The name and contact where they are recorded.
fn named(office: &Office, role: &str) -> String {
    let is_named = office.name != office.id;
    let name = if is_named {
        format!("{}, {role}", office.name)
    } else {
        role.to_owned()
    };
    match &office.contact {
        Some(contact) => format!("{name} ({contact})"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const HEAD: &str = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n[[service]]\ncode='a'\n[[provider]]\nid='x'\n";

    fn sentence(more: &str) -> String {
        let text = format!("{HEAD}{more}");
        to_whom(&Agreement::parse(&text, Path::new("config.toml")).unwrap())
    }

    #[test]
    fn who_is_recorded_is_named() {
        assert_eq!(
            sentence(""),
            "Send the whole folder to the municipality's analyst."
        );
        assert_eq!(
            sentence("[analyst]\nname='Team Data'\ncontact='data@zaandorp.example'\n"),
            "Send the whole folder to Team Data, the municipality's analyst (data@zaandorp.example)."
        );
        assert_eq!(
            sentence("[keyholder]\nname='Notaris'\n"),
            "Send what is for the keyholder to Notaris, the keyholder,\n\
             and what is for the analyst to the municipality's analyst."
        );
    }
}
