//! What a person must look at before a release goes on: services that gained many households at once, that nearly all share
//! with one other service, or that come or go.
//!
//! A party that invents clients in a service of its own can make a count that tells of somebody.

mod rule;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rayon::prelude::*;
use rule::{Before, Unusual, Users, limit, unusual};

use super::releases::{Chain, Earlier};
use crate::error::Result;
use crate::pseudonymous::cells::{CellKey, Event, Names, Number, Unit};
use crate::pseudonymous::measure::{Snapshot, StackPlan};
use crate::vocabulary::ServiceIx;

/// What is asked about the households of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The service, whose parties are to answer.
    pub service: ServiceIx,
    /// Asked only where another party brings this service: what it brings itself, a party knows already.
    pub of_others: Option<ServiceIx>,
    /// What is unusual, in a word that has no count.
    pub about: String,
    /// The same in words, with counts to the nearest 5.
    pub text: String,
}

/// What is asked of a release whose households are these.
///
/// # Errors
/// When they cannot be read back.
pub(super) fn questions(
    now: &Snapshot,
    (releases, last): (&Chain, Option<usize>),
    (plan, hold): (&StackPlan, u64),
    names: &Names,
) -> Result<Vec<Question>> {
    // Where its households are forgotten there is nothing to compare with.
    let last = last.filter(|last| releases.releases[*last].households.is_some());
    let services = plan.services.len() + plan.needs.len();
    let now = now.users(services)?;
    let hold = usize::try_from(hold).unwrap_or(usize::MAX);
    let earlier = Compared::of(releases, last, services)?;
    let incomplete = plan.incomplete();
    let whole = || (0..now.len()).filter(|service| !incomplete[*service]);
    let of_others = |last, service| {
        let both = |one: usize| Some((earlier.users(last, one)?, now[one].as_slice()));
        limit(whole().filter(|one| *one != service).filter_map(both))
    };
    let questions = |service: usize| {
        let found = match last {
            None => unusual(service, &now, None, hold),
            Some(last) => match earlier.before(service, (last, of_others(last, service)), names) {
                Some(before) => unusual(service, &now, Some(&before), hold),
                None => Vec::new(),
            },
        };
        let name = last.map(|last| releases.releases[last].release.as_str());
        let question = |one: Unusual| Question {
            service: ServiceIx::at(service),
            of_others: one.shared_with().filter(|_| last.is_none()),
            about: one.word(service, names),
            text: one.in_words(service, names, name),
        };
        found.into_iter().map(question).collect::<Vec<_>>()
    };
    let whole: Vec<usize> = whole().collect();
    Ok(whole.into_par_iter().flat_map_iter(questions).collect())
}

/// Earlier releases, taken apart.
struct Compared<'a> {
    releases: &'a [Earlier],
    /// By release; of those that the numbers of the last one stand since.
    users: BTreeMap<usize, Users>,
}

impl<'a> Compared<'a> {
    fn of(releases: &'a Chain, last: Option<usize>, services: usize) -> Result<Self> {
        let releases = &releases.releases;
        let cells = last.map_or(&[][..], |last| &releases[last].cells);
        let since: BTreeSet<usize> = cells
            .iter()
            .map(|then| then.since as usize)
            .chain(last)
            .collect();
        let users = |index: usize| {
            let households = releases[index].households.as_ref()?;
            let users = households.users(services);
            Some(users.map(|users| (index, users)))
        };
        let users = since.into_iter().filter_map(users).collect::<Result<_>>()?;
        Ok(Self { releases, users })
    }

    /// The households of a service in a release; `None` where it is forgotten, or somebody who brings the service was left out.
    fn users(&self, release: usize, service: usize) -> Option<&[u64]> {
        let is_whole = self.releases[release].incomplete.get(service) == Some(&false);
        let users = self.users.get(&release).filter(|_| is_whole)?;
        Some(users[service].as_slice())
    }

    /// What to compare a service with: the release that its number stands since, or else the last; if any.
    fn before(
        &self,
        service: usize,
        (last, limit): (usize, f64),
        names: &Names,
    ) -> Option<Before<'_>> {
        let drawn = [self.since(service, last, names), last].into_iter();
        let drawn = drawn
            .into_iter()
            .find(|index| self.users(*index, service).is_some())?;
        Some(Before {
            last: self.users(last, service),
            limit,
            drawn: &self.users[&drawn],
            incomplete: &self.releases[drawn].incomplete,
        })
    }

    /// The release that the number of households of a service stands since.
    fn since(&self, service: usize, last: usize, names: &Names) -> usize {
        let event = Event::Service(ServiceIx::at(service), Number::All);
        let cell = CellKey::town(Unit::Household, event).written(names);
        let cells = &self.releases[last].cells;
        let found = cells.binary_search_by(|then| then.cell.as_str().cmp(&cell));
        found.map_or(last, |place| cells[place].since as usize)
    }
}

impl Unusual {
    fn shared_with(&self) -> Option<ServiceIx> {
        match self {
            Self::Shared { with, .. } => Some(ServiceIx::at(*with)),
            _ => None,
        }
    }

    fn word(&self, service: usize, names: &Names) -> String {
        let code = &names.services[service];
        match self {
            Self::New { .. } => format!("new: {code}"),
            Self::Shared { with, .. } => format!("shared: {code}, {}", names.services[*with]),
            Self::Appeared { .. } => format!("appeared: {code}"),
            Self::Gone { .. } => format!("gone: {code}"),
        }
    }

    fn in_words(&self, service: usize, names: &Names, last: Option<&str>) -> String {
        let code = &names.services[service];
        let last = last.unwrap_or_default();
        match *self {
            Self::New { new, of } => {
                let (new, of) = (About(new), About(of));
                format!("{new} of {of} households with `{code}` are new since {last}")
            }
            Self::Shared { with, of } => {
                let (of, with) = (About(of), &names.services[with]);
                format!("nearly all of {of} households with `{code}` also have `{with}`")
            }
            Self::Appeared { of } => {
                format!(
                    "{} households have `{code}`, and none had it before",
                    About(of)
                )
            }
            Self::Gone { were } => {
                format!(
                    "no household has `{code}`, and {} had it in {last}",
                    About(were)
                )
            }
        }
    }
}

/// A count to the nearest 5, from 5.
struct About(usize);

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "about {}", ((self.0 + 2) / 5 * 5).max(5))
    }
}
