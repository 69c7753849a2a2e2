//! English sentences and what they are in Dutch; a sentence with holes fits any text between them.

use std::cell::RefCell;
use std::collections::HashMap;

use super::localised::localised;
use super::mark::AS_IS;

/// A hole in a hole in a hole is as deep as sentences go.
const DEPTH: usize = 5;

/// A sentence of fewer letters, such as "{} of {}", is hardly one.
const FEW: usize = 6;

/// So many ways to see a text as one sentence are tried.
const WAYS: usize = 12;

/// A translated text, and how much of it was known.
#[derive(Clone)]
pub(super) struct Translated {
    pub(super) text: String,
    /// The letters of the English text that the catalogue has.
    pub(super) known: usize,
}

impl Translated {
    fn unknown(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            known: 0,
        }
    }
}

/// One sentence: its fixed parts, with a hole between each two.
pub(super) struct Entry {
    /// The fixed parts of the English sentence, and the names of the holes between them.
    fixed: Vec<String>,
    /// The bytes that the English sentence begins and ends with, where that is no hole.
    ends: [Option<u8>; 2],
    pub(super) holes: Vec<String>,
    /// The Dutch sentence: fixed parts, and after each but the last the hole that follows, by its index.
    pub(super) parts: Vec<(String, Option<usize>)>,
    letters: usize,
    /// Not language.
    is_apart: bool,
}

impl Entry {
    pub(super) fn new(english: &str, dutch: &str) -> Self {
        let (fixed, holes) = cut(english);
        let (words, filled) = cut(dutch);
        // A hole by its name; of several of one name, as those without are, the first goes with the first.
        let index = |at: usize| {
            let name = &filled[at];
            let before = filled[..at].iter().filter(|other| *other == name).count();
            let of_name = holes.iter().enumerate().filter(|(_, hole)| *hole == name);
            of_name.map(|(index, _)| index).nth(before)
        };
        let filled = (0..filled.len()).map(index).chain([None]);
        Self {
            parts: words.into_iter().zip(filled).collect(),
            letters: fixed.iter().map(|part| letters(part)).sum(),
            is_apart: dutch == "=",
            ends: [
                fixed.first().and_then(|part| part.bytes().next()),
                fixed.last().and_then(|part| part.bytes().next_back()),
            ],
            fixed,
            holes,
        }
    }

    /// What stands in the holes, where the text is this sentence: each way to see it, up to a dozen.
    fn fits<'a>(&self, text: &'a str) -> Vec<Vec<&'a str>> {
        let mut ways = Vec::new();
        // Each text is held against each sentence. Nearly all of those begin or end with another letter, and a look at their parts takes
        // as long as all else.
        let [first, last] = self.ends;
        let is_other = |end: Option<u8>, of_text| end.is_some() && end != of_text;
        if is_other(last, text.bytes().next_back()) || is_other(first, text.bytes().next()) {
            return ways;
        }
        let ends = self.fixed.last().is_some_and(|last| text.ends_with(last));
        let first = self.fixed.first().filter(|_| ends);
        if let Some(rest) = first.and_then(|first| text.strip_prefix(first.as_str())) {
            fill(rest, &self.fixed[1..], &mut Vec::new(), &mut ways);
        }
        ways
    }

    /// Whether a hole stands between backticks: a name or a command.
    fn is_code(&self, hole: usize) -> bool {
        let before = self.fixed[..=hole].iter();
        before.map(|part| part.matches('`').count()).sum::<usize>() % 2 == 1
    }
}

/// Finds the fixed parts one after another, at each place where they are.
fn fill<'a>(
    text: &'a str,
    fixed: &[String],
    found: &mut Vec<&'a str>,
    ways: &mut Vec<Vec<&'a str>>,
) {
    let Some((part, others)) = fixed.split_first() else {
        if text.is_empty() {
            ways.push(found.clone());
        }
        return;
    };
    if others.is_empty() {
        if let Some(hole) = text.strip_suffix(part.as_str()) {
            ways.push(found.iter().copied().chain([hole]).collect());
        }
        return;
    }
    for (at, _) in text.match_indices(part.as_str()) {
        if ways.len() < WAYS && is_whole(&text[..at]) {
            found.push(&text[..at]);
            fill(&text[at + part.len()..], others, found, ways);
            found.pop();
        }
    }
}

/// The sentence with `{}` for each hole, whatever its name and form; holes that touch are one.
#[must_use]
pub fn holes_alike(sentence: &str) -> String {
    cut(sentence).0.join("{}")
}

/// The fixed parts of a sentence and the names of its holes; holes that touch are one.
fn cut(sentence: &str) -> (Vec<String>, Vec<String>) {
    let (mut fixed, mut holes) = (vec![String::new()], Vec::new());
    let mut signs = sentence.chars().peekable();
    while let Some(sign) = signs.next() {
        let is_double = signs.peek() == Some(&sign);
        if matches!(sign, '{' | '}') && is_double {
            signs.next();
        }
        if sign == '{' && !is_double {
            let name: String = signs.by_ref().take_while(|sign| *sign != '}').collect();
            let touches = fixed.len() > 1 && fixed.last().is_some_and(String::is_empty);
            if !touches {
                holes.push(name);
                fixed.push(String::new());
            }
        } else if let Some(part) = fixed.last_mut() {
            part.push(sign);
        }
    }
    (fixed, holes)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|sign| sign.is_alphabetic()).count()
}

/// The sentences, and what was translated of the text at hand.
pub(super) struct Catalogue {
    pub(super) entries: Vec<Entry>,
}

impl Catalogue {
    /// Of the sentences of a catalogue.
    pub(super) fn of(catalogue: &str) -> Self {
        let entries = sentences(catalogue).map(|(english, dutch)| Entry::new(english, dutch));
        Self {
            entries: entries.collect(),
        }
    }

