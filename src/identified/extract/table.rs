//! A text file and the wanted columns in, its settled habits out: delimiter, width, where the columns stand, dates.

use std::fs::File;
use std::sync::Arc;

use super::dates::DateVotes;
use super::encoding::CellDecoder;
use super::format::Sink;
use super::header::{Found, Header};
use super::mapping::is_date;
use super::records::{Records, Step, Width};
use super::text::TextFile;
use crate::error::{Error, Result};
use crate::identified::settings::Field;
use crate::vocabulary::{Finding, Place, Rule};

/// The delimiters that are tried, the likeliest first.
const DELIMITERS: [u8; 4] = *b";,\t|";

/// The rows of the beginning that must have the header's width for a delimiter to be trusted.
const ROWS_COMPARED: u64 = 20;

/// What receives the records of a file, as [`Table::for_each_record`] says.
pub(super) type OnRecord<'a> = dyn FnMut(Step, &Records<File>, &mut Sink<'_>) -> Result<()> + 'a;

/// A column that a reader wants.
pub(super) struct Wanted<'a> {
    /// Its name in the header.
    pub(super) name: &'a str,
    /// The field of ours that it fills, where it is one.
    pub(super) field: Option<Field>,
    /// Whether the file must have it.
    pub(super) is_required: bool,
}

/// A delimited file whose habits are settled.
pub(super) struct Table<'a> {
    /// The file.
    pub(super) file: &'a TextFile,
    /// What stands between its cells.
    pub(super) delimiter: u8,
    /// Where each wanted column stands, in the order wanted.
    pub(super) places: Vec<Option<usize>>,
    /// What its dates say of their order.
    pub(super) dates: DateVotes,
    /// Whether it has a row below its header.
    pub(super) has_rows: bool,
    width: Width,
    header_line: u64,
    mistakes: Vec<String>,
    looks_like_data: bool,
}

