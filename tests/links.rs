//! The links of `links.txt` are read for ever, and say what they always said.

#![cfg(not(target_arch = "wasm32"))]

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use flink_memory_calculator::link::{
    Decoded, LinkState, Load, Parts, Past, Seen, compressed, decode, encode, fragment,
};
use flink_memory_calculator::live::estimates::Estimates;
use flink_memory_calculator::live::job::{Job, Stage};
use flink_memory_calculator::live::look::Look;
use flink_memory_calculator::live::part::LINKS;
use flink_memory_calculator::live::past::RUNS;
use flink_memory_calculator::live::run::Speed;
use flink_memory_calculator::words::ENGLISH;
use resolver::{Component, Deployment, FlinkVersion, Process};

/// A link with what it says.
#[derive(Debug, Default)]
struct Case<'a> {
    link: &'a str,
    lines: Vec<&'a str>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(link) = line.strip_prefix("link ") {
            cases.push(Case { link, lines: Vec::new() });
        } else {
            cases.last_mut().expect("a link comes first").lines.push(line);
        }
    }
    cases
}

fn read(link: &str) -> Option<Decoded> {
    let (query, fragment) = link.split_at(link.find('#').unwrap_or(link.len()));
    let text = compressed(fragment).and_then(|bytes| {
        let mut text = String::new();
        ZlibDecoder::new(&*bytes).read_to_string(&mut text).ok().map(|_| text)
    });
    decode(query, fragment, text.as_deref(), Parts { jobs: Some(&LINKS), runs: Some(&RUNS) })
}

fn written(state: &LinkState) -> String {
    let link = encode(state, Some(&LINKS));
    link.to_compress.map_or(link.query, |text| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory takes all");
        fragment(&encoder.finish().expect("memory takes all"))
    })
}

/// What was read, in the words of the file.
fn lines(decoded: &Decoded) -> Vec<String> {
    let state = &decoded.state;
    let process = if state.process == Process::TaskManager { "tm" } else { "jm" };
    let deployment = if state.deployment == Deployment::Standalone { "standalone" } else { "containerized" };
    let mut lines = vec![
        format!("flink {}", state.version),
        format!("process {process}"),
        format!("deployment {deployment}"),
    ];
    lines.extend(state.config.iter().map(|(key, value)| format!("set {key} [{value}]")));
    if let Some(Load { job, seed, speed }) = &state.load {
        lines.extend(job.stages.iter().map(|stage| {
            let Stage { parallelism, group, input, skew, rate, service_us, selectivity, record_bytes, state_mib } =
                stage;
            let state = if *state_mib > 0 { format!(", {state_mib} MiB of state") } else { String::new() };
            format!(
                "stage {parallelism} in group {group}, {input:?} with {skew} %, {rate}/s, {service_us} us, {selectivity} / 1000, \
                 {record_bytes} bytes{state}"
            )
        }));
        let managers = job.task_managers.map_or("as needed".to_owned(), |count| count.to_string());
        let Job { exchange, latency_us, bandwidth_mib, .. } = &**job;
        lines.push(format!(
            "load on {managers}, {}, {latency_us} us, {bandwidth_mib} MiB/s, seed {seed}",
            exchange.name()
        ));
        let Job { has_operators, has_python, estimates, .. } = &**job;
        if *has_operators || *has_python {
            lines.push(format!("consumers: operators {has_operators}, python {has_python}"));
        }
        let Estimates { has_state, has_heap, entry_bytes, access_skew, reads, writes, garbage_bytes } =
            estimates;
        if *has_state {
            lines.push(format!(
                "state of entries of {entry_bytes} bytes, skew {access_skew} / 100, {reads} reads, {writes} writes"
            ));
        }
        if *has_heap {
            lines.push(format!("heap with {garbage_bytes} bytes of garbage"));
        }
        if *speed != Speed::default() {
            lines.push(format!("speed {}", speed.id()));
        }
    }
    if let Some(Past { start, course, is_pinned, .. }) = &state.before {
        lines.push(format!("before {start}"));
        lines.push(format!("run {course}{}", if *is_pinned { ", pinned" } else { "" }));
    }
    if let Some(Past { start, course, is_pinned, .. }) = &state.now {
        lines.push(format!("now {start}"));
        lines.push(format!("course {course}{}", if *is_pinned { ", pinned" } else { "" }));
    }
    if state.seen != Seen::default() {
        let Seen { tab, pinned, look } = state.seen;
        let pinned = pinned.map_or("nothing", Component::id);
        let Look { task_manager, edge, subtask } = look;
        lines.push(format!(
            "seen {}, {pinned} pinned, TaskManager {task_manager}, edge {edge}, subtask {subtask}",
            tab.id()
        ));
    }
    let dropped = decoded.dropped.iter();
    lines.extend(
        dropped.map(|dropped| format!("dropped {}: {}", dropped.name, ENGLISH.reasons[dropped.why as usize])),
    );
    lines
}

#[test]
fn every_link_ever_made_is_read() {
    let cases = cases(include_str!("links.txt"));
    assert!(cases.len() >= 20, "links are never removed");
    for case in cases {
        let decoded = read(case.link).unwrap_or_else(|| panic!("not read: {}", case.link));
        // A later page knows later releases, and shows the newest where a link names none that it knows.
        let mut lines = lines(&decoded);
        if lines.iter().any(|line| line.starts_with("dropped"))
            && decoded.state.version == FlinkVersion::LATEST
        {
            lines[0] = case.lines[0].to_owned();
        }
        assert_eq!(lines, case.lines, "{}", case.link);
    }
}

#[test]
fn what_was_read_can_be_linked_again() {
    for case in cases(include_str!("links.txt")) {
        let state = read(case.link).expect("is a link").state;
        let again = read(&written(&state)).expect("is a link");
        assert_eq!(again, Decoded { state, dropped: Vec::new() }, "{}", case.link);
    }
}
