//! Written texts, read back.

use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;
use resolver::text::{Kind, detect, read};
use resolver::write::{Export, Extent, Format, Written, write};
use resolver::{
    Breakdown, Component, Configuration, Deployment, FlinkVersion, Process, Request, catalogue, resolve,
};
use serde_json::Value;

const LINK: &str = "https://example.org/memory/?v=1&flink=2.3#x";

fn export(version: FlinkVersion, config: &Configuration, extent: Extent) -> Export<'_> {
    Export { version, deployment: Deployment::Containerized, config, extent, with_others: false, link: LINK }
}

/// Formats that are read again, with what they are read as.
const FILES: [(Format, Kind); 5] = [
    (Format::FlinkConf, Kind::FlinkConf),
    (Format::ConfigYaml, Kind::ConfigYaml),
    (Format::Arguments, Kind::Arguments),
    (Format::Properties, Kind::Properties),
    (Format::Deployment, Kind::Manifest),
];

/// The bytes of every component that holds memory, or Flink's error.
fn answer(
    version: FlinkVersion,
    deployment: Deployment,
    process: Process,
    config: &Configuration,
) -> Result<Vec<(Component, u64)>, String> {
    let outcome = resolve(Request { version, process, deployment, config }).outcome;
    outcome.map(|breakdown| leaves(&breakdown)).map_err(|error| error.message)
}

fn leaves(breakdown: &Breakdown) -> Vec<(Component, u64)> {
    let leaves = breakdown.leaves().iter();
    leaves.filter_map(|leaf| Some((*leaf, breakdown.get(*leaf)?.bytes()))).collect()
}

/// The options that a program reads in the JSON export.
fn options_of_json(written: &Written) -> Configuration {
    let value: Value = serde_json::from_str(&written.text).expect("JSON");
    let options = value["configuration"].as_object().expect("an object");
    options.iter().map(|(key, value)| (key.as_str(), value.as_str().expect("a text"))).collect()
}

fn version() -> impl Strategy<Value = FlinkVersion> {
    select(FlinkVersion::ALL.to_vec())
}

fn deployment() -> impl Strategy<Value = Deployment> {
    select(vec![Deployment::Standalone, Deployment::Containerized])
}

/// Keys of both processes that decide their sizes, and some that do not.
fn key() -> impl Strategy<Value = &'static str> {
    let keys = catalogue::ALL.iter().map(|option| option.key);
    let weights = |key: &str| if key.contains(".memory.") && !key.contains("rocksdb") { 3 } else { 1 };
    select(keys.flat_map(|key| std::iter::repeat_n(key, weights(key))).collect::<Vec<_>>())
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u64..4_000).prop_map(|mebibytes| format!("{mebibytes}m")),
        2 => (0_u64..10_000_000_000).prop_map(|bytes| bytes.to_string()),
        1 => (0_u64..40).prop_map(|size| format!("{size} gb")),
        2 => (0_u32..1000).prop_map(|thousandths| format!("0.{thousandths:03}")),
        1 => select(vec!["true", "false", "0.1f", "1e-50", ".4", "4g # x", "a\nb", "", "it's", "$HOME", "OPERATOR:1, PYTHON:2"])
            .prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
        1 => "(?s).{0,12}",
    ]
}

/// A configuration that has totals, most often.
fn configuration() -> impl Strategy<Value = Configuration> {
    let totals = (0_u64..64_000, 0_u64..8_000);
    (totals, btree_map(key(), value(), 0..8)).prop_map(|((task_manager, job_manager), entries)| {
        let mut config = Configuration::new();
        config.set("taskmanager.memory.process.size", format!("{task_manager}m"));
        config.set("jobmanager.memory.process.size", format!("{job_manager}m"));
        for (key, value) in entries {
            config.set(key, value);
        }
        config
    })
}

