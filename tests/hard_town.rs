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
mod truth;

use factlab::agreement::Agreement;
use factlab::keys::Identity;
use factlab::pseudonymous::handover::HandoverSet;
use factlab::pseudonymous::link::{LinkedTown, link};
use factlab::vocabulary::Silent;
use office::Office;
use score::{Score, households_with, scores};
use truth::true_links;

/// A town as the program links it, and as it is.
struct Linked {
    found: LinkedTown,
    truth: LinkedTown,
}

impl Linked {
    fn hard(households: &str, seed: &str) -> Self {
        let office = Office::with(&[]);
        let size = ["--households", households, "--seed", seed];
        office.succeeds(&[&["demo", "town", "--errors", "hard"], &size[..]].concat());
        let agreement = Agreement::read(&office.path("town/config.toml")).unwrap();
        Self {
            found: found_links(&office, &agreement),
            truth: true_links(&office, &agreement),
        }
    }

    fn score(&self) -> Score {
        let scores = scores(&self.found, &self.truth).into_iter();
        scores.fold(Score::default(), Score::and)
    }

    /// How far the number of households with so many services lies from the truth, as a share of it.
    fn off(&self, services: usize) -> f64 {
        let [found, truth] =
            [&self.found, &self.truth].map(|town| households_with(town, services) as f64);
        found / truth - 1.0
    }
}

fn found_links(office: &Office, agreement: &Agreement) -> LinkedTown {
    let inputs = agreement.run_inputs(None, true).unwrap();
    let expected = agreement.expected();
    let identity = Identity::read(&office.path("town/analyst/identity.txt")).unwrap();
    let (register, providers) = (&inputs.register, &inputs.providers);
    let set = HandoverSet::open(register, providers, &expected, Some(&identity), &Silent).unwrap();
    link(&set, &expected, None, &Silent).unwrap()
}

#[test]
fn with_errors_as_in_life_links_are_right_and_few_are_missed() {
    let town = Linked::hard("4000", "7");
    let score = town.score();
    assert!(score.truly > 2000, "{score:?}");
    assert!(score.precision() >= 0.995, "{score:?}");
    assert!(score.recall() >= 0.985, "{score:?}");
    assert!(town.off(1).abs() <= 0.01, "{}", town.off(1));
}

#[test]
#[ignore = "five towns of 20,000 households take minutes; run it with --nocapture for the figures"]
fn five_towns_of_twenty_thousand_households_score_as_promised() {
    let towns = ["1", "2", "3", "4", "5"].map(|seed| Linked::hard("20000", seed));
    for (place, provider) in towns[0].truth.providers.iter().enumerate() {
        let of_towns = towns
            .iter()
            .map(|town| scores(&town.found, &town.truth)[place]);
        let score = of_towns.fold(Score::default(), Score::and);
        let (recall, precision) = (score.recall(), score.precision());
        let name = provider.provider.as_str();
        eprintln!(
            "{name:20} recall {recall:.4} precision {precision:.4} of {}",
            score.truly
        );
    }
    let all = towns.iter().map(Linked::score);
    let all = all.fold(Score::default(), Score::and);
    eprintln!(
        "all: recall {:.4} precision {:.4} {all:?}",
        all.recall(),
        all.precision()
    );
    for town in &towns {
        let off = [1, 2, 3].map(|services| format!("{:+.4}", town.off(services)));
        eprintln!("1+, 2+, 3+ off by {off:?}");
        assert!(town.off(1).abs() <= 0.01);
    }
    assert!(all.precision() >= 0.995 && all.recall() >= 0.985);
}
