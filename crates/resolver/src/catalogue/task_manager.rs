//! Options that size a TaskManager process, old spellings included.

use super::row::{
    GIB, MAX_BYTES, MIB, NETTY, TASK_MANAGER, boolean, double, float, integer, map, memory_size, string,
};
use super::{OptionDef, Scope, Words};
use crate::version::FlinkVersion::{V1_10, V1_12, V1_13, V1_14, V1_15, V1_16, V1_17, V1_20, V2_3};

/// `taskmanager.memory.process.size`.
pub static TM_TOTAL_PROCESS: OptionDef = OptionDef {
    key: "taskmanager.memory.process.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Total process memory",
        description: "Everything the TaskManager process may use, JVM metaspace and overhead included. Set it to \
                  the container's memory on YARN or Kubernetes.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, None)],
};

/// `taskmanager.memory.flink.size`.
pub static TM_TOTAL_FLINK: OptionDef = OptionDef {
    key: "taskmanager.memory.flink.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Total Flink memory",
        description: "Process memory without JVM metaspace and overhead. Start from it on bare machines; give \
                  either this or the total process memory, not both.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, None)],
};

/// `taskmanager.memory.framework.heap.size`.
pub static TM_FRAMEWORK_HEAP: OptionDef = OptionDef {
    key: "taskmanager.memory.framework.heap.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Framework heap",
        description: "Heap set aside for Flink's own code and closed to slots. Raise it only if the framework \
                  itself runs out of heap.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(128 * MIB))],
};

/// `taskmanager.memory.task.heap.size`.
pub static TM_TASK_HEAP: OptionDef = OptionDef {
    key: "taskmanager.memory.task.heap.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Task heap",
        description: "Heap for operators and user code, shared by all slots. When absent it takes what the other \
                  parts of the total Flink memory leave.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, None)],
};

/// `taskmanager.memory.framework.off-heap.size`.
pub static TM_FRAMEWORK_OFF_HEAP: OptionDef = OptionDef {
    key: "taskmanager.memory.framework.off-heap.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Framework off-heap",
        description: "Direct and native memory of Flink's own code, counted into the JVM's direct memory limit. \
                  Raise it for large batch shuffles.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(128 * MIB))],
};

/// `taskmanager.memory.framework.off-heap.batch-shuffle.size`.
pub static TM_BATCH_SHUFFLE_READ: OptionDef = OptionDef {
    key: "taskmanager.memory.framework.off-heap.batch-shuffle.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Batch shuffle read memory",
        description: "Memory for reading sorted or hybrid shuffle data. It is a part of framework off-heap, not \
                  extra, so raise both together.",
    }),
    spans: &[
        memory_size(V1_13, V1_14, TASK_MANAGER, Some(32 * MIB)),
        memory_size(V1_15, V2_3, TASK_MANAGER, Some(64 * MIB)),
    ],
};

/// `taskmanager.memory.task.off-heap.size`.
pub static TM_TASK_OFF_HEAP: OptionDef = OptionDef {
    key: "taskmanager.memory.task.off-heap.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Task off-heap",
        description: "Direct and native memory that user code allocates, counted into the JVM's direct memory \
                  limit. Set it when your libraries work off the heap.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(0))],
};

/// `taskmanager.memory.managed.size`.
pub static TM_MANAGED_SIZE: OptionDef = OptionDef {
    key: "taskmanager.memory.managed.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Managed size",
        description: "Off-heap memory that Flink hands out to RocksDB, batch algorithms and Python. When set, \
                  the managed fraction is ignored.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, None).deprecated_keys(&["taskmanager.memory.size"])],
};

/// `taskmanager.memory.managed.fraction`.
pub static TM_MANAGED_FRACTION: OptionDef = OptionDef {
    key: "taskmanager.memory.managed.fraction",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Managed fraction",
        description: "Managed memory as a share of total Flink memory. Ignored when the managed size is set; 0 \
                  suits jobs that keep their state on the heap.",
    }),
    spans: &[float(V1_10, V2_3, TASK_MANAGER, Some(0.4))],
};

