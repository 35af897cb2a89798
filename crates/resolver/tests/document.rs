//! Texts edited key by key.

use resolver::text::{Document, Kind};
use resolver::{Configuration, FlinkVersion};

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
    let entries: Configuration = entries.iter().copied().collect();
    assert_eq!(document.config(), &entries);
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
