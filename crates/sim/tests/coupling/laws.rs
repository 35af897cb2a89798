//! What couplings change in random jobs: nothing if they cost nothing; and else they stay within the laws of jobs without them.

use proptest::prelude::*;
use sim::Simulation;
use sim::coupling::gc::{Heap, HeapUse};
use sim::coupling::heartbeat::Heartbeat;
use sim::coupling::rocksdb::{RocksDb, StateAccess, StoreCosts};
use sim::coupling::{Couplings, VertexCouplings};
use sim::scenario::{SECOND, Scenario, Work};

use super::{heap, ssd_state};
use crate::graphs::{moments, scenario, start};

/// All that can be seen of a job.
fn everything(simulation: &mut Simulation) -> String {
    let mut seen = format!("{} {:?}", simulation.now(), simulation.last_checkpoint());
    for vertex in 0..simulation.scenario().vertices.len() {
        for subtask in 0..simulation.scenario().vertices[vertex].parallelism {
            let gauges = simulation.task_gauges(vertex, subtask);
            let ages = simulation.latency(vertex, subtask);
            seen += &format!("{gauges:?} {ages:?} {:?}", simulation.task_metrics(vertex, subtask));
        }
    }
    seen
}

/// Couplings that cost nothing: a store without costs, and a heap on which nothing is allocated.
fn free(vertices: usize) -> Couplings {
    let costs = StoreCosts { hit: 0, page_cache_read: 0, disk_read: 0, write: 0, ..StoreCosts::SSD };
    let access = StateAccess { writes: 0.0, ..ssd_state().access };
    let vertex = VertexCouplings {
        state: Some(RocksDb { costs, access, ..ssd_state() }),
        spill: None,
        heap: Some(HeapUse::default()),
    };
    Couplings { vertices: vec![vertex; vertices], heap: Some(heap()), heartbeat: Some(Heartbeat::default()) }
}

/// Couplings that slow a job down.
fn costly() -> impl Strategy<Value = Couplings> {
    (1_u64..1 << 30, 0_u64..100_000, 0_u64..50_000, 0_u64..1 << 27, any::<bool>()).prop_map(
        |(cache, short_lived, replaced, live, object_reuse)| {
            let mut state = ssd_state();
            state.memory.cache = cache;
            state.memory.write_buffers = cache / 3;
            let heap_use = HeapUse { short_lived, copied: short_lived, replaced, live };
            let vertex = VertexCouplings { state: Some(state), spill: None, heap: Some(heap_use) };
            Couplings {
                vertices: vec![vertex; 2],
                heap: Some(Heap { object_reuse, ..heap() }),
                heartbeat: Some(Heartbeat::default()),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn couplings_that_cost_nothing_change_nothing(scenario in scenario(), moments in moments(2)) {
        let couplings = free(scenario.vertices.len());
        let mut with = start(Scenario { couplings, ..scenario.clone() })?;
        let mut without = start(Scenario { couplings: Couplings::default(), ..scenario })?;
        for moment in moments {
            without.run_until(moment);
            with.run_until(moment);
            prop_assert_eq!(everything(&mut without), everything(&mut with));
        }
        for (number, vertex) in with.scenario().vertices.iter().enumerate() {
            let is_operator = matches!(vertex.work, Work::Operator(_));
            prop_assert_eq!(with.vertex_estimate(number).is_some(), is_operator);
            prop_assert!(without.vertex_estimate(number).is_none());
        }
        prop_assert!(without.task_manager_estimate(0).is_none() && with.task_manager_estimate(0).is_some());
    }

    #[test]
    fn the_course_does_not_depend_on_how_it_is_advanced(
        scenario in scenario(),
        couplings in costly(),
        moments in moments(2),
    ) {
        let mut at_once = start(Scenario { couplings, ..scenario })?;
        let mut in_pieces = at_once.clone();
        for moment in moments {
            in_pieces.run_until(moment);
        }
        for simulation in [&mut at_once, &mut in_pieces] {
            simulation.run_until(2 * SECOND);
        }
        prop_assert_eq!(everything(&mut at_once), everything(&mut in_pieces));
        prop_assert_eq!(at_once.task_manager_estimate(0), in_pieces.task_manager_estimate(0));
    }
}
