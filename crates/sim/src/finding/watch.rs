//! Watching a job for a while.

use super::{BufferCost, Cause, Finding, Place, Remedy, Scarcity, Verdict, Waiting};
use crate::Simulation;
use crate::coupling::Estimate;
use crate::metrics::TaskMetrics;
use crate::scenario::{Nanos, SECOND, Scenario, Work};

/// Who works for so much of the time always works, as far as a share can tell.
const ALWAYS: f64 = 0.9;

/// Waiting less is nothing to speak of, as in Flink's Web UI.
const SOME: f64 = 0.1;

/// More of its time, and this is the reason.
const MOST: f64 = 0.5;

/// Collections for so much of the time are the reason, already.
const MANY_COLLECTIONS: f64 = 0.3;

/// So many times the mean of all subtasks is more than its share.
const SKEWED: f64 = 1.25;

/// Shorter times say nothing, ns.
const SHORTEST: Nanos = SECOND / 10;

/// Latency beyond which smaller buffers are worth it, ns.
const LONG: Nanos = SECOND;

/// What all tasks had done at a moment.
#[derive(Clone, Debug)]
pub struct Watch {
    since: Nanos,
    vertices: Vec<Vec<TaskMetrics>>,
}

/// Shares of a subtask's time, and its records.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shares {
    pub(super) busy: f64,
    pub(super) waiting: f64,
    pub(super) hard: f64,
    records_in: f64,
    bytes_in_remote: f64,
}

/// What was seen, and of what.
struct Seen<'a> {
    simulation: &'a Simulation,
    seconds: f64,
    vertices: Vec<Vec<Shares>>,
    /// Bytes of a buffer that each vertex receives.
    buffer_bytes: Vec<u32>,
}

impl Watch {
    /// Begins to watch.
    #[must_use]
    pub fn new(simulation: &Simulation) -> Self {
        Self { since: simulation.now(), vertices: metrics(simulation) }
    }

    /// When it began, ns since the start of the simulation.
    #[must_use]
    pub const fn since(&self) -> Nanos {
        self.since
    }

    /// What the same simulation has suffered from since then; `None` if that is less than a tenth of a second. Takes time in proportion to
    /// subtasks and channels, and `&mut` because sizes of pools are computed when they are looked at.
    pub fn find(&self, simulation: &mut Simulation) -> Option<Finding> {
        let time = simulation.now().checked_sub(self.since).filter(|time| *time >= SHORTEST)?;
        let buffer_bytes = buffer_bytes(simulation);
        let seen = Seen::new(simulation, self, time, buffer_bytes);
        let (verdict, waits) = (seen.verdict(), seen.waits_most());
        let buffers = waits.and_then(|place| seen.buffer_cost(place.vertex));
        let remedies = seen.remedies(verdict, buffers);
        let shares = waits.map(|place| seen.vertices[place.vertex][place.subtask as usize]);
        let waiting = waits.zip(shares).map(|(place, shares)| Waiting::look(simulation, place, shares));
        Some(Finding { verdict, waiting, buffers, remedies })
    }
}

/// Bytes of a buffer that each vertex receives: the segment's, or what debloating has found.
fn buffer_bytes(simulation: &mut Simulation) -> Vec<u32> {
    let segment = simulation.scenario().segment_size;
    let vertices = 0..simulation.scenario().vertices.len();
    let of = |vertex| {
        let size = simulation.task_gauges(vertex, 0).map_or(0, |gauges| gauges.debloated_buffer_size);
        u32::try_from(size).ok().filter(|size| *size > 0).map_or(segment, |size| size.min(segment))
    };
    vertices.map(of).collect()
}

fn metrics(simulation: &Simulation) -> Vec<Vec<TaskMetrics>> {
    let vertices = simulation.scenario().vertices.iter().enumerate();
    vertices
        .map(|(vertex, what)| {
            (0..what.parallelism).filter_map(|subtask| simulation.task_metrics(vertex, subtask)).collect()
        })
        .collect()
}

