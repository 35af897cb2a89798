//! Random jobs: graphs of any shape, with any edges, in any release.

use pools::Release;
use pools::job::{
    Cluster, Edge as JobEdge, JobGraph, LoadBalanceMode, Parallelism, Placement, SlotSharingGroup,
    Vertex as JobVertex, VertexId,
};
use pools::shuffle::{BufferSettings, Demand, ResultPartitionType};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sim::coupling::gc::{Collector, Heap, HeapUse};
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::coupling::{Couplings, VertexCouplings};
use sim::debloat::DebloatSetup;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Debloating, Edge, Host, Nanos, Network, Operator, Partitioning,
    SECOND, Scenario, Service, Source, Vertex, Work,
};

/// A microsecond, ns.
pub(crate) const US: Nanos = 1_000;

/// A millisecond, ns.
pub(crate) const MS: Nanos = 1_000_000;

const SEGMENT_SIZE: u32 = 4 << 10;

/// What a vertex is made of; as a source it has no inputs, whatever is drawn for them.
#[derive(Clone, Debug)]
struct Draft {
    is_source: bool,
    parallelism: u32,
    group: u32,
    source: Source,
    operator: Operator,
    record_bytes: u32,
    inputs: Vec<(Index, Partitioning, [u8; 4])>,
}

