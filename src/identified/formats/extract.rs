//! An open extract, whose rows can be read several times. Small extracts are kept in memory.
//!
//! A step goes through an extract up to four times: how it is written, whose numbers are shared, who objected, the rows.
//! A workbook is unpacked for each, so that the rows of a small extract are kept in memory, which is wiped.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{for_each_row, open_all, read_files, survey};
use crate::error::{Error, Result};
use crate::identified::settings::{DateOrder, ExtractSettings};
use crate::identified::source::file::Source;
use crate::identified::source::format::{OnFinding, OnRow};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::{Finding, Progress, Silent};

/// The bytes of the files of an extract that is kept, at most.
const LARGEST: u64 = 32 << 20;

/// The bytes of its rows, at most: a workbook unpacks to more than it takes.
const MOST: usize = 64 << 20;

/// The bytes of a stretch of memory. One that grew would leave rows behind in freed memory.
const STRETCH: usize = 1 << 20;

/// The items after which the user is asked whether to go on.
const ITEMS_BETWEEN_QUESTIONS: usize = 4096;

/// An extract that is gone through more than once.
pub(in crate::identified) struct Extract<'a> {
    settings: &'a ExtractSettings,
    kept: Option<Kept>,
}

impl<'a> Extract<'a> {
    /// Reads the extract, when it is small.
    ///
    /// # Errors
    /// As [`Extract::for_each_row`].
    pub(in crate::identified) fn open(
        settings: &'a ExtractSettings,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let files = open_all(settings)?;
        let bytes: u64 = files.iter().map(|file| file.size).sum();
        let kept = if bytes <= LARGEST {
            Kept::read(settings, &files, progress)?
        } else {
            None
        };
        Ok(Self { settings, kept })
    }

    /// An extract whose files are opened when rows are asked for.
    #[cfg(test)]
    pub(in crate::identified) const fn unread(settings: &'a ExtractSettings) -> Self {
        Self {
            settings,
            kept: None,
        }
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
    ///
    /// # Errors
    /// As [`survey`].
    pub(in crate::identified) fn dates(&self) -> Result<DateOrder> {
        match &self.kept {
            Some(kept) => Ok(kept.reading.dates),
            None => Ok(survey(self.settings)?.dates),
        }
    }

    /// Calls `each` with every row, in order. Rows that cannot be read become findings and are not handed on.
    ///
    /// # Errors
    /// When a file cannot be read as a whole, or what `each` gives back.
    pub(in crate::identified) fn for_each_row(
        &self,
        finding: &mut OnFinding<'_>,
        each: &mut OnRow<'_>,
        progress: &dyn Progress,
    ) -> Result<Reading> {
        match &self.kept {
            Some(kept) => kept.for_each_row(finding, each, progress),
            None => for_each_row(self.settings, finding, each, progress),
        }
    }

    /// Calls `each` with the first rows, `most` at most; rows that cannot be read are skipped.
    ///
    /// # Errors
    /// As [`Extract::for_each_row`].
    pub(in crate::identified) fn for_first_rows(
        &self,
        most: u64,
        each: &mut dyn FnMut(&RawRow),
    ) -> Result<()> {
        let mut seen = 0;
        let read = self.for_each_row(
            &mut |_| Ok(()),
            &mut |row, _| {
                each(row);
                seen += 1;
                // Readers know no other way to stop early; the error goes no further than here.
                if seen < most {
                    Ok(())
                } else {
                    Err(Error::interrupted())
                }
            },
            &Silent,
        );
        if seen < most {
            read?;
        }
        Ok(())
    }
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
    /// In the stretch at a place, from byte to byte.
    Row(u32, u32, u32),
}

impl Kept {
    /// `None` when it takes too much memory.
    fn read(
        settings: &ExtractSettings,
        files: &[Source],
        progress: &dyn Progress,
    ) -> Result<Option<Self>> {
        // The reader has two places to put what it meets, and both are one list.
        let items = std::cell::RefCell::new(Vec::new());
        let mut stretches: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        let (mut file, mut bytes) = (None, 0);
        let read = read_files(
            settings,
            files,
            &mut |finding| {
                items.borrow_mut().push(Item::Finding(finding));
                Ok(())
            },
            &mut |row, _| {
                let mut items = items.borrow_mut();
                if file
                    .as_ref()
                    .is_none_or(|file| !Arc::ptr_eq(file, row.file()))
                {
                    file = Some(row.file().clone());
                    items.push(Item::File(row.file().clone()));
                }
                let length = row.packed_length();
                bytes += length;
                if bytes > MOST {
                    return Err(Error::interrupted());
                }
                let has_room = |last: &Zeroizing<Vec<u8>>| last.capacity() - last.len() >= length;
                if !stretches.last().is_some_and(has_room) {
                    let stretch = Vec::with_capacity(length.max(STRETCH));
                    stretches.push(Zeroizing::new(stretch));
                }
                let place = stretches.len() - 1;
                let start = stretches[place].len();
                row.pack(&mut stretches[place]);
                let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                items.push(Item::Row(short(place), short(start), short(start + length)));
                Ok(())
            },
            progress,
        );
        if bytes > MOST {
            return Ok(None);
        }
        Ok(Some(Self {
            reading: read?,
            items: items.into_inner(),
            stretches,
        }))
    }

    fn for_each_row(
        &self,
        finding: &mut OnFinding<'_>,
        each: &mut OnRow<'_>,
        progress: &dyn Progress,
    ) -> Result<Reading> {
        let mut row = RawRow::new("");
        for (place, item) in self.items.iter().enumerate() {
            if place % ITEMS_BETWEEN_QUESTIONS == 0 && progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            match item {
                Item::Finding(one) => finding(one.clone())?,
                Item::File(file) => row = RawRow::of(file.clone()),
                Item::Row(stretch, start, end) => {
                    let stretch = &self.stretches[*stretch as usize];
                    row.unpack(&stretch[*start as usize..*end as usize]);
                    each(&row, finding)?;
                }
            }
        }
        Ok(self.reading.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::detect;
    use super::*;
    use crate::identified::settings::Field;

    const COLUMNS: &[(Field, &str)] = &[(Field::Bsn, "bsn"), (Field::Surname, "naam")];

    /// The rows and findings, in the order in which they come.
    fn met(extract: &Extract<'_>) -> Vec<String> {
        let met = std::cell::RefCell::new(Vec::new());
        let reading = extract.for_each_row(
            &mut |finding| {
                met.borrow_mut().push(finding.to_string());
                Ok(())
            },
            &mut |row, _| {
                let cells = [Field::Bsn, Field::Surname].map(|field| row.get(field));
                let is_broken = row.is_broken(Field::Surname);
                let told = format!("{:?} {cells:?} {is_broken}", row.place());
                met.borrow_mut().push(told);
                Ok(())
            },
            &Silent,
        );
        met.borrow_mut().extend(reading.unwrap().detected);
        met.into_inner()
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
        let read = Extract::unread(&settings);
        let kept = Extract::open(&settings, &Silent).unwrap();
        assert!(kept.is_kept() && !read.is_kept());
        assert_eq!(met(&kept), met(&read));
        assert_eq!(met(&kept).len(), 6, "{:?}", met(&kept));
        assert_eq!(kept.dates().unwrap(), read.dates().unwrap());
        let mut first = Vec::new();
        let each = &mut |row: &RawRow| first.push(row.get(Field::Bsn).map(str::to_owned));
        kept.for_first_rows(2, each).unwrap();
        assert_eq!(first, [Some("1".to_owned()), Some("2".to_owned())]);
    }
}
