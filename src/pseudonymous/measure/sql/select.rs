//! What each tally selects. Nothing but what `DuckDB`, Sail and Spark 4 all read the same: literals, joins, DISTINCT, CASE,
//! COUNT, SUM, MIN and `BIT_OR` of whole numbers.

use super::views::{case, domain};
use crate::pseudonymous::cells::{LadderOf, PartsOf, SetOf, Subject};
use crate::pseudonymous::cluster::Question;
use crate::pseudonymous::measure::plan::{Asked, Tally};
use crate::pseudonymous::measure::scene::Scene;
use crate::vocabulary::{CountingRule, Dimension, SURE, ServiceIx, When};

/// Services or domains in a word: one bit less than a signed number of 64 bits has.
pub(in crate::pseudonymous::measure) const WORD: usize = 63;

/// The services and clients beyond which a table counts no further: 1, 2 and 3 or more.
const NUMBERS: usize = 3;

/// What a statement selects: rows of keys, `high` and `low`, to be counted by keys.
pub(super) struct Select {
    pub(super) name: String,
    pub(super) keys: Vec<String>,
    pub(super) from: String,
}

impl Select {
    /// Of what is asked; `None` where the plan has nothing of it.
    pub(super) fn of(asked: Asked, scene: &Scene) -> Option<Self> {
        match asked {
            Asked::Households => Some(households()),
            Asked::Uses => Some(Self::new(
                "uses",
                &["service", "provider"],
                "SELECT service, provider, 0 AS high, 0 AS low FROM any_use",
            )),
            Asked::Areas => Some(Self::new(
                "wijk_of_buurt",
                &["buurt", "wijk"],
                "SELECT buurt, wijk, high, low FROM home",
            )),
            Asked::Tally(tally) => of_tally(tally, scene),
        }
    }

    fn new(name: impl Into<String>, keys: &[&str], from: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            keys: keys.iter().map(ToString::to_string).collect(),
            from: from.into(),
        }
    }

    /// What it asks: each combination of its keys, how many have it, and their draws.
    pub(super) fn question(self) -> Question {
        let (from, keys) = (self.from, self.keys.join(", "));
        let mut nothing = vec![-1; self.keys.len()];
        nothing.extend([0; 3]);
        let counted = ["counted", "high", "low"].map(String::from);
        Question {
            name: self.name,
            rows: format!(
                "SELECT {keys}, COUNT(*) AS counted, SUM(high) AS high, SUM(low) AS low FROM (\n{from}\n) AS counts GROUP BY {keys}"
            ),
            columns: self.keys.into_iter().chain(counted).collect(),
            nothing,
            answers: None,
        }
    }
}

/// Private households alone.
const PRIVATE: &str = "is_private = 1";

fn households() -> Select {
    Select::new(
        "households",
        &["is_private", "has_more"],
        "SELECT is_private, CASE WHEN organisations > services THEN 1 ELSE 0 END AS has_more, high, low FROM home",
    )
}

fn of_tally(tally: Tally, scene: &Scene) -> Option<Select> {
    let select = match tally {
        Tally::Ladders(of) => ladder(of),
        Tally::Persons => Select::new(
            "persons_of_services",
            &["service"],
            format!(
                "SELECT o.service, h.high, h.low FROM (SELECT DISTINCT household, person, service FROM used WHERE person IS NOT NULL) AS o
JOIN home h ON h.household = o.household WHERE h.{PRIVATE}"
            ),
        ),
        Tally::Crossed(of) => {
            let words: Vec<&str> = of.iter().map(|by| word(*by)).collect();
            let (name, from) = (words.join("_"), words.join(", "));
            Select::new(
                format!("crossed_{name}"),
                &words,
                format!("SELECT {from}, high, low FROM home WHERE {PRIVATE}"),
            )
        }
        Tally::Having(of, by) => having(of, by, scene),
        Tally::Parts(PartsOf::Needs, by) => needs(by, scene),
        Tally::Parts(PartsOf::Entitled, by) if !scene.plan.entitled.is_empty() => {
            entitled(by, scene)
        }
        Tally::Parts(PartsOf::Entitled, _) => return None,
        Tally::NeedByService => Select::new(
            "need_by_service",
            &["need", "service"],
            "SELECT n.need, s.service, n.high, n.low FROM needed n JOIN has s ON s.household = n.household",
        ),
        Tally::Pairs => Select::new(
            "pairs",
            &["service_a", "service_b"],
            format!(
                "SELECT a.service AS service_a, b.service AS service_b, a.high, a.low {}",
                pairs("<=")
            ),
        ),
        Tally::Flow => flow(),
        Tally::Overlap => {
            let quarters = When::QUARTERS.bits();
            Select::new(
                "overlap",
                &["service_a", "service_b", "is_together"],
                format!(
                    "SELECT a.service AS service_a, b.service AS service_b,
       CASE WHEN (a.moments & b.moments & {quarters}) <> 0 THEN 1 ELSE 0 END AS is_together, a.high, a.low {}",
                    pairs("<")
                ),
            )
        }
        Tally::Sets(of) => sets(of, scene),
        Tally::LinkEffect => link_effect(scene.plan.count),
        Tally::Thresholds => thresholds(scene.plan.count),
    };
    Some(select)
}

