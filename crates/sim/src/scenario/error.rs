//! What cannot be simulated, and why.

use std::error::Error;
use std::fmt;

use pools::batch::BatchError;
use pools::job::{JobError, Parallelism};
use pools::shuffle::DeployError;

use super::{Barriers, BufferTimeout, Operator, Partitioning, SECOND, Scenario, Service, Source, Work};

/// Why a scenario is not simulated.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioError {
    /// A parameter is out of its range.
    OutOfRange {
        /// Its name.
        parameter: &'static str,
        /// What was found.
        found: f64,
        /// What would be accepted.
        range: &'static str,
    },
    /// An edge does not go from a vertex to a later one.
    BadEdge(usize),
    /// A vertex without inputs is no source, or a source has inputs.
    BadVertex(usize),
    /// There would be too many channels.
    TooManyChannels(u64),
    /// The job cannot be placed: Flink's words, or ours.
    Job(JobError),
    /// A TaskManager has not enough buffers for its tasks: Flink's words.
    Deploy(DeployError),
    /// A batch operator does not spill like that: Flink's words, or ours.
    Spill(BatchError),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { parameter, found, range } => {
                write!(f, "{parameter}: {found} is not in {range}")
            }
            Self::BadEdge(edge) => write!(f, "edge {edge} does not go from a vertex to a later one"),
            Self::BadVertex(vertex) => {
                write!(f, "vertex {vertex} must be a source without inputs, or an operator with some")
            }
            Self::TooManyChannels(channels) => {
                write!(f, "channels: {channels} is not in 1..={}", Scenario::MAX_CHANNELS)
            }
            Self::Job(error) => error.fmt(f),
            Self::Deploy(error) => error.fmt(f),
            Self::Spill(error) => error.fmt(f),
        }
    }
}

impl Error for ScenarioError {}

/// Longest time that a parameter may be, ns: a day.
const DAY: u64 = 86_400 * SECOND;

pub(super) fn check(scenario: &Scenario) -> Result<(), ScenarioError> {
    let whole = |parameter, found: u64, least, most, range| {
        let error = ScenarioError::OutOfRange { parameter, found: to_f64(found), range };
        if (least..=most).contains(&found) { Ok(()) } else { Err(error) }
    };
    whole("segment_size", scenario.segment_size.into(), 1, 1 << 30, "1..=1073741824 bytes")?;
    whole("network.bandwidth", scenario.network.bandwidth, 1, u64::MAX, "1..=2^64-1 bytes/s")?;
    for (parameter, time) in [
        ("network.latency", scenario.network.latency),
        ("host.per_record_in", scenario.host.per_record_in),
        ("host.per_record_out", scenario.host.per_record_out),
        ("host.wake_up", scenario.host.wake_up),
        ("host.wake_up_most", scenario.host.wake_up_most),
        ("host.stall_every", scenario.host.stall_every),
        ("host.stall", scenario.host.stall),
        ("host.per_buffer_in", scenario.host.per_buffer_in),
        ("host.per_service", scenario.host.per_service),
        ("start_skew", scenario.start_skew),
    ] {
        whole(parameter, time, 0, DAY, "0 ns..=1 day")?;
    }
    if let BufferTimeout::Every(time) = scenario.buffer_timeout {
        whole("buffer_timeout", time, 1_000_000, DAY, "1 ms..=1 day")?;
    }
    if let Some(debloating) = scenario.debloating {
        whole("debloating.period", debloating.period, 1_000_000, DAY, "1 ms..=1 day")?;
    }
    if let Some(checkpointing) = scenario.checkpointing {
        whole("checkpointing.interval", checkpointing.interval, 10_000_000, DAY, "10 ms..=1 day")?;
        whole("checkpointing.timeout", checkpointing.timeout, 10_000_000, DAY, "10 ms..=1 day")?;
        if let Barriers::AlignedFor(time) = checkpointing.barriers {
            whole("checkpointing.barriers", time, 1, DAY, "1 ns..=1 day")?;
        }
    }
    whole("task_managers", scenario.task_managers.into(), 1, 1 << 10, "1..=1024")?;
    whole("slots_each", scenario.slots_each.into(), 1, 1 << 16, "1..=65536")?;
    whole("vertices", count(scenario.vertices.len()), 1, 1 << 10, "1..=1024")?;
    whole("edges", count(scenario.edges.len()), 0, 1 << 12, "0..=4096")?;
    let subtasks = scenario.vertices.iter().map(|vertex| u64::from(vertex.parallelism)).sum();
    whole("subtasks", subtasks, 0, 1 << 16, "1..=65536, all vertices together")?;
    for (number, vertex) in scenario.vertices.iter().enumerate() {
        whole("parallelism", vertex.parallelism.into(), 1, Parallelism::MAX.get().into(), "1..=32768")?;
        whole("record_bytes", vertex.record_bytes.into(), 1, 1 << 30, "1..=1073741824 bytes")?;
        let has_inputs = scenario.edges.iter().any(|edge| edge.consumer == number);
        match &vertex.work {
            Work::Source(source) if !has_inputs => check_source(source, scenario.host.per_record_out)?,
            Work::Operator(operator) if has_inputs => check_operator(operator)?,
            _ => return Err(ScenarioError::BadVertex(number)),
        }
    }
    scenario.couplings.check(scenario.vertices.len())?;
    check_edges(scenario)
}

