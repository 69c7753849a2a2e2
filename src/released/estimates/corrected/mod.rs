//! How many households would have 1, 2, 3 or more services if no client were missed and no link were wrong.

mod model;

use super::cells::rows;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::uncounted::{UncountedTable, decimal, text};
use crate::released::calculate::{ReleaseTables, SMALLEST_DENOMINATOR, Table, Value};
use model::{Known, Links, NUMBERS, Town};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "corrected",
    row: "a figure of the headline that missed clients change",
    columns: &[
        text("measure"),
        decimal("raw"),
        decimal("corrected"),
        decimal("low"),
        decimal("high"),
    ],
    keys: 1,
    rests_on: &["link_effect", "linkage_quality"],
};

/// The standard deviations within which 90 of 100 normal numbers lie.
const DEVIATIONS: f64 = 1.644_853_626_951_472_2;

/// The table; without rows where links have no probabilities, or a figure is hidden.
pub(super) fn table(tables: &ReleaseTables, rounding: Option<&Rounding>) -> Table {
    let rows = of_headline(tables, rounding).zip(links(tables, rounding));
    let rows = rows.map(|(households, links)| {
        let town = Town {
            households,
            links: &links,
        };
        lines(&town)
    });
    TABLE.with(rows.unwrap_or_default())
}

/// All households and those with at least 1, 2 and 3 services.
fn of_headline(tables: &ReleaseTables, rounding: Option<&Rounding>) -> Option<[Known; 4]> {
    let variance = rounding.map_or(0.0, Rounding::variance);
    let measures = super::joining::RUNGS.map(|measure| tables.headline_count(measure));
    let mut households = [Known::default(); 4];
    for (known, count) in households.iter_mut().zip(measures) {
        let value = count? as f64;
        *known = Known { value, variance };
    }
    Some(households)
}

/// The links of each provider of services; `None` where there are none to tell of. A provider whose linked clients are hidden, or
/// no more than its wrong ones, has too few to matter.
fn links(tables: &ReleaseTables, rounding: Option<&Rounding>) -> Option<Vec<Links>> {
    let of_effect = |column: &str| rows(tables, "link_effect", ["provider"], column);
    let decisive = [1, 2, 3].map(|number| of_effect(&format!("decisive_{number}_or_more")));
    let linked = of_effect("linked");
    let of_quality = |column: &str| {
        let found = rows(tables, "linkage_quality", ["provider", "group"], column);
        let count = |provider: &str| {
            let mut found = found.iter();
            let row = found.find(|(keys, _)| *keys == [provider, "all"]);
            row.map(|(_, count)| *count)
        };
        let of_each = linked.iter().map(|([provider], _)| count(provider));
        Some((count("all")?, of_each.collect::<Option<Vec<_>>>()?))
    };
    let weights: Vec<f64> = linked
        .iter()
        .map(|(_, linked)| known(*linked, rounding).value)
        .collect();
    let shared = |column: &str| {
        let (all, of_each) = of_quality(column)?;
        Some(shared(all, &of_each, &weights, rounding))
    };
    let (missed, wrong) = (shared("missed")?, shared("expected_false")?);
    let (_, held_out) = of_quality("held_out")?;
    let of_each = linked.iter().enumerate().filter_map(|(at, (_, linked))| {
        let one = Links {
            linked: known(*linked, rounding),
            missed: missed[at],
            wrong: wrong[at],
            held_out: known(held_out[at], rounding).value,
            decisive: std::array::from_fn(|number| known(decisive[number][at].1, rounding)),
        };
        (linked.is_some() && one.right() > 0.0).then_some(one)
    });
    let links: Vec<Links> = of_each.collect();
    (!links.is_empty()).then_some(links)
}

/// Counts of providers, of which those that are hidden share what is left of the count of all, by their weights.
///
/// None of them is above the largest hidden count. Each bears its part of the variance of what is left, and as much as if chance
/// had shared it out.
fn shared(
    all: Option<u64>,
    of_each: &[Option<u64>],
    weights: &[f64],
    rounding: Option<&Rounding>,
) -> Vec<Known> {
    let hidden = |(_, count): &(_, &Option<u64>)| count.is_none();
    let weight_of_hidden: f64 = weights
        .iter()
        .zip(of_each)
        .filter(hidden)
        .map(|(weight, _)| weight)
        .sum();
    let shown = of_each
        .iter()
        .flatten()
        .map(|count| known(Some(*count), rounding));
    let left = shown.fold(known(all, rounding), |left, one| Known {
        value: left.value - one.value,
        variance: left.variance + one.variance,
    });
    let most = largest_hidden(rounding);
    let of_each = of_each.iter().zip(weights).map(|(count, weight)| {
        if count.is_some() {
            return known(*count, rounding);
        }
        let part = weight / weight_of_hidden.max(1.0);
        let value = (left.value * part).clamp(0.0, most);
        Known {
            value,
            variance: left.variance * part + value,
        }
    });
    of_each.collect()
}

