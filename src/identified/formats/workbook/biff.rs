//! Records, texts and formats in the stream of an `.xls` workbook (BIFF8). Source: MS-XLS.

use zeroize::Zeroizing;

use super::book::Broken;
use super::compound::{u16_at, u32_at};

/// The kinds of records that are read. Source: MS-XLS, section 2.3.2, and for `RSTRING` the format of Excel 95, which some
/// programs still write.
pub(super) mod kind {
    pub(crate) const FORMULA: u16 = 0x06;
    pub(crate) const EOF: u16 = 0x0a;
    pub(crate) const DATE_1904: u16 = 0x22;
    pub(crate) const FILE_PASS: u16 = 0x2f;
    /// Goes on with the one before.
    pub(crate) const CONTINUE: u16 = 0x3c;
    pub(crate) const COL_INFO: u16 = 0x7d;
    pub(crate) const BOUND_SHEET: u16 = 0x85;
    pub(crate) const MUL_RK: u16 = 0xbd;
    pub(crate) const RSTRING: u16 = 0xd6;
    /// The format of a cell.
    pub(crate) const XF: u16 = 0xe0;
    /// The texts that cells share.
    pub(crate) const SST: u16 = 0xfc;
    pub(crate) const LABEL_SST: u16 = 0xfd;
    pub(crate) const NUMBER: u16 = 0x203;
    pub(crate) const LABEL: u16 = 0x204;
    pub(crate) const BOOL_ERR: u16 = 0x205;
    /// The text that a formula results in.
    pub(crate) const STRING: u16 = 0x207;
    pub(crate) const ROW: u16 = 0x208;
    pub(crate) const RK: u16 = 0x27e;
    pub(crate) const FORMAT: u16 = 0x41e;
    /// The workbook or a sheet begins.
    pub(crate) const BOF: u16 = 0x809;
}

/// The records of a stream, one by one.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

/// What a record is, and its bytes, in as many parts as it was written.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) parts: Vec<&'a [u8]>,
}

impl<'a> Records<'a> {
    /// The records from an offset on.
    pub(super) const fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    pub(super) fn next(&mut self) -> Result<Record<'a>, Broken> {
        let (kind, body) = self.piece().ok_or(Broken::Damaged)?;
        let mut parts = vec![body];
        while u16_at(self.stream, self.at) == Some(kind::CONTINUE) {
            parts.push(self.piece().ok_or(Broken::Damaged)?.1);
        }
        Ok(Record { kind, parts })
    }

    fn piece(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at.checked_add(2)?)?);
        let begin = self.at.checked_add(4)?;
        let body = self.stream.get(begin..begin.checked_add(length)?)?;
        self.at = begin + length;
        Some((kind, body))
    }
}

impl<'a> Record<'a> {
    /// The bytes of its first part.
    pub(super) fn body(&self) -> &'a [u8] {
        self.parts.first().copied().unwrap_or_default()
    }
}

/// Reads over the parts of a record.
pub(super) struct Cursor<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
    letters: Zeroizing<Vec<u16>>,
}

impl<'a> Cursor<'a> {
    /// Reads the parts from an offset in the first on.
    pub(super) fn new(record: &'a Record<'_>, at: usize) -> Self {
        // A letter has a byte at least, so this never grows and leaves no copy behind.
        let bytes: usize = record.parts.iter().map(|part| part.len()).sum();
        Self {
            parts: &record.parts,
            part: 0,
            at,
            // Its length has two bytes at most, so a text has no more than 65,535 letters.
            letters: Zeroizing::new(Vec::with_capacity(bytes.min(1 << 16))),
        }
    }

    fn rest(&self) -> &'a [u8] {
        let part = self.parts.get(self.part).copied().unwrap_or_default();
        part.get(self.at..).unwrap_or_default()
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest().is_empty() {
            self.go_on()?;
        }
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn go_on(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    fn number(&mut self, bytes: u32) -> Option<u32> {
        (0..bytes).try_fold(0, |number, byte| {
            Some(number | u32::from(self.byte()?) << (8 * byte))
        })
    }

    fn pass_over(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.rest().is_empty() {
                self.go_on()?;
            }
            let passed = self.rest().len().min(bytes);
            self.at += passed;
            bytes -= passed;
        }
        Some(())
    }

    /// A text whose length is written in one or two bytes; it is put behind `text`, which has room for it.
    pub(super) fn text(&mut self, length_bytes: u32, text: &mut String) -> Option<()> {
        let length = self.number(length_bytes)? as usize;
        let flags = self.byte()?;
        // Bit 3: runs of fonts follow, 4 bytes each; bit 2: how it sounds in Japanese follows; bit 0: letters of two bytes.
        let runs = if flags & 8 > 0 { self.number(2)? } else { 0 };
        let sounds = if flags & 4 > 0 { self.number(4)? } else { 0 };
        self.letters.clear();
        let mut is_wide = flags & 1 > 0;
        while self.letters.len() < length {
            if self.rest().is_empty() {
                // Where a text goes on in the next part, that part says anew how wide its letters are.
                self.go_on()?;
                is_wide = self.byte()? & 1 > 0;
            }
            let wanted = length - self.letters.len();
            let (rest, width) = (self.rest(), if is_wide { 2 } else { 1 });
            let taken = wanted.min(rest.len() / width);
            if taken == 0 {
                return None;
            }
            let letters = rest[..taken * width].chunks_exact(width);
            let letter = |bytes: &[u8]| {
                bytes
                    .iter()
                    .rev()
                    .fold(0, |number, byte| number << 8 | u16::from(*byte))
            };
            self.letters.extend(letters.map(letter));
            self.at += taken * width;
        }
        let letters = char::decode_utf16(self.letters.iter().copied());
        text.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        self.pass_over(runs as usize * 4)?;
        self.pass_over(sounds as usize)
    }
}

