//! Options of the network stack: how a TaskManager spends its network memory.

use super::row::{
    KIB, NETTY, TASK_MANAGER, boolean, duration, enumeration, integer, long, memory_size, string,
};
use super::{OptionDef, Scope, Words};
use crate::version::FlinkVersion::{
    V1_10, V1_11, V1_12, V1_14, V1_15, V1_16, V1_17, V1_18, V1_19, V1_20, V2_0, V2_3,
};

/// `taskmanager.memory.segment-size`.
pub static TM_SEGMENT_SIZE: OptionDef = OptionDef {
    key: "taskmanager.memory.segment-size",
    scope: Scope::Network,
    words: Some(Words {
        label: "Segment size",
        description: "Size of one network buffer and of one page of managed memory, a power of two from 4 KiB. \
                  Larger ones favour throughput, smaller ones fit more channels.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(32 * KIB))],
};

/// `taskmanager.memory.min-segment-size`.
pub static TM_MIN_SEGMENT_SIZE: OptionDef = OptionDef {
    key: "taskmanager.memory.min-segment-size",
    scope: Scope::Network,
    words: Some(Words {
        label: "Min segment size",
        description: "Smallest buffer that buffer debloating may shrink to. Without debloating it has no part to \
                  play.",
    }),
    spans: &[
        memory_size(V1_14, V1_14, TASK_MANAGER, Some(KIB)),
        memory_size(V1_15, V2_3, TASK_MANAGER, Some(256)),
    ],
};

/// `taskmanager.memory.starting-segment-size`.
pub static TM_STARTING_SEGMENT_SIZE: OptionDef = OptionDef {
    key: "taskmanager.memory.starting-segment-size",
    scope: Scope::Network,
    words: Some(Words {
        label: "Starting segment size",
        description: "Buffer size that buffer debloating begins with before it has measured any throughput.",
    }),
    spans: &[memory_size(V2_0, V2_3, TASK_MANAGER, Some(KIB))],
};

/// `taskmanager.network.memory.buffers-per-channel`.
///
/// Exclusive buffers of each channel. Lower it to let wide jobs fit into little network memory, at some cost in throughput.
pub static NETWORK_BUFFERS_PER_CHANNEL: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffers-per-channel",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_10, V1_19, NETTY, Some(2)), integer(V1_20, V1_20, NETTY, Some(2)).deprecated()],
};

/// `taskmanager.network.memory.floating-buffers-per-gate`.
///
/// Buffers that the channels of one gate share and that go where the backlog is. Raise it for skewed data or slow links.
pub static NETWORK_FLOATING_BUFFERS_PER_GATE: OptionDef = OptionDef {
    key: "taskmanager.network.memory.floating-buffers-per-gate",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_10, V1_19, NETTY, Some(8)), integer(V1_20, V1_20, NETTY, Some(8)).deprecated()],
};

/// `taskmanager.network.memory.read-buffer.required-per-gate.max`.
///
/// Most buffers an input gate insists on before it starts; any beyond are welcome but optional. When absent: 1000 for batch, no limit for
/// streaming.
pub static NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX: OptionDef = OptionDef {
    key: "taskmanager.network.memory.read-buffer.required-per-gate.max",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_17, V2_3, NETTY, None)],
};

/// `taskmanager.network.memory.max-buffers-per-channel`.
///
/// Buffers one outgoing channel may fill before the task counts as back-pressured. It keeps a slow channel from hoarding them under data
/// skew.
pub static NETWORK_MAX_BUFFERS_PER_CHANNEL: OptionDef = OptionDef {
    key: "taskmanager.network.memory.max-buffers-per-channel",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_11, V1_19, NETTY, Some(10)), integer(V1_20, V1_20, NETTY, Some(10)).deprecated()],
};

/// `taskmanager.network.memory.max-overdraft-buffers-per-gate`.
///
/// Spare buffers a task may borrow to finish one large record or burst, so that an unaligned checkpoint need not wait. 0 turns it off.
pub static NETWORK_MAX_OVERDRAFT_BUFFERS_PER_GATE: OptionDef = OptionDef {
    key: "taskmanager.network.memory.max-overdraft-buffers-per-gate",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_16, V1_19, NETTY, Some(5)), integer(V1_20, V1_20, NETTY, Some(5)).deprecated()],
};

