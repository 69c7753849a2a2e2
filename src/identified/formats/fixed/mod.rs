//! Fixed-width text: a row per line.
//!
//! A column is named by its places in the line, `bsn = "1-9"`: from 1, both included, counted in characters. There is no
//! header, and nothing in a file tells where its columns stand, so the agreement must say `format = "fixed"`.

pub(in crate::identified) mod columns;

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::identified::settings::{Encoding, ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::dates::DateVotes;
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::file::{Source, as_text};
use crate::identified::source::format::{Fit, Format, Sink};
use crate::identified::source::mapping::{is_date, wanted};
use crate::identified::source::text::{TextFile, doubts};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Finding, Place, Rule};

/// The bytes that a line may have, as for CSV.
const LONGEST_LINE: u64 = 1_000_000;

/// The last place that a column may have.
const LAST_PLACE: usize = 100_000;

/// What receives the lines of a file, as [`for_each_line`] says.
pub(super) type OnLine<'a> = dyn FnMut(u64, Option<&[u8]>, u64) -> Result<()> + 'a;

/// The bytes after which progress is reported.
const STEP: u64 = 1 << 18;

/// Text of fixed width.
pub(in crate::identified) const FORMAT: ExtractFormat =
    ExtractFormat::table("fixed", "text of fixed width", FileKind::FixedWidth);

/// Reads [`FORMAT`].
pub(super) struct Fixed;

/// The characters of a column: from and up to, counted from 0, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    field: Field,
    begin: usize,
    end: usize,
}

impl Span {
    const fn places(self) -> (usize, usize) {
        (self.begin, self.end)
    }
}

impl Format for Fixed {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    /// Only the agreement says so, or its lines to `inspect`.
    fn probe(&self, _file: &Source) -> Fit {
        Fit::No
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        let spans = spans(settings)?;
        survey(settings, &as_text(files, settings.encoding)?, &spans)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let spans = spans(settings)?;
        let files = as_text(files, settings.encoding)?;
        let reading = survey(settings, &files, &spans)?;
        for file in &files {
            read_lines(file, &spans, sink)?;
        }
        Ok(reading)
    }
}

/// The places of the agreement, or all mistakes in them.
fn spans(settings: &ExtractSettings) -> Result<Vec<Span>> {
    let (mut spans, mut mistakes) = (Vec::new(), Vec::new());
    for column in wanted(settings)? {
        let Some(field) = column.field else { continue };
        match places(column.name) {
            Some((begin, end)) => spans.push(Span { field, begin, end }),
            None => mistakes.push(format!(
                "`{}` (for {}) says no places in a line",
                column.name,
                field.name()
            )),
        }
    }
    if mistakes.is_empty() {
        return Ok(spans);
    }
    Err(Error::new(Code::ColumnsWrong, mistakes.join("\n")).hint(
        "write the first and last place of the column, counted from 1: bsn = \"1-9\"; a single place is \"10\"",
    ))
}

/// `1-9` or `10`, as a range from 0.
fn places(text: &str) -> Option<(usize, usize)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (1 <= first && first <= last && last <= LAST_PLACE).then(|| (first - 1, last))
}

fn survey(settings: &ExtractSettings, files: &[TextFile], spans: &[Span]) -> Result<Reading> {
    let mut votes = DateVotes::default();
    for file in files {
        let sample = file.sample()?;
        let mut decoder = CellDecoder::new(file.encoding);
        for line in sample.split(|&byte| byte == b'\n') {
            let line = without_end(line);
            for span in spans.iter().filter(|span| is_date(span.field)) {
                if let Some(text) = decoder.decode(cell(line, span.places(), file.encoding)) {
                    votes.add(text);
                }
            }
        }
    }
    let dates = settings.dates.unwrap_or_else(|| votes.decide());
    let tell = |file: &TextFile| {
        let encoding = file.encoding.word();
        format!("{}: fixed, {encoding}, dates {}", file.name, dates.word())
    };
    Ok(Reading {
        dates,
        detected: files.iter().map(tell).collect(),
        doubts: doubts(files),
    })
}

