//! Finds and deletes what is left of a party's hand-over.
//!
//! Nothing is removed that does not say of itself that it is of this project and this party.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Form;
use super::layout::{FILES, MANIFEST};
use super::manifest::LONGEST;
use crate::error::{Error, Result};
use crate::files::open_plain;
use crate::keys::Identity;
use crate::vocabulary::{ProjectId, ProviderId};

/// Files of a hand-over that can be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// The files, the one that says whose it is last: a removal that is interrupted can be taken up again.
    pub files: Vec<PathBuf>,
    folder: PathBuf,
    /// Whether the folder is there for more than this hand-over.
    is_shared: bool,
}

/// What is at the place of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtItsPlace {
    /// Nothing.
    Nothing,
    /// The hand-over, or what is left of it.
    Remains(Remains),
    /// Something that is not, or cannot be seen to be, this party's hand-over for this project.
    Other,
}

/// Looks at `folder` for the hand-over of `party` for `project`: plain files, or envelopes (encrypted ones with the
/// `identity` that opens them).
#[must_use]
pub fn at_its_place(
    folder: &Path,
    project: &ProjectId,
    party: &ProviderId,
    identity: Option<&Identity>,
) -> AtItsPlace {
    let Ok(known) = folder.symlink_metadata() else {
        return AtItsPlace::Nothing;
    };
    if !known.is_dir() {
        return AtItsPlace::Other;
    }
    let is_theirs = |manifest: &Value| is_theirs(manifest, project, party);
    let mut files = Vec::new();
    for envelope in envelopes(folder) {
        if packed_manifest(&envelope, identity).is_some_and(|manifest| is_theirs(&manifest)) {
            files.push(envelope);
        }
    }
    let plain = folder.join(MANIFEST);
    if let Some(manifest) = plain_manifest(&plain).filter(is_theirs) {
        files.extend(named_files(folder, &manifest));
        files.push(plain);
    }
    if files.is_empty() {
        return AtItsPlace::Other;
    }
    AtItsPlace::Remains(Remains::new(files, folder))
}

/// Whether a manifest says that it is of this project and party.
pub(super) fn is_theirs(manifest: &Value, project: &ProjectId, party: &ProviderId) -> bool {
    let of = &manifest["parties"];
    of["project"] == project.as_str()
        && of["provider"] == party.as_str()
        && manifest["checksum"].is_string()
}

impl Remains {
    /// These files of `folder`, in the order in which they go.
    pub(super) fn new(files: Vec<PathBuf>, folder: &Path) -> Self {
        Self {
            files,
            folder: folder.to_owned(),
            is_shared: false,
        }
    }

    /// The same in a folder that is there for others too, and stays.
    #[must_use]
    pub fn in_a_shared_folder(self) -> Self {
        let is_shared = true;
        Self { is_shared, ..self }
    }

    /// The folder that they are in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the files, and the folder when nothing else is in it; tells whether something else is.
    ///
    /// # Errors
    /// When the disk refuses; what was removed until then is gone.
    pub fn remove(self) -> Result<bool> {
        for file in &self.files {
            fs::remove_file(file).map_err(|error| Error::io(file, "remove", &error))?;
        }
        if self.is_shared {
            return Ok(false);
        }
        let entries =
            fs::read_dir(&self.folder).map_err(|error| Error::io(&self.folder, "read", &error))?;
        let is_more = entries.count() > 0;
        if !is_more {
            fs::remove_dir(&self.folder)
                .map_err(|error| Error::io(&self.folder, "remove", &error))?;
        }
        Ok(is_more)
    }
}

/// The files in a folder that begin as an envelope does, whatever they are called, sorted.
fn envelopes(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_envelope =
        |path: &PathBuf| is_plain_file(path) && matches!(Form::of(path), Ok(Form::Tar | Form::Age));
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(is_envelope)
        .collect();
    found.sort();
    found
}

/// The manifest in a file; `None` when it is not there or was cut off.
pub(super) fn plain_manifest(path: &Path) -> Option<Value> {
    if !is_plain_file(path) {
        return None;
    }
    read_json(open_plain(path).ok()?)
}

/// The manifest in an envelope; `None` when there is none or it cannot be opened.
fn packed_manifest(path: &Path, identity: Option<&Identity>) -> Option<Value> {
    let file = open_plain(path).ok()?;
    if Form::of(path).ok()? == Form::Age {
        return first_manifest(identity?.open(file)?);
    }
    first_manifest(file)
}

fn first_manifest(tar: impl Read) -> Option<Value> {
    let mut archive = tar::Archive::new(tar);
    let mut entries = archive.entries().ok()?.flatten();
    let manifest =
        entries.find(|entry| entry.path().is_ok_and(|path| path == Path::new(MANIFEST)))?;
    read_json(manifest)
}

