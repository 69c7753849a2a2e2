//! The bytes of a ledger, written as they are made: all together they would take as much memory as the households once more.

use std::io::{self, BufWriter, Write};

use postcard::ser_flavors::Flavor;
use sha2::{Digest as _, Sha256};

use super::releases::Chain;
use crate::vocabulary::FileDigest;

/// What the bytes begin with; the number is that of their layout.
pub(super) const HEAD: &[u8] = b"factlab-ledger 1\n";

/// Writes releases to `to`; gives the digest of the bytes, and what they were written to.
///
/// # Errors
/// When it refuses.
pub(super) fn written<W: Write>(releases: &Chain, to: W) -> io::Result<(String, W)> {
    let digest = Sha256::new();
    let mut to = BufWriter::with_capacity(1 << 18, Digested { to, digest });
    to.write_all(HEAD)?;
    let mut refused = None;
    let stream = Stream {
        to: &mut to,
        refused: &mut refused,
    };
    let done = postcard::serialize_with_flavor(releases, stream);
    if let Some(error) = refused {
        return Err(error);
    }
    done.map_err(io::Error::other)?;
    let Digested { to, digest } = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    let digest = FileDigest::new(digest.finalize().into());
    Ok((digest.to_string(), to))
}

/// Digests what is written.
struct Digested<W> {
    to: W,
    digest: Sha256,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.to.write(bytes)?;
        self.digest.update(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Takes the bytes of postcard, which passes on no more than that it failed.
struct Stream<'a, W: Write> {
    to: &'a mut BufWriter<Digested<W>>,
    refused: &'a mut Option<io::Error>,
}

impl<W: Write> Flavor for Stream<'_, W> {
    type Output = ();

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.to.write_all(bytes).map_err(|error| {
            *self.refused = Some(error);
            postcard::Error::SerializeBufferFull
        })
    }

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}
