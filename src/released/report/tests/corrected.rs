use super::{Language, ReleaseTables, Table, Value, example, report, words};
use crate::released::calculate::uncounted::{count, decimal, text};

/// The words of a page with this table corrected, and households by how sure links must be.
fn page(mut tables: ReleaseTables, language: Language) -> String {
    let word = |text: &str| Value::text(text);
    let figure = |measure: &str, numbers: [f64; 4]| {
        let numbers = numbers.map(Value::Decimal);
        std::iter::once(word(measure)).chain(numbers).collect()
    };
    let columns = ["raw", "corrected", "low", "high"].map(decimal);
    tables.tables.push(Table {
        name: "corrected",
        columns: [text("measure")].into_iter().chain(columns).collect(),
        rows: vec![
            figure("households_3_or_more", [1580.0, 1712.4, 1650.6, 1774.2]),
            figure("share_of_users_3_or_more", [0.33, 0.3412, 0.33, 0.352]),
        ],
    });
    let columns = ["1", "2", "3"].map(|number| match number {
        "1" => count("households_1_or_more"),
        "2" => count("households_2_or_more"),
        _ => count("households_3_or_more"),
    });
    let row = |probability: &str, three: Value| {
        let counts = [Value::Count(4800), Value::Count(2800), three];
        std::iter::once(word(probability)).chain(counts).collect()
    };
    tables.tables.push(Table {
        name: "linkage_thresholds",
        columns: [text("probability")].into_iter().chain(columns).collect(),
        rows: vec![row("0.5", Value::Count(1580)), row("0.95", Value::Empty)],
    });
    let page = report(&tables, &example::run(language)).unwrap();
    words(&page).replace('\u{a0}', " ")
}

#[test]
fn the_corrected_figures_stand_beside_those_that_were_counted() {
    let page = page(example::tables(), Language::English);
    assert!(page.contains("an estimated 1,712 households would have three or more services"));
    assert!(page.contains("probably between 1,651 and 1,774. 1,580 were counted."));
    assert!(page.contains("1,580\n1,712\n1,651\n1,774"), "{page}");
    assert!(page.contains("33.0%\n34.1%\n33.0%\n35.2%"), "{page}");
}

#[test]
fn households_stand_by_how_sure_links_must_be_and_few_are_not_shown() {
    let page = page(example::tables(), Language::Dutch);
    assert!(page.contains("50 %\n4.800\n2.800\n1.580"), "{page}");
    assert!(page.contains("95 %\n4.800\n2.800\nniet getoond"), "{page}");
}

#[test]
fn where_links_have_no_probabilities_there_is_no_section() {
    let page = report(&example::tables(), &example::run(Language::English)).unwrap();
    assert!(!page.contains("id=\"corrected\""));
}
