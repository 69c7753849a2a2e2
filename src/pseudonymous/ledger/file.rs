//! The sealed half of the ledger: one file per release key, encrypted for the analyst.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::entry::Entry;
use super::history::{History, Making};
use super::public::{digest_of, public_half};
use super::releases::Chain;
use super::stream::{HEAD, written};
use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers, beside, read_plain};
use crate::keys::{Identity, Recipient};
use crate::pseudonymous::measure::{ExactTables, Snapshot, StackPlan};
use crate::pseudonymous::protect::Profile;
use crate::vocabulary::{Comparable, Day, KeyId};

/// What an age file begins with.
const AGE: &[u8] = b"age-encryption.org/";

/// No ledger is longer, in bytes: a country and twelve releases take 4 GB.
const LONGEST: u64 = 8 << 30;

/// The earlier releases of a series, and where they are kept.
pub struct Ledger {
    path: PathBuf,
    /// Beside the release key: the digests of the ledger as the last run left it, and as it found it.
    mark: PathBuf,
    recipient: Option<Recipient>,
    hold: u64,
    /// The digest of the ledger as it was found.
    found: Option<String>,
    pub(super) releases: Chain,
}

/// Where the ledger of a series is, and for whom.
pub struct LedgerPlace<'a> {
    /// The folder of ledgers.
    pub folder: &'a Path,
    /// The series.
    pub series: &'a str,
    /// The release key and its id.
    pub release_key: (&'a Path, KeyId),
    /// For whom it is encrypted; nobody where the hand-overs are open too.
    pub recipient: Option<Recipient>,
    /// What decrypts it.
    pub identity: Option<&'a Identity>,
    /// So many joiners and leavers before a number is drawn anew.
    pub hold: u64,
    /// Whether the series begins anew: then what was printed before is forgotten.
    pub is_new: bool,
}

impl Ledger {
    /// Reads the ledger; the first run of a series finds none.
    ///
    /// # Errors
    /// When it is gone or changed since the last run, is of another series, or cannot be decrypted.
    pub fn open(place: LedgerPlace<'_>) -> Result<Self> {
        let (release_key, key) = place.release_key;
        let path = place.folder.join(format!("{key}.ledger"));
        let mut ledger = Self {
            mark: beside(release_key, &format!(".{key}.ledger")),
            recipient: place.recipient,
            hold: place.hold,
            found: None,
            releases: Chain::of(place.series.to_owned(), key.to_string()),
            path,
        };
        if place.is_new {
            return Ok(ledger);
        }
        let marked = std::fs::read_to_string(&ledger.mark).ok();
        if ledger.path.symlink_metadata().is_err() {
            return match marked {
                None => Ok(ledger),
                Some(_) => Err(Error::at(
                    Code::LedgerMissing,
                    &ledger.path,
                    "the ledger is gone",
                )),
            };
        }
        let bytes = ledger.read(place.identity)?;
        let digest = digest_of(&bytes);
        if marked.is_some_and(|marked| !marked.lines().any(|line| line == digest)) {
            let message = "the ledger is not as the last run left it";
            return Err(Error::at(Code::LedgerChanged, &ledger.path, message));
        }
        let body = bytes.strip_prefix(HEAD);
        let releases = body.and_then(|body| postcard::from_bytes::<Chain>(body).ok());
        let Some(releases) = releases else {
            return Err(Error::at(
                Code::LedgerChanged,
                &ledger.path,
                "not a ledger of this version",
            ));
        };
        if (&releases.series, &releases.key) != (&ledger.releases.series, &ledger.releases.key) {
            let message = format!("the ledger of series {}", releases.series);
            return Err(Error::at(Code::LedgerOther, &ledger.path, message));
        }
        ledger.releases = releases;
        ledger.found = Some(digest);
        Ok(ledger)
    }

    /// How large the file of a release key is in a folder of ledgers, in bytes; 0 if it is not there.
    #[must_use]
    pub fn size(folder: &Path, key: KeyId) -> u64 {
        let file = folder.join(format!("{key}.ledger"));
        file.metadata().map_or(0, |file| file.len())
    }

