//! Batch operators: what Flink's own sorter was seen to write, and laws of sorts and joins.

use pools::batch::hash_join::{self, HashJoinRequest};
use pools::batch::sort::{MAX_RUNS, SortMemory, SortRequest, Spilling, spilling};
use pools::batch::{BatchError, Estimate};
use proptest::prelude::*;

const MIB: u64 = 1 << 20;

fn sort(
    page_size: u32,
    pages: u32,
    max_fan: u32,
    threshold: f64,
    record_size: u64,
    records: u64,
) -> SortRequest {
    SortRequest {
        page_size,
        pages,
        max_fan,
        spilling_threshold: threshold,
        record_size,
        key_size: 4,
        records,
    }
}

/// Runs and merges of 1.13.6, in blocks: the first run, how many there are, the last one, and what merges write.
#[track_caller]
fn check_written(request: &SortRequest, (first, runs, last): (u64, usize, u64), merges: &[u64]) {
    let found = spilling(request).expect("a sort that works");
    assert_eq!((found.runs.first(), found.runs.len(), found.runs.last()), (Some(&first), runs, Some(&last)));
    assert_eq!(found.merges.iter().map(|merge| merge.blocks).collect::<Vec<_>>(), merges);
    let in_sum = found.runs.iter().sum::<u64>() + merges.iter().sum::<u64>();
    assert_eq!(found.blocks, in_sum);
    assert_eq!(found.bytes(request.page_size), in_sum * u64::from(request.page_size));
}

#[test]
fn sorts_write_what_flinks_sorter_wrote() {
    check_written(&sort(8192, 20, 18, 0.5, 4088, 1900), (17, 56, 15), &[238, 238, 219]);
    check_written(&sort(4096, 402, 128, 0.8, 819, 9000), (393, 5, 233), &[]);
    // From the first record on.
    check_written(&sort(4096, 13, 4, 0.0, 50, 700), (9, 2, 1), &[]);
    // Two sort buffers.
    check_written(&sort(32768, 3300, 128, 1.0, 9000, 25_000), (1646, 5, 287), &[]);
    // One run fewer than the power of the fan-in with which Flink fails.
    let merges: Vec<u64> = [45; 24].into_iter().chain([36, 221, 221, 221, 221, 212]).collect();
    check_written(&sort(4096, 12, 5, 0.8, 1000, 36 * 124), (9, 124, 9), &merges);
}

#[test]
fn a_sort_that_fits_writes_nothing() {
    let request = sort(32768, 1000, 128, 0.8, 100, 200_000);
    assert_eq!(spilling(&request), Ok(Spilling::default()));
    assert_eq!(spilling(&SortRequest { records: 0, ..request }), Ok(Spilling::default()));
}

#[test]
fn sorters_refuse_what_flink_refuses() {
    let request = sort(4096, 12, 5, 0.8, 1000, 36 * 125);
    for (request, class, message) in [
        (request, "java.lang.ArithmeticException", "/ by zero"),
        // Merged once, 125 runs are left.
        (SortRequest { records: 36 * 625, ..request }, "java.lang.ArithmeticException", "/ by zero"),
        (
            sort(4096, 12, 2, 0.8, 100_000, 5),
            "java.io.IOException",
            "The record exceeds the maximum size of a sort buffer (current maximum: 40960 bytes).",
        ),
        (
            sort(4096, 400, 398, 0.8, 2000, 319_188),
            "java.lang.IllegalArgumentException",
            "Empty list of memory segments given.",
        ),
        (
            sort(4096, 11, 5, 0.8, 8, 1),
            "java.lang.IllegalArgumentException",
            "Too little memory provided to sorter to perform task. Required are at least 12 pages. Current page size is 4096 bytes.",
        ),
        (
            sort(4096, 12, 1, 0.8, 8, 1),
            "java.lang.IllegalArgumentException",
            "Merger cannot work with less than two file handles.",
        ),
    ] {
        let error = spilling(&request).expect_err("a sort that fails");
        assert_eq!((error.class(), error.to_string().as_str()), (Some(class), message));
    }
}

#[test]
fn what_cannot_be_counted_is_said() {
    let request = sort(4096, 12, 128, 0.8, 4096, u64::MAX);
    assert_eq!(spilling(&request), Err(BatchError::TooManyRuns));
    assert_eq!(spilling(&SortRequest { record_size: 0, ..request }), Err(BatchError::NoBytes));
    assert_eq!(spilling(&SortRequest { page_size: 0, ..request }), Err(BatchError::NoBytes));
}

#[test]
fn memory_of_a_sorter_is_divided() {
    for (pages, expected) in
        [(12, (2, 10, 1, 10)), (200, (2, 198, 1, 128)), (399, (3, 396, 1, 128)), (4000, (4, 3996, 2, 128))]
    {
        let memory = SortMemory::divide(32768, pages, 128).expect("enough pages");
        assert_eq!((memory.write_pages, memory.sort_pages, memory.buffers, memory.max_fan), expected);
    }
}

