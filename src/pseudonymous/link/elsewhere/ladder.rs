//! The rules of linking as SQL over tables of tokens. The kinds of tokens, the independent combinations and the order of the rungs
//! come from the rules themselves.

use std::ops::Range;

use super::standing::{AMBIGUOUS, BY_ADDRESS, BY_BSN, BY_COMBINATION, NONE, OPEN, SEVERAL};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::cluster::{Question, View, columns};
use crate::pseudonymous::link::{address, bsn, combination, finder};

/// The columns of `client_tokens.parquet` and `register_tokens.parquet` before the token, and those of `residents.parquet`.
pub(super) const OF_CLIENT: [&str; 2] = ["client", "kind"];
pub(super) const OF_PERSON: [&str; 2] = ["person", "kind"];
pub(super) const OF_RESIDENT: [&str; 3] = ["person", "household", "is_private"];

/// The kinds of tokens that rules link by, numbered in the order of the rules.
pub(super) struct RuleKinds {
    /// The columns of each.
    columns: Vec<Vec<TokenColumn>>,
    /// What is known under a BSN; the BSN stands before.
    checks: Range<usize>,
    combinations: Range<usize>,
    /// From the exact address on; surnames at an address stand before.
    rungs: Range<usize>,
}

/// The number of the BSN.
const BSN: usize = 0;

impl RuleKinds {
    pub(super) fn of_rules() -> Self {
        let mut columns = bsn::kinds();
        let checks = BSN + 1..columns.len();
        columns.extend(combination::kinds());
        let combinations = checks.end..columns.len();
        columns.extend(address::kinds_of_clients());
        let rungs = combinations.end + 1..columns.len();
        Self {
            columns,
            checks,
            combinations,
            rungs,
        }
    }

    /// Which kind each column is of.
    pub(super) fn of_columns(&self) -> finder::Kinds {
        finder::Kinds::of(self.columns.iter().map(Vec::as_slice))
    }

    /// Surnames at an address.
    const fn surnames(&self) -> usize {
        self.combinations.end
    }
}

/// What decides how a town is linked, beside the rules.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// Clients with a token.
    pub(super) clients: usize,
    /// Whether the register has any BSN.
    pub(super) has_bsns: bool,
    /// Whether a service counts at the address that its provider gives.
    pub(super) by_address: bool,
}

/// What questions are about: the tables on disk, and what the rules make of them, one after the other.
pub(super) fn views(kinds: &RuleKinds, asked: Asked) -> Vec<View> {
    let [client, person] = [OF_CLIENT, OF_PERSON].map(|names| columns(&names));
    let resident = columns(&OF_RESIDENT);
    let mut views = vec![
        View::new(
            "client_token",
            format!("SELECT {client}, token FROM client_tokens"),
        ),
        View::new(
            "register_token",
            format!("SELECT {person}, token FROM register_tokens"),
        ),
        View::new("resident", format!("SELECT {resident} FROM residents")),
    ];
    views.extend(by_bsn(kinds));
    views.extend(by_combination(kinds));
    views.push(told(kinds));
    // Another BSN than all of the register is somebody else's.
    let may_be_here = if asked.has_bsns {
        " AND b.client IS NULL"
    } else {
        ""
    };
    let seekers = format!(
        "SELECT c.client FROM by_combination c LEFT JOIN has_bsn b ON b.client = c.client
WHERE c.standing IN ({OPEN}, {SEVERAL}){may_be_here}"
    );
    views.extend(descent(kinds, "sought", &seekers));
    views.push(decided());
    if asked.by_address {
        let linked = format!("{BY_BSN}, {BY_COMBINATION}, {BY_ADDRESS}");
        let linked = format!("SELECT client FROM decided WHERE standing IN ({linked})");
        views.extend(descent(kinds, "given", &linked));
    }
    views
}

/// How many tokens of each kind clients and residents have, and how many residents there are.
pub(super) fn seen() -> Question {
    Question {
        name: "seen".into(),
        rows: "SELECT 0 AS of_table, kind, COUNT(*) AS counted FROM client_token GROUP BY kind
UNION ALL SELECT 1, kind, COUNT(*) FROM register_token GROUP BY kind
UNION ALL SELECT 2, is_private, COUNT(*) FROM resident GROUP BY is_private"
            .into(),
        columns: ["of_table", "kind", "counted"].map(String::from).to_vec(),
        nothing: vec![NONE; 3],
        answers: None,
    }
}

