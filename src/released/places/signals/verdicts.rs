//! A file with what professionals say of pairs of services in, the word for each pair out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::person::{Look, day};
use super::read::{plain, refuse_people, text_of};
use super::settings::VerdictsFile;
use crate::error::{Code, Error, Result};
use crate::released::places::columns::{Columns, Field};
use crate::released::places::finding::{FileFinding, Findings};
use crate::released::places::sheet::Cell;
use crate::vocabulary::{Day, Service};

/// What is said of each pair, by the codes of its services in their order: `logical`, `surprising` or `unknown`.
pub type Verdicts = BTreeMap<[String; 2], &'static str>;

/// The columns of a file with verdicts, and how they are called.
const FIELDS: [Field; 5] = [
    ("service_a", &["servicea", "voorzieninga"]),
    ("service_b", &["serviceb", "voorzieningb"]),
    ("verdict", &["verdict", "oordeel"]),
    ("role", &["role", "rol", "functie", "beroep"]),
    ("date", &["date", "datum"]),
];

/// The verdicts, and the words for each.
const WORDS: [(&str, &[&str]); 3] = [
    ("logical", &["logical", "logisch"]),
    ("surprising", &["surprising", "verrassend"]),
    ("unknown", &["unknown", "onbekend", "weet niet"]),
];

/// A file with verdicts, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictsRecord {
    /// SHA-256 of the file.
    pub file: String,
}

