//! What is estimated of a heap and of heartbeats: against closed forms, measurements, and laws.

use proptest::prelude::*;
use sim::coupling::Estimate;
use sim::coupling::gc::{Collector, GcEstimate, Heap, HeapLoad, HeapVerdict};
use sim::coupling::heartbeat::{Heartbeat, HeartbeatEstimate, Risk};
use sim::scenario::{Nanos, SECOND};

use super::heap;
use crate::common::MS;

const MIB: u64 = 1 << 20;

fn estimate(heap: &Heap, live: u64, allocated: f64, replaced: f64) -> GcEstimate {
    let Estimate(estimate) = heap.estimate(&HeapLoad { live, allocated, replaced });
    estimate
}

#[track_caller]
fn check_near(found: f64, expected: f64, share: f64) {
    assert!((found - expected).abs() <= expected * share, "{found} is not near {expected}");
}

#[test]
fn garbage_costs_a_fixed_pause_for_each_eden() {
    // 60 % of 1 GiB, 2 ms for each: 1 GiB/s of work fills it 1.67 times a second.
    let found = estimate(&heap(), 0, 1_073_741_824.0, 0.0);
    assert_eq!((found.verdict, found.young_pause), (HeapVerdict::Fits, 2 * MS));
    assert_eq!(found.eden, 644_245_094);
    let work = 0.002 / 0.6;
    check_near(found.share, work / (1.0 + work), 1e-9);
    check_near(found.stretch(), 1.0 + work, 1e-9);
    check_near(found.collections_per_second, (1.0 - found.share) / 0.6, 1e-9);
}

#[test]
fn pauses_are_those_that_were_measured() {
    // OpenJDK 17, G1 with two threads, a heap of 1 GiB: bytes alive, allocated and replaced a second, and what was seen after warm-up.
    for (live, allocated, replaced, eden, pause) in
        [(205, 500, 50, 563, 24), (351, 500, 50, 522, 25), (542, 500, 50, 323, 32), (164, 1500, 150, 593, 21)]
    {
        let mebibytes = |number: u32| f64::from(number) * 1_048_576.0;
        let found = estimate(&heap(), live * MIB, mebibytes(allocated), mebibytes(replaced));
        check_near(found.eden as f64, mebibytes(eden), 0.1);
        check_near(found.young_pause as f64 / 1e6, pause.into(), 0.5);
    }
    let full = estimate(&heap(), 897 * MIB, 0.0, 0.0);
    assert_eq!(full.verdict, HeapVerdict::Tight);
    check_near(full.longest_pause() as f64 / 1e6, 687.0, 0.1);
}

#[test]
fn eden_keeps_to_the_goal_for_pauses() {
    let large = Heap { size: 100 << 30, ..heap() };
    // A tenth survives, at 2 GB/s, in 198 ms: 396 MB of 3.96 GB; but at least 5 % of the heap.
    let found = estimate(&large, 20 << 30, 1e9, 1e8);
    assert_eq!(found.eden, 5 << 30);
    let patient = Collector { pause_goal: 1000 * MS, ..Collector::G1 };
    let found = estimate(&Heap { collector: patient, ..large }, 20 << 30, 1e9, 1e8);
    check_near(found.eden as f64, 998.0 * 2e6 * 10.0, 1e-6);
    check_near(found.young_pause as f64, 1e9, 1e-6);
}

#[test]
fn a_tight_heap_pays_for_live_data_again_and_again() {
    let live = 950 * MIB;
    let found = estimate(&heap(), live, 1e8, 1e7);
    assert_eq!(found.verdict, HeapVerdict::Tight);
    // 5 % of 1 GiB at a time, of which a tenth survives and fills 74 MiB; then 950 MiB are compacted.
    let eden = 0.05 * 1_073_741_824.0;
    let young = (0.002 + 0.1 * eden / 2e9) / eden * 1e8;
    let full = 1e7 * (live as f64 / 1.3e9) / (74.0 * 1_048_576.0);
    check_near(found.share, (young + full) / (1.0 + young + full), 1e-6);
    check_near(found.longest_pause() as f64, live as f64 / 1.3, 1e-6);
}

#[test]
fn what_does_not_fit_is_out_of_memory() {
    for (live, verdict) in [
        (0, HeapVerdict::Fits),
        (869 * MIB, HeapVerdict::Fits),
        (872 * MIB, HeapVerdict::Tight),
        (1003 * MIB, HeapVerdict::Tight),
        (1004 * MIB, HeapVerdict::OutOfMemory),
        (4096 * MIB, HeapVerdict::OutOfMemory),
        (u64::MAX, HeapVerdict::OutOfMemory),
    ] {
        assert_eq!(estimate(&heap(), live, 1e8, 1e7).verdict, verdict, "{live}");
    }
    check_near(estimate(&heap(), 2048 * MIB, 1e8, 1e7).stretch(), 50.0, 1e-9);
}

