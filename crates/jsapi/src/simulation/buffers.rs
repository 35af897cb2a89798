//! Whether network memory is enough for a job.

use pools::job::{
    Cluster, DistributionPattern, Edge, JobError, JobGraph, Parallelism, SlotSharingGroup, Vertex, VertexId,
};
use pools::plan::{Failure, Fix, NetworkMemory, NetworkPlan, PlanError, PlanRequest, plan};
use pools::shuffle::ResultPartitionType;
use wasm_bindgen::JsValue;

use super::scenario::{self, Cluster as Given};
use crate::border::{Built, Names, Refusal, Value, list, or_null};

const PATTERNS: &Names<DistributionPattern> =
    &[("all-to-all", DistributionPattern::AllToAll), ("pointwise", DistributionPattern::Pointwise)];

/// `BuffersAnswer` in TypeScript.
pub(super) fn answer(value: &Value<'_>) -> Result<JsValue, Refusal> {
    let object = value.object(&["cluster", "job", "taskManagers"])?;
    let cluster = scenario::cluster(&object.get("cluster")?)?;
    let parts = job(&object.get("job")?)?;
    let most = Cluster::MAX_TASK_MANAGERS;
    let task_managers = object.find("taskManagers")?.map(|value| value.whole_u32(1, most)).transpose()?;
    Ok(planned(&cluster, parts, task_managers).unwrap_or_else(|error| {
        let thrown =
            Built::new().with("flinkClass", or_null(error.class())).with("message", error.to_string());
        Built::new().with("ok", false).with("error", thrown).done()
    }))
}

/// A job as it was passed in.
type Parts = (Vec<Vertex>, Vec<Edge>);

fn job(value: &Value<'_>) -> Result<Parts, Refusal> {
    let object = value.object(&["vertices", "edges"])?;
    let limit = |most: usize| u32::try_from(most).unwrap_or(u32::MAX);
    let vertices = object.get("vertices")?.list(limit(JobGraph::MAX_VERTICES), |value| vertex(&value))?;
    let edges = object.get("edges")?.list(limit(JobGraph::MAX_EDGES), |value| edge(&value))?;
    Ok((vertices, edges))
}

fn vertex(value: &Value<'_>) -> Result<Vertex, Refusal> {
    let object = value.object(&["parallelism", "slotSharingGroup"])?;
    let subtasks = object.get("parallelism")?.whole_u32(1, Parallelism::MAX.get())?;
    let group = object.find("slotSharingGroup")?.map_or(Ok(0), |value| value.whole_u32(0, u32::MAX))?;
    Ok(Vertex {
        parallelism: Parallelism::new(subtasks).unwrap_or(Parallelism::MAX),
        slot_sharing_group: SlotSharingGroup(group),
    })
}

fn edge(value: &Value<'_>) -> Result<Edge, Refusal> {
    let object = value.object(&["producer", "consumer", "pattern", "exchange"])?;
    let vertex = |name| object.get(name)?.whole_u32(0, u32::MAX).map(|number| VertexId(number as usize));
    let exchanges = ResultPartitionType::ALL.map(|exchange| (exchange.name(), exchange));
    let exchange = object.find("exchange")?.map(|value| value.one_of(&exchanges)).transpose()?;
    Ok(Edge {
        producer: vertex("producer")?,
        consumer: vertex("consumer")?,
        pattern: object.get("pattern")?.one_of(PATTERNS)?,
        exchange: exchange.unwrap_or(ResultPartitionType::PipelinedBounded),
    })
}

fn planned(
    given: &Given,
    (vertices, edges): Parts,
    task_managers: Option<u32>,
) -> Result<JsValue, PlanError> {
    let slots = slots(&vertices);
    let graph = JobGraph::new(vertices, edges).map_err(PlanError::Job)?;
    let needed = slots.div_ceil(u64::from(given.slots_each));
    let task_managers = match task_managers {
        Some(number) => number,
        None => u32::try_from(needed).map_err(|_| PlanError::Job(JobError::TooLarge))?,
    };
    let cluster = Cluster { task_managers, slots_each: given.slots_each, mode: given.mode };
    let plan = plan(&PlanRequest {
        release: given.release,
        settings: &given.settings,
        segment_size: given.segment_size,
        network_memory: given.network_memory,
        graph: &graph,
        cluster: &cluster,
    })?;
    Ok(written(&plan, task_managers))
}

/// Slots that a job takes: as many as the widest vertex of each group has subtasks.
fn slots(vertices: &[Vertex]) -> u64 {
    let mut groups: Vec<(SlotSharingGroup, u32)> = Vec::new();
    for vertex in vertices {
        let subtasks = vertex.parallelism.get();
        match groups.iter_mut().find(|(group, _)| *group == vertex.slot_sharing_group) {
            Some((_, widest)) => *widest = subtasks.max(*widest),
            None => groups.push((vertex.slot_sharing_group, subtasks)),
        }
    }
    groups.iter().map(|(_, widest)| u64::from(*widest)).sum::<u64>().max(1)
}

/// `RequiredBuffers` in TypeScript.
fn written(plan: &NetworkPlan, task_managers: u32) -> JsValue {
    let channels = Built::new().with("local", plan.channels.local).with("remote", plan.channels.remote);
    Built::new()
        .with("ok", true)
        .with("taskManagers", task_managers)
        .with("slots", plan.slots)
        .with("channels", channels)
        .with("available", memory(plan.available))
        .with("required", memory(plan.smallest))
        .with("recommended", memory(plan.recommended))
        .with("optimum", or_null(plan.optimum.map(memory)))
        .with("ruleOfThumb", memory(plan.rule_of_thumb))
        .with("busiest", plan.busiest.0.0)
        .with("failure", or_null(plan.failure.as_ref().map(failed)))
        .with("fixes", list(plan.fixes.iter().flat_map(fixes)))
        .done()
}

fn memory(memory: NetworkMemory) -> Built {
    Built::new().with("segments", memory.segments).with("bytes", memory.bytes)
}

fn failed(failure: &Failure) -> Built {
    Built::new()
        .with("taskManager", failure.task_manager.0)
        .with("flinkClass", or_null(failure.error.class()))
        .with("message", failure.error.to_string())
}

/// The options of a change that helps.
fn fixes(fix: &Fix) -> Vec<Built> {
    let option = |key: &str, value: String| Built::new().with("key", key).with("value", value);
    match fix {
        Fix::NetworkMemory { bytes } => ["taskmanager.memory.network.min", "taskmanager.memory.network.max"]
            .map(|key| option(key, format!("{}m", bytes >> 20)))
            .into(),
        Fix::RequiredPerGate { key, buffers } => vec![option(key, buffers.to_string())],
    }
}
