//! From the configuration and a job to a scenario, and what a change of it means for a simulation that runs.

use pools::job::Partitioner;
use sim::coupling::Couplings;
use sim::scenario::{
    Edge, Host, Nanos, Network, Operator, Partitioning, Scenario, Service, Source, Vertex, Work,
};

use super::cluster::{Given, MILLISECOND};
use super::job::{Job, Stage};

/// A microsecond, ns.
const MICROSECOND: Nanos = 1_000;

/// What a host adds to the work of a task: an estimate, that of the host on which real clusters were measured, without what it added to sleeping.
const HOST: Host = Host {
    per_buffer_in: 30 * MICROSECOND,
    per_record_in: 2 * MICROSECOND,
    per_service: 0,
    per_record_out: 4 * MICROSECOND,
    wake_up: 80 * MICROSECOND,
    wake_up_share: 40,
    wake_up_most: 300 * MICROSECOND,
    stall_every: 0,
    stall: 0,
};
/// The resolution of a source's timer, and what it makes up for.
const TICK: Nanos = MILLISECOND;
const CATCH_UP: Nanos = 20 * MILLISECOND;
/// Tasks start within this of each other.
const START_SKEW: Nanos = 50 * MILLISECOND;

/// What is simulated when a job runs with what the configuration gives it.
#[must_use]
pub fn scenario(given: &Given, job: &Job, seed: u32) -> Scenario {
    let cluster = given.cluster(job);
    Scenario {
        release: given.release,
        settings: given.settings,
        segment_size: given.segment_size,
        network_memory: given.network,
        task_managers: cluster.task_managers,
        slots_each: cluster.slots_each,
        mode: cluster.mode,
        vertices: job.stages.iter().enumerate().map(|(number, stage)| vertex(number, stage)).collect(),
        edges: job.stages.iter().enumerate().skip(1).map(|(number, stage)| edge(number, stage)).collect(),
        buffer_timeout: bridge::buffer_timeout(given.job.flush),
        debloating: given.debloating,
        checkpointing: given.job.checkpoints.map(bridge::checkpointing),
        network: Network {
            bandwidth: u64::from(job.bandwidth_mib.max(1)) << 20,
            latency: u64::from(job.latency_us) * MICROSECOND,
        },
        host: HOST,
        // What memory does is up to `super::memory`.
        couplings: Couplings::default(),
        start_skew: START_SKEW,
        seed: seed.into(),
    }
}

fn vertex(number: usize, stage: &Stage) -> Vertex {
    Vertex {
        parallelism: stage.parallelism,
        slot_sharing_group: stage.group,
        work: if number == 0 { Work::Source(source(stage)) } else { Work::Operator(operator(stage)) },
        record_bytes: stage.record_bytes,
    }
}

fn source(stage: &Stage) -> Source {
    if stage.rate == 0 {
        return Source::Unlimited;
    }
    let per_second = f64::from(stage.rate) / f64::from(stage.parallelism.max(1));
    Source::Rate { per_second, burst: 1, tick: TICK, catch_up: CATCH_UP }
}

fn operator(stage: &Stage) -> Operator {
    Operator {
        service: Service::Constant(u64::from(stage.service_us) * MICROSECOND),
        quantum: 0,
        selectivity: f64::from(stage.selectivity) / 1000.0,
    }
}

fn edge(number: usize, stage: &Stage) -> Edge {
    let partitioning = match stage.input {
        Partitioner::Forward => Partitioning::Forward,
        Partitioner::Rescale => Partitioning::Rescale,
        Partitioner::Broadcast => Partitioning::Broadcast,
        Partitioner::Hash => Partitioning::Hash(shares(stage)),
        _ => Partitioning::Rebalance,
    };
    Edge { producer: number - 1, consumer: number, partitioning }
}

/// Shares of the subtasks; none where all are alike.
fn shares(stage: &Stage) -> Vec<f64> {
    let others = stage.parallelism.saturating_sub(1);
    if stage.skew == 0 || others == 0 {
        return Vec::new();
    }
    let hot = f64::from(stage.skew.min(100));
    let cold = (100.0 - hot) / f64::from(others);
    std::iter::once(hot).chain((0..others).map(|_| cold)).collect()
}

/// What a change of the scenario means for a simulation that runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Nothing.
    None,
    /// The load of these vertices is another: it goes on.
    Load(Vec<usize>),
    /// Its TaskManagers are: they start anew.
    TaskManagers,
    /// The job is: it starts anew.
    Job,
}

