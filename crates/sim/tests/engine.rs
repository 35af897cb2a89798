//! What a whole job does, against what can be said without simulating it.

mod common;

use common::{MS, US, chain, every};
use pools::Release;
use pools::shuffle::BufferSettings;
use sim::Simulation;
use sim::scenario::{Barriers, Nanos, Operator, Partitioning, SECOND, Scenario, Service, Source, Work};

#[track_caller]
fn start(scenario: Scenario) -> Simulation {
    Simulation::new(scenario).expect("a scenario")
}

/// Records per second that a vertex took in a time.
fn rate(simulation: &mut Simulation, vertex: usize, from: Nanos, to: Nanos) -> f64 {
    let count = |simulation: &Simulation| {
        let subtasks = simulation.scenario().vertices[vertex].parallelism;
        let of = |subtask| simulation.task_metrics(vertex, subtask).expect("a subtask").counters.records_in;
        (0..subtasks).map(of).sum::<u64>()
    };
    simulation.run_until(from);
    let before = count(simulation);
    simulation.run_until(to);
    (count(simulation) - before) as f64 * 1e9 / (to - from) as f64
}

#[track_caller]
fn check_near(found: f64, expected: f64, share: f64) {
    assert!((found - expected).abs() <= expected * share, "{found} is not near {expected}");
}

#[test]
fn the_slowest_task_decides() {
    for (task_managers, exclusive) in [(1, 2), (2, 2), (2, 1), (2, 0)] {
        let mut scenario = chain(&[1, 1], Partitioning::Forward, task_managers);
        scenario.vertices[1].slot_sharing_group = 1;
        scenario.release = Release::V1_20;
        scenario.slots_each = 2 / task_managers;
        scenario.settings =
            BufferSettings { per_channel: exclusive, ..BufferSettings::defaults(Release::V1_20) };
        let mut simulation = start(scenario);
        check_near(rate(&mut simulation, 1, 5 * SECOND, 15 * SECOND), 1000.0, 0.01);
    }
}

#[test]
fn buffers_hold_what_their_number_says() {
    // 10 buffers of the producer less the one that only holds a record; less half a buffer that is read; a record is being written.
    let expected = 8.5 * 32.768 + 1.0;
    let mut simulation = start(chain(&[1, 1], Partitioning::Forward, 1));
    let mut sum = 0.0;
    for sample in 0..1000 {
        simulation.run_until(5 * SECOND + sample * 37 * MS);
        sum += simulation.edge_metrics(0).expect("an edge").in_flight() as f64;
    }
    check_near(sum / 1000.0, expected, 0.01);
}

#[test]
fn a_rate_is_kept_and_little_holds() {
    let mut scenario = chain(&[2, 2], Partitioning::Hash(Vec::new()), 2);
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second: 500.0, burst: 1, tick: MS, catch_up: 20 * MS });
    let mut simulation = start(scenario);
    check_near(rate(&mut simulation, 1, 5 * SECOND, 60 * SECOND), 1000.0, 0.01);
    // Ages end with the work on a record, which takes 1 ms; what is in flight ends when it begins.
    let mut sum = 0.0;
    for sample in 0..10_000 {
        simulation.run_until(60 * SECOND + sample * 3_700 * US);
        sum += simulation.edge_metrics(0).expect("an edge").in_flight() as f64;
    }
    let mut ages = simulation.latency(1, 0).expect("a subtask").clone();
    ages.add(simulation.latency(1, 1).expect("a subtask"));
    check_near(sum / 10_000.0, (ages.mean() / 1e9 - 0.001) * 1000.0, 0.01);
}

#[test]
fn exponential_service_queues_as_theory_says() {
    // Many small buffers, flushed after each record, come near to M/D/1 turned around: arrivals at fixed times, D/M/1 with load 0.5.
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    scenario.buffer_timeout = sim::scenario::BufferTimeout::EveryRecord;
    scenario.host.per_record_out = 0;
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second: 500.0, burst: 1, tick: 0, catch_up: SECOND });
    scenario.vertices[1].work =
        Work::Operator(Operator { service: Service::Exponential(MS), quantum: 0, selectivity: 0.0 });
    let mut simulation = start(scenario);
    simulation.run_until(400 * SECOND);
    // The root of s = exp(-2 (1 - s)) is 0.2032; the mean time in the system is 1 ms / (1 - s).
    check_near(simulation.latency(1, 0).expect("a subtask").mean(), 1e6 / (1.0 - 0.2032), 0.02);
}

#[test]
fn records_that_make_more_than_there_are_buffers_wait_in_the_middle() {
    let mut scenario = chain(&[1, 1, 1], Partitioning::Forward, 1);
    let Work::Operator(operator) = &mut scenario.vertices[1].work else { unreachable!("an operator") };
    operator.selectivity = 2000.0;
    let mut simulation = start(scenario);
    simulation.run_until(20 * SECOND);
    let times = simulation.task_metrics(1, 0).expect("a subtask").times;
    assert!(times.hard_backpressured > 10 * SECOND, "{times:?}");
    let times = simulation.task_metrics(0, 0).expect("a subtask").times;
    assert_eq!(times.hard_backpressured, 0);
}

