//! Which columns of a survey have answers, and which stand beside one: how many people answered, and margins.

/// How a column with the number of answers is called, and one with margins: of all questions, or behind the name of one.
pub(super) const ANSWERS: [&str; 5] = [
    "n",
    "respondenten",
    "aantal respondenten",
    "respons",
    "answers",
];
pub(super) const MARGINS: [&str; 3] = ["marge", "margin", "foutmarge"];

/// What an indicator of a survey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Question,
    Answers,
    Margin,
}

/// Whether a name is that of a question, or of what stands beside one.
pub(super) fn part(word: &str) -> Part {
    let word = word.to_lowercase();
    let is_of = |names: &[&str]| {
        let ends = |name: &&str| {
            let before = word.strip_suffix(*name);
            before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
        };
        names.iter().any(ends)
    };
    if is_of(&ANSWERS) {
        Part::Answers
    } else if is_of(&MARGINS) {
        Part::Margin
    } else {
        Part::Question
    }
}

/// Whether a column of a long table has what `part` is, by its name.
pub(super) fn is_beside(name: &str, of: Part) -> bool {
    let name = name.trim().to_lowercase();
    part(&name) == of && [&ANSWERS[..], &MARGINS].concat().contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_margins_are_told_from_questions_by_the_end_of_their_name() {
        for (word, expected) in [
            ("n", Part::Answers),
            ("Respondenten", Part::Answers),
            ("Rokers n", Part::Answers),
            ("Rokers marge", Part::Margin),
            ("Marge", Part::Margin),
            ("Rokers", Part::Question),
            ("Inwoners in nood", Part::Question),
            ("Vertrouwen", Part::Question),
        ] {
            assert_eq!(part(word), expected, "{word}");
        }
        assert!(is_beside(" N ", Part::Answers) && !is_beside("Rokers n", Part::Answers));
    }
}