/// What became different.
#[must_use]
pub fn change(before: &Scenario, after: &Scenario) -> Change {
    if before == after {
        return Change::None;
    }
    let as_loaded = |scenario: &Scenario| Scenario {
        vertices: scenario
            .vertices
            .iter()
            .zip(&after.vertices)
            .map(|(vertex, after)| Vertex { work: after.work, ..vertex.clone() })
            .collect(),
        couplings: after.couplings.clone(),
        ..scenario.clone()
    };
    let has_other_memory = memory_differs(&before.couplings, &after.couplings);
    let is_source = |vertex: &Vertex| matches!(vertex.work, Work::Source(_));
    let are_alike = before.vertices.len() == after.vertices.len()
        && before.vertices.iter().zip(&after.vertices).all(|(a, b)| is_source(a) == is_source(b));
    if are_alike && !has_other_memory && as_loaded(before) == *after {
        let both = before.vertices.iter().zip(&after.vertices).enumerate();
        return Change::Load(both.filter(|(_, (a, b))| a.work != b.work).map(|(number, _)| number).collect());
    }
    let of_task_managers = Scenario {
        vertices: before.vertices.clone(),
        edges: before.edges.clone(),
        network: before.network,
        seed: before.seed,
        task_managers: before.task_managers,
        couplings: before.couplings.clone(),
        ..after.clone()
    };
    if of_task_managers == *before && !has_other_memory { Change::Job } else { Change::TaskManagers }
}

/// Whether heaps or what RocksDB has are of another size. What else estimates are made from acts at once, and so does turning one on or off.
fn memory_differs(before: &Couplings, after: &Couplings) -> bool {
    let sizes = |couplings: &Couplings| couplings.heap.map(|heap| (heap.size, heap.object_reuse));
    let heaps = sizes(before).zip(sizes(after)).is_some_and(|(before, after)| before != after);
    let states = before.vertices.iter().zip(&after.vertices);
    let mut both = states.filter_map(|(before, after)| before.state.zip(after.state));
    heaps || both.any(|(before, after)| before.memory != after.memory)
}

#[cfg(test)]
mod tests {
    use sim::scenario::{Barriers, BufferTimeout, Checkpointing};

    use super::*;
    use crate::live::memory::Memory;
    use crate::page::Answer;
    use crate::settings::Settings;

    fn answer(entries: &[(&str, &str)]) -> Answer {
        let mut settings = Settings::default();
        for (key, value) in entries {
            settings.set(key, (*value).to_owned());
        }
        Answer::to(settings)
    }

    fn of(entries: &[(&str, &str)], job: &Job) -> Scenario {
        scenario(&Given::by(&answer(entries)).expect("Flink starts"), job, 7)
    }

    #[test]
    fn memory_and_settings_are_those_of_the_configuration() {
        let scenario = of(
            &[
                ("taskmanager.memory.network.min", "80m"),
                ("taskmanager.memory.network.max", "80m"),
                ("taskmanager.memory.segment-size", "16k"),
                ("taskmanager.numberOfTaskSlots", "2"),
                ("execution.checkpointing.interval", "3 s"),
                ("execution.buffer-timeout.interval", "20 ms"),
            ],
            &Job::default(),
        );
        assert_eq!((scenario.network_memory, scenario.segment_size), (80 << 20, 16 << 10));
        assert_eq!((scenario.task_managers, scenario.slots_each), (2, 2));
        let checkpoints =
            Checkpointing { interval: 3_000_000_000, timeout: 600_000_000_000, barriers: Barriers::Aligned };
        assert_eq!(scenario.checkpointing, Some(checkpoints));
        assert_eq!(scenario.buffer_timeout, BufferTimeout::Every(20_000_000));
        assert_eq!((scenario.settings.per_channel, scenario.settings.floating_per_gate), (2, 8));
        assert_eq!((scenario.debloating, scenario.seed), (None, 7));
        assert!(scenario.check().is_ok());
    }

