//! HMAC-SHA-256 of many messages side by side (RFC 2104, FIPS 180-4).
//!
//! A message of a few blocks leaves a processor mostly idle. Here the same step is done for 16 messages (AVX-512) or
//! 8 (AVX2) in one instruction. Instructions for SHA-256, one message at a time, are faster than 8 and slower than 16.

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
        // RFC 2104, 2: a key longer than a block is digested first.
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
            // `ipad` and `opad` of RFC 2104.
            inner: behind(0x36),
            outer: behind(0x5c),
        }
    }

    /// The HMAC-SHA-256 of one message, which is laid out in blocks.
    pub(super) fn digest(&self, blocks: &[[u8; BLOCK]]) -> [u8; 32] {
        let mut inner = self.inner;
        compress256(&mut inner, blocks);
        let mut block = [0; BLOCK];
        block[..32].copy_from_slice(&bytes_of(&inner));
        block[32] = 0x80;
        block[BLOCK - 4..].copy_from_slice(&OUTER_BITS.to_be_bytes());
        let mut outer = self.outer;
        compress256(&mut outer, std::slice::from_ref(&block));
        bytes_of(&outer)
    }

    /// Gives the HMAC-SHA-256 of each message with its index, in any order.
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
    // A build without optimisation, as for tests, calls a function for every instruction.
    if cfg!(debug_assertions) {
        return None;
    }
    let arch = Arch::new();
    let is_fastest = match arch {
        Arch::Scalar => false,
        #[cfg(target_arch = "x86_64")]
        Arch::V4(_) => true,
        _ => !has_sha_instructions(),
    };
    is_fastest.then_some(arch)
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

/// A state as the bytes of a digest.
fn bytes_of(state: &[u32; 8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (four, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *four = word.to_be_bytes();
    }
    bytes
}

struct Job<'a> {
    states: &'a KeyedStates,
    messages: &'a Messages,
    give: &'a mut dyn FnMut(usize, &[u8; 32]),
}

impl WithSimd for Job<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::U32_LANES {
            16 => self.run::<S, 16>(simd),
            8 => self.run::<S, 8>(simd),
            4 => self.run::<S, 4>(simd),
            _ => self.run::<S, 1>(simd),
        }
    }
}

impl Job<'_> {
    #[inline(always)]
    fn run<S: Simd, const L: usize>(self, simd: S) {
        let mut lanes = Zeroizing::new(Lanes::<L>::default());
        let messages = self.messages.by_length();
        // All lanes go through as many blocks, so only messages of one length go together.
        let of_one_length = messages.chunk_by(|(_, one), (_, other)| one.len() == other.len());
        for group in of_one_length.flat_map(|messages| messages.chunks(L)) {
            lanes.digest(simd, self.states, group);
            for (lane, (at, _)) in (0..L).zip(group) {
                (self.give)(*at, &lanes.digest_of(lane));
            }
        }
    }
}

/// A word of each of `L` messages.
type Word<const L: usize> = [u32; L];

/// `L` messages under way. Words that lie over the edge of a line of the cache are fetched twice.
#[derive(Zeroize)]
#[repr(align(64))]
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
    fn digest<S: Simd>(
        &mut self,
        simd: S,
        states: &KeyedStates,
        group: &[(usize, &[[u8; BLOCK]])],
    ) {
        self.state = states.inner.map(|word| [word; L]);
        let blocks = group[0].1.len();
        for number in 0..=blocks {
            if number < blocks {
                self.load(group, number);
            } else {
                self.turn_outward(states);
            }
            let (state, _) = S::as_mut_simd_u32s(self.state.as_flattened_mut());
            let (block, _) = S::as_mut_simd_u32s(self.block.as_flattened_mut());
            let (Some(state), Some(block)) = (state.as_mut_array(), block.as_mut_array()) else {
                unreachable!("there are as many lanes as the vectors have")
            };
            compress(simd, state, block);
        }
    }

    /// Makes of the inner digests the block that the outer hash takes.
    #[inline(never)]
    fn turn_outward(&mut self, states: &KeyedStates) {
        self.block = [[0; L]; 16];
        self.block[..8].copy_from_slice(&self.state);
        // The padding: a one, zeros, and the length in bits (FIPS 180-4, 5.1.1).
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
        bytes_of(&self.state.map(|word| word[lane]))
    }
}

