//! The distribution of a deviation with the most entropy: mean 0, a variance of at most V, and no smaller deviation below 0
//! less likely than a larger one.
//!
//! It is p(v) = exp(a + b v + c v²), evened out where it would fall on the way up to 0. Its two numbers are the minimum of
//! the convex dual, by Newton's method with steps that are halved while they do not help.
//!
//! Source: Giessing (2016), "Computational issues in the design of transition probabilities and disclosure risk estimation
//! for additive noise", as the R package ptable 1.0.0 solves it with `NLopt`.

/// The probability of each of `deviations`, which rise and lie on both sides of 0; `None` where the search does not end.
pub(super) fn probabilities(deviations: &[i64], variance: f64) -> Option<Vec<f64>> {
    let dual = Dual {
        deviations,
        variance,
    };
    // Without a bound on the variance c is 0; a c above it would ask for more variance than the most entropy has.
    let free = dual.minimum([true, false])?;
    let at = dual.at(free);
    if at.slope[1] <= 0.0 {
        return Some(at.probabilities);
    }
    Some(dual.at(dual.minimum([true, true])?).probabilities)
}

/// log Σ exp(b v + c v²) − c V, evened out, as a function of (b, c).
struct Dual<'a> {
    deviations: &'a [i64],
    variance: f64,
}

/// The dual at a place.
struct At {
    value: f64,
    /// The mean, and how much the variance is above the bound.
    slope: [f64; 2],
    /// The covariances of v and v².
    curvature: [[f64; 2]; 2],
    probabilities: Vec<f64>,
}

impl Dual<'_> {
    /// Where it is least, of the numbers that are free; the others are 0.
    fn minimum(&self, is_free: [bool; 2]) -> Option<[f64; 2]> {
        let mut place = [0.0; 2];
        for _ in 0..200 {
            let at = self.at(place);
            let slope = [0, 1].map(|k| if is_free[k] { at.slope[k] } else { 0.0 });
            if slope.iter().all(|slope| slope.abs() < 1e-12) {
                return Some(place);
            }
            let step = newton(slope, at.curvature, is_free);
            let downhill = slope[0] * step[0] + slope[1] * step[1];
            let moved = |length: f64| [0, 1].map(|k| place[k] + length * step[k]);
            let lengths = (0..60).map(|halvings| 0.5_f64.powi(halvings));
            let helps = |length: &f64| {
                self.at(moved(*length)).value <= at.value + 1e-4 * length * downhill + 1e-15
            };
            place = moved(lengths.into_iter().find(helps)?);
        }
        let at = self.at(place);
        let is_near = (0..2).all(|k| !is_free[k] || at.slope[k].abs() < 1e-9);
        is_near.then_some(place)
    }

    fn at(&self, [b, c]: [f64; 2]) -> At {
        let powers: Vec<[f64; 2]> = self.evened(b, c);
        let exponents = powers.iter().map(|[v, square]| b * v + c * square);
        let exponents: Vec<f64> = exponents.collect();
        let highest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights = exponents.iter().map(|exponent| (exponent - highest).exp());
        let sum: f64 = weights.clone().sum();
        let probabilities: Vec<f64> = weights.map(|weight| weight / sum).collect();
        let mean = |of: &dyn Fn(&[f64; 2]) -> f64| -> f64 {
            let each = powers.iter().zip(&probabilities);
            each.map(|(power, p)| of(power) * p).sum()
        };
        let means = [0, 1].map(|k| mean(&|power| power[k]));
        let curvature = [0, 1]
            .map(|j| [0, 1].map(|k| mean(&|power| (power[j] - means[j]) * (power[k] - means[k]))));
        At {
            value: highest + sum.ln() - c * self.variance,
            slope: [means[0], means[1] - self.variance],
            curvature,
            probabilities,
        }
    }

    /// v and v² of each deviation; neighbours up to 0 whose exponents would fall share their means (pool adjacent violators).
    fn evened(&self, b: f64, c: f64) -> Vec<[f64; 2]> {
        let mut pools: Vec<([f64; 2], usize)> = Vec::new();
        for deviation in self.deviations {
            let v = *deviation as f64;
            pools.push(([v, v * v], 1));
            while *deviation <= 0 && pools.len() > 1 {
                let [(before, so_many), (last, others)] =
                    [pools[pools.len() - 2], pools[pools.len() - 1]];
                let all = (so_many + others) as f64;
                if b * before[0] + c * before[1] <= b * last[0] + c * last[1] {
                    break;
                }
                pools.truncate(pools.len() - 2);
                let mean =
                    |k: usize| before[k] * so_many as f64 / all + last[k] * others as f64 / all;
                pools.push(([0, 1].map(mean), so_many + others));
            }
        }
        let each = pools.into_iter();
        each.flat_map(|(power, count)| std::iter::repeat_n(power, count))
            .collect()
    }
}

/// The step of Newton's method; straight down where the curvature is none.
fn newton(slope: [f64; 2], curvature: [[f64; 2]; 2], is_free: [bool; 2]) -> [f64; 2] {
    let [[p, q], [_, r]] = curvature;
    let determinant = p * r - q * q;
    if is_free[1] && determinant > 1e-300 {
        return [
            (q * slope[1] - r * slope[0]) / determinant,
            (q * slope[0] - p * slope[1]) / determinant,
        ];
    }
    [-slope[0] / p.max(1e-300), -slope[1]]
}
