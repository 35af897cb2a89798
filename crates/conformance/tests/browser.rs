//! The recorded answers once more, in a browser: 32-bit WebAssembly computes the same bytes.
#![cfg(target_arch = "wasm32")]

use conformance::{Kind, Line, Lines, Requests, check_line};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A file of recordings: its name and its packed bytes.
type Packed = (&'static str, &'static [u8]);

macro_rules! packed {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../tests/vectors/", $name, ".jsonl.gz")))
    };
}

const RESOLVE: [Packed; 15] = [
    packed!("resolve/1.10.3"),
    packed!("resolve/1.11.4"),
    packed!("resolve/1.12.5"),
    packed!("resolve/1.13.6"),
    packed!("resolve/1.14.6"),
    packed!("resolve/1.15.4"),
    packed!("resolve/1.16.3"),
    packed!("resolve/1.17.2"),
    packed!("resolve/1.18.1"),
    packed!("resolve/1.19.3"),
    packed!("resolve/1.20.5"),
    packed!("resolve/2.0.2"),
    packed!("resolve/2.1.3"),
    packed!("resolve/2.2.1"),
    packed!("resolve/2.3.0"),
];
const FILE: [Packed; 15] = [
    packed!("file/1.10.3"),
    packed!("file/1.11.4"),
    packed!("file/1.12.5"),
    packed!("file/1.13.6"),
    packed!("file/1.14.6"),
    packed!("file/1.15.4"),
    packed!("file/1.16.3"),
    packed!("file/1.17.2"),
    packed!("file/1.18.1"),
    packed!("file/1.19.3"),
    packed!("file/1.20.5"),
    packed!("file/2.0.2"),
    packed!("file/2.1.3"),
    packed!("file/2.2.1"),
    packed!("file/2.3.0"),
];
const BUFFER_POOL: [Packed; 6] = [
    packed!("buffer_pool/1.13.6"),
    packed!("buffer_pool/1.14.6"),
    packed!("buffer_pool/1.15.4"),
    packed!("buffer_pool/1.18.1"),
    packed!("buffer_pool/1.20.5"),
    packed!("buffer_pool/2.3.0"),
];
const REQUIRED_BUFFERS: [Packed; 8] = [
    packed!("required_buffers/1.13.6"),
    packed!("required_buffers/1.14.6"),
    packed!("required_buffers/1.15.4"),
    packed!("required_buffers/1.16.3"),
    packed!("required_buffers/1.17.2"),
    packed!("required_buffers/1.18.1"),
    packed!("required_buffers/1.20.5"),
    packed!("required_buffers/2.3.0"),
];
const SORT_SPILL: [Packed; 2] = [packed!("sort_spill/1.13.6"), packed!("sort_spill/2.3.0")];
const MEMORY_MANAGER: [Packed; 3] =
    [packed!("memory_manager/1.13.6"), packed!("memory_manager/1.20.5"), packed!("memory_manager/2.3.0")];
const FLOW_OUTPUT: [Packed; 6] = [
    packed!("flow_output/1.13.6"),
    packed!("flow_output/1.14.6"),
    packed!("flow_output/1.15.4"),
    packed!("flow_output/1.18.1"),
    packed!("flow_output/1.20.5"),
    packed!("flow_output/2.3.0"),
];
const FLOW_INPUT: [Packed; 3] =
    [packed!("flow_input/1.13.6"), packed!("flow_input/1.20.5"), packed!("flow_input/2.3.0")];
const DEBLOAT: [Packed; 3] = [packed!("debloat/1.15.4"), packed!("debloat/1.20.5"), packed!("debloat/2.3.0")];
const LOADING: Packed = packed!("loading");
const LOG_BLOCK: Packed = packed!("log_block");
const MANAGED: Packed = packed!("managed");
const ROCKSDB: Packed = packed!("rocksdb");
const MEMORY_SIZE: Packed = packed!("memory_size");
const SHUFFLE: Packed = packed!("shuffle");
const SLOT_SHARING: Packed = packed!("slot_sharing");

