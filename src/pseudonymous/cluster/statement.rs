//! A statement of SQL, and all those of a run, which one number names.

use sha2::{Digest, Sha256};

/// What is asked: rows of whole numbers.
pub(in crate::pseudonymous) struct Question {
    /// Its name, which becomes that of its file.
    pub(in crate::pseudonymous) name: String,
    /// What selects the rows, over the tables of the prelude.
    pub(in crate::pseudonymous) rows: String,
    /// The columns of a row.
    pub(in crate::pseudonymous) columns: Vec<String>,
    /// The row that stands for nothing, so that no answer is empty.
    pub(in crate::pseudonymous) nothing: Vec<i64>,
    /// How many rows there are with that one, where it is known before: so many need not be counted by one machine of the cluster.
    pub(in crate::pseudonymous) answers: Option<usize>,
}

impl Question {
    /// The statement behind its prelude.
    fn text(&self, id: &str) -> String {
        let answers = match self.answers {
            Some(rows) => rows.to_string(),
            None => "COUNT(*) OVER ()".into(),
        };
        let nothing: Vec<String> = self.nothing.iter().map(i64::to_string).collect();
        format!(
            "SELECT '{id}' AS plan, CAST({answers} AS BIGINT) AS answers, {}\n\
             FROM (\n{}\nUNION ALL SELECT {}\n) AS seen\n",
            columns(&self.columns),
            self.rows,
            nothing.join(", ")
        )
    }
}

/// Columns as signed numbers of 64 bits, whatever they are in their table.
pub(in crate::pseudonymous) fn columns(names: &[impl AsRef<str>]) -> String {
    let names = names.iter().map(AsRef::as_ref);
    let cast = names.map(|name| format!("CAST({name} AS BIGINT) AS {name}"));
    cast.collect::<Vec<_>>().join(", ")
}

/// A statement of SQL. It answers in text (`plan`) and whole numbers of 64 bits: how many rows it answers, and its columns.
/// One row stands for nothing, so that no answer is empty.
#[derive(Debug)]
pub struct Statement {
    /// Its name: that of its file.
    pub name: String,
    /// The statement.
    pub text: String,
    columns: Vec<String>,
    pub(super) nothing: Vec<i64>,
}

impl Statement {
    /// The columns of its answer, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let columns = self.columns.iter().map(String::as_str);
        ["plan", "answers"].into_iter().chain(columns).collect()
    }
}

/// The statements of a run.
#[derive(Debug)]
pub struct Statements {
    /// Of which run and plan they are: 16 hex digits, in each row of an answer.
    pub id: String,
    /// The statements; their names sort in this order.
    pub list: Vec<Statement>,
}

impl Statements {
    /// Those of some questions, behind the tables that are named before them; `run` names the run, and so its hand-overs and
    /// settings.
    pub(in crate::pseudonymous) fn of(
        run: &str,
        prelude: &str,
        questions: impl IntoIterator<Item = Question>,
    ) -> Self {
        let questions: Vec<Question> = questions.into_iter().collect();
        let mut digest = Sha256::new().chain_update(run).chain_update(prelude);
        for question in &questions {
            digest.update([0]);
            digest.update(&question.rows);
        }
        let first = digest.finalize().into_iter().take(8);
        let id = first.fold(0_u64, |number, byte| number << 8 | u64::from(byte));
        let id = format!("{id:016x}");
        let statement = |(number, question): (usize, Question)| Statement {
            name: format!("{:02}-{}", number + 1, question.name),
            text: format!("{prelude}\n{}", question.text(&id)),
            columns: question.columns,
            nothing: question.nothing,
        };
        Self {
            list: questions.into_iter().enumerate().map(statement).collect(),
            id,
        }
    }
}

/// The words in a statement that engines read differently, or some do not read.
#[cfg(test)]
pub(in crate::pseudonymous) fn not_portable(text: &str) -> Vec<&'static str> {
    let apart = [
        "ORDER",
        "AVG",
        "EXPLODE",
        "UNNEST",
        "ARRAY",
        "BIT_COUNT",
        "DOUBLE",
        "FILTER",
        ".5",
        " / ",
        "<<",
        "--",
    ];
    let text = text.to_uppercase();
    apart
        .into_iter()
        .filter(|word| text.contains(word))
        .collect()
}
