//! Requesting and recycling buffers, and how a segment that comes back wakes those that wait.

use super::error::PoolError;
use super::local::{ListenerId, PoolId, Subpartition};
use super::network::NetworkBufferPool;
use super::segments::SegmentId;

/// Where a recycled buffer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recycled {
    /// Back to the global pool: its pool has more than its size, or is destroyed.
    ToGlobalPool,
    /// To its pool.
    ToPool,
    /// To the listener that waited longest, which it now belongs to; it counts as handed out without subpartition. A listener that does
    /// not want it (`notifyBufferAvailable` is false) recycles it again, and the next one is asked.
    ToListener(ListenerId),
}

impl NetworkBufferPool {
    /// Requests a buffer for `subpartition`, or for nobody in particular (`requestMemorySegment`); `None` if there is none to be had now.
    ///
    /// Before 1.16 a subpartition that has its maximum gets none. Later it gets what is free all the same, and beyond the pool's size
    /// there is overdraft.
    ///
    /// # Errors
    /// [`PoolError::PoolDestroyed`], or [`PoolError::NotThere`].
    pub fn request(
        &mut self,
        pool: PoolId,
        subpartition: Option<Subpartition>,
    ) -> Result<Option<SegmentId>, PoolError> {
        if self.pools.get(pool.index()).ok_or(PoolError::NotThere)?.may_grow_beyond_min() {
            self.touch(pool);
        }
        let rules = self.rules;
        let local = &mut self.pools[pool.index()];
        if local.is_destroyed {
            return Err(PoolError::PoolDestroyed(rules.request_of_destroyed));
        }
        if let Some(subpartition) = subpartition {
            let Some(count) = local.counts.get(usize::from(subpartition.0)) else {
                return Err(PoolError::NotThere);
            };
            if !rules.has_overdraft && *count >= local.max_per_channel {
                return Ok(None);
            }
        }
        let segment = match self.segments.pop(&mut local.free) {
            Some(segment) => segment,
            None if rules.has_overdraft && local.may_overdraw() => match self.take_for(pool) {
                Some(segment) => segment,
                None => return Ok(None),
            },
            None => return Ok(None),
        };
        self.segments.hand_out(segment, pool, subpartition);
        if let Some(subpartition) = subpartition {
            self.pools[pool.index()].count_in(subpartition);
        }
        self.refresh(pool);
        Ok(Some(SegmentId::new(segment)))
    }

    /// Gives a buffer back that was handed out, by whatever pool and for whatever subpartition (`recycle`).
    ///
    /// # Errors
    /// [`PoolError::NotHandedOut`], or [`PoolError::InconsistentAvailability`], by which the segment is lost.
    pub fn recycle(&mut self, segment: SegmentId) -> Result<Recycled, PoolError> {
        let Some((pool, subpartition)) = self.segments.handed_out(segment) else {
            return Err(PoolError::NotHandedOut);
        };
        // Nothing that is put back ends a pool's quiet, so there is no need to touch it.
        let local = &mut self.pools[pool.index()];
        if local.is_destroyed {
            self.give_back(pool, segment.number());
            return Ok(Recycled::ToGlobalPool);
        }
        if let Some(subpartition) = subpartition {
            local.count_out(subpartition);
        }
        if local.requested > local.size {
            // Flink does not look at availability here: a pool above its size has nothing free anyway.
            self.give_back(pool, segment.number());
            return Ok(Recycled::ToGlobalPool);
        }
        if let Some(listener) = local.listeners.pop_front() {
            if local.is_available != local.should_be_available() {
                return Err(self.lose(pool, segment));
            }
            self.segments.hand_out(segment.number(), pool, None);
            return Ok(Recycled::ToListener(listener));
        }
        self.segments.put_free(&mut local.free, segment.number(), pool);
        if !local.is_available && local.full_subpartitions == 0 {
            self.become_available(pool);
        }
        Ok(Recycled::ToPool)
    }

    /// What Flink does when the listener of a pool with subpartitions is served by the last one that was full while something is free: it finds
    /// the availability wrong (`checkConsistentAvailability`). Its own result partitions have no listeners.
    fn lose(&mut self, pool: PoolId, segment: SegmentId) -> PoolError {
        self.touch(pool);
        self.segments.lose(segment.number());
        let local = &mut self.pools[pool.index()];
        local.uncounted = local.uncounted.wrapping_sub(1);
        PoolError::InconsistentAvailability { expected: local.should_be_available() }
    }

