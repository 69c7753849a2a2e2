//! Numbers by area: their classes on a map, and whether they have a pattern.

pub mod classes;
pub mod getis_ord;
#[cfg(test)]
mod known_answers;
pub mod moran;
