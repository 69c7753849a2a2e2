//! The persons of an envelope under second-stage tokens, in a new order.

use rayon::prelude::*;

use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::{Messages, StageKeys};
use crate::pseudonymous::handover::content::Opened;
use crate::pseudonymous::handover::list::TokenList;
use crate::pseudonymous::handover::persons::PersonsWriter;
use crate::pseudonymous::handover::sort::BUDGET;
use crate::pseudonymous::handover::tokens::{self, tick};
use crate::pseudonymous::{TokenColumn, Tokens};
use crate::vocabulary::Progress;

/// Tokens that are digested together: enough to fill all lanes.
const TOGETHER: usize = 1024;

/// Writes `persons.parquet` and `tokens.parquet` of the second stage into `folder`; gives the number of persons.
///
/// The persons are sorted by their new tokens, which are as random as the key, so their old order is gone.
pub(super) fn rekey(
    opened: &Opened,
    keys: &StageKeys,
    folder: &WholeFolder,
    progress: &dyn Progress,
) -> Result<u64> {
    let list = TokenList::of(opened)?;
    let mut writer = PersonsWriter::begin(folder, BUDGET);
    let (all_rows, mut seen) = (list.rows()?, 0);
    list.for_each_piece(TokenColumn::ALL, &mut |first, piece| {
        // Each column under the key of its kind.
        let mut columns = piece.to_vec();
        columns
            .par_iter_mut()
            .enumerate()
            .for_each(|(kind, column)| {
                column
                    .par_chunks_mut(TOGETHER)
                    .for_each_init(Messages::new, |messages, tokens| {
                        keys.digest_all(kind, tokens, messages);
                    });
            });
        let rows = all_rows[first..].iter().take(columns[0].len());
        for (index, row) in rows.enumerate() {
            let mut known = Tokens::default();
            for (column, tokens) in TokenColumn::ALL.iter().zip(&columns) {
                known.set(*column, tokens[index]);
            }
            writer.push(tokens::first(&known).bytes(), &known, *row)?;
            tick(&mut seen, progress)?;
        }
        Ok(())
    })?;
    let persons = writer.len();
    writer.finish(&|_, _, token| Ok(token), progress)?;
    Ok(persons)
}
