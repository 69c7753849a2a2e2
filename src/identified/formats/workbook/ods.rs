//! The rows of an `.ods` workbook, streamed.
//!
//! It is read as a stream, by us: a repeated row or cell is written once with a number, and laying those out first
//! would let a small file fill the memory. The library that reads `.xlsx` (calamine 0.38) does so, takes the text of an
//! error for a text, refuses white space between cells, and never comes back from a sheet that is cut off.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::PathBuf;

use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;
use zip::ZipArchive;

use super::book::{Book, Broken, OnSheetRow};
use super::hidden::Hidden;
use super::ods_sheet::{OdsSheet, attribute};
use crate::identified::source::file::{Source, open};

pub(super) struct OdsBook {
    path: PathBuf,
    sheets: Vec<String>,
    hidden_sheets: Vec<usize>,
    /// What is hidden of the sheet that was read.
    hidden: Hidden,
}

impl OdsBook {
    /// Opens the workbook and looks at how many sheets it has.
    pub(super) fn open(file: &Source) -> Result<Self, Broken> {
        let mut book = Self {
            path: file.path.clone(),
            sheets: Vec::new(),
            hidden_sheets: Vec::new(),
            hidden: Hidden::default(),
        };
        let (mut sheets, mut hidden) = (Vec::new(), Vec::new());
        let (mut style, mut hiding_styles) = (None, Vec::new());
        book.parse(&mut |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return Ok(ControlFlow::Continue(()));
            };
            let text = |name| attribute(tag, name).map(|mut text| std::mem::take(&mut *text));
            match tag.name().as_ref() {
                "style:style" => style = text("style:name"),
                "style:table-properties" if text("table:display").as_deref() == Some("false") => {
                    hiding_styles.extend(style.take());
                }
                "table:table" => {
                    let style = text("table:style-name");
                    if style.is_some_and(|style| hiding_styles.contains(&style)) {
                        hidden.push(sheets.len());
                    }
                    sheets.push(text("table:name").unwrap_or_default());
                }
                _ => {}
            }
            Ok(ControlFlow::Continue(()))
        })?;
        (book.sheets, book.hidden_sheets) = (sheets, hidden);
        Ok(book)
    }

    fn parse(
        &self,
        each: &mut dyn FnMut(&Event<'_>) -> Result<ControlFlow<()>, Broken>,
    ) -> Result<(), Broken> {
        let source = BufReader::new(open(&self.path).map_err(Broken::Given)?);
        let mut zip = ZipArchive::<BufReader<File>>::new(source).map_err(|_| Broken::Damaged)?;
        let content = zip.by_name("content.xml").map_err(|_| Broken::Damaged)?;
        let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, content));
        let mut buffer = Zeroizing::new(Vec::with_capacity(1 << 16));
        let mut depth = 0_u64;
        loop {
            buffer.clear();
            let event = xml
                .read_event_into(&mut buffer)
                .map_err(|_| Broken::Damaged)?;
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::DocType(_) => return Err(Broken::Damaged),
                Event::Eof if depth > 0 => return Err(Broken::Damaged),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if each(&event)? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
    }
}

impl Book for OdsBook {
    fn sheets(&self) -> Vec<String> {
        self.sheets.clone()
    }

    fn hidden_sheets(&self) -> Vec<usize> {
        self.hidden_sheets.clone()
    }

    fn hidden(&mut self, _sheet: usize) -> Result<Hidden, Broken> {
        Ok(std::mem::take(&mut self.hidden))
    }

    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken> {
        let mut read = OdsSheet::new();
        let mut begun = 0;
        self.parse(&mut |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.name().as_ref() == "table:table"
            {
                begun += 1;
            }
            match begun {
                begun if begun == sheet + 1 => read.take(event, each),
                begun if begun > sheet + 1 => Ok(ControlFlow::Break(())),
                _ => Ok(ControlFlow::Continue(())),
            }
        })?;
        self.hidden = read.hidden;
        Ok(())
    }
}
