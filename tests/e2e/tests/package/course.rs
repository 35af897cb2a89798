//! Courses that simulations take natively, for the package to take them too.

use pools::Release;
use pools::job::LoadBalanceMode;
use pools::shuffle::BufferSettings;
use serde_json::{Value, json};
use sim::Simulation;
use sim::coupling::gc::{Collector, Heap, HeapUse};
use sim::coupling::heartbeat::Heartbeat;
use sim::coupling::rocksdb::{RocksDb, StateAccess, StateShape, StoreCosts, StoreMemory};
use sim::coupling::skew::Skew;
use sim::coupling::{Couplings, Estimate, TaskManagerEstimate, VertexCouplings};
use sim::metrics::catalogue::{Reading, Value as Said};
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Edge, Host, Nanos, Network, Operator, Partitioning, Scenario,
    Service, Source, Vertex, Work,
};

const MS: Nanos = 1_000_000;

/// When the metrics are compared, ns.
const MOMENTS: [Nanos; 4] = [20 * MS, 500 * MS, 1_500 * MS, 6_000 * MS];

/// Scenarios as the package takes them, with the moments, and the digests of what the engine shows then.
pub(crate) fn courses() -> Value {
    let releases = [("1.13", Release::V1_13), ("1.20", Release::V1_20), ("2.3", Release::V2_3)];
    let courses = releases.into_iter().enumerate().map(|(number, (name, release))| {
        let turn = u64::try_from(number).expect("few");
        let expected = digests(native(release, turn));
        json!({ "scenario": passed(name, turn), "moments": MOMENTS, "expected": expected })
    });
    courses.collect()
}

/// As the package takes it.
fn passed(flink: &str, turn: u64) -> Value {
    let mut scenario = without_memory(flink, turn);
    if turn > 0 {
        scenario["heap"] = json!({
            "size": 80 << 20, "baseLive": 30 << 20, "objectReuse": turn == 2, "collector": { "pauseGoal": 50 * MS, "copyRate": 1_500_000_000 },
            "heartbeat": { "interval": 3_000 * MS },
        });
        let memory = json!({ "cache": 20 << 20, "writeBuffers": 8 << 20, "writeBuffer": 16 << 20, "pageCache": 5 << 20 });
        let skew = [json!("uniform"), json!({ "zipf": 0.9 }), json!({ "fraction": 0.1, "share": 0.7 })];
        scenario["vertices"][1]["state"] = json!({
            "memory": memory, "bytes": 60 << 20, "entryBytes": 300, "blockBytes": 8192, "filterBits": 10,
            "skew": skew[turn as usize], "reads": 0.5, "writes": 0.25, "costs": { "hit": 9_000, "diskBandwidth": 50_000_000 },
        });
        scenario["vertices"][2]["state"] = json!({ "memory": { "cache": 1 << 20, "writeBuffers": 1 << 20 }, "bytes": 9 << 20, "entryBytes": 100 });
        scenario["vertices"][2]["heap"] =
            json!({ "shortLived": 90_000, "copied": 30_000, "replaced": 5_000, "live": 8 << 20 });
    }
    scenario
}

