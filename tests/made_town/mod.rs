//! A seed in, a linked town of random households out: what the tests and the benchmark of the counts work on.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[path = "../dice/mod.rs"]
mod dice;
mod quality;

pub(crate) use dice::Dice;

use factlab::pseudonymous::cells::TABLES;
use factlab::pseudonymous::link::{LinkedTown, ProviderLinks, Use, UseKey};
use factlab::pseudonymous::measure::{CountingRule, Moment, StackPlan};
use factlab::vocabulary::{
    AgeBand, AgeBands, Area, AreaIx, Dimensions, HouseholdIx, HouseholdType, Need, NonMax,
    PersonIx, ProviderId, ProviderIx, Service, ServiceCode, ServiceIx, Sex, When,
};

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.throw() % limit
    }

    /// One of a list.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }

    fn place(&mut self, limit: u64) -> u32 {
        u32::try_from(self.below(limit)).unwrap()
    }
}

/// How large a town is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) households: u64,
    pub(crate) services: u16,
    pub(crate) wijken: u32,
    /// A service is used in one of so many households and persons.
    pub(crate) rarity: u64,
}

/// The services, under three domains and three organisations; two needs, of which one domain answers the second; a right; two
/// providers of services and one of needs; the default age bands.
pub(crate) fn settings(services: u16, count: CountingRule, moment: Moment) -> StackPlan {
    let service = |number: u16| Service {
        code: ServiceCode::new(&format!("s{number}")).unwrap(),
        name: format!("Service {number}"),
        domain: ["Wmo", "Jeugdwet", "Participatiewet"][usize::from(number % 3)].into(),
        organisation: (number.is_multiple_of(4)).then(|| "third".into()),
        is_by_address: false,
    };
    let need = |code: &str, domains: &[&str]| Need {
        code: ServiceCode::new(code).unwrap(),
        name: code.to_uppercase(),
        answered_by: domains.iter().map(ToString::to_string).collect(),
    };
    StackPlan {
        tables: TABLES.to_vec(),
        services: (0..services).map(service).collect(),
        needs: vec![need("n0", &[]), need("n1", &["Wmo"])],
        entitled: vec![[ServiceIx::new(0), ServiceIx::new(1)]],
        of_needs: vec![ProviderId::new("school").unwrap()],
        missing: vec![false; usize::from(services) + 2],
        partial: vec![false; usize::from(services) + 2],
        providers: ["first", "second", "school"]
            .map(|id| ProviderId::new(id).unwrap())
            .to_vec(),
        age_bands: AgeBands::default(),
        dimensions: Dimensions::default(),
        count,
        moment,
    }
}

/// A town; each wijk has one buurt, so that both are the same households.
pub(crate) fn town(seed: u64, size: Size) -> LinkedTown {
    let mut dice = Dice(seed);
    let mut town = LinkedTown::default();
    let area = |letter: char| {
        (0..size.wijken).map(move |number| Area {
            code: format!("{letter}{number:03}"),
            name: format!("Area {number}"),
        })
    };
    town.households.wijken = area('w').collect();
    town.households.buurten = area('b').collect();
    for number in 0..size.households {
        let number = HouseholdIx::at(usize::try_from(number).unwrap());
        add_household(&mut town, &mut dice, size, number);
    }
    town.providers = ["first", "second"].map(|id| links(id, &mut dice)).to_vec();
    town.providers.push(links("school", &mut Dice(seed)));
    weigh_links(&mut town);
    town.quality = quality::quality(&town, seed);
    town
}

/// One in a hundred uses is less sure than 0.8, one in forty than 0.95.
fn weigh_links(town: &mut LinkedTown) {
    let every = |number: usize| town.uses.iter().copied().step_by(number).collect();
    town.less_sure = [every(120), every(40)];
}

