//! An open extract, whose rows can be read several times. Small extracts are kept in memory.
//!
//! A step goes through an extract up to four times: how it is written, whose numbers are shared, who objected, the rows.
//! A workbook is unpacked for each, so that the rows of a small extract are kept in memory, which is wiped.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{choose, open_all};
use crate::error::{Code, Error, Result};
use crate::identified::settings::{DateOrder, ExtractSettings};
use crate::identified::source::file::Source;
use crate::identified::source::rows::{Next, Rows, Surveyed};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Finding, Progress, Rule};

/// The bytes of the files of an extract that is kept, at most.
const LARGEST: u64 = 32 << 20;

/// The bytes of its rows, at most: a workbook unpacks to more than it takes.
const MOST: usize = 64 << 20;

/// The bytes of a stretch of memory. One that grew would leave rows behind in freed memory.
const STRETCH: usize = 1 << 20;

/// The rows and findings after which the user is asked whether to go on.
const ITEMS_BETWEEN_QUESTIONS: u64 = 4096;

/// An extract that is gone through more than once.
pub(in crate::identified) struct Extract<'a> {
    settings: &'a ExtractSettings,
    files: Vec<Source>,
    surveyed: Box<dyn Surveyed>,
    kept: Option<Kept>,
}

impl<'a> Extract<'a> {
    /// Settles how the extract is written, and reads it when it is small.
    ///
    /// # Errors
    /// With the file's name and a hint, all mistakes of the mapping at once; and as [`ExtractRows::next`]. Nothing of a
    /// header is ever echoed that was not named in the mapping.
    pub(in crate::identified) fn open(
        settings: &'a ExtractSettings,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let mut extract = Self::unread(settings)?;
        if extract.bytes() <= LARGEST {
            let kept = Kept::read(extract.rows(progress)?)?;
            extract.kept = kept;
        }
        Ok(extract)
    }

    /// An extract whose files are read each time.
    ///
    /// # Errors
    /// As [`Extract::open`], before a row is read.
    pub(in crate::identified) fn unread(settings: &'a ExtractSettings) -> Result<Self> {
        let files = open_all(settings)?;
        let surveyed = choose(settings, &files)?.open(settings, &files)?;
        Ok(Self {
            settings,
            files,
            surveyed,
            kept: None,
        })
    }

    /// What the agreement says of it.
    pub(in crate::identified) const fn settings(&self) -> &'a ExtractSettings {
        self.settings
    }

    /// Whether its rows are in memory.
    pub(in crate::identified) const fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// The order of its dates.
    pub(in crate::identified) fn dates(&self) -> DateOrder {
        self.surveyed.reading().dates
    }

    fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }

    /// Its rows, from the first.
    pub(in crate::identified) fn rows<'b>(
        &'b self,
        progress: &'b dyn Progress,
    ) -> Result<ExtractRows<'b>> {
        let (reading, rows): (_, Box<dyn Rows>) = match &self.kept {
            Some(kept) => (&kept.reading, Box::new(KeptRows::of(kept))),
            None => (self.surveyed.reading(), self.surveyed.rows()?),
        };
        if self.kept.is_none() {
            let step = match self.files.as_slice() {
                [file] => format!("reading {}", file.name),
                files => format!("reading {} files", files.len()),
            };
            progress.begin(&step, Some(self.bytes()));
        }
        Ok(ExtractRows {
            files: &self.files,
            reading,
            rows,
            progress,
            has_step: self.kept.is_none(),
            items: 0,
            bytes_read: 0,
            has_met_any: false,
        })
    }
}

/// What is met in an extract.
pub(in crate::identified) enum Met {
    /// A row, which is filled.
    Row,
    /// What could not be handed on as a row.
    Finding(Finding),
}

