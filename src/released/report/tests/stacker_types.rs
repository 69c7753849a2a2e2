use super::{Language, Table, Value, example, report, words};
use crate::released::calculate::uncounted::{count, text};

/// The words of a page with these rows in table `stacker_types`.
fn page(rows: Vec<Vec<Value>>) -> String {
    let mut tables = example::tables();
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
    let word = |text: &str| Value::Text(text.into());
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
    assert!(page.contains("mostly with x-one, x-two."));
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
