//! Every recorded answer of the repository is ours, too; and the harness that says so notices when one is not.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use conformance::{Failure, Kind, Line, Lines, Requests, Tally, check_line, run};
use serde_json::Value;

fn recordings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// The lines of a file of recordings.
fn lines_of(name: &str) -> Vec<String> {
    let path = recordings().join(name);
    let mut lines = Lines::new(File::open(path).expect(name), name.ends_with(".gz"));
    let mut texts = Vec::new();
    while let Some((number, line)) = lines.next_line().expect(name) {
        let Line::Text(text) = line else { panic!("{name}:{number}: {line:?}") };
        texts.push(text.to_owned());
    }
    texts
}

/// A directory of its own for a test, empty.
fn empty_directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&directory));
    fs::create_dir_all(&directory).expect("a directory for the test");
    directory
}

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a file in a directory")).expect("a directory");
    fs::write(path, text).expect("a file");
}

fn report(directory: &Path, shown: usize) -> (Tally, String) {
    let mut out = Vec::new();
    let tally = run(directory, shown, &mut out).expect("memory takes everything");
    (tally, String::from_utf8(out).expect("a report is text"))
}

mod recorded {
    use super::*;

    #[test]
    fn every_line_matches() {
        let (tally, report) = report(&recordings(), 5);
        assert_eq!(tally.failed, 0, "{report}");
        assert_eq!(tally.passed, stated_lines().values().sum::<u64>(), "{report}");
        assert!(report.ends_with(&format!("\n{} passed, 0 failed\n", tally.passed)), "{report}");
    }

    /// Lines by file, as the recordings' own description states them.
    fn stated_lines() -> BTreeMap<String, u64> {
        let readme = fs::read_to_string(recordings().join("README.md")).expect("the description");
        let row = |line: &str| {
            let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
            let (name, count) = (cells.next()?, cells.next()?);
            Some((name.to_owned(), count.parse().ok()?))
        };
        readme.lines().filter_map(row).collect()
    }

    /// Names of the files of recordings, with slashes.
    fn file_names() -> Vec<String> {
        let mut names = Vec::new();
        let folders = Kind::ALL.into_iter().filter(|kind| kind.is_folder()).map(|kind| format!("{kind}/"));
        for folder in folders.chain([String::new()]) {
            for entry in fs::read_dir(recordings().join(&folder)).expect("a folder") {
                let name = entry.expect("an entry").file_name().into_string().expect("a name");
                if name.contains(".jsonl") {
                    names.push(format!("{folder}{name}"));
                }
            }
        }
        names.sort();
        names
    }

    #[test]
    fn no_file_is_lost_or_cut_short() {
        let counted: BTreeMap<String, u64> =
            file_names().into_iter().map(|name| (name.clone(), lines_of(&name).len() as u64)).collect();
        assert_eq!(counted, stated_lines());
    }
}

/// What the harness says about lines that were tampered with.
mod tampered {
    use super::*;

    /// Lines of each kind, so many that every field occurs, and what they need.
    static SAMPLES: LazyLock<(Vec<(Kind, Value)>, Requests)> = LazyLock::new(|| {
        let mut requests = Requests::new();
        let mut samples = Vec::new();
        for (kind, name, step) in [
            (Kind::LogBlock, "log_block.jsonl.gz", 20),
            (Kind::Resolve, "resolve/1.10.3.jsonl.gz", 15),
            (Kind::Resolve, "resolve/1.11.4.jsonl.gz", 25),
            (Kind::Resolve, "resolve/2.3.0.jsonl.gz", 15),
            (Kind::File, "file/1.13.6.jsonl.gz", 4),
            (Kind::File, "file/2.3.0.jsonl.gz", 5),
            (Kind::Loading, "loading.jsonl.gz", 30),
            (Kind::Managed, "managed.jsonl.gz", 12),
            (Kind::RocksDb, "rocksdb.jsonl.gz", 20),
            (Kind::MemorySize, "memory_size.jsonl.gz", 20),
            (Kind::Shuffle, "shuffle.jsonl.gz", 60),
            (Kind::SlotSharing, "slot_sharing.jsonl.gz", 20),
        ] {
            let lines = lines_of(name);
            samples.extend(lines.iter().step_by(step).map(|line| (kind, line.clone())));
            if kind == Kind::LogBlock {
                lines.iter().for_each(|line| requests.want(line));
            }
        }
        for version in resolver::FlinkVersion::ALL {
            let name = format!("resolve/{}.jsonl.gz", version.release());
            lines_of(&name).iter().for_each(|line| requests.offer(line));
        }
        let samples = samples
            .into_iter()
            .map(|(kind, line)| {
                check_line(kind, &line, &requests).expect("an untouched line matches");
                (kind, serde_json::from_str(&line).expect("JSON"))
            })
            .collect();
        (samples, requests)
    });

