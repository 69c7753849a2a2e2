//! Checks the headline: its measures, statuses and numbers.

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// What a measure is, and which statuses it may have in a release that protects.
enum Form {
    /// A protected count, or hidden.
    Count,
    /// A share of protected counts, with the status of its numerator.
    Share,
    /// A fact of the agreement.
    Agreed,
    /// At least this, or hidden.
    AtLeast,
}

/// The measures of contract section 5, in its order.
const MEASURES: [(&str, Form); 14] = [
    ("households", Form::Count),
    ("households_1_or_more", Form::Count),
    ("share_1_or_more", Form::Share),
    ("households_2_or_more", Form::Count),
    ("share_of_users_2_or_more", Form::Share),
    ("households_3_or_more", Form::Count),
    ("share_of_users_3_or_more", Form::Share),
    ("most_services", Form::AtLeast),
    ("mean_services_of_users", Form::AtLeast),
    ("persons", Form::Count),
    ("persons_with_service", Form::Count),
    ("client_records", Form::Count),
    ("services", Form::Agreed),
    ("organisations", Form::Agreed),
];

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("headline") else {
        return;
    };
    let measures = table.rows.iter().map(|row| row[0].as_str());
    if !measures.eq(MEASURES.iter().map(|(measure, _)| *measure)) {
        verdict.object("headline: its measures, or their order, are wrong");
        return;
    }
    for (row, (measure, form)) in table.rows.iter().zip(&MEASURES) {
        verdict.numbers += 1;
        let (value, status) = (table.text(row, "value"), table.text(row, "status"));
        if !fits(form, value, status, tables.printing.as_ref()) {
            verdict.object(format!(
                "headline: row {measure}: number and status do not fit"
            ));
        }
    }
    check_services(table, tables, verdict);
}

fn fits(form: &Form, value: &str, status: &str, printing: Option<&Printing>) -> bool {
    let is_count = value.parse::<u64>().is_ok();
    let Some(printing) = printing else {
        let is_derived = matches!(form, Form::Share | Form::AtLeast);
        return match status {
            "exact" => is_count || is_derived && !value.is_empty(),
            // Of fewer than 100, inside too.
            "hidden" => is_derived && value.is_empty(),
            _ => false,
        };
    };
    let is_protected = value
        .parse()
        .is_ok_and(|count| printing.can_print(count, false));
    match form {
        Form::Count if value.is_empty() => status == "hidden",
        Form::Count => is_protected && status == "rounded",
        Form::Share => matches!(
            (status, value.is_empty()),
            ("rounded", _) | ("hidden", true)
        ),
        Form::Agreed => is_count && status == "exact",
        Form::AtLeast => matches!(
            (status, value.is_empty()),
            ("topcoded", false) | ("hidden", true)
        ),
    }
}

/// The number of services is that of the table of services, without those that nobody was asked for.
fn check_services(table: &Table, tables: &Tables, verdict: &mut Verdict) {
    let row = table.rows.iter().find(|row| row[0] == "services");
    let stated = row.and_then(|row| table.count(row, "value"));
    let listed = tables.by_name.get("services").map(|services| {
        let rows = services.rows.iter();
        rows.filter(|row| services.text(row, "status") != "missing")
            .count() as u64
    });
    if stated != listed {
        verdict.object("headline: row services does not follow from the table");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_not_protected_does_not_fit() {
        assert!(fits(&Form::Count, "10", "rounded", Some(&Printing::K5)));
        assert!(fits(&Form::Count, "", "hidden", Some(&Printing::K5)));
        assert!(!fits(&Form::Count, "3", "rounded", Some(&Printing::K5)));
        assert!(!fits(&Form::Count, "12", "rounded", Some(&Printing::K5)));
        assert!(!fits(&Form::Count, "10", "exact", Some(&Printing::K5)));
        assert!(!fits(&Form::Agreed, "40", "rounded", Some(&Printing::K5)));
        assert!(!fits(&Form::AtLeast, "11", "rounded", Some(&Printing::K5)));
        assert!(fits(&Form::Count, "3", "exact", None));
    }

    #[test]
    fn an_internal_share_of_fewer_than_100_is_hidden_and_empty() {
        assert!(fits(&Form::Share, "", "hidden", None));
        assert!(fits(&Form::AtLeast, "", "hidden", None));
        assert!(fits(&Form::Share, "0.250000", "exact", None));
        assert!(!fits(&Form::Share, "", "exact", None));
        assert!(!fits(&Form::Share, "0.250000", "hidden", None));
        assert!(!fits(&Form::Count, "", "hidden", None));
        assert!(!fits(&Form::Agreed, "", "hidden", None));
    }
}
