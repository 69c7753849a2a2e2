//! What an agreement may ask.

use super::{SMALLEST, complaint, read};

#[test]
fn a_question_asks_for_tables_and_groups_that_are_counted() {
    let question = "[[question]]\nask = \"Wie?\"\nstatistics = [\"areas\"]\n";
    let agreement = read(&format!("{SMALLEST}{question}levels = [\"wijk\"]\n")).unwrap();
    let plan = agreement.stack_plan();
    let names: Vec<&str> = plan.tables.iter().map(|table| table.name).collect();
    assert_eq!(
        names,
        [
            "headline",
            "stacking",
            "services",
            "areas",
            "linkage",
            "linkage_quality"
        ]
    );
    assert_eq!(plan.dimensions.words(), ["wijk"]);
    for (line, said) in [
        (
            "statistics = [\"stackings\"]",
            "no question is answered by \"stackings\"",
        ),
        (
            "dimensions = [\"wijk\"]",
            "no question is answered by \"wijk\"",
        ),
        (
            "levels = [\"postcode\"]",
            "no question is answered by \"postcode\"",
        ),
    ] {
        let question = format!("[[question]]\nask = \"Wie?\"\n{line}\n");
        let message = complaint(&format!("{SMALLEST}{question}"));
        assert!(message.contains(said), "{message}");
    }
    let few = "[measure]\ndimensions = [\"age_band\"]\n";
    let message = complaint(&format!("{SMALLEST}{few}{question}levels = [\"wijk\"]\n"));
    assert!(message.contains("a question asks by \"wijk\", which is not counted"));
    let message = complaint(&format!("{SMALLEST}[[question]]\nask = \"Wie?\"\n"));
    assert!(
        message.contains("[question] lacks `statistics`"),
        "{message}"
    );
}

#[test]
fn a_share_of_an_area_and_what_is_in_reach_bring_the_tables_that_they_rest_on() {
    let plan = |statistic: &str| {
        let question = format!("[[question]]\nask = \"Wie?\"\nstatistics = [\"{statistic}\"]\n");
        let agreement = read(&format!("{SMALLEST}{question}")).unwrap();
        let tables = ["areas", "population", "service_by_area", "co_occurrence"];
        tables.map(|table| agreement.asks_for(table))
    };
    assert_eq!(plan("stacking"), [false; 4]);
    assert_eq!(plan("service_by_area"), [true, false, true, false]);
    assert_eq!(plan("facilities"), [true, true, true, false]);
    assert!(read(SMALLEST).unwrap().asks_for("co_occurrence"));
}
