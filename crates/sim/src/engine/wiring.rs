//! Subtasks, and the channels between them.

use std::collections::VecDeque;
use std::num::{NonZeroU16, NonZeroU32};
use std::ops::Range;

use pools::buffer::PoolId;
use pools::job::{Edge, JobGraph, Placement, VertexId};
use pools::shuffle::{self, input_gate};

use super::Simulation;
use super::build::EXCHANGE;
use super::ids::{ChannelId, GateId, LinkId, PartitionId, TaskId, next};
use super::mail::Mail;
use super::model::{
    Activity, Channel, Clock, Emission, Gate, Link, Partition, Phase, Remote, Route, Schedule, Steps, Task,
};
use super::random::Random;
use super::stall::Stalls;
use crate::credit::SenderCredit;
use crate::debloat::{BufferDebloater, ThroughputCalculator};
use crate::input::{GateSetup, InputGate};
use crate::metrics::{Histogram, TaskCounters};
use crate::output::{PartitionSetup, ResultPartition};
use crate::queue::Queue;
use crate::scenario::{Nanos, Partitioning};

/// A simulation that is being put together.
pub(super) struct Building<'a> {
    graph: &'a JobGraph,
    placement: &'a Placement<'a>,
    /// The pools of each TaskManager that are not given to tasks yet.
    pools: Vec<std::vec::IntoIter<PoolId>>,
    simulation: Simulation,
}

impl<'a> Building<'a> {
    /// Nothing but TaskManagers, with the pools that were made for their tasks.
    pub(super) const fn new(
        placement: &'a Placement<'a>,
        graph: &'a JobGraph,
        pools: Vec<std::vec::IntoIter<PoolId>>,
        simulation: Simulation,
    ) -> Self {
        Self { graph, placement, pools, simulation }
    }

    /// What was put together.
    pub(super) fn done(self) -> Simulation {
        self.simulation
    }

    /// Adds all subtasks with their partitions and gates, in the order in which they are deployed.
    pub(super) fn add_tasks(&mut self) {
        self.simulation.firsts = vec![0; self.graph.vertices().len()];
        let slots = slots(self.placement);
        for &vertex in self.graph.sorted() {
            self.simulation.firsts[vertex.0] = next(&self.simulation.tasks);
            let places: Vec<(usize, u32)> =
                self.placement.sharing().slots_of(vertex).iter().map(|slot| slots[*slot as usize]).collect();
            let (outputs, gates) = (self.edges_of(vertex, true), self.edges_of(vertex, false));
            for (subtask, (home, slot)) in (0..).zip(places) {
                let number = next(&self.simulation.tasks);
                let first_output = next(&self.simulation.partitions);
                for edge in &outputs {
                    self.add_partition(TaskId(number), *edge, subtask, home);
                }
                let first_gate = next(&self.simulation.gates);
                for edge in &gates {
                    self.add_gate(TaskId(number), *edge, home);
                }
                let outputs = first_output..next(&self.simulation.partitions);
                let gates = first_gate..next(&self.simulation.gates);
                let seed = self.simulation.scenario.seed;
                let random = Random::new(seed, number.into());
                let stalls = Stalls::new(&self.simulation.scenario.host, seed, number);
                self.simulation.tasks.push(task(vertex, home, slot, outputs, gates, random, stalls));
            }
        }
    }

    /// The edges that a vertex writes, or those it reads.
    fn edges_of(&self, vertex: VertexId, writes: bool) -> Vec<usize> {
        let is_its = |edge: &Edge| if writes { edge.producer == vertex } else { edge.consumer == vertex };
        self.graph.edges().iter().enumerate().filter(|(_, edge)| is_its(edge)).map(|(at, _)| at).collect()
    }

