//! The parts of a section: headings, sentences, tables, pictures.

use std::borrow::Cow;

use askama::Template;

use super::cell::Cell;
use super::maps::matrix::Matrix;
use super::maps::row::Row;
use super::maps::sheet::Maps;
use super::svg::Picture;
use super::wijken::profile::Profile;

/// A chapter of the page: its heading stands in the list of contents.
pub(super) struct Chapter {
    /// The anchor that the list of contents points to.
    pub(super) id: Cow<'static, str>,
    pub(super) title: String,
    /// Why it is asked; empty where nobody said.
    pub(super) lead: String,
    pub(super) sections: Vec<Section>,
}

impl Chapter {
    /// Whether it shows a wijk among all others.
    pub(super) fn has_profiles(&self) -> bool {
        let mut blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.any(|block| matches!(block, Block::Profile(_)))
    }
}

/// A section of a chapter.
#[derive(Template)]
#[template(path = "section.html")]
pub(super) struct Section {
    /// The anchor.
    pub(super) id: &'static str,
    /// The heading; empty where that of the chapter says enough.
    pub(super) title: &'static str,
    /// What it holds, in order.
    pub(super) blocks: Vec<Block>,
}

/// A part of a section.
pub(super) enum Block {
    /// A sentence in large type.
    Statement(String),
    Text(String),
    /// A heading within the section.
    Heading(String),
    /// A table, with bars where that helps.
    Table(BarTable),
    /// A drawing that shrinks with the page.
    Picture(Picture),
    /// A drawing that keeps its size and can be scrolled; with a name for who cannot see it.
    WidePicture(String, Picture),
    /// What the colours of a picture stand for: a class of the style, and words.
    Legend(Vec<(&'static str, String)>),
    /// Sentences, the first most telling.
    Sentences(Vec<String>),
    /// Maps that can show any indicator.
    Maps(Maps),
    /// Small maps side by side.
    Row(Row),
    /// Indicators by area, folded away under a title.
    Matrices(&'static str, Vec<Matrix>),
    /// A wijk on one page of paper.
    Profile(Profile),
    /// A long table, folded away under a title.
    Folded(&'static str, BarTable),
    /// Words and what they mean.
    Definitions(Vec<(&'static str, String)>),
}

/// A table whose first column names the rows; a cell may carry a bar.
#[derive(Template)]
#[template(path = "bar_table.html")]
pub(super) struct BarTable {
    /// What the table shows.
    pub(super) caption: String,
    /// A heading per column.
    pub(super) headings: Vec<String>,
    /// The rows, a cell per heading.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl BarTable {
    /// A side per column: numbers line up on the right, words and bars on the left.
    fn sides(&self) -> Vec<&'static str> {
        let side = |place: usize| {
            let cells = || self.rows.iter().filter_map(move |row| row.get(place));
            if cells().any(|cell| cell.bar.is_some()) {
                "left bars"
            } else if cells().any(|cell| cell.class == "number") {
                "right"
            } else {
                "left"
            }
        };
        (0..self.headings.len()).map(side).collect()
    }

    /// The class of a cell; none for words and bars on the left, which most are.
    #[expect(clippy::unused_self, reason = "a template calls what its table has")]
    fn class_of(&self, cell: &Cell, side: &str) -> String {
        match (cell.class, side) {
            ("text", "left") | ("text" | "number", "left bars") => String::new(),
            (class, "right") if class != "number" => format!("{class} right"),
            (class, _) => class.to_owned(),
        }
    }

    /// The table, or nothing when it has no rows.
    pub(super) fn when_filled(self) -> Option<Block> {
        (!self.rows.is_empty()).then_some(Block::Table(self))
    }
}

/// Only what there is to show: the block, or the words for an empty one.
pub(super) fn or_nothing(block: Option<Block>, words: &str) -> Block {
    block.unwrap_or_else(|| Block::Text(words.to_owned()))
}
