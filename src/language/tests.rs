//! What the catalogue makes of a line.

use std::collections::BTreeSet;

use super::catalogue::{Catalogue, Entry};
use super::*;

#[test]
fn the_dutch_has_every_hole_of_the_english_and_no_other() {
    for (english, dutch) in sentences(DUTCH).filter(|(_, dutch)| *dutch != "=") {
        let entry = Entry::new(english, dutch);
        let mut used: Vec<usize> = entry.parts.iter().filter_map(|(_, hole)| *hole).collect();
        used.sort_unstable();
        let all: Vec<usize> = (0..entry.holes.len()).collect();
        assert_eq!(used, all, "{english}\n{dutch}");
    }
}

#[test]
fn no_sentence_has_two_translations() {
    let mut seen = BTreeSet::new();
    for (english, _) in sentences(DUTCH) {
        assert!(seen.insert(holes_alike(english)), "{english}");
    }
}

fn of(pairs: &str, english: &str) -> String {
    Catalogue::of(pairs).line(english)
}

const SENTENCES: &str = "{file}: cannot {action}: {why}\n{action} van {file} lukt niet: {why}\n\n\
    read it\nlezen\n\n{count} rows\n{count} rijen\n\n1 row\n1 rij\n\ncolumn `{field}`\nkolom `{field}`\n\n\
    is not a date\nis geen datum\n\nfindings\ngevonden\n\n{a} read; {b} kept\n{a} gelezen; {b} bruikbaar";

#[test]
fn what_stands_in_a_hole_is_translated_too() {
    assert_eq!(
        of(SENTENCES, "a b.csv: cannot read it: gone"),
        "lezen van a b.csv lukt niet: gone"
    );
    assert_eq!(
        of(SENTENCES, "1,204 rows read; 1 row kept"),
        "1.204 rijen gelezen; 1 rij bruikbaar"
    );
    assert_eq!(
        of(SENTENCES, "x.csv:3: column `read it` is not a date"),
        "x.csv:3: kolom `read it` is geen datum"
    );
}

#[test]
fn columns_stay_where_they_were() {
    assert_eq!(
        of(SENTENCES, "  findings    rejected  rule"),
        "  gevonden    rejected  rule"
    );
    assert_eq!(of(SENTENCES, "  1 row       5.0 %"), "  1 rij       5,0 %");
}

#[test]
fn what_is_typed_back_stays_and_keeps_its_marks() {
    let marked = |text: &str| format!("{AS_IS}{text}{AS_IS}");
    let cell = marked("1 row,  1,204 rows");
    let line = format!("  {cell}  findings");
    assert_eq!(of(SENTENCES, &line), format!("  {cell}  gevonden"));
    let file = marked("findings 1,000.csv");
    let said = of(SENTENCES, &format!("{file}: cannot read it: gone"));
    assert_eq!(said, format!("lezen van {file} lukt niet: gone"));
    let line = format!("{} # findings", marked("findings = 1 # findings  "));
    assert_eq!(
        of(SENTENCES, &line),
        format!("{} # gevonden", marked("findings = 1 # findings  "))
    );
}

#[test]
fn what_the_catalogue_lacks_stays_english_with_dutch_numbers_and_days() {
    assert_eq!(
        of(SENTENCES, "until 2026-12-31, 5.0 % of 68,960"),
        "until 31 december 2026, 5,0 % of 68.960"
    );
    let names = "a-2026-12-31 `1,000` v0.1.0 wmo-1.5.csv 10.0.0.1";
    assert_eq!(of(SENTENCES, names), names);
}
