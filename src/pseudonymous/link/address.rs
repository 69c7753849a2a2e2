//! Clients whose person was not found in, those decided at whose address a household lives.

use super::clients::{Clients, Standing};
use super::finder::{Finder, Match};
use crate::error::Result;
use crate::pseudonymous::handover::{HandoverSet, HouseholdColumns, RegisterPersonColumns};
use crate::pseudonymous::{Subject, TokenColumn};
use crate::vocabulary::{HouseholdType, Progress};

/// Who lives under one address token.
#[derive(Clone, Copy, Default)]
struct Residents {
    private: Match,
    institution: Match,
}

impl Residents {
    /// A private household goes before an institution; of neither more than one.
    fn decision(self) -> Option<Standing> {
        match (self.private, self.institution) {
            (Match::One(household), _) | (Match::Nobody, Match::One(household)) => {
                Some(Standing::ByAddress(household))
            }
            (Match::Several, _) | (Match::Nobody, Match::Several) => Some(Standing::Ambiguous),
            (Match::Nobody, Match::Nobody) => None,
        }
    }
}

/// Descends the address ladder, from the exact address to postcode and house number: the first rung at which any
/// household is found decides. One private household is linked, more are ambiguous; where only institutions live, the one
/// institution is linked.
pub(super) fn link(
    handovers: &HandoverSet,
    persons: &RegisterPersonColumns,
    households: &HouseholdColumns,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let rungs = TokenColumn::ALL
        .iter()
        .filter(|column| column.subject() == Subject::Address);
    let total = handovers.register.persons() * rungs.clone().count();
    progress.begin("linking by address", Some(total as u64));
    for rung in rungs {
        let (asking, tokens) = clients.open_tokens(&handovers.providers, &[*rung])?;
        let finder = Finder::new(tokens.clone());
        let mut residents = vec![Residents::default(); finder.len()];
        finder.scan(
            &handovers.register,
            &[*rung],
            1,
            progress,
            &mut |place, person, _, _| {
                let household = persons.household[person as usize];
                if household == u32::MAX || persons.has_left[person as usize] {
                    return;
                }
                match households.kind[household as usize] {
                    HouseholdType::Institution => residents[place].institution.add(household),
                    _ => residents[place].private.add(household),
                }
            },
        )?;
        for (client, token) in asking.into_iter().zip(tokens) {
            let place = finder.place(token);
            if let Some(standing) = place.and_then(|place| residents[place as usize].decision()) {
                clients.standing[client as usize] = standing;
            }
        }
    }
    progress.end();
    Ok(())
}
