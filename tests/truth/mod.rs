//! The truth of the made-up town as a linked town: what linking would give if no client were missed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use factlab::agreement::Agreement;
use factlab::keys::{Digest, Identity, Message, ProjectSecret, Stage2Key, StageKeys, TokenKeys};
use factlab::pseudonymous::TokenColumn;
use factlab::pseudonymous::handover::{HandoverSet, RegisterPersonColumns};
use factlab::pseudonymous::link::{
    Drawn, LinkGroup, LinkQuality, LinkedPersons, LinkedTown, ProviderLinks, QualityCount, Use,
    UseKey,
};
use factlab::vocabulary::{HouseholdIx, PersonIx, ProviderIx, ServiceIx, Silent, When};

use crate::frame::Frame;
use crate::office::Office;

/// The hand-overs of the town, decrypted as its analyst does.
pub(crate) fn handovers(office: &Office, agreement: &Agreement) -> HandoverSet {
    let inputs = agreement.run_inputs(None, true).unwrap();
    let identity = Identity::read(&office.path("town/analyst/identity.txt")).unwrap();
    let (register, providers) = (&inputs.register, &inputs.providers);
    let expected = agreement.expected();
    HandoverSet::open(
        register,
        providers,
        &expected,
        Some(&identity),
        &|_| Ok(()),
        &Silent,
    )
    .unwrap()
}

/// Households and persons of the register's hand-over; uses of `truth-clients.parquet`.
pub(crate) fn true_links(office: &Office, agreement: &Agreement) -> LinkedTown {
    let set = handovers(office, agreement);
    let expected = agreement.expected();
    let register = set.register.register_persons(&expected.age_bands).unwrap();
    let (persons, place_of_row) = persons(&register);
    let (row_of_person, row_of_household) = rows_of_persons(office, &set);
    let clients = Clients::read(office);

    let households = set.register.households(&expected.age_bands).unwrap();
    let services: Vec<_> = expected.services.iter().map(ToString::to_string).collect();
    let providers: Vec<_> = set
        .providers
        .iter()
        .map(|one| one.provider().clone())
        .collect();
    let codes: Vec<_> = providers.iter().map(ToString::to_string).collect();
    // A client known by address only has a true household and no person.
    let find = |person: Option<u32>, household: &str| match person {
        Some(person) => {
            let row = row_of_person[&person];
            (
                register.household[row].unwrap(),
                place_of_row.get(&row).copied(),
            )
        }
        None => (
            register.household[row_of_household[household]].unwrap(),
            None,
        ),
    };
    LinkedTown {
        uses: uses(&clients, &find, &services, &codes),
        providers: providers
            .into_iter()
            .map(|provider| links(&clients, provider))
            .collect(),
        persons,
        nobody: 0,
        draws: vec![0; households.record_key.len()],
        households,
        // True links are certain: all tables have rows.
        quality: vec![LinkQuality {
            provider: None,
            group: LinkGroup::All,
            counts: [Drawn::default(); QualityCount::COUNT],
        }],
        ..LinkedTown::default()
    }
}

/// The persons who live in a household, and the place of each row of the hand-over among them.
pub(crate) fn persons(
    register: &RegisterPersonColumns,
) -> (LinkedPersons, HashMap<usize, PersonIx>) {
    let housed = (0..register.household.len()).filter(|row| register.household[*row].is_some());
    let mut order: Vec<usize> = housed.collect();
    order.sort_by_key(|row| (register.household[*row], *row));
    let persons = LinkedPersons {
        household: order
            .iter()
            .map(|row| register.household[*row].unwrap())
            .collect(),
        age_band: order.iter().map(|row| register.age_band[*row]).collect(),
        sex: order.iter().map(|row| register.sex[*row]).collect(),
    };
    (
        persons,
        order.into_iter().zip((0..).map(PersonIx::at)).collect(),
    )
}

/// Person of the register's extract (from 0), and supplied household → row of the register's hand-over, by the BSN token.
pub(crate) fn rows_of_persons(
    office: &Office,
    set: &HandoverSet,
) -> (HashMap<u32, usize>, HashMap<String, usize>) {
    let tokens = set.register.tokens(TokenColumn::Bsn).unwrap();
    let secret = ProjectSecret::read(&office.path("town/register-office/project.key")).unwrap();
    let second = Stage2Key::read(&office.path("town/keyholder/stage2.key")).unwrap();
    let kinds = [TokenColumn::Bsn.kind()];
    let keys = TokenKeys::derive(&secret, "zaandorp-2026", &kinds);
    let second = StageKeys::derive(&second, "zaandorp-2026", &kinds);
    let rows = tokens.iter().enumerate();
    let row_of: HashMap<Digest, usize> = rows.map(|(row, token)| (*token, row)).collect();
    let mut message = Message::new();
    let (mut of_person, mut of_household) = (HashMap::new(), HashMap::new());
    for (person, cells) in (0..).zip(register_extract(office)) {
        message.clear();
        message.number(cells[0].parse().unwrap());
        let row = row_of[&second.digest(0, keys.digest(0, &message))];
        of_person.insert(person, row);
        // The first of a household is a living member.
        of_household.entry(cells[12].clone()).or_insert(row);
    }
    (of_person, of_household)
}

