//! All rows of the catalogue in the order of their keys.

use super::OptionDef;
use super::job_manager::*;
use super::task_manager::*;

/// All options, sorted by key.
pub static ALL: [&OptionDef; 37] = [
    &JM_HEAP_MB,
    &JM_HEAP_SIZE,
    &JM_DIRECT_LIMIT_ENABLED,
    &JM_TOTAL_FLINK,
    &JM_HEAP,
    &JM_METASPACE,
    &JM_OVERHEAD_FRACTION,
    &JM_OVERHEAD_MAX,
    &JM_OVERHEAD_MIN,
    &JM_OFF_HEAP,
    &JM_TOTAL_PROCESS,
    &TM_CPU_CORES,
    &TM_HEAP_MB,
    &TM_HEAP_SIZE,
    &TM_EXIT_ON_OOM,
    &TM_TOTAL_FLINK,
    &TM_FRAMEWORK_HEAP,
    &TM_BATCH_SHUFFLE_READ,
    &TM_FRAMEWORK_OFF_HEAP,
    &TM_JVM_METASPACE,
    &TM_JVM_OVERHEAD_FRACTION,
    &TM_JVM_OVERHEAD_MAX,
    &TM_JVM_OVERHEAD_MIN,
    &TM_MANAGED_WEIGHTS,
    &TM_MANAGED_FRACTION,
    &TM_MANAGED_SIZE,
    &TM_NETWORK_FRACTION,
    &TM_NETWORK_MAX,
    &TM_NETWORK_MIN,
    &TM_TOTAL_PROCESS,
    &TM_TASK_HEAP,
    &TM_TASK_OFF_HEAP,
    &TM_LEGACY_NETWORK_FRACTION,
    &TM_LEGACY_NETWORK_MAX,
    &TM_LEGACY_NETWORK_MIN,
    &NETWORK_NUM_BUFFERS,
    &TM_NUM_SLOTS,
];
