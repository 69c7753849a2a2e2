//! Area codes as CBS or the register writes them, as indexes into a list.

use std::collections::{BTreeSet, HashMap};

use super::resident::NONE;
use crate::vocabulary::{Area, gemeente, is_cbs_code};

/// Writes `code` with `letters` in front where it is a CBS code that lacks them; `None` when it is empty.
pub(super) fn write_code<'a>(
    text: &'a mut String,
    letters: &str,
    length: usize,
    code: &str,
) -> Option<&'a str> {
    text.clear();
    if is_cbs_code(code, length) {
        text.push_str(letters);
    }
    text.push_str(code);
    (!code.is_empty()).then_some(text)
}

/// Codes in the order in which they appeared.
#[derive(Default)]
pub(super) struct Codes {
    areas: Vec<Area>,
    place_of: HashMap<String, u32>,
}

impl Codes {
    /// The place of a code; the first name that it comes with is kept, until then the code is the name.
    pub(super) fn place(&mut self, code: &str, name: &str) -> u32 {
        if let Some(place) = self.place_of.get(code) {
            let area = &mut self.areas[*place as usize];
            if !name.is_empty() && area.name == area.code {
                name.clone_into(&mut area.name);
            }
            return *place;
        }
        let place = u32::try_from(self.areas.len()).unwrap_or(NONE);
        let name = if name.is_empty() { code } else { name };
        self.areas.push(Area {
            code: code.to_owned(),
            name: name.to_owned(),
        });
        self.place_of.insert(code.to_owned(), place);
        place
    }

    /// The areas of the gemeenten of `used`, sorted, and where each place went; [`NONE`] for what is not listed.
    pub(super) fn list(&self, used: impl Iterator<Item = u32>) -> (Vec<Area>, Vec<u32>) {
        let area = |place: u32| self.areas.get(place as usize);
        let gemeenten: BTreeSet<&str> = used
            .filter_map(area)
            .map(|area| gemeente(&area.code))
            .collect();
        let is_listed = |area: &&Area| gemeenten.contains(gemeente(&area.code));
        let mut listed: Vec<Area> = self.areas.iter().filter(is_listed).cloned().collect();
        listed.sort_unstable();
        let place = |area: &Area| {
            listed
                .binary_search(area)
                .ok()
                .and_then(|place| u32::try_from(place).ok())
        };
        let places = self
            .areas
            .iter()
            .map(|area| place(area).unwrap_or(NONE))
            .collect();
        (listed, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cbs_code_gets_letters() {
        let mut text = String::new();
        assert_eq!(
            write_code(&mut text, "BU", 8, "0363AF01"),
            Some("BU0363AF01")
        );
        assert_eq!(
            write_code(&mut text, "BU", 8, "BU0363AF01"),
            Some("BU0363AF01")
        );
        assert_eq!(write_code(&mut text, "BU", 8, "Oost"), Some("Oost"));
        assert_eq!(write_code(&mut text, "BU", 8, ""), None);
    }

    #[test]
    fn the_gemeente_stands_in_a_cbs_code_only() {
        assert_eq!(gemeente("BU0363AF01"), "0363");
        assert_eq!(gemeente("WK047901"), "0479");
        assert_eq!(gemeente("Burgwallen"), "");
    }
}
