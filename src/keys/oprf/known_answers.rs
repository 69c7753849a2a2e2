//! The vectors of RFC 9497, appendix A.1.1 (ristretto255-SHA512, OPRF mode), and the way there and back.

use voprf::{BlindedElement, EvaluationElement};

use super::{Blinder, Client, Elements, Evaluated, Origin, Server, evaluate};
use crate::keys::{BlindingKey, Digest, OprfKey};
use crate::vocabulary::{Silent, hex};

const SECRET_KEY: &str = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e";
const BLIND: &str = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706";

/// Input, blinded element, evaluated element, output.
const VECTORS: [(&str, &str, &str, &str); 2] = [
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3\
         ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6",
    ),
    (
        "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a",
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4\
         f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73",
    ),
];

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn server() -> Server {
    Server::new_from_seed(&[0xa3; 32], b"test key").unwrap()
}

#[test]
fn the_key_of_the_rfc_follows_from_its_seed() {
    assert_eq!(server().serialize().as_slice(), bytes(SECRET_KEY));
}

#[test]
fn the_vectors_of_the_rfc_are_recomputed() {
    let client = Client::deserialize(&bytes(BLIND)).unwrap();
    for (input, blinded, evaluated, output) in VECTORS {
        let blinded = BlindedElement::deserialize(&bytes(blinded)).unwrap();
        let found = server().blind_evaluate(&blinded);
        assert_eq!(found.serialize().as_slice(), bytes(evaluated));
        let evaluated = EvaluationElement::deserialize(&bytes(evaluated)).unwrap();
        let found = client.finalize(&bytes(input), &evaluated).unwrap();
        assert_eq!(found.as_slice(), bytes(output));
        assert_eq!(found, server().evaluate(&bytes(input)).unwrap());
    }
}

#[test]
fn the_blinded_elements_of_the_rfc_are_recomputed() {
    /// Gives the blinding factor of the RFC: a scalar is drawn from 64 bytes, taken modulo the order.
    struct Given;
    impl rand_core::RngCore for Given {
        fn next_u32(&mut self) -> u32 {
            rand_core::impls::next_u32_via_fill(self)
        }
        fn next_u64(&mut self) -> u64 {
            rand_core::impls::next_u64_via_fill(self)
        }
        fn fill_bytes(&mut self, place: &mut [u8]) {
            place.fill(0);
            place[..32].copy_from_slice(&bytes(BLIND));
        }
        fn try_fill_bytes(&mut self, place: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(place);
            Ok(())
        }
    }
    impl rand_core::CryptoRng for Given {}
    for (input, blinded, ..) in VECTORS {
        let found = Client::blind(&bytes(input), &mut Given).unwrap();
        assert_eq!(found.message.serialize().as_slice(), bytes(blinded));
    }
}

fn origin() -> Origin {
    Origin {
        project: "zaandorp-2026".into(),
        provider: "wijkteam".into(),
        agreement: "ab".repeat(32),
    }
}

/// Blinds the messages under a blinding key and has them evaluated.
fn there_and_back(blinding: u8, messages: &[&[u8]]) -> Evaluated {
    let key = BlindingKey::from_bytes([blinding; 32]);
    let blinder = Blinder::new(&key);
    for message in messages {
        blinder.add(message);
        blinder.add(message);
    }
    let elements = Elements::blinded(origin(), blinder.into_elements());
    assert_eq!(elements.count(), messages.len());
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("wijkteam.blinded");
    elements.write(&place).unwrap();
    assert!(elements.write(&place).is_err());
    let read = Elements::read(&place).unwrap();
    let evaluated = evaluate(&read, &OprfKey::from_bytes([9; 32]), &Silent).unwrap();
    assert!(evaluate(&evaluated, &OprfKey::from_bytes([9; 32]), &Silent).is_err());
    Evaluated::new(&key, evaluated)
}

#[test]
fn two_parties_get_the_same_token_of_the_same_message_without_a_shared_secret() {
    let (one, other) = (
        there_and_back(1, &[b"a", b"b"]),
        there_and_back(2, &[b"b", b"c"]),
    );
    let expected = super::evaluation::server(&OprfKey::from_bytes([9; 32]))
        .unwrap()
        .evaluate(b"b")
        .unwrap();
    let token = one.token(b"b");
    assert_eq!(token.bytes(), expected[..16]);
    assert_eq!(token, other.token(b"b"));
    assert_ne!(one.token(b"a"), token);
    assert_eq!((one.missing(), other.missing()), (0, 0));
}

#[test]
fn a_message_that_was_not_blinded_has_no_token_and_is_counted() {
    let evaluated = there_and_back(1, &[b"a"]);
    assert_eq!(evaluated.token(b"z"), Digest::ABSENT);
    assert_eq!(evaluated.missing(), 1);
}

#[test]
fn what_travels_differs_between_two_blindings_of_the_same_messages() {
    let elements = |blinding: u8| {
        let blinder = Blinder::new(&BlindingKey::from_bytes([blinding; 32]));
        blinder.add(b"a");
        blinder.into_elements()
    };
    assert_eq!(elements(1), elements(1));
    let (one, other) = (elements(1)[0], elements(2)[0]);
    assert_ne!(one.0, other.0);
    assert_ne!(one.1, other.1);
}

#[test]
fn a_party_that_is_no_id_is_refused() {
    let mut origin = origin();
    origin.provider = "../../elsewhere".into();
    let elements = Elements::blinded(origin, Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("x.blinded");
    elements.write(&place).unwrap();
    assert!(Elements::read(&place).is_err());
}

#[test]
fn a_file_of_elements_that_was_cut_or_changed_is_refused() {
    let blinder = Blinder::new(&BlindingKey::from_bytes([1; 32]));
    blinder.add(b"a");
    let elements = Elements::blinded(origin(), blinder.into_elements());
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("x.blinded");
    elements.write(&place).unwrap();
    let whole = std::fs::read(&place).unwrap();
    for length in 0..whole.len() {
        std::fs::write(&place, &whole[..length]).unwrap();
        assert!(Elements::read(&place).is_err(), "{length}");
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        std::fs::write(&place, &changed).unwrap();
        assert!(Elements::read(&place).is_err(), "{at}");
    }
    assert!(hex::parse::<2>("zz").is_none());
}
