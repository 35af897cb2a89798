//! Flink's buffer pools once more, as plainly as can be: every queue a queue, every redistribution at once, nothing remembered for later.
//!
//! Written from the rules, not from the crate; only the names of errors and what releases do differently are the crate's.

use std::collections::VecDeque;

use pools::PoolRules;
use pools::buffer::{BufferPoolRequest, GlobalPool, PoolError, PoolState};

pub(crate) struct Model {
    made_with: GlobalPool,
    rules: &'static PoolRules,
    pub(crate) available: VecDeque<u32>,
    is_available: bool,
    is_destroyed: bool,
    pub(crate) required: i32,
    waiting: Vec<usize>,
    pub(crate) pools: Vec<Pool>,
    /// Pools that redistribution considers.
    considered: Vec<usize>,
    pub(crate) blocked: Vec<Option<Blocked>>,
}

pub(crate) struct Pool {
    request: BufferPoolRequest,
    size: i32,
    requested: i32,
    free: VecDeque<u32>,
    out: u32,
    counts: Vec<i32>,
    full: u32,
    is_waiting: bool,
    pub(crate) is_available: bool,
    is_destroyed: bool,
    listeners: VecDeque<u32>,
}

#[derive(Clone)]
pub(crate) struct Blocked {
    /// The pool that reserves; unpooled segments are for none.
    pool: Option<usize>,
    wanted: usize,
    collected: Vec<u32>,
    deadline_ms: u64,
}

/// Where a recycled segment goes.
#[derive(Debug, PartialEq)]
pub(crate) enum Place {
    Global,
    Pool,
    Listener(u32),
}

/// What became of a blocking request.
#[derive(Debug, PartialEq)]
pub(crate) enum Blocking {
    Done(Vec<u32>),
    Waiting(usize),
}

type Outcome<T> = Result<T, PoolError>;

impl Model {
    pub(crate) fn new(made_with: GlobalPool) -> Self {
        Self {
            made_with,
            rules: &made_with.release.behaviour().pools,
            available: (0..u32::try_from(made_with.segments).unwrap_or(0)).collect(),
            is_available: true,
            is_destroyed: false,
            required: 0,
            waiting: Vec::new(),
            pools: Vec::new(),
            considered: Vec::new(),
            blocked: Vec::new(),
        }
    }

    fn total(&self) -> i32 {
        self.made_with.segments
    }

    pub(crate) fn usage(&self) -> Outcome<Option<i32>> {
        if !self.rules.has_usage {
            return Ok(None);
        }
        if self.is_destroyed || self.total() == 0 {
            return Ok(Some(0));
        }
        let wanted = self.pools.iter().filter(|pool| !pool.is_destroyed).map(|pool| {
            let BufferPoolRequest { min, max, .. } = pool.request;
            i64::from(if max < i32::MAX { max } else { min.wrapping_mul(2) })
        });
        let usage = 100 * wanted.sum::<i64>() / i64::from(self.total());
        i32::try_from(usage).map(Some).map_err(|_| PoolError::UsageTooLarge)
    }

    pub(crate) fn state(&self, pool: usize) -> PoolState {
        let pool = &self.pools[pool];
        PoolState {
            size: pool.size,
            requested: pool.requested,
            free: i32::try_from(pool.free.len()).expect("few"),
            handed_out: pool.out,
            is_available: pool.is_available,
            listeners: pool.listeners.len(),
            is_destroyed: pool.is_destroyed,
        }
    }

    fn take(&mut self) -> Option<u32> {
        let segment = self.available.pop_front()?;
        if self.available.is_empty() {
            self.is_available = false;
        }
        Some(segment)
    }

    fn give_back(&mut self, segments: &[u32]) {
        let wakes = self.available.is_empty() && !segments.is_empty() && !self.is_available;
        self.available.extend(segments);
        if wakes {
            self.is_available = true;
            for pool in std::mem::take(&mut self.waiting).into_iter().rev() {
                self.pools[pool].is_waiting = false;
                if !self.pools[pool].is_destroyed && !self.pools[pool].is_available {
                    self.check_availability(pool);
                }
            }
        }
    }

