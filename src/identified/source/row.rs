//! A row of an extract: the text of its mapped fields in one buffer that is wiped.

use std::sync::Arc;

use zeroize::ZeroizeOnDrop;

use super::guard::unguarded;
use crate::identified::identifying::{Identifying, MayReveal};
use crate::identified::settings::Field;
use crate::vocabulary::{Finding, Location, Rule};

/// Stands for this room, which fills rows and gives their fields.
struct Reading;

impl MayReveal for Reading {}

/// The text of the mapped fields of a row. One row serves a whole file; its buffer is wiped on drop.
#[derive(ZeroizeOnDrop)]
pub(in crate::identified) struct RawRow {
    buffer: Identifying<String>,
    #[zeroize(skip)]
    ranges: [(u32, u32); Field::ALL.len()],
    #[zeroize(skip)]
    broken: u64,
    #[zeroize(skip)]
    file: Arc<str>,
    #[zeroize(skip)]
    line: u64,
}

impl RawRow {
    /// An empty row of `file` (its name without its folder).
    pub(in crate::identified) fn new(file: &str) -> Self {
        Self::of(Arc::from(file))
    }

    /// The same.
    fn of(file: Arc<str>) -> Self {
        Self {
            buffer: Identifying::new(String::with_capacity(1024)),
            ranges: [(0, 0); Field::ALL.len()],
            broken: 0,
            file,
            line: 0,
        }
    }

    /// The name of its file.
    pub(in crate::identified) const fn file(&self) -> &Arc<str> {
        &self.file
    }

    fn filled(&self) -> impl Iterator<Item = (u8, &(u32, u32))> {
        let ranges = (0..).zip(&self.ranges);
        ranges.filter(|(_, (start, end))| start < end)
    }

    /// The bytes that [`RawRow::pack`] adds.
    pub(in crate::identified) fn packed_length(&self) -> usize {
        17 + 9 * self.filled().count() + self.buffer.reveal(Reading).len()
    }

    /// Puts the row behind what is there: its line and broken fields, the positions of its fields, its text.
    pub(in crate::identified) fn pack(&self, to: &mut Vec<u8>) {
        to.extend(self.line.to_le_bytes());
        to.extend(self.broken.to_le_bytes());
        to.push(u8::try_from(self.filled().count()).unwrap_or(u8::MAX));
        for (field, (start, end)) in self.filled() {
            to.push(field);
            to.extend(start.to_le_bytes());
            to.extend(end.to_le_bytes());
        }
        to.extend(self.buffer.reveal(Reading).as_bytes());
    }

    /// Becomes the row of a file that was packed; another text is an empty row.
    pub(in crate::identified) fn unpack(&mut self, file: &Arc<str>, packed: &[u8]) {
        self.begin_in(file, 0);
        let _ = self.unpacked(packed);
    }

    fn unpacked(&mut self, packed: &[u8]) -> Option<()> {
        let (line, rest) = packed.split_first_chunk()?;
        let (broken, rest) = rest.split_first_chunk()?;
        let (fields, mut rest) = rest.split_first()?;
        (self.line, self.broken) = (u64::from_le_bytes(*line), u64::from_le_bytes(*broken));
        for _ in 0..*fields {
            let (field, more) = rest.split_first()?;
            let (start, more) = more.split_first_chunk()?;
            let (end, more) = more.split_first_chunk()?;
            rest = more;
            let range = self.ranges.get_mut(usize::from(*field))?;
            *range = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        }
        self.make_room(rest.len());
        self.buffer
            .reveal_mut(Reading)
            .push_str(std::str::from_utf8(rest).ok()?);
        Some(())
    }

    /// Begins the row at `line` (from 1), without fields.
    pub(in crate::identified) fn begin(&mut self, line: u64) {
        self.buffer.reveal_mut(Reading).clear();
        self.ranges = [(0, 0); Field::ALL.len()];
        self.broken = 0;
        self.line = line;
    }

    /// Begins the row at `line` of a file (its name without its folder).
    pub(in crate::identified) fn begin_in(&mut self, file: &Arc<str>, line: u64) {
        self.begin(line);
        if !Arc::ptr_eq(&self.file, file) {
            self.file = file.clone();
        }
    }

    /// Sets the text of a field; one that [is not sound](is_sound) is broken.
    pub(in crate::identified) fn set(&mut self, field: Field, text: &str) {
        if is_sound(text) {
            self.set_sound(field, text);
        } else {
            self.set_broken(field);
        }
    }

    /// Sets the text of a field, which [is sound](is_sound).
    pub(super) fn set_sound(&mut self, field: Field, text: &str) {
        self.make_room(text.len());
        let buffer = self.buffer.reveal_mut(Reading);
        let start = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        buffer.push_str(text);
        let end = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        self.ranges[field as usize] = (start, end);
    }