/// `taskmanager.memory.managed.consumer-weights`.
pub static TM_MANAGED_WEIGHTS: OptionDef = OptionDef {
    key: "taskmanager.memory.managed.consumer-weights",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Managed consumer weights",
        description: "How a slot's managed memory is split between kinds of consumers. Only kinds the slot \
                  really runs take part; weight 0 gives a kind nothing.",
    }),
    spans: &[
        map(V1_12, V1_12, TASK_MANAGER, Some("{DATAPROC=70, PYTHON=30}")),
        map(V1_13, V2_3, TASK_MANAGER, Some("{OPERATOR=70, STATE_BACKEND=70, PYTHON=30}")),
    ],
};

/// `taskmanager.memory.network.min`.
pub static TM_NETWORK_MIN: OptionDef = OptionDef {
    key: "taskmanager.memory.network.min",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Network min",
        description: "Floor for the network memory that the fraction yields. Set equal to the max for a fixed \
                  size.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(64 * MIB))
        .deprecated_keys(&["taskmanager.network.memory.min"])],
};

/// `taskmanager.memory.network.max`.
pub static TM_NETWORK_MAX: OptionDef = OptionDef {
    key: "taskmanager.memory.network.max",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Network max",
        description: "Ceiling for the network memory that the fraction yields. Set equal to the min for a fixed \
                  size.",
    }),
    spans: &[
        memory_size(V1_10, V1_16, TASK_MANAGER, Some(GIB))
            .deprecated_keys(&["taskmanager.network.memory.max"]),
        memory_size(V1_17, V2_3, TASK_MANAGER, Some(MAX_BYTES))
            .deprecated_keys(&["taskmanager.network.memory.max"]),
    ],
};

/// `taskmanager.memory.network.fraction`.
pub static TM_NETWORK_FRACTION: OptionDef = OptionDef {
    key: "taskmanager.memory.network.fraction",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Network fraction",
        description: "Network memory as a share of total Flink memory, then kept between min and max. Raise it \
                  when jobs report too few network buffers.",
    }),
    spans: &[
        float(V1_10, V2_3, TASK_MANAGER, Some(0.1)).deprecated_keys(&["taskmanager.network.memory.fraction"])
    ],
};

/// `taskmanager.memory.jvm-metaspace.size`.
pub static TM_JVM_METASPACE: OptionDef = OptionDef {
    key: "taskmanager.memory.jvm-metaspace.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "JVM metaspace",
        description: "Upper bound of the JVM's class metadata, passed on as a JVM flag. Raise it when many or \
                  large jobs end in a metaspace OutOfMemoryError.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(256 * MIB))],
};

/// `taskmanager.memory.jvm-overhead.min`.
pub static TM_JVM_OVERHEAD_MIN: OptionDef = OptionDef {
    key: "taskmanager.memory.jvm-overhead.min",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "JVM overhead min",
        description: "Floor for the JVM overhead that the fraction yields. Set equal to the max for a fixed \
                  size.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(192 * MIB))],
};

/// `taskmanager.memory.jvm-overhead.max`.
pub static TM_JVM_OVERHEAD_MAX: OptionDef = OptionDef {
    key: "taskmanager.memory.jvm-overhead.max",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "JVM overhead max",
        description: "Ceiling for the JVM overhead that the fraction yields. Set equal to the min for a fixed \
                  size.",
    }),
    spans: &[memory_size(V1_10, V2_3, TASK_MANAGER, Some(GIB))],
};

/// `taskmanager.memory.jvm-overhead.fraction`.
pub static TM_JVM_OVERHEAD_FRACTION: OptionDef = OptionDef {
    key: "taskmanager.memory.jvm-overhead.fraction",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "JVM overhead fraction",
        description: "Reserve for thread stacks, code cache and other native use of the JVM, as a share of total \
                  process memory and kept between min and max.",
    }),
    spans: &[float(V1_10, V2_3, TASK_MANAGER, Some(0.1))],
};

