//! What is estimated of state in RocksDB: against closed forms, and laws.

use proptest::prelude::*;
use sim::coupling::Estimate;
use sim::coupling::rocksdb::{RocksDb, StateEstimate};
use sim::coupling::skew::Skew;

use super::ssd_state;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

pub(crate) fn estimate(state: &RocksDb) -> StateEstimate {
    let Estimate(estimate) = state.estimate(0);
    estimate
}

/// A state whose cache holds nothing but blocks of data.
pub(crate) fn plain(bytes: u64, entry: u32, skew: Skew, cached_blocks: u64) -> RocksDb {
    let mut state = ssd_state();
    state.state.bytes = bytes;
    state.state.entry = entry;
    state.state.index_entry = 0;
    state.access.skew = skew;
    state.memory.write_buffers = 0;
    state.memory.cache = cached_blocks * 4096;
    state
}

#[test]
fn a_cache_has_room_for_what_else_is_in_it() {
    // 40 entries of 100 bytes are in a block: 2^20 of them take 26215. Each has 40 bytes of an index, each entry 10 bits of a filter.
    let mut state = plain(100 * MIB, 100, Skew::Uniform, 0);
    state.state.index_entry = 40;
    state.state.filter_bits = 10;
    state.memory.cache = 64 * MIB;
    let (blocks, index) = (26_215, 26_215 * 40 + 10 * MIB / 8);
    state.memory.write_buffers = 32 * MIB;
    let found = estimate(&state);
    assert_eq!((found.blocks, found.cached_blocks), (blocks, (32 * MIB - index) / 4096));
    assert!(found.index_cached >= 1.0);
    state.memory.write_buffers = 64 * MIB - index / 2;
    let found = estimate(&state);
    assert_eq!(found.cached_blocks, 0);
    assert!((found.index_cached - 0.5).abs() < 1e-6, "{found:?}");
}

#[test]
fn times_are_those_of_where_blocks_are() {
    let mut state = plain(1000 * 4096, 4096, Skew::Uniform, 500);
    state.memory.page_cache = 300 * 4096;
    state.access.reads = 2.0;
    state.access.writes = 0.0;
    // Half from the cache, 30 % from the page cache, 20 % from disk: 8 us + 0.5 × 11 us + 0.2 × 100 us.
    let found = estimate(&state);
    assert!((found.disk_share - 0.2).abs() < 1e-9, "{found:?}");
    assert!(found.read.abs_diff(33_500) <= 1, "{found:?}");
    assert!(found.per_record.abs_diff(67_000) <= 1, "{found:?}");
}

#[test]
fn flushes_are_as_large_as_arena_blocks_allow() {
    // Write buffer managers of slots with 512, 32 and 24 MiB of managed memory (a ratio of 0.5); write buffers of 64 MiB grow by 8 MiB.
    for (write_buffers, flush, constantly) in
        [(178_956_970, 64 * MIB, false), (11_184_810, 8 * MIB, false), (8_388_608, 4 * KIB, true)]
    {
        let mut state = ssd_state();
        state.memory.write_buffers = write_buffers;
        let found = estimate(&state);
        assert_eq!((found.flush, found.flushes_constantly), (flush, constantly));
    }
}

#[test]
fn many_states_leave_no_arena_block_for_each() {
    // 512 MiB of managed memory let 149 MiB of write buffers grow: 18 blocks of 8 MiB.
    let mut state = ssd_state();
    for (states, flush, constantly) in [(0, 64 * MIB, false), (18, 8 * MIB, false), (19, 4 * KIB, true)] {
        state.memory = ssd_state().memory.divided(states);
        let found = estimate(&state);
        assert_eq!((found.flush, found.flushes_constantly), (flush, constantly), "{states}");
    }
}

#[test]
fn updates_are_written_once_for_each_merge() {
    // 1 GiB has two levels: 2 + 256 / (4 × 64) + 5; 100 MiB has one: 2 + 100 / 256; 100 GiB has four.
    for (bytes, expected) in [(1024 * MIB, 8.0), (100 * MIB, 2.390_625), (102_400 * MIB, 18.0)] {
        let mut state = ssd_state();
        state.state.bytes = bytes;
        let found = estimate(&state);
        assert!((found.write_amplification - expected).abs() < 1e-9, "{found:?}");
    }
    // 1000 bytes, eight times, at 200 MB/s: 40 us, of which the rest of the work hides 30.
    let mut state = ssd_state();
    state.state.bytes = 1024 * MIB;
    state.state.entry = 1000;
    state.access.reads = 0.0;
    let Estimate(found) = state.estimate(25_000);
    assert_eq!((found.stall, found.per_record), (10_000, 15_000));
    assert_eq!(state.estimate(35_000).0.stall, 0);
}

