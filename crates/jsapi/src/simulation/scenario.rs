//! What is simulated, as it comes in. Ranges are the engine's to check, but those that its types have.

use pools::Release;
use pools::job::LoadBalanceMode;
use pools::shuffle::BufferSettings;
use sim::coupling::VertexCouplings;
use sim::debloat::DebloatSetup;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Debloating, Edge, Host, Nanos, Network, Operator, Partitioning,
    SECOND, Scenario, Service, Source, Vertex, Work,
};

use super::coupling;
use crate::border::{Code, Names, Object, Refusal, Value};

const MILLISECOND: Nanos = SECOND / 1_000;
const MICROSECOND: Nanos = SECOND / 1_000_000;

/// The largest number of what Flink counts in an `int`.
const MAX_INT: u32 = i32::MAX as u32;

const MODES: &Names<LoadBalanceMode> = &[
    ("NONE", LoadBalanceMode::None),
    ("SLOTS", LoadBalanceMode::Slots),
    ("MIN_RESOURCES", LoadBalanceMode::MinResources),
    ("TASKS", LoadBalanceMode::Tasks),
];

/// What TaskManagers are like, with what the times of a job depend on.
pub(super) struct Cluster {
    pub(super) release: Release,
    pub(super) settings: BufferSettings,
    pub(super) segment_size: u32,
    pub(super) network_memory: u64,
    pub(super) slots_each: u32,
    pub(super) mode: LoadBalanceMode,
    buffer_timeout: BufferTimeout,
    debloating: Option<Debloating>,
    checkpointing: Option<Checkpointing>,
}

/// `ClusterSettings` in TypeScript.
pub(super) fn cluster(value: &Value<'_>) -> Result<Cluster, Refusal> {
    let object = value.object(&[
        "flink",
        "networkMemory",
        "segmentSize",
        "slotsEach",
        "loadBalanceMode",
        "buffers",
        "bufferTimeout",
        "debloating",
        "checkpointing",
    ])?;
    let release = object.find("flink")?.map_or(Ok(Release::LATEST), |value| release(&value))?;
    let segment_size =
        object.find("segmentSize")?.map_or(Ok(32 << 10), |value| value.whole_u32(1, 1 << 30))?;
    let settings = object.find("buffers")?.map(|value| buffers(&value, release)).transpose()?;
    let timeout = object.find("bufferTimeout")?.map(|value| buffer_timeout(&value)).transpose()?;
    let debloating = object.find("debloating")?.map(|value| debloating(&value, release, segment_size));
    Ok(Cluster {
        release,
        settings: settings.unwrap_or(BufferSettings::defaults(release)),
        segment_size,
        network_memory: object.get("networkMemory")?.whole(0, u64::MAX)?,
        slots_each: object.find("slotsEach")?.map_or(Ok(1), |value| value.whole_u32(1, 1 << 16))?,
        mode: object
            .find("loadBalanceMode")?
            .map_or(Ok(LoadBalanceMode::None), |value| value.one_of(MODES))?,
        buffer_timeout: timeout.unwrap_or(BufferTimeout::Every(100 * MILLISECOND)),
        debloating: debloating.transpose()?,
        checkpointing: object.find("checkpointing")?.map(|value| checkpointing(&value)).transpose()?,
    })
}

/// `Scenario` in TypeScript.
pub(super) fn read(value: &Value<'_>) -> Result<Scenario, Refusal> {
    let object = value.object(&[
        "cluster",
        "taskManagers",
        "vertices",
        "edges",
        "network",
        "host",
        "heap",
        "startSkew",
        "seed",
    ])?;
    let cluster = cluster(&object.get("cluster")?)?;
    let vertices = object.get("vertices")?.list(1 << 10, |value| vertex(&value))?;
    let (vertices, memory) = vertices.into_iter().unzip();
    Ok(Scenario {
        release: cluster.release,
        settings: cluster.settings,
        segment_size: cluster.segment_size,
        network_memory: cluster.network_memory,
        task_managers: object.get("taskManagers")?.whole_u32(1, 1 << 10)?,
        slots_each: cluster.slots_each,
        mode: cluster.mode,
        vertices,
        edges: object.get("edges")?.list(1 << 12, |value| edge(&value))?,
        buffer_timeout: cluster.buffer_timeout,
        debloating: cluster.debloating,
        checkpointing: cluster.checkpointing,
        network: network(&object)?,
        host: object.find("host")?.map_or(Ok(Host::default()), |value| host(&value))?,
        couplings: coupling::read(&object, memory)?,
        start_skew: nanos_or(&object, "startSkew", 0)?,
        seed: nanos_or(&object, "seed", 0)?,
    })
}

/// A number of 64 bits, or what holds where it is not there.
pub(super) fn nanos_or(object: &Object<'_>, name: &str, default: u64) -> Result<u64, Refusal> {
    object.find(name)?.map_or(Ok(default), |value| value.whole(0, u64::MAX))
}

