//! What is recorded of a run over time, for charts and files: bounded, however long it runs.
//!
//! Counters are kept as totals, and rates are differences of them. So when there are too many moments, every second one can be forgotten, and
//! not a record or a millisecond is lost: what is left has half the resolution.

use sim::Simulation;
use sim::scenario::{Nanos, SECOND};

use super::sight::PERIOD;

/// Most moments, and most checkpoints, that are kept.
pub const CAPACITY: usize = 400;
/// Most changes of the load that are kept.
const CHANGES: usize = 16;

/// A vertex at a moment: sums of its subtasks, since the start where it is not a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VertexMoment {
    /// `numRecordsIn`.
    pub records_in: u64,
    /// `numRecordsOut`.
    pub records_out: u64,
    /// `accumulateBusyTimeMs`, in ns.
    pub busy: Nanos,
    /// `accumulateBackPressuredTimeMs`, in ns.
    pub backpressured: Nanos,
    /// `accumulateIdleTimeMs`, in ns.
    pub idle: Nanos,
    /// `outputQueueLength`: buffers.
    pub queued_out: u64,
    /// `inputQueueLength`: buffers; of local channels, the producers' queues.
    pub queued_in: u64,
}

/// A run at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Since its start, ns.
    pub time: Nanos,
    /// Its vertices, in the job's order.
    pub vertices: Vec<VertexMoment>,
    /// Records on their way, edge by edge.
    pub in_flight: Vec<u64>,
    /// Age of records at the sink over the last second, ns: the median, and what 99 of 100 do not exceed.
    pub latency: Option<[Nanos; 2]>,
}

impl Moment {
    /// What there is now. Takes `&mut Simulation` because sizes of pools are computed when they are looked at.
    #[must_use]
    pub fn of(simulation: &mut Simulation, latency: Option<[Nanos; 2]>) -> Self {
        let subtasks: Vec<u32> =
            simulation.scenario().vertices.iter().map(|vertex| vertex.parallelism).collect();
        let edges = simulation.scenario().edges.len();
        Self {
            time: simulation.now(),
            vertices: (subtasks.into_iter().enumerate())
                .map(|(vertex, count)| VertexMoment::of(simulation, vertex, count))
                .collect(),
            in_flight: (0..edges)
                .map(|edge| simulation.edge_metrics(edge).unwrap_or_default().in_flight())
                .collect(),
            latency,
        }
    }
}

impl VertexMoment {
    fn of(simulation: &mut Simulation, vertex: usize, subtasks: u32) -> Self {
        let mut sum = Self::default();
        for subtask in 0..subtasks {
            let metrics = simulation.task_metrics(vertex, subtask).unwrap_or_default();
            let gauges = simulation.task_gauges(vertex, subtask).unwrap_or_default();
            sum.records_in += metrics.counters.records_in;
            sum.records_out += metrics.counters.records_out;
            sum.busy += metrics.times.busy;
            sum.backpressured += metrics.times.soft_backpressured + metrics.times.hard_backpressured;
            sum.idle += metrics.times.idle;
            sum.queued_out += gauges.output_queue_length;
            sum.queued_in += gauges.input_queue_length;
        }
        sum
    }
}

/// A checkpoint that was completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Its number, from 1.
    pub number: u64,
    /// When it was completed, ns.
    pub at: Nanos,
    /// From its trigger until then, ns.
    pub took: Nanos,
}

/// What one line of a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Records per second that the sink reads.
    Throughput,
    /// Age of records at the sink, ns: the median.
    Median,
    /// What 99 of 100 do not exceed.
    Most,
    /// Records on their way, of all edges.
    InFlight,
    /// Buffers in the queues of subpartitions.
    QueuedOut,
    /// Buffers that arrived at gates.
    QueuedIn,
    /// Busy time of a vertex, ms of each second, mean of its subtasks.
    Busy(usize),
    /// The same, and backpressured time.
    BusyOrBackpressured(usize),
    /// What the last checkpoint took, ns.
    Checkpoint,
}

/// What is recorded of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Subtasks of each vertex.
    subtasks: Vec<u32>,
    /// In the order of time; the first is the start.
    moments: Vec<Moment>,
    /// Time between two of them, ns.
    step: Nanos,
    checkpoints: Vec<Checkpoint>,
    /// When the load was changed, ns.
    changes: Vec<Nanos>,
}

impl Series {
    /// Nothing yet, of a job with so many subtasks.
    #[must_use]
    pub const fn new(subtasks: Vec<u32>) -> Self {
        Self { subtasks, moments: Vec::new(), step: PERIOD, checkpoints: Vec::new(), changes: Vec::new() }
    }

