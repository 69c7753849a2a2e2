//! Builds the linked town from the decided clients and the register; the tokens are dropped.

use rayon::prelude::*;

use super::clients::{Clients, Standing};
use super::packed::{Use, UseKey};
use super::probable::Weighed;
use super::quality::Found;
use super::{ClientFate, ProviderLinks};
use crate::error::{Error, Result, in_order};
use crate::keys::{KeyedDigest, ReleaseKey};
use crate::pseudonymous::handover::{
    Expected, Handover, HandoverSet, RegisterPersonColumns, UseColumns,
};
use crate::vocabulary::{
    HouseholdIx, PersonIx, Progress, ProviderIx, ResidentIx, SURE, ServiceIx, When,
};

/// Gives the numbers that the rounding of households is drawn by: HMAC-SHA-256(release key, record key), first 64 bits; 0 without a
/// release key.
pub(super) struct Drawing(Option<KeyedDigest>);

impl Drawing {
    pub(super) fn with(release_key: Option<&ReleaseKey>) -> Self {
        Self(release_key.map(ReleaseKey::draws))
    }

    /// That of one household.
    pub(super) fn number(&self, record_key: u64) -> u64 {
        let draws = self.0.as_ref();
        draws.map_or(0, |draws| draws.number(&record_key.to_be_bytes()))
    }

    /// Those of many.
    pub(super) fn numbers(&self, record_keys: &[u64]) -> Vec<u64> {
        let keys = record_keys.par_iter();
        keys.map(|key| self.number(*key)).collect()
    }

    /// That of nobody.
    pub(super) fn nobody(&self) -> u64 {
        let draws = self.0.as_ref();
        draws.map_or(0, |draws| draws.number(b"nobody"))
    }
}

/// The household of a client and, where that is known, who of the register it is.
type Home = (HouseholdIx, Option<ResidentIx>);

/// What became of a client, with its household.
type Fate = (ClientFate, Option<Home>);

/// What became of every client and, where linked, its household and person.
pub(super) struct Resolved<'a> {
    /// The clients, decided.
    pub(super) clients: &'a Clients,
    pub(super) persons: &'a RegisterPersonColumns,
    /// What the rounding of a household is drawn by.
    pub(super) draw_of: &'a (dyn Fn(HouseholdIx) -> u64 + Sync),
    /// The services that count for the household at the address that the provider gives.
    pub(super) by_address: &'a [ServiceIx],
    /// By client of all providers that household, where it is known; empty where no service counts so.
    pub(super) given_homes: &'a [Option<HouseholdIx>],
}

/// The uses and the links of all providers.
#[derive(Default)]
pub(super) struct Joined {
    /// Of those who are linked, in the order of the providers and their rows; in place of the person stands the resident, until
    /// [`Members::named`](super::members::Members::named).
    pub(super) packed: Vec<UseKey>,
    /// By each of [`SURE`] but the first, those of `packed` whose links are less likely.
    pub(super) less_sure: [Vec<UseKey>; SURE.len() - 1],
    pub(super) providers: Vec<ProviderLinks>,
    /// By provider what is known of each client; empty where nothing is weighed.
    pub(super) found: Vec<Vec<Found>>,
}

impl Joined {
    /// These, and behind them those of another.
    fn with(mut self, other: Self) -> Self {
        self.packed.extend(other.packed);
        for (uses, more) in self.less_sure.iter_mut().zip(other.less_sure) {
            uses.extend(more);
        }
        self.providers.extend(other.providers);
        self.found.extend(other.found);
        self
    }
}

