//! What a form and a reader are told beside the numbers: states of options, notes, clamp marks, steps with their operands.

use resolver::control::{Control, State, controls, unread};
use resolver::derivation::Clamp;
use resolver::{Breakdown, Component, Configuration, Deployment, FlinkVersion, Process, Request, resolve};

fn task_manager(config: &Configuration, version: FlinkVersion) -> Request<'_> {
    Request { version, process: Process::TaskManager, deployment: Deployment::Containerized, config }
}

#[track_caller]
fn control(request: Request<'_>, key: &str) -> Control {
    let groups = controls(request, &resolve(request));
    let mut all = groups.into_iter().flat_map(|group| group.controls);
    all.find(|control| control.option.key == key).unwrap_or_else(|| panic!("{key} has a control"))
}

#[track_caller]
fn check_state(entries: &[(&str, &str)], version: FlinkVersion, key: &str, state: State, note: Option<&str>) {
    let config: Configuration = entries.iter().copied().collect();
    let control = control(task_manager(&config, version), key);
    assert_eq!((control.state, control.note.as_deref()), (state, note), "{key} in {entries:?}");
}

#[test]
fn every_state_of_an_option_is_told() {
    let latest = FlinkVersion::LATEST;
    let process = ("taskmanager.memory.process.size", "4g");
    let check = |entries: &[_], key, state, note| check_state(entries, latest, key, state, note);

    check(&[process], "taskmanager.memory.process.size", State::Set, None);
    check(&[process], "taskmanager.memory.managed.fraction", State::Default, None);
    check(
        &[process, ("taskmanager.memory.managed.fraction", "0.4")],
        "taskmanager.memory.managed.fraction",
        State::Set,
        None,
    );
    check(&[process], "taskmanager.memory.task.heap.size", State::Derived, None);
    check(&[process], "taskmanager.cpu.cores", State::Unset, None);
    check(&[process], "taskmanager.memory.network.min", State::Default, None);
    check(
        &[process, ("taskmanager.memory.network.max", "100m")],
        "taskmanager.memory.network.fraction",
        State::Clamped(Clamp::ToMax),
        Some("343.040mb (359703515 bytes) cut to the maximum 100.000mb (104857600 bytes)"),
    );
    check(
        &[("taskmanager.memory.process.size", "1728m")],
        "taskmanager.memory.jvm-overhead.fraction",
        State::Clamped(Clamp::ToMin),
        Some("172.800mb (181193935 bytes) raised to the minimum 192.000mb (201326592 bytes)"),
    );
    check(
        &[process, ("taskmanager.memory.managed.size", "1g"), ("taskmanager.memory.managed.fraction", "0.7")],
        "taskmanager.memory.managed.fraction",
        State::Ignored,
        Some("no effect: Managed Memory is set by taskmanager.memory.managed.size"),
    );
    check(
        &[
            process,
            ("taskmanager.memory.task.heap.size", "1600m"),
            ("taskmanager.memory.network.fraction", "0.2"),
        ],
        "taskmanager.memory.network.fraction",
        State::Ignored,
        Some("no effect: Network Memory is what the other parts leave of Total Flink Memory"),
    );
    check(
        &[process, ("taskmanager.network.memory.max", "100m")],
        "taskmanager.memory.network.max",
        State::LegacyKey,
        Some("old spelling taskmanager.network.memory.max; Flink 2.3 still reads it"),
    );
    check(
        &[("taskmanager.memory.process.size", "1.5g")],
        "taskmanager.memory.process.size",
        State::Rejected,
        None,
    );
    check(
        &[process, ("taskmanager.memory.jvm-overhead.fraction", "1")],
        "taskmanager.memory.jvm-overhead.fraction",
        State::Rejected,
        None,
    );
    check(
        &[process, ("taskmanager.memory.network.min", "2g"), ("taskmanager.memory.network.max", "1g")],
        "taskmanager.memory.network.min",
        State::Rejected,
        None,
    );
    check(&[], "taskmanager.memory.process.size", State::Rejected, None);
}

