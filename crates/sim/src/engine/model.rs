//! What a simulation is made of: TaskManagers, subtasks, partitions, gates, channels and the connections between TaskManagers.

use std::collections::VecDeque;
use std::ops::Range;

use pools::buffer::NetworkBufferPool;

use super::barrier::Alignment;
use super::ids::{ChannelId, GateId, LinkId, PartitionId, TaskId};
use super::mail::Mail;
use super::origins::Origins;
use super::random::Random;
use super::stall::Stalls;
use crate::credit::SenderCredit;
use crate::debloat::{BufferDebloater, ThroughputCalculator};
use crate::input::{InputGate, Source};
use crate::metrics::{Histogram, TaskCounters};
use crate::output::{BufferId, Item, ResultPartition};
use crate::queue::Queue;
use crate::scenario::Nanos;

/// A TaskManager: its buffers.
#[derive(Clone, Debug)]
pub(super) struct TaskManager {
    pub(super) global: NetworkBufferPool,
    /// The task that writes with a pool, by its number; `None` for a gate's.
    pub(super) writers: Vec<Option<TaskId>>,
}

/// A subtask with its thread.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) vertex: usize,
    pub(super) task_manager: usize,
    /// Its slot in the TaskManager, from 0.
    pub(super) slot: u32,
    /// Its result partitions.
    pub(super) outputs: Range<u32>,
    /// Its gates.
    pub(super) gates: Range<u32>,
    /// Channels that have something, first in, first out.
    pub(super) ready: VecDeque<ChannelId>,
    /// The buffer that it reads.
    pub(super) current: Option<Current>,
    pub(super) activity: Activity,
    pub(super) phase: Phase,
    /// When its thread goes on; [`Nanos::MAX`] if somebody has to wake it.
    pub(super) resume_at: Nanos,
    /// The last moment in the future for which an event was planned that lets it go on; meaningless once that is past.
    pub(super) planned: Nanos,
    pub(super) steps: Steps,
    /// Work that is owed, ns.
    pub(super) owed: Nanos,
    /// Time that the buffers took which were begun with the next record, ns.
    pub(super) overhead: Nanos,
    /// Millionths of a record that are to be written.
    pub(super) owed_records: u64,
    pub(super) emission: Emission,
    pub(super) schedule: Schedule,
    pub(super) mail: Mail,
    pub(super) alignment: Option<Alignment>,
    /// Number of the next checkpoint whose barriers are not all here.
    pub(super) aligned: u64,
    pub(super) random: Random,
    pub(super) stalls: Stalls,
    pub(super) clock: Clock,
    pub(super) counters: TaskCounters,
    /// Ages of records when a task that writes nothing is done with them.
    pub(super) ages: Histogram,
}

/// What a thread does, as the metrics have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// It works, or has not looked yet.
    Busy,
    /// It waits for data, or for the time of the next record.
    Idle,
    /// It waits between records for an output to be available.
    Soft,
    /// It waits in a record for a buffer.
    Hard,
}

/// Where a thread is in its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before the next record.
    Next,
    /// The time for the record made at this moment is being spent.
    Serve(Nanos),
    /// Records are being written.
    Emit,
}

/// Records that a thread has to write before it takes the next one.
#[derive(Clone, Debug, Default)]
pub(super) struct Emission {
    pub(super) records: u32,
    /// When the record was made from which they come.
    pub(super) origin: Nanos,
    /// How many outputs have the first of them.
    pub(super) outputs_done: u32,
    /// Whether the next output waits for a buffer in the middle of it.
    pub(super) is_blocked: bool,
}

/// Steps of a thread that took no time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Steps {
    /// When they were.
    pub(super) at: Nanos,
    pub(super) count: u32,
}

impl Steps {
    /// More of them at one moment take time.
    pub(super) const MOST: u32 = 10_000;
}

/// When a source with a rate has its records.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Schedule {
    /// When the first one was due.
    pub(super) start: Nanos,
    /// Number of the next one.
    pub(super) next: u64,
}

