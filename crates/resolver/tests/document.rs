//! Texts edited key by key.

use resolver::FlinkVersion;
use resolver::text::{Document, Kind};

const OLD: FlinkVersion = FlinkVersion::V1_18;

const FILE: &str = "\
# Sizes, as agreed
taskmanager.memory.process.size: 4g

rest.port: 8081
taskmanager.memory.managed.fraction: 0.4
jobmanager.memory.process.size: 1600m
";

#[track_caller]
fn old(text: &str) -> Document {
    Document::new(text, Some(Kind::FlinkConf), OLD)
}

#[track_caller]
fn check(document: &Document, text: &str, entries: &[(&str, &str)]) {
    assert_eq!(&**document.text(), text);
    let mut entries = entries.to_vec();
    entries.sort_unstable();
    assert_eq!(document.config().iter().collect::<Vec<_>>(), entries);
    assert!(document.beside().is_empty() && document.hidden().is_empty());
}

#[test]
fn setting_a_key_changes_its_value_and_nothing_else() {
    let mut document = old(FILE);
    document.set("taskmanager.memory.process.size", "1728m");
    document.set("taskmanager.memory.managed.fraction", "0.55");
    let text = FILE.replace("4g", "1728m").replace("0.4", "0.55");
    check(
        &document,
        &text,
        &[
            ("taskmanager.memory.process.size", "1728m"),
            ("rest.port", "8081"),
            ("taskmanager.memory.managed.fraction", "0.55"),
            ("jobmanager.memory.process.size", "1600m"),
        ],
    );
}

#[test]
fn an_emptied_field_comes_back_to_its_old_place() {
    let mut document = old(FILE);
    document.unset("taskmanager.memory.process.size");
    document.unset("taskmanager.memory.process.size");
    assert_eq!(&**document.text(), FILE.replace("taskmanager.memory.process.size: 4g\n", ""));
    document.set("taskmanager.memory.process.size", "5");
    assert_eq!(&**document.text(), FILE.replace("4g", "5"));
    document.unset("taskmanager.memory.process.size");
    document.set("taskmanager.memory.process.size", "4g");
    assert_eq!(&**document.text(), FILE);

    // With something in between, it is a new key.
    document.unset("taskmanager.memory.managed.fraction");
    document.set("rest.port", "1");
    document.set("taskmanager.memory.managed.fraction", "0.4");
    assert_eq!(
        &**document.text(),
        "\
# Sizes, as agreed
taskmanager.memory.process.size: 4g
taskmanager.memory.managed.fraction: 0.4

rest.port: 1
jobmanager.memory.process.size: 1600m
"
    );
}

#[test]
fn what_the_text_cannot_hold_is_kept_beside_it() {
    let mut document = old(FILE);
    document.set("taskmanager.memory.task.heap.size", "1g\n");
    assert_eq!(&**document.text(), FILE);
    assert_eq!(document.config().get("taskmanager.memory.task.heap.size"), Some("1g\n"));
    assert_eq!(document.beside().get("taskmanager.memory.task.heap.size"), Some("1g\n"));
    document.set("taskmanager.memory.task.heap.size", "1g");
    assert!(document.beside().is_empty());
    assert!(document.text().contains("0.4\ntaskmanager.memory.task.heap.size: 1g\njobmanager"));
    document.set("taskmanager.memory.process.size", "");
    assert_eq!(document.config().get("taskmanager.memory.process.size"), Some(""));
    document.unset("taskmanager.memory.process.size");
    assert_eq!(document.config().get("taskmanager.memory.process.size"), None);
    assert!(!document.text().contains("process.size: 4g"));
}

#[test]
fn logs_become_a_file_with_the_first_change() {
    let mut document = Document::new("some line\r\n\r\n\tanother\u{0} line", Some(Kind::ErrorMessage), OLD);
    document.set("taskmanager.memory.process.size", "4g");
    assert_eq!(
        &**document.text(),
        "# some line\n# \tanother\u{fffd} line\ntaskmanager.memory.process.size: 4g\n"
    );
    assert_eq!(document.reading().kind, Kind::FlinkConf);
}

const NEW: FlinkVersion = FlinkVersion::V2_3;

