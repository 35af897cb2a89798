//! One configuration, one process: the whole breakdown or Flink's error, and what is logged on the way.

use resolver::{Breakdown, Component, Configuration, Deployment, FlinkVersion, Process, Request, Resolution};

use crate::answer::Answer;
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// A configuration with the process that reads it.
#[derive(Clone, Debug)]
pub(crate) struct ResolveRequest {
    process: Process,
    deployment: Deployment,
    config: Configuration,
}

impl ResolveRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        Ok(Self {
            process: read_process(fields)?,
            deployment: read_deployment(fields)?,
            config: fields.config("config")?,
        })
    }

    pub(crate) fn resolve(&self, version: FlinkVersion, stopwatch: &mut impl Stopwatch) -> Resolution {
        let Self { process, deployment, ref config } = *self;
        stopwatch.time(|| resolver::resolve(Request { version, process, deployment, config }))
    }

    pub(crate) fn answer(&self, version: FlinkVersion, stopwatch: &mut impl Stopwatch) -> Answer<'static> {
        let Resolution { outcome, log, .. } = self.resolve(version, stopwatch);
        let ok = outcome.map(|breakdown| Json::object(breakdown_fields(&breakdown, version)));
        Answer::of(ok, log)
    }
}

pub(super) fn read_process(fields: &mut Fields<'_>) -> Result<Process, Reason> {
    match fields.text("process")?.as_ref() {
        "taskmanager" => Ok(Process::TaskManager),
        "jobmanager" => Ok(Process::JobManager),
        other => Err(format!("field `process` is not known: {other}")),
    }
}

pub(super) fn read_deployment(fields: &mut Fields<'_>) -> Result<Deployment, Reason> {
    match fields.optional_text("deployment")?.as_deref() {
        None | Some("standalone") => Ok(Deployment::Standalone),
        Some("containerized") => Ok(Deployment::Containerized),
        Some(other) => Err(format!("field `deployment` is not known: {other}")),
    }
}

const TASK_MANAGER: [(&str, Component); 12] = [
    ("framework_heap", Component::FrameworkHeap),
    ("task_heap", Component::TaskHeap),
    ("framework_off_heap", Component::FrameworkOffHeap),
    ("task_off_heap", Component::TaskOffHeap),
    ("network", Component::Network),
    ("managed", Component::Managed),
    ("jvm_metaspace", Component::JvmMetaspace),
    ("jvm_overhead", Component::JvmOverhead),
    ("jvm_heap", Component::JvmHeap),
    ("jvm_direct", Component::JvmDirect),
    ("total_flink", Component::TotalFlink),
    ("total_process", Component::TotalProcess),
];

const JOB_MANAGER: [(&str, Component); 6] = [
    ("jvm_heap", Component::JvmHeap),
    ("off_heap", Component::OffHeap),
    ("jvm_metaspace", Component::JvmMetaspace),
    ("jvm_overhead", Component::JvmOverhead),
    ("total_flink", Component::TotalFlink),
    ("total_process", Component::TotalProcess),
];

/// The fields of `ok`, in the order of the recordings.
pub(super) fn breakdown_fields(
    breakdown: &Breakdown,
    version: FlinkVersion,
) -> Vec<(&'static str, Json<'static>)> {
    let sizes: &[(&str, Component)] = match breakdown {
        Breakdown::TaskManager(_) => &TASK_MANAGER,
        Breakdown::JobManager(_) => &JOB_MANAGER,
        Breakdown::StartScript(_) => &JOB_MANAGER[..1],
    };
    let size = |(name, component): &(&'static str, Component)| {
        let bytes = breakdown.get(*component).map_or(Json::Null, |size| Json::integer(size.bytes()));
        (*name, bytes)
    };
    let mut fields: Vec<(&str, Json<'static>)> = Vec::with_capacity(sizes.len() + 4);
    fields.extend(sizes.iter().map(size));
    if let Breakdown::TaskManager(memory) = breakdown {
        fields.push(("cpu_cores", Json::double(memory.cpu_cores)));
        fields.extend(memory.num_slots.map(|slots| ("num_slots", Json::integer(slots))));
    }
    fields.push(("jvm_params", Json::text(breakdown.jvm_parameters())));
    let configs = breakdown.dynamic_configs(version);
    fields.push(("dynamic_configs", configs.map_or(Json::Null, Json::text)));
    fields
}
