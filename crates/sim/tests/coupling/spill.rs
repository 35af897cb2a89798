//! What is estimated of spilling, from what the pools say about it.

use pools::batch::hash_join::HashJoinRequest;
use pools::batch::sort::SortRequest;
use sim::coupling::Estimate;
use sim::coupling::spill::{Spill, SpillEstimate, SpillingOperator};

const SORT: SortRequest = SortRequest {
    page_size: 32_768,
    pages: 1024,
    max_fan: 128,
    spilling_threshold: 0.8,
    record_size: 100,
    key_size: 4,
    records: 1_000_000,
};

fn estimate(operator: SpillingOperator, disk_bandwidth: u64) -> SpillEstimate {
    let Estimate(estimate) = Spill { operator, disk_bandwidth }.estimate().expect("enough pages");
    estimate
}

#[test]
fn a_sort_that_spills_once_writes_and_reads_all_of_it() {
    // 100 MB in 32 MiB of memory: runs of whole pages, merged in one go while they are read.
    let found = estimate(SpillingOperator::Sort(SORT), 100_000_000);
    assert!((100_000_000..100_300_000).contains(&found.bytes), "{found:?}");
    // 200 MB at 100 MB/s for a million records.
    assert!((2000..2010).contains(&found.per_record), "{found:?}");
    let fast = estimate(SpillingOperator::Sort(SORT), 200_000_000);
    assert!(fast.per_record.abs_diff(found.per_record / 2) <= 1);
}

#[test]
fn what_fits_spills_nothing() {
    let small = SortRequest { records: 1000, ..SORT };
    let none = SpillEstimate { bytes: 0, records: 1000, per_record: 0 };
    assert_eq!(estimate(SpillingOperator::Sort(small), 1), none);
    let empty = SortRequest { records: 0, ..SORT };
    assert_eq!(estimate(SpillingOperator::Sort(empty), 1), SpillEstimate::default());
}

#[test]
fn a_join_divides_its_time_among_both_sides() {
    let join = HashJoinRequest {
        page_size: 32_768,
        pages: 1024,
        build_record_size: 100,
        build_records: 1_000_000,
        probe_record_size: 100,
        probe_records: 3_000_000,
    };
    let found = estimate(SpillingOperator::HashJoin(join), 100_000_000);
    let Estimate(spilling) = pools::batch::hash_join::spilling(&join).expect("enough pages");
    assert_eq!(found.bytes, spilling.build_bytes + spilling.probe_bytes);
    // Most of the 400 MB, twice, at 100 MB/s, for four million records.
    assert!((1000..=2000).contains(&found.per_record), "{found:?}");
}
