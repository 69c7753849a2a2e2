//! Vroegsignalering (payment arrears) 0.1 and 0.9: a row per signal.
//!
//! Version 0.9 has the signals in `leveringen`, 0.1 at the root. A signal is of a moment: its first day is its last. Its
//! service is the type of whoever sends it: `Energie`, `Huur`, … Source: the exchange model of DDAS vroegsignalering.

use super::json::JsonMessage;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, Field, FileKind};
use crate::identified::source::RawRow;
use crate::identified::source::element::Element;
use crate::identified::source::inline_text::{BROKEN, Date};
use crate::identified::source::push::Sink;
use crate::vocabulary::Day;

/// What is read of a signal beside its day.
const SIGNAL: &[(&str, Field)] = &[
    ("signaalpartner/type", Field::Service),
    ("bedrag", Field::Amount),
    ("client/Burgerservicenummer", Field::Bsn),
    ("client/Voorletters", Field::Initials),
    ("client/Voorvoegsel", Field::SurnamePrefix),
    ("client/Achternaam", Field::Surname),
    ("client/Geboortedatum", Field::BirthDate),
    ("client/Postcode", Field::Postcode),
    ("client/Huisnummer", Field::HouseNumber),
    ("client/Huisnummertoevoeging", Field::HouseNumberSuffix),
];

/// Deliveries of signals of arrears.
pub(super) const FORMAT: ExtractFormat = ExtractFormat::new(
    "vroegsignalering",
    "a delivery of vroegsignalering",
    FileKind::Json,
);

pub(super) struct Vroegsignalering;

impl JsonMessage for Vroegsignalering {
    const FORMAT: ExtractFormat = FORMAT;
    const KEYS: &[&str] = &["\"vroegsignalen\"", "\"signaalpartner\"", "\"leveringen\""];
    const KNOWN_BY: &[&str] = &["\"vroegsignalen\"", "\"signaalpartner\""];
    const VERSIONS: &str = "versions 0.1 and 0.9 of vroegsignalering";
    const LISTS: &[&str] = &["vroegsignalen", "leveringen/vroegsignalen"];

    type Version = ();

    fn hand_on(signal: Element<'_>, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<bool> {
        row.begin(signal.line());
        signal.fill(row, SIGNAL);
        let days: [Date; 2] = ["signaaldatum", "ontstaansdatum"].map(|name| signal.short(name));
        if let Some(day) = days.iter().find(|day| is_of_a_signal(day)) {
            day.set(row, Field::Start);
            day.set(row, Field::End);
        } else {
            // Without a day it would be a use that never ends.
            row.set_broken(Field::Start);
        }
        sink.row(row)?;
        Ok(true)
    }
}

/// Whether a signal can be of this day, or something is there that may be one: not nothing, not zeros, and not where
/// calendars begin or end. The law on signals is of 2021.
fn is_of_a_signal(day: &Date) -> bool {
    let text = day.as_str();
    let may_be_day = text.contains(|sign| matches!(sign, '1'..='9')) || text == BROKEN;
    let is_of_this_age = |day: Day| (2000..2100).contains(&day.parts().0);
    may_be_day && Day::parse(text).is_none_or(is_of_this_age)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Trial, detect, read};
    use super::*;

    fn signals(text: &str) -> Trial {
        read(&[("v.json", text.as_bytes())], detect(&[])).unwrap()
    }

    #[test]
    fn a_signal_is_of_one_day_and_of_whoever_sends_it() {
        use Field::{Amount, End, Service, Start, Surname, SurnamePrefix};
        let text = r#"{"leveringen": [{"vroegsignalen": [
            {"ID": "1", "bedrag": 450.5, "ontstaansdatum": "2026-01-01", "signaaldatum": "2026-01-05",
             "signaalpartner": {"type": "Energie"}, "client": {"Burgerservicenummer": "1", "Voorvoegsel": "van",
             "Achternaam": "Dijk", "Huisnummer": "10", "Huisnummertoevoeging": "A"}},
            {"ontstaansdatum": "2026-02-01", "signaalpartner": {"type": "Huur"}, "client": {"Achternaam": "Bos"}}],
            "vroegsignaalzaken": [{"vroegsignalen": [{"ID": "1"}]}]}]}"#;
        let trial = signals(text);
        assert_eq!(trial.places(), ["v.json:2", "v.json:5"]);
        let fields = [Service, Start, End, SurnamePrefix, Surname, Amount];
        let row = |row| fields.map(|field| trial.field(row, field)).join(" ");
        assert_eq!(row(0), "Energie 2026-01-05 2026-01-05 van Dijk 450.5");
        assert_eq!(row(1), "Huur 2026-02-01 2026-02-01  Bos ");
        assert_eq!(trial.reading.detected, ["v.json: vroegsignalering, utf-8"]);
    }

    #[test]
    fn signals_are_read_at_the_root_too_and_those_of_a_case_are_no_more_than_its_own() {
        let text = r#"{"startdatumLevering": "2026-01-01", "vroegsignaalzaken": [{"vroegsignalen": [{"ID": "1"}]}],
            "vroegsignalen": [{"signaaldatum": "2026-01-05", "signaalpartner": {"type": "Water"},
            "client": {"Burgerservicenummer": "1"}}]}"#;
        let trial = signals(text);
        assert_eq!(trial.rows.len(), 1);
        assert_eq!(trial.field(0, Field::Service), "Water");
    }

    /// As another version would have them.
    #[test]
    fn signals_at_a_place_that_is_not_known_are_refused_with_the_versions_that_are() {
        let text =
            r#"{"berichten": {"vroegsignalen": [{"client": {"Burgerservicenummer": "1"}}]}}"#;
        let error = read(&[("v.json", text.as_bytes())], detect(&[]))
            .err()
            .unwrap();
        assert!(error.to_string().contains("v.json: "), "{error}");
        assert!(error.advice().unwrap().contains("versions 0.1 and 0.9"));
    }

    #[test]
    fn a_day_that_cannot_be_decoded_is_broken_and_not_open() {
        let text = r#"{"leveringen": [{"vroegsignalen": [{"signaaldatum": "\ud800",
            "signaalpartner": {"type": "Energie"}, "client": {"Burgerservicenummer": "1"}}]}]}"#;
        let trial = signals(text);
        let fields = [Field::Start, Field::End].map(|field| trial.field(0, field));
        assert_eq!(fields, ["<broken>", "<broken>"]);
    }

    #[test]
    fn a_signal_without_a_day_is_broken_and_not_open() {
        let none = [
            "",
            "null",
            "onbekend",
            "0000-00-00",
            "1970-01-01",
            "9999-12-31",
        ];
        for day in none {
            let text = format!(
                r#"{{"leveringen": [{{"vroegsignalen": [{{"signaaldatum": "{day}", "datumSignaal": "2026-01-05",
                "signaalpartner": {{"type": "Energie"}}, "client": {{"Burgerservicenummer": "1"}}}}]}}]}}"#
            );
            let trial = signals(&text);
            assert_eq!(trial.field(0, Field::Start), "<broken>", "{day}");
        }
    }
}
