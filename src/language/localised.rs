//! Numbers and days as Dutch writes them: 68.960, 5,0 %, 31 december 2026.

use super::mark::AS_IS;
use crate::vocabulary::{Day, Language};

/// The text with its numbers and days in Dutch; what stands between backticks or is marked, and what is part of a name, stays.
pub(super) fn localised(text: &str) -> String {
    let mut made = String::new();
    let mut closing = None;
    for part in text.split_inclusive(['`', AS_IS]) {
        let sign = part
            .chars()
            .next_back()
            .filter(|sign| ['`', AS_IS].contains(sign));
        match closing {
            Some(_) => made.push_str(part),
            None => words(part, &mut made),
        }
        closing = match closing {
            None => sign,
            Some(open) => Some(open).filter(|open| Some(*open) != sign),
        };
    }
    made
}

fn words(text: &str, made: &mut String) {
    let mut words = text.split_inclusive(' ').peekable();
    while let Some(next) = words.next() {
        let is_share = words.peek().is_some_and(|behind| behind.starts_with('%'));
        made.push_str(&word(next, is_share));
    }
}

fn word(word: &str, is_share: bool) -> String {
    let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',' | '-');
    let start = word.trim_start_matches(['(', '<', '±', '+']);
    let end = start.find(|sign| !is_part(sign)).unwrap_or(start.len());
    let (number, after) = start.split_at(end);
    let body = number.trim_end_matches(['.', ',', '-']);
    let is_alone = after
        .chars()
        .all(|sign| !sign.is_alphanumeric() && !matches!(sign, '/' | '\\' | '_'));
    let Some(changed) =
        number_or_day(body, is_share || after.starts_with('%')).filter(|_| is_alone)
    else {
        return word.to_owned();
    };
    let before = &word[..word.len() - start.len()];
    format!("{before}{changed}{}{after}", &number[body.len()..])
}

/// A decimal point may be that of a version; of a share it is not.
fn number_or_day(text: &str, is_share: bool) -> Option<String> {
    if let Some(day) = Day::parse(text) {
        return Some(Language::Dutch.day(day));
    }
    let (whole, part) = text
        .split_once('.')
        .map_or((text, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let groups: Vec<&str> = unsigned.split(',').collect();
    let is_grouped = groups.iter().all(|group| digits(group))
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups
            .first()
            .is_some_and(|first| first.len() <= 3 || groups.len() == 1);
    let is_number =
        is_grouped && part.is_none_or(digits) && (groups.len() > 1 || part.is_some() && is_share);
    is_number.then(|| {
        let part = part.map_or_else(String::new, |part| format!(",{part}"));
        whole.replace(',', ".") + &part
    })
}
