//! Scenarios for tests.

use pools::Release;
use pools::job::LoadBalanceMode;
use pools::shuffle::BufferSettings;
use sim::coupling::Couplings;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Edge, Host, Nanos, Network, Operator, Partitioning, Scenario,
    Service, Source, Vertex, Work,
};

/// A microsecond, ns.
pub(crate) const US: Nanos = 1_000;

/// A millisecond, ns.
pub(crate) const MS: Nanos = 1_000_000;

/// Checkpoints every so often, ns.
pub(crate) const fn every(interval: Nanos, barriers: Barriers) -> Checkpointing {
    Checkpointing { interval, timeout: 600_000 * MS, barriers }
}

/// A source that always has a record of 1000 bytes, and whatever follows it, each with 1 ms for a record.
pub(crate) fn chain(parallelisms: &[u32], partitioning: Partitioning, task_managers: u32) -> Scenario {
    let slots: u32 = parallelisms.iter().copied().max().unwrap_or(1);
    let vertex = |(number, parallelism): (usize, &u32)| {
        let operator = Operator { service: Service::Constant(MS), quantum: 0, selectivity: 1.0 };
        Vertex {
            parallelism: *parallelism,
            slot_sharing_group: 0,
            work: if number == 0 { Work::Source(Source::Unlimited) } else { Work::Operator(operator) },
            record_bytes: 1000,
        }
    };
    let edges = (1..parallelisms.len()).map(|consumer| Edge {
        producer: consumer - 1,
        consumer,
        partitioning: partitioning.clone(),
    });
    Scenario {
        release: Release::V2_3,
        settings: BufferSettings::defaults(Release::V2_3),
        segment_size: 32 << 10,
        network_memory: 32 << 20,
        task_managers,
        slots_each: slots.div_ceil(task_managers),
        mode: LoadBalanceMode::None,
        vertices: parallelisms.iter().enumerate().map(vertex).collect(),
        edges: edges.collect(),
        buffer_timeout: BufferTimeout::Every(100 * MS),
        debloating: None,
        checkpointing: None,
        network: Network { bandwidth: 1 << 30, latency: 50 * US },
        host: Host { per_record_out: 4 * US, ..Host::default() },
        couplings: Couplings::default(),
        start_skew: 0,
        seed: 7,
    }
}
