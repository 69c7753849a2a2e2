//! Checks the files of hand-overs against their manifests.

use std::ops::Range;

use rayon::prelude::*;

use super::content::{Content, Opened};
use super::layout::{self, PERSONS, TOKENS};
use super::promises::broken;
use super::table::TableReader;
use super::write::{PIECE, pieces};
use crate::error::{Code, Error, Result};
use crate::vocabulary::{Progress, When};

/// Files with random bytes in each row, how many, and what they are: no compression makes them shorter.
const RANDOM: [(&str, u64, &str); 2] = [
    (PERSONS, 4, "a row number of 4 random bytes"),
    (TOKENS, 16, "a token of 16 random bytes"),
];

/// A file to check: of which envelope, where it stands, and what was said of it.
struct Claim<'a> {
    opened: &'a Opened,
    name: &'static str,
    content: &'a Content,
    size: u64,
}

/// Checks the digest, then the columns and the number of rows of every file, where uses have the days and quarters in `told`. The first
/// refusal in the order given counts.
pub(in crate::pseudonymous) fn check(
    all: &[&Opened],
    told: When,
    progress: &dyn Progress,
) -> Result<()> {
    let refusals = check_each(all, told, progress)?;
    refusals.into_iter().flatten().next().map_or(Ok(()), Err)
}

/// As [`check`]; gives for each of them what is wrong first.
///
/// # Errors
/// When the user stops.
pub(super) fn check_each(
    all: &[&Opened],
    told: When,
    progress: &dyn Progress,
) -> Result<Vec<Option<Error>>> {
    let mut refusals: Vec<Option<Error>> = Vec::with_capacity(all.len());
    let (mut claims, mut parts) = (Vec::new(), Vec::new());
    for (index, opened) in all.iter().enumerate() {
        match claims_of(opened) {
            Ok(of_one) => {
                claims.extend(of_one.into_iter().map(|claim| (index, claim)));
                refusals.push(None);
            }
            Err(error) => refusals.push(Some(error)),
        }
    }
    let total = claims.iter().map(|(_, claim)| claim.size).sum();
    progress.begin("verifying the hand-overs", Some(total));
    for (index, claim) in &claims {
        match claim.parts() {
            Ok(of_one) => parts.extend(of_one.into_iter().map(|part| (*index, part))),
            Err(error) => _ = refusals[*index].get_or_insert(error),
        }
    }
    let digest = |(index, part): &(usize, Part<'_>)| (*index, part.check_digest(progress));
    let outcomes: Vec<_> = parts.par_iter().map(digest).collect();
    progress.end();
    for (index, outcome) in outcomes {
        match outcome {
            Err(error) if error.code() == Code::Interrupted => return Err(error),
            Err(error) => _ = refusals[index].get_or_insert(error),
            Ok(()) => {}
        }
    }
    for (index, claim) in &claims {
        if refusals[*index].is_none() {
            refusals[*index] = claim.check_table(told).err();
        }
    }
    Ok(refusals)
}

/// A file, or a part of it that is digested by itself.
struct Part<'a> {
    claim: &'a Claim<'a>,
    /// `None` for the whole file.
    range: Option<Range<u64>>,
    digest: &'a str,
}

impl Part<'_> {
    fn check_digest(&self, progress: &dyn Progress) -> Result<()> {
        let content = self.claim.content;
        let mut read = |bytes| {
            progress.advance(bytes);
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            Ok(())
        };
        let digest = match &self.range {
            Some(range) => content.digest_of(range.clone(), &mut read)?,
            None => content.digest(&mut read)?,
        };
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
            names.join(", ")
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
    /// A file longer than a piece in its pieces where the manifest knows them, else the whole.
    ///
    /// The pieces vouch for as much as the digest of the whole: where each begins and ends is fixed, there are as many as
    /// the file is long, the last one is digested to the end of the file, and their order is that of the manifest, which
    /// is itself digested and, where so agreed, signed. The digest of the whole is then not made again: that goes
    /// through the file from front to back on one processor. It is the word of whoever made the manifest.
    fn parts(&self) -> Result<Vec<Part<'_>>> {
        let manifest = &self.opened.manifest;
        let pieced = manifest.pieces.get(self.name).filter(|_| self.size > PIECE);
        let Some(digests) = pieced else {
            let digest = manifest.files.get(self.name).map_or("", String::as_str);
            return Ok(vec![Part {
                claim: self,
                range: None,
                digest,
            }]);
        };
        if pieces(self.size).count() != digests.len() {
            return Err(self.changed());
        }
        let parts = pieces(self.size).zip(digests).map(|(range, digest)| Part {
            claim: self,
            range: Some(range),
            digest,
        });
        Ok(parts.collect())
    }

    fn check_table(&self, told: When) -> Result<()> {
        let (whose, name) = (&self.opened.whose, self.name);
        let table = TableReader::new(self.content.clone());
        let layout = layout::of(self.name, told);
        if !table.has(&layout)? {
            return Err(again(format!(
                "{whose}: {name} does not have the columns of a hand-over"
            )));
        }
        if !table.is_bare()? {
            return Err(broken(
                whose,
                &format!("{name} contains more than its columns"),
            ));
        }
        let rows = table.rows()?;
        let mut random = RANDOM.iter().filter(|(of, _, _)| *of == name);
        if let Some((_, _, what)) = random.find(|(_, one, _)| rows.saturating_mul(*one) > self.size)
        {
            let rule = format!("{name} is too short for its rows: each has {what}");
            return Err(broken(whose, &rule));
        }
        if self.opened.manifest.rows.get(name) != Some(&rows) {
            return Err(again(format!(
                "{whose}: {name} does not have the number of rows in the manifest"
            )));
        }
        Ok(())
    }

    fn changed(&self) -> Error {
        let (whose, name) = (&self.opened.whose, self.name);
        again(format!(
            "{whose}: {name} is not the file that was written: its digest differs from the manifest's"
        ))
    }
}

