//! A town of a few households, made by hand, for the tests of all statistics.

use super::counters::Counters;
use super::exact::{Body, ExactCell, ExactTable};
use super::scene::Scene;
use super::{CountingRule, Engine, Moment, StackPlan};
use crate::pseudonymous::cells::{CellKey, KeyPart, Names, TABLES, table};
use crate::pseudonymous::handover::BandedCount;
use crate::pseudonymous::link::{
    Drawn, LinkGroup, LinkQuality, LinkedTown, ProviderLinks, QualityCount, Use, UseKey,
};
use crate::vocabulary::{
    AgeBand, AgeBands, Area, AreaIx, Dimensions, HouseholdIx, HouseholdType, Need, NonMax,
    PersonIx, ProviderId, ProviderIx, Service, ServiceCode, ServiceIx, Sex, Silent, When,
};

/// The three services, in the order of the agreement.
pub(in crate::pseudonymous) const WMO: ServiceIx = ServiceIx::new(0);
pub(in crate::pseudonymous) const BIJSTAND: ServiceIx = ServiceIx::new(1);
pub(in crate::pseudonymous) const SCHULD: ServiceIx = ServiceIx::new(2);

/// The two needs, behind them; the second is answered by the services of one domain only.
pub(in crate::pseudonymous) const SCHULDEN: ServiceIx = ServiceIx::new(3);
pub(in crate::pseudonymous) const VERZUIM: ServiceIx = ServiceIx::new(4);

/// The two wijken, each of one buurt.
pub(in crate::pseudonymous) const W1: Option<usize> = Some(0);
pub(in crate::pseudonymous) const W2: Option<usize> = Some(1);

/// A linked town and the plan to count it by.
pub(in crate::pseudonymous) struct Made {
    pub(in crate::pseudonymous) town: LinkedTown,
    pub(in crate::pseudonymous) plan: StackPlan,
}

impl Made {
    /// Three services, two needs, three providers, two wijken of one buurt each, nobody in them.
    pub(in crate::pseudonymous) fn empty() -> Self {
        let service = |code: &str, domain: &str, organisation: Option<&str>| Service {
            code: ServiceCode::new(code).unwrap(),
            name: code.to_uppercase(),
            domain: domain.into(),
            organisation: organisation.map(str::to_owned),
            is_by_address: false,
        };
        let need = |code: &str, domains: &[&str]| Need {
            code: ServiceCode::new(code).unwrap(),
            name: code.to_uppercase(),
            answered_by: domains.iter().map(ToString::to_string).collect(),
        };
        let area = |code: &str| Area {
            code: code.into(),
            name: format!("name of {code}"),
        };
        let mut town = LinkedTown::default();
        town.households.wijken = vec![area("w1"), area("w2")];
        town.households.buurten = vec![area("b1"), area("b2")];
        town.providers = vec![links("loket", 6, [2, 1, 0, 1, 1, 0, 0, 1])];
        town.quality = quality();
        Self {
            town,
            plan: StackPlan {
                tables: TABLES.to_vec(),
                services: vec![
                    service("wmo", "Wmo", None),
                    service("bijstand", "Participatiewet", Some("dienst")),
                    service("schuld", "Participatiewet", Some("dienst")),
                ],
                needs: vec![need("schulden", &[]), need("verzuim", &["Participatiewet"])],
                entitled: vec![[BIJSTAND, SCHULD], [SCHULD, BIJSTAND], [WMO, SCHULD]],
                missing: vec![false; 5],
                partial: vec![false; 5],
                providers: ["loket", "dienst", "school"]
                    .map(|id| ProviderId::new(id).unwrap())
                    .to_vec(),
                of_needs: vec![ProviderId::new("school").unwrap()],
                age_bands: AgeBands::default(),
                dimensions: Dimensions::default(),
                count: CountingRule::Distinct,
                moment: Moment::Period,
            },
        }
    }

