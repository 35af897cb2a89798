//! Pools and model side by side: a program carried out by both, with everything that can be seen compared.

use pools::buffer::{
    BufferPoolRequest, ListenerId, NetworkBufferPool, PoolError, PoolId, Progress, Recycled, RequestId,
    SegmentId, Subpartition,
};

use super::model::{self, Blocking, Model, Place};
use super::{Operation, Program};

/// A segment that the program holds.
#[derive(Clone, Copy)]
pub(crate) struct Held {
    pub(crate) segment: SegmentId,
    pub(crate) pool: usize,
    pub(crate) subpartition: Option<u16>,
}

/// Pools and model side by side.
pub(crate) struct Pair {
    pub(crate) real: NetworkBufferPool,
    pub(crate) model: Model,
    /// Ours of the model's pools.
    pub(crate) pools: Vec<PoolId>,
    /// What they were made with, and the largest overdraft that they ever had.
    pub(crate) made_with: Vec<BufferPoolRequest>,
    pub(crate) held: Vec<Held>,
    pub(crate) unpooled: Vec<SegmentId>,
    pub(crate) requests: Vec<RequestId>,
    pub(crate) now_ms: u64,
}

fn numbers(segments: &[SegmentId]) -> Vec<u32> {
    segments.iter().map(|segment| segment.number()).collect()
}

impl Pair {
    pub(crate) fn new(program: &Program) -> Self {
        Self {
            real: NetworkBufferPool::new(program.global).expect("not too many segments"),
            model: Model::new(program.global),
            pools: Vec::new(),
            made_with: Vec::new(),
            held: Vec::new(),
            unpooled: Vec::new(),
            requests: Vec::new(),
            now_ms: 0,
        }
    }

    /// One of the pools, ours and the model's.
    fn choose(&self, pool: usize) -> Option<(PoolId, usize)> {
        let at = pool.checked_rem(self.pools.len())?;
        Some((self.pools[at], at))
    }

    pub(crate) fn carry_out(&mut self, operation: &Operation) {
        match *operation {
            Operation::Create(request) => self.create(request),
            Operation::Request { pool, subpartition, times } => {
                (0..times).for_each(|_| self.request(pool, subpartition));
            }
            Operation::Recycle { held, times } => (0..times).for_each(|_| self.recycle(held)),
            Operation::Unpooled { number } => {
                let mut segments = Vec::new();
                let real = self.real.request_unpooled(number, self.now_ms, &mut segments);
                let model = self.model.request_unpooled(number, self.now_ms);
                self.compare_blocking(real, &segments, &model);
            }
            Operation::UnpooledBack { number } => {
                let segments: Vec<_> = self.unpooled.drain(..number.min(self.unpooled.len())).collect();
                let model = self.model.recycle_unpooled(&numbers(&segments));
                assert_eq!(self.real.recycle_unpooled(&segments), model);
            }
            Operation::Resume { request, after_ms } => self.resume(request, after_ms),
            Operation::DestroyAll => assert_eq!(self.real.destroy_all(), self.model.destroy_all()),
            Operation::DestroyGlobal => {
                self.real.destroy_global_pool();
                self.model.destroy_global_pool();
            }
            Operation::Look => self.look(),
            Operation::Listen { pool }
            | Operation::Destroy { pool }
            | Operation::SetNumBuffers { pool, .. }
            | Operation::SetOverdraft { pool, .. }
            | Operation::Reserve { pool, .. } => {
                if let Some((pool, at)) = self.choose(pool) {
                    self.operate(operation, pool, at);
                }
            }
        }
        self.glance();
    }

    fn operate(&mut self, operation: &Operation, pool: PoolId, at: usize) {
        match *operation {
            // Flink's result partitions have none.
            Operation::Listen { .. } if self.made_with[at].subpartitions > 0 => {}
            Operation::Listen { .. } => {
                assert_eq!(self.real.add_listener(pool, ListenerId(7)), Ok(self.model.listen(at, 7)));
            }
            Operation::Destroy { .. } => assert_eq!(self.real.destroy(pool), self.model.destroy(at)),
            Operation::SetNumBuffers { size, .. } => {
                assert_eq!(self.real.set_num_buffers(pool, size), self.model.resize(at, size));
            }
            Operation::SetOverdraft { buffers, .. } => {
                assert_eq!(self.real.set_max_overdraft(pool, buffers), Ok(()));
                self.model.set_max_overdraft(at, buffers);
                let most = &mut self.made_with[at].max_overdraft_buffers;
                *most = buffers.max(*most);
            }
            Operation::Reserve { number, .. } => {
                let real = self.real.reserve_segments(pool, number, self.now_ms);
                let model = self.model.reserve(at, number, self.now_ms);
                self.compare_blocking(real, &[], &model);
            }
            _ => unreachable!("operations of one pool"),
        }
    }

