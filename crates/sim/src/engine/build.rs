//! From a scenario to its parts, as they are before anything has happened.

use pools::buffer::{GlobalPool, NetworkBufferPool, PoolId};
use pools::job::{Cluster, Edge, JobGraph, Parallelism, Placement, SlotSharingGroup, Vertex, VertexId};
use pools::shuffle::{DeployError, Owner, Refusal, ResultPartitionType, Task, deploy};

use super::Simulation;
use super::barrier::Seen;
use super::checkpoint::Coordinator;
use super::ids::{TaskId, next};
use super::model::TaskManager;
use super::queue::{EventQueue, Planned};
use super::random::Random;
use super::views::Views;
use super::wiring::Building;
use crate::metrics::EdgeMetrics;
use crate::queue::Arena;
use crate::scenario::{Barriers, BufferTimeout, Scenario, ScenarioError, check_usable_buffers};

/// Streaming jobs exchange data like this.
pub(super) const EXCHANGE: ResultPartitionType = ResultPartitionType::PipelinedBounded;

impl Simulation {
    /// A simulation in which no task has started yet.
    ///
    /// # Errors
    /// [`ScenarioError`] where a parameter is out of range, the job cannot be placed, or a TaskManager has not enough buffers for its
    /// tasks; the last in Flink's words.
    pub fn new(scenario: Scenario) -> Result<Self, ScenarioError> {
        scenario.check()?;
        let graph = job_graph(&scenario)?;
        let cluster = Cluster {
            task_managers: scenario.task_managers,
            slots_each: scenario.slots_each,
            mode: scenario.mode,
        };
        let placement = Placement::new(scenario.release, &graph, &cluster).map_err(ScenarioError::Job)?;
        check_buffers(&scenario, &placement)?;
        let mut task_managers = Vec::new();
        let mut pools = Vec::new();
        for tasks in placement.tasks() {
            let (task_manager, own) = task_manager(&scenario, &tasks)?;
            task_managers.push(task_manager);
            pools.push(own.into_iter());
        }
        let count = cluster.task_managers as usize;
        let mut building = Building::new(&placement, &graph, pools, Self::empty(scenario, task_managers));
        building.add_tasks();
        building.connect_all(count);
        let mut simulation = building.done();
        if simulation.has_overtaking {
            simulation.seen = vec![Seen::default(); simulation.channels.len()];
        }
        simulation.plan_starts();
        simulation.couple();
        Ok(simulation)
    }

    fn empty(scenario: Scenario, task_managers: Vec<TaskManager>) -> Self {
        let has_overtaking =
            scenario.checkpointing.is_some_and(|checkpointing| checkpointing.barriers != Barriers::Aligned);
        Self {
            edges: vec![EdgeMetrics::default(); scenario.edges.len()],
            firsts: Vec::new(),
            scenario,
            now: 0,
            horizon: 0,
            events: 0,
            work: 0,
            work_limit: u64::MAX,
            queue: EventQueue::default(),
            task_managers,
            tasks: Vec::new(),
            partitions: Vec::new(),
            gates: Vec::new(),
            channels: Vec::new(),
            wires: Arena::new(),
            seen: Vec::new(),
            links: Vec::new(),
            coordinator: Coordinator::default(),
            views: Views::default(),
            has_overtaking,
            coupled: None,
            is_heap_planned: false,
        }
    }

    fn plan_starts(&mut self) {
        self.plan_first_update();
        if let Some(checkpointing) = self.scenario.checkpointing {
            let first = self.scenario.start_skew.saturating_add(checkpointing.interval);
            self.queue.plan(first, Planned::Checkpoint);
        }
        let mut random = Random::new(self.scenario.seed, u64::MAX);
        for number in 0..next(&self.tasks) {
            let task = TaskId(number);
            let start = random.below(self.scenario.start_skew.saturating_add(1));
            self.tasks[task.at()].clock.since = start;
            self.tasks[task.at()].schedule.start = start;
            self.resume_at(task, start);
            if let (Some(debloating), false) =
                (self.scenario.debloating, self.tasks[task.at()].gates.is_empty())
            {
                self.queue.plan(start.saturating_add(debloating.period), Planned::Debloat(task));
            }
            if let (BufferTimeout::Every(time), false) =
                (self.scenario.buffer_timeout, self.tasks[task.at()].outputs.is_empty())
            {
                // Each flusher has a phase of its own.
                let first = start.saturating_add(1 + random.below(time));
                self.queue.plan(first, Planned::Flush(task));
            }
        }
    }
}

fn job_graph(scenario: &Scenario) -> Result<JobGraph, ScenarioError> {
    let vertices = scenario.vertices.iter().map(|vertex| Vertex {
        parallelism: Parallelism::new(vertex.parallelism).unwrap_or(Parallelism::MAX),
        slot_sharing_group: SlotSharingGroup(vertex.slot_sharing_group),
    });
    let edges = scenario.edges.iter().map(|edge| Edge {
        producer: VertexId(edge.producer),
        consumer: VertexId(edge.consumer),
        pattern: edge.partitioning.pattern(),
        exchange: EXCHANGE,
    });
    JobGraph::new(vertices.collect(), edges.collect()).map_err(ScenarioError::Job)
}

/// Segments of a TaskManager.
fn segments(scenario: &Scenario) -> i32 {
    let segments = scenario.network_memory / u64::from(scenario.segment_size);
    i32::try_from(segments).unwrap_or(i32::MAX).min(NetworkBufferPool::MAX_SEGMENTS)
}

/// Refuses jobs that could use more buffers than are simulated.
fn check_buffers(scenario: &Scenario, placement: &Placement<'_>) -> Result<(), ScenarioError> {
    let refuse = |refusal| {
        let owner = Owner::Output { task: 0, output: 0 };
        ScenarioError::Deploy(DeployError { owner, step: 0, refusal: Refusal::Shuffle(refusal) })
    };
    let demands = placement.demands(scenario.release, &scenario.settings).map_err(refuse)?;
    let segments = i64::from(segments(scenario));
    let overdraft = i64::from(scenario.settings.max_overdraft_per_gate.max(0));
    let usable = demands.iter().map(|demand| {
        let pools = i64::try_from(demand.pools).unwrap_or(i64::MAX);
        let most = demand.optimum.map(|optimum| optimum.saturating_add(pools.saturating_mul(overdraft)));
        u64::try_from(most.unwrap_or(segments).min(segments)).unwrap_or(0)
    });
    check_usable_buffers(usable.sum())
}

/// A TaskManager with the pools of its tasks, in their order.
fn task_manager(scenario: &Scenario, tasks: &[Task]) -> Result<(TaskManager, Vec<PoolId>), ScenarioError> {
    let segment_size = i32::try_from(scenario.segment_size).unwrap_or(i32::MAX);
    let made_with = GlobalPool::new(scenario.release, segments(scenario), segment_size);
    let deployed = deploy(made_with, &scenario.settings, tasks).map_err(ScenarioError::Deploy)?;
    let writers = vec![None; deployed.pools.len()];
    Ok((TaskManager { global: deployed.global, writers }, deployed.pools))
}
