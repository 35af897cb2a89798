//! The remote channels of a gate, and what can be seen of them.

use pools::Release;
use pools::buffer::{NetworkBufferPool, PoolId, SegmentId};

use super::channel::{Channel, ChannelState, Received};
use super::error::InputError;
use crate::behaviour::{Behaviour, InputRules};
use crate::queue::Arena;
use crate::usage::InputUsage;

/// What the remote channels of a gate are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GateSetup {
    /// The release it behaves as.
    pub release: Release,
    /// The pool of floating buffers. It belongs to this gate alone.
    pub pool: PoolId,
    /// Remote channels.
    pub channels: u32,
    /// Exclusive buffers of a channel. The gate counts them; their segments are the caller's
    /// ([`request_unpooled`](NetworkBufferPool::request_unpooled)).
    pub exclusive_buffers: u32,
}

/// The remote channels of an input gate (`SingleInputGate`, `RemoteInputChannel`).
///
/// Memory is taken in proportion to its channels, and to what was ever received at one time.
#[derive(Clone, Debug)]
pub struct InputGate {
    pub(super) rules: &'static InputRules,
    pub(super) pool: PoolId,
    /// Exclusive buffers of a channel.
    pub(super) exclusive_buffers: u32,
    pub(super) channels: Box<[Channel]>,
    pub(super) received: Arena<Received>,
    /// Floating buffers of all channels, free, received or taken. They are all alike, so nobody needs to know which is where.
    pub(super) floating: Vec<SegmentId>,
    /// Floating buffers that the task has.
    pub(super) floating_taken: u32,
    /// Channels whose credit is to be sent, each once.
    pub(super) credited: std::collections::VecDeque<u32>,
    /// Sums over the channels.
    pub(super) sums: Sums,
}

/// Sums over the channels of a gate, so that metrics need not visit them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Exclusive buffers that are not free.
    pub(super) exclusive_used: i64,
    /// Floating buffers that are free.
    pub(super) floating_free: i64,
    /// What was received and not read.
    pub(super) received: i64,
    /// Of it, data in bytes.
    pub(super) received_bytes: u64,
    /// Buffers that are wanted beyond the exclusive ones.
    pub(super) announced: i64,
}

impl InputGate {
    /// A gate that has received nothing. Each sender starts with credit for the exclusive buffers.
    #[must_use]
    pub fn new(setup: &GateSetup) -> Self {
        let channel = Channel::new(setup.exclusive_buffers);
        Self {
            rules: &Behaviour::of(setup.release).input,
            pool: setup.pool,
            exclusive_buffers: setup.exclusive_buffers,
            channels: vec![channel; usize::try_from(setup.channels).unwrap_or(0)].into_boxed_slice(),
            received: Arena::new(),
            floating: Vec::new(),
            floating_taken: 0,
            credited: std::collections::VecDeque::new(),
            sums: Sums::default(),
        }
    }

    /// The pool of its floating buffers.
    #[must_use]
    pub const fn pool(&self) -> PoolId {
        self.pool
    }

    /// Number of remote channels.
    #[must_use]
    pub const fn channels(&self) -> usize {
        self.channels.len()
    }

    /// A channel as it is; `None` if there is none of this number.
    #[must_use]
    pub fn channel(&self, channel: u32) -> Option<ChannelState> {
        let channel = self.channels.get(usize::try_from(channel).ok()?)?;
        Some(ChannelState {
            exclusive: channel.exclusive,
            floating: channel.floating,
            need: channel.need,
            is_waiting: channel.is_waiting,
            credit: channel.credit,
            received: channel.received.len(),
        })
    }

    /// What was received and not read, and what senders have announced (`getBuffersInUseCount`, ≥1.14; what debloating counts), buffers.
    #[must_use]
    pub fn buffers_in_use(&self) -> i32 {
        saturate(self.sums.received + self.sums.announced)
    }

    /// What was received and not read (`inputQueueLength`), events too.
    #[must_use]
    pub fn queued(&self) -> i32 {
        saturate(self.sums.received)
    }

    /// Whether what a channel received first has overtaken the rest. False if there is no such channel.
    #[must_use]
    pub fn has_priority(&self, channel: u32) -> bool {
        let channel = usize::try_from(channel).ok().and_then(|at| self.channels.get(at));
        channel.is_some_and(|channel| channel.priority > 0)
    }

    /// Data that was received and not read (`inputQueueSize`), bytes.
    #[must_use]
    pub const fn queued_bytes(&self) -> u64 {
        self.sums.received_bytes
    }

    /// Data that a channel received and that was not read, bytes: what an unaligned checkpoint keeps of it. 0 if there is no such channel.
    #[must_use]
    pub fn received_bytes(&self, channel: u32) -> u64 {
        self.received(channel).map(Received::data).sum()
    }

    /// Buffers, and how many are in use.
    pub fn usage(&self, pools: &mut NetworkBufferPool) -> InputUsage {
        let pool = pools.pool(self.pool);
        let channels = i64::try_from(self.channels.len()).unwrap_or(i64::MAX);
        let used = pool.map_or(0, |pool| i64::from(pool.used()) - self.sums.floating_free);
        InputUsage {
            exclusive_used: saturate(self.sums.exclusive_used),
            exclusive: saturate(channels.saturating_mul(i64::from(self.exclusive_buffers))),
            floating_used: saturate(used.max(0)),
            floating: pool.map_or(0, |pool| pool.size),
        }
    }

    /// The next channel whose credit is to be sent because it is no longer 0 (`notifyCreditAvailable`). It need not be any more.
    pub fn next_credited(&mut self) -> Option<u32> {
        let number = self.credited.pop_front()?;
        self.channels[number as usize].is_credited = false;
        Some(number)
    }

    /// Takes the credit that a channel has gathered, to send it (`getAndResetUnannouncedCredit`), buffers.
    ///
    /// # Errors
    /// [`InputError::NotThere`].
    pub fn take_credit(&mut self, channel: u32) -> Result<u32, InputError> {
        Ok(std::mem::take(&mut self.find(channel)?.credit))
    }

    #[inline]
    pub(super) fn find(&mut self, channel: u32) -> Result<&mut Channel, InputError> {
        usize::try_from(channel).ok().and_then(|at| self.channels.get_mut(at)).ok_or(InputError::NotThere)
    }

    /// More credit for a sender (`RemoteInputChannel.notifyBufferAvailable`).
    #[inline]
    pub(super) fn add_credit(&mut self, channel: u32, buffers: u32) -> Result<(), InputError> {
        let state = self.find(channel)?;
        let had_none = state.credit == 0;
        state.credit = state.credit.saturating_add(buffers);
        if had_none && buffers > 0 && !std::mem::replace(&mut state.is_credited, true) {
            self.credited.push_back(channel);
        }
        Ok(())
    }
}

/// Java's counts are `int`; nothing that fits into memory exceeds them.
fn saturate(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })
}
