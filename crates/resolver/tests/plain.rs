//! Documents without a text say what the same documents say with one.

use proptest::prelude::*;
use resolver::text::{Document, Library, is_simple};
use resolver::{Deployment, FlinkVersion, Process, Request, resolve};

const KEYS: [&str; 10] = [
    "taskmanager.memory.process.size",
    "taskmanager.memory.flink.size",
    "taskmanager.memory.network.fraction",
    "taskmanager.memory.network.max",
    "taskmanager.memory.managed.consumer-weights",
    "taskmanager.memory.managed.fraction",
    "taskmanager.numberOfTaskSlots",
    "jobmanager.memory.process.size",
    "external-resources",
    "state.backend.type",
];

/// What people set, and what lies beside it.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,3}(b|k|kb|m|mb|g|gb|t| mb| gb| bytes)",
        "[0-9]{1,2}\\.[0-9]{0,4}",
        "[0-9]{1,12}",
        "0\\.[0-9]{1,8}",
        "(rocksdb|hashmap|Infinity|NaN|true|FALSE|null|Null|yes|off|gpu|gpu,fpga|e5|x)",
        "(OPERATOR|STATE_BACKEND|DATAPROC):[0-9]{1,3}(,PYTHON:[0-9]{1,2}){0,2}",
        "[a-z0-9.:,_-]{1,8}",
        "[ -~]{1,6}",
        "0[xob][0-9a-f]{1,4}",
        "[0-9]{1,3}[eE][0-9]{0,2}",
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Set(&'static str, String),
    Unset(&'static str),
    Version(FlinkVersion),
}

fn step() -> impl Strategy<Value = Step> {
    let key = || prop::sample::select(KEYS.to_vec());
    prop_oneof![
        8 => (key(), value()).prop_map(|(key, value)| Step::Set(key, value)),
        1 => key().prop_map(Step::Unset),
        1 => prop::sample::select(FlinkVersion::ALL.to_vec()).prop_map(Step::Version),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_document_without_a_text_says_the_same(
        version in prop::sample::select(FlinkVersion::ALL.to_vec()),
        steps in prop::collection::vec(step(), 1..8),
    ) {
        let mut plain = Document::plain(version);
        let mut written = Document::new("", None, version);
        for step in steps {
            match step {
                Step::Set(key, value) if is_simple(key, &value) => {
                    plain.set(key, &value);
                    written.set(key, &value);
                }
                Step::Set(..) => {}
                Step::Unset(key) => {
                    plain.unset(key);
                    written.unset(key);
                }
                // What one file has in quotes means something else in the other.
                Step::Version(_) if is_quoted_in_yaml(&written) => {}
                Step::Version(version) => {
                    plain.set_version(version);
                    written.set_version(version);
                }
            }
            compare(&plain, &written)?;
        }
        plain.set_library(Library::ALL);
        compare(&plain, &written)?;
        prop_assert_eq!(plain.reading().kind, written.reading().kind);
    }
}

fn is_quoted_in_yaml(document: &Document) -> bool {
    let mut yaml = Document::new("", None, FlinkVersion::LATEST);
    for (key, value) in document.config().iter() {
        yaml.set(key, value);
    }
    yaml.text().contains('"')
}

/// Settings, what is logged while they are read, and what Flink makes of them.
fn compare(plain: &Document, written: &Document) -> Result<(), TestCaseError> {
    prop_assert_eq!(plain.config(), written.config());
    prop_assert!(written.beside().is_empty(), "not simple: {:?}", written.beside());
    prop_assert!(written.reading().failure.is_none());
    let log = |document: &Document| {
        let mut lines = document.reading().log.clone();
        // Up to 1.18 they are told in the order of the text, where a new key goes beside its relatives.
        lines.sort();
        lines
    };
    prop_assert_eq!(log(plain), log(written));
    for process in Process::ALL {
        for deployment in [Deployment::Containerized, Deployment::Standalone] {
            let answer = |document: &Document| {
                let version = document.version();
                resolve(Request { version, process, deployment, config: document.config() })
            };
            let (one, other) = (answer(plain), answer(written));
            prop_assert_eq!(
                format!("{:?} {:?}", one.outcome, one.log),
                format!("{:?} {:?}", other.outcome, other.log)
            );
        }
    }
    Ok(())
}
