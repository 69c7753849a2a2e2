//! The plan as SQL: a statement for each tally, over three Parquet tables that any engine reads. Its answers fill the
//! counters that the embedded engine fills itself, so everything after counting is the same.

pub(super) mod select;
mod tables;
#[cfg(test)]
mod tests;
mod views;

use select::Select;
use views::views;

use super::counters::Counters;
use super::exact::{ExactCell, ExactTables};
use super::household::Households;
use super::plan::{Asked, StackPlan, Tally};
use super::scene::Scene;
use super::{Engine, tables as exact_tables};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::cells::LadderOf;
use crate::pseudonymous::cluster::{Answers, Checked, Order, Statements, Tables};
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::{Dimension, Progress};

/// What a plan counts of a town, as statements: a statement for each tally. Its columns are its keys, how many are counted, and the
/// sum of the high and of the low 32 bits of their draws; the row that counts nobody has -1 for each key.
pub struct Tallies<'a> {
    scene: Scene<'a>,
    /// What each statement asks for.
    asked: Vec<Asked>,
    statements: Statements,
    run: &'a str,
}

impl<'a> Tallies<'a> {
    /// Those of a plan; `run` names the run, and so its hand-overs and settings.
    #[must_use]
    pub fn of(town: &'a LinkedTown, plan: &'a StackPlan, run: &'a str) -> Self {
        let scene = Scene::new(town, plan);
        let fixed = [Asked::Households, Asked::Uses, Asked::Areas];
        let tallies = scene.plan.tallies().into_iter().map(Asked::Tally);
        let asked = fixed.into_iter().chain(tallies);
        let selects = asked.filter_map(|asked| Some((asked, Select::of(asked, &scene)?)));
        let (asked, selects): (Vec<Asked>, Vec<Select>) = selects.unzip();
        let questions = selects.into_iter().map(Select::question);
        Self {
            statements: Statements::of(run, views(&scene), questions),
            scene,
            asked,
            run,
        }
    }

    /// What a cluster needs to count them.
    #[must_use]
    pub fn order(&self) -> Order<'_> {
        Order {
            run: self.run,
            statements: &self.statements,
            tables: self,
        }
    }

    /// Counts a row of an answer to what is asked.
    fn take(
        &self,
        (asked, columns): (Asked, &[i64]),
        counters: &mut Counters,
    ) -> Checked<ExactCell> {
        let (keys, cell) = counted(columns)?;
        let is_taken = keys.is_some_and(|keys| counters.take(asked, &keys, cell, &self.scene));
        is_taken.then_some(cell).ok_or(NOT_ASKED)
    }
}

impl Tables for Tallies<'_> {
    fn write(&self, folder: &WholeFolder) -> Result<Vec<(&'static str, usize)>> {
        tables::write_tables(&self.scene, folder)
    }
}

/// A town whose households are counted elsewhere.
pub struct Answered<'a> {
    /// The town that was handed over to be counted.
    pub town: &'a LinkedTown,
    /// Who counts.
    pub answers: &'a dyn Answers,
    /// The name of the run.
    pub run: &'a str,
}

impl Engine for Answered<'_> {
    fn count(&self, plan: &StackPlan, progress: &dyn Progress) -> Result<ExactTables> {
        let tallies = Tallies::of(self.town, plan, self.run);
        let (scene, statements) = (&tallies.scene, &tallies.statements);
        self.answers.prepare(&tallies.order())?;
        progress.begin("counting", Some(statements.list.len() as u64));
        let totals = Totals::of(scene);
        let mut counters = Counters::new(scene);
        for (statement, asked) in statements.list.iter().zip(&tallies.asked) {
            let mut all = ExactCell::default();
            statements.ask(statement, self.answers, progress, &mut |columns| {
                all = all.and(tallies.take((*asked, columns), &mut counters)?);
                Ok(())
            })?;
            if totals.of_asked(*asked).is_some_and(|total| total != all) {
                let what = "it does not count all households of these hand-overs, each once";
                return Err(statement.wrong(what));
            }
        }
        progress.end();
        Ok(exact_tables::tables(scene, &counters))
    }
}

const NOT_ASKED: &str = "a row counts what the plan does not ask for";

/// No count is larger: there are fewer households and persons.
const LARGEST: u64 = u32::MAX as u64;

/// The keys of a row, where they can be, and its count.
fn counted(columns: &[i64]) -> Checked<(Option<Vec<usize>>, ExactCell)> {
    let number = |number: &i64| u64::try_from(*number).ok();
    let cell = |counted, high, low| {
        let count = number(counted).filter(|count| *count <= LARGEST)?;
        let (high, low) = (number(high)?, number(low)?);
        let draw = (high << 32).wrapping_add(low);
        Some(ExactCell { count, draw })
    };
    let [keys @ .., counted, high, low] = columns else {
        return Err(NOT_ASKED);
    };
    let cell = cell(counted, high, low).ok_or("a count is no number of households")?;
    let keys = keys.iter().map(|key| usize::try_from(*key).ok());
    Ok((keys.collect(), cell))
}

/// How many there are in all: what answers must add up to.
struct Totals {
    homes: ExactCell,
    private: ExactCell,
    persons: ExactCell,
    uses: u64,
}

impl Totals {
    fn of(scene: &Scene) -> Self {
        let homes = scene.town.households.kind.len();
        let mut totals = Self {
            homes: ExactCell::default(),
            private: ExactCell::default(),
            persons: ExactCell::default(),
            uses: scene.town.uses.len() as u64,
        };
        let mut visited = Households::of(scene, 0..homes);
        while let Some(one) = visited.next(|_| ()) {
            totals.homes.add(one.draw);
            if one.is_private {
                totals.private.add(one.draw);
                for _ in one.members.clone() {
                    totals.persons.add(one.draw);
                }
            }
        }
        totals
    }

    /// What the counts of an answer add up to, where that is known.
    fn of_asked(&self, asked: Asked) -> Option<ExactCell> {
        let by_type = LadderOf::Households(Some(Dimension::HouseholdType));
        match asked {
            Asked::Households | Asked::Areas => Some(self.homes),
            Asked::Uses => Some(ExactCell {
                count: self.uses,
                draw: 0,
            }),
            Asked::Tally(Tally::Ladders(of)) if of == by_type => Some(self.homes),
            Asked::Tally(Tally::Ladders(LadderOf::Households(_)) | Tally::Crossed(_)) => {
                Some(self.private)
            }
            Asked::Tally(Tally::Ladders(LadderOf::Persons(_))) => Some(self.persons),
            Asked::Tally(_) => None,
        }
    }
}
