//! What two releases have otherwise, and which of their numbers cannot be compared because of it.

use std::collections::BTreeSet;

use super::side::{Side, word};
use crate::released::calculate::Value;
use crate::released::runs::{RunRecord, ServiceRecord};
use crate::vocabulary::{CountingRule, Moment, gemeente};

/// Periods whose lengths differ by more days are not as long: months differ by up to three, years by one.
const DAYS: u32 = 3;

/// What two releases have otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it is, in a word of `docs/compare.md`.
    pub what: &'static str,
    /// How the first has it.
    pub a: String,
    /// How the second has it.
    pub b: String,
    /// Which numbers it keeps from being compared; empty where it keeps none.
    pub not_comparable: &'static str,
}

impl Definition {
    pub(super) fn values(&self) -> Vec<Value> {
        [self.what, &self.a, &self.b, self.not_comparable]
            .map(word)
            .to_vec()
    }
}

/// What differs, and what follows from it.
pub(super) struct Definitions {
    pub(super) list: Vec<Definition>,
    /// The services that are not counted alike.
    services: BTreeSet<String>,
}

/// A number of a table: where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) table: &'static str,
    pub(super) keys: &'a [&'a str],
    pub(super) measure: &'a str,
}

impl Place<'_> {
    /// Whether it counts who lives somewhere, whatever they use.
    pub(super) fn is_of_register(self) -> bool {
        match self.table {
            "population" => true,
            "headline" => ["households", "persons"].contains(&self.measure),
            "stacking" => self.keys.last() == Some(&"all"),
            "areas" => self.measure == "households",
            _ => false,
        }
    }

    /// Whether it counts services, or is about all of them together.
    fn is_of_all_services(self) -> bool {
        const TABLES: [&str; 9] = [
            "headline",
            "stacking",
            "areas",
            "service_stacking",
            "combinations",
            "domains",
            "organisations",
            "link_effect",
            "linkage_thresholds",
        ];
        TABLES.contains(&self.table) || self.measure == "without_service"
    }

    fn is_of_areas(self) -> bool {
        let mut keys = self.keys.iter();
        // A group of clients has its wijk in one word with it.
        let is_area = |key: &&str| ["wijk", "buurt"].contains(key) || key.starts_with("wijk ");
        self.table != "headline" && keys.any(is_area)
    }
}

impl Definitions {
    pub(super) fn of(a: Side, b: Side) -> Self {
        let mut list = Vec::new();
        let mut differ = |what, [a, b]: [String; 2], not_comparable| {
            if a != b {
                list.push(Definition {
                    what,
                    a,
                    b,
                    not_comparable,
                });
            }
        };
        let both = |of: fn(&RunRecord) -> String| [of(a.run), of(b.run)];
        let only = |of: fn(&RunRecord) -> BTreeSet<String>| only_in(&of(a.run), &of(b.run));
        differ("made_up", both(|run| run.made_up.to_string()), "all");
        differ("moment", both(moment), "use");
        if !is_as_long(a.run, b.run) {
            differ("period", both(period), "use");
        }
        let is_other_town = is_other_town(a, b);
        let (what, kept) = if is_other_town {
            ("municipality", "counts")
        } else {
            ("series", "")
        };
        differ(what, both(|run| run.series.clone()), kept);
        differ(
            "count",
            both(count),
            "stacking headline areas link_effect linkage_thresholds",
        );
        differ("services", only(counted), OF_ALL_SERVICES);
        differ("missing", both(missing), OF_ALL_SERVICES);
        differ(
            "domains",
            only(domains),
            "domains domain_by_area without_service",
        );
        differ("organisations", only(carried_out), "organisations");
        differ(
            "providers",
            only(|run| providers(run, false)),
            "client_records",
        );
        differ(
            "providers_of_needs",
            only(|run| providers(run, true)),
            "needs need_by_service",
        );
        differ("needs", only(answers), "without_service");
        let borders = both(years);
        if borders.iter().all(|years| !years.is_empty()) {
            differ("borders", borders, "wijken buurten");
        }
        differ("age_bands", both(bands), "");
        differ("profile", both(|run| run.profile.to_string()), "");
        Self {
            services: other_services(a.run, b.run),
            list,
        }
    }

