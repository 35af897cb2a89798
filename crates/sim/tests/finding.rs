//! What is found in jobs that suffer from one thing each.

mod common;

use common::{MS, US, chain, every};
use pools::Release;
use pools::shuffle::BufferSettings;
use sim::Simulation;
use sim::coupling::VertexCouplings;
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::finding::{BlockedBy, Cause, Finding, Place, Remedy, Scarcity, Verdict, Watch};
use sim::scenario::{Barriers, Network, Operator, Partitioning, SECOND, Scenario, Service, Source, Work};

/// Runs a scenario for ten seconds and watches it for ten more.
#[track_caller]
fn find(scenario: Scenario) -> Finding {
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    simulation.run_until(10 * SECOND);
    let watch = Watch::new(&simulation);
    assert_eq!((watch.since(), watch.find(&mut simulation)), (10 * SECOND, None), "nothing was seen yet");
    simulation.run_until(20 * SECOND);
    watch.find(&mut simulation).expect("a finding")
}

fn operator(service: u64, selectivity: f64) -> Work {
    Work::Operator(Operator { service: Service::Constant(service), quantum: 0, selectivity })
}

fn rate(per_second: f64) -> Work {
    Work::Source(Source::Rate { per_second, burst: 1, tick: MS, catch_up: 20 * MS })
}

#[test]
fn a_slow_sink_is_the_bottleneck() {
    let mut scenario = chain(&[2, 2, 2], Partitioning::Forward, 1);
    scenario.vertices[1].work = operator(100 * US, 1.0);
    let found = find(scenario);
    let Verdict::Bottleneck { place, busy, cause: Cause::Work } = found.verdict else {
        panic!("{found:?}");
    };
    assert!(place.vertex == 2 && busy > 0.99, "{found:?}");
    assert_eq!(found.remedies[..2], [Remedy::Parallelism { vertex: 2 }, Remedy::Service { vertex: 2 }]);
    let waiting = found.waiting.expect("the map waits");
    assert_eq!(waiting.place.vertex, 1);
    assert!((0.85..0.95).contains(&waiting.share) && waiting.hard == 0.0, "{waiting:?}");
    assert_eq!(waiting.blocked_by, Some(BlockedBy::Pool { size: 10 }));
    // 8.5 buffers of 32.77 records before each of two tasks that take 1000 a second.
    let cost = found.buffers.expect("there are buffers");
    assert!((270 * MS..290 * MS).contains(&cost.residence), "{cost:?}");
    assert!((32 * MS..33 * MS).contains(&cost.per_buffer), "{cost:?}");
    assert_eq!(cost.edge, 1);
}

#[test]
fn one_task_with_most_keys_is_found() {
    let mut scenario = chain(&[1, 4], Partitioning::Hash(vec![0.7, 0.1, 0.1, 0.1]), 1);
    scenario.slots_each = 4;
    let found = find(scenario);
    let Verdict::Bottleneck { place, cause: Cause::Skew { share }, .. } = found.verdict else {
        panic!("{found:?}");
    };
    assert_eq!(place, Place { vertex: 1, subtask: 0 });
    assert!((0.68..0.72).contains(&share), "{share}");
    let waiting = found.waiting.expect("the source waits");
    assert_eq!(waiting.blocked_by, Some(BlockedBy::Subpartition { consumer: 0, limit: 10 }));
    assert!(waiting.out_pool_usage < 0.9, "{waiting:?}");
    assert_eq!(found.remedies[0], Remedy::Keys { vertex: 1 });
}

#[test]
fn state_that_does_not_fit_in_its_cache_is_found() {
    // 1000 blocks of data and a cache for 250: three of four reads take 8 + 11 + 100 us, and the task's own work 20 us.
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    scenario.vertices[1].work = operator(20 * US, 0.0);
    let state = RocksDb {
        memory: StoreMemory {
            cache: 250 * 4096,
            write_buffers: 0,
            write_buffer: 64 << 20,
            arena_block: 8 << 20,
            page_cache: 0,
        },
        state: StateShape { bytes: 1000 * 4096, entry: 4096, block: 4096, index_entry: 0, filter_bits: 0 },
        access: StateAccess { skew: Skew::Uniform, reads: 1.0, writes: 0.0 },
        costs: StoreCosts::SSD,
    };
    let vertex = VertexCouplings { state: Some(state), ..VertexCouplings::default() };
    scenario.couplings.vertices = vec![VertexCouplings::default(), vertex];
    let found = find(scenario);
    let Verdict::Bottleneck { place, cause: Cause::State { share, hit_rate, cache, cached }, .. } =
        found.verdict
    else {
        panic!("{found:?}");
    };
    assert_eq!((place.vertex, cache), (1, 250 * 4096));
    assert!((cached - 0.25).abs() < 1e-9 && (hit_rate - 0.25).abs() < 1e-6, "{found:?}");
    // 8 + 0.75 × 111 us of state.
    assert!((share - 91.25 / 111.25).abs() < 1e-3, "{share}");
    assert_eq!(found.remedies[..2], [Remedy::ManagedMemory, Remedy::Parallelism { vertex: 1 }]);
}