    fn create(&mut self, request: BufferPoolRequest) {
        let next = self.real.next_pool();
        let real = self.real.create_buffer_pool(&request);
        let model = self.model.create(request);
        assert_eq!(real, model.map(|()| next), "{request:?}");
        // A pool may be there although redistribution failed.
        if self.real.next_pool() != next {
            self.pools.push(next);
            self.made_with.push(request);
        }
        assert_eq!(self.pools.len(), self.model.pools.len());
    }

    fn request(&mut self, pool: usize, subpartition: Option<u16>) {
        let Some((pool, at)) = self.choose(pool) else { return };
        let real = self.real.request(pool, subpartition.map(Subpartition));
        let model = self.model.request(at, subpartition);
        assert_eq!(real.map(|segment| segment.map(SegmentId::number)), model);
        if let Ok(Some(segment)) = real {
            self.held.push(Held { segment, pool: at, subpartition });
        }
    }

    pub(crate) fn recycle(&mut self, held: usize) {
        let Some(held) = held.checked_rem(self.held.len()) else { return };
        let Held { segment, pool, subpartition } = self.held.remove(held);
        let model = self.model.recycle(pool, subpartition, segment.number());
        let real = self.real.recycle(segment).expect("was handed out");
        let place = match real {
            Recycled::ToGlobalPool => Place::Global,
            Recycled::ToPool => Place::Pool,
            Recycled::ToListener(ListenerId(listener)) => {
                self.held.push(Held { segment, pool, subpartition: None });
                Place::Listener(listener)
            }
        };
        assert_eq!(place, model);
    }

    fn resume(&mut self, request: usize, after_ms: u64) {
        self.now_ms += after_ms;
        let Some(at) = request.checked_rem(self.requests.len()) else { return };
        let request = self.requests.remove(at);
        let place = self.model.blocked.iter().enumerate().filter(|(_, blocked)| blocked.is_some());
        // Both number requests alike, so the same one has the same place.
        let place = place
            .map(|(place, _)| place)
            .find(|place| format!("{request:?}") == format!("RequestId({place})"));
        let mut segments = Vec::new();
        let real = self.real.resume(request, self.now_ms, &mut segments);
        let model = self.model.resume(place.expect("waits"), self.now_ms);
        self.compare_blocking(real, &segments, &model);
    }

    fn compare_blocking(
        &mut self,
        real: Result<Progress, PoolError>,
        segments: &[SegmentId],
        model: &Result<Blocking, PoolError>,
    ) {
        match (real, model) {
            (Ok(Progress::Done), Ok(Blocking::Done(expected))) => {
                assert_eq!(numbers(segments), *expected);
                self.unpooled.extend(segments);
            }
            (Ok(Progress::Waiting { request, until_ms }), Ok(Blocking::Waiting(_))) => {
                assert_eq!(until_ms, self.now_ms + 2_000);
                self.requests.push(request);
            }
            (Err(real), Err(model)) => assert_eq!(real, *model),
            (real, model) => panic!("{real:?}, {model:?}"),
        }
    }

    /// Compares what can be seen without making pools settle their sizes.
    fn glance(&self) {
        assert_eq!(self.real.available() as usize, self.model.available.len());
        assert_eq!(self.real.required(), self.model.required);
        assert_eq!(self.real.usage(), self.model.usage());
        for (pool, at) in self.pools.iter().zip(0..) {
            let expected: &model::Pool = &self.model.pools[at];
            assert_eq!(self.real.is_available(*pool), expected.is_available, "{pool:?}");
        }
    }

    /// Compares everything.
    pub(crate) fn look(&mut self) {
        for (at, pool) in self.pools.iter().enumerate() {
            let expected = self.model.state(at);
            let is_seen = !expected.is_destroyed || expected.requested != 0 || expected.handed_out > 0;
            let found = self.real.pool(*pool);
            assert_eq!(found.is_some(), is_seen || found.is_some_and(|found| found.is_destroyed));
            if let Some(found) = found {
                assert_eq!(found, expected, "{pool:?}");
            }
        }
    }
}
