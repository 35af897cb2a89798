//! What barriers do at a task: it waits for all of them, or lets them overtake.
//!
//! Follows `SingleCheckpointBarrierHandler` with its states, `RemoteInputChannel` and `ChannelStatePersister`. A task deals with barriers
//! between two records, as with all its mail.

use super::Simulation;
use super::ids::{ChannelId, GateId, TaskId};
use super::queue::Planned;
use crate::behaviour::Behaviour;
use crate::event::{DataType, Event};
use crate::scenario::{Barriers, Nanos};

/// Barriers of a checkpoint that have come to a task, or are known to come.
#[derive(Clone, Debug, Default)]
pub(super) struct Alignment {
    pub(super) number: u64,
    /// When the first one did.
    first: Option<Nanos>,
    /// How many did.
    pub(super) received: usize,
    /// The channels that are blocked.
    pub(super) blocked: Vec<ChannelId>,
    /// Channels whose barriers were received behind data that is not read.
    announced: Vec<ChannelId>,
    /// Whether barriers overtake.
    is_unaligned: bool,
    /// Whether the task has sent barriers on.
    has_taken_part: bool,
}

/// What a channel has seen of barriers, where they may overtake.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// The last checkpoint whose barrier has come, see [`mark`].
    barrier: u32,
    /// Bytes that arrived from another TaskManager since then.
    behind: u64,
}

impl Simulation {
    /// Something in a channel has overtaken the rest: its task is to look before the next record (`processPriorityEvents`).
    pub(super) fn make_urgent(&mut self, channel: ChannelId) {
        let task = self.gates[self.channels[channel.at()].gate.at()].task;
        self.tasks[task.at()].mail.urgent.push_back(channel);
        self.wake_for_mail(task);
    }

    /// A barrier has arrived from another TaskManager. One that may turn unaligned is announced to the task (`EventAnnouncement`).
    pub(super) fn barrier_arrives(&mut self, channel: ChannelId, event: Event) {
        if event.data_type == DataType::EventBuffer {
            return;
        }
        self.see_barrier(channel, event.tag);
        if event.data_type.has_priority() {
            return self.make_urgent(channel);
        }
        let task = self.gates[self.channels[channel.at()].gate.at()].task;
        if event.data_type == DataType::TimeoutableAlignedCheckpointBarrier
            && self.begin_alignment(task, event.tag)
            && let Some(alignment) = &mut self.tasks[task.at()].alignment
        {
            alignment.announced.push(channel);
            if alignment.is_unaligned {
                self.tasks[task.at()].mail.timeout = Some(event.tag);
                self.wake_for_mail(task);
            }
        }
    }

    /// Nothing that a channel brings from now on belongs to a checkpoint.
    fn see_barrier(&mut self, channel: ChannelId, number: u64) {
        if let Some(seen) = self.seen.get_mut(channel.at()) {
            *seen = Seen { barrier: mark(number), behind: 0 };
        }
    }

    /// Data has arrived from another TaskManager where barriers may overtake.
    pub(super) fn data_arrives(&mut self, task: TaskId, channel: ChannelId, bytes: u32) {
        if let Some(seen) = self.seen.get_mut(channel.at()) {
            seen.behind += u64::from(bytes);
        }
        self.keep_if_overtaken(task, channel, bytes);
    }

    /// What a channel brings belongs to a checkpoint that its task has begun, if the barrier is still to come.
    pub(super) fn keep_if_overtaken(&mut self, task: TaskId, channel: ChannelId, bytes: u32) {
        if let Some(alignment) = &self.tasks[task.at()].alignment
            && alignment.is_unaligned
            && alignment.has_taken_part
            && self.seen.get(channel.at()).is_some_and(|seen| seen.barrier != mark(alignment.number))
        {
            self.keep(task, alignment.number, bytes.into());
        }
    }

    /// Makes ready for the barriers of a checkpoint; false if they come too late for it.
    fn begin_alignment(&mut self, task: TaskId, number: u64) -> bool {
        let state = &mut self.tasks[task.at()];
        match &state.alignment {
            Some(alignment) if alignment.number == number => return true,
            Some(alignment) if alignment.number > number => return false,
            None if state.aligned > number => return false,
            _ => {}
        }
        // A checkpoint that was given up may not have got all its barriers (`CHECKPOINT_DECLINED_SUBSUMED`).
        if let Some(old) = state.alignment.as_ref().map(|old| old.number) {
            self.abort(task, old);
        }
        let is_unaligned = self.begins_unaligned();
        self.tasks[task.at()].alignment = Some(Alignment { number, is_unaligned, ..Alignment::default() });
        self.plan_timeout(task, number);
        true
    }

    /// A task takes a barrier from a channel (`processBarrier`).
    pub(super) fn handle_barrier(&mut self, task: TaskId, channel: ChannelId, event: Event) {
        let is_blocking = event.data_type.is_blocking();
        if !self.begin_alignment(task, event.tag) {
            if is_blocking {
                self.resume_channel(channel);
            }
            return;
        }
        if self.channels[channel.at()].remote.is_none() {
            self.see_barrier(channel, event.tag);
        }
        let expected = self.channels_of(task);
        let is_late = self.is_timed_out(event.tag);
        let now = self.now;
        let Some(alignment) = &mut self.tasks[task.at()].alignment else { return };
        alignment.first.get_or_insert(now);
        alignment.received += 1;
        alignment.announced.retain(|announced| *announced != channel);
        if is_blocking {
            alignment.blocked.push(channel);
        }
        let is_last = alignment.received >= expected;
        if alignment.is_unaligned || !is_blocking || (is_late && !is_last) {
            self.turn_unaligned(task);
        } else if is_last {
            self.take_part(task, event.tag, false);
        }
        if is_last {
            self.finish_alignment(task);
        }
    }