fn partitioning() -> impl Strategy<Value = Partitioning> {
    prop_oneof![
        Just(Partitioning::Forward),
        Just(Partitioning::Rescale),
        Just(Partitioning::Rebalance),
        Just(Partitioning::Hash(Vec::new())),
        Just(Partitioning::Hash(vec![1.0])),
        Just(Partitioning::Broadcast),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    let rate = (1.0..5000.0, 1_u32..50, prop_oneof![Just(MS), Just(0)])
        .prop_map(|(per_second, burst, tick)| Source::Rate { per_second, burst, tick, catch_up: 20 * MS });
    prop_oneof![Just(Source::Unlimited), rate]
}

prop_compose! {
    fn operator()(
        service in prop_oneof![
            (0..2 * MS).prop_map(Service::Constant),
            (0..2 * MS).prop_map(Service::Exponential),
        ],
        quantum in prop_oneof![Just(0), Just(MS)],
        selectivity in prop_oneof![5 => Just(1.0), 1 => Just(0.0), 2 => 0.0..3.0, 1 => Just(60.0)],
    ) -> Operator {
        Operator { service, quantum, selectivity }
    }
}

prop_compose! {
    fn draft()(
        is_source in prop::bool::weighted(0.2),
        parallelism in 1_u32..5,
        group in prop_oneof![3 => Just(0_u32), 1 => 1_u32..3],
        source in source(),
        operator in operator(),
        record_bytes in prop_oneof![Just(1000), 1_u32..200, Just(5000), Just(30_000)],
        inputs in prop::collection::vec((any::<Index>(), partitioning(), any::<[u8; 4]>()), 1..4),
    ) -> Draft {
        Draft { is_source, parallelism, group, source, operator, record_bytes, inputs }
    }
}

prop_compose! {
    fn settings(release: Release)(
        (per_channel, floating, max_per_channel) in (0_i32..4, 1_i32..9, 2_i32..12),
        overdraft in 0_i32..6,
        max_required in prop_oneof![Just(None), (1_i32..9).prop_map(Some)],
    ) -> BufferSettings {
        BufferSettings {
            // 1.13 refuses pools without exclusive buffers, and those that have fewer than one for each subpartition and one more.
            per_channel: if release < Release::V1_14 { per_channel.max(1) } else { per_channel },
            floating_per_gate: floating,
            max_per_channel,
            max_overdraft_per_gate: overdraft,
            max_required_per_gate: max_required,
            ..BufferSettings::defaults(release)
        }
    }
}

fn buffer_timeout() -> impl Strategy<Value = BufferTimeout> {
    prop_oneof![
        3 => Just(BufferTimeout::Every(100 * MS)),
        2 => Just(BufferTimeout::Every(3 * MS)),
        2 => Just(BufferTimeout::EveryRecord),
        1 => Just(BufferTimeout::Never),
    ]
}

prop_compose! {
    fn debloating(release: Release)(
        target_ms in 1_i64..2_000,
        (min, start) in (1_i32..300, 300_i32..4096),
        threshold_percentages in 0_i32..60,
        samples in 1_i32..30,
        period in MS..300 * MS,
    ) -> Debloating {
        let setup = DebloatSetup { release, target_ms, start, max: 4096, min, threshold_percentages, samples };
        Debloating { setup, period }
    }
}

prop_compose! {
    fn checkpointing()(
        interval in 20 * MS..400 * MS,
        timeout in prop_oneof![Just(600 * SECOND), 10 * MS..300 * MS],
        barriers in prop_oneof![
            Just(Barriers::Aligned),
            (1..100 * MS).prop_map(Barriers::AlignedFor),
            Just(Barriers::Unaligned),
        ],
    ) -> Checkpointing {
        Checkpointing { interval, timeout, barriers }
    }
}

prop_compose! {
    /// What memory does to the first vertices: state whose cache holds some of it, and a heap that is collected now and then.
    fn couplings()(
        vertices in 1_usize..3,
        cache in 1_u64..64 << 20,
        (short_lived, replaced, live) in (0_u64..50_000, 0_u64..10_000, 0_u64..64 << 20),
        object_reuse in any::<bool>(),
    ) -> Couplings {
        let write_buffers = cache / 3;
        let state = RocksDb {
            memory: StoreMemory { cache, write_buffers, write_buffer: 64 << 20, arena_block: 8 << 20, page_cache: 0 },
            state: StateShape { bytes: 128 << 20, entry: 100, block: 4096, index_entry: 40, filter_bits: 0 },
            access: StateAccess { skew: Skew::Zipf { exponent: 0.9 }, reads: 1.0, writes: 0.0 },
            costs: StoreCosts::SSD,
        };
        let heap = HeapUse { short_lived, copied: short_lived, replaced, live };
        let vertex = VertexCouplings { state: Some(state), spill: None, heap: Some(heap) };
        let heap = Heap { size: 1 << 30, base_live: 0, object_reuse, collector: Collector::G1 };
        Couplings { vertices: vec![vertex; vertices], heap: Some(heap), heartbeat: None }
    }
}

/// Memory: so many segments more than needed.
fn extra() -> impl Strategy<Value = u64> {
    prop_oneof![3 => 0_u64..6, 2 => 6_u64..60, 2 => Just(300)]
}

prop_compose! {
    /// A job with what it needs, in any release.
    pub(crate) fn scenario()(release in select(Release::ALL.to_vec()))(
        release in Just(release),
        drafts in prop::collection::vec(draft(), 2..7),
        settings in settings(release),
        (task_managers, extra) in (1_u32..5, extra()),
        buffer_timeout in buffer_timeout(),
        debloating in prop::option::weighted(0.3, debloating(release)),
        checkpointing in prop::option::of(checkpointing()),
        couplings in prop_oneof![3 => Just(Couplings::default()), 1 => couplings()],
        bandwidth in prop_oneof![Just(1_u64 << 30), Just(4 << 20)],
        latency in prop_oneof![Just(0), Just(50 * US), 0..20 * MS],
        (per_record_in, wake_up) in (0..20 * US, 0..200 * US),
        (stall_every, stall) in prop_oneof![3 => Just((0, 0)), 1 => (MS..100 * MS, 0..20 * MS)],
        start_skew in prop_oneof![Just(0), Just(50 * MS)],
        seed in any::<u64>(),
    ) -> Scenario {
        let (vertices, edges) = job(&drafts);
        let mut scenario = Scenario {
            release,
            settings,
            segment_size: SEGMENT_SIZE,
            network_memory: 0,
            task_managers,
            slots_each: slots(&vertices).div_ceil(task_managers),
            mode: LoadBalanceMode::None,
            vertices,
            edges,
            buffer_timeout,
            debloating,
            checkpointing,
            network: Network { bandwidth, latency },
            host: Host {
                per_record_in,
                per_record_out: 4 * US,
                wake_up,
                wake_up_share: 10,
                wake_up_most: 2 * wake_up,
                stall_every,
                stall,
                ..Host::default()
            },
            couplings,
            start_skew,
            seed,
        };
        scenario.network_memory = (required(&scenario) + extra) * u64::from(SEGMENT_SIZE);
        scenario
    }
}

fn job(drafts: &[Draft]) -> (Vec<Vertex>, Vec<Edge>) {
    let mut edges = Vec::new();
    let mut vertices = Vec::new();
    for (consumer, draft) in drafts.iter().enumerate() {
        let is_source = consumer == 0 || draft.is_source;
        if !is_source {
            edges.extend(draft.inputs.iter().map(|(producer, partitioning, shares)| {
                let producer = producer.index(consumer);
                let partitioning =
                    fitting(partitioning, drafts[producer].parallelism, draft.parallelism, shares);
                Edge { producer, consumer, partitioning }
            }));
        }
        vertices.push(Vertex {
            parallelism: draft.parallelism,
            slot_sharing_group: draft.group,
            work: if is_source { Work::Source(draft.source) } else { Work::Operator(draft.operator) },
            record_bytes: draft.record_bytes,
        });
    }
    (vertices, edges)
}

/// The partitioning, or one like it where parallelisms do not allow it.
fn fitting(partitioning: &Partitioning, producers: u32, consumers: u32, shares: &[u8; 4]) -> Partitioning {
    match partitioning {
        Partitioning::Forward if producers != consumers => Partitioning::Rescale,
        Partitioning::Hash(given) if !given.is_empty() => {
            // A quarter of them are 0, and the first is not.
            let share = |share: &u8| f64::from(share.saturating_sub(64));
            let mut shares: Vec<f64> = shares.iter().map(share).take(consumers as usize).collect();
            shares[0] += 1.0;
            Partitioning::Hash(shares)
        }
        other => other.clone(),
    }
}

/// Slots that are enough: those of each group.
fn slots(vertices: &[Vertex]) -> u32 {
    let of_group = |group| {
        let its = vertices.iter().filter(|vertex| vertex.slot_sharing_group == group);
        its.map(|vertex| vertex.parallelism).max().unwrap_or(0)
    };
    (0..3).map(of_group).sum()
}

/// Segments that a TaskManager needs.
fn required(scenario: &Scenario) -> u64 {
    most(scenario, |demand| demand.required)
}

fn most(scenario: &Scenario, of: fn(&Demand) -> i64) -> u64 {
    let vertices = scenario.vertices.iter().map(|vertex| JobVertex {
        parallelism: Parallelism::new(vertex.parallelism).expect("few"),
        slot_sharing_group: SlotSharingGroup(vertex.slot_sharing_group),
    });
    let edges = scenario.edges.iter().map(|edge| JobEdge {
        producer: VertexId(edge.producer),
        consumer: VertexId(edge.consumer),
        pattern: edge.partitioning.pattern(),
        exchange: ResultPartitionType::PipelinedBounded,
    });
    let graph = JobGraph::new(vertices.collect(), edges.collect()).expect("a small one");
    let cluster = Cluster {
        task_managers: scenario.task_managers,
        slots_each: scenario.slots_each,
        mode: scenario.mode,
    };
    let placement = Placement::new(scenario.release, &graph, &cluster).expect("slots for all");
    let demands = placement.demands(scenario.release, &scenario.settings).expect("what Flink allows");
    demands.iter().map(|demand| u64::try_from(of(demand)).expect("some")).max().expect("a TaskManager")
}

/// The job without overdraft, or with memory for all of it. Overdraft is taken from what is guaranteed to other pools, so that a job that is
/// short of memory can stop for ever, in Flink, too.
pub(crate) fn without_theft(mut scenario: Scenario) -> Scenario {
    if scenario.seed.is_multiple_of(2) {
        scenario.settings.max_overdraft_per_gate = 0;
    } else {
        let optimum = most(&scenario, |demand| demand.optimum.expect("limited pools"));
        let pools = most(&scenario, |demand| i64::try_from(demand.pools).expect("few"));
        let overdraft = u64::from(scenario.settings.max_overdraft_per_gate.unsigned_abs());
        scenario.network_memory = (optimum + pools * overdraft) * u64::from(SEGMENT_SIZE);
    }
    if scenario.buffer_timeout == BufferTimeout::Never {
        // A buffer that is closed and alone in its queue is not seen by its reader, and a writer may wait for it.
        scenario.buffer_timeout = BufferTimeout::Every(3 * MS);
    }
    scenario
}

/// A job of this scenario, or a case that does not count: where Flink refuses its pools.
pub(crate) fn start(scenario: Scenario) -> Result<sim::Simulation, TestCaseError> {
    sim::Simulation::new(scenario).map_err(|error| TestCaseError::reject(error.to_string()))
}

/// Moments at which to look, of so many seconds.
pub(crate) fn moments(seconds: u64) -> impl Strategy<Value = Vec<Nanos>> {
    prop::collection::vec(0..seconds * SECOND, 4..20).prop_map(|mut moments| {
        moments.sort_unstable();
        moments
    })
}
