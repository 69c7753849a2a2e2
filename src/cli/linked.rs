//! What `link` wrote, on the screen.

use factlab::run::WrittenLinks;
use serde_json::{Value, json};

use super::not_compared;
use super::words::{counted, grouped, shown};

/// How many households and uses, and where.
pub(super) fn in_words(written: &WrittenLinks) -> String {
    format!(
        "{}INTERNAL: {} and {} in {}. They must not leave the organisation.",
        outside(&written.outside),
        counted(written.households, "household", "households"),
        counted(written.uses, "use", "uses"),
        written.folder.display()
    )
}

/// A line on the people of whom clients are like nobody in the register, by the number of organisations that know them.
fn outside(known_to: &[u64]) -> String {
    let all: u64 = known_to.iter().sum();
    if all == 0 {
        return String::new();
    }
    format!(
        "Clients like nobody in the register: {}, {} of them known to two organisations or more.\n",
        counted(all, "person", "people"),
        grouped(all - known_to[0])
    )
}

/// The same as JSON.
pub(super) fn as_json(written: &WrittenLinks) -> Value {
    json!({
        "folder": shown(&written.folder), "internal": true,
        "households": written.households, "uses": written.uses,
        "outside_register": written.outside,
        "not_compared": not_compared::as_json(&written.not_compared),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_from_elsewhere_are_told_where_there_are_any() {
        assert_eq!(
            outside(&[38, 2, 1]),
            "Clients like nobody in the register: 41 people, 3 of them known to two organisations or more.\n"
        );
        assert_eq!(outside(&[]), "");
    }
}
