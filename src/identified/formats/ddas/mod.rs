//! DDAS 1.0 (debt counselling) in, a row per client and service out.
//!
//! A traject has one or two clients. It is a use of the service `schuldhulptraject`, from its first day to its last;
//! each `begeleiding` in it is one more, by the name of its `soort`. Source: the exchange model of DDAS, version 1.0.

mod places;

use self::places::Places;
use super::json::{Event, Visitor, begins_with, read_all, survey};
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format, Sink};
use crate::identified::source::inline_text::{Date, Short};
use crate::identified::source::person::Person;
use crate::identified::source::{RawRow, Reading};

/// The service of a traject.
const TRAJECT: &str = "schuldhulptraject";

/// The keys of which a delivery has one, also when it holds no trajects.
const KEYS: &[&str] = &["\"schuldhulptrajecten\"", "\"leveringen\""];

/// The version that is read.
const READ: &str = "deliveries of DDAS 1.0";

/// Deliveries of debt counselling.
pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::new("ddas", "a DDAS delivery", FileKind::Json);

/// Reads [`FORMAT`].
pub(super) struct Ddas;

impl Format for Ddas {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        if begins_with(file, &KEYS[..1]) {
            Fit::Sure
        } else if begins_with(file, KEYS) {
            Fit::Maybe
        } else {
            Fit::No
        }
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        survey(FORMAT, settings, files)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        read_all(FORMAT, KEYS, READ, settings, files, sink, Trajects::new)
    }
}

/// A use of a service, by the day.
#[derive(Default, Clone, Copy)]
struct Use {
    service: Short<64>,
    start: Date,
    end: Date,
}

/// The traject that is being read.
struct Trajects {
    row: RawRow,
    has_met_any: bool,
    line: u64,
    traject: Use,
    outflow: Date,
    clients: Vec<Person>,
    client: Person,
    support: Use,
    supports: Vec<Use>,
    places: Places,
}

impl Trajects {
    fn new(file: &str) -> Self {
        Self {
            row: RawRow::new(file),
            has_met_any: false,
            line: 0,
            traject: Use::default(),
            outflow: Date::EMPTY,
            clients: Vec::new(),
            client: Person::default(),
            support: Use::default(),
            supports: Vec::new(),
            places: Places::default(),
        }
    }

    fn begin(&mut self, part: &str, line: u64) {
        match part {
            "" => {
                self.has_met_any = true;
                self.line = line;
                self.traject = Use {
                    service: Short::of(TRAJECT),
                    ..Use::default()
                };
                self.outflow = Date::EMPTY;
                self.clients.clear();
                self.supports.clear();
            }
            "client" => {
                self.client = Person::default();
                self.client.line = line;
            }
            "begeleiding" => self.support = Use::default(),
            _ => {}
        }
    }

    fn end(&mut self, part: &str, sink: &mut Sink<'_>) -> Result<()> {
        match part {
            "" => return self.hand_on(sink),
            "client" => self.clients.push(std::mem::take(&mut self.client)),
            "begeleiding" => self.supports.push(self.support),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, part: &str, text: Option<&str>) {
        match part {
            "startdatum" => self.traject.start = Short::of_decoded(text),
            "einddatum" => self.traject.end = Short::of_decoded(text),
            "uitstroom/datum" => self.outflow = Short::of_decoded(text),
            "begeleiding/soort" => self.support.service = Short::of_decoded(text),
            "begeleiding/startdatum" => self.support.start = Short::of_decoded(text),
            "begeleiding/einddatum" => self.support.end = Short::of_decoded(text),
            _ => {
                if let Some(field) = field(part) {
                    self.client.add_or_break(field, text);
                }
            }
        }
    }

    fn hand_on(&mut self, sink: &mut Sink<'_>) -> Result<()> {
        let mut traject = self.traject;
        traject.end = traject.end.or(self.outflow);
        if self.clients.is_empty() {
            // A row that names nobody, so that the traject is told of and not passed over.
            let mut nobody = Person::default();
            nobody.line = self.line;
            self.clients.push(nobody);
            self.supports.clear();
        }
        for client in &self.clients {
            set(&mut self.row, client, &traject);
            sink.row(&self.row)?;
            for support in &self.supports {
                let within = Use {
                    service: support.service,
                    start: support.start.or(traject.start),
                    end: support.end.or(traject.end),
                };
                set(&mut self.row, client, &within);
                sink.row(&self.row)?;
            }
        }
        Ok(())
    }
}

impl Visitor for Trajects {
    fn take(&mut self, path: &str, event: Event<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let Some(part) = part_of(path) else {
            return Ok(());
        };
        match event {
            Event::Begin(line) => self.begin(part, line),
            Event::End => return self.end(part, sink),
            Event::Text(text) => self.text(part, text),
        }
        Ok(())
    }

    fn look(&mut self, path: &str, event: &Event<'_>) {
        match (part_of(path), event) {
            (Some(""), Event::Begin(_)) => self.places.begin(),
            (Some(part), Event::Text(text)) => self.places.look(part, *text),
            _ => {}
        }
    }

    fn is_of_other_version(&self) -> bool {
        self.places.are_other()
    }

    fn has_met_any(&self) -> bool {
        self.has_met_any
    }
}

/// The path from a traject on.
fn part_of(path: &str) -> Option<&str> {
    let part = path.strip_prefix("leveringen/schuldhulptrajecten")?;
    Some(part.strip_prefix('/').unwrap_or(part))
}

fn field(part: &str) -> Option<Field> {
    Some(match part.strip_prefix("client/")? {
        "Burgerservicenummer" => Field::Bsn,
        "Geboortedatum" => Field::BirthDate,
        "Geslachtsaanduiding" => Field::Sex,
        "Postcode" => Field::Postcode,
        "Huisnummer" => Field::HouseNumber,
        "Huisnummertoevoeging" => Field::HouseNumberSuffix,
        _ => return None,
    })
}

fn set(row: &mut RawRow, client: &Person, made: &Use) {
    row.begin(client.line);
    client.fill(row);
    made.service.set(row, Field::Service);
    made.start.set(row, Field::Start);
    made.end.set(row, Field::End);
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