    fn add_partition(&mut self, task: TaskId, edge: usize, subtask: u32, home: usize) {
        let Some(pool) = self.pools[home].next() else { return };
        self.simulation.task_managers[home].writers[pool.number() as usize] = Some(task);
        let first = next(&self.simulation.channels);
        let count = self.graph.subpartitions(&self.graph.edges()[edge], subtask);
        let partition = PartitionId(next(&self.simulation.partitions));
        let (Ok(subpartitions), Some(segment_size)) =
            (u16::try_from(count), NonZeroU32::new(self.simulation.scenario.segment_size))
        else {
            return;
        };
        for subpartition in 0..subpartitions {
            self.simulation.channels.push(channel(partition, subpartition));
        }
        let Some(subpartitions) = NonZeroU16::new(subpartitions) else { return };
        let scenario = &self.simulation.scenario;
        let output = ResultPartition::new(&PartitionSetup {
            release: scenario.release,
            pool,
            subpartitions,
            segment_size,
            starting_buffer_size: scenario.debloating.and_then(|debloating| debloating.starting_size()),
            exclusive_buffers: u32::try_from(scenario.settings.per_channel).unwrap_or(0),
        });
        let partitioning = &self.simulation.scenario.edges[edge].partitioning;
        let route = route(partitioning, subtask, count);
        let channels = first..first + count;
        self.simulation.partitions.push(Partition { task, edge, output, channels, route });
    }

    /// Connects all subpartitions with the gates that read them.
    pub(super) fn connect_all(&mut self, task_managers: usize) {
        let mut producers = vec![Vec::new(); self.graph.edges().len()];
        for (number, partition) in (0..).map(PartitionId).zip(&self.simulation.partitions) {
            producers[partition.edge].push(number);
        }
        let mut consumers = vec![Vec::new(); producers.len()];
        for (number, gate) in (0..).map(GateId).zip(&self.simulation.gates) {
            consumers[gate.edge].push(number);
        }
        for (edge, (producers, consumers)) in producers.iter().zip(&consumers).enumerate() {
            self.connect(edge, producers, consumers, task_managers);
        }
    }

    /// Connects the partitions of an edge with its gates, both in the order of their subtasks.
    fn connect(&mut self, edge: usize, producers: &[PartitionId], gates: &[GateId], task_managers: usize) {
        let edge = self.graph.edges()[edge];
        for (consumer, gate) in (0..).zip(gates) {
            let consumed = self.graph.consumed(&edge, consumer);
            let channels = consumed.producers.clone().filter_map(|producer| {
                let partition = producers.get(producer as usize)?;
                let channels = &self.simulation.partitions[partition.at()].channels;
                Some(ChannelId(channels.start + consumed.subpartition))
            });
            let channels: Vec<ChannelId> = channels.collect();
            self.connect_gate(*gate, channels, task_managers);
        }
    }

    /// A gate, not connected yet.
    fn add_gate(&mut self, task: TaskId, edge: usize, home: usize) {
        let Some(pool) = self.pools[home].next() else { return };
        let scenario = &self.simulation.scenario;
        let producer = &scenario.vertices[self.graph.edges()[edge].producer.0];
        let record_bytes = producer.record_bytes;
        let input =
            InputGate::new(&GateSetup { release: scenario.release, pool, channels: 0, exclusive_buffers: 0 });
        let setup = scenario.debloating.map(|debloating| debloating.setup);
        let debloater = setup.and_then(|setup| BufferDebloater::new(&setup));
        let throughput = setup.map(|setup| ThroughputCalculator::new(&setup)).unwrap_or_default();
        self.simulation.gates.push(Gate {
            task,
            edge,
            record_bytes,
            input,
            channels: Vec::new(),
            remote: Vec::new(),
            throughput,
            debloater,
            announced: 0,
        });
    }

