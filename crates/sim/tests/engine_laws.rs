//! Laws of a running job over random ones: its course, its time, and that it goes on.

#[allow(dead_code, reason = "each test uses some of it")]
mod graphs;

use graphs::{MS, scenario, start, without_theft};
use proptest::prelude::*;
use sim::Simulation;
use sim::inspect::Side;
use sim::metrics::TaskMetrics;
use sim::scenario::{Nanos, SECOND, Source, Work};

/// Every subtask.
fn tasks(simulation: &Simulation) -> Vec<(usize, u32)> {
    let vertices = simulation.scenario().vertices.iter().enumerate();
    vertices.flat_map(|(vertex, at)| (0..at.parallelism).map(move |subtask| (vertex, subtask))).collect()
}

fn metrics(simulation: &Simulation, (vertex, subtask): (usize, u32)) -> TaskMetrics {
    simulation.task_metrics(vertex, subtask).expect("a subtask")
}

/// All that can be seen of a job.
fn everything(simulation: &mut Simulation) -> String {
    let mut seen = format!("{} ", simulation.now());
    for (vertex, subtask) in tasks(simulation) {
        let gauges = simulation.task_gauges(vertex, subtask);
        seen += &format!("{:?} {gauges:?}", metrics(simulation, (vertex, subtask)));
        seen +=
            &format!("{:?} {:?}", simulation.task_view(vertex, subtask), simulation.latency(vertex, subtask));
    }
    for edge in 0..simulation.scenario().edges.len() {
        seen += &format!(
            "{:?} {:?}",
            simulation.edge_metrics(edge),
            simulation.channels(edge).collect::<Vec<_>>()
        );
    }
    for task_manager in 0..simulation.scenario().task_managers as usize {
        let mut segments = Vec::new();
        simulation.segments(task_manager, &mut segments);
        seen += &format!("{segments:?}");
    }
    seen + &format!("{:?}", simulation.last_checkpoint())
}

/// How much was done: records that were begun and written, by whomever.
fn done(simulation: &Simulation) -> u64 {
    let of = |task| {
        let counters = metrics(simulation, task).counters;
        counters.records_in + counters.records_out
    };
    tasks(simulation).into_iter().map(of).sum()
}

fn in_flight(simulation: &Simulation) -> u64 {
    (0..).map_while(|edge| simulation.edge_metrics(edge)).map(|edge| edge.in_flight()).sum()
}

/// Makes all sources silent, but for a record that is due at once.
fn silence(simulation: &mut Simulation) {
    let silent = Source::Rate { per_second: 1e-4, burst: 1, tick: MS, catch_up: 0 };
    for vertex in 0..simulation.scenario().vertices.len() {
        if matches!(simulation.scenario().vertices[vertex].work, Work::Source(_)) {
            simulation.set_source(vertex, silent).expect("a source");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_course_does_not_depend_on_how_it_is_advanced(
        scenario in scenario(),
        cuts in prop::collection::vec(0..SECOND / 8, 0..8),
        steps in 0_u32..20,
    ) {
        let mut at_once = start(scenario.clone())?;
        let mut in_pieces = start(scenario)?;
        let mut cuts = cuts;
        cuts.sort_unstable();
        for cut in cuts {
            in_pieces.run_until(cut);
            for _ in 0..steps {
                if in_pieces.now() < SECOND / 10 {
                    in_pieces.step();
                }
            }
            in_pieces = in_pieces.clone();
        }
        // A step may have gone far.
        let end = in_pieces.now().max(SECOND / 8);
        in_pieces.run_until(end);
        at_once.run_until(end);
        prop_assert_eq!(everything(&mut at_once), everything(&mut in_pieces));
    }

    #[test]
    fn time_is_spent_on_something(scenario in scenario(), until in 50 * MS..SECOND / 4) {
        let mut simulation = start(scenario)?;
        simulation.run_until(until);
        let least = until - simulation.scenario().start_skew;
        for task in tasks(&simulation) {
            let times = metrics(&simulation, task).times;
            let sum = times.busy + times.idle + times.soft_backpressured + times.hard_backpressured;
            prop_assert!((least..=until).contains(&sum), "{times:?}");
            let gauges = simulation.task_gauges(task.0, task.1).expect("a subtask");
            let shares = 0.0..=1.0;
            prop_assert!(shares.contains(&gauges.exclusive_buffers_usage), "{gauges:?}");
            prop_assert!(gauges.out_pool_usage >= 0.0);
        }
    }

    /// As long as a source has records, something is done; nobody waits for each other.
    #[test]
    fn it_goes_on(scenario in scenario()) {
        let mut simulation = start(without_theft(scenario))?;
        for round in 0..20 {
            let before = done(&simulation);
            let begin: Nanos = simulation.now();
            // Most find something to do at once; a source may have fifty records at once, and no more for fifty seconds.
            let patience = [10 * MS, 100 * MS, SECOND, 10 * SECOND, 60 * SECOND];
            let has_done = patience.into_iter().any(|time| {
                simulation.run_until(begin + time);
                done(&simulation) > before
            });
            prop_assert!(has_done, "nothing moves from {begin} on, round {round}");
        }
    }

    /// Once the sources are silent, all that was written is read, and buffers are back: all but the last of a queue, which leaves it with the
    /// next one.
    #[test]
    fn it_runs_dry(scenario in scenario()) {
        let mut simulation = start(without_theft(scenario))?;
        simulation.run_until(60 * MS);
        silence(&mut simulation);
        for _ in 0..40 {
            let before = done(&simulation);
            simulation.run_until(simulation.now() + 5 * SECOND);
            if in_flight(&simulation) == 0 {
                break;
            }
            prop_assert!(done(&simulation) > before, "nothing moves any more");
        }
        if in_flight(&simulation) > 0 {
            // It takes long, as one record may make thousands.
            return Ok(());
        }
        simulation.run_until(simulation.now() + 5 * SECOND);
        for edge in 0..simulation.scenario().edges.len() {
            for channel in simulation.channels(edge) {
                prop_assert_eq!(channel.bytes(), 0, "{:?}", channel);
            }
        }
        for task_manager in 0..simulation.scenario().task_managers as usize {
            for pool in simulation.pools(task_manager).expect("a TaskManager") {
                let used = match pool.owner.side {
                    Side::Output => pool.sending + pool.read_locally,
                    Side::Input => [pool.floating, pool.exclusive].map(|of| of.received + of.reading).iter().sum(),
                };
                prop_assert_eq!(used, 0, "{:?}", pool);
            }
        }
    }
}
