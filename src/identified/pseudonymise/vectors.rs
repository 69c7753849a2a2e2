//! The test vectors of `docs/method.md`, recomputed from its text.

use std::collections::BTreeMap;

use super::*;
use crate::identified::example::terms;
use crate::identified::household::{PersonDigests, record_key};
use crate::identified::normalise::Fields;
use crate::keys::{KeyedDigest, Message, ProjectSecret, RecordKeys, ReleaseKey};
use crate::pseudonymous::{TokenColumn, TokenProfile};
use crate::vocabulary::{ProjectId, RowIx};

const METHOD: &str = include_str!("../../../docs/method.md");

/// The lines `name: value` between the fences marked `vectors`.
fn vectors() -> BTreeMap<&'static str, &'static str> {
    let (_, after) = METHOD.split_once("```vectors\n").unwrap();
    let (block, _) = after.split_once("```").unwrap();
    let lines = block.lines().map(|line| line.split_once(": ").unwrap());
    lines.collect()
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    assert_eq!(hex.len(), 2 * N);
    std::array::from_fn(|place| u8::from_str_radix(&hex[2 * place..][..2], 16).unwrap())
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digit = |digit| char::from_digit(u32::from(digit), 16).unwrap();
    digits.map(digit).collect()
}

fn record(vectors: &BTreeMap<&str, &str>) -> ClientRecord {
    let field = |name: &str| vectors[format!("field {name}").as_str()];
    let number = |name| field(name).parse().unwrap();
    Fields {
        client: "",
        bsn: number("bsn"),
        born: field("birth_date").replace('-', "").parse().unwrap(),
        surname: field("surname"),
        partner_surname: field("partner_surname"),
        given_name: field("given_name"),
        initial: field("initial"),
        postcode: field("postcode"),
        house_number: number("house_number"),
        house_letter: field("house_letter"),
        suffix: field("house_number_suffix"),
        address_id: field("address_id"),
    }
    .record()
}

#[test]
fn every_token_is_the_one_in_the_published_method() {
    let vectors = vectors();
    let secret = ProjectSecret::from_bytes(bytes(vectors["secret"]));
    let mut terms = terms();
    terms.project = ProjectId::new(vectors["project"]).unwrap();
    for profile in TokenProfile::ALL {
        terms.profile = profile;
        let maker = TokenMaker::new((&secret).into(), &terms, TokensOf::Residents);
        let made = maker.tokens(&record(&vectors));
        for column in profile.columns() {
            let published = vectors.get(format!("token {}", column.name()).as_str());
            let token = hex(&made.get(column).bytes());
            assert_eq!(Some(&token.as_str()), published, "{}", column.name());
        }
    }
    assert_eq!(secret.id().to_string(), vectors["key id"]);
}

#[test]
fn every_canary_is_the_one_in_the_published_method() {
    let vectors = vectors();
    let secret = ProjectSecret::from_bytes(bytes(vectors["secret"]));
    let mut terms = terms();
    terms.project = ProjectId::new(vectors["project"]).unwrap();
    for profile in TokenProfile::ALL {
        terms.profile = profile;
        for (kind, canary) in canaries((&secret).into(), &terms) {
            let published = vectors.get(format!("canary {kind}").as_str());
            assert_eq!(Some(&canary.as_str()), published, "{kind}");
        }
    }
}

#[test]
fn labels_keys_and_messages_are_those_in_the_published_method() {
    let vectors = vectors();
    let mut label = Message::new();
    label.text("factlab 1").text(vectors["project"]).text("bsn");
    assert_eq!(hex(label.encoded()), vectors["label bsn"]);
    let mut message = Message::new();
    let record = record(&vectors);
    let recipe = |column| parts::Recipe::of(column, TokensOf::Residents);
    assert!(recipe(TokenColumn::AddressJoined).write(&record, &mut message));
    assert_eq!(hex(message.encoded()), vectors["message address_joined"]);
    assert!(recipe(TokenColumn::Bsn).write(&record, &mut message));
    let key = KeyedDigest::new(&bytes::<32>(vectors["key bsn"]));
    let token = hex(&key.full(message.encoded())[..16]);
    assert_eq!(token, vectors["token bsn"]);
}

#[test]
fn record_keys_and_draws_are_those_in_the_published_method() {
    let vectors = vectors();
    let secret = bytes(vectors["secret"]);
    let project = ProjectSecret::from_bytes(secret);
    let keys = RecordKeys::derive(&project, vectors["series"]);
    let with_bsn = record(&vectors);
    let mut without_bsn = record(&vectors);
    without_bsn.forget_bsn();
    let mut digests = Vec::new();
    let mut persons = PersonDigests::new(&keys);
    let mut keep = |_, digest: u64| digests.push(hex(&digest.to_be_bytes()));
    persons.add(RowIx::at(0), &with_bsn, &mut keep);
    persons.add(RowIx::at(1), &without_bsn, &mut keep);
    persons.finish(&mut keep);
    let published = [vectors["digest with bsn"], vectors["digest without bsn"]];
    assert_eq!(digests, published);
    let alone = record_key(&keys, std::slice::from_ref(&with_bsn));
    assert_eq!(hex(&alone.to_be_bytes()), vectors["record key alone"]);
    let both = record_key(&keys, &[with_bsn, without_bsn]);
    assert_eq!(hex(&both.to_be_bytes()), vectors["record key of both"]);
    let draw = ReleaseKey::from_bytes(secret)
        .draws()
        .number(&alone.to_be_bytes());
    let published = vectors["draw of the record key alone"];
    assert_eq!(hex(&draw.to_be_bytes()), published);
}
