//! Groups files into extracts: files of one format with the same columns belong together.

use std::path::{Path, PathBuf};

use super::fixed_places::recognise;
use crate::error::{Code, Error, Result};
use crate::identified::formats::{Seen, look_at};
use crate::identified::source::{holds_file, is_beside_the_data, tell_subfolders};

/// The files of one extract; at least one.
pub(super) struct Group {
    files: Vec<Seen>,
    /// The folder that holds these files and no others, when it was named.
    folder: Option<PathBuf>,
    /// How many folders are beside these files and hold others.
    subfolders: usize,
}

impl Group {
    pub(super) fn first(&self) -> &Seen {
        &self.files[0]
    }

    pub(super) fn files(&self) -> &[Seen] {
        &self.files
    }

    /// Whether one of the files has a row.
    fn has_rows(&self) -> bool {
        let mut tables = self.files.iter().map(|file| &file.table);
        tables.any(|table| table.as_ref().is_none_or(|table| table.has_rows()))
    }

    /// What is said of the folder in which the files stand.
    pub(super) fn remark(&self) -> Option<String> {
        tell_subfolders(self.subfolders)
    }

    /// What the agreement names: the folder, or each file.
    pub(super) fn places(&self) -> Vec<&Path> {
        match &self.folder {
            Some(folder) => vec![folder],
            None => self.files.iter().map(|file| file.path.as_path()).collect(),
        }
    }
}

/// The extracts that the files make, in the order of their first files; those of one list are sheets of the same files.
///
/// # Errors
/// When a file cannot be read as what it looks like, or a folder is empty.
pub(super) fn groups(paths: &[PathBuf], sheet: Option<&str>) -> Result<Vec<Vec<Group>>> {
    let mut groups: Vec<Group> = Vec::new();
    for (place, path) in paths.iter().enumerate() {
        if paths[..place].contains(path) {
            continue;
        }
        if path.is_dir() {
            let mut own = Vec::new();
            let (files, subfolders) = files_in(path)?;
            for file in files {
                for seen in see(&file, sheet)? {
                    add(&mut own, seen);
                }
            }
            let is_of_all = |group: &Group| group.places() == own[0].places();
            if own.iter().all(is_of_all) {
                for group in &mut own {
                    group.folder = Some(path.clone());
                }
            }
            own[0].subfolders = subfolders;
            groups.append(&mut own);
        } else {
            for seen in see(path, sheet)? {
                add(&mut groups, seen);
            }
        }
    }
    match groups.iter().find(|group| !group.has_rows()) {
        Some(group) => {
            let what = format!("{}: has a header and no rows", group.first().path.display());
            Err(Error::new(Code::ExtractEmpty, what))
        }
        None => Ok(by_files(groups)),
    }
}

/// A file, or each of its sheets; fixed width is recognised here only, as nothing but its lines tells it.
fn see(path: &Path, sheet: Option<&str>) -> Result<Vec<Seen>> {
    let mut seen = look_at(path, sheet)?;
    seen.iter_mut().try_for_each(recognise)?;
    Ok(seen)
}

/// Puts the sheets of the same files together.
fn by_files(groups: Vec<Group>) -> Vec<Vec<Group>> {
    let mut extracts: Vec<Vec<Group>> = Vec::new();
    for group in groups {
        let same = |extract: &&mut Vec<Group>| extract[0].places() == group.places();
        match extracts.iter_mut().find(same) {
            Some(extract) => extract.push(group),
            None => extracts.push(vec![group]),
        }
    }
    extracts
}

/// Adds a file to the extract that it belongs to; a folder is whole and takes in no other.
fn add(groups: &mut Vec<Group>, file: Seen) {
    // Two sheets of one workbook are never one extract.
    let has_it = |group: &Group| group.files.iter().any(|one| one.path == file.path);
    let belongs = |group: &&mut Group| {
        group.folder.is_none() && !has_it(group) && are_alike(group.first(), &file)
    };
    if let Some(group) = groups.iter_mut().find(belongs) {
        return group.files.push(file);
    }
    groups.push(Group {
        files: vec![file],
        folder: None,
        subfolders: 0,
    });
}

fn are_alike(one: &Seen, other: &Seen) -> bool {
    let names = |file: &Seen| {
        let names = file.table.as_ref();
        let names = names.map(|table| table.header().names_in_line());
        names.unwrap_or_default()
    };
    one.format == other.format && names(one) == names(other)
}

/// The files of a folder, sorted, and how many folders in it hold others.
fn files_in(folder: &Path) -> Result<(Vec<PathBuf>, usize)> {
    let failed = |error: &std::io::Error| Error::io(folder, "read", error);
    let (mut files, mut subfolders) = (Vec::new(), 0);
    for entry in std::fs::read_dir(folder).map_err(|error| failed(&error))? {
        let path = entry.map_err(|error| failed(&error))?.path();
        if is_beside_the_data(&path) {
            continue;
        }
        if path.is_file() {
            files.push(path);
        } else if holds_file(&path, &|_| true) {
            subfolders += 1;
        }
    }
    files.sort();
    if files.is_empty() {
        let hint = if subfolders > 0 {
            "subfolders are not read: give one of them, or one of their files"
        } else {
            "give the extract or its folder"
        };
        return Err(Error::new(
            Code::ExtractEmpty,
            format!("{}: contains no files", folder.display()),
        )
        .hint(hint));
    }
    Ok((files, subfolders))
}
