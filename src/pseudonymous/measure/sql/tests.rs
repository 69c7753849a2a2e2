use super::super::fixture::Made;
use super::*;
use crate::error::Code;
use crate::pseudonymous::cluster::{Statement, not_portable};
use crate::vocabulary::Silent;

const RUN: &str = "town-2026-12-31-00000000";

/// The rows of an answer: plan and numbers.
type Rows = Vec<(String, Vec<i64>)>;

/// What is made of an answer.
type Change = fn(&Statement, &mut Rows);

/// Answers every statement with the row that counts nobody, but for what is made of the rows.
struct Nobody(Change);

impl Answers for Nobody {
    fn prepare(&self, _: &Order<'_>) -> Result<()> {
        Ok(())
    }

    fn answer(
        &self,
        statement: &Statement,
        each: &mut dyn FnMut(&str, &[i64]) -> Result<()>,
    ) -> Result<()> {
        let id = statement.text.split('\'').nth(1).unwrap().to_owned();
        let mut row = vec![1];
        row.extend(vec![-1; keys(statement)]);
        row.extend([0, 0, 0]);
        let mut rows = vec![(id, row)];
        self.0(statement, &mut rows);
        rows.iter()
            .try_for_each(|(plan, numbers)| each(plan, numbers))
    }
}

/// How many keys it has: they stand behind `plan` and `answers`, and before the count and its draws.
fn keys(statement: &Statement) -> usize {
    statement.columns().len() - 5
}

fn statements(made: &Made, run: &str) -> Statements {
    Tallies::of(&made.town, &made.plan, run).statements
}

/// What counting a town elsewhere ends with.
fn counted(made: &Made, change: Change) -> Result<ExactTables> {
    let elsewhere = Answered {
        town: &made.town,
        answers: &Nobody(change),
        run: RUN,
    };
    elsewhere.count(&made.plan, &Silent)
}

#[test]
fn each_statement_is_asked_once_and_their_files_sort_as_they_are_asked() {
    let made = Made::town();
    let all = statements(&made, RUN);
    let names: Vec<&str> = all.list.iter().map(|one| one.name.as_str()).collect();
    assert!(names.is_sorted() && names.len() == made.plan.tallies().len() + 3);
    let mut bare: Vec<&str> = names.iter().map(|name| &name[3..]).collect();
    bare.sort_unstable();
    bare.dedup();
    assert_eq!(bare.len(), names.len());
    assert_eq!(all.id.len(), 16);
}

#[test]
fn another_run_or_plan_has_another_id() {
    let made = Made::town();
    let id = |made: &Made, run: &str| statements(made, run).id;
    let mut summed = Made::town();
    summed.plan.count = crate::vocabulary::CountingRule::Sum;
    assert_ne!(id(&made, RUN), id(&summed, RUN));
    assert_ne!(id(&made, RUN), id(&made, "town-2026-12-31-00000001"));
    assert_eq!(id(&made, RUN), id(&Made::town(), RUN));
}

#[test]
fn statements_hold_only_what_every_engine_reads_the_same() {
    let made = Made::town();
    let Statements { views, list, .. } = statements(&made, RUN);
    let views = views.into_iter().map(|view| (view.name, view.text));
    let list = list.into_iter().map(|one| (one.name, one.text));
    for (name, text) in views.chain(list) {
        let found = not_portable(&text);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn a_set_of_more_services_than_a_word_has_bits_is_in_two_words() {
    let mut made = Made::empty();
    let one = made.plan.services[0].clone();
    made.plan.services = vec![one; 64];
    made.plan.missing.resize(66, false);
    made.plan.partial.resize(66, false);
    let all = statements(&made, RUN);
    let sets = all
        .list
        .iter()
        .find(|one| one.name.ends_with("sets_of_services"));
    let sets = sets.unwrap();
    assert_eq!(sets.columns()[2..4], ["word_0", "word_1"]);
    // The highest bit of a signed number is its sign.
    assert!(
        sets.text.contains("WHEN 62 THEN 4611686018427387904 ")
            && sets.text.contains("WHEN 63 THEN 1 ")
    );
}

#[test]
fn an_empty_town_counted_elsewhere_has_all_tables() {
    let made = Made::empty();
    let here = made.town.count(&made.plan, &Silent).unwrap();
    let there = counted(&made, |_, _| ()).unwrap();
    assert_eq!(here.tables.len(), there.tables.len());
}

#[test]
fn an_answer_that_is_not_whole_is_refused() {
    let refusals: [(Change, &str); 7] = [
        (|_, rows| rows.clear(), "was cut off"),
        (|_, rows| rows[0].1[0] = 2, "was cut off"),
        (|_, rows| rows.push(rows[0].clone()), "was cut off"),
        (
            |_, rows| rows[0].0 = "0123456789abcdef".into(),
            "another run or plan",
        ),
        (|_, rows| rows[0].1.truncate(3), "other columns"),
        (|_, rows| rows[0].1.fill(-1), "no number of households"),
        (
            |_, rows| {
                let last = rows[0].1.len() - 3;
                rows[0].1[1..].fill(0);
                rows[0].1[last] = 1;
            },
            "does not count all households",
        ),
    ];
    for (change, words) in refusals {
        let error = counted(&Made::empty(), change).unwrap_err();
        assert_eq!(error.code(), Code::ResultsInvalid);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn what_the_plan_does_not_ask_for_is_refused_in_every_answer() {
    let made = Made::empty();
    let tallies = Tallies::of(&made.town, &made.plan, RUN);
    let statements = &tallies.statements;
    for (statement, asked) in statements.list.iter().zip(&tallies.asked).skip(2) {
        let change: Change = |statement, rows| {
            let keys = keys(statement);
            rows[0].1[0] = 2;
            rows.push(rows[0].clone());
            rows[1].1[1..=keys].fill(1 << 40);
            rows[1].1[keys + 1] = 1;
        };
        let mut counters = Counters::new(&tallies.scene);
        let answers = Nobody(change);
        let mut each = |columns: &[i64]| tallies.take((*asked, columns), &mut counters).map(|_| ());
        let asked = statements.ask(statement, &answers, &Silent, &mut each);
        assert!(asked.is_err(), "{}", statement.name);
    }
}