/// `taskmanager.network.memory.buffers-request-timeout`.
///
/// How long a starting task waits for its required buffers before it fails with too few network buffers.
pub static NETWORK_BUFFERS_REQUEST_TIMEOUT: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffers-request-timeout",
    scope: Scope::Network,
    words: None,
    spans: &[duration(V1_20, V2_3, NETTY, Some(30_000))
        .deprecated_keys(&["taskmanager.network.memory.exclusive-buffers-request-timeout-ms"])],
};

/// `taskmanager.network.memory.exclusive-buffers-request-timeout-ms`.
///
/// How many milliseconds a starting task waits for its required buffers before it fails.
pub static NETWORK_EXCLUSIVE_BUFFERS_REQUEST_TIMEOUT: OptionDef = OptionDef {
    key: "taskmanager.network.memory.exclusive-buffers-request-timeout-ms",
    scope: Scope::Network,
    words: None,
    spans: &[long(V1_10, V1_19, NETTY, Some(30_000)), long(V1_20, V1_20, NETTY, Some(30_000)).deprecated()],
};

/// `taskmanager.network.memory.buffer-debloat.enabled`.
///
/// Lets each task shrink its buffers to what it can work off within the target time, for faster checkpoints under back-pressure.
pub static DEBLOAT_ENABLED: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffer-debloat.enabled",
    scope: Scope::Network,
    words: None,
    spans: &[boolean(V1_14, V2_3, TASK_MANAGER, Some(false))],
};

/// `taskmanager.network.memory.buffer-debloat.target`.
///
/// Time within which a task should be able to work off the data waiting in its buffers. Lower it for faster checkpoint barriers.
pub static DEBLOAT_TARGET: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffer-debloat.target",
    scope: Scope::Network,
    words: None,
    spans: &[duration(V1_14, V2_3, TASK_MANAGER, Some(1_000))],
};

/// `taskmanager.network.memory.buffer-debloat.period`.
///
/// Pause between two recalculations of the buffer size. A shorter one follows changes of load sooner and costs a little CPU.
pub static DEBLOAT_PERIOD: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffer-debloat.period",
    scope: Scope::Network,
    words: None,
    spans: &[duration(V1_14, V1_14, TASK_MANAGER, Some(500)), duration(V1_15, V2_3, TASK_MANAGER, Some(200))],
};

/// `taskmanager.network.memory.buffer-debloat.samples`.
///
/// How many of the latest measurements the buffer size is smoothed over. More is steadier, fewer reacts faster.
pub static DEBLOAT_SAMPLES: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffer-debloat.samples",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_14, V2_3, TASK_MANAGER, Some(20))],
};

/// `taskmanager.network.memory.buffer-debloat.threshold-percentages`.
///
/// Least change, in percent, for which a newly calculated buffer size is put into effect. It keeps small swings from resizing buffers.
pub static DEBLOAT_THRESHOLD_PERCENTAGES: OptionDef = OptionDef {
    key: "taskmanager.network.memory.buffer-debloat.threshold-percentages",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_14, V1_14, TASK_MANAGER, Some(50)), integer(V1_15, V2_3, TASK_MANAGER, Some(25))],
};

/// `taskmanager.network.sort-shuffle.min-buffers`.
///
/// Buffers that each result of a sort shuffle needs at least. More give larger sorted runs and better compression, if network memory
/// allows.
pub static SORT_SHUFFLE_MIN_BUFFERS: OptionDef = OptionDef {
    key: "taskmanager.network.sort-shuffle.min-buffers",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_12, V1_14, NETTY, Some(64)), integer(V1_15, V2_3, NETTY, Some(512))],
};

/// `taskmanager.network.sort-shuffle.min-parallelism`.
///
/// From this parallelism on a blocking shuffle sorts its data instead of writing one file per channel. 1 means always sort.
pub static SORT_SHUFFLE_MIN_PARALLELISM: OptionDef = OptionDef {
    key: "taskmanager.network.sort-shuffle.min-parallelism",
    scope: Scope::Network,
    words: None,
    spans: &[
        integer(V1_12, V1_14, NETTY, Some(2_147_483_647)),
        integer(V1_15, V1_19, NETTY, Some(1)),
        integer(V1_20, V1_20, NETTY, Some(1)).deprecated(),
    ],
};