/// How far the search for each client comes, whom it finds, and the home at the address that its provider gives where that is asked.
pub(super) fn links(asked: Asked) -> Question {
    let (given, join) = if asked.by_address {
        let join = " LEFT JOIN given_home g ON g.client = d.client";
        (format!("COALESCE(g.whom, {NONE})"), join)
    } else {
        (NONE.to_string(), "")
    };
    let columns = ["client", "standing", "whom", "given"];
    Question {
        name: "links".into(),
        rows: format!("SELECT d.client, d.standing, d.whom, {given} AS given FROM decided d{join}"),
        columns: columns.map(String::from).to_vec(),
        nothing: vec![NONE; columns.len()],
        answers: Some(asked.clients + 1),
    }
}

/// The residents with the BSN of a client; doubted where there are two, or where all that both know beside it differs.
fn by_bsn(kinds: &RuleKinds) -> Vec<View> {
    let (checks, known) = (list(kinds.checks.clone()), kinds.checks.len());
    vec![
        View::new(
            "has_bsn",
            format!("SELECT DISTINCT client FROM client_token WHERE kind = {BSN}"),
        ),
        View::new(
            "resident_bsn",
            format!("SELECT DISTINCT person FROM register_token WHERE kind = {BSN}"),
        ),
        View::new(
            "held",
            format!(
                "SELECT c.client, MIN(r.person) AS person, MAX(r.person) AS other
FROM client_token c JOIN register_token r ON r.kind = c.kind AND r.token = c.token WHERE c.kind = {BSN} GROUP BY c.client"
            ),
        ),
        View::new(
            "checked",
            format!(
                "SELECT h.client, COUNT(DISTINCT c.kind) AS known, MAX(CASE WHEN r.token = c.token THEN 1 ELSE 0 END) AS agrees
FROM held h JOIN client_token c ON c.client = h.client JOIN register_token r ON r.person = h.person AND r.kind = c.kind
WHERE c.kind IN ({checks}) GROUP BY h.client"
            ),
        ),
        View::kept(
            "by_bsn",
            format!(
                "SELECT h.client, h.person,
CASE WHEN h.person <> h.other THEN 1 WHEN k.known = {known} AND k.agrees = 0 THEN 1 ELSE 0 END AS is_doubted
FROM held h LEFT JOIN checked k ON k.client = h.client"
            ),
        ),
    ]
}

/// Whom combinations name that one resident has, for clients whom the BSN does not decide. Another BSN, or a doubted one, takes two
/// that are independent.
fn by_combination(kinds: &RuleKinds) -> Vec<View> {
    let combinations = list(kinds.combinations.clone());
    let bits = kinds.combinations.clone().zip(0..);
    let bits: Vec<String> = bits
        .map(|(kind, bit)| format!("WHEN {kind} THEN {}", 1 << bit))
        .collect();
    let bits = bits.join(" ");
    let independent = list(combination::independent());
    vec![
        View::new(
            "open_client",
            "SELECT c.client, COALESCE(b.is_doubted, 0) AS is_doubted
FROM (SELECT DISTINCT client FROM client_token) AS c LEFT JOIN by_bsn b ON b.client = c.client WHERE COALESCE(b.is_doubted, 1) = 1"
            .into(),
        ),
        View::new(
            "asked",
            format!(
                "SELECT t.client, t.kind, t.token FROM client_token t JOIN open_client o ON o.client = t.client WHERE t.kind IN ({combinations})"
            ),
        ),
        View::new(
            "found",
            "SELECT r.kind, r.token, MIN(r.person) AS person, MAX(r.person) AS other
FROM register_token r JOIN (SELECT DISTINCT kind, token FROM asked) AS a ON a.kind = r.kind AND a.token = r.token GROUP BY r.kind, r.token"
            .into(),
        ),
        View::new(
            "candidate",
            format!(
                "SELECT a.client, MIN(CASE WHEN f.person = f.other THEN f.person END) AS person,
MAX(CASE WHEN f.person = f.other THEN f.person END) AS other,
BIT_OR(CASE WHEN f.person = f.other THEN CASE a.kind {bits} ELSE 0 END ELSE 0 END) AS witnesses
FROM asked a JOIN found f ON f.kind = a.kind AND f.token = a.token GROUP BY a.client"
            ),
        ),
        View::kept(
            "by_combination",
            format!(
                "SELECT o.client, k.person, CASE
WHEN k.person IS NULL THEN CASE WHEN o.is_doubted = 1 THEN {AMBIGUOUS} WHEN k.client IS NULL THEN {OPEN} ELSE {SEVERAL} END
WHEN k.person <> k.other THEN {AMBIGUOUS}
WHEN k.witnesses IN ({independent}) THEN {BY_COMBINATION}
WHEN o.is_doubted = 1 THEN {AMBIGUOUS}
WHEN b.client IS NOT NULL AND p.person IS NOT NULL THEN {AMBIGUOUS}
ELSE {BY_COMBINATION} END AS standing
FROM open_client o LEFT JOIN candidate k ON k.client = o.client
LEFT JOIN has_bsn b ON b.client = o.client LEFT JOIN resident_bsn p ON p.person = k.person"
            ),
        ),
    ]
}

