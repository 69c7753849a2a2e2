//! Classes of a map. A class is known by the breaks between classes: a value on a break belongs to the lower class.

/// How the breaks are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As many areas in each class; between two values in proportion.
    Quantile,
    /// Classes of equal width.
    Equal,
    /// The least sum of squares within classes (Fisher 1958), as Jenks drew them.
    Jenks,
}

/// The breaks between `number` classes of the values that are known; none where no value is.
#[must_use]
pub fn breaks(method: Method, values: &[Option<f64>], number: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let (Some(lowest), Some(highest)) = (sorted.first(), sorted.last()) else {
        return Vec::new();
    };
    match method {
        Method::Quantile => (1..number)
            .map(|class| quantile(&sorted, class, number))
            .collect(),
        Method::Equal => {
            let width = (highest - lowest) / number as f64;
            (1..number)
                .map(|class| lowest + width * class as f64)
                .collect()
        }
        Method::Jenks => jenks(&sorted, number),
    }
}

/// The class of a value, from 0.
#[must_use]
pub fn class_of(value: f64, breaks: &[f64]) -> usize {
    breaks.iter().filter(|end| value > **end).count()
}

/// The value at `class` of `number` parts.
fn quantile(sorted: &[f64], class: usize, number: usize) -> f64 {
    let last = sorted.len() - 1;
    let (place, rest) = (class * last / number, class * last % number);
    let next = sorted[(place + 1).min(last)];
    sorted[place] + (next - sorted[place]) * rest as f64 / number as f64
}

/// Fisher's exact classes by dynamic programming; as many classes as there are values at most.
fn jenks(sorted: &[f64], number: usize) -> Vec<f64> {
    let sums = |power: i32| {
        let mut sums = vec![0.0];
        for value in sorted {
            sums.push(sums[sums.len() - 1] + value.powi(power));
        }
        sums
    };
    let (sum, square) = (sums(1), sums(2));
    let within = |from: usize, to: usize| {
        square[to] - square[from] - (sum[to] - sum[from]).powi(2) / (to - from) as f64
    };
    let values = sorted.len();
    let mut cost: Vec<f64> = (0..=values)
        .map(|to| if to == 0 { 0.0 } else { within(0, to) })
        .collect();
    let mut cuts: Vec<Vec<usize>> = Vec::new();
    for class in 1..number.min(values) {
        let best = |to: usize| {
            let options = (class..to).map(|cut| (cost[cut] + within(cut, to), cut));
            options
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap_or((f64::INFINITY, class))
        };
        let chosen: Vec<(f64, usize)> = (0..=values).map(best).collect();
        cost = chosen.iter().map(|(cost, _)| *cost).collect();
        cuts.push(chosen.into_iter().map(|(_, cut)| cut).collect());
    }
    let mut breaks = Vec::new();
    let mut end = values;
    for cut in cuts.iter().rev() {
        end = cut[end];
        breaks.push(sorted[end - 1]);
    }
    breaks.reverse();
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn breaks_lie_where_the_method_puts_them() {
        let values = of(&[1.0, 2.0, 3.0, 10.0, 11.0, 50.0]);
        assert_eq!(breaks(Method::Equal, &values, 2), [25.5]);
        assert_eq!(breaks(Method::Jenks, &values, 3), [3.0, 11.0]);
        assert_eq!(breaks(Method::Quantile, &values, 5), [2.0, 3.0, 10.0, 11.0]);
        assert_eq!(breaks(Method::Quantile, &[None, None], 5), [0.0; 0]);
        assert_eq!(breaks(Method::Jenks, &of(&[4.0]), 5), [0.0; 0]);
        assert_eq!(class_of(3.0, &[3.0, 11.0]), 0);
        assert_eq!(class_of(11.5, &[3.0, 11.0]), 2);
    }

    /// Shares of people of 65 and older in the buurten of Zaanstad, and the upper ends that mapclassify gives.
    #[test]
    fn the_classes_of_zaanstad_are_those_of_mapclassify() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/");
        let read = |name: &str| std::fs::read_to_string(format!("{file}{name}"));
        let (Ok(known), Ok(figures)) = (
            read("known-answers/spatial_zaanstad.json"),
            read("geo/zaanstad_buurten_2017_cbs.csv"),
        ) else {
            eprintln!("not checked: the figures of Zaanstad are not here");
            return;
        };
        let known: serde_json::Value = serde_json::from_str(&known).unwrap();
        let mut lines = figures
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>());
        let column = lines
            .next()
            .unwrap()
            .iter()
            .position(|name| *name == "p_65_eo_jr");
        let values = lines.map(|line| line[column.unwrap()].parse().ok());
        let values: Vec<Option<f64>> = values.collect();
        let methods = [
            ("quantiles5", Method::Quantile),
            ("fisherjenks5", Method::Jenks),
            ("equal5", Method::Equal),
        ];
        for (name, method) in methods {
            let ends = known["classes"][name].as_array().unwrap();
            for (own, theirs) in breaks(method, &values, 5).iter().zip(ends) {
                let theirs = theirs.as_f64().unwrap();
                assert!(
                    (own - theirs).abs() <= 1e-9 * theirs,
                    "{name}: {own} {theirs}"
                );
            }
        }
    }
}
