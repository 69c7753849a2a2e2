//! What the page may say: the published numbers in its language, and the names of codes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::chance::stands_for;
use super::super::tables::{Table, Tables};
use super::numbers::Known;
use crate::vocabulary::{Day, Language};

/// The smallest denominator of a published share.
const SMALLEST_DENOMINATOR: u64 = 100;

/// The tables and `run.json`, as a page looks at them.
pub(super) struct Facts<'a> {
    pub(super) tables: &'a Tables,
    pub(super) run: &'a Json,
    pub(super) language: Language,
    /// The households of `stacking`, by its keys.
    stacking: BTreeMap<[&'a str; 4], Option<u64>>,
    /// The names of the wijken, by code.
    wijken: BTreeMap<&'a str, &'a str>,
}

impl<'a> Facts<'a> {
    /// `None` when `run.json` has no language that is known.
    pub(super) fn new(tables: &'a Tables, run: &'a Json) -> Option<Self> {
        let mut facts = Self {
            tables,
            run,
            language: Language::from_word(run["language"].as_str()?)?,
            stacking: BTreeMap::new(),
            wijken: BTreeMap::new(),
        };
        let keys =
            |row: &Row<'a>| ["unit", "dimension", "level", "services"].map(|key| row.text(key));
        let stacking = facts.rows("stacking");
        facts.stacking = stacking
            .map(|row| (keys(&row), row.count("households")))
            .collect();
        let wijken = facts
            .rows("areas")
            .filter(|row| row.text("level") == "wijk");
        facts.wijken = wijken
            .map(|row| (row.text("area"), row.text("name")))
            .collect();
        Some(facts)
    }

