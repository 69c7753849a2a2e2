//! The definition of a table: its columns, and what each is calculated from.

use super::key::{CellKey, Event, Fate, Flow, Number, Overlap, SetOf, Unit};
use super::names::KeyPart;
use super::quality;
use crate::vocabulary::{Dimension, QualityCount};

/// A table of a release.
#[derive(Debug, PartialEq, Eq)]
pub struct TableDef {
    /// The name, as in the contract.
    pub name: &'static str,
    /// What a row stands for, as in `docs/tables.md`.
    pub row: &'static str,
    /// How its counts are made.
    pub counted: Counting,
    /// The columns in the order of the contract, the keys first.
    pub columns: &'static [Column],
}

/// How the counts of a table are made, and so what protection must know of how they hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// The figures of the whole town, the rows of every release in their order.
    Headline(&'static [Measure]),
    /// Groups by how many they have: at least 1, at least 2, …
    Ladders(LadderForm, &'static [LadderOf]),
    /// Persons and households of each service.
    Services,
    /// Households by the levels of several dimensions together, those of the town before those of a wijk, these before those
    /// of a buurt.
    Population(&'static [&'static [Dimension]]),
    /// Households of each service by the levels of these dimensions.
    ServiceByGroup(&'static [Dimension]),
    /// Households that have something, by area, as fine as the number of each allows.
    ByArea(Subject),
    /// Households of each of these, and a part of them: in the town, by area as fine as their number allows, and by the other
    /// levels of these dimensions.
    Parts(PartsOf, &'static [Dimension]),
    /// Households of each need and service.
    NeedByService,
    /// Households of each pair of services.
    Pairs,
    /// Households of each service by when in the period they have it.
    Flow,
    /// Households of each pair of services by whether they have both at a time.
    Overlap,
    /// Exact sets, which exclude each other.
    Sets(SetOf),
    /// Households of each area, and those with 1, 2, 3 or more services.
    Areas,
    /// Clients of each provider by what became of them.
    Linkage,
    /// Clients of each provider of services whom a count of households hangs on.
    LinkEffect,
    /// Households with so many services by how sure links must be.
    Thresholds,
    /// Clients of each provider by group, and what is known of how well they are linked.
    LinkageQuality,
}

/// What households by area have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A service.
    Service,
    /// A service of a domain, whichever.
    Domain,
    /// Both services of a pair.
    Pair,
}

/// Which rungs of a ladder a table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LadderForm {
    /// `all`, `0`, `1`, … and `1+`, `2+`, …
    WithAll,
    /// `1`, `2`, … and `1+`, `2+`, …
    OfUsers,
    /// `1`, `2`, … and `2+`, `3+`, …: `1+` is in another table.
    BesideMargin,
}

/// Whose part is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartsOf {
    /// Households with a need: those without a service that answers it.
    Needs,
    /// Households with a right to a service: those that have it.
    Entitled,
}

/// What the rungs of ladders count, a ladder for each level of the dimension; `None` is the whole town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LadderOf {
    /// Households by their number of services, by the counting rule.
    Households(Option<Dimension>),
    /// Persons by their number of own services.
    Persons(Option<Dimension>),
    /// Households with a service by their number of organisations.
    Organisations(Option<Dimension>),
    /// A ladder for each service: its households by their number of distinct services.
    EachService,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name, as in the contract.
    pub name: &'static str,
    /// How its values follow from the key and counts of the row.
    pub holds: Holds,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A part of the key of the row.
    Key(KeyPart),
    /// What the agreement says of the service of the row.
    OfService(ServiceFact),
    /// A count of the row.
    Count(Counts),
    /// The status of the first count.
    Status,
    /// The value of a measure.
    Figure,
    /// The share that a count is of a whole.
    Share(&'static str, Whole),
    /// How often two services would meet by chance, beside what was counted.
    Chance(Chance, Baseline),
    /// Which part of the clients who can be found is found.
    Recall(Bound),
}

/// Whom a count of a row counts, beside the key of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// As the key says.
    Row,
    /// The same of another unit.
    Of(Unit),
    /// Those with so many services or more.
    AtLeast(usize),
    /// What became of the clients.
    Fate(Fate),
    /// The linked clients without whom their household would have fewer than so many services.
    Decisive(usize),
    /// What is known of the clients of a group.
    Quality(QualityCount),
    /// Those without a service that answers their need.
    Without,
    /// Those with the service that gives the right.
    By,
    /// Those with that service and the one that it gives a right to.
    Both,
    /// Those with the service then.
    Flow(Flow),
    /// Those with both services so.
    Overlap(Overlap),
}

/// What the agreement says of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceFact {
    /// The name to print.
    Name,
    /// Its law or field.
    Domain,
    /// Who carries it out.
    Organisation,
}

/// What a share is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// Another count of the row.
    Count(&'static str),
    /// All of the same level, whatever their number.
    Level,
    /// Those of the same level with a service.
    UsersOfLevel,
    /// All private households of the town.
    Households,
    /// All private households of the same area.
    Area,
    /// The households with the first (0) or the second (1) service of the pair.
    Margin(usize),
}

/// What is said of a pair of services and chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// How many households would have both by chance.
    Expected,
    /// How many times that many have both.
    Lift,
    /// The class: more or less often than by chance.
    Significance,
}

