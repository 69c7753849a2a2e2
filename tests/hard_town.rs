//! In a town whose organisations err as in life, links are scored against the truth of every client.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;
#[cfg(test)]
mod score;
#[cfg(test)]
mod traits;
#[cfg(test)]
mod truth;

use std::collections::{HashMap, HashSet};

use factlab::agreement::Agreement;
use factlab::pseudonymous::link::{LinkGroup, LinkQuality, LinkedTown, QualityCount, link};
use factlab::vocabulary::{PersonIx, ProviderIx, Silent};
use office::Office;
use score::{Group, Groups, Score, households_with, scores};
use traits::{Trait, traits};
use truth::{handovers, true_links};

/// The provider that knows nothing but addresses.
const ADDRESS_ONLY: &str = "energieloket";

/// A town as the program links it, and as it is.
struct Linked {
    found: LinkedTown,
    truth: LinkedTown,
    traits: HashMap<PersonIx, Trait>,
}

impl Linked {
    fn hard(profile: &str, households: &str, seed: &str) -> Self {
        let office = Office::with(&[]);
        let town = [
            "--profile",
            profile,
            "--households",
            households,
            "--seed",
            seed,
        ];
        office.succeeds(&[&["demo", "town", "--errors", "hard"], &town[..]].concat());
        let agreement = Agreement::read(&office.path("town/config.toml")).unwrap();
        let set = handovers(&office, &agreement);
        Self {
            found: link(&set, &agreement.expected(), None, &Silent).unwrap(),
            truth: true_links(&office, &agreement),
            traits: traits(&office, &agreement),
        }
    }

    fn score(&self) -> Score {
        self.score_of(|_| true)
    }

    /// Of the links of these providers.
    fn score_of(&self, wanted: impl Fn(&str) -> bool) -> Score {
        let scores = scores(&self.found, &self.truth).into_iter();
        let providers = scores.zip(&self.truth.providers);
        let wanted = providers.filter(|(_, links)| wanted(links.provider.as_str()));
        wanted
            .map(|(score, _)| score)
            .fold(Score::default(), Score::and)
    }

    /// What the links of a provider say of themselves, or those of all.
    fn told(&self, provider: Option<usize>) -> Option<Score> {
        let provider = provider.map(ProviderIx::at);
        let mut rows = self.found.quality.iter();
        let row = rows.find(|row| (row.provider, row.group) == (provider, LinkGroup::All))?;
        let count = |of: QualityCount| row.counts[of as usize].count;
        let found = count(QualityCount::Linked);
        let right = found - count(QualityCount::ExpectedFalse);
        Some(Score {
            right,
            found,
            truly: right + count(QualityCount::Missed),
        })
    }

    /// Adds how well each group is found.
    fn grouped(&self, groups: &mut Groups) {
        let with_bsn = |row: &LinkQuality| {
            let [all, without] = [QualityCount::Clients, QualityCount::WithoutBsn]
                .map(|of| row.counts[of as usize].count);
            (all > without).then_some(row.provider)?
        };
        let of_all = self
            .found
            .quality
            .iter()
            .filter(|row| row.group == LinkGroup::All);
        let with_bsn: HashSet<ProviderIx> = of_all.filter_map(with_bsn).collect();
        groups.see(&self.found, &self.truth, |provider, person| {
            let of_person = self.traits[&person];
            [
                Group::Age(self.truth.persons.age_band[person.index()]),
                Group::PartnerName(of_person.has_partner_name),
                Group::SharedNumber(of_person.shares_number),
                Group::KnowsBsn(with_bsn.contains(&provider)),
            ]
        });
    }

    /// How far the number of households with so many services lies from the truth, as a share of it.
    fn off(&self, services: usize) -> f64 {
        let [found, truth] =
            [&self.found, &self.truth].map(|town| households_with(town, services) as f64);
        found / truth - 1.0
    }
}

#[test]
fn with_errors_as_in_life_links_are_right_and_few_are_missed() {
    let town = Linked::hard("standard", "4000", "7");
    let score = town.score();
    assert!(score.truly > 2000, "{score:?}");
    assert!(score.precision() >= 0.995, "{score:?}");
    assert!(score.recall() >= 0.985, "{score:?}");
    assert!(town.off(1).abs() <= 0.01, "{}", town.off(1));
}

