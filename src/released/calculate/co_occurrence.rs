//! Expected number, lift and class of each pair of services, next to its baseline.

use foldhash::HashMap;

use super::share::{in_town, is_margin, margins};
use super::significance::{Pair, classes, expected};
use super::{Source, Value};
use crate::pseudonymous::cells::{Baseline, Chance, Number};
use crate::pseudonymous::protect::profile::Rounding;
use crate::pseudonymous::protect::published::{Cell, PublishedRow, PublishedTable};
use crate::vocabulary::ServiceIx;

/// A value per row; the pair of a service with itself is its margin, and nothing is derived for it.
///
/// Among all households everything meets everything more often than by chance, as who uses one service uses more:
/// the second baseline is households with a service.
pub(super) fn column(source: &Source, chance: Chance, baseline: Baseline) -> Vec<Value> {
    let rows = source.own.rows();
    let margins = margins(source.own);
    let rung = match baseline {
        Baseline::All => Number::All,
        Baseline::Users => Number::AtLeast(1),
    };
    let all = in_town(source.all, rung);
    let rounding = source.all.profile().rounding.as_ref();
    let pairs = || {
        rows.iter()
            .map(|row| pair(row, source.own, &margins, all, rounding))
    };
    let by_chance = |row: &PublishedRow| {
        let services = source.own.services(row)?;
        let [a, b] = services.map(|service| margins.get(&service)?.value());
        expected(a?, b?, all?.value()?).filter(|_| !is_margin(row))
    };
    let lift = |pair: Option<Pair>| Value::decimal(pair.and_then(|pair| pair.lift()));
    let class = |class: Option<&str>| class.map_or(Value::Empty, Value::text);
    match chance {
        Chance::Expected => rows.iter().map(by_chance).map(Value::decimal).collect(),
        Chance::Lift => pairs().map(lift).collect(),
        Chance::Significance => {
            let services = source.services();
            let tests = services * services.saturating_sub(1) / 2;
            let pairs: Vec<Option<Pair>> = pairs().collect();
            classes(&pairs, tests).into_iter().map(class).collect()
        }
    }
}

/// The four counts of a pair; `None` for a margin, or when one of the four is hidden.
fn pair<'a>(
    row: &PublishedRow,
    own: &PublishedTable,
    margins: &HashMap<ServiceIx, Cell>,
    all: Option<Cell>,
    rounding: Option<&'a Rounding>,
) -> Option<Pair<'a>> {
    if is_margin(row) {
        return None;
    }
    let [a, b] = own.services(row)?;
    let margin = |service| margins.get(service).copied();
    let cells = [row.cells[0], margin(&a)?, margin(&b)?, all?];
    Some(Pair {
        households: cells[0].value()?,
        margin_a: cells[1].value()?,
        margin_b: cells[2].value()?,
        all: cells[3].value()?,
        rounding,
    })
}
