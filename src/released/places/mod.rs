//! What is known of areas besides counts: their borders, public figures, and what facilities are in reach. Public files
//! name it, and a provider never needs them.

pub mod areas;
pub mod figures;
mod finding;
mod number;
pub mod reach;
mod sheet;
pub mod spatial;

pub use finding::FileFinding;

use super::calculate::UncountedTable;

/// What `run.json` says of the public files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublicRecords {
    /// Of files with borders.
    pub borders: Vec<areas::BordersRecord>,
    /// Of files with figures.
    pub figures: Vec<figures::FiguresRecord>,
    /// Of files with facilities.
    pub facilities: Vec<reach::FacilitiesRecord>,
    /// Of files with ways to facilities.
    pub travel: Vec<reach::CostsRecord>,
}

/// The public tables, in the order in which they follow the others.
pub static PUBLIC_TABLES: [&UncountedTable; 4] = [
    &figures::TABLE,
    &reach::FACILITIES,
    &reach::TRAVEL,
    &reach::REACH,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_every_public_table_with_its_columns() {
        let documented = include_str!("../../../docs/tables.md");
        let public = documented
            .split("## ")
            .find(|part| part.starts_with("Public tables"))
            .unwrap();
        let lines = public.lines().filter(|line| line.starts_with("| `"));
        let expected = PUBLIC_TABLES.map(UncountedTable::documented);
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }
}
