//! Every error code stands in the docs, with its exit status, and on a screen that a test pins.

#![expect(
    clippy::unwrap_used,
    reason = "a file of the project that is gone is a failed test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use factlab::error::Code;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_docs_list_every_code_with_its_status() {
    let docs = read("docs/errors.md");
    let rows = docs.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut listed = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [word, status, meaning, to_do] = cells[..] else {
            panic!("{row}");
        };
        assert!(!meaning.is_empty() && !to_do.is_empty(), "{row}");
        let earlier = listed.insert(word.trim_end_matches('`'), status);
        assert_eq!(earlier, None, "{row}");
    }
    let codes = Code::ALL
        .iter()
        .map(|code| (code.word(), code.class().exit_status().to_string()));
    let codes: BTreeMap<_, _> = codes.collect();
    let listed: BTreeMap<_, _> = listed
        .into_iter()
        .map(|(word, status)| (word, status.to_owned()))
        .collect();
    assert_eq!(listed, codes);
}