/// The cells of each row of the register's extract, in the order of its columns.
pub(crate) fn register_extract(office: &Office) -> Vec<Vec<String>> {
    let register = fs::read_to_string(office.path("town/register-office/register.csv")).unwrap();
    let cells = |line: &str| line.split(';').map(str::to_owned).collect();
    register.lines().skip(1).map(cells).collect()
}

/// `truth-clients.parquet`, a place per row of an extract.
struct Clients {
    provider: Vec<String>,
    client: Vec<String>,
    service: Vec<String>,
    fate: Vec<String>,
    person: Vec<Option<u32>>,
    household: Vec<String>,
    when: Vec<When>,
}

impl Clients {
    fn read(office: &Office) -> Self {
        let frame = Frame::open(&office.path("town/truth/truth-clients.parquet"));
        Self {
            provider: texts(&frame, "provider"),
            client: texts(&frame, "client"),
            service: texts(&frame, "service"),
            fate: texts(&frame, "fate"),
            person: frame
                .column("person")
                .numbers()
                .map(|person| person.map(|person| u32::try_from(person).unwrap()))
                .collect(),
            household: frame
                .column("household")
                .numbers()
                .map(|number| number.map_or_else(String::new, |number| number.to_string()))
                .collect(),
            when: when(&frame),
        }
    }

    /// The rows whose use covers a day of the period.
    fn in_period(&self) -> impl Iterator<Item = usize> {
        (0..self.provider.len()).filter(|row| self.when[*row].meets(When::IN_PERIOD))
    }
}

fn texts(frame: &Frame, name: &str) -> Vec<String> {
    let column = frame.column(name).texts();
    column
        .map(|text| text.unwrap_or_default().to_owned())
        .collect()
}

/// Person (where known) and household of the truth → household and person of the hand-over.
type Find<'a> = dyn Fn(Option<u32>, &str) -> (HouseholdIx, Option<PersonIx>) + 'a;

/// When each use was, by the columns of a hand-over that the truth has too.
fn when(frame: &Frame) -> Vec<When> {
    let mut when = Vec::new();
    for (column, bit) in When::COLUMNS {
        let flags: Vec<bool> = frame.column(column).flags().collect();
        when.resize(flags.len(), When::default());
        for (when, flag) in when.iter_mut().zip(flags) {
            *when = when.or(bit.when(flag));
        }
    }
    when
}

fn uses(
    clients: &Clients,
    find: &Find<'_>,
    services: &[String],
    providers: &[String],
) -> Vec<UseKey> {
    let place =
        |list: &[String], wanted: &String| list.iter().position(|one| one == wanted).unwrap();
    let mut uses: BTreeMap<UseKey, When> = BTreeMap::new();
    for row in clients
        .in_period()
        .filter(|row| clients.fate[*row] == "linked")
    {
        let (household, person) = find(clients.person[row], &clients.household[row]);
        let key = UseKey::pack(&Use {
            household,
            person,
            service: ServiceIx::at(place(services, &clients.service[row])),
            provider: ProviderIx::at(place(providers, &clients.provider[row])),
            when: When::default(),
        });
        let when = uses.entry(key).or_default();
        *when = when.or(clients.when[row]);
    }
    let told = |(key, when): (UseKey, When)| {
        UseKey::pack(&Use {
            when,
            ..key.unpack()
        })
    };
    uses.into_iter().map(told).collect()
}

fn links(clients: &Clients, provider: factlab::vocabulary::ProviderId) -> ProviderLinks {
    let rows = clients
        .in_period()
        .filter(|row| clients.provider[*row] == provider.as_str());
    let mut fates = BTreeMap::new();
    let mut records = BTreeSet::new();
    for row in rows {
        fates.insert(&clients.client[row], clients.fate[row].as_str());
        records.insert((&clients.client[row], &clients.service[row]));
    }
    let with = |wanted: &str| fates.values().filter(|fate| **fate == wanted).count() as u64;
    let found = [
        with("linked"),
        0,
        0,
        0,
        0,
        with("outside"),
        with("left"),
        with("not_found"),
    ];
    ProviderLinks {
        provider,
        records: records.len() as u64,
        clients: fates.len() as u64,
        fates: found,
        draws: [0; 8],
        left_behind: None,
    }
}
