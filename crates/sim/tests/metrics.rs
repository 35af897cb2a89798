//! Metrics as Flink says them: over which time, under which names, in which releases.

#[allow(dead_code, reason = "each test uses some of it")]
mod common;

use std::collections::BTreeMap;

use common::{MS, chain, every};
use pools::Release;
use sim::Simulation;
use sim::debloat::DebloatSetup;
use sim::metrics::BackPressureLevel;
use sim::metrics::catalogue::{Origin, Reading, Value};
use sim::scenario::{Barriers, Debloating, Partitioning, SECOND, Scenario, Source, Work};

/// A source with 500 records a second for each of two tasks that take 1 ms for each; half of the channels are between TaskManagers.
fn half_loaded() -> Scenario {
    let mut scenario = chain(&[2, 2], Partitioning::Rebalance, 2);
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second: 500.0, burst: 1, tick: MS, catch_up: 20 * MS });
    scenario
}

fn by_name(readings: Vec<Reading>) -> BTreeMap<String, Value> {
    let count = readings.len();
    let map: BTreeMap<_, _> =
        readings.into_iter().map(|reading| (reading.full_name(), reading.value)).collect();
    assert_eq!(map.len(), count, "names are used once");
    map
}

#[track_caller]
fn near(found: Option<&Value>, expected: f64) {
    let number = match found {
        Some(Value::Whole(number)) => *number as f64,
        Some(Value::Number(number)) => *number,
        other => panic!("{other:?}"),
    };
    assert!((number - expected).abs() <= 0.02 * expected, "{number} is not near {expected}");
}

#[test]
fn rates_grow_for_a_minute_and_shares_do_not() {
    let mut simulation = Simulation::new(half_loaded()).expect("a scenario");
    for (seconds, rate) in [(4, 0.0), (29, 500.0 * 25.0 / 60.0), (61, 500.0), (299, 500.0)] {
        simulation.run_until(seconds * SECOND);
        let task = by_name(simulation.task_readings(1, 1).expect("a subtask"));
        near(task.get("numRecordsInPerSecond"), rate);
        near(task.get("numBytesInPerSecond"), rate * 1000.0);
        near(task.get("Shuffle.Netty.Input.numBytesInLocalPerSecond"), rate * 500.0);
        near(task.get("busyTimeMsPerSecond"), if seconds < 5 { 1000.0 } else { 500.0 });
        near(task.get("idleTimeMsPerSecond"), if seconds < 5 { 0.0 } else { 500.0 });
        let source = by_name(simulation.task_readings(0, 0).expect("a subtask"));
        near(source.get("numRecordsOutPerSecond"), rate);
    }
}

#[test]
fn shares_of_old_releases_follow_at_once() {
    for (release, busy) in [(Release::V1_16, 100.0), (Release::V1_17, 1100.0 / 3.0)] {
        let mut scenario = half_loaded();
        scenario.release = release;
        let mut simulation = Simulation::new(scenario).expect("a scenario");
        simulation.run_until(60 * SECOND);
        let less = Source::Rate { per_second: 100.0, burst: 1, tick: MS, catch_up: 20 * MS };
        simulation.set_source(0, less).expect("a source");
        // Two thirds of the minute are those with more load.
        simulation.run_until(81 * SECOND);
        let task = by_name(simulation.task_readings(1, 0).expect("a subtask"));
        near(task.get("busyTimeMsPerSecond"), busy);
    }
}

#[test]
fn back_pressure_has_its_level() {
    let mut simulation = Simulation::new(chain(&[1, 1], Partitioning::Forward, 1)).expect("a scenario");
    simulation.run_until(30 * SECOND);
    let levels = [0, 1].map(|vertex| simulation.task_shares(vertex, 0).expect("a subtask").level());
    assert_eq!(levels, [BackPressureLevel::High, BackPressureLevel::Ok]);
    let source = by_name(simulation.task_readings(0, 0).expect("a subtask"));
    assert_eq!(source.get("isBackPressured"), Some(&Value::Flag(true)));
    assert_eq!(source.get("Shuffle.Netty.Output.Buffers.outPoolUsage"), Some(&Value::Number(1.0)));
}

