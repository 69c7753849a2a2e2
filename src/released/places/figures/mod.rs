//! Public figures of areas, as statistical offices and municipalities publish them.

mod record;
mod table;

pub use record::FiguresRecord;
pub(super) use table::TABLE;
