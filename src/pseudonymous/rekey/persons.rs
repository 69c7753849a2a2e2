//! The persons of an envelope under second-stage tokens, in a new order.

use rayon::prelude::*;

use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::keys::{Digest, Messages, StageKeys};
use crate::pseudonymous::handover::content::Opened;
use crate::pseudonymous::handover::layout::PERSONS;
use crate::pseudonymous::handover::persons::PersonsWriter;
use crate::pseudonymous::handover::sort::BUDGET;
use crate::pseudonymous::handover::tokens::{self, tick};
use crate::pseudonymous::handover::{Piece, TableReader};
use crate::pseudonymous::{TokenColumn, Tokens};
use crate::vocabulary::Progress;

/// Tokens that are digested together: enough to fill all lanes.
const TOGETHER: usize = 1024;

/// Writes `persons.parquet` of the second stage into `folder`; gives the number of persons.
///
/// The persons are sorted by their new tokens, which are as random as the key, so their old order is gone.
pub(super) fn rekey(
    opened: &Opened,
    keys: &StageKeys,
    folder: &WholeFolder,
    progress: &dyn Progress,
) -> Result<u64> {
    let content = opened.content(PERSONS).ok_or_else(|| unread(opened))?;
    let columns = TokenColumn::ALL.iter().map(|column| column.name());
    let names: Vec<&str> = std::iter::once("row").chain(columns).collect();
    let mut writer = PersonsWriter::begin(folder, BUDGET);
    let mut seen = 0;
    TableReader::new(content.clone()).for_each_piece(&mut |_, piece| {
        let columns = second_stage(piece, &names[1..], keys)?;
        for (index, row) in piece.numbers("row")?.into_iter().enumerate() {
            let known = tokens_at(&columns, index);
            writer.push(tokens::first(&known).bytes(), &known, row)?;
            tick(&mut seen, progress)?;
        }
        Ok(())
    })?;
    let persons = writer.len();
    writer.finish(&mut |_, _| Ok(()), progress)?;
    Ok(persons)
}

fn unread(opened: &Opened) -> Error {
    Error::new(
        Code::HandoverIncomplete,
        format!("{} has no {PERSONS}", opened.whose),
    )
}

/// The columns of tokens, each under the key of its kind.
fn second_stage(piece: &Piece<'_>, names: &[&str], keys: &StageKeys) -> Result<Vec<Vec<Digest>>> {
    let mut columns = piece.all_tokens(names)?;
    columns.iter_mut().enumerate().for_each(|(index, column)| {
        column
            .par_chunks_mut(TOGETHER)
            .for_each_init(Messages::new, |messages, tokens| {
                keys.digest_all(index, tokens, messages);
            });
    });
    Ok(columns)
}

fn tokens_at(columns: &[Vec<Digest>], index: usize) -> Tokens {
    let mut known = Tokens::default();
    for (column, tokens) in TokenColumn::ALL.iter().zip(columns) {
        known.set(*column, tokens[index]);
    }
    known
}
