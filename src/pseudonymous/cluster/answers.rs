//! Who answers statements, and whether an answer is whole.

use super::statement::{Statement, Statements};
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::vocabulary::Progress;

/// What is to be answered elsewhere.
pub struct Order<'a> {
    /// The name of the run.
    pub run: &'a str,
    /// The statements.
    pub statements: &'a Statements,
    /// What they read.
    pub tables: &'a dyn Tables,
}

/// The tables that statements read, before they are written.
pub trait Tables {
    /// Writes each as a Parquet file of its name to `folder`, and gives their names and numbers of rows.
    ///
    /// # Errors
    /// When the disk refuses, or what they are made of cannot be read.
    fn write(&self, folder: &WholeFolder) -> Result<Vec<(&'static str, usize)>>;
}

/// Into how many parts a cluster had best divide what it joins or counts, by the rows of its tables. Too many cost more than too few:
/// each part is a task, in each of many statements.
#[must_use]
pub fn partitions(rows: &[(&str, usize)]) -> usize {
    let largest = rows.iter().map(|(_, rows)| *rows).max();
    LEAST_PARTS + largest.unwrap_or_default() / ROWS_OF_PART
}

/// What keeps a few cores busy.
const LEAST_PARTS: usize = 8;

/// At some 50 bytes a row, less than half of what Spark aims at, so that it fits in the memory of a small executor.
const ROWS_OF_PART: usize = 1_000_000;

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

impl Statement {
    /// The refusal of its answer, for this reason.
    pub(in crate::pseudonymous) fn wrong(&self, what: &str) -> Error {
        let name = &self.name;
        Error::new(
            Code::ResultsInvalid,
            format!("the result of `{name}`: {what}"),
        )
    }
}

/// What is taken from a row, or what is wrong with it.
pub(in crate::pseudonymous) type Checked<T> = std::result::Result<T, &'static str>;

impl Statements {
    /// Has a statement answered, and hands over the columns of each row but that of nothing; `each` may say what is wrong with one.
    ///
    /// # Errors
    /// When there is no answer, it is that of another run, was cut off or is there twice, `each` refuses a row, or the user stops.
    pub(in crate::pseudonymous) fn ask(
        &self,
        statement: &Statement,
        answers: &dyn Answers,
        progress: &dyn Progress,
        each: &mut dyn FnMut(&[i64]) -> Checked<()>,
    ) -> Result<()> {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let mut seen = Seen::default();
        answers.answer(statement, &mut |plan, numbers| {
            let wrong = |what| statement.wrong(what);
            let columns = self.row(&mut seen, (plan, numbers)).map_err(wrong)?;
            if columns.len() != statement.nothing.len() {
                return Err(wrong("it has other columns"));
            }
            if *columns == *statement.nothing {
                return Ok(());
            }
            each(columns).map_err(wrong)
        })?;
        if seen.promised != i64::try_from(seen.rows).ok() {
            return Err(statement.wrong("it was cut off: rows are missing, or there twice"));
        }
        progress.advance(1);
        Ok(())
    }

    /// The columns of a row behind how many rows there are.
    fn row<'a>(&self, seen: &mut Seen, (plan, numbers): (&str, &'a [i64])) -> Checked<&'a [i64]> {
        if plan != self.id {
            return Err("it is the answer to another run or plan");
        }
        let (answers, columns) = numbers.split_first().ok_or("it has other columns")?;
        let before = seen.promised.replace(*answers);
        if before.is_some_and(|promised| promised != *answers) {
            return Err("its rows are of more than one answer");
        }
        seen.rows += 1;
        Ok(columns)
    }
}

/// What must hold of all rows of an answer together.
#[derive(Default)]
struct Seen {
    /// The rows so far.
    rows: u64,
    /// How many there are to be, as each row says.
    promised: Option<i64>,
}