    fn read(&self, identity: Option<&Identity>) -> Result<Vec<u8>> {
        let path = &self.path;
        let bytes = read_plain(path, LONGEST).map_err(|e| Error::io(path, "read", &e))?;
        if !bytes.starts_with(AGE) {
            return Ok(bytes);
        }
        let sealed = |message| Error::at(Code::LedgerSealed, path, message);
        let identity = identity.ok_or_else(|| sealed("encrypted for the analyst"))?;
        let opened = identity.open(bytes.as_slice());
        let mut opened = opened.ok_or_else(|| sealed("encrypted for another identity"))?;
        let mut plain = Vec::new();
        let read = opened.read_to_end(&mut plain);
        read.map_err(|_| Error::at(Code::LedgerChanged, path, "damaged"))?;
        Ok(plain)
    }

    /// What of earlier releases holds for one release, whose households are these, counted by a plan and protected by a profile.
    ///
    /// # Errors
    /// When the release that it follows counts by other areas or bands, or protects by another profile.
    pub fn history(
        &self,
        making: &Making<'_>,
        exact: &ExactTables,
        households: Snapshot,
        by: (&StackPlan, &Profile),
    ) -> Result<History> {
        History::of(&self.releases, (making, self.hold), exact, households, by)
    }

    /// Refuses a ledger of before the last release that was made, as of a copy.
    ///
    /// # Errors
    /// As described; the error names that release.
    pub fn refuse_older(&self, last: Option<&str>) -> Result<()> {
        match last.filter(|last| !self.releases.knows(last)) {
            Some(last) => Err(Error::at(
                Code::LedgerChanged,
                &self.path,
                format!("the ledger is of before {last}"),
            )),
            None => Ok(()),
        }
    }

    /// Refuses a release of an earlier day than the last of the series; one that was made may be made again.
    ///
    /// # Errors
    /// As described; the error names the last release.
    pub fn refuse_earlier(&self, making: &Making<'_>) -> Result<()> {
        self.releases
            .refuse_earlier(making.release, making.reference_date)
    }

    /// Whether no release was made with it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.releases.releases.is_empty()
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The releases whose households are kept after their day, and that day.
    #[must_use]
    pub fn past_their_day(&self, today: Day) -> Vec<(String, Day)> {
        let past = self.releases.past_their_day(today);
        past.map(|(release, day)| (release.to_owned(), day))
            .collect()
    }

    /// Forgets the households that may be kept no longer. What was printed of them stays, and until when is told by the counts.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn purge(mut self, today: Day) -> Result<()> {
        self.releases.purge(today);
        self.write()
    }

    /// The last of the releases whose ledger was lost, while a number of this one stands since one of them.
    #[must_use]
    pub fn restored<'a>(&self, entry: &'a Entry) -> Option<&'a str> {
        entry.restored(&self.releases)
    }

    /// The release that one follows: its name, its day, and what of it can be compared, where that is known.
    #[must_use]
    pub fn follows(&self, entry: &Entry) -> Option<(&str, Day, Option<&Comparable>)> {
        let last = &self.releases.releases[entry.history.last? as usize];
        Some((&last.release, last.reference_date, last.comparable.as_ref()))
    }

    /// The text of `ledger.json` of a release.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn public_half<'a>(&self, entry: &'a Entry) -> Result<&'a str> {
        public_half(&self.releases, entry).map(|(text, _)| text.as_str())
    }

    /// Adds a release; its public half is that of [`Self::public_half`].
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(mut self, entry: Entry) -> Result<()> {
        let public = public_half(&self.releases, &entry)?.1.clone();
        self.releases.add(entry.earlier(public));
        self.write()
    }

    fn write(mut self) -> Result<()> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", &e))?;
        }
        let mut file = AtomicFile::begin_when_free(&self.path, Readers::Owner)?;
        let digest = self.put(&mut file)?;
        // Both digests are good until the ledger is in its place: a run that is killed in between can be done again.
        let marks = [Some(digest), self.found.take()];
        let mut mark = AtomicFile::begin_when_free(&self.mark, Readers::AsUsual)?;
        for line in marks.iter().flatten() {
            mark.put(format!("{line}\n").as_bytes())?;
        }
        mark.complete()?;
        file.complete()
    }

    /// Writes all, sealed where it is for somebody; gives the digest of what was sealed.
    fn put(&self, file: &mut AtomicFile) -> Result<String> {
        let written = match &self.recipient {
            None => written(&self.releases, file).map(|(digest, _)| digest),
            Some(recipient) => (|| {
                let (digest, sealed) = written(&self.releases, recipient.seal(file)?)?;
                sealed.finish()?.flush()?;
                Ok(digest)
            })(),
        };
        written.map_err(|e| Error::io(&self.path, "write", &e))
    }
}
