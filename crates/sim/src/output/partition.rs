//! A result partition as such, and what can be seen of it.

use std::num::{NonZeroU16, NonZeroU32};

use pools::Release;
use pools::buffer::{NetworkBufferPool, PoolId};

use super::buffers::{BufferId, Buffers};
use super::elements::Element;
use super::error::OutputError;
use super::subpartition::Subpartition;
use super::write::Writing;
use crate::behaviour::{Behaviour, OutputRules};
use crate::event::DataType;
use crate::queue::Arena;

/// What a result partition is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionSetup {
    /// The release it behaves as.
    pub release: Release,
    /// Where its buffers come from: a pool that knows as many subpartitions.
    pub pool: PoolId,
    /// Its subpartitions.
    pub subpartitions: NonZeroU16,
    /// Bytes of a segment.
    pub segment_size: NonZeroU32,
    /// Size of a new buffer until a receiver announces another, bytes: the starting size, from 2.0 if buffers are debloated. `None` for
    /// all of the segment.
    pub starting_buffer_size: Option<u32>,
    /// Exclusive buffers of a channel of the receiver. With none, from 1.14, empty buffers are sent too, so that their credit is used up.
    pub exclusive_buffers: u32,
}

/// A pipelined result partition (`PipelinedResultPartition`).
///
/// Memory is taken in proportion to its subpartitions, and to what was ever queued or read at one time.
#[derive(Clone, Debug)]
pub struct ResultPartition {
    pub(super) rules: &'static OutputRules,
    pub(super) pool: PoolId,
    pub(super) segment_size: u32,
    pub(super) sends_empty_buffers: bool,
    pub(super) subpartitions: Box<[Subpartition]>,
    pub(super) buffers: Buffers,
    pub(super) elements: Arena<Element>,
    /// The buffer that is being written for all subpartitions.
    pub(super) open_broadcast: Option<BufferId>,
    /// What the writer waits to finish.
    pub(super) writing: Option<Writing>,
    /// Subpartitions whose readers are to be called, each once.
    pub(super) notified: std::collections::VecDeque<u16>,
    /// Elements in all queues.
    pub(super) queued: u32,
    pub(super) bytes_written: u64,
    pub(super) bytes_read: u64,
    pub(super) buffers_out: u64,
    pub(super) bytes_out: u64,
}

/// A subpartition at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubpartitionState {
    /// Elements in the queue, an open buffer and events too (`getNumberOfQueuedBuffers`).
    pub queued: u32,
    /// Buffers that a receiver would be told of (`getBuffersInBacklog`).
    pub backlog: u32,
    /// Whether there is something to read.
    pub is_readable: bool,
    /// Whether a barrier was read and the consumer has not resumed.
    pub is_blocked: bool,
}

impl ResultPartition {
    /// A partition without anything in it.
    #[must_use]
    pub fn new(setup: &PartitionSetup) -> Self {
        let rules = &Behaviour::of(setup.release).output;
        let subpartition = Subpartition::new(setup.starting_buffer_size);
        Self {
            rules,
            pool: setup.pool,
            segment_size: setup.segment_size.get(),
            sends_empty_buffers: rules.sends_empty_buffers && setup.exclusive_buffers == 0,
            subpartitions: vec![subpartition; usize::from(setup.subpartitions.get())].into_boxed_slice(),
            buffers: Buffers::default(),
            elements: Arena::new(),
            open_broadcast: None,
            writing: None,
            notified: std::collections::VecDeque::new(),
            queued: 0,
            bytes_written: 0,
            bytes_read: 0,
            buffers_out: 0,
            bytes_out: 0,
        }
    }

    /// The pool of its buffers.
    #[must_use]
    pub const fn pool(&self) -> PoolId {
        self.pool
    }

    /// Number of subpartitions.
    #[must_use]
    pub const fn subpartitions(&self) -> usize {
        self.subpartitions.len()
    }