    fn check_availability(&mut self, at: usize) {
        if self.pools[at].free.is_empty() && self.pools[at].requested < self.pools[at].size {
            if let Some(segment) = self.take() {
                self.pools[at].free.push_back(segment);
                self.pools[at].requested += 1;
            } else if !self.pools[at].is_waiting && !self.is_available {
                self.pools[at].is_waiting = true;
                self.waiting.push(at);
            }
        }
        let pool = &mut self.pools[at];
        pool.is_available = !pool.free.is_empty() && pool.full == 0;
    }

    fn insufficient(&self, required: i32) -> PoolError {
        PoolError::Insufficient {
            required,
            available: self.total().wrapping_sub(self.required),
            total: self.total(),
            segment_size: self.made_with.segment_size,
        }
    }

    pub(crate) fn create(&mut self, request: BufferPoolRequest) -> Outcome<()> {
        let BufferPoolRequest { min, max, subpartitions, max_buffers_per_channel, max_overdraft_buffers } =
            request;
        if self.is_destroyed {
            return Err(PoolError::GlobalPoolDestroyed);
        }
        if self.required.wrapping_add(min) > self.total() {
            return Err(self.insufficient(min));
        }
        self.required = self.required.wrapping_add(min);
        if min <= 0 {
            return Err(PoolError::MinNotPositive(min));
        }
        if max < min {
            return Err(PoolError::MaxBelowMin { max, min });
        }
        if subpartitions > 0 {
            if max_buffers_per_channel <= 0 {
                return Err(PoolError::MaxPerChannelNotPositive(max_buffers_per_channel));
            }
            if self.rules.has_overdraft && max_overdraft_buffers < 0 {
                return Err(PoolError::OverdraftNegative(max_overdraft_buffers));
            }
        }
        let at = self.pools.len();
        self.pools.push(Pool {
            request,
            size: min,
            requested: 0,
            free: VecDeque::new(),
            out: 0,
            counts: vec![0; subpartitions.into()],
            full: 0,
            is_waiting: false,
            is_available: false,
            is_destroyed: false,
            listeners: VecDeque::new(),
        });
        self.check_availability(at);
        if min < max || !self.rules.skips_fixed_pools {
            self.considered.push(at);
        }
        self.redistribute()
    }

    fn redistribute(&mut self) -> Outcome<()> {
        let spare = self.total().wrapping_sub(self.required);
        let considered = self.considered.clone();
        let extra = |model: &Self, at: usize| {
            let request = &model.pools[at].request;
            request.max - request.min
        };
        if spare == 0 {
            for at in considered {
                self.resize(at, self.pools[at].request.min)?;
            }
            return Ok(());
        }
        let room = |model: &Self, at: usize| i64::from(extra(model, at).min(spare));
        let capacity: i64 = considered.iter().map(|at| room(self, *at)).sum();
        if capacity == 0 {
            return Ok(());
        }
        let down_cast = |part: i64| i32::try_from(part).map_err(|_| PoolError::PartTooLarge(part));
        let to_give = i64::from(down_cast(i64::from(spare).min(capacity))?);
        let (mut parts, mut given) = (0, 0_i32);
        for at in considered {
            if extra(self, at) == 0 {
                continue;
            }
            parts += room(self, at);
            let mine = down_cast(to_give.wrapping_mul(parts) / capacity - i64::from(given))?;
            given = given.wrapping_add(mine);
            self.resize(at, self.pools[at].request.min.wrapping_add(mine))?;
        }
        Ok(())
    }

    pub(crate) fn resize(&mut self, at: usize, size: i32) -> Outcome<()> {
        let min = self.pools[at].request.min;
        if size < min {
            return Err(PoolError::SizeBelowMin { min, size });
        }
        self.pools[at].size = size.min(self.pools[at].request.max);
        while self.pools[at].requested > self.pools[at].size {
            let Some(segment) = self.pools[at].free.pop_front() else { break };
            self.pools[at].requested -= 1;
            self.give_back(&[segment]);
        }
        if !self.pools[at].is_destroyed {
            self.check_availability(at);
        }
        Ok(())
    }