/// A count, or the middle of what a hidden one can be, and how sure that is.
fn known(count: Option<u64>, rounding: Option<&Rounding>) -> Known {
    if let Some(count) = count {
        return Known {
            value: count as f64,
            variance: rounding.map_or(0.0, Rounding::variance),
        };
    }
    let most = largest_hidden(rounding);
    Known {
        value: most / 2.0,
        variance: most * most / 12.0,
    }
}

fn largest_hidden(rounding: Option<&Rounding>) -> f64 {
    let hidden = rounding.and_then(Rounding::hidden);
    hidden.map_or(0.0, |(_, most)| most as f64)
}

/// The figures in the order of the headline.
fn lines(town: &Town) -> Vec<Vec<Value>> {
    let [all, users, ..] = town.households;
    let of_number = |number: usize| {
        let households = town.households[number].value;
        let corrected = town.corrected(only(number, 1.0));
        let measure = format!("households_{number}_or_more");
        let count = line(&measure, households, corrected, all.value);
        let (measure, whole) = match number {
            1 => ("share_1_or_more".to_owned(), all),
            _ => (format!("share_of_users_{number}_or_more"), users),
        };
        let share = share(town, number, whole);
        let share = share.map(|share| line(&measure, households / whole.value, share, 1.0));
        [Some(count), share].into_iter().flatten()
    };
    (1..=NUMBERS).flat_map(of_number).collect()
}

/// A weight for one number of services, and none for the others.
fn only(number: usize, weight: f64) -> [f64; NUMBERS] {
    std::array::from_fn(|at| if at + 1 == number { weight } else { 0.0 })
}

/// The share of households with so many services: of all, or for more than one service of those with a service.
fn share(town: &Town, number: usize, raw_whole: Known) -> Option<Known> {
    if raw_whole.value < SMALLEST_DENOMINATOR as f64 {
        return None;
    }
    if number == 1 {
        let all = town.households[0];
        let mut share = town.corrected(only(1, 1.0 / all.value));
        share.variance += (share.value / all.value).powi(2) * all.variance;
        return Some(share);
    }
    let [part, whole] = [number, 1].map(|number| town.corrected(only(number, 1.0)).value);
    let value = part / whole;
    let mut weights = only(number, 1.0 / whole);
    weights[0] = -value / whole;
    let variance = town.corrected(weights).variance;
    Some(Known { value, variance })
}

