//! Whether the network memory of a cluster is enough for a job, and what to do if not.
//!
//! What a job needs is exact for the placement that is assumed ([`Placement`]). Whether exactly that is enough is a matter of luck in a
//! real cluster: tasks start in threads of their own, and one that takes a buffer more for a moment lets another wait for it in vain. So
//! there are two numbers: what is required, and what is required with a buffer to spare for every pool.
//!
//! ```
//! use pools::Release;
//! use pools::plan::{Fix, PRESETS, PlanRequest, plan};
//! use pools::shuffle::BufferSettings;
//!
//! let preset = &PRESETS[3];
//! let job = preset.shape.chain()?;
//! let answer = plan(&PlanRequest {
//!     release: Release::V2_3,
//!     settings: &BufferSettings::defaults(Release::V2_3),
//!     segment_size: 32 << 10,
//!     network_memory: 128 << 20,
//!     graph: &job.graph,
//!     cluster: &preset.cluster,
//! })?;
//! assert_eq!((answer.available.segments, answer.smallest.segments), (4096, 6120));
//! let message = answer.failure.map(|failure| failure.error.to_string()).unwrap_or_default();
//! assert!(message.starts_with("Insufficient number of network buffers: required 2, but only 0 available."));
//! assert_eq!(answer.fixes[0], Fix::NetworkMemory { bytes: 192 << 20 });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod fix;
mod shape;

pub use fix::Fix;
pub use shape::{JobShape, PRESETS, Preset};

use std::error::Error;
use std::fmt;

use crate::buffer::{GlobalPool, NetworkBufferPool};
use crate::job::{Channels, Cluster, JobError, JobGraph, Placement, TaskManagerId};
use crate::release::Release;
use crate::shuffle::{BufferSettings, Demand, DeployError, ShuffleError, deploy};

/// What is asked: a job in a cluster.
#[derive(Clone, Copy, Debug)]
pub struct PlanRequest<'a> {
    /// The release.
    pub release: Release,
    /// Its settings.
    pub settings: &'a BufferSettings,
    /// Bytes of a segment, from 1.
    pub segment_size: u32,
    /// Network memory of each TaskManager, bytes.
    pub network_memory: u64,
    /// The job.
    pub graph: &'a JobGraph,
    /// Where it is to run.
    pub cluster: &'a Cluster,
}

/// A number of segments as memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkMemory {
    /// Segments.
    pub segments: u64,
    /// Bytes of them all.
    pub bytes: u64,
}

/// A TaskManager that cannot start its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which one.
    pub task_manager: TaskManagerId,
    /// Flink's exception, if its tasks start one after the other.
    pub error: DeployError,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkPlan {
    /// Slots that the job takes.
    pub slots: u32,
    /// Its channels.
    pub channels: Channels,
    /// What each TaskManager needs.
    pub demands: Vec<Demand>,
    /// The one that needs most, with what all of its tasks need.
    pub busiest: (TaskManagerId, Demand),
    /// What each TaskManager has.
    pub available: NetworkMemory,
    /// The first TaskManager that cannot start its tasks, if there is one.
    pub failure: Option<Failure>,
    /// The least with which every TaskManager can start its tasks, if nothing comes in between.
    pub smallest: NetworkMemory,
    /// The same with a buffer to spare for every pool: the least to be recommended.
    pub recommended: NetworkMemory,
    /// More than this no TaskManager can use; `None` where a pool has no limit.
    pub optimum: Option<NetworkMemory>,
    /// What is often said to be enough: slots of a TaskManager, times the most channels of a task, times the segment.
    pub rule_of_thumb: NetworkMemory,
    /// What would help, where less is there than recommended.
    pub fixes: Vec<Fix>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// The job cannot be placed.
    Job(JobError),
    /// The buffers of a task cannot be computed.
    Shuffle(ShuffleError),
}

