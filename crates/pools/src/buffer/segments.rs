//! Memory segments as numbers, and the queues they stand in.
//!
//! Flink keeps segments in an `ArrayDeque` for each pool. Here a segment names the one behind it, so that all queues share one array, a
//! segment stands in one queue at most, and moving it allocates nothing.

use super::local::{PoolId, Subpartition};

/// A memory segment of the global pool: numbers from 0, in the order in which `NetworkBufferPool` allocates them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(u32);

impl SegmentId {
    /// The segment of this number; whether there is one is up to the pool.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number, from 0.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Where a segment is. It is in one place at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Available in the global pool.
    Global,
    /// Taken by a local pool, which has not handed it out.
    Free(PoolId),
    /// Handed out by a local pool, perhaps for a subpartition.
    HandedOut(PoolId, Option<Subpartition>),
    /// Taken from the global pool directly, as a channel's exclusive segment.
    Unpooled,
    /// Collected by a blocking request that still waits for more.
    Collected,
    /// Freed with the global pool, lost, or never there.
    Gone,
}

/// A queue of segments, first in, first out. Its links are in [`Segments`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SegmentQueue {
    /// Meaningless in an empty queue, as is `tail`.
    head: u32,
    tail: u32,
    len: u32,
}

impl SegmentQueue {
    pub(super) const fn len(self) -> u32 {
        self.len
    }

    pub(super) const fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// Places of a segment other than those of the subpartitions, which stand for themselves.
mod place {
    pub(super) const NO_SUBPARTITION: u32 = 1 << 16;
    pub(super) const FREE: u32 = NO_SUBPARTITION + 1;
    pub(super) const GLOBAL: u32 = NO_SUBPARTITION + 2;
    pub(super) const UNPOOLED: u32 = NO_SUBPARTITION + 3;
    pub(super) const COLLECTED: u32 = NO_SUBPARTITION + 4;
    pub(super) const GONE: u32 = NO_SUBPARTITION + 5;
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// The segment behind this one; meaningless for the last of a queue and for those in none.
    next: u32,
    /// The local pool, where there is one.
    pool: u32,
    place: u32,
}

/// All segments, with the queue of those that the global pool has.
#[derive(Clone, Debug)]
pub(super) struct Segments {
    /// Those that were taken once. The others are in the global pool, before all that came back, so nothing needs to be known of them.
    nodes: Vec<Node>,
    total: u32,
    returned: SegmentQueue,
}

/// Segments for which there is room from the start. There may be a thousand pools.
const ROOM: u32 = 1 << 12;

impl Segments {
    pub(super) fn new(total: u32) -> Self {
        let room = usize::try_from(total.min(ROOM)).unwrap_or_default();
        Self { nodes: Vec::with_capacity(room), total, returned: SegmentQueue::default() }
    }

    /// Number of segments that the global pool has.
    #[inline]
    pub(super) fn available(&self) -> u32 {
        self.fresh() + self.returned.len
    }

    /// Number of segments never taken.
    #[expect(clippy::cast_possible_truncation, reason = "no more than `total`")]
    fn fresh(&self) -> u32 {
        self.total - self.nodes.len() as u32
    }

    /// Takes the first segment of the global pool out of its queue; it is in no place until it is put into one.
    pub(super) fn take_available(&mut self) -> Option<u32> {
        if self.fresh() > 0 {
            let segment = self.total - self.fresh();
            self.nodes.push(Node { next: 0, pool: 0, place: place::GONE });
            return Some(segment);
        }
        let mut returned = self.returned;
        let segment = self.pop(&mut returned);
        self.returned = returned;
        segment
    }

    /// Puts a segment behind those that the global pool has.
    pub(super) fn put_available(&mut self, segment: u32) {
        self.node(segment).place = place::GLOBAL;
        let mut returned = self.returned;
        self.push(&mut returned, segment);
        self.returned = returned;
    }