fn join(pages: u32, build_records: u64) -> HashJoinRequest {
    HashJoinRequest {
        page_size: 32768,
        pages,
        build_record_size: 100,
        build_records,
        probe_record_size: 50,
        probe_records: 4 * build_records,
    }
}

#[test]
fn a_join_that_fits_writes_nothing() {
    let Estimate(spilling) = hash_join::spilling(&join(1000, 100_000)).expect("enough pages");
    assert_eq!(spilling, hash_join::JoinSpilling::default());
    assert_eq!(hash_join::spilling(&join(32, 0)), Err(BatchError::TooFewPagesToJoin));
}

#[test]
fn a_join_writes_what_memory_does_not_hold() {
    // About 31 MiB of pages for 100 MiB of records.
    let request = join(1000, MIB);
    let Estimate(pages) = hash_join::table_pages(&request).expect("enough pages");
    // 1000 pages are between 4 to the power of 4.5 and of 5.5.
    assert_eq!((pages.write_behind, pages.partitions), (3, 99));
    assert_eq!(u64::from(pages.write_behind) + pages.buckets + pages.records, 1000);
    let Estimate(spilling) = hash_join::spilling(&request).expect("enough pages");
    let all = MIB * 100;
    assert!(all * 6 / 10 < spilling.build_bytes && spilling.build_bytes < all * 8 / 10, "{spilling:?}");
    // The same share of a probe side of twice the size.
    assert!(spilling.probe_bytes.abs_diff(spilling.build_bytes * 2) < 1000, "{spilling:?}");
    assert_eq!(spilling.recursions, 0);
    assert_eq!(hash_join::spilling(&join(33, 1 << 40)), Err(BatchError::TooManyRecursions));
}

fn any_sort() -> impl Strategy<Value = SortRequest> {
    let pages = prop_oneof![0_u32..600, any::<u32>()];
    let page_size = prop::sample::select(vec![0_u32, 1, 4096, 32768, u32::MAX]);
    let record_size = prop_oneof![0_u64..5000, any::<u64>()];
    let records = prop_oneof![0_u64..200_000, any::<u64>()];
    let max_fan = prop_oneof![0_u32..130, any::<u32>()];
    (page_size, pages, max_fan, any::<f64>(), record_size, 0_u8..=16, records).prop_map(
        |(page_size, pages, max_fan, spilling_threshold, record_size, key_size, records)| SortRequest {
            page_size,
            pages,
            max_fan,
            spilling_threshold,
            record_size,
            key_size,
            records,
        },
    )
}

proptest! {
    #[test]
    fn no_run_is_lost(request in any_sort()) {
        let Ok(spilling) = spilling(&request) else { return Ok(()) };
        prop_assert!(spilling.runs.len() as u64 <= MAX_RUNS + 2);
        let memory = SortMemory::divide(request.page_size, request.pages, request.max_fan).expect("it sorted");
        // Every merge leaves one run of some.
        let merged: u64 = spilling.merges.iter().map(|merge| u64::from(merge.runs) - 1).sum();
        prop_assert_eq!(spilling.runs.len() as u64, merged + u64::from(spilling.final_fan_in));
        prop_assert!(spilling.final_fan_in <= memory.max_fan);
        prop_assert!(spilling.merges.iter().all(|merge| (1..=memory.max_fan).contains(&merge.runs)));
        prop_assert_eq!(spilling.merges.is_empty(), spilling.passes == 0);
    }

    #[test]
    fn more_memory_does_not_make_more_runs(
        pages in 12_u32..3000, more in 0_u32..3000, record_size in 1_u64..4000, records in 0_u64..500_000,
    ) {
        let of = |pages| {
            spilling(&sort(4096, pages, 128, 0.8, record_size, records)).map(|spilling| spilling.runs.len())
        };
        if let (Ok(less), Ok(more)) = (of(pages), of(pages + more)) {
            prop_assert!(more <= less);
        }
    }

    #[test]
    fn joins_never_panic(
        page_size in any::<u32>(),
        pages in prop_oneof![0_u32..5000, any::<u32>()],
        sizes in (prop_oneof![any::<u64>(), Just(u64::MAX)], any::<u64>()),
        records in (prop_oneof![any::<u64>(), Just(u64::MAX)], any::<u64>()),
    ) {
        let request = HashJoinRequest {
            page_size,
            pages,
            build_record_size: sizes.0,
            build_records: records.0,
            probe_record_size: sizes.1,
            probe_records: records.1,
        };
        let _ = (hash_join::table_pages(&request), hash_join::spilling(&request));
    }

    #[test]
    fn more_memory_does_not_spill_more_of_a_join(
        pages in 33_u32..3000, more in 0_u32..3000, records in 0_u64..3_000_000,
    ) {
        let written = |pages| {
            hash_join::spilling(&join(pages, records)).map_or(u64::MAX, |Estimate(spilling)| spilling.build_bytes)
        };
        // Partitions are written whole: a tenth or less of the records.
        prop_assert!(written(pages + more) <= written(pages).saturating_add(records * 100 / 10));
    }
}
