//! Whose the tokens of a hand-over are, and whether its persons have the order that every hand-over has.

use super::filled::{Filled, Filling};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn};

/// Leaves 48 of the first 64 bits of a token: what persons are sorted by.
const LATER_BITS: u32 = 16;

/// A row number is in the first 32 of these 48 bits.
const ROW_BITS: u32 = 16;

/// What is wrong, in the words of a rule that was broken.
type Broken = &'static str;

/// The bits of a token that persons are sorted by.
pub(in crate::pseudonymous) const fn leading(token: Digest) -> u64 {
    token.beginning() >> LATER_BITS
}

/// Tokens behind each other that are of one person.
struct Holder {
    row: u32,
    columns: FilledColumns,
    /// The leading bits of the token that this person sorts by; 0 without such a token.
    first: u64,
}

/// Of a piece of the tokens: whose they are, and the tokens of BSNs.
pub(super) struct Holders {
    all: Vec<Holder>,
    /// The first and the last token of a BSN.
    bsns: Option<(Digest, Digest)>,
    /// Whether two of them that follow each other are equal.
    has_equal_bsns: bool,
}

impl Holders {
    /// Of these columns of a piece; `without_home` sorts by no token of a home.
    ///
    /// # Errors
    /// The rule that they break.
    pub(super) fn of(
        (rows, columns, tokens): (&[u32], &[u32], &[Digest]),
        without_home: bool,
    ) -> Result<Self, Broken> {
        let mut found = Self {
            all: Vec::new(),
            bsns: None,
            has_equal_bsns: false,
        };
        for ((row, column), token) in rows.iter().zip(columns).zip(tokens) {
            let column = TokenColumn::ALL.get(*column as usize);
            let column = *column.ok_or(
                "it has a token of an unknown column; all parties need one version of factlab",
            )?;
            let sorts = !(without_home && column.is_of_home());
            let first = if sorts { leading(*token) } else { 0 };
            found.note_bsn(column, *token);
            match found.all.last_mut() {
                Some(known) if known.row == *row => {
                    known.columns = with(known.columns, column)?;
                    known.first = or(known.first, first);
                }
                _ => found.all.push(Holder {
                    row: *row,
                    columns: FilledColumns::default().with(column),
                    first,
                }),
            }
        }
        Ok(found)
    }

    fn note_bsn(&mut self, column: TokenColumn, token: Digest) {
        if column == TokenColumn::Bsn {
            let (first, last) = self.bsns.unwrap_or((token, Digest::ABSENT));
            self.has_equal_bsns |= last == token;
            self.bsns = Some((first, token));
        }
    }
}

/// What comes first, where there is one.
const fn or(first: u64, second: u64) -> u64 {
    if first == 0 { second } else { first }
}

/// The columns and one more, which is behind them.
fn with(filled: FilledColumns, column: TokenColumn) -> Result<FilledColumns, Broken> {
    if filled.last().is_some_and(|last| last >= column) {
        return Err("the tokens of a person are not sorted by column, or one occurs twice");
    }
    Ok(filled.with(column))
}

/// Who sends the tokens, as far as it says what they are sorted by.
#[derive(Clone, Copy)]
pub(super) struct Sorting {
    /// The register's persons are sorted by all tokens, and no two share a BSN.
    pub(super) of_register: bool,
    /// A provider leaves the address out, and takes the row number where nothing else is known.
    pub(super) by_person: bool,
}

/// What was learned of the persons of a hand-over.
pub(super) struct Walked {
    pub(super) filled: Filled,
    /// What the person is sorted by whose token is the first of each piece.
    pub(super) firsts: Vec<u64>,
    /// The rule of the order that is broken, if any.
    pub(super) disorder: Option<Broken>,
}

/// Goes through the tokens piece by piece, and the persons beside them.
pub(super) struct Walk<'a> {
    rows: &'a [u32],
    sorting: Sorting,
    filling: Filling,
    current: Option<Holder>,
    /// Pieces whose first token is of the current person.
    begun: usize,
    last: u64,
    bsn_before: Digest,
    firsts: Vec<u64>,
    disorder: Option<Broken>,
}

