//! The consumer's side: which channel is read next, and where its buffers go.
//!
//! Follows `SingleInputGate` and `LocalInputChannel`; remote channels are [`InputGate`].

use pools::buffer::NetworkBufferPool;

use super::Simulation;
use super::debloating::MILLISECOND;
use super::ids::{ChannelId, TaskId};
use super::model::{Activity, Channel, Current, Held, Message, Remote};
use super::origins::Origins;
use super::queue::Planned;
use crate::event::{DataType, Event};
use crate::input::{InputError, InputGate, Received};
use crate::output::{BufferId, Item};

/// What a task reads of a channel.
enum Taken {
    Buffer(Current),
    Event(Event),
}

impl Simulation {
    /// Puts a channel among those that its task reads, and wakes the task.
    pub(super) fn make_ready(&mut self, channel: ChannelId) {
        let at = &mut self.channels[channel.at()];
        let task = self.gates[at.gate.at()].task;
        if !std::mem::replace(&mut at.is_ready, true) {
            self.tasks[task.at()].ready.push_back(channel);
        }
        if self.tasks[task.at()].activity == Activity::Idle {
            self.wake(task);
        }
    }

    /// Takes the next buffer of a task's inputs; false if there is none.
    pub(super) fn next_buffer(&mut self, task: TaskId) -> bool {
        while let Some(channel) = self.tasks[task.at()].ready.pop_front() {
            self.channels[channel.at()].is_ready = false;
            let taken = if self.channels[channel.at()].remote.is_some() {
                self.take_received(task, channel)
            } else {
                self.poll_local(task, channel)
            };
            match taken {
                Some(Taken::Buffer(current)) => {
                    let gate = self.measuring_gate(self.channels[channel.at()].gate);
                    let now = self.now / MILLISECOND;
                    self.gates[gate.at()].throughput.add(u64::from(current.unread), now);
                    self.tasks[task.at()].current = Some(current);
                    self.tasks[task.at()].overhead += self.scenario.host.per_buffer_in;
                    return true;
                }
                Some(Taken::Event(event)) => self.handle(task, channel, event),
                None => {}
            }
        }
        false
    }

    /// Takes what has overtaken the rest of a channel, unless it was taken since.
    pub(super) fn take_urgent(&mut self, task: TaskId, channel: ChannelId) {
        let at = &self.channels[channel.at()];
        let taken = match &at.remote {
            Some(remote) if self.gates[at.gate.at()].input.has_priority(remote.number) => {
                self.take_received(task, channel)
            }
            None if self.next_type(channel).is_some_and(DataType::has_priority) => {
                self.poll_local(task, channel)
            }
            _ => return,
        };
        if let Some(Taken::Event(event)) = taken {
            self.handle(task, channel, event);
        }
    }

    /// Without data, time does not count for the throughput.
    pub(super) fn note_no_data(&mut self, task: TaskId) {
        let now = self.now / MILLISECOND;
        for gate in self.tasks[task.at()].gates.clone() {
            self.gates[gate as usize].throughput.pause(now);
        }
    }

    fn poll_local(&mut self, task: TaskId, channel: ChannelId) -> Option<Taken> {
        let polled = self.poll(channel)?;
        if polled.next.is_some() {
            self.make_ready(channel);
        }
        let slice = match polled.item {
            Item::Data(slice) => slice,
            Item::Event(event) => return Some(Taken::Event(event)),
        };
        let counters = &mut self.tasks[task.at()].counters;
        counters.buffers_in_local += 1;
        counters.bytes_in_local += u64::from(slice.bytes);
        if self.has_overtaking {
            self.keep_if_overtaken(task, channel, slice.bytes);
        }
        let origins = Origins::of(slice.payload, self.now);
        Some(Taken::Buffer(Current {
            channel,
            unread: slice.bytes,
            origins,
            held: Held::Local(slice.buffer),
        }))
    }

    fn take_received(&mut self, task: TaskId, channel: ChannelId) -> Option<Taken> {
        let (received, has_more) = self.with_input(channel, |input, _, number| {
            Ok((input.next(number)?, input.channel(number).is_some_and(|state| state.received > 0)))
        })?;
        let received = received?;
        if has_more {
            self.make_ready(channel);
        }
        let (bytes, origins, source) = match received {
            Received::Data { bytes, payload, source } => (bytes, Origins::of(payload, self.now), source),
            Received::Event(event) => return Some(Taken::Event(event)),
        };
        let counters = &mut self.tasks[task.at()].counters;
        counters.buffers_in_remote += 1;
        counters.bytes_in_remote += u64::from(bytes);
        Some(Taken::Buffer(Current { channel, unread: bytes, origins, held: Held::Remote(source) }))
    }

    /// Gives a slice back to the partition that it was read from.
    pub(super) fn recycle_slice(&mut self, channel: ChannelId, buffer: BufferId) {
        let partition = self.channels[channel.at()].partition;
        self.with_output(partition, |output, pools| output.output.recycle(pools, buffer));
    }

    /// Gives a buffer back that was read to its end.
    pub(super) fn give_back(&mut self, current: Current) {
        match current.held {
            Held::Local(buffer) => self.recycle_slice(current.channel, buffer),
            Held::Remote(source) => {
                self.with_input(current.channel, |input, pools, number| input.recycle(pools, number, source));
            }
        }
    }

    /// Something arrives, with the backlog behind it.
    pub(super) fn arrive(&mut self, channel: ChannelId) {
        let at = &mut self.channels[channel.at()];
        let gate = at.gate;
        let Some(remote) = at.remote.as_mut() else { return };
        let Some(message) = self.wires.pop(&mut remote.wire) else { return };
        match message {
            Message::Sent { item: Item::Data(slice), backlog } => {
                self.with_input(channel, |input, pools, number| {
                    input.on_data(pools, number, slice.bytes, slice.payload, backlog)
                });
                if self.has_overtaking {
                    self.data_arrives(self.gates[gate.at()].task, channel, slice.bytes);
                }
                self.make_ready(channel);
            }
            Message::Sent { item: Item::Event(event), backlog } => {
                self.with_input(channel, |input, pools, number| {
                    input.on_event(pools, number, event, backlog)
                });
                self.make_ready(channel);
                self.barrier_arrives(channel, event);
            }
            Message::Backlog(backlog) => {
                self.with_input(channel, |input, pools, number| input.on_backlog(pools, number, backlog));
            }
        }
    }

    /// Does something with a remote channel, and sends the credit that comes of it, for whatever channel of its gate. What is gathered
    /// until a message is there goes with it.
    fn with_input<T>(
        &mut self,
        channel: ChannelId,
        operation: impl FnOnce(&mut InputGate, &mut NetworkBufferPool, u32) -> Result<T, InputError>,
    ) -> Option<T> {
        let Channel { gate, remote: Some(Remote { number, .. }), .. } = self.channels[channel.at()] else {
            return None;
        };
        let at = &mut self.gates[gate.at()];
        let home = self.tasks[at.task.at()].task_manager;
        let result = operation(&mut at.input, &mut self.task_managers[home].global, number);
        debug_assert!(result.is_ok(), "the engine keeps to the rules of gates");
        while let Some(credited) = at.input.next_credited() {
            // It mostly is the one at hand, which is in the processor's cache.
            let channel = if credited == number { channel } else { at.remote[credited as usize] };
            self.queue.plan(self.now.saturating_add(self.scenario.network.latency), Planned::Credit(channel));
        }
        self.wake_writers(home);
        result.ok()
    }
}
