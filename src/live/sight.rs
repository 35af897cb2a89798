//! What is seen of a simulation: the numbers of the graph and of the table.
//!
//! Shares and rates are over the last second of simulated time, from samples at fixed moments of it: what is shown depends on the simulation alone,
//! and not on when frames were drawn. (Flink's own meters look back a minute, which is long for somebody who turns a control.)

use std::collections::VecDeque;

use sim::Simulation;
use sim::metrics::{Histogram, TaskGauges, TaskMetrics};
use sim::scenario::{Nanos, SECOND};

/// Simulated time between two samples, ns.
pub const PERIOD: Nanos = SECOND / 10;
/// Samples to look back.
const WINDOW: usize = 10;

/// Counters at a moment.
#[derive(Clone, Debug)]
struct Sample {
    time: Nanos,
    /// Of all subtasks, vertex by vertex.
    tasks: Vec<TaskMetrics>,
    /// Records that each edge's consumers have begun to work on.
    begun: Vec<u64>,
    /// Ages of records at vertices without outputs.
    ages: Histogram,
}

/// Samples of the last second.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    samples: VecDeque<Sample>,
}

impl Recorder {
    /// When the next sample is to be taken, ns.
    #[must_use]
    pub fn next(&self) -> Nanos {
        self.samples
            .back()
            .map_or(0, |sample| (sample.time / PERIOD).saturating_add(1).saturating_mul(PERIOD))
    }

    /// Takes a sample.
    pub fn sample(&mut self, simulation: &Simulation) {
        // One more than there are periods in a window: it begins and ends with one.
        if self.samples.len() > WINDOW {
            self.samples.pop_front();
        }
        self.samples.push_back(sample(simulation));
    }

    /// Age of records at the sink over the samples, ns: the median, and what 99 of 100 do not exceed. `None` if none came.
    #[must_use]
    pub fn latency(&self) -> Option<[Nanos; 2]> {
        let ages = self.samples.back()?.ages.since(&self.samples.front()?.ages);
        (ages.count() > 0).then(|| [ages.percentile(50), ages.percentile(99)])
    }
}

fn sample(simulation: &Simulation) -> Sample {
    let scenario = simulation.scenario();
    let mut tasks = Vec::new();
    let mut ages = Histogram::default();
    for (vertex, described) in scenario.vertices.iter().enumerate() {
        for subtask in 0..described.parallelism {
            tasks.push(simulation.task_metrics(vertex, subtask).unwrap_or_default());
            if let Some(of_subtask) = simulation.latency(vertex, subtask) {
                ages.add(of_subtask);
            }
        }
    }
    let begun = (0..scenario.edges.len()).filter_map(|edge| simulation.edge_metrics(edge));
    Sample { time: simulation.now(), tasks, begun: begun.map(|edge| edge.begun).collect(), ages }
}

/// Time that a task spends, ms of each second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    /// `busyTimeMsPerSecond`.
    pub busy: f64,
    /// `backPressuredTimeMsPerSecond`: the sum of the next two.
    pub backpressured: f64,
    /// `softBackPressuredTimeMsPerSecond`.
    pub soft: f64,
    /// `hardBackPressuredTimeMsPerSecond`.
    pub hard: f64,
    /// `idleTimeMsPerSecond`.
    pub idle: f64,
}

/// A vertex.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VertexSight {
    /// Mean of its subtasks.
    pub mean: Shares,
    /// Largest of its subtasks.
    pub max: Shares,
    /// `numRecordsInPerSecond` of all subtasks.
    pub records_in: f64,
    /// `numRecordsOutPerSecond` of all subtasks.
    pub records_out: f64,
    /// `numBytesOutPerSecond` of all subtasks.
    pub bytes_out: f64,
    /// `numBuffersOutPerSecond` of all subtasks.
    pub buffers_out: f64,
    /// Means of its subtasks' gauges.
    pub gauges: Gauges,
}

/// Means of gauges, see [`TaskGauges`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "Flink's names")]
pub struct Gauges {
    pub out_pool_usage: f64,
    pub in_pool_usage: f64,
    pub exclusive_buffers_usage: f64,
    pub floating_buffers_usage: f64,
    pub output_queue_length: f64,
    pub input_queue_length: f64,
    pub output_queue_size: f64,
    pub input_queue_size: f64,
    pub debloated_buffer_size: f64,
    pub estimated_time_to_consume_buffers_ms: f64,
}

/// An edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EdgeSight {
    /// Records that consumers begin to work on, per second.
    pub records: f64,
    /// Records on their way.
    pub in_flight: u64,
    /// Channels in which a checkpoint barrier is under way, by how far it got: in the producer's queue, between TaskManagers, at the consumer.
    pub barriers: [u64; 3],
}

/// What is seen at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// The moment, ns.
    pub time: Nanos,
    /// Vertices, in the job's order.
    pub vertices: Vec<VertexSight>,
    /// Edges, in the job's order.
    pub edges: Vec<EdgeSight>,
    /// Age of records at the sink over the last second, ns: the median, and what 99 of 100 do not exceed. `None` if none came.
    pub latency: Option<[Nanos; 2]>,
    /// The last checkpoint: its number from 1, and how long it took, ns.
    pub checkpoint: Option<(u64, Nanos)>,
}

