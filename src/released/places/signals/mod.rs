//! What people who work in areas know of them, and what is done there. Neither file may point at a person.

mod approaches;
mod person;
mod place;
mod read;
mod settings;
#[cfg(test)]
mod tests;

pub use approaches::{Approaches, ApproachesRecord};
pub use place::{Signals, SignalsRecord};
pub use settings::{ApproachesFile, SignalsFile, Themes};

pub(super) use approaches::TABLE as APPROACHES;
pub(super) use place::TABLE as SIGNALS;
