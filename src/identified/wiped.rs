//! Compile-time checks that everything about a person is wiped on drop.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::identifying::Identifying;
use super::normalise::ClientRecord;
use super::pseudonymise::RunKey;
use super::source::RawRow;

/// Compiles for types that are wiped on drop only.
const fn is_wiped_on_drop<T: ZeroizeOnDrop>() {}

const _: () = {
    is_wiped_on_drop::<Identifying<String>>();
    is_wiped_on_drop::<RawRow>();
    is_wiped_on_drop::<ClientRecord>();
    is_wiped_on_drop::<RunKey>();
    // The buffers of the readers: bytes and cells of an extract.
    is_wiped_on_drop::<Zeroizing<Vec<u8>>>();
    is_wiped_on_drop::<Zeroizing<String>>();
};
