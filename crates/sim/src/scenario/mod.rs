//! What is simulated: a job, the load it gets, and the cluster it runs in.
//!
//! Times are nanoseconds of virtual time. Whatever a real host adds (waking a thread, writing a record) is in [`Host`], and is an estimate;
//! so is what memory does to the speed of tasks, in [`Couplings`]. Everything else is what Flink is told.

mod error;

pub use error::ScenarioError;
pub(crate) use error::check_usable_buffers;

use crate::coupling::Couplings;
use crate::debloat::{BufferDebloater, DebloatSetup};
use pools::Release;
use pools::job::{DistributionPattern, LoadBalanceMode};
use pools::shuffle::BufferSettings;

/// Nanoseconds of virtual time: a moment since the start, or how long something takes.
pub type Nanos = u64;

/// A second, ns.
pub const SECOND: Nanos = 1_000_000_000;

/// A job in a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The release it runs on.
    pub release: Release,
    /// How many buffers partitions and gates get.
    pub settings: BufferSettings,
    /// Bytes of a segment, 1 to 2^30.
    pub segment_size: u32,
    /// Network memory of each TaskManager, bytes.
    pub network_memory: u64,
    /// TaskManagers.
    pub task_managers: u32,
    /// Slots of each.
    pub slots_each: u32,
    /// Which TaskManagers are used first.
    pub mode: LoadBalanceMode,
    /// The tasks of the job, producers before consumers.
    pub vertices: Vec<Vertex>,
    /// How they are connected.
    pub edges: Vec<Edge>,
    /// How often open buffers are flushed (`execution.buffer-timeout.interval`).
    pub buffer_timeout: BufferTimeout,
    /// Whether the sizes of buffers follow the throughput.
    pub debloating: Option<Debloating>,
    /// Checkpoints; `None` without any.
    pub checkpointing: Option<Checkpointing>,
    /// What connects TaskManagers.
    pub network: Network,
    /// What the host adds.
    pub host: Host,
    /// What memory does to the speed of tasks: estimates, none by default.
    pub couplings: Couplings,
    /// Tasks start at random moments from 0 to this, ns; 0 for all at once.
    pub start_skew: Nanos,
    /// Of all random choices.
    pub seed: u64,
}

/// A task of a job: all its subtasks do the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Vertex {
    /// Subtasks.
    pub parallelism: u32,
    /// With whom it shares slots; a number of the caller's choice.
    pub slot_sharing_group: u32,
    /// What it does.
    pub work: Work,
    /// Bytes of a record that it writes, with the length that precedes it, from 1.
    pub record_bytes: u32,
}

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// It makes records.
    Source(Source),
    /// It turns records into others, or only takes them.
    Operator(Operator),
}

/// When a source has a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// Always.
    Unlimited,
    /// At a rate.
    Rate {
        /// Records per second of each subtask, above 0.
        per_second: f64,
        /// Records that are due at once, from 1.
        burst: u32,
        /// Shortest time it sleeps, ns: the resolution of its timer.
        tick: Nanos,
        /// What it makes up for after it had to wait, ns; at least one period.
        catch_up: Nanos,
    },
}

/// What a task does with a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operator {
    /// How long a record takes.
    pub service: Service,
    /// Service is owed until it comes to this, and then spent at once, ns; 0 to spend it record by record. What is spent at once is slept,
    /// not worked: when a sleep lasts longer because its thread got no processor, the next ones are so much shorter.
    pub quantum: Nanos,
    /// Records it writes for each it reads, on every output; fractions add up.
    pub selectivity: f64,
}

/// How long the work on a record takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Always as long, ns.
    Constant(Nanos),
    /// Exponentially distributed with this mean, ns.
    Exponential(Nanos),
}

impl Service {
    /// Its mean, ns.
    #[must_use]
    pub const fn mean(self) -> Nanos {
        match self {
            Self::Constant(time) | Self::Exponential(time) => time,
        }
    }
}

