//! What each sheet of a workbook holds. Only the most likely one gets a block, because a provider reads one.

use super::files::Group;
use super::inspection::{Inspection, Surroundings};
use crate::error::Result;
use crate::identified::settings::Field;

/// Looks with `inspect` at extracts of the same files, one for each sheet, the likeliest first; only that keeps its block.
pub(super) fn likeliest(
    sheets: &[Group],
    surroundings: &mut Surroundings,
    inspect: impl Fn(&Group, &mut Surroundings) -> Result<Inspection>,
) -> Result<Vec<Inspection>> {
    let mut looked = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let mut with_it = surroundings.clone();
        looked.push((inspect(sheet, &mut with_it)?, with_it));
    }
    // Of equal ones the first stays in front.
    looked.sort_by_key(|(inspection, _)| std::cmp::Reverse(likeliness(inspection)));
    if let Some((_, with_it)) = looked.first() {
        *surroundings = with_it.clone();
    }
    let mut inspections: Vec<_> = looked
        .into_iter()
        .map(|(inspection, _)| inspection)
        .collect();
    if let [likeliest, others @ ..] = inspections.as_mut_slice()
        && likeliest.block.is_some()
    {
        let alike = others
            .iter()
            .filter(|other| have_same_columns(likeliest, other));
        match alike.count() {
            0 => {}
            count => likeliest.remarks.push(format!(
                "{count} more of its sheets {} the same columns, but only one sheet is read: combine them in one, or their rows do not count",
                if count == 1 { "has" } else { "have" }
            )),
        }
        for other in others {
            other.block = None;
            other.remarks = vec![
                "another sheet is more likely and is proposed; `inspect --sheet NAME` proposes this one".to_owned(),
            ];
        }
    }
    Ok(inspections)
}

fn have_same_columns(one: &Inspection, other: &Inspection) -> bool {
    let fields = |inspection: &Inspection| -> Vec<Option<Field>> {
        inspection
            .columns
            .iter()
            .map(|column| column.field)
            .collect()
    };
    fields(one) == fields(other)
}

/// How much of a sheet is known: whom its rows are of, what they had, and how many there are.
fn likeliness(inspection: &Inspection) -> (bool, usize, u64) {
    let weight = |field: Field| match field {
        Field::Bsn | Field::BirthDate | Field::Postcode | Field::Surname => 3,
        _ => 1,
    };
    let fields = inspection.columns.iter().filter_map(|column| column.field);
    let known = fields.map(weight).sum();
    (inspection.block.is_some(), known, inspection.rows)
}