/// The pairs of services of a private household, `a` before `b`.
fn pairs(order: &str) -> String {
    format!("FROM has a JOIN has b ON b.household = a.household AND a.service {order} b.service")
}

fn word(by: Dimension) -> &'static str {
    let found = Dimension::ALL.into_iter().find(|(_, one)| *one == by);
    found.map_or("", |(word, _)| word)
}

/// The column of a level, and the word for it in a name. A household has no sex.
fn level(by: Option<Dimension>) -> (&'static str, &'static str) {
    match by {
        None => ("0", "town"),
        Some(Dimension::Sex) => ("0", "sex"),
        Some(by) => (word(by), word(by)),
    }
}

fn ladder(of: LadderOf) -> Select {
    let (at_level, by) = level(of.dimension());
    let of_level = |name, at_level, from: String| {
        let from = format!("SELECT {at_level} AS at_level, {from}");
        Select::new(format!("{name}_by_{by}"), &["at_level", "so_many"], from)
    };
    match of {
        LadderOf::Households(dimension) => {
            // The one dimension in which institutions are reported.
            let which = match dimension {
                Some(Dimension::HouseholdType) => String::new(),
                _ => format!(" WHERE {PRIVATE}"),
            };
            let from = format!("so_many, high, low FROM home{which}");
            of_level("households", at_level, from)
        }
        LadderOf::Persons(dimension) => {
            let at_level = match dimension {
                Some(Dimension::AgeBand) => "own_age_band",
                Some(Dimension::Sex) => "sex",
                _ => at_level,
            };
            let from = "so_many, high, low FROM member";
            of_level("persons", at_level, from.into())
        }
        LadderOf::Organisations(_) => {
            let from = format!(
                "organisations AS so_many, high, low FROM home WHERE {PRIVATE} AND organisations > 0"
            );
            of_level("organisations", at_level, from)
        }
        LadderOf::EachService => Select::new(
            "households_of_services",
            &["service", "so_many"],
            "SELECT service, services AS so_many, high, low FROM has",
        ),
    }
}

fn having(of: Subject, by: Dimension, scene: &Scene) -> Select {
    let (at_level, by) = level(Some(by));
    let services = scene.plan.services.len();
    let (name, from) = match of {
        Subject::Service => (
            "service",
            format!("SELECT service AS subject, {at_level} AS at_level, high, low FROM has"),
        ),
        Subject::Domain => (
            "domain",
            format!(
                "SELECT DISTINCT household, {} AS subject, {at_level} AS at_level, high, low FROM has",
                domain(scene)
            ),
        ),
        Subject::Pair => (
            "pair",
            format!(
                "SELECT a.service * {services} + b.service AS subject, a.{at_level} AS at_level, a.high, a.low {}",
                pairs("<")
            ),
        ),
    };
    Select::new(format!("{name}_by_{by}"), &["subject", "at_level"], from)
}

/// Each need, and whether nothing that the household has answers it.
fn needs(by: Option<Dimension>, scene: &Scene) -> Select {
    let (at_level, by) = level(by);
    let answering = scene.answers.iter().enumerate().map(|(need, answers)| {
        let services = scene.plan.all_services().zip(answers);
        let services = services.filter(|(_, answers)| **answers);
        let services: Vec<String> = services.map(|(one, _)| one.index().to_string()).collect();
        (need, services)
    });
    let answering = answering.filter(|(_, services)| !services.is_empty());
    let answering: Vec<String> = answering
        .map(|(need, services)| {
            format!("n.need = {need} AND s.service IN ({})", services.join(", "))
        })
        .collect();
    let answers = if answering.is_empty() {
        "1 = 0".into()
    } else {
        answering.join(" OR ")
    };
    Select::new(
        format!("needs_by_{by}"),
        &["place", "at_level", "is_part"],
        format!(
            "SELECT m.need AS place, {at_level} AS at_level, CASE WHEN a.need IS NULL THEN 1 ELSE 0 END AS is_part, high, low FROM needed m
LEFT JOIN (SELECT DISTINCT n.household, n.need FROM needed n JOIN has s ON s.household = n.household WHERE {answers}) AS a
ON a.household = m.household AND a.need = m.need"
        ),
    )
}