/// The texts that cells share.
#[derive(Default)]
pub(super) struct Texts {
    all: Zeroizing<String>,
    ends: Vec<usize>,
}

impl Texts {
    /// Reads the table of texts.
    pub(super) fn read(record: &Record<'_>) -> Option<Self> {
        let bytes: usize = record.parts.iter().map(|part| part.len()).sum();
        // The number before it counts the cells that refer to a text.
        let count = u32_at(record.body(), 4)?;
        // A letter of one byte becomes two at most, one of two bytes three.
        let mut texts = Self {
            all: Zeroizing::new(String::with_capacity(2 * bytes)),
            ends: Vec::new(),
        };
        let mut cursor = Cursor::new(record, 8);
        for _ in 0..count {
            cursor.text(2, &mut texts.all)?;
            texts.ends.push(texts.all.len());
        }
        Some(texts)
    }

    /// The text of this number.
    pub(super) fn get(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?;
        let end = *self.ends.get(index)?;
        let begin = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(begin..end)
    }
}

/// Whether a number is shown as a day under a format of the workbook's own.
pub(super) fn shows_a_day(format: &str) -> bool {
    let mut letters = format.chars();
    let mut has_day = false;
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            '"' => while letters.next().is_some_and(|letter| letter != '"') {},
            '[' => while letters.next().is_some_and(|letter| letter != ']') {},
            // The letter behind is shown as it is, or only its width is.
            '\\' | '_' | '*' => drop(letters.next()),
            'd' | 'y' => has_day = true,
            _ => {}
        }
    }
    // The Dutch word for `General` has a `d`. An `m` alone may stand for minutes.
    has_day && !["general", "standaard"].contains(&format.to_lowercase().as_str())
}

/// Whether a number is shown as a day under a format that every workbook has.
pub(super) const fn is_day_of_all(format: u16) -> bool {
    // Dates everywhere are 14 to 17 and 22; the others are so in East Asia. 18 to 21 and 45 to 47 are times without a day.
    matches!(format, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// The number that four bytes stand for: 30 bits of it, whole or not, perhaps times a hundred.
pub(super) fn short_number(written: u32) -> f64 {
    let value = if written & 2 > 0 {
        f64::from(written.cast_signed() >> 2)
    } else {
        // The highest 30 bits of a double; the rest of it is zeros.
        f64::from_bits(u64::from(written & !3) << 32)
    };
    if written & 1 > 0 {
        value / 100.0
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(parts: &[&[u8]]) -> Option<Vec<String>> {
        let record = Record {
            kind: 0xfc,
            parts: parts.to_vec(),
        };
        let texts = Texts::read(&record)?;
        (0..texts.ends.len())
            .map(|index| texts.get(u32::try_from(index).ok()?).map(str::to_owned))
            .collect()
    }

    #[test]
    fn a_text_goes_on_in_the_next_part_with_letters_of_another_width() {
        let first = [&[2, 0, 0, 0, 2, 0, 0, 0][..], &[6, 0, 0], b"Jan"].concat();
        let second = [
            &[1][..],
            b"s\0",
            &[0xeb, 0, b'n', 0],
            &[2, 0, 9, 1, 0, b'i', 0],
        ]
        .concat();
        let third = [&[1][..], &[b'j', 0], &[7, 7, 7, 7]].concat();
        assert_eq!(texts(&[&first, &second, &third]).unwrap(), ["Jansën", "ij"]);
        assert_eq!(texts(&[&first, &second]), None);
    }

    #[test]
    fn short_numbers_are_whole_or_not_and_perhaps_hundredths() {
        assert!((short_number(0x3ff0_0000) - 1.0).abs() < 1e-9);
        assert!((short_number((46_387 << 2) | 2) - 46_387.0).abs() < 1e-9);
        assert!((short_number((1_250 << 2) | 3) - 12.5).abs() < 1e-9);
        assert!((short_number(0xffff_fffe) + 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_format_of_days_is_told_from_one_of_numbers() {
        for format in ["dd-mm-yyyy", "[$-413]d mmmm yyyy;@", "YYYY\\-MM"] {
            assert!(shows_a_day(format), "{format}");
        }
        for format in [
            "General",
            "0.00",
            "[Red]#,##0",
            "\"dagen\" 0",
            "h:mm",
            "[h]:mm:ss",
            "0\\d",
        ] {
            assert!(!shows_a_day(format), "{format}");
        }
    }
}