    /// Every way to change one thing in a value: a leaf, a field more, a field or an item less.
    fn changes(value: &Value) -> Vec<Value> {
        let mut changed = Vec::new();
        match value {
            Value::Null => changed.push(Value::from(0)),
            Value::Bool(value) => changed.push(Value::from(!value)),
            Value::Number(number) => {
                if let Some(number) = number.as_i64() {
                    changed.push(Value::from(number ^ 1));
                } else if let Some(number) = number.as_f64() {
                    changed.push(Value::from(f64::from_bits(number.to_bits() ^ 1)));
                }
            }
            Value::String(text) => {
                changed.push(Value::from(format!("{text}.")));
                if let Some((at, last)) = text.char_indices().next_back() {
                    changed.push(Value::from(&text[..at]));
                    changed.push(Value::from(format!(
                        "{}{}",
                        &text[..at],
                        if last == 'x' { 'y' } else { 'x' }
                    )));
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    let with = |item: Option<Value>| {
                        let mut items = items.clone();
                        items.splice(at..=at, item);
                        Value::from(items)
                    };
                    changed.push(with(None));
                    changed.extend(changes(item).into_iter().map(|item| with(Some(item))));
                }
                changed.push(Value::from([items.as_slice(), &[Value::from("more")]].concat()));
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    let with = |field: Option<Value>| {
                        let mut fields = fields.clone();
                        match field {
                            Some(field) => fields.insert(name.clone(), field),
                            None => fields.remove(name),
                        };
                        Value::from(fields)
                    };
                    changed.push(with(None));
                    changed.extend(changes(field).into_iter().map(|field| with(Some(field))));
                }
                let mut more = fields.clone();
                more.insert("more".to_owned(), Value::from(1));
                changed.push(Value::from(more));
            }
        }
        changed
    }

    #[test]
    fn every_change_of_an_answer_is_noticed() {
        let (samples, requests) = &*SAMPLES;
        let mut checked = 0;
        for (kind, line) in samples {
            for part in ["effective", "ok", "error", "log", "lines"] {
                let Some(answer) = line.get(part) else { continue };
                for changed in changes(answer).into_iter().map(Some).chain([None]) {
                    let mut tampered = line.clone();
                    let fields = tampered.as_object_mut().expect("a line is an object");
                    match changed {
                        Some(changed) => fields.insert(part.to_owned(), changed),
                        None => fields.remove(part),
                    };
                    let tampered = tampered.to_string();
                    assert!(check_line(*kind, &tampered, requests).is_err(), "{kind}: {tampered}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 4_000, "{checked}");
    }

    #[test]
    fn every_field_more_is_noticed() {
        let (samples, requests) = &*SAMPLES;
        for (kind, line) in samples {
            for name in ["more", "effective", "ok", "error", "log", "lines"] {
                if line.get(name).is_some() {
                    continue;
                }
                let mut tampered = line.clone();
                tampered
                    .as_object_mut()
                    .expect("a line is an object")
                    .insert(name.to_owned(), Value::from(1));
                let tampered = tampered.to_string();
                assert!(check_line(*kind, &tampered, requests).is_err(), "{kind}: {tampered}");
            }
        }
    }

    /// Operations as they were recorded, and what was recorded of them: every state, and every word of an error.
    #[test]
    fn every_change_of_what_came_of_an_operation_is_noticed() {
        /// What is asked for in a step; all else is what came of it.
        const REQUESTS: [(Kind, &str); 5] = [
            (Kind::BufferPool, "op pool min max subs perChannel overdraft sub k n ord"),
            (Kind::MemoryManager, "op owner n bytes fraction type lease"),
            (Kind::FlowOutput, "op sub size k n"),
            (Kind::FlowInput, "op at backlog n min max"),
            (Kind::Debloat, "throughput inUse"),
        ];
        let mut checked = 0;
        for (kind, request) in REQUESTS {
            for line in lines_of(&format!("{kind}/2.3.0.jsonl.gz")).iter().step_by(9) {
                let line: Value = serde_json::from_str(line).expect("JSON");
                for at in (0..line["steps"].as_array().map_or(0, Vec::len)).step_by(41) {
                    let step = line["steps"][at].as_object().expect("a step");
                    let is_request = |name: &str| request.split(' ').any(|field| field == name);
                    let answers = step.iter().filter(|(name, _)| !is_request(name));
                    for (name, answer) in answers {
                        for changed in changes(answer) {
                            let mut tampered = line.clone();
                            tampered["steps"][at][name] = changed;
                            let tampered = tampered.to_string();
                            let failure = check_line(kind, &tampered, &Requests::new());
                            let Err(Failure::Mismatch { field, .. }) = &failure else {
                                panic!("steps[{at}].{name}: {failure:?}: {tampered}")
                            };
                            assert!(field.starts_with(&format!("steps[{at}].")), "{field}");
                            checked += 1;
                        }
                    }
                }
            }
        }
        assert!(checked > 1_000, "{checked}");
    }

    #[test]
    fn every_change_of_required_buffers_is_noticed() {
        let mut checked = 0;
        for line in lines_of("required_buffers/2.3.0.jsonl.gz").iter().step_by(13) {
            let line: Value = serde_json::from_str(line).expect("JSON");
            let pointer = if line.get("err").is_some() { "/err" } else { "/out" };
            // Which runs there are was drawn by lot, so that only what is said of each can be checked.
            let runs = line["out"]["runs"].as_array().map_or(0, Vec::len);
            let of_runs = (0..runs).map(|at| format!("/out/runs/{at}"));
            let pointers: Vec<_> = if runs == 0 { vec![pointer.to_owned()] } else { of_runs.collect() };
            for pointer in pointers {
                for changed in changes(line.pointer(&pointer).expect("an answer")) {
                    let mut tampered = line.clone();
                    *tampered.pointer_mut(&pointer).expect("an answer") = changed;
                    let tampered = tampered.to_string();
                    let checked = check_line(Kind::RequiredBuffers, &tampered, &Requests::new());
                    assert!(checked.is_err(), "{pointer}: {tampered}");
                }
                checked += 1;
            }
        }
        assert!(checked > 50, "{checked}");
    }

    #[test]
    fn every_change_of_a_sort_is_noticed() {
        const ANSWER: [&str; 7] = ["runs", "runBlocks", "merges", "finalFanIn", "blocksWritten", "ex", "msg"];
        for line in lines_of("sort_spill/2.3.0.jsonl.gz") {
            let line: Value = serde_json::from_str(&line).expect("JSON");
            for name in ANSWER.into_iter().filter(|name| line.get(name).is_some()) {
                for changed in changes(&line[name]) {
                    let mut tampered = line.clone();
                    tampered[name] = changed;
                    let checked = check_line(Kind::SortSpill, &tampered.to_string(), &Requests::new());
                    assert!(checked.is_err(), "{name}: {tampered}");
                }
            }
        }
    }

    #[track_caller]
    fn check_failure(kind: Kind, line: &str, message: &str) {
        let failure = check_line(kind, line, &Requests::new()).expect_err("a line that does not match");
        assert_eq!(failure.to_string(), message);
    }

    #[test]
    fn a_difference_is_named() {
        let line = r#"{"id":"a","flink":["1.19.3","1.20.5"],"op":"divide","bytes":5,"by":-1,"error":{"class":"java.lang.IllegalArgumentException","message":"divisor must be >= 0","causes":[]}}"#;
        let failure = check_line(Kind::MemorySize, line, &Requests::new());
        let expected = Failure::Mismatch {
            id: "a".to_owned(),
            release: "1.20.5".to_owned(),
            field: "error.message".to_owned(),
            expected: Some(r#""divisor must be >= 0""#.to_owned()),
            found: Some(r#""divisor must be != 0""#.to_owned()),
        };
        assert_eq!(failure, Err(expected));
    }

    #[test]
    fn who_fails_is_told_in_full() {
        check_failure(
            Kind::MemorySize,
            r#"{"id":"a","flink":"2.3.0","op":"parse","text":"1k","error":{"class":"c","message":"m","causes":[]}}"#,
            r#"a, 2.3.0: ok or error: expected error {"class":"c","message":"m","causes":[]}, found ok {"bytes":1024,"to_string":"1 kb","human":"1024 bytes"}"#,
        );
    }

    #[test]
    fn lines_that_are_none_are_told_apart() {
        let log_block = r#"{"id":"a","flink":"2.3.0","lines":[]}"#;
        for (kind, line, message) in [
            (Kind::Resolve, "[]", "line without id: malformed: not an object: []"),
            (Kind::Resolve, "{}", "line without id: malformed: no field `id`"),
            (Kind::Resolve, r#"{"id":"a"}"#, "a: malformed: no field `flink`"),
            (
                Kind::Resolve,
                r#"{"id":"a","flink":"3.0.0"}"#,
                "a: malformed: field `flink` names an unknown release: 3.0.0",
            ),
            (Kind::Resolve, r#"{"id":"a","flink":[]}"#, "a: malformed: field `flink` names no release"),
            (
                Kind::Resolve,
                r#"{"id":"a","flink":"2.3.0","process":"x"}"#,
                "a: malformed: field `process` is not known: x",
            ),
            (
                Kind::Resolve,
                r#"{"id":"a","flink":"2.3.0","process":"jobmanager","config":{"k":1}}"#,
                "a: malformed: the value of `k` is not a text: 1",
            ),
            (
                Kind::MemorySize,
                r#"{"id":"a","flink":"2.3.0","op":"format","bytes":1.5}"#,
                "a: malformed: field `bytes` is not a whole number (i64): 1.5",
            ),
            (Kind::BufferPool, "[]", "line without id: malformed: not an object: []"),
            (Kind::BufferPool, r#"{"id":"a"}"#, "a: malformed: no field `v`"),
            (
                Kind::BufferPool,
                r#"{"v":"1.12.5"}"#,
                "line without id: malformed: field `v` names an unknown release: 1.12.5",
            ),
            (
                Kind::BufferPool,
                r#"{"v":"2.3.0","order":"creation","segments":1,"segmentSize":1,"init":{"r":"ok","g":1,"req":0,"use":0,"p":[]},"steps":[{"op":"x"}]}"#,
                "line without id: malformed: steps[0]: field `op` is not known: x",
            ),
            (
                Kind::LogBlock,
                log_block,
                "a: malformed: there is no request of this id for 2.3.0 in `resolve`",
            ),
        ] {
            check_failure(kind, line, message);
        }
    }
}

/// What the harness says about directories, and the program about the harness.
mod directories {
    use super::*;

    const GOOD: &str = r#"{"id":"a","flink":"2.3.0","op":"format","bytes":7,"ok":{"bytes":7,"to_string":"7 bytes","human":"7 bytes"}}"#;
    const BAD: &str = r#"{"id":"b","flink":"2.3.0","op":"format","bytes":7,"ok":{"bytes":7,"to_string":"8 bytes","human":"7 bytes"}}"#;

    #[test]
    fn what_is_not_known_is_listed_and_skipped() {
        let directory = empty_directory("unknown");
        write(&directory, "memory_size.jsonl", GOOD);
        write(&directory, "later/2.3.0.jsonl", "not even JSON");
        write(&directory, "later.jsonl", "not even JSON");
        write(&directory, "resolve/notes.txt", "");
        write(&directory, "resolve/older/1.9.3.jsonl", "");
        let (tally, report) = report(&directory, 5);
        assert_eq!(tally, Tally { passed: 1, failed: 0 }, "{report}");
        let skipped = "skipped (not known): later.jsonl, later/, resolve/notes.txt, resolve/older/\n";
        assert!(report.contains(skipped), "{report}");
    }

    #[test]
    fn lines_are_counted_and_failures_numbered() {
        let directory = empty_directory("numbered");
        write(&directory, "memory_size.jsonl", &format!("{GOOD}\n\n{BAD}\n{{\n{GOOD}\n"));
        let (tally, report) = report(&directory, 5);
        assert_eq!(tally, Tally { passed: 2, failed: 2 }, "{report}");
        for line in [
            "memory_size.jsonl                       4        2          2\n",
            "  line 3  b  2.3.0  ok.to_string\n",
            "    expected  \"8 bytes\"\n    found     \"7 bytes\"\n               ^ at character 2\n",
            "  line 4  malformed: not JSON: EOF while parsing an object at line 1 column 1\n",
            "  mismatches: 1 × malformed, 1 × ok.to_string\n",
        ] {
            assert!(report.contains(line), "{line}{report}");
        }
        assert!(report.ends_with("\n2 passed, 2 failed\n"), "{report}");
    }

    #[test]
    fn no_more_failures_are_shown_than_asked_for() {
        let directory = empty_directory("shown");
        write(&directory, "memory_size.jsonl", &[BAD; 9].join("\n"));
        for shown in [0, 3] {
            let (tally, report) = report(&directory, shown);
            assert_eq!(tally, Tally { passed: 0, failed: 9 });
            assert_eq!(report.matches("  line ").count(), shown, "{report}");
        }
    }

    #[test]
    fn a_file_that_is_cut_off_is_a_failure() {
        let directory = empty_directory("cut");
        let name = "memory_size.jsonl.gz";
        let packed = fs::read(recordings().join(name)).expect(name);
        fs::write(directory.join(name), &packed[..packed.len() / 2]).expect("a file");
        let (tally, report) = report(&directory, 5);
        assert!(tally.passed > 100 && tally.failed >= 1, "{report}");
        assert!(report.contains("malformed: the file cannot be read (further): "), "{report}");
    }

    /// Exit status and standard output of the program.
    fn program(args: &[&str]) -> (Option<i32>, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_conformance"));
        let output = program.args(args).stderr(Stdio::null()).output().expect("the program starts");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"))
    }

    #[test]
    fn the_exit_status_tells_the_outcome() {
        let directory = empty_directory("program");
        write(&directory, "memory_size.jsonl", GOOD);
        let path = directory.to_str().expect("a path in Unicode");
        let (status, report) = program(&[path]);
        assert_eq!((status, report.lines().last()), (Some(0), Some("1 passed, 0 failed")));

        write(&directory, "memory_size.jsonl", &[BAD; 3].join("\n"));
        let (status, report) = program(&["--show", "1", path]);
        assert_eq!((status, report.lines().last()), (Some(1), Some("0 passed, 3 failed")));
        assert_eq!(report.matches("  line ").count(), 1);

        let (status, report) = program(&[directory.join("missing").to_str().expect("a path in Unicode")]);
        assert_eq!((status, report.lines().last()), (Some(1), Some("0 passed, 1 failed")));

        for args in [&["--show"][..], &["--show", "x"], &["--what"], &["a", "b"]] {
            assert_eq!(program(args), (Some(2), String::new()), "{args:?}");
        }
        assert_eq!(program(&["--help"]).0, Some(0));
    }

    #[test]
    fn without_a_directory_the_program_checks_the_repositorys_own() {
        let (status, report) = program(&[]);
        assert_eq!(status, Some(0), "{report}");
        assert!(report.contains("resolve/2.3.0.jsonl.gz"), "{report}");
    }

    #[test]
    fn a_reader_that_leaves_early_does_no_harm() {
        let directory = empty_directory("pipe");
        write(&directory, "memory_size.jsonl", &[BAD; 5000].join("\n"));
        let mut program = Command::new(env!("CARGO_BIN_EXE_conformance"));
        program.args(["--show", "5000"]).arg(&directory).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}