    /// Whether it takes a moment at this time.
    #[must_use]
    pub fn is_due(&self, time: Nanos) -> bool {
        self.moments.last().is_none_or(|last| time / self.step > last.time / self.step)
    }

    /// Takes a moment, where one is due.
    pub fn take(&mut self, moment: Moment) {
        if !self.is_due(moment.time) {
            return;
        }
        if self.moments.len() == CAPACITY {
            self.forget_half();
            return self.take(moment);
        }
        self.moments.push(moment);
    }

    /// Keeps the first moment of each step that is twice as long.
    fn forget_half(&mut self) {
        self.step = self.step.saturating_mul(2);
        let mut last = None;
        self.moments.retain(|moment| last.replace(moment.time / self.step) != Some(moment.time / self.step));
    }

    /// Takes a checkpoint, if it is another than the last one.
    pub fn take_checkpoint(&mut self, checkpoint: Checkpoint) {
        if self.checkpoints.last().is_some_and(|last| last.number >= checkpoint.number) {
            return;
        }
        if self.checkpoints.len() == CAPACITY {
            let mut is_kept = false;
            self.checkpoints.retain(|_| {
                is_kept = !is_kept;
                is_kept
            });
        }
        self.checkpoints.push(checkpoint);
    }

    /// Notes that the load was changed. A control that is dragged makes one change.
    pub fn note_change(&mut self, time: Nanos) {
        if let Some(last) = self.changes.last_mut().filter(|last| time.saturating_sub(**last) < SECOND) {
            *last = time;
        } else if self.changes.len() < CHANGES {
            self.changes.push(time);
        }
    }

    /// What was recorded, in the order of time.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// Time between two moments, ns.
    #[must_use]
    pub const fn step(&self) -> Nanos {
        self.step
    }

    /// Checkpoints that were completed, in the order of time.
    #[must_use]
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// When the load was changed, ns.
    #[must_use]
    pub fn changes(&self) -> &[Nanos] {
        &self.changes
    }

