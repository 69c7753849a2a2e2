//! What a folder is: a release, a plain hand-over, or one in which envelopes lie.

use std::path::{Path, PathBuf};

use super::text;
use super::what::{Shown, no_file_of_ours};
use crate::error::Result;
use crate::keys::Identity;
use crate::pseudonymous::handover::Survey;

pub(super) fn show(path: &Path, identity: Option<&Identity>) -> Result<Vec<(PathBuf, Shown)>> {
    let certificate = path.join("certificate.json");
    if certificate.is_file() {
        return Ok(vec![(path.to_owned(), text::show(&certificate)?)]);
    }
    let survey = Survey::of(&[path.to_owned()], identity)?;
    let found = survey.found.into_iter();
    let unopened = survey.unopened.into_iter();
    let mut all: Vec<(PathBuf, Shown)> = found
        .map(|one| (one.path.clone(), Shown::found(one)))
        .chain(unopened.map(|one| (one.path.clone(), Shown::unopened(one))))
        .collect();
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    if all.is_empty() {
        let nothing = no_file_of_ours(&path.display().to_string())
            .hint("it holds no hand-over and no release; give a file, or another folder");
        all.push((path.to_owned(), Shown::Unknown(nothing)));
    }
    Ok(all)
}