/// The rows of an extract, one by one. The user sees how far they are, and can stop.
pub(in crate::identified) struct ExtractRows<'a> {
    files: &'a [Source],
    reading: &'a Reading,
    rows: Box<dyn Rows + 'a>,
    progress: &'a dyn Progress,
    /// Whether a step is shown that has not ended.
    has_step: bool,
    items: u64,
    bytes_read: u64,
    has_met_any: bool,
}

impl ExtractRows<'_> {
    /// Goes on to what comes next; `row` is used again. `None` at the end.
    ///
    /// # Errors
    /// When a file cannot be read as a whole, the extract contains nobody, or the user wants to stop.
    pub(in crate::identified) fn next(&mut self, row: &mut RawRow) -> Result<Option<Met>> {
        loop {
            let next = self.rows.next(row)?;
            self.tell(matches!(next, Next::Pause))?;
            match next {
                Next::Row => {
                    self.has_met_any = true;
                    return Ok(Some(Met::Row));
                }
                Next::Finding(finding) => {
                    self.has_met_any |= finding.rule != Rule::MessageUnknown;
                    return Ok(Some(Met::Finding(finding)));
                }
                Next::Pause => {}
                Next::End => break,
            }
        }
        self.end_step();
        if self.has_met_any || self.rows.has_met_any() {
            return Ok(None);
        }
        Err(nobody(self.files))
    }

    /// Goes on to the next row, past what is not one; `false` at the end.
    ///
    /// # Errors
    /// As [`ExtractRows::next`].
    pub(in crate::identified) fn next_row(&mut self, row: &mut RawRow) -> Result<bool> {
        loop {
            match self.next(row)? {
                Some(Met::Row) => return Ok(true),
                Some(Met::Finding(_)) => {}
                None => return Ok(false),
            }
        }
    }

    /// Tells how far it is, and asks whether to go on.
    fn tell(&mut self, is_pause: bool) -> Result<()> {
        self.items += 1;
        let read = self.rows.bytes_read() - self.bytes_read;
        if read > 0 && self.has_step {
            self.progress.advance(read);
            self.bytes_read += read;
        }
        let is_time = self.items.is_multiple_of(ITEMS_BETWEEN_QUESTIONS);
        if (is_pause || is_time || read > 0) && self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(())
    }

    fn end_step(&mut self) {
        if std::mem::take(&mut self.has_step) {
            self.progress.end();
        }
    }

    /// What is known of the extract, once the rows have ended.
    pub(in crate::identified) fn into_reading(mut self) -> Reading {
        let mut reading = self.reading.clone();
        reading.doubts.extend(self.rows.doubts());
        reading
    }
}

impl Drop for ExtractRows<'_> {
    fn drop(&mut self) {
        self.end_step();
    }
}

/// The error of an extract that was read to its end and contains nobody: most often it is not the extract that was meant.
fn nobody(files: &[Source]) -> Error {
    let others = match files.len() {
        1 => String::new(),
        2 => ", nor does the other file".into(),
        files => format!(", nor does any of the other {} files", files - 1),
    };
    files[0]
        .failed(Code::ExtractEmpty, &format!("contains nobody{others}"))
        .hint("ask for the extract again; an organisation without clients makes no hand-over, and `run --without` leaves it out")
}

/// The rows and findings of an extract, in the order in which they were met.
struct Kept {
    items: Vec<Item>,
    stretches: Vec<Zeroizing<Vec<u8>>>,
    reading: Reading,
}

enum Item {
    Finding(Finding),
    /// The rows that follow are of this file.
    File(Arc<str>),
    /// In a stretch, by its index, from byte to byte.
    Row(u32, u32, u32),
}

