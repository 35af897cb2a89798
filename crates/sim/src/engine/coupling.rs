//! What memory does to the tasks: records take longer, and collections stretch all work of a TaskManager. Estimates, of
//! [`coupling`](crate::coupling); where all of them are off there is nothing of this.

use super::Simulation;
use super::model::Task;
use super::queue::Planned;
use crate::coupling::gc::{GcEstimate, Heap, HeapLoad, HeapUse};
use crate::coupling::{Couplings, Estimate, TaskManagerEstimate, VertexCouplings, VertexEstimate};
use crate::scenario::{Nanos, SECOND, ScenarioError, Service, Vertex, Work};

/// How often what collections take is estimated anew, ns.
const PERIOD: Nanos = SECOND;

/// What is estimated at present.
#[derive(Clone, Debug)]
pub(super) struct Coupled {
    vertices: Vec<VertexEstimate>,
    /// Of each TaskManager; none without a heap.
    heaps: Vec<HeapState>,
    /// Since when allocations are counted, ns.
    since: Nanos,
}

/// A TaskManager's heap.
#[derive(Clone, Debug)]
struct HeapState {
    /// What tasks do with it, as it was last seen.
    load: HeapLoad,
    collections: GcEstimate,
    /// How much longer work takes.
    stretch: f64,
    /// Bytes allocated up to the last estimate.
    before: Allocated,
}

impl HeapState {
    fn new(heap: &Heap, load: HeapLoad, before: Allocated) -> Self {
        let Estimate(collections) = heap.estimate(&load);
        Self { load, collections, stretch: collections.stretch(), before }
    }
}

/// Bytes allocated since the start.
#[derive(Clone, Copy, Debug, Default)]
struct Allocated {
    all: u64,
    replaced: u64,
}

impl Coupled {
    /// Time that a record of a vertex takes longer, ns.
    pub(super) fn per_record(&self, vertex: usize) -> Nanos {
        self.vertices.get(vertex).map_or(0, |estimate| estimate.per_record)
    }

    /// How long work takes with the collections of its TaskManager.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a longer time than 2^53 ns need not be exact"
    )]
    pub(super) fn stretched(&self, task_manager: usize, time: Nanos) -> Nanos {
        self.heaps.get(task_manager).map_or(time, |heap| (time as f64 * heap.stretch) as Nanos)
    }
}

impl Simulation {
    /// Changes what memory does, from now on.
    ///
    /// # Errors
    /// [`ScenarioError`] if a parameter is out of its range; nothing is changed then.
    pub fn set_couplings(&mut self, couplings: Couplings) -> Result<(), ScenarioError> {
        couplings.check(self.scenario.vertices.len())?;
        self.scenario.couplings = couplings;
        self.couple();
        Ok(())
    }

    /// What is estimated of each subtask of a vertex; `None` if none of its couplings is on.
    #[must_use]
    pub fn vertex_estimate(&self, vertex: usize) -> Option<Estimate<VertexEstimate>> {
        let estimate = self.coupled.as_ref()?.vertices.get(vertex)?;
        (estimate.state.is_some() || estimate.spill.is_some()).then_some(Estimate(*estimate))
    }

    /// What is estimated of a TaskManager, as of the last full second; `None` without a heap.
    #[must_use]
    pub fn task_manager_estimate(&self, task_manager: usize) -> Option<Estimate<TaskManagerEstimate>> {
        let collections = self.coupled.as_ref()?.heaps.get(task_manager)?.collections;
        let heartbeat = self.scenario.couplings.heartbeat;
        let heartbeat = heartbeat.map(|heartbeat| heartbeat.estimate(&collections).0);
        Some(Estimate(TaskManagerEstimate { collections, heartbeat }))
    }

    /// Makes the estimates of the scenario's couplings, and plans that of collections.
    pub(super) fn couple(&mut self) {
        let scenario = &self.scenario;
        let Couplings { vertices, heap, .. } = &scenario.couplings;
        if heap.is_none() && vertices.iter().all(|vertex| *vertex == VertexCouplings::default()) {
            self.coupled = None;
            return;
        }
        let vertices = scenario.vertices.iter().zip(vertices).map(estimate).collect();
        let heaps = heap.map_or(Vec::new(), |heap| self.heaps(&heap));
        if heap.is_some() && !std::mem::replace(&mut self.is_heap_planned, true) {
            self.queue.plan(self.now.saturating_add(PERIOD), Planned::Heap);
        }
        self.coupled = Some(Box::new(Coupled { vertices, heaps, since: self.now }));
    }

