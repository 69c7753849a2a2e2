//! Any bytes in, read as a file of elements; what can be read is evaluated, as the keyholder of an OPRF does.
#![no_main]

use factlab::keys::OprfKey;
use factlab::keys::oprf::{Blinded, evaluate};
use factlab::vocabulary::Silent;

use sha2::{Digest, Sha256};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    // With the digest that stands behind the rest, so that more than the digest is tried.
    let mut whole = bytes.to_vec();
    whole.extend_from_slice(&Sha256::digest(bytes));
    read(&whole);
});

fn read(bytes: &[u8]) {
    factlab_fuzz::with_file(bytes, |file| {
        let Ok(blinded) = Blinded::open(file) else {
            return;
        };
        if blinded.count() < 20 {
            let key = OprfKey::from_bytes([7; 32]);
            // The answers are dropped before they are at their path.
            let _ = evaluate(blinded, &key, &file.with_extension("answers"), &Silent);
        }
    });
}
