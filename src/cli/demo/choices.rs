//! What can be chosen of a town, in words.

use clap::ValueEnum;
use factlab::town::{TownErrors, TownTokens};

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum Profile {
    Standard,
    #[default]
    Strict,
}

impl From<Profile> for TownTokens {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Standard => Self::Standard,
            Profile::Strict => Self::Strict,
        }
    }
}

#[derive(Clone, Copy, Default, ValueEnum)]
pub(super) enum Errors {
    #[default]
    Mild,
    Hard,
}

impl From<Errors> for TownErrors {
    fn from(errors: Errors) -> Self {
        match errors {
            Errors::Mild => Self::Mild,
            Errors::Hard => Self::Hard,
        }
    }
}
