//! An agreement and what `inspect` proposes for a party in; the same agreement with that party's own settings out.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use super::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::{Readers, put_file};
use crate::vocabulary::ProviderId;

/// A line of a proposal that counts only when its owner says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLine {
    /// The table it belongs to.
    pub about: About,
    /// The key, such as `client`, or their code of a service.
    pub key: String,
    /// What is proposed for it, such as the name of a column; `…` where nothing is.
    pub value: String,
    /// The question.
    pub question: String,
}

/// What an open line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Whether the whole extract is one service, and which.
    Extract,
    /// Whether a column is a field.
    Column,
    /// Which service a code is.
    Code,
}

/// The settings that are proposed for an extract, and what is left to ask.
#[derive(Debug, Clone)]
pub struct Proposed {
    party: Table,
    /// In the order of the proposal.
    pub open: Vec<OpenLine>,
}

impl Proposed {
    /// Reads the lines that `inspect` proposes ([`Inspection::block`](crate::identified::Inspection::block)).
    ///
    /// # Errors
    /// When they are not such lines.
    pub fn of(block: &str) -> Result<Self> {
        let (mut sure, mut open, mut about) = (String::new(), Vec::new(), About::Extract);
        for line in block.lines() {
            let bare = line.trim_start_matches("# ");
            about = match bare {
                "[provider.columns]" | "[register.columns]" => About::Column,
                "[provider.services]" => About::Code,
                _ => about,
            };
            if bare == line {
                sure.push_str(line);
                sure.push('\n');
            } else if let Some(line) = open_line(bare, about) {
                open.push(line);
            }
        }
        let invalid = || {
            Error::new(
                Code::InternalError,
                "the proposal for the extract cannot be read",
            )
        };
        let mut document: DocumentMut = sure.parse().map_err(|_| invalid())?;
        let party = match document.remove("register") {
            Some(Item::Table(table)) => Some(table),
            _ => document
                .get("provider")
                .and_then(Item::as_array_of_tables)
                .and_then(|all| all.get(0))
                .cloned(),
        };
        let mut party = party.ok_or_else(invalid)?;
        // The agreement has these, for all parties.
        for key in ["id", "name", "household"] {
            party.remove(key);
        }
        Ok(Self { party, open })
    }

    /// Takes over an open line, with what its owner chose for it.
    pub fn settle(&mut self, line: &OpenLine, chosen: &str) {
        let table = match line.about {
            About::Extract => &mut self.party,
            About::Column => table(&mut self.party, "columns"),
            About::Code => return self.map_code(&line.key, chosen),
        };
        table.insert(&line.key, value(chosen));
    }

    /// Notes that `theirs` is the service `ours`, or with `-` none; codes of the agreement stay what they are.
    pub fn map_code(&mut self, theirs: &str, ours: &str) {
        table(&mut self.party, "services").insert(theirs, value(ours));
    }
}

/// The same without its place in another document, where it would be printed at that place.
fn moved(item: &Item) -> Item {
    match item {
        Item::Table(table) => {
            let entries = table
                .iter()
                .map(|(key, item)| (key.to_owned(), moved(item)));
            Item::Table(entries.collect())
        }
        other => other.clone(),
    }
}

fn open_line(line: &str, about: About) -> Option<OpenLine> {
    let (setting, question) = line.split_once(" # ")?;
    let setting: DocumentMut = setting.parse().ok()?;
    let (key, item) = setting.iter().next()?;
    Some(OpenLine {
        about,
        key: key.to_owned(),
        value: item.as_str()?.to_owned(),
        question: question.trim().to_owned(),
    })
}

fn table<'a>(parent: &'a mut Table, name: &str) -> &'a mut Table {
    let item = parent.entry(name).or_insert(Item::Table(Table::new()));
    if !item.is_table() {
        *item = Item::Table(Table::new());
    }
    // A table by the line above.
    item.as_table_mut()
        .unwrap_or_else(|| unreachable!("it is a table"))
}

