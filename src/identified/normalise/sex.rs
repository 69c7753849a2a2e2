//! Sex from its code.

use super::cells::Cells;
use crate::identified::settings::Field;
use crate::vocabulary::{Rule, Sex};

/// The codes met in extracts, in lower case: those of the BRP, of the iStandaarden, of spreadsheets.
const CODES: [(Sex, &[&str]); 3] = [
    (
        Sex::Female,
        &["v", "vrouw", "vrouwelijk", "f", "female", "2"],
    ),
    (Sex::Male, &["m", "man", "mannelijk", "male", "1"]),
    (
        Sex::Unknown,
        &["o", "onbekend", "unknown", "0", "9", "x", "-", "."],
    ),
];

/// The sex of the row; `None` when the cell is empty or no known code, which is reported. The codes go before placeholders.
pub(super) fn read(cells: &mut Cells) -> Option<Sex> {
    let text = cells.as_written(Field::Sex)?;
    let is_code = |codes: &[&str]| codes.iter().any(|code| code.eq_ignore_ascii_case(text));
    let found = CODES.iter().find(|(_, codes)| is_code(codes));
    if found.is_none() && cells.get(Field::Sex).is_some() {
        cells.tell(Field::Sex, Rule::SexUnknown);
    }
    found.map(|(sex, _)| *sex)
}
