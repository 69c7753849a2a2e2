//! Guesses the code page of a text by what each would make of its bytes: letters within words, or symbols.

use std::io::{ErrorKind, Read, Result};

use zeroize::Zeroizing;

use super::code_page::{CODE_PAGES, character};
use crate::identified::settings::Encoding;

/// The bytes that are looked at in one go.
const WINDOW: usize = 1 << 16;

/// Bytes that are skipped together.
const BLOCK: usize = 64;

/// The cost by which one reading must be better than another to be believed: about one letter that cannot be there.
const SURE: u64 = 4;

/// The cost of a character above which words make no sense, on average: a sign within every other word.
const SENSELESS: u64 = 3;

/// What is beside a byte: the class of an ASCII byte, or another byte from 0x80 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Other,
    Small,
    Capital,
    Upper,
}

/// How often each byte from 0x80 on is between what.
pub(in crate::identified) struct Neighbours(Vec<[[u64; 4]; 4]>);

/// What the bytes of a text speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Verdict {
    /// It can be nothing else.
    Sure(Encoding),
    /// It is read as the first, and could be the second with other letters.
    Either(Encoding, Encoding),
    /// It is read so, and makes no words in any encoding.
    Senseless(Encoding),
}

impl Verdict {
    /// The encoding that is taken.
    pub(in crate::identified) const fn encoding(self) -> Encoding {
        match self {
            Self::Sure(taken) | Self::Either(taken, _) | Self::Senseless(taken) => taken,
        }
    }

    /// What to look at, to follow the name of the file.
    pub(in crate::identified) fn doubt(self) -> Option<String> {
        let taken = self.encoding().word();
        Some(match self {
            Self::Sure(_) => return None,
            Self::Either(_, other) => format!(
                "could be {taken} or {}, which differ in some letters of names; read as {taken}: check a few names, and set `encoding` if they are wrong",
                other.word()
            ),
            Self::Senseless(_) => format!(
                "has letters beyond a to z that make no words in any known encoding; read as {taken}: ask for the file as UTF-8"
            ),
        })
    }
}

impl Neighbours {
    /// Counts over a text.
    pub(in crate::identified) fn count(source: &mut impl Read) -> Result<Self> {
        let mut counts = vec![[[0; 4]; 4]; 128];
        let mut window = Zeroizing::new(vec![0; WINDOW]);
        let (mut last, mut waiting) = (Beside::Other, None);
        loop {
            let read = match source.read(&mut window) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read?,
            };
            let end: &[u8] = if read == 0 { b"\n" } else { &window[..read] };
            for block in end.chunks(BLOCK) {
                // Most blocks hold nothing to count, and are skipped many bytes at a time.
                if let (None, true, [.., byte]) = (waiting, block.is_ascii(), block) {
                    last = beside(*byte);
                    continue;
                }
                for &byte in block {
                    let beside = beside(byte);
                    if let Some((byte, before)) = waiting.take() {
                        let cell: &mut [[u64; 4]; 4] = &mut counts[usize::from(byte - 0x80_u8)];
                        cell[before as usize][beside as usize] += 1;
                    }
                    if beside == Beside::Upper {
                        waiting = Some((byte, last));
                    }
                    last = beside;
                }
            }
            if read == 0 {
                return Ok(Self(counts));
            }
        }
    }

    /// The code page of the lowest cost. One that makes the same letters of the bytes that are there is no other.
    pub(in crate::identified) fn decide(&self) -> Verdict {
        let mut costs: Vec<(u64, Encoding)> = CODE_PAGES
            .iter()
            .map(|&page| (self.cost(page), page))
            .collect();
        costs.sort_by_key(|(cost, _)| *cost);
        let (least, best) = costs[0];
        if least > SENSELESS * self.bytes().map(|(_, _, _, count)| count).sum::<u64>() {
            return Verdict::Senseless(best);
        }
        let mut others = costs[1..]
            .iter()
            .take_while(|(cost, _)| cost - least < SURE);
        match others.find(|(_, other)| self.differ(best, *other)) {
            Some((_, other)) => Verdict::Either(best, *other),
            None => Verdict::Sure(best),
        }
    }

    /// The bytes that are there: what is before, the byte, what is behind, how often.
    fn bytes(&self) -> impl Iterator<Item = (Beside, u8, Beside, u64)> {
        const ALL: [Beside; 4] = [Beside::Other, Beside::Small, Beside::Capital, Beside::Upper];
        (0x80..=0xff).zip(&self.0).flat_map(|(byte, counts)| {
            let pairs = ALL
                .iter()
                .flat_map(|&before| ALL.map(|behind| (before, behind)));
            pairs.filter_map(move |(before, behind)| {
                let count = counts[before as usize][behind as usize];
                (count > 0).then_some((before, byte, behind, count))
            })
        })
    }

    fn cost(&self, page: Encoding) -> u64 {
        let cost = |(before, byte, behind, count)| {
            count * character(page, byte).map_or(NEVER, |one| cost_of(one, before, behind))
        };
        // Of equal ones, that of Windows is by far the most common.
        u64::from(page != Encoding::Windows1252) + self.bytes().map(cost).sum::<u64>()
    }

    /// Whether two code pages make different letters of the bytes that are there.
    fn differ(&self, one: Encoding, other: Encoding) -> bool {
        self.bytes().any(|(_, byte, ..)| {
            let [one, other] = [one, other].map(|page| character(page, byte));
            let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
            one != other && (is_letter(one) || is_letter(other))
        })
    }
}

const fn beside(byte: u8) -> Beside {
    match byte {
        b'a'..=b'z' => Beside::Small,
        b'A'..=b'Z' => Beside::Capital,
        0x80.. => Beside::Upper,
        _ => Beside::Other,
    }
}

