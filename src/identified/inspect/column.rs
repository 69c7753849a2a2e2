//! A column under inspection: position, name, and what its cells look like.

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::content::Content;
use super::names::{Meant, is_plain, meant_by};
use super::stems::{Lean, abbreviated, lean};
use crate::identified::settings::Field;

/// The longest name that nobody has: `K7`, `nr 12`.
const SHORT: usize = 6;

/// A column of a table.
pub(super) struct Column {
    /// Its place, from 1.
    pub(super) place: usize,
    name: Zeroizing<String>,
    /// Whether its name is made of words of administrations, so that anybody may see it.
    pub(super) is_plain: bool,
    /// Whether its name may be shown to whoever asked.
    pub(super) is_shown: bool,
    /// Whether its name can be in a mapping: it is there, of one line and no other column's.
    pub(super) is_usable: bool,
    /// What its name speaks for.
    pub(super) meant: Option<Meant>,
    /// The fields that its name may be an abbreviation of.
    pub(super) abbreviates: Vec<Field>,
    /// What the words of its name lean to.
    pub(super) lean: Option<Lean>,
    /// What its cells look like.
    pub(super) content: Content,
}

impl Column {
    /// The columns of a header; names that are places come from no file and may be shown to anybody.
    pub(super) fn all(names: &[Zeroizing<String>], are_places: bool) -> Vec<Self> {
        let mut times: HashMap<&str, u32> = HashMap::with_capacity(names.len());
        for name in names {
            *times.entry(name.as_str()).or_default() += 1;
        }
        let column = |(place, name): (usize, &Zeroizing<String>)| {
            let meant = meant_by(name);
            let lean = lean(name);
            let says_nothing = lean == Some(Lean::Nothing) && is_short(name);
            let is_plain = are_places || says_nothing || is_plain(name);
            let abbreviates = match meant {
                None if !is_plain => abbreviated(name),
                _ => Vec::new(),
            };
            let is_once = times.get(name.as_str()) == Some(&1);
            let is_one_line = !name.chars().any(char::is_control);
            Self {
                place: place + 1,
                is_plain,
                is_shown: is_plain,
                is_usable: is_once && is_one_line && !name.trim().is_empty(),
                meant,
                lean,
                content: Content::of(meant.map(|meant| meant.field), &abbreviates),
                abbreviates,
                name: name.clone(),
            }
        };
        names.iter().enumerate().map(column).collect()
    }

    /// Whether its name says nothing.
    pub(super) fn is_generic(&self) -> bool {
        self.lean == Some(Lean::Nothing)
    }

    /// Whether its name says that it is of somebody else.
    pub(super) fn is_of_another(&self) -> bool {
        self.lean == Some(Lean::Another)
    }

    /// The name as it is in the header; only to look at.
    pub(super) fn name(&self) -> &str {
        &self.name
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

/// Whether a name is too short for that of a person, and holds no number of one.
fn is_short(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.len() <= SHORT && !name.chars().any(char::is_control)
}
