//! Links clients without a person to the only household at their address.

use std::collections::HashSet;

use super::ClientFate;
use super::bsn;
use super::clients::{Clients, Standing};
use super::finder::{Finder, Match};
use crate::error::Result;
use crate::pseudonymous::handover::{
    Expected, HandoverSet, HouseholdColumns, RegisterPersonColumns,
};
use crate::pseudonymous::{Subject, TokenColumn, TokenProfile};
use crate::vocabulary::{HouseholdIx, HouseholdType, Progress, ResidentIx, SeekerIx};

/// The register as the search by address sees it.
pub(super) struct Homes<'a> {
    pub(super) persons: &'a RegisterPersonColumns,
    pub(super) households: &'a HouseholdColumns,
}

impl Homes<'_> {
    /// The household in which a person lives on the reference date.
    pub(super) fn home_of(&self, person: ResidentIx) -> Option<HouseholdIx> {
        let household = self.persons.household[person.index()];
        household.filter(|_| !self.persons.has_left[person.index()])
    }

    /// The same, unless it is an institution.
    pub(super) fn private_home_of(&self, person: ResidentIx) -> Option<HouseholdIx> {
        self.home_of(person).filter(|home| self.is_private(*home))
    }

    fn is_private(&self, home: HouseholdIx) -> bool {
        self.households.kind[home.index()] != HouseholdType::Institution
    }
}

/// Who lives under one address token.
#[derive(Clone, Copy, Default)]
pub(super) struct Residents {
    private: Match<HouseholdIx>,
    institution: Match<HouseholdIx>,
}

impl Residents {
    /// Notes that this household is found under it.
    pub(super) fn add(&mut self, household: HouseholdIx, homes: &Homes<'_>) {
        match homes.households.kind[household.index()] {
            HouseholdType::Institution => self.institution.add(household),
            _ => self.private.add(household),
        }
    }

    /// The only private household, or where only institutions are the only one.
    pub(super) const fn only_home(self) -> Option<HouseholdIx> {
        match self.private {
            Match::Nobody => self.institution.only(),
            private => private.only(),
        }
    }
}

/// Descends the address ladder, from the exact address to postcode and house number: the first rung at which any
/// household is found decides. One private household is linked, more are ambiguous; where only institutions live, the one
/// institution is linked. A client with a BSN that the register lacks is somebody else, and so is one whose surname
/// nobody bears there: neither is linked.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let has_unknown_bsn = bsn::unknown(handovers, clients)?;
    let is_sought = |client: SeekerIx| !has_unknown_bsn[client.index()];
    let surnames = columns(Subject::Residents);
    descend(
        (handovers, homes),
        clients,
        (&surnames, &is_sought),
        progress,
    )
}

/// By client that is linked, of all providers, the only private household at the address that its provider gives: found as without
/// a BSN, so that a surname which nobody bears there speaks against it. Empty where no service counts by address.
pub(super) fn given_homes(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &Clients,
    expected: &Expected,
    progress: &dyn Progress,
) -> Result<Vec<Option<HouseholdIx>>> {
    if expected.by_address.is_empty() {
        return Ok(Vec::new());
    }
    let surnames = match expected.profile {
        TokenProfile::Strict => vec![
            TokenColumn::AddressSurname,
            TokenColumn::AddressSurnamePartner,
        ],
        TokenProfile::Id | TokenProfile::Standard => columns(Subject::Residents),
    };
    let mut sought = clients.sought_anew();
    descend(
        (handovers, homes),
        &mut sought,
        (&surnames, &|_| true),
        progress,
    )?;
    let home = |standing| match standing {
        Standing::Home(home, _) => Some(home).filter(|home| homes.is_private(*home)),
        _ => None,
    };
    Ok(sought.standing.into_iter().map(home).collect())
}

