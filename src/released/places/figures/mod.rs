//! Public figures of areas, as statistical offices and municipalities publish them.

mod catalogue;
mod columns;
mod file;
mod indicator;
mod parts;
mod place;
mod read;
mod record;
mod survey;
mod table;
#[cfg(test)]
mod tests;

pub use file::{Chosen, FiguresFile, Layout};
pub use indicator::name_of;
pub use place::Figures;
pub(super) use read::{FileFigures, note_remarks};
pub use record::FiguresRecord;
pub(super) use survey::SURVEY;
pub(super) use table::TABLE;
