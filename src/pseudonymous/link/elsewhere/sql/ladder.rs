//! The rules of linking as SQL over tables of tokens. The kinds of tokens, the independent combinations and the order of the rungs
//! come from the rules themselves.

use std::ops::Range;

use super::super::standing::{AMBIGUOUS, BY_ADDRESS, BY_BSN, BY_COMBINATION, NONE, OPEN, SEVERAL};
use super::descent::{AddressKinds, descent, told};
use super::{Asking, Scope, bits, list, question};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::cluster::{Question, View};
use crate::pseudonymous::link::{address, bsn, combination, finder};

/// The kinds of tokens that rules link by, numbered in the order of the rules.
struct RuleKinds {
    /// The columns of each.
    columns: Vec<Vec<TokenColumn>>,
    /// What is known under a BSN; the BSN stands before.
    checks: Range<usize>,
    combinations: Range<usize>,
    address: AddressKinds,
}

/// The number of the BSN.
const BSN: usize = 0;

impl RuleKinds {
    fn of_rules() -> Self {
        let mut columns = bsn::kinds();
        let checks = BSN + 1..columns.len();
        columns.extend(combination::kinds());
        let combinations = checks.end..columns.len();
        columns.extend(address::kinds_of_clients());
        let surnames = combinations.end;
        let rungs = (surnames + 1..columns.len()).collect();
        Self {
            columns,
            checks,
            combinations,
            address: AddressKinds { surnames, rungs },
        }
    }
}

/// What links by rules are asked by; `has_bsns` says whether the register has any.
pub(in super::super) fn asked(scope: Scope, has_bsns: bool) -> Asking {
    let kinds = RuleKinds::of_rules();
    Asking {
        views: views(&kinds, scope, has_bsns),
        questions: vec![links(scope)],
        kinds: finder::Kinds::of(kinds.columns.iter().map(Vec::as_slice)),
    }
}

/// What the rules make of the tables, one after the other.
fn views(kinds: &RuleKinds, scope: Scope, has_bsns: bool) -> Vec<View> {
    let mut views = by_bsn(kinds);
    views.extend(by_combination(kinds));
    views.push(told(&kinds.address));
    // Another BSN than all of the register is somebody else's.
    let may_be_here = if has_bsns {
        " AND b.client IS NULL"
    } else {
        ""
    };
    let seekers = format!(
        "SELECT c.client FROM by_combination c LEFT JOIN has_bsn b ON b.client = c.client
WHERE c.standing IN ({OPEN}, {SEVERAL}){may_be_here}"
    );
    views.extend(descent(&kinds.address, "sought", &seekers));
    views.push(decided());
    if scope.by_address {
        let linked = format!("{BY_BSN}, {BY_COMBINATION}, {BY_ADDRESS}");
        let linked = format!("SELECT client FROM decided WHERE standing IN ({linked})");
        views.extend(descent(&kinds.address, "given", &linked));
    }
    views
}

/// How far the search for each client comes, whom it finds, and the home at the address that its provider gives where that is asked.
fn links(scope: Scope) -> Question {
    let (given, join) = if scope.by_address {
        let join = " LEFT JOIN given_home g ON g.client = d.client";
        (format!("COALESCE(g.whom, {NONE})"), join)
    } else {
        (NONE.to_string(), "")
    };
    question(
        ("links", &["client", "standing", "whom", "given"]),
        format!("SELECT d.client, d.standing, d.whom, {given} AS given FROM decided d{join}"),
        Some((scope.clients + 1).to_string()),
    )
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
    let bits = bits("a.kind", kinds.combinations.clone());
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
BIT_OR(CASE WHEN f.person = f.other THEN {bits} ELSE 0 END) AS witnesses
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