/// Does `$step` for each of the 16 words of a block, with the names of the words turned on as the standard has it:
/// written out, the words themselves stay in their registers.
macro_rules! sixteen {
    ($step:ident: $($word:ident)*) => {
        sixteen!($step 0: $($word)*);
        sixteen!($step 8: $($word)*);
    };
    ($step:ident $at:literal: $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
        $step!($at, $a $b $c $d $e $f $g $h);
        $step!($at + 1, $h $a $b $c $d $e $f $g);
        $step!($at + 2, $g $h $a $b $c $d $e $f);
        $step!($at + 3, $f $g $h $a $b $c $d $e);
        $step!($at + 4, $e $f $g $h $a $b $c $d);
        $step!($at + 5, $d $e $f $g $h $a $b $c);
        $step!($at + 6, $c $d $e $f $g $h $a $b);
        $step!($at + 7, $b $c $d $e $f $g $h $a);
    };
}

/// Takes a block of each message into its state (FIPS 180-4, 6.2.2); the block is used up.
#[expect(
    clippy::many_single_char_names,
    reason = "the names that the standard gives them"
)]
#[inline(always)]
fn compress<S: Simd>(simd: S, state: &mut [S::u32s; 8], block: &mut [S::u32s; 16]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (pass, constants) in ROUNDS.iter().enumerate() {
        macro_rules! renew {
            ($index:expr, $($word:ident)*) => {
                block[$index] = next_word(simd, block, $index);
            };
        }
        macro_rules! round {
            ($index:expr, $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident) => {
                let known = simd.add_u32s(block[$index], simd.splat_u32s(constants[$index]));
                // `Ch` and, below, `Maj` of the standard, each with an operation less.
                let chosen = simd.xor_u32s($g, simd.and_u32s($e, simd.xor_u32s($f, $g)));
                let first = sum(
                    simd,
                    sum(simd, $h, known),
                    sum(simd, chosen, turned(simd, $e, [6, 11, 25])),
                );
                let most = simd.or_u32s(
                    simd.and_u32s($a, $b),
                    simd.and_u32s($c, simd.or_u32s($a, $b)),
                );
                $d = sum(simd, $d, first);
                $h = sum(simd, first, sum(simd, most, turned(simd, $a, [2, 13, 22])));
            };
        }
        if pass > 0 {
            sixteen!(renew: a b c d e f g h);
        }
        sixteen!(round: a b c d e f g h);
    }
    for (word, more) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = sum(simd, *word, more);
    }
}

#[inline(always)]
fn sum<S: Simd>(simd: S, one: S::u32s, other: S::u32s) -> S::u32s {
    simd.add_u32s(one, other)
}

/// A word turned right by each of three numbers of bits, put together.
#[inline(always)]
fn turned<S: Simd>(simd: S, word: S::u32s, [one, two, three]: [u32; 3]) -> S::u32s {
    let both = simd.xor_u32s(turn(simd, word, one), turn(simd, word, two));
    simd.xor_u32s(both, turn(simd, word, three))
}

#[inline(always)]
fn turn<S: Simd>(simd: S, word: S::u32s, bits: u32) -> S::u32s {
    let left = simd.wrapping_dyn_shl_u32s(word, simd.splat_u32s(32 - bits));
    simd.or_u32s(shift(simd, word, bits), left)
}

#[inline(always)]
fn shift<S: Simd>(simd: S, word: S::u32s, bits: u32) -> S::u32s {
    simd.wrapping_dyn_shr_u32s(word, simd.splat_u32s(bits))
}

/// The word that replaces the one at `index` in the next 16 rounds.
#[inline(always)]
fn next_word<S: Simd>(simd: S, block: &[S::u32s; 16], index: usize) -> S::u32s {
    let behind = |by: usize| block[(index + by) % 16];
    let (x, y) = (behind(1), behind(14));
    let both = |one, two, rest| simd.xor_u32s(simd.xor_u32s(one, two), rest);
    let small = both(turn(simd, x, 7), turn(simd, x, 18), shift(simd, x, 3));
    let large = both(turn(simd, y, 17), turn(simd, y, 19), shift(simd, y, 10));
    sum(
        simd,
        sum(simd, behind(0), small),
        sum(simd, behind(9), large),
    )
}

#[cfg(test)]
pub(super) mod tests;
