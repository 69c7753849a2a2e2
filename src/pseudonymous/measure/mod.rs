//! Counts households and services, exactly.

mod areas;
mod co_occurrence;
mod exact;
#[cfg(test)]
mod fixture;
mod headline;
mod ladders;
mod linkage;
mod services;
mod sets;
mod tally;
mod view;
mod within;

pub use exact::ExactTables;
pub(in crate::pseudonymous) use exact::{
    Body, ExactCell, ExactRow, ExactTable, HeadlineCounts, Ladder,
};

use view::View;

use crate::error::{Error, Result};
use crate::pseudonymous::cells::{Counting, TABLES};
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::{AgeBands, Dimensions, Progress, ProviderId, Service};
pub use crate::vocabulary::{CountingRule, Moment};

/// What the counting needs from the agreement.
#[derive(Debug, Clone)]
pub struct MeasureSettings {
    /// The services, in the order of the agreement.
    pub services: Vec<Service>,
    /// Per service whether no provider of this run brings it.
    pub missing: Vec<bool>,
    /// The providers, in the order of the agreement.
    pub providers: Vec<ProviderId>,
    /// The age bands.
    pub age_bands: AgeBands,
    /// By what households and persons are counted.
    pub dimensions: Dimensions,
    /// How services are counted.
    pub count: CountingRule,
    /// When a use counts.
    pub moment: Moment,
}

/// Counts every table of the contract, in its order. The same for any number of threads.
///
/// Institutions are counted in `stacking`, dimension `household_type`, at their own level, and nowhere else; nor are
/// the persons who live in them.
///
/// # Errors
/// When the user stops.
pub fn measure(
    town: &LinkedTown,
    settings: &MeasureSettings,
    progress: &dyn Progress,
) -> Result<ExactTables> {
    progress.begin("counting", Some(TABLES.len() as u64 + 1));
    let view = View::new(town, settings, progress)?;
    progress.advance(1);
    let mut tables = Vec::with_capacity(TABLES.len());
    for def in TABLES {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let body = count(&view, def.counted);
        tables.push(ExactTable { def, body });
        progress.advance(1);
    }
    progress.end();
    let within = within::within(&view, &tables);
    Ok(ExactTables {
        tables,
        names: view.names(),
        within,
    })
}

fn count(view: &View, counting: Counting) -> Body {
    match counting {
        Counting::Headline(_) => headline::count(view),
        Counting::Ladders(form, of) => ladders::count(view, form, of),
        Counting::Services => services::count(view),
        Counting::Pairs => co_occurrence::count(view),
        Counting::Sets(of) => sets::count(view, of),
        Counting::Areas => areas::count(view),
        Counting::Linkage => linkage::count(view),
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::Made;
    use super::*;
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
        let exact = measure(&made.town, &made.settings, &Silent).unwrap();
        assert_eq!(format!("{exact:?}"), "[exact counts]");
    }

    #[test]
    fn the_user_can_stop_the_count() {
        let made = Made::town();
        let error = measure(&made.town, &made.settings, &Stopped).unwrap_err();
        assert_eq!(error.class(), crate::error::Class::Interrupted);
    }

    #[test]
    fn an_empty_town_has_all_tables() {
        let settings = Made::empty().settings;
        let exact = measure(&LinkedTown::default(), &settings, &Silent).unwrap();
        assert_eq!(exact.tables.len(), TABLES.len());
    }
}
