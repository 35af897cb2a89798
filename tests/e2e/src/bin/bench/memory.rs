//! What a page takes of memory: its scripts, its program, and the processes that it is in.

use e2e::Session;
use serde_json::{Value, json};

/// Keeps the memory of the program where it can be asked for, in each document, from before the document's first script.
const WATCH: &str = "
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const instantiate = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const made = await instantiate.apply(WebAssembly, given);
            window.programMemory ??= (made.instance ?? made).exports?.memory;
            return made;
        };
    }
";

/// Runs a script before those of each document that is opened from now on.
pub(crate) fn preload(session: &Session, script: &str) {
    session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
}

/// Lets documents that are opened from now on be asked for their [`program`].
pub(crate) fn watch(session: &Session) {
    preload(session, WATCH);
}

/// Megabytes of scripts, after a collection.
pub(crate) fn scripts(session: &Session) -> f64 {
    session.devtools("HeapProfiler.collectGarbage", json!({}));
    let used = session.devtools("Runtime.getHeapUsage", json!({}));
    ["usedSize", "embedderHeapUsedSize"].iter().filter_map(|part| used[part].as_f64()).sum::<f64>() / 1e6
}

/// Megabytes of the program of the document that is looked at.
pub(crate) fn program(session: &Session) -> f64 {
    let bytes: Value = session.script("return programMemory.buffer.byteLength", &[]);
    bytes.as_f64().expect("the program has memory") / 1e6
}

/// Megabytes of the processes in which pages are, each with its part of what it shares; `None` where the system does not tell.
pub(crate) fn processes(session: &Session) -> Option<f64> {
    let renderers = session.processes().into_iter().filter(|process| {
        let told = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&told).contains("--type=renderer")
    });
    let sizes: Vec<f64> = renderers.filter_map(proportional_set_size).collect();
    (!sizes.is_empty()).then(|| sizes.iter().sum())
}

/// Megabytes of a process, by `Pss:   41234 kB`.
fn proportional_set_size(process: u32) -> Option<f64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let size = told.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kibibytes: f64 = size.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
