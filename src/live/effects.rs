//! What memory does to tasks, as it is estimated of the running job: RocksDB's cache and its time, collections of garbage, heartbeats. Each number here
//! is an estimate and says so; formulas and sources are those of [`sim::coupling`].

use sim::Simulation;
use sim::coupling::gc::{GcEstimate, HeapVerdict};
use sim::coupling::heartbeat::HeartbeatEstimate;
use sim::coupling::rocksdb::StateEstimate;
use sim::coupling::{Basis, Estimate, TaskManagerEstimate};
use sim::scenario::{Nanos, Scenario, Work};
use yew::Html;

use super::figures::{count, fixed, time};
use super::job::Job;
use super::screen;
use crate::format::readable;
use crate::language::Language;
use crate::mark::{around, mark, text};
use crate::words::details::MemoryWords;
use crate::words::live::LiveWords;

/// Behind the rows about a state: what is said of it in short.
const SHORT: usize = 6;

/// What is estimated of a scenario, with room for its numbers; nothing where no estimate is on.
pub fn section(scenario: &Scenario, job: &Job, task_manager: u32, language: Language) -> Option<Html> {
    let (of_task_manager, words) = (language.of_jobs().task_managers[0], &language.of_details().memory);
    let (states, has_heap) = (states(scenario), scenario.couplings.heap.is_some());
    if states == 0 && !has_heap {
        return None;
    }
    let tag = text("small", &["class"], &["tag"], words.estimate);
    let mut parts = vec![around("h3", &["class"], &["h"], vec![words.effects.into(), tag])];
    if states != 0 {
        let those = (0..job.stages.len()).filter(|stage| states & (1 << stage) != 0);
        let columns: Vec<_> = those.map(|stage| (job.name(stage), stage)).collect();
        parts.push(table(words.of_state, "state", &columns, &words.state_rows));
    }
    if has_heap {
        let name = [of_task_manager, " ", &(task_manager + 1).to_string()].concat();
        parts.push(table(words.heap, "heap", &[(name, 0)], &words.heap_rows));
    }
    parts.push(bases(states != 0, has_heap, words));
    Some(around("section", &["class", "id", "aria-label"], &["pools", "effects", words.effects], parts))
}

/// Stages with a state that is estimated, a bit for each.
#[must_use]
pub fn states(scenario: &Scenario) -> u8 {
    let vertices = scenario.couplings.vertices.iter().enumerate();
    vertices.fold(0, |states, (stage, of)| states | u8::from(of.state.is_some()) << stage)
}

/// Whether anything is estimated.
#[must_use]
pub fn are_any(scenario: &Scenario) -> bool {
    states(scenario) != 0 || scenario.couplings.heap.is_some()
}

/// Where it is said in short what is estimated of a stage's state.
#[must_use]
pub fn in_short(stage: usize) -> String {
    id("state", SHORT, stage)
}

fn id(what: &str, row: usize, column: usize) -> String {
    [what, "-", &row.to_string(), "-", &column.to_string()].concat()
}

/// A table of rows, with a column for each name; the number behind it is a part of its cells' ids.
fn table(title: &str, what: &str, columns: &[(String, usize)], names: &[&str]) -> Html {
    let mut head = vec![text("th", &["scope"], &["col"], title)];
    for (name, _) in columns {
        head.push(text("th", &["scope"], &["col"], name));
    }
    let mut rows = Vec::new();
    for (row, name) in names.iter().enumerate() {
        let mut cells = vec![text("th", &["scope"], &["row"], name)];
        for (_, column) in columns {
            cells.push(mark("td", &["id"], &[&id(what, row, *column)]));
        }
        rows.push(around("tr", &[], &[], cells));
    }
    let parts =
        vec![around("thead", &[], &[], vec![around("tr", &[], &[], head)]), around("tbody", &[], &[], rows)];
    let table = around("table", &["class"], &["metrics"], parts);
    const BOX: &[&str] = &["class", "tabindex", "role", "aria-label"];
    around("div", BOX, &["metrics-box", "0", "region", title], vec![table])
}

