//! What a whole job does with couplings, against closed forms.

use pools::batch::sort::SortRequest;
use sim::Simulation;
use sim::coupling::gc::{Heap, HeapUse, HeapVerdict};
use sim::coupling::heartbeat::{Heartbeat, Risk};
use sim::coupling::spill::{Spill, SpillingOperator};
use sim::coupling::{Couplings, Estimate, VertexCouplings};
use sim::scenario::{Nanos, Operator, Partitioning, SECOND, Scenario, Service, Source, Work};

use super::{heap, ssd_state};
use crate::common::{MS, US, chain};

/// A source and one operator with 1 ms for a record, in one TaskManager or in two.
fn job(task_managers: u32) -> Scenario {
    let mut scenario = chain(&[1, 1], Partitioning::Forward, task_managers);
    if task_managers == 2 {
        scenario.vertices[1].slot_sharing_group = 1;
    }
    scenario
}

fn of_operator(couplings: VertexCouplings) -> Vec<VertexCouplings> {
    vec![VertexCouplings::default(), couplings]
}

#[track_caller]
fn start(scenario: Scenario) -> Simulation {
    Simulation::new(scenario).expect("a scenario")
}

/// Records per second of the operator.
fn rate(simulation: &mut Simulation, from: Nanos, to: Nanos) -> f64 {
    let count = |simulation: &Simulation| {
        simulation.task_metrics(1, 0).expect("a subtask").counters.records_in as f64
    };
    simulation.run_until(from);
    let before = count(simulation);
    simulation.run_until(to);
    (count(simulation) - before) * 1e9 / (to - from) as f64
}

#[track_caller]
fn check_near(found: f64, expected: f64, share: f64) {
    assert!((found - expected).abs() <= expected * share, "{found} is not near {expected}");
}

#[test]
fn state_makes_each_record_longer() {
    let mut scenario = job(1);
    scenario.couplings.vertices =
        of_operator(VertexCouplings { state: Some(ssd_state()), ..VertexCouplings::default() });
    let mut simulation = start(scenario);
    let Estimate(estimate) = simulation.vertex_estimate(1).expect("an estimate");
    assert!(estimate.per_record > 5 * US, "{estimate:?}");
    let expected = 1e9 / (MS + estimate.per_record) as f64;
    check_near(rate(&mut simulation, 2 * SECOND, 12 * SECOND), expected, 0.002);
    // A tenth of the memory.
    let mut small = ssd_state();
    small.memory.cache /= 10;
    small.memory.write_buffers /= 10;
    let vertex = VertexCouplings { state: Some(small), ..VertexCouplings::default() };
    let couplings = Couplings { vertices: of_operator(vertex), ..Couplings::default() };
    simulation.set_couplings(couplings).expect("couplings");
    let Estimate(less) = simulation.vertex_estimate(1).expect("an estimate");
    assert!(less.per_record > estimate.per_record, "{less:?} {estimate:?}");
    check_near(rate(&mut simulation, 14 * SECOND, 24 * SECOND), 1e9 / (MS + less.per_record) as f64, 0.002);
    simulation.set_couplings(Couplings::default()).expect("none");
    check_near(rate(&mut simulation, 26 * SECOND, 36 * SECOND), 1000.0, 0.002);
    assert!(simulation.vertex_estimate(1).is_none());
}

#[test]
fn stalls_depend_on_the_work_that_hides_them() {
    let mut scenario = job(1);
    let mut state = ssd_state();
    state.costs.disk_bandwidth = 400_000;
    scenario.couplings.vertices =
        of_operator(VertexCouplings { state: Some(state), ..VertexCouplings::default() });
    let mut simulation = start(scenario);
    let stall = |simulation: &Simulation| {
        let Estimate(estimate) = simulation.vertex_estimate(1).expect("an estimate");
        estimate.state.expect("a state").stall
    };
    let before = stall(&simulation);
    let faster = Operator { service: Service::Constant(MS / 2), quantum: 0, selectivity: 1.0 };
    simulation.set_operator(1, faster).expect("an operator");
    assert_eq!(stall(&simulation), before + MS / 2);
}

#[test]
fn spilling_makes_each_record_longer() {
    let sort = SortRequest {
        page_size: 32_768,
        pages: 1024,
        max_fan: 128,
        spilling_threshold: 0.8,
        record_size: 1000,
        key_size: 4,
        records: 1_000_000,
    };
    let spill = Spill { operator: SpillingOperator::Sort(sort), disk_bandwidth: 10_000_000 };
    let spill = spill.estimate().expect("enough pages");
    let mut scenario = job(1);
    scenario.couplings.vertices =
        of_operator(VertexCouplings { spill: Some(spill), ..VertexCouplings::default() });
    let mut simulation = start(scenario);
    let Estimate(found) = simulation.vertex_estimate(1).expect("an estimate");
    // 1000 bytes, written and read, at 10 MB/s.
    check_near(found.per_record as f64, 200_000.0, 0.01);
    check_near(rate(&mut simulation, 2 * SECOND, 12 * SECOND), 1e3 / 1.2, 0.003);
}

