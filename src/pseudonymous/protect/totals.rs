//! How many households live in an area, as anyone can look up elsewhere.

use super::audit::Printed;
use super::profile::Rounding;
use super::withheld::Withheld;
use crate::error::{Code, Error, Result};
use crate::pseudonymous::cells::{CellKey, Event, Group, Names, Number, Unit};
use crate::vocabulary::{Area, Dimension};

/// The households of an area, as published by somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTotal {
    /// The code of a wijk or buurt.
    pub area: String,
    /// How many private households.
    pub households: u64,
}

/// The counts that everyone knows. Areas that are not in the town are passed over.
///
/// # Errors
/// When none is in the town, or a total lies outside what the printed number stands for.
pub(super) fn known(
    totals: &[PublicTotal],
    names: &Names,
    (printed, withheld): (&Printed, &Withheld),
    rounding: &Rounding,
) -> Result<Vec<CellKey>> {
    let mut known = Vec::new();
    for total in totals {
        let Some(key) = key_of(&total.area, names) else {
            continue;
        };
        let range = match printed.get(&key).copied().flatten() {
            Some(number) => Some(rounding.stands_for(number)),
            None if withheld.has(&key) => None,
            None => rounding.hidden().map(|(_, most)| (0, most)),
        };
        let other = range.filter(|(low, high)| !(low..=high).contains(&&total.households));
        if let Some((low, high)) = other {
            let message = format!(
                "{}: {} households by the public total, and {low} to {high} by what would be printed",
                total.area, total.households
            );
            return Err(Error::new(Code::PublicTotals, message));
        }
        known.push(key);
    }
    if known.is_empty() && !totals.is_empty() {
        let message = "none of the areas of the public totals is in the town";
        return Err(Error::new(Code::PublicTotals, message));
    }
    Ok(known)
}

fn key_of(area: &str, names: &Names) -> Option<CellKey> {
    let level = |areas: &[Area]| areas.iter().position(|one| one.code == area);
    let wijk = level(&names.wijken).map(|level| (Dimension::Wijk, level));
    let buurt = || level(&names.buurten).map(|level| (Dimension::Buurt, level));
    let (dimension, level) = wijk.or_else(buurt)?;
    Some(CellKey {
        unit: Unit::Household,
        group: Some(Group { dimension, level }),
        event: Event::Services(Number::All),
    })
}
