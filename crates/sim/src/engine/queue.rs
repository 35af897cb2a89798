//! Events in the order of their time; those of the same time in the order in which they were planned.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::ids::{ChannelId, GateId, LinkId, TaskId};
use crate::scenario::Nanos;

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    /// A task's thread goes on.
    Resume(TaskId),
    /// The flusher of a task's outputs runs.
    Flush(TaskId),
    /// Something was written to the socket.
    Written(LinkId),
    /// What was sent arrives at its consumer.
    Arrive(ChannelId),
    /// Credit arrives at the producer.
    Credit(ChannelId),
    /// A checkpoint is due.
    Checkpoint,
    /// A checkpoint may have taken too long.
    GiveUp,
    /// Barriers at a task may have waited long enough.
    Timeout(TaskId),
    /// A producer learns that its consumer goes on after a barrier.
    Resumed(ChannelId),
    /// A gate reconsiders the size of buffers.
    Debloat(GateId),
    /// A producer learns the size of its buffers.
    BufferSize(ChannelId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    time: Nanos,
    sequence: u64,
    event: Planned,
}

impl Ord for Entry {
    /// The earliest is the greatest, since the heap gives that first.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.time, other.sequence).cmp(&(self.time, self.sequence))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is planned.
#[derive(Clone, Debug, Default)]
pub(super) struct EventQueue {
    heap: BinaryHeap<Entry>,
    sequence: u64,
}

impl EventQueue {
    pub(super) fn plan(&mut self, time: Nanos, event: Planned) {
        self.heap.push(Entry { time, sequence: self.sequence, event });
        self.sequence += 1;
    }

    /// When the next one is; [`Nanos::MAX`] if there is none.
    #[inline]
    pub(super) fn next_time(&self) -> Nanos {
        self.heap.peek().map_or(Nanos::MAX, |next| next.time)
    }

    pub(super) fn pop(&mut self) -> Option<(Nanos, Planned)> {
        self.heap.pop().map(|next| (next.time, next.event))
    }
}

#[cfg(test)]
mod tests {
    use super::{EventQueue, Planned};
    use crate::engine::ids::TaskId;

    #[test]
    fn ties_are_first_in_first_out() {
        let mut queue = EventQueue::default();
        for (time, task) in [(5, 0), (3, 1), (5, 2), (3, 3)] {
            queue.plan(time, Planned::Resume(TaskId(task)));
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        let expected = [(3, 1), (3, 3), (5, 0), (5, 2)];
        assert_eq!(order, expected.map(|(time, task)| (time, Planned::Resume(TaskId(task)))));
    }
}
