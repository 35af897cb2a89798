//! The metrics of a job: its checkpoints (`CheckpointStatsTracker`), and what Flink has no metric for.

use pools::Release;

use super::{Kind, Metric, Origin, Reading, Row, Scope, Unit, Value, read_all};
use crate::metrics::{CheckpointMetrics, Histogram};

/// What is known of a job at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JobSample {
    /// Checkpoints that were triggered.
    pub triggered_checkpoints: u64,
    /// Checkpoints that were completed.
    pub completed_checkpoints: u64,
    /// Checkpoints that were given up.
    pub failed_checkpoints: u64,
    /// The last one that was completed.
    pub last_checkpoint: Option<CheckpointMetrics>,
    /// Records on their way, on all edges.
    pub in_flight: u64,
    /// Ages of the records that reached an end in the last minute.
    pub latency: Histogram,
}

impl JobSample {
    /// What the last checkpoint says; -1 if none was completed.
    fn of_last(&self, part: impl Fn(&CheckpointMetrics) -> u64) -> Option<Value> {
        Some(self.last_checkpoint.as_ref().map_or(Value::Whole(-1), |last| Value::count(part(last))))
    }

    #[expect(clippy::cast_precision_loss, reason = "ages are not exact anyway")]
    fn latency_ms(&self, percent: u32) -> Option<Value> {
        let is_there = self.latency.count() > 0;
        is_there.then(|| Value::Number(self.latency.percentile(percent) as f64 / 1e6))
    }
}

const fn row(
    name: &'static str,
    unit: Unit,
    origin: Origin,
    read: fn(&JobSample) -> Option<Value>,
) -> Row<JobSample> {
    Row { metric: Metric { name, group: "", scope: Scope::Job, kind: Kind::Gauge, unit, origin }, read }
}

const FLINK: Origin = Origin::Flink(Release::V1_13);

static ROWS: [Row<JobSample>; 11] = {
    use Origin::Simulation;
    use Unit::{Bytes, Checkpoints, Milliseconds, Records};
    [
        row("totalNumberOfCheckpoints", Checkpoints, FLINK, |at| {
            Some(Value::count(at.triggered_checkpoints))
        }),
        row("numberOfInProgressCheckpoints", Checkpoints, FLINK, |at| {
            let over = at.completed_checkpoints + at.failed_checkpoints;
            Some(Value::count(at.triggered_checkpoints - over))
        }),
        row("numberOfCompletedCheckpoints", Checkpoints, FLINK, |at| {
            Some(Value::count(at.completed_checkpoints))
        }),
        row("numberOfFailedCheckpoints", Checkpoints, FLINK, |at| Some(Value::count(at.failed_checkpoints))),
        row("lastCheckpointDuration", Milliseconds, FLINK, |at| {
            at.of_last(|last| last.end_to_end / 1_000_000)
        }),
        // Tasks have no state here, only data on its way.
        row("lastCheckpointSize", Bytes, FLINK, |at| at.of_last(CheckpointMetrics::persisted_bytes)),
        row("lastCheckpointPersistedData", Bytes, FLINK, |at| at.of_last(CheckpointMetrics::persisted_bytes)),
        row("inFlightRecords", Records, Simulation, |at| Some(Value::count(at.in_flight))),
        row("latencyMs.p50", Milliseconds, Simulation, |at| at.latency_ms(50)),
        row("latencyMs.p95", Milliseconds, Simulation, |at| at.latency_ms(95)),
        row("latencyMs.p99", Milliseconds, Simulation, |at| at.latency_ms(99)),
    ]
};

/// The metrics of a job in a release.
#[must_use]
pub fn job(release: Release, sample: &JobSample) -> Vec<Reading> {
    read_all(&ROWS, release, sample)
}
