//! Answers in files: a folder with a CSV file for each statement, whatever program wrote them.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::answers::{Answers, Order};
use super::statement::Statement;
use crate::error::{Code, Error, Result};
use crate::files::open_plain;

/// A folder with the answer to each statement as `<name>.csv`: a header, then a row a line.
pub struct Results<'a>(
    /// Where it is.
    pub &'a Path,
);

impl Results<'_> {
    fn path(&self, statement: &Statement) -> PathBuf {
        self.0.join(format!("{}.csv", statement.name))
    }
}

impl Answers for Results<'_> {
    /// Refuses a folder that lacks an answer, and names all that it lacks.
    fn prepare(&self, order: &Order<'_>) -> Result<()> {
        let statements = &order.statements.list;
        let lacking = statements.iter().filter(|one| !self.path(one).exists());
        let lacking: Vec<&str> = lacking.map(|one| one.name.as_str()).collect();
        let message = match &*lacking {
            [] => return Ok(()),
            all if all.len() == statements.len() => "no results of these statements".into(),
            some => format!("no result of {}", some.join(", ")),
        };
        Err(Error::at(Code::ResultsInvalid, self.0, message).hint(
            "let the cluster answer all statements; the runner writes their results beside them, in the folder `results`",
        ))
    }

    fn answer(
        &self,
        statement: &Statement,
        each: &mut dyn FnMut(&str, &[i64]) -> Result<()>,
    ) -> Result<()> {
        let path = self.path(statement);
        let file = open_plain(&path).map_err(|e| Error::io(&path, "read", &e))?;
        let mut rows = csv::Reader::from_reader(BufReader::new(file));
        let wrong = |line: u64| {
            let columns = statement.columns().join(",");
            let message = format!("line {line} is no row of {columns}");
            Error::at(Code::ResultsInvalid, &path, message)
        };
        let is_as_asked = rows
            .headers()
            .is_ok_and(|header| header == statement.columns());
        if !is_as_asked {
            return Err(wrong(1));
        }
        let mut row = csv::StringRecord::new();
        let mut numbers = Vec::new();
        loop {
            let line = rows.position().line();
            match rows.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(_) => return Err(wrong(line)),
            }
            numbers.clear();
            for cell in row.iter().skip(1) {
                numbers.push(cell.parse().map_err(|_| wrong(line))?);
            }
            each(&row[0], &numbers)?;
        }
    }
}
