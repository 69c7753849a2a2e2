//! iWmo and iJw messages (releases 3.0 to 3.2) in, a row per allocation out.
//!
//! All files are one extract: 301 grants, 305 starts, 307 stops and 323 claims are merged by client and allocation
//! number, whatever their order. Other messages become findings, and so do files that break off.

mod allocations;
mod claims;
mod codes;
mod draft;
mod lines;
mod message;

use self::allocations::{Allocations, FileRank};
use self::claims::euros;
use self::message::Message;
use super::format::{Format, Sink};
use super::source::Source;
use super::text::TextFile;
use super::trouble::{Stop, Troubles, at};
use super::{RawRow, Reading};
use crate::error::{Error, Result};
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings, Field};
use crate::vocabulary::Rule;

/// Messages of iStandaarden.
pub(super) struct IStandaarden;

impl Format for IStandaarden {
    fn kind(&self) -> ExtractFormat {
        ExtractFormat::IStandaarden
    }

    fn recognises(&self, file: &Source) -> bool {
        file.head().trim_ascii_start().starts_with(b"<")
    }

    fn is_sure_of(&self, file: &Source) -> bool {
        let holds = |word: &[u8]| file.head().windows(word.len()).any(|text| text == word);
        self.recognises(file) && (holds(b"<?xml") || holds(b"Bericht"))
    }

    fn accepts(&self, file: &Source, looks: Option<ExtractFormat>) -> bool {
        looks.is_none() && self.recognises(file)
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        let files = Troubles::default().texts(files, settings.encoding)?;
        Ok(reading(&files))
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let mut troubles = Troubles::default();
        let files = &troubles.texts(files, settings.encoding)?;
        let mut ranked: Vec<_> = files.iter().collect();
        ranked.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        let mut allocations = Allocations::default();
        let mut are_all_unknown = true;
        for (rank, file) in (0..).zip(&ranked) {
            let mark = allocations.mark();
            let ended = read_message(file, rank, &mut allocations, sink);
            let ended = troubles.note(&file.name, ended)?;
            are_all_unknown &= matches!(ended, Some(Message::Unknown));
            match ended {
                None => allocations.go_back(mark),
                Some(Message::Read) => {}
                Some(Message::OtherRelease) => tell(file, Rule::MessageRelease, sink)?,
                Some(Message::Unknown) => tell(file, Rule::MessageUnknown, sink)?,
            }
            sink.advance(file.size)?;
        }
        if are_all_unknown && let [first, ..] = ranked.as_slice() {
            return Err(unknown(first, ranked.len()));
        }
        troubles.tell(sink)?;
        hand_on(allocations, &ranked, sink)?;
        Ok(reading(files))
    }
}

/// The error of an extract in which nothing can be read, by its first file.
fn unknown(first: &TextFile, files: usize) -> Error {
    let others = match files {
        1 => "",
        _ => ", and neither is any other file of the extract",
    };
    let what =
        format!("is not a message that is read: 301, 305, 307 or 323 of iWmo or iJw{others}");
    first
        .failed(&what)
        .hint("name the messages that grant, start, stop and declare; other messages and other XML are not read")
}

fn tell(file: &TextFile, rule: Rule, sink: &mut Sink<'_>) -> Result<()> {
    sink.finding(at(file.name.as_str().into(), 1, rule))
}

fn read_message(
    file: &TextFile,
    rank: FileRank,
    allocations: &mut Allocations,
    sink: &Sink<'_>,
) -> std::result::Result<Message, Stop> {
    message::read(file, &mut |header, client, products, claims| {
        allocations.add(header, rank, client, products, claims);
        sink.stop_if_asked()
    })
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
        row.set(Field::Product, allocation.code.as_str());
        row.set(Field::Start, allocation.start.as_str());
        row.set(Field::End, allocation.end.as_str());
        if let Some(cents) = allocation.cents {
            row.set(Field::Amount, &euros(cents));
        }
        if allocation.lacks_grant {
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
        doubts: files.iter().filter_map(|file| file.doubt.clone()).collect(),
    }
}

#[cfg(test)]
mod tests;
