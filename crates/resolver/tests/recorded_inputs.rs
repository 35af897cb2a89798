//! What Flink prints about its memory, read back: the same bytes, and the same errors.

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

#[test]
fn every_recorded_error_is_known_and_its_sizes_lead_to_it_again() {
    let (mut errors, mut repeated, mut failures) = (0, 0, Vec::new());
    for version in FlinkVersion::ALL {
        for vector in vectors(&format!("resolve/{}.jsonl.gz", version.release())) {
            let Some(message) = vector["error"]["message"].as_str() else { continue };
            let class = vector["error"]["class"].as_str().expect("a class");
            let text = format!(
                "Exception in thread \"main\" {class}: {message}\n\tat org.apache.flink.X.y(X.java:1)\n"
            );
            errors += 1;
            let reading = read(&text, Kind::ErrorMessage, version);
            if detect(&text, version) != Kind::ErrorMessage || reading.advice.is_empty() {
                failures.push(format!("{version}: not known: {message}"));
            }
            // Without a total, it is another error that Flink meets first.
            let is_total = |key: &str| key.ends_with("process.size") || key.ends_with("flink.size");
            if !reading.config.iter().any(|(key, _)| is_total(key)) {
                continue;
            }
            let process = match vector["process"].as_str() {
                Some("taskmanager") => Process::TaskManager,
                _ => Process::JobManager,
            };
            let request =
                Request { version, process, deployment: Deployment::Containerized, config: &reading.config };
            match resolve(request).outcome {
                Err(error) if error.message == message => repeated += 1,
                other => failures
                    .push(format!("{version}: {:?} for {message}", other.map_err(|error| error.message))),
            }
        }
    }
    assert!(errors > 3000 && repeated > 800, "{errors}, {repeated}");
    assert!(failures.is_empty(), "{} of {errors}:\n{}", failures.len(), failures.join("\n"));
}
