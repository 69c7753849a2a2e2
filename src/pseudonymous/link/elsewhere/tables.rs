//! The three Parquet tables that links are made of: tokens of clients and of residents by kind, and where residents live. No names,
//! no key of the tokens.

use super::sql::OF_RESIDENT;
use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::Digest;
use crate::pseudonymous::handover::{Handover, Kind, Layout, ROW_GROUP, TableWriter, Values};
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::finder;
use crate::vocabulary::{HouseholdIx, ResidentIx};

/// Writes the tokens of these kinds of hand-overs behind each other, their persons numbered on; gives how many there are.
pub(super) fn write_tokens(
    (folder, table): (&WholeFolder, &str),
    names: [&'static str; 2],
    kinds: &finder::Kinds,
    handovers: &[Handover],
) -> Result<usize> {
    let [whose, kind] = names.map(|name| (name, Kind::Repeated));
    let layout = vec![whose, kind, ("token", Kind::Token)];
    let mut table = TableWriter::begin(folder, &format!("{table}.parquet"), &layout)?;
    let (mut before, mut rows) = (0, 0);
    for handover in handovers {
        handover.fold_tokens(
            |tokens| {
                let of_kind = tokens.each().filter_map(|(person, column, token)| {
                    Some((before + person, kinds.kind(column)?, token))
                });
                Ok(of_kind.collect())
            },
            &mut |all: Vec<(usize, u8, Digest)>| {
                rows += all.len();
                all.chunks(ROW_GROUP).try_for_each(|rows| {
                    table.write(&[
                        Values::Numbers(rows.iter().map(|one| number(one.0)).collect()),
                        Values::Numbers(rows.iter().map(|one| Some(one.1.into())).collect()),
                        Values::Tokens(rows.iter().map(|one| one.2).collect()),
                    ])
                })
            },
        )?;
        before += handover.persons();
    }
    table.finish()?;
    Ok(rows)
}

/// Writes who lives where on the reference date, and whether that is a private household; gives how many there are.
pub(super) fn write_residents(folder: &WholeFolder, homes: &Homes<'_>) -> Result<usize> {
    let layout: Layout = OF_RESIDENT.map(|name| (name, Kind::Number)).to_vec();
    let mut table = TableWriter::begin(folder, "residents.parquet", &layout)?;
    let residents: Vec<(ResidentIx, HouseholdIx)> = homes.residents().collect();
    for some in residents.chunks(ROW_GROUP) {
        let persons = some.iter().map(|(person, _)| Some(person.number()));
        let households = some.iter().map(|(_, home)| Some(home.number()));
        let are_private = some
            .iter()
            .map(|(_, home)| Some(homes.is_private(*home).into()));
        table.write(&[
            Values::Numbers(persons.collect()),
            Values::Numbers(households.collect()),
            Values::Numbers(are_private.collect()),
        ])?;
    }
    table.finish()?;
    Ok(residents.len())
}

fn number(index: usize) -> Option<u32> {
    u32::try_from(index).ok()
}
