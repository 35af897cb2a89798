//! What is said about the keys of a text, where, and what its fixes lead to.

use resolver::catalogue::ALL;
use resolver::text::{Document, Finding, Kind, Place, Relevance, Severity, findings, relevance};
use resolver::{Deployment, FlinkVersion, Process, Request, resolve};

fn find(text: &str, kind: Kind, version: FlinkVersion, process: Process) -> Vec<Finding> {
    let document = Document::new(text, Some(kind), version);
    let deployment = Deployment::Containerized;
    let request = Request { version, process, deployment, config: document.config() };
    findings(text, document.reading(), request, &resolve(request))
}

/// Checks what is said about `text`: `line:column severity message`, and what the text becomes with the first fix.
#[track_caller]
fn check(text: &str, version: FlinkVersion, expected: &[&str], fixed: Option<&str>) {
    let found = find(text, Kind::FlinkConf, version, Process::TaskManager);
    let told: Vec<String> = found
        .iter()
        .map(|finding| {
            let Place { line, column } = Place::of(text, finding.at.start);
            format!("{line}:{column} {:?} {}", finding.severity, finding.message)
        })
        .filter(|told| !told.contains("flink-conf.yaml"))
        .collect();
    assert_eq!(told, expected);
    let fix = found.iter().filter_map(|finding| finding.fix.as_ref()).find(|fix| fix.kind.is_none());
    assert_eq!(fix.map(|fix| fix.apply(text)).as_deref(), fixed);
}

const V1_18: FlinkVersion = FlinkVersion::V1_18;
const V2_3: FlinkVersion = FlinkVersion::V2_3;

#[test]
fn a_sound_file_has_nothing_to_say() {
    let text = "\
# of the cluster
rest.port: 8081
taskmanager.memory.process.size: 4g
taskmanager.numberOfTaskSlots: 2
taskmanager.network.retries: 3
taskmanager.network.memory.buffers-per-channel: 4
s3.secret-key: xyz
";
    check(text, V1_18, &[], None);
}

#[test]
fn invented_keys_are_told_with_what_they_mean() {
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.size: 256m\n",
        V1_18,
        &["2:1 Warning No option of Flink: a fixed size is a minimum and a maximum that are equal. \
           Write taskmanager.memory.network.min and taskmanager.memory.network.max instead."],
        Some(
            "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 256m\n\
             taskmanager.memory.network.max: 256m\n",
        ),
    );
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.size: 256m",
        V1_18,
        &["2:1 Warning No option of Flink: a fixed size is a minimum and a maximum that are equal. \
           Write taskmanager.memory.network.min and taskmanager.memory.network.max instead."],
        Some(
            "taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 256m\n\
             taskmanager.memory.network.max: 256m",
        ),
    );
    check(
        "taskmanager.memory.preallocate: true\nrest.port: 1\n",
        V1_18,
        &["1:1 Warning No option of Flink: Flink up to 1.9 read it. Remove it."],
        Some("rest.port: 1\n"),
    );
}

#[test]
fn misspelt_keys_are_told_with_the_nearest() {
    check(
        "taskmanager.memory.proces.size: 4g\n",
        V1_18,
        &["1:1 Warning No option of Flink. Did you mean taskmanager.memory.process.size?"],
        Some("taskmanager.memory.process.size: 4g\n"),
    );
    check(
        "taskmanager.memory.process: 4g\n",
        V1_18,
        &["1:1 Warning No option of Flink. Did you mean taskmanager.memory.process.size?"],
        Some("taskmanager.memory.process.size: 4g\n"),
    );
    check(
        "taskmanager.numberOfTaskslots: 4\ntaskmanager.memory.some.thing.else: 4\ntaskmanager.host: x\n",
        V1_18,
        &[
            "1:1 Warning No option of Flink. Did you mean taskmanager.numberOfTaskSlots?",
            "2:1 Warning No option of Flink 1.18 that is known here. Look its name up.",
        ],
        Some(
            "taskmanager.numberOfTaskSlots: 4\ntaskmanager.memory.some.thing.else: 4\ntaskmanager.host: x\n",
        ),
    );
}