fn add_household(town: &mut LinkedTown, dice: &mut Dice, size: Size, number: HouseholdIx) {
    let kind = dice.pick(&HouseholdType::ALL);
    let members = 1 + dice.place(4);
    // The last wijken are small, as in any town; every fiftieth household lives in none.
    let wijk = dice
        .place(u64::from(size.wijken))
        .min(dice.place(u64::from(size.wijken)));
    let wijk = AreaIx::new(wijk).filter(|_| dice.below(50) != 0);
    town.draws.push(dice.throw());
    let households = &mut town.households;
    households.record_key.push(dice.throw());
    households.wijk.push(wijk);
    households.buurt.push(wijk);
    households.kind.push(kind);
    households.size.push(NonMax::new(members));
    let reference = age_band(dice);
    households.age_band.push(reference);
    for member in 0..members {
        let person = PersonIx::at(town.persons.household.len());
        town.persons.household.push(number);
        let other = age_band(dice);
        let band = if member == 0 { reference } else { other };
        town.persons.age_band.push(band);
        town.persons.sex.push(dice.pick(&Sex::ALL));
        add_uses(town, dice, size, number, Some(person));
    }
    if dice.below(10) == 0 {
        add_uses(town, dice, size, number, None);
    }
    add_needs(town, size, number);
}

/// By dice of its own, so that the services are as they were without needs.
fn add_needs(town: &mut LinkedTown, size: Size, household: HouseholdIx) {
    let mut dice = Dice(town.draws[household.index()]);
    for need in size.services..size.services + 2 {
        if dice.below(size.rarity) == 0 {
            town.uses.push(UseKey::pack(&Use {
                household,
                person: None,
                service: ServiceIx::new(need),
                provider: ProviderIx::new(2),
                when: when(&mut dice),
            }));
        }
    }
}

/// Seven in eight uses are in the period, two in three on the reference date. In which quarters of it, and whether to its first
/// and last day, is by dice of its own.
fn when(dice: &mut Dice) -> When {
    let mut own = Dice(dice.0);
    let is_in = dice.below(8) != 0;
    let day = When::ON_REFERENCE_DATE.when(dice.below(3) != 0);
    if !is_in {
        return day;
    }
    let (first, length) = (own.place(4) as usize, own.place(4) as usize);
    let last = (first + length).min(3);
    let quarters = When::IN_QUARTER[first..=last].iter().copied();
    let on_first = When::ON_FIRST_DAY.when(first == 0 && own.below(5) != 0);
    let on_last = When::ON_LAST_DAY.when(last == 3 && own.below(5) != 0);
    quarters.fold(When::IN_PERIOD.or(day).or(on_first).or(on_last), When::or)
}

fn age_band(dice: &mut Dice) -> AgeBand {
    match u8::try_from(dice.below(40)).unwrap() {
        0 => AgeBand::UNKNOWN,
        other => AgeBand::from_index(other % 5),
    }
}

fn add_uses(
    town: &mut LinkedTown,
    dice: &mut Dice,
    size: Size,
    household: HouseholdIx,
    person: Option<PersonIx>,
) {
    for service in 0..size.services {
        if dice.below(size.rarity + u64::from(service)) != 0 {
            continue;
        }
        let providers = if dice.below(5) == 0 { 0..2 } else { 0..1 };
        for provider in providers {
            town.uses.push(UseKey::pack(&Use {
                household,
                person,
                service: ServiceIx::new(service),
                provider: ProviderIx::new(provider),
                when: when(dice),
            }));
        }
    }
}

fn links(provider: &str, dice: &mut Dice) -> ProviderLinks {
    let [bsn, combination, address, rest @ ..] =
        [200, 50, 20, 10, 10, 5, 15].map(|usual| dice.below(2 * usual));
    let [ambiguous, outside, left, not_found] = rest;
    let fates = [
        bsn,
        combination,
        0,
        address,
        ambiguous,
        outside,
        left,
        not_found,
    ];
    let [by_bsn, by_combination, by_address] = [(); 3].map(|()| dice.throw());
    ProviderLinks {
        provider: ProviderId::new(provider).unwrap(),
        records: 2 * fates.iter().sum::<u64>(),
        clients: fates.iter().sum(),
        fates,
        draws: [by_bsn, by_combination, 0, by_address, 0, 0, 0, 0],
        left_behind: None,
    }
}
