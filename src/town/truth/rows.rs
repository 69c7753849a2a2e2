//! The true household and person of every row of every extract.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use crate::columns::{Column, Kind, Packing, Writer};
use crate::error::{Code, Error, Result};
use crate::town::client::{Client, Fate};
use crate::town::organisations::PROVIDERS;
use crate::town::services::code_at;
use crate::vocabulary::When;

#[derive(Clone, Copy)]
pub(super) struct Starts {
    /// The place of its first household.
    pub(super) home: u32,
    /// The place of its first person in the register.
    pub(super) person: u32,
}

/// One place per row of an extract.
#[derive(Default)]
pub(super) struct ClientRows {
    pub(super) provider: Vec<u8>,
    pub(super) file: Vec<Arc<str>>,
    pub(super) line: Vec<u64>,
    pub(super) client: Vec<Arc<str>>,
    /// Tells clients of a provider apart, whatever they are called.
    pub(super) client_place: Vec<u32>,
    /// The number of the household in the register.
    pub(super) household_number: Vec<Option<u64>>,
    /// The household, as a place in the true town.
    pub(super) household: Vec<Option<u32>>,
    /// The person, as a place in the register.
    pub(super) person: Vec<Option<u32>>,
    /// The same also of whoever is known by an address only.
    true_person: Vec<Option<u32>>,
    mistakes: Vec<Arc<str>>,
    pub(super) service: Vec<Option<u8>>,
    /// When the use was; nothing where the row does not count.
    pub(super) when: Vec<When>,
    pub(super) fate: Vec<Fate>,
    lines: Vec<u64>,
    clients: u32,
}

impl ClientRows {
    /// Adds the rows of a client, in the order in which they are in the extract.
    pub(super) fn add(&mut self, client: &Client, starts: Starts, numbers: &[u64]) {
        let provider = &PROVIDERS[client.provider];
        self.lines.resize(PROVIDERS.len(), 1);
        let recorded = &client.recorded;
        let messages = format!("WMO301_{:09}.xml", recorded.client);
        let file: Arc<str> = Arc::from(if provider.writes_messages() {
            &messages
        } else {
            provider.file
        });
        let key: Arc<str> = match recorded.bsn {
            _ if provider.has(crate::town::providers::Column::Client) => {
                recorded.client.to_string()
            }
            0 => format!("without-bsn-{}", recorded.client),
            bsn => format!("{bsn:09}"),
        }
        .into();
        let person = |place: Option<u32>| place.map(|place| place + starts.person);
        let mistakes: Arc<str> = recorded.mistakes.words().into();
        let home = client.home.map(|home| home + starts.home);
        for (place, row) in (1..).zip(&client.rows) {
            self.lines[client.provider] += 1;
            let line = if provider.writes_messages() {
                place
            } else {
                self.lines[client.provider]
            };
            let counts = row.service.is_some() && !row.is_spoiled;
            self.provider
                .push(u8::try_from(client.provider).unwrap_or(0));
            self.file.push(file.clone());
            self.line.push(line);
            self.client.push(key.clone());
            self.client_place.push(self.clients);
            self.household.push(home);
            self.household_number
                .push(home.map(|home| numbers[home as usize]));
            self.person.push(person(client.person));
            self.true_person.push(person(client.true_person));
            self.mistakes.push(mistakes.clone());
            self.service.push(row.service);
            let when = row.period.when();
            self.when.push(if counts { when } else { When::default() });
            self.fate.push(client.fate);
        }
        self.clients += 1;
    }

    /// Whether a row counts in the period.
    pub(super) fn counts(&self, row: usize) -> bool {
        self.when[row].meets(When::IN_PERIOD)
    }

    /// Writes the table as Parquet.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = |name, texts: &[Arc<str>]| {
            let column = Column::texts(texts.iter().map(|one| Some(one.as_bytes())));
            (name, Kind::Text, column)
        };
        let places =
            |name, places: &[Option<u32>]| (name, Kind::U32, Column::u32s(places.iter().copied()));
        let words = |name, words: &mut dyn Iterator<Item = Option<&'static str>>| {
            (name, Kind::Text, Column::texts(words))
        };
        let numbers = |name, numbers: &mut dyn Iterator<Item = Option<u64>>| {
            (name, Kind::U64, Column::u64s(numbers))
        };
        let service = |one: &Option<u8>| Some(code_at((*one)?));
        let columns = [
            words(
                "provider",
                &mut self.provider.iter().map(|one| Some(provider_id(*one))),
            ),
            text("file", &self.file),
            numbers("line", &mut self.line.iter().copied().map(Some)),
            text("client", &self.client),
            numbers("household", &mut self.household_number.iter().copied()),
            places("person", &self.person),
            places("true_person", &self.true_person),
            text("mistakes", &self.mistakes),
            words("service", &mut self.service.iter().map(service)),
        ];
        let flags = |(name, bit): (&'static str, When)| {
            let flags = self.when.iter().map(|when| when.meets(bit));
            (name, Kind::Flag, Column::flags(flags))
        };
        let fate = words("fate", &mut self.fate.iter().map(|one| Some(one.word())));
        let when = When::COLUMNS.into_iter().map(flags);
        let columns = columns.into_iter().chain(when).chain([fate]);
        let failed = |_| {
            Error::new(
                Code::FileError,
                format!("{}: cannot write the table", path.display()),
            )
        };
        let file = File::create(path).map_err(|e| Error::io(path, "write", &e))?;
        let (names, columns): (Vec<_>, Vec<_>) = columns
            .map(|(name, kind, column)| ((name, kind), column))
            .unzip();
        let mut writer = Writer::begin(file, names.into_iter(), Packing::Small).map_err(failed)?;
        writer.write(&columns).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(())
    }
}

/// The id of a provider.
fn provider_id(provider: u8) -> &'static str {
    PROVIDERS[usize::from(provider)].id
}
