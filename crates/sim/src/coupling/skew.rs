//! How often a block of state is read, when some keys are read more often than others.
//!
//! A key's place among the blocks does not depend on how hot it is: Flink's keys begin with the number of their key group
//! (`CompositeKeySerializationUtils.writeKeyGroup`), which is a hash (`KeyGroupRangeAssignment`). So hot keys lie beside cold ones, and the
//! blocks of a skewed state are less skewed than its keys.

use super::range::within;
use crate::math::power_of_minus;
use crate::scenario::ScenarioError;

/// How reads are spread over the entries of a state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Skew {
    /// All alike.
    Uniform,
    /// The entry of rank `i` as often as `i` to the power `-exponent` says (Zipf's law); 0 to 4.
    Zipf {
        /// The exponent; about 1 for words of a text or pages of the web.
        exponent: f64,
    },
    /// A part of the entries gets a part of the reads.
    HotSet {
        /// Part of the entries that are hot, 10^-9 to 1.
        fraction: f64,
        /// Part of the reads that they get, 0 to 1.
        share: f64,
    },
}

/// Blocks that are read equally often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Class {
    /// How many there are.
    pub(crate) blocks: f64,
    /// Part of all reads that goes to each of them.
    pub(crate) reads: f64,
}

/// Of so many steps of a rank's own size is a class of ranks.
const STEPS: f64 = 16.0;

/// Hot entries of a block that are less probable than the most probable number by this factor are left out.
const NEGLIGIBLE: f64 = 1e-12;

impl Skew {
    /// The blocks of so many entries, with `in_block` in each (both whole and from 1), the most read ones first. Their reads add up to 1.
    pub(crate) fn classes(self, entries: f64, in_block: f64) -> Vec<Class> {
        let blocks = (entries / in_block).max(1.0);
        let mut classes = match self {
            Self::Uniform => vec![Class { blocks, reads: 1.0 }],
            Self::Zipf { exponent } => zipf(entries.max(1.0).floor(), in_block, exponent),
            Self::HotSet { fraction, share } => hot_set(in_block, fraction, share),
        };
        let sum: f64 = classes.iter().map(|class| class.blocks).sum();
        for class in &mut classes {
            class.blocks *= blocks / sum;
        }
        let sum: f64 = classes.iter().map(|class| class.blocks * class.reads).sum();
        for class in &mut classes {
            class.reads /= sum;
        }
        classes
    }

    pub(super) fn check(self) -> Result<(), ScenarioError> {
        match self {
            Self::Uniform => Ok(()),
            Self::Zipf { exponent } => within("skew.exponent", exponent, 0.0..=4.0, "0..=4"),
            Self::HotSet { fraction, share } => {
                within("skew.fraction", fraction, 1e-9..=1.0, "0.000000001..=1")?;
                within("skew.share", share, 0.0..=1.0, "0..=1")
            }
        }
    }
}

/// Blocks by their hottest entry. An entry of a rank is the hottest of its block if all others there have higher ranks, which has the
/// probability `(1 - rank / entries)` to the power of their number; those others have the mean of the higher ranks.
fn zipf(entries: f64, in_block: f64, exponent: f64) -> Vec<Class> {
    let mut classes = ranks(entries, exponent);
    let mut left: f64 = classes.iter().map(|class| class.blocks * class.reads).sum();
    let mut rank = 0.0;
    for Class { blocks, reads } in &mut classes {
        let half = *blocks / 2.0;
        // Of the class itself, one half is above its middle.
        left -= half * *reads;
        rank += half;
        let above = (entries - rank).max(half);
        let mean_of_others = left.max(0.0) / above;
        left -= half * *reads;
        rank += half;
        *blocks *= power_of_minus(entries / above, in_block - 1.0);
        *reads += (in_block - 1.0) * mean_of_others;
    }
    classes
}

/// All ranks, with what Zipf's law says of the middle of each class.
fn ranks(entries: f64, exponent: f64) -> Vec<Class> {
    let mut classes = Vec::new();
    let mut rank = 1.0;
    while rank <= entries {
        let count = (rank / STEPS).floor().max(1.0).min(entries + 1.0 - rank);
        let middle = rank + (count - 1.0) / 2.0;
        classes.push(Class { blocks: count, reads: power_of_minus(middle, exponent) });
        rank += count;
    }
    classes
}

/// Blocks by how many hot entries they have: a binomial distribution, from its most probable number to both sides.
fn hot_set(in_block: f64, fraction: f64, share: f64) -> Vec<Class> {
    if fraction >= 1.0 {
        return vec![Class { blocks: 1.0, reads: 1.0 }];
    }
    let (hot, cold) = (share / fraction, (1.0 - share) / (1.0 - fraction));
    let odds = fraction / (1.0 - fraction);
    let class = |hot_entries: f64, weight: f64| Class {
        blocks: weight,
        reads: hot * hot_entries + cold * (in_block - hot_entries),
    };
    let most_probable = (in_block * fraction).floor();
    let mut classes = Vec::new();
    let (mut entries, mut weight) = (most_probable, 1.0);
    while entries < in_block && weight > NEGLIGIBLE {
        entries += 1.0;
        weight *= odds * (in_block - entries + 1.0) / entries;
        classes.push(class(entries, weight));
    }
    classes.reverse();
    classes.push(class(most_probable, 1.0));
    (entries, weight) = (most_probable, 1.0);
    while entries > 0.0 && weight > NEGLIGIBLE {
        weight *= entries / (odds * (in_block - entries + 1.0));
        entries -= 1.0;
        classes.push(class(entries, weight));
    }
    if hot < cold {
        classes.reverse();
    }
    classes
}