#[expect(clippy::cast_precision_loss, reason = "only for a message")]
const fn to_f64(number: u64) -> f64 {
    number as f64
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn out_of_range(parameter: &'static str, found: f64, range: &'static str) -> ScenarioError {
    ScenarioError::OutOfRange { parameter, found, range }
}

fn check_source(source: &Source, per_record: u64) -> Result<(), ScenarioError> {
    match *source {
        Source::Unlimited if per_record == 0 => {
            Err(out_of_range("host.per_record_out", 0.0, "1 ns..=1 day, where a source is unlimited"))
        }
        Source::Unlimited => Ok(()),
        Source::Rate { per_second, .. } if !(1e-4..=1e9).contains(&per_second) => {
            Err(out_of_range("per_second", per_second, "0.0001..=1000000000"))
        }
        Source::Rate { burst, tick, catch_up, .. } => {
            if burst == 0 {
                return Err(out_of_range("burst", 0.0, "1..=4294967295"));
            }
            if tick > DAY || catch_up > DAY {
                return Err(out_of_range("tick, catch_up", to_f64(tick.max(catch_up)), "0 ns..=1 day"));
            }
            Ok(())
        }
    }
}

fn check_operator(operator: &Operator) -> Result<(), ScenarioError> {
    let (Service::Constant(time) | Service::Exponential(time)) = operator.service;
    if time > DAY / 64 || operator.quantum > DAY {
        return Err(out_of_range("service", to_f64(time.max(operator.quantum)), "0 ns..=22.5 minutes"));
    }
    if !(0.0..=1e6).contains(&operator.selectivity) {
        return Err(out_of_range("selectivity", operator.selectivity, "0..=1000000"));
    }
    Ok(())
}

fn check_edges(scenario: &Scenario) -> Result<(), ScenarioError> {
    let (mut channels, mut ends) = (0_u64, 0_u64);
    for (number, edge) in scenario.edges.iter().enumerate() {
        let (Some(producer), Some(consumer)) =
            (scenario.vertices.get(edge.producer), scenario.vertices.get(edge.consumer))
        else {
            return Err(ScenarioError::BadEdge(number));
        };
        if edge.producer >= edge.consumer {
            return Err(ScenarioError::BadEdge(number));
        }
        let (producers, consumers) = (u64::from(producer.parallelism), u64::from(consumer.parallelism));
        ends += producers + consumers;
        channels = channels.saturating_add(match edge.partitioning {
            Partitioning::Forward | Partitioning::Rescale => producers.max(consumers),
            _ => producers * consumers,
        });
        if edge.partitioning == Partitioning::Forward && producers != consumers {
            return Err(out_of_range(
                "parallelism of a forward edge's consumer",
                to_f64(consumers),
                "that of its producer",
            ));
        }
        if let Partitioning::Hash(shares) = &edge.partitioning {
            check_shares(shares, consumers)?;
        }
    }
    if channels > Scenario::MAX_CHANNELS {
        return Err(ScenarioError::TooManyChannels(channels));
    }
    if ends > MAX_ENDS {
        return Err(out_of_range("result partitions and input gates", to_f64(ends), "0..=262144"));
    }
    Ok(())
}

/// More result partitions and input gates than this are refused.
const MAX_ENDS: u64 = 1 << 18;

/// More buffers than this in all TaskManagers are refused, if tasks could use so many.
const MAX_USABLE_BUFFERS: u64 = 1 << 25;

/// Refuses more buffers than are simulated.
pub(crate) fn check_usable_buffers(buffers: u64) -> Result<(), ScenarioError> {
    if buffers > MAX_USABLE_BUFFERS {
        return Err(out_of_range("buffers that tasks may use", to_f64(buffers), "0..=33554432"));
    }
    Ok(())
}

fn check_shares(shares: &[f64], consumers: u64) -> Result<(), ScenarioError> {
    if shares.is_empty() {
        return Ok(());
    }
    if count(shares.len()) != consumers {
        let found = to_f64(count(shares.len()));
        return Err(out_of_range("number of shares", found, "the consumer's parallelism"));
    }
    let sum: f64 = shares.iter().sum();
    match shares.iter().find(|share| !(0.0..=1e9).contains(*share)) {
        Some(share) => Err(out_of_range("share", *share, "0..=1000000000")),
        None if sum > 0.0 => Ok(()),
        None => Err(out_of_range("sum of shares", sum, "more than 0")),
    }
}