impl Sight {
    /// What is seen of a simulation, with what was recorded of it. Takes `&mut Simulation` because sizes of pools are computed when they are looked
    /// at.
    #[must_use]
    pub fn of(simulation: &mut Simulation, recorder: &Recorder) -> Self {
        let mut sight = Self { latency: recorder.latency(), ..Self::now(simulation) };
        if let (Some(first), Some(last)) = (recorder.samples.front(), recorder.samples.back()) {
            sight.look_back(simulation, first, last);
        }
        sight
    }

    /// What there is at this moment: queues, records on their way, checkpoints.
    #[must_use]
    pub fn now(simulation: &mut Simulation) -> Self {
        let edges = simulation.scenario().edges.len();
        Self {
            time: simulation.now(),
            checkpoint: simulation.last_checkpoint().map(|last| (last.number + 1, last.end_to_end)),
            vertices: gauged(simulation),
            edges: (0..edges).map(|edge| edge_now(simulation, edge)).collect(),
            latency: None,
        }
    }

    /// Whether it shows something else than another one, but for the time.
    #[must_use]
    pub fn differs(&self, other: &Self) -> bool {
        self.checkpoint != other.checkpoint || self.edges != other.edges || self.vertices != other.vertices
    }

    fn look_back(&mut self, simulation: &Simulation, first: &Sample, last: &Sample) {
        let Some(seconds) = last.time.checked_sub(first.time).filter(|time| *time > 0).map(seconds) else {
            return;
        };
        let mut from = 0;
        for (vertex, described) in self.vertices.iter_mut().zip(&simulation.scenario().vertices) {
            let to = from + described.parallelism as usize;
            let (before, now) = (first.tasks.get(from..to), last.tasks.get(from..to));
            if let (Some(before), Some(now)) = (before, now) {
                vertex.look_back(now.iter().zip(before).map(|(now, before)| now.since(before)), seconds);
            }
            from = to;
        }
        for (edge, (now, before)) in self.edges.iter_mut().zip(last.begun.iter().zip(&first.begun)) {
            edge.records = float(now - before) / seconds;
        }
    }
}

impl VertexSight {
    fn look_back(&mut self, subtasks: impl ExactSizeIterator<Item = TaskMetrics>, seconds: f64) {
        let count = float(subtasks.len() as u64).max(1.0);
        for TaskMetrics { counters, times } in subtasks {
            let per_second = |nanos: Nanos| float(nanos) / 1e6 / seconds;
            let shares = Shares {
                busy: per_second(times.busy),
                backpressured: per_second(times.soft_backpressured + times.hard_backpressured),
                soft: per_second(times.soft_backpressured),
                hard: per_second(times.hard_backpressured),
                idle: per_second(times.idle),
            };
            self.mean = self.mean.with(shares, |mean, share| mean + share / count);
            self.max = self.max.with(shares, f64::max);
            self.records_in += float(counters.records_in) / seconds;
            self.records_out += float(counters.records_out) / seconds;
            self.bytes_out += float(counters.bytes_out) / seconds;
            self.buffers_out += float(counters.buffers_out) / seconds;
        }
    }
}

impl Shares {
    fn with(self, other: Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            busy: combine(self.busy, other.busy),
            backpressured: combine(self.backpressured, other.backpressured),
            soft: combine(self.soft, other.soft),
            hard: combine(self.hard, other.hard),
            idle: combine(self.idle, other.idle),
        }
    }
}

fn edge_now(simulation: &Simulation, edge: usize) -> EdgeSight {
    // Looking for barriers means to look into every channel.
    let view =
        simulation.scenario().checkpointing.and_then(|_| simulation.edge_view(edge)).unwrap_or_default();
    EdgeSight {
        records: 0.0,
        in_flight: simulation.edge_metrics(edge).unwrap_or_default().in_flight(),
        barriers: [view.barriers_queued, view.barriers_on_the_wire, view.barriers_received],
    }
}

/// Vertices with their gauges alone.
fn gauged(simulation: &mut Simulation) -> Vec<VertexSight> {
    let subtasks: Vec<u32> = simulation.scenario().vertices.iter().map(|vertex| vertex.parallelism).collect();
    let of_vertex = |(vertex, count): (usize, u32)| {
        let mut gauges = Gauges::default();
        for subtask in 0..count {
            gauges.add(&simulation.task_gauges(vertex, subtask).unwrap_or_default(), f64::from(count));
        }
        VertexSight { gauges, ..VertexSight::default() }
    };
    subtasks.into_iter().enumerate().map(of_vertex).collect()
}

impl Gauges {
    fn add(&mut self, of: &TaskGauges, count: f64) {
        self.out_pool_usage += f64::from(of.out_pool_usage) / count;
        self.in_pool_usage += f64::from(of.in_pool_usage) / count;
        self.exclusive_buffers_usage += f64::from(of.exclusive_buffers_usage) / count;
        self.floating_buffers_usage += f64::from(of.floating_buffers_usage) / count;
        self.output_queue_length += float(of.output_queue_length) / count;
        self.input_queue_length += float(of.input_queue_length) / count;
        self.output_queue_size += float(of.output_queue_size) / count;
        self.input_queue_size += float(of.input_queue_size) / count;
        self.debloated_buffer_size += f64::from(of.debloated_buffer_size) / count;
        self.estimated_time_to_consume_buffers_ms +=
            float(of.estimated_time_to_consume_buffers_ms.unsigned_abs()) / count;
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers to be shown with a few digits")]
const fn float(number: u64) -> f64 {
    number as f64
}

fn seconds(time: Nanos) -> f64 {
    float(time) / 1e9
}
