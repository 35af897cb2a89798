//! Threads that get no processor for a while, because the host has other things to do: an estimate, off unless the host says how often.

use super::Simulation;
use super::ids::TaskId;
use super::model::Phase;
use super::random::Random;
use crate::scenario::{Host, Nanos};

/// When the thread of a task is stopped.
#[derive(Clone, Debug)]
pub(super) struct Stalls {
    /// The next stop, or the last one if it is not over; [`Nanos::MAX`] if there are none.
    from: Nanos,
    until: Nanos,
    /// How much longer the work on records took because of stops, ns, as far as it is not made up for.
    pub(super) overslept: Nanos,
    random: Random,
}

impl Stalls {
    /// Those of task `number`.
    pub(super) fn new(host: &Host, seed: u64, number: u32) -> Self {
        // Keys and service times have the numbers of tasks.
        let random = Random::new(seed, !u64::from(number) - 1);
        let mut stalls = Self { from: Nanos::MAX, until: 0, overslept: 0, random };
        if host.stall_every > 0 {
            stalls.plan(host, 0);
        }
        stalls
    }

    /// Nothing but the time passed decides when the next stop is: it may as well be counted from any moment at which there is none.
    fn plan(&mut self, host: &Host, now: Nanos) {
        self.from = now.saturating_add(self.random.exponential(host.stall_every));
        self.until = self.from.saturating_add(self.random.exponential(host.stall));
    }

    /// How much of the time that is owed, ns, was slept too long before.
    pub(super) fn make_up(&mut self, owed: Nanos) -> Nanos {
        let made_up = owed.min(self.overslept);
        self.overslept -= made_up;
        made_up
    }
}

impl Simulation {
    /// When a thread goes on that would go on at `time`, which is never before a moment that was asked for earlier.
    #[inline]
    pub(super) fn unless_stalled(&mut self, task: TaskId, time: Nanos) -> Nanos {
        if time < self.tasks[task.at()].stalls.from { time } else { self.stalled(task, time) }
    }

    #[cold]
    fn stalled(&mut self, task: TaskId, time: Nanos) -> Nanos {
        let task = &mut self.tasks[task.at()];
        let stalls = &mut task.stalls;
        // Not at its end: whether a thread is asked about there again depends on how a simulation is advanced.
        if stalls.until < time {
            stalls.plan(&self.scenario.host, time);
        }
        if time < stalls.from {
            return time;
        }
        if matches!(task.phase, Phase::Serve(_)) {
            stalls.overslept = stalls.overslept.saturating_add(stalls.until - time);
        }
        stalls.until
    }
}
