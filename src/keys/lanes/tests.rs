use proptest::prelude::*;

use super::*;
use crate::keys::KeyedDigest;

/// The sets of vectors that this processor has; none where it has none.
pub(in crate::keys) fn vectors_here() -> Vec<Arch> {
    let mut sets = Vec::from([Arch::new()]);
    #[cfg(target_arch = "x86_64")]
    sets.extend(pulp::x86::V3::try_new().map(Arch::V3));
    sets.retain(|arch| !matches!(arch, Arch::Scalar));
    sets
}

/// The HMAC of each message, side by side.
pub(in crate::keys) fn digests(key: &[u8], raw: &[&[u8]], arch: Arch) -> Vec<[u8; 32]> {
    let mut messages = Messages::new();
    for bytes in raw {
        messages.add_raw(bytes);
    }
    let mut found = vec![[0; 32]; raw.len()];
    KeyedStates::new(key).digest_all(arch, &messages, |at, full| found[at] = *full);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn side_by_side_gives_the_same_as_one_by_one(
        key in prop::collection::vec(any::<u8>(), 0..100),
        raw in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..40),
    ) {
        let one_by_one = KeyedDigest::new(&key);
        let expected: Vec<_> = raw.iter().map(|bytes| one_by_one.full(bytes)).collect();
        let raw: Vec<_> = raw.iter().map(Vec::as_slice).collect();
        for arch in vectors_here() {
            prop_assert_eq!(&digests(&key, &raw, arch), &expected);
        }
    }

    #[test]
    fn many_digests_are_those_of_each_and_absent_ones_stay_absent(
        numbers in prop::collection::vec(any::<Option<u64>>(), 0..70),
    ) {
        let key = KeyedDigest::new(&[7; 32]);
        let mut messages = Messages::new();
        for number in &numbers {
            messages.add(|message| {
                message.number(number.unwrap_or(8));
                number.is_some()
            });
        }
        let (digests, keys) = (key.digests(&messages), key.numbers(&messages));
        for (index, number) in numbers.iter().enumerate() {
            let mut message = crate::keys::Message::new();
            let encoded = number.map(|number| message.number(number).encoded());
            prop_assert_eq!(digests[index], encoded.map(|bytes| key.digest(bytes)).unwrap_or_default());
            prop_assert_eq!(keys[index], encoded.map(|bytes| key.number(bytes)).unwrap_or_default());
        }
    }
}

#[test]
fn every_length_around_the_end_of_a_block_is_padded_right() {
    let key = KeyedDigest::new(&[7; 32]);
    let raw: Vec<Vec<u8>> = (0..200).map(|length| vec![0xa5; length]).collect();
    let slices: Vec<_> = raw.iter().map(Vec::as_slice).collect();
    for arch in vectors_here() {
        let found = digests(&[7; 32], &slices, arch);
        assert!(
            found
                .iter()
                .zip(&raw)
                .all(|(full, bytes)| *full == key.full(bytes))
        );
    }
}
