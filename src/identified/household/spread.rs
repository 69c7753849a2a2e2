//! Supplied household numbers that occur at more than one address.

use rayon::slice::ParallelSliceMut;

use super::form::Formed;
use super::relations::People;
use crate::error::{Code, Error, Result};
use crate::vocabulary::{HouseholdIx, HouseholdType, RowIx};

/// The addresses at which one household can be registered, by errors and by rooms with an addition of their own.
const MOST_ADDRESSES: usize = 5;

/// In a small register: more than two addresses, and more than one in so many of the households.
const MOST_IN_SMALL: usize = 2;
const SHARE_IN_SMALL: usize = 20;

/// The first rows of the households whose members live at more than one address, sorted.
///
/// # Errors
/// When one number is at so many addresses that it is no household: what stands for nothing there is not known here.
pub(super) fn over_addresses(
    people: &People,
    household_of: &[Option<HouseholdIx>],
    formed: &[Formed],
) -> Result<Vec<RowIx>> {
    let household = |row: RowIx| household_of[row.index()];
    let is_private = |row: &RowIx| {
        let home = household(*row).map(|home| &formed[home.index()]);
        home.is_some_and(|home| home.kind != HouseholdType::Institution)
    };
    let facts = |row: RowIx| people.facts(row);
    let is_at_home = |row: &RowIx| facts(*row).supplied.is_some() && facts(*row).address.is_known();
    let mut rows: Vec<RowIx> = people
        .numbers()
        .filter(|row| is_at_home(row) && is_private(row))
        .collect();
    let address = |row: RowIx| (facts(row).address.place, facts(row).address.suffix);
    rows.par_sort_unstable_by_key(|row| (household(*row), address(*row), *row));
    let (mut spread, mut most, mut households) = (Vec::new(), 0, 0);
    for members in rows.chunk_by(|a, b| household(*a) == household(*b)) {
        let addresses = members.chunk_by(|a, b| address(*a) == address(*b)).count();
        households += 1;
        most = most.max(addresses);
        if addresses > 1 {
            spread.extend(members.iter().min());
        }
    }
    let is_much_in_small = most > MOST_IN_SMALL && most * SHARE_IN_SMALL > households;
    if most > MOST_ADDRESSES || is_much_in_small {
        let message = match households {
            1 => format!("the only household number of the register occurs at {most} addresses"),
            _ => format!(
                "one household number of the register occurs at {most} addresses, and {} of the {households} numbers at more than one",
                spread.len()
            ),
        };
        return Err(Error::new(Code::RegisterImplausible, message).hint(
            "such a number is not a household: leave the cell empty where there is none, or form households by address (household = \"address\")",
        ));
    }
    spread.sort_unstable();
    Ok(spread)
}