    fn has(&self, what: &str) -> bool {
        self.list.iter().any(|one| one.what == what)
    }

    /// Why a number cannot be compared, in the word of the definition; `None` where it can. A share may be of another
    /// municipality.
    pub(super) fn why(&self, place: Place, is_share: bool) -> Option<&'static str> {
        let is_of_use = !place.is_of_register();
        let is_in = |tables: &[&str]| is_of_use && tables.contains(&place.table);
        let is_answer = place.measure == "without_service";
        let by_services = is_of_use && self.is_about_services(place);
        let reasons = [
            ("made_up", true),
            ("moment", is_of_use),
            ("period", is_of_use),
            ("municipality", !is_share),
            ("count", is_in(&COUNTED_BY_RULE)),
            ("services", by_services),
            ("missing", by_services),
            (
                "domains",
                is_answer || is_in(&["domains", "domain_by_area"]),
            ),
            ("organisations", is_in(&["organisations"])),
            ("providers", place.measure == "client_records"),
            ("providers_of_needs", is_in(&["needs", "need_by_service"])),
            ("needs", is_answer),
            ("borders", place.is_of_areas()),
        ];
        let mut reasons = reasons.into_iter();
        let found = reasons.find(|(what, concerned)| *concerned && self.has(what));
        found.map(|(what, _)| what)
    }

    /// Whether it is about all services together, or about one that is not counted alike.
    fn is_about_services(&self, place: Place) -> bool {
        if place.is_of_all_services() {
            return true;
        }
        let mut codes = place.keys.iter().flat_map(|key| key.split('>'));
        match place.table {
            "linkage" | "linkage_quality" | "needs" => false,
            // Which services a domain has is not in a row; where one changed, all may have.
            "domain_by_area" => !self.services.is_empty(),
            _ => codes.any(|code| self.services.contains(code)),
        }
    }
}

/// What the rule for counting services changes.
const COUNTED_BY_RULE: [&str; 5] = [
    "stacking",
    "headline",
    "areas",
    "link_effect",
    "linkage_thresholds",
];

/// What is about all services together; rows of a service that is not counted alike come on top.
const OF_ALL_SERVICES: &str = "headline stacking areas service_stacking combinations domains organisations domain_by_area without_service link_effect linkage_thresholds";

fn moment(run: &RunRecord) -> String {
    match run.moment {
        Moment::Period => "period".into(),
        Moment::ReferenceDate => "reference_date".into(),
    }
}

fn count(run: &RunRecord) -> String {
    match run.count {
        CountingRule::Distinct => "distinct".into(),
        CountingRule::Sum => "sum".into(),
    }
}

fn period(run: &RunRecord) -> String {
    format!("{} {}", run.from, run.to)
}

/// On the reference date alone, the length of the period is of no account.
fn is_as_long(a: &RunRecord, b: &RunRecord) -> bool {
    let days = |run: &RunRecord| run.to.number() - run.from.number();
    [a, b].map(|run| run.moment) == [Moment::ReferenceDate; 2] || days(a).abs_diff(days(b)) <= DAYS
}