/// An edge of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Number of the vertex that writes.
    pub producer: usize,
    /// Number of the vertex that reads; behind the producer's.
    pub consumer: usize,
    /// To which subtask a record goes.
    pub partitioning: Partitioning,
}

/// To which subtask a record goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Partitioning {
    /// To the one at the same place (`FORWARD`).
    Forward,
    /// By turns to a few near ones (`RESCALE`).
    Rescale,
    /// By turns to all (`REBALANCE`), beginning at the sender's number.
    Rebalance,
    /// To that of its key (`HASH`): at random, with these shares for the subtasks, or with equal ones if there are none.
    Hash(Vec<f64>),
    /// To all (`BROADCAST`).
    Broadcast,
}

impl Partitioning {
    /// How subtasks are connected for it.
    #[must_use]
    pub const fn pattern(&self) -> DistributionPattern {
        match self {
            Self::Forward | Self::Rescale => DistributionPattern::Pointwise,
            Self::Rebalance | Self::Hash(_) | Self::Broadcast => DistributionPattern::AllToAll,
        }
    }
}

/// When open buffers are flushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BufferTimeout {
    /// Every so often, ns, from 1: a thread for each task (`OutputFlusher`).
    Every(Nanos),
    /// After every record (0).
    EveryRecord,
    /// Never, only full ones are sent (-1).
    Never,
}

/// Buffer debloating. Nothing comes of it in 1.13.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Debloating {
    /// What debloaters are made with.
    pub setup: DebloatSetup,
    /// How often it is asked, ns, from 1 ms (`taskmanager.network.memory.buffer-debloat.period`).
    pub period: Nanos,
}

impl Debloating {
    /// Size of the first buffers, bytes; `None` for that of a segment.
    #[must_use]
    pub fn starting_size(&self) -> Option<u32> {
        let size = BufferDebloater::new(&self.setup)?.size();
        u32::try_from(size).ok()
    }
}

/// Checkpoints, exactly once, one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpointing {
    /// Time between two of them, ns, from 10 ms (`execution.checkpointing.interval`).
    pub interval: Nanos,
    /// How long one may take, ns, from 10 ms (`execution.checkpointing.timeout`).
    pub timeout: Nanos,
    /// What barriers do when there is data before them.
    pub barriers: Barriers,
}

/// What barriers do when there is data before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barriers {
    /// They wait.
    Aligned,
    /// They wait until a checkpoint is as old as this, ns, and overtake then (`execution.checkpointing.aligned-checkpoint-timeout`).
    AlignedFor(Nanos),
    /// They overtake (`execution.checkpointing.unaligned.enabled`).
    Unaligned,
}

/// What connects two TaskManagers, in each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Bytes per second, from 1.
    pub bandwidth: u64,
    /// From one to the other, ns.
    pub latency: Nanos,
}

/// What a host adds to the work of a task, ns. Estimates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// For every buffer read.
    pub per_buffer_in: Nanos,
    /// For every record read.
    pub per_record_in: Nanos,
    /// For every time that an operator spends what it owes.
    pub per_service: Nanos,
    /// For every record written.
    pub per_record_out: Nanos,
    /// For waking a thread that waited.
    pub wake_up: Nanos,
    /// And thousandths of the time it waited: processors fall asleep, and caches get cold.
    pub wake_up_share: u32,
    /// But no more than this in all.
    pub wake_up_most: Nanos,
    /// Mean time that a thread runs before it gets no processor for a while, exponentially distributed; 0 if that never happens.
    pub stall_every: Nanos,
    /// How long it gets none: the mean, exponentially distributed.
    pub stall: Nanos,
}

impl Scenario {
    /// More channels than this are refused.
    pub const MAX_CHANNELS: u64 = 1 << 22;

    /// Looks for what cannot be simulated.
    ///
    /// # Errors
    /// [`ScenarioError`] names the parameter and its range.
    pub fn check(&self) -> Result<(), ScenarioError> {
        error::check(self)
    }
}