fn again(message: String) -> Error {
    Error::new(Code::HandoverChanged, message)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Seek, SeekFrom, Write};
    use std::path::Path;

    use serde_json::json;

    use super::*;
    use crate::pseudonymous::handover::Manifest;
    use crate::pseudonymous::handover::layout::USES;
    use crate::vocabulary::Silent;

    /// A file of two pieces and five bytes, each piece another.
    fn write(path: &Path) {
        let mut file = File::create(path).unwrap();
        file.set_len(2 * PIECE + 5).unwrap();
        for piece in 0..3 {
            file.seek(SeekFrom::Start(piece * PIECE)).unwrap();
            file.write_all(&[1 + u8::try_from(piece).unwrap()]).unwrap();
        }
    }

    /// A hand-over with this file and these pieces in its manifest, the digest of the whole being another's.
    fn opened(path: &Path, pieces: &[String]) -> Opened {
        let manifest: Manifest = serde_json::from_value(json!({
            "canaries": {}, "checksum": "", "delivery": {"day": "2026-11-28", "id": "", "number": 1}, "envelope": "uses",
            "files": {USES: "00"}, "rows": {USES: 1}, "blake3": {USES: pieces},
            "parties": {
                "project": "p", "provider": "wmo", "agreement": "", "key_id": "", "stage": 1,
                "tool": "", "normalisation": 1,
            },
        }))
        .unwrap();
        Opened {
            whose: "the hand-over of wmo".into(),
            is_encrypted: false,
            manifest,
            contents: vec![(USES, Content::Disk(path.to_owned()))],
        }
    }

    /// Whether the digests are refused. What is behind them is no Parquet, which is refused later and in other words.
    fn is_changed(path: &Path, pieces: &[String]) -> bool {
        let error = check(&[&opened(path, pieces)], When::ALWAYS, &Silent).unwrap_err();
        error.to_string().contains("digest differs")
    }

    #[test]
    fn pieces_swapped_changed_cut_or_added_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(USES);
        write(&path);
        let content = Content::Disk(path.clone());
        let digest = |range| content.digest_of(range, &mut |_| Ok(())).unwrap();
        let known: Vec<String> = pieces(2 * PIECE + 5)
            .map(|range| digest(range).to_string())
            .collect();
        assert!(!is_changed(&path, &known));
        let swapped = [&known[1], &known[0], &known[2]].map(Clone::clone);
        assert!(is_changed(&path, &swapped));
        assert!(is_changed(&path, &known[..2]));
        for length in [2 * PIECE + 4, 2 * PIECE + 6, 2 * PIECE, 3 * PIECE + 5, 5, 0] {
            let file = File::options().write(true).open(&path).unwrap();
            file.set_len(length).unwrap();
            assert!(is_changed(&path, &known), "{length}");
            write(&path);
        }
        let mut file = File::options().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(2 * PIECE - 1)).unwrap();
        file.write_all(&[1]).unwrap();
        assert!(is_changed(&path, &known));
    }

    #[test]
    fn pieces_do_not_vouch_for_a_file_that_is_no_longer_than_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(USES);
        std::fs::write(&path, "short").unwrap();
        let content = Content::Disk(path.clone());
        let digest = content.digest_of(0..PIECE, &mut |_| Ok(())).unwrap();
        assert!(is_changed(&path, &[digest.to_string()]));
    }
}
