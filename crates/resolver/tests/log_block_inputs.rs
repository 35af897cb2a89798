//! What Flink prints about its memory, read back: the same bytes.

use std::io::Read;

use resolver::text::{Kind, detect, read};
use resolver::{Component, Deployment, FlinkVersion, Process, Request, resolve};

/// The lines of a file of recorded answers.
fn vectors(name: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/../../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("the vectors are there");
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("they are text");
    text.lines().map(|line| serde_json::from_str(line).expect("they are JSON")).collect()
}

/// Labels in the order of the block.
const TASK_MANAGER: [Component; 13] = [
    Component::TotalProcess,
    Component::TotalFlink,
    Component::JvmHeap,
    Component::FrameworkHeap,
    Component::TaskHeap,
    Component::OffHeap,
    Component::Managed,
    Component::JvmDirect,
    Component::FrameworkOffHeap,
    Component::TaskOffHeap,
    Component::Network,
    Component::JvmMetaspace,
    Component::JvmOverhead,
];
const JOB_MANAGER: [Component; 6] = [
    Component::TotalProcess,
    Component::TotalFlink,
    Component::JvmHeap,
    Component::OffHeap,
    Component::JvmMetaspace,
    Component::JvmOverhead,
];

/// The bytes at the end of a line of the block.
fn bytes(line: &str) -> u64 {
    let number = line.trim_end_matches(" bytes)").trim_end_matches(" bytes").rsplit(['(', ' ']).next();
    number.and_then(|number| number.parse().ok()).expect(line)
}

#[test]
fn every_recorded_block_reads_back_to_the_same_bytes() {
    let (mut checked, mut failures) = (0, Vec::new());
    for vector in vectors("log_block.jsonl.gz") {
        let lines: Vec<&str> =
            vector["lines"].as_array().expect("lines").iter().filter_map(|line| line.as_str()).collect();
        let process =
            if lines[0].contains("TaskExecutor") { Process::TaskManager } else { Process::JobManager };
        let components = if process == Process::TaskManager { &TASK_MANAGER[..] } else { &JOB_MANAGER[..] };
        let log: String = lines
            .iter()
            .map(|line| format!("2024-05-01 10:11:12,345 {}\n", line.replacen(' ', " [] - ", 1)))
            .collect();
        for release in vector["flink"].as_array().expect("releases") {
            let version = release.as_str().and_then(FlinkVersion::parse).expect("a release");
            assert_eq!(detect(&log, version), Kind::LogBlock);
            let reading = read(&log, Kind::LogBlock, version);
            assert_eq!(reading.process, Some(process), "{}", vector["id"]);
            for deployment in [Deployment::Standalone, Deployment::Containerized] {
                let request = Request { version, process, deployment, config: &reading.config };
                checked += 1;
                match resolve(request).outcome {
                    Ok(breakdown) => {
                        for (component, line) in components.iter().zip(&lines[1..]) {
                            let found = breakdown.get(*component).map(resolver::MemorySize::bytes);
                            if found != Some(bytes(line)) {
                                failures.push(format!(
                                    "{} {version} {component}: {found:?} for {line}",
                                    vector["id"]
                                ));
                            }
                        }
                    }
                    Err(error) => failures.push(format!("{} {version}: {error}", vector["id"])),
                }
            }
        }
    }
    assert!(checked > 1000, "{checked}");
    assert!(failures.is_empty(), "{} of {checked}:\n{}", failures.len(), failures.join("\n"));
}
