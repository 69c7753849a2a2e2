//! The sizes of blocks, and how many households have how many services.
//!
//! A block is a small town of its own: it holds a part of every wijk and its own share of the totals, so that it
//! can be made without knowing any other block.

use std::ops::Range;

use super::rates::{Rates, TownErrors};
use crate::error::{Code, Error, Result};

/// Private households of a block; the last block has what is left.
pub(super) const BLOCK_HOUSEHOLDS: u64 = 4096;
/// Blocks that share a set of wijken; a larger town gets more sets of wijken.
pub(super) const BLOCKS_PER_DISTRICT: u64 = 17;
/// Districts that the postcodes of the country have room for.
const MAX_DISTRICTS: u64 = 140;

/// The share of households with a service, and of those the share with two or more (Factlab, 2013).
const SHARE_OF_HOUSEHOLDS: f64 = 0.24;
/// Of households with `n` services or more, the share with `n + 1` or more, from `n` = 1 on. The first two give the
/// 59 % and 33 % of 2013; the rest lets the tail fall faster and faster.
const SHARE_WITH_ONE_MORE: [f64; 11] = [
    0.59,
    0.33 / 0.59,
    0.52,
    0.50,
    0.48,
    0.46,
    0.44,
    0.42,
    0.40,
    0.35,
    0.30,
];
/// The most services a household has, in a town of at least [`TOWN_WITH_TOP`] households.
pub(super) const TOP: usize = 15;
/// Smaller towns have no household with [`TOP`] services.
const TOWN_WITH_TOP: u64 = 2000;

/// The sizes of a town.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    /// Private households.
    pub(super) households: u64,
    pub(super) seed: u64,
    /// How often the organisations err.
    pub(super) rates: &'static Rates,
    /// Whether everyone who knows the BSN may hand over its tokens, or only the municipality's own organisations.
    pub(super) may_all_use_bsn: bool,
}

impl Plan {
    /// The plan of a town.
    ///
    /// # Errors
    /// When the town has no household, or more than the postcodes have room for.
    pub(super) fn new(households: u64, seed: u64) -> Result<Self> {
        let most = MAX_DISTRICTS * BLOCKS_PER_DISTRICT * BLOCK_HOUSEHOLDS;
        if households == 0 || households > most {
            return Err(Error::new(
                Code::UsageInvalid,
                format!("a made-up town has from 1 to {most} households"),
            )
            .hint("68960 is a town of the size of Zaanstad"));
        }
        Ok(Self {
            households,
            seed,
            rates: TownErrors::Mild.rates(),
            may_all_use_bsn: true,
        })
    }

    /// The same town with organisations that err so much.
    pub(super) fn erring(self, errors: TownErrors) -> Self {
        Self {
            rates: errors.rates(),
            may_all_use_bsn: errors == TownErrors::Mild,
            ..self
        }
    }

    /// How many blocks there are.
    pub(super) fn blocks(&self) -> u64 {
        self.households.div_ceil(BLOCK_HOUSEHOLDS)
    }

    /// How many sets of 19 wijken there are.
    pub(super) fn districts(&self) -> u64 {
        self.blocks().div_ceil(BLOCKS_PER_DISTRICT)
    }

    /// The numbers of the private households of a block.
    pub(super) fn block(&self, block: u64) -> Range<u64> {
        let start = block * BLOCK_HOUSEHOLDS;
        start..(start + BLOCK_HOUSEHOLDS).min(self.households)
    }

    /// How many households of the block have 1, 2, 3, … services or more.
    pub(super) fn stacks(&self, block: u64) -> Vec<usize> {
        let range = self.block(block);
        let (before, after) = (stacks_up_to(range.start), stacks_up_to(range.end));
        let parts = before.iter().zip(&after);
        parts
            .map(|(low, high)| usize::try_from(high - low).unwrap_or(0))
            .collect()
    }

    /// The block that holds the household with most services, if the town is large enough to have one.
    pub(super) fn block_with_top(&self) -> Option<u64> {
        (self.households >= TOWN_WITH_TOP).then(|| (self.blocks() - 1) / 2)
    }
}

/// How many of the first `households` have 1, 2, 3, … services or more: running totals, so that the parts of the
/// blocks always sum to the town's.
fn stacks_up_to(households: u64) -> Vec<u64> {
    let mut with = round(households as f64 * SHARE_OF_HOUSEHOLDS);
    let mut stacks = vec![with];
    for share in SHARE_WITH_ONE_MORE {
        with = round(with as f64 * share);
        stacks.push(with);
    }
    stacks
}

/// The nearest whole number of a number of households.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of households lies far below 2^53"
)]
fn round(number: f64) -> u64 {
    number.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_sum_to_the_shares_of_the_town() {
        let plan = Plan::new(68_960, 1).unwrap();
        let mut total = [0; 12];
        for block in 0..plan.blocks() {
            for (sum, part) in total.iter_mut().zip(plan.stacks(block)) {
                *sum += part;
            }
        }
        assert_eq!(&total[..3], &[16_550, 9_765, 5_462]);
        assert!(total.windows(2).all(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn a_town_larger_than_the_postcodes_is_refused() {
        assert!(Plan::new(8_400_000, 1).is_ok());
        assert!(Plan::new(0, 1).is_err());
        assert!(Plan::new(20_000_000, 1).is_err());
    }
}
