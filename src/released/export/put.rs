//! Puts files in a release.

use std::io::Write;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::{Error, Result, in_order};
use crate::files::{WholeFile, WholeFolder};
use crate::released::calculate::{ReleaseTables, Table};

/// Writes a file of the pieces that `put` puts, and gives back where it stands.
pub(super) fn file(
    folder: &WholeFolder,
    name: &str,
    put: impl FnOnce(&mut WholeFile) -> Result<()>,
) -> Result<PathBuf> {
    let mut file = folder.file(name)?;
    put(&mut file)?;
    file.flush()
        .map_err(|error| Error::io(file.path(), "write", &error))?;
    Ok(file.path().to_owned())
}

/// Writes a file for each table, side by side, of the pieces that `put` puts.
pub(super) fn of_tables(
    tables: &ReleaseTables,
    folder: &WholeFolder,
    extension: &str,
    put: impl Fn(&Table, &mut WholeFile) -> Result<()> + Sync,
) -> Result<Vec<PathBuf>> {
    let of_table = |table: &Table| {
        let name = format!("{}.{extension}", table.name);
        file(folder, &name, |file| put(table, file))
    };
    in_order(tables.tables.par_iter().map(of_table))
}