    /// Vertices of the job.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.subtasks.len()
    }

    /// The last moment, ns.
    #[must_use]
    pub fn end(&self) -> Nanos {
        self.moments.last().map_or(0, |moment| moment.time)
    }

    /// The last moment that is not later than a time.
    #[must_use]
    pub fn place_at(&self, time: Nanos) -> Option<usize> {
        self.moments.partition_point(|moment| moment.time <= time).checked_sub(1)
    }

    /// What a line has at a moment; `None` where there is nothing to show.
    #[must_use]
    pub fn value(&self, line: Line, place: usize) -> Option<f64> {
        let moment = self.moments.get(place)?;
        let sum = |queue: fn(&VertexMoment) -> u64| Some(float(moment.vertices.iter().map(queue).sum()));
        match line {
            Line::Throughput => {
                self.rate(place, self.subtasks.len().checked_sub(1)?, |vertex| vertex.records_in)
            }
            Line::Median => Some(float(moment.latency?[0])),
            Line::Most => Some(float(moment.latency?[1])),
            Line::InFlight => Some(float(moment.in_flight.iter().sum())),
            Line::QueuedOut => sum(|vertex| vertex.queued_out),
            Line::QueuedIn => sum(|vertex| vertex.queued_in),
            Line::Busy(vertex) => self.share(place, vertex, |vertex| vertex.busy),
            Line::BusyOrBackpressured(vertex) => {
                self.share(place, vertex, |vertex| vertex.busy + vertex.backpressured)
            }
            Line::Checkpoint => {
                let done = self.checkpoints.partition_point(|checkpoint| checkpoint.at <= moment.time);
                Some(float(self.checkpoints.get(done.checked_sub(1)?)?.took))
            }
        }
    }

    /// How much a total of a vertex grew, per second, over the last second, or the last step where that is longer.
    #[must_use]
    pub fn rate(&self, place: usize, vertex: usize, total: fn(&VertexMoment) -> u64) -> Option<f64> {
        let now = self.moments.get(place)?;
        // At the beginning, what there is of a second.
        let before = self.place_at(now.time.saturating_sub(SECOND)).unwrap_or(0).min(place.checked_sub(1)?);
        let before = self.moments.get(before)?;
        let grown = total(now.vertices.get(vertex)?).checked_sub(total(before.vertices.get(vertex)?))?;
        Some(float(grown) / (float(now.time - before.time) / 1e9))
    }

    /// How much of its time a vertex spent on something over the last second, ms of each second, mean of its subtasks.
    #[must_use]
    pub fn share(&self, place: usize, vertex: usize, total: fn(&VertexMoment) -> Nanos) -> Option<f64> {
        let subtasks = f64::from((*self.subtasks.get(vertex)?).max(1));
        Some(self.rate(place, vertex, total)? / 1e6 / subtasks)
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers to be shown with a few digits")]
pub(super) const fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A job of one vertex with two subtasks that reads a thousand records a second, and works for a quarter of the time.
    fn moment(time: Nanos) -> Moment {
        let vertex = VertexMoment { records_in: time / 1_000_000, busy: time / 2, ..VertexMoment::default() };
        Moment { time, vertices: vec![vertex], in_flight: vec![7], latency: None }
    }

    fn recorded(samples: u64) -> Series {
        let mut series = Series::new(vec![2]);
        (0..=samples).for_each(|sample| series.take(moment(sample * PERIOD)));
        series
    }

    #[test]
    fn memory_is_bounded_over_hours() {
        // Ten hours.
        let series = recorded(360_000);
        assert!((CAPACITY / 2..=CAPACITY).contains(&series.moments().len()));
        assert_eq!(series.moments()[0].time, 0);
        // 360 000 moments are halved ten times to fit into 400.
        assert_eq!(series.step(), PERIOD << 10);
        assert!(series.moments().windows(2).all(|pair| pair[1].time - pair[0].time == series.step()));
        assert!(series.moments.capacity() < 2 * CAPACITY);
    }

    #[test]
    fn no_record_is_lost_with_the_resolution() {
        for samples in [5, 50, 399, 400, 5_000, 50_000] {
            let series = recorded(samples);
            for place in 1..series.moments().len() {
                let off =
                    |line, expected: f64| (series.value(line, place).unwrap_or_default() - expected).abs();
                assert!(off(Line::Throughput, 1_000.0) < 1e-9, "{samples} {place}");
                assert!(off(Line::Busy(0), 250.0) < 1e-9, "{samples} {place}");
            }
        }
    }

    #[test]
    fn there_is_no_rate_at_the_start_and_none_of_what_is_not_there() {
        let series = recorded(50);
        assert_eq!(series.value(Line::Throughput, 0), None);
        assert_eq!(series.value(Line::InFlight, 0), Some(7.0));
        for line in [Line::Busy(1), Line::Median, Line::Checkpoint] {
            assert_eq!(series.value(line, 20), None, "{line:?}");
        }
        assert_eq!(series.value(Line::Throughput, 51), None);
        assert_eq!(Series::new(Vec::new()).value(Line::Throughput, 0), None);
    }

    #[test]
    fn moments_between_two_steps_count_for_the_first() {
        let mut series = Series::new(vec![2]);
        for time in [0, 30, 130, 199, 200, 450].map(|time| time * PERIOD / 100) {
            series.take(moment(time));
        }
        let times: Vec<Nanos> = series.moments().iter().map(|moment| moment.time * 100 / PERIOD).collect();
        assert_eq!(times, [0, 130, 200, 450]);
        assert_eq!(
            [0, 129, 130, 9_999].map(|time| series.place_at(time * PERIOD / 100)),
            [Some(0), Some(0), Some(1), Some(3)]
        );
    }

    #[test]
    fn checkpoints_are_taken_once_and_bounded() {
        let mut series = recorded(10);
        for number in 1..=2_000 {
            for _ in 0..3 {
                series.take_checkpoint(Checkpoint { number, at: number * SECOND / 4, took: number });
            }
        }
        assert!(series.checkpoints().len() <= CAPACITY);
        assert!(series.checkpoints().windows(2).all(|pair| pair[0].number < pair[1].number));
        assert_eq!(series.checkpoints().last().map(|last| last.number), Some(2_000));
        // At one second, four were completed; the record holds some of the first ones.
        assert_eq!(series.value(Line::Checkpoint, 10), Some(1.0));
        assert_eq!(series.value(Line::Checkpoint, 0), None);
    }

    #[test]
    fn a_control_that_is_dragged_makes_one_change() {
        let mut series = recorded(0);
        (0..30).for_each(|step| series.note_change(step * SECOND / 60));
        series.note_change(5 * SECOND);
        assert_eq!(series.changes(), [29 * SECOND / 60, 5 * SECOND]);
        (0..100).for_each(|step| series.note_change(step * 10 * SECOND));
        assert_eq!(series.changes().len(), CHANGES);
    }
}