#[test]
fn network_memory_is_told_in_segments_and_bytes() {
    let mut scenario = chain(&[4, 4], Partitioning::Rebalance, 1);
    scenario.release = Release::V1_15;
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    let all = |simulation: &Simulation| by_name(simulation.task_manager_readings(0).expect("a TaskManager"));
    let before = all(&simulation);
    assert_eq!(before["Status.Shuffle.Netty.TotalMemorySegments"], Value::Whole(1024));
    assert_eq!(before["Status.Shuffle.Netty.TotalMemory"], Value::Whole(32 << 20));
    // Each of eight pools holds one.
    assert_eq!(before["Status.Shuffle.Netty.UsedMemorySegments"], Value::Whole(8));
    // Four pools of up to 16 buffers, and four of up to 8: 96 of 1024.
    assert_eq!(before["Status.Shuffle.Netty.RequestedMemoryUsage"], Value::Whole(9));
    simulation.run_until(5 * SECOND);
    let after = all(&simulation);
    // The outputs' are used, and each gate still has one.
    assert_eq!(after["Status.Shuffle.Netty.UsedMemory"], Value::Whole((64 + 4) * (32 << 10)));
    assert_eq!(after["Status.Shuffle.Netty.AvailableMemorySegments"], Value::Whole(1024 - 68));
}

#[test]
fn releases_have_their_metrics() {
    let names = |release: Release| {
        let mut scenario = half_loaded();
        scenario.release = release;
        let setup = DebloatSetup {
            release,
            target_ms: 1000,
            start: 1024,
            max: 32 << 10,
            min: 256,
            threshold_percentages: 25,
            samples: 20,
        };
        scenario.debloating = Some(Debloating { setup, period: 200 * MS });
        let mut simulation = Simulation::new(scenario).expect("a scenario");
        simulation.run_until(SECOND);
        let mut names: Vec<String> =
            by_name(simulation.task_readings(1, 0).expect("a subtask")).into_keys().collect();
        names.extend(by_name(simulation.task_manager_readings(0).expect("a TaskManager")).into_keys());
        names
    };
    for (since, name) in [
        (Release::V1_13, "backPressuredTimeMsPerSecond"),
        (Release::V1_14, "estimatedTimeToConsumeBuffersMs"),
        (Release::V1_14, "Shuffle.Netty.Input.0.debloatedBufferSize"),
        (Release::V1_15, "softBackPressuredTimeMsPerSecond"),
        (Release::V1_15, "Shuffle.Netty.Output.Buffers.outputQueueSize"),
        (Release::V1_15, "Status.Shuffle.Netty.RequestedMemoryUsage"),
        (Release::V1_16, "accumulateBusyTimeMs"),
    ] {
        for release in Release::ALL {
            let is_there = names(release).iter().any(|other| other == name);
            assert_eq!(is_there, release >= since, "{release} {name}");
        }
    }
}

#[test]
fn jobs_tell_of_their_checkpoints_and_ages() {
    let mut scenario = half_loaded();
    scenario.checkpointing = Some(every(10 * SECOND, Barriers::Aligned));
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    assert_eq!(by_name(simulation.job_readings())["lastCheckpointDuration"], Value::Whole(-1));
    simulation.run_until(45 * SECOND);
    let readings = simulation.job_readings();
    let is_ours = |reading: &&Reading| reading.metric.origin == Origin::Simulation;
    assert_eq!(readings.iter().filter(is_ours).count(), 4);
    let job = by_name(readings);
    assert_eq!(job["numberOfCompletedCheckpoints"], Value::Whole(4));
    assert_eq!(job["numberOfInProgressCheckpoints"], Value::Whole(0));
    let last = simulation.last_checkpoint().expect("a checkpoint").end_to_end;
    assert_eq!(job["lastCheckpointDuration"], Value::Whole((last / MS).cast_signed()));
    let [Value::Number(p50), Value::Number(p99)] = [job["latencyMs.p50"], job["latencyMs.p99"]] else {
        panic!("{job:?}")
    };
    // Buffers are flushed every 100 ms.
    assert!(10.0 < p50 && p50 < p99 && p99 < 150.0, "{p50} {p99}");
}

#[test]
fn metrics_do_not_depend_on_how_time_advances() {
    let all = |simulation: &mut Simulation| {
        let mut readings = simulation.job_readings();
        for vertex in 0..2 {
            for subtask in 0..2 {
                readings.extend(simulation.task_readings(vertex, subtask).expect("a subtask"));
            }
        }
        readings
    };
    let mut at_once = Simulation::new(half_loaded()).expect("a scenario");
    let mut in_pieces = at_once.clone();
    at_once.run_until(71 * SECOND);
    while in_pieces.now() < 60 * SECOND {
        in_pieces.run_until(in_pieces.now() + 1_234_567_891);
        for _ in 0..10 {
            in_pieces.step();
        }
    }
    in_pieces.run_until(71 * SECOND);
    assert_eq!(all(&mut at_once), all(&mut in_pieces));
}
