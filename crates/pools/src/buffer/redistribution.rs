//! How segments that are not guaranteed to anybody are shared among the pools.
//!
//! Flink shares anew whenever a pool is made or destroyed and whenever unpooled segments are taken or given back: it sets the size of each
//! pool, which costs as many steps as there are pools, so that making *n* pools takes *n*² steps. Most of that work is overwritten before
//! anybody looks. Here sizes are set when they matter:
//!
//! * A pool is *quiet* if being resized would change nothing but its size, whatever the size. That holds while it has no more than its
//!   minimum and need not take a segment ahead of time.
//! * Every operation that looks at a pool's size or could end its quiet *touches* it first. Redistribution goes through the pools that were
//!   touched. If all are quiet, it only notes that sizes are pending, and nobody is touched any more.
//! * The first touch, or the first look, sets the pending sizes. The latest redistribution alone decides on them, so nothing is lost.
//!
//! Where a pool is not quiet, or numbers are beyond reason, it happens at once, as in Flink.

use super::error::PoolError;
use super::local::{LocalBufferPool, PoolId};
use super::network::NetworkBufferPool;

impl LocalBufferPool {
    /// Whether setting its size to any of `min..=max` would do nothing else.
    ///
    /// An empty pool below its minimum has asked the global pool already, which has nothing, as it would be woken otherwise.
    const fn is_quiet(&self) -> bool {
        let is_served = !self.free.is_empty() || self.is_waiting && self.requested < self.min;
        self.requested <= self.min && is_served && self.is_available == self.should_be_available()
    }
}

impl NetworkBufferPool {
    /// Makes sure that a pool's size is up to date, before it is looked at or the pool changes.
    #[inline]
    pub(super) fn touch(&mut self, pool: PoolId) {
        if let Some(local) = self.pools.get_mut(pool.index())
            && !local.is_touched
        {
            local.is_touched = true;
            self.touched.push(pool);
            self.settle();
        }
    }

    /// Sets the sizes that are pending.
    #[cold]
    pub(super) fn settle(&mut self) {
        if self.is_pending {
            self.is_pending = false;
            // All pools are quiet, so only sizes change, and none is out of range.
            let settled = self.redistribute_now();
            debug_assert_eq!(settled, Ok(()));
        }
    }

    /// Changes the guarantees given out. Pending sizes are set before if the new number is one that is not waited with: then what follows
    /// might leave sizes as they are.
    pub(super) fn set_required(&mut self, required: i32) {
        if spare(self.made_with.segments, required).is_none() {
            self.settle();
        }
        self.required = required;
    }

    /// Shares the segments that are not guaranteed to anybody (`redistributeBuffers`), at once or when it matters.
    pub(super) fn redistribute(&mut self) -> Result<(), PoolError> {
        if self.considered.is_empty() {
            return Ok(());
        }
        if self.can_wait() {
            self.is_pending = true;
            return Ok(());
        }
        self.is_pending = false;
        self.redistribute_now()
    }

    /// Whether redistribution would set sizes and do nothing else.
    fn can_wait(&mut self) -> bool {
        let Some(spare) = spare(self.made_with.segments, self.required) else { return false };
        // `give * parts` of the distribution, at its largest.
        let largest = i64::from(spare) * i64::from(spare);
        let pools = i64::try_from(self.considered.len()).unwrap_or(i64::MAX);
        if self.is_destroyed || largest.checked_mul(pools).is_none() {
            return false;
        }
        let pools = &mut self.pools;
        self.touched.retain(|pool| {
            let local = &mut pools[pool.index()];
            local.is_touched = !local.is_quiet();
            local.is_touched
        });
        self.touched.is_empty()
    }

    /// Shares now. Every pool gets its minimum and a part of the rest in proportion to what it can still take, rounded so that all is
    /// given out. Arithmetic is Java's, with its overflows.
    fn redistribute_now(&mut self) -> Result<(), PoolError> {
        let spare = self.made_with.segments.wrapping_sub(self.required);
        if spare == 0 {
            return self.shrink_to_minimum();
        }
        let room = |local: &LocalBufferPool| i64::from(local.extra().min(spare));
        let capacity: i64 =
            self.considered.iter().map(|pool| room(&self.pools[pool.index()])).fold(0, i64::wrapping_add);
        if capacity == 0 {
            return Ok(());
        }
        let to_give = i64::from(to_int(capacity.min(i64::from(spare)))?);
        let (mut parts, mut given) = (0_i64, 0_i32);
        for at in 0..self.considered.len() {
            let pool = self.considered[at];
            let local = &self.pools[pool.index()];
            if local.extra() == 0 {
                continue;
            }
            parts = parts.wrapping_add(room(local));
            let due = to_give.wrapping_mul(parts).wrapping_div(capacity);
            let share = to_int(due.wrapping_sub(i64::from(given)))?;
            given = given.wrapping_add(share);
            let size = local.min.wrapping_add(share);
            self.resize(pool, size)?;
        }
        Ok(())
    }

    fn shrink_to_minimum(&mut self) -> Result<(), PoolError> {
        for at in 0..self.considered.len() {
            let pool = self.considered[at];
            self.resize(pool, self.pools[pool.index()].min)?;
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
        self.considered.sort_by_key(|pool| ranks[pool.index()]);
    }

    /// Pools that redistribution considers, in the order of its visits.
    #[must_use]
    pub fn visited(&self) -> &[PoolId] {
        &self.considered
    }
}

/// Segments that are not guaranteed; `None` if that is negative or no `int`.
fn spare(total: i32, required: i32) -> Option<i32> {
    total.checked_sub(required).filter(|spare| *spare >= 0)
}

/// `MathUtils.checkedDownCast`.
fn to_int(share: i64) -> Result<i32, PoolError> {
    i32::try_from(share).map_err(|_| PoolError::ShareTooLarge(share))
}
