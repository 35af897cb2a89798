//! Laws of documents and findings, for every text there is.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use resolver::text::{Document, Kind, findings, read};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, catalogue, resolve};

fn version() -> impl Strategy<Value = FlinkVersion> {
    select(FlinkVersion::ALL.to_vec())
}

fn kind() -> impl Strategy<Value = Kind> {
    select(Kind::ALL.to_vec())
}

fn key() -> impl Strategy<Value = String> {
    let mut keys: Vec<String> = catalogue::ALL.iter().map(|option| option.key.to_owned()).collect();
    keys.extend(
        ["rest.port", "taskmanager.memory.network.size", "taskmanager.memory.size", "a", "x y"]
            .map(str::to_owned),
    );
    prop_oneof![8 => select(keys), 1 => "[ -~]{0,12}"]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u64..4_000).prop_map(|mebibytes| format!("{mebibytes}m")),
        2 => (0_u32..1000).prop_map(|thousandths| format!("0.{thousandths}")),
        1 => (0_u64..5_000_000_000).prop_map(|number| number.to_string()),
        2 => select(vec!["", "true", "~", ".4", "4g # x", "a\nb", "it's", "\"x\"", "'4g'", "a: b", "$HOME", "*a", "[a, b]", "é\u{feff}"])
            .prop_map(str::to_owned),
        1 => "(?s).{0,12}",
    ]
}

/// A line of some file, manifest or command.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (key(), value()).prop_map(|(key, value)| format!("{key}: {value}")),
        1 => (key(), value()).prop_map(|(key, value)| format!("  {key}: \"{value}\"  # why")),
        1 => (key(), value()).prop_map(|(key, value)| format!("-D{key}={value} \\")),
        2 => select(vec![
            "taskmanager:",
            "  memory:",
            "    process:",
            "      size: 2g",
            "    process: {size: 3g, x: 4}",
            "  numberOfTaskSlots: 2",
            "# a comment",
            "",
            "---",
            "\u{feff}",
            "spec:",
            "  flinkConfiguration:",
            "    taskmanager.numberOfTaskSlots: \"2\"",
            "  taskManager:",
            "    resource:",
            "      memory: 2g",
            "kind: FlinkDeployment",
            "environment:",
            "  - |",
            "    FLINK_PROPERTIES=",
            "x: &a 2g",
            "y: *a",
            "INFO  [] - Final TaskExecutor Memory configuration:",
        ])
        .prop_map(str::to_owned),
        1 => "(?s).{0,30}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    (vec(line(), 0..12), select(vec!["\n", "\r\n"]), any::<bool>()).prop_map(|(lines, line_end, ends)| {
        let mut text = lines.join(line_end);
        text.push_str(if ends { line_end } else { "" });
        text
    })
}

#[derive(Clone, Debug)]
enum Change {
    Set(String, String),
    Unset(String),
    Release(FlinkVersion),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (key(), value()).prop_map(|(key, value)| Change::Set(key, value)),
        2 => key().prop_map(Change::Unset),
        1 => version().prop_map(Change::Release),
    ]
}

/// The keys of a text, to change those that are there.
fn keys_of(document: &Document) -> Vec<String> {
    document.config().iter().map(|(key, _)| key.to_owned()).collect()
}

proptest! {
    #[test]
    fn a_document_is_configured_as_it_was_changed(
        text in text(),
        kind in kind(),
        version in version(),
        changes in vec((change(), any::<proptest::sample::Index>(), any::<bool>()), 0..6),
    ) {
        let mut document = Document::new(text, Some(kind), version);
        for (change, index, is_there) in changes {
            let keys = keys_of(&document);
            let existing = (is_there && !keys.is_empty()).then(|| index.get(&keys).clone());
            let mut expected = document.config().clone();
            match change {
                Change::Set(key, value) => {
                    let key = existing.unwrap_or(key);
                    expected.set(key.as_str(), value.as_str());
                    document.set(&key, &value);
                }
                Change::Unset(key) => {
                    let key = existing.unwrap_or(key);
                    expected.unset(&key);
                    document.unset(&key);
                }
                Change::Release(version) => {
                    document.set_version(version);
                    continue;
                }
            }
            prop_assert!(document.config().iter().eq(expected.iter()), "{:?} {}", document.config(), document.text());
            // What the text says, and what stands beside it, is all there is.
            let again = read(document.text(), document.reading().kind, document.version());
            prop_assert_eq!(&again, &**document.reading());
            let mut together = again.config;
            for key in document.hidden() {
                together.unset(key);
            }
            for (key, value) in document.beside().iter() {
                together.set(key, value);
            }
            prop_assert!(says_the_same(&together, &expected), "{:?} {:?}", together, expected);
        }
    }

    #[test]
    fn emptying_a_field_and_typing_again_changes_nothing(
        text in text(),
        kind in select(vec![Kind::FlinkConf, Kind::ConfigYaml, Kind::Arguments, Kind::Properties, Kind::Manifest, Kind::Values]),
        version in version(),
    ) {
        let before = Document::new(text, Some(kind), version);
        for (key, value) in before.config().iter() {
            let mut document = before.clone();
            document.unset(key);
            document.unset(key);
            prop_assert_eq!(document.config().get(key), None);
            document.set(key, value);
            prop_assert_eq!(&document, &before);
        }
    }

    #[test]
    fn findings_are_in_order_and_their_fixes_apply(
        text in text(),
        kind in kind(),
        version in version(),
        process in select(Process::ALL.to_vec()),
        deployment in select(vec![Deployment::Standalone, Deployment::Containerized]),
    ) {
        let document = Document::new(text.as_str(), Some(kind), version);
        let request = Request { version, process, deployment, config: document.config() };
        let found = findings(&text, document.reading(), request, &resolve(request));
        prop_assert!(found.is_sorted_by_key(|finding| finding.at.start));
        for finding in found {
            let Some(fix) = finding.fix else { continue };
            prop_assert_eq!(fix.edits.is_empty(), fix.kind.is_some());
            for edit in &fix.edits {
                prop_assert!(text.get(edit.at.start..edit.at.end).is_some(), "{:?}", edit);
            }
            prop_assert!(fix.edits.is_sorted_by(|one, other| one.at.end <= other.at.start));
            let fixed = fix.apply(&text);
            if let Some(kind) = fix.kind {
                let converted = read(&fixed, kind, version).config;
                prop_assert!(converted.iter().eq(document.config().iter()), "{:?}\n{}", converted, fixed);
            }
            let after = Document::new(fixed.as_str(), Some(fix.kind.unwrap_or(kind)), version);
            prop_assert!(
                after.reading().failure.is_none() || document.reading().failure.is_some(),
                "{:?}\n{}", after.reading().failure, fixed
            );
        }
    }
}

/// Whether two configurations have the same keys with the same texts, or the same sizes.
fn says_the_same(one: &Configuration, other: &Configuration) -> bool {
    use resolver::MemorySize;
    let is_same = |one: &str, other: &str| {
        one == other
            || MemorySize::parse(one)
                .is_ok_and(|size| MemorySize::parse(other).is_ok_and(|same| same == size))
    };
    one.len() == other.len()
        && one
            .iter()
            .zip(other.iter())
            .all(|((key, value), (same_key, same))| key == same_key && is_same(value, same))
}
