//! iWmo and iJw messages (release 3) in, a row per allocation out.
//!
//! All files are one extract: 301 grants, 305 starts and 307 stops are merged by client and allocation number, whatever
//! their order. Other messages become findings.

mod allocations;
mod client;
mod lines;
mod message;

use std::sync::Arc;

use self::allocations::{Allocations, FileRank};
use self::message::Message;
use super::format::{Format, Sink};
use super::source::{Source, as_text};
use super::text::TextFile;
use super::{RawRow, Reading};
use crate::error::Result;
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings, Field};
use crate::vocabulary::{Finding, Place, Rule};

/// Messages of iStandaarden.
pub(super) struct IStandaarden;

impl Format for IStandaarden {
    fn kind(&self) -> ExtractFormat {
        ExtractFormat::IStandaarden
    }

    fn recognises(&self, file: &Source) -> bool {
        file.head().trim_ascii_start().starts_with(b"<")
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        Ok(reading(&as_text(files, settings.encoding)?))
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let files = &as_text(files, settings.encoding)?;
        let mut ranked: Vec<_> = files.iter().collect();
        ranked.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        let mut allocations = Allocations::default();
        for (rank, file) in (0..).zip(&ranked) {
            read_message(file, rank, &mut allocations, sink)?;
            sink.advance(file.size)?;
        }
        hand_on(allocations, &ranked, sink)?;
        Ok(reading(files))
    }
}

fn read_message(
    file: &TextFile,
    rank: FileRank,
    allocations: &mut Allocations,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let message = message::read(file, &mut |header, client, products| {
        allocations.add(header, rank, client, products);
        sink.stop_if_asked()
    })?;
    if message == Message::Unknown {
        let (file, line) = (Arc::from(file.name.as_str()), 1);
        let place = Place {
            file,
            line,
            field: None,
        };
        sink.finding(Finding {
            place,
            rule: Rule::MessageUnknown,
        })?;
    }
    Ok(())
}

fn hand_on(allocations: Allocations, files: &[&TextFile], sink: &mut Sink<'_>) -> Result<()> {
    let mut row = RawRow::new("");
    let mut current = None;
    allocations.for_each(&mut |allocation, client| {
        if current != Some(client.file) {
            current = Some(client.file);
            row = RawRow::new(
                files
                    .get(client.file as usize)
                    .map_or("", |file| &file.name),
            );
        }
        row.begin(client.line);
        client.fill(&mut row);
        row.set(Field::Service, allocation.service.as_str());
        row.set(Field::Start, allocation.start.as_str());
        row.set(Field::End, allocation.end.as_str());
        if !allocation.is_granted {
            sink.finding(row.finding(None, Rule::AllocationMissing))?;
        }
        sink.row(&row)
    })
}

/// Dates in messages are of XML: `yyyy-mm-dd`.
fn reading(files: &[TextFile]) -> Reading {
    let tell = |file: &TextFile| format!("{}: istandaarden, {}", file.name, file.encoding.word());
    Reading {
        dates: DateOrder::YearMonthDay,
        detected: files.iter().map(tell).collect(),
    }
}

#[cfg(test)]
mod tests;