#[test]
fn load_can_change_and_snapshots_go_their_own_way() {
    let mut simulation = start(chain(&[1, 1], Partitioning::Forward, 1));
    simulation.run_until(5 * SECOND);
    let mut snapshot = simulation.clone();
    let slow = Source::Rate { per_second: 100.0, burst: 1, tick: MS, catch_up: 20 * MS };
    simulation.set_source(0, slow).expect("a source");
    check_near(rate(&mut simulation, 1, 10 * SECOND, 20 * SECOND), 100.0, 0.05);
    check_near(rate(&mut snapshot, 1, 10 * SECOND, 20 * SECOND), 1000.0, 0.01);
    let faster = Operator { service: Service::Constant(MS / 2), quantum: 0, selectivity: 0.0 };
    snapshot.set_operator(1, faster).expect("an operator");
    check_near(rate(&mut snapshot, 1, 25 * SECOND, 35 * SECOND), 2000.0, 0.01);
    assert!(snapshot.set_source(1, slow).is_err());
    assert!(snapshot.set_source(9, slow).is_err());
}

#[test]
fn a_barrier_takes_as_long_as_the_data_before_it() {
    let mut scenario = chain(&[2, 2], Partitioning::Hash(Vec::new()), 2);
    scenario.checkpointing = Some(every(5 * SECOND, Barriers::Aligned));
    let mut simulation = start(scenario);
    simulation.run_until(32 * SECOND);
    let last = simulation.last_checkpoint().expect("a checkpoint");
    assert_eq!(last.number, 5);
    // 40 buffers of records before two tasks with 1 ms for each, and more in the slowest channel.
    assert!((600 * MS..2 * SECOND).contains(&last.end_to_end), "{last:?}");
    check_near(rate(&mut simulation, 1, 32 * SECOND, 60 * SECOND), 2000.0, 0.03);
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let check = |change: &dyn Fn(&mut Scenario), expected: &str| {
        let mut scenario = chain(&[2, 2], Partitioning::Forward, 1);
        change(&mut scenario);
        let error = Simulation::new(scenario).expect_err(expected);
        assert_eq!(error.to_string(), expected);
    };
    check(&|it| it.vertices[0].parallelism = 0, "parallelism: 0 is not in 1..=32768");
    check(&|it| it.vertices[1].record_bytes = 0, "record_bytes: 0 is not in 1..=1073741824 bytes");
    check(
        &|it| {
            it.vertices[0].work =
                Work::Source(Source::Rate { per_second: f64::NAN, burst: 1, tick: 0, catch_up: 0 });
        },
        "per_second: NaN is not in 0.0001..=1000000000",
    );
    check(&|it| it.edges[0].producer = 1, "edge 0 does not go from a vertex to a later one");
    check(&|it| it.segment_size = 0, "segment_size: 0 is not in 1..=1073741824 bytes");
    check(
        &|it| it.edges[0].partitioning = Partitioning::Hash(vec![f64::INFINITY, 1.0]),
        "share: inf is not in 0..=1000000000",
    );
    check(
        &|it| it.network_memory = 0,
        "Insufficient number of network buffers: required 2, but only 0 available. The total number of network buffers is \
         currently set to 0 of 32768 bytes each. You can increase this number by setting the configuration keys \
         'taskmanager.memory.network.fraction', 'taskmanager.memory.network.min', and 'taskmanager.memory.network.max'.",
    );
}

/// Records per second in the end of a job whose threads run for a second, and then get no processor for `stall` ms, both on average.
fn rate_with_stalls(mut scenario: Scenario, stall: f64) -> f64 {
    (scenario.host.stall_every, scenario.host.stall) = (SECOND, (stall * MS as f64) as Nanos);
    rate(&mut start(scenario), 1, 0, 600 * SECOND)
}

/// By how much a stop delays what is planned every `period`, all ms: the mean over where in a period it begins, and over its exponentially
/// distributed length.
fn delay(period: f64, stall: f64) -> f64 {
    stall * stall / period * (1.0 - (-period / stall).exp())
}

#[test]
fn work_is_late_by_what_is_left_of_a_stall() {
    let stall = 20.0;
    let lost = delay(1.0, stall) / (1000.0 + stall + 1.0);
    let found = rate_with_stalls(chain(&[1, 1], Partitioning::Forward, 1), stall);
    check_near(found, 1000.0 * (1.0 - lost), 0.003);
}

#[test]
fn what_was_overslept_is_not_slept_again() {
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    let operator = Operator { service: Service::Constant(MS), quantum: MS, selectivity: 0.0 };
    scenario.vertices[1].work = Work::Operator(operator);
    check_near(rate_with_stalls(scenario, 20.0), 1000.0, 0.001);
}

#[test]
fn sources_make_up_for_one_period() {
    let (period, stall) = (10.0_f64, 40.0_f64);
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    let source = Source::Rate { per_second: 1000.0 / period, burst: 1, tick: MS, catch_up: 0 };
    scenario.vertices[0].work = Work::Source(source);
    // The share of the delays that is longer, and by how much.
    let lost = delay(period, stall) * (-period / stall).exp() / (1000.0 + stall + period / 2.0);
    check_near(rate_with_stalls(scenario, stall), 1000.0 / period * (1.0 - lost), 0.004);
}
