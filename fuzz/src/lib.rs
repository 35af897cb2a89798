//! What the fuzz targets do with their bytes. The laws are those of the property tests.

#[path = "../../crates/resolver/tests/laws/mod.rs"]
mod laws;

use std::borrow::Cow;

use flink_memory_calculator::link::{self, Decoded};
use laws::Step;
use resolver::text::Kind;
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, control, resolve};

/// Ends the text of a document and each change of it. No text has it in earnest.
const END: char = '\u{1e}';
/// Stands between key and value of a change.
const SET: char = '\u{1f}';

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A release that depends on the text alone, so that every byte of a seed is text.
fn version_for(text: &str) -> FlinkVersion {
    FlinkVersion::ALL[text.len() % FlinkVersion::ALL.len()]
}

/// Reads a text as one kind.
pub fn reading(kind: Kind, bytes: &[u8]) {
    let text = text(bytes);
    laws::check_reading(&text, kind, version_for(&text));
}

/// Reads a text as what it seems to be.
pub fn detected(bytes: &[u8]) {
    let text = text(bytes);
    laws::check_detected(&text, version_for(&text));
}

/// Edits a text: what stands before the first record separator, or one of the usual edits if there is none.
pub fn document(bytes: &[u8]) {
    let all = text(bytes);
    let version = version_for(&all);
    let (text, changes) = all.split_once(END).unwrap_or((&all, ""));
    let mut steps: Vec<Step> = changes.split_terminator(END).take(8).map(step).collect();
    if steps.is_empty() {
        let total = "taskmanager.memory.process.size".to_owned();
        steps = vec![
            Step::Set(total.clone(), "4g".to_owned()),
            Step::Set("taskmanager.memory.managed.fraction".to_owned(), "0.3".to_owned()),
            Step::Unset(total),
        ];
    }
    laws::check_edits(text, None, version, &steps);
    let kind = Kind::ALL[text.len() % Kind::ALL.len()];
    laws::check_edits(text, Some(kind), version, &steps);
}

fn step(change: &str) -> Step {
    match change.split_once(SET) {
        Some((key, value)) => Step::Set(key.to_owned(), value.to_owned()),
        None => match FlinkVersion::parse(change) {
            Some(version) => Step::Version(version),
            None => Step::Unset(change.to_owned()),
        },
    }
}

/// Opens a link, as it is and as what was packed into one, and links what it says again.
pub fn link(bytes: &[u8]) {
    let text = text(bytes);
    let (query, fragment) = text.split_at(text.find('#').unwrap_or(text.len()));
    let _ = link::compressed(fragment);
    for decoded in [link::decode(query, fragment, None), link::decode("", "#1:", Some(&text))] {
        if let Some(Decoded { state, .. }) = decoded {
            assert!(link::left_out(&state.config).is_empty());
            let again = link::decode(&link::encode(&state).query, "", None);
            assert_eq!(again, Some(Decoded { state, dropped: Vec::new() }));
        }
    }
}

/// Resolves a configuration of lines with `key=value`, for every release, process and deployment.
pub fn resolution(bytes: &[u8]) {
    let text = text(bytes);
    let config: Configuration = text.lines().filter_map(|line| line.split_once('=')).collect();
    let version = version_for(&text);
    for process in Process::ALL {
        for deployment in [Deployment::Containerized, Deployment::Standalone] {
            let request = Request { version, process, deployment, config: &config };
            let resolution = resolve(request);
            assert_eq!(resolve(request), resolution, "the same question has the same answer");
            let _ = (control::controls(request, &resolution), control::unread(request));
            let Ok(breakdown) = &resolution.outcome else { continue };
            let _ = (breakdown.jvm_parameters(), breakdown.log_block(version));
            let _ = breakdown.dynamic_configs(version);
            for component in breakdown.leaves() {
                let _ = resolution.derivation.explain(*component);
            }
        }
    }
}
