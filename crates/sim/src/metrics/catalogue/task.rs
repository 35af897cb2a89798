//! The metrics of a subtask (`TaskIOMetricGroup`, `NettyShuffleMetricFactory`, `InputChannelMetrics`).

use pools::Release;

use super::{Kind, Metric, Origin, Reading, Row, Scope, Unit, Value, read_all};
use crate::metrics::{TaskGauges, TaskMetrics, TaskRates, TaskShares};

/// What is known of a subtask at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskSample {
    /// Its counters and times.
    pub metrics: TaskMetrics,
    /// Its rates over the last minute.
    pub rates: TaskRates,
    /// How it spends its time.
    pub shares: TaskShares,
    /// Its buffers.
    pub gauges: TaskGauges,
    /// Sizes of buffers that its gates announced, bytes, in their order; empty without debloating.
    pub debloated_sizes: Vec<i32>,
}

const INPUT: &str = "Shuffle.Netty.Input";
const INPUT_BUFFERS: &str = "Shuffle.Netty.Input.Buffers";
const OUTPUT_BUFFERS: &str = "Shuffle.Netty.Output.Buffers";

const fn row(
    group: &'static str,
    name: &'static str,
    kind: Kind,
    unit: Unit,
    since: Release,
    read: fn(&TaskSample) -> Option<Value>,
) -> Row<TaskSample> {
    let origin = Origin::Flink(since);
    Row { metric: Metric { name, group, scope: Scope::Task, kind, unit, origin }, read }
}

const fn counter(
    group: &'static str,
    name: &'static str,
    unit: Unit,
    read: fn(&TaskSample) -> Option<Value>,
) -> Row<TaskSample> {
    row(group, name, Kind::Counter, unit, Release::V1_13, read)
}

const fn meter(
    group: &'static str,
    name: &'static str,
    unit: Unit,
    read: fn(&TaskSample) -> Option<Value>,
) -> Row<TaskSample> {
    row(group, name, Kind::Meter, unit, Release::V1_13, read)
}

const fn gauge(
    group: &'static str,
    name: &'static str,
    unit: Unit,
    read: fn(&TaskSample) -> Option<Value>,
) -> Row<TaskSample> {
    row(group, name, Kind::Gauge, unit, Release::V1_13, read)
}

const fn later(
    group: &'static str,
    name: &'static str,
    unit: Unit,
    since: Release,
    read: fn(&TaskSample) -> Option<Value>,
) -> Row<TaskSample> {
    row(group, name, Kind::Gauge, unit, since, read)
}

fn count(count: u64) -> Option<Value> {
    Some(Value::count(count))
}

const fn number(number: f64) -> Option<Value> {
    Some(Value::Number(number))
}

fn share(share: f32) -> Option<Value> {
    number(f64::from(share))
}

/// Nanoseconds as milliseconds.
fn milliseconds(time: u64) -> Option<Value> {
    count(time / 1_000_000)
}

