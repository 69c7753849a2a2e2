//! How far numbers are from the expected ones; written again from `docs/expected.md`.

use std::collections::BTreeMap;

/// Level, area and what.
pub(super) type Key = [String; 3];

/// What is said of an area.
pub(super) struct Area {
    /// Ratio, lower and upper end, smoothed ratio.
    pub(super) numbers: [f64; 4],
    p: f64,
    pub(super) class: &'static str,
}

/// Of areas that are judged together, by counted and expected households. Where a norm says what is expected, `is_by_norm`, the
/// areas are apart from the middle one.
pub(super) fn judged(all: &[[f64; 2]], variance: f64, is_by_norm: bool) -> Vec<Area> {
    let distances: Vec<f64> = all.iter().map(|pair| distance(pair, variance)).collect();
    let middle = if is_by_norm { middle(&distances) } else { 0.0 };
    let apart: Vec<f64> = distances.iter().map(|one| one - middle).collect();
    let dispersion = dispersion(&apart);
    let [counts, numbers] = [0, 1].map(|place| all.iter().map(|pair| pair[place]).sum::<f64>());
    let mean = counts / numbers;
    let spread: f64 = all
        .iter()
        .map(|[count, number]| number * (count / number - mean).powi(2))
        .sum();
    let between = spread / numbers - mean * all.len() as f64 / numbers;
    let area = |([count, number], distance): (&[f64; 2], f64)| {
        let ratio = count / number;
        let wide = if *count > 0.0 { variance / count } else { 0.0 };
        let wide = (dispersion + wide).sqrt();
        let [low, high] = interval(*count).map(|end| ratio + (end / number - ratio) * wide);
        let weight = if between > 0.0 {
            between / (between + mean / number)
        } else {
            0.0
        };
        Area {
            numbers: [ratio, low.max(0.0), high, mean + weight * (ratio - mean)],
            p: libm::erfc(distance.abs() / dispersion.sqrt() / 2.0_f64.sqrt()),
            class: "",
        }
    };
    all.iter().zip(distances).map(area).collect()
}

/// How many standard deviations a count is from the expected number.
pub(in crate::verify) fn distance([count, number]: &[f64; 2], variance: f64) -> f64 {
    2.0 * number.sqrt() * ((count / number).sqrt() - 1.0) / (1.0 + variance / number).sqrt()
}

pub(in crate::verify) fn dispersion(distances: &[f64]) -> f64 {
    let mut sorted = distances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len() - 1;
    let tenth = |from_end: bool| {
        let at = |place: usize| sorted[if from_end { last - place } else { place }];
        let (whole, part) = (last / 10, (last % 10) as f64 / 10.0);
        at(whole) * (1.0 - part) + at((whole + 1).min(last)) * part
    };
    let (low, high) = (tenth(false), tenth(true));
    let squares = sorted.iter().map(|one| one.max(low).min(high).powi(2));
    f64::max(1.0, squares.sum::<f64>() / sorted.len() as f64)
}

/// The middle one of some numbers, or the mean of the two in the middle.
fn middle(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    f64::midpoint(sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2])
}

/// The exact interval of a count, by the incomplete gamma function.
fn interval(count: f64) -> [f64; 2] {
    let end = |shape: f64, aim: f64| {
        let (mut low, mut high) = (0.0, shape + 12.0 * shape.sqrt() + 12.0);
        for _ in 0..80 {
            let middle = f64::midpoint(low, high);
            if lower_gamma(shape, middle) < aim {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    };
    let low = if count > 0.0 { end(count, 0.025) } else { 0.0 };
    [low, end(count + 1.0, 0.975)]
}

/// The regularised lower incomplete gamma function: its series, e^-x x^a / Γ(a + 1) · (1 + x / (a + 1) + …).
fn lower_gamma(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (mut sum, mut term, mut next) = (1.0, 1.0, shape);
    while term > 1e-17 * sum {
        next += 1.0;
        term *= x / next;
        sum += term;
    }
    libm::exp(shape * libm::log(x) - x - libm::lgamma(shape + 1.0) + libm::log(sum))
}

/// Gives each area its class: by the step-up procedure of Benjamini and Hochberg, at a rate of 0.1.
pub(super) fn class(all: &mut BTreeMap<Key, Area>) {
    let mut sorted: Vec<f64> = all.values().map(|area| area.p).collect();
    sorted.sort_by(f64::total_cmp);
    let tests = sorted.len() as f64;
    let passes = (1_u32..)
        .zip(&sorted)
        .filter(|(rank, p)| **p * tests <= 0.1 * f64::from(*rank));
    let last = passes.map(|(_, p)| *p).last();
    for area in all.values_mut() {
        area.class = match last {
            Some(last) if area.p <= last && area.numbers[0] < 1.0 => "low",
            Some(last) if area.p <= last => "high",
            _ => "as expected",
        };
    }
}
