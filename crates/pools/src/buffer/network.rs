//! The global pool itself: what it is made of, and what can be seen of it.

use super::blocking::Blocked;
use super::error::PoolError;
use super::local::{BufferPoolRequest, LocalBufferPool, PoolId, PoolState};
use super::redistribution::Considered;
use super::segments::{Holder, SegmentId, Segments};
use crate::behaviour::PoolRules;
use crate::release::Release;

/// What a global pool is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GlobalPool {
    /// The release it behaves as.
    pub release: Release,
    /// Number of segments: network memory divided by the segment size, rounded down. Not positive is a pool without segments, as in
    /// Flink.
    pub segments: i32,
    /// Bytes of a segment. Messages name it, nothing depends on it.
    pub segment_size: i32,
    /// Longest time that a blocking request waits, ms.
    pub request_timeout_ms: u64,
}

impl GlobalPool {
    /// A pool with the release's default time to wait.
    #[must_use]
    pub const fn new(release: Release, segments: i32, segment_size: i32) -> Self {
        let request_timeout_ms = release.behaviour().network.request_timeout_ms;
        Self { release, segments, segment_size, request_timeout_ms }
    }
}

/// A TaskManager's network buffers: the global pool with all its local pools (`NetworkBufferPool`, `LocalBufferPool`).
///
/// Memory is taken in proportion to the segments that were ever taken (12 bytes each) and the pools that were ever made.
#[derive(Clone, Debug)]
pub struct NetworkBufferPool {
    pub(super) made_with: GlobalPool,
    pub(super) rules: &'static PoolRules,
    pub(super) segments: Segments,
    /// All local pools, in the order of creation, destroyed ones too.
    pub(super) pools: Vec<LocalBufferPool>,
    /// Guarantees given out (`numTotalRequiredBuffers`), segments.
    pub(super) required: i32,
    /// What the pools are expected to ask for, segments.
    pub(super) estimate: i64,
    /// Whether the future of availability is complete; normally: whether there is a segment.
    pub(super) is_available: bool,
    pub(super) is_destroyed: bool,
    /// Pools that wait for a segment, in the order of registration.
    pub(super) waiting: Vec<PoolId>,
    /// Pools that are being woken; empty between operations.
    pub(super) waking: Vec<PoolId>,
    /// Watched pools that became available and were not asked for yet, first in, first out.
    pub(super) notified: std::collections::VecDeque<PoolId>,
    /// Pools that redistribution considers, in the order of its visits.
    pub(super) considered: Vec<Considered>,
    /// Considered pools that were touched: whose size is up to date, and which may not be quiet.
    pub(super) touched: Vec<PoolId>,
    /// What was there to share when sizes were last to be set, if those of pools that were not touched are yet to be set.
    pub(super) pending: Option<i32>,
    /// Blocking requests that wait, by number; `None` is free to be used again.
    pub(super) blocked: Vec<Option<Blocked>>,
    /// How often segments came back to the global pool.
    pub(super) returns: u64,
}

impl NetworkBufferPool {
    /// More segments than this are not simulated: 64 GiB of the smallest segments, 512 GiB of the usual ones.
    pub const MAX_SEGMENTS: i32 = 1 << 24;

    /// A pool in which all segments are available.
    ///
    /// # Errors
    /// [`PoolError::TimeoutNotPositive`], or [`PoolError::TooManySegments`] above [`Self::MAX_SEGMENTS`].
    pub fn new(made_with: GlobalPool) -> Result<Self, PoolError> {
        if made_with.request_timeout_ms == 0 {
            return Err(PoolError::TimeoutNotPositive);
        }
        if made_with.segments > Self::MAX_SEGMENTS {
            return Err(PoolError::TooManySegments(made_with.segments));
        }
        let segments = u32::try_from(made_with.segments).unwrap_or(0);
        Ok(Self {
            made_with,
            rules: &made_with.release.behaviour().pools,
            segments: Segments::new(segments),
            pools: Vec::new(),
            required: 0,
            estimate: 0,
            is_available: true,
            is_destroyed: false,
            waiting: Vec::new(),
            waking: Vec::new(),
            notified: std::collections::VecDeque::new(),
            considered: Vec::new(),
            touched: Vec::new(),
            pending: None,
            blocked: Vec::new(),
            returns: 0,
        })
    }

