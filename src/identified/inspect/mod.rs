//! Proposes format, settings and column mapping of an extract, and the block for the agreement. Shows counts and shares,
//! never a value except common codes; names of columns and sheets only on request.

mod ask;
#[cfg(test)]
mod asked_tests;
mod block;
mod block_services;
mod by_dates;
mod codes;
mod column;
mod content;
mod dates;
mod days;
mod distinct;
mod draft;
mod few_codes;
mod files;
mod fixed_places;
mod habits;
mod header;
mod inspection;
mod lines;
mod lookup;
mod names;
mod own;
mod parts;
mod proposal;
mod propose;
mod remarks;
mod row_limit;
mod services;
mod shape;
mod sheets;
mod stems;
mod synonyms;
mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

pub(super) use few_codes::FewCodes;
pub use inspection::{InspectedColumn, Inspection, Surroundings};

use self::files::{Group, groups};
use crate::error::Result;
use crate::vocabulary::Progress;

/// Looks at extracts; files of one format with the same columns are one extract. A folder stands for the files in it.
///
/// # Errors
/// When a file cannot be read as what it looks like, or the user stops.
pub fn inspect_extracts(
    paths: &[PathBuf],
    surroundings: &Surroundings,
    progress: &dyn Progress,
) -> Result<Vec<Inspection>> {
    let mut surroundings = surroundings.clone();
    let mut inspections = Vec::new();
    for sheets in groups(paths, surroundings.sheet.as_deref())? {
        let step = format!("looking at {}", sheets[0].first().name);
        progress.begin(&step, None);
        let looked = sheets::likeliest(&sheets, &mut surroundings, |sheet, with_it| {
            inspect(sheet, with_it, progress)
        });
        progress.end();
        inspections.append(&mut looked?);
    }
    Ok(inspections)
}

/// Looks at one extract; what is proposed for it is there for the next one.
fn inspect(
    group: &Group,
    surroundings: &mut Surroundings,
    progress: &dyn Progress,
) -> Result<Inspection> {
    let mut inspection = if group.first().table.is_some() {
        table::inspect(group, surroundings, progress)?
    } else {
        own::inspect(group, surroundings, progress)?
    };
    inspection.remarks.extend(group.remark());
    Ok(inspection)
}
