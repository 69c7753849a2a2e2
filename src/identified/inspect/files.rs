//! Paths in, the files of each extract out: files of one format with the same columns belong together.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::identified::extract::{Seen, look_at};
use crate::identified::settings::is_beside_the_data;

/// The files of one extract; at least one.
pub(super) struct Group {
    files: Vec<Seen>,
    /// The folder that holds these files and no others, when it was named.
    folder: Option<PathBuf>,
}

impl Group {
    /// The first file.
    pub(super) fn first(&self) -> &Seen {
        &self.files[0]
    }

    /// All files.
    pub(super) fn files(&self) -> &[Seen] {
        &self.files
    }

    /// What the agreement names: the folder, or each file.
    pub(super) fn places(&self) -> Vec<&Path> {
        match &self.folder {
            Some(folder) => vec![folder],
            None => self.files.iter().map(|file| file.path.as_path()).collect(),
        }
    }
}

/// The extracts that the files make, in the order of their first files.
///
/// # Errors
/// When a file cannot be read as what it looks like, or a folder is empty.
pub(super) fn groups(paths: &[PathBuf]) -> Result<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for path in paths {
        if path.is_dir() {
            let begin = groups.len();
            let mut own = Vec::new();
            for file in files_in(path)? {
                add(&mut own, look_at(&file)?);
            }
            groups.append(&mut own);
            if let [only] = &mut groups[begin..] {
                only.folder = Some(path.clone());
            }
        } else {
            add(&mut groups, look_at(path)?);
        }
    }
    Ok(groups)
}

/// Adds a file to the extract that it belongs to; a folder is whole and takes in no other.
fn add(groups: &mut Vec<Group>, file: Seen) {
    let belongs = |group: &&mut Group| group.folder.is_none() && are_alike(group.first(), &file);
    if let Some(group) = groups.iter_mut().find(belongs) {
        return group.files.push(file);
    }
    let (files, folder) = (vec![file], None);
    groups.push(Group { files, folder });
}

fn are_alike(one: &Seen, other: &Seen) -> bool {
    let names = |file: &Seen| {
        let names = file.table.as_ref().map(|table| table.names().to_vec());
        names.unwrap_or_default()
    };
    one.kind == other.kind && names(one) == names(other)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |error: &std::io::Error| Error::io(folder, "read", error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| failed(&error))? {
        let entry = entry.map_err(|error| failed(&error))?;
        if entry.path().is_file() && !is_beside_the_data(&entry.path()) {
            files.push(entry.path());
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(
            Error::failed(format!("{}: holds no files", folder.display()))
                .hint("name the extract, or the folder that holds it"),
        );
    }
    Ok(files)
}
