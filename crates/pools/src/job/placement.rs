//! Which TaskManager runs which subtask, and what of its channels is remote.
//!
//! Which subtasks share a slot is exact. Which slot is in which TaskManager is only known as far as the mode says: Flink gives slots to
//! subtasks in the order of a `HashSet` of objects, which differs from run to run. Here it is the order in which slots are made.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::error::JobError;
use super::{DistributionPattern, Edge, JobGraph, LoadBalanceMode, SlotSharing, VertexId};
use crate::release::Release;
use crate::shuffle::{BufferSettings, Demand, InputGate, PlacedGate, ResultPartition, ShuffleError, Task};

/// The TaskManagers for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// How many there are.
    pub task_managers: u32,
    /// Slots of each.
    pub slots_each: u32,
    /// Which ones are used first.
    pub mode: LoadBalanceMode,
}

impl Cluster {
    /// More TaskManagers than this are refused.
    pub const MAX_TASK_MANAGERS: u32 = 1 << 16;
}

/// A TaskManager, by its number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskManagerId(pub u32);

/// A job in a cluster.
#[derive(Clone, Debug)]
pub struct Placement<'a> {
    graph: &'a JobGraph,
    sharing: SlotSharing,
    /// The TaskManager of each slot.
    task_manager_of: Vec<u32>,
    task_managers: u32,
}

/// Channels of a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// Between subtasks of one TaskManager.
    pub local: u64,
    /// Between subtasks of two.
    pub remote: u64,
}

impl<'a> Placement<'a> {
    /// Places a job as a release does. TaskManagers that are not needed stay empty.
    ///
    /// # Errors
    /// [`JobError::NoResources`], [`JobError::NoSuchMode`], [`JobError::TooLarge`].
    pub fn new(release: Release, graph: &'a JobGraph, cluster: &Cluster) -> Result<Self, JobError> {
        if !release.behaviour().scheduling.modes.contains(&cluster.mode) {
            return Err(JobError::NoSuchMode);
        }
        if cluster.task_managers > Cluster::MAX_TASK_MANAGERS {
            return Err(JobError::TooLarge);
        }
        let sharing = match cluster.mode {
            LoadBalanceMode::Tasks => SlotSharing::balanced(graph),
            _ => SlotSharing::local_inputs(graph),
        };
        let slots = u64::from(cluster.task_managers) * u64::from(cluster.slots_each);
        if u64::from(sharing.slots()) > slots {
            return Err(JobError::NoResources { needed: sharing.slots().into(), slots });
        }
        let task_manager_of = task_managers(&sharing, cluster);
        Ok(Self { graph, sharing, task_manager_of, task_managers: cluster.task_managers })
    }

    /// Slots that the job takes.
    #[must_use]
    pub const fn slots(&self) -> u32 {
        self.sharing.slots()
    }

    /// Who shares a slot.
    #[must_use]
    pub const fn sharing(&self) -> &SlotSharing {
        &self.sharing
    }

    /// TaskManagers of the cluster.
    #[must_use]
    pub const fn task_managers(&self) -> u32 {
        self.task_managers
    }

    /// The TaskManager of a slot.
    #[must_use]
    pub fn task_manager_of_slot(&self, slot: u32) -> Option<TaskManagerId> {
        self.task_manager_of.get(slot as usize).copied().map(TaskManagerId)
    }

    /// The TaskManagers of a vertex's subtasks, in their order.
    pub fn task_managers_of(&self, vertex: VertexId) -> impl Iterator<Item = TaskManagerId> {
        self.sharing.slots_of(vertex).iter().map(|slot| TaskManagerId(self.task_manager_of[*slot as usize]))
    }

    /// All channels of the job.
    #[must_use]
    pub fn channels(&self) -> Channels {
        let mut channels = Channels::default();
        for edge in self.graph.edges() {
            let producers = Producers::new(self, edge);
            for (consumer, home) in (0..).zip(self.task_managers_of(edge.consumer)) {
                let (all, remote) = producers.channels(consumer, home);
                channels.remote += u64::from(remote);
                channels.local += u64::from(all - remote);
            }
        }
        channels
    }

    /// Calls `visit` with every subtask: vertex after vertex as they are deployed, with what it writes and reads.
    fn for_each_task(&self, mut visit: impl FnMut(TaskManagerId, Task)) {
        for &vertex in self.graph.sorted() {
            let inputs: Vec<_> =
                self.graph.inputs(vertex).map(|edge| (edge.exchange, Producers::new(self, edge))).collect();
            for (subtask, home) in (0..).zip(self.task_managers_of(vertex)) {
                let outputs = self.graph.outputs(vertex).map(|edge| ResultPartition {
                    subpartitions: int(self.graph.subpartitions(edge, subtask)),
                    exchange: edge.exchange,
                });
                let gates = inputs.iter().map(|(exchange, producers)| {
                    let (channels, remote) = producers.channels(subtask, home);
                    let gate = InputGate { channels: int(channels), exchange: *exchange };
                    PlacedGate { gate, remote: int(remote) }
                });
                visit(home, Task { outputs: outputs.collect(), gates: gates.collect() });
            }
        }
    }

