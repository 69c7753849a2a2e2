//! Declarations (323): the lines that remain after credits.
//!
//! A credit line is its debit line again, with a number of its own, the number of the debit line as the previous one
//! and `C` for `D`. Source: invulinstructie IV091 of iStandaarden.

use zeroize::Zeroize;

use crate::identified::source::inline_text::{Date, Short};

/// A line of a declaration (`Prestatie`).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Zeroize)]
pub(super) struct Claim {
    /// `ReferentieNummer`.
    pub(super) reference: Short<20>,
    /// `VorigReferentieNummer`: the line that this one credits.
    pub(super) credited: Short<20>,
    /// `ToewijzingNummer`, without leading zeros.
    pub(super) number: Short<16>,
    /// `ProductCategorie`.
    pub(super) service: Short<5>,
    /// `ProductCode`.
    pub(super) code: Short<5>,
    /// First day of `ProductPeriode`.
    pub(super) start: Date,
    /// Last day of `ProductPeriode`.
    pub(super) end: Date,
    /// `Bedrag`, in cents.
    pub(super) cents: u64,
    /// Whether `DebetCredit` is `C`.
    pub(super) is_credit: bool,
}

impl Claim {
    /// Whether this credit line takes back that debit line of the same client and allocation.
    fn credits(&self, debit: &Self) -> bool {
        if self.credited != Short::EMPTY && debit.reference != Short::EMPTY {
            return self.credited == debit.reference;
        }
        let same = |claim: &Self| {
            (
                claim.service,
                claim.code,
                claim.start,
                claim.end,
                claim.cents,
            )
        };
        same(self) == same(debit)
    }
}

/// What stands of the claims of one allocation, in the order of their numbers: the debit lines that no credit line takes
/// back, each once however often it was sent.
pub(super) fn standing_of<P>(entries: &[(Claim, P)]) -> Vec<&(Claim, P)> {
    let mut debits: Vec<&(Claim, P)> = Vec::new();
    let mut credits: Vec<&(Claim, P)> = Vec::new();
    for entry in entries {
        let (claim, _) = entry;
        let list = if claim.is_credit {
            &mut credits
        } else {
            &mut debits
        };
        let is_sent_before =
            claim.reference != Short::EMPTY && list.iter().any(|(one, _)| one == claim);
        if !is_sent_before {
            list.push(entry);
        }
    }
    for (credit, _) in credits {
        let is_credited = |(debit, _): &&(Claim, P)| credit.credits(debit);
        let credited = debits.iter().position(is_credited);
        credited.map(|place| debits.remove(place));
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
