//! Writes a provider's `persons.parquet`, `tokens.parquet` and `uses.parquet`.

use super::client::Grouped;
use super::grouping::{Whole, group};
use super::layout::USES;
use super::persons::PersonsWriter;
use super::row_numbers::RowNumbers;
use super::rows::write_rows;
use super::shared_addresses::{SharedAddresses, first_of_person};
use super::sort::{BUDGET, Sorter};
use super::tokens::{self, number, put_tokens, take, take_tokens};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::keys::Digest;
use crate::pseudonymous::{Pseudonym, PseudonymousRecord, Tokens};
use crate::vocabulary::{Progress, ServiceCode, ServiceIx, When};

/// Takes a provider's records in any order, groups them by client and writes `persons.parquet`, `tokens.parquet` and
/// `uses.parquet`.
///
/// Memory is bounded: what does not fit spills as digests to files in the folder under construction.
pub struct ProviderWriter<'a> {
    folder: &'a WholeFolder,
    services: Vec<ServiceCode>,
    told: When,
    /// Client, row, distance, tokens, service, when, outside.
    records: Sorter<'a>,
    budget: usize,
}

impl<'a> ProviderWriter<'a> {
    /// A writer into `folder` for uses of `services`, with the days and quarters in `told`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn begin(folder: &'a WholeFolder, services: &[ServiceCode], told: When) -> Result<Self> {
        Ok(Self::begin_with_budget(folder, services, told, BUDGET))
    }

    /// As [`ProviderWriter::begin`], with so many bytes of memory per sorter.
    pub(super) fn begin_with_budget(
        folder: &'a WholeFolder,
        services: &[ServiceCode],
        told: When,
        budget: usize,
    ) -> Self {
        Self {
            folder,
            services: services.to_vec(),
            told,
            records: Sorter::begin(folder, "records.spill", budget),
            budget,
        }
    }

    /// Takes a record.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn push(&mut self, record: &PseudonymousRecord) -> Result<()> {
        self.records.push_with(|bytes| {
            bytes.extend_from_slice(&record.client.digest().bytes());
            bytes.extend_from_slice(&record.row.to_be_bytes());
            bytes.extend_from_slice(&record.distance.to_be_bytes());
            put_tokens(&record.tokens, bytes);
            bytes.extend_from_slice(&record.service.number().to_be_bytes());
            bytes.extend_from_slice(&[record.when.bits(), u8::from(record.is_outside)]);
        })
    }

    /// Writes the Parquet files. The manifest follows with [`write_manifest`](super::write_manifest).
    ///
    /// # Errors
    /// When the disk refuses, or the user stops.
    pub fn finish(self, progress: &dyn Progress) -> Result<Grouped> {
        progress.begin("grouping rows by client", Some(self.records.len()));
        let mut clients = Clients {
            rows: RowNumbers::draw()?,
            persons: PersonsWriter::begin(self.folder, self.budget),
            uses: Sorter::begin(self.folder, "uses.spill", self.budget),
            addresses: SharedAddresses::begin(self.folder, self.budget),
        };
        let mut records = self.records.finish()?;
        let mut seen = 0;
        let next = || {
            let bytes = records.next()?;
            bytes
                .is_some()
                .then(|| tokens::tick(&mut seen, progress))
                .transpose()?;
            Ok(bytes.map(unpacked))
        };
        let grouped = group(self.services.len(), next, |client| clients.put(client))?;
        records.remove()?;
        progress.end();
        let withheld = clients.addresses.finish(progress)?;
        progress.begin(
            "writing the hand-over",
            Some(clients.persons.len() + clients.uses.len()),
        );
        let spare = |row, column, token| withheld.spare(row, column, token);
        let Clients { persons, uses, .. } = clients;
        let (persons, uses) = rayon::join(
            || persons.finish(&spare, progress),
            || write_uses(self.folder, uses, &self.services, self.told, progress),
        );
        persons.and(uses)?;
        progress.end();
        Ok(grouped)
    }
}

fn write_uses(
    folder: &WholeFolder,
    uses: Sorter<'_>,
    services: &[ServiceCode],
    told: When,
    progress: &dyn Progress,
) -> Result<()> {
    write_rows(folder, (USES, told), uses, progress, |used, group| {
        let mut rest = used;
        group.number(Some(number(&mut rest)));
        let service = ServiceIx::new(u16::from_be_bytes(take(&mut rest)));
        group.word(Some(services[service.index()].as_str()));
        let [when, outside] = take(&mut rest);
        let when = When::from_bits(when);
        let told = told.columns();
        told.for_each(|(_, bit)| group.flag(when.meets(bit)));
        group.flag(outside != 0);
        Ok(())
    })
}

/// The record of which the writer sorts the parts.
fn unpacked(mut rest: &[u8]) -> PseudonymousRecord {
    let client = Pseudonym::new(Digest::from_bytes(take(&mut rest)));
    let row = u64::from_be_bytes(take(&mut rest));
    let distance = number(&mut rest);
    let tokens = take_tokens(&mut rest);
    let service = ServiceIx::new(u16::from_be_bytes(take(&mut rest)));
    let [when, outside] = take(&mut rest);
    PseudonymousRecord {
        client,
        row,
        distance,
        tokens,
        service,
        when: When::from_bits(when),
        is_outside: outside != 0,
    }
}

/// The two files under construction.
struct Clients<'a> {
    rows: RowNumbers,
    persons: PersonsWriter<'a>,
    /// Row number, service, when, outside.
    uses: Sorter<'a>,
    addresses: SharedAddresses<'a>,
}

impl Clients<'_> {
    fn put(&mut self, client: Whole) -> Result<()> {
        let index = u32::try_from(client.number).map_err(|_| {
            Error::new(
                Code::TooManyRows,
                "a hand-over holds at most 4,294,967,295 clients",
            )
        })?;
        let number = self.rows.of(index);
        let (row, known) = (number.to_be_bytes(), &client.tokens);
        self.addresses.add(known, &client.uses, number)?;
        self.persons
            .push(place_in_file(known, row), known, number)?;
        for (service, when) in client.uses {
            let flags = [when.bits(), u8::from(client.is_outside)];
            self.uses
                .push(&[&row, &service.number().to_be_bytes(), &flags])?;
        }
        Ok(())
    }
}

/// What the file is sorted by: a token of the person, so that the place of a row tells nothing of an address that stays
/// behind; where only the address is known, the random row number.
fn place_in_file(known: &Tokens, row: [u8; 4]) -> [u8; 16] {
    let first = first_of_person(known);
    let mut place = first.bytes();
    if !first.is_present() {
        place[..4].copy_from_slice(&row);
    }
    place
}
