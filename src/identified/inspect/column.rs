//! A column under inspection: where it stands, what it is called, what its cells look like.

use zeroize::Zeroizing;

use super::content::Content;
use super::names::{Meant, is_of_another, is_plain, meant_by};

/// A column of a table.
pub(super) struct Column {
    /// Its place, from 1.
    pub(super) place: usize,
    name: Zeroizing<String>,
    /// Whether its name may be shown: it is made of words of administrations.
    pub(super) is_shown: bool,
    /// Whether its name can stand in a mapping: it is there, of one line and no other column's.
    pub(super) is_usable: bool,
    /// What its name speaks for.
    pub(super) meant: Option<Meant>,
    /// Whether its name says that it is of somebody else.
    pub(super) is_of_another: bool,
    /// What its cells look like.
    pub(super) content: Content,
}

impl Column {
    /// The columns of a header.
    pub(super) fn all(names: &[Zeroizing<String>]) -> Vec<Self> {
        let column = |(place, name): (usize, &Zeroizing<String>)| {
            let meant = meant_by(name);
            let is_once = names.iter().filter(|other| *other == name).count() == 1;
            let is_one_line = !name.chars().any(char::is_control);
            Self {
                place: place + 1,
                is_shown: is_plain(name),
                is_usable: is_once && is_one_line && !name.trim().is_empty(),
                meant,
                is_of_another: is_of_another(name),
                content: Content::of(meant.map(|meant| meant.field)),
                name: name.clone(),
            }
        };
        names.iter().enumerate().map(column).collect()
    }

    /// The name, where it may be shown.
    pub(super) fn shown_name(&self) -> Option<&str> {
        self.is_shown.then_some(self.name.as_str())
    }

    /// How the column is called in a sentence.
    pub(super) fn called(&self) -> String {
        match self.shown_name() {
            Some(name) => format!("column `{}`", name.trim()),
            None => format!("column {}", self.place),
        }
    }
}
