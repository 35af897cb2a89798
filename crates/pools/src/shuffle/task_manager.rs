//! The buffers of all tasks of one TaskManager: how many they need, and what becomes of them in its global pool.

use std::error::Error;
use std::fmt;

use super::{BufferSettings, InputGate, ResultPartition, ShuffleError, input_gate, result_partition};
use crate::buffer::{GlobalPool, NetworkBufferPool, PoolError, PoolId, Progress, UNBOUNDED};
use crate::release::Release;

/// A gate of a task that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedGate {
    /// The gate.
    pub gate: InputGate,
    /// Channels whose producers are in another TaskManager.
    pub remote: i32,
}

/// A task with what it writes and reads, in the order of its edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// What it writes.
    pub outputs: Vec<ResultPartition>,
    /// What it reads.
    pub gates: Vec<PlacedGate>,
}

/// What tasks need, in buffers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Buffers without which not all of them start: the guarantees of all pools, and the exclusive buffers of remote channels.
    pub required: i64,
    /// Buffers beyond which more are of no use; `None` if a pool has no limit.
    pub optimum: Option<i64>,
    /// Local pools.
    pub pools: u64,
}

impl Demand {
    /// What `task` needs in a release.
    ///
    /// # Errors
    /// Those of [`input_gate`].
    pub fn of(release: Release, settings: &BufferSettings, task: &Task) -> Result<Self, ShuffleError> {
        let mut demand = Self { optimum: Some(0), ..Self::default() };
        for output in &task.outputs {
            let buffers = result_partition(release, settings, *output);
            demand.add_pool(buffers.min, buffers.max);
        }
        for PlacedGate { gate, remote } in &task.gates {
            let buffers = input_gate(release, settings, *gate)?;
            demand.add_pool(buffers.floating_min, buffers.floating_max);
            let exclusive = i64::from(buffers.exclusive_per_channel) * i64::from(*remote);
            demand.required = demand.required.saturating_add(exclusive);
            demand.optimum = demand.optimum.map(|optimum| optimum.saturating_add(exclusive));
        }
        Ok(demand)
    }

    fn add_pool(&mut self, min: i32, max: i32) {
        let more = |sum: i64, buffers| sum.saturating_add(i64::from(buffers));
        self.required = more(self.required, min);
        self.optimum = self.optimum.filter(|_| max != UNBOUNDED).map(|optimum| more(optimum, max));
        self.pools += 1;
    }

    /// What this and `other` need together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            required: self.required.saturating_add(other.required),
            optimum: self.optimum.zip(other.optimum).map(|(one, other)| one.saturating_add(other)),
            pools: self.pools.saturating_add(other.pools),
        }
    }
}

/// What all `tasks` of a TaskManager need in a release.
///
/// # Errors
/// Those of [`input_gate`].
pub fn demand(release: Release, settings: &BufferSettings, tasks: &[Task]) -> Result<Demand, ShuffleError> {
    let none = Demand { optimum: Some(0), ..Demand::default() };
    tasks.iter().try_fold(none, |sum, task| Ok(sum.and(Demand::of(release, settings, task)?)))
}

/// Whose buffers they are: numbers from 0, in the order of the tasks and their edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A result partition.
    Output {
        /// Its task.
        task: usize,
        /// Its number in the task.
        output: usize,
    },
    /// The floating buffers of an input gate.
    Gate {
        /// Its task.
        task: usize,
        /// Its number in the task.
        gate: usize,
    },
    /// The exclusive buffers of a remote channel.
    Channel {
        /// Its task.
        task: usize,
        /// The gate's number in the task.
        gate: usize,
        /// Its number among the remote channels of the gate.
        channel: i32,
    },
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output { task, output } => write!(f, "task {task} output {output}"),
            Self::Gate { task, gate } => write!(f, "task {task} gate {gate}"),
            Self::Channel { task, gate, channel } => write!(f, "task {task} gate {gate} channel {channel}"),
        }
    }
}

/// Why a task does not get its buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// They cannot be computed.
    Shuffle(ShuffleError),
    /// The pool refuses them.
    Pool(PoolError),
}

/// Tasks that do not start for want of buffers. Its text is the message of Flink's exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeployError {
    /// Who does not get them.
    pub owner: Owner,
    /// How many requests before it were met, of pools and of remote channels.
    pub step: u64,
    /// Why.
    pub refusal: Refusal,
}