#[test]
fn legacy_keys_say_what_they_stand_for() {
    let heap = ("taskmanager.heap.size", "4g");
    check_state(
        &[heap],
        FlinkVersion::V1_20,
        "taskmanager.heap.size",
        State::LegacyKey,
        Some("stands for taskmanager.memory.process.size"),
    );
    check_state(
        &[heap, ("taskmanager.memory.process.size", "4g")],
        FlinkVersion::V1_20,
        "taskmanager.heap.size",
        State::Ignored,
        Some("no effect: taskmanager.heap.size is only read where none of its successors is set"),
    );
    check_state(
        &[("taskmanager.heap.mb", "many"), ("taskmanager.memory.process.size", "4g")],
        FlinkVersion::V1_20,
        "taskmanager.heap.mb",
        State::Ignored,
        Some("no effect: taskmanager.heap.mb is only read where none of its successors is set"),
    );
    check_state(
        &[("taskmanager.memory.process.size", "4g"), ("taskmanager.network.numberOfBuffers", "4096")],
        FlinkVersion::V1_20,
        "taskmanager.network.numberOfBuffers",
        State::LegacyKey,
        Some("sets the network memory, because none of its newer options is set"),
    );
    check_state(
        &[("taskmanager.memory.process.size", "4g"), ("taskmanager.network.numberOfBuffers", "4096")],
        FlinkVersion::V1_20,
        "taskmanager.memory.network.fraction",
        State::Ignored,
        Some("no effect: Network Memory is set by taskmanager.network.numberOfBuffers"),
    );
}

#[test]
fn keys_that_are_not_read_say_why() {
    let config = Configuration::from([
        ("taskmanager.memory.process.size", "4g"),
        ("taskmanager.heap.size", "4g"),
        ("taskmanager.memory.network.size", "1g"),
        ("jobmanager.memory.process.size", "1600m"),
    ]);
    let notes: Vec<(String, String)> = unread(task_manager(&config, FlinkVersion::V2_0))
        .into_iter()
        .map(|unread| (unread.key, unread.note))
        .collect();
    let expected = [
        ("jobmanager.memory.process.size", "does not size this process's memory"),
        ("taskmanager.heap.size", "Flink 1.20 was the last release to read it; 2.0 ignores it in silence"),
        ("taskmanager.memory.network.size", "does not size this process's memory"),
    ];
    assert_eq!(notes, expected.map(|(key, note)| (key.to_owned(), note.to_owned())));
}

#[test]
fn every_option_of_the_process_has_one_control_where_the_release_has_it() {
    let config = Configuration::new();
    for version in FlinkVersion::ALL {
        for (process, prefix) in
            [(Process::TaskManager, "taskmanager.memory."), (Process::JobManager, "jobmanager.memory.")]
        {
            for deployment in [Deployment::Standalone, Deployment::Containerized] {
                let request = Request { version, process, deployment, config: &config };
                let shown: Vec<&str> = controls(request, &resolve(request))
                    .iter()
                    .flat_map(|group| group.controls.iter().map(|control| control.option.key))
                    .collect();
                let options = resolver::catalogue::ALL.iter().filter(|option| option.key.starts_with(prefix));
                for option in options {
                    let times = shown.iter().filter(|key| **key == option.key).count();
                    assert_eq!(
                        times,
                        usize::from(option.span(version).is_some()),
                        "{} in {version}",
                        option.key
                    );
                }
            }
        }
    }
}

#[test]
fn clamp_marks_stand_where_the_range_begins_and_ends() {
    let config = Configuration::from([
        ("taskmanager.memory.flink.size", "1g"),
        ("taskmanager.memory.network.max", "256m"),
    ]);
    let request = task_manager(&config, FlinkVersion::LATEST);
    assert_eq!(control(request, "taskmanager.memory.network.fraction").clamp_edges, Some((0.0625, 0.25)));
    // The overhead is a part of a process size that is not known yet: 1280 MiB are what 1 - f leaves.
    let (min, max) =
        control(request, "taskmanager.memory.jvm-overhead.fraction").clamp_edges.expect("a fraction");
    assert!((min - 192.0 / (1280.0 + 192.0)).abs() < 1e-12, "{min}");
    assert!((max - 1024.0 / (1280.0 + 1024.0)).abs() < 1e-12, "{max}");
    assert_eq!(control(request, "taskmanager.memory.managed.fraction").clamp_edges, None);
}

