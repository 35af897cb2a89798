//! What can be seen of a result partition beyond its sums: every buffer, and every queue.

use pools::buffer::SegmentId;

use super::buffers::BufferId;
use super::elements::Element;
use super::partition::ResultPartition;
use crate::event::Event;
use crate::payload::Payload;

/// A buffer that is not back in its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferState {
    /// The buffer.
    pub buffer: BufferId,
    /// Its segment.
    pub segment: SegmentId,
    /// Whether the writer has it.
    pub is_open: bool,
    /// Queues in which it stands.
    pub queued: u32,
    /// Slices of it that readers have.
    pub held: u32,
    /// Bytes that were written into it.
    pub written: u32,
}

/// What stands in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queued {
    /// A buffer, closed or open.
    Data {
        /// Bytes that were not read.
        bytes: u32,
        /// The records that end in them.
        payload: Payload,
    },
    /// An event.
    Event(Event),
}

impl ResultPartition {
    /// All buffers that are not back in the pool, in no order.
    pub fn buffers(&self) -> impl Iterator<Item = BufferState> {
        self.buffers.in_use().map(|(id, buffer)| BufferState {
            buffer: id,
            segment: buffer.segment,
            is_open: buffer.is_open,
            queued: buffer.queued,
            held: buffer.held,
            written: buffer.written,
        })
    }

    /// Whether the writer waits in the middle of a record that goes to a subpartition.
    #[must_use]
    pub fn is_writing_to(&self, subpartition: u16) -> bool {
        self.writing.is_some_and(|writing| writing.target.is_none_or(|target| target == subpartition))
    }

    /// What stands in the queue of a subpartition, in order; nothing if there is none of this number.
    pub fn queue(&self, subpartition: u16) -> impl Iterator<Item = Queued> {
        let subpartition = self.subpartitions.get(usize::from(subpartition));
        let elements = subpartition.map(|subpartition| self.elements.items(subpartition.queue));
        elements.into_iter().flatten().map(|element| match element {
            Element::Data { buffer, read, payload } => {
                let (written, all) = self.buffers.content(*buffer);
                Queued::Data { bytes: written - *read, payload: all.since(*payload) }
            }
            Element::Event(event) => Queued::Event(*event),
        })
    }
}
