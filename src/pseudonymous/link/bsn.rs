//! Links clients by BSN, unless the other fields contradict it.

use super::ClientFate;
use super::clients::{Clients, Standing};
use super::finder::{Finder, Kinds};
use super::matched::Match;
use super::reading::{Reading, went_on};
use crate::error::Result;
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::{HandoverSet, TokensOfPiece};
use crate::vocabulary::{Progress, ResidentIx};

const COLUMNS: [TokenColumn; 4] = [
    TokenColumn::Bsn,
    TokenColumn::BsnBirthYear,
    TokenColumn::BsnSurname,
    TokenColumn::BsnSurnamePartner,
];

/// What else is known under a BSN: birth year, own and partner's surname.
#[derive(Clone, Copy, Default)]
struct Check([Digest; 3]);

impl Check {
    fn of(row: usize, piece: &[Vec<Digest>]) -> Self {
        Self([piece[1][row], piece[2][row], piece[3][row]])
    }

    /// Whether birth year and names both differ; what is not known contradicts nothing.
    fn contradicts(&self, other: &Self) -> bool {
        let [year, names @ ..] = &self.0;
        let [other_year, other_names @ ..] = &other.0;
        let present = |names: &[Digest]| names.iter().any(|name| name.is_present());
        let agree = |name: &Digest| name.is_present() && other_names.contains(name);
        year.is_present()
            && other_year.is_present()
            && year != other_year
            && present(names)
            && present(other_names)
            && !names.iter().any(agree)
    }
}

/// Decides every client whose BSN is in the register: linked to the one person that has it, unless birth year and
/// surname both differ. Such a BSN, and one that is there twice, is doubted.
pub(super) fn link(
    handovers: &HandoverSet,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let register = &handovers.register;
    progress.begin("linking by BSN", Some(register.count_of_tokens()));
    let kinds = Kinds::of([&COLUMNS[..1]]);
    let reading = Reading::asked(&handovers.providers, clients, &kinds)?;
    let finder = &reading.finder;
    let mut found = vec![(Match::Nobody, Check::default()); reading.tokens()];
    let mut last = None;
    register.fold_tokens(|tokens| Ok(Hits::of(tokens, finder)), &mut |hits: Hits| {
        for (person, hit) in hits.found {
            match hit {
                Hit::Bsn(index) => {
                    // Of two persons the last is kept to compare with, and never is: their BSN is doubted anyway.
                    found[index].0.add(person);
                    found[index].1 = Check::default();
                    last = Some((person, index));
                }
                Hit::Check(place, token) => {
                    if let Some((_, index)) = last.filter(|(known, _)| *known == person) {
                        found[index].1.0[place] = token;
                    }
                }
            }
        }
        went_on(progress, hits.read)
    })?;
    clients.decide(&handovers.providers, &COLUMNS, &|row, piece| {
        let bsn = piece[0][row];
        let Some(index) = Some(bsn)
            .filter(|bsn| bsn.is_present())
            .and_then(|bsn| finder.index(bsn, 0))
        else {
            return Standing::Open;
        };
        let (person, check) = &found[index];
        match person {
            Match::Nobody => Standing::Open,
            Match::One(_) if check.contradicts(&Check::of(row, piece)) => Standing::Doubted,
            Match::One(person) => Standing::Person(*person, ClientFate::ByBsn),
            Match::Several => Standing::Doubted,
        }
    })?;
    progress.end();
    Ok(())
}

/// What a piece of the register has of the BSNs that are sought.
struct Hits {
    found: Vec<(ResidentIx, Hit)>,
    /// Tokens read.
    read: u64,
}

#[derive(Clone, Copy)]
enum Hit {
    /// The BSN with this index.
    Bsn(usize),
    /// Of whose BSN was found before, what is in this place of a [`Check`].
    Check(usize, Digest),
}

impl Hits {
    fn of(tokens: TokensOfPiece<'_>, finder: &Finder) -> Self {
        let mut hits = Self {
            found: Vec::new(),
            read: 0,
        };
        // The BSN of the first person may be in the piece before.
        let (mut of_first, mut of_found) = (None, None);
        for (person, column, token) in tokens {
            hits.read += 1;
            let of_first = *of_first.get_or_insert(person);
            let hit = match COLUMNS.iter().position(|one| *one == column) {
                Some(0) => finder.index(token, 0).map(Hit::Bsn),
                Some(place) if of_found == Some(person) || person == of_first => {
                    Some(Hit::Check(place - 1, token))
                }
                _ => None,
            };
            if let Some(hit) = hit {
                of_found = Some(person);
                hits.found.push((ResidentIx::at(person), hit));
            }
        }
        hits
    }
}

/// Per client whether it is still sought and has a BSN that the register lacks. Where the register has no BSNs at all,
/// nobody has.
pub(super) fn unknown(handovers: &HandoverSet, clients: &Clients) -> Result<Vec<bool>> {
    let mut unknown = vec![false; clients.standing.len()];
    let mut filled = handovers.register.filled()?.iter();
    if filled.any(|filled| filled.has(TokenColumn::Bsn)) {
        for client in clients.open_with(&handovers.providers, TokenColumn::Bsn)? {
            unknown[client.index()] = true;
        }
    }
    Ok(unknown)
}
