//! Checks that rows have the order and relations that every hand-over has.

use std::collections::HashMap;

use super::columns::{HouseholdColumns, RegisterPersonColumns};
use super::promises::broken;
use crate::error::Result;
use crate::vocabulary::{AreaIx, AreaLevel, NonMax, ServiceIx, When, expected_of_areas};

/// The uses read so far: by row number and service, each once, and all of a client with the same `outside`.
pub(super) struct UsesInOrder {
    told: When,
    last: Option<(u32, ServiceIx, bool)>,
    clients: usize,
}

impl UsesInOrder {
    /// None is read; `told` is agreed of when they were.
    pub(super) const fn of(told: When) -> Self {
        Self {
            told,
            last: None,
            clients: 0,
        }
    }

    /// Holds the next use against the one before.
    pub(super) fn next(
        &mut self,
        (row, service, outside): (u32, ServiceIx, bool),
        when: When,
        whose: &str,
    ) -> Result<()> {
        if !when.is_possible(self.told) {
            let rule = if when.meets(When::ALWAYS) {
                "when a use was contradicts itself"
            } else {
                "a use is neither in the period nor on the reference date"
            };
            return Err(broken(whose, rule));
        }
        match self.last {
            Some((last, earlier, _)) if (last, earlier) >= (row, service) => {
                return Err(broken(
                    whose,
                    "its uses are not sorted by row and service, or one occurs twice",
                ));
            }
            Some((last, _, before)) if last == row => {
                if before != outside {
                    return Err(broken(whose, "a client is both outside the period and not"));
                }
            }
            _ => self.clients += 1,
        }
        self.last = Some((row, service, outside));
        Ok(())
    }

    /// All uses were read: each of the `clients` had one.
    pub(super) fn end(self, clients: usize, whose: &str) -> Result<()> {
        if self.clients == clients {
            Ok(())
        } else {
            Err(broken(whose, "a client has no use"))
        }
    }
}

/// Refuses row numbers, sorted, of which one is there twice.
pub(super) fn refuse_twice<Ix>(rows: &[(u32, Ix)], whose: &str) -> Result<()> {
    if rows.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        Ok(())
    } else {
        Err(broken(whose, "two persons share a row number"))
    }
}

/// Refuses households whose keys are not in order, or all the same. Two namesakes without a BSN may share a key.
pub(super) fn refuse_unsorted_keys(keys: &[u64], whose: &str) -> Result<()> {
    let is_one = keys.len() > 2 && keys.first() == keys.last();
    if keys.is_sorted() && !is_one {
        Ok(())
    } else {
        Err(broken(
            whose,
            "its households are not sorted by record key, or share one",
        ))
    }
}

/// Refuses households without a member, or of another size than they have members.
pub(super) fn check_members(
    persons: &RegisterPersonColumns,
    households: &HouseholdColumns,
    whose: &str,
) -> Result<()> {
    let mut members = vec![0_u32; households.record_key.len()];
    for (household, has_left) in persons.household.iter().zip(&persons.has_left) {
        if let (Some(household), false) = (household, has_left) {
            members[household.index()] += 1;
        }
    }
    if members.contains(&0) {
        return Err(broken(whose, "a household has no member"));
    }
    let sizes = || households.size.iter();
    let members = members.into_iter().map(NonMax::new);
    if sizes().all(Option::is_none) || sizes().copied().eq(members) {
        Ok(())
    } else {
        Err(broken(
            whose,
            "the size of a household is not its number of members",
        ))
    }
}

/// Refuses areas that the register office would have refused: their codes and names are printed.
pub(super) fn check_areas(households: &HouseholdColumns, whose: &str) -> Result<()> {
    let levels = [
        (AreaLevel::Wijk, &households.wijken, &households.wijk),
        (AreaLevel::Buurt, &households.buurten, &households.buurt),
    ];
    for (level, listed, places) in levels {
        let lived_in = places.iter().flatten().copied().collect();
        let count = households.record_key.len();
        if let Some(expected) = expected_of_areas(level, listed, &lived_in, count) {
            let level = level.word();
            return Err(broken(
                whose,
                &format!("`{level}` does not look like areas: expected {expected}"),
            ));
        }
    }
    Ok(())
}

/// Refuses areas that lie in two of the level above: `inner[i]` and `outer[i]` are of household `i`.
pub(super) fn check_nested(
    inner: &[Option<AreaIx>],
    outer: &[Option<AreaIx>],
    whose: &str,
) -> Result<()> {
    let mut within: HashMap<AreaIx, AreaIx> = HashMap::new();
    for (buurt, wijk) in inner.iter().zip(outer) {
        if let (Some(buurt), Some(wijk)) = (buurt, wijk)
            && within.entry(*buurt).or_insert(*wijk) != wijk
        {
            return Err(broken(whose, "a buurt lies in two wijken"));
        }
    }
    Ok(())
}
