//! What a folder has for somebody who starts there: an agreement, keys, files that may be an extract.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::keys::{KeyKind, describe};

/// Endings of files that an organisation's system exports.
const EXPORTS: [&str; 10] = [
    "csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods", "xml", "json", "parquet",
];

/// What factlab writes beside a hand-over, and no extract.
const OURS: [&str; 3] = [".findings.csv", ".destroyed.json", ".deliveries.json"];

/// What was found in a folder.
#[derive(Debug, Default)]
pub struct InFolder {
    /// The agreement: `config.toml`, or the only file that ends in `.toml`.
    pub agreement: Option<PathBuf>,
    /// Keys, each with its kind in a word; files of identities too.
    pub keys: Vec<(PathBuf, String)>,
    /// Encrypted files, of which one may hold the project secret.
    pub sealed: Vec<PathBuf>,
    /// Files that may be an extract.
    pub exports: Vec<PathBuf>,
}

impl InFolder {
    /// Looks at the files of a folder, not at those of folders in it.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn look(folder: &Path) -> Result<Self> {
        let entries = std::fs::read_dir(folder).map_err(|e| Error::io(folder, "read", &e))?;
        let files = entries.flatten().map(|entry| entry.file_name());
        let mut files: Vec<PathBuf> = files
            .map(|name| {
                if folder == Path::new(".") {
                    name.into()
                } else {
                    folder.join(name)
                }
            })
            .collect();
        files.retain(|file| file.is_file());
        files.sort();
        let ends = |file: &Path, ending: &str| {
            file.extension()
                .is_some_and(|end| end.eq_ignore_ascii_case(ending))
        };
        let mut found = Self::default();
        let mut agreements: Vec<PathBuf> = files
            .iter()
            .filter(|file| ends(file, "toml"))
            .cloned()
            .collect();
        agreements.sort_by_key(|file| !file.ends_with("config.toml"));
        found.agreement = match agreements.as_slice() {
            [first, ..] if agreements.len() == 1 || first.ends_with("config.toml") => {
                Some(first.clone())
            }
            _ => None,
        };
        for file in files {
            if ends(&file, "age") {
                found.sealed.push(file);
                continue;
            }
            if ends(&file, "toml") {
                continue;
            }
            if let Ok(key) = describe(&file) {
                found.keys.push((file, key.kind.to_owned()));
                continue;
            }
            let name = file.to_string_lossy().to_lowercase();
            let is_export = EXPORTS.iter().any(|ending| ends(&file, ending));
            if is_export && !OURS.iter().any(|ours| name.ends_with(ours)) {
                found.exports.push(file);
            }
        }
        Ok(found)
    }

    /// The keys of a kind.
    #[must_use]
    pub fn keys_of(&self, kind: KeyKind) -> Vec<&Path> {
        let of_kind = self.keys.iter().filter(|(_, found)| found == kind.word());
        of_kind.map(|(file, _)| file.as_path()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::keys::create;

    #[test]
    fn a_folder_is_told_by_what_is_in_it() {
        let home = tempfile::tempdir().unwrap();
        let file = |name: &str| home.path().join(name);
        for name in [
            "afspraak.toml",
            "cliënten.xlsx",
            "wmo.findings.csv",
            "gids.html",
            "lijst.csv",
        ] {
            fs::write(file(name), "no key").unwrap();
        }
        create(&file("project.key"), KeyKind::Project).unwrap();
        create(&file("sleutel.txt"), KeyKind::Release).unwrap();
        let found = InFolder::look(home.path()).unwrap();
        assert_eq!(found.agreement, Some(file("afspraak.toml")));
        assert_eq!(found.exports, [file("cliënten.xlsx"), file("lijst.csv")]);
        assert_eq!(found.keys_of(KeyKind::Project), [file("project.key")]);
        assert_eq!(found.keys_of(KeyKind::Release), [file("sleutel.txt")]);
        fs::write(file("tweede.toml"), "").unwrap();
        assert_eq!(InFolder::look(home.path()).unwrap().agreement, None);
        fs::write(file("config.toml"), "").unwrap();
        assert_eq!(
            InFolder::look(home.path()).unwrap().agreement,
            Some(file("config.toml"))
        );
    }
}
