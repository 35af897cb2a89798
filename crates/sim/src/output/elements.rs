//! What stands in the queues of the subpartitions.

use super::buffers::BufferId;
use crate::event::{DataType, Event};
use crate::payload::Payload;

/// What stands in a queue.
#[derive(Clone, Copy, Debug)]
pub(super) enum Element {
    /// A buffer, closed or open.
    Data {
        buffer: BufferId,
        /// Bytes that were read.
        read: u32,
        /// Records that end in them.
        payload: Payload,
    },
    Event(Event),
}

impl Element {
    pub(super) const fn is_data(&self) -> bool {
        matches!(self, Self::Data { .. })
    }

    pub(super) const fn data_type(&self) -> DataType {
        match self {
            Self::Data { .. } => DataType::DataBuffer,
            Self::Event(event) => event.data_type,
        }
    }
}
