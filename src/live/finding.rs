//! What the running job suffers from, in a sentence, with the controls to turn.
//!
//! What is found is the simulation's ([`sim::finding`]); here are the words.

use sim::Simulation;
use sim::finding::{BlockedBy, BufferCost, Cause, Finding, Place, Remedy, Scarcity, Verdict, Waiting, Watch};
use sim::scenario::{Nanos, SECOND};

use super::figures::{fixed, percent, time};
use super::job::Job;
use super::screen;
use crate::browser;
use crate::format::readable;
use crate::words::fill;
use crate::words::live::{FindingWords, LiveWords};

/// Id of the sentence, and of the controls below it.
pub const PLACES: [&str; 2] = ["live-finding", "live-remedies"];

/// What was seen so long ago no longer counts, simulated ns; half of it is the least that is looked back on.
const MEMORY: Nanos = 5 * SECOND;

/// The option that turns buffer debloating on.
const DEBLOATING: &str = "taskmanager.network.memory.buffer-debloat.enabled";

/// More buffers that it is said of what they would cost: as many as a gate has floating ones by default.
const MORE_BUFFERS: u64 = 8;

/// Looks back on the last seconds of a simulation.
#[derive(Clone, Debug)]
pub struct Hindsight {
    older: Watch,
    newer: Watch,
}

impl Hindsight {
    /// Begins to look.
    pub fn new(simulation: &Simulation) -> Self {
        let now = Watch::new(simulation);
        Self { older: now.clone(), newer: now }
    }

    /// Looks from time to time.
    pub fn look(&mut self, simulation: &Simulation) {
        if simulation.now() - self.newer.since() >= MEMORY / 2 {
            let now = Watch::new(simulation);
            self.older = std::mem::replace(&mut self.newer, now);
        }
    }

    /// What was found.
    pub fn find(&self, simulation: &mut Simulation) -> Option<Finding> {
        self.older.find(simulation)
    }
}

/// What was found, in words.
#[must_use]
pub fn sentence(finding: &Finding, job: &Job, words: &FindingWords) -> String {
    let mut text = verdict(&finding.verdict, job, words);
    if let Some(waiting) = &finding.waiting {
        text.push_str(words.between);
        text.push_str(&waits(waiting, finding.buffers, job, words));
    }
    if let Some(cost) = &finding.buffers {
        let more = time(cost.per_buffer.saturating_mul(MORE_BUFFERS));
        let consumer = job.name(cost.edge + 1);
        text.push_str(words.between);
        text.push_str(&fill(
            words.cost,
            &[&time(cost.residence), &consumer, &MORE_BUFFERS.to_string(), &more],
        ));
    }
    text
}

/// A share of 1.
fn share(share: f64) -> String {
    percent(share * 1e3)
}

/// A subtask, by its number if there are others.
fn place(place: Place, job: &Job, words: &FindingWords) -> String {
    let name = job.name(place.vertex);
    match job.stages.get(place.vertex) {
        Some(stage) if stage.parallelism > 1 => fill(words.subtask, &[&name, &place.subtask.to_string()]),
        _ => name,
    }
}

fn verdict(verdict: &Verdict, job: &Job, words: &FindingWords) -> String {
    match *verdict {
        Verdict::KeepsUp { busiest, busy } => {
            fill(words.keeps_up, &[&place(busiest, job, words), &share(busy)])
        }
        Verdict::Bottleneck { place: at, busy, cause } => {
            let busy = share(busy);
            match cause {
                Cause::Work => fill(words.work, &[&job.name(at.vertex), &busy]),
                Cause::Skew { share: part } => {
                    fill(words.skew, &[&place(at, job, words), &busy, &share(part)])
                }
                Cause::State { share: part, hit_rate, cache, cached } => {
                    let (name, cache) = (job.name(at.vertex), readable(cache));
                    let [part, hit_rate, cached] = [part, hit_rate, cached].map(share);
                    fill(words.state, &[&name, &busy, &part, &hit_rate, &cache, &cached])
                }
                Cause::Collections { share: part } => {
                    fill(words.collections, &[&job.name(at.vertex), &busy, &share(part)])
                }
            }
        }
        Verdict::Starved { producer, consumer, scarcity } => {
            let template = match scarcity {
                Scarcity::Burst => words.burst,
                Scarcity::Network => words.network,
                Scarcity::Buffers => words.buffers,
            };
            fill(template, &[&job.name(producer), &job.name(consumer)])
        }
    }
}

