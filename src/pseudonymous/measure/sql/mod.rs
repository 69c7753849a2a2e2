//! The plan as SQL: a statement for each tally, over three Parquet tables that any engine reads. Its answers fill the
//! counters that the embedded engine fills itself, so everything after counting is the same.

mod prelude;
mod results;
pub(super) mod select;
mod tables;
#[cfg(test)]
mod tests;

pub use results::Results;
pub use tables::{TABLES, write_tables};

use prelude::prelude;
use select::Select;
use sha2::{Digest, Sha256};

use super::counters::Counters;
use super::exact::{ExactCell, ExactTables};
use super::household::Households;
use super::plan::{Asked, StackPlan, Tally};
use super::scene::Scene;
use super::{Engine, tables as exact_tables};
use crate::error::{Code, Error, Result};
use crate::pseudonymous::cells::LadderOf;
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::{Dimension, Progress};

/// A statement of SQL. It answers in text (`plan`) and whole numbers of 64 bits: how many rows it answers, its keys, how
/// many are counted, and the sum of the high and of the low 32 bits of their draws. One row has -1 for each key and
/// counts nobody, so that no answer is empty.
#[derive(Debug)]
pub struct Statement {
    asked: Asked,
    /// Its name: that of its file.
    pub name: String,
    /// The statement.
    pub text: String,
    keys: Vec<String>,
}

impl Statement {
    /// The columns of its answer, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let keys = self.keys.iter().map(String::as_str);
        let before = ["plan", "answers"].into_iter();
        before
            .chain(keys)
            .chain(["counted", "high", "low"])
            .collect()
    }
}

/// The statements of a plan.
#[derive(Debug)]
pub struct Statements {
    /// Of which run and plan they are: 16 hex digits, in each row of an answer.
    pub id: String,
    /// The statements; their names sort in this order.
    pub list: Vec<Statement>,
}

impl Statements {
    /// Those of a plan; `run` names the run, and so its hand-overs and settings.
    #[must_use]
    pub fn of(town: &LinkedTown, plan: &StackPlan, run: &str) -> Self {
        Self::of_scene(&Scene::new(town, plan), run)
    }

    fn of_scene(scene: &Scene, run: &str) -> Self {
        let fixed = [Asked::Households, Asked::Uses, Asked::Areas];
        let tallies = scene.plan.tallies().into_iter().map(Asked::Tally);
        let asked = fixed.into_iter().chain(tallies);
        let selects = asked.filter_map(|asked| Some((asked, Select::of(asked, scene)?)));
        let selects: Vec<(Asked, Select)> = selects.collect();
        let prelude = prelude(scene);
        let mut digest = Sha256::new().chain_update(run).chain_update(&prelude);
        for (_, select) in &selects {
            digest.update([0]);
            digest.update(&select.from);
        }
        let first = digest.finalize().into_iter().take(8);
        let id = first.fold(0_u64, |number, byte| number << 8 | u64::from(byte));
        let id = format!("{id:016x}");
        let statement = |(number, (asked, select)): (usize, (Asked, Select))| Statement {
            asked,
            name: format!("{:02}-{}", number + 1, select.name),
            text: format!("{prelude}\n{}", select.text(&id)),
            keys: select.keys,
        };
        Self {
            list: selects.into_iter().enumerate().map(statement).collect(),
            id,
        }
    }
}

/// What is to be counted elsewhere.
pub struct Order<'a> {
    /// The town.
    pub town: &'a LinkedTown,
    /// What is counted of it.
    pub plan: &'a StackPlan,
    /// The name of the run.
    pub run: &'a str,
    /// The statements.
    pub statements: &'a [Statement],
}

