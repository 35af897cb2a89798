//! Checkpoints that a task gives up: those behind it hear of it, and wait no longer for its barriers.
//!
//! Follows `SingleCheckpointBarrierHandler` (`abortInternal`, `processCancellationBarrier`) and `SubtaskCheckpointCoordinatorImpl`, which
//! announces a checkpoint that was given up meanwhile instead of taking part in it. Without that, tasks with several inputs could wait for
//! each other for ever.

use super::Simulation;
use super::ids::{ChannelId, TaskId};
use super::model::Phase;
use crate::event::{DataType, Event};

/// A `CancelCheckpointMarker`: its kind and the checkpoint, bytes (`EventSerializer`).
const MARKER_BYTES: u32 = 12;

impl Simulation {
    /// A task reads an event from a channel: a barrier, or the word that there will be none.
    pub(super) fn handle(&mut self, task: TaskId, channel: ChannelId, event: Event) {
        self.coordinator.on_their_way = self.coordinator.on_their_way.saturating_sub(1);
        if event.data_type == DataType::EventBuffer {
            self.hear_of_cancellation(task, event.tag);
        } else {
            self.handle_barrier(task, channel, event);
        }
    }

    /// Whether nobody waits any more for a task to take part in a checkpoint. A source carries out all triggers that it got.
    pub(super) fn is_given_up(&mut self, task: TaskId, number: u64) -> bool {
        !self.tasks[task.at()].gates.is_empty() && self.coordinator.pending(number).is_none()
    }

    /// A task says that it sends no barriers of a checkpoint (`CancelCheckpointMarker`).
    pub(super) fn announce_cancellation(&mut self, task: TaskId, number: u64) {
        let marker = Event { data_type: DataType::EventBuffer, bytes: MARKER_BYTES, tag: number };
        for partition in self.outputs(task) {
            self.broadcast_event(partition, marker);
        }
    }

    /// A task gives a checkpoint up, and what came before it: it ignores barriers that still come (`abortInternal`).
    pub(super) fn abort(&mut self, task: TaskId, number: u64) {
        let state = &mut self.tasks[task.at()];
        state.aligned = state.aligned.max(number + 1);
        if let Some(old) = state.alignment.take_if(|alignment| alignment.number <= number) {
            self.resume_all(old.blocked);
        }
        if self.tasks[task.at()].phase == Phase::Next {
            self.announce_cancellation(task, number);
        } else {
            // An announced barrier made it do so in the middle of a record.
            self.tasks[task.at()].mail.cancelled = Some(number);
        }
    }

    /// A producer sends no barriers of a checkpoint (`processCancellationBarrier`).
    fn hear_of_cancellation(&mut self, task: TaskId, number: u64) {
        let state = &self.tasks[task.at()];
        let is_news = match &state.alignment {
            Some(alignment) if alignment.number == number => alignment.received > 0,
            Some(alignment) => alignment.number < number,
            None => state.aligned <= number,
        };
        if is_news {
            self.abort(task, number);
        }
    }
}
