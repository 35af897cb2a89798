//! Requests that wait: unpooled segments, and segments reserved in a pool.
//!
//! Flink blocks the thread. Here the request says until when it waits, and is resumed then, or earlier when segments came back. A woken
//! thread looks at the clock first and gives up if its time is over, although segments may be there by then (`internalRequestMemorySegments`).

use super::error::PoolError;
use super::local::PoolId;
use super::network::NetworkBufferPool;
use super::segments::{SegmentId, SegmentQueue};

/// How long Flink waits for a notification before it looks again, ms.
const WAIT_MS: u64 = 2_000;

/// A blocking request that waits. Numbers are used again once a request has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u32);

/// How far a blocking request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has what it asked for.
    Done,
    /// It waits, and keeps what it has collected.
    Waiting {
        /// What to resume.
        request: RequestId,
        /// When to resume it at the latest, ms. Earlier if [`NetworkBufferPool::is_notified`].
        until_ms: u64,
    },
}

/// For whom segments are collected.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    /// For a channel, with a guarantee of so many segments.
    Unpooled(i32),
    /// For a local pool.
    Reserve(PoolId),
}

/// A blocking request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blocked {
    purpose: Purpose,
    wanted: u32,
    collected: SegmentQueue,
    deadline_ms: u64,
    /// How often segments had come back when it began to wait.
    returns: u64,
}

impl Blocked {
    pub(super) const fn collected(&self) -> u32 {
        self.collected.len()
    }
}

impl NetworkBufferPool {
    /// Requests unpooled segments, as a remote channel does for its exclusive buffers (`requestUnpooledMemorySegments`, 1.13
    /// `requestMemorySegments`). They are guaranteed, so redistribution comes first. When done, they are appended to `segments`.
    ///
    /// # Errors
    /// [`PoolError::UnpooledTooFew`], [`PoolError::GlobalPoolDestroyed`], [`PoolError::Insufficient`], or what redistribution fails with.
    pub fn request_unpooled(
        &mut self,
        number: i32,
        now_ms: u64,
        segments: &mut Vec<SegmentId>,
    ) -> Result<Progress, PoolError> {
        if number < self.rules.min_unpooled {
            return Err(PoolError::UnpooledTooFew(self.rules.too_few_unpooled));
        }
        if self.is_destroyed {
            return Err(PoolError::GlobalPoolDestroyed);
        }
        let wanted = u32::try_from(number).unwrap_or(0);
        if wanted == 0 {
            return Ok(Progress::Done);
        }
        self.check_guarantee(number)?;
        self.guarantee(number)?;
        self.begin(Purpose::Unpooled(number), wanted, now_ms, segments)
    }

    fn guarantee(&mut self, number: i32) -> Result<(), PoolError> {
        self.set_required(self.required.wrapping_add(number));
        self.redistribute().or_else(|error| {
            self.set_required(self.required.wrapping_sub(number));
            self.redistribute()?;
            Err(error)
        })
    }

    /// Reserves segments in a local pool (`reserveSegments`, ≥1.14; a gate does it with 1). Nothing happens if it has taken so many
    /// already. They are then free in the pool, but Flink forgets to count them among those it has taken.
    ///
    /// # Errors
    /// [`PoolError::ReserveAboveMin`], [`PoolError::PoolDestroyed`], or [`PoolError::NotThere`], also in a release that cannot reserve.
    pub fn reserve_segments(
        &mut self,
        pool: PoolId,
        number: i32,
        now_ms: u64,
    ) -> Result<Progress, PoolError> {
        let Some(destroyed) = self.rules.reserve_of_destroyed else { return Err(PoolError::NotThere) };
        let local = self.live_pool(pool)?;
        if number > local.min {
            return Err(PoolError::ReserveAboveMin);
        }
        if local.is_destroyed {
            return Err(PoolError::PoolDestroyed(destroyed));
        }
        let missing = number.wrapping_sub(local.requested);
        if local.requested >= number {
            return Ok(Progress::Done);
        }
        let wanted = u32::try_from(missing).unwrap_or(0);
        self.begin(Purpose::Reserve(pool), wanted, now_ms, &mut Vec::new())
    }

    fn begin(
        &mut self,
        purpose: Purpose,
        wanted: u32,
        now_ms: u64,
        segments: &mut Vec<SegmentId>,
    ) -> Result<Progress, PoolError> {
        let deadline_ms = now_ms.saturating_add(self.made_with.request_timeout_ms);
        let blocked =
            Blocked { purpose, wanted, collected: SegmentQueue::default(), deadline_ms, returns: 0 };
        self.collect(blocked, now_ms, segments)
    }

