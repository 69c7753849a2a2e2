//! The files of hand-overs and what their manifests say of them in, nothing or a refusal out.

use std::ops::Range;

use rayon::prelude::*;

use super::content::Content;
use super::found::Opened;
use super::layout;
use super::table::TableReader;
use super::write::pieces;
use crate::error::{Error, Result};
use crate::vocabulary::Progress;

/// A file to check: of which envelope, where it stands, and what was said of it.
struct Claim<'a> {
    opened: &'a Opened,
    name: &'static str,
    content: &'a Content,
    size: u64,
}

/// Checks the digest, then the columns and the number of rows of every file. The first refusal in the order given counts.
pub(in crate::pseudonymous) fn check(all: &[&Opened], progress: &dyn Progress) -> Result<()> {
    let mut claims = Vec::new();
    for opened in all {
        claims.extend(claims_of(opened)?);
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
        let digest = self
            .claim
            .content
            .digest_of(self.range.clone(), &mut |bytes| {
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

fn claims_of(opened: &Opened) -> Result<Vec<Claim<'_>>> {
    let whose = &opened.whose;
    let mut names: Vec<&str> = opened.contents.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let manifest = &opened.manifest;
    let is_listed = |listed: Vec<&String>| listed == names;
    if !is_listed(manifest.files.keys().collect()) || !is_listed(manifest.rows.keys().collect()) {
        return Err(again(format!(
            "{whose}: the manifest does not list exactly {}",
            names.join(" and ")
        )));
    }
    let claim = |(name, content): &'_ (&'static str, Content)| {
        let size = content
            .size()
            .map_err(|_| again(format!("{whose}: {name} is missing or cannot be read")))?;
        Ok((*name, size))
    };
    let sizes = opened
        .contents
        .iter()
        .map(claim)
        .collect::<Result<Vec<_>>>()?;
    let claims = sizes.into_iter().zip(&opened.contents);
    Ok(claims
        .map(|((name, size), (_, content))| Claim {
            opened,
            name,
            content,
            size,
        })
        .collect())
}

impl Claim<'_> {
    /// The file in pieces where the manifest knows them, else as a whole.
    fn parts(&self) -> Result<Vec<Part<'_>>> {
        let manifest = &self.opened.manifest;
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
        let (whose, name) = (&self.opened.whose, self.name);
        let table = TableReader::new(self.content.clone());
        let layout = layout::of(self.name, self.opened.is_of_register());
        if !table.has(&layout)? {
            return Err(again(format!(
                "{whose}: {name} has not the columns of a hand-over"
            )));
        }
        if self.opened.manifest.rows.get(name) != Some(&table.rows()?) {
            return Err(again(format!(
                "{whose}: {name} has another number of rows than the manifest says"
            )));
        }
        Ok(())
    }

    fn changed(&self) -> Error {
        let (whose, name) = (&self.opened.whose, self.name);
        again(format!(
            "{whose}: {name} is not the file that was written: its SHA-256 differs from the manifest's"
        ))
    }
}

fn again(message: String) -> Error {
    Error::refused(message)
        .hint("ask for the hand-over again, and copy the whole folder without opening its files")
}
