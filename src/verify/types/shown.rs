//! What a release shows of households with two or more services, as squares of services by services.

use std::collections::BTreeMap;

use super::super::printing::Printing;
use super::super::tables::{Table, Tables};

/// Types are told from so many households on.
const LEAST: f64 = 200.0;

/// So many by chance are not hidden for being few.
const MANY: f64 = 20.0;

/// What is known of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Seen {
    Count(f64),
    /// Hidden, as it is small.
    Few,
    /// Hidden for another reason, or a service with itself.
    Nothing,
}

pub(super) struct Shown<'a> {
    pub(super) codes: Vec<&'a str>,
    /// The households with each service and another one.
    pub(super) users: Vec<f64>,
    /// A row and a column per service.
    pub(super) seen: Vec<Vec<Seen>>,
    /// How many households have 2, 3 and so on.
    pub(super) numbers: Vec<f64>,
    pub(super) stackers: f64,
    /// The largest number that can be hidden, and the variance of rounding.
    pub(super) few: u64,
    pub(super) rounding: f64,
}

impl<'a> Shown<'a> {
    /// Nothing of too few households, or without pairs that are shown.
    pub(super) fn of(tables: &'a Tables) -> Option<Self> {
        let table = |name: &str| tables.by_name.get(name);
        let mut numbers: Vec<f64> = Vec::new();
        let stacking = table("stacking")?;
        for number in 2.. {
            let key = ["household", "all", "all", &format!("{number}+")];
            let row = stacking.rows.iter().find(|row| row[..4] == key);
            let Some(count) = row.and_then(|row| stacking.count(row, "households")) else {
                break;
            };
            if let Some(before) = numbers.last_mut() {
                *before = f64::max(*before - count as f64, 0.0);
            }
            numbers.push(count as f64);
        }
        let stackers: f64 = numbers.iter().sum();
        let with_another = table("service_stacking")?;
        let rows = with_another.rows.iter().filter(|row| row[1] == "2+");
        let (codes, users): (Vec<&str>, Vec<f64>) = rows
            .filter_map(|row| Some((row[0].as_str(), with_another.count(row, "households")?)))
            .filter(|(_, count)| *count > 0)
            .map(|(code, count)| (code, count as f64))
            .unzip();
        let both = counts(table("co_occurrence")?);
        let mut seen: Vec<Vec<Seen>> = Vec::new();
        for (one, first) in codes.iter().enumerate() {
            let of = |(other, second): (usize, &&str)| {
                if one == other {
                    return Seen::Nothing;
                }
                let keys = [(*first, *second), (*second, *first)];
                match keys.iter().find_map(|key| both.get(key)) {
                    Some(count) => Seen::Count(*count as f64),
                    None if users[one] * users[other] / stackers < MANY => Seen::Few,
                    None => Seen::Nothing,
                }
            };
            seen.push(codes.iter().enumerate().map(of).collect());
        }
        let any = seen.iter().flatten();
        let is_any = any
            .into_iter()
            .any(|one| matches!(one, Seen::Count(count) if *count > 0.0));
        let printing = tables.printing.as_ref();
        (stackers >= LEAST && is_any).then_some(Self {
            codes,
            users,
            seen,
            numbers,
            stackers,
            few: printing.map_or(0, Printing::largest_hidden),
            rounding: printing.map_or(0.0, Printing::variance),
        })
    }

    /// Each pair once, with what is known of it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize, Seen)> {
        let rows = self.seen.iter().enumerate();
        rows.flat_map(|(one, row)| (0..one).map(move |other| (one, other, row[other])))
    }

    /// The shown numbers of pairs together, and how many they are.
    pub(super) fn of_pairs(&self) -> (f64, f64) {
        let counts = self.pairs().filter_map(|(.., seen)| match seen {
            Seen::Count(count) => Some(count),
            _ => None,
        });
        counts.fold((0.0, 0.0), |(sum, number), count| {
            (sum + count, number + 1.0)
        })
    }
}

/// The shown numbers of households with two services.
fn counts(both: &Table) -> BTreeMap<(&str, &str), u64> {
    let rows = both.rows.iter();
    let shown = rows.filter_map(|row| {
        let pair = (row[0].as_str(), row[1].as_str());
        Some((pair, both.count(row, "households")?))
    });
    shown.collect()
}
