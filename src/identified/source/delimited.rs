//! Delimited text: its delimiter and header are found by what its beginning holds, its rows are pulled.

use std::io::Read;
use std::path::Path;

use super::RawRow;
use super::columns::{Found, Wanted};
use super::encoding::CellDecoder;
use super::header::Header;
use super::header_row::{ROWS_FOR_HEADER, find_header};
use super::records::{Records, Step, Width};
use super::row::is_sound;
use super::table::{Cells, Habits, Line, Purpose, Table, is_filled};
use super::text::TextFile;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, Field};
use crate::vocabulary::Rule;

/// The delimiters that are tried, the likeliest first.
pub(in crate::identified) const DELIMITERS: [u8; 4] = *b";,\t|";

/// The rows of the beginning that must have the header's width for a delimiter to be trusted.
const ROWS_COMPARED: u64 = 20;

/// How well a delimiter fits: wanted columns found, rows as wide as the header, width.
type Fit = (usize, u64, usize);

/// Where the rows of a delimited file begin, and how they are told apart.
#[derive(Debug, Clone, Copy)]
struct Layout {
    delimiter: u8,
    /// The line of the file on which the header begins, from 1.
    header_line: u64,
    width: Width,
}

impl Layout {
    /// The records below the header, of the file or of its beginning.
    fn below_header<R: Read>(&self, file: &TextFile, text: R) -> Result<Records<R>> {
        let mut records = Records::new(text, self.delimiter);
        records.begin_behind(file.lines_before);
        while next(&mut records, file)? != Step::End && records.line() < self.header_line {}
        records.expect_width(self.width);
        Ok(records)
    }
}

/// The file as one delimiter has it.
struct Tried {
    layout: Layout,
    header: Header,
    has_titles: bool,
    has_rows: bool,
}

/// A delimited file whose habits are settled.
pub(in crate::identified) struct Delimited {
    file: TextFile,
    format: ExtractFormat,
    found: Tried,
}

impl Delimited {
    /// Settles the habits of a file; `given` is the delimiter of the agreement.
    ///
    /// # Errors
    /// When it has no header, or only the line ends of old Macintoshes.
    pub(in crate::identified) fn settle(
        file: TextFile,
        format: ExtractFormat,
        given: Option<u8>,
        wanted: &[Wanted<'_>],
    ) -> Result<Self> {
        let sample = file.sample()?;
        if sample.contains(&b'\r') && !sample.contains(&b'\n') {
            return Err(file
                .failed(
                    Code::ExtractUnreadable,
                    "has CR line ends only, those of old Macintoshes",
                )
                .hint("open it in a spreadsheet program and save it as `CSV UTF-8 (delimited)`"));
        }
        let given = given.or(file.separator);
        let tried = given
            .as_ref()
            .map_or(DELIMITERS.as_slice(), std::slice::from_ref);
        let (mut best, mut has_open_quote): (Option<(Tried, Fit)>, _) = (None, false);
        for &delimiter in tried {
            let Some((tried, fit)) = try_delimiter(&file, &sample, delimiter, wanted)? else {
                has_open_quote = true;
                continue;
            };
            if best.as_ref().is_none_or(|(_, best)| fit > *best) {
                best = Some((tried, fit));
            }
        }
        // With another delimiter the quote stands within a cell, where it opens nothing.
        let is_none = |(known, _, width): &Fit| *known == 0 && *width == 1;
        let best = best.filter(|(_, fit)| !(has_open_quote && is_none(fit)));
        let Some((found, _)) = best else {
            return Err(file
                .failed(Code::ExtractUnreadable, "does not begin with a header")
                .hint("the first line must name the columns, with every quote closed"));
        };
        Ok(Self {
            file,
            format,
            found,
        })
    }

    /// The rows below the header, of the whole file or of its beginning.
    pub(in crate::identified) fn rows(&self, is_whole: bool) -> Result<DelimitedRows<'_>> {
        let text = self.file.reader_of(is_whole)?;
        Ok(DelimitedRows {
            file: &self.file,
            records: self.found.layout.below_header(&self.file, text)?,
            decoder: CellDecoder::new(self.file.encoding),
        })
    }
}

impl Table for Delimited {
    fn path(&self) -> &Path {
        &self.file.path
    }

    fn name(&self) -> &str {
        &self.file.name
    }

    fn header(&self) -> &Header {
        &self.found.header
    }

    fn has_rows(&self) -> bool {
        self.found.has_rows
    }

    fn habits(&self) -> Habits {
        Habits {
            delimiter: Some(self.found.layout.delimiter),
            // One that is in doubt is no proposal: given, it would be doubted no more.
            encoding: Some(self.file.encoding).filter(|_| self.file.doubt.is_none()),
            sheet: None,
        }
    }

    fn words(&self) -> String {
        let layout = &self.found.layout;
        let mut words = vec![
            self.format.word.to_owned(),
            spell(layout.delimiter),
            self.file.encoding.word().to_owned(),
        ];
        if self.found.has_titles {
            words.push(format!("header in line {}", layout.header_line));
        }
        words.join(", ")
    }

