//! Hit rates: against a cache that is simulated block by block, and closed forms.

use std::collections::{BTreeMap, HashMap};

use sim::coupling::skew::Skew;

use crate::state::{estimate, plain};

/// Numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.roll() as usize) % bound
    }
}

/// The hit rate of a cache that drops the block that was not read for longest, after it was filled.
fn simulated(entries: usize, in_block: usize, weights: &[f64], cached: usize) -> f64 {
    let mut dice = Dice(42);
    // Hot entries lie anywhere.
    let mut places: Vec<usize> = (0..entries).collect();
    for at in (1..entries).rev() {
        places.swap(at, dice.below(at + 1));
    }
    let mut sum = 0.0;
    let sums: Vec<f64> = weights.iter().map(|weight| (sum += weight, sum).1).collect();
    // Everything was read before, the hottest last.
    let before = (0..entries).rev();
    let (mut last_read, mut by_time) = (HashMap::new(), BTreeMap::new());
    let reads = 100_000;
    let (mut hits, mut counted) = (0, 0);
    for time in 0..entries + reads {
        let ticket = dice.roll() as f64 / (1_u64 << 31) as f64 * sum;
        let drawn = sums.partition_point(|end| *end <= ticket).min(entries - 1);
        let block = places[before.clone().nth(time).unwrap_or(drawn)] / in_block;
        let before = last_read.insert(block, time);
        if let Some(before) = before {
            by_time.remove(&before);
        }
        by_time.insert(time, block);
        if by_time.len() > cached
            && let Some((_, dropped)) = by_time.pop_first()
        {
            last_read.remove(&dropped);
        }
        if time > entries + reads / 4 {
            counted += 1;
            hits += u32::from(before.is_some());
        }
    }
    f64::from(hits) / f64::from(counted)
}

#[test]
fn hit_rates_are_those_of_a_simulated_cache() {
    let entries = 10_000;
    let zipf = |exponent: f64| (1..=entries).map(|rank| f64::from(rank).powf(-exponent)).collect::<Vec<_>>();
    let hot = |count: i32, share: f64| {
        let of = |rank| {
            if rank < count { share / f64::from(count) } else { (1.0 - share) / f64::from(entries - count) }
        };
        (0..entries).map(of).collect::<Vec<_>>()
    };
    for (skew, weights) in [
        (Skew::Uniform, vec![1.0; 10_000]),
        (Skew::Zipf { exponent: 0.7 }, zipf(0.7)),
        (Skew::Zipf { exponent: 1.0 }, zipf(1.0)),
        (Skew::Zipf { exponent: 1.3 }, zipf(1.3)),
        (Skew::HotSet { fraction: 0.01, share: 0.9 }, hot(100, 0.9)),
        (Skew::HotSet { fraction: 0.2, share: 0.8 }, hot(2_000, 0.8)),
    ] {
        for (entry, in_block) in [(4096, 1), (400, 10)] {
            let blocks = 10_000 / in_block;
            for part in [0.02, 0.2, 0.9] {
                let cached = (f64::from(blocks) * part) as u64;
                let found = estimate(&plain(10_000 * u64::from(entry), entry, skew, cached));
                let expected = simulated(10_000, in_block as usize, &weights, cached as usize);
                assert!(
                    (found.hit_rate - expected).abs() < 0.015,
                    "{skew:?}, {in_block} in a block, {cached} cached: {} is not {expected}",
                    found.hit_rate
                );
                assert!(found.best_hit_rate >= expected - 0.01, "{skew:?}: {found:?}, {expected}");
            }
        }
    }
}

#[test]
fn uniform_reads_hit_as_often_as_blocks_are_cached() {
    for (blocks, cached) in [(1000, 1), (1000, 250), (1_000_000, 999_999), (1 << 37, 12_345)] {
        let found = estimate(&plain(blocks * 4096, 64, Skew::Uniform, cached));
        let expected = cached as f64 / blocks as f64;
        assert_eq!((found.blocks, found.cached_blocks), (blocks, cached));
        assert!((found.hit_rate - expected).abs() < 1e-9 * expected.max(1e-3), "{found:?}");
        assert!((found.best_hit_rate - expected).abs() < 1e-9, "{found:?}");
    }
}

#[test]
fn the_best_cache_holds_the_first_ranks() {
    // Harmonic numbers say it exactly where a block has one entry.
    let harmonic = |last: u32| (1..=last).map(|rank| 1.0 / f64::from(rank)).sum::<f64>();
    for cached in [1, 10, 500, 5_000] {
        let found = estimate(&plain(10_000 * 4096, 4096, Skew::Zipf { exponent: 1.0 }, cached.into()));
        let expected = harmonic(cached) / harmonic(10_000);
        assert!(
            (found.best_hit_rate - expected).abs() < 0.002,
            "{cached}: {} {expected}",
            found.best_hit_rate
        );
    }
}

#[test]
fn reads_only_of_hot_entries_need_no_more_than_those() {
    let hot_only =
        |cached| estimate(&plain(10_000 * 4096, 4096, Skew::HotSet { fraction: 0.1, share: 1.0 }, cached));
    assert!((hot_only(500).hit_rate - 0.5).abs() < 1e-9);
    assert!((hot_only(1000).hit_rate - 1.0).abs() < 1e-9);
    assert!((hot_only(5000).hit_rate - 1.0).abs() < 1e-9);
}
