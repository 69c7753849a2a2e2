//! How a date is written: one grammar for the votes on the order of day, month and year, and for the reading of rows.

pub(super) mod month;
mod partial_date;

pub(super) use partial_date::PartialDate;
