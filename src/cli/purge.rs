//! `purge`: what stands past the last day of the agreement in, a list of it out; removed when somebody agrees.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::{Agreement, PastItsDay};
use factlab::error::Error;
use factlab::identified::FindingsFile;
use factlab::keys::{Identity, left_secrets, remove_left, today};
use factlab::pseudonymous::handover::{AtItsPlace, Remains, at_its_place, unfinished};
use factlab::run::PreviewPage;
use serde_json::json;

use super::screen::Screen;
use super::words::{counted, shown};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The agreement
    #[arg(short, long, value_name = "FILE")]
    config: PathBuf,
    /// Look in DIR/ID [default: each party's `handover` in the agreement]
    #[arg(long, value_name = "DIR")]
    handovers: Option<PathBuf>,
    /// Identity file that decrypts hand-overs, to see whose they are
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Delete without asking
    #[arg(long)]
    yes: bool,
}

/// What of a party is past its day.
struct Past {
    whose: PastItsDay,
    /// The hand-over, and what crashes left beside it.
    remains: Vec<Remains>,
    beside: Vec<PathBuf>,
    bytes: u64,
}

pub(super) fn run(arguments: &Arguments, screen: &Screen) -> Result<()> {
    let agreement = Agreement::read(&arguments.config)?;
    let identity = arguments
        .identity
        .as_deref()
        .map(Identity::read)
        .transpose()?;
    let mut found = Vec::new();
    for mut whose in agreement.past_their_day(today()) {
        if let Some(folder) = &arguments.handovers {
            whose.folder = folder.join(whose.party.as_str());
        }
        found.extend(past(&agreement, whose, identity.as_ref(), screen));
    }
    let secrets = secrets_left(&arguments.config, &agreement);
    let mut list: String = found.iter().map(Past::line).collect();
    for file in &secrets {
        let _ = writeln!(
            list,
            "secret left by an interrupted run: {}",
            file.display()
        );
    }
    if list.is_empty() {
        screen.result(
            "No hand-over is past its retention date.",
            &json!({"past": [], "secrets": [], "removed": false}),
        );
        return Ok(());
    }
    let agreed = arguments.yes || screen.agrees(&format!("{list}Delete all of these?"));
    let mut object = json!({
        "past": found.iter().map(Past::object).collect::<Vec<_>>(),
        "secrets": secrets.iter().map(|file| shown(file)).collect::<Vec<_>>(),
        "removed": agreed,
    });
    if !agreed {
        let text = format!(
            "{list}Past their retention date, or left by an interrupted run. Run again with --yes to delete them."
        );
        screen.result(&text, &object);
        return Ok(());
    }
    for one in found {
        one.remove(screen)?;
    }
    for file in &secrets {
        remove_left(file)?;
    }
    object["day"] = json!(today().to_string());
    let text = format!(
        "{list}Deleted on {}. Copies elsewhere and in backups remain: delete those too.",
        today()
    );
    screen.result(&text, &object);
    Ok(())
}

/// What `key new` and `key split` left unfinished: here, beside the agreement and beside the release key.
fn secrets_left(config: &Path, agreement: &Agreement) -> Vec<PathBuf> {
    let release_key = agreement.release_key_place();
    let folders = [Path::new("factlab"), config, &release_key].map(|file| {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).to_owned()
    });
    let mut seen = BTreeSet::new();
    let new = |folder: &PathBuf| folder.canonicalize().is_ok_and(|whole| seen.insert(whole));
    let folders: Vec<_> = folders.into_iter().filter(new).collect();
    folders
        .iter()
        .flat_map(|folder| left_secrets(folder))
        .collect()
}

/// What stands at a party's place and beside it; what cannot be told whose it is, is named and left.
fn past(
    agreement: &Agreement,
    whose: PastItsDay,
    identity: Option<&Identity>,
    screen: &Screen,
) -> Option<Past> {
    let mut remains = match at_its_place(&whose.folder, agreement.project(), &whose.party, identity)
    {
        AtItsPlace::Remains(remains) => vec![remains],
        AtItsPlace::Nothing => Vec::new(),
        AtItsPlace::Other => {
            let (place, party) = (whose.folder.display(), &whose.party);
            screen.note(&format!(
                "{place} is kept: it cannot be recognised as the hand-over of {party}"
            ));
            // What lies beside may then be of somebody else too.
            return None;
        }
    };
    remains.extend(unfinished(&whose.folder, agreement.project(), &whose.party));
    let mut beside: Vec<PathBuf> = FindingsFile::left_at(&whose.folder).into_iter().collect();
    beside.extend(PreviewPage::left_at(&whose.folder));
    let sizes = beside
        .iter()
        .filter_map(|file| fs::metadata(file).ok())
        .map(|known| known.len());
    let bytes = remains.iter().map(|one| one.bytes).chain(sizes).sum();
    let is_there = !remains.is_empty() || !beside.is_empty();
    is_there.then_some(Past {
        whose,
        remains,
        beside,
        bytes,
    })
}

impl Past {
    fn files(&self) -> Vec<&PathBuf> {
        let remains = self.remains.iter().flat_map(|remains| &remains.files);
        remains.chain(&self.beside).collect()
    }

    fn line(&self) -> String {
        let PastItsDay {
            party,
            last_day,
            folder,
        } = &self.whose;
        let mut text = format!("{party}, retention date {last_day}: {}\n", folder.display());
        for file in self.files() {
            let size = fs::metadata(file).map_or(0, |known| known.len());
            let _ = writeln!(
                text,
                "  {}, {}",
                file.display(),
                counted(size, "byte", "bytes")
            );
        }
        text
    }

    fn object(&self) -> serde_json::Value {
        let PastItsDay {
            party,
            last_day,
            folder,
        } = &self.whose;
        let files: Vec<_> = self.files().into_iter().map(|file| shown(file)).collect();
        json!({
            "party": party.as_str(), "delete_after": last_day.to_string(), "folder": shown(folder),
            "files": files, "bytes": self.bytes,
        })
    }

    fn remove(self, screen: &Screen) -> Result<()> {
        for file in &self.beside {
            fs::remove_file(file).map_err(|error| Error::io(file, "remove", &error))?;
        }
        for remains in self.remains {
            let folder = remains.folder().to_owned();
            if remains.remove()? {
                let place = folder.display();
                screen.note(&format!("{place} also holds other files; they are kept"));
            }
        }
        Ok(())
    }
}