impl<'a> Walk<'a> {
    /// The persons with these row numbers; no token was read.
    pub(super) fn along(rows: &'a [u32], sorting: Sorting) -> Self {
        Self {
            rows,
            sorting,
            filling: Filling::of(rows.len()),
            current: None,
            begun: 0,
            last: 0,
            bsn_before: Digest::ABSENT,
            firsts: Vec::new(),
            disorder: None,
        }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// The rule that it breaks, but for those of the order of persons.
    pub(super) fn piece(&mut self, piece: Holders) -> Result<(), Broken> {
        if let Some((first, last)) = piece.bsns.filter(|_| self.sorting.of_register) {
            if piece.has_equal_bsns || first == self.bsn_before {
                self.disorder.get_or_insert("two persons share a BSN");
            }
            self.bsn_before = last;
        }
        for (place, holder) in piece.all.into_iter().enumerate() {
            self.next(holder)?;
            self.begun += usize::from(place == 0);
        }
        Ok(())
    }

    fn next(&mut self, holder: Holder) -> Result<(), Broken> {
        // Those of a person may be in two pieces.
        if let Some(known) = self.current.as_mut().filter(|one| one.row == holder.row) {
            for column in holder.columns.columns() {
                known.columns = with(known.columns, column)?;
            }
            known.first = or(known.first, holder.first);
            return Ok(());
        }
        self.end_person();
        // Somebody may have no token.
        let behind = self.rows.get(self.filling.len()..).unwrap_or_default();
        let ahead = behind.iter().position(|row| *row == holder.row);
        let ahead = ahead.ok_or(
            "a token is of nobody in it, or its tokens are not in the order of its persons",
        )?;
        (0..ahead).for_each(|_| self.push(FilledColumns::default(), 0));
        self.current = Some(holder);
        Ok(())
    }

    fn end_person(&mut self) {
        if let Some(known) = self.current.take() {
            self.push(known.columns, known.first);
        }
    }

    /// The next person has tokens in these columns.
    fn push(&mut self, columns: FilledColumns, first: u64) {
        let row = self.rows.get(self.filling.len()).copied();
        let by_row = row.filter(|_| self.sorting.by_person).unwrap_or(0);
        let first = or(first, u64::from(by_row) << ROW_BITS);
        if first < self.last {
            let rule = "its persons are not sorted by their tokens";
            self.disorder.get_or_insert(rule);
        }
        self.last = first;
        let begun = std::mem::take(&mut self.begun);
        self.firsts.extend(std::iter::repeat_n(first, begun));
        self.filling.push(columns);
    }

    /// All tokens were read.
    pub(super) fn end(mut self) -> Walked {
        self.end_person();
        let without = self.rows.len().saturating_sub(self.filling.len());
        (0..without).for_each(|_| self.push(FilledColumns::default(), 0));
        Walked {
            filled: self.filling.end(),
            firsts: self.firsts,
            disorder: self.disorder,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use TokenColumn::{AddressNumber, BirthAddress, Bsn};

    type Token = (u32, TokenColumn, u128);

    fn piece(tokens: &[Token], without_home: bool) -> Holders {
        let token = |number: &u128| Digest::from_bytes((number << 120).to_be_bytes());
        let rows: Vec<_> = tokens.iter().map(|(row, ..)| *row).collect();
        let columns: Vec<_> = tokens.iter().map(|(_, one, _)| *one as u32).collect();
        let tokens: Vec<_> = tokens.iter().map(|(.., number)| token(number)).collect();
        Holders::of((&rows, &columns, &tokens), without_home).unwrap()
    }

    fn walked(rows: &[u32], sorting: Sorting, pieces: &[&[Token]]) -> Walked {
        let mut walk = Walk::along(rows, sorting);
        for one in pieces {
            walk.piece(piece(one, sorting.by_person)).unwrap();
        }
        walk.end()
    }

    const OF_REGISTER: Sorting = Sorting {
        of_register: true,
        by_person: false,
    };

    const OF_PROVIDER: Sorting = Sorting {
        of_register: false,
        by_person: true,
    };

    #[test]
    fn each_piece_is_known_by_whose_token_it_begins_with() {
        let pieces: &[&[Token]] = &[
            &[(7, Bsn, 1)],
            &[(7, BirthAddress, 9), (3, Bsn, 2)],
            &[(9, AddressNumber, 3)],
        ];
        let walked = walked(&[5, 7, 3, 9], OF_REGISTER, pieces);
        assert_eq!(walked.firsts, [1 << 40, 1 << 40, 3 << 40]);
        let counts: Vec<usize> = walked.filled.iter().map(FilledColumns::count).collect();
        assert_eq!(counts, [0, 2, 1, 1]);
        assert!(walked.disorder.is_none());
    }

    #[test]
    fn a_provider_sorts_who_has_no_other_token_by_row_number() {
        let of_address: &[&[Token]] = &[&[(1, AddressNumber, 200), (2, AddressNumber, 3)]];
        let rows = [1, 2];
        let walked = |sorting| walked(&rows, sorting, of_address);
        assert_eq!(walked(OF_PROVIDER).firsts, [1 << ROW_BITS]);
        assert!(walked(OF_PROVIDER).disorder.is_none());
        assert!(walked(OF_REGISTER).disorder.is_some());
    }

    #[test]
    fn two_residents_with_one_bsn_are_noticed_across_pieces() {
        let pieces: &[&[Token]] = &[&[(1, Bsn, 4)], &[(2, Bsn, 4)]];
        assert!(walked(&[1, 2], OF_REGISTER, pieces).disorder.is_some());
        let of_provider = walked(&[1, 2], OF_PROVIDER, pieces);
        assert!(of_provider.disorder.is_none());
    }
}
