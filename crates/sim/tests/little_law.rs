//! Little's law: what is in a job is what comes times how long it stays. How long comes from the moments that records carry with them,
//! how many from counters; neither knows of the other.

#[allow(dead_code, reason = "each test uses some of it")]
mod common;
#[allow(dead_code, reason = "each test uses some of it")]
mod graphs;

use common::{MS, chain};
use graphs::{scenario, start};
use proptest::prelude::*;
use sim::Simulation;
use sim::scenario::{
    BufferTimeout, Edge, Nanos, Operator, Partitioning, SECOND, Scenario, Service, Source, Work,
};

/// A job in which every record makes as many others as a whole number says.
struct Watched {
    simulation: Simulation,
    /// Records that a record at each vertex makes at the ends of the job.
    ends: Vec<f64>,
}

/// Records that a vertex writes for each it reads.
fn factor(scenario: &Scenario, vertex: usize) -> f64 {
    match scenario.vertices[vertex].work {
        Work::Source(_) => 1.0,
        Work::Operator(operator) => operator.selectivity,
    }
}

/// Consumers that get a record.
fn copies(scenario: &Scenario, edge: &Edge) -> f64 {
    match edge.partitioning {
        Partitioning::Broadcast => f64::from(scenario.vertices[edge.consumer].parallelism),
        _ => 1.0,
    }
}

impl Watched {
    fn new(simulation: Simulation) -> Self {
        let scenario = simulation.scenario();
        let count = scenario.vertices.len();
        let mut ends = vec![1.0; count];
        for vertex in (0..count).rev() {
            let outputs: Vec<_> = scenario.edges.iter().filter(|edge| edge.producer == vertex).collect();
            if !outputs.is_empty() {
                let of = |edge: &&Edge| copies(scenario, edge) * ends[edge.consumer];
                ends[vertex] = factor(scenario, vertex) * outputs.iter().map(of).sum::<f64>();
            }
        }
        Self { simulation, ends }
    }

    fn sum(&self, vertex: usize, of: impl Fn(u32) -> u64) -> f64 {
        (0..self.simulation.scenario().vertices[vertex].parallelism).map(of).sum::<u64>() as f64
    }

    fn records_in(&self, vertex: usize) -> f64 {
        self.sum(vertex, |at| {
            self.simulation.task_metrics(vertex, at).expect("a subtask").counters.records_in
        })
    }

    fn finished(&self, vertex: usize) -> f64 {
        self.sum(vertex, |at| self.simulation.latency(vertex, at).expect("a subtask").count())
    }

    /// Records that are in the job, each counted as what it makes at the ends.
    fn inside(&self) -> f64 {
        let scenario = self.simulation.scenario();
        let mut inside = 0.0;
        for (number, edge) in scenario.edges.iter().enumerate() {
            let records = self.simulation.edge_metrics(number).expect("an edge");
            inside += records.in_flight() as f64 * self.ends[edge.consumer];
            if matches!(scenario.vertices[edge.producer].work, Work::Operator(_)) {
                let to_write =
                    self.records_in(edge.producer) * factor(scenario, edge.producer) * copies(scenario, edge);
                inside += (to_write - records.written as f64) * self.ends[edge.consumer];
            }
        }
        let is_end = |vertex: &usize| scenario.edges.iter().all(|edge| edge.producer != *vertex);
        let ends = (0..scenario.vertices.len()).filter(is_end);
        inside + ends.map(|vertex| self.records_in(vertex) - self.finished(vertex)).sum::<f64>()
    }

    /// How old all records in channels are together, ns, and how many others are in channels: those in a buffer that is being read, or in none.
    /// Each counts as what it makes at the ends.
    fn those_in_channels(&self) -> (f64, f64) {
        let (mut age, mut others) = (0.0, 0.0);
        let now = u128::from(self.simulation.now());
        for (edge, at) in self.simulation.scenario().edges.iter().enumerate() {
            for channel in 0.. {
                let Some(content) = self.simulation.channel_content(edge, channel) else { break };
                let pieces = content.pieces.iter().map(|piece| piece.payload);
                let (records, ages) = pieces.fold((0, 0), |(records, ages), payload| {
                    let sum = now * u128::from(payload.records) - u128::from(payload.stamps);
                    (records + u64::from(payload.records), ages + sum)
                });
                age += ages as f64 * self.ends[at.consumer];
                others += (content.records() - records) as f64 * self.ends[at.consumer];
            }
        }
        (age, others)
    }

    /// How old all records were together that reached an end, ns.
    fn age_of_those_that_left(&self) -> f64 {
        let mut age = 0.0;
        for (vertex, at) in self.simulation.scenario().vertices.iter().enumerate() {
            for subtask in 0..at.parallelism {
                let ages = self.simulation.latency(vertex, subtask).expect("a subtask");
                age += ages.mean() * ages.count() as f64;
            }
        }
        age
    }

