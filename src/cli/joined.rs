//! Who joined between two releases, on the screen.

use factlab::released::compare::Comparison;

use super::words::grouped;

/// What those who joined add, or how to see it.
pub(super) fn joined(comparison: &Comparison) -> Option<String> {
    if let Some(one) = comparison.joining.first() {
        let names = one.organisation.replace('+', ", ");
        let [without, with] = [one.without, one.with]
            .map(|number| number.map_or_else(|| "not shown".into(), grouped));
        return Some(format!(
            "Joined: {names}. Households with a service: {without} without, {with} with."
        ));
    }
    let left: Vec<&str> = comparison.left.iter().map(String::as_str).collect();
    let add = if left.len() == 1 { "adds" } else { "add" };
    let hint = format!(
        "To see what {} {add}, give the two releases the other way round.",
        left.join(", ")
    );
    (!left.is_empty()).then_some(hint)
}
