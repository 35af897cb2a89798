//! Operations of a result partition: records written, read, flushed, and what of them stands where.

use std::collections::VecDeque;
use std::num::{NonZeroU16, NonZeroU32};

use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolId};
use sim::output::{BufferId, Item, PartitionSetup, Polled, ResultPartition, Written};
use sim::{DataType, Event, out_pool_usage};

use super::{Trouble, check_steps, compare, float, ok, outcome, pool_outcome};
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// Exclusive buffers of the recordings' receiver: more than none, which is what matters.
const EXCLUSIVE_BUFFERS: u32 = 2;

/// Bytes of the recordings' barriers.
const BARRIER_BYTES: u32 = 38;

pub(super) fn check(
    release: Release,
    mut fields: Fields<'_>,
    stopwatch: &mut impl Stopwatch,
) -> Result<(), Trouble> {
    // Where a line comes from.
    fields.take("seed");
    let segment_size: NonZeroU32 = positive(&mut fields, "segment", NonZeroU32::new)?;
    let subpartitions: NonZeroU16 = positive(&mut fields, "subs", NonZeroU16::new)?;
    let made_with = GlobalPool {
        segment_size: i32::try_from(segment_size.get()).map_err(|error| error.to_string())?,
        ..GlobalPool::new(release, fields.integer("total")?, 0)
    };
    let mut pools = NetworkBufferPool::new(made_with).map_err(|error| error.to_string())?;
    let pool = pools.create_buffer_pool(&BufferPoolRequest {
        min: fields.integer("min")?,
        max: fields.integer("max")?,
        subpartitions: subpartitions.get(),
        max_buffers_per_channel: fields.integer("perChannel")?,
        max_overdraft_buffers: fields.optional_integer("overdraft")?.unwrap_or(0),
    });
    let init = fields.take("init").unwrap_or(Json::Null);
    let steps = fields.list("steps")?;
    fields.finish()?;
    let pool = match pool {
        Ok(pool) => pool,
        Err(error) => {
            compare("init", &init, &Json::object(pool_outcome(Err(error))?))?;
            // There is nothing to operate on.
            return compare("steps", &Json::List(steps), &Json::List(Vec::new()));
        }
    };
    let partition = ResultPartition::new(&PartitionSetup {
        release,
        pool,
        subpartitions,
        segment_size,
        starting_buffer_size: None,
        exclusive_buffers: EXCLUSIVE_BUFFERS,
    });
    let notifications = vec![0; usize::from(subpartitions.get())];
    let mut program = Program { release, pools, pool, partition, notifications, held: VecDeque::new() };
    let found = program.with_state(outcome(Ok(Json::text("ok"))));
    compare("init", &init, &found)?;
    stopwatch.time(|| check_steps(steps, |step| program.carry_out(step)))
}

fn positive<N: TryFrom<i128>, T>(
    fields: &mut Fields<'_>,
    name: &str,
    new: fn(N) -> Option<T>,
) -> Result<T, Reason> {
    new(fields.integer(name)?).ok_or_else(|| format!("field `{name}` is 0"))
}

struct Program {
    release: Release,
    pools: NetworkBufferPool,
    pool: PoolId,
    partition: ResultPartition,
    /// How often each reader was called.
    notifications: Vec<u64>,
    /// What was read and not recycled, oldest first.
    held: VecDeque<BufferId>,
}

impl Program {
    /// Carries out one operation; what is left in `step` is what was recorded of it.
    fn carry_out(&mut self, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
        let was_blocked = self.partition.is_writer_blocked();
        let operation = step.text("op")?;
        let result = self.operate(&operation, step)?;
        let mut fields = outcome(Ok(result));
        // A writer that waits can only go on when something was given back; it was looked at after these.
        if was_blocked && matches!(operation.as_ref(), "poll" | "recycle") {
            let written = self.partition.resume(&mut self.pools).map_err(|error| error.to_string())?;
            fields.push(("writer", Json::object(outcome(Ok(progress(written))))));
        }
        Ok(self.with_state(fields))
    }

