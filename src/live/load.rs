//! The job under load in a link: the parameters whose names begin with [`PREFIX`]. [`link`](crate::link) says what each means.

use std::rc::Rc;

use pools::shuffle::ResultPartitionType;

use super::code;
use super::job::Job;
use super::run::Speed;

/// What names of parameters of a load begin with.
pub const PREFIX: &str = "sim.";
/// The one without which nothing else of a load is known.
pub const JOB: &str = "sim.job";
/// How fast simulated time passes, which is nothing that a run depends on.
pub const SPEED: &str = "sim.speed";

/// What else takes managed memory, in a link: operators, Python.
const CONSUMERS: [(&str, bool, bool); 3] =
    [("OPERATOR", true, false), ("PYTHON", false, true), ("OPERATOR,PYTHON", true, true)];

/// How results can get to the next stage, in a link.
const EXCHANGES: [ResultPartitionType; 4] = [
    ResultPartitionType::PipelinedBounded,
    ResultPartitionType::Blocking,
    ResultPartitionType::HybridFull,
    ResultPartitionType::HybridSelective,
];

/// A job under load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The job.
    pub job: Rc<Job>,
    /// Of all random choices.
    pub seed: u32,
    /// How fast simulated time passes.
    pub speed: Speed,
}

/// Writes a load, all of it: what a page begins with may change.
pub fn write(Load { job, seed, speed }: &Load, text: &mut String) {
    text.extend(["&", JOB, "=", &code::encode(&job.stages)]);
    let numbers = [
        ("tm", job.task_managers),
        ("latency", Some(job.latency_us)),
        ("bandwidth", Some(job.bandwidth_mib)),
        ("seed", Some(*seed)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            push(name, &number.to_string(), text);
        }
    }
    if job.exchange != ResultPartitionType::PipelinedBounded {
        push("exchange", job.exchange.name(), text);
    }
    let of_job = |(_, operators, python): &&_| (*operators, *python) == (job.has_operators, job.has_python);
    if let Some((names, ..)) = CONSUMERS.iter().find(of_job) {
        push("consumers", names, text);
    }
    if job.estimates.has_state {
        push("state", &code::encode_state(&job.estimates), text);
    }
    if job.estimates.has_heap {
        push("heap", &code::encode_heap(&job.estimates), text);
    }
    if *speed != Speed::default() {
        push("speed", speed.id(), text);
    }
}

fn push(name: &str, value: &str, text: &mut String) {
    text.extend(["&", PREFIX, name, "=", value]);
}

/// What was read of a load so far.
#[derive(Debug)]
pub struct Draft {
    job: Job,
    seed: u32,
    speed: Speed,
}

impl Default for Draft {
    /// What is so where a link says nothing.
    fn default() -> Self {
        Self { job: Job { latency_us: 0, ..Job::of(&[]) }, seed: 1, speed: Speed::default() }
    }
}

impl Draft {
    /// Reads a parameter: whether its value is known, or `None` if it is none of a load.
    pub fn read(&mut self, name: &str, value: &str) -> Option<bool> {
        let job = &mut self.job;
        let set = |number: &mut u32, least, most| {
            code::number(value, least, most).map(|read| *number = read).is_some()
        };
        Some(match name.strip_prefix(PREFIX)? {
            "job" => code::decode(value).map(|stages| job.stages = stages).is_some(),
            "tm" => {
                job.task_managers = code::number(value, 1, 4_096);
                job.task_managers.is_some()
            }
            "exchange" => {
                let named = EXCHANGES.into_iter().find(|exchange| exchange.name() == value);
                named.map(|exchange| job.exchange = exchange).is_some()
            }
            "consumers" => {
                let named = CONSUMERS.iter().find(|(names, ..)| *names == value);
                named
                    .map(|(_, operators, python)| (job.has_operators, job.has_python) = (*operators, *python))
                    .is_some()
            }
            "state" => code::decode_state(value, &mut job.estimates),
            "heap" => code::decode_heap(value, &mut job.estimates),
            "latency" => set(&mut job.latency_us, 0, 10_000_000),
            "bandwidth" => set(&mut job.bandwidth_mib, 1, 1 << 20),
            "seed" => set(&mut self.seed, 0, u32::MAX),
            "speed" => Speed::named(value).map(|speed| self.speed = speed).is_some(),
            _ => return None,
        })
    }

    /// What was read; `None` without a job.
    #[must_use]
    pub fn done(self) -> Option<Load> {
        let Self { job, seed, speed } = self;
        (!job.stages.is_empty()).then(|| Load { job: Rc::new(job), seed, speed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::estimates::Estimates;

    const NAMES: [&str; 10] =
        ["job", "tm", "exchange", "latency", "bandwidth", "consumers", "state", "heap", "seed", "speed"];

    #[test]
    fn every_parameter_is_known_by_its_name() {
        for name in NAMES {
            let name = [PREFIX, name].concat();
            assert_eq!(Draft::default().read(&name, "?"), Some(false), "{name}");
        }
        for name in ["job", "sim.", "sim.x", "process.size"] {
            assert_eq!(Draft::default().read(name, "1"), None, "{name}");
        }
    }

    #[test]
    fn a_load_is_said_in_full() {
        let mut load = Load { job: Rc::default(), seed: 1, speed: Speed::Real };
        let said = |load: &Load| {
            let mut text = String::new();
            write(load, &mut text);
            text
        };
        let stages = "&sim.job=p4.r8000.t300_p4.r8000.t300_p4.r8000.t250";
        assert_eq!(said(&load), [stages, "&sim.latency=200&sim.bandwidth=1024&sim.seed=1"].concat());

        let exchange = ResultPartitionType::HybridFull;
        let job =
            Job { task_managers: Some(3), latency_us: 0, bandwidth_mib: 10, exchange, ..Job::default() };
        load = Load { job: Rc::new(job), seed: u32::MAX, speed: Speed::Tenth };
        let rest = "&sim.tm=3&sim.latency=0&sim.bandwidth=10&sim.seed=4294967295&sim.exchange=HYBRID_FULL&sim.speed=0.1";
        assert_eq!(said(&load), [stages, rest].concat());

        let read = |text: String| {
            let mut draft = Draft::default();
            for parameter in text.split('&').skip(1) {
                let (name, value) = parameter.split_once('=').expect("a value");
                assert_eq!(draft.read(name, value), Some(true), "{name}");
            }
            draft.done()
        };
        assert_eq!(read(said(&load)), Some(load.clone()));

        let estimates = Estimates { has_state: true, has_heap: true, ..Estimates::default() };
        let job = Job { has_python: true, estimates, ..Job::default() };
        load = Load { job: Rc::new(job), seed: 1, speed: Speed::Most };
        let rest = "&sim.latency=200&sim.bandwidth=1024&sim.seed=1&sim.consumers=PYTHON&sim.state=b200.z80&sim.heap=a4000&sim.speed=max";
        assert_eq!(said(&load), [stages, rest].concat());
        assert_eq!(read(said(&load)), Some(load));
    }

    #[test]
    fn what_is_not_said_is_the_same_for_ever() {
        let mut draft = Draft::default();
        assert_eq!(draft.read(JOB, "p1_p2"), Some(true));
        let load = draft.done().expect("a load");
        assert_eq!((load.seed, load.job.latency_us, load.job.bandwidth_mib), (1, 0, 1024));
        assert_eq!((load.speed, load.job.task_managers), (Speed::Real, None));
        assert_eq!(Draft::default().done(), None);
    }
}