fn pause(pause: Nanos) -> HeartbeatEstimate {
    // A tight heap whose live data take so long to compact.
    let collections =
        GcEstimate { full_pause: pause, verdict: HeapVerdict::Tight, ..estimate(&heap(), 0, 0.0, 0.0) };
    let Estimate(estimate) = Heartbeat::default().estimate(&collections);
    estimate
}

#[test]
fn heartbeats_are_missed_when_silence_lasts_too_long() {
    for (seconds, risk, probability) in [
        (0, Risk::None, 0.0),
        (20, Risk::None, 0.0),
        (21, Risk::Low, 0.0),
        (39, Risk::Low, 0.0),
        (41, Risk::High, 0.1),
        (45, Risk::High, 0.5),
        (50, Risk::Certain, 1.0),
        (500, Risk::Certain, 1.0),
    ] {
        let found = pause(seconds * SECOND);
        assert_eq!(found.risk, risk, "{seconds} s");
        assert!((found.probability - probability).abs() < 1e-9, "{found:?}");
    }
    assert_eq!(
        pause(45 * SECOND).to_string(),
        "a pause of 45.0 s leaves the JobManager without an answer for up to 55.0 s, more than heartbeat.timeout (50.0 s)"
    );
    let full = estimate(&heap(), 2048 * MIB, 0.0, 0.0);
    assert_eq!(Heartbeat::default().estimate(&full).0.risk, Risk::Certain);
}

prop_compose! {
    fn load()(
        live in prop_oneof![0..1_u64 << 30, 0..1_u64 << 40],
        allocated in prop_oneof![0.0..1e10, Just(0.0)],
        replaced in 0.0..1.0_f64,
    ) -> HeapLoad {
        HeapLoad { live, allocated, replaced: allocated * replaced }
    }
}

prop_compose! {
    fn any_heap()(
        size in prop_oneof![1_u64 << 20..1 << 31, 1_u64 << 20..1 << 40],
        pause_goal in MS..60 * SECOND,
        fixed_pause in 0..=SECOND,
        copy_rate in 1_000_000..10_000_000_000_u64,
        compact_rate in 1_000_000..10_000_000_000_u64,
    ) -> Heap {
        Heap { size, collector: Collector { pause_goal, fixed_pause, copy_rate, compact_rate }, ..heap() }
    }
}

proptest! {
    #[test]
    fn more_heap_never_takes_more_time(heap in any_heap(), load in load(), more in 0..1_u64 << 40) {
        let larger = Heap { size: heap.size + more, ..heap };
        let (before, after) = (heap.estimate(&load).0, larger.estimate(&load).0);
        prop_assert!(after.share <= before.share + 1e-12, "{before:?} {after:?}");
        prop_assert!(after.verdict <= before.verdict, "{before:?} {after:?}");
        prop_assert!(after.eden >= before.eden, "{before:?} {after:?}");
    }

    #[test]
    fn more_allocation_never_takes_less_time(heap in any_heap(), load in load(), factor in 1.0..10.0) {
        let before = heap.estimate(&load).0;
        let more_garbage = HeapLoad { allocated: load.allocated * factor, ..load };
        prop_assert!(heap.estimate(&more_garbage).0.share >= before.share - 1e-12);
        let more_records = HeapLoad { allocated: load.allocated * factor, replaced: load.replaced * factor, ..load };
        prop_assert!(heap.estimate(&more_records).0.share >= before.share - 1e-12);
    }

    #[test]
    fn more_live_data_never_take_less_time(heap in any_heap(), load in load(), more in 0..1_u64 << 40) {
        let more = HeapLoad { live: load.live + more, ..load };
        let (before, after) = (heap.estimate(&load).0, heap.estimate(&more).0);
        prop_assert!(after.share >= before.share - 1e-12, "{before:?} {after:?}");
        prop_assert!(after.verdict >= before.verdict);
        prop_assert!(after.full_pause >= before.full_pause);
    }

    #[test]
    fn without_allocation_nothing_is_collected(heap in any_heap(), load in load()) {
        let found = heap.estimate(&HeapLoad { allocated: 0.0, replaced: 0.0, ..load }).0;
        prop_assert!(found.share <= 0.0 || found.verdict == HeapVerdict::OutOfMemory, "{found:?}");
        prop_assert!(heap.estimate(&load).0.share <= GcEstimate::MAX_SHARE);
    }

    #[test]
    fn longer_pauses_are_never_safer(shorter in 0..100 * SECOND, more in 0..100 * SECOND) {
        let (before, after) = (pause(shorter), pause(shorter + more));
        prop_assert!(after.risk >= before.risk && after.probability >= before.probability);
        // It depends on the moment, if at all, where the risk says so.
        prop_assert_eq!(before.risk == Risk::Certain, before.probability >= 1.0);
    }
}
