//! Any bytes in, read as config.toml: all mistakes at once, or an agreement whose digest can be made.
#![no_main]

use std::path::Path;

use factlab::agreement::Agreement;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match Agreement::parse(text, Path::new("/nowhere/config.toml")) {
        Ok(agreement) => {
            let _ = agreement.digest();
            let _ = agreement.party_settings(&agreement.parties());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
