//! Counts that are hidden although they are not small: they would tell of everyone in a group, or of another count.

use foldhash::{HashMap, HashSet};
use rayon::prelude::*;

use crate::pseudonymous::cells::{CellKey, Facts};
use crate::pseudonymous::measure::ExactCell;

/// The counts that are hidden, with all that is part of them.
#[derive(Clone, Default)]
pub(super) struct Withheld {
    keys: HashSet<CellKey>,
}

impl Withheld {
    pub(super) fn has(&self, key: &CellKey) -> bool {
        self.keys.contains(key)
    }

    /// In one order.
    pub(super) fn keys(&self) -> Vec<CellKey> {
        let mut keys: Vec<CellKey> = self.keys.iter().cloned().collect();
        keys.par_sort_by_cached_key(|key| format!("{key:?}"));
        keys
    }

    /// Hides more; whether it was shown until now.
    pub(super) fn hide(&mut self, keys: impl IntoIterator<Item = CellKey>) -> bool {
        let hidden = self.keys.len();
        self.keys.extend(keys);
        self.keys.len() > hidden
    }

    /// Hides all parts of what is hidden: beside a hidden whole they would say how large it is.
    pub(super) fn close(&mut self, cells: &HashMap<CellKey, ExactCell>, facts: &Facts) {
        let mut rest: Vec<&CellKey> = (cells.keys())
            .filter(|key| !self.has(key) && !key.is_of_groups())
            .collect();
        loop {
            let is_part = |key: &&CellKey| key.wholes(facts).iter().any(|whole| self.has(whole));
            let (parts, others): (Vec<_>, Vec<_>) = rest.into_par_iter().partition(is_part);
            if parts.is_empty() {
                return;
            }
            self.keys.extend(parts.into_iter().cloned());
            rest = others;
        }
    }
}
