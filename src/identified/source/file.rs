//! A file of an extract: name, size and first bytes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::files::open_plain;

/// The bytes of a file that tell its format.
const BEGINNING: u64 = 1 << 14;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file of an extract, of whatever format.
#[derive(Clone)]
pub(in crate::identified) struct Source {
    pub(in crate::identified) path: PathBuf,
    /// Its name without its folder, as in findings.
    pub(in crate::identified) name: String,
    /// Its bytes.
    pub(in crate::identified) size: u64,
    head: Arc<Zeroizing<Vec<u8>>>,
}

impl Source {
    /// Opens the file and looks at its beginning.
    ///
    /// # Errors
    /// When it is missing or a folder.
    pub(in crate::identified) fn open(path: &Path) -> Result<Self> {
        let file = open(path)?;
        let failed = |error: &std::io::Error| Error::io(path, "read", error);
        let size = file.metadata().map_err(|e| failed(&e))?.len();
        let begins = size.min(BEGINNING);
        let room = usize::try_from(begins).unwrap_or_default();
        let mut head = Zeroizing::new(Vec::with_capacity(room));
        file.take(begins)
            .read_to_end(&mut head)
            .map_err(|e| failed(&e))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            path: path.to_owned(),
            size,
            head: Arc::new(head),
        })
    }

    /// The first 16 kB, or all; without a byte order mark.
    pub(in crate::identified) fn head(&self) -> &[u8] {
        self.head
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.head)
    }

    /// An error of this file as a whole.
    pub(in crate::identified) fn failed(&self, code: Code, what: &str) -> Error {
        Error::new(code, format!("{}: {what}", self.path.display()))
    }
}

/// Opens a file that is no folder.
pub(in crate::identified) fn open(path: &Path) -> Result<File> {
    if path.is_dir() {
        return Err(
            Error::new(Code::NotAFile, format!("{}: is a folder", path.display()))
                .hint("name the files in it, for example with `*.csv` after the folder"),
        );
    }
    open_plain(path).map_err(|e| Error::io(path, "read", &e))
}

/// Whether a file is not one of the extract: a hidden one, the lock that Office puts beside an open workbook, what Windows
/// leaves in folders, or a mark of Spark and Hive (`_SUCCESS`, `_metadata`, …: `_` in front and no ending).
pub(crate) fn is_beside_the_data(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let is_of_windows = ["desktop.ini", "thumbs.db"]
        .iter()
        .any(|one| name.eq_ignore_ascii_case(one));
    let is_of_spark = name.starts_with('_') && !name.contains('.');
    name.starts_with('.') || name.starts_with("~$") || is_of_windows || is_of_spark
}

/// Whether a folder holds, at any depth, a wanted file that is not beside the data. Links to other folders are not
/// followed.
pub(crate) fn holds_file(folder: &Path, is_wanted: &dyn Fn(&PathBuf) -> bool) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut inside = entries.filter(|entry| !is_beside_the_data(&entry.path()));
    inside.any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_file(&entry.path(), is_wanted),
        Ok(_) => entry.path().is_file() && is_wanted(&entry.path()),
        Err(_) => false,
    })
}

/// What is said of folders that are among the files of an extract and hold others.
pub(in crate::identified) fn tell_subfolders(count: usize) -> Option<String> {
    let (folders, hold) = match count {
        0 => return None,
        1 => ("1 folder".to_owned(), "holds"),
        _ => (format!("{count} folders"), "hold"),
    };
    Some(format!(
        "{folders} beside the files of the extract {hold} files that are not read: add them to `extract`, or move them away"
    ))
}
