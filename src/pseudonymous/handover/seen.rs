//! The latest delivery of each party that a run has counted: an older one is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::delivery::Issue;
use super::{Delivery, Handover, HandoverSet};
use crate::error::{Error, Result};
use crate::folder::{Readers, put_file};

/// No list is longer; a longer file is something else.
const LONGEST: u64 = 16 << 20;

/// Per project and party the latest delivery counted, kept as JSON beside the release key.
#[derive(Debug)]
pub struct SeenDeliveries {
    path: PathBuf,
    latest: BTreeMap<String, BTreeMap<String, Latest>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Latest(Issue);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    day: String,
    number: u64,
}

impl Serialize for Latest {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        let words = Words {
            day: self.0.day.to_string(),
            number: self.0.number,
        };
        words.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Latest {
    fn deserialize<D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> std::result::Result<Self, D::Error> {
        let Words { day, number } = Words::deserialize(deserializer)?;
        let delivery = Delivery {
            day,
            id: String::new(),
            number,
        };
        let issue = delivery.issue();
        issue
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("not a day and a number from 1"))
    }
}

impl SeenDeliveries {
    /// The deliveries counted by runs with this release key: `<release key>.deliveries.json`; none where it is absent.
    ///
    /// # Errors
    /// When the file cannot be read or is something else.
    pub fn beside(release_key: &Path) -> Result<Self> {
        let mut name = release_key.file_name().unwrap_or_default().to_owned();
        name.push(".deliveries.json");
        Self::at(release_key.with_file_name(name))
    }

    fn read_again(self) -> Result<Self> {
        Self::at(self.path)
    }

    fn at(path: PathBuf) -> Result<Self> {
        if !path.is_file() {
            let latest = BTreeMap::new();
            return Ok(Self { path, latest });
        }
        let size = fs::metadata(&path).map_err(|e| Error::io(&path, "read", &e))?;
        let text = match size.len() {
            0..=LONGEST => fs::read(&path).map_err(|e| Error::io(&path, "read", &e))?,
            _ => Vec::new(),
        };
        let latest = serde_json::from_slice(&text).map_err(|_| {
            Error::failed(format!("{} is not a list of deliveries", path.display())).hint(
                "`run` writes it; restore it from a copy, or remove it to accept any delivery once",
            )
        })?;
        Ok(Self { path, latest })
    }

    /// Refuses a set in which a party's delivery is older than the latest that was counted.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), naming the first such party.
    pub fn refuse_older(&self, set: &HandoverSet) -> Result<()> {
        for handover in set.all() {
            let (party, issue) = (handover.provider(), handover.issue());
            if let Some(latest) = self.latest_of(handover).filter(|latest| *latest > issue) {
                return Err(Error::refused(format!(
                    "the hand-over of {party} is {issue}, and {latest} was counted before"
                ))
                .hint("take the latest delivery of this party; add --older when the earlier one is meant"));
            }
        }
        Ok(())
    }

    fn latest_of(&self, handover: &Handover) -> Option<Issue> {
        let parties = self.latest.get(&handover.manifest().parties.project)?;
        parties.get(handover.provider().as_str()).map(|one| one.0)
    }

    /// Notes that the deliveries of `set` were counted; the latest of each party stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(self, set: &HandoverSet) -> Result<()> {
        // Another run may have counted a later delivery since this list was read.
        self.read_again()?.write(set)
    }

    fn write(mut self, set: &HandoverSet) -> Result<()> {
        for handover in set.all() {
            let issue = handover.issue();
            let latest = self.latest_of(handover).map_or(issue, |one| one.max(issue));
            self.latest
                .entry(handover.manifest().parties.project.clone())
                .or_default()
                .insert(handover.provider().to_string(), Latest(latest));
        }
        let text = serde_json::to_string_pretty(&self.latest)
            .map_err(|_| Error::failed("the list of deliveries cannot be written as JSON"))?;
        put_file(&self.path, (text + "\n").as_bytes(), Readers::AsUsual)
    }
}
