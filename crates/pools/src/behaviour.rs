//! What the releases do differently, as data: each release states what changed from the one before.

use crate::job::{LoadBalanceMode, SchedulingRules};
use crate::release::Release;
use crate::shuffle::{GateRules, ShuffleRules};

/// How a release behaves where releases differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// What `NetworkBufferPool` and `LocalBufferPool` do.
    pub pools: PoolRules,
    /// The settings of the network stack: keys and defaults.
    pub network: NetworkSettings,
    /// How many buffers partitions and gates ask for.
    pub shuffle: ShuffleRules,
    /// How slots are given out.
    pub scheduling: SchedulingRules,
}

/// What the buffer pools of a release do (`NetworkBufferPool`, `LocalBufferPool`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolRules {
    /// Whether pools of a fixed size are left out when segments are redistributed (≥1.15).
    pub skips_fixed_pools: bool,
    /// Whether a request for an exhausted pool may exceed it, and the limit per subpartition only makes the pool unavailable (≥1.16).
    /// Before, that limit refuses the request.
    pub has_overdraft: bool,
    /// Smallest number of unpooled segments that may be asked for: 1 in 1.13, then 0.
    pub min_unpooled: i32,
    /// What is said of fewer.
    pub too_few_unpooled: &'static str,
    /// Whether a request of unpooled segments gives its guarantee back when the global pool is destroyed while it waits (1.13).
    pub reverts_unpooled_when_destroyed: bool,
    /// What a request of a destroyed pool throws.
    pub request_of_destroyed: Thrown,
    /// What reserving in a destroyed pool throws; `None` where nothing can be reserved (before 1.14).
    pub reserve_of_destroyed: Option<Thrown>,
    /// Whether the usage of the global pool is computed (≥1.15).
    pub has_usage: bool,
}

/// An exception without numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thrown {
    /// Its class.
    pub class: &'static str,
    /// Its message.
    pub message: &'static str,
}

/// A setting that is a number of buffers or subpartitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Key of the option; `None` where the number is a constant of the release.
    pub key: Option<&'static str>,
    /// The default, or the constant.
    pub default: i32,
}

impl Count {
    const fn option(key: &'static str, default: i32) -> Self {
        Self { key: Some(key), default }
    }

    const fn constant(value: i32) -> Self {
        Self { key: None, default: value }
    }
}

/// The settings of the network stack (`NettyShuffleEnvironmentOptions`, `TaskManagerOptions`; from 2.0 partly constants of
/// `NettyShuffleEnvironmentConfiguration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkSettings {
    /// Size of a segment, bytes.
    pub segment_size: Count,
    /// Exclusive buffers of a channel.
    pub buffers_per_channel: Count,
    /// Floating buffers of an input gate.
    pub floating_buffers_per_gate: Count,
    /// Buffers of a subpartition beyond which its pool is not available.
    pub max_buffers_per_channel: Count,
    /// Overdraft buffers of a result partition; `None` before there are any (1.16).
    pub max_overdraft_buffers_per_gate: Option<Count>,
    /// Key of the limit to the buffers that a gate requires; `None` before there is one (1.17). It has no default of its own.
    pub max_required_buffers_per_gate: Option<&'static str>,
    /// Subpartitions from which on a blocking partition is sorted; `i32::MAX` is never.
    pub sort_shuffle_min_parallelism: Count,
    /// Buffers of a sorting partition.
    pub sort_shuffle_min_buffers: Count,
    /// Key of the time that a blocking request of segments waits.
    pub request_timeout_key: &'static str,
    /// Its default, ms.
    pub request_timeout_ms: u64,
    /// Whether blocking shuffles are compressed by default.
    pub compresses_blocking_shuffles: bool,
    /// Memory for reading blocking shuffles (`taskmanager.memory.framework.off-heap.batch-shuffle.size`) by default, bytes.
    pub batch_shuffle_read_memory: u64,
    /// Buffer debloating; `None` before there is any (1.14).
    pub debloat: Option<DebloatSettings>,
}