#[test]
fn keys_of_other_releases_are_told_with_their_releases() {
    check(
        "taskmanager.heap.size: 4g\n",
        V2_3,
        &[
            "1:1 Warning Flink 1.20 was the last to read it; 2.3 ignores it. Write taskmanager.memory.process.size instead.",
        ],
        Some("taskmanager.memory.process.size: 4g\n"),
    );
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.network.memory.buffers-per-channel: 4\n",
        V2_3,
        &["2:1 Warning Flink 1.20 was the last to read it; 2.3 ignores it. Remove it."],
        Some("taskmanager.memory.process.size: 4g\n"),
    );
    check(
        "taskmanager.memory.process.size: 4g\nslotmanager.number-of-slots.min: 4\n",
        V1_18,
        &[
            "2:1 Warning Flink 1.19 is the first to read it; 1.18 ignores it. Remove it, or take that release.",
        ],
        None,
    );
}

#[test]
fn old_names_are_told_with_the_new_ones() {
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.network.memory.min: 1m\n",
        V2_3,
        &["2:1 Warning Old name of taskmanager.memory.network.min, still read. Write the new one."],
        Some("taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 1m\n"),
    );
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.network.memory.min: 1m\ntaskmanager.memory.network.min: 2m\n",
        V2_3,
        &[
            "2:1 Warning No effect: taskmanager.memory.network.min is set as well, and this is its old name. Remove it.",
        ],
        Some("taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.min: 2m\n"),
    );
    check(
        "taskmanager.heap.mb: 4096\n",
        V1_18,
        &["1:1 Warning Of older releases: Flink 1.18 is among the last to read it. \
           Write taskmanager.memory.process.size instead."],
        None,
    );
}

#[test]
fn what_has_no_effect_is_told_with_what_has() {
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.1\ntaskmanager.memory.managed.size: 1g\n",
        V1_18,
        &["2:1 Warning No effect: Managed Memory is set by taskmanager.memory.managed.size. Remove it."],
        Some("taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.size: 1g\n"),
    );
    check(
        "rest.port: 1\nrest.port: 2\ntaskmanager.memory.process.size: 4g\ntaskmanager.memory.process.size: 5g\n",
        V1_18,
        &["3:1 Warning Set twice: line 4 is the one that counts. Remove the other."],
        Some("rest.port: 1\nrest.port: 2\ntaskmanager.memory.process.size: 5g\n"),
    );
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.memory.flink.size: 3g\n",
        V1_18,
        &[
            "1:1 Warning taskmanager.memory.flink.size is set as well, so the JVM overhead is what this leaves of it, \
           and has to be in its range. Set one of them.",
        ],
        None,
    );
    check(
        "taskmanager.network.numberOfBuffers: 4\ntaskmanager.memory.network.min: 1m\ntaskmanager.memory.process.size: 4g\n",
        V1_18,
        &[
            "1:1 Warning No effect: taskmanager.network.numberOfBuffers is only read where none of its successors is set. Remove it.",
        ],
        Some("taskmanager.memory.network.min: 1m\ntaskmanager.memory.process.size: 4g\n"),
    );
}

