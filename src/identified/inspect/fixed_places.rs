//! Where the columns of fixed-width text start and end.

use zeroize::Zeroizing;

use crate::error::Result;
use crate::identified::dates::DateText;
use crate::identified::formats::{CSV, FIXED, FixedTable, Seen, first_lines};
use crate::identified::normalise::plausible;
use crate::identified::settings::DateOrder;
use crate::identified::source::text::TextFile;

/// Fewer lines say nothing of what is the same in all.
const FEWEST_LINES: usize = 3;

/// The longest line that is looked at, in characters.
const LONGEST: usize = 4_000;

/// The share (0 to 1) of cells that must agree.
const NEARLY_ALL: f64 = 0.9;

/// A line as its characters; wiped on drop.
type Line = Zeroizing<Vec<char>>;

/// What is at a place, over all lines.
#[derive(Default, Clone, Copy)]
struct At {
    filled: usize,
    digits: usize,
    letters: usize,
}

/// What a place holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Digits,
    Letters,
    Mixed,
}

/// Sees a file without delimiters as what it is: text of fixed width, where its columns are at fixed places.
pub(super) fn recognise(seen: &mut Seen) -> Result<()> {
    let is_one_column = seen
        .table
        .as_ref()
        .is_some_and(|table| table.header().names().len() == 1);
    if seen.format != CSV || !is_one_column {
        return Ok(());
    }
    let text = TextFile::open(&seen.path, None)?;
    if let Some(places) = columns(&first_lines(&text)?) {
        seen.format = FIXED;
        seen.table = Some(Box::new(FixedTable::of(text, places)));
    }
    Ok(())
}

/// The columns, from and up to, counted from 0; `None` for text that has none at fixed places.
///
/// A column begins behind a place that is blank in every line, where digits follow letters or letters digits in nearly
/// all of them, and around BSNs and dates in a run of digits.
fn columns(lines: &[Line]) -> Option<Vec<(usize, usize)>> {
    let rows = without_header(lines);
    let length = rows.iter().map(|line| line.len()).max()?;
    if rows.len() < FEWEST_LINES || length > LONGEST {
        return None;
    }
    let at: Vec<At> = (0..length).map(|place| look(rows, place)).collect();
    let kinds: Vec<Kind> = at.iter().map(|at| at.kind()).collect();
    let mut begins = Vec::new();
    for place in 0..length {
        let before = place
            .checked_sub(1)
            .map_or(Kind::Blank, |place| kinds[place]);
        let is_turn = matches!(
            (before, kinds[place]),
            (Kind::Digits, Kind::Letters) | (Kind::Letters, Kind::Digits)
        );
        let turns = is_turn && at[place].filled * 2 > rows.len();
        if kinds[place] != Kind::Blank && (before == Kind::Blank || turns) {
            begins.push(place);
        }
    }
    begins.retain(|&place| !goes_on(rows, &at, place));
    let begins = with_runs_cut(rows, &kinds, &begins);
    let begins = without_postcodes_cut(rows, begins, length);
    let ends = begins.iter().copied().skip(1).chain([length]);
    let columns: Vec<(usize, usize)> = begins.iter().copied().zip(ends).collect();
    is_a_table(rows, &columns).then_some(columns)
}

impl At {
    fn kind(self) -> Kind {
        let nearly_all = |count: usize| count as f64 >= NEARLY_ALL * self.filled as f64;
        match self.filled {
            0 => Kind::Blank,
            _ if nearly_all(self.digits) => Kind::Digits,
            _ if nearly_all(self.letters) => Kind::Letters,
            _ => Kind::Mixed,
        }
    }
}

/// The lines without the first, where that has letters only and digits are in the others: it names the columns.
fn without_header(lines: &[Line]) -> &[Line] {
    let has_digits = |line: &Line| line.iter().any(char::is_ascii_digit);
    match lines {
        [first, rest @ ..] if !has_digits(first) && rest.iter().all(has_digits) => rest,
        all => all,
    }
}

fn look(rows: &[Line], place: usize) -> At {
    let mut at = At::default();
    for letter in rows.iter().filter_map(|line| line.get(place)) {
        at.filled += usize::from(!letter.is_whitespace());
        at.digits += usize::from(letter.is_ascii_digit());
        at.letters += usize::from(letter.is_alphabetic());
    }
    at
}