/// `taskmanager.network.blocking-shuffle.type`.
///
/// How unsorted blocking results are read back: file, mmap or auto. Mapped pages are outside Flink's memory but count for some containers.
pub static BLOCKING_SHUFFLE_TYPE: OptionDef = OptionDef {
    key: "taskmanager.network.blocking-shuffle.type",
    scope: Scope::Network,
    words: None,
    spans: &[
        string(V1_10, V1_19, NETTY, Some("file")),
        string(V1_20, V1_20, NETTY, Some("file")).deprecated(),
    ],
};

/// `taskmanager.network.blocking-shuffle.compression.enabled`.
///
/// Compresses the data of blocking shuffles buffer by buffer: less disk and network traffic for more CPU.
pub static BLOCKING_SHUFFLE_COMPRESSION: OptionDef = OptionDef {
    key: "taskmanager.network.blocking-shuffle.compression.enabled",
    scope: Scope::Network,
    words: None,
    spans: &[boolean(V1_10, V1_14, NETTY, Some(false)), boolean(V1_15, V1_15, NETTY, Some(true))],
};

/// `taskmanager.network.batch-shuffle.compression.enabled`.
///
/// Compresses the data of blocking and hybrid shuffles buffer by buffer: less disk and network traffic for more CPU.
pub static BATCH_SHUFFLE_COMPRESSION: OptionDef = OptionDef {
    key: "taskmanager.network.batch-shuffle.compression.enabled",
    scope: Scope::Network,
    words: None,
    spans: &[
        boolean(V1_16, V1_19, NETTY, Some(true))
            .deprecated_keys(&["taskmanager.network.blocking-shuffle.compression.enabled"]),
        boolean(V1_20, V1_20, NETTY, Some(true))
            .deprecated_keys(&["taskmanager.network.blocking-shuffle.compression.enabled"])
            .deprecated(),
    ],
};

/// `taskmanager.network.compression.codec`.
///
/// Codec for compressed shuffle data. LZ4 is quick; which others there are depends on the release.
pub static SHUFFLE_COMPRESSION_CODEC: OptionDef = OptionDef {
    key: "taskmanager.network.compression.codec",
    scope: Scope::Network,
    words: None,
    spans: &[
        string(V1_10, V1_19, NETTY, Some("LZ4")),
        enumeration(V1_20, V2_3, NETTY, &["NONE", "LZ4", "LZO", "ZSTD"], Some("LZ4")),
    ],
};

/// `taskmanager.network.hybrid-shuffle.enable-new-mode`.
///
/// Selects the tiered hybrid shuffle, which needs fewer buffers and can use remote storage. Turn it off only to fall back to the first
/// version.
pub static HYBRID_SHUFFLE_NEW_MODE: OptionDef = OptionDef {
    key: "taskmanager.network.hybrid-shuffle.enable-new-mode",
    scope: Scope::Network,
    words: None,
    spans: &[boolean(V1_18, V1_19, NETTY, Some(true)), boolean(V1_20, V1_20, NETTY, Some(true)).deprecated()],
};

/// `taskmanager.network.hybrid-shuffle.external-remote-tier-factory.class`.
///
/// Class of a plug-in that adds a remote storage tier of your own to the hybrid shuffle.
pub static HYBRID_SHUFFLE_REMOTE_TIER_FACTORY: OptionDef = OptionDef {
    key: "taskmanager.network.hybrid-shuffle.external-remote-tier-factory.class",
    scope: Scope::Network,
    words: None,
    spans: &[string(V1_20, V2_3, NETTY, None)],
};

/// `taskmanager.network.hybrid-shuffle.num-retained-in-memory-regions-max`.
///
/// How many index entries of spilled data the old hybrid shuffle keeps on the heap. Without effect in the new mode.
pub static HYBRID_SHUFFLE_RETAINED_REGIONS_MAX: OptionDef = OptionDef {
    key: "taskmanager.network.hybrid-shuffle.num-retained-in-memory-regions-max",
    scope: Scope::Network,
    words: None,
    spans: &[
        long(V1_17, V1_19, NETTY, Some(1_048_576)),
        long(V1_20, V1_20, NETTY, Some(1_048_576)).deprecated(),
    ],
};

