//! Parameters that make no sense are refused, with their name and range; whatever is accepted can be simulated.

use pools::batch::sort::SortRequest;
use proptest::prelude::*;
use sim::Simulation;
use sim::coupling::gc::{Collector, Heap, HeapLoad, HeapUse};
use sim::coupling::heartbeat::Heartbeat;
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::coupling::spill::{Spill, SpillEstimate, SpillingOperator};
use sim::coupling::{Couplings, Estimate, VertexCouplings};
use sim::scenario::{Partitioning, SECOND};

use super::{heap, ssd_state};
use crate::common::chain;

const SORT: SortRequest = SortRequest {
    page_size: 32_768,
    pages: 1024,
    max_fan: 128,
    spilling_threshold: 0.8,
    record_size: 100,
    key_size: 4,
    records: 1_000_000,
};

fn all() -> Couplings {
    let vertex = VertexCouplings {
        state: Some(ssd_state()),
        spill: Some(Estimate(SpillEstimate { bytes: 1, records: 1, per_record: 1 })),
        heap: Some(HeapUse::default()),
    };
    Couplings { vertices: vec![vertex; 2], heap: Some(heap()), heartbeat: Some(Heartbeat::default()) }
}

#[track_caller]
fn check(change: impl FnOnce(&mut Couplings, &mut VertexCouplings), expected: &str) {
    let mut couplings = all();
    let mut vertex = couplings.vertices[1];
    change(&mut couplings, &mut vertex);
    couplings.vertices[1] = vertex;
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    let mut running = Simulation::new(scenario.clone()).expect("a scenario");
    scenario.couplings = couplings.clone();
    assert_eq!(Simulation::new(scenario).expect_err(expected).to_string(), expected);
    assert_eq!(running.set_couplings(couplings).expect_err(expected).to_string(), expected);
    assert_eq!(running.scenario().couplings, Couplings::default());
}

#[test]
fn parameters_of_state_have_ranges() {
    let state = |change: fn(&mut RocksDb), expected| {
        check(
            |_, vertex| vertex.state = vertex.state.map(|mut state| (change(&mut state), state).1),
            expected,
        );
    };
    state(
        |it| it.memory.cache = u64::MAX,
        "rocksdb.memory.cache: 18446744073709552000 is not in 0..=2^50 bytes",
    );
    state(|it| it.memory.arena_block = 0, "rocksdb.memory.arena_block: 0 is not in 1..=2^50 bytes");
    state(|it| it.state.entry = 0, "rocksdb.state.entry: 0 is not in 1..=1073741824 bytes");
    state(|it| it.state.block = 512, "rocksdb.state.block: 512 is not in 1024..=1048576 bytes");
    state(|it| it.access.reads = f64::NAN, "rocksdb.access.reads: NaN is not in 0..=1000");
    state(|it| it.access.writes = -1.0, "rocksdb.access.writes: -1 is not in 0..=1000");
    state(|it| it.access.skew = Skew::Zipf { exponent: f64::INFINITY }, "skew.exponent: inf is not in 0..=4");
    state(
        |it| it.access.skew = Skew::HotSet { fraction: 0.0, share: 0.5 },
        "skew.fraction: 0 is not in 0.000000001..=1",
    );
    state(
        |it| it.access.skew = Skew::HotSet { fraction: 0.5, share: 1.5 },
        "skew.share: 1.5 is not in 0..=1",
    );
    state(|it| it.costs.hit = SECOND, "rocksdb.costs.hit: 1000000000 is not in 0 ns..=0.1 s");
    state(|it| it.costs.disk_bandwidth = 0, "rocksdb.costs.disk_bandwidth: 0 is not in 1..=10^15 bytes/s");
}

