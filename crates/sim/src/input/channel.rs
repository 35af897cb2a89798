//! A remote channel, and what it has received.

use crate::event::Event;
use crate::payload::Payload;
use crate::queue::Queue;

/// Where the buffer of something received came from. It goes back there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is one of the channel's own.
    Exclusive,
    /// It is of the gate's pool.
    Floating,
}

/// What a channel received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Data.
    Data {
        /// Length, bytes.
        bytes: u32,
        /// The records that end in it.
        payload: Payload,
        /// Where its buffer came from.
        source: Source,
    },
    /// An event. It needs no buffer of the gate.
    Event(Event),
}

impl Received {
    /// Bytes of data.
    pub(super) const fn data(self) -> u64 {
        match self {
            Self::Data { bytes, .. } => bytes as u64,
            Self::Event(_) => 0,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Channel {
    /// What was received and not read.
    pub(super) received: Queue,
    /// Of it, events at the beginning that overtook the rest.
    pub(super) priority: u32,
    /// Exclusive buffers that are free.
    pub(super) exclusive: u32,
    /// Floating buffers that are free.
    pub(super) floating: u32,
    /// Exclusive buffers that the task has.
    pub(super) exclusive_taken: u32,
    /// Buffers that it wants to have free (`numRequiredBuffers`).
    pub(super) need: i32,
    /// Free buffers that the sender does not know of (`unannouncedCredit`).
    pub(super) credit: u32,
    /// Whether it waits for a floating buffer (`isWaitingForFloatingBuffers`).
    pub(super) is_waiting: bool,
    /// Whether it stands among those whose credit is to be sent.
    pub(super) is_credited: bool,
}

impl Channel {
    pub(super) fn new(exclusive: u32) -> Self {
        Self {
            received: Queue::default(),
            priority: 0,
            exclusive,
            floating: 0,
            exclusive_taken: 0,
            need: 0,
            credit: 0,
            is_waiting: false,
            is_credited: false,
        }
    }

    /// Whether it has fewer free buffers than it wants.
    #[inline]
    pub(super) fn wants_more(&self) -> bool {
        i64::from(self.exclusive) + i64::from(self.floating) < i64::from(self.need)
    }

    /// Whether it has more free buffers than it wants.
    #[inline]
    pub(super) fn has_too_many(&self) -> bool {
        i64::from(self.exclusive) + i64::from(self.floating) > i64::from(self.need)
    }
}

/// A remote channel at a moment, in buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelState {
    /// Exclusive buffers that are free.
    pub exclusive: u32,
    /// Floating buffers that are free.
    pub floating: u32,
    /// Buffers that it wants to have free: what its sender has, and its exclusive ones. Can be negative.
    pub need: i32,
    /// Whether it waits for floating buffers.
    pub is_waiting: bool,
    /// Credit that was not sent.
    pub credit: u32,
    /// What was received and not read, events too.
    pub received: u32,
}