/// Writes the settings of `party` into the agreement at `file`; all else stays as it is, comments too.
///
/// Where the agreement maps columns already and the extract has them all (`names`), that mapping stays, and only the path is new.
///
/// # Errors
/// When the agreement cannot be read, would not be the same for the other parties, or the disk refuses.
pub fn fill_in(
    file: &Path,
    party: &ProviderId,
    proposed: &Proposed,
    names: &[String],
) -> Result<Agreement> {
    let before = Agreement::read(file)?;
    let text = std::fs::read_to_string(file).map_err(|e| Error::io(file, "read", &e))?;
    let not_there = || {
        Error::at(
            Code::AgreementInvalid,
            file,
            format!("`{party}` is not one of its parties"),
        )
    };
    let mut document: DocumentMut = text.parse().map_err(|_| not_there())?;
    let own = if party.is_register() {
        document.get_mut("register").and_then(Item::as_table_mut)
    } else {
        let providers = document
            .get_mut("provider")
            .and_then(Item::as_array_of_tables_mut);
        let mut providers = providers.into_iter().flat_map(|all| all.iter_mut());
        providers.find(|one| one.get("id").and_then(Item::as_str) == Some(party.as_str()))
    };
    let own = own.ok_or_else(not_there)?;
    let mapped = own.get("columns").and_then(Item::as_table);
    let is_mapped = mapped.is_some_and(|columns| {
        let mut theirs = columns.iter().filter_map(|(_, item)| item.as_str());
        !columns.is_empty() && theirs.all(|name| names.iter().any(|known| known == name))
    });
    for (key, item) in proposed
        .party
        .iter()
        .filter(|(key, _)| !is_mapped || ["extract", "sheet", "services"].contains(key))
    {
        own.insert(key, moved(item));
    }
    let text = document.to_string();
    let after = Agreement::parse(&text, file)?;
    if after.digest() != before.digest() {
        let message = "these settings would change what all parties agreed on";
        return Err(Error::at(Code::AgreementInvalid, file, message)
            .hint("ask the municipality to change the agreement for all"));
    }
    put_file(file, text.as_bytes(), Readers::AsUsual)?;
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGREEMENT: &str = "# for all\n[project]\nid = 'p'\nfrom = 2026-01-01\nto = 2026-12-31\n\n\
        [[service]]\ncode = 'hulp'\n\n[register]\nextract = 'r.csv'\n\n\
        [[provider]]\nid = 'x' # us\nextract = 'x.csv'\n\n[[provider]]\nid = 'y'\nextract = 'y.csv'\n";

    const BLOCK: &str = "[[provider]]\nid = \"welzijn\"   # the organisation\nname = \"welzijn\"\nextract = \"in/welzijn.xlsx\"\nsheet = \"Blad 1\"\n\
        # service = \"…\"   # or is the whole extract one service of the agreement?\n\n[provider.columns]\nbsn = \"BSN\"\n\
        # Questions for you: remove the first # of each line that is right\n# client = \"Kaart\"   # nearly all different: your client number?\n\n\
        # [provider.services]\n# \"P10\" = \"…\"   # 12 rows: the code of your service\n";

    #[test]
    fn open_lines_are_told_apart_from_sure_ones() {
        let proposed = Proposed::of(BLOCK).unwrap();
        let open: Vec<_> = proposed
            .open
            .iter()
            .map(|line| (line.about, line.key.as_str(), line.value.as_str()))
            .collect();
        assert_eq!(
            open,
            [
                (About::Extract, "service", "…"),
                (About::Column, "client", "Kaart"),
                (About::Code, "P10", "…")
            ]
        );
    }

    #[test]
    fn one_party_is_filled_in_and_all_else_stays() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        std::fs::write(&file, AGREEMENT).unwrap();
        let mut proposed = Proposed::of(BLOCK).unwrap();
        for (about, chosen) in [(About::Column, "Kaart"), (About::Extract, "hulp")] {
            let line = proposed.open.iter().find(|line| line.about == about);
            let line = line.unwrap().clone();
            proposed.settle(&line, chosen);
        }
        let party = ProviderId::new("x").unwrap();
        fill_in(&file, &party, &proposed, &[]).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("# for all\n") && text.contains("id = 'y'\nextract = 'y.csv'"),
            "{text}"
        );
        let table: DocumentMut = text.parse().unwrap();
        let own = &table["provider"][0];
        assert_eq!(own["extract"].as_str(), Some("in/welzijn.xlsx"));
        assert_eq!(
            (own["columns"]["client"].as_str(), own["service"].as_str()),
            (Some("Kaart"), Some("hulp"))
        );
        assert!(fill_in(&file, &ProviderId::new("z").unwrap(), &proposed, &[]).is_err());
    }

    #[test]
    fn a_mapping_that_fits_the_extract_stays() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.toml");
        let mapped = AGREEMENT
            .replace(
                "id = 'x' # us\n",
                "id = 'x'\nservice = 'hulp'\ncolumns = {}\n",
            )
            .replace("columns = {}\n", "columns.bsn = 'Nr'\n");
        std::fs::write(&file, &mapped).unwrap();
        let party = ProviderId::new("x").unwrap();
        let proposed = Proposed::of(BLOCK).unwrap();
        fill_in(&file, &party, &proposed, &["Nr".to_owned()]).unwrap();
        let table: DocumentMut = std::fs::read_to_string(&file).unwrap().parse().unwrap();
        assert_eq!(table["provider"][0]["columns"]["bsn"].as_str(), Some("Nr"));
        assert_eq!(
            table["provider"][0]["extract"].as_str(),
            Some("in/welzijn.xlsx")
        );
    }
}
