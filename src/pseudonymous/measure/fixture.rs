//! A town of a few households, made by hand, for the tests of all statistics.

use super::exact::{Body, ExactCell};
use super::view::View;
use super::{CountingRule, MeasureSettings, Moment};
use crate::pseudonymous::cells::{CellKey, KeyPart, Names, TableDef};
use crate::pseudonymous::handover::BandedCount;
use crate::pseudonymous::link::{LinkedTown, ProviderLinks};
use crate::vocabulary::{
    AgeBand, AgeBands, Area, Dimensions, HouseholdType, ProviderId, Service, ServiceCode, Sex,
    Silent,
};

/// Places in the agreement of the three services.
pub(super) const WMO: u16 = 0;
pub(super) const BIJSTAND: u16 = 1;
pub(super) const SCHULD: u16 = 2;

/// A linked town and the settings to count it with.
pub(super) struct Made {
    pub(super) town: LinkedTown,
    pub(super) settings: MeasureSettings,
}

impl Made {
    /// Three services, two providers, two wijken of one buurt each, nobody in them.
    pub(super) fn empty() -> Self {
        let service = |code: &str, domain: &str, organisation: Option<&str>| Service {
            code: ServiceCode::new(code).unwrap(),
            name: code.to_uppercase(),
            domain: domain.into(),
            organisation: organisation.map(str::to_owned),
        };
        let area = |code: &str| Area {
            code: code.into(),
            name: format!("name of {code}"),
        };
        let mut town = LinkedTown::default();
        town.households.wijken = vec![area("w1"), area("w2")];
        town.households.buurten = vec![area("b1"), area("b2")];
        town.providers = vec![links("loket", 6, [2, 1, 1, 1, 0, 0, 1])];
        Self {
            town,
            settings: MeasureSettings {
                services: vec![
                    service("wmo", "Wmo", None),
                    service("bijstand", "Participatiewet", Some("dienst")),
                    service("schuld", "Participatiewet", Some("dienst")),
                ],
                missing: vec![false; 3],
                providers: ["loket", "dienst"]
                    .map(|id| ProviderId::new(id).unwrap())
                    .to_vec(),
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
    pub(super) fn town() -> Self {
        let mut made = Self::empty();
        made.household(HouseholdType::Single, 0, &[&[WMO]], &[]);
        let family: &[&[u16]] = &[&[BIJSTAND], &[BIJSTAND], &[SCHULD]];
        made.household(HouseholdType::CoupleChildren, 0, family, &[WMO]);
        made.household(HouseholdType::Single, 1, &[&[]], &[]);
        made.household(HouseholdType::Institution, 0, &[&[WMO], &[WMO]], &[]);
        made.household(HouseholdType::Couple, u32::MAX, &[&[], &[]], &[WMO]);
        made
    }

    /// One more household: the services of each member, and those known by address only.
    pub(super) fn household(
        &mut self,
        kind: HouseholdType,
        wijk: u32,
        members: &[&[u16]],
        by_address: &[u16],
    ) {
        let (households, draws) = (&mut self.town.households, &mut self.town.draws);
        let number = u32::try_from(households.kind.len()).unwrap();
        draws.push(10_u64.pow(number));
        households.record_key.push(u64::from(number));
        households.wijk.push(wijk);
        households.buurt.push(wijk);
        households.kind.push(kind);
        households.size.push(u32::try_from(members.len()).unwrap());
        households.age_band.push(AgeBand::from_place(1));
        for services in members {
            let persons = &mut self.town.persons;
            let person = u32::try_from(persons.household.len()).unwrap();
            persons.household.push(number);
            persons.age_band.push(AgeBand::from_place(2));
            persons.sex.push(if person % 2 == 0 {
                Sex::Female
            } else {
                Sex::Male
            });
            self.uses(number, person, services);
        }
        self.uses(number, u32::MAX, by_address);
    }

    fn uses(&mut self, household: u32, person: u32, services: &[u16]) {
        for service in services {
            let uses = &mut self.town.uses;
            uses.household.push(household);
            uses.person.push(person);
            uses.service.push(*service);
            uses.in_period.push(true);
            uses.on_reference_date.push(true);
            uses.provider.push(u16::from(*service != WMO));
        }
    }

    /// One table of the town.
    pub(super) fn count(&self, table: &str) -> Counted {
        let view = View::new(&self.town, &self.settings, &Silent).unwrap();
        let def = super::super::cells::table(table).unwrap();
        Counted {
            def,
            names: view.names(),
            body: super::count(&view, def.counted),
        }
    }
}

/// A counted table, and the words of its keys.
pub(super) struct Counted {
    def: &'static TableDef,
    names: Names,
    pub(super) body: Body,
}

impl Counted {
    /// The keys as a table has them, without a number that is still open.
    fn texts(&self, key: &CellKey) -> Vec<String> {
        let parts = self.def.key_parts().filter(|part| *part != KeyPart::Number);
        parts.map(|part| part.text(key, &self.names)).collect()
    }
}

/// By BSN the members of households 0 and 1, by combination one of 1, by address one of 4.
fn links(provider: &str, clients: u64, fates: [u64; 7]) -> ProviderLinks {
    ProviderLinks {
        provider: ProviderId::new(provider).unwrap(),
        records: clients + 2,
        clients,
        fates,
        draws: [11, 10, 10_000, 0, 0, 0, 0],
        left_behind: Some(BandedCount::of(3)),
    }
}

/// Counts and draws of cells.
pub(super) fn pairs(cells: &[ExactCell]) -> Vec<(u64, u64)> {
    cells.iter().map(|cell| (cell.count, cell.draw)).collect()
}

/// The counts on the ladder with these keys, from at least 0 on.
pub(super) fn ladder(table: &Counted, keys: &[&str]) -> Vec<(u64, u64)> {
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
pub(super) fn rows(table: &Counted) -> Vec<(String, Vec<u64>)> {
    let (Body::Rows(rows) | Body::Pooled(_, rows, _)) = &table.body else {
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
