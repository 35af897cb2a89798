//! What was measured and what was simulated, side by side, metric by metric.

use serde_json::Value;
use sim::metrics::CheckpointMetrics;
use sim::scenario::{Nanos, Partitioning, Source, Work};

use crate::compare::{Comparison, judge, measured, sum};
use crate::config::Configured;
use crate::group::Group;
use crate::json::{Reason, list};
use crate::observe::{Observed, Subtask};
use crate::official;
use crate::tolerance::{Circumstances, Tolerance};

/// What was measured and what was simulated, side by side.
pub(crate) struct Scenes<'a> {
    pub(crate) measured: &'a Value,
    /// Whether ages of records are those of full queues.
    pub(crate) is_steady: bool,
    pub(crate) configured: &'a Configured,
    pub(crate) observed: &'a Observed,
}

impl Scenes<'_> {
    /// All metrics.
    pub(crate) fn all(&self) -> Result<Vec<Comparison>, Reason> {
        let mut all = Vec::new();
        let stages = list(self.measured, "stages")?;
        for (at, (stage, observed)) in stages.iter().zip(&self.observed.stages).enumerate() {
            let subtasks = list(stage, "subtasks")?;
            self.throughput(at, subtasks, observed, &mut all);
            self.shares(at, subtasks, observed, &mut all);
            self.buffers(at, subtasks, observed, &mut all);
            all.extend(official::compare(at, subtasks, observed));
        }
        all.extend(official::compare_memory(list(self.measured, "taskmanagers")?, &self.observed.memory));
        self.edges(list(self.measured, "edges")?, &mut all);
        self.latency(&mut all);
        self.checkpoints(&mut all);
        Ok(all)
    }

    /// How it is on the edge into `stage`.
    fn circumstances(&self, stage: usize) -> Circumstances {
        let scenario = &self.configured.scenario;
        let into = stage.max(1) - 1;
        let producers =
            self.measured.get("stages").and_then(|stages| stages.get(into)?.get("subtasks")?.as_array());
        let count = producers.map_or(1.0, |producers| producers.len().max(1) as f64);
        let waiting = producers.and_then(|producers| sum(producers, "backpressured_ms_per_s"));
        let partitioning = scenario.edges.get(into).map(|edge| &edge.partitioning);
        let parallelisms =
            [into, into + 1].map(|at| scenario.vertices.get(at).map_or(1, |vertex| vertex.parallelism));
        Circumstances {
            is_saturated: waiting.is_some_and(|[median, ..]| median / count > 500.0),
            is_one_to_one: parallelisms == [1, 1] || partitioning == Some(&Partitioning::Forward),
            is_by_turns: partitioning == Some(&Partitioning::Rebalance),
            is_near_minimum: self.is_near_minimum(),
        }
    }

    /// Whether all subtasks of a TaskManager have less than four buffers for each of their channels and subpartitions.
    fn is_near_minimum(&self) -> bool {
        let scenario = &self.configured.scenario;
        let ends: u64 = scenario
            .edges
            .iter()
            .map(|edge| {
                let of =
                    |at: usize| scenario.vertices.get(at).map_or(0, |vertex| u64::from(vertex.parallelism));
                match edge.partitioning {
                    Partitioning::Forward | Partitioning::Rescale => of(edge.producer).max(of(edge.consumer)),
                    _ => of(edge.producer) * of(edge.consumer),
                }
            })
            .sum();
        let segments = scenario.network_memory / u64::from(scenario.segment_size);
        segments * u64::from(scenario.task_managers) < 4 * ends
    }

    fn throughput(&self, stage: usize, measured: &[Value], observed: &[Subtask], all: &mut Vec<Comparison>) {
        // A task that waits for buffers writes a buffer of records at a time: one more or less falls into the window by chance.
        let scenario = &self.configured.scenario;
        let records = f64::from(scenario.segment_size) / f64::from(scenario.vertices[stage].record_bytes);
        let of_window = |amount: f64| amount / self.observed.seconds;
        let tolerance = self.circumstances(stage + 1).throughput();
        let total = |count: fn(&Subtask) -> u64| {
            observed.iter().map(count).sum::<u64>() as f64 / self.observed.seconds
        };
        let records_in = total(|at| at.metrics.counters.records_in);
        let records_out = total(|at| at.metrics.counters.records_out);
        // Buffers are compared for as many records as there were: that there are more or less of these is compared already.
        let pace = |name, simulated: f64| match sum(measured, name) {
            Some([median, ..]) if median > 0.0 && simulated > 0.0 => median / simulated,
            _ => 1.0,
        };
        let (in_pace, out_pace) =
            (pace("records_in_per_s", records_in), pace("records_out_per_s", records_out));
        // A buffer more or less falls into the window by chance: such a count is compared as it is. Measured windows are not exact to the ms.
        let one_buffer = of_window(1.001);
        let at_pace = |name, simulated: f64, pace: f64| match sum(measured, name) {
            Some([median, ..]) if (simulated - median).abs() <= one_buffer => simulated,
            _ => simulated * pace,
        };
        let buffers = |name, count: fn(&Subtask) -> u64, pace, tolerance: Tolerance| {
            (name, at_pace(name, total(count), pace), tolerance.or(one_buffer))
        };
        let consumed = Tolerance::share(0.1);
        for (name, simulated, tolerance) in [
            ("records_in_per_s", records_in, tolerance),
            ("records_out_per_s", records_out, tolerance.or(of_window(records + 1.0))),
            buffers("buffers_out_per_s", |at| at.metrics.counters.buffers_out, out_pace, tolerance),
            buffers("buffers_in_local_per_s", |at| at.metrics.counters.buffers_in_local, in_pace, consumed),
            buffers("buffers_in_remote_per_s", |at| at.metrics.counters.buffers_in_remote, in_pace, consumed),
        ] {
            if stage == 0 && name.contains("_in_") {
                continue;
            }
            if let Some(measured) = sum(measured, name).filter(|[_, _, most]| *most > 0.0 || simulated > 0.0)
            {
                all.push(judge(
                    Group::Throughput,
                    format!("s{stage} {name}"),
                    measured,
                    simulated,
                    tolerance,
                ));
            }
        }
    }

    fn shares(&self, stage: usize, measured_of: &[Value], observed: &[Subtask], all: &mut Vec<Comparison>) {
        let waits_for_time = self.circumstances(stage + 1).is_saturated
            && matches!(self.configured.scenario.vertices[stage].work, Work::Source(Source::Rate { .. }));
        let waiting = Tolerance::amount(if waits_for_time { 100.0 } else { 40.0 });
        for (at, (subtask, simulated)) in measured_of.iter().zip(observed).enumerate() {
            let times = &simulated.metrics.times;
            for (name, time, tolerance) in [
                ("busy_ms_per_s", times.busy, Tolerance::amount(30.0)),
                ("idle_ms_per_s", times.idle, waiting),
                ("soft_backpressured_ms_per_s", times.soft_backpressured, waiting),
                ("hard_backpressured_ms_per_s", times.hard_backpressured, Tolerance::amount(60.0)),
            ] {
                let Some(found) = measured(subtask, name) else { continue };
                // What never happens must not happen.
                let never = name.starts_with("hard") && found[2] <= 0.0;
                let tolerance = if never { Tolerance::default() } else { tolerance };
                let simulated = time as f64 / 1e6 / self.observed.seconds;
                all.push(judge(Group::Shares, format!("s{stage}/{at} {name}"), found, simulated, tolerance));
            }
        }
    }

    fn buffers(&self, stage: usize, measured: &[Value], observed: &[Subtask], all: &mut Vec<Comparison>) {
        let (input, output) = (self.circumstances(stage), self.circumstances(stage + 1));
        let is_first = stage == 0;
        let is_last = stage + 1 == self.observed.stages.len();
        let total = |gauge: fn(&Subtask) -> f64| observed.iter().map(gauge).sum::<f64>();
        let count = observed.len().max(1) as f64;
        for (name, is_there, group, simulated, tolerance) in [
            (
                "output_queue_length_buffers_mean",
                !is_last,
                Group::InFlight,
                total(|at| at.gauges.output_queue_length),
                output.queue_length(),
            ),
            (
                "input_queue_length_buffers_mean",
                !is_first,
                Group::InFlight,
                total(|at| at.gauges.input_queue_length),
                input.queue_length(),
            ),
            (
                "output_queue_size_bytes_mean",
                !is_last,
                Group::InFlight,
                total(|at| at.gauges.output_queue_size),
                output.in_flight(16384.0 * count),
            ),
            (
                "debloated_buffer_size_bytes_mean",
                !is_first,
                Group::InFlight,
                total(|at| at.gauges.debloated_buffer_size),
                Tolerance::share(0.15),
            ),
            (
                "estimated_time_to_consume_buffers_ms_mean",
                !is_first,
                Group::Latency,
                total(|at| at.gauges.estimated_time_to_consume_buffers_ms),
                Tolerance::share(0.15),
            ),
            (
                "out_pool_usage_mean",
                !is_last,
                Group::Usages,
                total(|at| at.gauges.out_pool_usage),
                output.usage(),
            ),
            (
                "in_pool_usage_mean",
                !is_first,
                Group::Usages,
                total(|at| at.gauges.in_pool_usage),
                input.usage(),
            ),
            (
                "input_exclusive_buffers_usage_mean",
                !is_first,
                Group::Usages,
                total(|at| at.gauges.exclusive_buffers_usage),
                input.usage(),
            ),
            (
                "input_floating_buffers_usage_mean",
                !is_first,
                Group::Usages,
                total(|at| at.gauges.floating_buffers_usage),
                input.usage(),
            ),
        ] {
            let Some(found) = sum(measured, name).filter(|_| is_there) else { continue };
            // Usages are shares: their mean over subtasks is compared.
            let scale = if group == Group::Usages { count } else { 1.0 };
            let found = found.map(|number| number / scale);
            all.push(judge(group, format!("s{stage} {name}"), found, simulated / scale, tolerance));
        }
    }

    fn edges(&self, edges: &[Value], all: &mut Vec<Comparison>) {
        let scenario = &self.configured.scenario;
        for (at, (edge, simulated)) in edges.iter().zip(&self.observed.in_flight).enumerate() {
            let Some(found) = measured(edge, "in_flight_records_mean") else { continue };
            let circumstances = self.circumstances(at + 1);
            let [producer, consumer] = [at, at + 1].map(|at| &scenario.vertices[at]);
            let channels = match scenario.edges[at].partitioning {
                Partitioning::Forward => producer.parallelism,
                _ => producer.parallelism * consumer.parallelism,
            };
            let records = f64::from(scenario.segment_size) / f64::from(producer.record_bytes);
            let tolerance = circumstances.in_flight(0.5 * records * f64::from(channels));
            all.push(judge(
                Group::InFlight,
                format!("e{at} in_flight_records_mean"),
                found,
                *simulated,
                tolerance,
            ));
        }
    }

    fn latency(&self, all: &mut Vec<Comparison>) {
        let count = self.configured.scenario.edges.len();
        let of_edges = || (1..=count).map(|stage| self.circumstances(stage));
        let circumstances = Circumstances {
            is_saturated: of_edges().any(|at| at.is_saturated),
            is_one_to_one: of_edges().all(|at| at.is_one_to_one),
            is_by_turns: false,
            is_near_minimum: false,
        };
        let latency = &self.observed.latency;
        if let Some(value) = self.measured.get("latency_ms").filter(|_| self.is_steady) {
            for (name, simulated, tolerance) in [
                ("mean", latency.mean() / 1e6, circumstances.mean_latency()),
                ("p50", latency.percentile(50) as f64 / 1e6, circumstances.median_latency()),
            ] {
                if let Some(found) = measured(value, name) {
                    all.push(judge(
                        Group::Latency,
                        format!("latency_ms {name}"),
                        found,
                        simulated,
                        tolerance,
                    ));
                }
            }
        }
        if let Some(found) = measured(self.measured, "residence_s") {
            let simulated = (1..=count).map(|stage| {
                let records: u64 =
                    self.observed.stages[stage].iter().map(|at| at.metrics.counters.records_in).sum();
                self.observed.in_flight[stage - 1] * self.observed.seconds / (records.max(1) as f64)
            });
            let tolerance = circumstances.mean_latency();
            let tolerance = Tolerance { amount: tolerance.amount / 1e3, ..tolerance };
            all.push(judge(Group::Latency, "residence_s".to_owned(), found, simulated.sum(), tolerance));
        }
    }

    fn checkpoints(&self, all: &mut Vec<Comparison>) {
        let Some(checkpoints) = self.measured.get("checkpoints") else { return };
        let amount = |amount: &dyn Fn(&CheckpointMetrics) -> Option<u64>| {
            let mut amounts: Vec<u64> = self.observed.checkpoints.iter().filter_map(amount).collect();
            amounts.sort_unstable();
            amounts.get(amounts.len() / 2).map(|amount| *amount as f64)
        };
        let of = |time: &dyn Fn(&CheckpointMetrics) -> Option<Nanos>| amount(time).map(|time| time / 1e6);
        let mut add =
            |value: &Value, place: &str, name: &str, simulated: Option<f64>, tolerance: Tolerance| {
                let Some(found) = measured(value, name) else { return };
                let metric = format!("{place}{name}");
                all.push(match simulated {
                    Some(simulated) => judge(Group::Checkpoints, metric, found, simulated, tolerance),
                    None => Comparison::missing(Group::Checkpoints, metric, found, tolerance),
                });
            };
        let end_to_end = Tolerance::share(0.2).or(150.0);
        add(checkpoints, "", "end_to_end_ms", of(&|at| Some(at.end_to_end)), end_to_end);
        let persisted = amount(&|at| Some(at.persisted_bytes()));
        add(checkpoints, "", "persisted_data_bytes", persisted, Tolerance::share(0.07));
        let stages = checkpoints.get("stages").and_then(Value::as_array).map_or(&[] as &[_], Vec::as_slice);
        for (number, stage) in stages.iter().enumerate().skip(1) {
            let place = format!("s{number} ");
            let delay = of(&|at| at.stages.get(number).map(|stage| stage.max_start_delay));
            add(stage, &place, "max_start_delay_ms", delay, Tolerance::share(0.15).or(150.0));
            let alignment = of(&|at| at.stages.get(number).map(|stage| stage.max_alignment));
            add(stage, &place, "max_alignment_ms", alignment, Tolerance::amount(300.0));
            let whole = of(&|at| at.stages.get(number).map(|stage| stage.max_end_to_end));
            add(stage, &place, "max_end_to_end_ms", whole, end_to_end);
            let kept = amount(&|at| at.stages.get(number).map(|stage| stage.persisted_bytes));
            add(stage, &place, "sum_persisted_bytes", kept, Tolerance::share(0.07));
        }
    }
}
