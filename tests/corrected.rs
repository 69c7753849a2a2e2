//! In towns whose organisations err as in life, of which clients are lost on top, the figures that are corrected for missed links
//! are those of the true town.

#[cfg(test)]
mod dice;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;
#[cfg(test)]
mod thinned;
#[cfg(test)]
mod truth;

use factlab::pseudonymous::protect::Profile;
use thinned::{Figure, HardTown};

/// The share of clients that is taken away.
const LOST: f64 = 0.12;

/// How the corrected figures lie beside the truth.
#[derive(Default)]
struct Tally {
    towns: usize,
    /// Within 3 % of the truth.
    near: usize,
    /// Whose interval holds the truth.
    held: usize,
    /// Of corrected less true, as a share of the truth.
    off: Vec<f64>,
    /// Of raw less true.
    raw: Vec<f64>,
    /// Of the intervals, as a share of the truth.
    width: Vec<f64>,
}

impl Tally {
    fn see(&mut self, figure: Figure, truth: f64) {
        self.towns += 1;
        let off = figure.corrected / truth - 1.0;
        self.near += usize::from(off.abs() <= 0.03);
        self.held += usize::from((figure.low..=figure.high).contains(&truth));
        self.off.push(off);
        self.raw.push(figure.raw / truth - 1.0);
        self.width.push((figure.high - figure.low) / truth);
    }

    fn shown(&self) -> String {
        let mean = |list: &[f64]| 100.0 * list.iter().sum::<f64>() / list.len() as f64;
        let middle = mean(&self.off) / 100.0;
        let squares: f64 = self.off.iter().map(|off| (off - middle).powi(2)).sum();
        let deviation = 100.0 * (squares / self.towns as f64).sqrt();
        let widest = self.width.iter().fold(0.0, |widest, one| one.max(widest));
        format!(
            "raw {:+.2} %, corrected {:+.2} % (deviation {deviation:.2}), within 3 %: {} of {}, held: {}, width {:.2} % (widest {:.2} %)",
            mean(&self.raw),
            mean(&self.off),
            self.near,
            self.towns,
            self.held,
            mean(&self.width),
            100.0 * widest,
        )
    }
}

/// For 1, 2 and 3 services: towns with these seeds, each so many times.
fn tallies(
    (households, seeds): (&str, &[&str]),
    (times, lost): (u64, f64),
    profile: &Profile,
) -> [Tally; 3] {
    let mut tallies: [Tally; 3] = std::array::from_fn(|_| Tally::default());
    for seed in seeds {
        let town = HardTown::linked(households, seed);
        for seed in 0..times {
            let figures = town.without(lost, seed).figures(profile.clone());
            for (number, (tally, figure)) in (1..).zip(tallies.iter_mut().zip(figures)) {
                tally.see(figure, town.truly(number));
            }
        }
    }
    tallies
}

#[test]
fn with_clients_lost_the_corrected_figures_are_near_the_truth() {
    for tally in tallies(("4000", &["11"]), (20, LOST), &Profile::NONE) {
        assert!(tally.raw.iter().all(|raw| *raw < -0.03));
        let mean = tally.off.iter().sum::<f64>() / tally.towns as f64;
        assert!(mean.abs() < 0.03, "{}", tally.shown());
        assert!(tally.held >= 14, "{}", tally.shown());
    }
}

#[test]
#[ignore = "five towns of 20,000 households take minutes; run it with --nocapture for the figures"]
fn in_a_hundred_towns_the_corrected_figures_are_as_promised() {
    let seeds = ["1", "2", "3", "4", "5"];
    for profile in [Profile::NONE, Profile::K5] {
        eprintln!("profile {profile}:");
        let [one, two, three] = tallies(("20000", &seeds), (20, LOST), &profile);
        eprintln!("1+: {}", one.shown());
        eprintln!("2+: {}", two.shown());
        eprintln!("3+: {}", three.shown());
        assert!(three.near >= 95, "{}", three.shown());
        assert!((80..=98).contains(&three.held), "{}", three.shown());
        let is_narrow = three.width.iter().all(|width| *width <= 0.05);
        assert!(is_narrow, "{}", three.shown());
    }
}

#[test]
#[ignore = "twenty towns of 20,000 households take minutes; run it with --nocapture for the figures"]
fn in_twenty_towns_nobody_is_lost_from_the_corrected_figures_are_right_too() {
    let seeds: Vec<String> = (1..=20).map(|seed: u32| seed.to_string()).collect();
    let seeds: Vec<&str> = seeds.iter().map(String::as_str).collect();
    for lost in [0.0, LOST] {
        eprintln!("lost {lost}:");
        let [one, two, three] = tallies(("20000", &seeds), (1, lost), &Profile::NONE);
        eprintln!("1+: {}", one.shown());
        eprintln!("2+: {}", two.shown());
        eprintln!("3+: {}", three.shown());
        assert!(three.near >= 19, "{}", three.shown());
    }
}
