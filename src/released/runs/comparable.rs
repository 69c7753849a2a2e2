//! What of a release the next one of its series is compared with.

use super::record::RunRecord;
use crate::released::calculate::ReleaseTables;
use crate::vocabulary::Comparable;

/// The measures of the headline that are compared.
const MEASURES: [&str; 4] = [
    "households",
    "households_1_or_more",
    "households_2_or_more",
    "households_3_or_more",
];

impl RunRecord {
    /// What the next release of the series is compared with.
    #[must_use]
    pub fn comparable(&self, tables: &ReleaseTables) -> Comparable {
        let parties = self.parties.iter().map(|party| &party.id);
        let incomplete = self
            .services
            .iter()
            .filter(|one| one.missing || one.partial);
        Comparable {
            from: self.from,
            to: self.to,
            count: self.count,
            moment: self.moment,
            providers: parties.filter(|id| !id.is_register()).cloned().collect(),
            incomplete: incomplete.map(|one| one.code.clone()).collect(),
            households: MEASURES.map(|measure| tables.headline_count(measure)),
        }
    }
}
