use super::{Language, ReleaseTables, Table, Value, example, report, words};
use crate::released::calculate::uncounted::{count, text};

/// The words of a page with these rows in table `stacker_types`.
fn page(rows: Vec<Vec<Value>>) -> String {
    page_of(example::tables(), rows)
}

fn page_of(mut tables: ReleaseTables, rows: Vec<Vec<Value>>) -> String {
    tables.tables.retain(|table| table.name != "stacker_types");
    tables.tables.push(Table {
        name: "stacker_types",
        columns: vec![
            text("type"),
            count("households"),
            text("status"),
            text("services"),
        ],
        rows,
    });
    let page = report(&tables, &example::run(Language::English)).unwrap();
    words(&page).replace('\u{a0}', " ")
}

fn row(kind: &str, households: u64, services: &str) -> Vec<Value> {
    let word = |text: &str| Value::text(text);
    vec![
        word(kind),
        Value::Count(households),
        word("estimated"),
        word(services),
    ]
}

#[test]
fn a_type_is_a_sentence_with_its_services_and_everybody_else_is_only_in_the_table() {
    let page = page(vec![row("1", 120, "x-one+x-two"), row("other", 500, "")]);
    assert!(page.contains("Type 1: about 120 households ("), "{page}");
    assert!(page.contains("More often than others who stack, they have: x-one, x-two."));
    assert!(page.contains("Others\n500") && !page.contains("about 500"));
}

#[test]
fn where_no_types_are_told_the_page_says_why() {
    let page = page(Vec::new());
    assert!(
        page.contains("No types can be told: too little is shown"),
        "{page}"
    );
    assert!(!page.contains("A calculation looks for groups"));
}

#[test]
fn few_are_said_to_be_few_only_where_their_number_is_shown() {
    let with = |stackers: Value| {
        let mut tables = example::tables();
        let stacking = tables
            .tables
            .iter_mut()
            .find(|table| table.name == "stacking");
        let stacking = stacking.unwrap();
        let two_or_more = stacking.rows.iter_mut().filter(|row| {
            let is_all = row.contains(&Value::text("all"));
            is_all && row.contains(&Value::text("2+"))
        });
        for row in two_or_more {
            row[4] = stackers.clone();
        }
        page_of(tables, Vec::new())
    };
    let few = "Fewer than two hundred households";
    assert!(with(Value::Count(190)).contains(few));
    let hidden = with(Value::Empty);
    assert!(
        !hidden.contains(few) && hidden.contains("too little is shown"),
        "{hidden}"
    );
}

#[test]
fn others_are_in_the_table_only_where_there_are_any() {
    assert!(!page(vec![row("1", 120, "x-one"), row("other", 0, "")]).contains("Others\n"));
}
