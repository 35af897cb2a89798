//! A simulation with what is recorded of it. What is recorded depends on the simulation and on when its load was changed, and on nothing else.

use sim::Simulation;
use sim::scenario::{Nanos, Scenario, ScenarioError, Work};

use super::finding::Hindsight;
use super::runs::{Record, Standing};
use super::series::{Checkpoint, Moment, Series};
use super::sight::{PERIOD, Recorder, Sight};

/// How a slice ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slice {
    /// With its last step.
    Full,
    /// Where it was to go.
    Short,
    /// With a sample.
    Sampled,
}

/// A simulation with what is recorded of it: samples of the last second, and all of it over time.
#[derive(Clone, Debug)]
pub struct Running {
    /// The simulation.
    pub simulation: Simulation,
    /// What it suffers from.
    pub hindsight: Hindsight,
    recorder: Recorder,
    record: Record,
}

impl Running {
    /// Begins it.
    ///
    /// # Errors
    /// Why it cannot be simulated.
    pub fn new(scenario: &Scenario) -> Result<Self, ScenarioError> {
        let simulation = Simulation::new(scenario.clone())?;
        let hindsight = Hindsight::new(&simulation);
        let series = Series::new(scenario.vertices.iter().map(|vertex| vertex.parallelism).collect());
        let record = Record { scenario: scenario.clone(), series, standing: Standing::Linked };
        let mut running = Self { simulation, recorder: Recorder::default(), hindsight, record };
        running.sample();
        Ok(running)
    }

    /// Goes on towards a moment: not much more than `steps` steps of the engine, and no further than to the next sample.
    pub fn advance(&mut self, time: Nanos, steps: u64) -> Slice {
        let sample = self.recorder.next();
        if !self.simulation.advance(sample.min(time), steps) {
            return Slice::Full;
        }
        if sample > time {
            return Slice::Short;
        }
        self.sample();
        Slice::Sampled
    }

    /// Lets one event happen. What is to be noted before it is noted at its time, as where time goes on by itself.
    pub fn step(&mut self) -> bool {
        let next = self.simulation.next_event();
        while next < Nanos::MAX && self.recorder.next() < next {
            self.advance(self.recorder.next(), u64::MAX);
        }
        self.simulation.step()
    }

    /// Gives vertices the load of another scenario, and memory its effects there, when all has happened that happens at this moment: so it
    /// is the same however far the moment was when the load was changed.
    pub fn load(&mut self, wanted: &Scenario, vertices: &[usize]) {
        let now = self.simulation.now();
        while self.advance(now, u64::MAX) != Slice::Short {}
        for &vertex in vertices {
            // What is wanted was checked as a whole.
            let _ = match wanted.vertices[vertex].work {
                Work::Source(source) => self.simulation.set_source(vertex, source),
                Work::Operator(operator) => self.simulation.set_operator(vertex, operator),
            };
        }
        if self.simulation.scenario().couplings != wanted.couplings {
            let _ = self.simulation.set_couplings(wanted.couplings.clone());
        }
        self.hindsight = Hindsight::new(&self.simulation);
        self.record.series.note_change(now);
        self.record.scenario.clone_from(wanted);
    }

    /// Notes what is due at this moment.
    fn sample(&mut self) {
        let simulation = &mut self.simulation;
        self.recorder.sample(simulation);
        self.hindsight.look(simulation);
        let series = &mut self.record.series;
        if series.is_due(simulation.now()) {
            series.take(Moment::of(simulation, self.recorder.latency()));
        }
        if let Some(last) = simulation.last_checkpoint() {
            let (number, at) = (last.number + 1, last.triggered.saturating_add(last.end_to_end));
            series.take_checkpoint(Checkpoint { number, at, took: last.end_to_end });
        }
    }

    /// When something was last noted, ns: whatever is recorded is not later.
    #[must_use]
    pub fn noted(&self) -> Nanos {
        self.recorder.next().saturating_sub(PERIOD)
    }

    /// What is recorded.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// The same, when it is over.
    #[must_use]
    pub fn into_record(self) -> Record {
        self.record
    }

    /// The same, to say how it stands with it.
    pub const fn record_mut(&mut self) -> &mut Record {
        &mut self.record
    }

    /// What is seen of it.
    pub fn sight(&mut self) -> Sight {
        Sight::of(&mut self.simulation, &self.recorder)
    }
}
