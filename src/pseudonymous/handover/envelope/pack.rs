//! Packs a manifest and its files into an envelope.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Envelope;
use super::blocks::{write_end, write_entry};
use crate::error::{Error, Result};
use crate::files::WholeFolder;
use crate::keys::Recipient;
use crate::pseudonymous::handover::layout::MANIFEST;

/// Writes `manifest` and the `files` of `folder` as one envelope of `party`, encrypted when it has a recipient, and removes the files.
pub(in crate::pseudonymous::handover) fn pack(
    folder: &WholeFolder,
    (party, envelope): (&str, Envelope),
    recipient: Option<&Recipient>,
    manifest: &str,
    files: &[&str],
) -> Result<()> {
    let file = folder.file(&envelope.file_name(party, recipient.is_some()))?;
    let path = file.path().to_owned();
    let output = BufWriter::with_capacity(1 << 18, file);
    write(output, recipient, manifest, files, folder.partial())
        .map_err(|error| Error::io(&path, "write", &error))?;
    for name in files {
        let path = folder.partial().join(name);
        fs::remove_file(&path).map_err(|error| Error::io(&path, "remove", &error))?;
    }
    Ok(())
}

fn write(
    mut output: impl Write,
    recipient: Option<&Recipient>,
    manifest: &str,
    files: &[&str],
    folder: &Path,
) -> io::Result<()> {
    let Some(recipient) = recipient else {
        write_entries(&mut output, manifest, files, folder)?;
        return output.flush();
    };
    let mut sealed = recipient.seal(output)?;
    write_entries(&mut sealed, manifest, files, folder)?;
    sealed.finish()?.flush()
}

fn write_entries(
    output: &mut dyn Write,
    manifest: &str,
    files: &[&str],
    folder: &Path,
) -> io::Result<()> {
    let text = manifest.as_bytes();
    write_entry(output, MANIFEST, text.len() as u64, &mut &*text)?;
    for name in files {
        let mut file = File::open(folder.join(name))?;
        let size = file.metadata()?.len();
        write_entry(output, name, size, &mut file)?;
    }
    write_end(output)
}