/// The households of which the register has a surname of anyone there.
fn told(kinds: &RuleKinds) -> View {
    View::new(
        "told",
        format!(
            "SELECT DISTINCT h.household FROM register_token r JOIN resident h ON h.person = r.person WHERE r.kind = {}",
            kinds.surnames()
        ),
    )
}

/// The households at the address of seekers: of the first rung at which one is found that no surname speaks against, the only one
/// ([`NONE`] where there are more). A private household goes before an institution. The tables are called after `name`.
fn descent(kinds: &RuleKinds, name: &str, seekers: &str) -> Vec<View> {
    let (surnames, rungs) = (kinds.surnames(), list(kinds.rungs.clone()));
    vec![
        View::new(
            format!("{name}_token"),
            format!(
                "SELECT t.client, t.kind, t.token FROM client_token t JOIN (
{seekers}
) AS s ON s.client = t.client WHERE t.kind IN ({surnames}, {rungs})"
            ),
        ),
        View::new(
            format!("{name}_place"),
            format!(
                "SELECT t.client, t.kind, h.household, h.is_private
FROM {name}_token t JOIN register_token r ON r.kind = t.kind AND r.token = t.token JOIN resident h ON h.person = r.person"
            ),
        ),
        View::new(
            format!("{name}_rung"),
            format!(
                "SELECT client, kind, MIN(household) AS place, MAX(household) AS other_place,
MIN(CASE WHEN is_private = 1 THEN household END) AS home, MAX(CASE WHEN is_private = 1 THEN household END) AS other_home
FROM {name}_place WHERE kind IN ({rungs}) GROUP BY client, kind"
            ),
        ),
        View::new(
            format!("{name}_fit"),
            format!(
                "SELECT g.client, g.kind, COALESCE(CASE
WHEN g.home IS NULL THEN CASE WHEN g.place = g.other_place THEN g.place END
WHEN g.home = g.other_home THEN g.home END, {NONE}) AS whom
FROM {name}_rung g LEFT JOIN (SELECT DISTINCT client FROM {name}_token WHERE kind = {surnames}) AS n ON n.client = g.client
LEFT JOIN told t ON t.household = g.home
LEFT JOIN (SELECT DISTINCT client, household FROM {name}_place WHERE kind = {surnames}) AS b ON b.client = g.client AND b.household = g.home
WHERE g.home IS NULL OR g.home <> g.other_home OR n.client IS NULL OR t.household IS NULL OR b.client IS NOT NULL"
            ),
        ),
        View::new(
            format!("{name}_home"),
            format!(
                "SELECT client, (MIN(kind * {FIRST} + whom + 1) & {REST}) - 1 AS whom FROM {name}_fit GROUP BY client"
            ),
        ),
    ]
}

/// The smallest of a kind times this and whom it finds, plus one as [`NONE`] is less than 0, is that of the first kind, and the rest
/// of it tells whom: numbers of households have 32 bits.
const FIRST: i64 = REST + 1;
const REST: i64 = u32::MAX as i64;

/// Each client once.
fn decided() -> View {
    View::new(
            "decided",
            format!(
                "SELECT client, {BY_BSN} AS standing, person AS whom FROM by_bsn WHERE is_doubted = 0
UNION ALL SELECT c.client,
CASE WHEN h.client IS NULL THEN c.standing WHEN h.whom = {NONE} THEN {AMBIGUOUS} ELSE {BY_ADDRESS} END,
CASE WHEN h.client IS NOT NULL THEN h.whom WHEN c.standing = {BY_COMBINATION} THEN c.person ELSE {NONE} END
FROM by_combination c LEFT JOIN sought_home h ON h.client = c.client"
            ),
        )
}

/// Numbers behind each other.
fn list(numbers: impl Iterator<Item = impl ToString>) -> String {
    let numbers: Vec<String> = numbers.map(|one| one.to_string()).collect();
    numbers.join(", ")
}
