//! Reads an extract ahead: while one thread visits rows, another reads those to come, and all work on the rows between.

use rayon::prelude::*;

use crate::error::Result;
use crate::identified::formats::{ExtractRows, Met};
use crate::identified::source::RawRow;
use crate::keys::Message;
use crate::vocabulary::Finding;

/// Lines per batch, and per piece of work: enough to keep all threads busy, few enough to stay in their caches.
const LINES: usize = 512;
const PIECE: usize = 64;

/// What comes next of an extract.
pub(super) enum Line<'a, T> {
    /// A row, and what was made of it.
    Row(&'a RawRow, &'a mut T),
    /// What could not be read as a row.
    Finding(&'a Finding),
}

/// Reads up to `most` rows; `work` makes something of each on all threads, in the place of what was made of an earlier
/// row, with a message as room to work in; `visit` gets that on this thread, in the order of the rows.
///
/// # Errors
/// What reading and `visit` give back.
pub(super) fn for_each_line<T: Default + Send>(
    rows: &mut ExtractRows<'_>,
    mut most: u64,
    work: impl Fn(&RawRow, &mut T, &mut Message) + Sync,
    mut visit: impl FnMut(Line<'_, T>) -> Result<()>,
) -> Result<()> {
    let [mut read, mut made, mut visited] = [(); 3].map(|()| Batch::new());
    read.fill(rows, &mut most)?;
    while read.filled > 0 || made.filled > 0 {
        std::mem::swap(&mut visited, &mut made);
        std::mem::swap(&mut made, &mut read);
        let mut filled = Ok(());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| made.work_on(&work));
            scope.spawn(|_| filled = read.fill(rows, &mut most));
            visited.visit(&mut visit)
        })?;
        filled?;
    }
    Ok(())
}

/// Lines of an extract; its memory is used again.
struct Batch<T> {
    slots: Vec<Slot<T>>,
    filled: usize,
}

struct Slot<T> {
    row: RawRow,
    made: T,
    /// Where the line is no row.
    finding: Option<Finding>,
}

impl<T: Default + Send> Batch<T> {
    fn new() -> Self {
        let slot = || Slot {
            row: RawRow::new(""),
            made: T::default(),
            finding: None,
        };
        Self {
            slots: std::iter::repeat_with(slot).take(LINES).collect(),
            filled: 0,
        }
    }

    /// Reads on; nothing at the end, or when no more rows are wanted.
    fn fill(&mut self, rows: &mut ExtractRows<'_>, most: &mut u64) -> Result<()> {
        self.filled = 0;
        for slot in &mut self.slots {
            if *most == 0 {
                break;
            }
            slot.finding = match rows.next(&mut slot.row)? {
                Some(Met::Row) => {
                    *most -= 1;
                    None
                }
                Some(Met::Finding(finding)) => Some(finding),
                None => {
                    *most = 0;
                    break;
                }
            };
            self.filled += 1;
        }
        Ok(())
    }

    fn work_on(&mut self, work: &(impl Fn(&RawRow, &mut T, &mut Message) + Sync)) {
        let pieces = self.slots[..self.filled].par_chunks_mut(PIECE);
        pieces.for_each_init(Message::new, |message, slots| {
            let rows = slots.iter_mut().filter(|slot| slot.finding.is_none());
            rows.for_each(|slot| work(&slot.row, &mut slot.made, message));
        });
    }

    fn visit(&mut self, visit: &mut impl FnMut(Line<'_, T>) -> Result<()>) -> Result<()> {
        let filled = std::mem::take(&mut self.filled);
        let mut slots = self.slots[..filled].iter_mut();
        slots.try_for_each(|slot| match &slot.finding {
            Some(finding) => visit(Line::Finding(finding)),
            None => visit(Line::Row(&slot.row, &mut slot.made)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Error};
    use crate::identified::example::extract;
    use crate::identified::formats::Extract;
    use crate::identified::settings::Field;
    use crate::vocabulary::Silent;

    /// Visits the lines of an extract of so many rows, every tenth of which is none; fails at a line. Gives what was
    /// visited: what was made of each row, and nothing where there was none.
    fn visited(rows: u64, most: u64, fails_at: u64) -> (Vec<Option<String>>, Result<()>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let line = |number| match number % 10 {
            0 => format!("{number};{number}\n"),
            _ => format!("{number}\n"),
        };
        let lines: String = (1..=rows).map(line).collect();
        std::fs::write(&path, format!("bsn\n{lines}")).unwrap();
        let mut settings = extract(&[(Field::Bsn, "bsn")]);
        settings.files = vec![path];
        let extract = Extract::unread(&settings).unwrap();
        let mut seen = Vec::new();
        let mut rows = extract.rows(&Silent).unwrap();
        let work = |row: &RawRow, made: &mut String, _: &mut Message| {
            made.clear();
            made.push_str(row.get(Field::Bsn).unwrap());
        };
        let outcome = for_each_line(&mut rows, most, work, |line| {
            seen.push(match line {
                Line::Row(_, made) => Some(made.clone()),
                Line::Finding(_) => None,
            });
            match seen.len() as u64 {
                seen if seen == fails_at => Err(Error::interrupted()),
                _ => Ok(()),
            }
        });
        (seen, outcome)
    }

    #[test]
    fn lines_are_visited_in_their_order_with_what_was_made_of_each() {
        for rows in [1, 511, 512, 513, 1024, 3000] {
            let (seen, outcome) = visited(rows, u64::MAX, 0);
            let expected = (1..=rows).map(|n| (n % 10 > 0).then(|| n.to_string()));
            assert!(seen.into_iter().eq(expected), "{rows}");
            outcome.unwrap();
        }
    }

    #[test]
    fn no_more_rows_are_read_than_wanted() {
        let (seen, outcome) = visited(3000, 900, 0);
        assert_eq!(seen.iter().flatten().count(), 900);
        outcome.unwrap();
    }

    #[test]
    fn a_visit_that_fails_ends_reading_with_its_error() {
        for fails_at in [1, 600, 3000] {
            let (seen, outcome) = visited(3000, u64::MAX, fails_at);
            assert_eq!(seen.len() as u64, fails_at);
            assert_eq!(outcome.unwrap_err().code(), Code::Interrupted);
        }
    }
}
