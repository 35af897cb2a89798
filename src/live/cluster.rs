//! What the configuration gives a job: buffers, slots, and when it flushes and checkpoints.

use bridge::{buffer_settings, debloating, load_balance_mode};
use pools::Release;
use pools::job::{Cluster, Edge, JobGraph, LoadBalanceMode, Parallelism, SlotSharingGroup, Vertex, VertexId};
use pools::plan::{self, NetworkPlan, PlanError, PlanRequest};
use pools::shuffle::BufferSettings;
use resolver::Breakdown;
use resolver::catalogue::DEBLOAT_PERIOD;
use resolver::job::{Flush, JobSettings, job_settings};
use resolver::shuffle::settings;
use sim::scenario::{Debloating, Nanos};

use super::job::Job;
use crate::page::Answer;

/// The option for the slots of a TaskManager.
pub const SLOTS: &str = "taskmanager.numberOfTaskSlots";

/// A millisecond, ns.
pub const MILLISECOND: Nanos = 1_000_000;

/// Why there is nothing to say about jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The release is older than what is known.
    Release,
    /// Flink does not start, or not with this network stack: its words.
    Start(String),
    /// The value of this option is no duration.
    Duration(&'static str),
}

/// What the configuration gives a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The release.
    pub release: Release,
    /// How many buffers partitions and gates get.
    pub settings: BufferSettings,
    /// Bytes of a segment.
    pub segment_size: u32,
    /// Network memory of a TaskManager, bytes.
    pub network: u64,
    /// Slots of a TaskManager.
    pub slots_each: u32,
    /// Which TaskManagers are used first.
    pub mode: LoadBalanceMode,
    /// Whether the sizes of buffers follow the throughput.
    pub debloating: Option<Debloating>,
    /// When buffers are flushed and checkpoints taken.
    pub job: JobSettings,
}

impl Given {
    /// What an answer gives a job.
    ///
    /// # Errors
    /// [`Silence`] where there is nothing that could run one.
    pub fn by(answer: &Answer) -> Result<Self, Silence> {
        let version = answer.settings.version;
        let release = Release::parse(version.name()).ok_or(Silence::Release)?;
        let Some(Breakdown::TaskManager(memory)) = answer.breakdown() else {
            let error = answer.error.as_ref().map(|error| clipped(&error.message));
            return Err(Silence::Start(error.unwrap_or_default()));
        };
        let config = answer.settings.config();
        let read = settings(version, config, memory.network)
            .map_err(|error| Silence::Start(clipped(&error.message)))?;
        if read.debloating.as_ref().is_some_and(|it| it.is_enabled && it.period_ms.is_none()) {
            return Err(Silence::Duration(DEBLOAT_PERIOD.key));
        }
        let job = job_settings(version, config).map_err(|error| Silence::Duration(error.key))?;
        Ok(Self {
            release,
            settings: buffer_settings(release, &read),
            segment_size: u32::try_from(read.segment_size).unwrap_or(1),
            network: memory.network.bytes(),
            slots_each: slots(answer),
            mode: load_balance_mode(release, config),
            debloating: debloating(release, &read),
            job,
        })
    }

    /// The cluster for a job.
    #[must_use]
    pub fn cluster(&self, job: &Job) -> Cluster {
        Cluster {
            task_managers: job.task_managers(self.slots_each),
            slots_each: self.slots_each,
            mode: self.mode,
        }
    }

    /// Whether network memory is enough for a job.
    ///
    /// # Errors
    /// [`PlanError`] where the job cannot be placed.
    pub fn plan(&self, job: &Job) -> Result<NetworkPlan, PlanError> {
        let graph = graph(job).map_err(PlanError::Job)?;
        plan::plan(&PlanRequest {
            release: self.release,
            settings: &self.settings,
            segment_size: self.segment_size,
            network_memory: self.network,
            graph: &graph,
            cluster: &self.cluster(job),
        })
    }

    /// Time between two flushes, ns; `None` if there are none, or one after every record.
    #[must_use]
    pub const fn flush_interval(&self) -> Option<Nanos> {
        match self.job.flush {
            Flush::Every(millis) => Some(millis.saturating_mul(MILLISECOND)),
            Flush::EveryRecord | Flush::WhenFull => None,
        }
    }
}

/// As much of a message as is shown here: it may quote megabytes.
fn clipped(message: &str) -> String {
    message[..message.floor_char_boundary(600)].to_owned()
}

/// The slots of a TaskManager.
#[must_use]
pub fn slots(answer: &Answer) -> u32 {
    let slots = match answer.breakdown() {
        Some(Breakdown::TaskManager(memory)) => memory.num_slots,
        _ => answer.settings.config().get(SLOTS).and_then(|slots| slots.trim().parse().ok()),
    };
    slots.and_then(|slots| u32::try_from(slots).ok()).unwrap_or(1).max(1)
}

/// The graph of a job, for its placement.
///
/// # Errors
/// What is wrong with it.
pub(super) fn graph(job: &Job) -> Result<JobGraph, pools::job::JobError> {
    let vertices = job.stages.iter().map(|stage| Vertex {
        parallelism: Parallelism::new(stage.parallelism).unwrap_or(Parallelism::MAX),
        slot_sharing_group: SlotSharingGroup(stage.group),
    });
    let edges = job.stages.iter().enumerate().skip(1).map(|(number, stage)| Edge {
        producer: VertexId(number - 1),
        consumer: VertexId(number),
        pattern: stage.input.pattern(),
        exchange: job.exchange,
    });
    JobGraph::new(vertices.collect(), edges.collect())
}
