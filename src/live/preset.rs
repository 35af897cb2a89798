//! Jobs to begin with: each shows one thing.

use pools::job::Partitioner;
use resolver::FlinkVersion;
use resolver::catalogue::{STATE_BACKEND, STATE_BACKEND_TYPE};

use super::estimates::Estimates;
use super::job::{Job, STAGE, Stage};
use crate::words::live::LiveWords;

/// Options that presets set, besides a job.
const CHECKPOINTS: &str = resolver::job::CHECKPOINT_INTERVAL;
const DEBLOATING: &str = "taskmanager.network.memory.buffer-debloat.enabled";
const NETWORK_MIN: &str = "taskmanager.memory.network.min";
const NETWORK_MAX: &str = "taskmanager.memory.network.max";
const MANAGED: &str = "taskmanager.memory.managed.fraction";
const SLOTS: &str = super::cluster::SLOTS;

/// A job to begin with, and the configuration that goes with it.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in markup.
    pub id: &'static str,
    /// Its place among [`LiveWords::presets`].
    place: usize,
    job: fn() -> Job,
    /// What is configured for it, in the newest release.
    entries: &'static [(&'static str, &'static str)],
}

/// What is configured for state in RocksDB; before 1.17, the option had another key.
const STATEFUL: &[(&str, &str)] = &[(SLOTS, "2"), (STATE_BACKEND_TYPE.key, "rocksdb"), (MANAGED, "0.1")];
const STATEFUL_BEFORE_1_17: &[(&str, &str)] =
    &[(SLOTS, "2"), (STATE_BACKEND.key, "rocksdb"), (MANAGED, "0.1")];

/// A sink that takes a quarter of what is offered.
fn slow_sink() -> Job {
    Job::of(&[STAGE, STAGE, Stage { service_us: 2_000, ..STAGE }])
}

fn skewed() -> Job {
    Job::of(&[STAGE, STAGE, Stage { service_us: 300, skew: 70, ..STAGE }])
}

/// Few records, each of which becomes a thousand at once.
fn bursts() -> Job {
    let source = Stage { rate: 32, ..STAGE };
    let flat_map = Stage { service_us: 100_000, selectivity: 1_000_000, ..STAGE };
    Job::of(&[source, flat_map, Stage { service_us: 200, ..STAGE }])
}

fn all_to_all(parallelism: u32) -> Job {
    let stage = Stage { parallelism, rate: 40_000, service_us: 1_000, ..STAGE };
    Job::of(&[stage, stage])
}

/// A gigabyte of state of which the caches hold a ninth; some entries are read far more often than others.
fn stateful() -> Job {
    let estimates = Estimates { has_state: true, access_skew: 90, reads: 6, ..Estimates::default() };
    let source = Stage { rate: 16_000, ..STAGE };
    let aggregate = Stage { service_us: 50, state_mib: 1_024, ..STAGE };
    Job { estimates, ..Job::of(&[source, aggregate, Stage { service_us: 100, ..STAGE }]) }
}

/// All presets.
pub static PRESETS: [Preset; 9] = [
    Preset { id: "balanced", place: 0, job: Job::default, entries: &[] },
    Preset { id: "slow-sink", place: 1, job: slow_sink, entries: &[] },
    Preset { id: "skew", place: 2, job: skewed, entries: &[] },
    Preset { id: "bursts", place: 3, job: bursts, entries: &[] },
    Preset { id: "wide", place: 4, job: || all_to_all(64), entries: &[(SLOTS, "4")] },
    Preset { id: "checkpoint", place: 5, job: slow_sink, entries: &[(CHECKPOINTS, "5 s")] },
    Preset {
        id: "debloated",
        place: 6,
        job: slow_sink,
        entries: &[(CHECKPOINTS, "5 s"), (DEBLOATING, "true")],
    },
    Preset {
        id: "too-few",
        place: 7,
        job: || all_to_all(32),
        entries: &[(SLOTS, "4"), (NETWORK_MIN, "8m"), (NETWORK_MAX, "8m")],
    },
    Preset { id: "rocksdb", place: 8, job: stateful, entries: STATEFUL },
];

impl Preset {
    /// The preset with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// What is configured for it in a release.
    #[must_use]
    pub fn entries(&self, version: FlinkVersion) -> &'static [(&'static str, &'static str)] {
        if self.id == "rocksdb" && STATE_BACKEND_TYPE.span(version).is_none() {
            return STATEFUL_BEFORE_1_17;
        }
        self.entries
    }

    /// Its job.
    #[must_use]
    pub fn job(&self) -> Job {
        (self.job)()
    }

    /// What it is called, and what it shows.
    #[must_use]
    pub const fn words(&self, words: &LiveWords) -> [&'static str; 2] {
        words.presets[self.place]
    }
}

