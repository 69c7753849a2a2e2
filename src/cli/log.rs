//! `--log`: what a command says, as JSON lines in a file, for runs that nobody watches. English, whatever the screen speaks.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use factlab::error::{Error, Result};
use factlab::files::append_to;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The file, of which each line is one object: `time`, `kind` and what it says.
pub(super) struct Log {
    path: PathBuf,
    file: Mutex<File>,
    begun: Instant,
}

impl Log {
    /// Opens the file, behind what earlier commands wrote; only its owner can read it.
    ///
    /// # Errors
    /// When the disk refuses, or something else than a file is there.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let log = Self {
            path: path.to_owned(),
            file: append_to(path)?.into(),
            begun: Instant::now(),
        };
        log.write("begin", json!({"version": env!("CARGO_PKG_VERSION")}))?;
        Ok(log)
    }

    /// Adds a line.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn write(&self, kind: &str, mut what: Value) -> Result<()> {
        what["time"] = json!(Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        what["kind"] = json!(kind);
        let line = format!("{what}\n");
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(line.as_bytes());
        written.map_err(|e| Error::io(&self.path, "write", &e))
    }

    /// Adds the line of the end: the status and how long the command took.
    pub(super) fn end(&self, status: u8) {
        let seconds = (self.begun.elapsed().as_secs_f64() * 10.0).round() / 10.0;
        // The command is over, and its status says how; a disk that is full now changes nothing.
        let _ = self.write("end", json!({"status": status, "seconds": seconds}));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_command_adds_its_lines_behind_those_of_earlier_ones() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("run.log");
        for status in [0, 3] {
            let log = Log::open(&path).unwrap();
            log.write("note", json!({"text": "on the way"})).unwrap();
            log.end(status);
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let kinds: Vec<&str> = lines
            .iter()
            .map(|line| line["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["begin", "note", "end", "begin", "note", "end"]);
        assert_eq!(
            (&lines[2]["status"], &lines[5]["status"]),
            (&json!(0), &json!(3))
        );
    }

    #[test]
    fn a_folder_is_no_log() {
        let home = tempfile::tempdir().unwrap();
        assert!(Log::open(home.path()).is_err());
    }
}