    pub(crate) fn request(&mut self, at: usize, subpartition: Option<u16>) -> Outcome<Option<u32>> {
        let pool = &self.pools[at];
        if pool.is_destroyed {
            return Err(PoolError::PoolDestroyed(self.rules.request_of_destroyed));
        }
        let count = match subpartition {
            Some(subpartition) => {
                Some(*pool.counts.get(usize::from(subpartition)).ok_or(PoolError::NotThere)?)
            }
            None => None,
        };
        let limit = pool.request.max_buffers_per_channel;
        if !self.rules.has_overdraft && count.is_some_and(|count| count >= limit) {
            return Ok(None);
        }
        let may_overdraw = self.rules.has_overdraft
            && pool.requested >= pool.size
            && pool.requested - pool.size < pool.request.max_overdraft_buffers;
        let mut segment = self.pools[at].free.pop_front();
        if segment.is_none() && may_overdraw {
            segment = self.take();
            self.pools[at].requested += i32::from(segment.is_some());
        }
        if segment.is_none() {
            return Ok(None);
        }
        let pool = &mut self.pools[at];
        pool.out += 1;
        if let Some(subpartition) = subpartition {
            let count = &mut pool.counts[usize::from(subpartition)];
            *count += 1;
            pool.full += u32::from(*count == limit);
        }
        self.check_availability(at);
        Ok(segment)
    }

    pub(crate) fn recycle(&mut self, at: usize, subpartition: Option<u16>, segment: u32) -> Place {
        let pool = &mut self.pools[at];
        pool.out -= 1;
        if let Some(subpartition) = subpartition {
            let count = &mut pool.counts[usize::from(subpartition)];
            pool.full -= u32::from(*count == pool.request.max_buffers_per_channel);
            *count -= 1;
        }
        if pool.is_destroyed || pool.requested > pool.size {
            pool.requested -= 1;
            self.give_back(&[segment]);
            return Place::Global;
        }
        if let Some(listener) = pool.listeners.pop_front() {
            pool.out += 1;
            return Place::Listener(listener);
        }
        pool.free.push_back(segment);
        pool.is_available |= pool.full == 0;
        Place::Pool
    }

    pub(crate) fn listen(&mut self, at: usize, listener: u32) -> bool {
        let pool = &mut self.pools[at];
        let is_taken = pool.free.is_empty() && !pool.is_destroyed;
        if is_taken {
            pool.listeners.push_back(listener);
        }
        is_taken
    }

    pub(crate) fn set_max_overdraft(&mut self, at: usize, buffers: i32) {
        self.pools[at].request.max_overdraft_buffers = buffers;
    }

    pub(crate) fn destroy(&mut self, at: usize) -> Outcome<()> {
        if self.pools[at].is_destroyed {
            return Ok(());
        }
        while let Some(segment) = self.pools[at].free.pop_front() {
            self.pools[at].requested -= 1;
            self.give_back(&[segment]);
        }
        let pool = &mut self.pools[at];
        pool.listeners.clear();
        pool.is_available = true;
        pool.is_destroyed = true;
        self.required = self.required.wrapping_sub(pool.request.min);
        self.considered.retain(|other| *other != at);
        self.redistribute()
    }

    pub(crate) fn destroy_all(&mut self) -> Outcome<()> {
        for at in 0..self.pools.len() {
            self.destroy(at)?;
        }
        if self.required > 0 { Err(PoolError::NotEmpty) } else { Ok(()) }
    }

    pub(crate) fn destroy_global_pool(&mut self) {
        self.is_destroyed = true;
        self.available.clear();
    }