    /// Whether barriers overtake from the beginning.
    pub(super) fn begins_unaligned(&self) -> bool {
        self.scenario.checkpointing.is_some_and(|checkpointing| checkpointing.barriers == Barriers::Unaligned)
    }

    /// Channels of a task.
    fn channels_of(&self, task: TaskId) -> usize {
        self.tasks[task.at()].gates.clone().map(|gate| self.gates[gate as usize].channels.len()).sum()
    }

    /// Barriers are not waited for any more (`alignedCheckpointTimeout`): those that were received overtake, and with the first one the task
    /// takes part.
    fn turn_unaligned(&mut self, task: TaskId) {
        let Some(alignment) = &mut self.tasks[task.at()].alignment else { return };
        alignment.is_unaligned = true;
        let number = alignment.number;
        let begins = alignment.received > 0 && !alignment.has_taken_part;
        alignment.has_taken_part |= begins;
        for channel in std::mem::take(&mut alignment.announced) {
            let at = &self.channels[channel.at()];
            let Some(remote) = &at.remote else { continue };
            if self.gates[at.gate.at()].input.prioritize(remote.number, number).unwrap_or(false) {
                self.make_ready(channel);
                self.make_urgent(channel);
            }
        }
        if begins {
            self.keep_inputs(task, number);
            self.take_part(task, number, true);
        }
    }

    /// What was received and not read, and what is left of the buffer in hand, becomes part of a checkpoint.
    fn keep_inputs(&mut self, task: TaskId, number: u64) {
        let mut kept = 0;
        for gate in self.tasks[task.at()].gates.clone().map(GateId) {
            let gate = &self.gates[gate.at()];
            for id in &gate.channels {
                let channel = &self.channels[id.at()];
                kept += u64::from(channel.put_aside);
                if let Some(remote) = &channel.remote {
                    let seen = self.seen.get(id.at()).filter(|seen| seen.barrier == mark(number));
                    kept += gate.input.received_bytes(remote.number) - seen.map_or(0, |seen| seen.behind);
                }
            }
        }
        kept += self.tasks[task.at()].current.map_or(0, |current| u64::from(current.unread));
        self.keep(task, number, kept);
    }

    /// All barriers of a checkpoint have come.
    fn finish_alignment(&mut self, task: TaskId) {
        let Some(alignment) = self.tasks[task.at()].alignment.take() else { return };
        self.tasks[task.at()].aligned = alignment.number + 1;
        self.acknowledge(task, alignment.number, alignment.first.unwrap_or(self.now));
        self.resume_all(alignment.blocked);
    }

    /// Whether barriers of a checkpoint have waited long enough.
    fn is_timed_out(&mut self, number: u64) -> bool {
        self.deadline(number).is_some_and(|deadline| deadline <= self.now)
    }

    /// Until when barriers of a checkpoint wait; `None` if they do not turn unaligned.
    fn deadline(&mut self, number: u64) -> Option<Nanos> {
        let Barriers::AlignedFor(timeout) = self.scenario.checkpointing?.barriers else { return None };
        let triggered = self.coordinator.pending(number)?.triggered;
        Some(triggered.saturating_add(timeout))
    }

    /// A task is to look after its barriers when they have waited long enough (`registerAlignmentTimer`).
    pub(super) fn plan_timeout(&mut self, task: TaskId, number: u64) {
        if let Some(deadline) = self.deadline(number) {
            self.queue.plan(deadline.max(self.now), Planned::Timeout(task));
        }
    }

    /// Barriers have waited long enough, unless they are those of a checkpoint that is over.
    pub(super) fn timeout(&mut self, task: TaskId) {
        let Some(number) = self.coordinator.pending.as_ref().map(|pending| pending.number) else { return };
        if self.is_timed_out(number) {
            self.tasks[task.at()].mail.timeout = Some(number);
            self.wake_for_mail(task);
        }
    }

    pub(super) fn time_out(&mut self, task: TaskId, number: u64) {
        if Behaviour::of(self.scenario.release).output.times_out_barriers {
            for partition in self.outputs(task) {
                let kept =
                    self.with_output(partition, |output, _| Ok(output.output.time_out_barriers(number)));
                self.keep(task, number, kept.unwrap_or_default().bytes);
            }
        }
        if self.tasks[task.at()].alignment.as_ref().is_some_and(|alignment| alignment.number == number) {
            self.turn_unaligned(task);
        }
    }

    pub(super) fn resume_all(&mut self, channels: Vec<ChannelId>) {
        for channel in channels {
            self.resume_channel(channel);
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

/// How a channel notes that it has seen the barrier of a checkpoint; 0 stands for none.
#[expect(clippy::cast_possible_truncation, reason = "checkpoints that follow one another are told apart")]
const fn mark(number: u64) -> u32 {
    (number as u32).wrapping_add(1)
}
