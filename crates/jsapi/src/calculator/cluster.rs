//! What a configuration gives a job: buffers, slots, and when it flushes and checkpoints.

use bridge::load_balance_mode;
use pools::Release;
use pools::shuffle::BufferSettings;
use resolver::job::job_settings;
use resolver::shuffle::settings;
use resolver::{Breakdown, FlinkError, MemorySize, Process, resolve};
use sim::scenario::{Barriers, BufferTimeout, Checkpointing, Debloating};
use wasm_bindgen::JsValue;

use super::failure;
use super::request::Request;
use crate::border::Built;

/// A millisecond, ns.
const MILLISECOND: u64 = 1_000_000;

/// `ClusterAnswer` in TypeScript.
pub(super) fn answer(request: &Request) -> JsValue {
    match cluster(request) {
        Ok(cluster) => Built::new().with("ok", true).with("cluster", cluster).done(),
        Err(error) => Built::new().with("ok", false).with("error", error).done(),
    }
}

/// `ClusterSettings` in TypeScript, or `FlinkError`.
fn cluster(request: &Request) -> Result<JsValue, JsValue> {
    if let Some(failure) = request.failure() {
        return Err(failure);
    }
    let (version, config) = (request.version, request.config());
    let Some(release) = Release::parse(version.name()) else {
        return Err(failure::ours("what jobs do with network memory is known from Flink 1.13 on".to_owned()));
    };
    let resolution = resolve(request.for_resolver(Process::TaskManager));
    let thrown = |error: FlinkError| failure::error(&error, request);
    let (network, slots) = match resolution.outcome.map_err(thrown)? {
        Breakdown::TaskManager(memory) => (memory.network, memory.num_slots),
        Breakdown::JobManager(_) | Breakdown::StartScript(_) => (MemorySize::ZERO, None),
    };
    let read = settings(version, config, network).map_err(thrown)?;
    let job = job_settings(version, config)
        .map_err(|error| failure::ours(format!("the value of {} is no duration", error.key)))?;
    let built = Built::new()
        .with("flink", version.name())
        .with("networkMemory", network.bytes())
        .with("segmentSize", read.segment_size)
        .with("slotsEach", slots.unwrap_or(1).max(1))
        .with("loadBalanceMode", load_balance_mode(release, config).name())
        .with("buffers", buffers(&bridge::buffer_settings(release, &read)))
        .with("bufferTimeout", buffer_timeout(bridge::buffer_timeout(job.flush)));
    let built = match bridge::debloating(release, &read) {
        Some(found) => built.with("debloating", debloating(&found)),
        None => built,
    };
    Ok(match job.checkpoints {
        Some(checkpoints) => {
            built.with("checkpointing", checkpointing(bridge::checkpointing(checkpoints))).done()
        }
        None => built.done(),
    })
}

fn buffers(settings: &BufferSettings) -> Built {
    let some = [
        ("perChannel", Some(settings.per_channel)),
        ("floatingPerGate", Some(settings.floating_per_gate)),
        ("maxRequiredPerGate", settings.max_required_per_gate),
        ("maxPerChannel", Some(settings.max_per_channel)),
        ("maxOverdraftPerGate", Some(settings.max_overdraft_per_gate)),
        ("sortMinParallelism", Some(settings.sort_min_parallelism)),
        ("sortMinBuffers", Some(settings.sort_min_buffers)),
        ("tieredStorage", settings.tiered_storage),
    ];
    some.into_iter().fold(Built::new(), |built, (name, value)| match value {
        Some(value) => built.with(name, value),
        None => built,
    })
}

fn buffer_timeout(timeout: BufferTimeout) -> JsValue {
    match timeout {
        BufferTimeout::Every(time) => time.into(),
        BufferTimeout::EveryRecord => "every-record".into(),
        BufferTimeout::Never => "never".into(),
    }
}

fn debloating(debloating: &Debloating) -> Built {
    let setup = &debloating.setup;
    Built::new()
        .with("target", u64::try_from(setup.target_ms).unwrap_or(0).saturating_mul(MILLISECOND))
        .with("period", debloating.period)
        .with("minBufferSize", setup.min)
        .with("startingBufferSize", setup.start)
        .with("thresholdPercentages", setup.threshold_percentages.max(0))
        .with("samples", setup.samples)
}

fn checkpointing(checkpointing: Checkpointing) -> Built {
    let barriers = match checkpointing.barriers {
        Barriers::Aligned => "aligned".into(),
        Barriers::Unaligned => "unaligned".into(),
        Barriers::AlignedFor(time) => JsValue::from(time),
    };
    Built::new()
        .with("interval", checkpointing.interval)
        .with("timeout", checkpointing.timeout)
        .with("barriers", barriers)
}
