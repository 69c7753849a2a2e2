//! Links clients by BSN, unless the other fields contradict it.

use super::ClientFate;
use super::clients::{Clients, Standing};
use super::finder::{Finder, Match};
use crate::error::Result;
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::HandoverSet;
use crate::vocabulary::Progress;

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
    let total = handovers.register.persons() as u64;
    progress.begin("linking by BSN", Some(total));
    let (_, tokens) = clients.open_tokens(&handovers.providers, &COLUMNS[..1])?;
    let finder = Finder::new(tokens)?;
    let mut found = vec![(Match::Nobody, Check::default()); finder.len()];
    finder.scan(
        &handovers.register,
        &COLUMNS,
        1,
        progress,
        &mut |index, person, row, piece| {
            // Of two persons the last is kept to compare with, and never is: their BSN is doubted anyway.
            found[index].0.add(person);
            found[index].1 = Check::of(row, piece);
        },
    )?;
    clients.decide(&handovers.providers, &COLUMNS, &|row, piece| {
        let Some(index) = finder.index(piece[0][row]) else {
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

/// Per client whether it is still sought and has a BSN that the register lacks. Where the register has no BSNs at all,
/// nobody has.
pub(super) fn unknown(handovers: &HandoverSet, clients: &Clients) -> Result<Vec<bool>> {
    let bsn = &COLUMNS[..1];
    let mut unknown = vec![false; clients.standing.len()];
    let mut are_told = false;
    handovers.register.for_each_tokens(bsn, &mut |_, piece| {
        are_told |= piece[0].iter().any(|token| token.is_present());
        Ok(())
    })?;
    if are_told {
        let (asking, _) = clients.open_tokens(&handovers.providers, bsn)?;
        for client in asking {
            unknown[client.index()] = true;
        }
    }
    Ok(unknown)
}
