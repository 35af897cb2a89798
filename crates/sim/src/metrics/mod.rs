//! What a simulation shows: Flink's metrics, by its names and definitions, and what it has no metric for.
//!
//! Counters are totals since the start. Rates and shares are differences of them over time: over any time, see [`TaskMetrics::since`]; over
//! the time that Flink takes, see [`TaskRates`] and [`TaskShares`]. All of them with their names are in the [`catalogue`].

pub mod catalogue;
mod histogram;
mod official;

pub use histogram::Histogram;
pub use official::{BackPressureLevel, ShuffleMetrics, TaskRates, TaskShares, UPDATE_INTERVAL};
pub(crate) use official::{History, INTERVALS};

use crate::scenario::Nanos;

/// What a task counts since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounters {
    /// `numRecordsIn`; records count when work on them begins.
    pub records_in: u64,
    /// `numRecordsOut`: records written on every output.
    pub records_out: u64,
    /// `numBytesOut`; bytes count when their buffer is closed.
    pub bytes_out: u64,
    /// `numBuffersOut`: closed buffers.
    pub buffers_out: u64,
    /// `numBytesInLocal`.
    pub bytes_in_local: u64,
    /// `numBytesInRemote`.
    pub bytes_in_remote: u64,
    /// `numBuffersInLocal`.
    pub buffers_in_local: u64,
    /// `numBuffersInRemote`.
    pub buffers_in_remote: u64,
}

/// Time that a task spent, ns since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskTimes {
    /// Working (`accumulateBusyTimeMs`).
    pub busy: Nanos,
    /// Waiting for data (`accumulateIdleTimeMs`).
    pub idle: Nanos,
    /// Waiting between two records for an output.
    pub soft_backpressured: Nanos,
    /// Waiting in a record for a buffer.
    pub hard_backpressured: Nanos,
}

/// Counters and times of a task at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskMetrics {
    /// Its counters.
    pub counters: TaskCounters,
    /// Its times.
    pub times: TaskTimes,
}

impl TaskMetrics {
    /// What came since `before`.
    #[must_use]
    pub const fn since(&self, before: &Self) -> Self {
        let (now, then) = (&self.counters, &before.counters);
        let counters = TaskCounters {
            records_in: now.records_in - then.records_in,
            records_out: now.records_out - then.records_out,
            bytes_out: now.bytes_out - then.bytes_out,
            buffers_out: now.buffers_out - then.buffers_out,
            bytes_in_local: now.bytes_in_local - then.bytes_in_local,
            bytes_in_remote: now.bytes_in_remote - then.bytes_in_remote,
            buffers_in_local: now.buffers_in_local - then.buffers_in_local,
            buffers_in_remote: now.buffers_in_remote - then.buffers_in_remote,
        };
        let (now, then) = (&self.times, &before.times);
        let times = TaskTimes {
            busy: now.busy - then.busy,
            idle: now.idle - then.idle,
            soft_backpressured: now.soft_backpressured - then.soft_backpressured,
            hard_backpressured: now.hard_backpressured - then.hard_backpressured,
        };
        Self { counters, times }
    }
}

/// What a task's buffers look like at a moment: Flink's gauges.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TaskGauges {
    /// `outputQueueLength`: buffers in the queues of all subpartitions, open ones too.
    pub output_queue_length: u64,
    /// `outputQueueSize`: bytes written and not read, those of a blocked record too.
    pub output_queue_size: u64,
    /// `outPoolUsage`: above 1 with overdraft.
    pub out_pool_usage: f32,
    /// `inputQueueLength`: buffers that arrived; of local channels, the producers' queues.
    pub input_queue_length: u64,
    /// `inputQueueSize`: bytes that arrived by remote channels.
    pub input_queue_size: u64,
    /// `inputExclusiveBuffersUsage`.
    pub exclusive_buffers_usage: f32,
    /// `inputFloatingBuffersUsage`.
    pub floating_buffers_usage: f32,
    /// `inPoolUsage`.
    pub in_pool_usage: f32,
    /// `debloatedBufferSize` of the last gate, bytes; 0 without debloating.
    pub debloated_buffer_size: i32,
    /// `estimatedTimeToConsumeBuffersMs`: the longest of all gates (`TimeToConsumeGauge`); 0 without debloating.
    pub estimated_time_to_consume_buffers_ms: i64,
    /// `isBackPressured`: whether an output is not available.
    pub is_back_pressured: bool,
}

/// Records of an edge, since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EdgeMetrics {
    /// Written by the producers, once for each consumer that gets it.
    pub written: u64,
    /// On which a consumer has begun to work.
    pub begun: u64,
}

impl EdgeMetrics {
    /// Records on their way.
    #[must_use]
    pub const fn in_flight(&self) -> u64 {
        self.written - self.begun
    }
}

/// A checkpoint that was completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckpointMetrics {
    /// Its number, from 0.
    pub number: u64,
    /// When it was triggered, ns.
    pub triggered: Nanos,
    /// From there until the last task has taken part, ns.
    pub end_to_end: Nanos,
    /// What it was like at each vertex.
    pub stages: Vec<StageCheckpoint>,
}

impl CheckpointMetrics {
    /// Data on its way that was kept, bytes (`lastCheckpointPersistedData`); 0 if no barrier overtook any.
    #[must_use]
    pub fn persisted_bytes(&self) -> u64 {
        self.stages.iter().map(|stage| stage.persisted_bytes).sum()
    }
}

/// A checkpoint at the subtasks of a vertex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageCheckpoint {
    /// Longest time from its trigger to the first barrier, ns.
    pub max_start_delay: Nanos,
    /// Longest time from the first barrier to the last, ns.
    pub max_alignment: Nanos,
    /// Longest time from its trigger until a subtask has taken part, ns.
    pub max_end_to_end: Nanos,
    /// Data on its way that was kept because barriers overtook it, bytes: of all subtasks, what they have received and what they have
    /// written.
    pub persisted_bytes: u64,
}
