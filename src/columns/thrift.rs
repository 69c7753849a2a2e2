//! Checks the lengths in Thrift's compact protocol before the library allocates memory by them.
//!
//! Source: the specification of the compact protocol of Apache Thrift.

/// The most structs and lists within one another; a footer has at most eight.
const DEEPEST: usize = 32;

/// What is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Begin,
    Whole(i64),
}

/// Takes what is met at a path: the numbers of the fields that lead to it; a list adds nothing to it.
pub(super) type OnEvent<'a> = dyn FnMut(&[i16], Event) + 'a;

/// Walks through a struct to its end.
///
/// `None` when it is truncated, nests too deep or tells of more than there are bytes for: what was met before was reported.
pub(super) fn walk(bytes: &[u8], each: &mut OnEvent<'_>) -> Option<()> {
    let mut walk = Walk {
        bytes,
        path: Vec::with_capacity(DEEPEST),
        depth: 0,
        each,
    };
    walk.structure()
}

struct Walk<'a, 'b> {
    bytes: &'a [u8],
    path: Vec<i16>,
    depth: usize,
    each: &'a mut OnEvent<'b>,
}

impl Walk<'_, '_> {
    fn structure(&mut self) -> Option<()> {
        self.deeper()?;
        (self.each)(&self.path, Event::Begin);
        let mut field: i16 = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                break;
            }
            // The high four bits are the step from the last field id; 0 means that the id itself follows.
            field = match head >> 4 {
                0 => i16::try_from(self.signed()?).ok()?,
                step => field.checked_add(step.into())?,
            };
            self.path.push(field);
            match head & 0xf {
                // A truth that is a field is in its head.
                1 | 2 => {}
                kind => self.value(kind)?,
            }
            self.path.pop();
        }
        self.depth -= 1;
        Some(())
    }

    fn value(&mut self, kind: u8) -> Option<()> {
        match kind {
            // 1 and 2 are truths and 3 a byte, 4 to 6 whole numbers, 7 a double, 8 bytes, 9 a list, 10 a set, 12 a
            // struct.
            1..=3 => self.pass(1),
            4..=6 => {
                let value = self.signed()?;
                (self.each)(&self.path, Event::Whole(value));
                Some(())
            }
            7 => self.pass(8),
            8 => {
                let length = self.number()?;
                self.pass(usize::try_from(length).ok()?)
            }
            9 | 10 => self.list(),
            12 => self.structure(),
            // Parquet has no maps.
            _ => None,
        }
    }

    fn list(&mut self) -> Option<()> {
        let head = self.byte()?;
        // Lengths up to 14 fit in the head; 15 means that the length follows.
        let length = match head >> 4 {
            15 => usize::try_from(self.number()?).ok()?,
            length => length.into(),
        };
        // Each element has a byte at least.
        if length > self.bytes.len() {
            return None;
        }
        self.deeper()?;
        (0..length).try_for_each(|_| self.value(head & 0xf))?;
        self.depth -= 1;
        Some(())
    }

    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth <= DEEPEST).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    fn pass(&mut self, bytes: usize) -> Option<()> {
        self.bytes = self.bytes.get(bytes..)?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        number(&mut self.bytes)
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        // Zigzag: 0, -1, 1, -2, … are written as 0, 1, 2, 3, …
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }
}

/// A number of variable length from the front of the bytes, seven bits a byte, the lowest first.
pub(super) fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    // 64 bits take ten bytes at most.
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(bytes: &[u8]) -> (Option<()>, Vec<(Vec<i16>, i64)>) {
        let mut all = Vec::new();
        let ended = walk(bytes, &mut |path, event| {
            if let Event::Whole(value) = event {
                all.push((path.to_vec(), value));
            }
        });
        (ended, all)
    }

    /// Field 1 is 3, field 2 a list of two structs whose field 5 is -1 and 2, field 4 a text.
    const WHOLE: &[u8] = b"\x15\x06\x19\x2c\x55\x01\x00\x55\x04\x00\x28\x02ab\x00";

    #[test]
    fn numbers_are_told_with_the_fields_that_lead_to_them() {
        let (ended, all) = met(WHOLE);
        assert!(ended.is_some());
        assert_eq!(all, [(vec![1], 3), (vec![2, 5], -1), (vec![2, 5], 2)]);
    }

    #[test]
    fn what_breaks_off_or_tells_of_more_than_there_is_has_no_end() {
        for length in 0..WHOLE.len() {
            assert_eq!(met(&WHOLE[..length]).0, None);
        }
        // A list of 2^28 structs, a text of 2^28 bytes, and structs without end.
        assert_eq!(met(b"\x19\xfc\x80\x80\x80\x80\x01").0, None);
        assert_eq!(met(b"\x18\x80\x80\x80\x80\x01").0, None);
        assert_eq!(met(&vec![0x1c; 1_000_000]).0, None);
        assert_eq!(met(&vec![0x19; 1_000_000]).0, None);
    }
}
