//! Published test vectors (Wycheproof, Apache-2.0) against the digest and the derivation used here.

use hkdf::Hkdf;
use serde_json::Value;
use sha2::Sha256;

use super::KeyedDigest;
use super::lanes::tests::{digests, vectors_here};

/// Key, message, tag; the tag may be cut.
const HMAC: &[[&str; 3]] = &[
    [
        "1e225cafb90339bba1b24076d4206c3e79c355805d851682bc818baa4f5a7779",
        "",
        "b175b57d89ea6cb606fb3363f2538abd73a4c00b4a1386905bac809004cf1933",
    ],
    [
        "8159fd15133cd964c9a6964c94f0ea269a806fd9f43f0da58b6cd1b33d189b2a",
        "77",
        "dfc5105d5eecf7ae7b8b8de3930e7659e84c4172f2555142f1e568fc1872ad93",
    ],
    [
        "d5c81b399d4c0d1583a13da56de6d2dc45a66e7b47c24ab1192e246dc961dd77",
        "2ae63cbf",
        "4d9e8bddf9b7a1218309d5988aa1b0d9",
    ],
    [
        "e09eaa5a3f5e56d279d5e7a03373f6ea",
        "ef4eab37181f98423e53e947e7050fd0",
        "cfc19ec07902ec8be489606d8f40d172",
    ],
    [
        "813e0c078c221375e80590ace6774eafd2d2c242350988d02efa550e05aecbe1\
         00c1b8bf154c932cf9e57177015c816c42bc7fbc71ceaa5328c7316b7f0f30330f",
        "",
        "bb6ab66f51e53fa086c9c61a26ca27e0",
    ],
];

/// Input key, salt, info, output key.
const HKDF: &[[&str; 4]] = &[
    [
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ],
    [
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ],
    [
        "c181696a19ab1a32eb6e81b2925d8990",
        "",
        "d8c8de92fe5422c9825996354db1821ba43a81ac",
        "151ee737f049d18cdeb3010a0fbb606461875b22ac76487874498808248cf607e1cf7f3fc52b3a28ac64",
    ],
    [
        "3ee1fc0d8fac49d494c4a1b8cf6bf290a4a2c19a27c3ab1914d0d21c841577e0",
        "",
        "4dc991623624fadef207587e42776cf3e0fdf4e5",
        "f41f703259063d401de67cea9192038ddddc71ede5cdb383aad71894c1a39e8c",
    ],
];

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hmac_agrees(key: &str, message: &str, tag: &str) -> bool {
    let (key, message, tag) = (bytes(key), bytes(message), bytes(tag));
    let agrees = |full: &[u8; 32]| full.starts_with(&tag);
    let one = agrees(&KeyedDigest::new(&key).full(&message));
    for arch in vectors_here() {
        let side_by_side = digests(&key, &[message.as_slice(); 3], arch);
        assert!(side_by_side.iter().all(|full| agrees(full) == one));
    }
    one
}

fn hkdf_agrees(key: &str, salt: &str, info: &str, size: usize, output: &str) -> bool {
    let mut found = vec![0; size];
    let prepared = Hkdf::<Sha256>::new(Some(&bytes(salt)), &bytes(key));
    prepared.expand(&bytes(info), &mut found).is_ok() && found == bytes(output)
}

/// The test groups of a file of the shared data; `None` where the data is not there.
fn tests_of(file: &str) -> Option<Vec<Value>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/known-answers/crypto/"
    );
    let Ok(text) = std::fs::read_to_string(format!("{folder}{file}")) else {
        eprintln!("skipped: the vectors of {file} are not here");
        return None;
    };
    let all: Value = serde_json::from_str(&text).unwrap();
    let groups = all["testGroups"].as_array().unwrap();
    let tests = groups
        .iter()
        .flat_map(|group| group["tests"].as_array().unwrap().clone());
    Some(tests.collect())
}

#[test]
fn the_keyed_digest_is_hmac_sha_256() {
    for [key, message, tag] in HMAC {
        assert!(hmac_agrees(key, message, tag), "{tag}");
    }
}

#[test]
fn the_derivation_is_hkdf_sha_256() {
    for [key, salt, info, output] in HKDF {
        let size = output.len() / 2;
        assert!(hkdf_agrees(key, salt, info, size, output), "{output}");
    }
}

#[test]
fn all_vectors_for_hmac_have_their_published_result() {
    for test in tests_of("hmac_sha256.json").unwrap_or_default() {
        let text = |name: &str| test[name].as_str().unwrap();
        let agrees = hmac_agrees(text("key"), text("msg"), text("tag"));
        assert_eq!(agrees, text("result") == "valid", "{}", test["tcId"]);
    }
}

#[test]
fn all_vectors_for_hkdf_have_their_published_result() {
    for test in tests_of("hkdf_sha256.json").unwrap_or_default() {
        let text = |name: &str| test[name].as_str().unwrap();
        let size = usize::try_from(test["size"].as_u64().unwrap()).unwrap();
        let agrees = hkdf_agrees(text("ikm"), text("salt"), text("info"), size, text("okm"));
        assert_eq!(agrees, text("result") == "valid", "{}", test["tcId"]);
    }
}