    /// The subtasks of one TaskManager, in the order in which they are deployed.
    #[must_use]
    pub fn tasks_on(&self, task_manager: TaskManagerId) -> Vec<Task> {
        let mut tasks = Vec::new();
        self.for_each_task(|home, task| {
            if home == task_manager {
                tasks.push(task);
            }
        });
        tasks
    }

    /// The subtasks of every TaskManager, in the order in which they are deployed.
    #[must_use]
    pub fn tasks(&self) -> Vec<Vec<Task>> {
        let mut tasks = vec![Vec::new(); self.task_managers as usize];
        self.for_each_task(|home, task| tasks[home.0 as usize].push(task));
        tasks
    }

    /// What every TaskManager needs.
    ///
    /// # Errors
    /// Those of [`input_gate`](crate::shuffle::input_gate).
    pub fn demands(&self, release: Release, settings: &BufferSettings) -> Result<Vec<Demand>, ShuffleError> {
        let nothing = Demand { optimum: Some(0), ..Demand::default() };
        let mut demands = vec![nothing; self.task_managers as usize];
        let mut failed = None;
        self.for_each_task(|home, task| match Demand::of(release, settings, &task) {
            Ok(demand) => {
                let sum = &mut demands[home.0 as usize];
                *sum = sum.and(demand);
            }
            Err(error) => failed = failed.or(Some(error)),
        });
        failed.map_or(Ok(demands), Err)
    }
}

/// Numbers of channels are at most a parallelism.
fn int(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The producers of an edge, for who reads of them.
struct Producers<'a> {
    placement: &'a Placement<'a>,
    edge: &'a Edge,
    /// Their TaskManagers, sorted; only where everybody reads of all.
    homes: Vec<TaskManagerId>,
}

impl<'a> Producers<'a> {
    fn new(placement: &'a Placement<'a>, edge: &'a Edge) -> Self {
        let mut homes = BinaryHeap::new();
        if edge.pattern == DistributionPattern::AllToAll {
            homes.extend(placement.task_managers_of(edge.producer));
        }
        // Sorts of slices are kilobytes of program each.
        Self { placement, edge, homes: homes.into_sorted_vec() }
    }

    /// Channels of a consumer in `home`: all of them, and those from elsewhere.
    fn channels(&self, consumer: u32, home: TaskManagerId) -> (u32, u32) {
        let range = self.placement.graph.consumed(self.edge, consumer).producers;
        let all = range.end - range.start;
        let local = match self.edge.pattern {
            DistributionPattern::AllToAll => {
                let up_to = |home| self.homes.partition_point(|other| *other < home);
                up_to(TaskManagerId(home.0 + 1)) - up_to(home)
            }
            DistributionPattern::Pointwise => {
                let slots = &self.placement.sharing.slots_of(self.edge.producer)
                    [range.start as usize..range.end as usize];
                let is_here = |slot: &&u32| self.placement.task_manager_of[**slot as usize] == home.0;
                slots.iter().filter(is_here).count()
            }
        };
        (all, all - u32::try_from(local).unwrap_or(all))
    }
}

/// The TaskManager of each slot.
fn task_managers(sharing: &SlotSharing, cluster: &Cluster) -> Vec<u32> {
    let slots = 0..sharing.slots();
    match cluster.mode {
        LoadBalanceMode::None | LoadBalanceMode::MinResources => {
            slots.map(|slot| slot / cluster.slots_each).collect()
        }
        LoadBalanceMode::Slots => slots.map(|slot| slot % cluster.task_managers).collect(),
        LoadBalanceMode::Tasks => by_tasks(sharing, cluster),
    }
}

/// TaskManagers are filled one after the other; then the slot with the most tasks is put where there are the fewest
/// (`TasksBalancedRequestSlotMatchingStrategy`).
fn by_tasks(sharing: &SlotSharing, cluster: &Cluster) -> Vec<u32> {
    let tasks = sharing.tasks();
    let slots: BinaryHeap<_> =
        (0..sharing.slots()).map(|slot| (Reverse(tasks[slot as usize]), slot)).collect();
    let last = sharing.slots().saturating_sub(1) / cluster.slots_each.max(1);
    let free_of = |task_manager: u32| {
        let before = u64::from(task_manager) * u64::from(cluster.slots_each);
        u64::from(sharing.slots()).saturating_sub(before).min(cluster.slots_each.into())
    };
    // Tasks, TaskManager, free slots.
    let mut queue: BinaryHeap<_> =
        (0..=last).map(|number| Reverse((0_u64, number, free_of(number)))).collect();
    let mut task_manager_of = vec![0; slots.len()];
    for (_, slot) in slots.into_sorted_vec() {
        let Some(Reverse((load, task_manager, free))) = queue.pop() else { break };
        task_manager_of[slot as usize] = task_manager;
        if free > 1 {
            queue.push(Reverse((load + u64::from(tasks[slot as usize]), task_manager, free - 1)));
        }
    }
    task_manager_of
}
