//! The lines of TOML for the services of an extract.

use std::fmt::Write;

use toml_edit::Value;

use super::lines::{comment, line};
use super::parts::{Draft, Services};
use super::services::Own;

/// The services that the agreement lacks.
pub(super) fn lacking(draft: &Draft, text: &mut String) {
    let mut service = |code: &str, name: &str, domain: &str, hint: &str| {
        text.push_str("[[service]]\n");
        line(text, "code", code, "");
        line(text, "name", name, hint);
        line(
            text,
            "domain",
            domain,
            if hint.is_empty() { "" } else { "law or field" },
        );
        text.push('\n');
    };
    match &draft.services {
        Services::Lacking => {
            service(
                &draft.id,
                &draft.name,
                "unknown",
                "what the service is called",
            );
        }
        Services::Coded { translation, .. } => {
            for known in translation.lacking.values() {
                service(known.ours, known.name, known.domain, "");
            }
        }
        Services::Register | Services::Agreed(_) | Services::Asked => {}
    }
}

/// How codes become services. A table of them decides alone, so without a line that counts it is a comment whole.
pub(super) fn codes(draft: &Draft, text: &mut String) {
    let Services::Coded {
        translation,
        has_others,
    } = &draft.services
    else {
        return;
    };
    let is_empty = translation.codes.is_empty();
    text.push_str(if is_empty {
        "# [provider.services]\n"
    } else {
        "[provider.services]\n"
    });
    let own = |rows: u64| format!("{rows} rows: the code of your service");
    for (theirs, ours) in &translation.codes {
        let (theirs, ours) = (Value::from(*theirs), Value::from(ours.as_str()));
        let _ = writeln!(text, "{theirs} = {ours}");
    }
    for Own { code, rows, agreed } in &translation.own {
        match agreed {
            true if !is_empty => line(text, code, code, ""),
            true => comment(text, code, code, "already a service of the agreement"),
            false => comment(text, code, "…", &own(*rows)),
        }
    }
    if *has_others {
        text.push_str(
            "# \"their code\" = \"our code\"   a line for each other code; \"-\" drops one\n",
        );
    }
}
