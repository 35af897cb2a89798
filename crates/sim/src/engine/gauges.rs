//! What can be seen of a simulation at a moment.

use super::Simulation;
use super::ids::{ChannelId, GateId, PartitionId};
use super::model::Task;
use crate::metrics::{CheckpointMetrics, EdgeMetrics, Histogram, TaskGauges, TaskMetrics, TaskTimes};
use crate::usage::{InputUsage, out_pool_usage};

impl Simulation {
    /// Counters and times of subtask `subtask` of `vertex`; `None` if there is none.
    #[must_use]
    pub fn task_metrics(&self, vertex: usize, subtask: u32) -> Option<TaskMetrics> {
        self.task(vertex, subtask).map(|task| self.metrics_of(task))
    }

    pub(super) fn metrics_of(&self, task: &Task) -> TaskMetrics {
        let mut counters = task.counters;
        for output in task.outputs.clone().map(PartitionId) {
            let output = &self.partitions[output.at()].output;
            counters.buffers_out += output.buffers_out();
            counters.bytes_out += output.bytes_out();
        }
        let mut clock = task.clock;
        clock.note(task.activity, self.now);
        let times = TaskTimes {
            busy: clock.busy,
            idle: clock.idle,
            soft_backpressured: clock.soft,
            hard_backpressured: clock.hard,
        };
        TaskMetrics { counters, times }
    }

    /// Ages of records when subtask `subtask` of `vertex` was done with them: only of a vertex without outputs, and since the source
    /// wrote the record from which they come. Their mean is exact; records of one buffer are taken to be made at equal distances. `None` if
    /// there is no such subtask.
    #[must_use]
    pub fn latency(&self, vertex: usize, subtask: u32) -> Option<&Histogram> {
        self.task(vertex, subtask).map(|task| &task.ages)
    }

    /// Records of an edge.
    #[must_use]
    pub fn edge_metrics(&self, edge: usize) -> Option<EdgeMetrics> {
        self.edges.get(edge).copied()
    }

    /// The TaskManager of subtask `subtask` of `vertex`.
    #[must_use]
    pub fn task_manager_of(&self, vertex: usize, subtask: u32) -> Option<usize> {
        self.task(vertex, subtask).map(|task| task.task_manager)
    }

    /// Segments of a TaskManager that were taken (`UsedMemorySegments`).
    #[must_use]
    pub fn used_memory_segments(&self, task_manager: usize) -> Option<u32> {
        let global = &self.task_managers.get(task_manager)?.global;
        Some(u32::try_from(global.total()).unwrap_or(0).saturating_sub(global.available()))
    }

    /// Gauges of subtask `subtask` of `vertex`; `None` if there is none. Takes `&mut self` because sizes of pools are computed when they
    /// are looked at.
    pub fn task_gauges(&mut self, vertex: usize, subtask: u32) -> Option<TaskGauges> {
        let task = self.task(vertex, subtask)?;
        let (outputs, gates, home) = (task.outputs.clone(), task.gates.clone(), task.task_manager);
        let mut gauges = TaskGauges::default();
        let mut out_pools = Vec::new();
        for output in outputs.map(PartitionId) {
            let output = &self.partitions[output.at()].output;
            gauges.output_queue_length += u64::from(output.queued());
            gauges.output_queue_size += output.queued_bytes();
            gauges.is_back_pressured |= !output.is_available(&self.task_managers[home].global);
            out_pools.extend(self.task_managers[home].global.pool(output.pool()));
        }
        gauges.out_pool_usage = out_pool_usage(out_pools);
        let mut usage = InputUsage::default();
        for gate in gates.map(GateId) {
            let gate = &self.gates[gate.at()];
            gauges.input_queue_length += u64::from(gate.input.queued().unsigned_abs());
            gauges.input_queue_size += gate.input.queued_bytes();
            let is_local = |channel: &&ChannelId| self.channels[channel.at()].remote.is_none();
            for channel in gate.channels.iter().filter(is_local) {
                gauges.input_queue_length +=
                    self.subpartition(*channel).map_or(0, |state| u64::from(state.queued));
            }
            if let Some(debloater) = &gate.debloater {
                gauges.debloated_buffer_size = debloater.size();
                let estimate = &mut gauges.estimated_time_to_consume_buffers_ms;
                *estimate = debloater.estimate_ms().max(*estimate);
            }
            usage = usage.and(gate.input.usage(&mut self.task_managers[home].global));
        }
        gauges.exclusive_buffers_usage = usage.exclusive_usage();
        gauges.floating_buffers_usage = usage.floating_usage();
        gauges.in_pool_usage = usage.in_pool_usage();
        Some(gauges)
    }

    /// The last checkpoint that was completed.
    #[must_use]
    pub const fn last_checkpoint(&self) -> Option<&CheckpointMetrics> {
        self.coordinator.last.as_ref()
    }

    /// Checkpoints that were completed.
    #[must_use]
    pub const fn completed_checkpoints(&self) -> u64 {
        self.coordinator.completed
    }

    /// Checkpoints that were given up because they took too long.
    #[must_use]
    pub const fn failed_checkpoints(&self) -> u64 {
        self.coordinator.failed
    }

    pub(super) fn task(&self, vertex: usize, subtask: u32) -> Option<&Task> {
        let first = *self.firsts.get(vertex)?;
        self.tasks.get(first.checked_add(subtask)? as usize).filter(|task| task.vertex == vertex)
    }
}