#[test]
fn a_job_that_keeps_up_needs_nothing() {
    let mut scenario = chain(&[2, 2], Partitioning::Rebalance, 2);
    scenario.vertices[0].work = rate(500.0);
    scenario.checkpointing = Some(every(2 * SECOND, Barriers::Aligned));
    let found = find(scenario);
    let Verdict::KeepsUp { busiest, busy } = found.verdict else { panic!("{found:?}") };
    assert!(busiest.vertex == 1 && (0.45..0.55).contains(&busy), "{found:?}");
    assert_eq!((found.waiting, found.buffers, found.remedies), (None, None, Vec::new()));
}

#[test]
fn records_that_make_many_are_found() {
    let mut scenario = chain(&[1, 1, 1], Partitioning::Forward, 1);
    scenario.vertices[1].work = operator(100 * MS, 1000.0);
    scenario.vertices[2].work = operator(200 * US, 0.0);
    let found = find(scenario);
    let Verdict::Starved { producer: 1, consumer: 2, scarcity: Scarcity::Burst } = found.verdict else {
        panic!("{found:?}");
    };
    let waiting = found.waiting.expect("the map waits");
    assert!(waiting.hard > 0.3, "{waiting:?}");
    assert_eq!(found.remedies[0], Remedy::Selectivity { vertex: 1 });
}

#[test]
fn too_few_buffers_are_found() {
    // Two buffers on the way and a service that is often over at once: whoever has just read one waits for the next.
    let mut scenario = chain(&[4, 4], Partitioning::Hash(Vec::new()), 2);
    scenario.release = Release::V1_20;
    scenario.settings = BufferSettings {
        per_channel: 1,
        floating_per_gate: 1,
        max_overdraft_per_gate: 0,
        ..BufferSettings::defaults(Release::V1_20)
    };
    scenario.network.latency = 20 * MS;
    scenario.vertices[1].work = operator(50 * US, 0.0);
    let found = find(scenario);
    let Verdict::Starved { producer: 0, consumer: 1, scarcity: Scarcity::Buffers } = found.verdict else {
        panic!("{found:?}");
    };
    assert_eq!(found.remedies, [Remedy::NetworkMemory]);
}

#[test]
fn a_slow_network_is_found() {
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 2);
    scenario.vertices[1].slot_sharing_group = 1;
    scenario.slots_each = 1;
    scenario.network = Network { bandwidth: 500_000, latency: MS };
    let found = find(scenario);
    let Verdict::Starved { producer: 0, consumer: 1, scarcity: Scarcity::Network } = found.verdict else {
        panic!("{found:?}");
    };
    assert_eq!(found.remedies[0], Remedy::Bandwidth);
}

#[test]
fn a_source_that_always_works_is_found() {
    let mut scenario = chain(&[1, 2], Partitioning::Rebalance, 1);
    scenario.host.per_record_out = 50 * US;
    scenario.vertices[1].work = operator(US, 0.0);
    let found = find(scenario);
    let Verdict::Bottleneck { place, cause: Cause::Work, .. } = found.verdict else { panic!("{found:?}") };
    assert_eq!(place, Place { vertex: 0, subtask: 0 });
}

#[test]
fn seconds_of_data_on_their_way_want_debloating() {
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 2);
    scenario.vertices[1].slot_sharing_group = 1;
    scenario.slots_each = 1;
    scenario.vertices[1].work = operator(10 * MS, 0.0);
    let found = find(scenario);
    assert_eq!(found.remedies.last(), Some(&Remedy::Debloating));
    assert!(found.buffers.expect("there are buffers").residence > 5 * SECOND);
}
