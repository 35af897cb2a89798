//! How time passes for a thread: it is woken, and what it does takes its time.

use super::Simulation;
use super::ids::TaskId;
use super::model::{Activity, Steps};
use super::queue::Planned;
use crate::scenario::{Host, Nanos};

impl Simulation {
    /// Wakes a task at this moment.
    pub(super) fn wake(&mut self, task: TaskId) {
        if self.tasks[task.at()].resume_at > self.now {
            self.resume_at(task, self.now);
        }
    }

    pub(super) fn resume_at(&mut self, task: TaskId, time: Nanos) {
        let state = &mut self.tasks[task.at()];
        state.resume_at = time;
        if time > self.now {
            // One who is woken often while he waits for the same moment has an event for it already.
            if std::mem::replace(&mut state.planned, time) == time {
                return;
            }
        }
        self.queue.plan(time, Planned::Resume(task));
    }

    /// How long it takes until a thread that waited runs again.
    pub(super) fn wake_up_time(&self, task: TaskId) -> Nanos {
        let task = &self.tasks[task.at()];
        if task.activity == Activity::Busy {
            return 0;
        }
        let Host { wake_up, wake_up_share, wake_up_most, .. } = self.scenario.host;
        let waited = self.now.saturating_sub(task.clock.since);
        wake_up.saturating_add(waited / 1000 * u64::from(wake_up_share)).min(wake_up_most)
    }

    /// Spends time of a thread: at once if nothing else happens meanwhile, or else it is planned, and false.
    #[inline]
    pub(super) fn spend(&mut self, task: TaskId, time: Nanos) -> bool {
        let time = match &self.coupled {
            None => time,
            Some(coupled) => coupled.stretched(self.tasks[task.at()].task_manager, time),
        };
        let time = if time == 0 { self.tire(task) } else { time };
        let then = self.unless_stalled(task, self.now.saturating_add(time));
        let is_limited = then > self.horizon || self.work >= self.work_limit;
        if (time == 0 && then == self.now) || (then < self.queue.next_time() && !is_limited) {
            self.now = then;
            return true;
        }
        self.resume_at(task, then);
        false
    }

    /// What a step takes that takes no time: nothing, unless there were very many at this moment, so that time goes on even if no step takes
    /// any.
    fn tire(&mut self, task: TaskId) -> Nanos {
        let steps = &mut self.tasks[task.at()].steps;
        if steps.at != self.now {
            *steps = Steps { at: self.now, count: 0 };
        }
        steps.count += 1;
        Nanos::from(steps.count > Steps::MOST)
    }
}