    /// Frees what the global pool has.
    pub(super) fn free_available(&mut self) {
        self.total -= self.fresh();
        let mut returned = std::mem::take(&mut self.returned);
        while let Some(segment) = self.pop(&mut returned) {
            self.node(segment).place = place::GONE;
        }
    }

    /// Puts a segment behind those that a local pool has not handed out.
    #[inline]
    pub(super) fn put_free(&mut self, free: &mut SegmentQueue, segment: u32, pool: PoolId) {
        let node = self.node(segment);
        node.pool = pool.number();
        node.place = place::FREE;
        self.push(free, segment);
    }

    /// Puts a segment behind those that a blocking request has.
    pub(super) fn collect(&mut self, collected: &mut SegmentQueue, segment: u32) {
        self.node(segment).place = place::COLLECTED;
        self.push(collected, segment);
    }

    /// Hands a segment out that is in no queue.
    #[inline]
    pub(super) fn hand_out(&mut self, segment: u32, pool: PoolId, subpartition: Option<Subpartition>) {
        let node = self.node(segment);
        node.pool = pool.number();
        node.place = subpartition.map_or(place::NO_SUBPARTITION, |subpartition| u32::from(subpartition.0));
    }

    /// Who handed a segment out, and for whom; `None` if nobody did.
    #[inline]
    pub(super) fn handed_out(&self, segment: SegmentId) -> Option<(PoolId, Option<Subpartition>)> {
        let node = self.nodes.get(usize::try_from(segment.0).ok()?)?;
        let subpartition = match u16::try_from(node.place) {
            Ok(subpartition) => Some(Subpartition(subpartition)),
            Err(_) if node.place == place::NO_SUBPARTITION => None,
            Err(_) => return None,
        };
        Some((PoolId::new(node.pool), subpartition))
    }

    /// Forgets a segment that is in no queue.
    pub(super) fn lose(&mut self, segment: u32) {
        self.node(segment).place = place::GONE;
    }

    pub(super) fn make_unpooled(&mut self, segment: u32) {
        self.node(segment).place = place::UNPOOLED;
    }

    /// Takes an unpooled segment out of its place, for good unless it is put into another; false if it is not unpooled.
    pub(super) fn take_unpooled(&mut self, segment: SegmentId) -> bool {
        let node = usize::try_from(segment.0).ok().and_then(|at| self.nodes.get_mut(at));
        let Some(node) = node.filter(|node| node.place == place::UNPOOLED) else { return false };
        node.place = place::GONE;
        true
    }

    pub(super) fn holder(&self, segment: SegmentId) -> Holder {
        let Some(node) = usize::try_from(segment.0).ok().and_then(|at| self.nodes.get(at)) else {
            return if segment.0 < self.total { Holder::Global } else { Holder::Gone };
        };
        match node.place {
            place::FREE => Holder::Free(PoolId::new(node.pool)),
            place::GLOBAL => Holder::Global,
            place::UNPOOLED => Holder::Unpooled,
            place::COLLECTED => Holder::Collected,
            _ => match self.handed_out(segment) {
                Some((pool, subpartition)) => Holder::HandedOut(pool, subpartition),
                None => Holder::Gone,
            },
        }
    }

    #[inline]
    pub(super) fn push(&mut self, queue: &mut SegmentQueue, segment: u32) {
        if queue.len == 0 {
            queue.head = segment;
        } else {
            self.node(queue.tail).next = segment;
        }
        queue.tail = segment;
        queue.len += 1;
    }

    #[inline]
    pub(super) fn pop(&mut self, queue: &mut SegmentQueue) -> Option<u32> {
        if queue.len == 0 {
            return None;
        }
        let segment = queue.head;
        queue.head = self.node(segment).next;
        queue.len -= 1;
        Some(segment)
    }

    /// A segment that was taken once; others do not stand in queues.
    #[inline]
    fn node(&mut self, segment: u32) -> &mut Node {
        &mut self.nodes[segment as usize]
    }
}
