//! From a scenario's configuration to what is simulated. Nothing of what was measured is read here.

use bridge::{buffer_settings, debloating};
use pools::Release;
use pools::job::LoadBalanceMode;
use resolver::shuffle::{ShuffleSettings, settings};
use resolver::{Configuration, FlinkVersion, MemorySize};
use serde_json::Value;
use sim::coupling::Couplings;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Edge, Host, Nanos, Network, Operator, Partitioning, SECOND,
    Scenario, Service, Source, Vertex, Work,
};

use crate::json::{Reason, field, list, number, number_or, small, text, whole};

const MICROSECOND: Nanos = 1_000;
const MILLISECOND: Nanos = 1_000_000;

/// The measuring job's source makes up for this much time, ns.
const CATCH_UP: Nanos = 20 * MILLISECOND;

/// What the measuring host added, a busy machine: a sleep lasts about 10 us longer than asked for; the rest is what a JVM takes for such
/// records and buffers, and for waking a thread, as orders of magnitude. Sources, which make up for 20 ms, lost 0.2 to 2.6 % of their rate
/// while nothing held them up: now and then, threads got no processor for longer than that.
const HOST: Host = Host {
    per_buffer_in: 30 * MICROSECOND,
    per_record_in: 2 * MICROSECOND,
    per_service: 12 * MICROSECOND,
    per_record_out: 4 * MICROSECOND,
    wake_up: 80 * MICROSECOND,
    wake_up_share: 40,
    wake_up_most: 300 * MICROSECOND,
    stall_every: 3 * SECOND,
    stall: 25 * MILLISECOND,
};

/// Tasks started within this time, in no fixed order.
const START_SKEW: Nanos = 300 * MILLISECOND;

/// Default of `execution.checkpointing.timeout`.
const CHECKPOINT_TIMEOUT: Nanos = 600 * SECOND;

/// Two processes of one machine, which is busy: what is sent passes from one thread to another four times. A record that is flushed at once was
/// 2.2 ms old after 1 ms of work.
const NETWORK: Network = Network { bandwidth: 1 << 30, latency: MILLISECOND };

/// A scenario, as far as it is configured.
#[derive(Clone)]
pub(crate) struct Configured {
    pub(crate) scenario: Scenario,
    /// When measuring began, after all tasks ran.
    pub(crate) warm_up: Nanos,
    /// How long it lasted.
    pub(crate) measure: Nanos,
}

/// Why a scenario does not get as far as being simulated.
pub(crate) enum Trouble {
    /// It cannot be read.
    Malformed(Reason),
    /// TaskManagers do not start: Flink's words.
    Refused(String),
}

impl From<Reason> for Trouble {
    fn from(reason: Reason) -> Self {
        Self::Malformed(reason)
    }
}

/// What a scenario's `config` and its release say.
pub(crate) fn read(version: &str, config: &Value) -> Result<Configured, Trouble> {
    let release = Release::parse(version).ok_or_else(|| format!("unknown release: {version}"))?;
    let network_memory = match field(config, "network_memory_bytes")? {
        // The default of a cluster that never starts.
        Value::Null => 64 << 20,
        _ => whole(config, "network_memory_bytes")?,
    };
    let shuffle = shuffle_settings(version, config, network_memory)?;
    let stages = list(config, "stages")?;
    let scenario = Scenario {
        release,
        settings: buffer_settings(release, &shuffle),
        segment_size: shuffle.segment_size.unsigned_abs(),
        network_memory,
        task_managers: small(config, "taskmanagers")?,
        slots_each: small(config, "slots_per_taskmanager")?,
        mode: LoadBalanceMode::None,
        vertices: stages.iter().map(|stage| vertex(stages, stage)).collect::<Result<_, _>>()?,
        edges: edges(stages)?,
        buffer_timeout: buffer_timeout(field(config, "job_options")?)?,
        debloating: debloating(release, &shuffle),
        checkpointing: checkpointing(field(config, "checkpoint")?)?,
        network: NETWORK,
        host: HOST,
        couplings: Couplings::default(),
        start_skew: START_SKEW,
        seed: 1,
    };
    let warm_up = nanos(number(config, "warm_up_s")?, SECOND);
    let measure = nanos(number(config, "measure_s")?, SECOND);
    Ok(Configured { scenario, warm_up, measure })
}

fn shuffle_settings(version: &str, config: &Value, network: u64) -> Result<ShuffleSettings, Trouble> {
    let version = FlinkVersion::parse(version).ok_or_else(|| format!("unknown release: {version}"))?;
    let options = field(config, "taskmanager_options")?
        .as_object()
        .ok_or("field `taskmanager_options` is no object".to_owned())?;
    let mut configuration = Configuration::new();
    for (key, value) in options {
        configuration.set(key, value.as_str().unwrap_or_default());
    }
    let network = MemorySize::new(network).ok_or("field `network_memory_bytes` is too large".to_owned())?;
    settings(version, &configuration, network).map_err(|error| Trouble::Refused(error.message))
}

