//! A local pool: what it has, what it may have, and whether it is available.
//!
//! Follows `LocalBufferPool`. What involves the global pool or other pools is in the modules beside this one.

use std::collections::VecDeque;

use super::segments::SegmentQueue;

/// A local pool, numbered in the order of creation; numbers are not used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolId(u32);

impl PoolId {
    pub(super) const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number, from 0.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A subpartition of the result partition that owns a pool, from 0. Flink knows no parallelism above 32,768
/// (`KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subpartition(pub u16);

/// Whoever waits for a buffer of a pool (`BufferListener`): a number of the caller's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListenerId(pub u32);

/// `Integer.MAX_VALUE` buffers are no limit (`NetworkBufferPool.UNBOUNDED_POOL_SIZE`).
pub const UNBOUNDED: i32 = i32::MAX;

/// What `createBufferPool` is asked for. Numbers of buffers are Flink's `int`, so that what Flink refuses can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferPoolRequest {
    /// Buffers that the pool is guaranteed, at least 1.
    pub min: i32,
    /// Buffers beyond which it does not grow, at least `min`; [`UNBOUNDED`] for no limit.
    pub max: i32,
    /// Subpartitions whose buffers are counted; 0 for an input gate.
    pub subpartitions: u16,
    /// Buffers of one subpartition at which the pool is no longer available, at least 1. Not looked at without subpartitions.
    pub max_buffers_per_channel: i32,
    /// Buffers that may be taken beyond the pool's size, at least 0 if there are subpartitions (≥1.16; not looked at before).
    pub max_overdraft_buffers: i32,
}

impl BufferPoolRequest {
    /// A pool without subpartitions, as input gates have (`createBufferPool(min, max)`).
    #[must_use]
    pub const fn of_gate(min: i32, max: i32) -> Self {
        Self { min, max, subpartitions: 0, max_buffers_per_channel: UNBOUNDED, max_overdraft_buffers: 0 }
    }

    /// Buffers that such a pool is expected to ask for (`getEstimatedNumberOfRequestedMemorySegments`).
    pub(super) const fn estimate(&self) -> i32 {
        if self.max < UNBOUNDED { self.max } else { self.min.wrapping_mul(2) }
    }
}

/// A local pool at a moment, in buffers. `requested` is Flink's count, which misses what was reserved
/// ([`reserve_segments`](super::NetworkBufferPool::reserve_segments)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// What the pool may have at present (`getNumBuffers`): `min..=max`.
    pub size: i32,
    /// What it took from the global pool (`getNumberOfRequestedMemorySegments`).
    pub requested: i32,
    /// What of it was not handed out (`getNumberOfAvailableMemorySegments`).
    pub free: i32,
    /// Segments handed out and not recycled, counted one by one.
    pub handed_out: u32,
    /// Whether the pool is available (`isAvailable`); a destroyed one is.
    pub is_available: bool,
    /// Listeners that wait.
    pub listeners: usize,
    /// Whether it was destroyed.
    pub is_destroyed: bool,
}

impl PoolState {
    /// Buffers in use (`bestEffortGetNumOfUsedBuffers`).
    #[must_use]
    pub fn used(&self) -> i32 {
        self.requested.wrapping_sub(self.free).max(0)
    }

    /// Buffers beyond the size: overdraft in use (≥1.16), or not yet given back since the pool shrank.
    #[must_use]
    pub fn excess(&self) -> i32 {
        self.requested.wrapping_sub(self.size).max(0)
    }
}

/// A local pool.
#[derive(Clone, Debug)]
pub(super) struct LocalBufferPool {
    pub(super) min: i32,
    pub(super) max: i32,
    pub(super) max_per_channel: i32,
    pub(super) max_overdraft: i32,
    /// Up to date where `is_touched`, see `redistribution`.
    pub(super) size: i32,
    pub(super) requested: i32,
    /// Segments that are here but not in `requested`, because reserving does not count them; negative for those that are lost but still counted.
    pub(super) uncounted: i32,
    pub(super) free: SegmentQueue,
    /// Buffers handed out for each subpartition.
    pub(super) counts: Box<[i32]>,
    /// Subpartitions that have `max_per_channel`.
    pub(super) full_subpartitions: u32,
    pub(super) is_available: bool,
    pub(super) is_destroyed: bool,
    /// Whether it stands among those that wait for the global pool.
    pub(super) is_waiting: bool,
    /// Whether somebody wants to know when it becomes available.
    pub(super) is_watched: bool,
    /// Whether it was touched, see `redistribution`. True for ever if redistribution does not consider it.
    pub(super) is_touched: bool,
    pub(super) listeners: VecDeque<ListenerId>,
}

impl LocalBufferPool {
    pub(super) fn new(request: &BufferPoolRequest) -> Self {
        Self {
            min: request.min,
            max: request.max,
            max_per_channel: request.max_buffers_per_channel,
            max_overdraft: request.max_overdraft_buffers,
            size: request.min,
            requested: 0,
            uncounted: 0,
            free: SegmentQueue::default(),
            counts: vec![0; usize::from(request.subpartitions)].into_boxed_slice(),
            full_subpartitions: 0,
            is_available: false,
            is_destroyed: false,
            is_waiting: false,
            is_watched: false,
            is_touched: true,
            listeners: VecDeque::new(),
        }
    }

    /// Whether it holds what availability means (`shouldBeAvailable`).
    #[inline]
    pub(super) const fn should_be_available(&self) -> bool {
        !self.free.is_empty() && self.full_subpartitions == 0
    }

    /// Whether it may take one more segment within its size.
    #[inline]
    pub(super) const fn is_below_size(&self) -> bool {
        self.requested < self.size
    }

    /// Whether it may take one more segment beyond its size, which is used up.
    #[inline]
    pub(super) const fn may_overdraw(&self) -> bool {
        !self.is_below_size() && self.requested.wrapping_sub(self.size) < self.max_overdraft
    }

    /// Segments handed out and not recycled.
    #[expect(clippy::cast_sign_loss, reason = "a number of segments that are here")]
    pub(super) const fn handed_out(&self) -> u32 {
        (self.requested.wrapping_add(self.uncounted) as u32).wrapping_sub(self.free.len())
    }

    /// Whether something would be left to see if it was destroyed: segments that are out, or a count that went wrong.
    pub(super) const fn is_seen_destroyed(&self) -> bool {
        self.handed_out() > 0 || self.uncounted != 0
    }

    #[inline]
    pub(super) fn count_in(&mut self, subpartition: Subpartition) {
        let count = &mut self.counts[usize::from(subpartition.0)];
        *count += 1;
        self.full_subpartitions += u32::from(*count == self.max_per_channel);
    }

    #[inline]
    pub(super) fn count_out(&mut self, subpartition: Subpartition) {
        let count = &mut self.counts[usize::from(subpartition.0)];
        self.full_subpartitions -= u32::from(*count == self.max_per_channel);
        *count -= 1;
    }

    #[expect(clippy::cast_possible_wrap, reason = "no more than the global pool's `int`")]
    pub(super) fn state(&self) -> PoolState {
        PoolState {
            size: self.size,
            requested: self.requested,
            free: self.free.len() as i32,
            handed_out: self.handed_out(),
            is_available: self.is_available,
            listeners: self.listeners.len(),
            is_destroyed: self.is_destroyed,
        }
    }
}
