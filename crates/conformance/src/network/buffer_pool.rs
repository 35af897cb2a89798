//! Operations of a global buffer pool and its local pools.

use std::collections::{BTreeMap, VecDeque};

use pools::Release;
use pools::buffer::{
    BufferPoolRequest, GlobalPool, ListenerId, NetworkBufferPool, PoolError, PoolId, Progress, Recycled,
    SegmentId, Subpartition, UNBOUNDED,
};

use super::{Trouble, check_steps, compare, ok, outcome};
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// How long blocking requests of the recordings waited.
const REQUEST_TIMEOUT_MS: u64 = 1_500;

pub(super) fn check(
    release: Release,
    mut fields: Fields<'_>,
    stopwatch: &mut impl Stopwatch,
) -> Result<(), Trouble> {
    // Where a line comes from, and what it is about.
    fields.take("seed");
    fields.take("theme");
    let is_hash_order = match fields.text("order")?.as_ref() {
        "creation" => false,
        "hash" => true,
        other => return Err(Trouble::Malformed(format!("field `order` is not known: {other}"))),
    };
    let pool = NetworkBufferPool::new(GlobalPool {
        release,
        segments: fields.integer("segments")?,
        segment_size: fields.integer("segmentSize")?,
        request_timeout_ms: REQUEST_TIMEOUT_MS,
    });
    let mut program = Program::new(pool.map_err(|error| error.to_string())?);
    let mut init = Fields::of(fields.take("init").unwrap_or(Json::Null))?;
    if is_hash_order {
        order(&mut init)?;
    }
    let steps = fields.list("steps")?;
    fields.finish()?;
    let found = program.with_state(outcome(Ok(Json::text("ok"))), &init);
    compare("init", &init.rest(), &found)?;
    stopwatch.time(|| check_steps(steps, |step| program.carry_out(step, is_hash_order)))
}

/// Segments of a pool that the program holds, those of each subpartition apart, in the order in which it got them.
type Held = BTreeMap<Option<Subpartition>, VecDeque<SegmentId>>;

struct Program {
    global: NetworkBufferPool,
    /// The program's numbers of pools, and ours. Pools that were refused have none.
    pools: BTreeMap<u32, PoolId>,
    held: BTreeMap<PoolId, Held>,
    unpooled: VecDeque<SegmentId>,
}

impl Program {
    const fn new(global: NetworkBufferPool) -> Self {
        Self { global, pools: BTreeMap::new(), held: BTreeMap::new(), unpooled: VecDeque::new() }
    }

    /// Carries out one operation; what is left in `step` is what was recorded of it.
    fn carry_out(&mut self, step: &mut Fields<'_>, is_hash_order: bool) -> Result<Json<'static>, Reason> {
        let order = if is_hash_order { Some(order(step)?) } else { None };
        let result = match step.text("op")?.as_ref() {
            "createPool" => self.create(step, order.as_deref())?,
            "request" => self.request(step)?,
            "recycle" => self.recycle(step)?,
            "listen" => {
                let (pool, listener) = self.pool_of(step)?;
                self.global.add_listener(pool, ListenerId(listener)).map(Json::Bool)
            }
            "destroy" => {
                let (pool, _) = self.pool_of(step)?;
                self.global.destroy(pool).map(ok)
            }
            "setNumBuffers" => {
                let (pool, _) = self.pool_of(step)?;
                self.global.set_num_buffers(pool, step.integer("n")?).map(ok)
            }
            "setOverdraft" => {
                let (pool, _) = self.pool_of(step)?;
                self.global.set_max_overdraft(pool, step.integer("n")?).map(ok)
            }
            "reserve" => {
                let (pool, _) = self.pool_of(step)?;
                let begun = self.global.reserve_segments(pool, step.integer("n")?, 0);
                self.wait(begun).map(ok)
            }
            "unpooled" => self.request_unpooled(step)?,
            "unpooledBack" => self.recycle_unpooled(step)?,
            "destroyAll" => self.global.destroy_all().map(ok),
            "destroyGlobal" => {
                self.global.destroy_global_pool();
                Ok(Json::text("ok"))
            }
            other => return Err(format!("field `op` is not known: {other}")),
        };
        if let Some(order) = order {
            self.visit_in_order(&order);
        }
        let result = result.map_err(|error| {
            let class = error.class().ok_or_else(|| error.to_string())?;
            Ok::<_, Reason>((class, error.to_string()))
        });
        let result = match result {
            Ok(result) => Ok(result),
            Err(error) => Err(error?),
        };
        Ok(self.with_state(outcome(result), step))
    }

    fn create(
        &mut self,
        step: &mut Fields<'_>,
        order: Option<&[u32]>,
    ) -> Result<Result<Json<'static>, PoolError>, Reason> {
        let number: u32 = step.integer("pool")?;
        let request = BufferPoolRequest {
            min: step.integer("min")?,
            max: step.integer("max")?,
            subpartitions: step.optional_integer("subs")?.unwrap_or(0),
            max_buffers_per_channel: step.optional_integer("perChannel")?.unwrap_or(UNBOUNDED),
            max_overdraft_buffers: step.optional_integer("overdraft")?.unwrap_or(0),
        };
        let pool = match order {
            Some(order) => {
                self.visit_in_order(order);
                let place = order.iter().position(|other| *other == number);
                self.global.create_buffer_pool_at(&request, place.unwrap_or(usize::MAX))
            }
            None => self.global.create_buffer_pool(&request),
        };
        Ok(pool.map(|pool| {
            self.pools.insert(number, pool);
            self.held.insert(pool, Held::new());
            Json::text("ok")
        }))
    }

