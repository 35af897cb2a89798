//! What the editor of a job and its charts do, as actions: a change of the job, of a stage, of an option; a run that is pinned or saved.

use std::rc::Rc;

use super::act::{EXCHANGES, MOST_SLOTS, MOST_SUBTASKS, PARTITIONERS, change_stage, number};
use super::charts::Chart;
use super::cluster::SLOTS;
use super::dial;
use super::job::{Job, Stage};
use super::memory;
use super::run::Run;
use crate::page::{Action, Page};

/// What one of their buttons and fields does; `value` is what was chosen or typed.
pub fn act(verb: &str, value: &str, page: &Page) -> Option<Action> {
    let version = page.answer.settings.version;
    match verb {
        "run-pin" => Some(Action::Run(Run { is_pinned: !page.run.is_pinned, ..page.run })),
        "run-file" if value == "csv" => Some(Action::SaveRun(None)),
        "run-file" => Chart::named(value).map(|chart| Action::SaveRun(Some(chart))),
        "job-slots" => {
            Some(Action::Set { key: SLOTS.to_owned(), text: number(value, 1, MOST_SLOTS)?.to_string() })
        }
        "job-buffer-timeout" => option(resolver::job::BUFFER_TIMEOUT, value),
        "job-backend" => option(memory::backend_key(version), value),
        "job-object-reuse" => option(resolver::job::OBJECT_REUSE, value),
        "job-unaligned" => option(resolver::job::UNALIGNED, value),
        "job-aligned-timeout" => option(resolver::job::ALIGNED_TIMEOUT, value),
        "job-checkpoints" => option(resolver::job::CHECKPOINT_INTERVAL, value),
        _ => changed(verb.strip_prefix("job-")?, value, &page.job).map(|job| Action::Job(Rc::new(job))),
    }
}

/// A duration that is configured; an empty one is not.
fn option(key: &str, value: &str) -> Option<Action> {
    Some(Action::Set { key: key.to_owned(), text: value.trim().to_owned() })
}

/// The job after a change of it: `what`, with the number of a stage behind it where it is about one.
fn changed(what: &str, value: &str, job: &Job) -> Option<Job> {
    let mut job = job.clone();
    match what {
        "exchange" => job.exchange = EXCHANGES.into_iter().find(|exchange| exchange.name() == value)?,
        "latency" => job.latency_us = number(value, 0, 10_000_000)?,
        "bandwidth" => job.bandwidth_mib = number(value, 1, 1 << 20)?,
        "operators" => job.has_operators = !job.has_operators,
        "python" => job.has_python = !job.has_python,
        "has-state" => job.estimates.has_state = !job.estimates.has_state,
        "has-heap" => job.estimates.has_heap = !job.estimates.has_heap,
        "entry" => job.estimates.entry_bytes = number(value, 1, 1 << 24)?,
        "access-skew" => job.estimates.access_skew = (thousandths(value)? / 10).min(400),
        "reads" => job.estimates.reads = number(value, 0, 1_000)?,
        "writes" => job.estimates.writes = number(value, 0, 1_000)?,
        "garbage" => job.estimates.garbage_bytes = number(value, 0, 1 << 30)?,
        "stages" => resize(&mut job.stages, number(value, 2, 6)? as usize),
        _ => return change_stage(what, value, &job, change),
    }
    Some(job)
}

fn change(stage: &mut Stage, what: &str, value: &str) -> Option<()> {
    match what {
        "parallelism" => stage.parallelism = number(value, 1, MOST_SUBTASKS)?,
        "group" => stage.group = number(value, 0, 99)?,
        "input" => stage.input = PARTITIONERS.iter().find(|(_, name)| *name == value)?.0,
        "rate" => stage.rate = number(value, 0, dial::MOST)?,
        "service" => stage.service_us = number(value, 0, 60_000_000)?,
        "record" => stage.record_bytes = number(value, 1, 1 << 24)?,
        "selectivity" => stage.selectivity = thousandths(value)?,
        "state" => stage.state_mib = number(value, 0, 1 << 24)?,
        _ => return None,
    }
    Some(())
}

/// A number with up to three decimals, in thousandths; at most a thousand.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let digit = |place: usize| match decimals.as_bytes().get(place) {
        None => Some(0),
        Some(digit) if digit.is_ascii_digit() => Some(u32::from(digit - b'0')),
        Some(_) => None,
    };
    let rest = digit(0)? * 100 + digit(1)? * 10 + digit(2)?;
    Some((whole.min(1000) * 1000 + rest).min(1_000_000))
}

/// Other stages go in and out before the sink.
fn resize(stages: &mut Vec<Stage>, count: usize) {
    while stages.len() > count {
        stages.remove(stages.len() - 2);
    }
    while stages.len() < count {
        let last = stages.len() - 1;
        let like = stages[last.min(1)];
        stages.insert(last, Stage { skew: 0, ..like });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::job::STAGE;
    use pools::job::Partitioner;

    fn after(verb: &str, value: &str) -> Option<Job> {
        changed(verb, value, &Job::default())
    }

    #[test]
    fn fields_change_the_stage_they_name() {
        assert_eq!(after("parallelism-1", "9").expect("a number").stages[1].parallelism, 9);
        assert_eq!(after("rate-0", "0").expect("a number").stages[0].rate, 0);
        assert_eq!(after("selectivity-1", "0.25").expect("a number").stages[1].selectivity, 250);
        assert_eq!(after("input-1", "rescale").expect("a name").stages[1].input, Partitioner::Rescale);
        assert_eq!(after("state-1", "512").expect("a number").stages[1].state_mib, 512);
        assert_eq!(after("access-skew", "1.25").expect("a number").estimates.access_skew, 125);
        assert!(after("has-state", "on").expect("a switch").estimates.has_state);
        assert!(after("python", "on").expect("a switch").has_python);
    }

    #[test]
    fn what_is_no_number_changes_nothing() {
        for (verb, value) in [
            ("parallelism-1", "many"),
            ("parallelism-1", ""),
            ("parallelism-9", "3"),
            ("parallelism", "3"),
            ("colour-1", "3"),
            ("selectivity-1", "1,5"),
            ("selectivity-1", "0.x"),
            ("stages", "-1"),
        ] {
            assert_eq!(after(verb, value), None, "{verb} {value}");
        }
    }

    #[test]
    fn numbers_are_kept_in_their_ranges() {
        assert_eq!(after("parallelism-0", "0").expect("a number").stages[0].parallelism, 1);
        assert_eq!(after("bandwidth", "0").expect("a number").bandwidth_mib, 1);
        assert_eq!(after("entry", "0").expect("a number").estimates.entry_bytes, 1);
        assert_eq!(after("access-skew", "9").expect("a number").estimates.access_skew, 400);
        assert_eq!(after("selectivity-1", "99999").expect("a number").stages[1].selectivity, 1_000_000);
    }

    #[test]
    fn stages_come_and_go_before_the_sink() {
        let mut job = Job::default();
        job.stages[2].service_us = 77;
        let more = changed("stages", "5", &job).expect("a number");
        assert_eq!((more.stages.len(), more.stages[4].service_us), (5, 77));
        assert_eq!(changed("stages", "3", &more), Some(job.clone()));
        assert_eq!(changed("stages", "2", &job).expect("a number").stages, [STAGE, job.stages[2]]);
    }
}
