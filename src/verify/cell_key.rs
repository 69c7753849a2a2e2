//! The changes of the cell key method, solved a second time: two numbers found by halving intervals.

/// How often a count becomes each of these numbers when 1 to `unprinted` are not printed: the most random changes of at most
/// `largest`, with the count as mean, a variance of at most `variance`, and rising up to no change.
pub(super) fn changes(count: u64, largest: u64, variance: f64, unprinted: u64) -> Vec<(u64, f64)> {
    let numbers = count.saturating_sub(largest)..=count + largest;
    let numbers: Vec<u64> = numbers.filter(|n| *n == 0 || *n > unprinted).collect();
    let away: Vec<f64> = numbers.iter().map(|n| *n as f64 - count as f64).collect();
    let free = centred(&away, 0.0);
    let shares = if spread(&away, &free) <= variance {
        free
    } else {
        // The sharper the fall of the parabola, the smaller the variance.
        let sharpness = halved(0.0, 60.0, |c| spread(&away, &centred(&away, -c)) > variance);
        centred(&away, -sharpness)
    };
    numbers.into_iter().zip(shares).collect()
}

/// The shares of exp(b v + c v²) with the b of which the mean is 0.
fn centred(away: &[f64], c: f64) -> Vec<f64> {
    let mean = |b: f64| -> f64 {
        let shares = shares(away, b, c);
        away.iter().zip(shares).map(|(v, p)| v * p).sum()
    };
    shares(away, halved(-200.0, 200.0, |b| mean(b) < 0.0), c)
}

fn spread(away: &[f64], shares: &[f64]) -> f64 {
    away.iter().zip(shares).map(|(v, p)| v * v * p).sum()
}

/// Where `is_below` turns false, to the last digit.
fn halved(mut low: f64, mut high: f64, is_below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..70 {
        let middle = f64::midpoint(low, high);
        if is_below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

fn shares(away: &[f64], b: f64, c: f64) -> Vec<f64> {
    let mut heights: Vec<f64> = away.iter().map(|v| b * v + c * v * v).collect();
    let up_to_none = away.iter().filter(|v| **v <= 0.0).count();
    level(&mut heights[..up_to_none]);
    let highest = heights.iter().copied().fold(f64::MIN, f64::max);
    let weights: Vec<f64> = heights
        .iter()
        .map(|height| (height - highest).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// The nearest heights that do not fall: from each on, the stretch with the lowest mean is level.
fn level(heights: &mut [f64]) {
    let mut from = 0;
    while from < heights.len() {
        let (mut sum, mut lowest, mut until) = (0.0, f64::INFINITY, from + 1);
        for (place, height) in heights.iter().enumerate().skip(from) {
            sum += height;
            let mean = sum / (place - from + 1) as f64;
            if mean <= lowest {
                (lowest, until) = (mean, place + 1);
            }
        }
        heights[from..until].fill(lowest);
        from = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the R package ptable 1.0.0.
    #[test]
    fn the_shares_are_those_of_published_tables() {
        for (count, [largest, unprinted], variance, known) in [
            (
                1,
                [2, 0],
                1.0,
                &[0.366_485_51, 0.366_485_50, 0.167_572_47, 0.099_456_52][..],
            ),
            (
                2,
                [5, 2],
                3.0,
                &[0.408_807_04, 0.406_643_54, 0.147_624_01, 0.032_318_82],
            ),
            (
                4,
                [5, 2],
                3.0,
                &[0.084_854_87, 0.277_921_23, 0.277_921_24, 0.189_393_69],
            ),
            (
                8,
                [5, 2],
                3.0,
                &[0.003_791_86, 0.016_590_93, 0.052_292_63, 0.118_730_37],
            ),
        ] {
            let shares = changes(count, largest, variance, unprinted);
            for ((number, share), known) in shares.iter().zip(known) {
                assert!((share - known).abs() < 1e-6, "{count} as {number}: {share}");
            }
        }
    }

    #[test]
    fn a_fall_on_the_way_up_is_levelled() {
        let mut heights = [3.0, 1.0, 2.0, 4.0, 3.0, 5.0];
        level(&mut heights);
        let texts = heights.map(|height| height.to_string());
        assert_eq!(texts, ["2", "2", "2", "3.5", "3.5", "5"]);
    }
}
