//! What is known of areas besides counts: their borders. Public files name it, and a provider never needs them.

pub mod areas;
pub mod spatial;