/// Another series is taken for another municipality where both have wijken, or both buurten, and none in common; where one has only
/// wijken and the other only buurten, by the gemeenten in their codes.
fn is_other_town(a: Side, b: Side) -> bool {
    let areas = |side: Side<'_>, of: &str| -> BTreeSet<String> {
        let rows = side.tables.rows("areas").iter();
        let code = |row: &Vec<Value>| match &row[..2] {
            [Value::Text(level), Value::Text(code)] if level == of && code != "unknown" => {
                Some(code.to_string())
            }
            _ => None,
        };
        rows.filter_map(code).collect()
    };
    let is_known = |both: &[BTreeSet<String>; 2]| both.iter().all(|codes| !codes.is_empty());
    let levels = ["wijk", "buurt"].map(|level| [a, b].map(|side| areas(side, level)));
    let gemeenten = [0, 1].map(|side| {
        let codes = levels.iter().flat_map(|both| &both[side]);
        let gemeenten = codes.map(|code| gemeente(code).to_owned());
        gemeenten.filter(|digits| !digits.is_empty()).collect()
    });
    let mut known: Vec<_> = levels.into_iter().filter(is_known).collect();
    if known.is_empty() && is_known(&gemeenten) {
        known.push(gemeenten);
    }
    let is_apart = known.iter().all(|[a, b]| a.is_disjoint(b));
    a.run.series != b.run.series && !known.is_empty() && is_apart
}

fn missing(run: &RunRecord) -> String {
    joined(run.missing.iter().map(|one| one.id.as_str()))
}

/// The providers that handed over, of services or of needs.
pub(super) fn providers(run: &RunRecord, of_needs: bool) -> BTreeSet<String> {
    let parties = run.parties.iter();
    let parties = parties.filter(|one| !one.id.is_register() && one.of_needs == of_needs);
    parties.map(|one| one.id.to_string()).collect()
}

/// The years of the borders, as far as they are known.
fn years(run: &RunRecord) -> String {
    let years: BTreeSet<u16> = run.borders.iter().filter_map(|one| one.year).collect();
    let years: Vec<String> = years.iter().map(u16::to_string).collect();
    years.join(" ")
}

fn bands(run: &RunRecord) -> String {
    let bands = serde_json::to_value(&run.age_bands).unwrap_or_default();
    let bands = bands.as_array().cloned().unwrap_or_default();
    let bands: Vec<String> = bands.iter().map(ToString::to_string).collect();
    bands.join(" ")
}

/// The services that are counted whole; behind one that counts for the household at the address that its provider gives, `=address`.
fn counted(run: &RunRecord) -> BTreeSet<String> {
    let counted = whole(run).map(|one| {
        let how = if one.by_address { "=address" } else { "" };
        format!("{}{how}", one.code)
    });
    counted.collect()
}

fn whole(run: &RunRecord) -> impl Iterator<Item = &ServiceRecord> {
    let services = run.services.iter();
    services.filter(|one| !one.missing && !one.partial)
}

/// The services that only one of them counts whole, or that they count for other households; where others are missing from one than from the other, with all that
/// either does not count whole.
fn other_services(a: &RunRecord, b: &RunRecord) -> BTreeSet<String> {
    let [of_a, of_b] = [a, b].map(|run| {
        let services = whole(run).map(|one| (&one.code, one.by_address));
        services.collect::<BTreeSet<_>>()
    });
    let apart = of_a.symmetric_difference(&of_b);
    let mut other: BTreeSet<String> = apart.map(|(code, _)| code.to_string()).collect();
    if missing(a) != missing(b) {
        let known = a.services.iter().chain(&b.services);
        let incomplete = known.filter(|one| one.missing || one.partial);
        other.extend(incomplete.map(|one| one.code.to_string()));
    }
    other
}

fn domains(run: &RunRecord) -> BTreeSet<String> {
    let services = run.services.iter();
    services
        .map(|one| format!("{}={}", one.code, one.domain))
        .collect()
}

fn carried_out(run: &RunRecord) -> BTreeSet<String> {
    let services = run.services.iter();
    let by = |one: &ServiceRecord| Some(format!("{}={}", one.code, one.organisation.as_ref()?));
    services.filter_map(by).collect()
}

fn answers(run: &RunRecord) -> BTreeSet<String> {
    let needs = run.needs.iter();
    needs
        .map(|one| format!("{}={}", one.code, one.answered_by.join("+")))
        .collect()
}

/// What only the first has, and what only the second.
fn only_in(a: &BTreeSet<String>, b: &BTreeSet<String>) -> [String; 2] {
    [a.difference(b), b.difference(a)].map(|only| joined(only.map(String::as_str)))
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
