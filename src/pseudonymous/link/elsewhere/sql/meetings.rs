//! Who shares which tokens, as SQL: what links are weighed by. The kinds of tokens come from those that are weighed.

use super::super::standing::NONE;
use super::descent::{AddressKinds, descent, told};
use super::{Asking, Scope, bits, list, question};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::cluster::{Question, View};
use crate::pseudonymous::link::finder;
use crate::pseudonymous::link::not_compared::MOST_RESIDENTS;
use crate::pseudonymous::link::probable::{KindSet, kinds, step};

/// What weighed links are asked by, in a register of so many residents.
pub(in super::super) fn asked(scope: Scope, residents: usize) -> Asking {
    let (mut views, mut questions) = (views(residents), questions());
    if scope.by_address {
        let kinds = AddressKinds {
            surnames: number(TokenColumn::AddressSurname),
            rungs: KindSet::HOME.numbers().map(usize::from).collect(),
        };
        views.push(told(&kinds));
        views.extend(descent(&kinds, "given", CLIENTS));
        questions.push(given(scope));
    }
    Asking {
        kinds: finder::Kinds::of(kinds::columns()),
        views,
        questions,
    }
}

const CLIENTS: &str = "SELECT DISTINCT client FROM client_token";

fn number(column: TokenColumn) -> usize {
    kinds::number_of(column).map_or(kinds::COUNT, usize::from)
}

fn views(residents: usize) -> Vec<View> {
    let (of_home, step) = (list(KindSet::HOME.numbers()), step(residents));
    let bits = |kind| bits(kind, 0..kinds::COUNT);
    let (client, one, kinds) = (bits("c.kind"), bits("a.kind"), bits("kind"));
    let number = number(TokenColumn::AddressNumber);
    vec![
        // What one resident carries for a private household counts for all who live there.
        View::new(
            "carried",
            format!(
                "SELECT DISTINCT person, kind, token FROM (
SELECT person, kind, token FROM register_token WHERE kind NOT IN ({of_home})
UNION ALL SELECT COALESCE(m.person, t.person), t.kind, t.token FROM register_token t
LEFT JOIN resident h ON h.person = t.person AND h.is_private = 1 LEFT JOIN resident m ON m.household = h.household WHERE t.kind IN ({of_home})
) AS each_token"
            ),
        ),
        View::new(
            "telling",
            format!(
                "SELECT person, kind, token FROM (
SELECT person, kind, token, COUNT(*) OVER (PARTITION BY kind, token) AS carriers FROM carried
) AS counted WHERE carriers <= {MOST_RESIDENTS}"
            ),
        ),
        View::kept(
            "meeting",
            format!(
                "SELECT c.client, r.person, BIT_OR({client}) AS shared
FROM client_token c JOIN telling r ON r.kind = c.kind AND r.token = c.token GROUP BY c.client, r.person"
            ),
        ),
        View::new(
            "others",
            format!(
                "SELECT a.person, b.person AS other, BIT_OR({one}) AS shared
FROM telling a JOIN telling b ON b.kind = a.kind AND b.token = a.token WHERE a.person % {step} = 0 AND b.person <> a.person GROUP BY a.person, b.person"
            ),
        ),
        View::new(
            "carrier",
            format!("SELECT person, BIT_OR({kinds}) AS kinds FROM carried GROUP BY person"),
        ),
        View::new(
            "number_home",
            format!(
                "SELECT DISTINCT r.token, h.household FROM register_token r JOIN resident h ON h.person = r.person WHERE r.kind = {number}"
            ),
        ),
    ]
}

fn questions() -> Vec<Question> {
    vec![
        question(
            ("meetings", &["client", "person", "shared"]),
            "SELECT client, person, shared FROM meeting".into(),
            Some("(SELECT COUNT(*) + 1 FROM meeting)".into()),
        ),
        question(
            ("residents", &["one", "other", "shared", "pairs"]),
            "SELECT k.kinds AS one, l.kinds AS other, o.shared, COUNT(*) AS pairs
FROM others o JOIN carrier k ON k.person = o.person JOIN carrier l ON l.person = o.other GROUP BY k.kinds, l.kinds, o.shared"
                .into(),
            None,
        ),
        question(
            ("numbers", &["household"]),
            "SELECT n.household FROM number_home n JOIN (
SELECT token, MIN(household) AS home, MAX(household) AS other_home FROM number_home GROUP BY token
) AS t ON t.token = n.token GROUP BY n.household HAVING MIN(CASE WHEN t.home = t.other_home THEN 0 ELSE 1 END) = 1"
                .into(),
            None,
        ),
        question(
            ("left_out", &["kind", "tokens"]),
            format!(
                "SELECT kind, COUNT(*) AS tokens FROM (
SELECT kind, token FROM carried GROUP BY kind, token HAVING COUNT(*) > {MOST_RESIDENTS}
) AS crowded GROUP BY kind"
            ),
            None,
        ),
    ]
}

/// The home at the address that the provider of each client gives.
fn given(scope: Scope) -> Question {
    question(
        ("given", &["client", "whom"]),
        format!(
            "SELECT c.client, COALESCE(g.whom, {NONE}) AS whom FROM ({CLIENTS}) AS c LEFT JOIN given_home g ON g.client = c.client"
        ),
        Some((scope.clients + 1).to_string()),
    )
}
