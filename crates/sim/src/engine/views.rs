//! When Flink's gauges of rates and shares are brought up to date (`ViewUpdater`), and what they say.

use std::collections::VecDeque;

use super::Simulation;
use super::ids::TaskId;
use super::queue::Planned;
use crate::behaviour::Behaviour;
use crate::metrics::catalogue::{self, JobSample, Reading, TaskSample};
use crate::metrics::{
    EdgeMetrics, Histogram, History, INTERVALS, ShuffleMetrics, TaskRates, TaskShares, UPDATE_INTERVAL,
};

/// What was seen at the last updates.
#[derive(Clone, Debug, Default)]
pub(super) struct Views {
    /// Of each task.
    tasks: Vec<History>,
    /// Ages of records at the ends of the job, oldest first.
    ages: VecDeque<Histogram>,
}

impl Simulation {
    pub(super) fn plan_first_update(&mut self) {
        self.views.tasks = vec![History::default(); self.tasks.len()];
        self.queue.plan(UPDATE_INTERVAL, Planned::UpdateViews);
    }

    /// All gauges are brought up to date.
    pub(super) fn update_views(&mut self) {
        self.queue.plan(self.now.saturating_add(UPDATE_INTERVAL), Planned::UpdateViews);
        for number in 0..self.tasks.len() {
            let metrics = self.metrics_of(&self.tasks[number]);
            self.views.tasks[number].update(metrics);
        }
        let mut ages = Histogram::default();
        for task in self.tasks.iter().filter(|task| task.outputs.is_empty()) {
            ages.add(&task.ages);
        }
        if self.views.ages.len() > INTERVALS {
            self.views.ages.pop_front();
        }
        self.views.ages.push_back(ages);
    }

    fn history(&self, vertex: usize, subtask: u32) -> Option<&History> {
        self.task(vertex, subtask)?;
        let TaskId(number) = TaskId(self.firsts[vertex] + subtask);
        self.views.tasks.get(number as usize)
    }

    /// Flink's meters of subtask `subtask` of `vertex`, as they were brought up to date last: every five seconds. `None` if there is none.
    #[must_use]
    pub fn task_rates(&self, vertex: usize, subtask: u32) -> Option<TaskRates> {
        self.history(vertex, subtask).map(History::rates)
    }

    /// Flink's gauges of how subtask `subtask` of `vertex` spends its time, likewise.
    #[must_use]
    pub fn task_shares(&self, vertex: usize, subtask: u32) -> Option<TaskShares> {
        let rules = &Behaviour::of(self.scenario.release).metrics;
        self.history(vertex, subtask).map(|history| history.shares(rules))
    }

    /// Ages of the records that reached an end of the job in the last minute, of all its ends, when gauges were brought up to date last.
    #[must_use]
    pub fn recent_latency(&self) -> Histogram {
        let last = self.views.ages.back().cloned().unwrap_or_default();
        if self.views.ages.len() <= INTERVALS {
            return last;
        }
        self.views.ages.front().map_or_else(Histogram::default, |first| last.since(first))
    }

    /// Network memory of a TaskManager as Flink's metrics say it; `None` if there is no such TaskManager.
    #[must_use]
    pub fn shuffle_metrics(&self, task_manager: usize) -> Option<ShuffleMetrics> {
        let global = &self.task_managers.get(task_manager)?.global;
        Some(ShuffleMetrics {
            total_segments: u64::try_from(global.total()).unwrap_or(0),
            available_segments: global.available().into(),
            segment_size: self.scenario.segment_size.into(),
            requested_usage: global.usage().ok().flatten(),
        })
    }

    /// All metrics of subtask `subtask` of `vertex` with Flink's names; `None` if there is none. Takes `&mut self` because sizes of pools are
    /// computed when they are looked at.
    pub fn task_readings(&mut self, vertex: usize, subtask: u32) -> Option<Vec<Reading>> {
        let gauges = self.task_gauges(vertex, subtask)?;
        let gates = self.task(vertex, subtask)?.gates.clone().map(|gate| &self.gates[gate as usize]);
        let debloaters = gates.filter_map(|gate| gate.debloater.as_ref());
        let sample = TaskSample {
            debloated_sizes: debloaters.map(|debloater| debloater.size()).collect(),
            metrics: self.task_metrics(vertex, subtask)?,
            rates: self.task_rates(vertex, subtask)?,
            shares: self.task_shares(vertex, subtask)?,
            gauges,
        };
        Some(catalogue::task(self.scenario.release, &sample))
    }

    /// All metrics of a TaskManager's network memory with Flink's names; `None` if there is no such TaskManager.
    #[must_use]
    pub fn task_manager_readings(&self, task_manager: usize) -> Option<Vec<Reading>> {
        let sample = self.shuffle_metrics(task_manager)?;
        Some(catalogue::task_manager(self.scenario.release, &sample))
    }

    /// All metrics of the job: Flink's of its checkpoints, and what Flink has none for.
    #[must_use]
    pub fn job_readings(&self) -> Vec<Reading> {
        let sample = JobSample {
            triggered_checkpoints: self.coordinator.triggered,
            completed_checkpoints: self.coordinator.completed,
            failed_checkpoints: self.coordinator.failed,
            last_checkpoint: self.coordinator.last.clone(),
            in_flight: self.edges.iter().map(EdgeMetrics::in_flight).sum(),
            latency: self.recent_latency(),
        };
        catalogue::job(self.scenario.release, &sample)
    }
}
