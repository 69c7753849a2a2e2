//! Numbers by area: their classes on a map.

pub mod classes;
