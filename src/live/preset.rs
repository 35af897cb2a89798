//! Jobs to begin with: each shows one thing.

use pools::job::Partitioner;

use super::job::{Job, STAGE, Stage};
use crate::words::Words;

/// Options that presets set, besides a job.
const CHECKPOINTS: &str = resolver::job::CHECKPOINT_INTERVAL;
const DEBLOATING: &str = "taskmanager.network.memory.buffer-debloat.enabled";
const NETWORK_MIN: &str = "taskmanager.memory.network.min";
const NETWORK_MAX: &str = "taskmanager.memory.network.max";
const SLOTS: &str = super::cluster::SLOTS;

/// A job to begin with, and the configuration that goes with it.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its name in markup.
    pub id: &'static str,
    /// Its place among [`LiveWords::presets`](crate::words::LiveWords::presets).
    place: usize,
    job: fn() -> Job,
    /// What is configured for it.
    pub entries: &'static [(&'static str, &'static str)],
}

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

/// All presets.
pub static PRESETS: [Preset; 8] = [
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
];

impl Preset {
    /// The preset with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }

    /// Its job.
    #[must_use]
    pub fn job(&self) -> Job {
        (self.job)()
    }

    /// What it is called, and what it shows.
    #[must_use]
    pub const fn words(&self, words: &Words) -> [&'static str; 2] {
        words.live.presets[self.place]
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
    use crate::live::scenario::scenario;
    use crate::page::Answer;
    use crate::settings::Settings;

    fn given(preset: &Preset) -> Given {
        let mut settings = Settings::default();
        for (key, value) in preset.entries {
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

    #[test]
    fn presets_have_names_of_their_own() {
        for (number, preset) in PRESETS.iter().enumerate() {
            assert_eq!(preset.place, number);
            assert!(std::ptr::eq(Preset::named(preset.id).expect("it is there"), preset));
        }
    }
}
