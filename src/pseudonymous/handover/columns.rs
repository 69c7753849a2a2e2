//! The flat columns that a hand-over is read into.

use std::ops::Range;

use crate::vocabulary::{
    AgeBand, Area, AreaIx, ClientIx, HouseholdIx, HouseholdType, NonMax, ServiceIx, Sex, When,
};

/// The uses of a provider's clients, one place per use, sorted by client.
#[derive(Debug, Clone, Default)]
pub struct UseColumns {
    /// The client's row of `persons.parquet`.
    pub client: Vec<ClientIx>,
    /// The service.
    pub service: Vec<ServiceIx>,
    /// When the use was, as far as that is told.
    pub when: Vec<When>,
    /// Whether each client lives outside the agreed postcodes: one place per row of `persons.parquet`.
    pub outside: Vec<bool>,
}

/// The register's persons, one place per row of `persons.parquet`.
#[derive(Debug, Clone, Default)]
pub struct RegisterPersonColumns {
    /// The household, if any.
    pub household: Vec<Option<HouseholdIx>>,
    /// Age band.
    pub age_band: Vec<AgeBand>,
    /// Sex.
    pub sex: Vec<Sex>,
    /// Whether the person died or departed before the reference date.
    pub has_left: Vec<bool>,
}

impl RegisterPersonColumns {
    /// So many persons of whom nothing is known yet.
    pub(super) fn of(persons: usize) -> Self {
        Self {
            household: vec![None; persons],
            age_band: vec![AgeBand::UNKNOWN; persons],
            sex: vec![Sex::Unknown; persons],
            has_left: vec![false; persons],
        }
    }
}

/// The register's households, one place per household number.
#[derive(Debug, Clone, Default)]
pub struct HouseholdColumns {
    /// Record key.
    pub record_key: Vec<u64>,
    /// One of `wijken`; `None` when unknown.
    pub wijk: Vec<Option<AreaIx>>,
    /// One of `buurten`; `None` when unknown.
    pub buurt: Vec<Option<AreaIx>>,
    /// Type.
    pub kind: Vec<HouseholdType>,
    /// Number of members; `None` where nothing is counted by it.
    pub size: Vec<Option<NonMax>>,
    /// Age band of the reference person.
    pub age_band: Vec<AgeBand>,
    /// The wijken, sorted by code.
    pub wijken: Vec<Area>,
    /// The buurten, sorted by code.
    pub buurten: Vec<Area>,
}

impl HouseholdColumns {
    /// Those of a range, with all areas.
    pub(in crate::pseudonymous) fn part(&self, range: Range<usize>) -> Self {
        Self {
            record_key: self.record_key[range.clone()].to_vec(),
            wijk: self.wijk[range.clone()].to_vec(),
            buurt: self.buurt[range.clone()].to_vec(),
            kind: self.kind[range.clone()].to_vec(),
            size: self.size[range.clone()].to_vec(),
            age_band: self.age_band[range].to_vec(),
            wijken: self.wijken.clone(),
            buurten: self.buurten.clone(),
        }
    }
}
