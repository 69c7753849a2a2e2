//! What tables `flow` and `overlap` tell.

use factlab::pseudonymous::protect::published::{Cell, PublishedTables};

use super::Attacker;

/// Those of the first day and those who came are all of a service, as are those who went and those of the last; those with a
/// pair have it together or one after the other.
pub(super) fn learn(published: &PublishedTables, attacker: &mut Attacker) {
    for (name, kinds) in [
        ("flow", &["first", "in", "out", "last"][..]),
        ("overlap", &["together", "apart"]),
    ] {
        let table = published.table(name).unwrap();
        for row in table.rows() {
            let keys = table.keys(row);
            let whole = match &keys[..] {
                [service] => format!("pair {service} {service}"),
                pair => format!("pair {}", pair.join(" ")),
            };
            let cells = row.cells.iter().copied().map(Cell::value);
            let learn = |(kind, number): (&&str, Option<u64>)| {
                attacker.learn(format!("{name} {} {kind}", keys.join(" ")), number)
            };
            let parts: Vec<String> = kinds.iter().zip(cells).map(learn).collect();
            let nested = parts.iter().map(|part| (part.clone(), whole.clone()));
            attacker.nested.extend(nested);
            let sums = parts.chunks(2);
            attacker
                .sums
                .extend(sums.map(|parts| (whole.clone(), parts.to_vec())));
        }
    }
}