/// `taskmanager.network.hybrid-shuffle.spill-index-region-group-size`.
///
/// Bytes in which the old hybrid shuffle groups its index of spilled data on disk. Without effect in the new mode.
pub static HYBRID_SHUFFLE_INDEX_GROUP_SIZE: OptionDef = OptionDef {
    key: "taskmanager.network.hybrid-shuffle.spill-index-region-group-size",
    scope: Scope::Network,
    words: None,
    spans: &[
        integer(V1_18, V1_19, NETTY, Some(1024))
            .deprecated_keys(&["taskmanager.network.hybrid-shuffle.spill-index-segment-size"]),
        integer(V1_20, V1_20, NETTY, Some(1024))
            .deprecated_keys(&["taskmanager.network.hybrid-shuffle.spill-index-segment-size"])
            .deprecated(),
    ],
};

/// `taskmanager.network.hybrid-shuffle.spill-index-segment-size`.
///
/// Bytes in which the hybrid shuffle of 1.17 groups its index of spilled data on disk. Renamed in the next release.
pub static HYBRID_SHUFFLE_INDEX_SEGMENT_SIZE: OptionDef = OptionDef {
    key: "taskmanager.network.hybrid-shuffle.spill-index-segment-size",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_17, V1_17, NETTY, Some(1024))],
};

/// `taskmanager.network.partition.force-release-on-consumption`.
///
/// Drops a blocking result as soon as it has been read. It saves disk, but a failure then recomputes the result.
pub static FORCE_RELEASE_ON_CONSUMPTION: OptionDef = OptionDef {
    key: "taskmanager.network.partition.force-release-on-consumption",
    scope: Scope::Network,
    words: None,
    spans: &[boolean(V1_10, V1_11, NETTY, Some(false))],
};

/// `taskmanager.network.max-num-tcp-connections`.
///
/// Upper limit of TCP connections between two TaskManagers for data. More may help when a single one is the bottleneck.
pub static MAX_NUM_TCP_CONNECTIONS: OptionDef = OptionDef {
    key: "taskmanager.network.max-num-tcp-connections",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V1_15, V1_19, NETTY, Some(1)), integer(V1_20, V1_20, NETTY, Some(1)).deprecated()],
};

/// `taskmanager.network.netty.num-arenas`.
///
/// Memory pools of Netty, drawn from framework off-heap. -1 makes it one for each slot.
pub static NETTY_NUM_ARENAS: OptionDef = OptionDef {
    key: "taskmanager.network.netty.num-arenas",
    scope: Scope::Network,
    words: None,
    spans: &[
        integer(V1_10, V1_19, NETTY, Some(-1)).deprecated_keys(&["taskmanager.net.num-arenas"]),
        integer(V1_20, V1_20, NETTY, Some(-1)).deprecated_keys(&["taskmanager.net.num-arenas"]).deprecated(),
    ],
};

/// `taskmanager.network.netty.server.numThreads`.
///
/// Threads that send data to other TaskManagers. -1 makes it one for each slot.
pub static NETTY_SERVER_THREADS: OptionDef = OptionDef {
    key: "taskmanager.network.netty.server.numThreads",
    scope: Scope::Network,
    words: None,
    spans: &[
        integer(V1_10, V1_19, NETTY, Some(-1)).deprecated_keys(&["taskmanager.net.server.numThreads"]),
        integer(V1_20, V1_20, NETTY, Some(-1))
            .deprecated_keys(&["taskmanager.net.server.numThreads"])
            .deprecated(),
    ],
};

/// `taskmanager.network.adaptive-partitioner.enabled`.
///
/// Lets rebalance and rescale send a record to a less loaded channel rather than strictly the next in turn. For consumers of uneven speed.
pub static ADAPTIVE_PARTITIONER_ENABLED: OptionDef = OptionDef {
    key: "taskmanager.network.adaptive-partitioner.enabled",
    scope: Scope::Network,
    words: None,
    spans: &[boolean(V2_3, V2_3, NETTY, Some(false))],
};

/// `taskmanager.network.adaptive-partitioner.max-traverse-size`.
///
/// How many channels the adaptive partitioner compares for one record. More balances better and costs more per record.
pub static ADAPTIVE_PARTITIONER_MAX_TRAVERSE: OptionDef = OptionDef {
    key: "taskmanager.network.adaptive-partitioner.max-traverse-size",
    scope: Scope::Network,
    words: None,
    spans: &[integer(V2_3, V2_3, NETTY, Some(4))],
};