    /// Registers a listener, which gets one recycled buffer (`addBufferListener`). False if the pool has something free, or is destroyed:
    /// then it is not registered.
    ///
    /// # Errors
    /// [`PoolError::NotThere`].
    pub fn add_listener(&mut self, pool: PoolId, listener: ListenerId) -> Result<bool, PoolError> {
        let local = self.live_pool(pool)?;
        if local.is_destroyed || !local.free.is_empty() {
            return Ok(false);
        }
        local.listeners.push_back(listener);
        Ok(true)
    }

    /// Registers a listener again that got a buffer and wants more (`NotificationResult.BUFFER_USED_NEED_MORE`, up to 1.13); whether
    /// something is free does not matter. False if the pool is destroyed.
    ///
    /// # Errors
    /// [`PoolError::NotThere`].
    pub fn keep_listener(&mut self, pool: PoolId, listener: ListenerId) -> Result<bool, PoolError> {
        let local = self.live_pool(pool)?;
        if !local.is_destroyed {
            local.listeners.push_back(listener);
        }
        Ok(!local.is_destroyed)
    }

    /// Looks at a pool anew (`checkAndUpdateAvailability`): an empty one that is not at its size takes one segment ahead of time, or waits
    /// for one.
    #[inline]
    pub(super) fn refresh(&mut self, pool: PoolId) {
        let local = &self.pools[pool.index()];
        if local.free.is_empty() && local.is_below_size() {
            self.refill(pool);
        }
        let local = &mut self.pools[pool.index()];
        if !local.should_be_available() {
            local.is_available = false;
        } else if !local.is_available {
            self.become_available(pool);
        }
    }

    fn refill(&mut self, pool: PoolId) {
        if let Some(segment) = self.take_for(pool) {
            let local = &mut self.pools[pool.index()];
            self.segments.put_free(&mut local.free, segment, pool);
            return;
        }
        let local = &mut self.pools[pool.index()];
        // A global pool that is empty and calls itself available (without any segments, or destroyed) would call back at once, and again,
        // until Java's stack is used up. Here such a pool just stays empty.
        if !local.is_waiting && !self.is_available {
            local.is_waiting = true;
            self.waiting.push(pool);
        }
    }

    /// Takes a segment from the global pool on a local pool's account.
    pub(super) fn take_for(&mut self, pool: PoolId) -> Option<u32> {
        let segment = self.take()?;
        let local = &mut self.pools[pool.index()];
        local.requested = local.requested.wrapping_add(1);
        Some(segment)
    }

    /// Takes a segment from the global pool (`internalRequestMemorySegment`).
    pub(super) fn take(&mut self) -> Option<u32> {
        let segment = self.segments.take_available()?;
        if self.segments.available() == 0 {
            self.is_available = false;
        }
        Some(segment)
    }

    /// Gives a segment of a local pool back to the global pool (`returnMemorySegment`).
    pub(super) fn give_back(&mut self, pool: PoolId, segment: u32) {
        let local = &mut self.pools[pool.index()];
        local.requested = local.requested.wrapping_sub(1);
        let was_empty = self.segments.available() == 0;
        self.segments.put_available(segment);
        self.returned(was_empty);
    }

    /// After segments were put back: who waits is woken if there were none before (`internalRecycleMemorySegments`).
    #[inline]
    pub(super) fn returned(&mut self, was_empty: bool) {
        self.returns = self.returns.wrapping_add(1);
        if was_empty && !self.is_available {
            self.is_available = true;
            self.wake();
        }
    }

    /// Wakes the pools that wait, the last one first, as a `CompletableFuture` runs what depends on it. Those that get nothing register
    /// again (`onGlobalPoolAvailable`).
    fn wake(&mut self) {
        std::mem::swap(&mut self.waiting, &mut self.waking);
        while let Some(pool) = self.waking.pop() {
            let local = &mut self.pools[pool.index()];
            local.is_waiting = false;
            if !local.is_destroyed && !local.is_available {
                self.refresh(pool);
            }
        }
    }

    pub(super) fn become_available(&mut self, pool: PoolId) {
        let local = &mut self.pools[pool.index()];
        local.is_available = true;
        if local.is_watched {
            local.is_watched = false;
            self.notified.push_back(pool);
        }
    }
}
