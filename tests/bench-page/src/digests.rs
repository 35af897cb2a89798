//! What simulations show, in one number each: to see whether they take the same course wherever they run.

use pools::Release;
use pools::job::LoadBalanceMode;
use pools::shuffle::BufferSettings;
use sim::Simulation;
use sim::coupling::gc::{Collector, Heap, HeapUse};
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::coupling::{Couplings, VertexCouplings};
use sim::debloat::DebloatSetup;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Debloating, Edge, Host, Nanos, Network, Operator, Partitioning,
    SECOND, Scenario, ScenarioError, Service, Source, Vertex, Work,
};

const MS: Nanos = SECOND / 1_000;

/// How many there are.
pub const DIGESTS: u32 = 48;

/// Releases that differ in what a simulation does.
const RELEASES: [Release; 4] = [Release::V1_13, Release::V1_15, Release::V1_20, Release::V2_3];

/// Simulates the job of this number for half a second; the digest of all metrics of all subtasks, every 50 ms.
///
/// # Errors
/// None, but the simulation's own in principle.
pub fn digest(number: u32) -> Result<u64, ScenarioError> {
    let mut simulation = Simulation::new(scenario(number))?;
    let mut digest = Fnv::default();
    for moment in 1..=10 {
        simulation.run_until(moment * 50 * MS);
        for vertex in 0..simulation.scenario().vertices.len() {
            for subtask in 0..simulation.scenario().vertices[vertex].parallelism {
                let gauges = simulation.task_gauges(vertex, subtask);
                digest.add(&format!("{:?}{gauges:?}", simulation.task_metrics(vertex, subtask)));
                digest.add(&format!("{:?}", simulation.latency(vertex, subtask)));
            }
        }
        let edges: Vec<_> = (0..).map_while(|edge| simulation.edge_metrics(edge)).collect();
        digest.add(&format!("{edges:?}{:?}{}", simulation.last_checkpoint(), simulation.events()));
    }
    Ok(digest.0)
}

/// A source, an operator that makes more or less of its records, and a sink whose time for a record is drawn; with whatever else there is to
/// be drawn, computed or waited for, by turns.
fn scenario(number: u32) -> Scenario {
    let turn = |count: u32, every: u32| (number / every % count) as usize;
    let release = RELEASES[turn(4, 1)];
    let settings = BufferSettings::defaults(release);
    let shares = Partitioning::Hash(vec![3.0, 1.5, 0.7, 0.1]);
    let edge = [Partitioning::Hash(Vec::new()), Partitioning::Rebalance, shares, Partitioning::Broadcast];
    let partitioning = edge[turn(4, 4)].clone();
    let rate = Source::Rate { per_second: 1234.5, burst: 3, tick: MS, catch_up: 20 * MS };
    let operator = |service, selectivity| Work::Operator(Operator { service, quantum: MS / 3, selectivity });
    let vertex =
        |parallelism, work, record_bytes| Vertex { parallelism, slot_sharing_group: 0, work, record_bytes };
    let setup = DebloatSetup {
        release,
        target_ms: 50,
        start: 1024,
        max: 32 << 10,
        min: 256,
        threshold_percentages: 25,
        samples: 20,
    };
    let barriers = [Barriers::Aligned, Barriers::Unaligned, Barriers::AlignedFor(5 * MS)][turn(3, 1)];
    let checkpointing = Checkpointing { interval: 70 * MS, timeout: SECOND, barriers };
    Scenario {
        release,
        settings,
        segment_size: 32 << 10,
        network_memory: 64 << 20,
        task_managers: 2,
        slots_each: 2,
        mode: LoadBalanceMode::None,
        vertices: vec![
            vertex(4, Work::Source([Source::Unlimited, rate][turn(2, 2)]), [777, 40_000][turn(2, 3)]),
            vertex(4, operator(Service::Constant(MS / 7), [1.0, 0.37, 2.9][turn(3, 2)]), 100),
            vertex(4, operator(Service::Exponential(MS / 5), 0.0), 1),
        ],
        edges: vec![
            Edge { producer: 0, consumer: 1, partitioning },
            Edge { producer: 1, consumer: 2, partitioning: Partitioning::Hash(Vec::new()) },
        ],
        buffer_timeout: [BufferTimeout::Every(10 * MS), BufferTimeout::EveryRecord][turn(2, 8)],
        debloating: (turn(2, 4) > 0).then_some(Debloating { setup, period: 20 * MS }),
        checkpointing: (turn(4, 12) > 0).then_some(checkpointing),
        network: Network { bandwidth: 1 << 30, latency: MS / 20 },
        host: Host {
            per_record_out: MS / 250,
            wake_up: MS / 20,
            wake_up_share: 3,
            wake_up_most: MS,
            stall_every: [0, 40 * MS][turn(2, 3)],
            stall: 3 * MS,
            ..Host::default()
        },
        couplings: couplings(turn(2, 6) > 0),
        start_skew: 20 * MS,
        seed: number.into(),
    }
}

/// State in RocksDB and a heap that is collected, or nothing.
fn couplings(are_there: bool) -> Couplings {
    if !are_there {
        return Couplings::default();
    }
    let memory = StoreMemory {
        cache: 8 << 20,
        write_buffers: 2 << 20,
        write_buffer: 1 << 20,
        arena_block: 128 << 10,
        page_cache: 4 << 20,
    };
    let state = StateShape { bytes: 64 << 20, entry: 100, block: 4 << 10, index_entry: 30, filter_bits: 10 };
    let access = StateAccess { skew: Skew::Zipf { exponent: 0.9 }, reads: 0.7, writes: 0.3 };
    let store = RocksDb { memory, state, access, costs: StoreCosts::SSD };
    let heap = HeapUse { short_lived: 20_000, copied: 1_000, replaced: 0, live: 10 << 20 };
    let of_operator = VertexCouplings { state: Some(store), spill: None, heap: Some(heap) };
    Couplings {
        vertices: vec![VertexCouplings::default(), of_operator],
        heap: Some(Heap {
            size: 256 << 20,
            base_live: 20 << 20,
            object_reuse: false,
            collector: Collector::G1,
        }),
        heartbeat: None,
    }
}

/// A digest (FNV-1a, by Fowler, Noll and Vo).
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