/// The cost of what is in no text: a frame of a table, or nothing at all.
const NEVER: u64 = 9;

/// How unlikely a character is between its neighbours: 0 for a letter that is common in Dutch files, where letters stand.
fn cost_of(one: char, before: Beside, behind: Beside) -> u64 {
    use Beside::{Capital, Other, Small, Upper};
    // Two letters with marks seldom stand side by side.
    let crowd = u64::from(before == Upper) + 2 * u64::from(before == Upper && behind == Upper);
    if matches!(one, '\u{2500}'..='\u{25ff}') {
        NEVER
    } else if one.is_lowercase() {
        let clash = match (before, behind) {
            (Capital, Capital) => 5,
            (Small, Capital) => 3,
            (Other, Other | Small) => 2,
            _ => 0,
        };
        rarity(one) + clash + crowd
    } else if one.is_uppercase() {
        let clash = match (before, behind) {
            (Small, _) => 5,
            (Capital, Small) => 3,
            (Other, Other) => 2,
            _ => 0,
        };
        one.to_lowercase().map(rarity).sum::<u64>() + clash + crowd
    } else {
        let is_within = |side| matches!(side, Small | Capital | Upper);
        sign(one, is_within(before), is_within(behind))
    }
}

/// How unlikely a sign is with or without a letter before and behind it.
const fn sign(one: char, has_before: bool, has_behind: bool) -> u64 {
    match (one, has_before, has_behind) {
        // Quotes that open are before a word; those that close and the ellipsis behind one.
        ('\u{2019}', true, _)
        | ('\u{2018}' | '\u{201a}' | '\u{201c}' | '\u{201e}' | '\u{ab}', false, true)
        | ('\u{201d}' | '\u{bb}' | '\u{2026}', true, false) => 0,
        ('\u{2013}' | '\u{2014}' | '\u{ad}', true, true)
        | ('\u{2122}' | '\u{ae}' | '\u{a0}', true, false)
        | ('\u{a0}', false, _) => 1,
        (_, false, false) => 2,
        ('\u{2018}' | '\u{b4}' | '\u{a0}', true, true) => 4,
        (_, true, true) => 7,
        _ => 5,
    }
}

/// How rare a small letter is in the names and words of Dutch files.
const fn rarity(letter: char) -> u64 {
    match letter {
        'ë' | 'é' | 'è' | 'ï' | 'ö' | 'ü' => 0,
        'á' | 'à' | 'â' | 'ä' | 'ç' | 'ê' | 'í' | 'î' | 'ó' | 'ô' | 'ú' | 'û' | 'ñ' | 'ß' => {
            1
        }
        'ø' | 'å' | 'š' | 'ž' => 2,
        'ã' | 'õ' => 4,
        'þ' | 'ð' => 5,
        'à'..='ÿ' | 'œ' | 'ı' => 3,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "Boër;Façade;Jolïnk;Müller;Zoë;René;Crêpe;Ibañez;Größe;Noël;Thérèse;Löwe\n";

    fn encoded(text: &str, page: Encoding) -> Vec<u8> {
        let byte = |letter| (0..=0xff).find(|&byte| character(page, byte) == Some(letter));
        text.chars().map(|letter| byte(letter).unwrap()).collect()
    }

    fn verdict(bytes: &[u8]) -> Verdict {
        Neighbours::count(&mut &bytes[..]).unwrap().decide()
    }

    #[test]
    fn names_are_known_by_the_letters_within_them_in_any_case() {
        for page in [Encoding::Windows1252, Encoding::Ibm850, Encoding::Macintosh] {
            for text in [NAMES.to_owned(), NAMES.replace('ß', "s").to_uppercase()] {
                assert_eq!(
                    verdict(&encoded(&text, page)),
                    Verdict::Sure(page),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn signs_of_windows_do_not_make_a_text_of_another_code_page() {
        let text = "foto’s – “Jansen”; € 12; ‘t Hof; 12°; D’Angelo; enz…; é;";
        let bytes = encoded(text, Encoding::Windows1252);
        assert_eq!(verdict(&bytes), Verdict::Sure(Encoding::Windows1252));
    }

    #[test]
    fn initials_that_stand_alone_do_not_outvote_names() {
        let bytes = encoded("É.;Ö.;É.;Ç.;Zoë;€", Encoding::Windows1252);
        assert_eq!(verdict(&bytes), Verdict::Sure(Encoding::Windows1252));
    }

    #[test]
    fn what_could_be_two_letters_is_a_doubt_until_there_is_more() {
        use Encoding::{Ibm850, Windows1252};
        assert_eq!(verdict(b"Stra\xe1\n"), Verdict::Either(Windows1252, Ibm850));
        assert_eq!(verdict(b"Stra\xe1\nRen\xe9\n"), Verdict::Sure(Windows1252));
        assert_eq!(verdict(b"Stra\xe1e\nRen\x82\n"), Verdict::Sure(Ibm850));
    }

    #[test]
    fn code_pages_that_make_the_same_letters_are_one() {
        let bytes = encoded("René;Müller", Encoding::Ibm437);
        assert_eq!(verdict(&bytes), Verdict::Sure(Encoding::Ibm850));
    }

    #[test]
    fn a_text_that_makes_no_words_is_a_doubt() {
        // Greek, in its own code page.
        let bytes = b"\xd0\xe1\xf0\xdc\xe4\xef\xf0\xef\xfd\xeb\xef\xf2;\xd0\xef\xeb\xfd\xf7\xf1\xef\xed\xef\xf2";
        assert!(
            matches!(verdict(bytes), Verdict::Senseless(_)),
            "{:?}",
            verdict(bytes)
        );
    }
}