    fn advice(&self) -> String {
        let layout = &self.found.layout;
        let (line, width) = (layout.header_line, layout.width.all);
        let delimiter = spell(layout.delimiter);
        if self.found.header.looks_like_data() {
            return format!(
                "line {line} was read as the header but looks like a row of data; the export needs a first line with the names of the columns"
            );
        }
        if width == 1 {
            return format!(
                "line {line} was read as the header, and with the delimiter {delimiter} it is a single cell; columns are separated by `;`, `,`, a tab or `|`, and without `delimiter` it is detected"
            );
        }
        format!(
            "line {line} was read as the header: {width} cells with the delimiter {delimiter}; write the names under `columns` as `factlab inspect` shows them"
        )
    }

    fn text(&self) -> Option<&TextFile> {
        Some(&self.file)
    }

    fn cells(&self, purpose: Purpose, _columns: &[usize]) -> Result<Box<dyn Cells + '_>> {
        Ok(Box::new(self.rows(purpose != Purpose::Dates)?))
    }
}

/// The rows of a delimited file.
pub(in crate::identified) struct DelimitedRows<'a> {
    file: &'a TextFile,
    /// The record of the row.
    pub(in crate::identified) records: Records<Box<dyn Read + Send>>,
    decoder: CellDecoder,
}

impl Cells for DelimitedRows<'_> {
    fn next(&mut self) -> Result<Line> {
        let step = next(&mut self.records, self.file)?;
        let line = self.records.line();
        Ok(match step {
            Step::Record => Line::Row(line),
            Step::Shape => Line::Unread(line, Rule::RowShape),
            Step::QuoteOpen => Line::Unread(line, Rule::QuoteOpen),
            Step::TooLong => Line::Unread(line, Rule::RowTooLong),
            Step::End => Line::End,
        })
    }

    fn cell(&mut self, column: usize, _is_of_days: bool) -> Option<&str> {
        self.decoder.decode(self.records.cell(column))
    }

    fn fill(&mut self, columns: &[(Field, usize)], row: &mut RawRow) {
        // One look at the whole row is quicker than one at each cell. A character that two cells share is none.
        let cells = self.decoder.as_they_are(self.records.cells());
        let cells = cells.filter(|cells| is_sound(cells));
        for (index, &(field, column)) in columns.iter().enumerate() {
            if is_filled(columns, index, row) {
                continue;
            }
            if let Some(text) = cells.and_then(|cells| cells.get(self.records.span(column))) {
                row.set_sound(field, text);
                continue;
            }
            match self.decoder.decode(self.records.cell(column)) {
                Some(text) => row.set(field, text),
                None => row.set_broken(field),
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }
}

/// Reads the beginning with a delimiter; `None` where that leaves a quote of the header open.
fn try_delimiter(
    file: &TextFile,
    sample: &[u8],
    delimiter: u8,
    wanted: &[Wanted<'_>],
) -> Result<Option<(Tried, Fit)>> {
    let found = look_for_header(file, sample, delimiter, wanted)?;
    let Some((header, layout, has_titles)) = found else {
        return Ok(None);
    };
    let found = wanted.iter().map(|column| header.find(column.name));
    let known = found.filter(|&one| one != Found::Absent).count();
    let mut records = layout.below_header(file, sample)?;
    let mut step = next(&mut records, file)?;
    let has_rows = step != Step::End || !file.is_sampled_whole();
    let mut fitting = 0;
    for _ in 0..ROWS_COMPARED {
        fitting += u64::from(step == Step::Record);
        step = next(&mut records, file)?;
    }
    let width = layout.width.all;
    let fitting = if width > 1 { fitting } else { 0 };
    let tried = Tried {
        layout,
        header,
        has_titles,
        has_rows,
    };
    Ok(Some((tried, (known, fitting, width))))
}
/// The header among the first records, where it stands, and whether rows stand above it; `None` when a line that may be
/// the header leaves a quote open.
fn look_for_header(
    file: &TextFile,
    sample: &[u8],
    delimiter: u8,
    wanted: &[Wanted<'_>],
) -> Result<Option<(Header, Layout, bool)>> {
    let mut records = Records::new(sample, delimiter);
    records.begin_behind(file.lines_before);
    let (mut rows, mut lines, mut first_unread) = (Vec::new(), Vec::new(), None);
    while rows.len() < ROWS_FOR_HEADER {
        match next(&mut records, file)? {
            Step::End => break,
            Step::Record if records.is_blank() => {}
            Step::Record => {
                rows.push(Header::read(&records, file.encoding));
                lines.push(records.line());
            }
            _ => first_unread = first_unread.or(Some(records.line())),
        }
    }
    let place = find_header(&rows, wanted);
    let is_found = rows.get(place).is_some_and(|row| {
        let mut places = wanted.iter().map(|one| row.find(one.name));
        places.any(|found| found != Found::Absent)
    });
    match lines.get(place) {
        // A title may leave a quote open. A line that is not known to be one may have been the header.
        Some(&line) if is_found || first_unread.is_none_or(|unread| unread > line) => {
            let layout = Layout {
                delimiter,
                header_line: line,
                width: rows[place].width(),
            };
            Ok(Some((rows.swap_remove(place), layout, place > 0)))
        }
        _ => Ok(None),
    }
}

fn next<R: Read>(records: &mut Records<R>, file: &TextFile) -> Result<Step> {
    records
        .next()
        .map_err(|error| Error::io(&file.path, "read", &error))
}

/// A delimiter as it is written in a sentence.
fn spell(delimiter: u8) -> String {
    match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("'{}'", char::from(other)),
    }
}
