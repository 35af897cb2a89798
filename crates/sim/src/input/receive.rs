//! What arrives at a channel, and how it asks for buffers.

use pools::buffer::{ListenerId, NetworkBufferPool};

use super::channel::{Received, Source};
use super::error::InputError;
use super::gate::InputGate;
use crate::event::Event;
use crate::payload::Payload;

impl InputGate {
    /// Data arrives, with the number of buffers that its sender still has (`onBuffer`). True if nothing else was there to read.
    ///
    /// # Errors
    /// [`InputError::NoCredit`], [`InputError::NotThere`], or what the pool says.
    #[inline]
    pub fn on_data(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
        bytes: u32,
        payload: Payload,
        backlog: u32,
    ) -> Result<bool, InputError> {
        let source = self.take_buffer(channel)?;
        let was_empty = self.queue(channel, Received::Data { bytes, payload, source })?;
        self.on_backlog(pools, channel, backlog)?;
        Ok(was_empty)
    }

    /// An event arrives, likewise. One that blocks the sender makes a channel without exclusive buffers give its floating ones back
    /// (≥1.14, before there are none without). One with priority is received before all else, except others like it. True if nothing else
    /// was there to read.
    ///
    /// # Errors
    /// [`InputError::NotThere`], or what the pool says.
    pub fn on_event(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
        event: Event,
        backlog: u32,
    ) -> Result<bool, InputError> {
        self.find(channel)?;
        if event.data_type.is_blocking() && self.exclusive_buffers == 0 {
            self.give_up_floating(pools, channel)?;
        }
        let was_empty = self.queue(channel, Received::Event(event))?;
        self.on_backlog(pools, channel, backlog)?;
        Ok(was_empty)
    }

    /// A sender says how many buffers it has (`onSenderBacklog`): as many are to be free here, beside the exclusive ones.
    ///
    /// # Errors
    /// [`InputError::NotThere`], or what the pool says.
    pub fn on_backlog(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
        backlog: u32,
    ) -> Result<(), InputError> {
        let need = backlog.wrapping_add(self.exclusive_buffers).cast_signed();
        self.set_need(channel, need)?;
        let got = self.request_floating(pools, channel)?;
        self.add_credit(channel, got)
    }

    /// The task takes what a channel received first (`getNextBuffer`); `None` if there is nothing. Data is to be given back with
    /// [`recycle`](Self::recycle).
    ///
    /// # Errors
    /// [`InputError::NotThere`].
    #[inline]
    pub fn next(&mut self, channel: u32) -> Result<Option<Received>, InputError> {
        let mut queue = self.find(channel)?.received;
        let received = self.received.pop(&mut queue);
        let state = self.find(channel)?;
        state.received = queue;
        state.priority = state.priority.saturating_sub(1);
        match received {
            Some(Received::Data { source: Source::Exclusive, .. }) => state.exclusive_taken += 1,
            Some(Received::Data { source: Source::Floating, .. }) => self.floating_taken += 1,
            Some(Received::Event(_)) => {}
            None => return Ok(None),
        }
        self.sums.received -= 1;
        self.sums.received_bytes -= received.map_or(0, Received::data);
        Ok(received)
    }

    /// Lets a barrier that a channel received overtake what came before it (`convertToPriorityEvent`); false if it is not there, or has done
    /// so already. It stays what it is.
    ///
    /// # Errors
    /// [`InputError::NotThere`].
    pub fn prioritize(&mut self, channel: u32, tag: u64) -> Result<bool, InputError> {
        let state = *self.find(channel)?;
        let is_it = |received: &Received| matches!(received, Received::Event(event) if event.tag == tag && event.data_type.is_blocking());
        let Some(before) = self.received.items(state.received).position(is_it) else { return Ok(false) };
        let Some(before) = u32::try_from(before).ok().filter(|before| *before >= state.priority) else {
            return Ok(false);
        };
        let mut queue = state.received;
        if let Some(barrier) = self.received.take(&mut queue, before) {
            self.received.insert(&mut queue, state.priority, barrier);
        }
        let state = self.find(channel)?;
        state.received = queue;
        state.priority += 1;
        Ok(true)
    }

    /// Takes a free buffer of a channel (`requestBuffer`).
    #[inline]
    fn take_buffer(&mut self, channel: u32) -> Result<Source, InputError> {
        let state = self.find(channel)?;
        let source = if state.floating > 0 {
            state.floating -= 1;
            Source::Floating
        } else if state.exclusive > 0 {
            state.exclusive -= 1;
            Source::Exclusive
        } else {
            return Err(InputError::NoCredit);
        };
        let need = state.need;
        match source {
            Source::Floating => self.sums.floating_free -= 1,
            Source::Exclusive => self.sums.exclusive_used += 1,
        }
        if self.rules.arrival_lowers_need {
            self.set_need(channel, need.wrapping_sub(1))?;
        }
        Ok(source)
    }

    #[inline]
    fn queue(&mut self, channel: u32, received: Received) -> Result<bool, InputError> {
        let mut queue = self.find(channel)?.received;
        let was_empty = queue.is_empty();
        let has_priority = matches!(received, Received::Event(event) if event.data_type.has_priority());
        if has_priority {
            let before = self.find(channel)?.priority;
            self.received.insert(&mut queue, before, received);
        } else {
            self.received.push(&mut queue, received);
        }
        let state = self.find(channel)?;
        state.received = queue;
        state.priority += u32::from(has_priority);
        self.sums.received += 1;
        self.sums.received_bytes += received.data();
        Ok(was_empty)
    }

    #[inline]
    pub(super) fn set_need(&mut self, channel: u32, need: i32) -> Result<(), InputError> {
        let exclusive = i64::from(self.exclusive_buffers);
        let announced = |need: i32| (i64::from(need) - exclusive).max(0);
        let before = std::mem::replace(&mut self.find(channel)?.need, need);
        self.sums.announced += announced(need) - announced(before);
        Ok(())
    }

    /// Takes floating buffers until there are enough, or waits for one; says how many it took (`tryRequestBuffers`).
    #[inline]
    pub(super) fn request_floating(
        &mut self,
        pools: &mut NetworkBufferPool,
        channel: u32,
    ) -> Result<u32, InputError> {
        let pool = self.pool;
        let mut got = 0;
        loop {
            let state = self.find(channel)?;
            if state.is_waiting || !state.wants_more() {
                return Ok(got);
            }
            if let Some(segment) = pools.request(pool, None)? {
                state.floating += 1;
                self.floating.push(segment);
                self.sums.floating_free += 1;
                got += 1;
            } else if pools.add_listener(pool, ListenerId(channel))? {
                state.is_waiting = true;
            }
        }
    }
}
