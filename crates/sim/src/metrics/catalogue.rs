//! Every metric by its name, with its scope, its unit and its value: to be shown and quoted.
//!
//! Names and groups are those under which Flink's REST interface lists them. A metric that a release does not have is not in its table.
//! What Flink has no metric for is marked [`Origin::Simulation`].

mod job;
mod task;
mod task_manager;

use std::fmt;

use pools::Release;

pub use job::{JobSample, job};
pub use task::{TaskSample, task};
pub use task_manager::task_manager;

/// What a metric is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A TaskManager.
    TaskManager,
    /// A subtask.
    Task,
    /// The job.
    Job,
}

impl Scope {
    /// Flink's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TaskManager => "TaskManager",
            Self::Task => "Task",
            Self::Job => "Job",
        }
    }
}

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A total since the start.
    Counter,
    /// A rate over the last minute.
    Meter,
    /// What it is now, or was at the last update.
    Gauge,
}

impl Kind {
    /// Flink's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "Counter",
            Self::Meter => "Meter",
            Self::Gauge => "Gauge",
        }
    }
}

/// In what a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Records.
    Records,
    /// Records per second.
    RecordsPerSecond,
    /// Bytes.
    Bytes,
    /// Bytes per second.
    BytesPerSecond,
    /// Buffers.
    Buffers,
    /// Buffers per second.
    BuffersPerSecond,
    /// Segments of network memory.
    Segments,
    /// Milliseconds.
    Milliseconds,
    /// Milliseconds of a second.
    MillisecondsPerSecond,
    /// A share: 1 is all of it.
    Share,
    /// Percent.
    Percent,
    /// Checkpoints.
    Checkpoints,
    /// Yes or no.
    Flag,
}

impl Unit {
    /// As it is written behind a value; empty where there is nothing to write.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::RecordsPerSecond => "records/s",
            Self::Bytes => "bytes",
            Self::BytesPerSecond => "bytes/s",
            Self::Buffers => "buffers",
            Self::BuffersPerSecond => "buffers/s",
            Self::Segments => "segments",
            Self::Milliseconds => "ms",
            Self::MillisecondsPerSecond => "ms/s",
            Self::Percent => "%",
            Self::Checkpoints => "checkpoints",
            Self::Share | Self::Flag => "",
        }
    }
}

/// Whose metric it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Flink has it, from this release on (all releases that are simulated have those of the first one).
    Flink(Release),
    /// Only the simulation does.
    Simulation,
}

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// The group that it is in, below its scope; `#` stands for the number of a gate. Empty for none.
    pub group: &'static str,
    /// What it is about.
    pub scope: Scope,
    /// What it is.
    pub kind: Kind,
    /// In what it counts.
    pub unit: Unit,
    /// Whose it is.
    pub origin: Origin,
}

impl Metric {
    const fn is_in(&self, release: Release) -> bool {
        match self.origin {
            Origin::Flink(since) => since as u8 <= release as u8,
            Origin::Simulation => true,
        }
    }
}

/// What a metric says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A number with fractions.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    fn count(count: u64) -> Self {
        Self::Whole(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

/// A metric with what it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The metric.
    pub metric: &'static Metric,
    /// The gate whose metric it is, by its place among the task's; `None` where it is not one of a gate.
    pub gate: Option<usize>,
    /// What it says.
    pub value: Value,
}

impl Reading {
    /// The metric's name with its group, as Flink's REST interface has it, such as `Shuffle.Netty.Input.Buffers.inPoolUsage`.
    #[must_use]
    pub fn full_name(&self) -> String {
        let Metric { name, group, .. } = self.metric;
        match self.gate {
            _ if group.is_empty() => (*name).to_owned(),
            Some(gate) => format!("{}.{name}", group.replace('#', &gate.to_string())),
            None => format!("{group}.{name}"),
        }
    }
}

/// A line of a table: a metric, and how it is read from a sample; `None` where the sample has none.
struct Row<S> {
    metric: Metric,
    read: fn(&S) -> Option<Value>,
}

/// What the metrics of a table say that a release has.
fn read_all<S>(rows: &'static [Row<S>], release: Release, sample: &S) -> Vec<Reading> {
    let its = rows.iter().filter(|row| row.metric.is_in(release));
    its.filter_map(|row| Some(Reading { metric: &row.metric, gate: None, value: (row.read)(sample)? }))
        .collect()
}
