//! What is known of areas besides counts: their borders, public figures, their population in later years, and what facilities
//! are in reach; what people know, and what is done. Public files name it, and a provider never needs them.

mod area_codes;
pub mod areas;
mod columns;
pub mod external;
pub mod figures;
mod finding;
pub mod norm;
mod number;
pub mod population;
pub mod reach;
mod sheet;
pub mod signals;
mod sourced;
pub mod spatial;

pub use finding::FileFinding;
pub use sourced::SourcedRecord;

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
    /// Of files with the population of later years.
    pub forecast: Vec<SourcedRecord>,
    /// Of files with a norm for use.
    pub norm: Vec<SourcedRecord>,
    /// Of the file with signals.
    pub signals: Option<signals::SignalsRecord>,
    /// Of the file with approaches.
    pub approaches: Option<signals::ApproachesRecord>,
    /// Of tables of CBS.
    pub external: Vec<external::ExternalRecord>,
    /// Of the file with verdicts of pairs.
    pub verdicts: Option<signals::VerdictsRecord>,
}

/// The public tables, in the order in which they follow the others.
pub static PUBLIC_TABLES: [&UncountedTable; 10] = [
    &figures::TABLE,
    &figures::SURVEY,
    &population::TABLE,
    &norm::TABLE,
    &reach::FACILITIES,
    &reach::TRAVEL,
    &reach::REACH,
    &signals::SIGNALS,
    &signals::APPROACHES,
    &external::TABLE,
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