    /// A subpartition as it is; `None` if there is none of this number.
    #[must_use]
    pub fn subpartition(&self, subpartition: u16) -> Option<SubpartitionState> {
        let subpartition = self.subpartitions.get(usize::from(subpartition))?;
        Some(SubpartitionState {
            queued: subpartition.queue.len(),
            backlog: subpartition.backlog(&self.elements, self.rules),
            is_readable: subpartition.is_readable(&self.elements),
            is_blocked: subpartition.is_blocked,
        })
    }

    /// Whether there is something to read in a subpartition.
    #[must_use]
    #[inline]
    pub fn is_readable(&self, subpartition: u16) -> bool {
        let subpartition = self.subpartitions.get(usize::from(subpartition));
        subpartition.is_some_and(|subpartition| subpartition.is_readable(&self.elements))
    }

    /// What would be read next from a subpartition; `None` if nothing can be.
    #[must_use]
    #[inline]
    pub fn next_type(&self, subpartition: u16) -> Option<DataType> {
        self.subpartitions.get(usize::from(subpartition))?.next_type(&self.elements)
    }

    /// Whether a writer may begin a record without waiting in the middle of it: a buffer can be had, and no subpartition has too many
    /// (`isAvailable`).
    #[must_use]
    #[inline]
    pub fn is_available(&self, pools: &NetworkBufferPool) -> bool {
        pools.is_available(self.pool)
    }

    /// Whether the writer waits in the middle of a record (hard backpressure).
    #[must_use]
    #[inline]
    pub const fn is_writer_blocked(&self) -> bool {
        self.writing.is_some()
    }

    /// Elements in all queues, open buffers and events too (`outputQueueLength`).
    #[must_use]
    pub const fn queued(&self) -> u32 {
        self.queued
    }

    /// Bytes written and not read (`outputQueueSize`, ≥1.15); all of a record for which the writer still waits are in it.
    #[must_use]
    pub const fn queued_bytes(&self) -> u64 {
        self.bytes_written.saturating_sub(self.bytes_read)
    }

    /// Slices that readers have and did not recycle.
    #[must_use]
    pub const fn held(&self) -> u32 {
        self.buffers.held()
    }

    /// Buffers that were closed, those for all subpartitions once for each (`numBuffersOut`).
    #[must_use]
    pub const fn buffers_out(&self) -> u64 {
        self.buffers_out
    }

    /// Bytes in buffers that were closed, those for all subpartitions once for each (`numBytesOut`).
    #[must_use]
    pub const fn bytes_out(&self) -> u64 {
        self.bytes_out
    }

    /// The next subpartition whose reader is to be called because there is something to read (`notifyDataAvailable`). One that was to be
    /// called again before it was asked for is named once.
    pub fn next_notified(&mut self) -> Option<u16> {
        let notified = self.notified.pop_front()?;
        self.subpartitions[usize::from(notified)].is_notified = false;
        Some(notified)
    }

    #[inline]
    pub(super) fn notify(&mut self, at: u16) {
        let is_notified = &mut self.subpartitions[usize::from(at)].is_notified;
        if !std::mem::replace(is_notified, true) {
            self.notified.push_back(at);
        }
    }

    /// Puts an element into a queue (`PipelinedSubpartition.add`).
    #[inline]
    pub(super) fn add(&mut self, at: u16, element: Element) {
        self.queued += 1;
        if self.subpartitions[usize::from(at)].add(&mut self.elements, element) {
            self.notify(at);
        }
    }

    /// Numbers of all subpartitions.
    pub(super) fn numbers(&self) -> std::ops::Range<u16> {
        // There are no more, see the set-up.
        0..u16::try_from(self.subpartitions.len()).unwrap_or(u16::MAX)
    }

    pub(super) fn check(&self, subpartition: u16) -> Result<(), OutputError> {
        if usize::from(subpartition) < self.subpartitions.len() { Ok(()) } else { Err(OutputError::NotThere) }
    }

    /// Gives the segment of a buffer back if nobody has the buffer any more.
    #[inline]
    pub(super) fn recycle_unused(
        &mut self,
        pools: &mut NetworkBufferPool,
        buffer: BufferId,
    ) -> Result<(), OutputError> {
        if let Some(segment) = self.buffers.take_unused(buffer) {
            // The pool of a partition has no listeners.
            pools.recycle(segment)?;
        }
        Ok(())
    }
}
