//! Towns of households without names, counted, protected and calculated as in a run.

use factlab::pseudonymous::link::{LinkedTown, Use, UseKey};
use factlab::pseudonymous::measure::{CountingRule, Engine, Moment, StackPlan};
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::released::calculate::{CalculateSettings, Table, calculate};
use factlab::released::estimates::{EstimateSettings, estimates};
use factlab::released::places::signals::Verdicts;
use factlab::vocabulary::{
    AgeBand, AreaIx, HouseholdIx, HouseholdType, NonMax, PersonIx, ProviderIx, ServiceIx, Sex,
    Silent, When,
};

use crate::made_town::{Dice, settings};

/// From 0 to 1.
pub(crate) fn unit(dice: &mut Dice) -> f64 {
    (dice.throw() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Adds a household of one known person, who has these services.
pub(crate) fn add(
    town: &mut LinkedTown,
    dice: &mut Dice,
    (buurt, age, kind): (Option<AreaIx>, u8, HouseholdType),
    has: &[ServiceIx],
) {
    let household = HouseholdIx::at(town.households.kind.len());
    let size = match kind {
        HouseholdType::Single => 1,
        HouseholdType::CoupleChildren => 3 + u32::from(dice.below(2) == 0),
        _ => 2,
    };
    town.draws.push(dice.throw());
    let households = &mut town.households;
    households.record_key.push(dice.throw());
    households.wijk.push(None);
    households.buurt.push(buurt);
    households.kind.push(kind);
    households.size.push(NonMax::new(size));
    households.age_band.push(AgeBand::from_index(age));
    town.persons.household.push(household);
    town.persons.age_band.push(AgeBand::from_index(age));
    town.persons.sex.push(Sex::Female);
    for service in has {
        town.uses.push(UseKey::pack(&Use {
            household,
            person: PersonIx::new(household.number()),
            service: *service,
            provider: ProviderIx::new(0),
            when: When::ALWAYS,
        }));
    }
}

/// An estimated table of the town, as a run under a profile publishes it; it follows from these tables.
pub(crate) fn estimate(
    town: &LinkedTown,
    services: u16,
    (name, tables): (&str, &[&str]),
    profile: Profile,
) -> Table {
    let mut plan: StackPlan = settings(services, CountingRule::Distinct, Moment::Period);
    plan.tables.retain(|table| tables.contains(&table.name));
    let exact = town.count(&plan, &Silent).unwrap();
    let rounding = profile.rounding.clone();
    let published = protect(exact, &Rules { profile }).unwrap();
    let names = CalculateSettings {
        services: plan.services.clone(),
        organisations: plan.services.iter().map(|_| "first".into()).collect(),
        providers: plan.providers.clone(),
    };
    let tables = calculate(&published, &names);
    let settings = EstimateSettings {
        rounding: rounding.as_ref(),
        themes: None,
        verdicts: &Verdicts::new(),
        absent: &[],
        count: CountingRule::Distinct,
    };
    let mut found = estimates(&tables, &settings, |one| one == name);
    found.pop().unwrap()
}
