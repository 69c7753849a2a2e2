//! DDAS 1.0 (debt counselling): a row per client and service.
//!
//! A traject has one or two clients. It is a use of the service `schuldhulptraject`, from its first day to its last;
//! each `begeleiding` in it is one more, by the name of its `soort`. Source: the exchange model of DDAS, version 1.0.

use super::json::JsonMessage;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, Field, FileKind};
use crate::identified::source::RawRow;
use crate::identified::source::element::Element;
use crate::identified::source::inline_text::Date;
use crate::identified::source::push::Sink;

/// The service of a traject.
const TRAJECT: &str = "schuldhulptraject";

/// What is read of a client.
const CLIENT: &[(&str, Field)] = &[
    ("Burgerservicenummer", Field::Bsn),
    ("Geboortedatum", Field::BirthDate),
    ("Geslachtsaanduiding", Field::Sex),
    ("Postcode", Field::Postcode),
    ("Huisnummer", Field::HouseNumber),
    ("Huisnummertoevoeging", Field::HouseNumberSuffix),
];

pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::new("ddas", "a DDAS delivery", FileKind::Json);

pub(super) struct Ddas;

/// A use of a service, by the day.
struct Use<'a> {
    service: &'a str,
    start: Date,
    end: Date,
}

impl Use<'_> {
    fn hand_on(&self, client: Element<'_>, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<()> {
        row.begin(client.line());
        client.fill(row, CLIENT);
        row.set(Field::Service, self.service);
        self.start.set(row, Field::Start);
        self.end.set(row, Field::End);
        sink.row(row)
    }
}

/// Whether the trajects of a file have days.
#[derive(Default)]
pub(super) struct Days {
    /// `None` for a file without trajects.
    starts: Option<bool>,
    ends: bool,
    /// A year under another name that begins as that of the last day.
    ends_under_another_name: bool,
}

impl JsonMessage for Ddas {
    const FORMAT: ExtractFormat = FORMAT;
    const KEYS: &[&str] = &["\"schuldhulptrajecten\"", "\"leveringen\""];
    const OWN: &[&str] = &["\"schuldhulptrajecten\""];
    const VERSIONS: &str = "deliveries of DDAS 1.0";
    const LISTS: &[&str] = &["leveringen/schuldhulptrajecten"];

    type Version = Days;

    fn look(days: &mut Days, traject: Element<'_>) {
        let has = |path| traject.get(path).is_some();
        days.starts = Some(days.starts == Some(true) || has("startdatum"));
        days.ends |= has("einddatum") || has("uitstroom/datum");
        days.ends_under_another_name |= traject.parts().any(is_named_as_end);
    }

    /// Every traject has a first day; read without days, all would seem to run.
    fn is_other(days: &Days) -> bool {
        days.starts == Some(false) || days.ends_under_another_name && !days.ends
    }

    fn hand_on(traject: Element<'_>, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<bool> {
        let whole = Use {
            service: TRAJECT,
            start: traject.short("startdatum"),
            end: traject
                .short("einddatum")
                .or(traject.short("uitstroom/datum")),
        };
        let supports = traject.groups("begeleiding");
        let clients = traject.groups("client");
        if clients.is_empty() {
            // A row that names nobody, so that the traject is reported and not skipped.
            whole.hand_on(traject, row, sink)?;
        }
        for client in clients {
            whole.hand_on(client, row, sink)?;
            for support in &supports {
                let within = Use {
                    service: support.get("soort").unwrap_or_default(),
                    start: support.short("startdatum").or(whole.start),
                    end: support.short("einddatum").or(whole.end),
                };
                within.hand_on(client, row, sink)?;
            }
        }
        Ok(true)
    }
}