    /// Household 0: one person with wmo, in w1. 1: three persons in w1, two with bijstand, one with schuld; wmo by
    /// address. 2: one person in w2 with nothing. 3: an institution in w1, two persons with wmo. 4: a couple with
    /// wmo by address, in no known wijk. Household number n draws 10^n.
    pub(in crate::pseudonymous) fn town() -> Self {
        let mut made = Self::empty();
        made.household(HouseholdType::Single, W1, &[&[WMO]], &[]);
        let family: &[&[ServiceIx]] = &[&[BIJSTAND], &[BIJSTAND], &[SCHULD]];
        made.household(HouseholdType::CoupleChildren, W1, family, &[WMO]);
        made.household(HouseholdType::Single, W2, &[&[]], &[]);
        made.household(HouseholdType::Institution, W1, &[&[WMO], &[WMO]], &[]);
        made.household(HouseholdType::Couple, None, &[&[], &[]], &[WMO]);
        made
    }

    /// One more household: the services of each member, and those known by address only.
    pub(in crate::pseudonymous) fn household(
        &mut self,
        kind: HouseholdType,
        wijk: Option<usize>,
        members: &[&[ServiceIx]],
        by_address: &[ServiceIx],
    ) {
        let (households, draws) = (&mut self.town.households, &mut self.town.draws);
        let number = u32::try_from(households.kind.len()).unwrap();
        draws.push(10_u64.wrapping_pow(number));
        households.record_key.push(u64::from(number));
        households.wijk.push(wijk.map(AreaIx::at));
        households.buurt.push(wijk.map(AreaIx::at));
        households.kind.push(kind);
        let size = u32::try_from(members.len()).unwrap();
        households.size.push(NonMax::new(size));
        households.age_band.push(AgeBand::from_index(1));
        let household = HouseholdIx::new(number).unwrap();
        for services in members {
            let persons = &mut self.town.persons;
            let person = persons.household.len();
            persons.household.push(household);
            persons.age_band.push(AgeBand::from_index(2));
            persons.sex.push([Sex::Female, Sex::Male][person % 2]);
            self.uses(household, Some(PersonIx::at(person)), services);
        }
        self.uses(household, None, by_address);
    }

    fn uses(&mut self, household: HouseholdIx, person: Option<PersonIx>, services: &[ServiceIx]) {
        let uses = services.iter().map(|service| Use {
            household,
            person,
            service: *service,
            provider: ProviderIx::new(match *service {
                WMO => 0,
                SCHULDEN | VERZUIM => 2,
                _ => 1,
            }),
            when: When::ALWAYS,
        });
        self.town.uses.extend(uses.map(|one| UseKey::pack(&one)));
    }

    /// Makes as if its links had probabilities: then all tables have rows.
    pub(in crate::pseudonymous) fn weigh_links(&mut self) {
        let counts = [Drawn::default(); QualityCount::COUNT];
        self.town.quality = vec![LinkQuality {
            provider: None,
            group: LinkGroup::All,
            counts,
        }];
    }

    pub(in crate::pseudonymous) fn change_uses(&mut self, mut change: impl FnMut(usize, &mut Use)) {
        for (index, key) in self.town.uses.iter_mut().enumerate() {
            let mut one = key.unpack();
            change(index, &mut one);
            *key = UseKey::pack(&one);
        }
    }

    /// What all households add up to.
    pub(in crate::pseudonymous::measure) fn counted(&self) -> Counters {
        Counters::fill(&Scene::new(&self.town, &self.plan), &Silent).unwrap()
    }

    /// One table of the town.
    pub(in crate::pseudonymous) fn count(&self, name: &str) -> Counted {
        let mut plan = self.plan.clone();
        plan.tables = vec![table(name).unwrap()];
        let mut exact = self.town.count(&plan, &Silent).unwrap();
        let ExactTable { def, body } = exact.tables.remove(0);
        let names = exact.names;
        Counted { def, names, body }
    }
}