    /// A line of the screen, whose cells are two spaces or more apart and keep their columns.
    pub(super) fn line(&self, line: &str) -> String {
        let known = RefCell::default();
        let mut text = String::new();
        let (mut at, mut late) = (0, 0_usize);
        for (cell, gap) in cells(line) {
            let translated = self.text(cell, DEPTH, &known);
            text.push_str(&localised(&translated.text));
            let was = width(cell);
            let is = width(&text[at..]);
            let wanted = (was + gap).saturating_sub(late);
            let spaces = if gap > 1 {
                wanted.saturating_sub(is).max(1)
            } else {
                gap
            };
            late = (is + spaces).saturating_sub(wanted);
            text.extend(std::iter::repeat_n(' ', spaces));
            at = text.len();
        }
        text
    }

    /// The reading of a text that the catalogue knows most of.
    fn text(
        &self,
        text: &str,
        depth: usize,
        seen: &RefCell<HashMap<(String, usize), Translated>>,
    ) -> Translated {
        let all = letters(text);
        if depth == 0 || all == 0 || is_marked(text) {
            return Translated::unknown(text);
        }
        let key = (text.to_owned(), depth);
        if let Some(seen) = seen.borrow().get(&key) {
            return seen.clone();
        }
        let mut best = Translated::unknown(text);
        for entry in self.entries.iter().filter(|entry| !entry.is_apart) {
            for holes in entry.fits(text) {
                let read = self.filled(entry, &holes, depth, seen);
                if let Some(read) = read.filter(|read| read.known > best.known) {
                    best = read;
                }
            }
        }
        if best.known < all {
            for (left, between, right) in halves(text) {
                let [left, right] = [left, right].map(|half| self.text(half, depth - 1, seen));
                if left.known + right.known > best.known {
                    best.text = format!("{}{between}{}", left.text, right.text);
                    best.known = left.known + right.known;
                }
            }
        }
        seen.borrow_mut().insert(key, best.clone());
        best
    }

    fn filled(
        &self,
        entry: &Entry,
        holes: &[&str],
        depth: usize,
        seen: &RefCell<HashMap<(String, usize), Translated>>,
    ) -> Option<Translated> {
        let mut known = entry.letters;
        let mut filled = Vec::with_capacity(holes.len());
        for (index, hole) in holes.iter().enumerate() {
            // A number with decimals, by its form in the source.
            let is_decimal = entry.holes[index].contains(":.");
            filled.push(match () {
                () if entry.is_code(index) => (*hole).to_owned(),
                () if is_decimal => hole.replace('.', ","),
                () => {
                    let translated = self.text(hole, depth - 1, seen);
                    // "of" between two halves that say something else is another sentence.
                    let is_sentence = hole.contains(' ') && !is_marked(hole);
                    if entry.letters < FEW && translated.known == 0 && is_sentence {
                        return None;
                    }
                    known += translated.known;
                    translated.text
                }
            });
        }
        let mut text = String::new();
        for (part, hole) in &entry.parts {
            text.push_str(part);
            if let Some(hole) = hole.and_then(|hole| filled.get(hole)) {
                text.push_str(hole);
            }
        }
        Some(Translated { text, known })
    }
}

/// The English sentences of a catalogue and their Dutch.
pub fn sentences(catalogue: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = catalogue.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
}

/// Whether no mark in a text lacks its other: a part of what is marked is no sentence.
fn is_whole(text: &str) -> bool {
    text.matches(AS_IS).count().is_multiple_of(2)
}

/// Whether all of a text stays as it is.
fn is_marked(text: &str) -> bool {
    text.len() > 1 && text.starts_with(AS_IS) && text[1..].find(AS_IS) == Some(text.len() - 2)
}

fn width(text: &str) -> usize {
    text.chars().filter(|sign| *sign != AS_IS).count()
}

/// The cells of a line, each with the number of spaces behind it; what is marked is of one cell.
fn cells(line: &str) -> Vec<(&str, usize)> {
    let (mut cells, mut start) = (Vec::new(), 0);
    let mut is_marked = false;
    while start < line.len() {
        let behind = line[start..].char_indices().find(|(at, sign)| {
            is_marked ^= *sign == AS_IS;
            !is_marked && line[start + at..].starts_with("  ")
        });
        let end = behind.map_or(line.len(), |(at, _)| start + at);
        let gap = line[end..].len() - line[end..].trim_start_matches(' ').len();
        cells.push((&line[start..end], gap));
        start = end + gap;
    }
    cells
}

/// Each way to cut a text in two where a sentence or a part of one ends: the left half, what is between, the right half.
fn halves(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let cut = |sign: &'static str, kept: usize| {
        text.match_indices(sign).map(move |(at, sign)| {
            let (left, right) = (at + kept, at + sign.len());
            (&text[..left], &text[left..right], &text[right..])
        })
    };
    // A full stop belongs to its sentence; a tab marks where wrapped lines go on.
    let stops = cut(". ", 1).chain(cut("? ", 1));
    let commas = cut("; ", 0)
        .chain(cut(": ", 0))
        .chain(cut(", ", 0))
        .chain(cut(" : ", 0))
        .chain(cut(":", 0));
    // A number, or the place of a finding, stands before what is said of it.
    let first = text.find(' ').map(|at| (&text[..at], " ", &text[at + 1..]));
    let signs = cut("\t", 0).chain(cut("# ", 0)).chain(cut("! ", 0));
    let signs = signs
        .chain(cut("` ", 1))
        .chain(cut(" (", 0))
        .chain(cut(")", 0));
    let all = stops.chain(commas).chain(signs).chain(first);
    all.filter(|(left, ..)| is_whole(left))
}
