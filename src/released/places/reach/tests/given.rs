//! Ways that were measured: which of them are used.

use super::town::{CODES, file, placed, row, straight};
use crate::released::places::reach::ReachSettings;

/// The rows of `travel`, the row of `reach` of an area, and the findings, of ways to two facilities in the first buurt.
fn used(ways: &[[&str; 3]]) -> (Vec<String>, String, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let text = "type;naam;x;y\nhuisarts;De Brug;116500;494500\nhuisarts;De Kade;116600;494500\n";
    let minutes = folder.path().join("m.csv");
    let rows: String = ways.iter().map(|way| way.join(";") + "\n").collect();
    std::fs::write(&minutes, format!("van;naar;minuten\n{rows}")).unwrap();
    let settings = ReachSettings {
        costs: vec![(minutes, "m.csv".into())],
        ..straight()
    };
    let (mut tables, found) = placed(&[file(folder.path(), "f.csv", text)], &settings).unwrap();
    let reach = row(&tables[2], CODES[3]).to_owned();
    (tables.swap_remove(1), reach, found)
}

#[test]
fn a_name_says_the_end_of_a_way_best_and_a_wijk_least() {
    let from = CODES[3];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let ways = [
            [from, "de kade", "9"],
            [from, CODES[0], "7"],
            [from, "WK047901", "5"],
        ];
        let (travel, reach, found) = used(&order.map(|place| ways[place]));
        let expected = [("De Brug", 7), ("De Kade", 9)];
        assert_eq!(
            travel,
            expected.map(|(name, minutes)| format!("{from}|huisarts|{name}|{minutes}"))
        );
        assert_eq!(reach.split('|').nth(6), Some("560"));
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn ways_from_areas_that_have_no_numbers_of_their_own_are_neither_used_nor_published() {
    let (travel, reach, found) =
        used(&[["WK047902", "De Brug", "1"], ["WK047901", "De Brug", "1"]]);
    assert_eq!(travel, [""; 0]);
    assert_eq!(reach.split('|').nth(6), Some("2900"));
    let said =
        "m.csv: 2 rows are not used: the target group is published for finer areas, or for none";
    assert_eq!(found, [said]);
}
