//! How many people of each age the town will have, as statistical offices publish it.

mod ages;
mod place;
mod read;
#[cfg(test)]
mod tests;

pub use place::Forecasts;
pub use read::ForecastFile;

pub(super) use place::TABLE;
