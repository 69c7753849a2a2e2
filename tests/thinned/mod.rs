//! A hard town as the program links it, less a random part of its clients, and its figures as a run publishes them.

use std::collections::BTreeSet;

use factlab::agreement::Agreement;
use factlab::pseudonymous::link::{LinkGroup, LinkedTown, QualityCount, Use, link};
use factlab::pseudonymous::measure::{Engine, StackPlan};
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::released::calculate::{CalculateSettings, ReleaseTables, Value, calculate};
use factlab::released::estimates::{EstimateSettings, estimates};
use factlab::released::places::signals::Verdicts;
use factlab::vocabulary::{CountingRule, HouseholdIx, PersonIx, ProviderId, ProviderIx, Silent};

use crate::dice::Dice;
use crate::office::Office;
use crate::truth::{handovers, true_links};

/// The fates of those who are linked: the first ones.
const WAYS: usize = 4;

/// A figure of the headline, and what it is corrected to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) raw: f64,
    pub(crate) corrected: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A town as the program links it, and the households that truly have 1, 2, 3 services.
pub(crate) struct HardTown {
    found: LinkedTown,
    plan: StackPlan,
    names: CalculateSettings,
    truly: [f64; 3],
}

impl HardTown {
    pub(crate) fn linked(households: &str, seed: &str) -> Self {
        let office = Office::with(&[]);
        let town = [
            "demo",
            "town",
            "--errors",
            "hard",
            "--profile",
            "strict",
            "--households",
            households,
            "--seed",
            seed,
        ];
        office.succeeds(&town);
        let agreement = Agreement::read(&office.path("town/config.toml")).unwrap();
        let mut plan = agreement.stack_plan();
        let tables = ["headline", "linkage", "link_effect", "linkage_quality"];
        plan.tables.retain(|table| tables.contains(&table.name));
        let truth = true_links(&office, &agreement);
        let set = handovers(&office, &agreement);
        let found = link(&set, &agreement.expected(), None, &Silent).unwrap();
        let names = agreement.calculate_settings();
        let mut town = Self {
            found,
            plan,
            names,
            truly: [0.0; 3],
        };
        let tables = released(&truth, &town, Profile::NONE);
        town.truly = [1, 2, 3].map(|number| {
            let count = tables.headline_count(&format!("households_{number}_or_more"));
            count.unwrap() as f64
        });
        town
    }

    /// The households that truly have so many services.
    pub(crate) fn truly(&self, number: usize) -> f64 {
        self.truly[number - 1]
    }

    /// The same town without a random part of the clients of each provider; what is said of its links is thinned alike.
    pub(crate) fn without(&self, lost: f64, seed: u64) -> Thinned<'_> {
        let mut dice = Dice(seed.wrapping_mul(0x5851_F42D_4C95_7F2D) + 1);
        let mut town = self.found.clone();
        let clients = town.uses.iter().map(|key| client(&key.unpack()));
        let clients: BTreeSet<Client> = clients.collect();
        let clients = clients.into_iter();
        let gone: BTreeSet<Client> = clients.filter(|_| unit(&mut dice) < lost).collect();
        town.uses
            .retain(|key| !gone.contains(&client(&key.unpack())));
        for (index, links) in town.providers.iter_mut().enumerate() {
            let of_provider = |one: &&Client| one.0 == ProviderIx::at(index);
            let mut left = gone.iter().filter(of_provider).count() as u64;
            for fate in &mut links.fates[..WAYS] {
                let less = left.min(*fate);
                *fate -= less;
                left -= less;
            }
        }
        thin_quality(&mut town, lost, &mut dice);
        add_up(&mut town, &self.plan.of_needs);
        draw(&mut town, &mut dice);
        Thinned { town, of: self }
    }
}

