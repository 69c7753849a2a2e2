//! The vectors of RFC 9497, appendix A.1.2 (ristretto255-SHA512, VOPRF mode), and the way there and back.

use std::path::{Path, PathBuf};

use voprf::{BlindedElement, EvaluationElement};

use super::proof::holds;
use super::{Blinded, Blinder, Client, Evaluated, Origin, PublicKey, Server, evaluate};
use crate::error::Result;
use crate::keys::{BlindingKey, Digest, OprfKey};
use crate::vocabulary::Silent;

const SECRET_KEY: &str = "e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909";
const PUBLIC_KEY: &str = "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e";
const BLIND: &str = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";
const NONCE: &str = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e";

/// Input, blinded element, evaluated element, proof, output.
const VECTORS: [(&str, &str, &str, &str, &str); 2] = [
    (
        "00",
        "863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
        "aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
        "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd06\
         6d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
        "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d\
         a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c",
    ),
    (
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        "cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c",
        "60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468",
        "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a\
         67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
        "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60\
         356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6",
    ),
];

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn element(digits: &str) -> [u8; 32] {
    bytes(digits).try_into().unwrap()
}

/// Gives a scalar of the RFC: it is drawn from 64 bytes, taken modulo the order.
struct Given(&'static str);

impl rand_core::RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, path: &mut [u8]) {
        path.fill(0);
        path[..32].copy_from_slice(&bytes(self.0));
    }
    fn try_fill_bytes(&mut self, path: &mut [u8]) -> std::result::Result<(), rand_core::Error> {
        self.fill_bytes(path);
        Ok(())
    }
}

impl rand_core::CryptoRng for Given {}

fn server() -> Server {
    Server::new_from_seed(&[0xa3; 32], b"test key").unwrap()
}

#[test]
fn the_keys_of_the_rfc_follow_from_their_seed() {
    let both = [bytes(SECRET_KEY), bytes(PUBLIC_KEY)].concat();
    assert_eq!(server().serialize().as_slice(), both);
}

#[test]
fn the_vectors_of_the_rfc_are_recomputed() {
    let public = PublicKey::parse(PUBLIC_KEY).unwrap();
    for (input, blinded, evaluated, proof, output) in VECTORS {
        let client = Client::blind(&bytes(input), &mut Given(BLIND)).unwrap();
        assert_eq!(client.message.serialize().as_slice(), bytes(blinded));
        let question = BlindedElement::deserialize(&bytes(blinded)).unwrap();
        let found = server().blind_evaluate(&mut Given(NONCE), &question);
        assert_eq!(found.message.serialize().as_slice(), bytes(evaluated));
        assert_eq!(found.proof.serialize().as_slice(), bytes(proof));
        let (question, answer) = ([element(blinded)], [element(evaluated)]);
        assert!(holds(public, &question, &answer, &bytes(proof)));
        assert!(!holds(public, &question, &question, &bytes(proof)));
        // Taking the blinding away knows no mode.
        let unblinder = super::Unblinder::deserialize(&bytes(BLIND)).unwrap();
        let answer = EvaluationElement::deserialize(&bytes(evaluated)).unwrap();
        let found = unblinder.finalize(&bytes(input), &answer).unwrap();
        assert_eq!(found.as_slice(), bytes(output));
        assert_eq!(found, server().evaluate(&bytes(input)).unwrap());
    }
}

fn origin() -> Origin {
    Origin {
        project: "zaandorp-2026".into(),
        provider: "wijkteam".into(),
        agreement: "ab".repeat(32),
    }
}

const KEY: OprfKeyOf = OprfKeyOf(9);

/// The OPRF key of one byte.
struct OprfKeyOf(u8);

impl OprfKeyOf {
    fn key(&self) -> OprfKey {
        OprfKey::from_bytes([self.0; 32])
    }
}