/// An estimate, or an end of its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The estimate.
    Middle,
    /// The least that it is taken for.
    Low,
    /// The most.
    High,
}

/// Among which households chance is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// Among all households.
    All,
    /// Among those with a service.
    Users,
}

/// A row of `headline`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its key in the table.
    pub name: &'static str,
    /// What its number is.
    pub figure: Figure,
}

/// What a row of `headline` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Private households with at least so many services.
    Households(usize),
    /// Persons in them with at least so many services.
    Persons(usize),
    /// The most services in one household.
    Most,
    /// Clients, added up over providers.
    ClientRecords,
    /// Services that somebody was asked for.
    Services,
    /// Organisations that carry them out.
    Organisations,
    /// The share that one measure is of another.
    Share(&'static str, &'static str),
    /// The mean number of services of households with a service.
    Mean,
}

impl Subject {
    /// What of these an event is.
    #[must_use]
    pub const fn of(event: &Event) -> Option<Self> {
        match event {
            Event::Service(_, Number::All) => Some(Self::Service),
            Event::Domain(_) => Some(Self::Domain),
            Event::Pair(..) => Some(Self::Pair),
            _ => None,
        }
    }
}

impl LadderOf {
    /// The dimension whose levels have a ladder each.
    #[must_use]
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Households(by) | Self::Persons(by) | Self::Organisations(by) => by,
            Self::EachService => None,
        }
    }
}

impl TableDef {
    /// The rows of the headline; no other table has the same in every release.
    #[must_use]
    pub const fn measures(&self) -> &'static [Measure] {
        match self.counted {
            Counting::Headline(measures) => measures,
            _ => &[],
        }
    }

    /// Whether it has shares of the households of areas.
    #[must_use]
    pub fn shares_areas(&self) -> bool {
        let mut columns = self.columns.iter();
        columns.any(|column| matches!(column.holds, Holds::Share(_, Whole::Area)))
    }

    /// The columns that tell rows apart.
    pub fn keys(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.columns.iter().filter(|column| column.is_key())
    }

    /// What of a key is in them.
    pub fn key_parts(&self) -> impl Iterator<Item = KeyPart> + use<> {
        self.columns.iter().filter_map(|column| match column.holds {
            Holds::Key(part) => Some(part),
            _ => None,
        })
    }

    /// The names of the counts, in the order of the cells of a row.
    pub fn counts(&self) -> impl Iterator<Item = &'static str> + use<> {
        let counts = |column: &&Column| matches!(column.holds, Holds::Count(_) | Holds::Figure);
        self.columns.iter().filter(counts).map(|column| column.name)
    }

    /// What the counts of a row count, in the order of its cells.
    pub fn cell_keys(&self, row: &CellKey) -> impl Iterator<Item = CellKey> {
        let counts = self.columns.iter().filter_map(|column| match column.holds {
            Holds::Count(counts) => Some(counts),
            _ => None,
        });
        counts.map(|counts| counts.of(row))
    }

    /// The index of a count among the cells of a row.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<usize> {
        self.counts().position(|count| count == name)
    }
}

impl Counts {
    fn of(self, row: &CellKey) -> CellKey {
        match (self, &row.event) {
            (Self::Of(unit), _) => CellKey {
                unit,
                ..row.clone()
            },
            (Self::AtLeast(number), _) => row.with(Number::at_least(number)),
            (Self::Fate(fate), Event::Fate(provider, _)) => CellKey {
                event: Event::Fate(*provider, fate),
                ..*row
            },
            (Self::Decisive(number), Event::Fate(provider, _)) => {
                row.counting(Event::Decisive(*provider, number))
            }
            (Self::Quality(count), Event::Quality(provider, group, _)) => {
                quality::key(*provider, *group, count)
            }
            (Self::Without, Event::Need(need)) => row.counting(Event::NeedWithout(*need)),
            (Self::By, Event::Entitled(by, _)) => row.counting(Event::Service(*by, Number::All)),
            (Self::Both, Event::Entitled(by, to)) => {
                row.counting(Event::Pair(*by.min(to), *by.max(to)))
            }
            (Self::Flow(flow), Event::Service(service, _)) => {
                row.counting(Event::Flow(*service, flow))
            }
            (Self::Overlap(overlap), Event::Pair(a, b)) => {
                row.counting(Event::Overlap(*a, *b, overlap))
            }
            _ => row.clone(),
        }
    }
}

impl Column {
    /// Whether it tells rows apart.
    #[must_use]
    pub const fn is_key(&self) -> bool {
        matches!(self.holds, Holds::Key(_))
    }

    /// Whether it follows from published counts.
    #[must_use]
    pub const fn is_derived(&self) -> bool {
        matches!(
            self.holds,
            Holds::Share(..) | Holds::Chance(..) | Holds::Recall(_)
        )
    }
}

pub(super) const HOUSEHOLDS: Column = count("households", Counts::Row);
pub(super) const STATUS: Column = column("status", Holds::Status);

pub(super) const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

pub(super) const fn key(name: &'static str, part: KeyPart) -> Column {
    column(name, Holds::Key(part))
}

pub(super) const fn count(name: &'static str, counts: Counts) -> Column {
    column(name, Holds::Count(counts))
}

pub(super) const fn share(name: &'static str, part: &'static str, whole: Whole) -> Column {
    column(name, Holds::Share(part, whole))
}
