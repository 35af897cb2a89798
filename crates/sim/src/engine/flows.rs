//! What is in channels and edges, and what tasks do, for those who draw it.

use super::Simulation;
use super::ids::{ChannelId, TaskId};
use super::model::{self, Channel, Message, Remote};
use crate::event::{DataType, Event};
use crate::input::{ChannelState, InputGate, Received};
use crate::inspect::{
    Activity, BarrierPlace, ChannelContent, ChannelView, EdgeView, Piece, RemoteView, TaskView,
};
use crate::output::{Item, Queued, ResultPartition, Slice};

impl Simulation {
    /// What subtask `subtask` of `vertex` does, and where; `None` if there is none.
    #[must_use]
    pub fn task_view(&self, vertex: usize, subtask: u32) -> Option<TaskView> {
        let task = self.task(vertex, subtask)?;
        let activity = match task.activity {
            _ if self.now < task.clock.since => Activity::NotStarted,
            model::Activity::Busy => Activity::Busy,
            model::Activity::Idle => Activity::Idle,
            model::Activity::Soft => Activity::SoftBackPressured,
            model::Activity::Hard => Activity::HardBackPressured,
        };
        Some(TaskView { activity, task_manager: task.task_manager, slot: task.slot })
    }

    /// The channels of an edge, producer after producer; none if there is no such edge.
    pub fn channels(&self, edge: usize) -> impl Iterator<Item = ChannelView> {
        self.channels_of_edge(edge).map(|channel| self.channel_view(channel))
    }

    /// What is in a channel of an edge, by its place among [`channels`](Self::channels); `None` if there is no such channel.
    #[must_use]
    pub fn channel_content(&self, edge: usize, number: usize) -> Option<ChannelContent> {
        Some(self.content(self.channels_of_edge(edge).nth(number)?))
    }

    fn content(&self, id: ChannelId) -> ChannelContent {
        let channel = &self.channels[id.at()];
        let gate = &self.gates[channel.gate.at()];
        let current = self.tasks[gate.task.at()].current.filter(|current| current.channel == id);
        let mut content = ChannelContent {
            record_bytes: gate.record_bytes,
            put_aside: channel.put_aside,
            reading: current.map(|current| (current.unread, current.origins.left)),
            pieces: Vec::new(),
            is_writing: false,
        };
        if let Some(remote) = &channel.remote {
            let received = gate.input.received(remote.number);
            content.pieces.extend(received.filter_map(|received| match received {
                Received::Data { bytes, payload, .. } => Some(Piece { bytes, payload }),
                Received::Event(_) => None,
            }));
            content.pieces.extend(self.wires.items(remote.wire).filter_map(|message| match message {
                Message::Sent { item: Item::Data(Slice { bytes, payload, .. }), .. } => {
                    Some(Piece { bytes: *bytes, payload: *payload })
                }
                Message::Sent { item: Item::Event(_), .. } | Message::Backlog(_) => None,
            }));
        }
        let output = &self.partitions[channel.partition.at()].output;
        content.is_writing = output.is_writing_to(channel.subpartition);
        let queue = output.queue(channel.subpartition);
        content.pieces.extend(queue.filter_map(|queued| match queued {
            Queued::Data { bytes, payload } => Some(Piece { bytes, payload }),
            Queued::Event(_) => None,
        }));
        content
    }

    fn channels_of_edge(&self, edge: usize) -> impl Iterator<Item = ChannelId> {
        let partitions = self.partitions.iter().filter(move |partition| partition.edge == edge);
        partitions.flat_map(|partition| partition.channels.clone()).map(ChannelId)
    }

    /// An edge with all that is on it; `None` if there is no such edge.
    #[must_use]
    pub fn edge_view(&self, edge: usize) -> Option<EdgeView> {
        self.edges.get(edge)?;
        Some(self.channels(edge).fold(EdgeView::default(), |sum, channel| sum.and(&channel)))
    }

    fn channel_view(&self, id: ChannelId) -> ChannelView {
        let Channel { partition, subpartition, gate, remote, .. } = &self.channels[id.at()];
        let (partition, gate) = (&self.partitions[partition.at()], &self.gates[gate.at()]);
        let state = partition.output.subpartition(*subpartition);
        let (queued_bytes, is_queued) = queue(&partition.output, *subpartition);
        let queued = is_queued.then_some(BarrierPlace::Queued);
        let remote = remote.as_ref().map(|remote| {
            let (from, to) = (self.home(partition.task), self.home(gate.task));
            remote_view(remote, self.wires.items(remote.wire), &gate.input, from, to)
        });
        ChannelView {
            producer: self.subtask(partition.task),
            consumer: self.subtask(gate.task),
            queued: state.map_or(0, |state| state.queued),
            queued_bytes,
            backlog: state.map_or(0, |state| state.backlog),
            is_blocked: state.is_some_and(|state| state.is_blocked),
            barrier: remote.and_then(|(_, barrier)| barrier).max(queued),
            remote: remote.map(|(view, _)| view),
        }
    }

    fn home(&self, task: TaskId) -> usize {
        self.tasks[task.at()].task_manager
    }
}

/// Bytes of data in a subpartition's queue, and whether there is a barrier.
fn queue(output: &ResultPartition, subpartition: u16) -> (u64, bool) {
    output.queue(subpartition).fold((0, false), |(bytes, has_barrier), queued| match queued {
        Queued::Data { bytes: more, .. } => (bytes + u64::from(more), has_barrier),
        Queued::Event(event) => (bytes, has_barrier || is_barrier(event)),
    })
}

/// What a remote channel has, and how far a barrier got in it.
fn remote_view<'a>(
    remote: &Remote,
    wire: impl Iterator<Item = &'a Message>,
    input: &InputGate,
    from: usize,
    to: usize,
) -> (RemoteView, Option<BarrierPlace>) {
    let state = input.channel(remote.number);
    let count = |part: fn(&ChannelState) -> u32| state.as_ref().map_or(0, part);
    let mut barrier = None;
    let (mut sent, mut sent_bytes) = (0, 0);
    for message in wire {
        match message {
            Message::Sent { item: Item::Data(slice), .. } => {
                sent += 1;
                sent_bytes += u64::from(slice.bytes);
            }
            Message::Sent { item: Item::Event(event), .. } if is_barrier(*event) => {
                barrier = Some(BarrierPlace::OnTheWire);
            }
            Message::Sent { .. } | Message::Backlog(_) => {}
        }
    }
    let is_received = |received| matches!(received, Received::Event(event) if is_barrier(event));
    if input.received(remote.number).any(is_received) {
        barrier = Some(BarrierPlace::Received);
    }
    let view = RemoteView {
        from,
        to,
        credit: remote.credit.available(),
        unannounced: count(|state| state.credit),
        wire: sent,
        wire_bytes: sent_bytes,
        received: count(|state| state.received),
        received_bytes: input.received_bytes(remote.number),
        exclusive_total: input.exclusive_buffers(remote.number).total(),
        exclusive: count(|state| state.exclusive),
        floating: count(|state| state.floating),
        is_waiting: state.is_some_and(|state| state.is_waiting),
    };
    (view, barrier)
}

const fn is_barrier(event: Event) -> bool {
    matches!(
        event.data_type,
        DataType::AlignedCheckpointBarrier
            | DataType::TimeoutableAlignedCheckpointBarrier
            | DataType::PrioritizedEventBuffer
    )
}
