//! Links clients without a person to the only household at their address.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use super::ClientFate;
use super::bsn;
use super::clients::{Clients, Standing};
use super::matched::Match;
use super::reading::Reading;
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

    /// Everybody who lives in a household on the reference date.
    pub(super) fn residents(&self) -> impl Iterator<Item = (ResidentIx, HouseholdIx)> {
        let all = (0..self.persons.household.len()).map(ResidentIx::at);
        all.filter_map(|person| Some((person, self.home_of(person)?)))
    }

    pub(super) fn is_private(&self, home: HouseholdIx) -> bool {
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
    (homes, told): (&Homes<'_>, &Told),
    clients: &mut Clients,
    (reading, first): (&Reading, usize),
) -> Result<()> {
    let has_unknown_bsn = bsn::unknown(handovers, clients)?;
    let is_sought = |client: SeekerIx| !has_unknown_bsn[client.index()];
    let kinds = kinds_of_clients();
    let reading = (reading, first, &kinds[..]);
    descend((homes, told), clients, reading, &is_sought);
    Ok(())
}

/// The kinds of tokens that tell who lives at an address: surnames, in these columns, and then the rungs of the ladder.
fn kinds(surnames: Vec<TokenColumn>) -> Vec<Vec<TokenColumn>> {
    let rungs = columns(Subject::Address).into_iter();
    let rungs = rungs.map(|rung| vec![rung]);
    std::iter::once(surnames).chain(rungs).collect()
}

/// The kinds of tokens that clients are sought by at their address, where links are not weighed.
pub(super) fn kinds_of_clients() -> Vec<Vec<TokenColumn>> {
    kinds(columns(Subject::Residents))
}

/// By client that is linked, of all providers, the only private household at the address that its provider gives: found as without
/// a BSN, so that a surname which nobody bears there speaks against it. Empty where no service counts by address.
pub(super) fn given_homes(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &Clients,
    (expected, most): (&Expected, usize),
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
    let mut given = Vec::with_capacity(clients.standing.len());
    let kinds = kinds(surnames);
    let told = Told::read(handovers, homes, &kinds[0])?;
    let mut sought = clients.sought_anew();
    let ranges = sought.ranges(&handovers.providers, &kinds, most)?;
    let total = handovers.register.count_of_tokens() * ranges.len() as u64;
    progress.begin("linking by address", Some(total));
    let home = |standing| match standing {
        Standing::Home(home, _) => Some(home).filter(|home| homes.is_private(*home)),
        _ => None,
    };
    for range in ranges {
        let mut some = sought.take(range);
        let reading = Reading::of(handovers, &some, &kinds, progress)?;
        let reading = (&reading, 0, &kinds[..]);
        descend((homes, &told), &mut some, reading, &|_| true);
        given.extend(some.standing.into_iter().map(home));
    }
    progress.end();
    Ok(given)
}

/// Looks for the clients that are sought by the kinds of a reading from the first on; the first of them tells where somebody bears
/// their surname.
fn descend(
    (homes, told): (&Homes<'_>, &Told),
    clients: &mut Clients,
    (reading, first, kinds): (&Reading, usize, &[Vec<TokenColumn>]),
    is_sought: &dyn Fn(SeekerIx) -> bool,
) {
    let names = Names::of((homes, told), clients, (reading, first));
    let rungs = first + 1..first + kinds.len();
    let mut residents = vec![Residents::default(); reading.tokens()];
    for (index, person) in reading.found(rungs.clone()) {
        if let Some(household) = homes.home_of(person) {
            residents[index].add(household, homes);
        }
    }
    for rung in rungs {
        for (client, index) in reading.asking(rung) {
            let standing = &mut clients.standing[client.index()];
            if standing.is_open()
                && is_sought(client)
                && let Some(found) = names.standing(client, residents[index])
            {
                *standing = found;
            }
        }
    }
}

/// The columns that stand for `subject`, in the order of the file.
fn columns(subject: Subject) -> Vec<TokenColumn> {
    let all = TokenColumn::ALL.iter().copied();
    all.filter(|column| column.subject() == subject).collect()
}

/// Per household whether the register has a surname of anyone there.
pub(super) struct Told(Vec<bool>);

impl Told {
    /// By the columns in which surnames are.
    pub(super) fn read(
        handovers: &HandoverSet,
        homes: &Homes<'_>,
        columns: &[TokenColumn],
    ) -> Result<Self> {
        let mut told = vec![false; homes.households.kind.len()];
        let residents = (0..).map(ResidentIx::at);
        for (person, filled) in residents.zip(handovers.register.filled()?.iter()) {
            let is_told = columns.iter().any(|column| filled.has(*column));
            if let Some(household) = homes.home_of(person).filter(|_| is_told) {
                told[household.index()] = true;
            }
        }
        Ok(Self(told))
    }
}

/// Where the surnames of clients are borne.
struct Names<'a> {
    /// Per client whether it has a surname and an address.
    are_known: Vec<bool>,
    /// Client, and the household at its postcode and number in which somebody bears its own or its partner's surname.
    bearers: HashSet<(SeekerIx, HouseholdIx)>,
    told: &'a Told,
}

impl<'a> Names<'a> {
    fn of(
        (homes, told): (&Homes<'_>, &'a Told),
        clients: &Clients,
        (reading, kind): (&Reading, usize),
    ) -> Self {
        let mut found: HashMap<usize, Vec<HouseholdIx>> = HashMap::new();
        for (index, person) in reading.found(kind..kind + 1) {
            found
                .entry(index)
                .or_default()
                .extend(homes.home_of(person));
        }
        let mut names = Self {
            are_known: vec![false; clients.standing.len()],
            bearers: HashSet::new(),
            told,
        };
        for (client, index) in reading.asking(kind) {
            names.are_known[client.index()] = true;
            let households = found.get(&index).into_iter().flatten();
            names.bearers.extend(households.map(|one| (client, *one)));
        }
        names
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
        let is_named = self.are_known[client.index()] && self.told.0[household.index()];
        !is_named || self.bearers.contains(&(client, household))
    }
}
