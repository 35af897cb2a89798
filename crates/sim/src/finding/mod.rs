//! What a running job suffers from: which task decides how much it does, why, who waits for it, and what would help.
//!
//! A judgement on what the simulation shows over a time, by the rules that people use who read Flink's metrics: the task that is busy and
//! does not wait, behind tasks that wait, is the bottleneck. Words for it are the caller's.

mod waiting;
mod watch;

pub use watch::Watch;

use crate::scenario::Nanos;

/// A subtask of a vertex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The vertex.
    pub vertex: usize,
    /// The subtask.
    pub subtask: u32,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What decides.
    pub verdict: Verdict,
    /// Who waits most for it; `None` if nobody waits for more than a tenth of the time.
    pub waiting: Option<Waiting>,
    /// What more buffers would cost, on the edge behind those that wait.
    pub buffers: Option<BufferCost>,
    /// What would help, best first.
    pub remedies: Vec<Remedy>,
}

/// What decides how much a job does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// All that comes is worked off.
    KeepsUp {
        /// The busiest subtask.
        busiest: Place,
        /// How busy it is, 0 to 1.
        busy: f64,
    },
    /// A subtask that always works.
    Bottleneck {
        /// Which one.
        place: Place,
        /// How busy it is, 0 to 1.
        busy: f64,
        /// Why.
        cause: Cause,
    },
    /// Nobody always works, and still somebody waits for buffers.
    Starved {
        /// The vertex that waits.
        producer: usize,
        /// The vertex that it writes to.
        consumer: usize,
        /// What is short.
        scarcity: Scarcity,
    },
}

/// Why a subtask always works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// There is too much work for all subtasks.
    Work,
    /// It gets more than its share of the records.
    Skew {
        /// Its share, 0 to 1.
        share: f64,
    },
    /// Most of its time goes into state outside of the heap.
    State {
        /// The part of its time, 0 to 1. An estimate.
        share: f64,
        /// Part of the reads that find their block in the cache, 0 to 1. An estimate.
        hit_rate: f64,
        /// What the cache has for blocks of data, bytes. An estimate.
        cache: u64,
        /// Part of the state's blocks for which that is enough, 0 to 1. An estimate.
        cached: f64,
    },
    /// Its TaskManager collects garbage for much of the time.
    Collections {
        /// The part of the time, 0 to 1. An estimate.
        share: f64,
    },
}

/// What is short where nobody always works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scarcity {
    /// One record makes more than there are buffers, and the task waits in the middle of it.
    Burst,
    /// The connection between two TaskManagers.
    Network,
    /// Buffers.
    Buffers,
}

/// A subtask that waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Which one.
    pub place: Place,
    /// For which part of the time, 0 to 1.
    pub share: f64,
    /// For which part of the time in the middle of a record, 0 to 1.
    pub hard: f64,
    /// `outPoolUsage` at the end of the time.
    pub out_pool_usage: f32,
    /// Why it waits at the end of the time; `None` if it does not just then.
    pub blocked_by: Option<BlockedBy>,
}

/// Why an output is not available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockedBy {
    /// All buffers of the pool are taken.
    Pool {
        /// How many there are.
        size: u32,
    },
    /// More than all buffers of the pool are taken, and have to come back first.
    Overdraft {
        /// How many more.
        buffers: u32,
    },
    /// A subpartition has as many buffers as it may, though there are others.
    Subpartition {
        /// The subtask that reads it.
        consumer: u32,
        /// How many it may have.
        limit: u32,
    },
}

/// What buffers cost: the more there are before a bottleneck, the older records become there, and the longer aligned barriers travel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BufferCost {
    /// The edge.
    pub edge: usize,
    /// What is on its way, bytes.
    pub bytes: u64,
    /// How long a record is on its way, ns.
    pub residence: Nanos,
    /// How much longer it would be with one more buffer at each consumer, ns.
    pub per_buffer: Nanos,
}

/// What helps. What is to be done about it differs between releases and clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// More subtasks of a vertex.
    Parallelism {
        /// The vertex.
        vertex: usize,
    },
    /// Less work for a record in a vertex.
    Service {
        /// The vertex.
        vertex: usize,
    },
    /// Keys that spread records evenly over a vertex.
    Keys {
        /// The vertex.
        vertex: usize,
    },
    /// More managed memory, for the block cache.
    ManagedMemory,
    /// A larger heap.
    TaskHeap,
    /// Records that are not copied between operators.
    ObjectReuse,
    /// More network memory.
    NetworkMemory,
    /// Fewer records made of one in a vertex.
    Selectivity {
        /// The vertex.
        vertex: usize,
    },
    /// A faster network.
    Bandwidth,
    /// Buffers that are only as large as needed.
    Debloating,
}