fn waits(waiting: &Waiting, buffers: Option<BufferCost>, job: &Job, words: &FindingWords) -> String {
    let usage = fixed(f64::from(waiting.out_pool_usage), 2);
    let reason = match waiting.blocked_by {
        None => String::new(),
        Some(BlockedBy::Pool { size }) => fill(words.because_pool, &[&size.to_string()]),
        Some(BlockedBy::Overdraft { buffers }) => fill(words.because_overdraft, &[&buffers.to_string()]),
        Some(BlockedBy::Subpartition { consumer, limit }) => {
            let vertex = buffers.map_or(waiting.place.vertex, |cost| cost.edge) + 1;
            let consumer = place(Place { vertex, subtask: consumer }, job, words);
            fill(words.because_subpartition, &[&limit.to_string(), &consumer])
        }
    };
    let values = [&*place(waiting.place, job, words), &share(waiting.share), &usage, &reason];
    fill(words.waits, &values)
}

/// What a control is called, with `lever` for the option that gives RocksDB more memory, and what the element does that leads to it, in the words of [`deed`](crate::deed); nothing where there is none.
#[must_use]
pub fn control(remedy: Remedy, job: &Job, lever: &str, words: &FindingWords) -> (String, String) {
    let of = |word: &str, vertex: usize, field: &str| {
        (fill(word, &[&job.name(vertex)]), ["look job-", field, "-", &vertex.to_string()].concat())
    };
    let option = |word: &str, key: &str| (word.to_owned(), ["look ", key].concat());
    match remedy {
        Remedy::Parallelism { vertex } => of(words.parallelism, vertex, "parallelism"),
        Remedy::Service { vertex: 0 } => of(words.rate, 0, "rate"),
        Remedy::Service { vertex } => of(words.service, vertex, "service"),
        Remedy::Keys { vertex } => of(words.keys, vertex, "skew"),
        Remedy::Selectivity { vertex } => of(words.selectivity, vertex, "selectivity"),
        Remedy::ManagedMemory => option(&[words.managed, " (", lever, ")"].concat(), lever),
        Remedy::TaskHeap => option(words.heap, "taskmanager.memory.task.heap.size"),
        Remedy::NetworkMemory => option(words.network_memory, "taskmanager.memory.network.fraction"),
        Remedy::Bandwidth => (words.bandwidth.to_owned(), "look job-bandwidth".to_owned()),
        Remedy::Debloating => (words.debloating.to_owned(), ["job-fix ", DEBLOATING, "=true"].concat()),
        Remedy::ObjectReuse => {
            (words.object_reuse.to_owned(), ["job-fix ", resolver::job::OBJECT_REUSE, "=true"].concat())
        }
    }
}

/// Whether a widget has a field: the editor of jobs is in none.
fn has_control(field: &str) -> bool {
    browser::place(field).is_some_and(|field| matches!(field.closest("#job-editor"), Ok(None)))
}