/// Whether stages of a job read by key, so that keys can be skewed.
#[must_use]
pub fn has_keys(stage: &Stage) -> bool {
    stage.input == Partitioner::Hash && stage.parallelism > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::cluster::Given;
    use crate::live::memory::Memory;
    use crate::live::scenario::scenario;
    use crate::page::Answer;
    use crate::settings::Settings;
    use resolver::{Deployment, Process};
    use sim::Simulation;
    use sim::coupling::Estimate;
    use sim::finding::{Cause, Verdict, Watch};
    use sim::scenario::{SECOND, Scenario};

    fn given(preset: &Preset) -> Given {
        let mut settings = Settings::default();
        for (key, value) in preset.entries(FlinkVersion::LATEST) {
            settings.set(key, (*value).to_owned());
        }
        Given::by(&Answer::to(settings)).expect("Flink starts")
    }

    #[test]
    fn every_preset_runs_but_that_with_too_few_buffers() {
        for preset in &PRESETS {
            let (given, job) = (given(preset), preset.job());
            assert_eq!(scenario(&given, &job, 1).check(), Ok(()), "{}", preset.id);
            let plan = given.plan(&job).expect("there are slots");
            assert_eq!(plan.failure.is_some(), preset.id == "too-few", "{}", preset.id);
            assert!(preset.id != "too-few" || !plan.fixes.is_empty());
        }
    }

    /// The preset whose state is too large, with other managed memory: hit rate of its cache, records per second of the sink, and why.
    fn stateful_with(fraction: &str) -> (f64, u64, Option<Verdict>) {
        let preset = Preset::named("rocksdb").expect("it is there");
        let mut settings = Settings::default();
        for (key, value) in preset.entries(FlinkVersion::LATEST) {
            settings.set(key, (*value).to_owned());
        }
        settings.set(MANAGED, fraction.to_owned());
        let (answer, job) = (Answer::to(settings), preset.job());
        let given = Given::by(&answer).expect("Flink starts");
        let couplings = Memory::by(&answer, &given, &job).expect("it divides").couplings(&given, &job);
        let scenario = Scenario { couplings, ..scenario(&given, &job, 1) };
        let mut simulation = Simulation::new(scenario).expect("it runs");
        let state = simulation.vertex_estimate(1).and_then(|Estimate(estimate)| estimate.state);
        simulation.run_until(5 * SECOND);
        let watch = Watch::new(&simulation);
        let records = |simulation: &Simulation| {
            let tasks = (0..4).filter_map(|subtask| simulation.task_metrics(2, subtask));
            tasks.map(|task| task.counters.records_in).sum::<u64>()
        };
        let before = records(&simulation);
        simulation.run_until(10 * SECOND);
        let rate = (records(&simulation) - before) / 5;
        (
            state.map_or(0.0, |state| state.hit_rate),
            rate,
            watch.find(&mut simulation).map(|found| found.verdict),
        )
    }

    #[test]
    fn more_managed_memory_helps_state_that_does_not_fit() {
        let (little_hits, slow, verdict) = stateful_with("0.1");
        let Some(Verdict::Bottleneck { place, cause: Cause::State { .. }, .. }) = verdict else {
            panic!("{verdict:?}");
        };
        assert_eq!(place.vertex, 1);
        let (many_hits, fast, verdict) = stateful_with("0.6");
        assert!(matches!(verdict, Some(Verdict::KeepsUp { .. })), "{verdict:?}");
        assert!(little_hits < 0.5 && many_hits > 0.8, "{little_hits} {many_hits}");
        // The source has 16,000 records a second.
        assert!(slow < 10_000 && fast > 15_900, "{slow} {fast}");
    }

    #[test]
    fn state_is_in_rocksdb_in_every_release() {
        let preset = Preset::named("rocksdb").expect("it is there");
        for version in FlinkVersion::ALL.into_iter().filter(|version| *version >= FlinkVersion::V1_13) {
            let mut settings = Settings::new(version, Process::TaskManager, Deployment::Containerized);
            for (key, value) in preset.entries(version) {
                settings.set(key, (*value).to_owned());
            }
            let (answer, job) = (Answer::to(settings), preset.job());
            let given = Given::by(&answer).expect("Flink starts");
            let couplings = Memory::by(&answer, &given, &job).expect("it divides").couplings(&given, &job);
            assert!(couplings.vertices[1].state.is_some(), "{}", version.name());
        }
    }

    #[test]
    fn presets_have_names_of_their_own() {
        for (number, preset) in PRESETS.iter().enumerate() {
            assert_eq!(preset.place, number);
            assert!(std::ptr::eq(Preset::named(preset.id).expect("it is there"), preset));
        }
    }
}