    /// How old all records are together, ns: those that left when they did, those in channels now. How many left. How many there are whose
    /// age is not seen, since tasks have them in hand.
    fn balance(&self) -> (f64, f64, f64) {
        let scenario = self.simulation.scenario();
        let edges = scenario.edges.iter().enumerate();
        let in_channels = edges.map(|(number, edge)| {
            let records = self.simulation.edge_metrics(number).expect("an edge");
            records.in_flight() as f64 * self.ends[edge.consumer]
        });
        let (age, others) = self.those_in_channels();
        let in_hand = self.inside() - in_channels.sum::<f64>() + others;
        let finished = (0..scenario.vertices.len()).map(|vertex| self.finished(vertex)).sum();
        (self.age_of_those_that_left() + age, finished, in_hand)
    }

    /// Records inside, over a time: their integral, records × ns.
    fn watch(&mut self, until: Nanos) -> f64 {
        let mut integral = 0.0;
        loop {
            let (inside, before) = (self.inside(), self.simulation.now());
            if !self.simulation.step() || self.simulation.now() >= until {
                return integral + inside * (until.min(self.simulation.now()) - before) as f64;
            }
            integral += inside * (self.simulation.now() - before) as f64;
        }
    }
}

#[track_caller]
fn check(scenario: Scenario) {
    let mut watched = Watched::new(Simulation::new(scenario).expect("a scenario"));
    watched.simulation.run_until(10 * SECOND);
    let left = watched.age_of_those_that_left();
    let integral = watched.watch(40 * SECOND);
    let ages = watched.age_of_those_that_left() - left;
    assert!((integral - ages).abs() < 0.01 * integral, "{integral} is not near {ages}");
}

fn set_rate(scenario: &mut Scenario, per_second: f64) {
    scenario.vertices[0].work =
        Work::Source(Source::Rate { per_second, burst: 1, tick: MS, catch_up: 20 * MS });
}

#[test]
fn it_holds_in_steady_chains() {
    for partitioning in [Partitioning::Rebalance, Partitioning::Hash(Vec::new()), Partitioning::Rescale] {
        for task_managers in [1, 2] {
            let mut scenario = chain(&[2, 2, 2], partitioning.clone(), task_managers);
            // As much as they can take, and half of it.
            check(scenario.clone());
            set_rate(&mut scenario, 500.0);
            check(scenario);
        }
    }
}

#[test]
fn it_holds_in_steady_graphs() {
    for task_managers in [1, 2] {
        for rate in [1000.0, 200.0] {
            // Two ways from the source to the end, one of them longer, which doubles its records.
            let mut scenario = chain(&[1, 2, 2, 2], Partitioning::Hash(Vec::new()), task_managers);
            scenario.edges.push(Edge { producer: 0, consumer: 3, partitioning: Partitioning::Rebalance });
            scenario.edges.push(Edge { producer: 0, consumer: 2, partitioning: Partitioning::Broadcast });
            let Work::Operator(operator) = &mut scenario.vertices[1].work else {
                unreachable!("an operator")
            };
            operator.selectivity = 2.0;
            set_rate(&mut scenario, rate);
            check(scenario);
        }
    }
}

prop_compose! {
    /// Jobs with whole selectivities, and records that fit into a buffer.
    fn countable()(
        scenario in scenario(),
        services in prop::collection::vec(MS / 2..2 * MS, 6),
        is_exponential in any::<bool>(),
        doubling in 0_usize..6,
    ) -> Scenario {
        let mut scenario = scenario;
        // In small buffers a source could be in the middle of a record, which nobody sees.
        scenario.debloating = None;
        let outputs: Vec<usize> = scenario.edges.iter().map(|edge| edge.producer).collect();
        if scenario.buffer_timeout == BufferTimeout::Never {
            scenario.buffer_timeout = BufferTimeout::EveryRecord;
        }
        for (number, vertex) in scenario.vertices.iter_mut().enumerate() {
            vertex.record_bytes = vertex.record_bytes.clamp(250, 1500);
            let service = services[number.min(5)];
            match &mut vertex.work {
                Work::Operator(operator) => {
                    let service =
                        if is_exponential { Service::Exponential(service) } else { Service::Constant(service) };
                    let selectivity = if number == doubling { 2.0 } else { 1.0 };
                    *operator = Operator { service, selectivity, ..*operator };
                }
                // Nobody takes the time of one without outputs.
                Work::Source(source) if !outputs.contains(&number) => {
                    *source = Source::Rate { per_second: 1.0, burst: 1, tick: MS, catch_up: 0 };
                }
                Work::Source(_) => {}
            }
        }
        scenario
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// At any time: what is inside at the beginning came before, and what is inside in the end has not left.
    #[test]
    fn it_holds_in_random_graphs(scenario in countable(), begin in 0..2 * SECOND) {
        let mut watched = Watched::new(start(scenario)?);
        watched.simulation.run_until(begin);
        let (came, finished, in_hand) = watched.balance();
        let integral = watched.watch(begin + 3 * SECOND);
        let (came_then, finished_then, in_hand_then) = watched.balance();
        let stay = integral / (finished_then - finished).max(1.0);
        let tolerance = 0.01 * integral + 5.0 * stay * (in_hand + in_hand_then);
        let ages = came_then - came;
        prop_assert!((integral - ages).abs() <= tolerance, "{integral} is not near {ages}, within {tolerance}");
    }
}
