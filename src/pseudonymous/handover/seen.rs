//! The latest delivery of each party that a run has counted, so that an older one can be refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::delivery::Issue;
use super::{Handover, HandoverSet};
use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers, beside, read_plain};
use crate::keys::today;
use crate::vocabulary::{Day, ProviderId};

/// No list is longer; a longer file is something else.
const LONGEST: u64 = 16 << 20;

/// Per project and party the latest delivery counted, and what of it was accepted, kept as JSON beside the release key.
#[derive(Debug)]
pub struct SeenDeliveries {
    path: PathBuf,
    latest: BTreeMap<String, BTreeMap<String, Latest>>,
    /// By party, what of the deliveries to keep was unusual and is accepted.
    accepted: BTreeMap<String, BTreeSet<String>>,
}

/// As the list writes it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    day: String,
    number: u64,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    accepted: BTreeSet<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(into = "Words", try_from = "Words")]
struct Latest {
    issue: Issue,
    /// What was unusual of it and accepted, in words without counts.
    accepted: BTreeSet<String>,
}

impl From<Latest> for Words {
    fn from(Latest { issue, accepted }: Latest) -> Self {
        Self {
            day: issue.day.to_string(),
            number: issue.number,
            accepted,
        }
    }
}

impl TryFrom<Words> for Latest {
    type Error = &'static str;

    fn try_from(words: Words) -> std::result::Result<Self, Self::Error> {
        let issue = Issue::of(&words.day, words.number).ok_or("not a day and a number from 1")?;
        let accepted = words.accepted;
        Ok(Self { issue, accepted })
    }
}

impl SeenDeliveries {
    /// The deliveries counted by runs with this release key: `<release key>.deliveries.json`; none where it is absent.
    ///
    /// # Errors
    /// When the file cannot be read or is something else.
    pub fn beside(release_key: &Path) -> Result<Self> {
        Self::at(beside(release_key, ".deliveries.json"))
    }

    fn at(path: PathBuf) -> Result<Self> {
        let accepted = BTreeMap::new();
        if path.symlink_metadata().is_err() {
            let latest = BTreeMap::new();
            return Ok(Self {
                path,
                latest,
                accepted,
            });
        }
        let text = read_plain(&path, LONGEST).map_err(|e| Error::io(&path, "read", &e))?;
        let latest = serde_json::from_slice(&text).map_err(|_| {
            Error::new(
                Code::DeliveryInvalid,
                format!("{} is not a list of deliveries", path.display()),
            )
            .hint("restore it from a backup, or remove it to accept any delivery once")
        })?;
        Ok(Self {
            path,
            latest,
            accepted,
        })
    }

    /// Notes what of a party's delivery was unusual and is accepted, for [`Self::keep`] to write.
    pub fn accept(&mut self, answers: Vec<(ProviderId, String)>) {
        for (party, about) in answers {
            let of_party = self.accepted.entry(party.to_string()).or_default();
            of_party.insert(about);
        }
    }

    /// Refuses a delivery that is older than the latest of the party that was counted, or of a day that has not come: no later
    /// one would be counted after it.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), naming the party.
    pub fn refuse_older(&self, handover: &Handover) -> Result<()> {
        let (party, issue) = (handover.provider(), handover.issue());
        // A clock may be some hours ahead.
        let tomorrow = Day::from_number(today().number() + 1);
        if issue.day > tomorrow {
            return Err(Error::new(
                Code::DeliveryOlder,
                format!(
                    "the hand-over of {party} is dated {}, which is in the future",
                    issue.day
                ),
            )
            .hint("ask for the hand-over again, made on a computer with a correct clock"));
        }
        match self.latest_of(handover).filter(|latest| *latest > issue) {
            None => Ok(()),
            Some(latest) => Err(Error::new(
                Code::DeliveryOlder,
                format!("the hand-over of {party} is {issue}, but {latest} was already counted"),
            )
            .hint(
                "use the latest delivery of this party, or pass --older to count the earlier one",
            )),
        }
    }

    fn latest_of(&self, handover: &Handover) -> Option<Issue> {
        let parties = self.latest.get(&handover.manifest().parties.project)?;
        parties
            .get(handover.provider().as_str())
            .map(|one| one.issue)
    }

    /// Notes that the deliveries of `set` were counted; the latest of each party stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn keep(self, set: &HandoverSet) -> Result<()> {
        let mut file = AtomicFile::begin_when_free(&self.path, Readers::AsUsual)?;
        // Another run may have counted a later delivery since this list was read, and from here on none can.
        let mut list = Self::at(self.path)?;
        list.accepted = self.accepted;
        list.add(set);
        let text = serde_json::to_string_pretty(&list.latest).map_err(|_| {
            Error::new(
                Code::InternalError,
                "the list of deliveries cannot be written as JSON",
            )
        })?;
        file.put((text + "\n").as_bytes())?;
        file.complete()
    }

    fn add(&mut self, set: &HandoverSet) {
        for handover in set.all() {
            let (party, issue) = (handover.provider().to_string(), handover.issue());
            let accepted = self.accepted.remove(&party).unwrap_or_default();
            let project = handover.manifest().parties.project.clone();
            let of_project = self.latest.entry(project).or_default();
            match of_project.get_mut(&party) {
                Some(latest) if latest.issue > issue => {}
                Some(latest) if latest.issue == issue => latest.accepted.extend(accepted),
                _ => _ = of_project.insert(party, Latest { issue, accepted }),
            }
        }
    }
}
