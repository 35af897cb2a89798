//! What stands in the queues of the subpartitions. An element names the one behind it, so that all queues share one array.

use super::buffers::BufferId;
use crate::payload::Payload;

/// What kind of thing is sent (`Buffer.DataType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataType {
    /// `DATA_BUFFER`.
    DataBuffer,
    /// `EVENT_BUFFER`: an event that only has its place among the data.
    EventBuffer,
    /// `ALIGNED_CHECKPOINT_BARRIER`: of a checkpoint that is exactly once. Whoever reads it gets nothing more until the consumer resumes.
    AlignedCheckpointBarrier,
}

impl DataType {
    /// Flink's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DataBuffer => "DATA_BUFFER",
            Self::EventBuffer => "EVENT_BUFFER",
            Self::AlignedCheckpointBarrier => "ALIGNED_CHECKPOINT_BARRIER",
        }
    }

    /// Whether nothing more is sent after it (`isBlockingUpstream`).
    #[must_use]
    pub const fn is_blocking(self) -> bool {
        matches!(self, Self::AlignedCheckpointBarrier)
    }
}

/// An event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is; not [`DataType::DataBuffer`], or it is treated as [`DataType::EventBuffer`].
    pub data_type: DataType,
    /// Its length, bytes.
    pub bytes: u32,
    /// A number of the caller's choice.
    pub tag: u64,
}

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

/// A queue of elements, first in, first out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Queue {
    /// Meaningless in an empty queue, as is `tail`.
    head: u32,
    tail: u32,
    len: u32,
}

impl Queue {
    pub(super) const fn len(self) -> u32 {
        self.len
    }

    pub(super) const fn is_empty(self) -> bool {
        self.len == 0
    }
}

#[derive(Clone, Copy, Debug)]
struct Node {
    element: Element,
    /// The node behind this one, in a queue or among those that are unused; meaningless for the last.
    next: u32,
}

/// All elements.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    nodes: Vec<Node>,
    /// Nodes to be used again.
    unused: Queue,
}

impl Elements {
    #[inline]
    pub(super) fn push(&mut self, queue: &mut Queue, element: Element) {
        let node = self.node(element);
        if queue.len == 0 {
            queue.head = node;
        } else {
            self.nodes[queue.tail as usize].next = node;
        }
        queue.tail = node;
        queue.len += 1;
    }

    #[expect(clippy::cast_possible_truncation, reason = "memory ends before")]
    fn node(&mut self, element: Element) -> u32 {
        let mut unused = self.unused;
        let node = match self.pop_node(&mut unused) {
            Some(node) => {
                self.nodes[node as usize].element = element;
                node
            }
            None => {
                self.nodes.push(Node { element, next: 0 });
                self.nodes.len() as u32 - 1
            }
        };
        self.unused = unused;
        node
    }

    fn pop_node(&self, queue: &mut Queue) -> Option<u32> {
        if queue.len == 0 {
            return None;
        }
        let node = queue.head;
        queue.head = self.nodes[node as usize].next;
        queue.len -= 1;
        Some(node)
    }

    /// Removes the first element.
    #[inline]
    pub(super) fn remove(&mut self, queue: &mut Queue) {
        let Some(node) = self.pop_node(queue) else { return };
        // The one that was used last is the one used next, since it is still in the processor's cache.
        self.nodes[node as usize].next = self.unused.head;
        self.unused.head = node;
        self.unused.len += 1;
    }

    /// The first element.
    #[inline]
    pub(super) fn first(&mut self, queue: Queue) -> Option<&mut Element> {
        if queue.len == 0 {
            None
        } else {
            self.nodes.get_mut(queue.head as usize).map(|node| &mut node.element)
        }
    }

    /// The last element.
    #[inline]
    pub(super) fn last(&self, queue: Queue) -> Option<&Element> {
        if queue.len == 0 { None } else { self.nodes.get(queue.tail as usize).map(|node| &node.element) }
    }

    /// The kind of the first element.
    #[inline]
    pub(super) fn first_type(&self, queue: Queue) -> Option<DataType> {
        if queue.len == 0 {
            None
        } else {
            self.nodes.get(queue.head as usize).map(|node| node.element.data_type())
        }
    }
}
