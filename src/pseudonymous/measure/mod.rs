//! Counts households and services exactly: what a plan asks for, in one pass.
//!
//! The [`StackPlan`] of the agreement says which tables are counted and how; an [`Engine`] carries it out. The engine of a
//! [`LinkedTown`] visits each household once, and all threads fill counters of their own (`counters`).

mod bitset;
mod counted;
mod counters;
mod crossed;
mod effect;
mod exact;
#[cfg(test)]
pub(in crate::pseudonymous) mod fixture;
mod having;
mod household;
mod in_time;
mod ladders;
mod linkage;
mod linkage_quality;
mod needs;
mod pairs;
mod plan;
mod records;
mod relations;
mod scene;
mod sets;
mod snapshot;
pub mod sql;
mod tables;
mod thresholds;

pub use exact::ExactTables;
pub(in crate::pseudonymous) use exact::{
    Body, ByArea, ExactCell, ExactRow, ExactTable, HeadlineCounts, Ladder,
};
pub use plan::{StackPlan, Tally};
pub use snapshot::Snapshot;

use counters::Counters;
use scene::Scene;

use crate::error::Result;
use crate::pseudonymous::link::{LinkedTown, Parts};
use crate::vocabulary::Progress;
pub use crate::vocabulary::{CountingRule, Moment};

/// Carries out a plan, wherever the households are.
pub trait Engine {
    /// Counts the tables of the plan, in its order.
    ///
    /// # Errors
    /// When the user stops, or the engine cannot go on.
    fn count(&self, plan: &StackPlan, progress: &dyn Progress) -> Result<ExactTables>;
}

/// Visits each household once. The counts are the same for any number of threads.
///
/// Institutions are counted in `stacking`, dimension `household_type`, at their own level, and nowhere else; nor are the
/// persons who live in them.
impl Engine for LinkedTown {
    fn count(&self, plan: &StackPlan, progress: &dyn Progress) -> Result<ExactTables> {
        progress.begin("counting", Some(self.households.kind.len() as u64));
        let scene = Scene::new(self, plan);
        let counted = Counters::fill(&scene, progress)?;
        progress.end();
        Ok(tables::tables(&scene, &counted))
    }
}

/// Counts a town that comes in parts as an [`Engine`] counts it whole; `also` sees each part.
///
/// # Errors
/// When the user stops, or a part cannot be read; and those of `also`.
pub fn count_parts(
    parts: &mut Parts,
    plan: &StackPlan,
    progress: &dyn Progress,
    also: &mut dyn FnMut(&LinkedTown) -> Result<()>,
) -> Result<ExactTables> {
    progress.begin("counting", Some(parts.households() as u64));
    let outline = parts.outline();
    let scene = Scene::new(&outline, plan);
    let mut counted = Counters::new(&scene);
    while let Some(town) = parts.next(progress)? {
        counted.merge(Counters::fill(&Scene::new(&town, plan), progress)?);
        also(&town)?;
    }
    progress.end();
    Ok(tables::tables(&scene, &counted))
}

#[cfg(test)]
mod tests {
    use super::fixture::Made;
    use super::*;
    use crate::pseudonymous::cells::TABLES;
    use crate::vocabulary::Silent;

    struct Stopped;

    impl Progress for Stopped {
        fn begin(&self, _: &str, _: Option<u64>) {}
        fn advance(&self, _: u64) {}
        fn end(&self) {}
        fn is_interrupted(&self) -> bool {
            true
        }
    }

    #[test]
    fn exact_counts_do_not_print_themselves() {
        let made = Made::town();
        let exact = made.town.count(&made.plan, &Silent).unwrap();
        assert_eq!(format!("{exact:?}"), "[exact counts]");
    }

    #[test]
    fn the_user_can_stop_the_count() {
        let made = Made::town();
        let error = made.town.count(&made.plan, &Stopped).unwrap_err();
        assert_eq!(error.class(), crate::error::Class::Interrupted);
    }

    #[test]
    fn an_empty_town_has_all_tables() {
        let plan = Made::empty().plan;
        let exact = LinkedTown::default().count(&plan, &Silent).unwrap();
        assert_eq!(exact.tables.len(), TABLES.len());
    }
}
