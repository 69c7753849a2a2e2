//! The text of a small table: a CSV, or the only CSV in a zip file, as CBS publishes it.

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read, Seek};
use std::path::Path;

use zip::ZipArchive;

use crate::error::{Code, Error, Result};

/// The bytes that a packed table may have once it is unpacked: five times that of the whole country.
const MOST_UNPACKED: u64 = 2_000_000_000;

/// The files that a zip file may hold beside the table, such as a description.
const MOST_PACKED: usize = 1000;

/// Calls `read` with the text of the table at `path`, past its byte order mark.
///
/// # Errors
/// When the file cannot be read, is no text and no zip file with one CSV in it; and what `read` gives back.
pub(in crate::identified) fn with_text<T>(
    path: &Path,
    read: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    let failed = |error: &std::io::Error| Error::io(path, "read", error);
    let mut file = super::file::open(path)?;
    let mut beginning = [0; 4];
    let length = fill(&mut file, &mut beginning).map_err(|e| failed(&e))?;
    file.rewind().map_err(|e| failed(&e))?;
    if beginning[..length] == *b"PK\x03\x04" {
        return with_packed(path, file, read);
    }
    without_mark(path, BufReader::with_capacity(1 << 16, file), read)
}

/// The only CSV of a zip file.
fn with_packed<T>(
    path: &Path,
    file: File,
    read: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    let refused = |what: &str| {
        Error::new(Code::ListInvalid, format!("{}: {what}", path.display()))
            .hint("unpack it and use the CSV inside")
    };
    let mut archive = ZipArchive::new(BufReader::new(file))
        .map_err(|_| refused("is a zip file that cannot be read"))?;
    let names = (0..archive.len().min(MOST_PACKED)).filter(|&place| {
        let name = archive
            .name_for_index(place)
            .and_then(std::result::Result::ok);
        name.is_some_and(|name| name.to_lowercase().ends_with(".csv"))
    });
    let tables: Vec<usize> = names.collect();
    let [table] = tables.as_slice() else {
        return Err(refused(
            "is a zip file with no CSV in it, or with more than one",
        ));
    };
    let packed = archive
        .by_index(*table)
        .map_err(|_| refused("is a zip file with a password or an unknown compression"))?;
    let capped = Capped {
        source: packed,
        left: MOST_UNPACKED,
    };
    without_mark(path, BufReader::with_capacity(1 << 16, capped), read)
}

fn without_mark<T>(
    path: &Path,
    mut text: impl Read,
    read: impl FnOnce(&mut dyn Read) -> Result<T>,
) -> Result<T> {
    let mut beginning = [0; 3];
    let length = fill(&mut text, &mut beginning).map_err(|e| unreadable(path, &e))?;
    let beginning = &beginning[..length];
    if beginning.starts_with(b"PK") || beginning.contains(&0) {
        return Err(Error::new(
            Code::ListInvalid,
            format!("{}: is not text", path.display()),
        )
        .hint("save the table as CSV (UTF-8) and use that file"));
    }
    let kept = if beginning == b"\xef\xbb\xbf" {
        &[]
    } else {
        beginning
    };
    read(&mut Cursor::new(kept).chain(text))
}

/// Reads until `into` is full or the source ends; gives back how much there was.
fn fill(source: &mut impl Read, into: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match source.read(&mut into[filled..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(0) => break,
            Ok(read) => filled += read,
        }
    }
    Ok(filled)
}

/// A source of which no more than so many bytes are read: what a few kilobytes unpack to has no bound of its own.
struct Capped<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(into)?;
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or(ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

/// What is wrong with a table whose text ends in an error.
pub(in crate::identified) fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let place = path.display();
    match error.kind() {
        ErrorKind::FileTooLarge => Error::new(
            Code::ListInvalid,
            format!("{place}: unpacks to more than 2 GB"),
        )
        .hint("this is not a table of addresses; download the file of CBS or the BAG again"),
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof => {
            Error::new(Code::ListInvalid, format!("{place}: is damaged"))
                .hint("download or copy it again")
        }
        _ => Error::new(
            Code::ListInvalid,
            format!("{place}: cannot be read to its end"),
        )
        .hint("check that its disk is still connected"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
        let place = tempfile::NamedTempFile::new().unwrap();
        let mut zip = ZipWriter::new(place.reopen().unwrap());
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        place
    }

    fn text(place: &Path) -> Result<String> {
        with_text(place, |source| {
            let mut text = String::new();
            let read = source.read_to_string(&mut text);
            read.map_err(|error| unreadable(place, &error))?;
            Ok(text)
        })
    }

    #[test]
    fn the_table_is_found_in_a_zip_file_with_its_description() {
        let place = zipped(&[("leesmij.txt", b"x"), ("pc6hnr.CSV", b"\xef\xbb\xbfa;b\n")]);
        assert_eq!(text(place.path()).unwrap(), "a;b\n");
        let plain = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(plain.path(), "a;\n").unwrap();
        assert_eq!(text(plain.path()).unwrap(), "a;\n");
    }

    #[test]
    fn a_zip_file_without_one_table_is_refused_with_a_hint() {
        for files in [
            &[("a.txt", &b"x"[..])][..],
            &[("a.csv", b"x"), ("b.csv", b"y")],
        ] {
            let error = text(zipped(files).path()).unwrap_err();
            assert!(error.to_string().contains("zip file") && error.advice().is_some());
        }
        let place = zipped(&[("a.csv", &b"a;b\n".repeat(1000))]);
        let whole = std::fs::read(place.path()).unwrap();
        for length in [4, whole.len() / 2, whole.len() - 1] {
            std::fs::write(place.path(), &whole[..length]).unwrap();
            assert!(text(place.path()).is_err());
        }
    }

    #[test]
    fn what_unpacks_without_end_is_cut_off() {
        let mut capped = Capped {
            source: std::io::repeat(b'x'),
            left: 100_000,
        };
        let error = std::io::copy(&mut capped, &mut std::io::sink()).unwrap_err();
        assert!(
            unreadable(Path::new("a.zip"), &error)
                .to_string()
                .contains("2 GB")
        );
    }
}
