//! What a crash left next to a hand-over: unencrypted tokens, to be deleted.
//!
//! The folder bears the name of the place. Taken are only files with our own names; and nothing at all where a manifest
//! says that it is of another project or party, or, without a manifest, where another file stands.

use std::fs;
use std::path::{Path, PathBuf};

use super::envelope::Envelope;
use super::layout::{FILES, MANIFEST};
use super::leftovers::{Remains, is_plain_file, is_theirs, plain_manifest};
use crate::files::unfinished_beside;
use crate::vocabulary::{ProjectId, ProviderId};

/// What is in the folders under construction beside `place`, of `party` for `project`.
#[must_use]
pub fn unfinished(place: &Path, project: &ProjectId, party: &ProviderId) -> Vec<Remains> {
    let folders = unfinished_beside(place).into_iter();
    folders
        .filter_map(|folder| remains(&folder, project, party))
        .collect()
}

fn remains(folder: &Path, project: &ProjectId, party: &ProviderId) -> Option<Remains> {
    let all: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .ok()?;
    let is_ours = |path: &&PathBuf| is_ours(path, party);
    let mut files: Vec<PathBuf> = all.iter().filter(is_ours).cloned().collect();
    let may_go = match plain_manifest(&folder.join(MANIFEST)) {
        Some(manifest) => is_theirs(&manifest, project, party),
        // A manifest that was cut off says nothing either.
        None => files.len() == all.len(),
    };
    if !may_go || files.is_empty() {
        return None;
    }
    // The one that says whose it is goes last.
    files.sort_by_key(|file| (file.ends_with(MANIFEST), file.clone()));
    Some(Remains::new(files, folder))
}

/// Whether a file has a name that the writing of a hand-over gives.
fn is_ours(path: &Path, party: &ProviderId) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let is_named = name.is_some_and(|name| {
        FILES.contains(&name)
            || name == MANIFEST
            || Envelope::is_named(name, party.as_str())
            || path.extension().is_some_and(|ending| ending == "spill")
    });
    is_named && is_plain_file(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Path) -> Vec<String> {
        let (project, party) = (ProjectId::new("p").unwrap(), ProviderId::new("x").unwrap());
        let found = unfinished(place, &project, &party);
        let files = found.iter().flat_map(|remains| &remains.files);
        files
            .map(|file| file.strip_prefix(place.parent().unwrap()).unwrap())
            .map(|file| file.display().to_string().replace('\\', "/"))
            .collect()
    }

    fn manifest(project: &str) -> String {
        format!(r#"{{"parties":{{"project":"{project}","provider":"x"}},"checksum":"c"}}"#)
    }

    #[test]
    fn what_a_crash_left_is_found_in_both_folders_and_the_manifest_goes_last() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("x");
        assert!(names(&place).is_empty());
        let [partial, replaced] =
            ["x.partial", "x.replaced.partial"].map(|it| home.path().join(it));
        for folder in [&partial, &replaced] {
            fs::create_dir(folder).unwrap();
        }
        assert!(names(&place).is_empty());
        fs::write(partial.join("persons.spill"), "tokens").unwrap();
        fs::write(partial.join("x.tokens.tar"), "cut off").unwrap();
        for name in ["manifest.json", "uses.parquet", "notes.txt"] {
            fs::write(replaced.join(name), manifest("p")).unwrap();
        }
        assert_eq!(
            names(&place),
            [
                "x.partial/persons.spill",
                "x.partial/x.tokens.tar",
                "x.replaced.partial/uses.parquet",
                "x.replaced.partial/manifest.json",
            ]
        );
    }

    #[test]
    fn what_is_of_another_or_holds_other_files_without_a_manifest_is_left() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("x");
        let partial = home.path().join("x.partial");
        fs::create_dir(&partial).unwrap();
        fs::write(partial.join("persons.parquet"), "tokens").unwrap();
        assert_eq!(names(&place).len(), 1);
        fs::write(partial.join("manifest.json"), manifest("q")).unwrap();
        assert!(names(&place).is_empty());
        fs::write(partial.join("manifest.json"), "{\"part").unwrap();
        assert_eq!(names(&place).len(), 2);
        fs::write(partial.join("notes.txt"), "mine").unwrap();
        assert!(names(&place).is_empty());
    }
}