    /// Goes on with a request whose time has come or that [`is_notified`](Self::is_notified). Unpooled segments are appended to
    /// `segments` when it is done.
    ///
    /// # Errors
    /// [`PoolError::RequestTimeout`] or [`PoolError::DestroyedWhileWaiting`]: what was collected has been given back. Also
    /// [`PoolError::PoolDestroyed`] if the pool that reserves is destroyed (Flink would wait with destroying it), and
    /// [`PoolError::NotThere`].
    pub fn resume(
        &mut self,
        request: RequestId,
        now_ms: u64,
        segments: &mut Vec<SegmentId>,
    ) -> Result<Progress, PoolError> {
        let place = self.blocked.get_mut(request.0 as usize);
        let mut blocked = place.and_then(Option::take).ok_or(PoolError::NotThere)?;
        if now_ms >= blocked.deadline_ms {
            let timeout = PoolError::RequestTimeout {
                total: self.made_with.segments,
                segment_size: self.made_with.segment_size,
                timeout_ms: self.made_with.request_timeout_ms,
                settings: &self.made_with.release.behaviour().network,
            };
            self.give_up(&mut blocked, true)?;
            return Err(timeout);
        }
        self.collect(blocked, now_ms, segments)
    }

    /// Whether segments came back to the global pool since a request began to wait. Flink then wakes its thread; the pools that wait for
    /// segments are served first.
    #[must_use]
    pub fn is_notified(&self, request: RequestId) -> bool {
        let blocked = self.blocked.get(request.0 as usize).and_then(Option::as_ref);
        blocked.is_some_and(|blocked| blocked.returns != self.returns)
    }

    fn collect(
        &mut self,
        mut blocked: Blocked,
        now_ms: u64,
        segments: &mut Vec<SegmentId>,
    ) -> Result<Progress, PoolError> {
        if self.is_destroyed {
            let is_reverted = self.rules.reverts_unpooled_when_destroyed;
            self.give_up(&mut blocked, is_reverted)?;
            return Err(PoolError::DestroyedWhileWaiting);
        }
        while blocked.collected.len() < blocked.wanted {
            let Some(segment) = self.take() else { return Ok(self.wait(blocked, now_ms)) };
            self.segments.collect(&mut blocked.collected, segment);
        }
        match blocked.purpose {
            Purpose::Unpooled(_) => {
                self.deliver_unpooled(&mut blocked.collected, segments);
                Ok(Progress::Done)
            }
            Purpose::Reserve(pool) => self.deliver_reserved(pool, &mut blocked),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "memory ends before")]
    fn wait(&mut self, mut blocked: Blocked, now_ms: u64) -> Progress {
        blocked.returns = self.returns;
        let place = self.blocked.iter().position(Option::is_none).unwrap_or(self.blocked.len());
        if place == self.blocked.len() {
            self.blocked.push(None);
        }
        self.blocked[place] = Some(blocked);
        Progress::Waiting { request: RequestId(place as u32), until_ms: now_ms.saturating_add(WAIT_MS) }
    }

    fn deliver_unpooled(&mut self, collected: &mut SegmentQueue, segments: &mut Vec<SegmentId>) {
        while let Some(segment) = self.segments.pop(collected) {
            self.segments.make_unpooled(segment);
            segments.push(SegmentId::new(segment));
        }
    }

    fn deliver_reserved(&mut self, pool: PoolId, blocked: &mut Blocked) -> Result<Progress, PoolError> {
        if self.pools[pool.index()].is_destroyed {
            self.give_up(blocked, false)?;
            return Err(self
                .rules
                .reserve_of_destroyed
                .map_or(PoolError::NotThere, PoolError::PoolDestroyed));
        }
        self.touch(pool);
        let local = &mut self.pools[pool.index()];
        while let Some(segment) = self.segments.pop(&mut blocked.collected) {
            self.segments.put_free(&mut local.free, segment, pool);
            local.uncounted = local.uncounted.wrapping_add(1);
        }
        if !local.is_available {
            // Even if a subpartition has too many, as Flink does not look.
            self.become_available(pool);
        }
        Ok(Progress::Done)
    }

    /// Gives back what a request has collected, all at once, and its guarantee if it is to be `reverted`.
    fn give_up(&mut self, blocked: &mut Blocked, is_reverted: bool) -> Result<(), PoolError> {
        let was_empty = self.segments.available() == 0;
        if !blocked.collected.is_empty() {
            while let Some(segment) = self.segments.pop(&mut blocked.collected) {
                self.segments.put_available(segment);
            }
            self.returned(was_empty);
        }
        match blocked.purpose {
            Purpose::Unpooled(number) if is_reverted => self.revert(number),
            _ => Ok(()),
        }
    }

    fn revert(&mut self, number: i32) -> Result<(), PoolError> {
        self.set_required(self.required.wrapping_sub(number));
        self.redistribute()
    }

    /// Gives unpooled segments back and redistributes (`recycleUnpooledMemorySegments`, 1.13 `recycleMemorySegments`).
    ///
    /// # Errors
    /// [`PoolError::NotHandedOut`] if one of them is not unpooled or is named twice, and then nothing is given back; or what
    /// redistribution fails with.
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "each of them once")]
    pub fn recycle_unpooled(&mut self, segments: &[SegmentId]) -> Result<(), PoolError> {
        let taken = segments.iter().take_while(|segment| self.segments.take_unpooled(**segment)).count();
        if taken < segments.len() {
            for segment in &segments[..taken] {
                self.segments.make_unpooled(segment.number());
            }
            return Err(PoolError::NotHandedOut);
        }
        if !segments.is_empty() {
            let was_empty = self.segments.available() == 0;
            for segment in segments {
                self.segments.put_available(segment.number());
            }
            self.returned(was_empty);
        }
        self.revert(taken as i32)
    }
}
