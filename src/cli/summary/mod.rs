//! The summary of a pass over an extract, as text and as JSON.

mod codes;
mod detected;
mod leaving;
mod rare;
mod rules;

use std::fmt::Write;

use factlab::identified::{PartySettings, Summary};
use factlab::vocabulary::ProviderId;
use serde_json::{Value, json};

use super::words::{counted, grouped};
pub(super) use codes::as_json as codes_as_json;
pub(super) use leaving::what_leaves;

/// The counts in words, with a table of the broken rules.
pub(super) fn in_words(party: &ProviderId, summary: &Summary) -> String {
    let mut counts = format!(
        "{party}: {} read; {}",
        counted(summary.read, "row", "rows"),
        kept(party, summary)
    );
    let duplicates = if summary.double == 1 {
        "duplicate"
    } else {
        "duplicates"
    };
    for (count, words) in [
        (summary.outside_period, "outside the period"),
        (summary.double, duplicates),
        (summary.dropped, "dropped by the service mapping"),
        (summary.objected, objected(party)),
    ] {
        if count > 0 {
            let _ = write!(counts, ", {} {words}", grouped(count));
        }
    }
    let rejected = grouped(summary.rows_left_behind());
    let share = 100.0 * summary.share_left_behind();
    let _ = write!(counts, ", {rejected} rejected ({share:.1} %)");
    let mut text = counts + "\n";
    for line in detected::by_settings(&summary.detected) {
        let _ = writeln!(text, "  {line}");
    }
    text.push_str(&rules::table(summary));
    text.push_str(&codes::in_words(summary));
    text.push_str(&rare::in_words(summary));
    for line in rules::doubts(summary) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// What an objection leaves out: rows at a provider; in the register the person stays, without being found.
fn objected(party: &ProviderId) -> &'static str {
    if party.is_register() {
        "of them objected"
    } else {
        "of people who objected"
    }
}

/// What is kept. Persons of the register may live outside every household.
fn kept(party: &ProviderId, summary: &Summary) -> String {
    if !party.is_register() {
        let clients = counted(summary.clients, "client", "clients");
        return format!("{} kept ({clients})", grouped(summary.kept));
    }
    let mut text = format!(
        "{} kept, {}, {}",
        counted(summary.clients, "person", "people"),
        counted(
            summary.households,
            "private household",
            "private households"
        ),
        counted(summary.institutions, "institution", "institutions")
    );
    if summary.without_household > 0 {
        let persons = counted(summary.without_household, "person", "people");
        let _ = write!(text, ", {persons} without a household");
    }
    text
}

/// The counts as JSON.
pub(super) fn as_json(party: &ProviderId, summary: &Summary) -> Value {
    let mut object = json!({
        "party": party.as_str(),
        "read": summary.read,
        "kept": summary.kept,
        "clients": summary.clients,
        "households": summary.households,
        "institutions": summary.institutions,
        "outside_period": summary.outside_period,
        "double": summary.double,
        "dropped": summary.dropped,
        "objected": summary.objected,
        "left_behind": summary.rows_left_behind(),
        "share_left_behind": summary.share_left_behind(),
        "left_behind_by_rule": summary.left_behind,
        "findings": summary.findings,
        "detected": detected::by_settings(&summary.detected),
        "doubts": rules::doubts(summary),
        "rare": rare::as_json(summary),
    });
    if party.is_register() {
        object["without_household"] = json!(summary.without_household);
    }
    object
}

/// The last line: whether the hand-over can be made.
pub(super) fn verdict(settings: &PartySettings, summary: &Summary) -> String {
    let most = 100.0 * settings.max_left_behind();
    let doubts = rules::doubts(summary).len() as u64;
    if settings.refuses(summary) {
        return format!(
            "  Not ready: more than the agreed {most:.1} % is rejected, and `pseudonymise` will refuse this extract.\n"
        );
    }
    match doubts {
        0 => "  Ready to hand over.\n".to_owned(),
        _ => format!(
            "  Ready to hand over, once you have looked at {} above.\n",
            counted(doubts, "doubt", "doubts")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(id: &str) -> ProviderId {
        ProviderId::new(id).unwrap()
    }

    #[test]
    fn persons_are_not_said_to_live_in_the_households() {
        let summary = Summary {
            read: 687,
            clients: 682,
            households: 349,
            institutions: 1,
            ..Summary::default()
        };
        let words = in_words(&party("register"), &summary);
        let expected = "register: 687 rows read; 682 people kept, 349 private households, 1 institution, 0 rejected";
        assert!(words.starts_with(expected), "{words}");
    }

    #[test]
    fn persons_without_a_household_are_told_however_few() {
        let summary = Summary {
            read: 3,
            clients: 3,
            households: 1,
            without_household: 1,
            ..Summary::default()
        };
        let register = party("register");
        let words = in_words(&register, &summary);
        let expected =
            "1 private household, 0 institutions, 1 person without a household, 0 rejected";
        assert!(words.contains(expected), "{words}");
        assert_eq!(as_json(&register, &summary)["without_household"], 1);
    }

    #[test]
    fn one_row_of_one_client_is_singular() {
        let summary = Summary {
            read: 1,
            kept: 1,
            clients: 1,
            ..Summary::default()
        };
        let words = in_words(&party("wmo"), &summary);
        assert!(
            words.starts_with("wmo: 1 row read; 1 kept (1 client), 0 rejected"),
            "{words}"
        );
    }
}