/// When something was said, and what.
type Last = (Option<Day>, &'static str);

/// What a role says of a pair.
struct Said {
    pair: [String; 2],
    role: String,
    date: Option<Day>,
    verdict: &'static str,
}

/// Reads the file of an agreement: what most roles say of each pair, where a role says what it said last; and what is odd
/// about the file. Where no verdict is that of most, it is `unknown`.
///
/// # Errors
/// When it cannot be read, lacks a column, or has one that could point at a person.
pub fn read_verdicts(file: &VerdictsFile) -> Result<(Verdicts, VerdictsRecord, Vec<FileFinding>)> {
    let (sheet, digest) = text_of(&file.path)?;
    let columns = Columns::of(&sheet, &FIELDS, &BTreeMap::new());
    let required = ["service_a", "service_b", "verdict", "role"];
    let columns = columns.filter(|columns| required.iter().all(|field| columns.has(field)));
    let Some(columns) = columns else {
        let what = "lacks a column with the two services, verdicts or roles";
        return Err(Error::at(Code::SignalsUnreadable, &file.path, what));
    };
    let date = columns.place("date");
    // A verdict may be older than a signal, as it is kept from run to run.
    let look = |place: usize| {
        if Some(place) == date {
            Look::NoDays
        } else {
            Look::All
        }
    };
    let services = file.services.iter();
    let known = services.flat_map(|service| [service.code.as_str(), &service.name]);
    let known: BTreeSet<&str> = known.collect();
    let day = file.reference_date;
    refuse_people(&sheet, &file.path, columns.header, day, look, &known)?;
    let mut findings = Findings::of(&file.shown);
    let mut all: BTreeMap<([String; 2], String), Last> = BTreeMap::new();
    sheet.for_each(|line, cells| {
        let is_empty = cells.iter().all(|cell| cell.is_empty());
        if line > columns.header && !is_empty {
            match said(cells, &columns, &file.services) {
                Ok(said) => {
                    let own = all.entry((said.pair, said.role));
                    let own = own.or_insert((said.date, said.verdict));
                    if said.date >= own.0 {
                        *own = (said.date, said.verdict);
                    }
                }
                Err(what) => findings.add_at(line, what),
            }
        }
        true
    });
    let mut of_pair: BTreeMap<[String; 2], Vec<&'static str>> = BTreeMap::new();
    for ((pair, _), (_, verdict)) in all {
        of_pair.entry(pair).or_default().push(verdict);
    }
    let verdicts = of_pair.into_iter().map(|(pair, said)| (pair, most(&said)));
    let file = digest.to_string();
    Ok((
        verdicts.collect(),
        VerdictsRecord { file },
        findings.into_list(),
    ))
}

/// What more than half say.
fn most(said: &[&'static str]) -> &'static str {
    let is_most = |word: &&str| 2 * said.iter().filter(|one| *one == word).count() > said.len();
    let words = WORDS.iter().map(|(word, _)| *word);
    words.into_iter().find(is_most).unwrap_or("unknown")
}

/// What a row says, or why it says nothing; never with the value of a cell.
fn said(
    cells: &[Cell],
    columns: &Columns,
    services: &[Service],
) -> std::result::Result<Said, &'static str> {
    let service = |field| {
        let own = plain(&columns.text(cells, field));
        let is_it = |one: &&Service| [one.code.as_str(), &one.name].map(plain).contains(&own);
        let found = services.iter().find(is_it);
        found.map(|one| one.code.as_str().to_owned())
    };
    let pair = service("service_a").zip(service("service_b"));
    let (a, b) = pair.ok_or("a service is none of the agreement, by its code or name")?;
    if a == b {
        return Err("a service with itself is no pair");
    }
    let word = plain(&columns.text(cells, "verdict"));
    let verdict = WORDS.iter().find(|(_, words)| words.contains(&&*word));
    let (verdict, _) = verdict.ok_or("the verdict is not logical, surprising or unknown")?;
    let role = plain(&columns.text(cells, "role"));
    if role.is_empty() {
        return Err("a role belongs in its column: each role has one verdict of a pair");
    }
    let date = columns.text(cells, "date");
    let date = if date.is_empty() {
        None
    } else {
        Some(day(&date).ok_or("the date is no day such as 2026-12-31")?)
    };
    Ok(Said {
        pair: if a < b { [a, b] } else { [b, a] },
        role,
        date,
        verdict,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::ServiceCode;

    const HEADER: &str = "service_a,service_b,verdict,role,date,note\n";

    type Read = Result<(Verdicts, VerdictsRecord, Vec<FileFinding>)>;

    fn read(text: &str) -> Read {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.csv");
        std::fs::write(&path, text).unwrap();
        let service = |(code, name): (&str, &str)| Service {
            code: ServiceCode::new(code).unwrap(),
            name: name.into(),
            domain: String::new(),
            organisation: None,
            is_by_address: false,
        };
        let services = [
            ("debts", "Hulp Bij Schulden"),
            ("care", "Zorg"),
            ("work", "Werk"),
        ];
        read_verdicts(&VerdictsFile {
            path,
            shown: "file.csv".into(),
            services: services.map(service).to_vec(),
            reference_date: Day::parse("2026-12-31").unwrap(),
        })
    }

    /// The verdicts as texts, and the findings.
    fn said(rows: &str) -> (Vec<String>, Vec<String>) {
        let (verdicts, _, findings) = read(&format!("{HEADER}{rows}")).unwrap();
        let one = |([a, b], word): (&[String; 2], &&str)| format!("{a} {b} {word}");
        let findings = findings.iter().map(ToString::to_string).collect();
        (verdicts.iter().map(one).collect(), findings)
    }

    #[test]
    fn a_pair_is_the_same_in_either_order_and_by_code_or_name() {
        let (verdicts, findings) = said(
            "debts,care,logical,nurse,,\nzorg,hulp  bij schulden,Logisch,clerk,,\ndebts,work,verrassend,clerk,,\n",
        );
        assert_eq!(verdicts, ["care debts logical", "debts work surprising"]);
        assert_eq!(findings, [""; 0]);
    }

    #[test]
    fn most_roles_decide_and_where_none_is_that_of_most_nobody_knows() {
        for (words, verdict) in [
            (&["logical", "surprising"][..], "unknown"),
            (&["logical", "surprising", "logical"], "logical"),
            (&["surprising", "unknown", "surprising"], "surprising"),
            (&["logical", "surprising", "unknown"], "unknown"),
        ] {
            let row = |(place, word): (usize, &&str)| format!("care,debts,{word},role {place},,\n");
            let rows: String = words.iter().enumerate().map(row).collect();
            assert_eq!(
                said(&rows).0,
                [format!("care debts {verdict}")],
                "{words:?}"
            );
        }
    }

    #[test]
    fn who_does_not_know_can_say_so_in_words() {
        for word in ["unknown", "onbekend", "Weet niet", "weet  NIET"] {
            let (verdicts, findings) = said(&format!("care,debts,{word},nurse,,\n"));
            assert_eq!(verdicts, ["care debts unknown"], "{word}");
            assert_eq!(findings, [""; 0], "{word}");
        }
    }

    #[test]
    fn a_role_says_what_it_said_last() {
        for rows in [
            "care,debts,logical,nurse,2026-02-01,\ncare,debts,surprising,Nurse,2020-02-01,\n",
            "care,debts,surprising,nurse,,\ncare,debts,logical,nurse,2020-02-01,\n",
            "care,debts,surprising,nurse,2026-02-01,\ncare,debts,logical,nurse,2026-02-01,\n",
        ] {
            assert_eq!(said(rows).0, ["care debts logical"], "{rows}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_used_is_a_finding_without_its_value_and_the_others_count() {
        for (row, why) in [
            ("geheim,care,logical,nurse,,", "none of the agreement"),
            ("care,,logical,nurse,,", "none of the agreement"),
            ("care,zorg,logical,nurse,,", "with itself"),
            (
                "care,work,geheim,nurse,,",
                "not logical, surprising or unknown",
            ),
            ("care,work,logical,,,", "a role belongs"),
            ("care,work,logical,nurse,geheim,", "no day"),
        ] {
            let (verdicts, findings) = said(&format!("care,debts,logical,nurse,,\n{row}\n"));
            assert_eq!(verdicts, ["care debts logical"], "{row}");
            assert_eq!(findings.len(), 1, "{row}: {findings:?}");
            assert!(findings[0].starts_with("file.csv:3: "), "{findings:?}");
            assert!(
                findings[0].contains(why) && !findings[0].contains("geheim"),
                "{findings:?}"
            );
        }
    }

    #[test]
    fn a_column_that_could_point_at_a_person_is_refused() {
        for row in [
            "care,debts,logical,Jan de Vries,,",
            "care,debts,logical,nurse,,Jan de Vries",
            "care,debts,logical,nurse,,01-02-1950",
            "care,debts,logical,nurse,,over 123456782",
            "care,debts,logical,nurse,123456782,",
        ] {
            let error = read(&format!("{HEADER}{row}\n")).unwrap_err();
            assert_eq!(error.code(), Code::SignalsNamePeople, "{row}");
            assert!(!error.to_string().contains("Vries"), "{error}");
        }
        // Verdicts are kept for years, and names of services are nobody's.
        let (verdicts, _) = said("Hulp Bij Schulden,Zorg,logical,nurse,2019-05-01,\n");
        assert_eq!(verdicts, ["care debts logical"]);
        let error = read("service_a,service_b,role\ncare,debts,nurse\n").unwrap_err();
        assert_eq!(error.code(), Code::SignalsUnreadable);
    }
}
