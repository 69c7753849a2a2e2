//! Exact counts: what a table is made of before protection.

use std::fmt;

use foldhash::HashMap;

use crate::pseudonymous::cells::{
    CellKey, Facts, Group, LadderForm, Names, SetOf, Subject, TableDef,
};

/// A number of households or persons, and what its rounding is drawn by.
///
/// `draw` is the wrapping sum of the draws of the households counted. In a count of persons or clients the household's
/// draw enters once per person counted, so that the same persons always give the same sum.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(in crate::pseudonymous) struct ExactCell {
    pub(in crate::pseudonymous) count: u64,
    /// What the rounding is drawn by.
    pub(in crate::pseudonymous) draw: u64,
}

impl ExactCell {
    /// Counts one more, of a household with this draw.
    pub(super) const fn add(&mut self, draw: u64) {
        self.count += 1;
        self.draw = self.draw.wrapping_add(draw);
    }

    /// The same count, also drawn by these households; of nobody there are none.
    pub(super) const fn drawn_with(self, households: u64) -> Self {
        match self.count {
            0 => self,
            _ => Self {
                draw: self.draw.wrapping_add(households),
                ..self
            },
        }
    }

    /// So many, with the draw in the middle: rounded to the nearest.
    #[cfg(test)]
    pub(in crate::pseudonymous) const fn middle(count: u64) -> Self {
        let draw = u64::MAX / 2;
        Self { count, draw }
    }

    /// The count of both, which share no household.
    pub(in crate::pseudonymous) const fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            draw: self.draw.wrapping_add(other.draw),
        }
    }
}

/// Adds a count to a cell; whether there is one.
pub(super) fn add_to(cell: Option<&mut ExactCell>, more: ExactCell) -> bool {
    let Some(cell) = cell else { return false };
    *cell = cell.and(more);
    true
}

/// Adds the counts of another part of the town, cell by cell.
pub(super) fn merge_cells(ours: &mut [ExactCell], theirs: &[ExactCell]) {
    for (our, their) in ours.iter_mut().zip(theirs) {
        *our = our.and(*their);
    }
}

/// Cumulative counts of one group: `rungs[k]` counts what has at least `k`; `rungs[0]` is the whole group.
#[derive(Clone)]
pub(in crate::pseudonymous) struct Ladder {
    /// What the group counts, whatever the number.
    pub(in crate::pseudonymous) key: CellKey,
    /// The counts, from at least 0 up to the highest number that anybody has.
    pub(in crate::pseudonymous) rungs: Vec<ExactCell>,
    /// For a group that is known from the register only, its households: it has rows only when they are published.
    pub(in crate::pseudonymous) gate: Option<ExactCell>,
}

/// A row of counts, each drawn by itself; `None` is a count that nobody here knows.
#[derive(Clone)]
pub(in crate::pseudonymous) struct ExactRow {
    pub(in crate::pseudonymous) key: CellKey,
    pub(in crate::pseudonymous) cells: Vec<Option<ExactCell>>,
    /// Whether the row is not known from the agreement: then it is there only when its first count is published.
    pub(in crate::pseudonymous) is_open: bool,
    /// Whether a provider of this run brings what the row counts.
    pub(in crate::pseudonymous) is_asked: bool,
    /// For counts of persons, the households behind them: no count of the row is published unless these are.
    pub(in crate::pseudonymous) gate: Option<ExactCell>,
}

impl ExactRow {
    /// Its first count; of one that nobody here knows, none.
    pub(in crate::pseudonymous) fn first(&self) -> ExactCell {
        self.cells.first().copied().flatten().unwrap_or_default()
    }
}

/// The counts of the headline.
#[derive(Clone)]
pub(in crate::pseudonymous) struct HeadlineCounts {
    /// Private households by number of services.
    pub(in crate::pseudonymous) households: Vec<ExactCell>,
    /// Persons in private households by number of own services.
    pub(in crate::pseudonymous) persons: Vec<ExactCell>,
    /// Clients, summed over providers.
    pub(in crate::pseudonymous) client_records: ExactCell,
    /// Services of the agreement.
    pub(in crate::pseudonymous) services: u64,
    /// Organisations of the agreement.
    pub(in crate::pseudonymous) organisations: u64,
}

/// The counts of a table, by what protection must know of how they hang together.
#[derive(Clone)]
pub(in crate::pseudonymous) enum Body {
    /// Each group nested: at least 1, at least 2, …
    Ladders(LadderForm, Vec<Ladder>),
    /// Each count by itself.
    Rows(Vec<ExactRow>),
    /// Each count by itself, those of an area behind its households; nobody is counted too.
    Population(Vec<ExactRow>),
    /// What households have by area.
    ByArea(ByArea),
    /// Each count by itself, those in an area behind its households and behind the first count of the whole town.
    Parts(Vec<ExactRow>),
    /// Rows that exclude each other, one count each; what is hidden is pooled in `other`.
    Pooled(SetOf, Vec<ExactRow>),
    Headline(HeadlineCounts),
}

/// Households that have something, by area.
#[derive(Clone)]
pub(in crate::pseudonymous) struct ByArea {
    /// The counts of the areas; one that is not there counts nobody.
    pub(in crate::pseudonymous) areas: HashMap<CellKey, ExactCell>,
    /// The counts of the whole town, of which each is by area where it is large enough.
    pub(in crate::pseudonymous) town: Vec<(CellKey, ExactCell)>,
    /// All households of each area of the register, behind which its counts are.
    pub(in crate::pseudonymous) gates: Vec<(Group, ExactCell)>,
    /// What is counted.
    pub(in crate::pseudonymous) of: Subject,
}

impl ByArea {
    /// Whether a count of an area is one of these, and nobody's.
    pub(in crate::pseudonymous) fn is_of_nobody(&self, key: &CellKey) -> bool {
        let is_of_area = key.group.is_some_and(Group::is_area);
        is_of_area && Subject::of(&key.event) == Some(self.of) && !self.areas.contains_key(key)
    }
}

/// The exact counts of one table of the contract.
#[derive(Clone)]
pub(in crate::pseudonymous) struct ExactTable {
    /// What the table says.
    pub(in crate::pseudonymous) def: &'static TableDef,
    pub(in crate::pseudonymous) body: Body,
}

/// The exact counts of all tables, each with the number its rounding is drawn by. They open in
/// [`protect`](crate::pseudonymous::protect::protect) only, which takes them by value:
///
/// ```compile_fail
/// # use factlab::pseudonymous::measure::ExactTables;
/// fn write(exact: &ExactTables) -> String { serde_json::to_string(exact).unwrap() } // cannot be saved
/// ```
///
/// ```compile_fail
/// # use factlab::pseudonymous::measure::ExactTables;
/// fn count(exact: &ExactTables) -> usize { exact.tables.len() } // nor read
/// ```
pub struct ExactTables {
    pub(in crate::pseudonymous) tables: Vec<ExactTable>,
    /// The names that the numbers in keys stand for.
    pub(in crate::pseudonymous) names: Names,
    /// What decides which counts lie within each other.
    pub(in crate::pseudonymous) facts: Facts,
}

impl fmt::Debug for ExactTables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[exact counts]")
    }
}
