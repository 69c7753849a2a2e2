//! iWmo and iJw messages (releases 3.0 to 3.2): a row per allocation.
//!
//! All files are one extract: 301 grants, 305 starts, 307 stops and 323 claims are merged by client and allocation
//! number, whatever their order. Other messages become findings, and so do files that break off. The files are read twice:
//! first for what they say of allocations, then for the clients whose uses these have become, so that no name is kept.

mod allocations;
mod claims;
mod client;
mod head;
mod message;
mod records;
mod xml;

use self::allocations::{Allocations, Merged};
use self::claims::euros;
use self::head::Message;
use self::records::{Allocation, ClientPlace};
use self::xml::{Xml, begins_as_xml, xml_files};
use crate::error::{Code, Error, Result};
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::broken_files::{Stop, Troubles, at};
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::push::{self, Sink};
use crate::identified::source::rows::Surveyed;
use crate::identified::source::text::doubts;
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::Rule;

/// Messages of iStandaarden.
pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::new("istandaarden", "an iWmo or iJw message", FileKind::Xml);

/// Reads [`FORMAT`].
pub(super) struct IStandaarden;

impl Format for IStandaarden {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        let holds = |word: &[u8]| file.head().windows(word.len()).any(|text| text == word);
        if !begins_as_xml(file) {
            Fit::No
        } else if holds(b"<?xml") || holds(b"Bericht") {
            Fit::Sure
        } else {
            Fit::Maybe
        }
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let reading = reading(&xml_files(&mut Troubles::default(), settings, files)?);
        Ok(push::open(reading, read, settings, files))
    }
}

fn read(settings: &ExtractSettings, files: &[Source], sink: &mut Sink<'_>) -> Result<()> {
    let mut troubles = Troubles::default();
    let files = &xml_files(&mut troubles, settings, files)?;
    let mut ranked: Vec<_> = files.iter().collect();
    ranked.sort_by_key(|file| (&file.source.name, &file.source.path));
    let mut allocations = Allocations::begin()?;
    let mut is_used = Vec::with_capacity(ranked.len());
    let mut are_all_others = true;
    let mut other_release = None;
    for (rank, file) in (0..).zip(&ranked) {
        let ended = read_message(file, rank, &mut allocations, sink);
        let ended = troubles.note(&file.source.name, ended)?;
        let is_read = matches!(ended, Some(Message::Read(_)));
        is_used.push(is_read);
        are_all_others &= ended.is_some() && !is_read;
        match ended {
            None | Some(Message::Read(_)) => {}
            Some(Message::OtherRelease(release)) => {
                other_release.get_or_insert((file, release));
                tell(file, Rule::MessageRelease, sink)?;
            }
            Some(Message::Unknown) => tell(file, Rule::MessageUnknown, sink)?,
        }
        sink.advance(file.source.size / 2)?;
    }
    if are_all_others && let [first, ..] = ranked.as_slice() {
        return Err(match other_release {
            Some((file, release)) => of_other_release(file, release.as_str()),
            None => unknown(first, ranked.len()),
        });
    }
    troubles.tell(sink)?;
    let mut merged = allocations.merge(&is_used)?;
    for (rank, file) in (0..).zip(&ranked) {
        if merged.file() == Some(rank) {
            hand_on(file, rank, &mut merged, sink)?;
        }
        sink.advance(file.source.size.div_ceil(2))?;
    }
    Ok(())
}

/// The error of an extract in which nothing can be read because it is of a release that is not read.
fn of_other_release(file: &Xml<'_>, release: &str) -> Error {
    let what = match release {
        "" => "is a message of an unsupported release".to_owned(),
        release => format!("is a message of release {release}, which is not supported"),
    };
    file.source
        .failed(Code::ExtractFormat, &what)
        .hint("ask for the messages in release 3.0, 3.1 or 3.2 of iWmo or iJw")
}

/// The error of an extract in which nothing can be read, by its first file.
fn unknown(first: &Xml<'_>, files: usize) -> Error {
    let others = match files {
        1 => "",
        _ => ", and neither is any other file of the extract",
    };
    let what = format!("is not a 301, 305, 307 or 323 message of iWmo or iJw{others}");
    first
        .source.failed(Code::ExtractFormat, &what)
        .hint("give the messages of allocations, starts, stops and claims; other messages and other XML are not read")
}

fn tell(file: &Xml<'_>, rule: Rule, sink: &mut Sink<'_>) -> Result<()> {
    sink.finding(at(file.source.name.as_str().into(), 1, rule))
}

/// Reads what a message says of allocations. Of one that is truncated nothing is used later.
fn read_message(
    file: &Xml<'_>,
    rank: u32,
    allocations: &mut Allocations,
    sink: &mut Sink<'_>,
) -> std::result::Result<Message, Stop> {
    let mut whose = ClientPlace {
        file: rank,
        client: 0,
    };
    message::read(file, &mut |header, client| {
        sink.meet();
        let bsn = client.get("Bsn").unwrap_or_default();
        allocations.add(bsn, client::said(client, header, whose))?;
        whose.client += 1;
        sink.stop_if_asked()
    })
}

/// Reads a message again and hands on the uses of its clients.
fn hand_on(file: &Xml<'_>, rank: u32, merged: &mut Merged, sink: &mut Sink<'_>) -> Result<()> {
    let mut row = RawRow::new(&file.source.name);
    let mut whose = ClientPlace {
        file: rank,
        client: 0,
    };
    let ended = message::read(file, &mut |_, client| {
        while let Some(allocation) = merged.take(whose)? {
            client::fill(client, &mut row);
            hand_on_use(&allocation, &mut row, sink)?;
        }
        whose.client += 1;
        sink.stop_if_asked()
    });
    match ended {
        Ok(_) if merged.file() != Some(rank) => Ok(()),
        Err(Stop::Passed(error)) => Err(error),
        Ok(_) | Err(Stop::Broken(_)) => Err(file
            .source
            .failed(Code::ExtractChanged, "changed while it was being read")),
    }
}

fn hand_on_use(allocation: &Allocation, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<()> {
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
    sink.row(row)
}

/// Dates in messages are of XML: `yyyy-mm-dd`.
fn reading(files: &[Xml<'_>]) -> Reading {
    let tell = |file: &Xml<'_>| format!("{}: istandaarden, {}", file.source.name, file.encoding());
    Reading {
        dates: DateOrder::YearMonthDay,
        detected: files.iter().map(tell).collect(),
        doubts: doubts(files.iter().filter_map(|file| file.text.as_ref())),
    }
}

#[cfg(test)]
mod tests;