fn without_memory(flink: &str, turn: u64) -> Value {
    let barriers = [json!("aligned"), json!("unaligned"), json!(5 * MS)][turn as usize].clone();
    json!({
        "cluster": {
            "flink": flink,
            "networkMemory": 48 << 20,
            "segmentSize": 16 << 10,
            "slotsEach": 2,
            "loadBalanceMode": "NONE",
            "buffers": { "perChannel": 3, "floatingPerGate": 9 },
            "bufferTimeout": 10 * MS,
            "checkpointing": { "interval": 400 * MS, "timeout": 1_000 * MS, "barriers": barriers },
        },
        "taskManagers": 2,
        "vertices": [
            { "parallelism": 4, "recordBytes": 777, "source": { "perSecond": 1234.5, "burst": 3, "tick": MS, "catchUp": 9 * MS } },
            { "parallelism": 3, "recordBytes": 100, "operator": { "service": MS / 7, "quantum": MS / 3, "selectivity": 2.9 } },
            { "parallelism": 4, "recordBytes": 1, "operator": { "service": MS / 2, "distribution": "exponential", "selectivity": 0 } },
        ],
        "edges": [
            { "producer": 0, "consumer": 1, "partitioning": "REBALANCE" },
            { "producer": 1, "consumer": 2, "partitioning": "HASH", "shares": [3, 1.5, 0.7, 0.1] },
        ],
        "network": { "bandwidth": 1 << 28, "latency": MS / 20 },
        "host": { "perRecordOut": MS / 250, "wakeUp": MS / 20, "wakeUpShare": 3, "wakeUpMost": MS, "stallEvery": 30 * MS, "stall": 2 * MS },
        "startSkew": 20 * MS,
        "seed": turn,
    })
}

/// The same, as the engine takes it.
fn native(release: Release, turn: u64) -> Scenario {
    let vertex =
        |parallelism, record_bytes, work| Vertex { parallelism, slot_sharing_group: 0, work, record_bytes };
    let operator = |service, quantum, selectivity| Work::Operator(Operator { service, quantum, selectivity });
    let rate = Source::Rate { per_second: 1234.5, burst: 3, tick: MS, catch_up: 9 * MS };
    let barriers = [Barriers::Aligned, Barriers::Unaligned, Barriers::AlignedFor(5 * MS)][turn as usize];
    let shares = Partitioning::Hash(vec![3.0, 1.5, 0.7, 0.1]);
    Scenario {
        release,
        settings: BufferSettings {
            per_channel: 3,
            floating_per_gate: 9,
            ..BufferSettings::defaults(release)
        },
        segment_size: 16 << 10,
        network_memory: 48 << 20,
        task_managers: 2,
        slots_each: 2,
        mode: LoadBalanceMode::None,
        vertices: vec![
            vertex(4, 777, Work::Source(rate)),
            vertex(3, 100, operator(Service::Constant(MS / 7), MS / 3, 2.9)),
            vertex(4, 1, operator(Service::Exponential(MS / 2), 0, 0.0)),
        ],
        edges: vec![
            Edge { producer: 0, consumer: 1, partitioning: Partitioning::Rebalance },
            Edge { producer: 1, consumer: 2, partitioning: shares },
        ],
        buffer_timeout: BufferTimeout::Every(10 * MS),
        debloating: None,
        checkpointing: Some(Checkpointing { interval: 400 * MS, timeout: 1_000 * MS, barriers }),
        network: Network { bandwidth: 1 << 28, latency: MS / 20 },
        host: Host {
            per_record_out: MS / 250,
            wake_up: MS / 20,
            wake_up_share: 3,
            wake_up_most: MS,
            stall_every: 30 * MS,
            stall: 2 * MS,
            ..Host::default()
        },
        couplings: if turn > 0 { couplings(turn) } else { Couplings::default() },
        start_skew: 20 * MS,
        seed: turn,
    }
}

