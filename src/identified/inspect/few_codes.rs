//! Service codes that may be shown to their owner: few different ones, each with many rows and clients.
//!
//! A text that is rare could be the name of a person; one that all rows of a client share could be that client's.

use std::hash::{BuildHasher, Hash, RandomState};

use zeroize::Zeroizing;

/// The most different codes in a column of services: more are something else.
pub(super) const MOST_CODES: usize = 50;

/// The rows in which a code must stand to be shown.
pub(super) const LEAST_ROWS: u64 = 10;

/// The clients of whom it must be.
const LEAST_CLIENTS: usize = 5;

/// The longest code, in letters: what is longer is a remark.
const LONGEST: usize = 60;

/// How often each of a few codes is in a column. The codes are wiped on drop; of clients keyed hashes are kept.
#[derive(Default)]
pub(in crate::identified) struct FewCodes {
    codes: Vec<Counted>,
    has_more: bool,
    key: RandomState,
}

struct Counted {
    code: Zeroizing<String>,
    rows: u64,
    clients: Vec<u64>,
}

impl FewCodes {
    /// Counts a row of a client with this code.
    pub(in crate::identified) fn add(&mut self, code: &str, client: impl Hash) {
        if self.has_more {
            return;
        }
        let found = self
            .codes
            .binary_search_by(|one| one.code.as_str().cmp(code));
        let place = match found {
            Ok(place) => place,
            Err(_) if self.codes.len() == MOST_CODES => {
                self.has_more = true;
                self.codes.clear();
                return;
            }
            Err(place) => {
                let code = Zeroizing::new(code.to_owned());
                let (rows, clients) = (0, Vec::with_capacity(LEAST_CLIENTS));
                let counted = Counted {
                    code,
                    rows,
                    clients,
                };
                self.codes.insert(place, counted);
                place
            }
        };
        let counted = &mut self.codes[place];
        counted.rows += 1;
        if counted.clients.len() < LEAST_CLIENTS {
            let client = self.key.hash_one(client);
            if !counted.clients.contains(&client) {
                counted.clients.push(client);
            }
        }
    }

    /// The codes that may be shown and their rows, in the order of the codes; and whether there are others.
    pub(in crate::identified) fn shown(&self) -> (Vec<(String, u64)>, bool) {
        let shown: Vec<_> = self
            .codes
            .iter()
            .filter(|one| one.may_be_shown())
            .map(|one| (one.code.to_string(), one.rows))
            .collect();
        let has_others = self.has_more || shown.len() < self.codes.len();
        (shown, has_others)
    }
}

impl Counted {
    fn may_be_shown(&self) -> bool {
        self.rows >= LEAST_ROWS
            && self.clients.len() == LEAST_CLIENTS
            && self.code.chars().count() <= LONGEST
            && is_printed_as_it_is(&self.code)
    }
}

/// Whether a text has no sign that a terminal or an editor would obey.
pub(super) fn is_printed_as_it_is(text: &str) -> bool {
    let turns = [
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
    ];
    let is_obeyed = |letter: char| {
        letter.is_control()
            || letter == '\u{feff}'
            || turns.iter().any(|range| range.contains(&letter))
    };
    !text.chars().any(is_obeyed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: impl IntoIterator<Item = (String, u64)>) -> (Vec<(String, u64)>, bool) {
        let mut codes = FewCodes::default();
        for (code, client) in rows {
            codes.add(&code, client);
        }
        codes.shown()
    }

    #[test]
    fn a_code_of_ten_rows_and_five_clients_is_shown() {
        let rows = |code: &'static str, rows: u64, clients: u64| {
            (0..rows).map(move |row| (code.to_owned(), row % clients))
        };
        let all = rows("P10", 10, 5)
            .chain(rows("P22", 9, 9))
            .chain(rows("Jansen", 30, 4))
            .chain(rows("stop\u{1b}[2J", 30, 30));
        assert_eq!(shown(all), (vec![("P10".to_owned(), 10)], true));
    }

    #[test]
    fn nothing_of_a_column_with_more_than_fifty_codes_is_shown() {
        let rows = |codes: u64| (0..2_000).map(move |row| (format!("c{}", row % codes), row));
        assert_eq!(shown(rows(50)).0.len(), 50);
        assert_eq!(shown(rows(51)), (Vec::new(), true));
    }
}