impl PlanError {
    /// Class of Flink's exception; `None` if the error is not Flink's.
    #[must_use]
    pub const fn class(&self) -> Option<&'static str> {
        match self {
            Self::Job(error) => error.class(),
            Self::Shuffle(error) => Some(error.class()),
        }
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Job(error) => error.fmt(f),
            Self::Shuffle(error) => error.fmt(f),
        }
    }
}

impl Error for PlanError {}

/// Places the job and compares what its TaskManagers need with what they have.
///
/// # Errors
/// [`PlanError::Job`] above all where slots are missing, [`PlanError::Shuffle`].
pub fn plan(request: &PlanRequest<'_>) -> Result<NetworkPlan, PlanError> {
    let PlanRequest { release, settings, graph, cluster, .. } = *request;
    let placement = Placement::new(release, graph, cluster).map_err(PlanError::Job)?;
    let demands = placement.demands(release, settings).map_err(PlanError::Shuffle)?;
    let of = |segments: u64| NetworkMemory {
        segments,
        bytes: segments.saturating_mul(request.segment_size.into()),
    };
    let available = request.network_memory / u64::from(request.segment_size.max(1));
    let needs = Needs::of(&demands);
    let failure = failure(request, &placement, &demands, needs.busiest, available);
    Ok(NetworkPlan {
        slots: placement.slots(),
        channels: placement.channels(),
        busiest: (needs.busiest, demands.get(needs.busiest.0 as usize).copied().unwrap_or_default()),
        available: of(available),
        failure,
        smallest: of(needs.required),
        recommended: of(needs.recommended),
        optimum: needs.optimum.map(of),
        rule_of_thumb: of(rule_of_thumb(graph, cluster)),
        fixes: fix::fixes(request, &placement, &needs, available),
        demands,
    })
}

/// What has to be there for all TaskManagers alike, in segments.
struct Needs {
    busiest: TaskManagerId,
    required: u64,
    recommended: u64,
    optimum: Option<u64>,
}

/// Numbers of buffers are negative only for settings that Flink refuses.
fn segments(buffers: i64) -> u64 {
    u64::try_from(buffers).unwrap_or(0)
}

impl Needs {
    fn of(demands: &[Demand]) -> Self {
        let mut needs = Self { busiest: TaskManagerId(0), required: 0, recommended: 0, optimum: Some(0) };
        for (number, demand) in (0..).zip(demands) {
            let required = segments(demand.required);
            if required > needs.required {
                needs.busiest = TaskManagerId(number);
                needs.required = required;
            }
            needs.recommended = needs.recommended.max(required.saturating_add(demand.pools));
            needs.optimum = needs.optimum.zip(demand.optimum).map(|(most, own)| most.max(segments(own)));
        }
        needs
    }
}

/// The first TaskManager that has too little; or, if none has, the busiest one, should Flink refuse a pool for another reason.
fn failure(
    request: &PlanRequest<'_>,
    placement: &Placement<'_>,
    demands: &[Demand],
    busiest: TaskManagerId,
    available: u64,
) -> Option<Failure> {
    let too_little = |demand: &Demand| segments(demand.required) > available;
    let first = demands.iter().position(too_little).and_then(|number| u32::try_from(number).ok());
    let task_manager = first.map_or(busiest, TaskManagerId);
    let segments = i32::try_from(available).unwrap_or(i32::MAX).min(NetworkBufferPool::MAX_SEGMENTS);
    let segment_size = i32::try_from(request.segment_size).unwrap_or(i32::MAX);
    let made_with = GlobalPool::new(request.release, segments, segment_size);
    let tasks = placement.tasks_on(task_manager);
    let error = deploy(made_with, request.settings, &tasks).err()?;
    Some(Failure { task_manager, error })
}

fn rule_of_thumb(graph: &JobGraph, cluster: &Cluster) -> u64 {
    let channels = graph.edges().iter().map(|edge| {
        let (producers, consumers) = (graph.subtasks(edge.producer), graph.subtasks(edge.consumer));
        edge.pattern.most_channels(producers, consumers)
    });
    u64::from(cluster.slots_each) * u64::from(channels.max().unwrap_or(0))
}