impl Resolved<'_> {
    /// Joins the clients of all providers and their uses to households.
    pub(super) fn joined(
        &self,
        handovers: &HandoverSet,
        expected: &Expected,
        weighed: Option<&Weighed>,
        progress: &dyn Progress,
    ) -> Result<Joined> {
        let providers = handovers.providers.par_iter().enumerate();
        let of_provider = |(index, handover)| {
            let provider = ProviderIx::at(index);
            self.of_provider((provider, handover), expected, weighed, progress)
        };
        let of_providers = in_order(providers.map(of_provider))?.into_iter();
        Ok(of_providers.fold(Joined::default(), Joined::with))
    }

    /// The same of one provider.
    pub(super) fn of_provider(
        &self,
        (provider, handover): (ProviderIx, &Handover),
        expected: &Expected,
        weighed: Option<&Weighed>,
        progress: &dyn Progress,
    ) -> Result<Joined> {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        handover.check_order()?;
        let uses = handover.uses(&expected.services, expected.told)?;
        let found = self.found(provider, &uses);
        let mut joined = Joined::default();
        let links = self.provider(provider, handover, (&uses, &found), &mut joined.packed);
        joined.providers.push(links);
        if let Some(weighed) = weighed {
            let found = self.weighed(provider, &found, weighed);
            less_sure(&joined.packed, (&uses, &found), &mut joined.less_sure);
            joined.found.push(found);
        }
        progress.advance(1);
        Ok(joined)
    }

    /// The fate of a client, and its household and who it is (`None` where only the household is known).
    fn fate(&self, standing: Standing, is_outside: bool) -> Fate {
        let of_person = |person: ResidentIx, fate: ClientFate| {
            let person = person.index();
            match self.persons.household[person] {
                _ if self.persons.has_left[person] => (ClientFate::Left, None),
                None => (ClientFate::Outside, None),
                Some(household) => (fate, Some((household, Some(ResidentIx::at(person))))),
            }
        };
        match standing {
            Standing::Person(person, fate) => of_person(person, fate),
            Standing::Home(household, fate) => (fate, Some((household, None))),
            Standing::Ambiguous | Standing::Several | Standing::Doubted => {
                (ClientFate::Ambiguous, None)
            }
            Standing::Open if is_outside => (ClientFate::Outside, None),
            Standing::Open => (ClientFate::NotFound, None),
        }
    }

    /// What became of each client of a provider.
    fn found(&self, provider: ProviderIx, uses: &UseColumns) -> Vec<Fate> {
        let standing = self.clients.of_provider(provider).par_iter();
        standing
            .zip(&uses.outside)
            .map(|(standing, is_outside)| self.fate(*standing, *is_outside))
            .collect()
    }

    /// How likely the home of each client of a provider is, and what is known of it.
    fn weighed(&self, provider: ProviderIx, found: &[Fate], weighed: &Weighed) -> Vec<Found> {
        let places = self.clients.places_of(provider);
        let likely = weighed.likely[places.clone()].iter();
        let fields = &weighed.fields[places];
        let standing = self.clients.of_provider(provider);
        let all = found.iter().zip(standing).zip(likely.zip(fields));
        all.map(|(((_, home), standing), (p, fields))| Found {
            fields: *fields,
            p: *p,
            home: home.map(|(household, _)| {
                let resident = match standing {
                    Standing::Person(resident, _) => Some(*resident),
                    _ => None,
                };
                (resident, household)
            }),
        })
        .collect()
    }

    /// The household that a use counts for, and who of it.
    fn counts_for(&self, client: usize, service: ServiceIx, (lives_in, resident): Home) -> Home {
        let is_by_address = self.by_address.contains(&service);
        let given = self.given_homes.get(client).copied().flatten();
        match given.filter(|given| is_by_address && *given != lives_in) {
            Some(given) => (given, None),
            None => (lives_in, resident),
        }
    }

    /// Counts the fates of a provider's clients and adds the uses of those that are linked to `packed`.
    fn provider(
        &self,
        provider: ProviderIx,
        handover: &Handover,
        (uses, found): (&UseColumns, &[Fate]),
        packed: &mut Vec<UseKey>,
    ) -> ProviderLinks {
        let (mut fates, mut draws) = ([0; ClientFate::COUNT], [0_u64; ClientFate::COUNT]);
        for (fate, home) in found {
            let draw = home.map_or(0, |(household, _)| (self.draw_of)(household));
            fates[*fate as usize] += 1;
            draws[*fate as usize] = draws[*fate as usize].wrapping_add(draw);
        }
        let first = self.clients.places_of(provider).start;
        packed.par_extend((0..uses.client.len()).into_par_iter().filter_map(|row| {
            let (client, service) = (uses.client[row], uses.service[row]);
            let lives_in = found[client.index()].1?;
            let (household, resident) = self.counts_for(first + client.index(), service, lives_in);
            Some(UseKey::pack(&Use {
                household,
                person: resident.map(|resident| PersonIx::at(resident.index())),
                service,
                provider,
                when: uses.when[row],
            }))
        }));
        // The clients are those with a use at either moment, so the records are too.
        let records = uses.when.iter().filter(|when| when.meets(When::ALWAYS));
        ProviderLinks {
            provider: handover.provider().clone(),
            records: records.count() as u64,
            clients: found.len() as u64,
            fates,
            draws,
            left_behind: handover
                .manifest()
                .counts
                .as_ref()
                .map(|one| one.left_behind),
        }
    }
}

/// Adds to `less_sure` the uses of clients whose links are less likely than each of [`SURE`] but the first; `packed` has those of linked
/// clients in the order of the rows.
fn less_sure(
    packed: &[UseKey],
    (uses, found): (&UseColumns, &[Found]),
    less_sure: &mut [Vec<UseKey>; SURE.len() - 1],
) {
    let clients = uses.client.iter().map(|client| &found[client.index()]);
    let linked = clients.filter(|client| client.home.is_some());
    for (key, client) in packed.iter().zip(linked) {
        for (uses, surer) in less_sure.iter_mut().zip(&SURE[1..]) {
            if client.p < *surer {
                uses.push(*key);
            }
        }
    }
}