fn read_json(source: impl Read) -> Option<Value> {
    serde_json::from_reader(source.take(LONGEST)).ok()
}

/// The files that a manifest names and that are beside it.
fn named_files(folder: &Path, manifest: &Value) -> Vec<PathBuf> {
    let names = manifest["files"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name);
    // A manifest that is no hand-over's may name anything.
    let is_of_a_hand_over = |name: &&String| FILES.contains(&name.as_str());
    names
        .filter(is_of_a_hand_over)
        .map(|name| folder.join(name))
        .filter(|path| is_plain_file(path))
        .collect()
}

pub(super) fn is_plain_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|known| known.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const THEIRS: &str = r#"{"parties":{"project":"p","provider":"x"},"checksum":"c",
        "files":{"persons.parquet":"d","../outside.txt":"d","absent.parquet":"d"}}"#;

    fn look(folder: &Path, identity: Option<&Identity>) -> AtItsPlace {
        let (project, party) = (ProjectId::new("p").unwrap(), ProviderId::new("x").unwrap());
        at_its_place(folder, &project, &party, identity)
    }

    fn packed(manifest: &str) -> Vec<u8> {
        let mut header = tar::Header::new_ustar();
        header.set_size(manifest.len() as u64);
        let mut tar = tar::Builder::new(Vec::new());
        tar.append_data(&mut header, MANIFEST, manifest.as_bytes())
            .unwrap();
        tar.into_inner().unwrap()
    }

    #[test]
    fn a_hand_over_goes_with_the_files_it_names_and_nothing_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("x");
        fs::create_dir(&folder).unwrap();
        fs::write(home.path().join("outside.txt"), "stays").unwrap();
        fs::write(folder.join("persons.parquet"), "12345").unwrap();
        fs::write(folder.join(MANIFEST), THEIRS).unwrap();
        let AtItsPlace::Remains(remains) = look(&folder, None) else {
            panic!("a hand-over");
        };
        assert_eq!(
            remains.files,
            [folder.join("persons.parquet"), folder.join(MANIFEST)]
        );
        assert!(!remains.remove().unwrap());
        assert!(!folder.exists() && home.path().join("outside.txt").exists());
        assert_eq!(look(&folder, None), AtItsPlace::Nothing);
    }

    #[test]
    fn a_file_that_the_manifest_does_not_name_stays_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(MANIFEST), THEIRS).unwrap();
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        let AtItsPlace::Remains(remains) = look(folder.path(), None) else {
            panic!("a hand-over");
        };
        assert!(remains.remove().unwrap());
        assert!(folder.path().join("notes.txt").exists());
        assert_eq!(look(folder.path(), None), AtItsPlace::Other);
    }

    #[test]
    fn what_is_of_another_project_or_party_or_says_nothing_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("x");
        fs::create_dir(&folder).unwrap();
        assert_eq!(look(&folder, None), AtItsPlace::Other);
        for text in [
            THEIRS.replace("\"p\"", "\"q\""),
            THEIRS.replace("\"x\"", "\"y\""),
            THEIRS.replace("checksum", "sum"),
            "{}".into(),
            "not JSON".into(),
        ] {
            fs::write(folder.join(MANIFEST), &text).unwrap();
            fs::write(folder.join("tokens.tar"), packed(&text)).unwrap();
            assert_eq!(look(&folder, None), AtItsPlace::Other, "{text}");
        }
        let file = home.path().join("file");
        fs::write(&file, THEIRS).unwrap();
        assert_eq!(look(&file, None), AtItsPlace::Other);
    }

    #[test]
    fn an_envelope_tells_whose_it_is_to_who_can_open_it() {
        let folder = tempfile::tempdir().unwrap();
        let plain = folder.path().join("tokens.tar");
        fs::write(&plain, packed(THEIRS)).unwrap();
        let identity = Identity::generate();
        let mut sealed = identity.recipient().seal(Vec::new()).unwrap();
        sealed.write_all(&packed(THEIRS)).unwrap();
        let encrypted = folder.path().join("uses.age");
        fs::write(&encrypted, sealed.finish().unwrap()).unwrap();
        let files = |identity: Option<&Identity>| match look(folder.path(), identity) {
            AtItsPlace::Remains(remains) => remains.files,
            other => panic!("{other:?}"),
        };
        assert_eq!(files(None), std::slice::from_ref(&plain));
        assert_eq!(
            files(Some(&Identity::generate())),
            std::slice::from_ref(&plain)
        );
        assert_eq!(files(Some(&identity)), [plain, encrypted]);
    }
}
