//! What can be seen of a simulation.

use sim::Simulation;
use sim::inspect::Activity;
use sim::metrics::EdgeMetrics;
use sim::metrics::catalogue::{Origin, Reading, Value};
use wasm_bindgen::JsValue;

use crate::border::{Built, Names, list, name_of};

const ACTIVITIES: &Names<Activity> = &[
    ("not-started", Activity::NotStarted),
    ("busy", Activity::Busy),
    ("idle", Activity::Idle),
    ("soft-backpressured", Activity::SoftBackPressured),
    ("hard-backpressured", Activity::HardBackPressured),
];

/// `SimulationMetrics` in TypeScript.
pub(super) fn all(simulation: &mut Simulation) -> JsValue {
    let vertices = simulation.scenario().vertices.iter().map(|vertex| vertex.parallelism);
    let subtasks: Vec<(usize, u32)> = vertices
        .enumerate()
        .flat_map(|(vertex, subtasks)| (0..subtasks).map(move |subtask| (vertex, subtask)))
        .collect();
    let tasks = list(subtasks.into_iter().filter_map(|(vertex, subtask)| task(simulation, vertex, subtask)));
    let task_managers = (0..).map_while(|number| simulation.task_manager_readings(number));
    let edges = (0..).map_while(|number| simulation.edge_metrics(number));
    Built::new()
        .with("now", simulation.now())
        .with("tasks", tasks)
        .with("taskManagers", list(task_managers.map(|its| Built::new().with("readings", readings(&its)))))
        .with("edges", list(edges.map(|metrics| edge(&metrics))))
        .with("job", readings(&simulation.job_readings()))
        .done()
}

/// `TaskMetrics` in TypeScript; `None` if there is no such subtask.
pub(super) fn task(simulation: &mut Simulation, vertex: usize, subtask: u32) -> Option<JsValue> {
    let view = simulation.task_view(vertex, subtask)?;
    let its = simulation.task_readings(vertex, subtask)?;
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let built = Built::new()
        .with("vertex", number(vertex))
        .with("subtask", subtask)
        .with("taskManager", number(view.task_manager))
        .with("slot", view.slot)
        .with("activity", name_of(ACTIVITIES, view.activity))
        .with("readings", readings(&its));
    Some(built.done())
}

fn edge(metrics: &EdgeMetrics) -> Built {
    Built::new()
        .with("written", metrics.written)
        .with("begun", metrics.begun)
        .with("inFlight", metrics.in_flight())
}

fn readings(readings: &[Reading]) -> JsValue {
    list(readings.iter().map(reading))
}

fn reading(reading: &Reading) -> Built {
    let metric = reading.metric;
    let origin = match metric.origin {
        Origin::Flink(_) => "flink",
        Origin::Simulation => "simulation",
    };
    let value = match reading.value {
        Value::Whole(number) => JsValue::from(number),
        Value::Number(number) => number.into(),
        Value::Flag(flag) => flag.into(),
    };
    Built::new()
        .with("name", reading.full_name())
        .with("scope", metric.scope.name())
        .with("kind", metric.kind.name())
        .with("unit", metric.unit.name())
        .with("origin", origin)
        .with("value", value)
}
