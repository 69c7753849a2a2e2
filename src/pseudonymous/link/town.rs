//! Builds the linked town from the decided clients and the register; the tokens are dropped.

use rayon::prelude::*;

use super::clients::{Clients, Standing};
use super::packed::{Resident, ResidentKey, Use, UseKey};
use super::probable::Weighed;
use super::quality::Found;
use super::{ClientFate, LinkedPersons, ProviderLinks};
use crate::error::{Error, Result, in_order};
use crate::keys::ReleaseKey;
use crate::pseudonymous::handover::{
    Expected, Handover, HandoverSet, RegisterPersonColumns, UseColumns,
};
use crate::vocabulary::{
    HouseholdIx, PersonIx, Progress, ProviderIx, ResidentIx, SURE, ServiceIx, When,
};

/// The numbers that the rounding of households is drawn by: HMAC-SHA-256(release key, record key), first 64 bits.
pub(super) fn draws(record_keys: &[u64], release_key: Option<&ReleaseKey>) -> Vec<u64> {
    match release_key.map(ReleaseKey::draws) {
        Some(draws) => record_keys
            .par_iter()
            .map(|key| draws.number(&key.to_be_bytes()))
            .collect(),
        None => vec![0; record_keys.len()],
    }
}

/// The persons who live in a household, and for every person of the register the index among them.
///
/// Within a household the order is that of age band, sex and token, so that no order of a file reaches the result.
pub(super) fn persons(
    register: &Handover,
    read: &RegisterPersonColumns,
) -> Result<(LinkedPersons, Vec<Option<PersonIx>>)> {
    let ties = register.first_tokens()?;
    let packed = |(row, tie): (usize, u64)| {
        let household = read.household[row].filter(|_| !read.has_left[row])?;
        Some(ResidentKey::pack(&Resident {
            household,
            age_band: read.age_band[row],
            sex: read.sex[row],
            tie,
            row: ResidentIx::at(row),
        }))
    };
    let mut order: Vec<ResidentKey> = ties
        .into_par_iter()
        .enumerate()
        .filter_map(packed)
        .collect();
    order.par_sort_unstable();
    let mut indexes = vec![None; read.household.len()];
    for (index, key) in order.iter().enumerate() {
        indexes[key.unpack().row.index()] = Some(PersonIx::at(index));
    }
    let all = || order.par_iter().map(|key| key.unpack());
    let persons = LinkedPersons {
        household: all().map(|one| one.household).collect(),
        age_band: all().map(|one| one.age_band).collect(),
        sex: all().map(|one| one.sex).collect(),
    };
    Ok((persons, indexes))
}

/// What became of a client, with its household and, where that is known, its person.
type Fate = (ClientFate, Option<(HouseholdIx, Option<PersonIx>)>);

/// What became of every client and, where linked, its household and person.
pub(super) struct Resolved<'a> {
    /// The clients, decided.
    pub(super) clients: &'a Clients,
    pub(super) persons: &'a RegisterPersonColumns,
    /// The index of each among the linked persons.
    pub(super) indexes: &'a [Option<PersonIx>],
    /// What the rounding of each household is drawn by.
    pub(super) draws: &'a [u64],
    /// The services that count for the household at the address that the provider gives.
    pub(super) by_address: &'a [ServiceIx],
    /// By client of all providers that household, where it is known; empty where no service counts so.
    pub(super) given_homes: &'a [Option<HouseholdIx>],
}

/// The uses and the links of all providers.
#[derive(Default)]
pub(super) struct Joined {
    /// Of those who are linked, in the order of the providers and their rows.
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
        let of_provider = |(index, handover): (usize, &Handover)| {
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            handover.first_tokens()?;
            let uses = handover.uses(&expected.services, expected.told)?;
            let provider = ProviderIx::at(index);
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
        };
        let providers = handovers.providers.par_iter().enumerate();
        let of_providers = in_order(providers.map(of_provider))?.into_iter();
        Ok(of_providers.fold(Joined::default(), Joined::with))
    }

    /// The fate of a client, and household and person (`None` where only the household is known).
    fn fate(&self, standing: Standing, is_outside: bool) -> Fate {
        let of_person = |person: ResidentIx, fate: ClientFate| {
            let person = person.index();
            match self.persons.household[person] {
                _ if self.persons.has_left[person] => (ClientFate::Left, None),
                None => (ClientFate::Outside, None),
                Some(household) => (fate, Some((household, self.indexes[person]))),
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

    /// The household that a use counts for, and the person where it is one of that household.
    fn counts_for(
        &self,
        client: usize,
        service: ServiceIx,
        (lives_in, person): (HouseholdIx, Option<PersonIx>),
    ) -> (HouseholdIx, Option<PersonIx>) {
        let is_by_address = self.by_address.contains(&service);
        let given = self.given_homes.get(client).copied().flatten();
        match given.filter(|given| is_by_address && *given != lives_in) {
            Some(given) => (given, None),
            None => (lives_in, person),
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
            let draw = home.map_or(0, |(household, _)| self.draws[household.index()]);
            fates[*fate as usize] += 1;
            draws[*fate as usize] = draws[*fate as usize].wrapping_add(draw);
        }
        let first = self.clients.places_of(provider).start;
        packed.par_extend((0..uses.client.len()).into_par_iter().filter_map(|row| {
            let (client, service) = (uses.client[row], uses.service[row]);
            let lives_in = found[client.index()].1?;
            let (household, person) = self.counts_for(first + client.index(), service, lives_in);
            Some(UseKey::pack(&Use {
                household,
                person,
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