#[test]
fn what_flink_refuses_is_told_at_its_value() {
    check(
        "taskmanager.memory.process.size: 4 gigs\n",
        V1_18,
        &[
            "1:34 Error The TaskManager does not start: TaskManager memory configuration failed: Cannot read memory size from \
           config option 'taskmanager.memory.process.size'.",
        ],
        None,
    );
    check(
        "jobmanager.memory.process.size: 1g\ntaskmanager.memory.process.size: 4g\njobmanager.memory.off-heap.size: 2g\n\
         taskmanager.memory.segment-size: 5k\n",
        V1_18,
        &[
            "1:1 Hint Sizes the JobManager; the TaskManager is shown.",
            "3:1 Hint Sizes the JobManager; the TaskManager is shown.",
            "3:34 Error The JobManager does not start: JobManager memory configuration failed: The configured Total Flink \
             Memory (576.000mb (603979776 bytes)) is less than the configured Off-heap Memory (2.000gb (2147483648 bytes)).",
            "4:34 Error Flink refuses it: Invalid configuration value for taskmanager.memory.segment-size : 5120 - \
             Memory segment size must be a power of 2.",
        ],
        None,
    );
    check(
        "taskmanager.memory.process.size: 4g\ntaskmanager.network.memory.buffers-per-channel: many\n",
        V1_18,
        &["2:49 Warning Flink refuses it where it is needed: Could not parse value 'many' for key \
           'taskmanager.network.memory.buffers-per-channel'."],
        None,
    );
}

#[test]
fn lines_that_flink_skips_are_told() {
    check(
        "# a file\r\ntaskmanager.memory.process.size:4g # x\nrest.port: \n  memory:\nnonsense # y: z\n",
        V1_18,
        &[
            "2:1 Warning Flink skips this line: it has no colon with a blank behind it. Write a key, a colon, a blank and the value.",
            "3:1 Warning Flink skips this line: a key and its value have to stand on one line.",
            "4:3 Warning Flink skips this line: a key and its value have to stand on one line.",
            "5:1 Warning Flink skips this line: it has no colon with a blank behind it. Write a key, a colon, a blank and the value.",
        ],
        Some(
            "# a file\r\ntaskmanager.memory.process.size: 4g # x\nrest.port: \n  memory:\nnonsense # y: z\n",
        ),
    );
}

#[test]
fn unrelated_keys_are_told_from_known_ones() {
    for option in ALL {
        let old = option.spans.iter().flat_map(|span| span.deprecated_keys);
        for key in std::iter::once(&option.key).chain(old) {
            assert_eq!(relevance(key), Relevance::Known, "{key}");
        }
    }
    for key in ["taskmanager.memory.network.size", "taskmanager.slots", "external-resource.gpu.amount"] {
        assert_eq!(relevance(key), Relevance::Known, "{key}");
    }
    for key in ["", "rest.port", "s3.secret-key", "taskmanager.host", "taskmanager.network.retries", "é"] {
        assert_eq!(relevance(key), Relevance::Unrelated, "{key}");
    }
}

#[test]
fn a_file_that_the_release_does_not_read_can_be_turned_into_one() {
    let text = "taskmanager.memory.process.size: 4g\n";
    let severity = |version| {
        let found = find(text, Kind::FlinkConf, version, Process::TaskManager);
        found
            .iter()
            .find(|finding| finding.message.contains("flink-conf.yaml"))
            .map(|finding| finding.severity)
    };
    assert_eq!(severity(V1_18), None);
    assert_eq!(severity(FlinkVersion::V1_20), Some(Severity::Hint));
    assert_eq!(severity(V2_3), Some(Severity::Warning));
}

#[test]
fn long_texts_are_looked_through_in_time() {
    let mut texts = vec![
        "taskmanager.memory.process.size: 4g\n".repeat(10_000),
        "taskmanager.memory.process.size: 4g\njobmanager.memory.process.size: 4g\n".repeat(5_000),
        "taskmanager.memory.flink: x\n".to_owned() + &"rest.port: 8081\n".repeat(20_000),
    ];
    texts.push((0..10_000).map(|at| format!("taskmanager.memory.unknown-{at}: 4g\n")).collect());
    for text in texts {
        let found = find(&text, Kind::FlinkConf, V1_18, Process::TaskManager);
        assert!(!found.is_empty() && found.len() <= 1010, "{}", found.len());
    }
}
