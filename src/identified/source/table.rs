//! The settings of a text table: delimiter, width, column positions, dates.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use super::dates::DateVotes;
use super::encoding::CellDecoder;
use super::format::Sink;
use super::header::{Found, Header, for_owner};
use super::header_row::{ROWS_FOR_HEADER, find_header};
use super::mapping::is_date;
use super::records::{Records, Step, Width};
use super::text::TextFile;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{DateOrder, Field};
use crate::vocabulary::{Finding, Place, Rule};

/// The delimiters that are tried, the likeliest first.
const DELIMITERS: [u8; 4] = *b";,\t|";

/// The rows of the beginning that must have the header's width for a delimiter to be trusted.
const ROWS_COMPARED: u64 = 20;

/// How well a delimiter fits: wanted columns found, rows as wide as the header, width.
type Fit = (usize, u64, usize);

/// What receives the records of a file, as [`Table::for_each_record`] says.
pub(in crate::identified) type OnRecord<'a> =
    dyn FnMut(Step, &Records<File>, &mut Sink<'_>) -> Result<()> + 'a;

/// A column that a reader wants.
pub(in crate::identified) struct Wanted<'a> {
    /// Its name in the header.
    pub(in crate::identified) name: &'a str,
    /// The field of ours that it fills, where it is one.
    pub(in crate::identified) field: Option<Field>,
    /// Whether the file must have it.
    pub(in crate::identified) is_required: bool,
}

/// Where the rows of a delimited file begin, and how they are told apart.
#[derive(Debug, Clone, Copy)]
pub(in crate::identified) struct Layout {
    /// What is between its cells.
    pub(in crate::identified) delimiter: u8,
    /// The line of the file on which the header begins, from 1.
    header_line: u64,
    /// How many cells its rows must have.
    width: Width,
}

impl Layout {
    /// The records below the header, of the file or of its beginning.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(in crate::identified) fn below_header<R: Read>(
        &self,
        file: &TextFile,
        text: R,
    ) -> Result<Records<R>> {
        let mut records = Records::new(text, self.delimiter);
        records.begin_behind(file.lines_before);
        while next(&mut records, file)? != Step::End && records.line() < self.header_line {}
        records.expect_width(self.width);
        Ok(records)
    }
}

/// A delimited file whose habits are settled.
pub(in crate::identified) struct Table<'a> {
    pub(in crate::identified) file: &'a TextFile,
    /// Where its rows begin, and how they are told apart.
    pub(in crate::identified) layout: Layout,
    /// Where each wanted column stands, in the order wanted.
    pub(in crate::identified) places: Vec<Option<usize>>,
    /// Whether it has a row below its header.
    pub(in crate::identified) has_rows: bool,
    pub(in crate::identified) header: Header,
    date_places: Vec<usize>,
    has_titles: bool,
    mistakes: Vec<String>,
}