/// The texts of a column that are filled from its first place to its last.
fn whole_cells(rows: &[Line], begin: usize, end: usize) -> impl Iterator<Item = Zeroizing<String>> {
    let cell = move |line: &Line| {
        let cell = line.get(begin..end)?;
        let is_whole = cell.iter().all(|letter| !letter.is_whitespace());
        is_whole.then(|| Zeroizing::new(cell.iter().collect::<String>()))
    };
    rows.iter().filter_map(cell)
}

/// Whether nearly all whole cells pass, and there are some.
fn pass(rows: &[Line], begin: usize, end: usize, passes: impl Fn(&str) -> bool) -> bool {
    let (mut cells, mut good) = (0_usize, 0_usize);
    for cell in whole_cells(rows, begin, end) {
        cells += 1;
        good += usize::from(passes(&cell));
    }
    cells > 0 && good as f64 >= NEARLY_ALL * cells as f64
}

/// Whether a text that begins here goes on from the column before: it is seldom there, and then a letter is before
/// the blank in front of it, as between the words of a name.
fn goes_on(rows: &[Line], at: &[At], place: usize) -> bool {
    let Some(before) = place.checked_sub(2).map(|place| at[place]) else {
        return false;
    };
    let is_filled = |line: &Line, place: usize| {
        line.get(place)
            .is_some_and(|letter| !letter.is_whitespace())
    };
    let here = at[place];
    let is_seldom = here.filled * 2 < rows.len();
    let are_texts = here.digits * 2 < here.filled && before.digits * 2 < before.filled;
    let mut filled = rows.iter().filter(|line| is_filled(line, place));
    is_seldom && are_texts && filled.all(|line| is_filled(line, place - 2))
}

/// Cuts runs of digits around the BSNs and dates in them.
fn with_runs_cut(rows: &[Line], kinds: &[Kind], begins: &[usize]) -> Vec<usize> {
    let is_date = |cell: &str| {
        let written = DateText::of(cell);
        let orders = [DateOrder::YearMonthDay, DateOrder::DayMonthYear].into_iter();
        let mut dates = orders.filter_map(|order| written.as_ref()?.full(order));
        dates.any(|date| (1850..2150).contains(&date.year))
    };
    let is_bsn = |cell: &str| plausible::bsn_kind(cell).is_some();
    let mut cut = Vec::with_capacity(begins.len());
    for (index, &begin) in begins.iter().enumerate() {
        let end = begins.get(index + 1).copied().unwrap_or(kinds.len());
        let digits = kinds[begin..end]
            .iter()
            .take_while(|kind| **kind == Kind::Digits);
        let run_end = begin + digits.count();
        cut.push(begin);
        let mut place = begin;
        while place < run_end {
            let width = [(9, true), (8, false)]
                .into_iter()
                .find(|&(width, is_number)| {
                    let behind = place + width;
                    behind <= run_end
                        && pass(rows, place, behind, |cell| {
                            if is_number {
                                is_bsn(cell)
                            } else {
                                is_date(cell)
                            }
                        })
                });
            let Some((width, _)) = width else {
                place += 1;
                continue;
            };
            cut.extend([place, place + width]);
            place += width;
        }
        cut.retain(|&place| place < kinds.len());
    }
    // A cut right before blanks begins nothing.
    cut.retain(|&place| kinds[place] != Kind::Blank);
    cut.dedup();
    cut
}

