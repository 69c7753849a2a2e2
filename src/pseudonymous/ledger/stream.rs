//! The bytes of a ledger, written as they are made: all together they would take as much memory as the households once more.

use std::io::{self, Write};

use postcard::ser_flavors::Flavor;
use sha2::{Digest as _, Sha256};

use super::releases::Chain;
use crate::vocabulary::FileDigest;

/// What the bytes begin with; the number is that of their layout.
pub(super) const HEAD: &[u8] = b"factlab-ledger 1\n";

/// So many bytes are written at a time.
const TOGETHER: usize = 1 << 18;

/// Writes releases to `to`; gives the digest of the bytes, and what they were written to.
///
/// # Errors
/// When it refuses.
pub(super) fn written<W: Write>(releases: &Chain, to: W) -> io::Result<(String, W)> {
    let mut stream = Stream {
        to,
        digest: Sha256::new(),
        bytes: Vec::with_capacity(TOGETHER),
        refused: None,
    };
    stream.bytes.extend_from_slice(HEAD);
    let done = postcard::serialize_with_flavor(releases, &mut stream);
    if let Some(error) = stream.refused {
        return Err(error);
    }
    done.map_err(io::Error::other)?;
    stream.pass_on()?;
    let digest = FileDigest::new(stream.digest.finalize().into());
    Ok((digest.to_string(), stream.to))
}

/// Takes the bytes of postcard one by one, which passes on no more than that it failed; digests and writes many together.
struct Stream<W: Write> {
    to: W,
    digest: Sha256,
    bytes: Vec<u8>,
    refused: Option<io::Error>,
}

impl<W: Write> Stream<W> {
    fn pass_on(&mut self) -> io::Result<()> {
        self.digest.update(&self.bytes);
        self.to.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

impl<W: Write> Flavor for &mut Stream<W> {
    type Output = ();

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        if self.bytes.len() == TOGETHER {
            self.pass_on().map_err(|error| {
                self.refused = Some(error);
                postcard::Error::SerializeBufferFull
            })?;
        }
        self.bytes.push(byte);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}