    /// What it was made with.
    #[must_use]
    pub const fn made_with(&self) -> &GlobalPool {
        &self.made_with
    }

    /// Segments in all (`getTotalNumberOfMemorySegments`): 0 once destroyed, otherwise as made, even if negative.
    #[must_use]
    pub const fn total(&self) -> i32 {
        if self.is_destroyed { 0 } else { self.made_with.segments }
    }

    /// Segments that nobody has taken (`getNumberOfAvailableMemorySegments`).
    #[must_use]
    pub fn available(&self) -> u32 {
        self.segments.available()
    }

    /// Guarantees given out to local pools and as unpooled segments (`numTotalRequiredBuffers`), segments. Negative after a pool with a
    /// negative guarantee was refused, because Flink adds it first.
    #[must_use]
    pub const fn required(&self) -> i32 {
        self.required
    }

    /// Whether it was destroyed.
    #[must_use]
    pub const fn is_destroyed(&self) -> bool {
        self.is_destroyed
    }

    /// Expected use by all pools, percent of the total (`RequestedMemoryUsage`, `getEstimatedRequestedSegmentsUsage`); `None` in
    /// releases that do not tell (before 1.15). Unpooled segments do not count.
    ///
    /// # Errors
    /// [`PoolError::UsageTooLarge`].
    pub fn usage(&self) -> Result<Option<i32>, PoolError> {
        if !self.rules.has_usage {
            return Ok(None);
        }
        let usage = match self.total() {
            0 => 0,
            total => self.estimate.wrapping_mul(100) / i64::from(total),
        };
        i32::try_from(usage).map(Some).map_err(|_| PoolError::UsageTooLarge)
    }

    /// A local pool as it is; `None` if there is none of this number, or it was destroyed and nothing of it is left: no segment is out, and
    /// Flink's count of them is right.
    ///
    /// Takes `&mut self` because sizes are computed when they are looked at.
    pub fn pool(&mut self, pool: PoolId) -> Option<PoolState> {
        self.settle();
        let pool = self.pools.get(pool.index())?;
        (!pool.is_destroyed || pool.is_seen_destroyed()).then(|| pool.state())
    }

    /// Whether a local pool is available: a buffer can be had from it, and no subpartition has too many. A destroyed pool is; one that
    /// was never made is not.
    #[must_use]
    #[inline]
    pub fn is_available(&self, pool: PoolId) -> bool {
        self.pools.get(pool.index()).is_some_and(|pool| pool.is_available)
    }

    /// Number of the next local pool.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "memory ends before")]
    pub fn next_pool(&self) -> PoolId {
        PoolId::new(self.pools.len() as u32)
    }

    /// Where a segment is.
    #[must_use]
    pub fn holder(&self, segment: SegmentId) -> Holder {
        self.segments.holder(segment)
    }

    /// Asks to be told once when a pool is available ([`next_notified`](Self::next_notified)). False if it is already, or if there is no
    /// such pool, and then nothing is told.
    pub fn watch(&mut self, pool: PoolId) -> bool {
        match self.pools.get_mut(pool.index()) {
            Some(pool) if !pool.is_available => {
                pool.is_watched = true;
                true
            }
            _ => false,
        }
    }

    /// The next watched pool that became available, in the order in which Flink completes the futures of availability. It need not be
    /// available any more.
    pub fn next_notified(&mut self) -> Option<PoolId> {
        self.notified.pop_front()
    }

    /// Segments that the waiting requests have collected.
    #[must_use]
    pub fn collected(&self) -> u32 {
        self.blocked.iter().flatten().map(Blocked::collected).sum()
    }

    pub(super) fn live_pool(&mut self, pool: PoolId) -> Result<&mut LocalBufferPool, PoolError> {
        self.pools.get_mut(pool.index()).ok_or(PoolError::NotThere)
    }

    /// Whether redistribution considers a pool: all in old releases, then only those that can grow.
    pub(super) const fn considers(&self, request: &BufferPoolRequest) -> bool {
        !self.rules.skips_fixed_pools || request.min < request.max
    }
}