    pub(crate) fn request_unpooled(&mut self, number: i32, now_ms: u64) -> Outcome<Blocking> {
        if number < self.rules.min_unpooled {
            return Err(PoolError::UnpooledTooFew(self.rules.too_few_unpooled));
        }
        if self.is_destroyed {
            return Err(PoolError::GlobalPoolDestroyed);
        }
        if number == 0 {
            return Ok(Blocking::Done(Vec::new()));
        }
        if self.required.wrapping_add(number) > self.total() {
            return Err(self.insufficient(number));
        }
        self.required = self.required.wrapping_add(number);
        if let Err(error) = self.redistribute() {
            self.required = self.required.wrapping_sub(number);
            self.redistribute()?;
            return Err(error);
        }
        self.collect(None, number, now_ms)
    }

    pub(crate) fn reserve(&mut self, at: usize, number: i32, now_ms: u64) -> Outcome<Blocking> {
        let destroyed = self.rules.reserve_of_destroyed.ok_or(PoolError::NotThere)?;
        let pool = &self.pools[at];
        if number > pool.request.min {
            return Err(PoolError::ReserveAboveMin);
        }
        if pool.is_destroyed {
            return Err(PoolError::PoolDestroyed(destroyed));
        }
        if pool.requested >= number {
            return Ok(Blocking::Done(Vec::new()));
        }
        self.collect(Some(at), number - pool.requested, now_ms)
    }

    fn collect(&mut self, pool: Option<usize>, wanted: i32, now_ms: u64) -> Outcome<Blocking> {
        let blocked = Blocked {
            pool,
            wanted: usize::try_from(wanted).expect("positive"),
            collected: Vec::new(),
            deadline_ms: now_ms + self.made_with.request_timeout_ms,
        };
        self.go_on(blocked)
    }

    pub(crate) fn resume(&mut self, request: usize, now_ms: u64) -> Outcome<Blocking> {
        let blocked = self.blocked.get_mut(request).and_then(Option::take).ok_or(PoolError::NotThere)?;
        if now_ms < blocked.deadline_ms {
            return self.go_on(blocked);
        }
        self.give_up(&blocked, true)?;
        Err(PoolError::RequestTimeout {
            total: self.total(),
            segment_size: self.made_with.segment_size,
            timeout_ms: self.made_with.request_timeout_ms,
            settings: &self.made_with.release.behaviour().network,
        })
    }

    fn go_on(&mut self, mut blocked: Blocked) -> Outcome<Blocking> {
        if self.is_destroyed {
            self.give_up(&blocked, self.rules.reverts_unpooled_when_destroyed)?;
            return Err(PoolError::DestroyedWhileWaiting);
        }
        while blocked.collected.len() < blocked.wanted {
            let Some(segment) = self.take() else {
                let place = self.blocked.iter().position(Option::is_none).unwrap_or(self.blocked.len());
                self.blocked.resize(self.blocked.len().max(place + 1), None);
                self.blocked[place] = Some(blocked);
                return Ok(Blocking::Waiting(place));
            };
            blocked.collected.push(segment);
        }
        let Some(at) = blocked.pool else { return Ok(Blocking::Done(blocked.collected)) };
        if self.pools[at].is_destroyed {
            self.give_up(&blocked, false)?;
            let destroyed = self.rules.reserve_of_destroyed.ok_or(PoolError::NotThere)?;
            return Err(PoolError::PoolDestroyed(destroyed));
        }
        let pool = &mut self.pools[at];
        pool.free.extend(blocked.collected);
        pool.is_available = true;
        Ok(Blocking::Done(Vec::new()))
    }

    fn give_up(&mut self, blocked: &Blocked, is_reverted: bool) -> Outcome<()> {
        self.give_back(&blocked.collected);
        if blocked.pool.is_none() && is_reverted {
            self.revert(i32::try_from(blocked.wanted).expect("was one"))?;
        }
        Ok(())
    }

    pub(crate) fn recycle_unpooled(&mut self, segments: &[u32]) -> Outcome<()> {
        self.give_back(segments);
        self.revert(i32::try_from(segments.len()).expect("few"))
    }

    fn revert(&mut self, number: i32) -> Outcome<()> {
        self.required = self.required.wrapping_sub(number);
        self.redistribute()
    }
}
