//! Parameters that make no sense, or far too much: they are refused by name, or what they ask for is done, in steps that end.

#[allow(dead_code, reason = "each test uses some of it")]
mod common;
#[allow(dead_code, reason = "each test uses some of it")]
mod graphs;

use common::{MS, chain};
use graphs::scenario;
use pools::job::LoadBalanceMode;
use proptest::prelude::*;
use proptest::sample::select;
use sim::Simulation;
use sim::scenario::{
    Barriers, BufferTimeout, Checkpointing, Edge, Nanos, Operator, Partitioning, SECOND, Scenario,
    ScenarioError, Service, Source, Vertex, Work,
};

/// Numbers, more often such as some parameter may just be.
fn whole() -> impl Strategy<Value = u64> {
    const DAY: u64 = 86_400 * SECOND;
    prop_oneof![
        3 => select(vec![0, 1, 2, 3, 7, 64, 1000, 1024, 4096, 32_768, 65_536]),
        3 => select(vec![MS, 10 * MS, SECOND, DAY / 64, DAY, 1 << 20, 1 << 30]),
        1 => select(vec![999_999_999, i32::MAX as u64, u32::MAX.into(), DAY + 1, 1_000_000_000_000_000]),
        1 => select(vec![u64::MAX / 2, u64::MAX - 1, u64::MAX]),
        1 => any::<u64>(),
    ]
}

fn number() -> impl Strategy<Value = f64> {
    let odd = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, -0.0, f64::MIN_POSITIVE, 1e15, f64::MAX];
    prop_oneof![4 => select(vec![0.0, 1e-4, 0.5, 1.0, 3.0, 1e6, 1e9]), 1 => select(odd), 1 => any::<f64>()]
}

fn low(value: u64) -> u32 {
    u32::try_from(value & u64::from(u32::MAX)).expect("cut")
}

fn signed(value: u64) -> i32 {
    low(value).cast_signed()
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        Just(Source::Unlimited),
        (number(), whole(), whole(), whole()).prop_map(|(per_second, burst, tick, catch_up)| Source::Rate {
            per_second,
            burst: low(burst),
            tick,
            catch_up
        }),
    ]
}

prop_compose! {
    fn operator()(
        (time, quantum) in (whole(), whole()),
        is_constant in any::<bool>(),
        selectivity in number(),
    ) -> Operator {
        let service = if is_constant { Service::Constant(time) } else { Service::Exponential(time) };
        Operator { service, quantum, selectivity }
    }
}

/// Something that is done to a scenario, with a number.
type Change = fn(&mut Scenario, u64);

fn any_vertex(scenario: &mut Scenario, value: u64) -> &mut Vertex {
    let at = value as usize % scenario.vertices.len();
    &mut scenario.vertices[at]
}

const CHANGES: [Change; 32] = [
    |it, value| it.segment_size = low(value),
    |it, value| it.network_memory = value,
    |it, value| it.task_managers = low(value),
    |it, value| it.slots_each = low(value),
    |it, value| it.settings.per_channel = signed(value),
    |it, value| it.settings.floating_per_gate = signed(value),
    |it, value| it.settings.max_required_per_gate = Some(signed(value)),
    |it, value| it.settings.max_per_channel = signed(value),
    |it, value| it.settings.max_overdraft_per_gate = signed(value),
    |it, value| it.buffer_timeout = BufferTimeout::Every(value),
    |it, _| it.buffer_timeout = BufferTimeout::EveryRecord,
    |it, value| {
        let (interval, timeout) = (value, 10 * MS);
        it.checkpointing = Some(Checkpointing { interval, timeout, barriers: Barriers::Aligned });
    },
    |it, value| {
        let barriers = Barriers::AlignedFor(value);
        it.checkpointing = Some(Checkpointing { interval: 10 * MS, timeout: value, barriers });
    },
    |it, value| it.network.bandwidth = value,
    |it, value| it.network.latency = value,
    |it, value| it.host.per_record_in = value,
    |it, value| it.host.per_record_out = value,
    |it, value| it.host.wake_up = value,
    |it, value| it.host.wake_up_share = low(value),
    |it, value| it.host.wake_up_most = value,
    |it, value| it.host.stall_every = value,
    |it, value| it.host.stall = value,
    |it, value| it.host.per_buffer_in = value,
    |it, value| it.host.per_service = value,
    |it, value| it.start_skew = value,
    |it, value| any_vertex(it, value).parallelism = low(value),
    |it, value| any_vertex(it, value / 7).record_bytes = low(value),
    |it, value| any_vertex(it, value / 7).slot_sharing_group = low(value),
    |it, value| {
        it.edges.push(Edge { producer: value as usize, consumer: 1, partitioning: Partitioning::Rescale })
    },
    |it, value| {
        it.edges.push(Edge { producer: 0, consumer: value as usize, partitioning: Partitioning::Broadcast })
    },
    |it, value| {
        let copies = it.edges.first().cloned().into_iter().cycle().take(value.min(5000) as usize);
        it.edges.extend(copies.collect::<Vec<_>>());
    },
    |it, value| {
        let last = it.vertices[it.vertices.len() - 1].clone();
        for _ in 0..value.min(2000) {
            let producer = it.vertices.len() - 1;
            it.edges.push(Edge { producer, consumer: producer + 1, partitioning: Partitioning::Rescale });
            it.vertices.push(Vertex {
                work: Work::Operator(Operator {
                    service: Service::Constant(0),
                    quantum: 0,
                    selectivity: 1.0,
                }),
                ..last
            });
        }
    },
];

