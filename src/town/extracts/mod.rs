//! The extracts of the town, each in its organisation's own layout.

mod cells;
mod ddas;
mod messages;
mod provider;
mod register;

pub(super) use cells::BETWEEN_CELLS;
pub(super) use ddas::{CLOSING, opening, trajectories_of};
pub(super) use messages::{Message, messages_of};
pub(super) use provider::{fixed_rows_of, header, rows_of};
pub(super) use register::{
    REGISTER_COLUMNS, TYPE_WORDS, addresses_of, institutions_of, persons_of,
};
