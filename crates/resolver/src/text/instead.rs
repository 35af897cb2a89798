//! Keys that people write and Flink does not know, with what they mean; and keys that Flink knew, with what took their place.
//!
//! The invented ones were found in public configurations, tutorials and answers.

use crate::catalogue::{
    JM_HEAP, JM_HEAP_MB, JM_HEAP_SIZE, JM_METASPACE, JM_OFF_HEAP, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN,
    JM_TOTAL_FLINK, JM_TOTAL_PROCESS, NETWORK_NUM_BUFFERS, PARALLELISM_DEFAULT, ROCKSDB_FIXED_PER_SLOT,
    TM_HEAP_MB, TM_HEAP_SIZE, TM_JVM_METASPACE, TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN,
    TM_MANAGED_FRACTION, TM_MANAGED_SIZE, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS, TM_SEGMENT_SIZE,
    TM_TASK_HEAP, TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::resolution::Deployment;

/// What to do about a key that Flink does not read.
pub(super) struct Instead {
    /// What to set instead, each to the same value; empty where there is no such option.
    pub(super) keys: &'static [&'static str],
    /// What to know about it; may be empty.
    pub(super) note: &'static str,
}

const NETWORK: &[&str] = &[TM_NETWORK_MIN.key, TM_NETWORK_MAX.key];
const TM_OVERHEAD: &[&str] = &[TM_JVM_OVERHEAD_MIN.key, TM_JVM_OVERHEAD_MAX.key];
const JM_OVERHEAD: &[&str] = &[JM_OVERHEAD_MIN.key, JM_OVERHEAD_MAX.key];
const TM_PROCESS: &[&str] = &[TM_TOTAL_PROCESS.key];
const TM_FLINK: &[&str] = &[TM_TOTAL_FLINK.key];
const JM_PROCESS: &[&str] = &[JM_TOTAL_PROCESS.key];
const JM_WHOLE_HEAP: &[&str] = &[JM_HEAP.key];
const FIXED: &str = "a fixed size is a minimum and a maximum that are equal";
const TASK_HEAP: &str = "the heap is that of the framework, 128m by default, and that of the tasks";
const TASK_OFF_HEAP: &str =
    "direct memory is that of the framework, 128m by default, that of the tasks, and the network memory";
const BEFORE: &str = "Flink up to 1.9 read it";
const NOT_IN_JOB_MANAGER: &str = "a JobManager has no memory of this kind";

/// Key, what to set instead, what to know about it.
static INVENTED: [(&str, &[&str], &str); 41] = [
    ("jobmanager.memory.direct.size", &[JM_OFF_HEAP.key], ""),
    ("jobmanager.memory.jvm-heap.size", &[JM_HEAP.key], ""),
    ("jobmanager.memory.jvm-overhead.size", JM_OVERHEAD, FIXED),
    ("jobmanager.memory.managed.", &[], NOT_IN_JOB_MANAGER),
    ("jobmanager.memory.metaspace.size", &[JM_METASPACE.key], ""),
    ("jobmanager.memory.network.", &[], NOT_IN_JOB_MANAGER),
    ("jobmanager.memory.size", &[JM_TOTAL_PROCESS.key], ""),
    ("jobmanager.memory.task.heap.size", &[JM_HEAP.key], ""),
    ("jobmanager.memory.total-flink.size", &[JM_TOTAL_FLINK.key], ""),
    ("jobmanager.memory.total-process.size", &[JM_TOTAL_PROCESS.key], ""),
    ("jobmanager.memory.total.size", &[JM_TOTAL_PROCESS.key], ""),
    ("parallelism", &[PARALLELISM_DEFAULT.key], ""),
    ("state.backend.rocksdb.memory.size", &[ROCKSDB_FIXED_PER_SLOT.key], ""),
    ("taskmanager.memory.direct.size", &[TM_TASK_OFF_HEAP.key], TASK_OFF_HEAP),
    ("taskmanager.memory.fraction", &[TM_MANAGED_FRACTION.key], BEFORE),
    ("taskmanager.memory.heap.size", &[TM_TASK_HEAP.key], TASK_HEAP),
    ("taskmanager.memory.java.size", &[TM_TASK_HEAP.key], TASK_HEAP),
    ("taskmanager.memory.jvm-heap.size", &[TM_TASK_HEAP.key], TASK_HEAP),
    ("taskmanager.memory.jvm-overhead.size", TM_OVERHEAD, FIXED),
    ("taskmanager.memory.managed.max", &[TM_MANAGED_SIZE.key], "managed memory has no range"),
    ("taskmanager.memory.managed.min", &[TM_MANAGED_SIZE.key], "managed memory has no range"),
    ("taskmanager.memory.metaspace.size", &[TM_JVM_METASPACE.key], ""),
    ("taskmanager.memory.network.buffer-size", &[TM_SEGMENT_SIZE.key], ""),
    ("taskmanager.memory.network.size", NETWORK, FIXED),
    ("taskmanager.memory.off-heap", &[], "Flink up to 1.9 read it; managed memory is always off-heap since"),
    ("taskmanager.memory.off-heap.size", &[TM_TASK_OFF_HEAP.key], TASK_OFF_HEAP),
    ("taskmanager.memory.preallocate", &[], BEFORE),
    ("taskmanager.memory.state.fraction", &[TM_MANAGED_FRACTION.key], ""),
    ("taskmanager.memory.task.size", &[TM_TASK_HEAP.key], ""),
    ("taskmanager.memory.total-flink.size", &[TM_TOTAL_FLINK.key], ""),
    ("taskmanager.memory.total-process.size", &[TM_TOTAL_PROCESS.key], ""),
    ("taskmanager.memory.total.size", &[TM_TOTAL_PROCESS.key], ""),
    ("taskmanager.network.buffer-size", &[TM_SEGMENT_SIZE.key], ""),
    ("taskmanager.network.memory.buffer-size", &[TM_SEGMENT_SIZE.key], ""),
    ("taskmanager.network.memory.size", NETWORK, FIXED),
    ("taskmanager.num-task-slots", &[TM_NUM_SLOTS.key], ""),
    ("taskmanager.numTaskSlots", &[TM_NUM_SLOTS.key], ""),
    ("taskmanager.number-of-slots", &[TM_NUM_SLOTS.key], ""),
    ("taskmanager.number-of-task-slots", &[TM_NUM_SLOTS.key], ""),
    ("taskmanager.numberOfSlots", &[TM_NUM_SLOTS.key], ""),
    ("taskmanager.slots", &[TM_NUM_SLOTS.key], ""),
];

