//! What can be seen of a gate beyond its sums: every buffer, and every queue.

use pools::buffer::SegmentId;

use super::channel::Received;
use super::gate::InputGate;

/// Buffers by what becomes of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BufferUse {
    /// Free, at a channel: a sender may fill them, or will hear that it may.
    pub credit: u32,
    /// Filled, and not read.
    pub received: u32,
    /// The task reads them.
    pub reading: u32,
}

impl BufferUse {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.credit + self.received + self.reading
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            credit: self.credit + other.credit,
            received: self.received + other.received,
            reading: self.reading + other.reading,
        }
    }
}

impl InputGate {
    /// Exclusive buffers of a channel; none if there is no such channel.
    #[must_use]
    pub fn exclusive_buffers(&self, channel: u32) -> BufferUse {
        let channel = usize::try_from(channel).ok().and_then(|at| self.channels.get(at));
        channel.map_or(BufferUse::default(), |channel| BufferUse {
            credit: channel.exclusive,
            received: self.exclusive_buffers - channel.exclusive - channel.exclusive_taken,
            reading: channel.exclusive_taken,
        })
    }

    /// Segments of the floating buffers that are not in the gate's pool, in no order: which of them is where, nobody needs to know.
    #[must_use]
    pub fn floating_segments(&self) -> &[SegmentId] {
        &self.floating
    }

    /// Floating buffers that are not in the gate's pool.
    #[must_use]
    pub fn floating_buffers(&self) -> BufferUse {
        let out = u32::try_from(self.floating.len()).unwrap_or(u32::MAX);
        let credit = u32::try_from(self.sums.floating_free).unwrap_or(0);
        BufferUse { credit, received: out - credit - self.floating_taken, reading: self.floating_taken }
    }

    /// What a channel received and was not read, in order; nothing if there is no such channel.
    pub fn received(&self, channel: u32) -> impl Iterator<Item = Received> {
        let channel = usize::try_from(channel).ok().and_then(|at| self.channels.get(at));
        let received = channel.map(|channel| self.received.items(channel.received));
        received.into_iter().flatten().copied()
    }
}
