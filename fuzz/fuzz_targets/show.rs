//! Any bytes in, shown as what they are; the first byte chooses the ending of the name.
#![no_main]

use std::fs;

use factlab::run::show;

/// What browsers, mail programs and factlab itself call files.
const NAMES: [&str; 8] = [
    "a.tar", "a.age", "a.part", "a.zip", "a.msg", "a.key", "manifest.json", "config.toml",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    factlab_fuzz::let_caught_panics_pass();
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let file = folder.path().join(name);
    fs::write(&file, bytes).expect("a temporary file");
    let shown = show(&file, None).expect("a file that is there is shown");
    assert_eq!(shown.len(), 1);
    show(folder.path(), None).expect("so is a folder");
});
