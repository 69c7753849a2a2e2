//! Links clients by combinations of fields that point to one person.

use super::ClientFate;
use super::clients::{Clients, Standing};
use super::finder::grouped;
use super::matched::Match;
use super::reading::Reading;
use crate::error::Result;
use crate::pseudonymous::handover::HandoverSet;
use crate::pseudonymous::{Subject, TokenColumn, TokenProfile};
use crate::vocabulary::ResidentIx;

/// What a combination rests on, a bit each: birth date, surname, given name or its initial, address or its postcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Attributes(u8);

impl Attributes {
    fn of(column: TokenColumn) -> Self {
        let bit = |part| match part {
            "birth_date" => 1,
            "surname" => 2,
            "given_name" | "initial" => 4,
            _ => 8,
        };
        Self(
            column
                .kind()
                .split('+')
                .map(bit)
                .fold(0, |all, one| all | one),
        )
    }

    /// Whether each rests on something that the other does not.
    const fn are_independent_of(self, other: Self) -> bool {
        self.0 & !other.0 != 0 && other.0 & !self.0 != 0
    }
}

/// The kinds of combinations that point at one person, a bit each in the order of [`kinds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Witnesses(u8);

impl Witnesses {
    const fn of(kind: usize) -> Self {
        Self(1 << kind)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether two of them are independent.
    fn are_independent(self, of_kind: &[Attributes]) -> bool {
        let witnesses = || {
            of_kind
                .iter()
                .enumerate()
                .filter(|(kind, _)| self.0 >> kind & 1 == 1)
        };
        let agrees = |one: Attributes| witnesses().any(|(_, other)| one.are_independent_of(*other));
        witnesses().any(|(_, one)| agrees(*one))
    }
}

/// Whom the combinations of a client point at. The order of [`Candidate::add`] does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Candidate {
    Nobody,
    /// Only at several at a time.
    Several,
    /// At this person, and no other alone.
    One(ResidentIx, Witnesses),
    /// One at this person, another at that.
    Conflict,
}

impl Candidate {
    fn add(&mut self, found: Match<ResidentIx>, by: Witnesses) {
        *self = match (*self, found) {
            (Self::Nobody, Match::Several) => Self::Several,
            (known, Match::Nobody | Match::Several) => known,
            (Self::Nobody | Self::Several, Match::One(person)) => Self::One(person, by),
            (Self::One(known, before), Match::One(person)) if known == person => {
                Self::One(person, before.and(by))
            }
            _ => Self::Conflict,
        };
    }
}

/// The columns of each kind of combination of profile `standard`, strongest first: own and partner's name share a kind.
pub(super) fn kinds() -> Vec<Vec<TokenColumn>> {
    let columns = TokenProfile::Standard.columns();
    let of_persons = columns.filter(|column| column.subject() == Subject::Person);
    grouped(of_persons.filter(|column| *column != TokenColumn::Bsn))
}

fn attributes() -> Vec<Attributes> {
    let kinds = kinds();
    kinds.iter().map(|kind| Attributes::of(kind[0])).collect()
}

/// The sets of kinds, a bit each in the order of [`kinds`], of which two are independent.
pub(super) fn independent() -> impl Iterator<Item = u8> {
    let attributes = attributes();
    let sets = 0..=u8::MAX >> (u8::BITS as usize - attributes.len());
    sets.filter(move |set| Witnesses(*set).are_independent(&attributes))
}

