//! Which days and quarters of a use an agreement may ask for.

use super::{SMALLEST, complaint, read};
use crate::pseudonymous::measure::StackPlan;
use crate::vocabulary::When;

fn with(measure: &str) -> String {
    format!("{SMALLEST}\n[measure]\n{measure}\n")
}

fn has(plan: &StackPlan, table: &str) -> bool {
    plan.tables.iter().any(|one| one.name == table)
}

#[test]
fn days_and_quarters_travel_and_have_a_table_only_where_they_are_agreed() {
    let of = |measure: &str| {
        let agreement = read(&with(measure)).unwrap();
        let (told, plan) = (agreement.expected().told, agreement.stack_plan());
        (told, has(&plan, "flow"), has(&plan, "overlap"))
    };
    assert_eq!(of(""), (When::ALWAYS, false, false));
    let flow = When::ALWAYS.or(When::FLOW);
    assert_eq!(of("flow = true"), (flow, true, false));
    let quarters = When::ALWAYS.or(When::QUARTERS);
    assert_eq!(
        of("flow = false\nsuccession = true"),
        (quarters, false, true)
    );
}

#[test]
fn a_shorter_period_tells_the_quarters_that_it_has() {
    let short = with("succession = true").replace("2026-01-01", "2026-09-01");
    let told = read(&short).unwrap().expected().told;
    assert_eq!(told, When::ALWAYS.or(When::first_quarters(2)));
}

#[test]
fn what_is_told_is_part_of_the_digest_and_nothing_more_is_not() {
    let digest = |measure: &str| read(&with(measure)).unwrap().digest();
    assert_eq!(digest(""), digest("flow = false"));
    assert_ne!(digest(""), digest("flow = true"));
    assert_ne!(digest("flow = true"), digest("succession = true"));
}

#[test]
fn days_and_quarters_are_of_a_period_of_at_most_four_and_asked_for_only_where_they_are_told() {
    let day = "flow = true\nmoment = \"reference_date\"";
    let on_a_day = read(&with(day)).unwrap();
    assert!(!has(&on_a_day.stack_plan(), "flow") && on_a_day.expected().told.meets(When::FLOW));
    let question = "\n[[question]]\nask = \"Wie?\"\nstatistics = [\"services\"]\n";
    assert!(read(&(with("succession = true") + question)).is_ok());
    let asked = question.replace("services", "flow");
    assert!(complaint(&(with("") + &asked)).contains("asks for `flow`, which is not counted"));
    assert!(read(&(with("flow = true") + &asked)).is_ok());
    let long = with("succession = true").replace("2026-12-31", "2027-01-01");
    assert!(complaint(&long).contains("needs a period of at most four quarters"));
}
