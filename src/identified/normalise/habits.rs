//! What was learnt from the columns of an extract, beyond the list of placeholders and single dates.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::far::{FarHabits, bit};
use super::signs::{self, Key, Sign};
use crate::identified::settings::{DateOrder, Field};

/// How the columns of an extract are written.
#[derive(Debug, Clone)]
pub(in crate::identified) struct Habits {
    /// The order of dates whose year has four digits.
    pub(in crate::identified) order: DateOrder,
    /// The order of dates whose year has two, of the columns that allow no other.
    pub(super) short_years: Vec<(Field, DateOrder)>,
    /// The fields, as bits, whose dates are days counted from 1900.
    pub(super) serial_days: u64,
    /// What days far after the project mean.
    pub(super) far: FarHabits,
    /// Placeholders that only this extract has, by [`place_of`].
    pub(super) learnt: HashSet<u64>,
}

impl Habits {
    /// Habits of which only the order of dates is known.
    pub(in crate::identified) fn of(order: DateOrder) -> Self {
        Self {
            order,
            short_years: Vec::new(),
            serial_days: 0,
            far: FarHabits::default(),
            learnt: HashSet::new(),
        }
    }

    /// What a cell is when it is no value.
    pub(super) fn sign(&self, field: Field, text: &str) -> Option<Sign> {
        let listed = signs::sign(field, text);
        if !matches!(listed, None | Some(Sign::Unknown)) || self.learnt.is_empty() {
            return listed;
        }
        let is_learnt = place_of(field, text).is_some_and(|place| self.learnt.contains(&place));
        is_learnt.then_some(Sign::Nothing).or(listed)
    }

    /// The order of years of two digits in the dates of a field.
    pub(super) fn short_order(&self, field: Field) -> Option<DateOrder> {
        let mut orders = self.short_years.iter();
        orders
            .find(|(one, _)| *one == field)
            .map(|(_, order)| *order)
    }

    /// Whether the dates of a field are days counted from 1900.
    pub(super) const fn counts_days(&self, field: Field) -> bool {
        self.serial_days & bit(field) != 0
    }
}

/// A text in a column as a number, alike for all spellings of one sign; `None` for a text that is too long for a sign.
pub(super) fn place_of(field: Field, text: &str) -> Option<u64> {
    let key = Key::of(text)?;
    // Fixed keys, not random ones: the study and the reading of the rows must come to the same number.
    let mut hasher = DefaultHasher::new();
    (field as u8, key.as_str()).hash(&mut hasher);
    Some(hasher.finish())
}