    fn connect_gate(&mut self, number: GateId, channels: Vec<ChannelId>, task_managers: usize) {
        let simulation = &mut self.simulation;
        let scenario = &simulation.scenario;
        let gate = shuffle::InputGate {
            channels: i32::try_from(channels.len()).unwrap_or(i32::MAX),
            exchange: EXCHANGE,
        };
        // What was refused here was refused before, when it was deployed.
        let buffers = input_gate(scenario.release, &scenario.settings, gate);
        let exclusive =
            buffers.map_or(0, |buffers| u32::try_from(buffers.exclusive_per_channel).unwrap_or(0));
        let release = scenario.release;
        let home = simulation.tasks[simulation.gates[number.at()].task.at()].task_manager;
        if simulation.links.is_empty() {
            simulation.links.resize_with(task_managers * task_managers, Link::default);
        }
        let mut remotes = Vec::new();
        for id in &channels {
            let writer = &simulation.partitions[simulation.channels[id.at()].partition.at()];
            let from = simulation.tasks[writer.task.at()].task_manager;
            let channel = &mut simulation.channels[id.at()];
            channel.gate = number;
            if from != home {
                let link = LinkId(u32::try_from(from * task_managers + home).unwrap_or(u32::MAX));
                channel.remote = Some(remote(link, next(&remotes), exclusive));
                remotes.push(*id);
            }
        }
        let gate = &mut simulation.gates[number.at()];
        gate.input = InputGate::new(&GateSetup {
            release,
            pool: gate.input.pool(),
            channels: next(&remotes),
            exclusive_buffers: exclusive,
        });
        gate.remote = remotes;
        gate.channels = channels;
    }
}

/// A subtask that has not started.
fn task(
    vertex: VertexId,
    home: usize,
    slot: u32,
    outputs: Range<u32>,
    gates: Range<u32>,
    random: Random,
    stalls: Stalls,
) -> Task {
    Task {
        vertex: vertex.0,
        task_manager: home,
        slot,
        outputs,
        gates,
        ready: VecDeque::new(),
        current: None,
        activity: Activity::Busy,
        phase: Phase::Next,
        resume_at: Nanos::MAX,
        planned: 0,
        steps: Steps::default(),
        owed: 0,
        overhead: 0,
        owed_records: 0,
        emission: Emission::default(),
        schedule: Schedule::default(),
        mail: Mail::default(),
        alignment: None,
        aligned: 0,
        random,
        stalls,
        clock: Clock::default(),
        counters: TaskCounters::default(),
        ages: Histogram::default(),
    }
}

/// The TaskManager of each slot, and its number there.
fn slots(placement: &Placement<'_>) -> Vec<(usize, u32)> {
    let mut taken = vec![0; placement.task_managers() as usize];
    let homes = (0..).map_while(|slot| placement.task_manager_of_slot(slot));
    homes
        .map(|home| {
            let number = &mut taken[home.0 as usize];
            *number += 1;
            (home.0 as usize, *number - 1)
        })
        .collect()
}

const fn channel(partition: PartitionId, subpartition: u16) -> Channel {
    Channel { partition, subpartition, gate: GateId(0), put_aside: 0, is_ready: false, remote: None }
}

const fn remote(link: LinkId, number: u32, exclusive: u32) -> Remote {
    Remote { link, number, credit: SenderCredit::new(exclusive), is_enqueued: false, wire: Queue::EMPTY }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "shares need not be exact, and the last one is cut to 2^64"
)]
fn route(partitioning: &Partitioning, subtask: u32, count: u32) -> Route {
    match partitioning {
        Partitioning::Forward | Partitioning::Rescale => Route::Turns(0),
        Partitioning::Rebalance => Route::Turns(subtask % count.max(1)),
        Partitioning::Broadcast => Route::All,
        Partitioning::Hash(shares) if shares.is_empty() => Route::Even,
        Partitioning::Hash(shares) => {
            let sum: f64 = shares.iter().sum();
            let mut so_far = 0.0;
            let ends = shares.iter().map(|share| {
                so_far += share;
                (so_far / sum * u64::MAX as f64) as u64
            });
            Route::Shares(ends.collect())
        }
    }
}