fn for_each_line((name, packed): Packed, mut visit: impl FnMut(u64, &str)) {
    let mut lines = Lines::new(packed, true);
    while let Some((number, line)) = lines.next_line().expect(name) {
        let Line::Text(line) = line else { panic!("{name}:{number}: {line:?}") };
        visit(number, line);
    }
}

#[track_caller]
fn check(kind: Kind, file: Packed, requests: &Requests) {
    let mut matched = 0;
    let mut failures = Vec::new();
    for_each_line(file, |number, line| match check_line(kind, line, requests) {
        Ok(_) => matched += 1,
        Err(failure) => failures.push(format!("{}:{number}: {failure}", file.0)),
    });
    let shown = &failures[..failures.len().min(5)];
    assert!(failures.is_empty(), "{} failed, first:\n{}", failures.len(), shown.join("\n"));
    assert!(matched > 0, "{} is empty", file.0);
}

#[wasm_bindgen_test]
fn every_release_resolves_as_recorded() {
    for file in RESOLVE {
        check(Kind::Resolve, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn every_release_reads_files_as_recorded() {
    for file in FILE {
        check(Kind::File, file, &Requests::new());
    }
    check(Kind::Loading, LOADING, &Requests::new());
}

#[wasm_bindgen_test]
fn log_blocks_are_as_recorded() {
    let mut requests = Requests::new();
    for_each_line(LOG_BLOCK, |_, line| requests.want(line));
    for file in RESOLVE {
        for_each_line(file, |_, line| requests.offer(line));
    }
    check(Kind::LogBlock, LOG_BLOCK, &requests);
}

#[wasm_bindgen_test]
fn managed_memory_is_divided_as_recorded() {
    check(Kind::Managed, MANAGED, &Requests::new());
}

#[wasm_bindgen_test]
fn rocksdb_memory_is_split_as_recorded() {
    check(Kind::RocksDb, ROCKSDB, &Requests::new());
}

#[wasm_bindgen_test]
fn sizes_are_read_and_printed_as_recorded() {
    check(Kind::MemorySize, MEMORY_SIZE, &Requests::new());
}

#[wasm_bindgen_test]
fn network_settings_are_as_recorded() {
    check(Kind::Shuffle, SHUFFLE, &Requests::new());
}

#[wasm_bindgen_test]
fn slots_are_shared_as_recorded() {
    check(Kind::SlotSharing, SLOT_SHARING, &Requests::new());
}

#[wasm_bindgen_test]
fn buffer_pools_work_as_recorded() {
    for file in BUFFER_POOL {
        check(Kind::BufferPool, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn memory_managers_work_as_recorded() {
    for file in MEMORY_MANAGER {
        check(Kind::MemoryManager, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn buffers_are_required_as_recorded() {
    for file in REQUIRED_BUFFERS {
        check(Kind::RequiredBuffers, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn partitions_are_written_and_read_as_recorded() {
    for file in FLOW_OUTPUT {
        check(Kind::FlowOutput, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn channels_receive_as_recorded() {
    for file in FLOW_INPUT {
        check(Kind::FlowInput, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn buffers_are_debloated_as_recorded() {
    for file in DEBLOAT {
        check(Kind::Debloat, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn sorters_spill_as_recorded() {
    for file in SORT_SPILL {
        check(Kind::SortSpill, file, &Requests::new());
    }
}

#[wasm_bindgen_test]
fn a_wrong_answer_is_noticed_here_too() {
    let line = r#"{"id":"a","flink":"2.3.0","op":"format","bytes":9223372036854775807,"ok":{"bytes":9223372036854775806,"to_string":"9223372036854775807 bytes","human":"8388608.000tb (9223372036854775807 bytes)"}}"#;
    let failure = check_line(Kind::MemorySize, line, &Requests::new()).map_err(|failure| failure.to_string());
    let expected = "a, 2.3.0: ok.bytes: expected 9223372036854775806, found 9223372036854775807";
    assert_eq!(failure.expect_err("a wrong answer"), expected);
}
