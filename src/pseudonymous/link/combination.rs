//! Clients without a BSN of the register in, those decided whom combinations of fields point at one person.

use super::clients::{Clients, Standing};
use super::finder::{Finder, Match};
use crate::error::Result;
use crate::pseudonymous::handover::HandoverSet;
use crate::pseudonymous::{Subject, TokenColumn};
use crate::vocabulary::Progress;

/// Whom the combinations of a client point at. The order of [`Candidate::add`] does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Candidate {
    /// At nobody.
    Nobody,
    /// Only at several at a time.
    Several,
    /// At this person, and no other alone.
    One(u32),
    /// One at this person, another at that.
    Conflict,
}

impl Candidate {
    fn add(&mut self, found: Match) {
        *self = match (*self, found) {
            (Self::Nobody, Match::Several) => Self::Several,
            (known, Match::Nobody | Match::Several) => known,
            (Self::Nobody | Self::Several, Match::One(person)) => Self::One(person),
            (Self::One(known), Match::One(person)) if known == person => Self::One(person),
            _ => Self::Conflict,
        };
    }
}

/// The columns of each kind of combination, strongest first: own and partner's name share a kind.
fn kinds() -> Vec<Vec<TokenColumn>> {
    let mut kinds: Vec<Vec<TokenColumn>> = Vec::new();
    for column in TokenColumn::ALL {
        if column.subject() != Subject::Person || *column == TokenColumn::Bsn {
            continue;
        }
        match kinds.last_mut() {
            Some(kind) if kind[0].kind() == column.kind() => kind.push(*column),
            _ => kinds.push(vec![*column]),
        }
    }
    kinds
}

/// Links every open client whose combinations point at one person: each by itself belongs to exactly one person of the
/// register, and together they name no second one. Two that name different persons are ambiguous.
pub(super) fn link(
    handovers: &HandoverSet,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let kinds = kinds();
    let total = handovers.register.persons() * kinds.len();
    progress.begin("linking by combination", Some(total as u64));
    let mut candidates = vec![Candidate::Nobody; clients.standing.len()];
    for columns in kinds {
        let (asking, tokens) = clients.open_tokens(&handovers.providers, &columns)?;
        let finder = Finder::new(tokens.clone());
        let mut found = vec![Match::Nobody; finder.len()];
        let sought = columns.len();
        finder.scan(
            &handovers.register,
            &columns,
            sought,
            progress,
            &mut |place, person, _, _| found[place].add(person),
        )?;
        for (client, token) in asking.into_iter().zip(tokens) {
            if let Some(place) = finder.place(token) {
                candidates[client as usize].add(found[place as usize]);
            }
        }
    }
    refuse_other_bsns(handovers, clients, &mut candidates)?;
    for (standing, candidate) in clients.standing.iter_mut().zip(candidates) {
        match candidate {
            Candidate::Nobody => {}
            Candidate::Several => *standing = Standing::Several,
            Candidate::One(person) => *standing = Standing::ByCombination(person),
            Candidate::Conflict => *standing = Standing::Ambiguous,
        }
    }
    progress.end();
    Ok(())
}

/// Two different BSNs are two persons, whatever else is equal: a client with one BSN that points at a person with
/// another is ambiguous. Who is still sought has no BSN of the register, so any BSN of the person found is another.
fn refuse_other_bsns(
    handovers: &HandoverSet,
    clients: &Clients,
    candidates: &mut [Candidate],
) -> Result<()> {
    let bsn = [TokenColumn::Bsn];
    let (asking, _) = clients.open_tokens(&handovers.providers, &bsn)?;
    if asking.is_empty() {
        return Ok(());
    }
    let mut has_bsn = vec![false; handovers.register.persons()];
    handovers
        .register
        .for_each_tokens(&bsn, &mut |first, piece| {
            for (has_bsn, token) in has_bsn[first..].iter_mut().zip(&piece[0]) {
                *has_bsn = token.is_present();
            }
            Ok(())
        })?;
    for client in asking {
        let candidate = &mut candidates[client as usize];
        if matches!(candidate, Candidate::One(person) if has_bsn[*person as usize]) {
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
        let all = [Match::Nobody, Match::One(1), Match::One(2), Match::Several];
        let after = |founds: &[Match]| {
            let mut candidate = Candidate::Nobody;
            for found in founds {
                candidate.add(*found);
            }
            candidate
        };
        for a in all {
            for b in all {
                for c in all {
                    assert_eq!(after(&[a, b, c]), after(&[c, a, b]));
                    assert_eq!(after(&[a, b, c]), after(&[b, a, c]));
                }
            }
        }
    }

    #[test]
    fn the_strongest_kind_stands_first_with_both_names() {
        let kinds = kinds();
        assert_eq!(kinds.len(), 5);
        assert_eq!(kinds[0].len(), 2);
        assert_eq!(kinds[0][0], TokenColumn::BirthSurnameGiven);
    }
}