/// `taskmanager.cpu.cores`.
pub static TM_CPU_CORES: OptionDef = OptionDef {
    key: "taskmanager.cpu.cores",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "CPU cores",
        description: "CPU cores that the TaskManager counts as its own. The deployment normally sets it; without \
                  it, one core for each slot.",
    }),
    spans: &[double(V1_10, V2_3, TASK_MANAGER, None)],
};

/// `taskmanager.numberOfTaskSlots`.
pub static TM_NUM_SLOTS: OptionDef = OptionDef {
    key: "taskmanager.numberOfTaskSlots",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Task slots",
        description: "Slots of one TaskManager. Managed memory is split evenly between them, and each adds \
                  threads and network buffers.",
    }),
    spans: &[integer(V1_10, V2_3, TASK_MANAGER, Some(1))],
};

/// `taskmanager.jvm-exit-on-oom`.
///
/// Stops the TaskManager process at once when a task thread meets an OutOfMemoryError, instead of failing that task alone.
pub static TM_EXIT_ON_OOM: OptionDef = OptionDef {
    key: "taskmanager.jvm-exit-on-oom",
    scope: Scope::TaskManager,
    words: None,
    spans: &[boolean(V1_10, V2_3, TASK_MANAGER, Some(false))],
};

/// `taskmanager.heap.size`.
pub static TM_HEAP_SIZE: OptionDef = OptionDef {
    key: "taskmanager.heap.size",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Legacy heap size",
        description: "Old key of releases before 1.10. It stands for total Flink memory in standalone clusters \
                  and for total process memory in containers.",
    }),
    spans: &[memory_size(V1_10, V1_20, TASK_MANAGER, None).deprecated()],
};

/// `taskmanager.heap.mb`.
pub static TM_HEAP_MB: OptionDef = OptionDef {
    key: "taskmanager.heap.mb",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Legacy heap in MB",
        description: "The oldest spelling of the legacy heap size, a plain number of mebibytes. Read only when \
                  the legacy heap size is absent.",
    }),
    spans: &[integer(V1_10, V1_20, TASK_MANAGER, None).deprecated()],
};

/// `taskmanager.network.numberOfBuffers`.
pub static NETWORK_NUM_BUFFERS: OptionDef = OptionDef {
    key: "taskmanager.network.numberOfBuffers",
    scope: Scope::TaskManager,
    words: Some(Words {
        label: "Legacy buffer count",
        description: "Network memory as a number of segments. It counts only while neither network min, max nor \
                  fraction is set.",
    }),
    spans: &[integer(V1_10, V1_20, NETTY, Some(2048)).deprecated()],
};

/// `taskmanager.network.memory.fraction`.
///
/// Spelling of the network fraction before 1.10. Flink reads it on behalf of the new key; prefer that one.
pub static TM_LEGACY_NETWORK_FRACTION: OptionDef = OptionDef {
    key: "taskmanager.network.memory.fraction",
    scope: Scope::TaskManager,
    words: None,
    spans: &[float(V1_10, V1_20, NETTY, Some(0.1)).deprecated()],
};

/// `taskmanager.network.memory.min`.
///
/// Spelling of the network min before 1.10. Flink reads it on behalf of the new key; prefer that one.
pub static TM_LEGACY_NETWORK_MIN: OptionDef = OptionDef {
    key: "taskmanager.network.memory.min",
    scope: Scope::TaskManager,
    words: None,
    spans: &[string(V1_10, V1_20, NETTY, Some("64mb")).deprecated()],
};

/// `taskmanager.network.memory.max`.
///
/// Spelling of the network max before 1.10. Flink reads it on behalf of the new key; prefer that one.
pub static TM_LEGACY_NETWORK_MAX: OptionDef = OptionDef {
    key: "taskmanager.network.memory.max",
    scope: Scope::TaskManager,
    words: None,
    spans: &[string(V1_10, V1_20, NETTY, Some("1gb")).deprecated()],
};
