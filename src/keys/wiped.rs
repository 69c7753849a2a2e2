//! Compile-time checks that every type that must be wiped on drop is.

use hmac::digest::block_api::{Buffer, CoreProxy};
use sha2::Sha256;
use zeroize::ZeroizeOnDrop;

use super::lanes::KeyedStates;
use super::share::KeyShare;
use super::{
    BlindingKey, KeyedDigest, Message, Messages, OprfKey, ProjectSecret, RecordKeys, ReleaseKey,
    SigningKey, Stage2Key, StageKeys, TokenKeys,
};

/// Compiles for types that are wiped on drop only.
const fn is_wiped_on_drop<T: ZeroizeOnDrop>() {}

const _: () = {
    is_wiped_on_drop::<ProjectSecret>();
    is_wiped_on_drop::<ReleaseKey>();
    is_wiped_on_drop::<Stage2Key>();
    is_wiped_on_drop::<OprfKey>();
    is_wiped_on_drop::<SigningKey>();
    is_wiped_on_drop::<BlindingKey>();
    is_wiped_on_drop::<ed25519_dalek::SigningKey>();
    is_wiped_on_drop::<KeyedDigest>();
    is_wiped_on_drop::<TokenKeys>();
    is_wiped_on_drop::<RecordKeys>();
    is_wiped_on_drop::<StageKeys>();
    is_wiped_on_drop::<KeyedStates>();
    is_wiped_on_drop::<Message>();
    is_wiped_on_drop::<Messages>();
    is_wiped_on_drop::<KeyShare>();
};

/// The two halves of which HMAC-SHA-256 is made in its crate, which does not say it of the whole.
const _: () = {
    is_wiped_on_drop::<<Sha256 as CoreProxy>::Core>();
    is_wiped_on_drop::<Buffer<<Sha256 as CoreProxy>::Core>>();
};