static ROWS: [Row<TaskSample>; 36] = {
    use Release::{V1_15, V1_16};
    use Unit::{
        Buffers, BuffersPerSecond, Bytes, BytesPerSecond, Flag, Milliseconds, MillisecondsPerSecond, Records,
        RecordsPerSecond, Share,
    };
    [
        counter("", "numRecordsIn", Records, |at| count(at.metrics.counters.records_in)),
        counter("", "numRecordsOut", Records, |at| count(at.metrics.counters.records_out)),
        counter("", "numBytesIn", Bytes, |at| {
            count(at.metrics.counters.bytes_in_local + at.metrics.counters.bytes_in_remote)
        }),
        counter("", "numBytesOut", Bytes, |at| count(at.metrics.counters.bytes_out)),
        counter("", "numBuffersOut", Buffers, |at| count(at.metrics.counters.buffers_out)),
        counter(INPUT, "numBytesInLocal", Bytes, |at| count(at.metrics.counters.bytes_in_local)),
        counter(INPUT, "numBytesInRemote", Bytes, |at| count(at.metrics.counters.bytes_in_remote)),
        counter(INPUT, "numBuffersInLocal", Buffers, |at| count(at.metrics.counters.buffers_in_local)),
        counter(INPUT, "numBuffersInRemote", Buffers, |at| count(at.metrics.counters.buffers_in_remote)),
        meter("", "numRecordsInPerSecond", RecordsPerSecond, |at| number(at.rates.records_in)),
        meter("", "numRecordsOutPerSecond", RecordsPerSecond, |at| number(at.rates.records_out)),
        meter("", "numBytesInPerSecond", BytesPerSecond, |at| {
            number(at.rates.bytes_in_local + at.rates.bytes_in_remote)
        }),
        meter("", "numBytesOutPerSecond", BytesPerSecond, |at| number(at.rates.bytes_out)),
        meter("", "numBuffersOutPerSecond", BuffersPerSecond, |at| number(at.rates.buffers_out)),
        meter(INPUT, "numBytesInLocalPerSecond", BytesPerSecond, |at| number(at.rates.bytes_in_local)),
        meter(INPUT, "numBytesInRemotePerSecond", BytesPerSecond, |at| number(at.rates.bytes_in_remote)),
        meter(INPUT, "numBuffersInLocalPerSecond", BuffersPerSecond, |at| number(at.rates.buffers_in_local)),
        meter(INPUT, "numBuffersInRemotePerSecond", BuffersPerSecond, |at| {
            number(at.rates.buffers_in_remote)
        }),
        gauge("", "busyTimeMsPerSecond", MillisecondsPerSecond, |at| count(at.shares.busy)),
        gauge("", "idleTimeMsPerSecond", MillisecondsPerSecond, |at| count(at.shares.idle)),
        gauge("", "backPressuredTimeMsPerSecond", MillisecondsPerSecond, |at| {
            count(at.shares.back_pressured)
        }),
        later("", "softBackPressuredTimeMsPerSecond", MillisecondsPerSecond, V1_15, |at| {
            count(at.shares.soft)
        }),
        later("", "hardBackPressuredTimeMsPerSecond", MillisecondsPerSecond, V1_15, |at| {
            count(at.shares.hard)
        }),
        later("", "accumulateBusyTimeMs", Milliseconds, V1_16, |at| milliseconds(at.metrics.times.busy)),
        later("", "accumulateIdleTimeMs", Milliseconds, V1_16, |at| milliseconds(at.metrics.times.idle)),
        later("", "accumulateBackPressuredTimeMs", Milliseconds, V1_16, |at| {
            milliseconds(at.metrics.times.soft_backpressured + at.metrics.times.hard_backpressured)
        }),
        gauge("", "isBackPressured", Flag, |at| Some(Value::Flag(at.gauges.is_back_pressured))),
        gauge(OUTPUT_BUFFERS, "outputQueueLength", Buffers, |at| count(at.gauges.output_queue_length)),
        later(OUTPUT_BUFFERS, "outputQueueSize", Bytes, V1_15, |at| count(at.gauges.output_queue_size)),
        gauge(OUTPUT_BUFFERS, "outPoolUsage", Share, |at| share(at.gauges.out_pool_usage)),
        gauge(INPUT_BUFFERS, "inputQueueLength", Buffers, |at| count(at.gauges.input_queue_length)),
        later(INPUT_BUFFERS, "inputQueueSize", Bytes, V1_15, |at| count(at.gauges.input_queue_size)),
        gauge(INPUT_BUFFERS, "inPoolUsage", Share, |at| share(at.gauges.in_pool_usage)),
        gauge(INPUT_BUFFERS, "inputFloatingBuffersUsage", Share, |at| {
            share(at.gauges.floating_buffers_usage)
        }),
        gauge(INPUT_BUFFERS, "inputExclusiveBuffersUsage", Share, |at| {
            share(at.gauges.exclusive_buffers_usage)
        }),
        later("", "estimatedTimeToConsumeBuffersMs", Milliseconds, Release::V1_14, |at| {
            (!at.debloated_sizes.is_empty())
                .then_some(Value::Whole(at.gauges.estimated_time_to_consume_buffers_ms))
        }),
    ]
};

static DEBLOATED_SIZE: Metric = Metric {
    name: "debloatedBufferSize",
    group: "Shuffle.Netty.Input.#",
    scope: Scope::Task,
    kind: Kind::Gauge,
    unit: Unit::Bytes,
    origin: Origin::Flink(Release::V1_14),
};

/// The metrics of a subtask in a release.
#[must_use]
pub fn task(release: Release, sample: &TaskSample) -> Vec<Reading> {
    let mut readings = read_all(&ROWS, release, sample);
    if DEBLOATED_SIZE.is_in(release) {
        readings.extend(sample.debloated_sizes.iter().enumerate().map(|(gate, size)| Reading {
            metric: &DEBLOATED_SIZE,
            gate: Some(gate),
            value: Value::Whole((*size).into()),
        }));
    }
    readings
}
