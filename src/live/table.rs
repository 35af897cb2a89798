//! The metrics of a job under Flink's names, to be quoted: of each vertex the mean of its subtasks.

use yew::Html;

use super::figures::fixed;
use super::job::Job;
use super::screen;
use super::sight::VertexSight;
use crate::mark::{around, mark, text};
use crate::words::live::LiveWords;

/// A metric.
struct Metric {
    /// Flink's name.
    name: &'static str,
    /// Decimals that are shown.
    places: u32,
    /// Whether vertices without inputs have none, or those without outputs.
    end: End,
    /// Its value for a vertex of so many subtasks.
    of: fn(&VertexSight, f64) -> f64,
}

/// Which end of a job lacks a metric.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Neither,
    Source,
    Sink,
}

const fn metric(name: &'static str, places: u32, end: End, of: fn(&VertexSight, f64) -> f64) -> Metric {
    Metric { name, places, end, of }
}

/// What is shown.
const METRICS: [Metric; 19] = [
    metric("numRecordsInPerSecond", 1, End::Source, |sight, count| sight.records_in / count),
    metric("numRecordsOutPerSecond", 1, End::Sink, |sight, count| sight.records_out / count),
    metric("numBytesOutPerSecond", 0, End::Sink, |sight, count| sight.bytes_out / count),
    metric("numBuffersOutPerSecond", 1, End::Sink, |sight, count| sight.buffers_out / count),
    metric("busyTimeMsPerSecond", 0, End::Neither, |sight, _| sight.mean.busy),
    metric("backPressuredTimeMsPerSecond", 0, End::Neither, |sight, _| sight.mean.backpressured),
    metric("softBackPressuredTimeMsPerSecond", 0, End::Neither, |sight, _| sight.mean.soft),
    metric("hardBackPressuredTimeMsPerSecond", 0, End::Neither, |sight, _| sight.mean.hard),
    metric("idleTimeMsPerSecond", 0, End::Neither, |sight, _| sight.mean.idle),
    metric("buffers.outPoolUsage", 2, End::Sink, |sight, _| sight.gauges.out_pool_usage),
    metric("buffers.outputQueueLength", 1, End::Sink, |sight, _| sight.gauges.output_queue_length),
    metric("buffers.outputQueueSize", 0, End::Sink, |sight, _| sight.gauges.output_queue_size),
    metric("buffers.inPoolUsage", 2, End::Source, |sight, _| sight.gauges.in_pool_usage),
    metric("buffers.inputExclusiveBuffersUsage", 2, End::Source, |sight, _| {
        sight.gauges.exclusive_buffers_usage
    }),
    metric("buffers.inputFloatingBuffersUsage", 2, End::Source, |sight, _| {
        sight.gauges.floating_buffers_usage
    }),
    metric("buffers.inputQueueLength", 1, End::Source, |sight, _| sight.gauges.input_queue_length),
    metric("buffers.inputQueueSize", 0, End::Source, |sight, _| sight.gauges.input_queue_size),
    metric("debloatedBufferSize", 0, End::Source, |sight, _| sight.gauges.debloated_buffer_size),
    metric("estimatedTimeToConsumeBuffersMs", 0, End::Source, |sight, _| {
        sight.gauges.estimated_time_to_consume_buffers_ms
    }),
];

impl Metric {
    /// Whether a stage of a job with so many has it.
    fn is_of(&self, stage: usize, stages: usize) -> bool {
        match self.end {
            End::Neither => true,
            End::Source => stage > 0,
            End::Sink => stage + 1 < stages,
        }
    }

    fn text(&self, sight: &VertexSight, subtasks: u32) -> String {
        fixed((self.of)(sight, f64::from(subtasks.max(1))), self.places)
    }
}

fn id(metric: usize, stage: usize) -> String {
    ["m", &metric.to_string(), "-", &stage.to_string()].concat()
}

/// The table, with room for its numbers.
pub fn table(job: &Job, words: &LiveWords) -> Html {
    let stages = job.stages.len();
    let head = |name: &str| text("th", &["scope"], &["col"], name);
    let names = vec![text("span", &[], &[], words.metrics), text("small", &[], &[], words.mean_of)];
    let mut columns = vec![around("th", &["scope"], &["col"], names)];
    columns.extend((0..stages).map(|stage| head(&job.name(stage))));
    let rows = METRICS.iter().enumerate().map(|(number, metric)| {
        let name = text("code", &[], &[], metric.name);
        let mut cells = vec![around("th", &["scope"], &["row"], vec![name])];
        cells.extend((0..stages).map(|stage| {
            if metric.is_of(stage, stages) {
                mark("td", &["id"], &[&id(number, stage)])
            } else {
                text("td", &["class"], &["none"], "–")
            }
        }));
        around("tr", &[], &[], cells)
    });
    let parts = vec![
        around("thead", &[], &[], vec![around("tr", &[], &[], columns)]),
        around("tbody", &[], &[], rows.collect()),
    ];
    let table = around("table", &["class", "id"], &["metrics", "metrics"], parts);
    // It scrolls sideways where there are many stages, which takes the keyboard, too.
    const BOX: &[&str] = &["class", "tabindex", "role", "aria-label"];
    around("div", BOX, &["metrics-box", "0", "region", words.metrics], vec![table])
}

/// Writes a vertex's column.
pub fn show(stage: usize, job: &Job, sight: &VertexSight) {
    let subtasks = job.stages.get(stage).map_or(1, |stage| stage.parallelism);
    for (number, metric) in METRICS.iter().enumerate() {
        if metric.is_of(stage, job.stages.len()) {
            screen::put(&id(number, stage), &metric.text(sight, subtasks));
        }
    }
}

/// What a cell of the table says: for tests of the page against the engine.
#[must_use]
pub fn cell(name: &str, sight: &VertexSight, subtasks: u32) -> Option<String> {
    METRICS.iter().find(|metric| metric.name == name).map(|metric| metric.text(sight, subtasks))
}
