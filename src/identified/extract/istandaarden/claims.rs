//! The lines of declarations (323) in, those that stand after crediting out.
//!
//! A credit line is its debit line again, with a number of its own, the number of the debit line as the previous one
//! and `C` for `D`. Source: invulinstructie IV091 of iStandaarden.

use zeroize::{Zeroize, Zeroizing};

use super::super::short::{Date, Short};

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

/// A claim and whose it is.
#[derive(Clone, Copy, Zeroize)]
struct Entry {
    bsn: Short<16>,
    claim: Claim,
    client: usize,
}

/// All claims; wiped on drop.
#[derive(Default)]
pub(super) struct Claims(Zeroizing<Vec<Entry>>);

impl Claims {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes a claim of a client; what is left behind when the list moves is wiped.
    pub(super) fn push(&mut self, bsn: Short<16>, claim: Claim, client: usize) {
        if self.0.len() == self.0.capacity() {
            let room = self.0.len().max(32) * 2;
            let mut larger = Zeroizing::new(Vec::with_capacity(room));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.push(Entry { bsn, claim, client });
    }

    /// Forgets all but the first `length`.
    pub(super) fn go_back(&mut self, length: usize) {
        self.0[length..].iter_mut().for_each(Zeroize::zeroize);
        self.0.truncate(length);
    }

    /// The debit lines that no credit line takes back, each once however often it was sent, with BSN and client.
    pub(super) fn standing(&mut self) -> Zeroizing<Vec<(Short<16>, Claim, usize)>> {
        self.0.sort_unstable_by_key(|entry| {
            let claim = &entry.claim;
            (entry.bsn, claim.number, claim.reference, entry.client)
        });
        let is_same = |a: &Entry, b: &Entry| (a.bsn, a.claim.number) == (b.bsn, b.claim.number);
        let mut standing = Zeroizing::new(Vec::with_capacity(self.0.len()));
        for entries in self.0.chunk_by(is_same) {
            let debits = standing_of(entries).into_iter();
            standing.extend(debits.map(|debit| (debit.bsn, debit.claim, debit.client)));
        }
        standing
    }
}

/// What stands of the claims of one allocation.
fn standing_of(entries: &[Entry]) -> Vec<&Entry> {
    let mut debits: Vec<&Entry> = Vec::new();
    let mut credits: Vec<&Entry> = Vec::new();
    for entry in entries {
        let list = if entry.claim.is_credit {
            &mut credits
        } else {
            &mut debits
        };
        let is_sent_before = entry.claim.reference != Short::EMPTY
            && list.iter().any(|one| one.claim == entry.claim);
        if !is_sent_before {
            list.push(entry);
        }
    }
    for credit in credits {
        let is_credited = |debit: &&Entry| credit.claim.credits(&debit.claim);
        let credited = debits.iter().position(is_credited);
        credited.map(|place| debits.remove(place));
    }
    debits
}

/// An amount in cents, as a message writes it; 0 for what is none.
pub(super) fn cents(text: &str) -> u64 {
    text.trim().parse().unwrap_or(0)
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
        assert_eq!((cents("5000"), cents(" 7 "), cents("x")), (5000, 7, 0));
        assert_eq!(
            (euros(5007).as_str(), euros(50).as_str()),
            ("50.07", "0.50")
        );
    }
}
