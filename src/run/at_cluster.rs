//! What `run` emitted for a cluster and nobody deleted, or was writing when it was interrupted: households one by one, or tokens, and
//! perhaps results.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::agreement::{Agreement, EngineSettings};
use crate::error::{Error, Result};
use crate::files::{read_plain_text, remove_unfinished, unfinished_beside, unfinished_name};
use crate::vocabulary::Day;

/// No manifest is larger.
const LARGEST: u64 = 1 << 20;

/// What tells, in its manifest, of which run it is and until when it may be kept.
#[derive(Deserialize)]
struct Manifest {
    release: String,
    #[serde(rename = "plan")]
    _plan: String,
    delete_after: Option<Day>,
}

/// What was emitted for a release, past its day or never whole.
pub struct PastEmitted {
    /// Where it is.
    pub folder: PathBuf,
    /// The name of the release.
    pub release: String,
    /// The last day on which it might be kept; none where a run was interrupted while it wrote this.
    pub last_day: Option<Day>,
}

impl PastEmitted {
    /// Of this project, in the folder of the cluster: whatever names its own folder in its manifest, and whatever bears the name of
    /// a release under construction that nobody is writing.
    pub(super) fn look(agreement: &Agreement, today: Day) -> Vec<Self> {
        let folder = match agreement.engine() {
            EngineSettings::Embedded => return Vec::new(),
            EngineSettings::Emit { folder, .. } | EngineSettings::Spark { folder, .. } => folder,
        };
        // The day tells the releases of a project from those of one whose name goes on.
        let name = format!("{}-", agreement.project());
        let is_of_project = |release: &str| {
            let rest = release.strip_prefix(&name);
            let day = rest.and_then(|rest| Day::parse(rest.get(..10)?));
            day.is_some()
        };
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let found = paths.filter_map(|path| Self::unfinished(&path).or_else(|| Self::at(path)));
        let is_past =
            |one: &Self| is_of_project(&one.release) && one.last_day.is_none_or(|day| day < today);
        let mut past: Vec<Self> = found.filter(is_past).collect();
        past.sort_by(|one, other| one.folder.cmp(&other.folder));
        past
    }

    /// A folder that was being written or replaced, whatever is in it.
    fn unfinished(folder: &Path) -> Option<Self> {
        let release = unfinished_name(folder.file_name()?.to_str()?)?;
        let beside = unfinished_beside(&folder.with_file_name(release));
        beside.iter().any(|one| one == folder).then(|| Self {
            folder: folder.to_owned(),
            release: release.to_owned(),
            last_day: None,
        })
    }

    fn at(folder: PathBuf) -> Option<Self> {
        let manifest = read_plain_text(&folder.join("manifest.json"), LARGEST).ok()?;
        let manifest: Manifest = serde_json::from_str(&manifest).ok()?;
        let is_its_own = folder.file_name() == Path::new(&manifest.release).file_name();
        let last_day = manifest.delete_after.filter(|_| is_its_own)?;
        Some(Self {
            folder,
            release: manifest.release,
            last_day: Some(last_day),
        })
    }

    /// Removes it, with the results beside it.
    ///
    /// # Errors
    /// When the disk refuses, or another run is writing there by now.
    pub fn remove(self) -> Result<()> {
        let folder = self.folder;
        if self.last_day.is_none() {
            return remove_unfinished(&folder);
        }
        fs::remove_dir_all(&folder).map_err(|error| Error::io(&folder, "remove", &error))
    }
}
