//! The files of hand-overs and what their manifests say of them in, nothing or a refusal out.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use rayon::prelude::*;

use super::layout;
use super::table::{Layout, TableReader};
use super::verify::Handover;
use super::write::{digest_of, pieces};
use crate::error::{Error, Result};
use crate::vocabulary::Progress;

/// A file to check: whose it is, where it stands, and what was said of it.
struct Claim<'a> {
    handover: &'a Handover,
    name: &'static str,
    layout: Layout,
    path: PathBuf,
    size: u64,
}

/// Checks the digest, then the columns and the number of rows of every file. The first refusal in the order given counts.
pub(super) fn check(handovers: &[&Handover], progress: &dyn Progress) -> Result<()> {
    let mut claims = Vec::new();
    for handover in handovers {
        claims.extend(claims_of(handover)?);
    }
    let total = claims.iter().map(|claim| claim.size).sum();
    progress.begin("verifying the hand-overs", Some(total));
    let mut parts = Vec::new();
    for claim in &claims {
        parts.extend(claim.parts()?);
    }
    let outcomes: Vec<Result<()>> = parts
        .par_iter()
        .map(|part| part.check_digest(progress))
        .collect();
    progress.end();
    outcomes.into_iter().collect::<Result<()>>()?;
    claims.iter().try_for_each(Claim::check_table)
}

/// A part of a file that is digested by itself.
struct Part<'a> {
    claim: &'a Claim<'a>,
    range: Range<u64>,
    digest: &'a str,
}

impl Part<'_> {
    fn check_digest(&self, progress: &dyn Progress) -> Result<()> {
        let digest = digest_of(&self.claim.path, self.range.clone(), &mut |bytes| {
            progress.advance(bytes);
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            Ok(())
        })?;
        if digest.to_string() == self.digest {
            Ok(())
        } else {
            Err(self.claim.changed())
        }
    }
}

fn claims_of(handover: &Handover) -> Result<Vec<Claim<'_>>> {
    let whose = handover.whose();
    let files = layout::files(handover.provider().is_register());
    let mut names = files.each_ref().map(|(name, _)| *name);
    names.sort_unstable();
    let manifest = handover.manifest();
    if !manifest.files.keys().eq(names) || !manifest.rows.keys().eq(names) {
        return Err(again(format!(
            "{whose}: the manifest does not list exactly {}",
            names.join(" and ")
        )));
    }
    refuse_unlisted(handover, &names)?;
    let claim = |(name, layout)| {
        let path = handover.folder().join(name);
        let size = fs::metadata(&path)
            .map_err(|_| again(format!("{whose}: {name} is missing or cannot be read")))?
            .len();
        Ok(Claim {
            handover,
            name,
            layout,
            path,
            size,
        })
    };
    files.into_iter().map(claim).collect()
}

/// A Parquet file that the manifest does not vouch for may be taken for one that it does.
/// Whether a file may stand in a hand-over: its own, and what a file manager leaves everywhere.
fn is_known(name: &str, listed: &[&str]) -> bool {
    let is_left_by_the_system =
        name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini";
    name == "manifest.json" || listed.contains(&name) || is_left_by_the_system
}

fn refuse_unlisted(handover: &Handover, names: &[&str]) -> Result<()> {
    let whose = handover.whose();
    let entries = fs::read_dir(handover.folder())
        .map_err(|e| Error::io(handover.folder(), "read the folder", &e))?;
    for entry in entries {
        let entry = entry.map_err(|e| Error::io(handover.folder(), "read the folder", &e))?;
        let name = entry.file_name();
        if !is_known(&name.to_string_lossy(), names) {
            return Err(again(format!(
                "{whose} holds a file that its manifest does not list"
            )));
        }
    }
    Ok(())
}

impl Claim<'_> {
    /// The file in pieces where the manifest knows them, else as a whole.
    fn parts(&self) -> Result<Vec<Part<'_>>> {
        let manifest = self.handover.manifest();
        let Some(digests) = manifest.pieces.get(self.name) else {
            let digest = manifest.files.get(self.name).map_or("", String::as_str);
            return Ok(vec![Part {
                claim: self,
                range: 0..u64::MAX,
                digest,
            }]);
        };
        if pieces(self.size).count() != digests.len() {
            return Err(self.changed());
        }
        let parts = pieces(self.size).zip(digests).map(|(range, digest)| Part {
            claim: self,
            range,
            digest,
        });
        Ok(parts.collect())
    }

    fn check_table(&self) -> Result<()> {
        let (whose, name) = (self.handover.whose(), self.name);
        let table = TableReader::new(self.path.clone());
        if !table.has(&self.layout)? {
            return Err(again(format!(
                "{whose}: {name} has not the columns of a hand-over"
            )));
        }
        if self.handover.manifest().rows.get(name) != Some(&table.rows()?) {
            return Err(again(format!(
                "{whose}: {name} has another number of rows than the manifest says"
            )));
        }
        Ok(())
    }

    fn changed(&self) -> Error {
        let (whose, name) = (self.handover.whose(), self.name);
        again(format!(
            "{whose}: {name} is not the file that was written: its SHA-256 differs from the manifest's"
        ))
    }
}

fn again(message: String) -> Error {
    Error::refused(message)
        .hint("ask for the hand-over again, and copy the whole folder without opening its files")
}