#[test]
fn tokens_that_are_weighed_together_miss_fewer_links() {
    let town = Linked::hard("strict", "4000", "7");
    let score = town.score();
    assert!(score.truly > 2000, "{score:?}");
    assert!(score.precision() >= 0.996, "{score:?}");
    assert!(score.recall() >= 0.990, "{score:?}");
    let score = town.score_of(|provider| provider != ADDRESS_ONLY);
    assert!(score.precision() >= 0.999, "{score:?}");
    assert!(score.recall() >= 0.996, "{score:?}");
    assert!(town.off(1).abs() <= 0.01, "{}", town.off(1));
}

#[test]
fn links_tell_how_many_are_wrong_and_how_many_are_missed() {
    let town = Linked::hard("strict", "4000", "7");
    let (told, truly) = (town.told(None).unwrap(), town.score());
    let off = |told: Score, truly: Score| {
        let recall = told.recall() - truly.recall();
        recall
            .abs()
            .max((told.precision() - truly.precision()).abs())
    };
    assert!(off(told, truly) <= 0.005, "{told:?}, {truly:?}");
    for (provider, truly) in scores(&town.found, &town.truth).into_iter().enumerate() {
        let told = town.told(Some(provider)).unwrap();
        // Of few clients, chance alone makes a difference.
        let by_chance = 0.5 / (truly.truly as f64).sqrt();
        assert!(off(told, truly) <= by_chance, "{told:?}, {truly:?}");
    }
}

#[test]
#[ignore = "five towns of 20,000 households take minutes; run it with --nocapture for the figures"]
fn five_towns_of_twenty_thousand_households_score_as_promised() {
    for (profile, recall, precision) in [("standard", 0.985, 0.995), ("strict", 0.990, 0.996)] {
        let towns = ["1", "2", "3", "4", "5"].map(|seed| Linked::hard(profile, "20000", seed));
        for links in &towns[0].truth.providers {
            let name = links.provider.as_str();
            let score = together(&towns, |provider| provider == name);
            eprintln!("{profile} {name:20} {}", shown(score));
        }
        let all = together(&towns, |_| true);
        let others = together(&towns, |provider| provider != ADDRESS_ONLY);
        eprintln!("{profile} all: {}", shown(all));
        eprintln!("{profile} all but {ADDRESS_ONLY}: {}", shown(others));
        for town in &towns {
            if let Some(told) = town.told(None) {
                eprintln!("told of all: {}", shown(told));
            }
            let off = [1, 2, 3].map(|services| format!("{:+.4}", town.off(services)));
            eprintln!("1+, 2+, 3+ off by {off:?}");
            assert!(town.off(1).abs() <= 0.01);
        }
        assert!(all.precision() >= precision && all.recall() >= recall);
        if profile == "strict" {
            let (groups, sum) = (groups(&towns), sum_of_p(&towns, all));
            for (group, score) in groups.large() {
                eprintln!("{group:?}: recall {:.4} of {}", score.recall(), score.truly);
            }
            let gap = groups.gap();
            eprintln!("groups apart {gap:.4}, sum of p off by {sum:+.4}");
            assert!(gap <= 0.01 && sum.abs() <= 0.005);
        }
    }
}

/// How well each group of all towns is found.
fn groups(towns: &[Linked]) -> Groups {
    let mut groups = Groups::default();
    for town in towns {
        town.grouped(&mut groups);
    }
    groups
}

/// How far the probabilities of links add up to more than those that are true, as a share of them.
fn sum_of_p(towns: &[Linked], all: Score) -> f64 {
    let told = towns.iter().filter_map(|town| town.told(None));
    let told = told.fold(Score::default(), Score::and);
    told.precision() / all.precision() - 1.0
}

/// The score of all towns.
fn together(towns: &[Linked], wanted: impl Fn(&str) -> bool) -> Score {
    let scores = towns.iter().map(|town| town.score_of(&wanted));
    scores.fold(Score::default(), Score::and)
}

fn shown(score: Score) -> String {
    let (recall, precision) = (score.recall(), score.precision());
    format!(
        "recall {recall:.4} precision {precision:.4} of {}",
        score.truly
    )
}
