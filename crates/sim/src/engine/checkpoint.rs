//! Aligned checkpoints: who gets barriers, who waits for them, and how long that takes.
//!
//! Follows `CheckpointCoordinator` with one checkpoint at a time, and `SingleCheckpointBarrierHandler` for exactly-once without timeout.
//! What a task writes of its state takes no time.

use super::Simulation;
use super::ids::{ChannelId, TaskId};
use super::model::{Activity, Alignment, Phase};
use super::queue::Planned;
use crate::event::{DataType, Event};
use crate::metrics::{CheckpointMetrics, StageCheckpoint};
use crate::scenario::Nanos;

/// A barrier with its header and options, bytes (`EventSerializer`).
const BARRIER_BYTES: u32 = 38;

/// A checkpoint that is not complete.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    number: u64,
    triggered: Nanos,
    /// Tasks that have not taken part.
    missing: usize,
    stages: Vec<StageCheckpoint>,
}

impl Simulation {
    /// The time of a checkpoint: it is triggered, or it waits until the one before is complete.
    pub(super) fn checkpoint_due(&mut self) {
        let Some(interval) = self.scenario.checkpoint_interval else { return };
        self.queue.plan(self.now.saturating_add(interval), Planned::Checkpoint);
        if self.pending.is_some() {
            self.is_checkpoint_due = true;
        } else {
            self.trigger();
        }
    }

    fn trigger(&mut self) {
        let number = self.triggered;
        self.triggered += 1;
        self.pending = Some(Pending {
            number,
            triggered: self.now,
            missing: self.tasks.len(),
            stages: vec![StageCheckpoint::default(); self.scenario.vertices.len()],
        });
        for task in (0..super::ids::next(&self.tasks)).map(TaskId) {
            let state = &mut self.tasks[task.at()];
            if state.gates.is_empty() {
                state.mail = Some(number);
                if matches!(state.activity, Activity::Idle | Activity::Soft) && state.phase == Phase::Next {
                    self.wake(task);
                }
            }
        }
    }

    /// A source carries out a trigger between two records.
    pub(super) fn read_mail(&mut self, task: TaskId) {
        if let Some(number) = self.tasks[task.at()].mail.take() {
            self.take_part(task, number, self.now);
        }
    }

    /// A task takes something else than data from a channel.
    pub(super) fn handle(&mut self, task: TaskId, channel: ChannelId, event: Event) {
        let now = self.now;
        let state = &mut self.tasks[task.at()];
        let alignment = state.alignment.get_or_insert(Alignment { first: now, channels: Vec::new() });
        alignment.channels.push(channel);
        let gates = state.gates.clone();
        let expected: usize = gates.map(|gate| self.gates[gate as usize].channels.len()).sum();
        let state = &mut self.tasks[task.at()];
        if let Some(alignment) = state.alignment.take_if(|alignment| alignment.channels.len() == expected) {
            self.take_part(task, event.tag, alignment.first);
            for channel in alignment.channels {
                self.resume_channel(channel);
            }
        }
    }

    /// A task sends barriers on and is done with its part of a checkpoint, whose first barrier it saw at `first`.
    fn take_part(&mut self, task: TaskId, number: u64, first: Nanos) {
        let barrier =
            Event { data_type: DataType::AlignedCheckpointBarrier, bytes: BARRIER_BYTES, tag: number };
        for partition in self.outputs(task) {
            self.with_output(partition, |output, _| output.output.broadcast_event(barrier));
        }
        let now = self.now;
        let Some(pending) = self.pending.as_mut().filter(|pending| pending.number == number) else { return };
        let stage = &mut pending.stages[self.tasks[task.at()].vertex];
        stage.max_start_delay = stage.max_start_delay.max(first - pending.triggered);
        stage.max_alignment = stage.max_alignment.max(now - first);
        pending.missing -= 1;
        if pending.missing == 0 {
            self.complete();
        }
    }

    fn complete(&mut self) {
        if let Some(pending) = self.pending.take() {
            let Pending { triggered, stages, .. } = pending;
            self.last_checkpoint = Some(CheckpointMetrics {
                number: pending.number,
                triggered,
                end_to_end: self.now - triggered,
                stages,
            });
        }
        if std::mem::take(&mut self.is_checkpoint_due) {
            self.trigger();
        }
    }

    fn resume_channel(&mut self, channel: ChannelId) {
        if self.channels[channel.at()].remote.is_some() {
            self.queue
                .plan(self.now.saturating_add(self.scenario.network.latency), Planned::Resumed(channel));
        } else {
            self.resume_consumption(channel);
            if self.next_type(channel).is_some() {
                self.make_ready(channel);
            }
        }
    }

    /// A producer learns that its channel is read again.
    pub(super) fn resumed(&mut self, channel: ChannelId) {
        self.resume_consumption(channel);
        if let Some(remote) = self.channels[channel.at()].remote.as_mut() {
            remote.credit.resume();
        }
        self.enqueue_sender(channel);
    }

    fn resume_consumption(&mut self, channel: ChannelId) {
        let at = &self.channels[channel.at()];
        let subpartition = at.subpartition;
        self.with_output(at.partition, |output, _| output.output.resume_consumption(subpartition));
    }
}
