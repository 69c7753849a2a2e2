//! What cells are made of: letters, small numbers, prefixes, initials. Counts only.

use crate::identified::normalise::plausible;

/// How many cells are of each make.
#[derive(Default)]
pub(super) struct Shapes {
    /// Letters, and the signs that are in names.
    pub(super) names: u64,
    /// A number of at most five digits.
    pub(super) small_numbers: u64,
    /// Nothing but digits.
    pub(super) numbers: u64,
    pub(super) single_letters: u64,
    /// A prefix of a surname, and nothing else.
    pub(super) prefixes: u64,
    /// Letters, each with a dot behind it.
    pub(super) initials: u64,
    /// At most seven letters and digits, with blanks or hyphens between them.
    pub(super) short: u64,
    /// Letters or digits, with a digit among them, in one piece.
    pub(super) references: u64,
}

impl Shapes {
    /// Looks at a cell that is not empty; `digits` of its bytes are digits.
    pub(super) fn add(&mut self, cell: &str, digits: usize) {
        let is_of_short = |byte: u8| byte.is_ascii_alphanumeric() || b" -/".contains(&byte);
        let is_short = cell.len() <= 7 && cell.bytes().all(is_of_short);
        self.short += u64::from(is_short);
        if digits > 0 {
            let is_number = digits == cell.len();
            self.numbers += u64::from(is_number);
            self.small_numbers += u64::from(is_number && digits <= 5);
            let in_one = |byte: u8| byte.is_ascii_alphanumeric() || b"-/_.".contains(&byte);
            self.references += u64::from(cell.bytes().all(in_one));
            return;
        }
        let is_of_names = |letter: char| letter.is_alphabetic() || " .,'’`-".contains(letter);
        self.names += u64::from(cell.chars().all(is_of_names));
        self.single_letters +=
            u64::from(cell.len() == 1 && cell.as_bytes()[0].is_ascii_alphabetic());
        self.prefixes += u64::from(plausible::is_prefix(cell));
        self.initials += u64::from(are_initials(cell));
    }
}

/// `A.B.`, with or without spaces.
fn are_initials(cell: &str) -> bool {
    let mut letters = cell.chars().filter(|letter| *letter != ' ').peekable();
    let mut is_some = false;
    while let Some(letter) = letters.next() {
        if !letter.is_uppercase() || letters.next() != Some('.') {
            return false;
        }
        is_some = true;
    }
    is_some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_counts_as_what_it_is_made_of() {
        let mut shapes = Shapes::default();
        for cell in [
            "van der",
            "A.B.",
            "Jansen-Smit",
            "12",
            "K-17",
            "B",
            "Ja, soms 3",
        ] {
            shapes.add(cell, cell.bytes().filter(u8::is_ascii_digit).count());
        }
        let Shapes {
            names,
            numbers,
            single_letters,
            prefixes,
            initials,
            references,
            ..
        } = shapes;
        assert_eq!([names, numbers, single_letters], [4, 1, 1]);
        assert_eq!([prefixes, initials, references], [1, 1, 2]);
    }
}
