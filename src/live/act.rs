//! What one can do at the first view of a job, as actions: a preset, sliders, how it is watched. What its editor does is in [`edit`](super::edit).

use std::rc::Rc;

use pools::job::Partitioner;
use pools::shuffle::ResultPartitionType;

use super::dial;
use super::job::{Job, Stage};
use super::look::Look;
use super::preset::Preset;
use super::run::{Run, Speed, Step};
use crate::page::{Action, Page};

/// How stages can be connected, with the value in markup.
pub const PARTITIONERS: [(Partitioner, &str); 5] = [
    (Partitioner::Hash, "hash"),
    (Partitioner::Rebalance, "rebalance"),
    (Partitioner::Rescale, "rescale"),
    (Partitioner::Broadcast, "broadcast"),
    (Partitioner::Forward, "forward"),
];

/// How results get to the next stage.
pub const EXCHANGES: [ResultPartitionType; 4] = [
    ResultPartitionType::PipelinedBounded,
    ResultPartitionType::Blocking,
    ResultPartitionType::HybridFull,
    ResultPartitionType::HybridSelective,
];

/// Most subtasks of a stage, and most TaskManagers.
pub const MOST_SUBTASKS: u32 = 4096;
/// Most slots of a TaskManager.
pub const MOST_SLOTS: u32 = 1024;

/// What one of the part's buttons and fields does; `value` is what was chosen or typed.
pub fn act(verb: &str, value: &str, page: &Page) -> Option<Action> {
    if let Some(run) = watched(verb, value, page.run) {
        return Some(Action::Run(run));
    }
    if let Some(look) = looked(verb, value, page.view.look) {
        return Some(Action::Look(look));
    }
    match verb {
        "job-preset" => {
            let preset = Preset::named(value)?;
            let entries = preset.entries(page.answer.settings.version);
            Some(Action::JobPreset { id: preset.id, job: Rc::new(preset.job()), entries })
        }
        "job-fix" => {
            let entries = value.split(' ').filter_map(|entry| entry.split_once('='));
            Some(Action::SetAll(entries.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()))
        }
        _ => changed(verb.strip_prefix("job-")?, value, &page.job).map(|job| Action::Job(Rc::new(job))),
    }
}

fn looked(verb: &str, value: &str, look: Look) -> Option<Look> {
    let place = |value| Some(number(value, 1, u32::MAX)? - 1);
    Some(match verb {
        "job-look-tm" => Look { task_manager: place(value)?, ..look },
        "job-look-edge" => Look { edge: value.parse().ok()?, ..look },
        "job-look-subtask" => Look { subtask: place(value)?, ..look },
        _ => return None,
    })
}

fn watched(verb: &str, value: &str, run: Run) -> Option<Run> {
    Some(match verb {
        "run-play" => Run { is_playing: !run.is_playing, ..run },
        "run-step" => run.stepped(Step::named(value)?),
        "run-step-kind" => Run { step: Step::named(value)?, ..run },
        "run-restart" => run.restarted(),
        "run-speed" => Run { speed: Speed::named(value)?, ..run },
        "run-seed" => Run { seed: value.trim().parse().ok()?, ..run },
        _ => return None,
    })
}

/// The job after a change of it: `what`, with the number of a stage behind it where it is about one.
fn changed(what: &str, value: &str, job: &Job) -> Option<Job> {
    if what == "task-managers" {
        let task_managers =
            if value.trim().is_empty() { None } else { Some(number(value, 1, MOST_SUBTASKS)?) };
        return Some(Job { task_managers, ..job.clone() });
    }
    change_stage(what, value, job, |stage, what, value| {
        match what {
            "skew" => stage.skew = number(value, 0, 100)?,
            "state-dial" => stage.state_mib = dial::value(value.parse().ok()?).unwrap_or(dial::MOST),
            "rate-dial" => stage.rate = dial::value(value.parse().ok()?).unwrap_or(0),
            "service-dial" => stage.service_us = dial::value(value.parse().ok()?).unwrap_or(dial::MOST),
            _ => return None,
        }
        Some(())
    })
}

/// The job after a change of the stage whose number is behind `what`.
pub(super) fn change_stage(
    what: &str,
    value: &str,
    job: &Job,
    change: fn(&mut Stage, &str, &str) -> Option<()>,
) -> Option<Job> {
    let (what, stage) = what.rsplit_once('-')?;
    let mut job = job.clone();
    change(job.stages.get_mut(stage.parse::<usize>().ok()?)?, what, value)?;
    Some(job)
}

/// A number, kept between two others.
pub(super) fn number(text: &str, least: u32, most: u32) -> Option<u32> {
    text.trim().parse::<u32>().ok().map(|number| number.clamp(least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(verb: &str, value: &str) -> Option<Job> {
        changed(verb, value, &Job::default())
    }

    #[test]
    fn sliders_change_the_stage_they_name() {
        assert_eq!(after("rate-dial-0", "36").expect("a place").stages[0].rate, 1_000);
        assert_eq!(after("service-dial-2", "12").expect("a place").stages[2].service_us, 10);
        assert_eq!(after("state-dial-1", "0").expect("a place").stages[1].state_mib, 1);
        assert_eq!(after("skew-2", "700").expect("a number").stages[2].skew, 100);
        assert_eq!(after("task-managers", "").expect("nothing").task_managers, None);
        assert_eq!(after("task-managers", "3").expect("a number").task_managers, Some(3));
    }

    #[test]
    fn what_is_no_number_changes_nothing() {
        for (verb, value) in [
            ("skew-1", "many"),
            ("skew-1", ""),
            ("skew-9", "3"),
            ("skew", "3"),
            ("colour-1", "3"),
            ("task-managers", "x"),
        ] {
            assert_eq!(after(verb, value), None, "{verb} {value}");
        }
    }

    #[test]
    fn watching_is_no_change_of_the_job() {
        let run = Run::new(true);
        assert_eq!(watched("run-play", "", run).map(|run| run.is_playing), Some(false));
        assert_eq!(watched("run-speed", "10", run).map(|run| run.speed), Some(Speed::Ten));
        assert_eq!(watched("run-seed", "42", run).map(|run| run.seed), Some(42));
        let stepped = watched("run-step", "event", run).expect("a step");
        assert_eq!((stepped.is_playing, stepped.step, stepped.steps), (false, Step::Event, 1));
        assert_eq!(watched("run-speed", "fast", run), None);
    }
}