/// Checks what becomes of a `config.yaml` by setting (or unsetting) keys one after the other, and that nothing stands beside it.
#[track_caller]
fn check_yaml(text: &str, changes: &[(&str, Option<&str>)], expected: &str) {
    let mut document = Document::new(text, Some(Kind::ConfigYaml), NEW);
    for (key, value) in changes {
        match value {
            Some(value) => document.set(key, value),
            None => document.unset(key),
        }
        assert_eq!(document.config().get(key), *value);
    }
    assert_eq!(&**document.text(), expected);
    assert!(document.beside().is_empty() && document.hidden().is_empty());
    assert_eq!(document.chosen(), Some(Kind::ConfigYaml));
}

const PROCESS: &str = "taskmanager.memory.process.size";
const FRACTION: &str = "taskmanager.memory.managed.fraction";

#[test]
fn nested_values_change_where_they_stand() {
    check_yaml(
        "taskmanager:\n  memory:\n    process:\n      size: 1728m # agreed\n  numberOfTaskSlots: 1\n",
        &[(PROCESS, Some("4g")), ("taskmanager.numberOfTaskSlots", Some("2"))],
        "taskmanager:\n  memory:\n    process:\n      size: 4g # agreed\n  numberOfTaskSlots: 2\n",
    );
    check_yaml(
        "taskmanager.memory.process: {size: 2g, other: [a, b]}\r\n# end",
        &[(PROCESS, Some("4g"))],
        "taskmanager.memory.process: {size: 4g, other: [a, b]}\r\n# end",
    );
    // The later one counts, in whatever spelling.
    check_yaml(
        "taskmanager.memory.process.size: 2g\ntaskmanager:\n  memory:\n    process.size: 1g\n",
        &[(PROCESS, Some("4g"))],
        "taskmanager.memory.process.size: 2g\ntaskmanager:\n  memory:\n    process.size: 4g\n",
    );
}

#[test]
fn values_are_quoted_only_where_they_have_to_be() {
    let check = |value: &str, written: &str| {
        check_yaml(
            "taskmanager.memory.managed.fraction: 0.5\n",
            &[(FRACTION, Some(value))],
            &format!("taskmanager.memory.managed.fraction: {written}\n"),
        );
    };
    check("0.35", "0.35");
    check("0.", "\"0.\"");
    check("0.30", "\"0.30\"");
    check("1e-50", "\"1e-50\"");
    check(" 4g # x", "\" 4g # x\"");
    check("", "\"\"");
    // Quotes that nobody needed stay, and those that were needed go.
    check_yaml("a: 'x'\nb: \"0.\"\n", &[("a", Some("y")), ("b", Some("0.5"))], "a: 'y'\nb: 0.5\n");
}

#[test]
fn new_keys_join_their_relatives() {
    check_yaml(
        "jobmanager:\n  memory:\n    process:\n      size: 1600m\n\ntaskmanager:\n  memory:\n    process:\n      size: 4g\n  \
         numberOfTaskSlots: 2\n\nrest.port: 8081\n",
        &[(FRACTION, Some("0.3"))],
        "jobmanager:\n  memory:\n    process:\n      size: 1600m\n\ntaskmanager:\n  memory:\n    process:\n      size: 4g\n    \
         managed.fraction: 0.3\n  numberOfTaskSlots: 2\n\nrest.port: 8081\n",
    );
    check_yaml(
        "taskmanager.memory.process.size: 4g\n# other\nrest.port: 8081",
        &[(FRACTION, Some("0.3")), ("parallelism.default", Some("4"))],
        "taskmanager.memory.process.size: 4g\ntaskmanager.memory.managed.fraction: 0.3\n# other\nrest.port: 8081\nparallelism.default: 4",
    );
    check_yaml("", &[(PROCESS, Some("4g"))], "taskmanager.memory.process.size: 4g\n");
    check_yaml(
        "# nothing yet",
        &[(PROCESS, Some("4g"))],
        "# nothing yet\ntaskmanager.memory.process.size: 4g",
    );
}

#[test]
fn removed_keys_take_empty_parents_along() {
    check_yaml(
        "taskmanager:\n  memory:\n    # how much\n    process:\n      size: 4g\nrest.port: 8081\n",
        &[(PROCESS, None)],
        "rest.port: 8081\n",
    );
    check_yaml(
        "taskmanager:\n  memory:\n    process:\n      size: 4g\n    process.size: 5g\n  numberOfTaskSlots: 2\n",
        &[(PROCESS, None)],
        "taskmanager:\n  numberOfTaskSlots: 2\n",
    );
    check_yaml(
        "{taskmanager.memory.process.size: 4g, rest.port: 8081}\n",
        &[(PROCESS, None)],
        "{rest.port: 8081}\n",
    );
}