/// A party and the keyholder, in a folder.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Blinds the messages under a blinding key, each twice.
    fn blind(&self, blinding: u8, messages: &[&[u8]]) -> PathBuf {
        let key = BlindingKey::from_bytes([blinding; 32]);
        let blinder = Blinder::new(&key);
        for message in messages.iter().chain(messages) {
            blinder.add(message);
        }
        let blinding_made = blinder.finish(&key);
        assert_eq!(blinding_made.count(), messages.len() + 1);
        let path = self.path(&format!("{blinding}.blinded"));
        blinding_made.write(origin(), &path).unwrap();
        assert!(blinding_made.write(origin(), &path).is_err());
        path
    }

    fn evaluate(&self, blinded: &Path, key: &OprfKey, name: &str) -> PathBuf {
        let blinded = Blinded::open(blinded).unwrap();
        let answers = evaluate(blinded, key, &self.path(name), &Silent).unwrap();
        assert!(!self.path(name).exists());
        answers.put().unwrap()
    }

    fn there_and_back(&self, blinding: u8, messages: &[&[u8]]) -> Evaluated {
        let blinded = self.blind(blinding, messages);
        let name = format!("{blinding}.evaluated");
        let evaluated = self.evaluate(&blinded, &KEY.key(), &name);
        assert!(Blinded::open(&evaluated).is_err());
        read(&evaluated, blinding).unwrap()
    }
}

fn read(evaluated: &Path, blinding: u8) -> Result<Evaluated> {
    let public = PublicKey::of(&KEY.key()).unwrap();
    let key = BlindingKey::from_bytes([blinding; 32]);
    Evaluated::read(evaluated, &origin(), &key, public)
}

#[test]
fn two_parties_get_the_same_token_of_the_same_message_without_a_shared_secret() {
    let desk = Desk::new();
    let (one, other) = (
        desk.there_and_back(1, &[b"a", b"b"]),
        desk.there_and_back(2, &[b"b", b"c"]),
    );
    let server = super::public::server(&KEY.key()).unwrap();
    let expected = server.evaluate(b"b").unwrap();
    let token = one.token(b"b");
    assert_eq!(token.bytes(), expected[..16]);
    assert_eq!(token, other.token(b"b"));
    assert_ne!(one.token(b"a"), token);
    assert_eq!((one.missing(), other.missing()), (0, 0));
}

#[test]
fn a_message_that_was_not_blinded_has_no_token_and_is_counted() {
    let evaluated = Desk::new().there_and_back(1, &[b"a"]);
    assert_eq!(evaluated.token(b"z"), Digest::ABSENT);
    assert_eq!(evaluated.missing(), 1);
}

#[test]
fn many_batches_are_answered_as_one() {
    let messages: Vec<Vec<u8>> = (0..2500_u32)
        .map(|one| one.to_be_bytes().to_vec())
        .collect();
    let messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    let evaluated = Desk::new().there_and_back(1, &messages);
    let server = super::public::server(&KEY.key()).unwrap();
    for message in [messages[0], messages[1700], messages[2499]] {
        let expected = server.evaluate(message).unwrap();
        assert_eq!(evaluated.token(message).bytes(), expected[..16]);
    }
}

#[test]
fn what_travels_differs_between_two_blindings_of_the_same_messages() {
    let desk = Desk::new();
    let body = |blinding| {
        let bytes = std::fs::read(desk.blind(blinding, &[b"a"])).unwrap();
        let elements = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap() + 2;
        bytes[elements..].to_vec()
    };
    let (one, other) = (body(1), body(2));
    assert_eq!(one.len(), other.len());
    assert!(
        one.iter()
            .zip(&other)
            .filter(|(one, other)| one == other)
            .count()
            < 16
    );
}

/// Changes a file and makes its digest anew, as who sends it can.
fn forged(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    use sha2::{Digest as _, Sha256};
    let mut bytes = std::fs::read(path).unwrap();
    bytes.truncate(bytes.len() - 32);
    change(&mut bytes);
    let check = Sha256::digest(&bytes);
    bytes.extend_from_slice(&check);
    std::fs::write(path, bytes).unwrap();
}

/// Where the first record begins.
fn records(bytes: &[u8]) -> usize {
    bytes.windows(2).position(|pair| pair == b"\n\n").unwrap() + 2
}