/// By which formulas, and from where they are.
fn bases(has_state: bool, has_heap: bool, words: &MemoryWords) -> Html {
    let of_state: &[Basis] = if has_state { &StateEstimate::BASES } else { &[] };
    let (of_heap, of_heartbeat): (&[Basis], &[Basis]) =
        if has_heap { (&GcEstimate::BASES, &HeartbeatEstimate::BASES) } else { (&[], &[]) };
    let basis = |basis: &Basis| {
        let parts = vec![
            text("b", &[], &[], basis.of),
            text("code", &[], &[], basis.formula),
            text("small", &[], &[], basis.source),
        ];
        around("li", &[], &[], parts)
    };
    let list = of_state.iter().chain(of_heap).chain(of_heartbeat).map(basis).collect();
    let parts = vec![
        around("summary", &[], &[], vec![words.bases.into()]),
        text("p", &["class"], &["note"], words.assumptions),
        around("ul", &["class"], &["bases"], list),
    ];
    around("details", &["class", "id"], &["fold", "bases"], parts)
}

/// Writes in short what is estimated of states.
pub fn show_in_short(simulation: &Simulation, words: &LiveWords) {
    for (vertex, described) in simulation.scenario().vertices.iter().enumerate() {
        let state = simulation.vertex_estimate(vertex).and_then(|Estimate(estimate)| estimate.state);
        if let (Some(state), Work::Operator(operator)) = (state, described.work) {
            let of_record = of_record(&state, operator.service.mean());
            screen::put(&in_short(vertex), &[words.hits, &share(state.hit_rate), ", ", &of_record].concat());
        }
    }
}

/// Writes what is estimated, of a TaskManager's heap as it was in the last full second. Rows are named by [`MemoryWords::state_rows`] and
/// [`MemoryWords::heap_rows`].
pub fn show(simulation: &Simulation, task_manager: u32, language: Language) {
    let words = &language.of_details().memory;
    for (vertex, described) in simulation.scenario().vertices.iter().enumerate() {
        let state = simulation.vertex_estimate(vertex).and_then(|Estimate(estimate)| estimate.state);
        if let (Some(state), Work::Operator(operator)) = (state, described.work) {
            let whole = simulation.scenario().couplings.vertices[vertex].state.map_or(0, |of| of.state.bytes);
            show_state(&state, operator.service.mean(), whole, vertex, words);
        }
    }
    if let Some(Estimate(estimate)) = simulation.task_manager_estimate(task_manager as usize) {
        let size = simulation.scenario().couplings.heap.map_or(0, |heap| heap.size);
        show_heap(&estimate, size, words);
    }
}

/// Says something in a row.
fn say(what: &str, row: usize, column: usize, parts: &[&str]) {
    screen::put(&id(what, row, column), &parts.concat());
}

/// A share of 1 with one decimal.
fn share(share: f64) -> String {
    fixed(share * 100.0, 1) + "\u{202f}%"
}

/// Time of a record, with that for its state.
fn of_record(state: &StateEstimate, service: Nanos) -> String {
    time(service.saturating_add(state.per_record))
}

#[expect(clippy::cast_precision_loss, reason = "a share with one decimal")]
fn show_state(state: &StateEstimate, service: Nanos, whole: u64, vertex: usize, words: &MemoryWords) {
    let say = |row, parts: &[&str]| say("state", row, vertex, parts);
    let hit_rate = share(state.hit_rate);
    let cached = share(state.cached_blocks as f64 / state.blocks.max(1) as f64);
    let of_record = of_record(state, service);
    say(0, &[&hit_rate]);
    say(1, &[&readable(state.cache), ": ", &cached, words.out_of, &readable(whole)]);
    say(2, &[&share(state.disk_share), words.out_of_reads]);
    say(3, &[&time(state.read)]);
    say(4, &[&of_record, words.of_which, &time(state.per_record)]);
    let amplification = fixed(state.write_amplification, 1);
    match state.flushes_constantly {
        true => say(5, &[words.flushes]),
        false => say(5, &[&amplification, "\u{202f}×"]),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes per second, with three digits"
)]
fn show_heap(estimate: &TaskManagerEstimate, size: u64, words: &MemoryWords) {
    let say = |row, parts: &[&str]| say("heap", row, 0, parts);
    let collections = &estimate.collections;
    say(0, &[&share(collections.share)]);
    let pause = time(collections.longest_pause());
    say(1, &[&count(collections.collections_per_second), words.pauses, &pause]);
    say(2, &[&readable(collections.allocation_rate as u64), "/s"]);
    let alive = readable(collections.live);
    let is_out = collections.verdict == HeapVerdict::OutOfMemory;
    say(
        3,
        &[&alive, words.out_of, &readable(size), if is_out { ": java.lang.OutOfMemoryError" } else { "" }],
    );
    if let Some(heartbeat) = &estimate.heartbeat {
        let [silence, timeout] = [heartbeat.silence, heartbeat.timeout].map(time);
        say(4, &[words.risks[heartbeat.risk as usize], words.silent, &silence, words.out_of, &timeout]);
    }
}
