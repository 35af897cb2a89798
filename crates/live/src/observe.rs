//! Simulates a scenario as it was measured: it warms up, then counters are read twice and gauges every 200 ms.

use sim::Simulation;
use sim::inspect::Activity;
use sim::metrics::{CheckpointMetrics, Histogram, TaskGauges, TaskMetrics, TaskRates, TaskShares};
use sim::scenario::Nanos;

use crate::config::Configured;

/// Gauges are read so often.
const SAMPLE: Nanos = 200_000_000;

/// When all tasks run is known to this, ns.
const RESOLUTION: Nanos = 1_000_000;

/// Checkpoints before this moment are not those of full queues.
const FIRST_CHECKPOINT: Nanos = 6_000_000_000;

/// What was seen of a subtask.
pub(crate) struct Subtask {
    pub(crate) metrics: TaskMetrics,
    /// As Flink's gauges say them in the end.
    pub(crate) rates: TaskRates,
    pub(crate) shares: TaskShares,
    /// Means over the samples.
    pub(crate) gauges: MeanGauges,
}

/// Means of [`TaskGauges`].
#[derive(Clone, Copy, Default)]
pub(crate) struct MeanGauges {
    pub(crate) output_queue_length: f64,
    pub(crate) output_queue_size: f64,
    pub(crate) out_pool_usage: f64,
    pub(crate) input_queue_length: f64,
    pub(crate) exclusive_buffers_usage: f64,
    pub(crate) floating_buffers_usage: f64,
    pub(crate) in_pool_usage: f64,
    pub(crate) debloated_buffer_size: f64,
    pub(crate) estimated_time_to_consume_buffers_ms: f64,
}

/// What was seen.
pub(crate) struct Observed {
    /// Subtasks of each stage.
    pub(crate) stages: Vec<Vec<Subtask>>,
    /// Mean of the records in flight on each edge.
    pub(crate) in_flight: Vec<f64>,
    /// Ages of records at the end.
    pub(crate) latency: Histogram,
    /// Checkpoints that were triggered later than 6 s after the start.
    pub(crate) checkpoints: Vec<CheckpointMetrics>,
    /// Network memory of all TaskManagers.
    pub(crate) memory: Memory,
    /// How long it was measured, s.
    pub(crate) seconds: f64,
}

/// Network memory of all TaskManagers together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory {
    /// Segments.
    pub(crate) total: f64,
    /// Segments that pools have taken: the median of the samples.
    pub(crate) used: f64,
    /// Sum of what Flink expects to be asked for, percent.
    pub(crate) requested: f64,
}

#[expect(clippy::cast_precision_loss, reason = "numbers of segments")]
impl Memory {
    fn of(simulation: &Simulation) -> Self {
        let all = (0..).map_while(|number| simulation.shuffle_metrics(number));
        all.fold(Self::default(), |sum, one| Self {
            total: sum.total + one.total_segments as f64,
            used: sum.used + one.used_segments() as f64,
            requested: sum.requested + f64::from(one.requested_usage.unwrap_or(0)),
        })
    }

