//! Any bytes in, read as an envelope of tokens, as the keyholder does.
#![no_main]

use std::fs;

use factlab::keys::Stage2Key;
use factlab::pseudonymous::rekey::{Keyholder, rekey};
use factlab::vocabulary::Silent;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    factlab_fuzz::let_caught_panics_pass();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let envelope = folder.path().join("wijkteam.tokens.tar");
    fs::write(&envelope, bytes).expect("a temporary file");
    let keyholder = Keyholder {
        key: &Stage2Key::from_bytes([7; 32]),
        identity: None,
        signing: None,
        expected: None,
    };
    let output = folder.path().join("second");
    if rekey(&[envelope], &output, &keyholder, &Silent).is_err() {
        let parties = fs::read_dir(&output).map_or(0, |entries| entries.count());
        assert_eq!(parties, 0, "something half-written stays");
    }
});