#[test]
fn wrong_answers_are_refused_whatever_their_digest_says() {
    let desk = Desk::new();
    let blinded = desk.blind(1, &[b"a", b"b", b"c"]);
    let public = PublicKey::of(&KEY.key()).unwrap().to_string();
    let mut number = 0;
    let mut refusal = |key: &OprfKey, change: &dyn Fn(&mut Vec<u8>)| {
        number += 1;
        let evaluated = desk.evaluate(&blinded, key, &format!("{number}.evaluated"));
        forged(&evaluated, |bytes| change(bytes));
        read(&evaluated, 1).map(|_| ()).unwrap_err().to_string()
    };
    let answer = |path: usize| path * 80 + 48..(path + 1) * 80;
    // Two answers exchanged, all answers equal, the question for an answer.
    let exchanged = refusal(&KEY.key(), &|bytes| {
        let first = records(bytes);
        let records = &mut bytes[first..];
        let (one, other) = (records[answer(0)].to_vec(), records[answer(1)].to_vec());
        records[answer(0)].copy_from_slice(&other);
        records[answer(1)].copy_from_slice(&one);
    });
    let equal = refusal(&KEY.key(), &|bytes| {
        let first = records(bytes);
        let records = &mut bytes[first..];
        let one = records[answer(0)].to_vec();
        for index in 1..4 {
            records[answer(index)].copy_from_slice(&one);
        }
    });
    let echoed = refusal(&KEY.key(), &|bytes| {
        let first = records(bytes);
        let records = &mut bytes[first..];
        for index in 0..4 {
            records.copy_within(index * 80 + 16..index * 80 + 48, index * 80 + 48);
        }
    });
    // Another key under the public half of the agreed one.
    let other_key = OprfKey::from_bytes([8; 32]);
    let other_public = PublicKey::of(&other_key).unwrap().to_string();
    let another = refusal(&other_key, &|bytes| {
        let at = bytes
            .windows(64)
            .position(|word| word == other_public.as_bytes());
        bytes[at.unwrap()..][..64].copy_from_slice(public.as_bytes());
    });
    for refused in [exchanged, equal, echoed, another] {
        assert!(refused.contains("answers are wrong"), "{refused}");
    }
    let message = refusal(&other_key, &|_| {});
    assert!(message.contains("a different OPRF key"), "{message}");
}

#[test]
fn a_known_answer_that_is_not_the_one_that_came_is_refused() {
    let desk = Desk::new();
    let evaluated = desk.evaluate(&desk.blind(1, &[b"a"]), &KEY.key(), "x.evaluated");
    forged(&evaluated, |bytes| {
        let word = b"known answer: ";
        let at = bytes.windows(word.len()).position(|one| one == word);
        let digit = &mut bytes[at.unwrap() + word.len()];
        *digit = if *digit == b'0' { b'1' } else { b'0' };
    });
    let error = read(&evaluated, 1).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("answers are wrong"), "{error}");
}

#[test]
fn right_answers_to_other_elements_than_were_blinded_are_refused() {
    let desk = Desk::new();
    let (mine, others) = (desk.blind(1, &[b"a"]), desk.blind(2, &[b"a"]));
    let seal_at = |bytes: &[u8]| bytes.len() - 64;
    let mine = std::fs::read(mine).unwrap();
    // Another's elements under the seal of mine.
    forged(&others, |bytes| {
        let at = bytes.len() - 32;
        bytes[at..].copy_from_slice(&mine[seal_at(&mine)..][..32]);
    });
    let evaluated = desk.evaluate(&others, &KEY.key(), "x.evaluated");
    let error = read(&evaluated, 1).map(|_| ()).unwrap_err();
    assert!(
        error.to_string().contains("a different blinding"),
        "{error}"
    );
}

#[test]
fn what_is_no_element_is_told_as_that() {
    let desk = Desk::new();
    let blinded = desk.blind(1, &[b"a"]);
    forged(&blinded, |bytes| {
        let at = records(bytes) + 16;
        bytes[at..at + 32].fill(0xff);
    });
    let opened = Blinded::open(&blinded).unwrap();
    let error = evaluate(opened, &KEY.key(), &desk.path("x"), &Silent);
    let error = error.map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("not an element"), "{error}");
    assert!(!desk.path("x").exists());
}

#[test]
fn a_party_that_is_no_id_is_refused() {
    let desk = Desk::new();
    let key = BlindingKey::from_bytes([1; 32]);
    let mut origin = origin();
    origin.provider = "../../elsewhere".into();
    let path = desk.path("x.blinded");
    Blinder::new(&key)
        .finish(&key)
        .write(origin, &path)
        .unwrap();
    assert!(Blinded::open(&path).is_err());
}

#[test]
fn a_file_of_elements_that_was_cut_or_changed_is_refused() {
    let desk = Desk::new();
    let path = desk.blind(1, &[b"a"]);
    let whole = std::fs::read(&path).unwrap();
    for length in 0..whole.len() {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(Blinded::open(&path).is_err(), "{length}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        assert!(Blinded::open(&path).is_err(), "{at}");
    }
}
