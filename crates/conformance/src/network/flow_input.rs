//! Operations of a gate's remote channels: what arrives, what the task takes and gives back, and whom the buffers go to.

use std::collections::VecDeque;

use pools::Release;
use pools::buffer::{
    BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolError, PoolId, Progress, SegmentId,
};
use sim::input::{GateSetup, InputGate, Received, Source};
use sim::{Payload, SenderCredit};

use super::{Trouble, check_steps, compare, float, ok, outcome, pool_outcome};
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// Bytes of a segment in the recordings. Messages name it.
const SEGMENT_SIZE: i32 = 64;

/// Bytes of the data that arrives.
const DATA_BYTES: u32 = 10;

pub(super) fn check(
    release: Release,
    mut fields: Fields<'_>,
    stopwatch: &mut impl Stopwatch,
) -> Result<(), Trouble> {
    // Where a line comes from.
    fields.take("seed");
    let (channels, exclusive) = (fields.integer("channels")?, fields.integer("exclusive")?);
    let floating = fields.integer("floating")?;
    let global = GlobalPool::new(release, fields.integer("total")?, SEGMENT_SIZE);
    let init = fields.take("init").unwrap_or(Json::Null);
    let steps = fields.list("steps")?;
    fields.finish()?;
    let mut program = match Program::new(global, channels, exclusive, floating) {
        Ok(program) => program,
        Err(error) => {
            compare("init", &init, &Json::object(pool_outcome(Err(error))?))?;
            // There is nothing to operate on.
            return compare("steps", &Json::List(steps), &Json::List(Vec::new()));
        }
    };
    let found = program.with_state(outcome(Ok(Json::text("ok"))));
    compare("init", &init, &found)?;
    stopwatch.time(|| check_steps(steps, |step| program.carry_out(step)))
}

/// A channel, seen from its sender and from the task.
struct Ends {
    sender: SenderCredit,
    /// How often credit was to be sent.
    notifications: u64,
    /// Buffers that the task has, oldest first.
    taken: VecDeque<Source>,
}

struct Program {
    pools: NetworkBufferPool,
    gate: InputGate,
    ends: Vec<Ends>,
    /// Another pool of the same global pool, with the segments it handed out.
    other: Option<(PoolId, VecDeque<SegmentId>)>,
}

impl Program {
    fn new(global: GlobalPool, channels: u32, exclusive: i32, floating: i32) -> Result<Self, PoolError> {
        let mut pools = NetworkBufferPool::new(global)?;
        let pool = pools.create_buffer_pool(&BufferPoolRequest::of_gate(1, floating))?;
        for _ in 0..channels {
            // Its guarantee is checked first, so that there is nothing to wait for.
            let _: Progress = pools.request_unpooled(exclusive, 0, &mut Vec::new())?;
        }
        let exclusive_buffers = exclusive.unsigned_abs();
        let gate = InputGate::new(&GateSetup { release: global.release, pool, channels, exclusive_buffers });
        let sender = SenderCredit::new(exclusive_buffers);
        let ends = (0..channels).map(|_| Ends { sender, notifications: 0, taken: VecDeque::new() });
        Ok(Self { pools, gate, ends: ends.collect(), other: None })
    }

    /// Carries out one operation; what is left in `step` is what was recorded of it.
    fn carry_out(&mut self, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
        let operation = step.text("op")?;
        let fields = match operation.as_ref() {
            "otherPool" | "otherRequest" | "otherRecycle" | "otherGone" => {
                pool_outcome(self.compete(&operation, step)?)?
            }
            _ => outcome(Ok(self.receive(&operation, step)?)),
        };
        Ok(self.with_state(fields))
    }