#[test]
fn parameters_of_heaps_have_ranges() {
    let heap = |change: fn(&mut Heap), expected| {
        check(|it, _| it.heap = it.heap.map(|mut heap| (change(&mut heap), heap).1), expected);
    };
    heap(|it| it.size = 0, "heap.size: 0 is not in 1 MiB..=2^50 bytes");
    heap(|it| it.collector.copy_rate = 0, "heap.collector.copy_rate: 0 is not in 10^6..=10^15 bytes/s");
    heap(|it| it.collector.pause_goal = 0, "heap.collector.pause_goal: 0 is not in 1 ms..=1 minute");
    check(
        |_, vertex| vertex.heap = Some(HeapUse { short_lived: 1 << 41, ..HeapUse::default() }),
        "heap_use.short_lived: 2199023255552 is not in 0..=2^40 bytes",
    );
    check(
        |it, _| it.heartbeat = Some(Heartbeat { interval: 10 * SECOND, timeout: 5 * SECOND }),
        "heartbeat.timeout: 5000000000 is not in heartbeat.interval..=1 day",
    );
    check(
        |it, _| it.heartbeat = Some(Heartbeat { interval: 0, timeout: 5 * SECOND }),
        "heartbeat.interval: 0 is not in 1 ms..=1 day",
    );
    check(
        |it, _| it.vertices = vec![VertexCouplings::default(); 3],
        "couplings.vertices: 3 is not in 0..=number of vertices",
    );
}

#[test]
fn what_does_not_spill_is_refused_as_it_is_by_flink() {
    let spill = |operator, disk_bandwidth, expected: &str| {
        let refused = Spill { operator, disk_bandwidth }.estimate().expect_err(expected);
        assert_eq!(refused.to_string(), expected);
    };
    spill(
        SpillingOperator::Sort(SortRequest { pages: 11, ..SORT }),
        1,
        "Too little memory provided to sorter to perform task. Required are at least 12 pages. Current page size is 32768 bytes.",
    );
    spill(SpillingOperator::Sort(SORT), 0, "spill.disk_bandwidth: 0 is not in 1..=10^15 bytes/s");
    let long = SpillEstimate { per_record: 1_350_000_000_001, ..SpillEstimate::default() };
    check(
        |_, vertex| vertex.spill = Some(Estimate(long)),
        "spill.per_record: 1350000000001 is not in 0 ns..=22.5 minutes",
    );
}

/// Any number, often one that is at an end of its range or absurd.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..5_u64, (0..64_u32).prop_map(|shift| 1 << shift)]
}

/// A number of a range, often one of its ends.
fn within(least: u64, most: u64) -> BoxedStrategy<u64> {
    prop_oneof![Just(least), Just(most), least..=most, least..=most.min(least + (1 << 30))].boxed()
}

fn small(least: u32, most: u32) -> BoxedStrategy<u32> {
    within(least.into(), most.into()).prop_map(move |number| u32::try_from(number).unwrap_or(most)).boxed()
}

fn skew() -> impl Strategy<Value = Skew> {
    prop_oneof![
        Just(Skew::Uniform),
        prop_oneof![Just(0.0), Just(4.0), 0.0..=4.0].prop_map(|exponent| Skew::Zipf { exponent }),
        (prop_oneof![Just(1e-9), Just(1.0), 1e-9..=1.0], prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0])
            .prop_map(|(fraction, share)| Skew::HotSet { fraction, share }),
    ]
}

prop_compose! {
    fn state()(
        bytes in prop::array::uniform4(within(0, 1 << 50)),
        write_buffer in within(1, 1 << 50),
        arena_block in within(1, 1 << 50),
        entry in small(1, 1 << 30),
        block in small(1 << 10, 1 << 20),
        index_entry in small(0, 1 << 20),
        filter_bits in small(0, 64),
        skew in skew(),
        accesses in prop::array::uniform2(prop_oneof![Just(0.0), Just(1000.0), 0.0..=1000.0]),
        costs in prop::array::uniform4(within(0, 100_000_000)),
        disk_bandwidth in within(1, 1_000_000_000_000_000),
    ) -> RocksDb {
        let [cache, write_buffers, page_cache, bytes] = bytes;
        let [reads, writes] = accesses;
        let [hit, page_cache_read, disk_read, write] = costs;
        RocksDb {
            memory: StoreMemory { cache, write_buffers, write_buffer, arena_block, page_cache },
            state: StateShape { bytes, entry, block, index_entry, filter_bits },
            access: StateAccess { skew, reads, writes },
            costs: StoreCosts { hit, page_cache_read, disk_read, write, disk_bandwidth },
        }
    }
}

