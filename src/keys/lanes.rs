//! Messages and a key in, the HMAC-SHA-256 of each out (RFC 2104, FIPS 180-4), many messages side by side.
//!
//! A message of a few blocks leaves a processor mostly idle. Here the same step is done for 16 messages (AVX-512) or
//! 8 (AVX2) in one instruction; the arrays of lanes are plain, and the compiler makes vectors of them. A processor
//! with instructions for SHA-256 is faster one by one.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the vectors that the processor has"
)]

use pulp::{Arch, Simd, WithSimd};
use sha2::block_api::compress256;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::messages::{BLOCK, Messages};

/// The state before the first block (FIPS 180-4, 5.3.3).
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The constants of the rounds (FIPS 180-4, 4.2.2).
#[rustfmt::skip]
const ROUNDS: [[u32; 16]; 4] = [
    [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    ],
    [
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    ],
    [
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    ],
    [
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ],
];

/// The length of what the outer hash takes: the block with the key and the inner digest.
const OUTER_BITS: u32 = 8 * (64 + 32);

/// The two states of SHA-256 behind a block of nothing but the key, from which every HMAC under it goes on.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(super) struct KeyedStates {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl KeyedStates {
    /// The states of `key` (any length).
    pub(super) fn new(key: &[u8]) -> Self {
        let mut block = Zeroizing::new([0; BLOCK]);
        if key.len() > BLOCK {
            block[..32].copy_from_slice(&Sha256::digest(key));
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let behind = |pad: u8| {
            let padded = Zeroizing::new(block.map(|byte| byte ^ pad));
            let mut state = START;
            compress256(&mut state, std::slice::from_ref(&padded));
            state
        };
        Self {
            inner: behind(0x36),
            outer: behind(0x5c),
        }
    }

    /// Gives the HMAC-SHA-256 of each message with its place, in any order.
    pub(super) fn digest_all(
        &self,
        arch: Arch,
        messages: &Messages,
        mut give: impl FnMut(usize, &[u8; 32]),
    ) {
        // One job for every caller: what follows is compiled once per kind of vectors, and it is large.
        arch.dispatch(Job {
            states: self,
            messages,
            give: &mut give,
        });
    }
}

/// The vectors that make many digests fastest here; `None` where digesting one by one is faster.
pub(super) fn vectors() -> Option<Arch> {
    // A build without optimisation, as for tests, makes no vectors of the arrays.
    if cfg!(debug_assertions) || has_sha_instructions() {
        return None;
    }
    let arch = Arch::new();
    (!matches!(arch, Arch::Scalar)).then_some(arch)
}

#[cfg(target_arch = "x86_64")]
fn has_sha_instructions() -> bool {
    std::arch::is_x86_feature_detected!("sha")
}

#[cfg(target_arch = "aarch64")]
fn has_sha_instructions() -> bool {
    std::arch::is_aarch64_feature_detected!("sha2")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
const fn has_sha_instructions() -> bool {
    false
}

struct Job<'a> {
    states: &'a KeyedStates,
    messages: &'a Messages,
    give: &'a mut dyn FnMut(usize, &[u8; 32]),
}

impl WithSimd for Job<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        if S::U32_LANES >= 16 {
            self.run::<16>();
        } else if S::U32_LANES > 1 {
            // Without vectors nobody comes here: see `vectors`.
            self.run::<8>();
        }
    }
}

impl Job<'_> {
    #[inline(always)]
    fn run<const L: usize>(self) {
        let mut lanes = Zeroizing::new(Lanes::<L>::default());
        let messages = self.messages.by_length();
        let of_one_length = messages.chunk_by(|(_, one), (_, other)| one.len() == other.len());
        for group in of_one_length.flat_map(|messages| messages.chunks(L)) {
            lanes.digest(self.states, group);
            for (lane, (at, _)) in (0..L).zip(group) {
                (self.give)(*at, &lanes.digest_of(lane));
            }
        }
    }
}

/// A word of each of `L` messages.
type Word<const L: usize> = [u32; L];

/// `L` messages under way.
#[derive(Zeroize)]
struct Lanes<const L: usize> {
    state: [Word<L>; 8],
    block: [Word<L>; 16],
}

impl<const L: usize> Default for Lanes<L> {
    fn default() -> Self {
        Self {
            state: [[0; L]; 8],
            block: [[0; L]; 16],
        }
    }
}

impl<const L: usize> Lanes<L> {
    /// Digests up to `L` messages of as many blocks each; where there are fewer messages, lanes run idle.
    #[inline(always)]
    fn digest(&mut self, states: &KeyedStates, group: &[(usize, &[[u8; BLOCK]])]) {
        self.state = states.inner.map(|word| [word; L]);
        let blocks = group[0].1.len();
        for number in 0..=blocks {
            if number < blocks {
                self.load(group, number);
            } else {
                self.turn_outward(states);
            }
            compress(&mut self.state, &mut self.block);
        }
    }