#[test]
fn what_an_alias_repeats_does_not_change_along() {
    let text = "x: &size 2g\ntaskmanager.memory.process.size: *size\n";
    let mut document = Document::new(text, Some(Kind::ConfigYaml), NEW);
    document.set("x", "3g");
    assert_eq!(document.config().get("x"), Some("3g"));
    assert_eq!(document.config().get(PROCESS), Some("2g"));
    document.set(PROCESS, "4g");
    assert_eq!(document.config().get(PROCESS), Some("4g"));
    assert!(document.text().contains("taskmanager.memory.process.size: 4g\n"));
}

/// Checks what becomes of a text of the kind that it seems to be, and stays.
#[track_caller]
fn check_other(kind: Kind, text: &str, changes: &[(&str, Option<&str>)], expected: &str) {
    let mut document = Document::new(text, None, FlinkVersion::V2_0);
    assert_eq!(document.reading().kind, kind);
    for (key, value) in changes {
        match value {
            Some(value) => document.set(key, value),
            None => document.unset(key),
        }
        assert_eq!(document.config().get(key), *value, "{}", document.text());
    }
    assert_eq!(&**document.text(), expected);
    assert!(document.beside().is_empty() && document.hidden().is_empty());
    assert_eq!((document.chosen(), document.reading().kind), (None, kind));
}

#[test]
fn in_a_manifest_the_pods_memory_is_the_process_size() {
    let text = "\
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
spec:
  flinkVersion: v2_0
  flinkConfiguration:
    taskmanager.numberOfTaskSlots: \"2\" # slots
  taskManager:
    resource:
      memory: \"2048m\" # of the pod
      cpu: 1
";
    check_other(
        Kind::Manifest,
        text,
        &[(PROCESS, Some("4g")), ("taskmanager.numberOfTaskSlots", Some("4")), (FRACTION, Some("0.3"))],
        "\
apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
spec:
  flinkVersion: v2_0
  flinkConfiguration:
    taskmanager.numberOfTaskSlots: \"4\" # slots
    taskmanager.memory.managed.fraction: \"0.3\"
  taskManager:
    resource:
      memory: \"4g\" # of the pod
      cpu: 1
",
    );
    check_other(
        Kind::Manifest,
        "apiVersion: v1\r\nkind: ConfigMap\r\ndata:\r\n  config.yaml: |+\r\n    taskmanager.memory.process.size: 2g\r\n  other: x\r\n",
        &[(FRACTION, Some("0.3")), (PROCESS, None)],
        "apiVersion: v1\r\nkind: ConfigMap\r\ndata:\r\n  config.yaml: |+\r\n    taskmanager.memory.managed.fraction: 0.3\r\n  other: x\r\n",
    );
}

#[test]
fn arguments_and_variables_of_containers_change_in_place() {
    check_other(
        Kind::Arguments,
        "bin/flink run -Dtaskmanager.memory.process.size=4g -p 4 \\\n  job.jar --a b",
        &[
            (PROCESS, Some("5g")),
            (FRACTION, Some("0.3")),
            ("a.b", Some("it's x")),
            ("parallelism.default", Some("8")),
        ],
        "bin/flink run -Dtaskmanager.memory.process.size=5g -Dtaskmanager.memory.managed.fraction=0.3 -Da.b='it'\\''s x' -p 8 \\\n  \
         job.jar --a b",
    );
    check_other(
        Kind::Properties,
        "services:\n  taskmanager:\n    image: flink:2.0\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        \
         jobmanager.rpc.address: jobmanager\n        taskmanager.memory.process.size: 2g\n",
        &[(PROCESS, Some("5g")), (FRACTION, Some("0.3"))],
        "services:\n  taskmanager:\n    image: flink:2.0\n    environment:\n      - |\n        FLINK_PROPERTIES=\n        \
         jobmanager.rpc.address: jobmanager\n        taskmanager.memory.process.size: 5g\n        \
         taskmanager.memory.managed.fraction: 0.3\n",
    );
}

#[test]
fn marks_and_line_ends_stay() {
    let document = |text: &str| Document::new(text, Some(Kind::ConfigYaml), NEW);
    let mut marked = document("\u{feff}taskmanager.memory.process.size: 2g\r\n# x\r\nrest.port: 1");
    marked.set(PROCESS, "4g");
    marked.set(FRACTION, "0.3");
    assert_eq!(
        &**marked.text(),
        "\u{feff}taskmanager.memory.process.size: 4g\r\ntaskmanager.memory.managed.fraction: 0.3\r\n# x\r\nrest.port: 1"
    );
}