/// Says what was found. A widget has not every control: what leads to none there is only said.
pub fn show(finding: Option<&Finding>, job: &Job, lever: &str, is_whole: bool, words: &LiveWords) {
    let [sentence_place, remedies_place] = PLACES;
    let words = &words.finding;
    match finding {
        None => {
            screen::put(sentence_place, words.nothing_yet);
            screen::buttons(remedies_place, "", &[]);
        }
        Some(finding) => {
            screen::put(sentence_place, &sentence(finding, job, words));
            let controls = finding.remedies.iter().map(|remedy| control(*remedy, job, lever, words));
            let leads = |deed: &str| is_whole || deed.strip_prefix("look ").is_none_or(has_control);
            let controls: Vec<_> = controls
                .map(|(word, deed)| if leads(&deed) { (word, deed) } else { (word, String::new()) })
                .collect();
            let label = if controls.is_empty() { "" } else { words.turn };
            screen::buttons(remedies_place, label, &controls);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn words() -> &'static LiveWords {
        Language::default().of_jobs()
    }

    #[test]
    fn values_are_put_into_their_places() {
        assert_eq!(fill("{1} of {0}{2}, {1}", &["a", "b", ""]), "b of a, b");
        assert_eq!(fill("none", &["a"]), "none");
        assert_eq!(fill("{9} and {", &["a"]), " and ");
    }

    #[test]
    fn a_skewed_job_is_said_in_full() {
        let finding = Finding {
            verdict: Verdict::Bottleneck {
                place: Place { vertex: 2, subtask: 0 },
                busy: 1.0,
                cause: Cause::Skew { share: 0.7 },
            },
            waiting: Some(Waiting {
                place: Place { vertex: 1, subtask: 3 },
                share: 0.987,
                hard: 0.0,
                out_pool_usage: 0.8125,
                blocked_by: Some(BlockedBy::Subpartition { consumer: 0, limit: 10 }),
            }),
            buffers: Some(BufferCost {
                edge: 1,
                bytes: 1,
                residence: 420 * SECOND / 1000,
                per_buffer: SECOND / 80,
            }),
            remedies: vec![Remedy::Keys { vertex: 2 }, Remedy::Service { vertex: 2 }, Remedy::Debloating],
        };
        let job = Job::default();
        assert_eq!(
            sentence(&finding, &job, &words().finding).replace('\u{a0}', " "),
            "Sink 0 is the bottleneck: it gets 70% of the records and is busy 100% of the time. Map 3 is backpressured 99% of \
             the time, with outPoolUsage 0.81 because the queue for Sink 0 is at its limit of 10 buffers. A record waits 420 ms \
             before Sink; 8 more buffers at each input there would make that 100 ms longer, and aligned checkpoints too."
        );
        let controls: Vec<_> =
            finding.remedies.iter().map(|remedy| control(*remedy, &job, "", &words().finding).1).collect();
        assert_eq!(
            controls,
            [
                "look job-skew-2",
                "look job-service-2",
                "job-fix taskmanager.network.memory.buffer-debloat.enabled=true"
            ]
        );
    }

    #[test]
    fn a_job_that_waits_for_its_state_is_told_so() {
        let verdict = Verdict::Bottleneck {
            place: Place { vertex: 1, subtask: 0 },
            busy: 0.99,
            cause: Cause::State { share: 0.87, hit_rate: 0.41, cache: 128 << 20, cached: 0.12 },
        };
        let finding =
            Finding { verdict, waiting: None, buffers: None, remedies: vec![Remedy::ManagedMemory] };
        assert_eq!(
            sentence(&finding, &Job::default(), &words().finding).replace('\u{a0}', " "),
            "Map is the bottleneck: it waits for RocksDB for 87% of its time. The cache of 128.0 MiB holds 12% of its state, hit rate \
             41% (estimates)."
        );
        let fixed = "state.backend.rocksdb.memory.fixed-per-slot";
        let (name, deed) = control(Remedy::ManagedMemory, &Job::default(), fixed, &words().finding);
        assert!(name.contains(fixed) && deed.ends_with(fixed), "{name}: {deed}");
    }

    #[test]
    fn options_to_turn_are_options() {
        for remedy in [Remedy::ManagedMemory, Remedy::TaskHeap, Remedy::NetworkMemory] {
            let lever = "taskmanager.memory.managed.fraction";
            let (_, deed) = control(remedy, &Job::default(), lever, &words().finding);
            let key = deed.strip_prefix("look ").expect("a field");
            assert!(resolver::catalogue::find(key).is_some(), "{key}");
        }
        assert!(resolver::catalogue::find(DEBLOATING).is_some());
    }
}