fn read_lines(file: &TextFile, spans: &[Span], sink: &mut Sink<'_>) -> Result<()> {
    let name: Arc<str> = Arc::from(file.name.as_str());
    let mut decoder = CellDecoder::new(file.encoding);
    let mut row = RawRow::new(&file.name);
    let mut unsaid = 0;
    for_each_line(file, &mut |number, line, bytes| {
        match line {
            Some(line) if line.iter().all(u8::is_ascii_whitespace) => {}
            Some(line) => {
                fill(&mut row, number, line, spans, &mut decoder, file.encoding);
                sink.row(&row)?;
            }
            None => {
                let (file, line, field) = (name.clone(), number, None);
                let place = Place { file, line, field };
                let rule = Rule::RowTooLong;
                sink.finding(Finding { place, rule })?;
            }
        }
        unsaid += bytes;
        if unsaid >= STEP {
            sink.advance(std::mem::take(&mut unsaid))?;
        }
        Ok(())
    })?;
    sink.advance(unsaid)
}

/// Calls `each` with the number of every line, from 1, the line without its end (`None` where it is too long), and the
/// bytes that were read for it.
///
/// # Errors
/// When the file cannot be read to its end, and what `each` gives back.
pub(super) fn for_each_line(file: &TextFile, each: &mut OnLine<'_>) -> Result<()> {
    let mut source = BufReader::with_capacity(1 << 16, file.reader()?);
    let room = usize::try_from(LONGEST_LINE).unwrap_or(0) + 1;
    let mut line = Zeroizing::new(Vec::with_capacity(room));
    let failed = |error: &std::io::Error| Error::io(&file.path, "read", error);
    for number in 1.. {
        line.clear();
        let mut begin = source.by_ref().take(LONGEST_LINE);
        let read = begin.read_until(b'\n', &mut line);
        let bytes = read.map_err(|error| failed(&error))? as u64;
        if bytes == 0 {
            break;
        }
        if bytes == LONGEST_LINE && !line.ends_with(b"\n") {
            let rest = pass_over_line(&mut source).map_err(|error| failed(&error))?;
            each(number, None, bytes + rest)?;
        } else {
            each(number, Some(without_end(&line)), bytes)?;
        }
    }
    Ok(())
}

fn fill(
    row: &mut RawRow,
    number: u64,
    line: &[u8],
    spans: &[Span],
    decoder: &mut CellDecoder,
    encoding: Encoding,
) {
    row.begin(number);
    for span in spans {
        match decoder.decode(cell(line, span.places(), encoding)) {
            Some(text) => row.set(span.field, text),
            None => row.set_broken(span.field),
        }
    }
}

/// Reads past the next line end; the number of bytes.
fn pass_over_line(source: &mut impl BufRead) -> std::io::Result<u64> {
    let mut passed = 0;
    loop {
        let unread = source.fill_buf()?;
        let end = unread.iter().position(|&byte| byte == b'\n');
        let amount = end.map_or(unread.len(), |end| end + 1);
        source.consume(amount);
        passed += amount as u64;
        if end.is_some() || amount == 0 {
            return Ok(passed);
        }
    }
}

pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes of a column, from `begin` up to `end`: what lies beyond the end of the line is empty.
pub(super) fn cell(line: &[u8], (begin, end): (usize, usize), encoding: Encoding) -> &[u8] {
    if encoding != Encoding::Utf8 || line.is_ascii() {
        return line.get(begin..end.min(line.len())).unwrap_or_default();
    }
    // A character of UTF-8 begins with every byte that does not go on with one.
    let starts = line
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte & 0xc0 != 0x80);
    let mut starts = starts.map(|(place, _)| place);
    let Some(first) = starts.nth(begin) else {
        return &[];
    };
    let last = starts.nth(end - begin - 1).unwrap_or(line.len());
    &line[first..last]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Trial, detect, read};
    use super::*;
    use crate::identified::settings::DateOrder;

    const COLUMNS: &[(Field, &str)] = &[
        (Field::Bsn, "1-9"),
        (Field::Surname, "10-15"),
        (Field::BirthDate, "16-23"),
        (Field::Sex, "24"),
    ];

    fn fixed(text: &[u8], columns: &[(Field, &str)]) -> Result<Trial> {
        let mut settings = detect(columns);
        settings.format = Some(FORMAT);
        read(&[("c.txt", text)], settings)
    }

    #[test]
    fn columns_are_counted_in_characters_whatever_the_encoding() {
        let text = "999990019Zoë   19501231V\r\n\r\n999990020Jansen19600000M\r\n";
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        for (bytes, encoding) in [(text.as_bytes(), "utf-8"), (&windows, "windows-1252")] {
            let trial = fixed(bytes, COLUMNS).unwrap();
            assert_eq!(trial.places(), ["c.txt:1", "c.txt:3"]);
            assert_eq!(trial.field(0, Field::Surname), "Zoë");
            assert_eq!(trial.field(0, Field::Sex), "V");
            assert_eq!(trial.field(1, Field::BirthDate), "19600000");
            assert_eq!(trial.reading.dates, DateOrder::YearMonthDay);
            assert_eq!(
                trial.reading.detected,
                [format!("c.txt: fixed, {encoding}, dates y-m-d")]
            );
        }
    }

    #[test]
    fn a_column_beyond_the_end_of_a_line_is_empty_and_columns_may_overlap() {
        let columns = [(Field::Postcode, "1-6"), (Field::HouseNumber, "5-8")];
        let trial = fixed(b"1506AB\n1506\n\n1506AB12", &columns).unwrap();
        let fields =
            |row| [Field::Postcode, Field::HouseNumber].map(|field| trial.field(row, field));
        assert_eq!(fields(0), ["1506AB", "AB"]);
        assert_eq!(fields(1), ["1506", ""]);
        assert_eq!(fields(2), ["1506AB", "AB12"]);
    }

    #[test]
    fn all_places_that_are_none_are_told_at_once() {
        let columns = [
            (Field::Bsn, "BSN"),
            (Field::Surname, "9-1"),
            (Field::Sex, "0"),
            (Field::Start, "1-2-3"),
            (Field::End, " 1 - 8 "),
        ];
        let error = fixed(b"999990019\n", &columns).err().unwrap();
        let message = error.to_string();
        assert_eq!(message.lines().count(), 4, "{message}");
        assert!(message.contains("`9-1` (for surname)") && !message.contains("for end"));
        assert!(error.advice().unwrap().contains("bsn = \"1-9\""));
    }

    #[test]
    fn a_line_without_end_is_a_finding_and_the_next_is_read() {
        let mut text = vec![b'1'; 2_500_000];
        text.extend(b"\n999990019Jansen\n");
        let trial = fixed(&text, COLUMNS).unwrap();
        assert_eq!(trial.findings, ["c.txt:1 row-too-long"]);
        assert_eq!(trial.field(0, Field::Surname), "Jansen");
    }

    #[test]
    fn broken_bytes_cost_their_column_only() {
        let mut settings = detect(COLUMNS);
        settings.format = Some(FORMAT);
        settings.encoding = Some(Encoding::Utf8);
        let trial = read(&[("c.txt", b"999990019Pi\xff   19501231V\n")], settings).unwrap();
        assert_eq!(trial.field(0, Field::Surname), "<broken>");
        assert_eq!(trial.field(0, Field::Bsn), "999990019");
    }

    proptest::proptest! {
        #[test]
        fn any_line_gives_cells(line in proptest::collection::vec(proptest::num::u8::ANY, 0..40), begin in 0_usize..20, length in 1_usize..20) {
            let span = Span { field: Field::Bsn, begin, end: begin + length };
            for encoding in [Encoding::Utf8, Encoding::Windows1252] {
                proptest::prop_assert!(cell(&line, span.places(), encoding).len() <= line.len());
            }
        }
    }
}
