//! Links clients by BSN, unless the other fields contradict it.

use rayon::prelude::*;

use super::ClientFate;
use super::clients::{Clients, Standing};
use super::finder::grouped;
use super::reading::went_on;
use crate::error::{Result, in_order};
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::{Handover, HandoverSet, Leading, TokensOfPiece, leading};
use crate::vocabulary::{Progress, ResidentIx};

const COLUMNS: [TokenColumn; 4] = [
    TokenColumn::Bsn,
    TokenColumn::BsnBirthYear,
    TokenColumn::BsnSurname,
    TokenColumn::BsnSurnamePartner,
];

/// The kinds of tokens that links by BSN rest on: the BSN, and then what else is known under it.
pub(super) fn kinds() -> Vec<Vec<TokenColumn>> {
    grouped(COLUMNS)
}

/// What else is known under a BSN: birth year, own and partner's surname.
#[derive(Clone, Copy, Default)]
struct Check([Digest; 3]);

impl Check {
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

/// Residents whose tokens are in memory at once, about.
const TOGETHER: usize = 1 << 18;

/// Decides every client whose BSN is in the register: linked to the one person that has it, unless birth year and
/// surname both differ. Such a BSN, and one that is there twice, is doubted.
///
/// All hand-overs are sorted by these tokens, so a part of the register and of all clients are held against each other at a time.
pub(super) fn link(
    handovers: &HandoverSet,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let HandoverSet {
        register,
        providers,
    } = handovers;
    progress.begin("linking by BSN", Some(register.count_of_tokens()));
    for range in register.ranges(TOGETHER)? {
        let mut residents = Known::read(register, &range, &mut |read| went_on(progress, read))?;
        residents.par_sort_unstable_by_key(|one| one.bsn);
        let decided = clients.by_provider(providers).into_par_iter();
        let decided = decided.map(|(provider, standing)| {
            for client in Known::read(provider, &range, &mut |_| Ok(()))? {
                standing[client.person] = client.standing_among(&residents);
            }
            Ok(())
        });
        in_order(decided)?;
    }
    progress.end();
    Ok(())
}

/// Somebody with a BSN.
struct Known {
    person: usize,
    bsn: Digest,
    check: Check,
}

impl Known {
    /// Those of a hand-over whose BSN is in `range`; `went_on` hears how many tokens were read.
    fn read(
        handover: &Handover,
        range: &Leading,
        went_on: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = Vec::new();
        handover.fold_tokens_of(range, |tokens| Ok(Self::of_piece(tokens)), &mut |(
            piece,
            read,
        )| {
            let mut piece: Vec<Self> = piece;
            // The tokens of a person may be in two pieces.
            let known = all.last_mut().zip(piece.first());
            if let Some((last, next)) = known.filter(|(last, next)| last.person == next.person) {
                last.and(next);
                piece.remove(0);
            }
            all.append(&mut piece);
            went_on(read)
        })?;
        all.retain(|one| one.bsn.is_present() && range.contains(&leading(one.bsn)));
        Ok(all)
    }

    /// Whoever has a token of a BSN or of what is known beside it in a piece, and how many tokens were read.
    fn of_piece(tokens: TokensOfPiece<'_>) -> (Vec<Self>, u64) {
        let known = tokens.persons().filter_map(|one| {
            let known = COLUMNS.map(|column| one.token(column));
            let [bsn, checks @ ..] = known.map(Option::unwrap_or_default);
            known.iter().any(Option::is_some).then_some(Self {
                person: one.person,
                bsn,
                check: Check(checks),
            })
        });
        (known.collect(), tokens.len() as u64)
    }

    /// Adds what another piece has of the same person; no column is in both.
    fn and(&mut self, other: &Self) {
        let theirs = [other.bsn].into_iter().chain(other.check.0);
        let ours = [&mut self.bsn].into_iter().chain(&mut self.check.0);
        for (our, their) in ours.zip(theirs) {
            if their.is_present() {
                *our = their;
            }
        }
    }

    /// Where it stands among residents, sorted by BSN.
    fn standing_among(&self, residents: &[Self]) -> Standing {
        let from = residents.partition_point(|one| one.bsn < self.bsn);
        let mut found = residents[from..].iter();
        let mut next = || found.next().filter(|one| one.bsn == self.bsn);
        match (next(), next()) {
            (None, _) => Standing::Open,
            (Some(_), Some(_)) => Standing::Doubted,
            (Some(one), None) if one.check.contradicts(&self.check) => Standing::Doubted,
            (Some(one), None) => Standing::Person(ResidentIx::at(one.person), ClientFate::ByBsn),
        }
    }
}

/// Whether the register has any BSN.
pub(super) fn are_in(register: &Handover) -> Result<bool> {
    let mut filled = register.filled()?.iter();
    Ok(filled.any(|filled| filled.has(TokenColumn::Bsn)))
}

/// Per client whether it is still sought and has a BSN that the register lacks. Where the register has no BSNs at all,
/// nobody has.
pub(super) fn unknown(handovers: &HandoverSet, clients: &Clients) -> Result<Vec<bool>> {
    let mut unknown = vec![false; clients.standing.len()];
    if are_in(&handovers.register)? {
        for client in clients.open_with(&handovers.providers, TokenColumn::Bsn)? {
            unknown[client.index()] = true;
        }
    }
    Ok(unknown)
}