    #[test]
    fn debloating_is_configured() {
        let scenario = of(
            &[
                ("taskmanager.network.memory.buffer-debloat.enabled", "true"),
                ("taskmanager.network.memory.buffer-debloat.target", "2 s"),
                ("taskmanager.network.memory.buffer-debloat.period", "300 ms"),
            ],
            &Job::default(),
        );
        let debloating = scenario.debloating.expect("it is on");
        assert_eq!((debloating.setup.target_ms, debloating.period), (2_000, 300_000_000));
        let period = "taskmanager.network.memory.buffer-debloat.period";
        let often = [("taskmanager.network.memory.buffer-debloat.enabled", "true"), (period, "often")];
        let silence = Given::by(&answer(&often)).expect_err("no duration");
        assert_eq!(silence, super::super::cluster::Silence::Duration(period));
        assert!(Given::by(&answer(&often[1..])).is_ok(), "nobody reads it");
    }

    #[test]
    fn a_rate_is_shared_by_subtasks_and_a_skew_leaves_the_rest_to_the_others() {
        let mut job = Job::default();
        job.stages[0].rate = 1_000;
        job.stages[2].skew = 70;
        let scenario = of(&[], &job);
        let Work::Source(Source::Rate { per_second, .. }) = scenario.vertices[0].work else { panic!() };
        assert!((per_second - 250.0).abs() < 1e-9);
        assert_eq!(scenario.edges[1].partitioning, Partitioning::Hash(vec![70.0, 10.0, 10.0, 10.0]));
    }

    #[test]
    fn without_a_start_there_is_flinks_reason() {
        let silence =
            Given::by(&answer(&[("taskmanager.memory.process.size", "100m")])).expect_err("too little");
        let super::super::cluster::Silence::Start(why) = silence else { panic!("{silence:?}") };
        assert!(why.contains("exceed"), "{why}");
        let silence =
            Given::by(&answer(&[("execution.checkpointing.interval", "soon")])).expect_err("no duration");
        assert_eq!(silence, super::super::cluster::Silence::Duration("execution.checkpointing.interval"));
    }

    #[test]
    fn load_acts_at_once_and_all_else_begins_anew() {
        let job = Job::default();
        let before = of(&[], &job);
        let with = |edit: fn(&mut Job)| {
            let mut job = job.clone();
            edit(&mut job);
            change(&before, &of(&[], &job))
        };
        assert_eq!(change(&before, &before.clone()), Change::None);
        assert_eq!(with(|job| job.stages[0].rate = 5), Change::Load(vec![0]));
        assert_eq!(with(|job| job.stages[0].rate = 0), Change::Load(vec![0]));
        let both = |job: &mut Job| (job.stages[1].service_us, job.stages[2].selectivity) = (9, 9);
        assert_eq!(with(both), Change::Load(vec![1, 2]));
        assert_eq!(with(|job| job.stages[1].record_bytes = 5), Change::Job);
        assert_eq!(with(|job| job.stages[2].skew = 50), Change::Job);
        assert_eq!(with(|job| job.latency_us = 5), Change::Job);
        assert_eq!(with(|job| job.stages.truncate(2)), Change::Job);
        assert_eq!(
            change(&before, &of(&[("taskmanager.memory.process.size", "4g")], &job)),
            Change::TaskManagers
        );
        let with_memory = |fraction: &str, edit: fn(&mut Job)| {
            let mut job = job.clone();
            job.stages[1].state_mib = 100;
            job.estimates.has_state = true;
            edit(&mut job);
            let fraction = ("taskmanager.memory.managed.fraction", fraction);
            let answer = answer(&[("state.backend.type", "rocksdb"), fraction]);
            let given = Given::by(&answer).expect("Flink starts");
            let couplings = Memory::by(&answer, &given, &job).expect("it divides").couplings(&given, &job);
            Scenario { couplings, ..scenario(&given, &job, 7) }
        };
        let before = with_memory("0.4", |_| ());
        assert_eq!(change(&before, &with_memory("0.4", |job| job.estimates.reads = 9)), Change::Load(vec![]));
        let without = with_memory("0.4", |job| job.estimates.has_state = false);
        assert_eq!(change(&before, &without), Change::Load(vec![]));
        assert_eq!(change(&without, &before), Change::Load(vec![]));
        assert_eq!(change(&before, &with_memory("0.3", |_| ())), Change::TaskManagers);
        let other_job = with_memory("0.4", |job| (job.latency_us, job.estimates.reads) = (5, 9));
        assert_eq!(change(&before, &other_job), Change::Job);
        assert_eq!(
            change(&before, &of(&[("taskmanager.numberOfTaskSlots", "2")], &job)),
            Change::TaskManagers
        );
    }
}