/// A row: no number is below 0 or above `most`.
fn line(measure: &str, raw: f64, corrected: Known, most: f64) -> Vec<Value> {
    let reach = DEVIATIONS * corrected.variance.sqrt();
    let numbers = [
        raw,
        corrected.value,
        corrected.value - reach,
        corrected.value + reach,
    ];
    let numbers = numbers.map(|number| Value::decimal(Some(number.clamp(0.0, most))));
    let measure = Value::text(measure);
    std::iter::once(measure).chain(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::protect::Profile;
    use crate::released::calculate::uncounted::count;

    fn table(
        name: &'static str,
        keys: &[&'static str],
        counts: &[&'static str],
        rows: &[(&[&str], &[Option<u64>])],
    ) -> Table {
        let columns = keys.iter().map(|one| text(one));
        let columns = columns.chain(counts.iter().map(|one| count(one)));
        let row = |(keys, counts): &(&[&str], &[Option<u64>])| {
            let keys = keys.iter().map(|key| Value::text(*key));
            let counts = counts
                .iter()
                .map(|one| one.map_or(Value::Empty, Value::Count));
            keys.chain(counts).collect()
        };
        Table {
            name,
            columns: columns.collect(),
            rows: rows.iter().map(row).collect(),
        }
    }

    /// A town of 10,000 households, and one provider of which 1 in 10 clients is missed; as many as `missed` are published, and 9 of
    /// all where that is hidden.
    fn tables(missed: Option<u64>) -> ReleaseTables {
        let headline: [(&[&str], &[Option<u64>]); 4] = [
            (&["households"], &[Some(10_000)]),
            (&["households_1_or_more"], &[Some(2000)]),
            (&["households_2_or_more"], &[Some(1000)]),
            (&["households_3_or_more"], &[Some(200)]),
        ];
        let effect = [
            "linked",
            "decisive_1_or_more",
            "decisive_2_or_more",
            "decisive_3_or_more",
        ];
        let quality = ["missed", "expected_false", "held_out"];
        ReleaseTables {
            tables: vec![
                table("headline", &["measure"], &["value"], &headline),
                table(
                    "link_effect",
                    &["provider"],
                    &effect,
                    &[(&["ggz"], &[Some(900), Some(90), Some(45), Some(9)])],
                ),
                table(
                    "linkage_quality",
                    &["provider", "group"],
                    &quality,
                    &[
                        (&["all", "all"], &[missed.or(Some(9)), Some(0), Some(500)]),
                        (&["ggz", "all"], &[missed, Some(0), Some(500)]),
                        (&["ggz", "wijk W1"], &[Some(50), Some(0), Some(500)]),
                    ],
                ),
            ],
            is_internal: false,
        }
    }

    fn number(table: &Table, row: usize, column: usize) -> f64 {
        match table.rows[row][column] {
            Value::Decimal(number) => number,
            _ => panic!("a figure is a number"),
        }
    }

    #[test]
    fn each_figure_of_the_headline_is_corrected_and_lies_in_its_interval() {
        let found = super::table(&tables(Some(100)), None);
        let measures: Vec<_> = found.rows.iter().map(|row| row[0].clone()).collect();
        let expected = [
            "households_1_or_more",
            "share_1_or_more",
            "households_2_or_more",
            "share_of_users_2_or_more",
            "households_3_or_more",
            "share_of_users_3_or_more",
        ];
        assert_eq!(measures, expected.map(Value::text));
        for (row, corrected) in [2010.0, 0.201, 1005.0, 0.5, 201.0, 0.1]
            .into_iter()
            .enumerate()
        {
            let near = (number(&found, row, 2) / corrected - 1.0).abs();
            assert!(near < 1e-4, "{row}");
            assert!(number(&found, row, 3) < corrected && corrected < number(&found, row, 4));
        }
    }

    #[test]
    fn rounding_widens_the_interval_and_a_hidden_number_is_what_is_left_of_all() {
        let width = |table: &Table| number(table, 4, 4) - number(table, 4, 3);
        let exact = super::table(&tables(Some(100)), None);
        let rounding = Profile::K5.rounding;
        let rounded = super::table(&tables(Some(100)), rounding.as_ref());
        assert!(width(&rounded) > width(&exact));
        let hidden = super::table(&tables(None), rounding.as_ref());
        let expected = 200.0 + 9.0 * 9.0 / 900.0;
        assert!((number(&hidden, 4, 2) - expected).abs() < 1e-4);
    }

    #[test]
    fn hidden_counts_share_what_is_left_of_all_and_none_is_above_the_largest_hidden_one() {
        let rounding = Profile::K5.rounding;
        let values = |all, of_each: &[_], weights: &[f64]| {
            let shared = shared(all, of_each, weights, rounding.as_ref());
            let values = shared.iter().map(|known| known.value.round().to_string());
            values.collect::<Vec<_>>()
        };
        let of_each = [Some(20), None, None];
        let weights = [500.0, 300.0, 100.0];
        assert_eq!(values(Some(28), &of_each, &weights), ["20", "6", "2"]);
        assert_eq!(values(Some(10), &of_each, &weights), ["20", "0", "0"]);
        assert_eq!(values(Some(90), &of_each, &weights), ["20", "13", "13"]);
        assert_eq!(values(None, &[None, None], &weights[1..]), ["5", "2"]);
    }

    #[test]
    fn there_are_no_rows_where_a_figure_is_hidden_or_links_have_no_probabilities() {
        for (at, row) in [(0, 3), (1, 0), (2, 1)] {
            let mut tables = tables(Some(100));
            tables.tables[at].rows.remove(row);
            assert_eq!(super::table(&tables, None).rows, Vec::<Vec<Value>>::new());
        }
    }
}
