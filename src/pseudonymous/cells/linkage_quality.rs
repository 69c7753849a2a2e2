//! How well the clients of each provider are found, by group, as far as that is known without the truth.

use super::names::KeyPart;
use super::table::{Bound, Column, Counting, Counts, Holds, TableDef, column, count, key};
use crate::vocabulary::QualityCount;

pub(super) static TABLE: TableDef = TableDef {
    name: "linkage_quality",
    row: "a provider, or a group of the clients of all that bring services",
    counted: Counting::LinkageQuality,
    columns: &[
        key("provider", KeyPart::Provider),
        key("group", KeyPart::LinkGroup),
        of(QualityCount::Clients),
        column("recall", Holds::Recall(Bound::Middle)),
        column("low", Holds::Recall(Bound::Low)),
        column("high", Holds::Recall(Bound::High)),
        of(QualityCount::ExpectedFalse),
        of(QualityCount::WithoutBsn),
        of(QualityCount::Linked),
        of(QualityCount::HeldOut),
        of(QualityCount::Missed),
        of(QualityCount::BirthDate),
        of(QualityCount::Surname),
        of(QualityCount::GivenName),
        of(QualityCount::Address),
    ],
};

const fn of(counted: QualityCount) -> Column {
    count(counted.word(), Counts::Quality(counted))
}

impl TableDef {
    /// What is counted of groups of clients, in the order of the cells of a row.
    pub fn quality_counts(&self) -> impl Iterator<Item = QualityCount> + use<> {
        self.columns.iter().filter_map(|column| match column.holds {
            Holds::Count(Counts::Quality(count)) => Some(count),
            _ => None,
        })
    }
}