/// The same of 32 bits.
pub(super) fn u32_or(object: &Object<'_>, name: &str, default: u32) -> Result<u32, Refusal> {
    object.find(name)?.map_or(Ok(default), |value| value.whole_u32(0, u32::MAX))
}

/// The same of what Flink counts in an `int`.
fn int_or(object: &Object<'_>, name: &str, default: i32) -> Result<i32, Refusal> {
    let number = object.find(name)?.map(|value| value.whole_u32(0, MAX_INT)).transpose()?;
    Ok(number.and_then(|number| i32::try_from(number).ok()).unwrap_or(default))
}

fn release(value: &Value<'_>) -> Result<Release, Refusal> {
    let text = value.text(20)?;
    Release::parse(&text).ok_or_else(|| {
        let why = format_args!("{text:?} is no release of Flink from 1.13 to {}", Release::LATEST);
        value.refuse(Code::UnknownName, why)
    })
}

fn buffers(value: &Value<'_>, release: Release) -> Result<BufferSettings, Refusal> {
    let object = value.object(&[
        "perChannel",
        "floatingPerGate",
        "maxRequiredPerGate",
        "maxPerChannel",
        "maxOverdraftPerGate",
        "sortMinParallelism",
        "sortMinBuffers",
        "tieredStorage",
    ])?;
    let defaults = BufferSettings::defaults(release);
    let limit = |name| {
        let number = object.find(name)?.map(|value| value.whole_u32(0, MAX_INT)).transpose()?;
        Ok(number.and_then(|number| i32::try_from(number).ok()))
    };
    Ok(BufferSettings {
        per_channel: int_or(&object, "perChannel", defaults.per_channel)?,
        floating_per_gate: int_or(&object, "floatingPerGate", defaults.floating_per_gate)?,
        max_required_per_gate: limit("maxRequiredPerGate")?,
        max_per_channel: int_or(&object, "maxPerChannel", defaults.max_per_channel)?,
        max_overdraft_per_gate: int_or(&object, "maxOverdraftPerGate", defaults.max_overdraft_per_gate)?,
        sort_min_parallelism: int_or(&object, "sortMinParallelism", defaults.sort_min_parallelism)?,
        sort_min_buffers: int_or(&object, "sortMinBuffers", defaults.sort_min_buffers)?,
        tiered_storage: limit("tieredStorage")?,
    })
}

/// `ScenarioVertex` in TypeScript.
fn vertex(value: &Value<'_>) -> Result<(Vertex, VertexCouplings), Refusal> {
    let object = value.object(&[
        "parallelism",
        "slotSharingGroup",
        "recordBytes",
        "source",
        "operator",
        "state",
        "heap",
    ])?;
    let work = match (object.find("source")?, object.find("operator")?) {
        (Some(value), None) => Work::Source(source(&value)?),
        (None, Some(value)) => Work::Operator(operator(&value)?),
        _ => return Err(value.refuse(Code::Missing, "it has to have either a source or an operator")),
    };
    let vertex = Vertex {
        parallelism: object.get("parallelism")?.whole_u32(0, u32::MAX)?,
        slot_sharing_group: u32_or(&object, "slotSharingGroup", 0)?,
        work,
        record_bytes: u32_or(&object, "recordBytes", 100)?,
    };
    Ok((vertex, coupling::vertex(&object)?))
}

/// `Source` in TypeScript.
pub(super) fn source(value: &Value<'_>) -> Result<Source, Refusal> {
    if value.is_text() {
        return value.one_of(&[("unlimited", Source::Unlimited)]);
    }
    let object = value.object(&["perSecond", "burst", "tick", "catchUp"])?;
    Ok(Source::Rate {
        per_second: object.get("perSecond")?.number(0.0, f64::MAX)?,
        burst: u32_or(&object, "burst", 1)?,
        tick: nanos_or(&object, "tick", 0)?,
        catch_up: nanos_or(&object, "catchUp", 20 * MILLISECOND)?,
    })
}

/// `Operator` in TypeScript.
pub(super) fn operator(value: &Value<'_>) -> Result<Operator, Refusal> {
    let object = value.object(&["service", "distribution", "quantum", "selectivity"])?;
    let time = object.get("service")?.whole(0, u64::MAX)?;
    let distributions: &Names<fn(Nanos) -> Service> =
        &[("constant", Service::Constant), ("exponential", Service::Exponential)];
    let distribution = object.find("distribution")?.map(|value| value.one_of(distributions)).transpose()?;
    Ok(Operator {
        service: distribution.map_or(Service::Constant(time), |distribution| distribution(time)),
        quantum: nanos_or(&object, "quantum", 0)?,
        selectivity: object.find("selectivity")?.map_or(Ok(1.0), |value| value.number(0.0, f64::MAX))?,
    })
}

/// How records are partitioned, without the shares.
#[derive(Clone, Copy)]
enum By {
    Forward,
    Rescale,
    Rebalance,
    Hash,
    Broadcast,
}

