//! Making and destroying pools.

use super::error::PoolError;
use super::local::{BufferPoolRequest, LocalBufferPool, PoolId};
use super::network::NetworkBufferPool;
use super::redistribution::Considered;

impl NetworkBufferPool {
    /// Makes a local pool and redistributes (`createBufferPool`).
    ///
    /// # Errors
    /// [`PoolError::GlobalPoolDestroyed`], [`PoolError::Insufficient`], or a refusal of the request's numbers; the latter leaves the
    /// guarantee given out, as in Flink.
    pub fn create_buffer_pool(&mut self, request: &BufferPoolRequest) -> Result<PoolId, PoolError> {
        self.create_buffer_pool_at(request, usize::MAX)
    }

    /// Makes a local pool that redistribution visits after `before` others (the last one if there are fewer). For those who know the
    /// order of Flink's `HashSet`; see also [`visit_in_order`](Self::visit_in_order).
    ///
    /// # Errors
    /// As [`create_buffer_pool`](Self::create_buffer_pool).
    pub fn create_buffer_pool_at(
        &mut self,
        request: &BufferPoolRequest,
        before: usize,
    ) -> Result<PoolId, PoolError> {
        if self.is_destroyed {
            return Err(PoolError::GlobalPoolDestroyed);
        }
        self.check_guarantee(request.min)?;
        self.set_required(self.required.wrapping_add(request.min));
        self.check_request(request)?;
        let pool = self.next_pool();
        self.pools.push(LocalBufferPool::new(request));
        self.refresh(pool);
        self.estimate = self.estimate.wrapping_add(i64::from(request.estimate()));
        if self.considers(request) {
            let considered = Considered { pool, extra: request.max - request.min };
            self.considered.insert(before.min(self.considered.len()), considered);
            self.touched.push(pool);
        }
        self.redistribute()?;
        Ok(pool)
    }

    /// The check before segments are guaranteed to anybody.
    pub(super) const fn check_guarantee(&self, segments: i32) -> Result<(), PoolError> {
        let total = self.made_with.segments;
        if self.required.wrapping_add(segments) <= total {
            return Ok(());
        }
        Err(PoolError::Insufficient {
            required: segments,
            available: total.wrapping_sub(self.required),
            total,
            segment_size: self.made_with.segment_size,
        })
    }

    /// The checks of `LocalBufferPool`'s constructor, in its order.
    const fn check_request(&self, request: &BufferPoolRequest) -> Result<(), PoolError> {
        let BufferPoolRequest { min, max, subpartitions, max_buffers_per_channel, max_overdraft_buffers } =
            *request;
        if min <= 0 {
            return Err(PoolError::MinNotPositive(min));
        }
        if max < min {
            return Err(PoolError::MaxBelowMin { max, min });
        }
        if subpartitions > 0 && max_buffers_per_channel <= 0 {
            return Err(PoolError::MaxPerChannelNotPositive(max_buffers_per_channel));
        }
        if subpartitions > 0 && self.rules.has_overdraft && max_overdraft_buffers < 0 {
            return Err(PoolError::OverdraftNegative(max_overdraft_buffers));
        }
        Ok(())
    }

    /// Destroys a local pool (`lazyDestroy`): what is free goes back at once, what is handed out as it is recycled; listeners are
    /// forgotten; from then on the pool counts as available. Nothing happens to a pool that was destroyed before.
    ///
    /// # Errors
    /// [`PoolError::NotThere`], or what redistribution fails with.
    pub fn destroy(&mut self, pool: PoolId) -> Result<(), PoolError> {
        let local = self.live_pool(pool)?;
        if local.is_destroyed {
            return Ok(());
        }
        if local.is_seen_destroyed() {
            // Its size stays what it is, for all to see.
            self.touch(pool);
        }
        self.give_back_free(pool);
        let local = &mut self.pools[pool.index()];
        local.listeners = std::collections::VecDeque::new();
        local.counts = Box::default();
        if !local.is_available {
            self.become_available(pool);
        }
        self.pools[pool.index()].is_destroyed = true;
        self.forget(pool)
    }

    fn give_back_free(&mut self, pool: PoolId) {
        while let Some(segment) = self.segments.pop(&mut self.pools[pool.index()].free) {
            // Whoever waits is woken between two segments; that may be this very pool.
            self.give_back(pool, segment);
        }
    }

    /// Takes a destroyed pool out of all accounts (`destroyBufferPool`).
    fn forget(&mut self, pool: PoolId) -> Result<(), PoolError> {
        let local = &mut self.pools[pool.index()];
        let was_touched = std::mem::replace(&mut local.is_touched, true);
        let request = BufferPoolRequest::of_gate(local.min, local.max);
        self.set_required(self.required.wrapping_sub(request.min));
        self.estimate = self.estimate.wrapping_sub(i64::from(request.estimate()));
        if self.considers(&request) {
            if let Some(at) = self.considered.iter().position(|other| other.pool == pool) {
                self.considered.remove(at);
            }
            if was_touched {
                self.touched.retain(|other| *other != pool);
            }
        }
        self.redistribute()
    }

    /// Destroys all local pools, in the order of creation (`destroyAllBufferPools`).
    ///
    /// # Errors
    /// [`PoolError::NotEmpty`] if segments are still guaranteed then: unpooled ones are out, or a pool's numbers were refused before. Or
    /// what redistribution fails with.
    pub fn destroy_all(&mut self) -> Result<(), PoolError> {
        for number in 0..self.next_pool().number() {
            self.destroy(PoolId::new(number))?;
        }
        if self.required > 0 { Err(PoolError::NotEmpty) } else { Ok(()) }
    }

    /// Destroys the global pool (`destroy`): available segments are gone. Those that come back later are kept.
    pub fn destroy_global_pool(&mut self) {
        self.settle();
        self.is_destroyed = true;
        self.segments.free_available();
    }

    /// Sets the size of a local pool, as redistribution does (`setNumBuffers`): no more than its limit, of course. What is free beyond it
    /// goes back.
    ///
    /// # Errors
    /// [`PoolError::SizeBelowMin`], or [`PoolError::NotThere`].
    pub fn set_num_buffers(&mut self, pool: PoolId, size: i32) -> Result<(), PoolError> {
        self.live_pool(pool)?;
        self.touch(pool);
        self.resize(pool, size)
    }

    pub(super) fn resize(&mut self, pool: PoolId, size: i32) -> Result<(), PoolError> {
        let local = &mut self.pools[pool.index()];
        if size < local.min {
            return Err(PoolError::SizeBelowMin { min: local.min, size });
        }
        local.size = size.min(local.max);
        while let Some(segment) = self.take_excess(pool) {
            self.give_back(pool, segment);
        }
        if !self.pools[pool.index()].is_destroyed {
            self.refresh(pool);
        }
        Ok(())
    }

    /// Takes a free segment out of a pool that has more than its size.
    fn take_excess(&mut self, pool: PoolId) -> Option<u32> {
        let local = &mut self.pools[pool.index()];
        if local.requested > local.size { self.segments.pop(&mut local.free) } else { None }
    }

    /// Sets the overdraft of a local pool (`setMaxOverdraftBuffersPerGate`; ≥1.16, before it is of no use).
    ///
    /// # Errors
    /// [`PoolError::NotThere`].
    pub fn set_max_overdraft(&mut self, pool: PoolId, buffers: i32) -> Result<(), PoolError> {
        self.live_pool(pool)?.max_overdraft = buffers;
        Ok(())
    }
}