impl<'a> Table<'a> {
    /// Settles the habits of every file.
    ///
    /// # Errors
    /// With all mistakes of the mapping in all files, or when no file has a row.
    pub(super) fn settle_all(
        files: &'a [TextFile],
        delimiter: Option<u8>,
        wanted: &[Wanted<'_>],
    ) -> Result<Vec<Self>> {
        let settle = |file| Self::settle_one(file, delimiter, wanted);
        Self::check_all(files.iter().map(settle).collect::<Result<Vec<_>>>()?)
    }

    /// The tables of an extract, when all are sound.
    ///
    /// # Errors
    /// As [`Table::settle_all`].
    pub(super) fn check_all(tables: Vec<Self>) -> Result<Vec<Self>> {
        let wrong: Vec<_> = tables
            .iter()
            .filter(|table| !table.mistakes.is_empty())
            .collect();
        if let Some(first) = wrong.first() {
            let mistakes: Vec<_> = wrong.iter().map(|table| table.mistake()).collect();
            return Err(Error::failed(mistakes.join("\n")).hint(first.advice()));
        }
        if let Some(first) = tables.first()
            && !tables.iter().any(|table| table.has_rows)
        {
            return Err(first
                .file
                .failed("has a header and no rows")
                .hint("make the export again and look whether it holds rows"));
        }
        Ok(tables)
    }

    /// Settles the habits of a file; mistakes of the mapping are kept for [`Table::check_all`].
    ///
    /// # Errors
    /// When it has no header, or only the line ends of old Macintoshes.
    pub(super) fn settle_one(
        file: &'a TextFile,
        given: Option<u8>,
        wanted: &[Wanted<'_>],
    ) -> Result<Self> {
        let sample = file.sample()?;
        if sample.contains(&b'\r') && !sample.contains(&b'\n') {
            return Err(file
                .failed("has no line ends but CR, those of old Macintoshes")
                .hint("open it in a spreadsheet program and save it as `CSV UTF-8 (delimited)`"));
        }
        let given = given.or(file.separator);
        let tried = given
            .as_ref()
            .map_or(DELIMITERS.as_slice(), std::slice::from_ref);
        let mut best: Option<(Self, _)> = None;
        for &delimiter in tried {
            let (table, fit) = Self::try_delimiter(file, &sample, delimiter, wanted)?;
            if best.as_ref().is_none_or(|(_, best)| fit > *best) {
                best = Some((table, fit));
            }
        }
        let Some((mut table, _)) = best else {
            return Err(file.failed("has no delimiter that is known"));
        };
        table.look_at_dates(&sample, wanted)?;
        Ok(table)
    }

    /// Reads the beginning with a delimiter; how well it fits is: wanted columns found, rows as wide as the header, width.
    fn try_delimiter(
        file: &'a TextFile,
        sample: &[u8],
        delimiter: u8,
        wanted: &[Wanted<'_>],
    ) -> Result<(Self, (usize, u64, usize))> {
        let mut records = Records::new(sample, delimiter);
        if next(&mut records, file)? != Step::Record {
            return Err(file
                .failed("does not begin with a header")
                .hint("the first line must name the columns, with every quote closed"));
        }
        let header = Header::read(&records, file.encoding);
        let header_line = records.line() + file.lines_before;
        let width = header.width();
        records.expect_width(width);
        let mut step = next(&mut records, file)?;
        let has_rows = step != Step::End || !file.is_sampled_whole();
        let mut fitting = 0;
        for _ in 0..ROWS_COMPARED {
            fitting += u64::from(step == Step::Record);
            step = next(&mut records, file)?;
        }
        let found: Vec<_> = wanted
            .iter()
            .map(|column| header.find(column.name))
            .collect();
        let known = found
            .iter()
            .filter(|&&found| found != Found::Absent)
            .count();
        let mistakes = wanted
            .iter()
            .zip(&found)
            .filter_map(|(w, found)| found.mistake(w));
        let table = Self {
            file,
            delimiter,
            places: found.iter().map(|found| found.place()).collect(),
            dates: DateVotes::default(),
            has_rows,
            width,
            header_line,
            mistakes: mistakes.collect(),
            looks_like_data: header.looks_like_data(),
        };
        let fitting = if width.all > 1 { fitting } else { 0 };
        Ok((table, (known, fitting, width.all)))
    }

    /// Takes the votes of the dates in the beginning of the file.
    fn look_at_dates(&mut self, sample: &[u8], wanted: &[Wanted<'_>]) -> Result<()> {
        let columns = wanted.iter().zip(&self.places);
        let dates: Vec<_> = columns
            .filter_map(|(wanted, &place)| wanted.field.is_some_and(is_date).then_some(place?))
            .collect();
        let mut decoder = CellDecoder::new(self.file.encoding);
        let mut records = Records::new(sample, self.delimiter);
        next(&mut records, self.file)?;
        records.expect_width(self.width);
        loop {
            match next(&mut records, self.file)? {
                Step::End => return Ok(()),
                Step::Record => {}
                _ => continue,
            }
            for &place in &dates {
                if let Some(text) = decoder.decode(records.cell(place)) {
                    self.dates.add(text);
                }
            }
        }
    }

    /// Goes through all records below the header: `each` gets the rows as [`Step::Record`] and, after its finding, every
    /// piece that could not be read.
    ///
    /// # Errors
    /// When the file cannot be read to its end, the user stops it, and what `each` gives back.
    pub(super) fn for_each_record(
        &self,
        sink: &mut Sink<'_>,
        each: &mut OnRecord<'_>,
    ) -> Result<()> {
        let name: Arc<str> = Arc::from(self.file.name.as_str());
        let mut records = Records::new(self.file.reader()?, self.delimiter);
        records.begin_behind(self.file.lines_before);
        next(&mut records, self.file)?;
        records.expect_width(self.width);
        let mut seen = 0;
        loop {
            let step = next(&mut records, self.file)?;
            if records.bytes_read() > seen {
                sink.advance(records.bytes_read() - seen)?;
                seen = records.bytes_read();
            }
            let rule = match step {
                Step::End => return Ok(()),
                Step::Record => None,
                Step::Shape => Some(Rule::RowShape),
                Step::QuoteOpen => Some(Rule::QuoteOpen),
                Step::TooLong => Some(Rule::RowTooLong),
            };
            if let Some(rule) = rule {
                let (file, line) = (name.clone(), records.line());
                sink.finding(Finding {
                    place: Place {
                        file,
                        line,
                        field: None,
                    },
                    rule,
                })?;
            }
            each(step, &records, sink)?;
        }
    }

    /// The habits of the file in words, to stand behind its name and format.
    pub(super) fn habits(&self) -> String {
        format!("{}, {}", spell(self.delimiter), self.file.encoding.word())
    }

    fn mistake(&self) -> String {
        format!("{}: {}", self.file.path.display(), self.mistakes.join("; "))
    }

    fn advice(&self) -> String {
        let (line, delimiter) = (self.header_line, spell(self.delimiter));
        if self.looks_like_data {
            return format!(
                "line {line} was taken for the header and looks like a row of data; the export needs a first line with the names of the columns"
            );
        }
        if self.width.all == 1 {
            return format!(
                "line {line} was taken for the header, and with the delimiter {delimiter} it is one single cell; columns are parted by `;`, `,`, a tab or `|`, and without `delimiter` it is detected"
            );
        }
        format!(
            "line {line} was taken for the header: {} cells with the delimiter {delimiter}; write the names under `columns` as they stand there",
            self.width.all
        )
    }
}

fn next<R: std::io::Read>(records: &mut Records<R>, file: &TextFile) -> Result<Step> {
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