const PARTITIONERS: &Names<By> = &[
    ("FORWARD", By::Forward),
    ("RESCALE", By::Rescale),
    ("REBALANCE", By::Rebalance),
    ("HASH", By::Hash),
    ("BROADCAST", By::Broadcast),
];

fn edge(value: &Value<'_>) -> Result<Edge, Refusal> {
    let object = value.object(&["producer", "consumer", "partitioning", "shares"])?;
    let vertex = |name| object.get(name)?.whole_u32(0, u32::MAX).map(|number| number as usize);
    let shares = object.find("shares")?;
    let partitioning = match object.get("partitioning")?.one_of(PARTITIONERS)? {
        By::Hash => Partitioning::Hash(
            shares
                .map_or(Ok(Vec::new()), |shares| shares.list(1 << 15, |share| share.number(0.0, f64::MAX)))?,
        ),
        other => {
            if let Some(shares) = shares {
                return Err(shares.refuse(Code::UnknownProperty, "only HASH has shares"));
            }
            match other {
                By::Forward => Partitioning::Forward,
                By::Rescale => Partitioning::Rescale,
                By::Broadcast => Partitioning::Broadcast,
                By::Rebalance | By::Hash => Partitioning::Rebalance,
            }
        }
    };
    Ok(Edge { producer: vertex("producer")?, consumer: vertex("consumer")?, partitioning })
}

fn buffer_timeout(value: &Value<'_>) -> Result<BufferTimeout, Refusal> {
    if value.is_text() {
        return value
            .one_of(&[("every-record", BufferTimeout::EveryRecord), ("never", BufferTimeout::Never)]);
    }
    value.whole(0, u64::MAX).map(BufferTimeout::Every)
}

fn debloating(value: &Value<'_>, release: Release, segment_size: u32) -> Result<Debloating, Refusal> {
    let object = value.object(&[
        "target",
        "period",
        "minBufferSize",
        "startingBufferSize",
        "thresholdPercentages",
        "samples",
    ])?;
    let Some(defaults) = release.behaviour().network.debloat else {
        return Err(value.refuse(Code::Scenario, format_args!("Flink {release} has no buffer debloating")));
    };
    let max = i32::try_from(segment_size).unwrap_or(i32::MAX);
    let target = nanos_or(&object, "target", defaults.target_ms * MILLISECOND)?;
    let setup = DebloatSetup {
        release,
        target_ms: i64::try_from(target / MILLISECOND).unwrap_or(i64::MAX),
        start: int_or(&object, "startingBufferSize", defaults.starting_segment_size.unwrap_or(max))?,
        max,
        min: int_or(&object, "minBufferSize", defaults.min_segment_size)?,
        threshold_percentages: int_or(&object, "thresholdPercentages", defaults.threshold_percentages)?,
        samples: int_or(&object, "samples", defaults.samples)?,
    };
    Ok(Debloating { setup, period: nanos_or(&object, "period", defaults.period_ms * MILLISECOND)? })
}

fn checkpointing(value: &Value<'_>) -> Result<Checkpointing, Refusal> {
    let object = value.object(&["interval", "timeout", "barriers"])?;
    let barriers = match object.find("barriers")? {
        None => Barriers::Aligned,
        Some(value) if value.is_text() => {
            value.one_of(&[("aligned", Barriers::Aligned), ("unaligned", Barriers::Unaligned)])?
        }
        Some(value) => Barriers::AlignedFor(value.whole(0, u64::MAX)?),
    };
    Ok(Checkpointing {
        interval: object.get("interval")?.whole(0, u64::MAX)?,
        timeout: nanos_or(&object, "timeout", 600 * SECOND)?,
        barriers,
    })
}

fn network(scenario: &Object<'_>) -> Result<Network, Refusal> {
    let defaults = Network { bandwidth: 1 << 30, latency: 50 * MICROSECOND };
    let Some(value) = scenario.find("network")? else { return Ok(defaults) };
    let object = value.object(&["bandwidth", "latency"])?;
    Ok(Network {
        bandwidth: nanos_or(&object, "bandwidth", defaults.bandwidth)?,
        latency: nanos_or(&object, "latency", defaults.latency)?,
    })
}

fn host(value: &Value<'_>) -> Result<Host, Refusal> {
    let object = value.object(&[
        "perBufferIn",
        "perRecordIn",
        "perService",
        "perRecordOut",
        "wakeUp",
        "wakeUpShare",
        "wakeUpMost",
        "stallEvery",
        "stall",
    ])?;
    let time = |name| nanos_or(&object, name, 0);
    Ok(Host {
        per_buffer_in: time("perBufferIn")?,
        per_record_in: time("perRecordIn")?,
        per_service: time("perService")?,
        per_record_out: time("perRecordOut")?,
        wake_up: time("wakeUp")?,
        wake_up_share: u32_or(&object, "wakeUpShare", 0)?,
        wake_up_most: time("wakeUpMost")?,
        stall_every: time("stallEvery")?,
        stall: time("stall")?,
    })
}
