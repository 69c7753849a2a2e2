//! A key file split into a folder of shares, and restored from some of them.

use std::path::{Path, PathBuf};

use super::KeyId;
use super::file::{read_bytes, read_key};
use super::make::new_file;
use super::share::{self, KeyShare, LIMIT, MOST_SHARES, NoShare};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};

/// Splits the key at `path` into `count` shares of which `needed` give it back, one file each, in a new folder `output`.
///
/// # Errors
/// When the numbers do not fit (2 ≤ `needed` ≤ `count` ≤ 16), the file is no key, or `output` exists.
pub fn split(path: &Path, needed: u8, count: u8, output: &Path) -> Result<(KeyId, Vec<PathBuf>)> {
    if needed < 2 || needed > count || count > MOST_SHARES {
        let message =
            format!("a key cannot be split into {count} shares of which {needed} are needed");
        let hint = format!("make at most {MOST_SHARES} shares, of which at least 2 are needed");
        return Err(Error::new(Code::UsageInvalid, message).hint(hint));
    }
    let key = read_key(path)?;
    let folder = WholeFolder::begin(output, Existing::Refuse)?.for_its_owner();
    let mut names = Vec::with_capacity(usize::from(count));
    for share in share::split(&key, needed, count) {
        let name = format!("share-{}-of-{count}.txt", share.number);
        folder.file(&name)?.put(share.text().as_bytes())?;
        names.push(output.join(name));
    }
    folder.complete()?;
    Ok((key.id(), names))
}

/// Puts a key together from its shares and writes it to `path`, which must be free.
///
/// # Errors
/// When a file is no share or damaged, shares are of different keys, too few, or one is there twice; when `path` exists.
pub fn combine(shares: &[PathBuf], path: &Path) -> Result<KeyId> {
    if path == Path::new("-") {
        return Err(Error::new(Code::UsageInvalid, "the key needs a file name"));
    }
    let mut read: Vec<KeyShare> = Vec::with_capacity(shares.len());
    for file in shares {
        let share = read_share(file)?;
        if let Some(index) = read.iter().position(|earlier| earlier.of != share.of) {
            return Err(of_different_keys(&shares[index], file));
        }
        if let Some(index) = read
            .iter()
            .position(|earlier| earlier.number == share.number)
        {
            let (one, other) = (shares[index].display(), file.display());
            let message = format!("{one} and {other} are the same share");
            return Err(Error::new(Code::SharesIncomplete, message));
        }
        read.push(share);
    }
    refuse_too_few(&read)?;
    let key = share::combine(&read).ok_or_else(|| {
        Error::new(
            Code::SharesMismatch,
            "these shares do not restore the key they name",
        )
    })?;
    new_file(path, key.text().as_bytes())?.complete()?;
    Ok(key.id())
}

fn read_share(path: &Path) -> Result<KeyShare> {
    if path == Path::new("-") {
        return Err(Error::new(
            Code::UsageInvalid,
            "each share is read from a file of its own",
        ));
    }
    let bytes = read_bytes(path, LIMIT)?;
    let text = std::str::from_utf8(&bytes);
    let share = match text {
        Ok(text) if bytes.len() < LIMIT => KeyShare::parse(text),
        _ => Err(NoShare::OtherFile),
    };
    share.map_err(|reason| match reason {
        NoShare::OtherFile => Error::at(Code::ShareInvalid, path, "not a share of a key")
            .hint("`factlab key split` makes shares"),
        NoShare::Damaged => Error::at(Code::ShareInvalid, path, "a damaged or incomplete share"),
    })
}

fn of_different_keys(one: &Path, other: &Path) -> Error {
    let (one, other) = (one.display(), other.display());
    let message = format!("{one} and {other} are shares of different keys");
    Error::new(Code::SharesMismatch, message)
        .hint("compare the key id and the number of shares needed in both")
}

fn refuse_too_few(shares: &[KeyShare]) -> Result<()> {
    let Some(needed) = shares.first().map(|share| share.of.needed) else {
        return Err(Error::new(Code::UsageInvalid, "no share is given"));
    };
    if shares.len() >= usize::from(needed) {
        return Ok(());
    }
    let message = format!("{needed} shares are needed, but {} given", shares.len());
    Err(Error::new(Code::SharesIncomplete, message))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{KeyKind, create, describe};
    use super::*;

    /// A key, its id, and five shares of which three are needed.
    fn five(folder: &Path, name: &str) -> (KeyId, Vec<PathBuf>) {
        let path = folder.join(name);
        create(&path, KeyKind::Stage2).unwrap();
        split(&path, 3, 5, &folder.join(format!("{name}-shares"))).unwrap()
    }

    #[test]
    fn three_of_five_give_the_key_back() {
        let home = tempfile::tempdir().unwrap();
        let (id, shares) = five(home.path(), "a");
        let chosen = [4, 0, 2].map(|index: usize| shares[index].clone());
        let back = home.path().join("back.key");
        assert_eq!(combine(&chosen, &back).unwrap(), id);
        assert_eq!(
            describe(&back).unwrap(),
            describe(&home.path().join("a")).unwrap()
        );
        assert!(
            combine(&chosen, &back).is_err(),
            "a key is never overwritten"
        );
    }

    #[test]
    fn wrong_sets_are_refused_with_their_cause_and_write_nothing() {
        let home = tempfile::tempdir().unwrap();
        let (_, one) = five(home.path(), "a");
        let (_, other) = five(home.path(), "b");
        let back = home.path().join("back.key");
        let cause = |files: &[&PathBuf]| {
            let files: Vec<PathBuf> = files.iter().map(|file| (*file).clone()).collect();
            combine(&files, &back).unwrap_err().to_string()
        };
        assert_eq!(
            cause(&[&one[0], &one[1]]),
            "3 shares are needed, but 2 given"
        );
        assert!(cause(&[&one[0], &one[1], &other[2]]).ends_with("are shares of different keys"));
        assert!(cause(&[&one[0], &one[1], &one[0]]).ends_with("are the same share"));
        let text = fs::read_to_string(&one[2]).unwrap();
        fs::write(&one[2], text.replace("number: 3", "number: 4")).unwrap();
        assert!(cause(&[&one[0], &one[1], &one[2]]).ends_with(": a damaged or incomplete share"));
        fs::write(&one[2], "BSN;Naam").unwrap();
        assert!(cause(&[&one[2]]).ends_with(": not a share of a key"));
        assert!(cause(&[&PathBuf::from("-")]).contains("a file of its own"));
        assert!(!back.exists());
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused_and_a_folder_is_whole_or_absent() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.key");
        create(&path, KeyKind::Project).unwrap();
        let output = home.path().join("shares");
        for (needed, count) in [(1, 3), (4, 3), (2, 17), (0, 0)] {
            assert!(split(&path, needed, count, &output).is_err());
        }
        assert!(split(&home.path().join("absent"), 2, 3, &output).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        split(&path, 16, 16, &output).unwrap();
        assert_eq!(fs::read_dir(&output).unwrap().count(), 16);
        assert!(split(&path, 2, 3, &output).is_err(), "an earlier set stays");
        assert_eq!(fs::read_dir(&output).unwrap().count(), 16);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_share() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let (_, shares) = five(home.path(), "a");
        for file in &shares {
            assert_eq!(
                fs::metadata(file).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        let folder = shares[0].parent().unwrap();
        assert_eq!(
            fs::metadata(folder).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
}
