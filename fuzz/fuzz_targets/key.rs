//! Any bytes in, read as a file of a key of every kind, and as the one-line texts of keys.
#![no_main]

use factlab::keys::{
    Identity, KeyId, OprfKey, ProjectSecret, Recipient, ReleaseKey, Signature, SigningKey,
    Stage2Key, VerifyingKey, describe,
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    factlab_fuzz::with_file(bytes, |file| {
        let kind = describe(file).ok().map(|key| key.kind);
        let read = [
            ("project", ProjectSecret::read(file).is_ok()),
            ("release", ReleaseKey::read(file).is_ok()),
            ("stage2", Stage2Key::read(file).is_ok()),
            ("oprf", OprfKey::read(file).is_ok()),
            ("signing", SigningKey::read(file).is_ok()),
        ];
        for (word, is_read) in read {
            assert_eq!(is_read, kind == Some(word), "{word}");
        }
        let _ = Identity::read(file);
    });
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = KeyId::parse(text);
        let _ = Recipient::parse(text);
        let _ = VerifyingKey::parse(text);
        let _ = Signature::parse(text);
    }
});
