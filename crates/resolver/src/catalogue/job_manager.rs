//! Options that size the JobManager process, old spellings included.

use super::row::{GIB, JOB_MANAGER, MIB, boolean, float, integer, memory_size, string};
use super::{OptionDef, Scope, Words};
use crate::version::FlinkVersion::{V1_10, V1_11, V1_20, V2_3};

/// `jobmanager.memory.process.size`.
pub static JM_TOTAL_PROCESS: OptionDef = OptionDef {
    key: "jobmanager.memory.process.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Total process memory",
        description: "Everything the JobManager process may use, JVM metaspace and overhead included. Set it to \
                  the container's memory on YARN or Kubernetes.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, None)],
};

/// `jobmanager.memory.flink.size`.
pub static JM_TOTAL_FLINK: OptionDef = OptionDef {
    key: "jobmanager.memory.flink.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Total Flink memory",
        description: "JVM heap and off-heap of the JobManager together, without metaspace and overhead. Start \
                  from it on bare machines.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, None)],
};

/// `jobmanager.memory.heap.size`.
pub static JM_HEAP: OptionDef = OptionDef {
    key: "jobmanager.memory.heap.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "JVM heap",
        description: "Heap of the JobManager. When absent it is total Flink memory less off-heap; raise it for \
                  many jobs, large plans or long job histories.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, None)],
};

/// `jobmanager.memory.off-heap.size`.
pub static JM_OFF_HEAP: OptionDef = OptionDef {
    key: "jobmanager.memory.off-heap.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Off-heap",
        description: "Direct and native memory of the JobManager. If heap and total Flink memory are both given, \
                  their difference counts instead.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, Some(128 * MIB))],
};

/// `jobmanager.memory.jvm-metaspace.size`.
pub static JM_METASPACE: OptionDef = OptionDef {
    key: "jobmanager.memory.jvm-metaspace.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "JVM metaspace",
        description: "Upper bound of the JVM's class metadata, passed on as a JVM flag. Raise it when a session \
                  cluster takes many different jobs.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, Some(256 * MIB))],
};

/// `jobmanager.memory.jvm-overhead.min`.
pub static JM_OVERHEAD_MIN: OptionDef = OptionDef {
    key: "jobmanager.memory.jvm-overhead.min",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "JVM overhead min",
        description: "Floor for the JVM overhead that the fraction yields. Set equal to the max for a fixed \
                  size.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, Some(192 * MIB))],
};

/// `jobmanager.memory.jvm-overhead.max`.
pub static JM_OVERHEAD_MAX: OptionDef = OptionDef {
    key: "jobmanager.memory.jvm-overhead.max",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "JVM overhead max",
        description: "Ceiling for the JVM overhead that the fraction yields. Set equal to the min for a fixed \
                  size.",
    }),
    spans: &[memory_size(V1_11, V2_3, JOB_MANAGER, Some(GIB))],
};

/// `jobmanager.memory.jvm-overhead.fraction`.
pub static JM_OVERHEAD_FRACTION: OptionDef = OptionDef {
    key: "jobmanager.memory.jvm-overhead.fraction",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "JVM overhead fraction",
        description: "Reserve for thread stacks, code cache and other native use of the JVM, as a share of total \
                  process memory and kept between min and max.",
    }),
    spans: &[float(V1_11, V2_3, JOB_MANAGER, Some(0.1))],
};

/// `jobmanager.memory.enable-jvm-direct-memory-limit`.
pub static JM_DIRECT_LIMIT_ENABLED: OptionDef = OptionDef {
    key: "jobmanager.memory.enable-jvm-direct-memory-limit",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Limit direct memory",
        description: "Whether the JVM gets the off-heap size as its limit of direct memory. Without it, off-heap \
                  only leaves room in the total.",
    }),
    spans: &[boolean(V1_11, V2_3, JOB_MANAGER, Some(false))],
};

/// `jobmanager.heap.size`.
pub static JM_HEAP_SIZE: OptionDef = OptionDef {
    key: "jobmanager.heap.size",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Legacy heap size",
        description: "Old key of the JobManager's memory. From 1.11 it stands for the JVM heap in standalone \
                  clusters and for total process memory in containers.",
    }),
    spans: &[
        string(V1_10, V1_10, JOB_MANAGER, Some("1024m")),
        memory_size(V1_11, V1_20, JOB_MANAGER, None).deprecated(),
    ],
};

/// `jobmanager.heap.mb`.
pub static JM_HEAP_MB: OptionDef = OptionDef {
    key: "jobmanager.heap.mb",
    scope: Scope::JobManager,
    words: Some(Words {
        label: "Legacy heap in MB",
        description: "The oldest spelling of the legacy heap size, a plain number of mebibytes. Read only when \
                  the legacy heap size is absent.",
    }),
    spans: &[
        integer(V1_10, V1_10, JOB_MANAGER, Some(1024)).deprecated(),
        integer(V1_11, V1_20, JOB_MANAGER, None).deprecated(),
    ],
};
