//! What barriers meet on their way.

mod common;

use common::{MS, chain, every};
use pools::Release;
use pools::shuffle::BufferSettings;
use sim::Simulation;
use sim::metrics::CheckpointMetrics;
use sim::scenario::{Barriers, Operator, Partitioning, SECOND, Scenario, Service, Source, Work};

/// Two sources that are faster than two tasks in the middle, and these than two at the end, with 2 ms for a record; each half is elsewhere.
fn backpressured(release: Release, barriers: Barriers) -> Scenario {
    let mut scenario = chain(&[2, 2, 2], Partitioning::Hash(Vec::new()), 2);
    scenario.release = release;
    scenario.settings = BufferSettings::defaults(release);
    let slow = Operator { service: Service::Constant(2 * MS), quantum: 0, selectivity: 0.0 };
    scenario.vertices[2].work = Work::Operator(slow);
    scenario.checkpointing = Some(every(10 * SECOND, barriers));
    scenario
}

/// The first checkpoint, and the data that was on its way when it was triggered, bytes.
#[track_caller]
fn first(scenario: Scenario) -> (CheckpointMetrics, u64) {
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    simulation.run_until(10 * SECOND - 1);
    let records: u64 =
        (0..).map_while(|edge| simulation.edge_metrics(edge)).map(|edge| edge.in_flight()).sum();
    simulation.run_until(19 * SECOND);
    assert_eq!((simulation.completed_checkpoints(), simulation.failed_checkpoints()), (1, 0));
    (simulation.last_checkpoint().expect("a checkpoint").clone(), records * 1000)
}

#[test]
fn barriers_that_wait_keep_nothing() {
    for release in Release::ALL {
        let (checkpoint, on_their_way) = first(backpressured(release, Barriers::Aligned));
        assert_eq!(checkpoint.persisted_bytes(), 0);
        // Two tasks take 500 records of 1000 bytes a second each; the slowest channel is behind the others.
        let residence = on_their_way * 1000 / 1_000_000 * MS;
        assert!((residence..2 * residence).contains(&checkpoint.end_to_end), "{release:?} {checkpoint:?}");
    }
}

#[test]
fn barriers_that_overtake_keep_all_that_is_on_its_way() {
    for release in Release::ALL {
        let (checkpoint, on_their_way) = first(backpressured(release, Barriers::Unaligned));
        // Not longer than the records that are worked on meanwhile, one behind the other, and the network.
        assert!(checkpoint.end_to_end < 10 * MS, "{release:?} {checkpoint:?}");
        let kept = checkpoint.persisted_bytes();
        assert!(kept.abs_diff(on_their_way) < 20_000, "{release:?}: {kept} of {on_their_way}");
        assert_eq!(checkpoint.stages.iter().map(|stage| stage.persisted_bytes).sum::<u64>(), kept);
    }
}

#[test]
fn barriers_wait_no_longer_than_they_may() {
    for release in Release::ALL {
        let timeout = 300 * MS;
        let (checkpoint, on_their_way) = first(backpressured(release, Barriers::AlignedFor(timeout)));
        let kept = checkpoint.persisted_bytes();
        assert!(kept > on_their_way / 4 && kept < on_their_way, "{release:?}: {kept} of {on_their_way}");
        if release >= Release::V1_16 {
            assert!(
                (timeout..timeout + 20 * MS).contains(&checkpoint.end_to_end),
                "{release:?} {checkpoint:?}"
            );
        } else {
            // Before, a barrier has to leave the sender's queue, and that of the source never overtakes.
            assert!(checkpoint.end_to_end > timeout, "{release:?} {checkpoint:?}");
        }
    }
}

#[test]
fn barriers_that_need_not_wait_long_do_not_overtake() {
    let mut scenario = backpressured(Release::V2_3, Barriers::AlignedFor(2 * SECOND));
    let source = Source::Rate { per_second: 200.0, burst: 1, tick: MS, catch_up: 20 * MS };
    scenario.vertices[0].work = Work::Source(source);
    let (checkpoint, _) = first(scenario);
    assert_eq!(checkpoint.persisted_bytes(), 0);
    assert!(checkpoint.end_to_end < 500 * MS, "{checkpoint:?}");
}

#[test]
fn checkpoints_that_take_too_long_are_given_up() {
    let mut scenario = backpressured(Release::V2_3, Barriers::Aligned);
    let checkpointing = scenario.checkpointing.as_mut().expect("it is set");
    checkpointing.timeout = SECOND;
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    simulation.run_until(35 * SECOND);
    assert_eq!((simulation.completed_checkpoints(), simulation.failed_checkpoints()), (0, 3));
}
