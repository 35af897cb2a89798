//! Texts as people paste them, in `tests/inputs` at the top of the repository, with what they say.
//!
//! Beside `NAME.txt` stands `NAME.expected`, written by hand from what Flink, its image and its operator do:
//!
//! ```text
//! with 1.18                     the release that is chosen on the page; the newest where the line is missing
//! kind properties
//! version 1.18                  each of these only where the text tells
//! deployment containerized
//! process taskmanager
//! taskmanager.memory.process.size = 4g
//! warning 3:5 the remark that begins at line 3, column 5
//! failure 3:5 the message with which Flink refuses the text
//! advice network-buffers taskmanager
//!   taskmanager.memory.network.min to 128m
//! new key in the text           or `beside`: where an option goes that the text does not have
//! fixed jobmanager.heap.size    keys that cannot be changed in the text
//! ```

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use resolver::text::{Change, Document, Place, Reading, Severity, Span, detect, read};
use resolver::{Deployment, FlinkVersion, Process};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/inputs")
}

/// A key that no text of the corpus has.
const NEW_KEY: &str = "taskmanager.memory.task.off-heap.size";

fn process_name(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "taskmanager",
        Process::JobManager => "jobmanager",
    }
}

/// What a text says, in the form of the expected files.
fn describe(text: &str, chosen: FlinkVersion) -> String {
    let mut out = String::new();
    if chosen != FlinkVersion::LATEST {
        writeln!(out, "with {chosen}").expect("text");
    }
    let kind = detect(text, chosen);
    let reading = read(text, kind, chosen);
    writeln!(out, "kind {}", kind.id()).expect("text");
    if let Some(version) = reading.version {
        writeln!(out, "version {version}").expect("text");
    }
    match reading.deployment {
        Some(Deployment::Containerized) => out.push_str("deployment containerized\n"),
        Some(Deployment::Standalone) => out.push_str("deployment standalone\n"),
        None => {}
    }
    if let Some(process) = reading.process {
        writeln!(out, "process {}", process_name(process)).expect("text");
    }
    for (key, value) in reading.config.iter() {
        writeln!(out, "{key} = {}", value.escape_debug()).expect("text");
    }
    for remark in &reading.remarks {
        let severity = match remark.severity {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let place = Place::of(text, remark.at.start);
        writeln!(out, "{severity} {}:{} {}", place.line, place.column, remark.message).expect("text");
    }
    if let Some(failure) = &reading.failure {
        let place = failure.at.map(|at| Place::of(text, at.start));
        let place = place.map_or(String::new(), |place| format!("{}:{} ", place.line, place.column));
        writeln!(out, "failure {place}{}", failure.error.message).expect("text");
    }
    for advice in &reading.advice {
        let process = advice.process.map_or(String::new(), |process| format!(" {}", process_name(process)));
        writeln!(out, "advice {}{process}", advice.id).expect("text");
        for remedy in &advice.remedies {
            let change = match &remedy.change {
                Change::To(value) => format!("to {value}"),
                Change::Raise => "raise".to_owned(),
                Change::Lower => "lower".to_owned(),
                Change::Unset => "unset".to_owned(),
            };
            writeln!(out, "  {} {change}", remedy.key).expect("text");
        }
    }
    let reports = ["log-block", "rest-answer", "error-message"].contains(&kind.id());
    if !reports {
        out.push_str(&edits(text, chosen, &reading));
    }
    out
}

/// Which changes the text takes.
fn edits(text: &str, chosen: FlinkVersion, reading: &Reading) -> String {
    let mut out = String::new();
    let document = Document::new(text, None, chosen);
    let mut changed = document.clone();
    changed.set(NEW_KEY, "37m");
    assert_eq!(changed.config().get(NEW_KEY), Some("37m"));
    let place = if changed.beside().is_empty() { "in the text" } else { "beside" };
    writeln!(out, "new key {place}").expect("text");
    for (key, value) in reading.config.iter() {
        let other = match value.parse::<f64>() {
            Ok(_) if value.contains('.') => "0.75",
            Ok(_) => "77",
            Err(_) => "77m",
        };
        let mut changed = document.clone();
        changed.set(key, other);
        assert_eq!(changed.config().get(key), Some(other), "{key}");
        let is_beside = changed.beside().contains(key);
        let mut emptied = document.clone();
        emptied.unset(key);
        assert_eq!(emptied.config().get(key), None, "{key}");
        let is_hidden = !emptied.hidden().is_empty();
        match (is_beside, is_hidden) {
            (true, true) => writeln!(out, "fixed {key}").expect("text"),
            (true, false) => writeln!(out, "only removable {key}").expect("text"),
            (false, true) => writeln!(out, "not removable {key}").expect("text"),
            (false, false) => {}
        }
    }
    out
}

/// What holds of every reading.
fn check(name: &str, text: &str, reading: &Reading) {
    let is_inside = |span: Span| {
        span.start <= span.end
            && span.end <= text.len()
            && text.is_char_boundary(span.start)
            && text.is_char_boundary(span.end)
    };
    for entry in &reading.entries {
        for span in [entry.key_at, entry.value_at, entry.whole] {
            assert!(is_inside(span), "{name}: {entry:?}");
        }
    }
    for span in
        reading.remarks.iter().map(|remark| remark.at).chain(reading.advice.iter().map(|advice| advice.at))
    {
        assert!(is_inside(span), "{name}: {span:?}");
    }
    for (key, value) in reading.config.iter() {
        let has_it = reading.entries.iter().any(|entry| entry.key == key && entry.value == value);
        assert!(has_it, "{name}: {key}");
    }
}

#[test]
fn texts_say_what_is_expected() {
    let mut names: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    let count = names.len();
    let mut failures = String::new();
    for path in names {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap_or_default();
        let chosen = expected.lines().find_map(|line| line.strip_prefix("with "));
        let chosen = chosen.map_or(FlinkVersion::LATEST, |name| FlinkVersion::parse(name).expect(name));
        let found = describe(&text, chosen);
        check(&name, &text, &read(&text, detect(&text, chosen), chosen));
        if found != expected {
            writeln!(failures, "=== {name}\n--- expected\n{expected}--- found\n{found}").expect("text");
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count >= 40, "{count}");
}