    /// The rows of a table.
    pub(super) fn rows(&self, name: &str) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let table = self.tables.by_name.get(name);
        let row = |table: &'a Table| table.rows.iter().map(move |cells| Row { table, cells });
        table.into_iter().flat_map(row)
    }

    /// A count of `stacking`.
    pub(super) fn stacking(&self, key: [&str; 4]) -> Option<u64> {
        self.stacking.get(&key).copied().flatten()
    }

    /// A count of households of the whole town; in an internal release a rung without a row is one on which nobody is.
    pub(super) fn town(&self, services: &str) -> Option<u64> {
        let key = ["household", "all", "all", services];
        let is_there = self.stacking.contains_key(&key);
        let nobody = (!is_there && self.tables.printing.is_none()).then_some(0);
        self.stacking(key).or(nobody)
    }

    /// The most services of a household, as far as it is published.
    pub(super) fn most(&self) -> Option<u64> {
        let mut rows = self.rows("headline");
        rows.find(|row| row.text("measure") == "most_services")?
            .count("value")
    }

    pub(super) fn count(&self, count: u64) -> String {
        self.language.count(count)
    }

    /// From and to what two calculated numbers of a pair can be, as text: the lift and the expected number. The counts are
    /// both, a, b and all.
    pub(super) fn spans(&self, counts: [u64; 4]) -> Option<[String; 2]> {
        let range = |count| stands_for(count, self.tables.printing.as_ref());
        let [both, a, b, all] = counts
            .map(range)
            .map(|(low, high)| (low as f64, high as f64));
        let expected = (a.0 * b.0 / all.1, a.1 * b.1 / all.0);
        let lift = (both.0 / expected.1, both.1 / expected.0);
        let is_known = expected.0 > 0.0 && all.0 > 0.0;
        is_known.then(|| [lift, expected].map(|span| self.language.span(span)))
    }

    /// The objects in a list of `run.json`.
    fn listed(&self, list: &str) -> impl Iterator<Item = &'a Json> + use<'a> {
        self.run[list].as_array().into_iter().flatten()
    }

    /// A field of a service of the agreement.
    pub(super) fn of_service(&self, code: &'a str, field: &str) -> Option<&'a str> {
        let mut services = self.listed("services");
        services.find(|one| one["code"] == code)?[field].as_str()
    }

    pub(super) fn service(&self, code: &'a str) -> &'a str {
        self.of_service(code, "name").unwrap_or(code)
    }

    pub(super) fn need(&self, code: &'a str) -> &'a str {
        let mut needs = self.listed("needs");
        let found = needs.find(|one| one["code"] == code);
        found.and_then(|one| one["name"].as_str()).unwrap_or(code)
    }

    /// The name of a provider, or of an organisation that carries out a service.
    pub(super) fn organisation(&self, code: &'a str) -> &'a str {
        let lists = [
            ("parties", "id"),
            ("missing", "id"),
            ("organisations", "code"),
        ];
        let named = lists.into_iter().find_map(|(list, key)| {
            let mut listed = self.listed(list);
            let is_it = |one: &&Json| one[key] == code && code != "register";
            listed.find(is_it)?["name"].as_str()
        });
        named.filter(|name| !name.is_empty()).unwrap_or(code)
    }

    /// The name of a wijk; `None` for those of whom it is not known.
    pub(super) fn wijk(&self, code: &'a str) -> Option<&'a str> {
        let name = self.wijken.get(code).copied().unwrap_or_default();
        (code != "unknown").then_some(if name.is_empty() { code } else { name })
    }

    /// Whose a figure of a table is, of which year, and under which licence, as under a picture.
    pub(super) fn source(&self, row: &Row) -> String {
        let own = [row.text("source"), row.text("year")];
        let mut files = self.listed("figures");
        let is_it = |file: &&Json| {
            file["source"] == own[0]
                && file["year"]
                    .as_u64()
                    .map(|year| year.to_string())
                    .as_deref()
                    == Some(own[1])
        };
        let licence = files.find(is_it).and_then(|file| file["licence"].as_str());
        let licence = licence.map(|licence| format!(" ({licence})"));
        own.join(" ") + &licence.unwrap_or_default()
    }

    /// Names, days and texts of the agreement, which may hold digits.
    pub(super) fn known(&self) -> Known {
        let mut parts: BTreeSet<String> = BTreeSet::new();
        let mut add = |text: Option<&str>| {
            let new = text.filter(|text| !parts.contains(*text));
            parts.extend(new.map(String::from));
        };
        for field in [
            "release",
            "project",
            "purpose",
            "tool",
            "accept_stage_1",
            "profile",
            "signs",
        ] {
            add(self.run[field].as_str());
        }
        for question in self.listed("questions") {
            add(question["ask"].as_str());
            add(question["why"].as_str());
        }
        add(self.run["utility"]["oldest"].as_str());
        add(self.run["utility"]["restored"].as_str());
        add(self.run["follows"]["release"].as_str());
        for list in ["services", "needs", "parties", "missing", "organisations"] {
            for field in ["code", "id", "name", "domain"] {
                self.listed(list).for_each(|one| add(one[field].as_str()));
            }
        }
        for row in self.rows("areas") {
            add(Some(row.text("area")));
            add(Some(row.text("name")));
        }
        for row in self.rows("figures") {
            for column in ["indicator", "source", "year"] {
                add(Some(row.text(column)));
            }
        }
        for (table, columns) in [
            ("population_ahead", ["year", "age_band"]),
            ("signals", ["theme", "theme"]),
            ("approaches", ["approach", "since"]),
        ] {
            for row in self.rows(table) {
                for column in columns {
                    add(Some(row.text(column)));
                }
            }
        }
        for file in self.listed("facilities") {
            add(file["source"].as_str());
            let types = file["types"].as_array().into_iter().flatten();
            types.for_each(|kind| add(kind.as_str()));
        }
        let named = ["figures", "borders", "forecast", "norm", "external"].into_iter();
        for file in named.flat_map(|list| self.listed(list)) {
            add(file["source"].as_str());
            add(file["licence"].as_str());
            let year = file["year"].as_u64().map(|year| year.to_string());
            add(year.as_deref());
        }
        let days = ["from", "to", "reference_date", "delete_after"].map(|field| &self.run[field]);
        let before = &self.run["follows"]["reference_date"];
        for day in days.into_iter().chain([before]) {
            let day = day.as_str().and_then(Day::parse);
            add(day.map(|day| self.language.day(day)).as_deref());
        }
        // The drawing of the pairs has room for the begin of a long name.
        let shortened: Vec<String> = parts.iter().filter_map(|name| shortened(name)).collect();
        parts.extend(shortened);
        Known::new(parts)
    }
}

/// The first 31 characters of a name of more than 32.
pub(super) fn shortened(name: &str) -> Option<String> {
    let start: String = name.chars().take(31).collect();
    (name.chars().count() > 32).then(|| format!("{}…", start.trim_end()))
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    pub(super) cells: &'a [String],
}

impl<'a> Row<'a> {
    pub(super) fn text(&self, column: &str) -> &'a str {
        self.table.text(self.cells, column)
    }

    pub(super) fn count(&self, column: &str) -> Option<u64> {
        self.table.count(self.cells, column)
    }
}

/// A share of two published counts, to the decimals that the tables have; `None` where they leave it empty.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    let is_given = whole >= SMALLEST_DENOMINATOR && part <= whole;
    let share = is_given.then(|| part as f64 / whole as f64);
    share.and_then(as_published)
}

/// A number to six decimals.
pub(super) fn as_published(number: f64) -> Option<f64> {
    format!("{number:.6}").parse().ok()
}

/// The number that a label of a ladder begins with: 3 for `3` and `3+`.
pub(super) fn rung(label: &str) -> Option<u64> {
    label.strip_suffix('+').unwrap_or(label).parse().ok()
}

/// The pairs of `co_occurrence` that are margins: the services of the matrix, those of a domain together, by code.
pub(super) fn in_order<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let is_margin = |row: &Row| row.cells[0] == row.cells[1];
    let mut services: Vec<Row> = facts.rows("co_occurrence").filter(is_margin).collect();
    let domain = |row: &Row<'a>| {
        facts
            .of_service(&row.cells[0], "domain")
            .unwrap_or_default()
    };
    let mut largest: BTreeMap<&str, Option<u64>> = BTreeMap::new();
    for row in &services {
        let entry = largest.entry(domain(row)).or_default();
        *entry = (*entry).max(row.count("households"));
    }
    services.sort_by(|a, b| {
        let largest = |row| largest.get(domain(row)).copied().flatten();
        largest(b)
            .cmp(&largest(a))
            .then_with(|| domain(a).cmp(domain(b)))
            .then_with(|| a.cells[0].cmp(&b.cells[0]))
    });
    services
}

/// The place of a level among those of its dimension: by its first number, or by the order of the contract.
pub(super) fn place(level: &str) -> u64 {
    let types = [
        "single",
        "couple",
        "couple_children",
        "single_parent",
        "other",
        "institution",
    ];
    let digits: String = level.chars().take_while(char::is_ascii_digit).collect();
    let of_type = || {
        types
            .iter()
            .position(|one| *one == level)
            .map(|place| place as u64)
    };
    digits.parse().ok().or_else(of_type).unwrap_or(u64::MAX)
}