/// Each right, and whether the household has what it is to.
fn entitled(by: Option<Dimension>, scene: &Scene) -> Select {
    let (at_level, by) = level(by);
    let rights = scene
        .plan
        .entitled
        .iter()
        .map(|right| right.map(ServiceIx::index));
    let rights = rights.enumerate().map(|(place, [by, to])| {
        format!(
            "SELECT {place} AS place, {at_level} AS at_level, CASE WHEN b.owner IS NULL THEN 0 ELSE 1 END AS is_part, high, low FROM has a
LEFT JOIN (SELECT household AS owner FROM has WHERE service = {to}) AS b ON b.owner = a.household WHERE a.service = {by}"
        )
    });
    let rights: Vec<String> = rights.collect();
    Select::new(
        format!("entitled_by_{by}"),
        &["place", "at_level", "is_part"],
        rights.join("\nUNION ALL\n"),
    )
}

fn flow() -> Select {
    let on = |bit: When| {
        let bit = bit.bits();
        format!("CASE WHEN (moments & {bit}) <> 0 THEN 1 ELSE 0 END")
    };
    let [first, last] = [When::ON_FIRST_DAY, When::ON_LAST_DAY].map(on);
    Select::new(
        "flow",
        &["service", "on_first", "on_last"],
        format!("SELECT service, {first} AS on_first, {last} AS on_last, high, low FROM has"),
    )
}

/// Exact sets, as words of bits.
fn sets(of: SetOf, scene: &Scene) -> Select {
    let (name, member, universe) = match of {
        SetOf::Services => ("services", "service".into(), scene.plan.services.len()),
        SetOf::Domains => ("domains", domain(scene), scene.domains.len()),
    };
    let words: Vec<String> = (0..universe.div_ceil(WORD).max(1))
        .map(|word| format!("word_{word}"))
        .collect();
    let word = |(at, name): (usize, &String)| {
        let bits = (at * WORD..universe.min((at + 1) * WORD))
            .map(|one| (one, (1_u64 << (one % WORD)).to_string()));
        format!(
            "BIT_OR(CAST({} AS BIGINT)) AS {name}",
            case(&member, bits, "0")
        )
    };
    let bits: Vec<String> = words.iter().enumerate().map(word).collect();
    let keys: Vec<&str> = words.iter().map(String::as_str).collect();
    let from = format!(
        "SELECT household, high, low, {} FROM has GROUP BY household, high, low",
        bits.join(", ")
    );
    Select::new(format!("sets_of_{name}"), &keys, from)
}

/// What only one client brings is lost without it: a person of a provider, or all its clients of whom only the household is known.
fn link_effect(rule: CountingRule) -> Select {
    let once = match rule {
        CountingRule::Distinct => "household, service",
        CountingRule::Sum => "household, service, whose",
    };
    Select::new(
        "link_effect",
        &["provider", "left_over", "so_many"],
        format!(
            "SELECT l.provider, h.so_many - l.lost AS left_over, CASE WHEN h.so_many > {NUMBERS} THEN {NUMBERS} ELSE h.so_many END AS so_many,
       h.high, h.low
FROM (SELECT household, client, provider, COUNT(*) AS lost FROM (
SELECT household, MIN(whose) AS client, MIN(provider) AS provider FROM (
SELECT DISTINCT household, service, COALESCE(person, -1) AS whose, provider FROM used) AS brought GROUP BY {once} HAVING COUNT(*) = 1
) AS sole GROUP BY household, client, provider) AS l
JOIN home h ON h.household = l.household WHERE h.{PRIVATE} AND h.so_many - l.lost < {NUMBERS}"
        ),
    )
}

/// The services of households, of links at least as sure as each of `SURE` but the first.
fn thresholds(rule: CountingRule) -> Select {
    let once = match rule {
        CountingRule::Distinct => "household, service",
        CountingRule::Sum => "household, person, service",
    };
    let surer = (0..SURE.len() - 1).map(|at| {
        format!(
            "SELECT {at} AS surer, CASE WHEN n.so_many > {NUMBERS} THEN {NUMBERS} ELSE n.so_many END AS so_many, h.high, h.low
FROM (SELECT household, COUNT(*) AS so_many FROM (SELECT DISTINCT {once} FROM used WHERE sure > {at}) AS once GROUP BY household) AS n
JOIN home h ON h.household = n.household WHERE h.{PRIVATE}"
        )
    });
    let surer: Vec<String> = surer.collect();
    Select::new(
        "thresholds",
        &["surer", "so_many"],
        surer.join("\nUNION ALL\n"),
    )
}
