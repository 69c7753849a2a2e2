//! Declarations (323): the lines that remain after credits.
//!
//! A credit line is its debit line again, with a number of its own, the number of the debit line as the previous one
//! and `C` for `D`. Source: invulinstructie IV091 of iStandaarden.

use super::records::Said;
use crate::identified::source::inline_text::Short;

/// Whether a credit line takes back this debit line of the same client and allocation.
fn credits(credit: &Said, debit: &Said) -> bool {
    if credit.credited != Short::EMPTY && debit.reference != Short::EMPTY {
        return credit.credited == debit.reference;
    }
    let is_of = |claim: &Said| {
        (
            claim.service,
            claim.code,
            claim.start,
            claim.end,
            claim.cents,
        )
    };
    is_of(credit) == is_of(debit)
}

/// What stands of the claims of one allocation, in the order of their numbers: the debit lines that no credit line takes
/// back, each once however often it was sent.
pub(super) fn standing_of(claims: &[Said]) -> Vec<Said> {
    let (mut debits, mut credit_lines) = (Vec::<Said>::new(), Vec::<Said>::new());
    for claim in claims {
        let list = if claim.takes_back {
            &mut credit_lines
        } else {
            &mut debits
        };
        let whose = claim.whose;
        let is_sent_before = list.iter().any(|one| Said { whose, ..*one } == *claim);
        if claim.reference == Short::EMPTY || !is_sent_before {
            list.push(*claim);
        }
    }
    for credit in credit_lines {
        let credited = debits.iter().position(|debit| credits(&credit, debit));
        credited.map(|at| debits.remove(at));
    }
    debits
}

/// An amount in euros, with two decimals.
pub(super) fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_become_euros_with_two_decimals() {
        assert_eq!(
            (euros(5007).as_str(), euros(50).as_str()),
            ("50.07", "0.50")
        );
    }
}