/// Defaults of buffer debloating; it is off by default in every release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebloatSettings {
    /// Time that the buffers in flight should last, ms.
    pub target_ms: u64,
    /// Time between two decisions, ms.
    pub period_ms: u64,
    /// Samples of the moving average.
    pub samples: i32,
    /// Change of the size that is announced, percent.
    pub threshold_percentages: i32,
    /// Smallest size of a buffer, bytes.
    pub min_segment_size: i32,
    /// Size of a buffer at the start, bytes; `None` where it starts at the segment's (before 2.0).
    pub starting_segment_size: Option<i32>,
}

const V1_13: Behaviour = Behaviour {
    pools: PoolRules {
        skips_fixed_pools: false,
        has_overdraft: false,
        min_unpooled: 1,
        too_few_unpooled: "Number of buffers to request must be larger than 0.",
        reverts_unpooled_when_destroyed: true,
        request_of_destroyed: Thrown {
            class: "java.lang.IllegalStateException",
            message: "Buffer pool is destroyed.",
        },
        reserve_of_destroyed: None,
        has_usage: false,
    },
    network: NetworkSettings {
        segment_size: Count::option("taskmanager.memory.segment-size", 32 << 10),
        buffers_per_channel: Count::option("taskmanager.network.memory.buffers-per-channel", 2),
        floating_buffers_per_gate: Count::option("taskmanager.network.memory.floating-buffers-per-gate", 8),
        max_buffers_per_channel: Count::option("taskmanager.network.memory.max-buffers-per-channel", 10),
        max_overdraft_buffers_per_gate: None,
        max_required_buffers_per_gate: None,
        sort_shuffle_min_parallelism: Count::option(
            "taskmanager.network.sort-shuffle.min-parallelism",
            i32::MAX,
        ),
        sort_shuffle_min_buffers: Count::option("taskmanager.network.sort-shuffle.min-buffers", 64),
        request_timeout_key: "taskmanager.network.memory.exclusive-buffers-request-timeout-ms",
        request_timeout_ms: 30_000,
        compresses_blocking_shuffles: false,
        batch_shuffle_read_memory: 32 << 20,
        debloat: None,
    },
    shuffle: ShuffleRules {
        raises_limits: false,
        limits_sorting: false,
        gates: GateRules::AllExclusive,
        has_tiered_storage: false,
        announces: false,
        announces_reuse: false,
    },
    scheduling: SchedulingRules {
        spread_key: Some("cluster.evenly-spread-out-slots"),
        mode_key: None,
        modes: &[LoadBalanceMode::None, LoadBalanceMode::Slots],
    },
};

const DEBLOAT_1_14: DebloatSettings = DebloatSettings {
    target_ms: 1_000,
    period_ms: 500,
    samples: 20,
    threshold_percentages: 50,
    min_segment_size: 1 << 10,
    starting_segment_size: None,
};

const DEBLOAT_1_15: DebloatSettings =
    DebloatSettings { period_ms: 200, threshold_percentages: 25, min_segment_size: 256, ..DEBLOAT_1_14 };

const DEBLOAT_2_0: DebloatSettings = DebloatSettings { starting_segment_size: Some(1 << 10), ..DEBLOAT_1_15 };

const V1_14: Behaviour = Behaviour {
    pools: PoolRules {
        min_unpooled: 0,
        too_few_unpooled: "Number of buffers to request must be non-negative.",
        reverts_unpooled_when_destroyed: false,
        reserve_of_destroyed: Some(Thrown {
            class: "java.lang.IllegalStateException",
            message: "Buffer pool has been destroyed.",
        }),
        ..V1_13.pools
    },
    network: NetworkSettings { debloat: Some(DEBLOAT_1_14), ..V1_13.network },
    shuffle: ShuffleRules { raises_limits: true, announces: true, ..V1_13.shuffle },
    ..V1_13
};

const CANCELLED: Thrown = Thrown {
    class: "org.apache.flink.runtime.execution.CancelTaskException",
    message: "Buffer pool has already been destroyed.",
};