impl Kept {
    /// `None` when it takes too much memory.
    fn read(mut rows: ExtractRows<'_>) -> Result<Option<Self>> {
        let mut items = Vec::new();
        let mut stretches: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        let (mut row, mut file, mut bytes) = (RawRow::new(""), None, 0);
        while let Some(met) = rows.next(&mut row)? {
            if let Met::Finding(finding) = met {
                items.push(Item::Finding(finding));
                continue;
            }
            let is_same = |file: &Arc<str>| Arc::ptr_eq(file, row.file());
            if !file.as_ref().is_some_and(is_same) {
                file = Some(row.file().clone());
                items.push(Item::File(row.file().clone()));
            }
            let length = row.packed_length();
            bytes += length;
            if bytes > MOST {
                return Ok(None);
            }
            let has_room = |last: &Zeroizing<Vec<u8>>| last.capacity() - last.len() >= length;
            if !stretches.last().is_some_and(has_room) {
                let stretch = Vec::with_capacity(length.max(STRETCH));
                stretches.push(Zeroizing::new(stretch));
            }
            let index = stretches.len() - 1;
            let start = stretches[index].len();
            row.pack(&mut stretches[index]);
            let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            items.push(Item::Row(short(index), short(start), short(start + length)));
        }
        Ok(Some(Self {
            reading: rows.into_reading(),
            items,
            stretches,
        }))
    }
}

struct KeptRows<'a> {
    items: std::slice::Iter<'a, Item>,
    stretches: &'a [Zeroizing<Vec<u8>>],
    file: Arc<str>,
}

impl<'a> KeptRows<'a> {
    fn of(kept: &'a Kept) -> Self {
        Self {
            items: kept.items.iter(),
            stretches: &kept.stretches,
            file: Arc::from(""),
        }
    }
}

impl Rows for KeptRows<'_> {
    fn next(&mut self, row: &mut RawRow) -> Result<Next> {
        for item in self.items.by_ref() {
            match item {
                Item::File(file) => self.file = file.clone(),
                Item::Finding(finding) => return Ok(Next::Finding(finding.clone())),
                Item::Row(stretch, start, end) => {
                    let stretch = &self.stretches[*stretch as usize];
                    row.unpack(&self.file, &stretch[*start as usize..*end as usize]);
                    return Ok(Next::Row);
                }
            }
        }
        Ok(Next::End)
    }

    fn bytes_read(&self) -> u64 {
        0
    }

    /// It was read to its end.
    fn has_met_any(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::detect;
    use super::*;
    use crate::identified::settings::Field;
    use crate::vocabulary::Silent;

    const COLUMNS: &[(Field, &str)] = &[(Field::Bsn, "bsn"), (Field::Surname, "naam")];

    /// The rows and findings, in the order in which they come.
    fn met(extract: &Extract<'_>) -> Vec<String> {
        let mut all = Vec::new();
        let (mut rows, mut row) = (extract.rows(&Silent).unwrap(), RawRow::new(""));
        while let Some(met) = rows.next(&mut row).unwrap() {
            all.push(match met {
                Met::Finding(finding) => finding.to_string(),
                Met::Row => {
                    let cells = [Field::Bsn, Field::Surname].map(|field| row.get(field));
                    let is_broken = row.is_broken(Field::Surname);
                    format!("{:?} {cells:?} {is_broken}", row.location())
                }
            });
        }
        all.extend(rows.into_reading().detected);
        all
    }

    #[test]
    fn what_is_kept_is_what_the_files_give() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            (
                "a.csv",
                b"bsn;naam\n1;Jansen\n2;Sm\0it\n3;x;y\n;\n".to_vec(),
            ),
            ("b.csv", b"bsn;naam\n4;\"de\nVries\"\n".to_vec()),
        ];
        let mut settings = detect(COLUMNS);
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            settings.files.push(path);
        }
        let read = Extract::unread(&settings).unwrap();
        let kept = Extract::open(&settings, &Silent).unwrap();
        assert!(kept.is_kept() && !read.is_kept());
        assert_eq!(met(&kept), met(&read));
        assert_eq!(met(&kept).len(), 6, "{:?}", met(&kept));
        assert_eq!(kept.dates(), read.dates());
    }
}