/// A counted table, and the words of its keys.
pub(in crate::pseudonymous) struct Counted {
    def: &'static crate::pseudonymous::cells::TableDef,
    names: Names,
    pub(in crate::pseudonymous) body: Body,
}

impl Counted {
    /// The keys as a table has them, without a number that is still open.
    fn texts(&self, key: &CellKey) -> Vec<String> {
        let parts = self.def.key_parts().filter(|part| *part != KeyPart::Number);
        parts.map(|part| part.text(key, &self.names)).collect()
    }
}

/// By BSN the members of households 0 and 1, by combination one of 1, by address one of 4.
fn links(provider: &str, clients: u64, fates: [u64; 8]) -> ProviderLinks {
    ProviderLinks {
        provider: ProviderId::new(provider).unwrap(),
        records: clients + 2,
        clients,
        fates,
        draws: [11, 10, 0, 10_000, 0, 0, 0, 0],
        left_behind: Some(BandedCount::of(3)),
    }
}

/// Of the 6 clients all have an address, 5 a birth date and a surname, and 2 no BSN; nobody has a given name. 3 of the linked live in
/// w1. The numbers of all are those of the one provider.
fn quality() -> Vec<LinkQuality> {
    let of = |provider, group, counts: [(u64, u64); QualityCount::COUNT]| LinkQuality {
        provider,
        group,
        counts: counts.map(|(count, draw)| Drawn { count, draw }),
    };
    let linked = (4, 10_021);
    let (nobody, estimated) = ((0, 0), (1, 0));
    let all = [
        (6, 10_021),
        linked,
        (2, 10_000),
        (5, 10_021),
        (5, 21),
        nobody,
        (6, 10_021),
        estimated,
        (2, 11),
        estimated,
    ];
    let in_w1 = [
        (3, 21),
        (3, 21),
        nobody,
        (3, 21),
        (3, 21),
        nobody,
        (3, 21),
        nobody,
        (2, 11),
        nobody,
    ];
    let loket = Some(ProviderIx::new(0));
    vec![
        of(None, LinkGroup::All, all),
        of(loket, LinkGroup::All, all),
        of(None, LinkGroup::Wijk(0), in_w1),
    ]
}

/// Counts and draws of cells.
pub(in crate::pseudonymous) fn pairs(cells: &[ExactCell]) -> Vec<(u64, u64)> {
    cells.iter().map(|cell| (cell.count, cell.draw)).collect()
}

/// The counts on the ladder with these keys, from at least 0 on.
pub(in crate::pseudonymous) fn ladder(table: &Counted, keys: &[&str]) -> Vec<(u64, u64)> {
    let Body::Ladders(_, ladders) = &table.body else {
        panic!("no ladders")
    };
    pairs(
        &ladders
            .iter()
            .find(|ladder| table.texts(&ladder.key) == keys)
            .unwrap()
            .rungs,
    )
}

/// All rows: keys joined by a space, and counts.
pub(in crate::pseudonymous) fn rows(table: &Counted) -> Vec<(String, Vec<u64>)> {
    if let Body::ByArea(counts) = &table.body {
        let town = counts.town.iter().map(|(key, cell)| (key, cell));
        let all = counts.areas.iter().chain(town);
        let mut rows: Vec<_> = all
            .map(|(key, cell)| (table.texts(key).join(" "), vec![cell.count]))
            .collect();
        rows.sort();
        return rows;
    }
    let (Body::Rows(rows) | Body::Pooled(_, rows) | Body::Population(rows) | Body::Parts(rows)) =
        &table.body
    else {
        panic!("no rows")
    };
    let counts = |cells: &[Option<ExactCell>]| cells.iter().flatten().map(|c| c.count).collect();
    let mut rows: Vec<_> = rows
        .iter()
        .map(|row| (table.texts(&row.key).join(" "), counts(&row.cells)))
        .collect();
    rows.sort();
    rows
}