/// Who answers statements: a cluster, or a folder with its answers.
pub trait Answers {
    /// Gets ready to answer the statements of an order.
    ///
    /// # Errors
    /// When something is missing that can be known before the first answer.
    fn prepare(&self, order: &Order<'_>) -> Result<()>;

    /// Hands over each row of an answer: the text, and the numbers after it.
    ///
    /// # Errors
    /// When there is no answer, it has other columns, or `each` refuses a row.
    fn answer(
        &self,
        statement: &Statement,
        each: &mut dyn FnMut(&str, &[i64]) -> Result<()>,
    ) -> Result<()>;
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
        let scene = Scene::new(self.town, plan);
        let Statements { id, list } = Statements::of_scene(&scene, self.run);
        self.answers.prepare(&Order {
            town: self.town,
            plan,
            run: self.run,
            statements: &list,
        })?;
        progress.begin("counting", Some(list.len() as u64));
        let totals = Totals::of(&scene);
        let mut counters = Counters::new(&scene);
        for statement in &list {
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            let mut answer = Answer::new(statement, &id);
            self.answers.answer(statement, &mut |plan, numbers| {
                let (keys, cell) = answer.row(plan, numbers)?;
                let taken =
                    keys.is_none_or(|keys| counters.take(statement.asked, &keys, cell, &scene));
                taken
                    .then_some(())
                    .ok_or_else(|| answer.wrong("a row counts what the plan does not ask for"))
            })?;
            answer.refuse_unless_whole(totals.of_asked(statement.asked))?;
            progress.advance(1);
        }
        progress.end();
        Ok(exact_tables::tables(&scene, &counters))
    }
}

/// An answer under reading: what must hold of all its rows together.
struct Answer<'a> {
    statement: &'a Statement,
    id: &'a str,
    /// The rows so far.
    rows: u64,
    /// How many there are to be, as each row says.
    promised: Option<i64>,
    all: ExactCell,
}

/// No count is larger: there are fewer households and persons.
const LARGEST: u64 = u32::MAX as u64;

impl<'a> Answer<'a> {
    fn new(statement: &'a Statement, id: &'a str) -> Self {
        Self {
            statement,
            id,
            rows: 0,
            promised: None,
            all: ExactCell::default(),
        }
    }

    /// The keys of a row and its count; no keys for the row that counts nobody.
    fn row(&mut self, plan: &str, numbers: &[i64]) -> Result<(Option<Vec<usize>>, ExactCell)> {
        if plan != self.id {
            return Err(self.wrong("it is the answer to another run or plan"));
        }
        let [answers, keys @ .., counted, high, low] = numbers else {
            return Err(self.wrong("it has other columns"));
        };
        if self
            .promised
            .replace(*answers)
            .is_some_and(|promised| promised != *answers)
        {
            return Err(self.wrong("its rows are of more than one answer"));
        }
        self.rows += 1;
        let number = |number: &i64| u64::try_from(*number).ok();
        let cell = (number(counted).filter(|count| *count <= LARGEST))
            .zip(number(high))
            .zip(number(low));
        let Some(((count, high), low)) = cell else {
            return Err(self.wrong("a count is no number of households"));
        };
        let cell = ExactCell {
            count,
            draw: (high << 32).wrapping_add(low),
        };
        self.all = self.all.and(cell);
        if count == 0 && keys.iter().all(|key| *key == -1) {
            return Ok((None, cell));
        }
        let keys: Option<Vec<usize>> = keys.iter().map(|key| usize::try_from(*key).ok()).collect();
        match keys.filter(|keys| keys.len() == self.statement.keys.len()) {
            Some(keys) => Ok((Some(keys), cell)),
            None => Err(self.wrong("a row counts what the plan does not ask for")),
        }
    }

    /// Refuses an answer that was cut off, or does not count all whom it must count.
    fn refuse_unless_whole(&self, total: Option<ExactCell>) -> Result<()> {
        if self.promised != i64::try_from(self.rows).ok() {
            return Err(self.wrong("it was cut off: rows are missing, or there twice"));
        }
        if total.is_some_and(|total| total != self.all) {
            return Err(
                self.wrong("it does not count all households of these hand-overs, each once")
            );
        }
        Ok(())
    }

    fn wrong(&self, what: &str) -> Error {
        let name = &self.statement.name;
        Error::new(
            Code::ResultsInvalid,
            format!("the result of `{name}`: {what}"),
        )
    }
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
