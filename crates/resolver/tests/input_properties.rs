//! Exports are read back, and long texts in time.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::select;
use resolver::text::{Kind, detect, read};
use resolver::write::{Export, Extent, Format, write};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, resolve};

proptest! {
    #[test]
    fn exports_lead_to_the_same_bytes(
        version in select(FlinkVersion::ALL.to_vec()),
        format in select(vec![Format::Arguments, Format::Properties, Format::Deployment]),
        sizes in prop::collection::vec(0_u64..4000, 6),
        fraction in 0_u32..100,
    ) {
        let mut config = Configuration::new();
        let keys = ["taskmanager.memory.process.size", "jobmanager.memory.process.size", "taskmanager.memory.managed.size",
            "taskmanager.memory.task.off-heap.size", "jobmanager.memory.off-heap.size", "taskmanager.memory.jvm-metaspace.size"];
        for (key, size) in keys.iter().zip(&sizes) {
            let base = if key.ends_with("process.size") { 2000 } else { 0 };
            config.set(*key, format!("{}m", base + size));
        }
        config.set("taskmanager.memory.network.fraction", format!("0.{fraction:02}"));
        let export = Export {
            version, deployment: Deployment::Containerized, config: &config, extent: Extent::AsSet, with_others: false,
            link: "https://example.org/?v=1",
        };
        let written = write(format, export);
        prop_assert!(written.left_out.is_empty());
        let expected_kind = match format {
            Format::Arguments => Kind::Arguments,
            Format::Properties => Kind::Properties,
            _ => Kind::Manifest,
        };
        prop_assert_eq!(detect(&written.text, version), expected_kind, "{}", &written.text);
        let reading = read(&written.text, expected_kind, version);
        for process in [Process::TaskManager, Process::JobManager] {
            let answer = |config| {
                let request = Request { version, process, deployment: Deployment::Containerized, config };
                resolve(request).outcome.map_err(|error| error.message)
            };
            prop_assert_eq!(answer(&reading.config), answer(&config), "{}", &written.text);
        }
    }
}

/// A text that is long in one way, and what a reader may take for it in a debug build on a busy machine.
fn long(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

const UNITS: [&str; 32] = [
    "-Dtaskmanager.memory.process.size=4g ",
    "-ys 4 ",
    "-D ",
    "-D a -D b=c ",
    "flink run -yD x=y job.jar\n",
    "'a\\\n",
    "$'",
    "\"\\\"",
    "FLINK_PROPERTIES=\"a: b\nc: d\" ",
    "FLINK_PROPERTIES=a ",
    "- FLINK_PROPERTIES=a\n",
    "  flinkConfiguration:\n    a.b: c\n",
    "flinkConfiguration: {a: b}\n---\n",
    "a: |\n  b\n",
    "flink-conf.yaml: |\n  taskmanager.memory.process.size: 4g\n---\n",
    "taskmanager.memory.process.size: 4g\n",
    "args: [\"taskmanager\", \"-Da=b\"]\n---\n",
    "{{ .x }}",
    "{{",
    "{\"key\":\"a\",\"value\":\"b\"},",
    "[",
    "{a: ",
    "Final TaskExecutor Memory configuration:\n",
    "Total Process Memory: 1 bytes\n",
    "Loading configuration property: a, b ",
    "Loading configuration property: a, b\n",
    "Program Arguments:\n -D\n a=b\n",
    "Starting x ",
    "dynamic_configs: -D a=b ",
    "Insufficient number of network buffers: required 1, but only ",
    "Could not parse value '1",
    "\0\u{feff}ä\n",
];

#[test]
fn long_texts_take_their_time_and_no_more() {
    let mut slow = Vec::new();
    for unit in UNITS {
        for text in
            [long(unit, 60_000), format!("kind: FlinkDeployment\napiVersion: v1\n{}", long(unit, 60_000))]
        {
            for kind in Kind::ALL {
                let start = Instant::now();
                let _ = detect(&text, FlinkVersion::LATEST);
                drop(read(&text, kind, FlinkVersion::LATEST));
                let taken = start.elapsed();
                if taken > Duration::from_secs(4) {
                    slow.push(format!("{unit:?} as {}: {taken:?}", kind.id()));
                }
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
