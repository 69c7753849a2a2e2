//! The columns in which each person has a token. Few sets of columns occur, so they are numbered.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use crate::pseudonymous::FilledColumns;

/// By person a set of columns: 2 bytes each, or 8 where there are more than 65,536 different sets.
#[derive(Debug)]
pub(in crate::pseudonymous) struct Filled(Kept);

#[derive(Debug)]
enum Kept {
    /// The different sets, and the number of that of each person.
    Numbered(Vec<FilledColumns>, Vec<u16>),
    Whole(Vec<FilledColumns>),
}

impl Filled {
    /// How many persons there are.
    pub(in crate::pseudonymous) const fn len(&self) -> usize {
        match &self.0 {
            Kept::Numbered(_, of) => of.len(),
            Kept::Whole(of) => of.len(),
        }
    }

    /// The columns of the person at this place, who is there.
    pub(in crate::pseudonymous) fn of(&self, person: usize) -> FilledColumns {
        match &self.0 {
            Kept::Numbered(sets, of) => sets[usize::from(of[person])],
            Kept::Whole(of) => of[person],
        }
    }

    /// The columns of each person.
    pub(in crate::pseudonymous) fn iter(&self) -> impl Iterator<Item = FilledColumns> {
        (0..self.len()).map(|person| self.of(person))
    }

    /// The same, for all threads.
    pub(in crate::pseudonymous) fn par_iter(
        &self,
    ) -> impl IndexedParallelIterator<Item = FilledColumns> {
        (0..self.len())
            .into_par_iter()
            .map(|person| self.of(person))
    }
}

/// Takes the columns of one person after the other.
pub(super) struct Filling {
    filled: Filled,
    numbers: HashMap<FilledColumns, u16>,
}

impl Filling {
    /// Of nobody yet, with room for so many persons.
    pub(super) fn of(persons: usize) -> Self {
        let kept = Kept::Numbered(Vec::new(), Vec::with_capacity(persons));
        Self {
            filled: Filled(kept),
            numbers: HashMap::new(),
        }
    }

    /// How many persons it has.
    pub(super) const fn len(&self) -> usize {
        self.filled.len()
    }

    /// Takes the next person.
    pub(super) fn push(&mut self, columns: FilledColumns) {
        match &mut self.filled.0 {
            Kept::Whole(of) => return of.push(columns),
            Kept::Numbered(sets, of) => {
                if let Some(number) = self.numbers.get(&columns) {
                    return of.push(*number);
                }
                if let Ok(number) = u16::try_from(sets.len()) {
                    sets.push(columns);
                    self.numbers.insert(columns, number);
                    return of.push(number);
                }
            }
        }
        let before = self.filled.iter();
        self.filled = Filled(Kept::Whole(before.chain([columns]).collect()));
    }

    /// All persons were taken.
    pub(super) fn end(self) -> Filled {
        self.filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_its_columns_however_many_sets_there_are() {
        for different in [3, 1 << 16, (1 << 16) + 2] {
            let set = |person: u64| FilledColumns::from_bits(person % different);
            let mut filling = Filling::of(0);
            (0..70_000).map(set).for_each(|one| filling.push(one));
            let filled = filling.end();
            assert!(filled.iter().eq((0..70_000).map(set)));
            let is_whole = matches!(filled.0, Kept::Whole(_));
            assert_eq!(is_whole, different > 1 << 16);
        }
    }
}