/// Looks for the clients that are sought, of whom `surnames` tell where somebody bears theirs.
fn descend(
    (handovers, homes): (&HandoverSet, &Homes<'_>),
    clients: &mut Clients,
    (surnames, is_sought): (&[TokenColumn], &dyn Fn(SeekerIx) -> bool),
    progress: &dyn Progress,
) -> Result<()> {
    let rungs: Vec<TokenColumn> = columns(Subject::Address);
    // Progress counts a reading for the names, and one for each rung.
    let total = handovers.register.persons() * (rungs.len() + 1);
    progress.begin("linking by address", Some(total as u64));
    let names = Names::read((handovers, homes), clients, surnames, progress)?;
    for rung in rungs {
        let (asking, tokens) = clients.open_tokens(&handovers.providers, &[rung])?;
        let finder = Finder::new(tokens.clone())?;
        let mut residents = vec![Residents::default(); finder.len()];
        finder.scan(
            &handovers.register,
            &[rung],
            1,
            progress,
            &mut |index, person, _, _| {
                if let Some(household) = homes.home_of(person) {
                    residents[index].add(household, homes);
                }
            },
        )?;
        for (client, token) in asking.into_iter().zip(tokens) {
            let found = finder.index(token).map(|index| residents[index]);
            let found = found.filter(|_| is_sought(client));
            if let Some(standing) = found.and_then(|found| names.standing(client, found)) {
                clients.standing[client.index()] = standing;
            }
        }
    }
    progress.end();
    Ok(())
}

/// The columns that stand for `subject`, in the order of the file.
fn columns(subject: Subject) -> Vec<TokenColumn> {
    let all = TokenColumn::ALL.iter().copied();
    all.filter(|column| column.subject() == subject).collect()
}

/// Where the surnames of clients are borne.
struct Names {
    /// Per client whether it has a surname and an address.
    are_known: Vec<bool>,
    /// Client, and the household at its postcode and number in which somebody bears its own or its partner's surname.
    bearers: HashSet<(SeekerIx, HouseholdIx)>,
    /// Per household whether the register has a surname of anyone there.
    are_told: Vec<bool>,
}

impl Names {
    fn read(
        (handovers, homes): (&HandoverSet, &Homes<'_>),
        clients: &Clients,
        columns: &[TokenColumn],
        progress: &dyn Progress,
    ) -> Result<Self> {
        let (asking, tokens) = clients.open_tokens(&handovers.providers, columns)?;
        let finder = Finder::new(tokens.clone())?;
        let mut found = vec![Vec::new(); finder.len()];
        let sought = columns.len();
        finder.scan(
            &handovers.register,
            columns,
            sought,
            progress,
            &mut |index, person, _, _| found[index].extend(homes.home_of(person)),
        )?;
        let mut names = Self {
            are_known: vec![false; clients.standing.len()],
            bearers: HashSet::new(),
            are_told: vec![false; homes.households.kind.len()],
        };
        for (client, token) in asking.into_iter().zip(tokens) {
            names.are_known[client.index()] = true;
            let households = finder.index(token).map(|index| &found[index]);
            let households = households.into_iter().flatten();
            names.bearers.extend(households.map(|one| (client, *one)));
        }
        handovers
            .register
            .for_each_tokens(columns, &mut |first, piece| {
                for row in 0..piece[0].len() {
                    let person = ResidentIx::at(first + row);
                    let is_told = piece.iter().any(|column| column[row].is_present());
                    if let Some(household) = homes.home_of(person).filter(|_| is_told) {
                        names.are_told[household.index()] = true;
                    }
                }
                Ok(())
            })?;
        Ok(names)
    }

    /// How far the search for a client is at an address where these live. A private household goes before an institution.
    fn standing(&self, client: SeekerIx, found: Residents) -> Option<Standing> {
        match (found.private, found.institution) {
            (Match::One(household), _) if !self.may_live(client, household) => None,
            (Match::One(household), _) | (Match::Nobody, Match::One(household)) => {
                Some(Standing::Home(household, ClientFate::ByAddress))
            }
            (Match::Several, _) | (Match::Nobody, Match::Several) => Some(Standing::Ambiguous),
            (Match::Nobody, Match::Nobody) => None,
        }
    }

    /// Whether no surname speaks against it.
    fn may_live(&self, client: SeekerIx, household: HouseholdIx) -> bool {
        let is_named = self.are_known[client.index()] && self.are_told[household.index()];
        !is_named || self.bearers.contains(&(client, household))
    }
}
