//! All columns of delimited text by name, for `inspect`.

use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::identified::settings::ExtractSettings;
use crate::identified::source::encoding::CellDecoder;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Columns, Habits, OnCells};
use crate::identified::source::guard::unguarded;
use crate::identified::source::records::Step;
use crate::identified::source::table::{Layout, Table};
use crate::identified::source::text::{TextFile, doubts};

/// A delimited file with all its columns.
pub(super) struct CsvColumns {
    file: TextFile,
    layout: Layout,
    names: Vec<Zeroizing<String>>,
    has_rows: bool,
}

impl CsvColumns {
    /// Settles the delimiter and reads the header.
    ///
    /// # Errors
    /// As a survey of the same file, but for its mapping and its rows.
    pub(super) fn open(settings: &ExtractSettings, source: &Source) -> Result<Self> {
        let file = source.text(settings.encoding)?;
        let table = Table::settle_one(&file, settings.delimiter, &[])?;
        let (layout, has_rows) = (table.layout, table.has_rows);
        let names = table.header.into_names();
        Ok(Self {
            file,
            layout,
            names,
            has_rows,
        })
    }
}

impl Columns for CsvColumns {
    fn names(&self) -> &[Zeroizing<String>] {
        &self.names
    }

    fn habits(&self) -> Habits {
        Habits {
            delimiter: Some(self.layout.delimiter),
            // One that is in doubt is no proposal: given, it would be doubted no more.
            encoding: Some(self.file.encoding).filter(|_| self.file.doubt.is_none()),
            sheet: None,
        }
    }

    fn has_rows(&self) -> bool {
        self.has_rows
    }

    fn doubts(&self) -> Vec<String> {
        doubts([&self.file])
    }

    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64> {
        let failed = |error: &std::io::Error| Error::io(&self.file.path, "read", error);
        let mut records = self.layout.below_header(&self.file, self.file.reader()?)?;
        let decoder = || CellDecoder::new(self.file.encoding);
        let mut decoders: Vec<_> = self.names.iter().map(|_| decoder()).collect();
        let mut unread = 0;
        loop {
            match records.next().map_err(|error| failed(&error))? {
                Step::End => return Ok(unread),
                Step::Record => {}
                _ => {
                    unread += 1;
                    continue;
                }
            }
            let cells = decoders.iter_mut().enumerate();
            let cells: Vec<_> = cells
                .map(|(place, decoder)| decoder.decode(records.cell(place)).map(unguarded))
                .collect();
            each(&cells)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::formats::testing::detect;
    use crate::identified::settings::Encoding;

    fn open(bytes: &[u8]) -> Result<(CsvColumns, tempfile::NamedTempFile)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let source = Source::open(file.path())?;
        let columns = CsvColumns::open(&detect(&[]), &source)?;
        Ok((columns, file))
    }

    #[test]
    fn all_columns_are_read_whatever_they_are_called() {
        let (columns, _file) =
            open(b"BSN|Naam|\n1|Ren\xe9 Zo\xeb|\n2|\n\"3|x|\n4|\x81|y\n").unwrap();
        let names: Vec<_> = columns.names().iter().map(|name| name.as_str()).collect();
        assert_eq!(names, ["BSN", "Naam", ""]);
        assert_eq!(columns.habits().delimiter, Some(b'|'));
        assert_eq!(columns.habits().encoding, Some(Encoding::Windows1252));
        let mut rows: Vec<Vec<Option<String>>> = Vec::new();
        let mut take = |cells: &[Option<&str>]| {
            rows.push(cells.iter().map(|cell| cell.map(str::to_owned)).collect());
            Ok(())
        };
        let unread = columns.for_each(&mut take).unwrap();
        let cell = |text: &str| Some(text.to_owned());
        assert_eq!(rows[0], [cell("1"), cell("René Zoë"), cell("")]);
        assert_eq!(rows[1], [cell("2"), cell(""), cell("")]);
        assert_eq!(rows[2], [cell("4"), None, cell("y")]);
        assert_eq!((rows.len(), unread), (3, 1));
    }

    #[test]
    fn an_encoding_in_doubt_is_told_and_not_proposed() {
        let (columns, _file) = open(b"BSN;Naam\n1;Stra\xe1\n").unwrap();
        assert_eq!(columns.habits().encoding, None);
        assert_eq!(columns.doubts().len(), 1);
    }

    #[test]
    fn what_check_refuses_is_refused_here_too() {
        assert!(!open(b"BSN;Naam\n").unwrap().0.has_rows());
        for (bytes, word) in [(&b""[..], "is empty"), (b"PK\x03\x04", "Excel")] {
            let error = open(bytes).err().unwrap().to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
