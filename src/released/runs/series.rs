//! Whether a run would round a series otherwise than its last release did: with another release key, by another profile, or
//! before it.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::record::RunRecord;
use crate::error::{Code, Error, Result};
use crate::files::read_plain;

/// No `run.json` or `certificate.json` is longer, in bytes.
const LONGEST: u64 = 1 << 26;

/// What of a `run.json` tells how its rounding was drawn; other versions may say more.
#[derive(Deserialize)]
struct Earlier {
    release: String,
    series: String,
    release_key: Option<String>,
    profile: Option<String>,
}

/// What of a `certificate.json` tells when the release was made.
#[derive(Deserialize)]
struct Made {
    time: Option<u64>,
}

/// Refuses a run whose release key or profile is another than that of the last release of its series in `folder`, and one
/// before it by the clock; gives the last release, where there is one.
///
/// # Errors
/// As described; the error names the last release.
pub fn refuse_other_rounding(folder: &Path, record: &RunRecord) -> Result<Option<String>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    refuse_at(now.map_or(0, |since| since.as_secs()), folder, record)
}

/// By the clock, in seconds since 1970.
fn refuse_at(now: u64, folder: &Path, record: &RunRecord) -> Result<Option<String>> {
    let Some(key) = record.release_key.map(|key| key.to_string()) else {
        return Ok(None);
    };
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    // What a run that was killed left behind is no release.
    let is_whole =
        |entry: &fs::DirEntry| !entry.file_name().to_string_lossy().ends_with(".partial");
    let last = folders
        .filter(is_whole)
        .filter_map(|entry| {
            let earlier: Earlier = read(&entry.path().join("run.json"))?;
            let made: Option<Made> = read(&entry.path().join("certificate.json"));
            Some((made.and_then(|made| made.time), earlier))
        })
        .filter(|(_, earlier)| earlier.series == record.series && earlier.release_key.is_some())
        .max_by_key(|(time, _)| *time);
    let Some((time, last)) = last else {
        return Ok(None);
    };
    // Which release is the last is told by the time that it was made.
    if time > Some(now) {
        let message = format!(
            "the clock of this machine stands before the time at which {} was made",
            last.release
        );
        return Err(Error::new(Code::ClockBack, message));
    }
    let other = match &last.profile {
        _ if last.release_key.as_ref() != Some(&key) => "with another release key".to_owned(),
        Some(profile) if *profile != record.profile.to_string() => {
            format!("by profile {profile}")
        }
        _ => return Ok(Some(last.release)),
    };
    let message = format!(
        "{}, the last release of this series, was rounded {other}",
        last.release
    );
    Err(Error::new(Code::ReleaseKeyChanged, message).hint(
        "use that one: two roundings of one count reveal more than one; to start a new series, pass --new-series",
    ))
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&read_plain(path, LONGEST).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::record;
    use super::*;
    use crate::pseudonymous::protect::profile::Profile;
    use crate::vocabulary::KeyId;

    const ONE: &str = "1111111111111111";
    const OTHER: &str = "2222222222222222";

    #[test]
    fn the_last_release_of_the_series_decides_which_key_and_profile_draw() {
        let home = tempfile::tempdir().unwrap();
        let write = |name: &str, series: &str, key: Option<&str>, time: u64| {
            let text = serde_json::json!({
                "release": name, "series": series, "release_key": key, "profile": "k5",
            });
            let folder = home.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("run.json"), text.to_string()).unwrap();
            let made = serde_json::json!({ "time": time }).to_string();
            fs::write(folder.join("certificate.json"), made).unwrap();
        };
        let of = |key: &str| RunRecord {
            release_key: KeyId::parse(key),
            ..record()
        };
        let with = |key: &str| refuse_other_rounding(home.path(), &of(key));
        assert!(with(ONE).is_ok());
        write("a", "zaandorp", Some(OTHER), 1);
        let error = with(ONE).unwrap_err();
        assert!(
            error.to_string().starts_with("a, the last release"),
            "{error}"
        );
        assert!(error.advice().unwrap().contains("--new-series"));
        write("b", "zaandorp", Some(ONE), 2);
        assert!(with(ONE).is_ok());
        assert!(with(OTHER).is_err());
        write("c", "waterland", Some(OTHER), 3);
        write("d", "zaandorp", None, 4);
        fs::write(home.path().join("d/run.json"), "{").unwrap();
        assert!(with(ONE).is_ok());
        let at = |now| refuse_at(now, home.path(), &of(ONE)).err();
        assert_eq!(at(1).map(|error| error.code()), Some(Code::ClockBack));
        assert!(at(2).is_none());
        let by_cbs = RunRecord {
            release_key: KeyId::parse(ONE),
            profile: Profile::CBS,
            ..record()
        };
        let error = refuse_other_rounding(home.path(), &by_cbs).unwrap_err();
        assert!(error.to_string().ends_with("by profile k5"), "{error}");
        let without = RunRecord {
            release_key: None,
            ..record()
        };
        assert!(refuse_other_rounding(home.path(), &without).is_ok());
    }
}
