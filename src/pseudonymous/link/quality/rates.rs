//! How often the home of a client is found, from those held out.

use std::collections::BTreeMap;

use super::LinkGroup;
use crate::pseudonymous::link::probable::{Fields, HeldOut};

/// So many clients are added to those held out of a group, found as often as those of all groups, and to these as often as
/// with whatever is known: a miss more or less says little of few.
const AS_USUAL: f64 = 10.0;

/// Found, of so many who were tried.
#[derive(Clone, Copy, Default)]
struct Tried {
    found: f64,
    all: f64,
}

impl Tried {
    fn add(&mut self, is_found: bool) {
        self.found += f64::from(u8::from(is_found));
        self.all += 1.0;
    }

    /// The share that is found, with some added that are found as often as `usual`.
    fn share(self, usual: f64) -> f64 {
        (self.found + AS_USUAL * usual) / (self.all + AS_USUAL)
    }
}

/// The shares of those held out that are found, by what is known of them.
pub(super) struct Rates {
    of_group: BTreeMap<(Fields, LinkGroup), Tried>,
    usual: f64,
}

impl Rates {
    /// `groups` gives the groups of each who was held out.
    pub(super) fn of(held_out: &HeldOut, groups: &[Vec<LinkGroup>]) -> Self {
        let mut of_group: BTreeMap<(Fields, LinkGroup), Tried> = BTreeMap::new();
        let mut all = Tried::default();
        for (fields, found) in &held_out.found {
            for (found, groups) in found.iter().zip(groups) {
                let Some(is_found) = *found else { continue };
                all.add(is_found);
                for group in groups {
                    of_group.entry((*fields, *group)).or_default().add(is_found);
                }
            }
        }
        Self {
            of_group,
            usual: all.share(1.0),
        }
    }

    /// How many of a group were tried with these fields.
    pub(super) fn tried(&self, fields: Fields, group: LinkGroup) -> f64 {
        self.tried_of(fields, group).all
    }

    fn tried_of(&self, fields: Fields, group: LinkGroup) -> Tried {
        let tried = self.of_group.get(&(fields, group));
        tried.copied().unwrap_or_default()
    }

    /// For each client of the group of whom these fields are known and whose home is found, how many are missed.
    pub(super) fn missed(&self, fields: Fields, group: LinkGroup) -> f64 {
        let of_fields = self.tried_of(fields, LinkGroup::All).share(self.usual);
        let found = self.tried_of(fields, group).share(of_fields);
        (1.0 - found) / found
    }
}
