//! A release on the screen: which deliveries were counted, its headline, and what is missing from it.

use std::fmt::Write;

use factlab::pseudonymous::protect::published::Audited;
use factlab::released::calculate::Value;
use factlab::released::runs::UtilityRecord;
use factlab::run::Released;
use factlab::vocabulary::ProviderId;
use serde_json::{Map, Value as Json, json};

use super::corrected;
use super::headline::Headline;
use super::not_compared;
use super::screen::Screen;
use super::words::{grouped, shown};

/// A line per party: which of its deliveries was counted; and whose was accepted.
pub(super) fn deliveries(released: &Released, accepted: &[ProviderId]) -> String {
    let lines = released.deliveries.iter();
    let lines: Vec<_> = lines
        .map(|(party, issue)| format!("  {party}: {issue}"))
        .collect();
    let mut text = format!("Counted:\n{}", lines.join("\n"));
    for party in accepted {
        // Writing to a String cannot fail.
        let _ = write!(text, "\nAccepted as it is, though unusual: {party}");
    }
    text
}

/// A line per area that could not be drawn as it should, per row of a public file that was not used, per provider that was left
/// out and of which nothing follows for what it would add, and per provider of whose clients hardly any is a resident.
pub(super) fn warn(released: &Released, screen: &Screen) {
    for finding in &released.area_findings {
        screen.note(&format!("Borders: {finding}"));
    }
    for finding in &released.file_findings {
        screen.note(&format!("File: {finding}"));
    }
    for id in &released.without_clients {
        screen.note(&format!(
            "What `{id}` would add at most is unknown: its [[provider]] has no `clients`, how many people it serves (a rough number will do, rather too high than too low)."
        ));
    }
    not_compared::note(&released.not_compared, screen);
    for id in hardly_linked(released.tables.rows("linkage")) {
        screen.note(&format!(
            "Hardly any client of `{id}` was found in the register. Check the columns of its [[provider]] (postcode, house number, birth date and names may be swapped), and whether its clients live here."
        ));
    }
}

/// The providers with 50 clients or more of whom less than one in five is linked, as far as is published.
fn hardly_linked(linkage: &[Vec<Value>]) -> Vec<&str> {
    linkage.iter().filter_map(|row| hardly(row)).collect()
}

fn hardly(row: &[Value]) -> Option<&str> {
    let [Value::Text(id), _, Value::Count(clients), linked, ..] = row else {
        return None;
    };
    let linked = if let Value::Count(linked) = linked {
        *linked
    } else {
        0
    };
    (*clients >= 50 && linked.saturating_mul(5) < *clients).then_some(id)
}

/// The headline and what is missing; where the release is.
pub(super) fn in_words(released: &Released, without: &[ProviderId]) -> String {
    let mut text = Headline::of(&released.tables).in_words();
    text.push_str(&corrected::sentence(&released.tables));
    if released.tables.is_internal {
        text.push_str("INTERNAL: these counts are exact. They must not leave the organisation.\n");
    }
    incomplete(without, released, &mut text);
    if let Some(cost) = &released.utility {
        protection(cost, &mut text);
        audit(released.audited, &mut text);
    }
    format!("{text}Release: {}", released.folder.display())
}

/// The same as JSON.
pub(super) fn as_json(
    released: &Released,
    without: &[ProviderId],
    accepted: &[ProviderId],
) -> Json {
    let deliveries = released.deliveries.iter().map(|(party, issue)| {
        let delivery = json!({"day": issue.day.to_string(), "number": issue.number});
        (party.to_string(), delivery)
    });
    json!({
        "release": released.name,
        "folder": shown(&released.folder),
        "signed": released.is_signed,
        "internal": released.tables.is_internal,
        "missing": without.iter().map(ProviderId::as_str).collect::<Vec<_>>(),
        "deliveries": deliveries.collect::<Map<_, _>>(),
        "accepted": accepted.iter().map(ProviderId::as_str).collect::<Vec<_>>(),
        "missing_services": released.missing_services,
        "missing_needs": released.missing_needs,
        "signatures_not_checked": released.signers_without_key,
        "not_compared": not_compared::as_json(&released.not_compared),
        "utility": released.utility,
        "audit": {
            "counts": released.audited.counts,
            "hidden": released.audited.hidden,
            "candidates": released.audited.fewest,
            "organisations": released.audited.insiders,
            "withheld": released.audited.withheld,
        },
        "headline": Headline::of(&released.tables).as_json(),
    })
}

/// What protecting cost.
fn protection(cost: &UtilityRecord, text: &mut String) {
    let [hidden, rows, held, printed] =
        [cost.hidden, cost.rows, cost.held, cost.printed].map(grouped);
    let error = cost.error.map(|error| format!(", {error:.1} on average"));
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "Protected: {hidden} of {rows} numbers hidden, the others drawn up to {} off{}.",
        cost.away,
        error.unwrap_or_default()
    );
    if let Some(oldest) = &cost.oldest {
        let _ = writeln!(
            text,
            "As before: {held} of {printed} numbers, the oldest since {oldest}."
        );
    }
    if let Some(restored) = &cost.restored {
        let _ = writeln!(
            text,
            "The ledger was lost: numbers of up to {restored} stay for longer."
        );
    }
}

/// What the audit found. The screen is the analyst's: it says how much is hidden for it.
fn audit(audited: Audited, text: &mut String) {
    let [fewest, withheld] = [audited.fewest, audited.withheld].map(grouped);
    let open = match audited.hidden {
        0 => String::new(),
        _ => format!("; at least {fewest} possibilities are left for a hidden number"),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "Audited in the place of anyone and of {} organisations{open}; {withheld} more hidden for it.",
        audited.insiders
    );
}

/// What is missing, and which numbers are lower bounds because of it.
fn incomplete(without: &[ProviderId], released: &Released, text: &mut String) {
    let without: Vec<&str> = without.iter().map(ProviderId::as_str).collect();
    for (what, missing) in [
        ("Missing organisations", without.join(", ")),
        (
            "Services without data",
            released.missing_services.join(", "),
        ),
        ("Needs without data", released.missing_needs.join(", ")),
    ] {
        if !missing.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{what}: {missing}.");
        }
    }
    if released.is_incomplete {
        text.push_str(
            "Households and people with a service, or with at least so many, are therefore lower bounds; all other numbers may be too high or too low.\n",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_of_whose_clients_hardly_any_is_found_is_named() {
        let row = |id: &str, clients, linked: Option<u64>| {
            let linked = linked.map_or(Value::Empty, Value::Count);
            let id = Value::text(id);
            vec![id, Value::Count(9), Value::Count(clients), linked]
        };
        let linkage = [
            row("most", 100, Some(90)),
            row("hidden", 100, None),
            row("few", 100, Some(15)),
            row("small", 40, None),
            row("a fifth", 100, Some(20)),
        ];
        assert_eq!(hardly_linked(&linkage), ["hidden", "few"]);
    }
}
