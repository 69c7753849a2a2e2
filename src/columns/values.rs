//! What a column holds: values of as many bytes each, or words.

use super::indexes::AT_ONCE;
use super::plain::{Stored, Taker};

/// Values behind each other: those that are present, or so many absent ones.
pub(crate) enum Run<'a, const N: usize> {
    Present(&'a [[u8; N]]),
    Absent(usize),
}

/// Values of as many bytes each, handed on run by run.
pub(super) struct Fixed<const N: usize, F> {
    dictionary: Vec<[u8; N]>,
    each: F,
}

impl<const N: usize, F: FnMut(Run<'_, N>)> Fixed<N, F> {
    pub(super) const fn new(each: F) -> Self {
        Self {
            dictionary: Vec::new(),
            each,
        }
    }
}

impl<const N: usize, F: FnMut(Run<'_, N>)> Taker for Fixed<N, F> {
    fn dictionary(&mut self, values: &[u8], count: usize) -> Option<()> {
        self.dictionary = values.as_chunks().0.get(..count)?.to_vec();
        Some(())
    }

    fn take(&mut self, stored: &mut Stored<'_>, count: usize, is_wanted: bool) -> Option<()> {
        match stored {
            Stored::Plain(bytes) => {
                let (taken, rest) = bytes.split_at_checked(count.checked_mul(N)?)?;
                *bytes = rest;
                if is_wanted {
                    (self.each)(Run::Present(taken.as_chunks().0));
                }
            }
            Stored::Indexes(indexes) => {
                let mut values = [[0; N]; AT_ONCE];
                indexes.take(count, |places| {
                    if is_wanted {
                        for (value, place) in values.iter_mut().zip(places) {
                            *value = *self.dictionary.get(*place as usize)?;
                        }
                        (self.each)(Run::Present(&values[..places.len()]));
                    }
                    Some(())
                })?;
            }
        }
        Some(())
    }

    fn absent(&mut self, count: usize) -> Option<()> {
        (self.each)(Run::Absent(count));
        Some(())
    }
}

/// The value of a word of the dictionary.
#[derive(Clone, Copy)]
enum Known<T> {
    NotYet,
    As(Option<T>),
}

/// Words, each turned into a value: once for all rows with a word of the dictionary. The value of a word that is not UTF-8 is `None`.
pub(super) struct Words<T, V, F> {
    dictionary: Vec<Vec<u8>>,
    known: Vec<Known<T>>,
    value: V,
    each: F,
}

impl<T: Copy, V: FnMut(Option<&str>) -> Option<T>, F: FnMut(Option<T>)> Words<T, V, F> {
    pub(super) const fn new(value: V, each: F) -> Self {
        Self {
            dictionary: Vec::new(),
            known: Vec::new(),
            value,
            each,
        }
    }

    fn of(value: &mut V, word: &[u8]) -> Option<T> {
        value(Some(str::from_utf8(word).ok()?))
    }
}

impl<T: Copy, V: FnMut(Option<&str>) -> Option<T>, F: FnMut(Option<T>)> Taker for Words<T, V, F> {
    fn dictionary(&mut self, values: &[u8], count: usize) -> Option<()> {
        let mut rest = values;
        self.dictionary.clear();
        for _ in 0..count {
            self.dictionary.push(word(&mut rest)?.to_vec());
        }
        self.known = vec![Known::NotYet; count];
        Some(())
    }

    fn take(&mut self, stored: &mut Stored<'_>, count: usize, is_wanted: bool) -> Option<()> {
        match stored {
            Stored::Plain(bytes) => {
                for _ in 0..count {
                    let word = word(bytes)?;
                    if is_wanted {
                        (self.each)(Self::of(&mut self.value, word));
                    }
                }
            }
            Stored::Indexes(indexes) => indexes.take(count, |places| {
                for place in places.iter().filter(|_| is_wanted) {
                    let known = self.known.get_mut(*place as usize)?;
                    let word = &self.dictionary[*place as usize];
                    let value = match *known {
                        Known::As(value) => value,
                        Known::NotYet => Self::of(&mut self.value, word),
                    };
                    *known = Known::As(value);
                    (self.each)(value);
                }
                Some(())
            })?,
        }
        Some(())
    }

    fn absent(&mut self, count: usize) -> Option<()> {
        for _ in 0..count {
            (self.each)((self.value)(None));
        }
        Some(())
    }
}

/// The next word: its length and its bytes.
fn word<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (word, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    *bytes = rest;
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::super::indexes::Indexes;
    use super::*;

    #[test]
    fn a_word_of_the_dictionary_is_asked_for_once_and_only_when_a_row_has_it() {
        let (mut asked, mut read) = (Vec::new(), Vec::new());
        let value = |word: Option<&str>| {
            asked.push(word.map(str::to_owned));
            word.map(str::len)
        };
        let mut taker = Words::new(value, |value| read.push(value));
        let words = b"\x02\x00\x00\x00wo\x01\x00\x00\x00w\x01\x00\x00\x00\xff";
        assert_eq!(taker.dictionary(words, 4), None);
        taker.dictionary(words, 3).unwrap();
        // Four times the first, then the third.
        let mut stored = Stored::Indexes(Indexes::of(b"\x02\x08\x00\x02\x02").unwrap());
        taker.take(&mut stored, 1, false).unwrap();
        taker.take(&mut stored, 4, true).unwrap();
        assert_eq!(taker.take(&mut stored, 1, true), None);
        let mut beyond = Stored::Indexes(Indexes::of(b"\x02\x02\x03").unwrap());
        assert_eq!(taker.take(&mut beyond, 1, true), None);
        assert_eq!(read, [Some(2), Some(2), Some(2), None]);
        assert_eq!(asked, [Some("wo".to_owned())]);
    }
}
