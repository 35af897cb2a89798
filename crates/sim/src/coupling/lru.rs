//! Hit rates of a cache that drops what was not read for longest.
//!
//! Che's approximation: a block is in the cache if it was read within a time that is the same for all blocks, the one after which the
//! cache is full. With reads at random, independent of each other, that is
//!
//! ```text
//! h = Σ qᵢ (1 − exp(−qᵢ t)),  where t is such that  Σ (1 − exp(−qᵢ t)) = C
//! ```
//!
//! for blocks that get a part `qᵢ` of the reads and a cache of `C` blocks. H. Che, Y. Tung, Z. Wang, "Hierarchical Web caching systems"
//! (IEEE JSAC 20(7), 2002); why it is so good: C. Fricker, P. Robert, J. Roberts, "A versatile and accurate approximation for LRU cache
//! performance" (ITC 24, 2012).

use super::skew::Class;
use crate::math::one_minus_exp_of_minus;

/// Steps of Newton's method at most; it takes as many only where the cache has room for nearly all blocks.
const STEPS: u32 = 100;
/// A cache that is full but for this part is full.
const PRECISION: f64 = 1e-12;
/// Reads that never come: some blocks are not read at all.
const FOREVER: f64 = 1e300;

/// Part of the reads that find their block, 0 to 1, in a cache of so many blocks.
pub(crate) fn hit_rate(classes: &[Class], cached: f64) -> f64 {
    let blocks: f64 = classes.iter().map(|class| class.blocks).sum();
    if cached >= blocks {
        return 1.0;
    }
    if cached <= 0.0 {
        return 0.0;
    }
    let time = time_to_fill(classes, cached);
    let hits = |class: &Class| class.blocks * class.reads * one_minus_exp_of_minus(class.reads * time);
    classes.iter().map(hits).sum::<f64>().min(1.0)
}

/// Reads after which so many blocks were read at least once. Found from below by Newton's method, since their number grows ever slower
/// with the reads; there are never more blocks than reads.
fn time_to_fill(classes: &[Class], cached: f64) -> f64 {
    let mut time = cached;
    for _ in 0..STEPS {
        let (mut filled, mut growth) = (0.0, 0.0);
        for class in classes {
            let read = one_minus_exp_of_minus(class.reads * time);
            filled += class.blocks * read;
            growth += class.blocks * class.reads * (1.0 - read);
        }
        let missing = cached - filled;
        if missing <= PRECISION * cached || growth <= 0.0 {
            break;
        }
        time = (time + missing / growth).min(FOREVER);
    }
    time
}

/// Part of the reads that find their block if the blocks that are read most are always cached: no cache is better.
pub(crate) fn best_hit_rate(classes: &[Class], cached: f64) -> f64 {
    let mut left = cached.max(0.0);
    let mut hits = 0.0;
    for class in classes {
        let of_these = class.blocks.min(left);
        hits += of_these * class.reads;
        left -= of_these;
    }
    hits.min(1.0)
}