    fn operate(&mut self, operation: &str, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
        let Self { pools, partition, .. } = self;
        let result = match operation {
            "emit" => partition.emit(pools, step.integer("sub")?, step.integer("size")?, 0).map(progress),
            "broadcast" => partition.broadcast(pools, step.integer("size")?, 0).map(progress),
            "flush" => partition.flush(step.integer("sub")?).map(ok),
            "flushAll" => {
                partition.flush_all();
                Ok(Json::text("ok"))
            }
            "barrier" => {
                let data_type = DataType::AlignedCheckpointBarrier;
                partition.broadcast_event(Event { data_type, bytes: BARRIER_BYTES, tag: 0 }).map(ok)
            }
            "resume" => partition.resume_consumption(step.integer("sub")?).map(ok),
            "bufferSize" => partition.set_buffer_size(step.integer("sub")?, step.integer("n")?).map(ok),
            "poll" => {
                let polled = partition.poll(pools, step.integer("sub")?);
                polled.map(|polled| polled.map_or(Json::Null, |polled| self.take(polled)))
            }
            "recycle" => return self.recycle(step.integer("k")?),
            other => return Err(format!("field `op` is not known: {other}")),
        };
        result.map_err(|error| error.to_string())
    }

    fn take(&mut self, polled: Polled) -> Json<'static> {
        let (bytes, data_type) = match polled.item {
            Item::Data(slice) => {
                self.held.push_back(slice.buffer);
                (i128::from(slice.bytes), DataType::DataBuffer)
            }
            Item::Event(event) => (-1, event.data_type),
        };
        Json::object([
            ("bytes", Json::integer(bytes)),
            ("type", Json::text(data_type.name())),
            ("backlog", Json::integer(polled.backlog)),
            ("next", Json::text(polled.next.map_or("NONE", DataType::name))),
        ])
    }

    fn recycle(&mut self, number: usize) -> Result<Json<'static>, Reason> {
        for buffer in self.held.drain(..number.min(self.held.len())) {
            self.partition.recycle(&mut self.pools, buffer).map_err(|error| error.to_string())?;
        }
        Ok(Json::text("ok"))
    }

    /// The result of an operation with the state after it.
    fn with_state(&mut self, mut fields: Vec<(&'static str, Json<'static>)>) -> Json<'static> {
        while let Some(subpartition) = self.partition.next_notified() {
            self.notifications[usize::from(subpartition)] += 1;
        }
        let pool = self.pools.pool(self.pool);
        fields.push(("g", Json::integer(self.pools.available())));
        let numbers = pool.map(|pool| {
            [pool.size, pool.used(), pool.free, i32::from(pool.is_available), pool.requested]
                .map(Json::integer)
        });
        fields.push(("pool", numbers.map_or(Json::Null, |numbers| Json::List(numbers.into()))));
        fields.push(("outPoolUsage", float(out_pool_usage(pool))));
        fields.push(("queued", Json::integer(self.partition.queued())));
        if self.release >= Release::V1_15 {
            fields.push(("queuedBytes", Json::integer(self.partition.queued_bytes())));
        }
        let subpartitions = (0..).zip(&self.notifications).filter_map(|(at, notifications)| {
            let state = self.partition.subpartition(at)?;
            Some(Json::List(vec![
                Json::integer(state.queued),
                Json::integer(state.backlog),
                Json::integer(u8::from(state.is_readable)),
                Json::integer(*notifications),
            ]))
        });
        fields.push(("subs", Json::List(subpartitions.collect())));
        fields.push(("held", Json::integer(self.partition.held())));
        fields.push(("blocked", Json::integer(u8::from(self.partition.is_writer_blocked()))));
        Json::object(fields)
    }
}

fn progress(written: Written) -> Json<'static> {
    Json::text(match written {
        Written::Done => "ok",
        Written::Blocked => "blocked",
    })
}
