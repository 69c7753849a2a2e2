//! The settings of an extract (delimiter, encoding, dates) from those of its files.

use super::few_codes::is_printed_as_it_is;
use super::names::is_plain;
use crate::identified::formats::Seen;
use crate::identified::settings::DateOrder;
use crate::identified::source::{Habits, SheetRead, Table};

/// How all files are written; what differs is left to be detected.
pub(super) fn of_all(tables: &[(&Seen, &dyn Table)]) -> Habits {
    let mut all = tables.iter().map(|(_, table)| table.habits());
    let mut habits = all.next().unwrap_or_default();
    for other in all {
        habits.delimiter = habits.delimiter.filter(|one| other.delimiter == Some(*one));
        habits.encoding = habits.encoding.filter(|one| other.encoding == Some(*one));
        habits.sheet = habits.sheet.zip(other.sheet).and_then(|(one, other)| {
            let with_rows = one.with_rows.max(other.with_rows);
            (one.name == other.name).then_some(SheetRead { with_rows, ..one })
        });
    }
    habits
}

/// A file and its habits in words.
pub(super) fn tell(
    file: &Seen,
    table: &dyn Table,
    dates: Option<DateOrder>,
    shows_names: bool,
) -> String {
    let Habits {
        delimiter,
        encoding,
        sheet,
    } = table.habits();
    let delimiter = delimiter.map(|delimiter| match delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("'{}'", char::from(other)),
    });
    let words = [
        Some(file.format.word.to_owned()),
        delimiter,
        encoding.map(|encoding| encoding.word().to_owned()),
        sheet.as_ref().map(|sheet| sheet_words(sheet, shows_names)),
        dates.map(|dates| format!("dates {}", dates.word())),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    format!("{}: {}", file.name, words.join(", "))
}

/// The name of a sheet, when it cannot be that of a person, or its owner asks.
pub(super) fn shown_name(sheet: &SheetRead, shows_names: bool) -> Option<String> {
    let is_shown = is_plain(&sheet.name) || (shows_names && is_printed_as_it_is(&sheet.name));
    is_shown.then(|| sheet.name.clone())
}

fn sheet_words(sheet: &SheetRead, shows_names: bool) -> String {
    match shown_name(sheet, shows_names) {
        Some(name) => format!("sheet \"{name}\""),
        None => format!("sheet {} of {}", sheet.place, sheet.sheets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_sheet_is_shown_only_when_it_cannot_be_of_a_person() {
        let sheet = |name: &str| SheetRead {
            name: name.to_owned(),
            place: 2,
            sheets: 3,
            with_rows: 1,
        };
        assert_eq!(
            sheet_words(&sheet("Cliënten 2026"), false),
            "sheet \"Cliënten 2026\""
        );
        for name in ["Jan Jansen", "123456782", "lijst van Fatima", ""] {
            assert_eq!(sheet_words(&sheet(name), false), "sheet 2 of 3");
            assert_eq!(shown_name(&sheet(name), false), None);
            assert_eq!(shown_name(&sheet(name), true), Some(name.to_owned()));
        }
    }
}
