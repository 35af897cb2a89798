//! A job that runs.

mod buffers;
mod coupling;
mod metrics;
mod scenario;

use sim::Simulation as Engine;
use sim::scenario::{ScenarioError, Work};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::border::{Code, Refusal, Value};

/// Whether network memory is enough for a job: what its TaskManagers need of buffers, against what they have.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[wasm_bindgen(js_name = requiredBuffers, unchecked_return_type = "BuffersAnswer")]
pub fn required_buffers(
    #[wasm_bindgen(unchecked_param_type = "BuffersRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    Ok(buffers::answer(&Value::argument(request, "request"))?)
}

/// A running job: what its network buffers do over virtual time. Exact, operation by operation, is what Flink's buffer pools, partitions, gates
/// and credits do; a model is the time that work and the network take.
///
/// Deterministic: the same scenario takes the same course on every machine, in however many calls. Its memory is freed when it is collected, or
/// at once by `free()`; after that, its methods throw.
#[wasm_bindgen]
pub struct Simulation(Engine);

/// What a simulation was at a moment.
#[wasm_bindgen]
pub struct Snapshot(Engine);

#[wasm_bindgen]
impl Simulation {
    /// A job in which no task has started yet. Throws a `CalculatorError` for a scenario that cannot be simulated: a parameter out of range, a
    /// job that cannot be placed, or TaskManagers that have not enough buffers for their tasks; the latter two in Flink's words.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Scenario")] scenario: JsValue,
    ) -> Result<Self, JsValue> {
        let scenario = scenario::read(&Value::argument(scenario, "scenario"))?;
        Ok(Self(Engine::new(scenario).map_err(|error| refused("scenario", &error))?))
    }

    /// The present, ns of virtual time since the start.
    #[wasm_bindgen(getter)]
    pub fn now(&self) -> u64 {
        self.0.now()
    }

    /// Events that happened so far. A record that is worked on while nothing else happens is none; so how many they are depends on the pieces
    /// in which it ran, too.
    #[wasm_bindgen(getter)]
    pub fn events(&self) -> u64 {
        self.0.events()
    }

    /// Lets the next event happen; `false` if there is none, and there never will be.
    pub fn step(&mut self) -> bool {
        self.0.step()
    }

    /// Lets everything happen up to `until`, ns since the start, which is the present then; nothing if that is past. This takes as long as it
    /// takes; `advance` does it in pieces.
    pub fn run(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Whole")] until: JsValue,
    ) -> Result<(), JsValue> {
        self.0.run_until(Value::argument(until, "until").whole(0, u64::MAX)?);
        Ok(())
    }

    /// The same, but not much more than `budget` steps (events, and what threads do between them; about three for a record): `false` if it did
    /// not get there. The course is the same, in whatever pieces. A few milliseconds are about 50,000 steps.
    pub fn advance(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Whole")] until: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Whole")] budget: JsValue,
    ) -> Result<bool, JsValue> {
        let until = Value::argument(until, "until").whole(0, u64::MAX)?;
        let budget = Value::argument(budget, "budget").whole(1, u64::MAX)?;
        Ok(self.0.advance(until, budget))
    }

    /// All that can be seen now. For jobs of thousands of subtasks, ask `taskMetrics` for those that matter.
    #[wasm_bindgen(unchecked_return_type = "SimulationMetrics")]
    pub fn metrics(&mut self) -> JsValue {
        metrics::all(&mut self.0)
    }

    /// What can be seen of one subtask. Throws a `CalculatorError` if there is none.
    #[wasm_bindgen(js_name = taskMetrics, unchecked_return_type = "TaskMetrics")]
    pub fn task_metrics(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] vertex: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] subtask: JsValue,
    ) -> Result<JsValue, JsValue> {
        let (vertex, subtask) = (Value::argument(vertex, "vertex"), Value::argument(subtask, "subtask"));
        let (number, place) = (vertex.whole_u32(0, u32::MAX)?, subtask.whole_u32(0, u32::MAX)?);
        let metrics = metrics::task(&mut self.0, number as usize, place);
        Ok(metrics.ok_or_else(|| subtask.refuse(Code::OutOfRange, "there is no such subtask"))?)
    }

    /// Changes when the source `vertex` has its records, from now on. Throws a `CalculatorError` if it is no source, or a number is out of
    /// range; nothing is changed then.
    #[wasm_bindgen(js_name = setSource)]
    pub fn set_source(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] vertex: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Source")] source: JsValue,
    ) -> Result<(), JsValue> {
        let number = self.vertex(vertex, |work| matches!(work, Work::Source(_)), "source")?;
        let source = scenario::source(&Value::argument(source, "source"))?;
        Ok(self.0.set_source(number, source).map_err(|error| refused("source", &error))?)
    }

    /// Changes what the operator `vertex` does with a record, from the next one on. Throws a `CalculatorError` if it is no operator, or a number
    /// is out of range; nothing is changed then.
    #[wasm_bindgen(js_name = setOperator)]
    pub fn set_operator(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] vertex: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Operator")] operator: JsValue,
    ) -> Result<(), JsValue> {
        let number = self.vertex(vertex, |work| matches!(work, Work::Operator(_)), "operator")?;
        let operator = scenario::operator(&Value::argument(operator, "operator"))?;
        Ok(self.0.set_operator(number, operator).map_err(|error| refused("operator", &error))?)
    }

    /// Changes what memory does, from now on; what is not there is off. Throws a `CalculatorError` if a number is out of range; nothing is changed
    /// then.
    #[wasm_bindgen(js_name = setMemory)]
    pub fn set_memory(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "JobMemory")] memory: JsValue,
    ) -> Result<(), JsValue> {
        let couplings = coupling::change(&Value::argument(memory, "memory"))?;
        Ok(self.0.set_couplings(couplings).map_err(|error| refused("memory", &error))?)
    }

    /// What memory does to it now, as far as the scenario has state or a heap. Estimates, in contrast to what network buffers do.
    #[wasm_bindgen(unchecked_return_type = "MemoryEstimates")]
    pub fn estimates(&self) -> JsValue {
        coupling::estimates(&self.0)
    }

    /// What it is now, to come back to. It takes as much memory as the simulation; `free()` it, or let it be collected.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.0.clone())
    }

    /// The number of a vertex whose work is of a kind.
    fn vertex(&self, vertex: JsValue, is_it: fn(&Work) -> bool, kind: &str) -> Result<usize, Refusal> {
        let value = Value::argument(vertex, "vertex");
        let number = value.whole_u32(0, u32::MAX)? as usize;
        match self.0.scenario().vertices.get(number) {
            Some(vertex) if is_it(&vertex.work) => Ok(number),
            _ => Err(value.refuse(Code::OutOfRange, format_args!("vertex {number} is no {kind}"))),
        }
    }
}

#[wasm_bindgen]
impl Snapshot {
    /// When it was taken, ns since the start.
    #[wasm_bindgen(getter)]
    pub fn now(&self) -> u64 {
        self.0.now()
    }

    /// A simulation that goes on from there. As often as wanted, each takes the same course.
    pub fn restore(&self) -> Simulation {
        Simulation(self.0.clone())
    }
}

/// What the engine refuses.
fn refused(argument: &'static str, error: &ScenarioError) -> Refusal {
    let class = match error {
        ScenarioError::Job(error) => error.class(),
        ScenarioError::Deploy(error) => error.class(),
        _ => None,
    };
    let code = match (error, class) {
        (_, Some(_)) => Code::Flink,
        (ScenarioError::OutOfRange { .. }, None) => Code::OutOfRange,
        (_, None) => Code::Scenario,
    };
    Refusal::of(argument, code, error, class)
}