    /// Makes room for `more` bytes; what the buffer leaves behind when it moves is wiped.
    fn make_room(&mut self, more: usize) {
        let buffer = self.buffer.reveal(Reading);
        if buffer.capacity() - buffer.len() >= more {
            return;
        }
        let mut larger = String::with_capacity((buffer.len() + more) * 2);
        larger.push_str(buffer);
        self.buffer = Identifying::new(larger);
    }

    /// Says that a field holds bytes that are not of the file's encoding; it counts as empty.
    pub(in crate::identified) fn set_broken(&mut self, field: Field) {
        self.broken |= 1 << (field as u32);
    }

    /// The text of a field without white space around it and without its guard; `None` when empty, not mapped or broken.
    pub(in crate::identified) fn get(&self, field: Field) -> Option<&str> {
        let (start, end) = self.ranges[field as usize];
        if start == end {
            return None;
        }
        let text = unguarded(
            self.buffer
                .reveal(Reading)
                .get(start as usize..end as usize)?,
        );
        (!text.is_empty() && !self.is_broken(field)).then_some(text)
    }

    /// Whether a field holds bytes that are not of the file's encoding.
    pub(in crate::identified) const fn is_broken(&self, field: Field) -> bool {
        self.broken >> (field as u32) & 1 == 1
    }

    /// Whether any field does.
    pub(in crate::identified) const fn has_broken(&self) -> bool {
        self.broken != 0
    }

    /// A finding at this row, on a field or on the whole row.
    pub(in crate::identified) fn finding(&self, field: Option<Field>, rule: Rule) -> Finding {
        let field = field.map(Field::name);
        Finding {
            location: Location {
                field,
                ..self.location()
            },
            rule,
        }
    }

    pub(in crate::identified) fn location(&self) -> Location {
        Location {
            file: self.file.clone(),
            line: self.line,
            field: None,
        }
    }
}

/// Whether a text has neither a NUL, which no text has, nor the sign for a letter that got lost.
pub(super) fn is_sound(text: &str) -> bool {
    let has_lost = || !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER);
    !text.as_bytes().contains(&0) && !has_lost()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_forgets_the_one_before() {
        let mut row = RawRow::new("a.csv");
        row.begin(2);
        row.set(Field::Surname, " Jansen ");
        row.set_broken(Field::Bsn);
        assert_eq!(row.get(Field::Surname), Some("Jansen"));
        row.begin(3);
        assert_eq!(
            (row.get(Field::Surname), row.is_broken(Field::Bsn)),
            (None, false)
        );
    }

    #[test]
    fn a_nul_breaks_its_field_only() {
        let mut row = RawRow::new("a.csv");
        row.begin(2);
        row.set(Field::Surname, "Jan\0sen");
        row.set(Field::Bsn, "=\"012\"");
        assert_eq!(
            (row.get(Field::Surname), row.is_broken(Field::Surname)),
            (None, true)
        );
        assert_eq!(row.get(Field::Bsn), Some("012"));
    }

    #[test]
    fn a_letter_that_got_lost_breaks_its_field() {
        let mut row = RawRow::new("a.csv");
        row.begin(2);
        row.set(Field::Surname, "Jol\u{fffd}nk");
        row.set(Field::GivenNames, "Zo\u{eb}");
        assert_eq!((row.get(Field::Surname), row.has_broken()), (None, true));
        assert_eq!(row.get(Field::GivenNames), Some("Zo\u{eb}"));
    }

    #[test]
    fn rows_of_any_length_use_the_same_memory_again() {
        let mut row = RawRow::new("a.csv");
        row.begin(2);
        row.set(Field::Surname, &"x".repeat(5_000));
        let (capacity, place) = (
            row.buffer.reveal(Reading).capacity(),
            row.buffer.reveal(Reading).as_ptr(),
        );
        for line in 3..1_000 {
            row.begin(line);
            row.set(Field::Surname, &"y".repeat(5_000));
        }
        assert_eq!(
            (
                row.buffer.reveal(Reading).capacity(),
                row.buffer.reveal(Reading).as_ptr()
            ),
            (capacity, place)
        );
    }

    #[test]
    fn a_finding_names_the_place_and_not_the_value() {
        let mut row = RawRow::new("a.csv");
        row.begin(7);
        row.set(Field::Bsn, "12345");
        let finding = row.finding(Some(Field::Bsn), Rule::BsnInvalid).to_string();
        assert!(finding.starts_with("a.csv:7: column `bsn`") && !finding.contains("12345"));
    }
}