proptest! {
    #[test]
    fn explicit_options_resolve_to_the_same_bytes(
        version in version(),
        deployment in deployment(),
        config in configuration(),
    ) {
        let export = Export { deployment, ..export(version, &config, Extent::Explicit) };
        let explicit = options_of_json(&write(Format::Json, export));
        for process in Process::ALL {
            let expected = answer(version, deployment, process, &config);
            if expected.is_ok() {
                prop_assert_eq!(answer(version, deployment, process, &explicit), expected, "{:?}: {:?}", process, &explicit);
            }
        }
    }

    #[test]
    fn json_says_what_the_resolver_says(version in version(), deployment in deployment(), config in configuration()) {
        let export = Export { deployment, ..export(version, &config, Extent::AsSet) };
        let written = write(Format::Json, export);
        prop_assert!(options_of_json(&written).iter().eq(config.iter()));
        let value: Value = serde_json::from_str(&written.text).expect("JSON");
        prop_assert_eq!(value["link"].as_str(), Some(LINK));
        for (process, name) in [(Process::TaskManager, "taskManager"), (Process::JobManager, "jobManager")] {
            match answer(version, deployment, process, &config) {
                Ok(sizes) => for (component, bytes) in sizes {
                    prop_assert_eq!(value[name]["bytes"][component.id()].as_u64(), Some(bytes));
                },
                Err(message) => prop_assert_eq!(value[name]["error"]["message"].as_str(), Some(&*message)),
            }
        }
    }

    #[test]
    fn files_read_back_say_the_same(
        version in version(),
        deployment in deployment(),
        config in configuration(),
        extent in select(vec![Extent::AsSet, Extent::Explicit]),
        format in select(FILES.to_vec()),
    ) {
        let (format, kind) = format;
        if !format.is_for(version) {
            return Ok(());
        }
        let export = Export { deployment, extent, ..export(version, &config, Extent::AsSet) };
        let written = write(format, export);
        let is_usual = |(_, value): (&str, &str)| {
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        };
        // The two files look alike.
        if config.iter().all(is_usual) && (kind != Kind::FlinkConf || version <= FlinkVersion::V1_18) {
            prop_assert_eq!(detect(&written.text, version), kind, "{}", &written.text);
        }
        let reading = read(&written.text, kind, version);
        prop_assert_eq!(&reading.failure, &None, "{}", &written.text);
        let options = options_of_json(&write(Format::Json, export));
        if format != Format::Deployment {
            for (key, value) in options.iter() {
                let is_left_out = written.left_out.iter().any(|left| left.key == key);
                let found = reading.config.get(key);
                let is_there = found == Some(value)
                    || (format == Format::Properties && found.is_some_and(|found| found == value.replace([' ', '\t', '\n', '\r', '\u{b}', '\u{c}'], "")));
                prop_assert!(is_there != is_left_out, "{key}: {found:?}\n{}", &written.text);
            }
        }
        if written.left_out.is_empty() {
            for process in Process::ALL {
                let expected = answer(version, deployment, process, &options);
                // A value that no pod can have makes another error, or none at all.
                if format != Format::Deployment || expected.is_ok() {
                    prop_assert_eq!(answer(version, deployment, process, &reading.config), expected, "{}", &written.text);
                }
            }
        }
    }

    #[test]
    fn csv_keeps_every_text(version in version(), config in configuration()) {
        let written = write(Format::Csv, export(version, &config, Extent::AsSet));
        let rows = read_csv(&written.text);
        prop_assert!(rows.iter().all(|row| row.len() == 5));
        for (key, value) in config.iter() {
            let row = rows.iter().find(|row| row[0] == "option" && row[1] == key).expect("a row");
            let is_guarded = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
            prop_assert_eq!(row[4].strip_prefix(if is_guarded { "'" } else { "" }), Some(value));
        }
        for row in &rows {
            prop_assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
        }
    }
}

/// Reads a table after RFC 4180.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut chars = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

#[test]
fn secrets_and_what_is_unrelated_stay_at_home() {
    let config = Configuration::from([
        ("taskmanager.memory.process.size", "4g"),
        ("s3.secret-key", "WILL-NOT-TRAVEL"),
        ("s3.access-key", "WILL-NOT-TRAVEL"),
        ("my.jdbc", "jdbc://user:WILL-NOT-TRAVEL@host/x"),
        ("env.java.opts", "-Djavax.net.ssl.keyStorePassword=WILL-NOT-TRAVEL"),
        ("rest.port", "8081"),
    ]);
    for format in Format::ALL {
        let quiet = export(FlinkVersion::V2_3, &config, Extent::AsSet);
        let written = write(format, quiet);
        assert!(!written.text.contains("WILL-NOT-TRAVEL") && !written.text.contains("8081"), "{format:?}");
        assert_eq!(written.others, 5);
        assert!(written.left_out.is_empty(), "{format:?}");
        let written = write(format, Export { with_others: true, ..quiet });
        assert!(!written.text.contains("WILL-NOT-TRAVEL") && written.text.contains("8081"), "{format:?}");
        let left_out: Vec<&str> = written.left_out.iter().map(|left| left.key.as_str()).collect();
        assert_eq!(left_out, ["env.java.opts", "my.jdbc", "s3.access-key", "s3.secret-key"], "{format:?}");
    }
}

#[test]
fn numbers_of_a_file_stay_numbers_or_are_left_out() {
    let version = FlinkVersion::V2_3;
    let text = "taskmanager.memory.flink.size: 1000000007\ntaskmanager.memory.managed.fraction: 1e-50\n";
    let config = read(text, Kind::ConfigYaml, version).config;
    let expected = answer(version, Deployment::Standalone, Process::TaskManager, &config);
    assert!(expected.is_err());
    for (format, kind) in FILES {
        let written = write(format, export(version, &config, Extent::AsSet));
        let again = read(&written.text, kind, version).config;
        if format == Format::ConfigYaml {
            assert_eq!(answer(version, Deployment::Standalone, Process::TaskManager, &again), expected);
        } else {
            let left_out: Vec<&str> = written.left_out.iter().map(|left| left.key.as_str()).collect();
            assert_eq!(left_out, ["taskmanager.memory.managed.fraction"], "{format:?}");
            assert!(written.text.contains("as a text it would be another one"));
        }
    }
    // One that is the same either way is written everywhere.
    let config = read(&text.replace("1e-50", "0.3"), Kind::ConfigYaml, version).config;
    for (format, _) in FILES {
        assert!(write(format, export(version, &config, Extent::AsSet)).left_out.is_empty(), "{format:?}");
    }
}
