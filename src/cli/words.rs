//! Counts, paths and ids for the screen.

use std::path::Path;

use factlab::keys::VerifyingKey;
use factlab::vocabulary::{Language, ProviderId, is_visible};

/// A count with its thousands apart: 68,960.
pub(super) fn grouped(count: u64) -> String {
    Language::English.count(count)
}

/// A count with its noun, of which `one` is the singular: 1 row, 2 rows.
pub(super) fn counted(count: u64, one: &str, more: &str) -> String {
    let noun = if count == 1 { one } else { more };
    format!("{} {noun}", grouped(count))
}

/// The text with a mark in place of each sign that would steer the terminal or hide: it may come from a file of others.
pub(super) fn seen(text: &str) -> String {
    let shown = |sign| sign == '\n' || sign == '\t' || is_visible(sign);
    let mark = |sign| if shown(sign) { sign } else { '\u{fffd}' };
    text.chars().map(mark).collect()
}

/// A path as text, for JSON too: what is not Unicode in it has a sign in its place.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A word of the command as the id of a party.
pub(super) fn provider_id(text: &str) -> Result<ProviderId, String> {
    ProviderId::new(text).ok_or_else(|| "an id is a-z, 0-9, - and _, as in the agreement".into())
}

/// A word of the command as an amount of memory, in bytes.
pub(super) fn memory(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 4] = [
        ("GiB", 1 << 30),
        ("MiB", 1 << 20),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
    ];
    let of_unit = |(unit, bytes): &(&str, u64)| {
        let digits = text.strip_suffix(unit)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse::<u64>().ok().filter(|_| is_number)?;
        number.checked_mul(*bytes)
    };
    let found = UNITS.iter().find_map(of_unit);
    found.ok_or_else(|| "a whole number of MB, GB, MiB or GiB, such as 2GB".into())
}

/// A word of the command as a time of the day.
pub(super) fn time(text: &str) -> Result<String, String> {
    let parts = text
        .split_once(':')
        .filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2);
    let number = |text: &str| text.parse::<u8>().ok();
    let time = parts.and_then(|(hour, minute)| Some((number(hour)?, number(minute)?)));
    let is_time = time.is_some_and(|(hour, minute)| hour < 24 && minute < 60);
    is_time
        .then(|| text.to_owned())
        .ok_or_else(|| "a time from 00:00 to 23:59".into())
}

/// A word of the command as a language.
pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_word(text).ok_or_else(|| "nl or en".into())
}

/// A word of the command as the public half of a signing key, or of the key that signs a record.
pub(super) fn verifying_key(text: &str) -> Result<VerifyingKey, String> {
    VerifyingKey::parse(text).ok_or_else(|| "64 hexadecimal digits, as `key id` shows them".into())
}

/// What two releases have otherwise, in words.
pub(super) fn difference(what: &str) -> &str {
    match what {
        "made_up" => "which of them is made up",
        "moment" => "when a use counts",
        "period" => "how long the period is",
        "count" => "how services are counted",
        "missing" => "which organisations are missing",
        "domains" => "domains of services",
        "organisations" => "who carries out services",
        "providers" => "which organisations hand over",
        "providers_of_needs" => "which organisations hand over needs",
        "needs" => "what answers needs",
        "borders" => "borders of areas",
        "age_bands" => "age bands",
        "profile" => "how numbers are protected",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_one_of_the_clock() {
        assert!(time("23:59").is_ok() && time("00:00").is_ok());
        assert!(
            ["24:00", "6:00", "06:60", "noon"]
                .iter()
                .all(|text| time(text).is_err())
        );
    }

    #[test]
    fn one_is_singular_and_nothing_is_not() {
        let rows = [0, 1, 1000].map(|count| counted(count, "row", "rows"));
        assert_eq!(rows, ["0 rows", "1 row", "1,000 rows"]);
    }
}
