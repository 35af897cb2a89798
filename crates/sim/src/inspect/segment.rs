//! Where the segments of a TaskManager are.

use pools::buffer::PoolState;

use crate::input::BufferUse;

/// Whose buffers a pool has: a result partition's, or an input gate's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The vertex of its task.
    pub vertex: usize,
    /// The subtask of the vertex.
    pub subtask: u32,
    /// The edge that it writes or reads.
    pub edge: usize,
    /// Which of the two.
    pub side: Side,
}

/// An end of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The result partition of the producer.
    Output,
    /// The input gate of the consumer.
    Input,
}

/// What is in a segment, or what it is there for. Every segment is in one of these states at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SegmentState {
    /// In the global pool (`NetworkBufferPool`).
    Available,
    /// In the local pool of a result partition or of a gate (`LocalBufferPool`), not handed out.
    Free,
    /// A task writes into it. It may stand in a queue already, and what was written may have been read.
    Filling,
    /// Closed, in the queue of a subpartition; a broadcast one perhaps in several.
    Queued,
    /// No longer in a queue: it is being written to the socket.
    Sending,
    /// A task reads it: a consumer in the same TaskManager the producer's, or one of its gate's.
    Reading,
    /// Free, at a remote channel of a gate: the sender may fill it, or will hear that it may.
    Credit,
    /// Filled, at a remote channel of a gate.
    Received,
    /// Nobody has it. There are none unless this model is wrong.
    Lost,
}

/// A segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it is.
    pub state: SegmentState,
    /// The pool whose owner has it, by its place in [`Simulation::pools`](crate::Simulation::pools); `None` in the global pool.
    pub pool: Option<u32>,
    /// Whether it is one of a channel's exclusive buffers, which are in no pool: then `pool` is that of the gate's floating ones.
    pub is_exclusive: bool,
    /// Whether it counts as taken beyond the pool's size. Buffers are all alike, and Flink only counts how many are: here the last ones
    /// are.
    pub is_overdraft: bool,
}

impl Segment {
    /// One of the global pool.
    pub(crate) const AVAILABLE: Self =
        Self { state: SegmentState::Available, pool: None, is_exclusive: false, is_overdraft: false };
}

/// A local pool, with the buffers of its owner. Numbers are buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolView {
    /// Whose it is.
    pub owner: Owner,
    /// What the pool may have at present (`getNumBuffers`).
    pub size: u32,
    /// In the pool, not handed out.
    pub free: u32,
    /// Handed out and not recycled, as the pool counts them.
    pub handed_out: u32,
    /// Taken beyond the size: overdraft (≥1.16), or not yet given back since the pool shrank.
    pub excess: u32,
    /// Being written; only of an output, as the two below.
    pub filling: u32,
    /// In queues.
    pub queued: u32,
    /// Only in the socket.
    pub sending: u32,
    /// Of an output, buffers that only a local consumer has.
    pub read_locally: u32,
    /// Of a gate, floating buffers that were handed out.
    pub floating: BufferUse,
    /// Of a gate, exclusive buffers of its remote channels. They are in no pool.
    pub exclusive: BufferUse,
}

impl PoolView {
    /// A pool in this state whose owner has nothing of it.
    pub(crate) fn new(owner: Owner, state: Option<PoolState>) -> Self {
        let count = |buffers: fn(&PoolState) -> i32| {
            state.as_ref().map_or(0, |state| u32::try_from(buffers(state)).unwrap_or(0))
        };
        Self {
            owner,
            size: count(|state| state.size),
            free: count(|state| state.free),
            handed_out: state.map_or(0, |state| state.handed_out),
            excess: count(PoolState::excess),
            filling: 0,
            queued: 0,
            sending: 0,
            read_locally: 0,
            floating: BufferUse::default(),
            exclusive: BufferUse::default(),
        }
    }
}
