//! What clients that were not linked, and links that are wrong, do to the number of households with 1, 2, 3 or more services.
//!
//! A missed client is taken to matter as much as a linked client of the same provider does when it is left out; a wrong link as much
//! as a client more in a household drawn at random; for two missed clients of one household a term follows from how many services
//! households have. `docs/linkage.md` has the formulas.

/// The numbers of services: 1, 2 and 3 or more.
pub(super) const NUMBERS: usize = 3;

/// A number as far as it is published: what it is taken for, and the variance of that.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Known {
    pub(super) value: f64,
    pub(super) variance: f64,
}

/// The links of one provider of services.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Links {
    /// Clients that are linked.
    pub(super) linked: Known,
    /// Clients who live here and are not linked.
    pub(super) missed: Known,
    /// Links that are wrong.
    pub(super) wrong: Known,
    /// Clients whose links were tried without their BSN.
    pub(super) held_out: f64,
    /// Linked clients without whom their household would have fewer than 1, 2, 3 services.
    pub(super) decisive: [Known; NUMBERS],
}

impl Links {
    /// The share of clients who live here that is found.
    fn recall(&self) -> f64 {
        self.right() / (self.right() + self.missed.value)
    }

    /// Links that are right; more than none, or nothing follows.
    pub(super) fn right(&self) -> f64 {
        self.linked.value - self.wrong.value
    }

    /// The variance of that share among so many who were tried.
    fn variance_within(&self) -> f64 {
        let recall = self.recall();
        recall * (1.0 - recall) / self.held_out.max(1.0)
    }

    /// What a right link adds to each number, wrong ones left aside: they add as much as chance.
    fn effect(&self, random: [f64; NUMBERS]) -> [f64; NUMBERS] {
        let (right, wrong) = (self.right(), self.wrong.value);
        std::array::from_fn(|at| (self.decisive[at].value - wrong * random[at]) / right)
    }

    /// The variance that each decisive client for so many services stands for, as chance decides which clients are missed.
    ///
    /// At most so many clients of one household are decisive, and that many are taken to be: such a household is seen when none of them
    /// is missed, and then counts for itself and for those that are not seen.
    fn spread(&self, number: usize) -> f64 {
        let number = number as f64;
        let missed_per_found = self.missed.value / self.right();
        let seen = self.recall().powf(number);
        (1.0 - seen) * (1.0 + number * missed_per_found).powi(2) / number
    }

    /// What is to be added to a sum of the three numbers with these weights, and the variance of that. `random` is what a client
    /// more adds to each number in a household drawn at random, `between` the variance of recall between providers.
    fn correction(
        &self,
        weights: [f64; NUMBERS],
        random: [f64; NUMBERS],
        between: f64,
    ) -> (f64, f64) {
        let (linked, missed, wrong) = (self.linked, self.missed, self.wrong);
        let right = self.right();
        let effect = self.effect(random);
        let sum = |of: &dyn Fn(usize) -> f64| (0..NUMBERS).map(of).sum::<f64>();
        let of_effect = sum(&|at| weights[at] * effect[at]);
        let of_random = sum(&|at| weights[at] * random[at]);
        let correction = missed.value * of_effect - wrong.value * of_random;

        let recall = self.recall();
        let of_recall = (self.variance_within() + between) / recall.powi(4);
        let of_chance = linked.value
            * sum(&|at| weights[at].powi(2) * effect[at].max(0.0) * self.spread(at + 1))
            + (linked.value * of_effect).powi(2) * of_recall
            + wrong.value * sum(&|at| weights[at].powi(2) * random[at]);
        // How far the correction moves with each published number, times the variance of that number.
        let missed_per_right = missed.value / right;
        let by_wrong = missed_per_right * (of_effect - of_random) - of_random;
        let decisive = sum(&|at| weights[at].powi(2) * self.decisive[at].variance);
        let of_rounding = missed_per_right.powi(2) * decisive
            + of_effect.powi(2) * missed.variance
            + (missed_per_right * of_effect).powi(2) * linked.variance
            + by_wrong.powi(2) * wrong.variance;
        (correction, of_chance + of_rounding)
    }
}

