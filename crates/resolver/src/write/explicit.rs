//! Every component of a process as an option of its own, so that nothing is left to be derived.

use crate::catalogue::{
    JM_HEAP, JM_HEAP_MB, JM_HEAP_SIZE, JM_METASPACE, JM_OFF_HEAP, JM_OVERHEAD_FRACTION, JM_OVERHEAD_MAX,
    JM_OVERHEAD_MIN, JM_TOTAL_FLINK, JM_TOTAL_PROCESS, NETWORK_NUM_BUFFERS, OptionDef, TM_FRAMEWORK_HEAP,
    TM_FRAMEWORK_OFF_HEAP, TM_HEAP_MB, TM_HEAP_SIZE, TM_JVM_METASPACE, TM_JVM_OVERHEAD_FRACTION,
    TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN, TM_LEGACY_NETWORK_FRACTION, TM_LEGACY_NETWORK_MAX,
    TM_LEGACY_NETWORK_MIN, TM_MANAGED_FRACTION, TM_MANAGED_SIZE, TM_NETWORK_FRACTION, TM_NETWORK_MAX,
    TM_NETWORK_MIN, TM_NUM_SLOTS, TM_TASK_HEAP, TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::component::Component;
use crate::config::Configuration;
use crate::memory_size::MemorySize;
use crate::resolution::Breakdown;

/// The options that say a breakdown in full. A component with a range has it closed: the minimum is the maximum.
const TASK_MANAGER: [(&OptionDef, Component); 11] = [
    (&TM_TOTAL_PROCESS, Component::TotalProcess),
    (&TM_FRAMEWORK_HEAP, Component::FrameworkHeap),
    (&TM_TASK_HEAP, Component::TaskHeap),
    (&TM_FRAMEWORK_OFF_HEAP, Component::FrameworkOffHeap),
    (&TM_TASK_OFF_HEAP, Component::TaskOffHeap),
    (&TM_MANAGED_SIZE, Component::Managed),
    (&TM_NETWORK_MIN, Component::Network),
    (&TM_NETWORK_MAX, Component::Network),
    (&TM_JVM_METASPACE, Component::JvmMetaspace),
    (&TM_JVM_OVERHEAD_MIN, Component::JvmOverhead),
    (&TM_JVM_OVERHEAD_MAX, Component::JvmOverhead),
];

/// The same for a JobManager.
const JOB_MANAGER: [(&OptionDef, Component); 6] = [
    (&JM_TOTAL_PROCESS, Component::TotalProcess),
    (&JM_HEAP, Component::JvmHeap),
    (&JM_OFF_HEAP, Component::OffHeap),
    (&JM_METASPACE, Component::JvmMetaspace),
    (&JM_OVERHEAD_MIN, Component::JvmOverhead),
    (&JM_OVERHEAD_MAX, Component::JvmOverhead),
];

/// And for the one whose start script knows nothing but a heap.
const START_SCRIPT: [(&OptionDef, Component); 1] = [(&JM_HEAP_SIZE, Component::JvmHeap)];

/// What the explicit options make superfluous, besides themselves.
const TASK_MANAGER_REST: [&OptionDef; 10] = [
    &TM_TOTAL_FLINK,
    &TM_MANAGED_FRACTION,
    &TM_NETWORK_FRACTION,
    &TM_JVM_OVERHEAD_FRACTION,
    &TM_HEAP_SIZE,
    &TM_HEAP_MB,
    &NETWORK_NUM_BUFFERS,
    &TM_LEGACY_NETWORK_FRACTION,
    &TM_LEGACY_NETWORK_MIN,
    &TM_LEGACY_NETWORK_MAX,
];

/// The same for a JobManager.
const JOB_MANAGER_REST: [&OptionDef; 4] =
    [&JM_TOTAL_FLINK, &JM_OVERHEAD_FRACTION, &JM_HEAP_SIZE, &JM_HEAP_MB];

/// Puts the sizes of `breakdown` in the place of the options that led to them.
pub(super) fn make_explicit(config: &mut Configuration, breakdown: &Breakdown) {
    let (parts, rest): (&[(&OptionDef, Component)], &[&OptionDef]) = match breakdown {
        Breakdown::TaskManager(_) => (&TASK_MANAGER, &TASK_MANAGER_REST),
        Breakdown::JobManager(_) => (&JOB_MANAGER, &JOB_MANAGER_REST),
        Breakdown::StartScript(_) => (&START_SCRIPT, &JOB_MANAGER_REST),
    };
    for option in parts.iter().map(|(option, _)| option).chain(rest) {
        config.unset(option.key);
        for old in option.spans.iter().flat_map(|span| span.deprecated_keys) {
            config.unset(old);
        }
    }
    for (option, component) in parts {
        if let Some(size) = breakdown.get(*component) {
            config.set(option.key, short(size));
        }
    }
    if let Breakdown::TaskManager(_) = breakdown
        && !config.contains(TM_NUM_SLOTS.key)
    {
        config.set(TM_NUM_SLOTS.key, "1");
    }
}

/// A size as people write it, to the byte: `1728m`, `134217730b`.
pub(super) fn short(size: MemorySize) -> String {
    let bytes = size.bytes();
    for (unit, shift) in [("g", 30), ("m", 20), ("k", 10)] {
        if bytes != 0 && bytes.trailing_zeros() >= shift {
            return (bytes >> shift).to_string() + unit;
        }
    }
    bytes.to_string() + "b"
}