/// Whether a text has a year and is named after an end.
fn is_named_as_end(part: Element<'_>) -> bool {
    let begin = part.name().get(..4).unwrap_or_default();
    let has_year = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    begin.eq_ignore_ascii_case("eind") && part.text().is_some_and(has_year)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Trial, detect, read};
    use super::*;

    fn delivery(trajects: &str) -> String {
        format!("{{\"leveringen\": [{{\"teller\": 1, \"schuldhulptrajecten\": [{trajects}]}}]}}")
    }

    fn client(bsn: &str) -> String {
        format!(
            "{{\"Burgerservicenummer\": \"{bsn}\", \"Geboortedatum\": \"1980-01-01\", \"Postcode\": \"1501AB\", \
             \"Huisnummer\": 10, \"Huisnummertoevoeging\": \"A\"}}"
        )
    }

    fn traject(start: &str, clients: &[&str], more: &str) -> String {
        let clients: Vec<String> = clients.iter().map(|bsn| client(bsn)).collect();
        let clients = clients.join(",\n");
        format!("\n{{{more}\"client\": [{clients}], \"startdatum\": \"{start}\"}}")
    }

    fn rows(trial: &Trial) -> Vec<[&str; 4]> {
        let fields = [Field::Bsn, Field::Service, Field::Start, Field::End];
        let row = |row| fields.map(|field| trial.field(row, field));
        (0..trial.rows.len()).map(row).collect()
    }

    #[test]
    fn two_clients_of_one_traject_have_a_row_each() {
        let text = delivery(&traject(
            "2026-01-10",
            &["1", "2"],
            "\"einddatum\": \"2026-09-30\", ",
        ));
        let trial = read(&[("d.json", text.as_bytes())], detect(&[])).unwrap();
        let of = |bsn| [bsn, "schuldhulptraject", "2026-01-10", "2026-09-30"];
        assert_eq!(rows(&trial), [of("1"), of("2")]);
        assert_eq!(trial.places(), ["d.json:2", "d.json:3"]);
        assert_eq!(trial.field(0, Field::HouseNumberSuffix), "A");
        assert_eq!(trial.reading.detected, ["d.json: ddas, utf-8"]);
    }

    #[test]
    fn a_traject_without_a_client_is_one_row_that_names_nobody() {
        let more = "\"begeleiding\": [{\"soort\": \"Budgetbeheer\"}], ";
        let absent = "\n{\"startdatum\": \"2026-03-01\"}";
        let empty = traject("2026-01-10", &[], more);
        let text = delivery(&format!(
            "{empty},{absent},{}",
            traject("2026-02-01", &["1"], "")
        ));
        let trial = read(&[("d.json", text.as_bytes())], detect(&[])).unwrap();
        let of = |bsn, start| [bsn, "schuldhulptraject", start, ""];
        assert_eq!(
            rows(&trial),
            [
                of("", "2026-01-10"),
                of("", "2026-03-01"),
                of("1", "2026-02-01")
            ]
        );
        assert_eq!(trial.places(), ["d.json:2", "d.json:3", "d.json:4"]);
    }

    #[test]
    fn support_is_a_use_of_its_own_and_lasts_no_longer_than_its_traject() {
        let more = "\"uitstroom\": {\"datum\": \"2026-08-31\", \"reden\": \"x\"}, \"begeleiding\": [{\"soort\": \"Budgetbeheer\", \
                    \"startdatum\": \"2026-02-01\"}, {\"soort\": \"Budgetcoaching\", \"einddatum\": \"2026-03-01\"}], ";
        let text = delivery(&traject("2026-01-10", &["1"], more));
        let trial = read(&[("d.json", text.as_bytes())], detect(&[])).unwrap();
        assert_eq!(
            rows(&trial),
            [
                ["1", "schuldhulptraject", "2026-01-10", "2026-08-31"],
                ["1", "Budgetbeheer", "2026-02-01", "2026-08-31"],
                ["1", "Budgetcoaching", "2026-01-10", "2026-03-01"]
            ]
        );
    }

    #[test]
    fn a_date_or_service_that_cannot_be_decoded_is_broken_and_not_open() {
        let more = "\"begeleiding\": [{\"soort\": \"\\ud800\"}], ";
        let text = delivery(&traject("\\ud800", &["1"], more));
        let trial = read(&[("d.json", text.as_bytes())], detect(&[])).unwrap();
        assert_eq!(
            rows(&trial),
            [
                ["1", "schuldhulptraject", "<broken>", ""],
                ["1", "<broken>", "<broken>", ""]
            ]
        );
    }

    #[test]
    fn trajects_whose_days_stand_under_other_names_are_refused_and_not_open() {
        let text = delivery(&traject(
            "2026-01-10",
            &["1"],
            "\"einddatum\": \"2026-09-30\", ",
        ));
        let renamed = |from: &str, to: &str| text.replace(from, to);
        for other in [
            renamed("startdatum", "aanvang"),
            renamed("einddatum", "eindDatum"),
        ] {
            let error = read(&[("d.json", other.as_bytes())], detect(&[])).err();
            let error = error.unwrap().to_string();
            assert!(
                error.contains("is of a version that is not read"),
                "{error}"
            );
            let files = [("a.json", text.as_bytes()), ("b.json", other.as_bytes())];
            let trial = read(&files, detect(&[])).unwrap();
            assert_eq!(trial.rows.len(), 1);
            assert_eq!(trial.findings, ["b.json:1 message-release"]);
        }
        // Trajects that all run have no last day anywhere.
        let running = delivery(&traject("2026-01-10", &["1"], ""));
        let trial = read(&[("d.json", running.as_bytes())], detect(&[])).unwrap();
        assert_eq!(trial.rows.len(), 1);
    }

    #[test]
    fn a_person_in_two_trajects_has_both_and_a_traject_forgets_the_one_before() {
        let ended = traject("2026-01-10", &["1"], "\"einddatum\": \"2026-02-01\", ");
        let text = delivery(&format!("{ended},{}", traject("2026-05-01", &["1"], "")));
        let trial = read(&[("d.json", text.as_bytes())], detect(&[])).unwrap();
        assert_eq!(
            rows(&trial),
            [
                ["1", "schuldhulptraject", "2026-01-10", "2026-02-01"],
                ["1", "schuldhulptraject", "2026-05-01", ""]
            ]
        );
    }

    #[test]
    fn a_file_that_is_cut_off_is_a_finding_and_the_others_are_read() {
        let whole = delivery(&traject("2026-01-10", &["1"], ""));
        let other = "{\"leveringen\": []}";
        let files = [
            ("a.json", whole.as_bytes()),
            ("b.json", &whole.as_bytes()[..whole.len() - 3]),
            ("c.json", other.as_bytes()),
        ];
        let trial = read(&files, detect(&[])).unwrap();
        assert_eq!(trial.places(), ["a.json:2"]);
        assert_eq!(
            trial.findings,
            ["c.json:1 message-unknown", "b.json:2 file-broken"]
        );
        let error = read(&files[1..2], detect(&[])).err().unwrap();
        assert!(error.to_string().contains("b.json:2:") && error.advice().is_some());
    }
}
