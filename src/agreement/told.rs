//! Which days and quarters of a use `[measure]` asks for, against the rest of the agreement.

use super::project::Project;
use super::release::Measure;
use super::section::Section;
use crate::released::runs::QuestionRecord;
use crate::vocabulary::{Told, When, quarters};

/// The days and quarters that are told, of quarters those that the period has.
pub(super) fn in_period(told: When, project: &Project) -> When {
    let number = quarters(project.from, project.to).len();
    let days = When::ALWAYS.or(When::FLOW);
    told.and(days.or(When::first_quarters(number)))
}

/// Refuses a question about a table that is not counted, and quarters of a period that has too many.
pub(super) fn refuse_untold(
    measure: &Measure,
    project: Option<&Project>,
    questions: &[QuestionRecord],
    root: &Section<'_>,
) {
    for (key, told) in Told::WORDS {
        let table = told.table();
        let mut asked = questions.iter().flat_map(|one| &one.statistics);
        if !measure.counts(told) && asked.any(|one| one == table) {
            let message = format!("a question asks for `{table}`, which is not counted");
            let hint = format!(
                "agree on `{key} = true` and `moment = \"period\"` under [measure], or leave it out of the question"
            );
            root.mistake(root.spot_of("question"), message, hint);
        }
    }
    let is_long = |project: &Project| quarters(project.from, project.to).len() > 4;
    if measure.told.meets(When::QUARTERS) && project.is_some_and(is_long) {
        let message = "`measure.succession` needs a period of at most four quarters";
        root.mistake(
            root.spot_of("measure"),
            message,
            "choose a period of a year at most",
        );
    }
}