/// Of those held out a random part is lost too, and the missed follow from the others.
fn thin_quality(town: &mut LinkedTown, lost: f64, dice: &mut Dice) {
    let providers = &town.providers;
    let rows = town.quality.iter_mut();
    for row in rows.filter(|row| row.group == LinkGroup::All) {
        let Some(provider) = row.provider else {
            continue;
        };
        let count = |of: QualityCount| row.counts[of as usize].count as f64;
        let [linked, missed, wrong] = [
            QualityCount::Linked,
            QualityCount::Missed,
            QualityCount::ExpectedFalse,
        ]
        .map(count);
        let right = linked - wrong;
        let chance = right / (right + missed).max(1.0) * (1.0 - lost);
        let tried = row.counts[QualityCount::HeldOut as usize].count;
        let found = (0..tried).filter(|_| unit(dice) < chance).count();
        let recall = (found as f64 / tried.max(1) as f64).max(0.01);
        let wrong_now = wrong * (1.0 - lost);
        let links = &providers[provider.index()];
        let now = links.fates[..WAYS].iter().sum::<u64>() as f64;
        for (of, number) in [
            (QualityCount::Linked, now),
            (
                QualityCount::Missed,
                (now - wrong_now) * (1.0 - recall) / recall,
            ),
            (QualityCount::ExpectedFalse, wrong_now),
        ] {
            row.counts[of as usize].count = format!("{number:.0}").parse().unwrap();
        }
    }
}

/// The row of all has what the providers of services have together.
fn add_up(town: &mut LinkedTown, of_needs: &[ProviderId]) {
    let providers = &town.providers;
    let of_services = |provider: ProviderIx| {
        let provider = &providers[provider.index()].provider;
        !of_needs.contains(provider)
    };
    let (of_each, mut all): (Vec<_>, Vec<_>) = town
        .quality
        .iter_mut()
        .filter(|row| row.group == LinkGroup::All)
        .partition(|row| row.provider.is_some());
    let of_each = of_each
        .iter()
        .filter(|row| row.provider.is_some_and(of_services));
    for of in [
        QualityCount::Linked,
        QualityCount::Missed,
        QualityCount::ExpectedFalse,
    ] {
        let sum = of_each
            .clone()
            .map(|row| row.counts[of as usize].count)
            .sum();
        all[0].counts[of as usize].count = sum;
    }
}

/// What rounding is drawn by: chance.
fn draw(town: &mut LinkedTown, dice: &mut Dice) {
    town.draws.iter_mut().for_each(|draw| *draw = dice.throw());
    for links in &mut town.providers {
        links.draws = links.draws.map(|_| dice.throw());
    }
    for count in town.quality.iter_mut().flat_map(|row| &mut row.counts) {
        count.draw = dice.throw();
    }
}

/// A town less a part of its clients.
pub(crate) struct Thinned<'a> {
    town: LinkedTown,
    of: &'a HardTown,
}

impl Thinned<'_> {
    /// The households with 1, 2 and 3 services or more, as a run under a profile publishes them.
    pub(crate) fn figures(&self, profile: Profile) -> [Figure; 3] {
        let rounding = profile.rounding.clone();
        let tables = released(&self.town, self.of, profile);
        let settings = EstimateSettings {
            rounding: rounding.as_ref(),
            themes: None,
            verdicts: &Verdicts::new(),
            absent: &[],
            count: CountingRule::Distinct,
        };
        let found = estimates(&tables, &settings, |name| name == "corrected");
        let figure = |row: &Vec<Value>| {
            let number = |at: usize| match row[at] {
                Value::Decimal(number) => number,
                _ => panic!("a figure is a number"),
            };
            Figure {
                raw: number(1),
                corrected: number(2),
                low: number(3),
                high: number(4),
            }
        };
        let is_count = |row: &&Vec<Value>| matches!(&row[0], Value::Text(measure) if measure.starts_with("households_"));
        let figures = found[0].rows.iter().filter(is_count).map(figure);
        let figures: Vec<Figure> = figures.collect();
        figures.try_into().unwrap()
    }
}

fn released(town: &LinkedTown, of: &HardTown, profile: Profile) -> ReleaseTables {
    let exact = town.count(&of.plan, &Silent).unwrap();
    let published = protect(exact, &Rules { profile }).unwrap();
    calculate(&published, &of.names)
}

/// A person or a household, as a provider knows it.
type Client = (ProviderIx, HouseholdIx, Option<PersonIx>);

fn client(of: &Use) -> Client {
    (of.provider, of.household, of.person)
}

/// From 0 to 1.
fn unit(dice: &mut Dice) -> f64 {
    (dice.throw() >> 11) as f64 / (1_u64 << 53) as f64
}
