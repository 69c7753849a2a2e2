//! Risk against utility of every profile, on the counts of one run. It tells exact counts apart and stays inside.

mod page;

use std::collections::HashMap;

use super::release::{Linked, Run};
use crate::error::Result;
use crate::pseudonymous::measure::Engine;
use crate::pseudonymous::protect::profile::Rounding;
use crate::pseudonymous::protect::published::{Cell, PublishedTables, Status};
use crate::pseudonymous::protect::{Profile, Rules, protect};

pub use page::write_comparison;

/// The draws that the promise of a profile may leave out.
const BEYOND: f64 = 0.01;

/// What a profile would publish of a run, and what that tells.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The word of the profile, with its numbers.
    pub profile: String,
    /// How many counts above 0 the run has.
    pub counts: u64,
    /// How many of them are not shown.
    pub not_shown: u64,
    /// The root mean square of the errors of those that are shown.
    pub error: f64,
    /// How far each headline count is from the exact one; `None` where it is hidden.
    pub headlines: Vec<(String, Option<u64>)>,
    /// How many times as likely a number is with one household more or less, but for 1 in 100 draws; infinite: for certain.
    pub ratio: f64,
    /// How often someone who knows all other households of a cell guesses right about the last, from 0.5.
    pub best_guess: f64,
}

impl Compared {
    /// The headline that is furthest from the exact count, and how far.
    #[must_use]
    pub fn largest_deviation(&self) -> Option<(&str, u64)> {
        let shown = self.headlines.iter();
        let shown = shown.filter_map(|(name, away)| Some((name.as_str(), (*away)?)));
        shown.max_by_key(|(_, away)| *away)
    }
}

impl Run<'_> {
    /// What each profile would publish of this run; the agreed one comes first.
    ///
    /// # Errors
    /// As the stages of a run, up to protecting.
    pub fn compare_profiles(self) -> Result<Vec<Compared>> {
        let agreed = self.agreement.rules(false)?.profile;
        let linked = self.verified()?.linked()?;
        let exact = linked.published_under(Profile::NONE)?;
        let with_numbers = [Profile::threshold(10, 5), Profile::ckm(5, 3, 2)];
        let mut profiles = vec![agreed];
        for profile in Profile::ALL
            .into_iter()
            .chain(with_numbers.into_iter().flatten())
        {
            if profile.rounding.is_some() && !profiles.contains(&profile) {
                profiles.push(profile);
            }
        }
        let compare = |profile: Profile| {
            let published = linked.published_under(profile)?;
            Ok(compared(&exact, &published))
        };
        profiles.into_iter().map(compare).collect()
    }
}

impl Linked<'_> {
    /// What a profile, agreed or not, would publish.
    fn published_under(&self, profile: Profile) -> Result<PublishedTables> {
        let run = self.verified.run;
        let exact = self.town.count(&run.agreement.stack_plan(), run.progress)?;
        protect(exact, &Rules { profile })
    }
}

/// The counts of all tables, by table and key.
fn cells(tables: &PublishedTables) -> HashMap<(&str, Vec<String>, usize), Cell> {
    let mut cells = HashMap::new();
    for table in tables.tables() {
        for row in table.rows() {
            for (place, cell) in row.cells.iter().enumerate() {
                cells.insert((table.def().name, table.keys(row), place), *cell);
            }
        }
    }
    cells
}

fn compared(exact: &PublishedTables, published: &PublishedTables) -> Compared {
    let shown = cells(published);
    let (mut counts, mut not_shown, mut errors) = (0, 0, Vec::new());
    let mut headlines = Vec::new();
    for (key, cell) in cells(exact) {
        let own = shown.get(&key);
        // A number of the agreement is not protected, and a lower bound is no count.
        let is_count =
            own.is_none_or(|own| ![Status::Exact, Status::Topcoded].contains(&own.status()));
        let Some(count) = cell.value().filter(|count| *count > 0 && is_count) else {
            continue;
        };
        let number = own.and_then(|own| own.value());
        counts += 1;
        not_shown += u64::from(number.is_none());
        let away = number.map(|number| number.abs_diff(count));
        errors.extend(away);
        if key.0 == "headline" {
            headlines.push((key.1.join(" "), away));
        }
    }
    headlines.sort();
    let squares: f64 = errors.iter().map(|away| (away * away) as f64).sum();
    let profile = published.profile();
    let rounding = profile.rounding.as_ref();
    Compared {
        profile: profile.to_string(),
        counts,
        not_shown,
        error: (squares / errors.len().max(1) as f64).sqrt(),
        headlines,
        ratio: rounding.map_or(f64::INFINITY, |rounding| rounding.likelihood_ratio(BEYOND)),
        best_guess: rounding.map_or(1.0, Rounding::best_guess),
    }
}