impl<'a> Table<'a> {
    /// Settles the habits of every file.
    ///
    /// # Errors
    /// With all mistakes of the mapping in all files, or when no file has a row.
    pub(in crate::identified) fn settle_all(
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
    pub(in crate::identified) fn check_all(tables: Vec<Self>) -> Result<Vec<Self>> {
        let wrong: Vec<_> = tables
            .iter()
            .filter(|table| !table.mistakes.is_empty())
            .collect();
        if let Some(first) = wrong.first() {
            let mistakes: Vec<_> = wrong.iter().map(|table| table.mistake()).collect();
            return Err(Error::new(Code::ColumnsWrong, mistakes.join("\n"))
                .hint(first.advice())
                .for_owner(first.names_for_owner()));
        }
        if let Some(first) = tables.first()
            && !tables.iter().any(|table| table.has_rows)
        {
            return Err(first
                .file
                .failed(Code::ExtractEmpty, "has a header and no rows")
                .hint("make the export again and look whether it holds rows"));
        }
        Ok(tables)
    }

    /// Settles the habits of a file; mistakes of the mapping are kept for [`Table::check_all`].
    ///
    /// # Errors
    /// When it has no header, or only the line ends of old Macintoshes.
    pub(in crate::identified) fn settle_one(
        file: &'a TextFile,
        given: Option<u8>,
        wanted: &[Wanted<'_>],
    ) -> Result<Self> {
        let sample = file.sample()?;
        if sample.contains(&b'\r') && !sample.contains(&b'\n') {
            return Err(file
                .failed(
                    Code::ExtractUnreadable,
                    "has no line ends but CR, those of old Macintoshes",
                )
                .hint("open it in a spreadsheet program and save it as `CSV UTF-8 (delimited)`"));
        }
        let given = given.or(file.separator);
        let tried = given
            .as_ref()
            .map_or(DELIMITERS.as_slice(), std::slice::from_ref);
        let (mut best, mut has_open_quote): (Option<(Self, _)>, _) = (None, false);
        for &delimiter in tried {
            let Some((table, fit)) = Self::try_delimiter(file, &sample, delimiter, wanted)? else {
                has_open_quote = true;
                continue;
            };
            if best.as_ref().is_none_or(|(_, best)| fit > *best) {
                best = Some((table, fit));
            }
        }
        // With another delimiter the quote stands within a cell, where it opens nothing.
        let is_none = |(known, _, width): &Fit| *known == 0 && *width == 1;
        let best = best.filter(|(_, fit)| !(has_open_quote && is_none(fit)));
        let Some((table, _)) = best else {
            return Err(file
                .failed(Code::ExtractUnreadable, "does not begin with a header")
                .hint("the first line must name the columns, with every quote closed"));
        };
        Ok(table)
    }

    /// Reads the beginning with a delimiter.
    fn try_delimiter(
        file: &'a TextFile,
        sample: &[u8],
        delimiter: u8,
        wanted: &[Wanted<'_>],
    ) -> Result<Option<(Self, Fit)>> {
        let found = look_for_header(file, sample, delimiter, wanted)?;
        let Some((header, layout, has_titles)) = found else {
            return Ok(None);
        };
        let found: Vec<_> = wanted
            .iter()
            .map(|column| header.find(column.name))
            .collect();
        let known = found.iter().filter(|&&one| one != Found::Absent).count();
        let mistakes = wanted
            .iter()
            .zip(&found)
            .filter_map(|(w, found)| found.mistake(w));
        let dates = wanted.iter().zip(&found).filter_map(|(wanted, found)| {
            wanted.field.is_some_and(is_date).then(|| found.place())?
        });
        let mut table = Self {
            file,
            layout,
            places: found.iter().map(|found| found.place()).collect(),
            date_places: dates.collect(),
            has_rows: false,
            mistakes: mistakes.collect(),
            header,
            has_titles,
        };
        let mut records = layout.below_header(file, sample)?;
        let mut step = next(&mut records, file)?;
        table.has_rows = step != Step::End || !file.is_sampled_whole();
        let mut fitting = 0;
        for _ in 0..ROWS_COMPARED {
            fitting += u64::from(step == Step::Record);
            step = next(&mut records, file)?;
        }
        let width = layout.width.all;
        let fitting = if width > 1 { fitting } else { 0 };
        Ok(Some((table, (known, fitting, width))))
    }

    /// What the dates in the beginning of the file say of their order.
    fn date_votes(&self) -> Result<DateVotes> {
        let mut votes = DateVotes::default();
        if self.date_places.is_empty() {
            return Ok(votes);
        }
        let sample = self.file.sample()?;
        let mut decoder = CellDecoder::new(self.file.encoding);
        let mut records = self.layout.below_header(self.file, sample.as_slice())?;
        loop {
            match next(&mut records, self.file)? {
                Step::End => return Ok(votes),
                Step::Record => {}
                _ => continue,
            }
            for &place in &self.date_places {
                if let Some(text) = decoder.decode(records.cell(place)) {
                    votes.add(text);
                }
            }
        }
    }

    /// Goes through all records below the header: `each` gets the rows as [`Step::Record`] and, after its finding, every
    /// piece that could not be read.
    ///
    /// # Errors
    /// When the file cannot be read to its end, the user stops it, and what `each` gives back.
    pub(in crate::identified) fn for_each_record(
        &self,
        sink: &mut Sink<'_>,
        each: &mut OnRecord<'_>,
    ) -> Result<()> {
        let name: Arc<str> = Arc::from(self.file.name.as_str());
        let mut records = self.layout.below_header(self.file, self.file.reader()?)?;
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

    /// The habits of the file in words, to follow its name and format.
    pub(in crate::identified) fn habits(&self) -> String {
        let (delimiter, encoding) = (spell(self.layout.delimiter), self.file.encoding.word());
        if self.has_titles {
            return format!(
                "{delimiter}, {encoding}, header in line {}",
                self.layout.header_line
            );
        }
        format!("{delimiter}, {encoding}")
    }

    fn mistake(&self) -> String {
        format!("{}: {}", self.file.path.display(), self.mistakes.join("; "))
    }

    fn names_for_owner(&self) -> Option<String> {
        let known = self.places.iter().flatten().count();
        let names = self.header.names();
        for_owner(names, known, self.places.len()).filter(|_| !self.header.looks_like_data())
    }

    fn advice(&self) -> String {
        let (line, delimiter) = (self.layout.header_line, spell(self.layout.delimiter));
        if self.header.looks_like_data() {
            return format!(
                "line {line} was taken for the header and looks like a row of data; the export needs a first line with the names of the columns"
            );
        }
        if self.layout.width.all == 1 {
            return format!(
                "line {line} was taken for the header, and with the delimiter {delimiter} it is one single cell; columns are parted by `;`, `,`, a tab or `|`, and without `delimiter` it is detected"
            );
        }
        format!(
            "line {line} was taken for the header: {} cells with the delimiter {delimiter}; write the names under `columns` as `factlab inspect` shows them",
            self.layout.width.all
        )
    }
}

/// The order of the dates in the files: the one that is given, or else what their beginnings say.
///
/// # Errors
/// When a file cannot be read.
pub(in crate::identified) fn order_of_dates(
    given: Option<DateOrder>,
    tables: &[Table<'_>],
) -> Result<DateOrder> {
    if let Some(given) = given {
        return Ok(given);
    }
    let mut votes = DateVotes::default();
    for table in tables {
        votes.add_all(table.date_votes()?);
    }
    Ok(votes.decide())
}

/// The header among the first records, where it stands, and whether rows are above it; `None` when a line that may be
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
