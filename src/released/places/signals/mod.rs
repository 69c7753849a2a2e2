//! What people who work in areas know of them and of pairs of services, and what is done there. No file may point at a person.

mod approaches;
mod person;
mod place;
mod read;
mod settings;
#[cfg(test)]
mod tests;
mod verdicts;

pub use approaches::{Approaches, ApproachesRecord};
pub use place::{Signals, SignalsRecord};
pub use settings::{ApproachesFile, SignalsFile, Themes, VerdictsFile};
pub use verdicts::{Verdicts, VerdictsRecord, read_verdicts};

pub(super) use approaches::TABLE as APPROACHES;
pub(super) use place::TABLE as SIGNALS;