    fn receive(&mut self, operation: &str, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
        let channel: u32 = step.integer("at")?;
        let ends = usize::try_from(channel).ok().and_then(|at| self.ends.get_mut(at));
        let ends = ends.ok_or_else(|| format!("there is no channel {channel}"))?;
        let result = match operation {
            "data" => {
                if !ends.sender.spend() {
                    return Err("the sender has no credit".to_owned());
                }
                let backlog = step.integer("backlog")?;
                let payload = Payload::default();
                self.gate.on_data(&mut self.pools, channel, DATA_BYTES, payload, backlog).map(ok)
            }
            "backlog" => self.gate.on_backlog(&mut self.pools, channel, step.integer("n")?).map(ok),
            "next" => self.gate.next(channel).map(|received| match received {
                Some(Received::Data { source, .. }) => {
                    ends.taken.push_back(source);
                    Json::text("ok")
                }
                Some(Received::Event(_)) => Json::text("event"),
                None => Json::Null,
            }),
            "recycle" => match ends.taken.pop_front() {
                Some(source) => self.gate.recycle(&mut self.pools, channel, source).map(ok),
                None => return Err("the task has no buffer".to_owned()),
            },
            "credit" => self.gate.take_credit(channel).map(|credit| {
                ends.sender.add(credit);
                Json::integer(credit)
            }),
            other => return Err(format!("field `op` is not known: {other}")),
        };
        result.map_err(|error| error.to_string())
    }

    /// What another pool does.
    fn compete(
        &mut self,
        operation: &str,
        step: &mut Fields<'_>,
    ) -> Result<Result<Json<'static>, PoolError>, Reason> {
        if operation == "otherPool" {
            let min: i32 = step.integer("min")?;
            // Of a pool that was refused, its limit was not recorded.
            let max = step.optional_integer("max")?.unwrap_or(i32::MAX);
            let pool = self.pools.create_buffer_pool(&BufferPoolRequest::of_gate(min, max));
            return Ok(pool.map(|pool| {
                self.other = Some((pool, VecDeque::new()));
                Json::text("ok")
            }));
        }
        let (pool, held) = self.other.as_mut().ok_or_else(|| "there is no other pool".to_owned())?;
        let result = match operation {
            "otherRequest" => self.pools.request(*pool, None).map(|segment| {
                held.extend(segment);
                Json::integer(i32::from(segment.is_some()))
            }),
            "otherRecycle" => match held.pop_front() {
                Some(segment) => self.pools.recycle(segment).map(|_| Json::integer(1)),
                None => Ok(Json::integer(0)),
            },
            _ => {
                let given_back = held.iter().try_for_each(|segment| self.pools.recycle(*segment).map(drop));
                let gone = given_back.and_then(|()| self.pools.destroy(*pool)).map(ok);
                self.other = None;
                gone
            }
        };
        Ok(result)
    }

    /// The result of an operation with the state after it.
    fn with_state(&mut self, mut fields: Vec<(&'static str, Json<'static>)>) -> Json<'static> {
        while let Some(channel) = self.gate.next_credited() {
            self.ends[channel as usize].notifications += 1;
        }
        let usage = self.gate.usage(&mut self.pools);
        fields.push(("g", Json::integer(self.pools.available())));
        let numbers = self.pools.pool(self.gate.pool()).map(|pool| [pool.size, pool.used(), pool.free]);
        let numbers = numbers.map(|numbers| Json::List(numbers.map(Json::integer).into()));
        fields.push(("pool", numbers.unwrap_or(Json::Null)));
        fields.push(("floatingUsage", float(usage.floating_usage())));
        fields.push(("exclusiveUsage", float(usage.exclusive_usage())));
        fields.push(("inPoolUsage", float(usage.in_pool_usage())));
        if self.pools.made_with().release >= Release::V1_14 {
            fields.push(("inUse", Json::integer(self.gate.buffers_in_use())));
        }
        let channels = (0..).zip(&self.ends).filter_map(|(at, ends)| {
            let state = self.gate.channel(at)?;
            Some(Json::List(vec![
                Json::integer(state.exclusive),
                Json::integer(state.floating),
                Json::integer(state.need),
                Json::integer(u8::from(state.is_waiting)),
                Json::integer(state.credit),
                Json::integer(ends.notifications),
                Json::integer(state.received),
                Json::integer(ends.sender.available()),
            ]))
        });
        fields.push(("ch", Json::List(channels.collect())));
        Json::object(fields)
    }
}