    /// A vertex does something else: what its state adds may depend on that.
    pub(super) fn recouple(&mut self, vertex: usize) {
        let Self { scenario, coupled: Some(coupled), .. } = self else { return };
        let both = scenario.vertices.get(vertex).zip(scenario.couplings.vertices.get(vertex));
        if let (Some(both), Some(at)) = (both, coupled.vertices.get_mut(vertex)) {
            *at = estimate(both);
        }
    }

    /// The heaps of all TaskManagers. Until something else is seen, tasks allocate as much as before.
    fn heaps(&self, heap: &Heap) -> Vec<HeapState> {
        let seen = self.coupled.iter().flat_map(|coupled| &coupled.heaps).map(|state| state.load);
        let seen = seen.chain(std::iter::repeat(HeapLoad::default()));
        let now = self.live_bytes(heap).into_iter().zip(self.allocated(heap));
        now.zip(seen)
            .map(|((live, before), load)| HeapState::new(heap, HeapLoad { live, ..load }, before))
            .collect()
    }

    /// Estimates what collections take, from what was allocated since the last time.
    #[expect(clippy::cast_precision_loss, reason = "bytes and times of an estimate")]
    pub(super) fn estimate_heaps(&mut self) {
        self.is_heap_planned = false;
        let Some(heap) = self.scenario.couplings.heap else { return };
        let (allocated, now) = (self.allocated(&heap), self.now);
        let Some(coupled) = self.coupled.as_mut() else { return };
        // After a change, there is little to count at first.
        if now - coupled.since >= PERIOD / 2 {
            let seconds = (now - coupled.since) as f64 / SECOND as f64;
            for (state, now) in coupled.heaps.iter_mut().zip(allocated) {
                // Collections took their share of that time; nothing was allocated then.
                let working = seconds * (1.0 - state.collections.share);
                let load = HeapLoad {
                    live: state.load.live,
                    allocated: (now.all - state.before.all) as f64 / working,
                    replaced: (now.replaced - state.before.replaced) as f64 / working,
                };
                *state = HeapState::new(&heap, load, now);
            }
            coupled.since = now;
        }
        self.is_heap_planned = true;
        self.queue.plan(now.saturating_add(PERIOD), Planned::Heap);
    }

    /// Bytes that live on the heap of each TaskManager.
    fn live_bytes(&self, heap: &Heap) -> Vec<u64> {
        let mut live = vec![heap.base_live; self.task_managers.len()];
        for task in &self.tasks {
            let of_task = self.heap_use(task).map_or(0, |of_task| of_task.live);
            live[task.task_manager] = live[task.task_manager].saturating_add(of_task);
        }
        live
    }

    /// Bytes that the tasks of each TaskManager have allocated since the start, had they always done it as they do now.
    fn allocated(&self, heap: &Heap) -> Vec<Allocated> {
        let mut sums = vec![Allocated::default(); self.task_managers.len()];
        for task in &self.tasks {
            let Some(of_record) = self.heap_use(task) else { continue };
            let is_source = task.gates.is_empty();
            let records = if is_source { task.counters.records_out } else { task.counters.records_in };
            let sum = &mut sums[task.task_manager];
            let all = records.saturating_mul(of_record.allocated(heap.object_reuse));
            sum.all = sum.all.saturating_add(all);
            sum.replaced = sum.replaced.saturating_add(records.saturating_mul(of_record.replaced));
        }
        sums
    }

    fn heap_use(&self, task: &Task) -> Option<HeapUse> {
        self.scenario.couplings.vertices.get(task.vertex)?.heap
    }
}

fn estimate((vertex, couplings): (&Vertex, &VertexCouplings)) -> VertexEstimate {
    match vertex.work {
        Work::Source(_) => VertexEstimate::default(),
        Work::Operator(operator) => {
            let (Service::Constant(service) | Service::Exponential(service)) = operator.service;
            couplings.estimate(service)
        }
    }
}