/// The households of a town, and the links of its providers.
pub(super) struct Town<'a> {
    /// All households, and those with at least 1, 2, 3 services.
    pub(super) households: [Known; NUMBERS + 1],
    pub(super) links: &'a [Links],
}

impl Town<'_> {
    /// A sum of the three numbers with these weights, corrected, and its variance.
    pub(super) fn corrected(&self, weights: [f64; NUMBERS]) -> Known {
        let between = variance_between(self.links);
        let random = self.random();
        let mut known = Known::default();
        let of_two = self.of_two_missed(random);
        let numbers = self.households[1..].iter().zip(of_two);
        for (weight, (number, of_two)) in weights.iter().zip(numbers) {
            known.value += weight * (number.value + of_two);
            known.variance += weight.powi(2) * number.variance;
        }
        for links in self.links {
            let (correction, variance) = links.correction(weights, random, between);
            known.value += correction;
            known.variance += variance;
        }
        known
    }

    /// What is to be added to each number where two clients of one household are missed, who are counted apart otherwise: as if each
    /// service of a household came from a client of its own.
    fn of_two_missed(&self, random: [f64; NUMBERS]) -> [f64; NUMBERS] {
        let [_, one, two, three] = self.households.map(|number| number.value);
        // Beyond three services each number follows from the one before, as three or more from two or more.
        let onwards = (three / two.max(1.0)).clamp(0.0, 1.0);
        let of_three = three * (1.0 - onwards);
        let exactly = [one - two, two - three, of_three, of_three * onwards];
        let exactly = exactly.map(|number| number.max(0.0));
        std::array::from_fn(|at| {
            let number = (at + 1) as f64;
            let added = |links: &Links| links.missed.value * links.effect(random)[at];
            let added: f64 = self.links.iter().map(added).sum();
            let missed_per_found = (added / (number * exactly[at]).max(1.0)).clamp(0.0, 1.0);
            let [pairs, of_more] = [number - 1.0, number + 1.0].map(|other| number * other / 2.0);
            missed_per_found.powi(2) * (pairs * exactly[at] - of_more * exactly[at + 1])
        })
    }

    /// What one service more adds to each number in a household drawn at random: the share of those that are one short.
    fn random(&self) -> [f64; NUMBERS] {
        let all = self.households[0].value.max(1.0);
        std::array::from_fn(|at| {
            let [short, there] = [at, at + 1].map(|at| self.households[at].value);
            ((short - there) / all).max(0.0)
        })
    }
}