    /// The last of some samples, with the median of what is used in them.
    fn median(mut samples: Vec<Self>) -> Self {
        let last = samples.last().copied().unwrap_or_default();
        samples.sort_by(|one, other| one.used.total_cmp(&other.used));
        Self { used: samples.get(samples.len() / 2).map_or(0.0, |sample| sample.used), ..last }
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers of buffers and bytes in memory")]
impl MeanGauges {
    fn add(&mut self, sample: &TaskGauges) {
        self.output_queue_length += sample.output_queue_length as f64;
        self.output_queue_size += sample.output_queue_size as f64;
        self.out_pool_usage += f64::from(sample.out_pool_usage);
        self.input_queue_length += sample.input_queue_length as f64;
        self.exclusive_buffers_usage += f64::from(sample.exclusive_buffers_usage);
        self.floating_buffers_usage += f64::from(sample.floating_buffers_usage);
        self.in_pool_usage += f64::from(sample.in_pool_usage);
        self.debloated_buffer_size += f64::from(sample.debloated_buffer_size);
        self.estimated_time_to_consume_buffers_ms += sample.estimated_time_to_consume_buffers_ms as f64;
    }

    fn divide(&mut self, samples: f64) {
        for sum in [
            &mut self.output_queue_length,
            &mut self.output_queue_size,
            &mut self.out_pool_usage,
            &mut self.input_queue_length,
            &mut self.exclusive_buffers_usage,
            &mut self.floating_buffers_usage,
            &mut self.in_pool_usage,
            &mut self.debloated_buffer_size,
            &mut self.estimated_time_to_consume_buffers_ms,
        ] {
            *sum /= samples;
        }
    }
}

/// When a sample is taken, ns since the last one was due: all moments alike. Clocks of two machines drift; those here would always meet the
/// flusher at the same point of its period.
const fn phase(number: u64) -> Nanos {
    // The golden ratio of 2^64 spreads multiples evenly.
    let turn = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((turn as u128 * SAMPLE as u128) >> 64) as Nanos
}

/// Lets a simulation run until all of its tasks do. Says when that is, ns.
fn start_all(simulation: &mut Simulation, stages: &[u32]) -> Nanos {
    let has_started = |simulation: &Simulation, vertex, subtask| {
        simulation.task_view(vertex, subtask).is_none_or(|task| task.activity != Activity::NotStarted)
    };
    let all_run = |simulation: &Simulation| {
        let mut stages = stages.iter().enumerate();
        stages.all(|(vertex, count)| (0..*count).all(|subtask| has_started(simulation, vertex, subtask)))
    };
    while !all_run(simulation) {
        simulation.run_until(simulation.now() + RESOLUTION);
    }
    simulation.now()
}

/// Runs a scenario.
#[expect(clippy::cast_precision_loss, reason = "seconds, and records in flight")]
pub(crate) fn observe(mut simulation: Simulation, configured: &Configured) -> Observed {
    let stages: Vec<u32> = configured.scenario.vertices.iter().map(|vertex| vertex.parallelism).collect();
    let start = start_all(&mut simulation, &stages) + configured.warm_up;
    simulation.run_until(start);
    let before = simulation.clone();
    let mut gauges: Vec<Vec<MeanGauges>> =
        stages.iter().map(|parallelism| vec![MeanGauges::default(); *parallelism as usize]).collect();
    let mut in_flight = vec![0.0; configured.scenario.edges.len()];
    let (mut checkpoints, mut seen) = (Vec::new(), None);
    let mut memory = Vec::new();
    let samples = (configured.measure / SAMPLE).max(1);
    for number in 0..samples {
        simulation.run_until(start + number * SAMPLE + phase(number));
        for (vertex, subtasks) in gauges.iter_mut().enumerate() {
            for (subtask, sum) in (0..).zip(subtasks) {
                sum.add(&simulation.task_gauges(vertex, subtask).unwrap_or_default());
            }
        }
        checkpoints.extend(
            simulation
                .last_checkpoint()
                .filter(|last| {
                    last.triggered > FIRST_CHECKPOINT && seen.is_none_or(|seen| last.number > seen)
                })
                .cloned(),
        );
        seen = checkpoints.last().map(|last: &CheckpointMetrics| last.number);
        for (edge, sum) in in_flight.iter_mut().enumerate() {
            *sum += simulation.edge_metrics(edge).unwrap_or_default().in_flight() as f64;
        }
        memory.push(Memory::of(&simulation));
    }
    simulation.run_until(start + samples * SAMPLE);
    for sum in gauges.iter_mut().flatten() {
        sum.divide(samples as f64);
    }
    for sum in &mut in_flight {
        *sum /= samples as f64;
    }
    let subtask = |vertex, subtask, gauges| {
        let now = simulation.task_metrics(vertex, subtask).unwrap_or_default();
        let then = before.task_metrics(vertex, subtask).unwrap_or_default();
        Subtask {
            metrics: now.since(&then),
            rates: simulation.task_rates(vertex, subtask).unwrap_or_default(),
            shares: simulation.task_shares(vertex, subtask).unwrap_or_default(),
            gauges,
        }
    };
    let mut latency = Histogram::default();
    let last = stages.len() - 1;
    for number in 0..stages[last] {
        if let (Some(now), Some(then)) = (simulation.latency(last, number), before.latency(last, number)) {
            latency.add(&now.since(then));
        }
    }
    let of_stage = |(vertex, gauges): (usize, Vec<MeanGauges>)| {
        (0..).zip(gauges).map(|(number, gauges)| subtask(vertex, number, gauges)).collect()
    };
    Observed {
        stages: gauges.into_iter().enumerate().map(of_stage).collect(),
        in_flight,
        latency,
        checkpoints,
        memory: Memory::median(memory),
        seconds: (samples * SAMPLE) as f64 / 1e9,
    }
}