const V1_15: Behaviour = Behaviour {
    pools: PoolRules {
        skips_fixed_pools: true,
        request_of_destroyed: CANCELLED,
        reserve_of_destroyed: Some(CANCELLED),
        has_usage: true,
        ..V1_14.pools
    },
    network: NetworkSettings {
        sort_shuffle_min_parallelism: Count { default: 1, ..V1_14.network.sort_shuffle_min_parallelism },
        sort_shuffle_min_buffers: Count { default: 512, ..V1_14.network.sort_shuffle_min_buffers },
        compresses_blocking_shuffles: true,
        batch_shuffle_read_memory: 64 << 20,
        debloat: Some(DEBLOAT_1_15),
        ..V1_14.network
    },
    shuffle: ShuffleRules { limits_sorting: true, ..V1_14.shuffle },
    ..V1_14
};

const V1_16: Behaviour = Behaviour {
    pools: PoolRules { has_overdraft: true, ..V1_15.pools },
    network: NetworkSettings {
        max_overdraft_buffers_per_gate: Some(Count::option(
            "taskmanager.network.memory.max-overdraft-buffers-per-gate",
            5,
        )),
        ..V1_15.network
    },
    ..V1_15
};

const V1_17: Behaviour = Behaviour {
    network: NetworkSettings {
        max_required_buffers_per_gate: Some("taskmanager.network.memory.read-buffer.required-per-gate.max"),
        ..V1_16.network
    },
    shuffle: ShuffleRules {
        gates: GateRules::Limited { streaming: i32::MAX, batch: 1000 },
        announces_reuse: true,
        ..V1_16.shuffle
    },
    ..V1_16
};

const V1_18: Behaviour =
    Behaviour { shuffle: ShuffleRules { has_tiered_storage: true, ..V1_17.shuffle }, ..V1_17 };

const V1_19: Behaviour = Behaviour {
    scheduling: SchedulingRules { mode_key: Some("taskmanager.load-balance.mode"), ..V1_18.scheduling },
    ..V1_18
};

const V1_20: Behaviour = Behaviour {
    network: NetworkSettings {
        request_timeout_key: "taskmanager.network.memory.buffers-request-timeout",
        ..V1_19.network
    },
    ..V1_19
};

const V2_0: Behaviour = Behaviour {
    network: NetworkSettings {
        buffers_per_channel: Count::constant(2),
        floating_buffers_per_gate: Count::constant(8),
        max_buffers_per_channel: Count::constant(10),
        max_overdraft_buffers_per_gate: Some(Count::constant(20)),
        sort_shuffle_min_parallelism: Count::constant(1),
        debloat: Some(DEBLOAT_2_0),
        ..V1_20.network
    },
    scheduling: SchedulingRules { spread_key: None, ..V1_20.scheduling },
    ..V1_20
};

const V2_1: Behaviour = Behaviour {
    scheduling: SchedulingRules {
        modes: &[LoadBalanceMode::None, LoadBalanceMode::Slots, LoadBalanceMode::MinResources],
        ..V2_0.scheduling
    },
    ..V2_0
};

const V2_2: Behaviour = Behaviour {
    scheduling: SchedulingRules {
        modes: &[
            LoadBalanceMode::None,
            LoadBalanceMode::Slots,
            LoadBalanceMode::MinResources,
            LoadBalanceMode::Tasks,
        ],
        ..V2_1.scheduling
    },
    ..V2_1
};

impl Release {
    /// How this release behaves.
    #[must_use]
    pub const fn behaviour(self) -> &'static Behaviour {
        match self {
            Self::V1_13 => &V1_13,
            Self::V1_14 => &V1_14,
            Self::V1_15 => &V1_15,
            Self::V1_16 => &V1_16,
            Self::V1_17 => &V1_17,
            Self::V1_18 => &V1_18,
            Self::V1_19 => &V1_19,
            Self::V1_20 => &V1_20,
            Self::V2_0 => &V2_0,
            Self::V2_1 => &V2_1,
            Self::V2_2 | Self::V2_3 => &V2_2,
        }
    }
}
