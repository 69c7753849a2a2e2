//! Hidden rows and columns of an `.ods` sheet, from its XML.

use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::hidden::Hidden;
use super::ods::{attribute, repeats};

/// What was hidden so far.
#[derive(Default)]
pub(super) struct HiddenOds {
    pub(super) hidden: Hidden,
    /// The sheets that began.
    sheets: usize,
    rows: u64,
    columns: u64,
    /// Groups of rows that are open, and from which of them on they are folded.
    groups: [Folded; 2],
}

/// Groups within groups.
#[derive(Default)]
struct Folded {
    open: u64,
    from: Option<u64>,
}

impl HiddenOds {
    /// Takes in what comes by; there is no more once the sheet of this place, from 0, is over.
    pub(super) fn take(&mut self, event: &Event<'_>, sheet: usize) -> ControlFlow<()> {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "table:table" => {
                self.sheets += 1;
            }
            _ if self.sheets < sheet + 1 => {}
            _ if self.sheets > sheet + 1 => return ControlFlow::Break(()),
            Event::Start(tag) => {
                self.open(tag);
                if let Some(group) = self.group(tag.name().as_ref()) {
                    group.begin(is(tag, "table:display", &["false"]));
                }
            }
            Event::Empty(tag) => self.open(tag),
            Event::End(tag) => {
                if let Some(group) = self.group(tag.name().as_ref()) {
                    group.end();
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn group(&mut self, name: &str) -> Option<&mut Folded> {
        match name {
            "table:table-row-group" => Some(&mut self.groups[0]),
            "table:table-column-group" => Some(&mut self.groups[1]),
            _ => None,
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let is_hidden = is(tag, "table:visibility", &["collapse", "filter"]);
        match tag.name().as_ref() {
            "table:table-row" => {
                let count = repeats(tag, "table:number-rows-repeated");
                if is_hidden || self.groups[0].from.is_some() {
                    self.hidden.rows.add(self.rows.saturating_add(1), count);
                }
                self.rows = self.rows.saturating_add(count);
            }
            "table:table-column" => {
                let count = repeats(tag, "table:number-columns-repeated");
                if is_hidden || self.groups[1].from.is_some() {
                    self.hidden.columns.add(self.columns, count);
                }
                self.columns = self.columns.saturating_add(count);
            }
            _ => {}
        }
    }
}

impl Folded {
    fn begin(&mut self, is_folded: bool) {
        self.open += 1;
        if is_folded && self.from.is_none() {
            self.from = Some(self.open);
        }
    }

    fn end(&mut self) {
        if self.from == Some(self.open) {
            self.from = None;
        }
        self.open = self.open.saturating_sub(1);
    }
}

fn is(tag: &BytesStart<'_>, name: &str, words: &[&str]) -> bool {
    attribute(tag, name).is_some_and(|text| words.contains(&text.as_str()))
}
