//! How segments that are not guaranteed to anybody are shared among the pools.
//!
//! Flink shares anew whenever a pool is made or destroyed and whenever unpooled segments are taken or given back: it sets the size of each
//! pool, which costs as many steps as there are pools, so that making *n* pools takes *n*² steps. Most of that work is overwritten before
//! anybody looks. Here sizes are set when they matter:
//!
//! * A pool is *quiet* if being resized would change nothing but its size, whatever the size. That holds while it has no more than its
//!   minimum and need not take a segment ahead of time.
//! * Every operation that could end a pool's quiet *touches* it first. Redistribution resizes the pools that were touched and are not quiet
//!   again; for the others it only notes that their sizes are pending.
//! * What is not touched is quiet. Its size may be out of date, but is at least its minimum, and more need not be known of it.
//! * The next touch, or the first look, sets the pending sizes. The latest redistribution alone decides on them, so nothing is lost.
//!
//! Where numbers are beyond reason, all is done at once, as in Flink.

use super::error::PoolError;
use super::local::{LocalBufferPool, PoolId};
use super::network::NetworkBufferPool;

/// A pool that redistribution considers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Considered {
    pub(super) pool: PoolId,
    /// What it can have beyond its minimum.
    pub(super) extra: i32,
}

impl LocalBufferPool {
    /// Whether setting its size to any of `min..=max` would do nothing else.
    ///
    /// An empty pool below its minimum has asked the global pool already, which has nothing, as it would be woken otherwise.
    const fn is_quiet(&self) -> bool {
        let is_served = !self.free.is_empty() || self.is_waiting && self.requested < self.min;
        self.requested <= self.min && is_served && self.is_available == self.should_be_available()
    }

    /// Whether handing out one of its segments may take one more from the global pool than its minimum.
    #[inline]
    pub(super) const fn may_grow_beyond_min(&self) -> bool {
        self.requested >= self.min && self.free.len() <= 1
    }
}

impl NetworkBufferPool {
    /// Makes sure that a pool's size is up to date, before it is looked at or the pool's quiet may end.
    #[inline]
    pub(super) fn touch(&mut self, pool: PoolId) {
        if self.pools.get(pool.index()).is_some_and(|local| !local.is_touched) {
            self.settle();
            self.pools[pool.index()].is_touched = true;
            self.touched.push(pool);
        }
    }

    /// Sets the sizes that are pending.
    pub(super) fn settle(&mut self) {
        if let Some(spare) = self.pending.take() {
            // Setting sizes of quiet pools does nothing that could fail.
            let settled = self.share(spare, false);
            debug_assert_eq!(settled, Ok(()));
        }
    }

    /// Changes the guarantees given out, before redistribution. Pending sizes are set before if that might not set all sizes anew.
    pub(super) fn set_required(&mut self, required: i32) {
        self.required = required;
        // One pool may be made meanwhile.
        if self.reasonable_spare(self.considered.len() + 1).is_none() {
            self.settle();
        }
    }

    /// Shares the segments that are not guaranteed to anybody (`redistributeBuffers`).
    pub(super) fn redistribute(&mut self) -> Result<(), PoolError> {
        if self.considered.is_empty() {
            return Ok(());
        }
        let Some(spare) = self.reasonable_spare(self.considered.len()) else {
            self.pending = None;
            return self.share_as_flink();
        };
        self.pending = Some(spare);
        let pools = &mut self.pools;
        self.touched.retain(|pool| {
            let local = &mut pools[pool.index()];
            local.is_touched = !local.is_quiet();
            local.is_touched
        });
        if self.touched.is_empty() { Ok(()) } else { self.share(spare, true) }
    }

    /// What can be shared among so many pools, if numbers are such that nothing can overflow or fail, and segments that come back wake who
    /// waits.
    fn reasonable_spare(&self, pools: usize) -> Option<i32> {
        let spare = self.made_with.segments.checked_sub(self.required).filter(|spare| *spare >= 0)?;
        // No `to_give * parts` is larger.
        let largest = i64::from(spare) * i64::from(spare);
        largest.checked_mul(i64::try_from(pools).ok()?)?;
        (!self.is_destroyed).then_some(spare)
    }

    /// Gives the pools that were touched, or the others, their sizes: each its minimum and a part of the rest in proportion to what it can
    /// still take, rounded so that all is given out.
    fn share(&mut self, spare: i32, is_touched: bool) -> Result<(), PoolError> {
        let capacity: i64 = self.considered.iter().map(|pool| i64::from(pool.extra.min(spare))).sum();
        let to_give = capacity.min(i64::from(spare));
        let mut parts = 0_i64;
        for at in 0..self.considered.len() {
            let Considered { pool, extra } = self.considered[at];
            let before = parts;
            parts += i64::from(extra.min(spare));
            let local = &mut self.pools[pool.index()];
            // Flink leaves pools alone that can take nothing, unless there is nothing.
            if local.is_touched != is_touched || extra == 0 && spare > 0 {
                continue;
            }
            let due = |parts: i64| (to_give * parts).checked_div(capacity).unwrap_or(0);
            let size = local.min + to_int(due(parts) - due(before))?;
            if is_touched {
                self.resize(pool, size)?;
            } else {
                local.size = size;
            }
        }
        Ok(())
    }

    /// The same for all pools, step by step and in Java's arithmetic, with its overflows and refusals.
    fn share_as_flink(&mut self) -> Result<(), PoolError> {
        let spare = self.made_with.segments.wrapping_sub(self.required);
        let room = |pool: &Considered| i64::from(pool.extra.min(spare));
        let capacity = self.considered.iter().map(room).fold(0, i64::wrapping_add);
        if capacity == 0 && spare != 0 {
            return Ok(());
        }
        let to_give = i64::from(to_int(capacity.min(i64::from(spare)))?);
        let (mut parts, mut given) = (0_i64, 0_i32);
        for at in 0..self.considered.len() {
            let considered = self.considered[at];
            if considered.extra == 0 && spare != 0 {
                continue;
            }
            parts = parts.wrapping_add(room(&considered));
            let due = to_give.wrapping_mul(parts).checked_div(capacity).unwrap_or(0);
            let part = to_int(due.wrapping_sub(i64::from(given)))?;
            given = given.wrapping_add(part);
            let size = self.pools[considered.pool.index()].min.wrapping_add(part);
            self.resize(considered.pool, size)?;
        }
        Ok(())
    }

    /// Visits pools in this order from now on; pools that are not named follow in the order they had, and names of others are passed over.
    /// For those who know the order of Flink's `HashSet`.
    pub fn visit_in_order(&mut self, order: &[PoolId]) {
        self.settle();
        let mut ranks = vec![usize::MAX; self.pools.len()];
        for (rank, pool) in order.iter().enumerate().rev() {
            if let Some(place) = ranks.get_mut(pool.index()) {
                *place = rank;
            }
        }
        self.considered.sort_by_key(|considered| ranks[considered.pool.index()]);
    }

    /// Pools that redistribution considers, in the order of its visits.
    pub fn visited(&self) -> impl Iterator<Item = PoolId> {
        self.considered.iter().map(|considered| considered.pool)
    }
}

/// `MathUtils.checkedDownCast`.
fn to_int(part: i64) -> Result<i32, PoolError> {
    i32::try_from(part).map_err(|_| PoolError::PartTooLarge(part))
}
