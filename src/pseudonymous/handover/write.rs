//! The Parquet files of a hand-over in, its manifest out.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::layout::{self, MANIFEST};
use super::manifest::Counts;
use super::table::TableReader;
use super::{Manifest, Parties};
use crate::error::{Error, Result};
use crate::folder::WholeFolder;
use crate::vocabulary::{FileDigest, ProviderId};

/// Bytes of a file that are digested by themselves, so that a large file is checked by all processors.
const PIECE: u64 = 64 << 20;

/// Digests the files written so far and writes `manifest.json`.
///
/// `canaries` are keyed digests by token kind; `area_names` are the register's names of areas by code.
///
/// # Errors
/// When the disk refuses.
pub fn write_manifest(
    folder: &WholeFolder,
    parties: Parties,
    counts: Counts,
    canaries: BTreeMap<String, String>,
    area_names: BTreeMap<String, String>,
) -> Result<Manifest> {
    let (mut files, mut pieces, mut rows) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (name, _) in layout::files(parties.provider == ProviderId::REGISTER) {
        let path = folder.partial().join(name);
        let (whole, of_pieces) = rayon::join(
            || digest_of(&path, 0..u64::MAX, &mut |_| Ok(())),
            || piece_digests(&path),
        );
        files.insert(name.to_owned(), whole?.to_string());
        let of_pieces = of_pieces?;
        if of_pieces.len() > 1 {
            pieces.insert(name.to_owned(), of_pieces);
        }
        rows.insert(name.to_owned(), TableReader::new(path).rows()?);
    }
    let manifest = Manifest {
        area_names,
        canaries,
        checksum: String::new(),
        counts,
        files,
        parties,
        pieces,
        rows,
    };
    let (manifest, text) = manifest.sealed()?;
    folder.file(MANIFEST)?.put(text.as_bytes())?;
    Ok(manifest)
}

/// The pieces of a file of `size` bytes, each checked by itself.
pub(super) fn pieces(size: u64) -> impl Iterator<Item = Range<u64>> {
    (0..size.div_ceil(PIECE)).map(move |piece| piece * PIECE..(piece + 1) * PIECE)
}

fn piece_digests(path: &Path) -> Result<Vec<String>> {
    let size = fs::metadata(path).map_err(|e| Error::io(path, "read", &e))?;
    if size.len() <= PIECE {
        return Ok(Vec::new());
    }
    let pieces: Vec<Range<u64>> = pieces(size.len()).collect();
    pieces
        .into_par_iter()
        .map(|piece| Ok(digest_of(path, piece, &mut |_| Ok(()))?.to_string()))
        .collect()
}

/// The SHA-256 of the bytes of a file in `range`, as far as it has them; `read` hears how many were read each time.
pub(super) fn digest_of(
    path: &Path,
    range: Range<u64>,
    read: &mut dyn FnMut(u64) -> Result<()>,
) -> Result<FileDigest> {
    let failed = |e: &io::Error| Error::io(path, "read", e);
    let mut file = File::open(path).map_err(|e| failed(&e))?;
    file.seek(SeekFrom::Start(range.start))
        .map_err(|e| failed(&e))?;
    let mut bytes = file.take(range.end - range.start);
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let length = bytes.read(&mut buffer).map_err(|e| failed(&e))?;
        if length == 0 {
            return Ok(FileDigest::new(digest.finalize().into()));
        }
        digest.update(&buffer[..length]);
        read(length as u64)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_a_file_are_all_of_it() {
        let lengths: Vec<u64> = pieces(2 * PIECE + 1).map(|piece| piece.start).collect();
        assert_eq!(lengths, [0, PIECE, 2 * PIECE]);
        assert_eq!(pieces(PIECE).count(), 1);
    }

    #[test]
    fn a_piece_is_digested_by_itself() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("file");
        fs::write(&path, b"abcdef").unwrap();
        let of = |range| digest_of(&path, range, &mut |_| Ok(())).unwrap();
        let known = |bytes: &[u8]| FileDigest::new(Sha256::digest(bytes).into());
        assert_eq!(of(0..u64::MAX), known(b"abcdef"));
        assert_eq!(of(2..4), known(b"cd"));
        assert_eq!(of(4..100), known(b"ef"));
    }
}
