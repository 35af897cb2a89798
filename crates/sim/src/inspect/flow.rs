//! What is in channels and edges, and what tasks do.

use crate::payload::Payload;

/// What a task's thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// It has not started.
    NotStarted,
    /// It works.
    Busy,
    /// It waits for data, or for the time of the next record.
    Idle,
    /// It waits between records for an output to be available.
    SoftBackPressured,
    /// It waits in a record for a buffer.
    HardBackPressured,
}

/// A subtask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskView {
    /// What it does.
    pub activity: Activity,
    /// Its TaskManager.
    pub task_manager: usize,
    /// Its slot in the TaskManager, from 0.
    pub slot: u32,
}

/// How far a checkpoint barrier got. The first is nearest to the producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BarrierPlace {
    /// In the producer's queue.
    Queued,
    /// Between TaskManagers.
    OnTheWire,
    /// At the consumer, which has not read it.
    Received,
}

/// A channel: a subpartition with who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelView {
    /// Subtask that writes.
    pub producer: u32,
    /// Subtask that reads.
    pub consumer: u32,
    /// Elements in the producer's queue, the open buffer and events too.
    pub queued: u32,
    /// Bytes of data in them that were not read.
    pub queued_bytes: u64,
    /// Buffers that a receiver would be told of.
    pub backlog: u32,
    /// Whether it waits until the barriers of the other channels are there, so that the producer sends nothing.
    pub is_blocked: bool,
    /// The barrier that got farthest of those that the consumer has not read.
    pub barrier: Option<BarrierPlace>,
    /// What a channel between TaskManagers has; `None` for one within a TaskManager.
    pub remote: Option<RemoteView>,
}

/// What a channel between TaskManagers has beyond a local one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteView {
    /// TaskManager of the producer.
    pub from: usize,
    /// TaskManager of the consumer.
    pub to: usize,
    /// Buffers that the sender may send.
    pub credit: u32,
    /// Credit that the sender has not heard of.
    pub unannounced: u32,
    /// Buffers that are being sent, or were and did not arrive.
    pub wire: u32,
    /// Bytes of data in them.
    pub wire_bytes: u64,
    /// What arrived and was not read, events too.
    pub received: u32,
    /// Bytes of data in it.
    pub received_bytes: u64,
    /// Exclusive buffers, free or not.
    pub exclusive_total: u32,
    /// Exclusive buffers that are free.
    pub exclusive: u32,
    /// Floating buffers that it has and that are free.
    pub floating: u32,
    /// Whether it waits for a floating buffer.
    pub is_waiting: bool,
}

impl ChannelView {
    /// Bytes on their way, without what the consumer has taken.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.queued_bytes + self.remote.map_or(0, |remote| remote.wire_bytes + remote.received_bytes)
    }
}

/// A piece of data in a channel: one buffer, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Bytes that were not read.
    pub bytes: u32,
    /// The records that end in it; their stamps are when their origins were written.
    pub payload: Payload,
}

/// What is in a channel, in the order in which it is read, except for what overtakes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelContent {
    /// Bytes of a record.
    pub record_bytes: u32,
    /// Bytes of the first record that the consumer has read.
    pub put_aside: u32,
    /// Bytes of the buffer that the consumer reads that it has not read, and records that end in them; `None` if it reads no buffer of
    /// this channel.
    pub reading: Option<(u32, u32)>,
    /// The data behind it.
    pub pieces: Vec<Piece>,
    /// Whether a record is not written to its end.
    pub is_writing: bool,
}

impl ChannelContent {
    /// Records on which the consumer has not begun to work, also one that is not written to its end.
    #[must_use]
    pub fn records(&self) -> u64 {
        let reading = self.reading.map_or(0, |(_, records)| u64::from(records));
        let behind: u64 = self.pieces.iter().map(|piece| u64::from(piece.payload.records)).sum();
        reading + behind + u64::from(self.is_writing)
    }
}

/// An edge: the sum of its channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EdgeView {
    /// Channels.
    pub channels: u64,
    /// Of them, those between TaskManagers.
    pub remote_channels: u64,
    /// Channels that wait for the barriers of others.
    pub blocked_channels: u64,
    /// Bytes on their way.
    pub bytes: u64,
    /// Elements in the producers' queues.
    pub queued: u64,
    /// Buffers between TaskManagers.
    pub wire: u64,
    /// What arrived over the network and was not read.
    pub received: u64,
    /// Channels whose foremost barrier is in the producer's queue.
    pub barriers_queued: u64,
    /// Channels whose foremost barrier is between TaskManagers.
    pub barriers_on_the_wire: u64,
    /// Channels whose foremost barrier waits to be read.
    pub barriers_received: u64,
}

impl EdgeView {
    /// These channels and one more.
    #[must_use]
    pub fn and(mut self, channel: &ChannelView) -> Self {
        self.channels += 1;
        self.blocked_channels += u64::from(channel.is_blocked);
        self.bytes += channel.bytes();
        self.queued += u64::from(channel.queued);
        if let Some(remote) = &channel.remote {
            self.remote_channels += 1;
            self.wire += u64::from(remote.wire);
            self.received += u64::from(remote.received);
        }
        match channel.barrier {
            Some(BarrierPlace::Queued) => self.barriers_queued += 1,
            Some(BarrierPlace::OnTheWire) => self.barriers_on_the_wire += 1,
            Some(BarrierPlace::Received) => self.barriers_received += 1,
            None => {}
        }
        self
    }
}