prop_compose! {
    fn skew()(kind in 0..3, exponent in 0.0..4.0, fraction in 1e-9..1.0, share in 0.0..=1.0) -> Skew {
        match kind {
            0 => Skew::Uniform,
            1 => Skew::Zipf { exponent },
            _ => Skew::HotSet { fraction, share },
        }
    }
}

prop_compose! {
    fn state()(
        skew in skew(),
        bytes in prop_oneof![0..1_u64 << 50, 0..1_u64 << 30],
        entry in prop_oneof![1..5000_u32, 1..=1_u32 << 30],
        block in 1024..=1_u32 << 20,
        index_entry in 0..=100_u32,
        cache in prop_oneof![0..1_u64 << 50, 0..1_u64 << 31],
        write_buffers in prop_oneof![Just(0), 0..1_u64 << 31],
        page_cache in prop_oneof![Just(0), 0..1_u64 << 33],
        filter_bits in 0..=64_u32,
        reads in 0.0..=1000.0,
        writes in 0.0..=1000.0,
        disk_bandwidth in 1..=1_000_000_000_u64,
    ) -> RocksDb {
        let mut state = ssd_state();
        state.access.skew = skew;
        state.access.reads = reads;
        state.access.writes = writes;
        state.state.bytes = bytes;
        state.state.entry = entry;
        state.state.block = block;
        state.state.index_entry = index_entry;
        state.state.filter_bits = filter_bits;
        state.memory.cache = cache;
        state.memory.write_buffers = write_buffers;
        state.memory.page_cache = page_cache;
        state.costs.disk_bandwidth = disk_bandwidth;
        state
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn more_cache_is_never_worse(state in state(), more in prop_oneof![0..1_u64 << 20, 0..1_u64 << 40]) {
        let before = estimate(&state);
        let mut larger = state;
        larger.memory.cache += more;
        let after = estimate(&larger);
        prop_assert!(after.hit_rate >= before.hit_rate - 1e-9, "{before:?} {after:?}");
        prop_assert!(after.best_hit_rate >= before.best_hit_rate - 1e-9);
        prop_assert!(after.index_cached >= before.index_cached);
        prop_assert!(after.read <= before.read + 1, "{before:?} {after:?}");
    }

    #[test]
    fn shares_are_shares_and_no_cache_is_better_than_the_best(state in state()) {
        let found = estimate(&state);
        let shares = 0.0..=1.0;
        prop_assert!(shares.contains(&found.hit_rate) && shares.contains(&found.best_hit_rate), "{found:?}");
        prop_assert!(shares.contains(&found.index_cached) && shares.contains(&found.disk_share), "{found:?}");
        prop_assert!(found.hit_rate <= found.best_hit_rate + 1e-6, "{found:?}");
        prop_assert!(found.disk_share <= 1.0 - found.hit_rate + 1e-9, "{found:?}");
        prop_assert!(found.write_amplification >= 2.0);
    }

    #[test]
    fn a_cache_for_all_blocks_always_hits(state in state()) {
        let mut large = state;
        let shape = &large.state;
        let block = u64::from(shape.block.max(shape.entry));
        let in_block = u64::from((shape.block / shape.entry).max(1));
        let entries = shape.bytes.div_ceil(shape.entry.into());
        let blocks = entries.div_ceil(in_block);
        let filters = entries * u64::from(shape.filter_bits).div_ceil(8);
        large.memory.cache = large.memory.write_buffers + blocks * (block + u64::from(shape.index_entry) + 1) + filters + 8;
        let found = estimate(&large);
        prop_assert!(found.hit_rate >= 1.0 && found.disk_share <= 0.0, "{found:?}");
    }

    #[test]
    fn larger_write_buffers_are_never_worse(state in state(), more in 0..1_u64 << 31) {
        let before = estimate(&state);
        let mut larger = state;
        larger.memory.write_buffers += more;
        prop_assert!(estimate(&larger).write_amplification <= before.write_amplification + 1e-9);
    }
}