fn mode() -> impl Strategy<Value = LoadBalanceMode> {
    let others = vec![LoadBalanceMode::Slots, LoadBalanceMode::Tasks, LoadBalanceMode::MinResources];
    prop_oneof![3 => Just(LoadBalanceMode::None), 1 => select(others)]
}

prop_compose! {
    /// A job of any shape with a few things spoiled, or with nothing that takes any time.
    fn spoiled()(
        scenario in scenario(),
        changes in prop::collection::vec((select(CHANGES.to_vec()), whole()), 0..5),
        works in prop::collection::vec((any::<prop::sample::Index>(), source(), operator()), 0..3),
        shares in prop::option::weighted(0.3, prop::collection::vec(number(), 0..5)),
        mode in mode(),
        debloating in prop::option::weighted(0.2, (any::<[i32; 5]>(), any::<i64>(), whole())),
        is_timeless in prop::bool::weighted(0.3),
    ) -> Scenario {
        let mut scenario = scenario;
        for (at, source, operator) in works {
            let vertex = at.get_mut(&mut scenario.vertices);
            vertex.work = match vertex.work {
                Work::Source(_) => Work::Source(source),
                Work::Operator(_) => Work::Operator(operator),
            };
        }
        if let (Some(shares), Some(edge)) = (shares, scenario.edges.first_mut()) {
            edge.partitioning = Partitioning::Hash(shares);
        }
        if let Some((numbers, target_ms, period)) = debloating {
            let [start, max, min, threshold_percentages, samples] = numbers;
            let release = scenario.release;
            let setup = sim::debloat::DebloatSetup { release, target_ms, start, max, min, threshold_percentages, samples };
            scenario.debloating = Some(sim::scenario::Debloating { setup, period });
        }
        if is_timeless {
            scenario.host.per_record_in = 0;
            scenario.host.per_record_out = 0;
            scenario.host.wake_up = 0;
            for vertex in &mut scenario.vertices {
                if let Work::Operator(operator) = &mut vertex.work {
                    operator.service = Service::Constant(0);
                }
                if let Work::Source(source) = &mut vertex.work {
                    *source = Source::Rate { per_second: 1e9, burst: u32::MAX, tick: 0, catch_up: 1000 * SECOND };
                }
            }
        }
        scenario.mode = mode;
        for (change, value) in changes {
            change(&mut scenario, value);
        }
        scenario
    }
}

/// Steps of each time that a job is advanced.
const BUDGET: u64 = 3_000;

/// Lets a job run, as far as it gets.
fn run(simulation: &mut Simulation) {
    let begin = simulation.now();
    for time in [0, MS, 30 * MS, SECOND, 1000 * SECOND, Nanos::MAX / 4] {
        let events = simulation.events();
        simulation.advance(begin.saturating_add(time), BUDGET);
        assert!(simulation.events() - events <= BUDGET + 1);
    }
}

fn check_message(error: &ScenarioError) {
    let message = error.to_string();
    if let ScenarioError::OutOfRange { parameter, range, .. } = error {
        assert!(message.starts_with(parameter) && message.ends_with(range), "{message}");
    }
    assert!(message.len() > 10, "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_for_ends(
        scenario in spoiled(),
        vertex in whole(),
        (source, operator) in (source(), operator()),
    ) {
        let mut simulation = match Simulation::new(scenario) {
            Ok(simulation) => simulation,
            Err(error) => {
                check_message(&error);
                return Ok(());
            }
        };
        run(&mut simulation);
        let count = simulation.scenario().vertices.len();
        for vertex in [vertex as usize % count, vertex as usize] {
            let before = simulation.scenario().clone();
            let results = [simulation.set_source(vertex, source), simulation.set_operator(vertex, operator)];
            for error in results.iter().filter_map(|result| result.as_ref().err()) {
                check_message(error);
            }
            if results.iter().all(Result::is_err) {
                prop_assert_eq!(simulation.scenario(), &before);
            }
            run(&mut simulation);
        }
    }
}

/// A source as fast as can be, and readers that take no time, at one moment: time goes on all the same.
#[test]
fn time_goes_on_where_nothing_takes_time() {
    let mut scenario = chain(&[1, 1], Partitioning::Forward, 1);
    scenario.host.per_record_out = 0;
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second: 1e9, burst: u32::MAX, tick: 0, catch_up: SECOND });
    let idle = Operator { service: Service::Constant(0), quantum: 0, selectivity: 1.0 };
    scenario.vertices[1].work = Work::Operator(idle);
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    let mut calls = 0;
    while !simulation.advance(20, 100_000) {
        calls += 1;
        assert!(calls < 100, "{}", simulation.now());
    }
    assert_eq!(simulation.now(), 20);
}

/// Barriers of checkpoints that are given up do not pile up for ever where nobody reads them.
#[test]
fn queues_of_barriers_end() {
    let mut scenario = chain(&[100, 100], Partitioning::Rebalance, 2);
    scenario.network_memory = 1 << 30;
    scenario.vertices[1].work =
        Work::Operator(Operator { service: Service::Constant(1000 * SECOND), quantum: 0, selectivity: 1.0 });
    let barriers = Barriers::Aligned;
    scenario.checkpointing = Some(Checkpointing { interval: 10 * MS, timeout: 10 * MS, barriers });
    let mut simulation = Simulation::new(scenario).expect("a scenario");
    let queued = |simulation: &Simulation| simulation.edge_view(0).expect("an edge").queued;
    simulation.run_until(2 * SECOND);
    let before = queued(&simulation);
    simulation.run_until(10 * SECOND);
    assert!(queued(&simulation) < before + 10_000, "{before} {}", queued(&simulation));
}