/// Time that a thread spent, ns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    /// Since when it does what it does.
    pub(super) since: Nanos,
    pub(super) busy: Nanos,
    pub(super) idle: Nanos,
    pub(super) soft: Nanos,
    pub(super) hard: Nanos,
}

impl Clock {
    /// Notes that it did `activity` until `now`.
    pub(super) const fn note(&mut self, activity: Activity, now: Nanos) {
        let spent = now.saturating_sub(self.since);
        self.since = now;
        match activity {
            Activity::Busy => self.busy += spent,
            Activity::Idle => self.idle += spent,
            Activity::Soft => self.soft += spent,
            Activity::Hard => self.hard += spent,
        }
    }
}

/// A buffer that a task reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Current {
    pub(super) channel: ChannelId,
    /// Bytes that it has not read.
    pub(super) unread: u32,
    /// When the records were made that end in them.
    pub(super) origins: Origins,
    pub(super) held: Held,
}

/// Whose buffer it is that a task reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Held {
    /// The producer's.
    Local(BufferId),
    /// One of the gate's.
    Remote(Source),
}

/// A result partition.
#[derive(Clone, Debug)]
pub(super) struct Partition {
    pub(super) task: TaskId,
    pub(super) edge: usize,
    pub(super) output: ResultPartition,
    /// Its subpartitions, one beside the other.
    pub(super) channels: Range<u32>,
    pub(super) route: Route,
}

/// How a partition chooses a subpartition.
#[derive(Clone, Debug)]
pub(super) enum Route {
    /// By turns; this is the next.
    Turns(u32),
    /// At random, all alike.
    Even,
    /// At random: the upper ends of the shares, of 2^64.
    Shares(Vec<u64>),
    /// All of them.
    All,
}

/// An input gate.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    pub(super) task: TaskId,
    pub(super) edge: usize,
    /// Bytes of a record.
    pub(super) record_bytes: u32,
    /// Its remote channels.
    pub(super) input: InputGate,
    /// All channels.
    pub(super) channels: Vec<ChannelId>,
    /// The remote ones among them, by their number in `input`.
    pub(super) remote: Vec<ChannelId>,
    pub(super) throughput: ThroughputCalculator,
    pub(super) debloater: Option<BufferDebloater>,
    /// The size of buffers that was announced last, bytes.
    pub(super) announced: u32,
}

/// A subpartition with the channel that reads it.
///
/// There may be millions of them, and what happens next may happen in any: each is in one line of the processor's cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct Channel {
    pub(super) partition: PartitionId,
    pub(super) subpartition: u16,
    pub(super) gate: GateId,
    /// Bytes of the oldest record that the consumer has put aside.
    pub(super) put_aside: u32,
    /// Whether it stands among its task's ready channels.
    pub(super) is_ready: bool,
    pub(super) remote: Option<Remote>,
}

/// What a channel between TaskManagers has beyond a local one (`RemoteInputChannel`, `CreditBasedSequenceNumberingViewReader`).
#[derive(Clone, Debug)]
pub(super) struct Remote {
    pub(super) link: LinkId,
    /// Its number among the remote ones of its gate.
    pub(super) number: u32,
    /// Buffers that the producer may send.
    pub(super) credit: SenderCredit,
    /// Whether it stands in the connection's queue.
    pub(super) is_enqueued: bool,
    /// What is on its way.
    pub(super) wire: Queue,
}

/// What is on its way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Message {
    /// Data or an event, with the backlog behind it.
    Sent { item: Item, backlog: u32 },
    /// Only a backlog.
    Backlog(u32),
}

/// What is being written to a socket.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    pub(super) channel: ChannelId,
    /// In which of the producer's buffers it is; events are in none.
    pub(super) buffer: Option<BufferId>,
}

/// The connection from one TaskManager to another (`PartitionRequestQueue`).
#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    /// Channels that have something to send, first in, first out.
    pub(super) queue: VecDeque<ChannelId>,
    pub(super) writing: Option<Writing>,
    /// When the last thing was, or will be, written.
    pub(super) busy_until: Nanos,
}
