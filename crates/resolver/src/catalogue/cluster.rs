//! Options of the job and the cluster as a whole: parallelism, slots, batch exchanges and algorithms.

use super::row::{
    ALGORITHM, CORE, EXECUTION, MIB, RESOURCE_MANAGER, boolean, double, enumeration, float, integer,
    memory_size,
};
use super::{OptionDef, Scope};
use crate::version::FlinkVersion::{V1_10, V1_11, V1_12, V1_13, V1_14, V1_15, V1_16, V1_19, V2_3};

/// `parallelism.default`.
///
/// Parallel subtasks of a job that does not set its own. It decides how many slots, and so how many TaskManagers, the job needs.
pub static PARALLELISM_DEFAULT: OptionDef = OptionDef {
    key: "parallelism.default",
    scope: Scope::Cluster,
    words: None,
    spans: &[integer(V1_10, V2_3, CORE, Some(1))],
};

/// `slotmanager.number-of-slots.max`.
///
/// Most slots the cluster starts TaskManagers for. A guard for batch on YARN and Kubernetes; standalone clusters ignore it.
pub static MAX_SLOTS: OptionDef = OptionDef {
    key: "slotmanager.number-of-slots.max",
    scope: Scope::Cluster,
    words: None,
    spans: &[integer(V1_11, V2_3, RESOURCE_MANAGER, Some(2_147_483_647))],
};

/// `slotmanager.number-of-slots.min`.
///
/// Slots the cluster keeps available even when idle. For YARN and Kubernetes; standalone clusters ignore it.
pub static MIN_SLOTS: OptionDef = OptionDef {
    key: "slotmanager.number-of-slots.min",
    scope: Scope::Cluster,
    words: None,
    spans: &[integer(V1_19, V2_3, RESOURCE_MANAGER, Some(0))],
};

/// `slotmanager.max-total-resource.cpu`.
///
/// Most CPU cores the cluster starts for all slots together. When absent it follows from the max slots.
pub static MAX_TOTAL_CPU: OptionDef = OptionDef {
    key: "slotmanager.max-total-resource.cpu",
    scope: Scope::Cluster,
    words: None,
    spans: &[double(V1_13, V2_3, RESOURCE_MANAGER, None)],
};

/// `slotmanager.max-total-resource.memory`.
///
/// Most memory the cluster starts for all slots together, without framework memory and JVM overhead. When absent it follows from the max
/// slots.
pub static MAX_TOTAL_MEMORY: OptionDef = OptionDef {
    key: "slotmanager.max-total-resource.memory",
    scope: Scope::Cluster,
    words: None,
    spans: &[memory_size(V1_13, V2_3, RESOURCE_MANAGER, None)],
};

/// `slotmanager.min-total-resource.cpu`.
///
/// CPU cores for slots that the cluster keeps available even when idle. When absent it follows from the min slots.
pub static MIN_TOTAL_CPU: OptionDef = OptionDef {
    key: "slotmanager.min-total-resource.cpu",
    scope: Scope::Cluster,
    words: None,
    spans: &[double(V1_19, V2_3, RESOURCE_MANAGER, None)],
};

/// `slotmanager.min-total-resource.memory`.
///
/// Memory for slots that the cluster keeps available even when idle, without framework memory. When absent it follows from the min slots.
pub static MIN_TOTAL_MEMORY: OptionDef = OptionDef {
    key: "slotmanager.min-total-resource.memory",
    scope: Scope::Cluster,
    words: None,
    spans: &[memory_size(V1_19, V2_3, RESOURCE_MANAGER, None)],
};

/// `slotmanager.redundant-taskmanager-num`.
///
/// Spare TaskManagers held ready on YARN and Kubernetes, so that a job recovers sooner when one is lost. Each costs its full process
/// memory.
pub static REDUNDANT_TASK_MANAGERS: OptionDef = OptionDef {
    key: "slotmanager.redundant-taskmanager-num",
    scope: Scope::Cluster,
    words: None,
    spans: &[integer(V1_12, V2_3, RESOURCE_MANAGER, Some(0))],
};

/// `execution.batch-shuffle-mode`.
///
/// How batch stages hand over data: all at once through buffers, stage by stage through files, or a hybrid. It decides the network buffers
/// needed.
pub static BATCH_SHUFFLE_MODE: OptionDef = OptionDef {
    key: "execution.batch-shuffle-mode",
    scope: Scope::Cluster,
    words: None,
    spans: &[
        enumeration(
            V1_14,
            V1_15,
            EXECUTION,
            &["ALL_EXCHANGES_PIPELINED", "ALL_EXCHANGES_BLOCKING"],
            Some("ALL_EXCHANGES_BLOCKING"),
        ),
        enumeration(
            V1_16,
            V2_3,
            EXECUTION,
            &[
                "ALL_EXCHANGES_PIPELINED",
                "ALL_EXCHANGES_BLOCKING",
                "ALL_EXCHANGES_HYBRID_FULL",
                "ALL_EXCHANGES_HYBRID_SELECTIVE",
            ],
            Some("ALL_EXCHANGES_BLOCKING"),
        ),
    ],
};

/// `execution.sorted-inputs.memory`.
///
/// Weight, in bytes, of the sort before keyed operators in batch mode. It shifts managed memory between operators and guarantees no size.
pub static SORTED_INPUTS_MEMORY: OptionDef = OptionDef {
    key: "execution.sorted-inputs.memory",
    scope: Scope::Cluster,
    words: None,
    spans: &[memory_size(V1_14, V2_3, EXECUTION, Some(128 * MIB))],
};

/// `taskmanager.runtime.max-fan`.
///
/// Most spilled files that a sort merges, or a hash join splits into, in one round. Lower it when operators open too many files.
pub static SPILLING_MAX_FAN: OptionDef = OptionDef {
    key: "taskmanager.runtime.max-fan",
    scope: Scope::Cluster,
    words: None,
    spans: &[integer(V1_10, V2_3, ALGORITHM, Some(128))],
};

/// `taskmanager.runtime.sort-spilling-threshold`.
///
/// Share of its managed memory that a sort fills before it begins to spill to disk.
pub static SORT_SPILLING_THRESHOLD: OptionDef = OptionDef {
    key: "taskmanager.runtime.sort-spilling-threshold",
    scope: Scope::Cluster,
    words: None,
    spans: &[float(V1_10, V2_3, ALGORITHM, Some(0.8))],
};

/// `taskmanager.runtime.hashjoin-bloom-filters`.
///
/// Adds Bloom filters for the spilled parts of a hash join, so that probe records without a match are dropped early.
pub static HASH_JOIN_BLOOM_FILTERS: OptionDef = OptionDef {
    key: "taskmanager.runtime.hashjoin-bloom-filters",
    scope: Scope::Cluster,
    words: None,
    spans: &[boolean(V1_10, V2_3, ALGORITHM, Some(false))],
};

/// `taskmanager.runtime.large-record-handler`.
///
/// Lets a sort set records too large for its buffer aside on disk and sort them by key alone. For rare, very large records.
pub static LARGE_RECORD_HANDLER: OptionDef = OptionDef {
    key: "taskmanager.runtime.large-record-handler",
    scope: Scope::Cluster,
    words: None,
    spans: &[boolean(V1_12, V2_3, ALGORITHM, Some(false))],
};
