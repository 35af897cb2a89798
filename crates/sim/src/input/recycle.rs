//! Buffers that come back: to the channel they belong to, to the pool, or to a channel that waits.

use pools::buffer::{ListenerId, NetworkBufferPool, PoolError, Recycled, SegmentId};

use super::channel::Source;
use super::error::InputError;
use super::gate::InputGate;

impl InputGate {
    /// The task gives the buffer of something received back (`recycle`).
    ///
    /// # Errors
    /// [`InputError::NotThere`], [`InputError::NotTaken`], or what the pool says.
    #[inline]
    pub fn recycle(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
        source: Source,
    ) -> Result<(), InputError> {
        match source {
            Source::Exclusive => self.recycle_exclusive(pools, channel),
            Source::Floating => {
                self.find(channel)?;
                if self.floating_taken == 0 {
                    return Err(InputError::NotTaken);
                }
                self.floating_taken -= 1;
                self.recycle_floating(pools)
            }
        }
    }

    /// It is free again; if that is more than wanted, a floating buffer goes back to the pool instead of more credit to the sender.
    fn recycle_exclusive(&mut self, pools: &mut NetworkBufferPool, channel: u32) -> Result<(), InputError> {
        let state = self.find(channel)?;
        if state.exclusive_taken == 0 {
            return Err(InputError::NotTaken);
        }
        state.exclusive_taken -= 1;
        state.exclusive += 1;
        let gives_back = state.has_too_many() && state.floating > 0;
        if gives_back {
            state.floating -= 1;
        }
        self.sums.exclusive_used -= 1;
        if gives_back {
            self.sums.floating_free -= 1;
            self.recycle_floating(pools)
        } else {
            self.add_credit(channel, 1)
        }
    }

    /// A floating buffer goes back to the pool, which offers it to those who wait, one after the other.
    fn recycle_floating(&mut self, pools: &mut NetworkBufferPool) -> Result<(), InputError> {
        let segment = self.floating.pop().ok_or(PoolError::NotHandedOut)?;
        while let Recycled::ToListener(listener) = pools.recycle(segment)? {
            if self.offer(pools, listener, segment)? {
                break;
            }
        }
        Ok(())
    }

    /// Offers a buffer to a channel that waits; false if it does not need it any more (`notifyBufferAvailable`).
    fn offer(
        &mut self,
        pools: &mut NetworkBufferPool,
        listener: ListenerId,
        segment: SegmentId,
    ) -> Result<bool, InputError> {
        let channel = listener.0;
        let asks_on = self.rules.asks_on;
        let state = self.find(channel)?;
        state.is_waiting = false;
        if !state.wants_more() {
            return Ok(false);
        }
        state.floating += 1;
        let waits_on = !asks_on && state.wants_more();
        state.is_waiting = waits_on;
        self.floating.push(segment);
        self.sums.floating_free += 1;
        let more = if asks_on { self.request_floating(pools, channel)? } else { 0 };
        if waits_on {
            pools.keep_listener(self.pool, listener)?;
        }
        self.add_credit(channel, 1 + more)?;
        Ok(true)
    }

    /// Gives all free floating buffers of a channel back, and takes back the credit for them (`releaseFloatingBuffers`).
    pub(super) fn give_up_floating(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
    ) -> Result<(), InputError> {
        self.set_need(channel, 0)?;
        let state = self.find(channel)?;
        state.credit = 0;
        let floating = std::mem::take(&mut state.floating);
        self.sums.floating_free -= i64::from(floating);
        for _ in 0..floating {
            self.recycle_floating(pools)?;
        }
        Ok(())
    }
}