/// What to write instead of a key that no release since 1.10 reads.
pub(super) fn invented(key: &str) -> Option<Instead> {
    let is_meant = |pattern: &str| pattern == key || (pattern.ends_with('.') && key.starts_with(pattern));
    INVENTED.iter().find(|row| is_meant(row.0)).map(|(_, keys, note)| Instead { keys, note })
}

/// What took the place of an option that later releases do not have: keys for the same thing, which need not take the same value.
pub(super) fn successors(key: &str, deployment: Deployment) -> &'static [&'static str] {
    let is_in_container = deployment == Deployment::Containerized;
    if key == TM_HEAP_SIZE.key || key == TM_HEAP_MB.key {
        if is_in_container { TM_PROCESS } else { TM_FLINK }
    } else if key == JM_HEAP_SIZE.key || key == JM_HEAP_MB.key {
        if is_in_container { JM_PROCESS } else { JM_WHOLE_HEAP }
    } else if key == NETWORK_NUM_BUFFERS.key {
        NETWORK
    } else {
        &[]
    }
}

/// Options of Flink below `taskmanager.network.` that are about connections and metrics, and so are not in the catalogue.
pub(super) const OTHER_NETWORK_KEYS: [&str; 18] = [
    "taskmanager.network.bind-policy",
    "taskmanager.network.bounded-blocking-subpartition-type",
    "taskmanager.network.credit-model",
    "taskmanager.network.detailed-metrics",
    "taskmanager.network.max-buffers-per-channel",
    "taskmanager.network.netty.client.connectTimeoutSec",
    "taskmanager.network.netty.client.numThreads",
    "taskmanager.network.netty.client.tcp.keepCount",
    "taskmanager.network.netty.client.tcp.keepIdleSec",
    "taskmanager.network.netty.client.tcp.keepIntervalSec",
    "taskmanager.network.netty.sendReceiveBufferSize",
    "taskmanager.network.netty.server.backlog",
    "taskmanager.network.netty.transport",
    "taskmanager.network.partition-request-timeout",
    "taskmanager.network.request-backoff.initial",
    "taskmanager.network.request-backoff.max",
    "taskmanager.network.retries",
    "taskmanager.network.tcp-connection.enable-reuse-across-jobs",
];

#[cfg(test)]
mod tests {
    use super::{INVENTED, OTHER_NETWORK_KEYS, invented};
    use crate::catalogue::{ALL, find};

    #[test]
    fn invented_keys_are_no_options_and_what_replaces_them_is_one() {
        for (key, keys, note) in &INVENTED {
            let mut old = ALL.iter().flat_map(|option| option.spans).flat_map(|span| span.deprecated_keys);
            assert!(find(key).is_none() && !old.any(|old| old == key), "{key}");
            assert!(keys.iter().all(|key| find(key).is_some()), "{key}");
            assert!(invented(key).is_some_and(|found| found.keys == *keys), "{key}");
            assert!(!(keys.is_empty() && note.is_empty()), "{key}");
        }
        for option in ALL {
            assert!(invented(option.key).is_none(), "{}", option.key);
        }
        assert!(OTHER_NETWORK_KEYS.iter().all(|key| find(key).is_none()));
    }
}
