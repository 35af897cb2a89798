//! Checkpoints: when they are triggered, who has taken part, and what becomes of them.
//!
//! Follows `CheckpointCoordinator` with one checkpoint at a time, exactly once. What a task writes of its state takes no time. What barriers
//! do at a task is in [`barrier`](super::barrier).

use super::Simulation;
use super::ids::{PartitionId, TaskId, next};
use super::model::{Activity, Phase};
use super::queue::Planned;
use crate::event::{DataType, Event};
use crate::metrics::{CheckpointMetrics, StageCheckpoint};
use crate::output::Overtaken;
use crate::scenario::{Barriers, Nanos};

/// A barrier with its header and options, bytes (`EventSerializer`).
const BARRIER_BYTES: u32 = 38;

/// A checkpoint that is not complete.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) number: u64,
    pub(super) triggered: Nanos,
    /// Tasks that have not taken part.
    missing: usize,
    stages: Vec<StageCheckpoint>,
}

impl Pending {
    /// A checkpoint at the subtasks of a vertex, so far.
    pub(super) fn stage(&mut self, vertex: usize) -> &mut StageCheckpoint {
        &mut self.stages[vertex]
    }
}

/// Checkpoints, all together.
#[derive(Clone, Debug, Default)]
pub(super) struct Coordinator {
    /// Checkpoints triggered so far.
    pub(super) triggered: u64,
    pub(super) pending: Option<Pending>,
    /// Whether the next one waits for the pending one.
    is_due: bool,
    pub(super) last: Option<CheckpointMetrics>,
    pub(super) completed: u64,
    pub(super) failed: u64,
    /// Barriers, and words that there will be none, that tasks have sent and not read.
    pub(super) on_their_way: u64,
}

impl Coordinator {
    /// The checkpoint of this number, if it is the pending one.
    pub(super) fn pending(&mut self, number: u64) -> Option<&mut Pending> {
        self.pending.as_mut().filter(|pending| pending.number == number)
    }
}

impl Simulation {
    /// The time of a checkpoint: it is triggered, or it waits until the one before is complete.
    pub(super) fn checkpoint_due(&mut self) {
        let Some(checkpointing) = self.scenario.checkpointing else { return };
        self.queue.plan(self.now.saturating_add(checkpointing.interval), Planned::Checkpoint);
        if self.coordinator.pending.is_some() {
            self.coordinator.is_due = true;
        } else {
            self.trigger();
        }
    }

    /// Whether barriers of many checkpoints that were given up are still on their way. Flink would go on and restart the job sooner or later;
    /// here no other is triggered, so that queues end.
    fn is_clogged(&self) -> bool {
        let channels = u64::try_from(self.channels.len()).unwrap_or(u64::MAX);
        self.coordinator.on_their_way > channels.saturating_mul(4).saturating_add(1 << 16)
    }

    fn trigger(&mut self) {
        let Some(checkpointing) = self.scenario.checkpointing else { return };
        if self.is_clogged() {
            return;
        }
        let number = self.coordinator.triggered;
        self.coordinator.triggered += 1;
        self.coordinator.pending = Some(Pending {
            number,
            triggered: self.now,
            missing: self.tasks.len(),
            stages: vec![StageCheckpoint::default(); self.scenario.vertices.len()],
        });
        self.queue.plan(self.now.saturating_add(checkpointing.timeout), Planned::GiveUp);
        for task in (0..next(&self.tasks)).map(TaskId) {
            if self.tasks[task.at()].gates.is_empty() {
                self.tasks[task.at()].mail.triggers.end = number + 1;
                self.wake_for_mail(task);
            }
        }
    }

    /// Wakes a task that is between records: it reads its mail before the next one.
    pub(super) fn wake_for_mail(&mut self, task: TaskId) {
        let state = &self.tasks[task.at()];
        if matches!(state.activity, Activity::Idle | Activity::Soft) && state.phase == Phase::Next {
            self.wake(task);
        }
    }

    /// A task sends barriers on, and then, if they overtake, keeps what is on its way to it.
    pub(super) fn take_part(&mut self, task: TaskId, number: u64, is_unaligned: bool) {
        if self.is_given_up(task, number) {
            return self.announce_cancellation(task, number);
        }
        let barriers = self.scenario.checkpointing.map(|checkpointing| checkpointing.barriers);
        let data_type = match barriers {
            _ if is_unaligned => DataType::PrioritizedEventBuffer,
            Some(Barriers::AlignedFor(_)) => DataType::TimeoutableAlignedCheckpointBarrier,
            _ => DataType::AlignedCheckpointBarrier,
        };
        let barrier = Event { data_type, bytes: BARRIER_BYTES, tag: number };
        let mut kept = 0;
        for partition in self.outputs(task) {
            kept += self.broadcast_event(partition, barrier).bytes;
        }
        self.keep(task, number, kept);
        if data_type == DataType::TimeoutableAlignedCheckpointBarrier {
            self.plan_timeout(task, number);
        }
    }

    /// Sends an event to all readers of a partition; says what it overtook.
    pub(super) fn broadcast_event(&mut self, partition: PartitionId, event: Event) -> Overtaken {
        let readers = self.partitions[partition.at()].channels.len();
        self.coordinator.on_their_way += u64::try_from(readers).unwrap_or(u64::MAX);
        self.with_output(partition, |output, _| output.output.broadcast_event(event)).unwrap_or_default()
    }

    /// Bytes of buffers on their way become part of a checkpoint.
    pub(super) fn keep(&mut self, task: TaskId, number: u64, bytes: u64) {
        let vertex = self.tasks[task.at()].vertex;
        if let Some(pending) = self.coordinator.pending(number) {
            pending.stage(vertex).persisted_bytes += bytes;
        }
    }

    /// A task is done with its part of a checkpoint, whose first barrier it saw at `first`.
    pub(super) fn acknowledge(&mut self, task: TaskId, number: u64, first: Nanos) {
        let now = self.now;
        let vertex = self.tasks[task.at()].vertex;
        let Some(pending) = self.coordinator.pending(number) else { return };
        let triggered = pending.triggered;
        let stage = pending.stage(vertex);
        stage.max_start_delay = stage.max_start_delay.max(first - triggered);
        stage.max_alignment = stage.max_alignment.max(now - first);
        stage.max_end_to_end = stage.max_end_to_end.max(now - triggered);
        pending.missing -= 1;
        if pending.missing == 0 {
            self.complete();
        }
    }

    fn complete(&mut self) {
        if let Some(Pending { number, triggered, stages, .. }) = self.coordinator.pending.take() {
            self.coordinator.completed += 1;
            let end_to_end = self.now - triggered;
            self.coordinator.last = Some(CheckpointMetrics { number, triggered, end_to_end, stages });
        }
        self.trigger_next();
    }

    /// A checkpoint has taken too long (`CHECKPOINT_EXPIRED`). Its barriers go on; nobody counts who has taken part.
    pub(super) fn give_up(&mut self) {
        let Some(checkpointing) = self.scenario.checkpointing else { return };
        let now = self.now;
        let is_late = |pending: &mut Pending| now - pending.triggered >= checkpointing.timeout;
        if self.coordinator.pending.take_if(is_late).is_some() {
            self.coordinator.failed += 1;
            self.trigger_next();
        }
    }

    fn trigger_next(&mut self) {
        if std::mem::take(&mut self.coordinator.is_due) {
            self.trigger();
        }
    }
}
