//! English in, Dutch out. What factlab says is written in English where it is said; one catalogue, `dutch.txt`, has each sentence in
//! Dutch.

mod catalogue;
mod localised;
mod mark;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use catalogue::Catalogue;

pub use catalogue::{holes_alike, sentences};
pub use mark::AS_IS;

/// The text in Dutch, line by line: the sentences that the catalogue has, with numbers and days as Dutch writes them. What it lacks
/// stays English; what stands between backticks stays as it is, and so does what stands between two [`AS_IS`], which stay too.
#[must_use]
pub fn dutch(english: &str) -> String {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    let catalogue = CATALOGUE.get_or_init(|| Catalogue::of(DUTCH));
    let lines = english.split('\n').map(|line| catalogue.line(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// All that factlab says: a line in English, a line in Dutch, an empty line. `//` begins a comment; `=` in the place of the
/// Dutch says that the line is not language, such as the head of a file.
pub const DUTCH: &str = include_str!("dutch.txt");
