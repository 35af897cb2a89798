//! Laws of a running job, over random ones.

mod common;

use common::{MS, chain, every};
use pools::Release;
use pools::shuffle::BufferSettings;
use proptest::prelude::*;
use sim::Simulation;
use sim::scenario::{
    Barriers, BufferTimeout, Operator, Partitioning, SECOND, Scenario, Service, Source, Work,
};

fn partitioning() -> impl Strategy<Value = Partitioning> {
    prop_oneof![
        Just(Partitioning::Rescale),
        Just(Partitioning::Rebalance),
        Just(Partitioning::Hash(Vec::new())),
        Just(Partitioning::Broadcast),
    ]
}

fn timeout() -> impl Strategy<Value = BufferTimeout> {
    prop_oneof![
        Just(BufferTimeout::Every(100 * MS)),
        Just(BufferTimeout::Every(3 * MS)),
        Just(BufferTimeout::EveryRecord),
    ]
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        Just(Source::Unlimited),
        (1.0..5000.0, 1_u32..50).prop_map(|(per_second, burst)| Source::Rate {
            per_second,
            burst,
            tick: MS,
            catch_up: 20 * MS
        }),
    ]
}

fn barriers() -> impl Strategy<Value = Barriers> {
    prop_oneof![
        Just(Barriers::Aligned),
        (0..100 * MS).prop_map(|time| Barriers::AlignedFor(time + 1)),
        Just(Barriers::Unaligned),
    ]
}

prop_compose! {
    fn operator()(
        service in prop_oneof![
            (0..2 * MS).prop_map(Service::Constant),
            (0..2 * MS).prop_map(Service::Exponential),
        ],
        quantum in prop_oneof![Just(0), Just(MS)],
        selectivity in prop_oneof![Just(1.0), Just(0.0), 0.0..3.0, Just(400.0)],
    ) -> Operator {
        Operator { service, quantum, selectivity }
    }
}

prop_compose! {
    fn scenario()(
        parallelisms in prop::collection::vec(1_u32..5, 2..4),
        partitioning in partitioning(),
        task_managers in 1_u32..4,
        release in prop::sample::select(Release::ALL.to_vec()),
        per_channel in 0_i32..4,
        timeout in timeout(),
        source in source(),
        operators in prop::collection::vec(operator(), 3),
        record_bytes in prop_oneof![Just(1000), 1_u32..200, Just(5000), Just(40_000)],
        barriers in prop::option::of(barriers()),
        memory in prop_oneof![Just(16_u64 << 20), Just(2 << 20)],
        seed in any::<u64>(),
    ) -> Scenario {
        let mut scenario = chain(&parallelisms, partitioning, task_managers);
        scenario.release = release;
        // 1.13 refuses a pool for fewer.
        let per_channel = if release < Release::V1_14 { per_channel.max(1) } else { per_channel };
        scenario.settings = BufferSettings { per_channel, ..BufferSettings::defaults(release) };
        scenario.segment_size = 4 << 10;
        scenario.network_memory = memory;
        scenario.buffer_timeout = timeout;
        scenario.checkpointing = barriers.map(|barriers| every(40 * MS, barriers));
        scenario.start_skew = 50 * MS;
        scenario.seed = seed;
        scenario.vertices[0].work = Work::Source(source);
        for (vertex, operator) in scenario.vertices.iter_mut().skip(1).zip(operators) {
            vertex.work = Work::Operator(operator);
        }
        for vertex in &mut scenario.vertices {
            vertex.record_bytes = record_bytes;
        }
        scenario
    }
}

/// All that can be seen of a job.
fn everything(simulation: &mut Simulation) -> String {
    let mut seen = format!("{} ", simulation.now());
    for vertex in 0..simulation.scenario().vertices.len() {
        for subtask in 0..simulation.scenario().vertices[vertex].parallelism {
            let gauges = simulation.task_gauges(vertex, subtask);
            seen += &format!("{:?} {gauges:?}", simulation.task_metrics(vertex, subtask));
        }
    }
    seen + &format!("{:?}", simulation.last_checkpoint())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_course_does_not_depend_on_how_it_is_advanced(scenario in scenario(), cuts in prop::collection::vec(0..SECOND / 4, 0..8)) {
        let mut at_once = Simulation::new(scenario)?;
        let mut in_pieces = at_once.clone();
        at_once.run_until(SECOND / 4);
        let mut cuts = cuts;
        cuts.sort_unstable();
        for cut in cuts {
            in_pieces.run_until(cut);
        }
        in_pieces.run_until(SECOND / 4);
        prop_assert_eq!(everything(&mut at_once), everything(&mut in_pieces));
    }

    #[test]
    fn time_is_spent_on_something_and_buffers_are_somewhere(scenario in scenario()) {
        let mut simulation = Simulation::new(scenario)?;
        simulation.run_until(SECOND / 4);
        for vertex in 0..simulation.scenario().vertices.len() {
            for subtask in 0..simulation.scenario().vertices[vertex].parallelism {
                let times = simulation.task_metrics(vertex, subtask).expect("a subtask").times;
                let sum = times.busy + times.idle + times.soft_backpressured + times.hard_backpressured;
                prop_assert!((200 * MS..=SECOND / 4).contains(&sum), "{times:?}");
                let gauges = simulation.task_gauges(vertex, subtask).expect("a subtask");
                let shares = 0.0..=1.0;
                prop_assert!(shares.contains(&gauges.exclusive_buffers_usage), "{gauges:?}");
                prop_assert!(gauges.out_pool_usage >= 0.0);
            }
        }
    }

    #[test]
    fn what_was_written_is_read_once_the_source_is_silent(scenario in scenario()) {
        let mut simulation = Simulation::new(scenario)?;
        simulation.run_until(60 * MS);
        let silent = Source::Rate { per_second: 1e-4, burst: 1, tick: MS, catch_up: 0 };
        simulation.set_source(0, silent)?;
        let mut before = None;
        for _ in 0..40 {
            simulation.run_until(simulation.now() + 5 * SECOND);
            let edges: Vec<_> = (0..).map_while(|edge| simulation.edge_metrics(edge)).collect();
            if edges.iter().all(|edge| edge.in_flight() == 0) {
                break;
            }
            let now: Vec<_> = edges.iter().map(|edge| (edge.written, edge.begun)).collect();
            prop_assert_ne!(Some(&now), before.as_ref(), "nothing moves any more");
            before = Some(now);
        }
    }
}