    fn request(&mut self, step: &mut Fields<'_>) -> Result<Result<Json<'static>, PoolError>, Reason> {
        let (pool, _) = self.pool_of(step)?;
        let subpartition = step.optional_integer("sub")?.map(Subpartition);
        let mut got = 0;
        for _ in 0..step.integer::<u32>("k")? {
            match self.global.request(pool, subpartition) {
                Ok(Some(segment)) => {
                    self.hold(pool, subpartition, segment);
                    got += 1;
                }
                Ok(None) => {}
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(Json::integer(got)))
    }

    fn recycle(&mut self, step: &mut Fields<'_>) -> Result<Result<Json<'static>, PoolError>, Reason> {
        let (pool, _) = self.pool_of(step)?;
        let subpartition = step.optional_integer("sub")?.map(Subpartition);
        let mut recycled = 0;
        for _ in 0..step.integer::<u32>("k")? {
            let held = self.held.get_mut(&pool).and_then(|held| held.get_mut(&subpartition));
            let Some(segment) = held.and_then(VecDeque::pop_front) else { break };
            match self.global.recycle(segment) {
                Ok(Recycled::ToListener(_)) => self.hold(pool, None, segment),
                Ok(Recycled::ToPool | Recycled::ToGlobalPool) => {}
                Err(error) => return Ok(Err(error)),
            }
            recycled += 1;
        }
        Ok(Ok(Json::integer(recycled)))
    }

    fn request_unpooled(
        &mut self,
        step: &mut Fields<'_>,
    ) -> Result<Result<Json<'static>, PoolError>, Reason> {
        let number: i32 = step.integer("k")?;
        let mut segments = Vec::new();
        let begun = self.global.request_unpooled(number, 0, &mut segments);
        let ended = self.wait(begun);
        self.unpooled.extend(segments);
        Ok(ended.map(|()| Json::integer(number)))
    }

    fn recycle_unpooled(
        &mut self,
        step: &mut Fields<'_>,
    ) -> Result<Result<Json<'static>, PoolError>, Reason> {
        let number = step.integer::<usize>("k")?.min(self.unpooled.len());
        let segments: Vec<_> = self.unpooled.drain(..number).collect();
        Ok(self.global.recycle_unpooled(&segments).map(|()| Json::integer(number as i128)))
    }

    /// Lets a blocking request wait to its end; nothing else happens meanwhile, so it never gets anything more.
    fn wait(&mut self, begun: Result<Progress, PoolError>) -> Result<(), PoolError> {
        let mut progress = begun?;
        while let Progress::Waiting { request, until_ms } = progress {
            progress = self.global.resume(request, until_ms, &mut Vec::new())?;
        }
        Ok(())
    }

    fn hold(&mut self, pool: PoolId, subpartition: Option<Subpartition>, segment: SegmentId) {
        self.held.entry(pool).or_default().entry(subpartition).or_default().push_back(segment);
    }

    fn pool_of(&self, step: &mut Fields<'_>) -> Result<(PoolId, u32), Reason> {
        let number: u32 = step.integer("pool")?;
        let pool = self.pools.get(&number).ok_or_else(|| format!("there is no pool {number}"))?;
        Ok((*pool, number))
    }

    fn visit_in_order(&mut self, order: &[u32]) {
        let order: Vec<_> = order.iter().filter_map(|number| self.pools.get(number).copied()).collect();
        self.global.visit_in_order(&order);
    }

    /// The result of an operation with the state after it.
    ///
    /// A destroyed pool is among the state if segments of it are out. The recordings do not tell what that means where Flink's own count of
    /// them is wrong and happens to be 0: such a pool is listed if the recording lists it.
    fn with_state(
        &mut self,
        mut fields: Vec<(&'static str, Json<'static>)>,
        recorded: &Fields<'_>,
    ) -> Json<'static> {
        fields.push(("g", Json::integer(self.global.available())));
        fields.push(("req", Json::integer(self.global.required())));
        match self.global.usage() {
            Ok(None) => {}
            Ok(Some(usage)) => fields.push(("use", Json::integer(usage))),
            Err(error) => fields.push(("use", Json::text(error.to_string()))),
        }
        let pools = self.pools.iter().filter_map(|(number, pool)| {
            let state = self.global.pool(*pool)?;
            if state.is_destroyed && state.requested == 0 && !lists(recorded, *number) {
                return None;
            }
            Some(Json::List(vec![
                Json::integer(*number),
                Json::integer(state.size),
                Json::integer(state.used()),
                Json::integer(state.free),
                Json::integer(u8::from(state.is_available)),
                Json::integer(state.requested),
                Json::integer(state.excess()),
                Json::integer(state.listeners as i128),
                Json::integer(u8::from(state.is_destroyed)),
            ]))
        });
        fields.push(("p", Json::List(pools.collect())));
        Json::object(fields)
    }
}

/// The order in which pools are visited from this operation on.
fn order(step: &mut Fields<'_>) -> Result<Vec<u32>, Reason> {
    let number = |item| match item {
        Json::Integer(number) => u32::try_from(number).map_err(|_| format!("`ord` names no pool: {number}")),
        other => Err(format!("`ord` names no pool: {other}")),
    };
    step.list("ord")?.into_iter().map(number).collect()
}

/// Whether the recorded state has an entry for a pool.
fn lists(recorded: &Fields<'_>, number: u32) -> bool {
    let is_entry = |entry: &Json<'_>| match entry {
        Json::List(entry) => entry.first() == Some(&Json::integer(number)),
        _ => false,
    };
    matches!(recorded.peek("p"), Some(Json::List(entries)) if entries.iter().any(is_entry))
}
