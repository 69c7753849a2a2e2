//! Area codes as CBS or the register writes them, as indexes into a list.

use std::collections::{BTreeSet, HashMap};

use crate::vocabulary::{Area, AreaIx, gemeente, is_cbs_code};

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
    index_of: HashMap<String, AreaIx>,
}

impl Codes {
    /// The index of a code, by appearance; the first name that it comes with is kept, until then the code is the name.
    pub(super) fn index(&mut self, code: &str, name: &str) -> AreaIx {
        if let Some(index) = self.index_of.get(code) {
            let area = &mut self.areas[index.index()];
            if !name.is_empty() && area.name == area.code {
                name.clone_into(&mut area.name);
            }
            return *index;
        }
        let index = AreaIx::at(self.areas.len());
        let name = if name.is_empty() { code } else { name };
        self.areas.push(Area {
            code: code.to_owned(),
            name: name.to_owned(),
        });
        self.index_of.insert(code.to_owned(), index);
        index
    }

    /// The areas of the gemeenten of `used`, sorted, and the index in them of each by appearance; `None` for what is not
    /// listed.
    pub(super) fn list(
        &self,
        used: impl Iterator<Item = AreaIx>,
    ) -> (Vec<Area>, Vec<Option<AreaIx>>) {
        let gemeenten: BTreeSet<&str> = used
            .map(|index| gemeente(&self.areas[index.index()].code))
            .collect();
        let is_listed = |area: &&Area| gemeenten.contains(gemeente(&area.code));
        let mut listed: Vec<Area> = self.areas.iter().filter(is_listed).cloned().collect();
        listed.sort_unstable();
        let index = |area: &Area| listed.binary_search(area).ok().map(AreaIx::at);
        let indexes = self.areas.iter().map(index).collect();
        (listed, indexes)
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