prop_compose! {
    fn couplings()(
        state in state(),
        of_record in prop::array::uniform3(within(0, 1 << 40)),
        live in prop::array::uniform2(prop_oneof![Just(0), within(0, 1 << 50)]),
        size in within(1 << 20, 1 << 50),
        pause_goal in within(1_000_000, 60 * SECOND),
        fixed_pause in within(0, SECOND),
        rates in prop::array::uniform2(within(1_000_000, 1_000_000_000_000_000)),
        object_reuse in any::<bool>(),
        interval in within(1_000_000, 86_400 * SECOND),
    ) -> Couplings {
        let [short_lived, copied, replaced] = of_record;
        let [live, base_live] = live;
        let [copy_rate, compact_rate] = rates;
        let heap = HeapUse { short_lived, copied, replaced, live };
        let collector = Collector { pause_goal, fixed_pause, copy_rate, compact_rate };
        Couplings {
            vertices: vec![VertexCouplings { state: Some(state), spill: None, heap: Some(heap) }; 2],
            heap: Some(Heap { size, base_live, object_reuse, collector }),
            heartbeat: Some(Heartbeat { interval, timeout: interval }),
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_accepted_can_be_simulated(couplings in couplings()) {
        let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
        scenario.couplings = couplings;
        let mut simulation = Simulation::new(scenario)?;
        simulation.run_until(5 * SECOND);
        let of_vertex = simulation.vertex_estimate(1).expect("an estimate").0;
        let state = of_vertex.state.expect("a state");
        for share in [state.hit_rate, state.best_hit_rate, state.index_cached, state.disk_share] {
            prop_assert!((0.0..=1.0).contains(&share), "{state:?}");
        }
        prop_assert!(state.per_record <= 1350 * SECOND && state.write_amplification.is_finite(), "{state:?}");
        let of_heap = simulation.task_manager_estimate(0).expect("an estimate").0.collections;
        prop_assert!((1.0..=50.1).contains(&of_heap.stretch()), "{of_heap:?}");
        prop_assert!(of_heap.allocation_rate.is_finite(), "{of_heap:?}");
    }

    #[test]
    fn no_number_makes_it_panic(
        heap in prop::array::uniform6(number()),
        load in (number(), any::<f64>(), any::<f64>()),
        heartbeat in [number(), number()],
        of_record in prop::array::uniform4(number()),
    ) {
        let [size, base_live, pause_goal, fixed_pause, copy_rate, compact_rate] = heap;
        let collector = Collector { pause_goal, fixed_pause, copy_rate, compact_rate };
        let heap = Heap { size, base_live, object_reuse: false, collector };
        let (live, allocated, replaced) = load;
        let collections = heap.estimate(&HeapLoad { live, allocated, replaced }).0;
        let [interval, timeout] = heartbeat;
        let heartbeat = Heartbeat { interval, timeout };
        let _ = heartbeat.estimate(&collections).0.to_string();
        let [short_lived, copied, replaced, live] = of_record;
        let heap_use = HeapUse { short_lived, copied, replaced, live };
        let vertex = VertexCouplings { heap: Some(heap_use), ..VertexCouplings::default() };
        let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
        scenario.couplings =
            Couplings { vertices: vec![vertex], heap: Some(heap), heartbeat: Some(heartbeat) };
        if let Ok(mut simulation) = Simulation::new(scenario) {
            simulation.run_until(3 * SECOND);
        }
    }
}