impl<'a> Seen<'a> {
    #[expect(clippy::cast_precision_loss, reason = "shares and rates need no more digits")]
    fn new(simulation: &'a Simulation, watch: &Watch, time: Nanos, buffer_bytes: Vec<u32>) -> Self {
        let of_task = |(now, then): (&TaskMetrics, &TaskMetrics)| {
            let spent = now.since(then);
            let share = |part: Nanos| part as f64 / time as f64;
            let hard = share(spent.times.hard_backpressured);
            Shares {
                busy: share(spent.times.busy),
                waiting: share(spent.times.soft_backpressured) + hard,
                hard,
                records_in: spent.counters.records_in as f64,
                bytes_in_remote: spent.counters.bytes_in_remote as f64,
            }
        };
        let now = metrics(simulation);
        let vertices = now.iter().zip(&watch.vertices);
        let vertices = vertices.map(|(now, then)| now.iter().zip(then).map(of_task).collect());
        let seconds = time as f64 / SECOND as f64;
        Self { simulation, seconds, vertices: vertices.collect(), buffer_bytes }
    }

    fn scenario(&self) -> &Scenario {
        self.simulation.scenario()
    }

    /// The subtask of a vertex of which there is most.
    fn most(&self, vertex: usize, of: fn(&Shares) -> f64) -> (Place, f64) {
        let mut most = (Place { vertex, subtask: 0 }, 0.0);
        for (subtask, shares) in (0..).zip(&self.vertices[vertex]) {
            if of(shares) > most.1 {
                most = (Place { vertex, subtask }, of(shares));
            }
        }
        most
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = usize> + use<> {
        0..self.vertices.len()
    }

    /// Whether anybody waits who writes to a vertex.
    fn is_waited_for(&self, vertex: usize) -> bool {
        let mut edges = self.scenario().edges.iter();
        edges.any(|edge| {
            edge.consumer == vertex && self.most(edge.producer, |shares| shares.waiting).1 >= SOME
        })
    }

    fn verdict(&self) -> Verdict {
        let busiest = |vertex: usize| self.most(vertex, |shares| shares.busy);
        // Vertices are in order: the last one is farthest from the sources.
        for (place, busy) in self.all().rev().map(busiest) {
            let is_source = matches!(self.scenario().vertices[place.vertex].work, Work::Source(_));
            if busy >= ALWAYS && (is_source || self.is_waited_for(place.vertex)) {
                return Verdict::Bottleneck { place, busy, cause: self.cause(place) };
            }
        }
        let waits = |vertex: &usize| self.most(*vertex, |shares| shares.waiting).1 >= SOME;
        if let Some(producer) = self.all().rev().find(waits)
            && let Some(edge) = self.fullest_edge(producer)
        {
            let consumer = self.scenario().edges[edge].consumer;
            return Verdict::Starved { producer, consumer, scarcity: self.scarcity(producer, consumer) };
        }
        let (busiest, busy) =
            self.all().map(busiest).fold((Place { vertex: 0, subtask: 0 }, 0.0), |most, next| {
                if next.1 > most.1 { next } else { most }
            });
        Verdict::KeepsUp { busiest, busy }
    }

    /// Why a subtask always works.
    #[expect(clippy::cast_precision_loss, reason = "shares need no more digits")]
    fn cause(&self, place: Place) -> Cause {
        let subtasks = &self.vertices[place.vertex];
        let all: f64 = subtasks.iter().map(|shares| shares.records_in).sum();
        let share = subtasks[place.subtask as usize].records_in / all.max(1.0);
        let idlest = subtasks.iter().map(|shares| shares.busy).fold(1.0, f64::min);
        if share * subtasks.len() as f64 > SKEWED && idlest < ALWAYS {
            return Cause::Skew { share };
        }
        if let Some(Estimate(estimate)) = self.simulation.vertex_estimate(place.vertex)
            && let Some(state) = estimate.state
            && let Work::Operator(operator) = self.scenario().vertices[place.vertex].work
        {
            let of_state = state.per_record as f64;
            let share = of_state / (of_state + operator.service.mean() as f64).max(1.0);
            if share > MOST {
                let cached = state.cached_blocks as f64 / state.blocks.max(1) as f64;
                return Cause::State { share, hit_rate: state.hit_rate, cache: state.cache, cached };
            }
        }
        let home = self.simulation.task_manager_of(place.vertex, place.subtask);
        let collections = home.and_then(|home| self.simulation.task_manager_estimate(home));
        match collections {
            Some(Estimate(estimate)) if estimate.collections.share > MANY_COLLECTIONS => {
                Cause::Collections { share: estimate.collections.share }
            }
            _ => Cause::Work,
        }
    }

    /// What is short on the way from one vertex to another.
    #[expect(clippy::cast_precision_loss, reason = "rates need no more digits")]
    fn scarcity(&self, producer: usize, consumer: usize) -> Scarcity {
        if self.most(producer, |shares| shares.hard).1 >= SOME {
            return Scarcity::Burst;
        }
        // What one TaskManager receives comes from the others alike.
        let scenario = self.scenario();
        let others = scenario.task_managers.saturating_sub(1).max(1);
        let mut received = vec![0.0; scenario.task_managers as usize];
        for (subtask, shares) in (0..).zip(&self.vertices[consumer]) {
            if let Some(home) = self.simulation.task_manager_of(consumer, subtask) {
                received[home] += shares.bytes_in_remote;
            }
        }
        let most = received.into_iter().fold(0.0, f64::max);
        let capacity = scenario.network.bandwidth as f64 * f64::from(others) * self.seconds;
        if most > MOST * capacity { Scarcity::Network } else { Scarcity::Buffers }
    }

    /// The subtask that waits most, of the vertex nearest to the bottleneck.
    fn waits_most(&self) -> Option<Place> {
        let mut vertices = self.all().rev().map(|vertex| self.most(vertex, |shares| shares.waiting));
        vertices.find(|(_, share)| *share >= SOME).map(|(place, _)| place)
    }

    /// The edge of a vertex on which most is on its way.
    fn fullest_edge(&self, producer: usize) -> Option<usize> {
        let edges = self.scenario().edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| edge.producer == producer).map(|(number, _)| number);
        edges.max_by_key(|edge| self.simulation.edge_metrics(*edge).map(|edge| edge.in_flight()))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "times to be rounded"
    )]
    fn buffer_cost(&self, producer: usize) -> Option<BufferCost> {
        let edge = self.fullest_edge(producer)?;
        let consumer = self.scenario().edges[edge].consumer;
        let taken: f64 = self.vertices[consumer].iter().map(|shares| shares.records_in).sum();
        let rate = taken / self.seconds;
        if rate <= 0.0 {
            return None;
        }
        let in_flight = self.simulation.edge_metrics(edge)?.in_flight();
        let record = f64::from(self.scenario().vertices[producer].record_bytes);
        let more = self.vertices[consumer].len() as f64 * f64::from(self.buffer_bytes[consumer]) / record;
        let time = |records: f64| (records / rate * SECOND as f64) as Nanos;
        Some(BufferCost {
            edge,
            bytes: (in_flight as f64 * record) as u64,
            residence: time(in_flight as f64),
            per_buffer: time(more),
        })
    }

    fn remedies(&self, verdict: Verdict, buffers: Option<BufferCost>) -> Vec<Remedy> {
        let mut remedies = match verdict {
            Verdict::KeepsUp { .. } => Vec::new(),
            Verdict::Bottleneck { place: Place { vertex, .. }, cause, .. } => match cause {
                Cause::Work => vec![Remedy::Parallelism { vertex }, Remedy::Service { vertex }],
                Cause::Skew { .. } => vec![Remedy::Keys { vertex }, Remedy::Service { vertex }],
                Cause::State { .. } => vec![Remedy::ManagedMemory, Remedy::Parallelism { vertex }],
                Cause::Collections { .. } => vec![Remedy::TaskHeap, Remedy::ObjectReuse],
            },
            Verdict::Starved { producer, scarcity, .. } => match scarcity {
                Scarcity::Burst => vec![Remedy::Selectivity { vertex: producer }, Remedy::NetworkMemory],
                Scarcity::Network => vec![Remedy::Bandwidth],
                Scarcity::Buffers => vec![Remedy::NetworkMemory],
            },
        };
        let is_long = buffers.is_some_and(|buffers| buffers.residence > LONG);
        if is_long && self.scenario().debloating.is_none() {
            remedies.push(Remedy::Debloating);
        }
        remedies
    }
}