/// What memory does, as the engine takes it; what is not passed is as the types of the package say.
fn couplings(turn: u64) -> Couplings {
    let skew = [Skew::Uniform, Skew::Zipf { exponent: 0.9 }, Skew::HotSet { fraction: 0.1, share: 0.7 }];
    let first = RocksDb {
        memory: StoreMemory {
            cache: 20 << 20,
            write_buffers: 8 << 20,
            write_buffer: 16 << 20,
            arena_block: 2 << 20,
            page_cache: 5 << 20,
        },
        state: StateShape { bytes: 60 << 20, entry: 300, block: 8192, index_entry: 40, filter_bits: 10 },
        access: StateAccess { skew: skew[turn as usize], reads: 0.5, writes: 0.25 },
        costs: StoreCosts {
            hit: 9_000,
            page_cache_read: 11_000,
            disk_read: 100_000,
            write: 5_000,
            disk_bandwidth: 50_000_000,
        },
    };
    let second = RocksDb {
        memory: StoreMemory {
            cache: 1 << 20,
            write_buffers: 1 << 20,
            write_buffer: 64 << 20,
            arena_block: 8 << 20,
            page_cache: 0,
        },
        state: StateShape { bytes: 9 << 20, entry: 100, block: 4096, index_entry: 40, filter_bits: 0 },
        access: StateAccess { skew: Skew::Uniform, reads: 1.0, writes: 1.0 },
        costs: StoreCosts {
            hit: 8_000,
            page_cache_read: 11_000,
            disk_read: 100_000,
            write: 5_000,
            disk_bandwidth: 200_000_000,
        },
    };
    let heap = HeapUse { short_lived: 90_000, copied: 30_000, replaced: 5_000, live: 8 << 20 };
    Couplings {
        vertices: vec![
            VertexCouplings::default(),
            VertexCouplings { state: Some(first), ..VertexCouplings::default() },
            VertexCouplings { state: Some(second), spill: None, heap: Some(heap) },
        ],
        heap: Some(Heap {
            size: 80 << 20,
            base_live: 30 << 20,
            object_reuse: turn == 2,
            collector: Collector {
                pause_goal: 50 * MS,
                fixed_pause: 2 * MS,
                copy_rate: 1_500_000_000,
                compact_rate: 1_300_000_000,
            },
        }),
        heartbeat: Some(Heartbeat { interval: 3_000 * MS, timeout: 50_000 * MS }),
    }
}

fn digests(scenario: Scenario) -> Vec<String> {
    let mut simulation = Simulation::new(scenario).expect("it is simulated");
    MOMENTS
        .iter()
        .map(|moment| {
            simulation.run_until(*moment);
            digest(&mut simulation)
        })
        .collect()
}

/// As `digest.mjs` has it.
fn digest(simulation: &mut Simulation) -> String {
    let mut readings = Vec::new();
    for vertex in 0..simulation.scenario().vertices.len() {
        for subtask in 0.. {
            let Some(its) = simulation.task_readings(vertex, subtask) else { break };
            readings.extend(its);
        }
    }
    readings.extend((0..).map_while(|number| simulation.task_manager_readings(number)).flatten());
    readings.extend(simulation.job_readings());
    let said = |reading: &Reading| match reading.value {
        Said::Whole(number) => format!("{}={number};", reading.full_name()),
        Said::Number(number) => format!("{}={:x};", reading.full_name(), number.to_bits()),
        Said::Flag(flag) => format!("{}={flag};", reading.full_name()),
    };
    let mut text: String = readings.iter().map(said).collect();
    for edge in (0..).map_while(|number| simulation.edge_metrics(number)) {
        text.push_str(&format!("{},{};", edge.written, edge.begun));
    }
    let bits = |number: f64| format!("{:x}", number.to_bits());
    for vertex in 0..simulation.scenario().vertices.len() {
        let Some(Estimate(estimate)) = simulation.vertex_estimate(vertex) else { continue };
        let state = estimate.state.expect("nothing else is passed");
        let rates = [state.hit_rate, state.disk_share, state.write_amplification].map(bits).join(",");
        text.push_str(&format!("{},{rates},{},{};", estimate.per_record, state.cached_blocks, state.stall));
    }
    for Estimate(estimate) in (0..).map_while(|number| simulation.task_manager_estimate(number)) {
        let TaskManagerEstimate { collections, heartbeat } = estimate;
        let heartbeat = heartbeat.expect("it is compared");
        let rates =
            [collections.share, collections.allocation_rate, heartbeat.probability].map(bits).join(",");
        text.push_str(&format!("{rates},{},{},{heartbeat};", collections.eden, collections.young_pause));
    }
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv))
}