/// Takes out the beginnings within postcodes, whose digits turn to letters.
fn without_postcodes_cut(rows: &[Line], mut begins: Vec<usize>, length: usize) -> Vec<usize> {
    let is_postcode = |cell: &str| {
        let (digits, letters) = (
            &cell.as_bytes()[..4.min(cell.len())],
            cell.get(4..).unwrap_or_default(),
        );
        digits.iter().all(u8::is_ascii_digit)
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let mut index = 0;
    while index + 1 < begins.len() {
        let (begin, middle) = (begins[index], begins[index + 1]);
        let end = begins.get(index + 2).copied().unwrap_or(length);
        let width = middle - begin;
        // `1234AB` or `1234 AB`.
        let is_one = match width {
            4 if end >= begin + 6 => pass(rows, begin, begin + 6, is_postcode),
            5 if end >= middle + 2 => {
                pass(rows, begin, begin + 4, |cell| {
                    cell.bytes().all(|byte| byte.is_ascii_digit())
                }) && pass(rows, middle, middle + 2, |cell| {
                    cell.bytes().all(|byte| byte.is_ascii_uppercase())
                })
            }
            _ => false,
        };
        if is_one {
            begins.remove(index + 1);
        }
        index += 1;
    }
    begins
}

/// Whether this is a table and no prose or list: three columns or more, one of them of numbers, dates or postcodes.
fn is_a_table(rows: &[Line], columns: &[(usize, usize)]) -> bool {
    let is_of_digits = |&(begin, end): &(usize, usize)| {
        let end = (begin + 8).min(end);
        end >= begin + 6
            && pass(rows, begin, end, |cell| {
                cell.bytes().filter(u8::is_ascii_digit).count() >= 4
            })
    };
    columns.len() >= 3 && columns.iter().any(is_of_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(lines: &[&str]) -> Option<Vec<(usize, usize)>> {
        let line = |line: &&str| Zeroizing::new(line.chars().collect::<Vec<_>>());
        columns(&lines.iter().map(line).collect::<Vec<_>>())
    }

    #[test]
    fn columns_begin_behind_blanks_and_at_turns_of_letters_and_digits() {
        let lines = [
            "123456782Jansen    van  19710317V1507XY12   A",
            "111222333de Vries       19880229M1508ZZ4     ",
            "999990019Zoë       de   20111105V1509WW120   ",
        ];
        let expected = [
            (0, 9),
            (9, 19),
            (19, 24),
            (24, 32),
            (32, 33),
            (33, 39),
            (39, 44),
            (44, 45),
        ];
        assert_eq!(places(&lines).unwrap(), expected);
    }

    #[test]
    fn words_of_one_column_stay_together_when_their_blanks_meet() {
        let lines = [
            "123456782Jansen          V",
            "111222333Berg    van der M",
            "999990019Bos     de      V",
            "111222333Smit            M",
            "123456782Vries   van     M",
        ];
        assert_eq!(
            places(&lines).unwrap(),
            [(0, 9), (9, 17), (17, 25), (25, 26)]
        );
    }

    #[test]
    fn a_house_number_behind_postcodes_with_and_without_a_blank_is_a_column() {
        let lines = [
            "123456782V1507XY 12  WIA",
            "111222333M1508ZZ 4   WW ",
            "999990019V1509 WW120 ZW ",
            "123456782V1507XY 7   WIA",
            "111222333M1508ZZ 4   WW ",
        ];
        let expected = [(0, 9), (9, 10), (10, 17), (17, 21), (21, 24)];
        assert_eq!(places(&lines).unwrap(), expected);
    }

    #[test]
    fn a_run_of_digits_is_cut_around_numbers_and_dates() {
        let lines = [
            "12345678219710317207",
            "11122233319880229148",
            "99999001920111105231",
        ];
        assert_eq!(places(&lines).unwrap(), [(0, 9), (9, 17), (17, 20)]);
    }

    #[test]
    fn a_line_of_names_above_and_blanks_within_postcodes_do_no_harm() {
        let lines = [
            "NUMMER    NAAM      POSTCODE",
            "123456782 Jansen    1507 XY ",
            "111222333 Smit      1508 ZZ ",
            "999990019 Bos       1509 WW ",
        ];
        assert_eq!(places(&lines).unwrap(), [(0, 10), (10, 20), (20, 28)]);
    }

    #[test]
    fn prose_and_lists_have_no_columns() {
        assert_eq!(
            places(&["Beste lezer,", "dit is een brief", "en geen tabel van 3"]),
            None
        );
        assert_eq!(places(&["123456782", "111222333", "999990019"]), None);
        assert_eq!(places(&["1507XY 12", "1508ZZ 4", "1509WW 120"]), None);
        assert_eq!(places(&["123456782Jansen  19710317"]), None);
    }
}
