//! Writes the manifest of a hand-over and, if agreed, its envelopes.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::content::Content;
use super::envelope::{Envelope, pack};
use super::layout::MANIFEST;
use super::manifest::Counts;
use super::table::TableReader;
use super::{Delivery, Manifest, Parties, Transport};
use crate::error::{Error, Result};
use crate::files::WholeFolder;
use crate::keys::{Recipient, SigningKey};
use crate::vocabulary::ProviderId;

/// Bytes of a file that are digested by themselves, so that a large file is checked by all processors.
pub(super) const PIECE: u64 = 64 << 20;

/// Digests the files written so far and writes `manifest.json`, unsigned: a plain folder.
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
    let plain = Transport::default();
    write_handover(folder, &plain, parties, counts, canaries, area_names)
}

/// Digests the files written so far and puts them in the envelopes of `transport`, each with a manifest of its own.
///
/// Gives the manifest of all of it, which travels only when there is one envelope.
///
/// # Errors
/// When the disk refuses, or the agreed signature cannot be made.
pub fn write_handover(
    folder: &WholeFolder,
    transport: &Transport,
    parties: Parties,
    counts: Counts,
    canaries: BTreeMap<String, String>,
    area_names: BTreeMap<String, String>,
) -> Result<Manifest> {
    let signing = transport.signing()?;
    let of_register = parties.provider == ProviderId::REGISTER;
    let whole = Manifest {
        analyst: None,
        area_names,
        canaries,
        checksum: String::new(),
        counts: Some(counts),
        delivery: Delivery::after_the_last_at(folder.path())?,
        envelope: Envelope::Whole,
        files: BTreeMap::new(),
        parties,
        pieces: BTreeMap::new(),
        rows: BTreeMap::new(),
        signature: None,
        stage2_key_id: None,
    };
    let mut all = whole.clone();
    for envelope in transport.envelopes(of_register) {
        let mut part = whole.only(envelope);
        if envelope == Envelope::Tokens {
            part.analyst = transport.analyst.as_ref().map(ToString::to_string);
        }
        let written = close(folder, part, transport.recipient(envelope), signing)?;
        all.files.extend(written.files);
        all.pieces.extend(written.pieces);
        all.rows.extend(written.rows);
    }
    Ok(all)
}

/// Digests the files of one envelope, signs its manifest and closes it; a whole hand-over without a recipient stays a folder.
pub(in crate::pseudonymous) fn close(
    folder: &WholeFolder,
    mut manifest: Manifest,
    recipient: Option<&Recipient>,
    signing: Option<&SigningKey>,
) -> Result<Manifest> {
    let of_register = manifest.parties.provider == ProviderId::REGISTER;
    let names = manifest.envelope.files(of_register);
    for name in &names {
        manifest.measure(folder.partial(), name)?;
    }
    if let Some(key) = signing {
        manifest = manifest.signed(key)?;
    }
    let (manifest, text) = manifest.sealed()?;
    if manifest.envelope == Envelope::Whole && recipient.is_none() {
        folder.file(MANIFEST)?.put(text.as_bytes())?;
    } else {
        let envelope = (manifest.parties.provider.as_str(), manifest.envelope);
        pack(folder, envelope, recipient, &text, &names)?;
    }
    Ok(manifest)
}

impl Manifest {
    /// What of it goes into an envelope: the keyholder needs no counts, the analyst gets the canaries with the tokens.
    fn only(&self, envelope: Envelope) -> Self {
        let mut part = self.clone();
        part.envelope = envelope;
        if !envelope.has_tokens() {
            part.canaries.clear();
        }
        if envelope == Envelope::Tokens {
            part.counts = None;
            part.area_names.clear();
        }
        part
    }

    /// Adds the digests and the rows of the file `name` of `folder`.
    pub(super) fn measure(&mut self, folder: &Path, name: &str) -> Result<()> {
        let content = Content::Disk(folder.join(name));
        let (whole, of_pieces) = rayon::join(
            || content.digest(&mut |_| Ok(())),
            || piece_digests(&content),
        );
        self.files.insert(name.to_owned(), whole?.to_string());
        let of_pieces = of_pieces?;
        if of_pieces.len() > 1 {
            self.pieces.insert(name.to_owned(), of_pieces);
        }
        let rows = TableReader::new(content).rows()?;
        self.rows.insert(name.to_owned(), rows);
        Ok(())
    }
}

/// The pieces of a file of `size` bytes, each checked by itself.
pub(super) fn pieces(size: u64) -> impl Iterator<Item = Range<u64>> {
    (0..size.div_ceil(PIECE)).map(move |piece| piece * PIECE..(piece + 1) * PIECE)
}

fn piece_digests(content: &Content) -> Result<Vec<String>> {
    let path = content.path();
    let size = fs::metadata(path).map_err(|e| Error::io(path, "read", &e))?;
    if size.len() <= PIECE {
        return Ok(Vec::new());
    }
    let pieces: Vec<Range<u64>> = pieces(size.len()).collect();
    pieces
        .into_par_iter()
        .map(|piece| Ok(content.digest_of(piece, &mut |_| Ok(()))?.to_string()))
        .collect()
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
}