/// Links every open client whose combinations, the first kinds of the reading, point at one person: each by itself belongs to exactly one person of the
/// register, and together they name no second one. Two that name different persons are ambiguous. A client whose BSN is
/// doubted or is not that of the person is linked when two independent combinations agree, else ambiguous.
pub(super) fn link(
    handovers: &HandoverSet,
    clients: &mut Clients,
    reading: &Reading,
) -> Result<()> {
    let kinds = kinds();
    let mut found = vec![Match::Nobody; reading.tokens()];
    for (index, person) in reading.found(0..kinds.len()) {
        found[index].add(person);
    }
    let mut candidates = vec![Candidate::Nobody; clients.standing.len()];
    for kind in 0..kinds.len() {
        for (client, index) in reading.asking(kind) {
            candidates[client.index()].add(found[index], Witnesses::of(kind));
        }
    }
    let attributes = attributes();
    let is_doubtful = |by: Witnesses| !by.are_independent(&attributes);
    refuse_other_bsns(handovers, clients, &mut candidates, &is_doubtful)?;
    for (standing, candidate) in clients.standing.iter_mut().zip(candidates) {
        match (candidate, *standing) {
            (Candidate::One(_, by), Standing::Doubted) if is_doubtful(by) => {
                *standing = Standing::Ambiguous;
            }
            (Candidate::One(person, _), _) => {
                *standing = Standing::Person(person, ClientFate::ByCombination);
            }
            (Candidate::Conflict, _) | (_, Standing::Doubted) => *standing = Standing::Ambiguous,
            (Candidate::Several, _) => *standing = Standing::Several,
            (Candidate::Nobody, _) => {}
        }
    }
    Ok(())
}

/// Two different BSNs are two persons, unless independent combinations agree that one was mistaken for another: else a
/// client with one BSN that points at a person with another is ambiguous. Who is still sought has no BSN of the register
/// or a doubted one, so any BSN of the person found is another.
fn refuse_other_bsns(
    handovers: &HandoverSet,
    clients: &Clients,
    candidates: &mut [Candidate],
    is_doubtful: &dyn Fn(Witnesses) -> bool,
) -> Result<()> {
    let residents = handovers.register.filled()?;
    let has_bsn = |person: ResidentIx| residents.of(person.index()).has(TokenColumn::Bsn);
    for client in clients.open_with(&handovers.providers, TokenColumn::Bsn)? {
        let candidate = &mut candidates[client.index()];
        if matches!(*candidate, Candidate::One(person, by) if has_bsn(person) && is_doubtful(by)) {
            *candidate = Candidate::Conflict;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_in_which_combinations_are_tried_does_not_matter() {
        let [one, two] = [1, 2].map(|person| Match::One(ResidentIx::at(person)));
        let all = [Match::Nobody, one, two, Match::Several];
        let all = || all.iter().flat_map(|one| [(*one, 0), (*one, 1)]);
        let after = |founds: &[(Match<ResidentIx>, usize)]| {
            let mut candidate = Candidate::Nobody;
            for (found, kind) in founds {
                candidate.add(*found, Witnesses::of(*kind));
            }
            candidate
        };
        for a in all() {
            for b in all() {
                for c in all() {
                    assert_eq!(after(&[a, b, c]), after(&[c, a, b]));
                    assert_eq!(after(&[a, b, c]), after(&[b, a, c]));
                }
            }
        }
    }

    #[test]
    fn two_combinations_are_independent_when_each_rests_on_what_the_other_does_not() {
        use TokenColumn::{
            BirthAddress, BirthPostcodeInitial, BirthSurnameGiven, BirthSurnameInitial,
            SurnameGivenAddress,
        };
        let are_independent = |one, other| {
            let witnesses = Witnesses::of(0).and(Witnesses::of(1));
            let attributes = [one, other].map(Attributes::of);
            assert!(!Witnesses::of(0).are_independent(&attributes));
            witnesses.are_independent(&attributes)
        };
        assert!(are_independent(BirthSurnameGiven, BirthAddress));
        assert!(are_independent(BirthSurnameInitial, BirthPostcodeInitial));
        assert!(are_independent(SurnameGivenAddress, BirthAddress));
        assert!(!are_independent(BirthSurnameGiven, BirthSurnameInitial));
        assert!(!are_independent(BirthAddress, BirthPostcodeInitial));
    }

    #[test]
    fn the_strongest_kind_stands_first_with_both_names() {
        let kinds = kinds();
        assert_eq!(kinds.len(), 5);
        assert_eq!(kinds[0].len(), 2);
        assert_eq!(kinds[0][0], TokenColumn::BirthSurnameGiven);
    }
}
