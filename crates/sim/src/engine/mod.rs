//! The simulation: what happens one after the other.
//!
//! ```text
//!  source ─▸ queues ═══connection═══▸ received ─▸ operator ─▸ queues ─▸ …
//!    │        │ ▲                       │   │        │
//!    │   output pool        credit ◂────┘   │   output pool
//!    └─ stops when it is not available      └─ exclusive and floating buffers
//! ```
//!
//! A task works record by record, as long as nothing else happens meanwhile in one go. What happens at the same time happens in the order
//! in which it was planned, so that a scenario with its seed always takes the same course, in however many calls it is advanced. A clone is
//! a snapshot.
//!
//! What memory does to the speed of tasks is an estimate, off unless a scenario has [`Couplings`](crate::coupling::Couplings); then work
//! takes longer, and all else is as before.
//!
//! Not here: writing state. Only 1.20 and 2.3 are held against
//! measurements.

mod barrier;
mod build;
mod cancellation;
mod checkpoint;
mod coupling;
mod debloating;
mod flows;
mod gauges;
mod ids;
mod link;
mod mail;
mod model;
mod origins;
mod queue;
mod random;
mod receive;
mod segments;
mod send;
mod stall;
mod thread;
mod time;
mod views;
mod wiring;

use self::barrier::Seen;
use self::checkpoint::Coordinator;
use self::coupling::Coupled;
use self::ids::TaskId;
use self::model::{Channel, Gate, Link, Message, Partition, Schedule, Task, TaskManager};
use self::queue::{EventQueue, Planned};
use self::views::Views;
use crate::metrics::EdgeMetrics;
use crate::queue::Arena;
use crate::scenario::{Nanos, Operator, Scenario, ScenarioError, Source, Work};

/// A job that runs.
///
/// Memory is taken in proportion to channels, and to the buffers that are in use at one time; records take none.
#[derive(Clone, Debug)]
pub struct Simulation {
    scenario: Scenario,
    now: Nanos,
    /// A thread does not work beyond this moment in one go.
    horizon: Nanos,
    events: u64,
    /// Events, and steps of threads between them.
    work: u64,
    /// A thread does not go on in one go beyond so much work.
    work_limit: u64,
    queue: EventQueue,
    task_managers: Vec<TaskManager>,
    tasks: Vec<Task>,
    /// The first task of each vertex.
    firsts: Vec<u32>,
    partitions: Vec<Partition>,
    gates: Vec<Gate>,
    channels: Vec<Channel>,
    /// What is on its way from TaskManager to TaskManager.
    wires: Arena<Message>,
    /// What each channel has seen of barriers; of none where they cannot overtake.
    seen: Vec<Seen>,
    /// From each TaskManager to each.
    links: Vec<Link>,
    edges: Vec<EdgeMetrics>,
    coordinator: Coordinator,
    views: Views,
    /// Whether barriers may overtake data.
    has_overtaking: bool,
    /// What memory does to the speed of tasks; `None` if nothing.
    coupled: Option<Box<Coupled>>,
    is_heap_planned: bool,
}

impl Simulation {
    /// What is simulated, with the load as it is now.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The present, ns since the start.
    #[must_use]
    pub const fn now(&self) -> Nanos {
        self.now
    }

    /// Events that happened so far. A record that is worked on while nothing else happens is none.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// When the next event happens, ns; `u64::MAX` if there is none, and there never will be.
    #[must_use]
    pub const fn next_event(&self) -> Nanos {
        self.queue.next_time()
    }

    /// Lets the next event happen; false if there is none, and there never will be.
    pub fn step(&mut self) -> bool {
        let Some((time, event)) = self.queue.pop() else { return false };
        self.now = time;
        self.horizon = self.horizon.max(time);
        self.events += 1;
        self.work += 1;
        match event {
            Planned::Resume(task) => self.resume(task),
            Planned::Flush(task) => self.flush_all(task),
            Planned::Written(link) => self.written(link),
            Planned::Arrive(channel) => self.arrive(channel),
            Planned::Credit(channel) => self.credit_arrives(channel),
            Planned::Checkpoint => self.checkpoint_due(),
            Planned::GiveUp => self.give_up(),
            Planned::Timeout(task) => self.timeout(task),
            Planned::Resumed(channel) => self.resumed(channel),
            Planned::Debloat(task) => self.debloat_due(task),
            Planned::BufferSize(channel) => self.buffer_size(channel),
            Planned::Heap => self.estimate_heaps(),
            Planned::UpdateViews => self.update_views(),
        }
        true
    }

    /// Lets everything happen up to `time`, which is the present then. Nothing happens if that is past. This takes as long as it takes: see
    /// [`advance`](Self::advance).
    pub fn run_until(&mut self, time: Nanos) {
        while !self.advance(time, u64::MAX) {}
    }

    /// Lets everything happen up to `time`, as [`run_until`](Self::run_until), but not much more than `budget` steps: events, and what
    /// threads do between them, about three for a record. False if it did not get there; the present is when the last thing happened then.
    /// The course is the same, in whatever pieces.
    pub fn advance(&mut self, time: Nanos, budget: u64) -> bool {
        if time < self.now {
            return true;
        }
        self.horizon = time;
        self.work_limit = self.work.saturating_add(budget);
        while self.queue.next_time() <= time {
            if self.work >= self.work_limit {
                self.horizon = self.now;
                return false;
            }
            if !self.step() {
                break;
            }
        }
        self.now = time;
        true
    }

    /// Changes when the source `vertex` has its records, from now on.
    ///
    /// # Errors
    /// [`ScenarioError`] if it is no source, or the numbers are out of range; nothing is changed then.
    pub fn set_source(&mut self, vertex: usize, source: Source) -> Result<(), ScenarioError> {
        self.set_work(vertex, Work::Source(source))?;
        for at in 0..self.tasks.len() {
            if self.tasks[at].vertex == vertex {
                let start = self.now.max(self.tasks[at].clock.since);
                self.tasks[at].schedule = Schedule { start, next: 0 };
                if self.tasks[at].activity == model::Activity::Idle {
                    self.wake(TaskId(u32::try_from(at).unwrap_or(u32::MAX)));
                }
            }
        }
        Ok(())
    }

    /// Changes what the operator `vertex` does with a record, from the next one on.
    ///
    /// # Errors
    /// [`ScenarioError`] if it is no operator, or the numbers are out of range; nothing is changed then.
    pub fn set_operator(&mut self, vertex: usize, operator: Operator) -> Result<(), ScenarioError> {
        self.set_work(vertex, Work::Operator(operator))
    }

    fn set_work(&mut self, vertex: usize, work: Work) -> Result<(), ScenarioError> {
        let Some(at) = self.scenario.vertices.get_mut(vertex) else {
            return Err(ScenarioError::BadVertex(vertex));
        };
        let before = std::mem::replace(&mut at.work, work);
        self.scenario.check().inspect_err(|_| self.scenario.vertices[vertex].work = before)?;
        self.recouple(vertex);
        Ok(())
    }
}
