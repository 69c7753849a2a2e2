//! The search by address as SQL.

use super::super::standing::NONE;
use super::list;
use crate::pseudonymous::cluster::View;

/// The numbers of the kinds of tokens that tell who lives at an address.
pub(super) struct AddressKinds {
    /// Surnames there.
    pub(super) surnames: usize,
    /// From the exact address on.
    pub(super) rungs: Vec<usize>,
}

/// The households of which the register has a surname of anyone there.
pub(super) fn told(kinds: &AddressKinds) -> View {
    View::new(
        "told",
        format!(
            "SELECT DISTINCT h.household FROM register_token r JOIN resident h ON h.person = r.person WHERE r.kind = {}",
            kinds.surnames
        ),
    )
}

/// The households at the address of seekers: of the first rung at which one is found that no surname speaks against, the only one
/// ([`NONE`] where there are more). A private household goes before an institution. The tables are called after `name`.
pub(super) fn descent(kinds: &AddressKinds, name: &str, seekers: &str) -> Vec<View> {
    let (surnames, rungs) = (kinds.surnames, list(&kinds.rungs));
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
