//! A statement of SQL, and all those of a run, which one number names.

use sha2::{Digest, Sha256};

/// What is asked: rows of whole numbers.
pub(in crate::pseudonymous) struct Question {
    /// Its name, which becomes that of its file.
    pub(in crate::pseudonymous) name: String,
    /// What selects the rows, over tables and views.
    pub(in crate::pseudonymous) rows: String,
    /// The columns of a row.
    pub(in crate::pseudonymous) columns: Vec<String>,
    /// The row that stands for nothing, so that no answer is empty.
    pub(in crate::pseudonymous) nothing: Vec<i64>,
    /// What says how many rows there are with that one, where something does: so many need not be counted by one machine of the cluster.
    pub(in crate::pseudonymous) answers: Option<String>,
}

impl Question {
    fn text(&self, id: &str) -> String {
        let answers = self.answers.as_deref().unwrap_or("COUNT(*) OVER ()");
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

/// A query with a name, for views and statements behind it.
#[derive(Debug)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// What selects its rows, over the tables and the views before it.
    pub text: String,
    /// Whether it is read so often, or costs so much, that it is worth the memory to make it once.
    pub is_kept: bool,
}

impl View {
    /// One that is made again where it is read.
    pub(in crate::pseudonymous) fn new(name: impl Into<String>, text: String) -> Self {
        Self {
            name: name.into(),
            text,
            is_kept: false,
        }
    }

    /// One that is made once.
    pub(in crate::pseudonymous) fn kept(name: impl Into<String>, text: String) -> Self {
        Self {
            name: name.into(),
            text,
            is_kept: true,
        }
    }
}

/// The statements of a run.
#[derive(Debug)]
pub struct Statements {
    /// Of which run and plan they are: 16 hex digits, in each row of an answer.
    pub id: String,
    /// What the statements are about, beside the tables; each is about tables and those before it.
    pub views: Vec<View>,
    /// The statements; their names sort in this order.
    pub list: Vec<Statement>,
}

impl Statements {
    /// Those of some questions about views; `run` names the run, and so its hand-overs and settings.
    pub(in crate::pseudonymous) fn of(
        run: &str,
        views: Vec<View>,
        questions: impl IntoIterator<Item = Question>,
    ) -> Self {
        let questions: Vec<Question> = questions.into_iter().collect();
        let mut digest = Sha256::new().chain_update(run);
        let of_views = views.iter().flat_map(|view| [&*view.name, &view.text]);
        let of_questions = questions.iter().map(|question| &*question.rows);
        for text in of_views.chain(of_questions) {
            digest.update([0]);
            digest.update(text);
        }
        let first = digest.finalize().into_iter().take(8);
        let id = first.fold(0_u64, |number, byte| number << 8 | u64::from(byte));
        let id = format!("{id:016x}");
        let statement = |(number, question): (usize, Question)| Statement {
            name: format!("{:02}-{}", number + 1, question.name),
            text: question.text(&id),
            columns: question.columns,
            nothing: question.nothing,
        };
        Self {
            list: questions.into_iter().enumerate().map(statement).collect(),
            views,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn id(run: &str, views: [(&str, &str); 2], rows: &str) -> String {
        let views = views.map(|(name, text)| View::new(name, text.into()));
        let question = Question {
            name: "q".into(),
            rows: rows.into(),
            columns: vec!["a".into()],
            nothing: vec![-1],
            answers: None,
        };
        Statements::of(run, views.into(), [question]).id
    }

    #[test]
    fn the_id_is_of_run_and_views_and_rows() {
        let views = [("v", "SELECT 1"), ("w", "SELECT 2")];
        let others = [
            id("other", views, "r"),
            id("run", views, "s"),
            id("run", [("v", "SELECT 1"), ("w", "SELECT 3")], "r"),
            id("run", [("u", "SELECT 1"), ("w", "SELECT 2")], "r"),
            id("run", [("vS", "ELECT 1"), ("w", "SELECT 2")], "r"),
        ];
        let same = id("run", views, "r");
        assert_eq!(same, id("run", views, "r"));
        assert!(others.iter().all(|other| *other != same));
    }

    #[test]
    fn a_statement_holds_no_view_but_by_its_name() {
        let view = View::kept("v", "SELECT 1 AS a".into());
        let question = Question {
            name: "q".into(),
            rows: "SELECT a FROM v".into(),
            columns: vec!["a".into()],
            nothing: vec![-1],
            answers: Some("2".into()),
        };
        let all = Statements::of("run", vec![view], [question]);
        assert!(!all.list[0].text.contains("SELECT 1 AS a"));
        assert_eq!(all.list[0].name, "01-q");
    }
}