impl DeployError {
    /// Class of Flink's exception; `None` for what only this crate refuses.
    #[must_use]
    pub const fn class(&self) -> Option<&'static str> {
        match &self.refusal {
            Refusal::Shuffle(error) => Some(error.class()),
            Refusal::Pool(error) => error.class(),
        }
    }
}

impl fmt::Display for DeployError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refusal {
            Refusal::Shuffle(error) => error.fmt(f),
            Refusal::Pool(error) => error.fmt(f),
        }
    }
}

impl Error for DeployError {}

/// Tasks with their buffers.
#[derive(Clone, Debug)]
pub struct Deployed {
    /// The global pool, from which they have them.
    pub global: NetworkBufferPool,
    /// Their pools, in the order of the tasks, the outputs of each before its gates.
    pub pools: Vec<PoolId>,
}

/// Makes a global pool and gives `tasks` their buffers: the pools of one task after the other, outputs before gates, then the exclusive
/// buffers of all remote channels. A real TaskManager starts its tasks in threads of their own, so that another one may come too late
/// there; the sums are the same.
///
/// # Errors
/// The first request that is refused.
pub fn deploy(
    made_with: GlobalPool,
    settings: &BufferSettings,
    tasks: &[Task],
) -> Result<Deployed, DeployError> {
    let owner = Owner::Output { task: 0, output: 0 };
    let refused = |error| DeployError { owner, step: 0, refusal: Refusal::Pool(error) };
    let global = NetworkBufferPool::new(made_with).map_err(refused)?;
    let mut deployment =
        Deployment { release: made_with.release, settings, global, pools: Vec::new(), step: 0 };
    for (number, task) in tasks.iter().enumerate() {
        deployment.create_pools(number, task)?;
    }
    for (number, task) in tasks.iter().enumerate() {
        deployment.request_exclusive(number, task)?;
    }
    Ok(Deployed { global: deployment.global, pools: deployment.pools })
}

struct Deployment<'a> {
    release: Release,
    settings: &'a BufferSettings,
    global: NetworkBufferPool,
    pools: Vec<PoolId>,
    step: u64,
}

impl Deployment<'_> {
    fn create_pools(&mut self, number: usize, task: &Task) -> Result<(), DeployError> {
        for (output, partition) in task.outputs.iter().enumerate() {
            let request = result_partition(self.release, self.settings, *partition).request();
            let created = self.global.create_buffer_pool(&request);
            self.keep(Owner::Output { task: number, output }, created)?;
        }
        for (gate, placed) in task.gates.iter().enumerate() {
            let owner = Owner::Gate { task: number, gate };
            let buffers = input_gate(self.release, self.settings, placed.gate);
            let request = buffers.map_err(|error| self.refuse(owner, Refusal::Shuffle(error)))?.request();
            let created = self.global.create_buffer_pool(&request);
            self.keep(owner, created)?;
        }
        Ok(())
    }

    fn keep(&mut self, owner: Owner, created: Result<PoolId, PoolError>) -> Result<(), DeployError> {
        let pool = created.map_err(|error| self.refuse(owner, Refusal::Pool(error)))?;
        self.pools.push(pool);
        self.step += 1;
        Ok(())
    }

    fn request_exclusive(&mut self, number: usize, task: &Task) -> Result<(), DeployError> {
        for (gate, placed) in task.gates.iter().enumerate() {
            let owner = |channel| Owner::Channel { task: number, gate, channel };
            let buffers = input_gate(self.release, self.settings, placed.gate);
            let buffers = buffers.map_err(|error| self.refuse(owner(0), Refusal::Shuffle(error)))?;
            for channel in 0..placed.remote {
                let requested = self.request_unpooled(buffers.exclusive_per_channel);
                requested.map_err(|error| self.refuse(owner(channel), Refusal::Pool(error)))?;
                if buffers.exclusive_per_channel == 0 {
                    // Where none are allowed, the others need none either.
                    self.step += u64::from(placed.remote.unsigned_abs());
                    break;
                }
                self.step += 1;
            }
        }
        Ok(())
    }

    fn request_unpooled(&mut self, number: i32) -> Result<(), PoolError> {
        let mut segments = Vec::new();
        let mut progress = self.global.request_unpooled(number, 0, &mut segments)?;
        // Nobody uses a buffer yet, so that there is one for every guarantee and nothing waits.
        while let Progress::Waiting { request, until_ms } = progress {
            progress = self.global.resume(request, until_ms, &mut segments)?;
        }
        Ok(())
    }

    const fn refuse(&self, owner: Owner, refusal: Refusal) -> DeployError {
        DeployError { owner, step: self.step, refusal }
    }
}