/// A heap where an operator that works without a pause lets a second be collected for each 6442 records.
fn busy_heap(scenario: &mut Scenario) -> Heap {
    let mut heap = heap();
    // 100 kB a record, of which nothing survives: a pause for each 614 MiB, that is 6442 records.
    heap.collector.fixed_pause = SECOND;
    let use_of_heap = HeapUse { short_lived: 60_000, copied: 40_000, ..HeapUse::default() };
    scenario.couplings.vertices =
        of_operator(VertexCouplings { heap: Some(use_of_heap), ..VertexCouplings::default() });
    scenario.couplings.heap = Some(heap);
    heap
}

#[test]
fn collections_stretch_all_work_of_their_task_manager() {
    let mut scenario = job(1);
    busy_heap(&mut scenario);
    let mut simulation = start(scenario);
    // A second for each 6442.45 records, of a millisecond each.
    let stretch = 1.0 + 1000.0 / 6_442.450_94;
    check_near(rate(&mut simulation, 10 * SECOND, 40 * SECOND), 1000.0 / stretch, 0.005);
    let Estimate(found) = simulation.task_manager_estimate(0).expect("an estimate");
    check_near(found.collections.stretch(), stretch, 0.005);
    check_near(found.collections.allocation_rate, 1e8 / stretch, 0.005);
    let times = simulation.task_metrics(1, 0).expect("a subtask").times;
    assert!(times.busy > 39 * SECOND, "{times:?}");
    // Reused objects are not copied.
    let mut couplings = simulation.scenario().couplings.clone();
    couplings.heap = couplings.heap.map(|heap| Heap { object_reuse: true, ..heap });
    simulation.set_couplings(couplings).expect("couplings");
    let stretch = 1.0 + 600.0 / 6_442.450_94;
    check_near(rate(&mut simulation, 50 * SECOND, 80 * SECOND), 1000.0 / stretch, 0.005);
}

#[test]
fn collections_take_their_share_of_a_rate_that_is_kept() {
    let mut scenario = job(1);
    busy_heap(&mut scenario);
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second: 500.0, burst: 1, tick: MS, catch_up: SECOND });
    let mut simulation = start(scenario);
    check_near(rate(&mut simulation, 10 * SECOND, 40 * SECOND), 500.0, 0.005);
    let Estimate(found) = simulation.task_manager_estimate(0).expect("an estimate");
    check_near(found.collections.share, 500.0 / 6_442.450_94, 0.03);
    let times = simulation.task_metrics(1, 0).expect("a subtask").times;
    check_near(times.busy as f64 / 40e9, 0.5 * found.collections.stretch(), 0.02);
}

#[test]
fn what_was_seen_counts_until_something_else_is_seen() {
    let mut scenario = job(1);
    let heap = busy_heap(&mut scenario);
    let mut simulation = start(scenario);
    simulation.run_until(10 * SECOND);
    let mut couplings = simulation.scenario().couplings.clone();
    couplings.heap = Some(Heap { size: 2 * heap.size, ..heap });
    simulation.set_couplings(couplings).expect("couplings");
    let Estimate(found) = simulation.task_manager_estimate(0).expect("an estimate");
    check_near(found.collections.stretch(), 1.0 + 500.0 / 6_442.450_94, 0.005);
}

#[test]
fn other_task_managers_have_heaps_of_their_own() {
    let mut scenario = job(2);
    scenario.slots_each = 1;
    busy_heap(&mut scenario);
    let mut simulation = start(scenario);
    simulation.run_until(10 * SECOND);
    let share = |task| {
        let home = simulation.task_manager_of(task, 0).expect("a subtask");
        simulation.task_manager_estimate(home).expect("an estimate").0.collections.share
    };
    assert!(share(0) <= 0.0);
    check_near(share(1), 1.0 - 1.0 / (1.0 + 1000.0 / 6_442.450_94), 0.01);
}

#[test]
fn live_state_of_all_subtasks_has_to_fit() {
    for (parallelism, verdict, risk) in [
        (4, HeapVerdict::Fits, Risk::None),
        (9, HeapVerdict::Tight, Risk::None),
        (11, HeapVerdict::OutOfMemory, Risk::Certain),
    ] {
        let mut scenario = chain(&[1, parallelism], Partitioning::Rebalance, 1);
        let use_of_heap = HeapUse { short_lived: 1000, live: 100 << 20, ..HeapUse::default() };
        scenario.couplings.vertices =
            of_operator(VertexCouplings { heap: Some(use_of_heap), ..VertexCouplings::default() });
        scenario.couplings.heap = Some(heap());
        scenario.couplings.heartbeat = Some(Heartbeat::default());
        let mut simulation = start(scenario);
        simulation.run_until(3 * SECOND);
        let Estimate(found) = simulation.task_manager_estimate(0).expect("an estimate");
        assert_eq!(found.collections.live, u64::from(parallelism) * (100 << 20));
        assert_eq!(found.collections.verdict, verdict);
        assert_eq!(found.heartbeat.map(|heartbeat| heartbeat.risk), Some(risk));
    }
}
