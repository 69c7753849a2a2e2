//! The agreement and the key that are meant where none is named and only one qualifies.

use std::path::{Path, PathBuf};

use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::identified::{Surroundings, TokenMethod};
use crate::keys::{KeyKind, ProjectSecret, describe};

/// The agreement that is meant when none is named: `config.toml` of the current folder.
///
/// # Errors
/// When it is not there.
pub fn agreement() -> Result<PathBuf> {
    let file = PathBuf::from("config.toml");
    if file.is_file() {
        return Ok(file);
    }
    Err(Error::new(
        Code::AgreementNotGiven,
        "no agreement was given, and this folder has no config.toml",
    ))
}

/// The key that is meant when none is named: the only project secret among the `*.key` beside the agreement.
///
/// # Errors
/// When there is none or more than one, or another program has one open.
pub fn key(agreement: &Path) -> Result<PathBuf> {
    let folder = agreement.parent().unwrap_or(Path::new(""));
    let here = folder_of(agreement);
    let entries = std::fs::read_dir(here).map_err(|e| Error::io(here, "read", &e))?;
    let names = entries
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()));
    let mut keys = Vec::new();
    for name in names.filter(|name| name.extension().is_some_and(|ending| ending == "key")) {
        match describe(&folder.join(&name)) {
            Ok(key) if key.kind == KeyKind::Project.word() => keys.push(name),
            // It may be the very key.
            Err(error) if error.code() == Code::FileInUse => return Err(error),
            _ => {}
        }
    }
    keys.sort();
    match keys.as_slice() {
        [one] => Ok(folder.join(one)),
        [] => Err(Error::new(
            Code::KeyNotGiven,
            "no key was given, and there is no project secret beside the agreement",
        )),
        many => {
            let names: Vec<_> = many.iter().map(|name| name.display().to_string()).collect();
            let message = format!(
                "no key was given, and there are {} project secrets beside the agreement: {}",
                many.len(),
                names.join(", ")
            );
            Err(Error::new(Code::KeyNotGiven, message))
        }
    }
}

/// Refuses another secret than agreed where the only one beside the agreement is another.
///
/// # Errors
/// As [`Agreement::refuse_other_key`].
pub fn refuse_other_key(agreement: &Agreement) -> Result<()> {
    match key(agreement.file()) {
        Ok(key) if agreement.token_method() == TokenMethod::Hmac => {
            agreement.refuse_other_key(key.display(), ProjectSecret::read(&key)?.id())
        }
        _ => Ok(()),
    }
}

/// What the agreement knows of the extracts around it; without one, paths start at the current folder.
///
/// # Errors
/// When the agreement cannot be read.
pub fn surroundings(config: Option<&Path>) -> Result<Surroundings> {
    let Some(config) = config else {
        return Ok(Surroundings {
            folder: PathBuf::from("."),
            ..Surroundings::default()
        });
    };
    let agreement = Agreement::read(config)?;
    Ok(Surroundings {
        services: agreement.services().to_vec(),
        parties: agreement.parties(),
        folder: folder_of(config).to_owned(),
        ..Surroundings::default()
    })
}

/// The folder that a file is in; one without a folder is in the current one.
pub(super) fn folder_of(file: &Path) -> &Path {
    let parent = file.parent().filter(|path| !path.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_in_the_current_folder_stands_there() {
        // The example agreement stands where tests run.
        let found = surroundings(Some(Path::new("config.toml"))).unwrap();
        assert_eq!(found.folder, Path::new("."));
    }
    use crate::keys::create;

    #[test]
    fn the_only_project_secret_beside_the_agreement_is_meant() {
        let folder = tempfile::tempdir().unwrap();
        let agreement = folder.path().join("config.toml");
        let file = |name: &str| folder.path().join(name);
        std::fs::write(file("notes.key"), "no key").unwrap();
        create(&file("release.key"), KeyKind::Release).unwrap();
        assert!(
            key(&agreement)
                .unwrap_err()
                .advice()
                .unwrap()
                .contains("--key")
        );
        create(&file("project.key"), KeyKind::Project).unwrap();
        assert_eq!(key(&agreement).unwrap(), file("project.key"));
        create(&file("earlier.key"), KeyKind::Project).unwrap();
        let words = key(&agreement).unwrap_err().to_string();
        assert!(words.ends_with(": earlier.key, project.key"), "{words}");
    }
}
