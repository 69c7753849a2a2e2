//! A client and the rows that an extract has of it.

use super::people::Person;
use super::periods_of_use::PeriodOfUse;
use super::recorded::Recorded;
use super::rng::Rng;
use super::services::KINDS;

/// What becomes of a client when everything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Lives in a household of the register.
    Linked,
    Outside,
    /// Died or departed before the reference date.
    Left,
    /// Is not in the register.
    NotFound,
}

impl Fate {
    /// The word in the truth.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Outside => "outside",
            Self::Left => "left",
            Self::NotFound => "not_found",
        }
    }
}

/// A row of an extract.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The service; `None` for a code that the agreement does not know.
    pub(super) service: Option<u8>,
    /// From when to when.
    pub(super) period: PeriodOfUse,
    /// Whether the row is spoiled: its end lies before its start.
    pub(super) is_spoiled: bool,
}

/// A client of a provider.
pub(super) struct Client {
    pub(super) provider: usize,
    /// What the provider wrote down.
    pub(super) recorded: Recorded,
    pub(super) fate: Fate,
    /// The true household, as a place in the block.
    pub(super) home: Option<u32>,
    /// The true person, as a place in the block's people; `None` where the provider knows the address only.
    pub(super) person: Option<u32>,
    /// The same also where the provider knows the address only.
    pub(super) true_person: Option<u32>,
    pub(super) rows: Vec<Row>,
}

/// The true client and its rows, before anything is written down.
pub(super) struct Plain {
    pub(super) person: Person,
    /// Its place in the block's people.
    pub(super) place: Option<u32>,
    pub(super) fate: Fate,
    pub(super) rows: Vec<Row>,
}

/// A service that somebody of this age may use.
pub(super) fn any_service(age: u16, rng: &mut Rng) -> u8 {
    let weights: Vec<f64> = KINDS.iter().map(|kind| kind.use_at(age)).collect();
    u8::try_from(rng.weighted(&weights)).unwrap_or(0)
}