/// The variance of recall between providers, beyond what chance explains. By the median of how far they are from the middle one:
/// a single provider that knows little says nothing of the others.
fn variance_between(links: &[Links]) -> f64 {
    /// The standard deviation of normal numbers, as a multiple of that median.
    const SCALE: f64 = 1.482_602_218_505_602;
    let recalls: Vec<f64> = links.iter().map(Links::recall).collect();
    let middle = median(recalls.clone());
    let apart = median(recalls.iter().map(|one| (one - middle).abs()).collect());
    let within = median(links.iter().map(Links::variance_within).collect());
    ((SCALE * apart).powi(2) - within).max(0.0)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let half = numbers.len() / 2;
    match (
        numbers.get(half),
        half.checked_sub(1).and_then(|at| numbers.get(at)),
    ) {
        (Some(upper), Some(lower)) if numbers.len().is_multiple_of(2) => {
            f64::midpoint(*upper, *lower)
        }
        (Some(middle), _) => *middle,
        (None, _) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn exactly(value: f64) -> Known {
        let variance = 0.0;
        Known { value, variance }
    }

    /// A provider that finds 900 of 1000 clients; of those found 90, 45 and 9 are decisive for 1, 2 and 3 services.
    fn links() -> Links {
        Links {
            linked: exactly(900.0),
            missed: exactly(100.0),
            wrong: exactly(0.0),
            held_out: 500.0,
            decisive: [90.0, 45.0, 9.0].map(exactly),
        }
    }

    fn corrected(links: &[Links], number: usize) -> Known {
        let households = [10_000.0, 2000.0, 1000.0, 200.0].map(exactly);
        let town = Town { households, links };
        let mut weights = [0.0; NUMBERS];
        weights[number - 1] = 1.0;
        town.corrected(weights)
    }

    /// Of the 10, 5 and 1 that are added, two missed clients of one household change less than a tenth.
    #[test]
    fn a_missed_client_matters_as_much_as_a_linked_one() {
        let found = [1, 2, 3].map(|number| corrected(&[links()], number).value);
        for (found, expected) in found.into_iter().zip([2010.0, 1005.0, 201.0]) {
            assert!((found - expected).abs() < 0.1, "{found}");
        }
    }

    /// For every two clients that are found, one is missed; exactly 100, 100, 50 and 25 households have 1, 2, 3 and 4 services.
    #[test]
    fn two_missed_clients_of_one_household_are_not_counted_twice() {
        let links = Links {
            linked: exactly(600.0),
            missed: exactly(300.0),
            decisive: [100.0, 200.0, 120.0].map(exactly),
            ..links()
        };
        let town = Town {
            households: [1000.0, 300.0, 200.0, 100.0].map(exactly),
            links: &[links],
        };
        let expected = [
            -0.25 * 100.0,
            0.25 * (100.0 - 3.0 * 50.0),
            0.16 * (3.0 * 50.0 - 6.0 * 25.0),
        ];
        let of_two = town.of_two_missed([0.0; NUMBERS]);
        for (found, expected) in of_two.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
        }
    }

    #[test]
    fn where_all_links_are_made_and_right_nothing_changes() {
        let whole = Links {
            missed: exactly(0.0),
            ..links()
        };
        assert_eq!(corrected(&[whole], 1), exactly(2000.0));
    }

    /// 8 of 10 households have no service: each of 90 wrong links adds 0.8 of a household with one.
    #[test]
    fn wrong_links_are_taken_away_and_tell_nothing_of_who_is_missed() {
        let with_wrong = Links {
            wrong: exactly(90.0),
            missed: exactly(0.0),
            ..links()
        };
        let found = corrected(&[with_wrong], 1).value;
        assert!((found - (2000.0 - 90.0 * 0.8)).abs() < 1e-9, "{found}");
        let with_both = Links {
            wrong: exactly(90.0),
            ..links()
        };
        // Of the 90 decisive ones 72 are wrong links; 18 of 810 right ones are left.
        let found = corrected(&[with_both], 1).value;
        assert!(
            (found - (2000.0 - 72.0 + 100.0 * 18.0 / 810.0)).abs() < 0.01,
            "{found}"
        );
    }

    #[test]
    fn fewer_who_are_tried_and_rounded_numbers_make_it_less_sure() {
        let sure = corrected(&[links()], 2).variance;
        let few = Links {
            held_out: 50.0,
            ..links()
        };
        let rounded = Links {
            missed: Known {
                value: 100.0,
                variance: 7.0,
            },
            ..links()
        };
        assert!(sure > 0.0);
        assert!(corrected(&[few], 2).variance > sure);
        assert!(corrected(&[rounded], 2).variance > sure);
    }

    #[test]
    fn one_provider_that_misses_many_says_nothing_of_the_others() {
        let others = vec![links(); 5];
        let poor = Links {
            linked: exactly(500.0),
            missed: exactly(500.0),
            ..links()
        };
        let with_poor = [others.clone(), vec![poor]].concat();
        assert!(variance_between(&with_poor) <= 0.0);
        assert!(variance_between(&others) <= 0.0);
    }
}
