//! The streams of a compound file, the container of Office files before 2007. Source: MS-CFB.

use zeroize::Zeroizing;

/// From here on, numbers are no sectors: the end of a chain among them.
const NO_SECTOR: u32 = 0xffff_fffa;

/// The bytes of a sector in a file of version 4.
const LARGEST_SECTOR: usize = 4096;

/// The bytes of a sector of the small stream.
const SMALL_SECTOR: usize = 64;

/// The kinds of entries that are read (MS-CFB, section 2.6.1).
const STREAM: u8 = 2;
const ROOT: u8 = 5;

/// A compound file. Nothing in it is believed beyond the bytes that are there.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    entries: Vec<Entry>,
    small_fat: Vec<u32>,
    small: Zeroizing<Vec<u8>>,
    smallest: usize,
}

/// A stream or a folder of streams.
struct Entry {
    name: String,
    kind: u8,
    first: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads the tables of the file; `None` where they make no sense.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        // The offsets are those of the header: MS-CFB, section 2.2. The length of a sector is a power of two.
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => LARGEST_SECTOR,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            entries: Vec::new(),
            small_fat: Vec::new(),
            small: Zeroizing::default(),
            smallest: usize::try_from(u32_at(bytes, 56)?).ok()?,
        };
        file.fat = file.read_fat()?;
        let folder = file.chain(u32_at(bytes, 48)?, usize::MAX)?;
        file.entries = folder.chunks_exact(128).filter_map(entry).collect();
        let small_fat = file.chain(u32_at(bytes, 60)?, usize::MAX)?;
        file.small_fat = words(&small_fat).collect();
        // The stream of the root holds all small ones, 64 bytes at a time.
        if let Some(root) = file.entries.iter().find(|entry| entry.kind == ROOT) {
            file.small = file.chain(root.first, root.size)?;
        }
        Some(file)
    }

    fn read_fat(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        // The header lists the first 109 sectors of the table. Lists of more are chained: each ends in the sector of the next.
        // One with more entries than the file has sectors runs in a circle.
        let mut sectors: Vec<u32> = words(self.bytes.get(76..512)?).collect();
        let mut next = u32_at(self.bytes, 68)?;
        while next < NO_SECTOR && sectors.len() <= most {
            sectors.extend(words(self.sector(next)?));
            next = sectors.pop()?;
        }
        let mut fat = Vec::new();
        for index in sectors
            .into_iter()
            .filter(|index| *index < NO_SECTOR)
            .take(most)
        {
            fat.extend(words(self.sector(index)?));
        }
        Some(fat)
    }

    /// A sector; the last may be cut short.
    fn sector(&self, index: u32) -> Option<&'a [u8]> {
        // The header takes the place of a sector before the first.
        let begin = usize::try_from(index)
            .ok()?
            .checked_add(1)?
            .checked_mul(self.sector)?;
        let end = begin.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(begin..end)
    }

    /// The first `size` bytes of the sectors that follow one another from `first` on.
    fn chain(&self, first: u32, size: usize) -> Option<Zeroizing<Vec<u8>>> {
        let room = size.min(self.bytes.len());
        follow(&self.fat, first, room, |index| self.sector(index))
    }

    /// The same, of the small sectors within the small stream.
    fn small_chain(&self, first: u32, size: usize) -> Option<Zeroizing<Vec<u8>>> {
        let room = size.min(self.small.len());
        follow(&self.small_fat, first, room, |index| {
            let begin = usize::try_from(index).ok()?.checked_mul(SMALL_SECTOR)?;
            self.small.get(begin..begin.checked_add(SMALL_SECTOR)?)
        })
    }

    /// Whether there is a stream of this name, whatever its case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream of this name; `None` where it is not there or its chain is broken.
    pub(super) fn stream(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let is_it = |entry: &&Entry| entry.kind == STREAM && entry.name.eq_ignore_ascii_case(name);
        let entry = self.entries.iter().find(is_it)?;
        if entry.size < self.smallest {
            self.small_chain(entry.first, entry.size)
        } else {
            self.chain(entry.first, entry.size)
        }
    }
}

/// The first `size` bytes of the pieces that a table chains; `None` where the chain leaves it or runs in a circle.
fn follow<'p>(
    table: &[u32],
    first: u32,
    size: usize,
    piece: impl Fn(u32) -> Option<&'p [u8]>,
) -> Option<Zeroizing<Vec<u8>>> {
    // The last piece may reach beyond, and the memory must not move.
    let mut content = Zeroizing::new(Vec::with_capacity(size + LARGEST_SECTOR));
    let (mut index, mut steps) = (first, 0);
    while index < NO_SECTOR && content.len() < size {
        content.extend_from_slice(piece(index)?);
        index = *table.get(usize::try_from(index).ok()?)?;
        steps += 1;
        if steps > table.len() {
            return None;
        }
    }
    content.truncate(size);
    Some(content)
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let letters: Vec<u16> = bytes[..length]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|letter| *letter > 0)
        .collect();
    Some(Entry {
        name: String::from_utf16_lossy(&letters),
        kind: *bytes.get(66)?,
        first: u32_at(bytes, 116)?,
        // Of its eight bytes the upper four may hold anything in version 3, and no workbook that is read needs them.
        size: usize::try_from(u32_at(bytes, 120)?).ok()?,
    })
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

/// The number of two bytes at an offset.
pub(super) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    let pair = bytes.get(offset..offset.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// The number of four bytes at an offset.
pub(super) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    let word = bytes.get(offset..offset.checked_add(4)?)?;
    Some(u32::from_le_bytes(word.try_into().ok()?))
}