fn checkpointing(checkpoint: &Value) -> Result<Option<Checkpointing>, Reason> {
    if checkpoint.is_null() {
        return Ok(None);
    }
    let interval = nanos(number(checkpoint, "interval_s")?, SECOND);
    let is_unaligned = checkpoint.get("unaligned").and_then(Value::as_bool) == Some(true);
    let barriers = match aligned_timeout(checkpoint)? {
        _ if !is_unaligned => Barriers::Aligned,
        0 => Barriers::Unaligned,
        timeout => Barriers::AlignedFor(timeout),
    };
    Ok(Some(Checkpointing { interval, timeout: CHECKPOINT_TIMEOUT, barriers }))
}

/// How long barriers wait before they overtake; 0 if they do not wait.
fn aligned_timeout(checkpoint: &Value) -> Result<Nanos, Reason> {
    match checkpoint.get("aligned_timeout") {
        None | Some(Value::Null) => Ok(0),
        Some(Value::String(text)) => Ok(milliseconds(text)?.unsigned_abs() * MILLISECOND),
        Some(_) => Ok(nanos(number(checkpoint, "aligned_timeout")?, SECOND)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "too large a number is as good as its limit"
)]
fn nanos(number: f64, unit: Nanos) -> Nanos {
    (number * unit as f64) as Nanos
}

fn vertex(stages: &[Value], stage: &Value) -> Result<Vertex, Reason> {
    let work = if stage.get("edge").is_none() {
        Work::Source(source(stage)?)
    } else {
        Work::Operator(Operator {
            service: Service::Constant(nanos(number(stage, "service_time_us")?, MICROSECOND)),
            quantum: nanos(number_or(stage, "sleep_quantum_us", 1000.0)?, MICROSECOND),
            selectivity: number_or(stage, "selectivity", 0.0)?,
        })
    };
    let bytes =
        if stage.get("record_bytes_on_wire").is_some() { small(stage, "record_bytes_on_wire")? } else { 1 };
    Ok(Vertex {
        parallelism: small(stage, "parallelism")?,
        slot_sharing_group: group(stages, stage),
        work,
        record_bytes: bytes,
    })
}

/// The number of the first stage of the same group.
fn group(stages: &[Value], stage: &Value) -> u32 {
    let name = |stage: &Value| stage.get("slot_sharing_group").and_then(Value::as_str).map(str::to_owned);
    let first = stages.iter().position(|other| name(other) == name(stage));
    first.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
}

fn source(stage: &Value) -> Result<Source, Reason> {
    let per_second = number(stage, "rate_per_subtask_per_s")?;
    if per_second <= 0.0 {
        return Ok(Source::Unlimited);
    }
    let tick = nanos(number_or(stage, "tick_us", 1000.0)?, MICROSECOND);
    Ok(Source::Rate { per_second, burst: 1, tick, catch_up: CATCH_UP })
}

fn edges(stages: &[Value]) -> Result<Vec<Edge>, Reason> {
    let connect = |(producer, stage): (usize, &Value)| {
        Ok(Edge { producer, consumer: producer + 1, partitioning: partitioning(stage)? })
    };
    stages.iter().skip(1).enumerate().map(connect).collect()
}

fn partitioning(stage: &Value) -> Result<Partitioning, Reason> {
    let weights = stage.get("target_weights").and_then(Value::as_array);
    match text(stage, "edge")? {
        "forward" => Ok(Partitioning::Forward),
        "rebalance" => Ok(Partitioning::Rebalance),
        "rescale" => Ok(Partitioning::Rescale),
        "broadcast" => Ok(Partitioning::Broadcast),
        "hash" if stage.get("target_choice").and_then(Value::as_str) == Some("rr") => {
            Ok(Partitioning::Rebalance)
        }
        "hash" => {
            let shares = weights.map(|weights| weights.iter().filter_map(Value::as_f64).collect());
            Ok(Partitioning::Hash(shares.unwrap_or_default()))
        }
        other => Err(format!("unknown edge: {other}")),
    }
}

/// A duration as Flink reads it, ms: a number of them, or one with a unit.
fn milliseconds(text: &str) -> Result<i64, Reason> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == ' ');
    let number = text.trim_end_matches(unit).trim().parse::<i64>();
    let scale = match unit.trim() {
        "" | "ms" | "milli" | "millis" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
        "min" | "m" | "minute" | "minutes" => 60_000,
        _ => return Err(format!("unknown duration: {text}")),
    };
    number
        .ok()
        .and_then(|number| number.checked_mul(scale))
        .ok_or_else(|| format!("unknown duration: {text}"))
}

fn buffer_timeout(options: &Value) -> Result<BufferTimeout, Reason> {
    let keys = ["execution.buffer-timeout.interval", "execution.buffer-timeout"];
    let Some(value) = keys.iter().find_map(|key| options.get(key)).and_then(Value::as_str) else {
        return Ok(BufferTimeout::Every(100 * MILLISECOND));
    };
    Ok(match u64::try_from(milliseconds(value)?) {
        Ok(0) => BufferTimeout::EveryRecord,
        Ok(milliseconds) => BufferTimeout::Every(milliseconds * MILLISECOND),
        Err(_) => BufferTimeout::Never,
    })
}
