//! Places in a dictionary: repeated, or packed in as few bits as they need.
//!
//! Source: the specification of Apache Parquet, encodings RLE (3) and `RLE_DICTIONARY` (8).

use super::thrift::number;

/// Places that are read at once.
pub(super) const AT_ONCE: usize = 512;

/// The most bits of a place.
const WIDEST: u32 = 32;

/// The places of the values of a page, and how far they are read.
pub(super) struct Indexes<'a> {
    bytes: &'a [u8],
    /// Bits of each.
    width: u32,
    run: Places<'a>,
}

/// The places of a run that are not yet read.
enum Places<'a> {
    Repeated(u32, usize),
    /// The lowest bit of the first byte first: those behind so many.
    Packed {
        bytes: &'a [u8],
        read: usize,
        count: usize,
    },
}

impl<'a> Indexes<'a> {
    /// Those of a page, of which the first byte tells how many bits each has.
    pub(super) fn of(page: &'a [u8]) -> Option<Self> {
        let (width, bytes) = page.split_first()?;
        let width = u32::from(*width);
        (width <= WIDEST).then_some(Self {
            bytes,
            width,
            run: Places::Repeated(0, 0),
        })
    }

    /// Calls `each` with the next so many, some at a time; `None` where there are fewer, or `each` refuses some.
    pub(super) fn take(
        &mut self,
        count: usize,
        mut each: impl FnMut(&[u32]) -> Option<()>,
    ) -> Option<()> {
        let (mut places, mut left) = ([0; AT_ONCE], count);
        while left > 0 {
            let some = &mut places[..left.min(AT_ONCE)];
            left -= some.len();
            self.read(some)?;
            each(some)?;
        }
        Some(())
    }

    /// Fills `places` with the next ones.
    fn read(&mut self, mut places: &mut [u32]) -> Option<()> {
        while !places.is_empty() {
            let read = match &mut self.run {
                Places::Repeated(place, left) => {
                    let some = places.len().min(*left);
                    places[..some].fill(*place);
                    *left -= some;
                    some
                }
                Places::Packed { bytes, read, count } => {
                    let some = places.len().min(*count - *read);
                    for (place, number) in places[..some].iter_mut().zip(*read..) {
                        *place = packed(bytes, number, self.width);
                    }
                    *read += some;
                    some
                }
            };
            if read == 0 {
                self.run = self.next()?;
            }
            places = &mut places[read..];
        }
        Some(())
    }

    /// The next run.
    fn next(&mut self) -> Option<Places<'a>> {
        let (are_packed, count) = head(&mut self.bytes)?;
        if count == 0 {
            return None;
        }
        if !are_packed {
            let (place, rest) = (self.bytes).split_at_checked(self.width.div_ceil(8) as usize)?;
            self.bytes = rest;
            let place = place.iter().rev();
            let place = place.fold(0, |all, byte| all << 8 | u32::from(*byte));
            return Some(Places::Repeated(place, count));
        }
        // Eight at a time, so in whole bytes.
        let length = count.checked_mul(self.width as usize)?;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(Places::Packed {
            bytes,
            read: 0,
            count: count.checked_mul(8)?,
        })
    }
}

/// The number of these bits at a place.
fn packed(bytes: &[u8], place: usize, width: u32) -> u32 {
    let bit = place * width as usize;
    let behind = &bytes[bit / 8..];
    let eight = behind.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..behind.len()].copy_from_slice(behind);
        eight
    });
    let all = u64::from_le_bytes(eight) >> (bit % 8);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "no more than 32 bits are left"
    )]
    let number = (all & ((1 << width) - 1)) as u32;
    number
}

/// The head of a run of places or levels: the lowest bit tells packed ones (1) from one that repeats (0), the others are the count.
pub(super) fn head(bytes: &mut &[u8]) -> Option<(bool, usize)> {
    // It has 32 bits at most.
    let head = u32::try_from(number(bytes)?).ok()?;
    Some((head & 1 == 1, (head >> 1) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &[u8], count: usize) -> Option<Vec<u32>> {
        let mut places = Vec::new();
        let each = |some: &[u32]| {
            places.extend_from_slice(some);
            Some(())
        };
        Indexes::of(page)?.take(count, each).map(|()| places)
    }

    #[test]
    fn places_are_repeated_or_packed() {
        // 3 bits each: the numbers 0 to 7 of the specification, then three times 5.
        let page = b"\x03\x03\x88\xc6\xfa\x06\x05";
        assert_eq!(read(page, 11).unwrap(), [0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5]);
        assert_eq!(read(page, 12), None);
        // One word alone needs no bits, and no byte.
        assert_eq!(read(b"\x00\x06", 3).unwrap(), [0; 3]);
        assert_eq!(read(b"\x0c\x04\x34\x12", 2).unwrap(), [0x1234; 2]);
    }

    #[test]
    fn what_breaks_off_or_is_too_wide_is_nothing() {
        let pages: [&[u8]; 6] = [
            b"",
            b"\x21\x02\x00",
            b"\x03\x03\x88\xc6",
            b"\x0c\x04\x34",
            b"\x03\x00",
            b"\x03\x01",
        ];
        for page in pages {
            assert_eq!(read(page, 1), None, "{page:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_places_or_nothing(page: Vec<u8>, count in 0..1_300_usize) {
            let places = read(&page, count);
            proptest::prop_assert!(places.is_none_or(|places| places.len() == count));
        }

        #[test]
        fn packed_places_read_back(width in 1..=32_u32, numbers: [u32; 8]) {
            let numbers = numbers.map(|number| number >> (32 - width));
            let bits = numbers.iter().flat_map(|number| (0..width).map(move |bit| number >> bit & 1 == 1));
            let bits: Vec<bool> = bits.collect();
            let byte = |bits: &[bool]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
            let mut page = vec![u8::try_from(width).unwrap(), 3];
            page.extend(bits.chunks(8).map(byte));
            proptest::prop_assert_eq!(read(&page, 8).unwrap(), numbers);
        }
    }
}