#[track_caller]
fn check_lines(entries: &[(&str, &str)], component: Component, expected: &[(&str, &str, u64, bool)]) {
    let config: Configuration = entries.iter().copied().collect();
    let resolution = resolve(task_manager(&config, FlinkVersion::LATEST));
    let lines = resolution.derivation.explain(component);
    let lines: Vec<(&str, &str, u64, bool)> = lines
        .iter()
        .map(|line| (line.what.as_str(), line.formula.as_str(), line.bytes, line.superseded))
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_clamped_fraction_shows_the_number_that_was_cut() {
    check_lines(
        &[("taskmanager.memory.process.size", "4g"), ("taskmanager.memory.network.max", "100m")],
        Component::Network,
        &[
            (
                "Total Flink Memory",
                "Total Process Memory 4294967296 − JVM Metaspace 268435456 − JVM Overhead 429496736",
                3_597_035_104,
                false,
            ),
            (
                "taskmanager.memory.network.fraction, default",
                "Total Flink Memory 3597035104 × 0.10000000149011612",
                359_703_515,
                true,
            ),
            (
                "taskmanager.memory.network.min and max",
                "67108864 ≤ 359703515 ≤ 104857600",
                104_857_600,
                false,
            ),
        ],
    );
}

#[test]
fn an_inverse_fraction_shows_its_factor() {
    check_lines(
        &[("taskmanager.memory.flink.size", "8g")],
        Component::JvmOverhead,
        &[
            (
                "Total Process Memory without JVM Overhead",
                "Total Flink Memory 8589934592 + JVM Metaspace 268435456",
                8_858_370_048,
                false,
            ),
            (
                "taskmanager.memory.jvm-overhead.fraction, default",
                "8858370048 × 0.10000000149011612 / (1 − 0.10000000149011612) = 8858370048 × 0.11111111295076065",
                984_263_354,
                false,
            ),
            (
                "taskmanager.memory.jvm-overhead.min and max",
                "201326592 ≤ 984263354 ≤ 1073741824",
                984_263_354,
                false,
            ),
        ],
    );
}

#[test]
fn every_component_of_a_breakdown_is_explained() {
    for config in [
        Configuration::from([("taskmanager.memory.process.size", "4g")]),
        Configuration::from([("taskmanager.memory.flink.size", "4g")]),
        Configuration::from([
            ("taskmanager.memory.task.heap.size", "1g"),
            ("taskmanager.memory.managed.size", "1g"),
        ]),
    ] {
        let resolution = resolve(task_manager(&config, FlinkVersion::LATEST));
        let breakdown = resolution.outcome.expect("valid");
        for component in breakdown.leaves().iter().chain(&[
            Component::TotalProcess,
            Component::TotalFlink,
            Component::JvmHeap,
            Component::OffHeap,
            Component::JvmDirect,
        ]) {
            let lines = resolution.derivation.explain(*component);
            let last = lines.last().unwrap_or_else(|| panic!("{component} has lines"));
            assert_eq!(
                Some(last.bytes),
                breakdown.get(*component).map(resolver::MemorySize::bytes),
                "{component}"
            );
            assert!(!last.superseded);
        }
    }
}

#[test]
fn the_job_manager_of_1_10_is_a_start_script() {
    let check = |entries: &[(&str, &str)], flags: Result<&str, &str>| {
        let config: Configuration = entries.iter().copied().collect();
        let request = Request {
            version: FlinkVersion::V1_10,
            process: Process::JobManager,
            deployment: Deployment::Standalone,
            config: &config,
        };
        let outcome = resolve(request).outcome;
        let found = outcome.as_ref().map(Breakdown::jvm_parameters).map_err(|error| error.message.as_str());
        assert_eq!(found.as_deref(), flags.as_ref().copied(), "{entries:?}");
    };
    let invalid = "[ERROR] Configured JobManager memory size is not a valid value. Please set 'jobmanager.heap.size' in \
                   flink-conf.yaml.";
    check(&[("jobmanager.heap.size", "1024m")], Ok("-Xms1024m -Xmx1024m"));
    check(&[("jobmanager.heap.size", "2g # two")], Ok("-Xms2048m -Xmx2048m"));
    check(&[("jobmanager.heap.mb", "512")], Ok("-Xms512m -Xmx512m"));
    check(&[("jobmanager.heap.size", "2 gb")], Ok(""));
    check(&[], Ok(""));
    check(&[("jobmanager.heap.size", "2q")], Err(invalid));
    check(&[("jobmanager.heap.mb", "-1")], Err(invalid));
}

#[test]
fn a_slot_is_told_what_it_gets() {
    let config = Configuration::from([
        ("taskmanager.memory.process.size", "4g"),
        ("taskmanager.memory.managed.size", "1g"),
        ("taskmanager.numberOfTaskSlots", "2"),
    ]);
    let request = task_manager(&config, FlinkVersion::LATEST);
    let lines = resolver::slot::lines(request, &resolve(request)).expect("valid");
    // 512 MiB a slot: 70/170 and 30/170 of them, and RocksDB's two thirds of 2.5 and of 0.5.
    let expected = [
        "network memory        10977 segments of 32768 bytes",
        "managed memory        536870912 bytes in each slot, 2 in all",
        "  OPERATOR            221064493 bytes, 6746 pages, weight 70, beside the others",
        "  STATE_BACKEND       221064493 bytes, 6746 pages, weight 70, beside the others",
        "  PYTHON              94741925 bytes, 2891 pages, weight 30, beside the others",
        "RocksDB               536870912 bytes, alone in the slot",
        "  block cache         447392426 bytes",
        "  write buffers       178956970 bytes of the cache",
        "  arena block         8388608 bytes, mutable limit 156587348 bytes",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_a_slot_cannot_have_is_flinks_error() {
    for (key, value, message) in [
        (
            "taskmanager.memory.segment-size",
            "33000",
            "Invalid configuration value for taskmanager.memory.segment-size : 33000 - Memory segment size must be a power of 2.",
        ),
        (
            "taskmanager.memory.managed.consumer-weights",
            "OPERATOR:-1,PYTHON:30",
            "Managed memory weight should not be negative. Configured weight for OPERATOR is -1.",
        ),
        (
            "state.backend.rocksdb.memory.write-buffer-ratio",
            "0.95",
            "Invalid configuration: writeBufferRatio 0.95 with highPriPoolRatio 0.1",
        ),
    ] {
        let config = Configuration::from([("taskmanager.memory.process.size", "4g"), (key, value)]);
        let request = task_manager(&config, FlinkVersion::LATEST);
        let lines = resolver::slot::lines(request, &resolve(request));
        assert_eq!(lines.map_err(|error| error.message), Err(message.to_owned()));
    }
}

#[test]
fn options_that_flink_reads_later_have_their_errors_beside_them() {
    let check = |key, text, message: Option<&str>| {
        let config = Configuration::from([("taskmanager.memory.process.size", "4g"), (key, text)]);
        let request = task_manager(&config, FlinkVersion::LATEST);
        assert!(resolve(request).outcome.is_ok());
        let control = control(request, key);
        let state = if message.is_some() { State::Rejected } else { State::Set };
        assert_eq!(
            (control.state, control.error.as_ref().map(|error| error.message.as_str())),
            (state, message)
        );
    };
    let ratio = "state.backend.rocksdb.memory.write-buffer-ratio";
    check(ratio, "0.5", None);
    check(
        ratio,
        "half",
        Some("Could not parse value 'half' for key 'state.backend.rocksdb.memory.write-buffer-ratio'."),
    );
    check(ratio, "0.95", Some("Invalid configuration: writeBufferRatio 0.95 with highPriPoolRatio 0.1"));
    let segment = "taskmanager.memory.segment-size";
    check(segment, "64k", None);
    check(segment, "1.5k", Some("Could not parse value '1.5k' for key 'taskmanager.memory.segment-size'."));
    check(
        segment,
        "1k",
        Some(
            "Invalid configuration value for taskmanager.memory.segment-size : 1024 - Minimum memory segment size is 4096",
        ),
    );
    check(
        "taskmanager.memory.min-segment-size",
        "x",
        Some("Could not parse value 'x' for key 'taskmanager.memory.min-segment-size'."),
    );
    let weights = "taskmanager.memory.managed.consumer-weights";
    check(weights, "OPERATOR:60,STATE_BACKEND:40", None);
    check(
        weights,
        "OPERATOR",
        Some("Could not parse value 'OPERATOR' for key 'taskmanager.memory.managed.consumer-weights'."),
    );
    check(weights, "OPERATOR:many", Some("For input string: \"many\""));
}