    /// Makes of the inner digests the block that the outer hash takes.
    #[inline(never)]
    fn turn_outward(&mut self, states: &KeyedStates) {
        self.block = [[0; L]; 16];
        self.block[..8].copy_from_slice(&self.state);
        self.block[8] = [0x8000_0000; L];
        self.block[15] = [OUTER_BITS; L];
        self.state = states.outer.map(|word| [word; L]);
    }

    /// Takes block `number` of each message. Apart from the vectors, which are slow at single words.
    #[inline(never)]
    fn load(&mut self, group: &[(usize, &[[u8; BLOCK]])], number: usize) {
        for (lane, (_, blocks)) in (0..L).zip(group) {
            for (word, bytes) in self.block.iter_mut().zip(blocks[number].as_chunks().0) {
                word[lane] = u32::from_be_bytes(*bytes);
            }
        }
    }

    #[inline(never)]
    fn digest_of(&self, lane: usize) -> [u8; 32] {
        let mut digest = [0; 32];
        for (bytes, word) in digest.as_chunks_mut().0.iter_mut().zip(&self.state) {
            *bytes = word[lane].to_be_bytes();
        }
        digest
    }
}

/// Takes a block of each message into its state (FIPS 180-4, 6.2.2); of the block nothing remains.
#[expect(
    clippy::many_single_char_names,
    reason = "the names that the standard gives them"
)]
#[inline(always)]
fn compress<const L: usize>(state: &mut [Word<L>; 8], block: &mut [Word<L>; 16]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (pass, constants) in ROUNDS.iter().enumerate() {
        for (place, constant) in constants.iter().enumerate() {
            if pass > 0 {
                block[place] = next_word(block, place);
            }
            let word = &block[place];
            let first: Word<L> = each(|i| {
                let turned = e[i].rotate_right(6) ^ e[i].rotate_right(11) ^ e[i].rotate_right(25);
                let chosen = (e[i] & f[i]) ^ (!e[i] & g[i]);
                let sum = h[i].wrapping_add(turned).wrapping_add(chosen);
                sum.wrapping_add(*constant).wrapping_add(word[i])
            });
            let second: Word<L> = each(|i| {
                let turned = a[i].rotate_right(2) ^ a[i].rotate_right(13) ^ a[i].rotate_right(22);
                turned.wrapping_add((a[i] & b[i]) ^ (a[i] & c[i]) ^ (b[i] & c[i]))
            });
            (h, g, f) = (g, f, e);
            e = sum(&d, &first);
            (d, c, b) = (c, b, a);
            a = sum(&first, &second);
        }
    }
    // Word by word: a loop over the eight would be vectorised across them, which is slower than not at all.
    state[0] = sum(&state[0], &a);
    state[1] = sum(&state[1], &b);
    state[2] = sum(&state[2], &c);
    state[3] = sum(&state[3], &d);
    state[4] = sum(&state[4], &e);
    state[5] = sum(&state[5], &f);
    state[6] = sum(&state[6], &g);
    state[7] = sum(&state[7], &h);
}

#[inline(always)]
fn sum<const L: usize>(one: &Word<L>, other: &Word<L>) -> Word<L> {
    each(|i| one[i].wrapping_add(other[i]))
}

/// The word that takes the place of the one at `place` in the next 16 rounds.
#[inline(always)]
fn next_word<const L: usize>(block: &[Word<L>; 16], place: usize) -> Word<L> {
    let behind = |by: usize| &block[(place + by) % 16];
    let (second, tenth, fifteenth) = (behind(1), behind(9), behind(14));
    each(|i| {
        let (x, y) = (second[i], fifteenth[i]);
        let small = x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3);
        let large = y.rotate_right(17) ^ y.rotate_right(19) ^ (y >> 10);
        let sum = block[place][i].wrapping_add(small).wrapping_add(large);
        sum.wrapping_add(tenth[i])
    })
}

#[inline(always)]
fn each<const L: usize>(word: impl Fn(usize) -> u32) -> Word<L> {
    let mut words = [0; L];
    for (lane, place) in words.iter_mut().enumerate() {
        *place = word(lane);
    }
    words
}

#[cfg(test)]
pub(super) mod tests {
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
            for (place, number) in numbers.iter().enumerate() {
                let mut message = crate::keys::Message::new();
                let encoded = number.map(|number| message.number(number).encoded());
                prop_assert_eq!(digests[place], encoded.map(|bytes| key.digest(bytes)).unwrap_or_default());
                prop_assert_eq!(keys[place], encoded.map(|bytes| key.number(bytes)).unwrap_or_default());
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
}
