//! Fixed-width text: a row per line.
//!
//! A column is named by its places in the line, `bsn = "1-9"`: from 1, both included, counted in characters. There is no
//! header, and nothing in a file tells where its columns stand, so the agreement must say `format = "fixed"`.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::identified::settings::{Encoding, ExtractFormat, ExtractSettings, FileKind};
use crate::identified::source::columns::wanted;
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::header::Header;
use crate::identified::source::rows::Surveyed;
use crate::identified::source::table::{
    Cells, Habits, Line, MappedTable, MappedTables, Purpose, Table,
};
use crate::identified::source::text::{TextFile, texts};
use crate::vocabulary::Rule;

/// The bytes that a line may have, as for CSV.
const LONGEST_LINE: u64 = 1_000_000;

/// The last place that a column may have.
const LAST_PLACE: usize = 100_000;

/// The lines from which `inspect` finds the places.
const FIRST_LINES: usize = 2_000;

pub(in crate::identified) const FORMAT: ExtractFormat =
    ExtractFormat::table("fixed", "text of fixed width", FileKind::FixedWidth);

/// The characters of a column: from and up to, counted from 0, the end not included.
type Span = (usize, usize);

pub(super) struct Fixed;

impl Format for Fixed {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    /// Only the agreement says so, or its lines to `inspect`.
    fn probe(&self, _file: &Source) -> Fit {
        Fit::No
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let (mut fields, mut spans, mut mistakes) = (Vec::new(), Vec::new(), Vec::new());
        for column in wanted(settings)? {
            let (name, Some(field)) = (column.name, column.field) else {
                continue;
            };
            match span(name) {
                Some(span) => {
                    fields.push((field, spans.len()));
                    spans.push(span);
                }
                None => mistakes.push(format!(
                    "`{name}` (for {}) is not a range of positions in a line",
                    field.name()
                )),
            }
        }
        if !mistakes.is_empty() {
            return Err(Error::new(Code::ColumnsWrong, mistakes.join("\n")).hint(
                "give the first and last position of the column, counted from 1: bsn = \"1-9\"; a single position is \"10\"",
            ));
        }
        let table = |file| MappedTable {
            table: Box::new(FixedTable::of(file, spans.clone())),
            columns: fields.clone(),
        };
        let files = texts(files, settings.encoding)?;
        MappedTables::of(files.into_iter().map(table).collect(), settings.dates)
    }
}

/// `1-9` or `10`, as a range from 0.
fn span(text: &str) -> Option<Span> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last): (usize, usize) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (1 <= first && first <= last && last <= LAST_PLACE).then(|| (first - 1, last))
}

/// The first lines that are not empty, as characters; wiped on drop.
pub(in crate::identified) fn first_lines(file: &TextFile) -> Result<Vec<Zeroizing<Vec<char>>>> {
    let sample = file.sample()?;
    let mut decoder = CellDecoder::new(file.encoding);
    let mut lines = Vec::new();
    for line in sample.split(|&byte| byte == b'\n') {
        let text = decoder.decode(without_end(line)).unwrap_or_default();
        if !text.trim().is_empty() && lines.len() < FIRST_LINES {
            lines.push(Zeroizing::new(text.chars().collect()));
        }
    }
    Ok(lines)
}

/// A file whose columns stand at fixed places.
pub(in crate::identified) struct FixedTable {
    file: TextFile,
    spans: Vec<Span>,
    header: Header,
}

impl FixedTable {
    /// A file with columns at these places; each is called by them, counted from 1.
    pub(in crate::identified) fn of(file: TextFile, spans: Vec<Span>) -> Self {
        let name = |(begin, end): &Span| match end - begin {
            1 => Zeroizing::new(end.to_string()),
            _ => Zeroizing::new(format!("{}-{end}", begin + 1)),
        };
        let header = Header::of(spans.iter().map(name).collect());
        Self {
            file,
            spans,
            header,
        }
    }
}

impl Table for FixedTable {
    fn path(&self) -> &Path {
        &self.file.path
    }

    fn name(&self) -> &str {
        &self.file.name
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn has_rows(&self) -> bool {
        true
    }

    fn habits(&self) -> Habits {
        Habits {
            encoding: Some(self.file.encoding),
            ..Habits::default()
        }
    }

    fn words(&self) -> String {
        format!("{}, {}", FORMAT.word, self.file.encoding.word())
    }

    fn text(&self) -> Option<&TextFile> {
        Some(&self.file)
    }

    fn are_places(&self) -> bool {
        true
    }

    fn cells(&self, purpose: Purpose, _columns: &[usize]) -> Result<Box<dyn Cells + '_>> {
        let text = self.file.reader_of(purpose != Purpose::Dates)?;
        // Lines are read up to a byte beyond the longest.
        let room = usize::try_from(LONGEST_LINE).unwrap_or(0) + 1;
        Ok(Box::new(Lines {
            table: self,
            source: BufReader::with_capacity(1 << 16, text),
            line: Zeroizing::new(Vec::with_capacity(room)),
            number: 0,
            bytes_read: 0,
            decoder: CellDecoder::new(self.file.encoding),
        }))
    }
}

/// The lines of a file.
struct Lines<'a> {
    table: &'a FixedTable,
    source: BufReader<Box<dyn Read + Send>>,
    line: Zeroizing<Vec<u8>>,
    number: u64,
    bytes_read: u64,
    decoder: CellDecoder,
}

impl Lines<'_> {
    fn read(&mut self) -> std::io::Result<Line> {
        loop {
            self.line.clear();
            let mut begin = self.source.by_ref().take(LONGEST_LINE);
            let bytes = begin.read_until(b'\n', &mut self.line)? as u64;
            if bytes == 0 {
                return Ok(Line::End);
            }
            self.number += 1;
            self.bytes_read += bytes;
            if bytes == LONGEST_LINE && !self.line.ends_with(b"\n") {
                self.bytes_read += pass_over_line(&mut self.source)?;
                return Ok(Line::Unread(self.number, Rule::RowTooLong));
            }
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Line::Row(self.number));
            }
        }
    }
}

impl Cells for Lines<'_> {
    fn next(&mut self) -> Result<Line> {
        let read = self.read();
        read.map_err(|error| Error::io(&self.table.file.path, "read", &error))
    }

    fn cell(&mut self, column: usize, _is_of_days: bool) -> Option<&str> {
        let span = *self.table.spans.get(column)?;
        let line = without_end(&self.line);
        self.decoder
            .decode(cell(line, span, self.table.file.encoding))
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read
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

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The bytes of a column, from `begin` up to `end`: what lies beyond the end of the line is empty.
fn cell(line: &[u8], (begin, end): Span, encoding: Encoding) -> &[u8] {
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
    use crate::identified::settings::{DateOrder, Field};

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
            for encoding in [Encoding::Utf8, Encoding::Windows1252] {
                proptest::prop_assert!(cell(&line, (begin, begin + length), encoding).len() <= line.len());
            }
        }
    }
}
