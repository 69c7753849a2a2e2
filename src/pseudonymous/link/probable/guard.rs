//! Refuses clients whose BSN contradicts all else that is known of them: columns or rows were mixed up, and any link may be wrong.

use super::kinds::{DIFFERENT, Fields, MISSING, ONLY_INITIAL};
use super::likeness::{Field, Likeness};
use super::model::Pattern;
use crate::error::{Code, Error, Result};
use crate::vocabulary::ProviderId;

/// Of fewer clients with the BSN of a resident nothing is said.
const FEWEST: u64 = 50;

/// Refuses a provider of whose clients with the BSN of a resident more than half are like that resident in neither birth date nor names.
///
/// # Errors
/// When there is one.
pub(super) fn refuse_mixed_up<'a>(
    patterns: &[(Pattern, u32)],
    providers: impl Iterator<Item = &'a ProviderId>,
) -> Result<()> {
    for (provider, id) in providers.enumerate() {
        let (mut clients, mut alike) = (0, 0);
        let of_provider = patterns.iter().filter(|(one, _)| one.provider == provider);
        for (pattern, count) in of_provider.filter(|(one, _)| can_show(one.fields)) {
            let mut with_bsn = pattern
                .likenesses
                .iter()
                .filter(|one| one.has_same_bsn())
                .peekable();
            if with_bsn.peek().is_some() {
                clients += u64::from(*count);
                if with_bsn.any(|one| is_alike(*one)) {
                    alike += u64::from(*count);
                }
            }
        }
        if clients >= FEWEST && alike * 2 < clients {
            return Err(Error::new(
                Code::LinkingContradicted,
                format!(
                    "most clients of `{id}` who have the BSN of a resident are like that resident in nothing else"
                ),
            ));
        }
    }
    Ok(())
}

/// Whether somebody who moved would be like itself in something beside the BSN: a token holds two of these fields.
fn can_show(fields: Fields) -> bool {
    let some = [
        Fields::BIRTH.and(Fields::SURNAME),
        Fields::BIRTH.and(Fields::INITIAL),
        Fields::SURNAME.and(Fields::GIVEN),
    ];
    some.into_iter().any(|two| fields.have(two))
}

/// Whether two are alike in birth date, surname or given name.
fn is_alike(likeness: Likeness) -> bool {
    let levels = likeness.levels();
    let is_so =
        |field: Field| ![MISSING, DIFFERENT, ONLY_INITIAL[0]].contains(&levels[field as usize]);
    [Field::Birth, Field::Surname, Field::Given]
        .into_iter()
        .any(is_so)
}
