//! What the releases do differently in what is exact here, as data: each release states what changed from the one before.

use pools::Release;

use crate::metrics::INTERVALS;

/// How a release behaves where releases differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// What result partitions do.
    pub output: OutputRules,
    /// What remote channels do.
    pub input: InputRules,
    /// How a new size of buffers is found; `None` before there is any debloating (1.13).
    pub debloat: Option<DebloatRule>,
    /// How gauges are computed.
    pub metrics: MetricRules,
}

/// How the gauges of a task's time are computed (`TaskIOMetricGroup`, `TimerGauge`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricRules {
    /// Intervals of five seconds that shares of time are over: 1, or those of a minute (≥1.17).
    pub time_intervals: usize,
    /// Whether soft and hard back pressure are measured apart (≥1.15).
    pub splits_back_pressure: bool,
}

/// How result partitions write and report (`BufferWritingResultPartition`, `PipelinedSubpartition`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputRules {
    /// What limits a new buffer when buffers are debloated.
    pub buffer_size: BufferSizeRule,
    /// Whether a blocked subpartition reports no backlog, and an event at the end of its queue makes all data before it count (≥1.14).
    pub backlog_sees_events: bool,
    /// Whether a barrier that has waited long enough turns unaligned in the sender's queue, too (≥1.16).
    pub times_out_barriers: bool,
    /// Whether empty buffers are sent to a receiver without exclusive buffers (≥1.14).
    pub sends_empty_buffers: bool,
}

/// How remote channels get their buffers (`BufferManager`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputRules {
    /// Whether a buffer that arrives is one less that is wanted, until the backlog that comes with it is looked at (≥1.14).
    pub arrival_lowers_need: bool,
    /// Whether a channel that is offered a buffer stops waiting, and asks for more itself. Before 1.14 it takes one, and waits on behind
    /// the others.
    pub asks_on: bool,
}

/// How a new size of buffers is found (`BufferSizeEMA`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebloatRule {
    /// From an average throughput, one size for all gates of a task (1.14).
    Throughput,
    /// With whole numbers, from the largest size on (1.15 to 1.20).
    Whole,
    /// With fractions, from the starting size on (≥2.0).
    Fractional,
}

/// How the size that a receiver announced limits a new buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BufferSizeRule {
    /// Not at all: nobody announces any (1.13).
    Ignored,
    /// To that size, if it is for one subpartition alone (1.14).
    Unicast,
    /// To that size, but the record in hand fits as far as the segment goes (1.15 to 1.18).
    AtLeastRecord,
    /// As before, and it grows for a record that does not fit, as long as the pool is not available (≥1.19).
    Extended,
}

const V1_13: Behaviour = Behaviour {
    output: OutputRules {
        buffer_size: BufferSizeRule::Ignored,
        backlog_sees_events: false,
        times_out_barriers: false,
        sends_empty_buffers: false,
    },
    input: InputRules { arrival_lowers_need: false, asks_on: false },
    debloat: None,
    metrics: MetricRules { time_intervals: 1, splits_back_pressure: false },
};

const V1_14: Behaviour = Behaviour {
    output: OutputRules {
        buffer_size: BufferSizeRule::Unicast,
        backlog_sees_events: true,
        sends_empty_buffers: true,
        ..V1_13.output
    },
    debloat: Some(DebloatRule::Throughput),
    input: InputRules { arrival_lowers_need: true, asks_on: true },
    ..V1_13
};

const V1_15: Behaviour = Behaviour {
    output: OutputRules { buffer_size: BufferSizeRule::AtLeastRecord, ..V1_14.output },
    debloat: Some(DebloatRule::Whole),
    metrics: MetricRules { splits_back_pressure: true, ..V1_14.metrics },
    ..V1_14
};

const V1_16: Behaviour =
    Behaviour { output: OutputRules { times_out_barriers: true, ..V1_15.output }, ..V1_15 };

const V1_17: Behaviour =
    Behaviour { metrics: MetricRules { time_intervals: INTERVALS, ..V1_16.metrics }, ..V1_16 };

const V1_19: Behaviour =
    Behaviour { output: OutputRules { buffer_size: BufferSizeRule::Extended, ..V1_17.output }, ..V1_17 };

const V2_0: Behaviour = Behaviour { debloat: Some(DebloatRule::Fractional), ..V1_19 };

impl Behaviour {
    /// How a release behaves.
    #[must_use]
    pub const fn of(release: Release) -> &'static Self {
        match release {
            Release::V1_13 => &V1_13,
            Release::V1_14 => &V1_14,
            Release::V1_15 => &V1_15,
            Release::V1_16 => &V1_16,
            Release::V1_17 | Release::V1_18 => &V1_17,
            Release::V1_19 | Release::V1_20 => &V1_19,
            Release::V2_0 | Release::V2_1 | Release::V2_2 | Release::V2_3 => &V2_0,
        }
    }
}
