//! Writing: records become bytes in buffers.

use pools::buffer::{NetworkBufferPool, Subpartition as PoolSubpartition};

use super::buffers::{Buffer, BufferId};
use super::elements::Element;
use super::error::OutputError;
use super::partition::ResultPartition;
use super::subpartition::Subpartition;
use crate::behaviour::BufferSizeRule;
use crate::event::{DataType, Event};
use crate::payload::Payload;

/// How far a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Written {
    /// It is in buffers, all of it.
    Done,
    /// The writer waits for a buffer, at its beginning or in the middle of it (hard backpressure). See [`ResultPartition::resume`].
    Blocked,
}

/// What an event overtook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overtaken {
    /// Buffers, those for all subpartitions once for each.
    pub buffers: u32,
    /// What of them was not read, bytes.
    pub bytes: u64,
}

/// A record that is being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    /// Its subpartition; `None` for all.
    pub(super) target: Option<u16>,
    /// Bytes that are not written.
    left: u32,
    /// Whether something of it was written, or it found an open buffer.
    has_begun: bool,
    stamp: u64,
}

impl ResultPartition {
    /// Writes a record of `bytes`, with the prefix of its length (4 bytes), for a subpartition (`emitRecord`).
    ///
    /// # Errors
    /// [`OutputError::NotThere`], [`OutputError::WriterBlocked`], [`OutputError::EmptyRecord`], or what the pool says.
    #[inline]
    pub fn emit(
        &mut self,
        pools: &mut NetworkBufferPool,
        subpartition: u16,
        bytes: u32,
        stamp: u64,
    ) -> Result<Written, OutputError> {
        self.check(subpartition)?;
        self.begin(pools, Some(subpartition), bytes, stamp)
    }

    /// Writes a record for all subpartitions, into one buffer that they share (`broadcastRecord`). Its segment counts for the first
    /// subpartition.
    ///
    /// # Errors
    /// [`OutputError::WriterBlocked`], [`OutputError::EmptyRecord`], or what the pool says.
    pub fn broadcast(
        &mut self,
        pools: &mut NetworkBufferPool,
        bytes: u32,
        stamp: u64,
    ) -> Result<Written, OutputError> {
        self.begin(pools, None, bytes, stamp)
    }

    /// Goes on with a record for which the writer waits; nothing happens as long as the pool is not available, or if it does not wait.
    ///
    /// # Errors
    /// What the pool says.
    pub fn resume(&mut self, pools: &mut NetworkBufferPool) -> Result<Written, OutputError> {
        match self.writing {
            None => Ok(Written::Done),
            Some(_) if !pools.is_available(self.pool) => Ok(Written::Blocked),
            Some(writing) => self.write(pools, writing),
        }
    }

    /// Closes all open buffers and puts an event into every subpartition (`broadcastEvent`). That takes no buffer. Says what it overtook, if
    /// it has priority: what an unaligned checkpoint keeps of this partition.
    ///
    /// # Errors
    /// [`OutputError::WriterBlocked`].
    pub fn broadcast_event(&mut self, event: Event) -> Result<Overtaken, OutputError> {
        if self.writing.is_some() {
            return Err(OutputError::WriterBlocked);
        }
        self.close_broadcast();
        self.close_unicast();
        self.count_written(None, event.bytes);
        let data_type = match event.data_type {
            DataType::DataBuffer => DataType::EventBuffer,
            other => other,
        };
        let overtaken = if data_type.has_priority() { self.unread() } else { Overtaken::default() };
        for at in self.numbers() {
            self.add(at, Element::Event(Event { data_type, ..event }));
        }
        Ok(overtaken)
    }

    /// What is in buffers and was not read.
    fn unread(&self) -> Overtaken {
        let mut unread = Overtaken::default();
        for subpartition in &self.subpartitions {
            self.count_unread(subpartition, subpartition.queue.len(), &mut unread);
        }
        unread
    }

    /// Counts what is not read of the first `elements` of a subpartition.
    fn count_unread(&self, subpartition: &Subpartition, elements: u32, unread: &mut Overtaken) {
        for element in self.elements.items(subpartition.queue).take(elements as usize) {
            if let Element::Data { buffer, read, .. } = element {
                unread.buffers += 1;
                unread.bytes += u64::from(self.buffers.written(*buffer) - *read);
            }
        }
    }

    /// Lets barriers that are still in the queues overtake what is before them (`alignedBarrierTimeout`, ≥1.16): those with this tag that may.
    /// Says what they overtook.
    pub fn time_out_barriers(&mut self, tag: u64) -> Overtaken {
        let mut overtaken = Overtaken::default();
        for at in self.numbers() {
            let subpartition = self.subpartitions[usize::from(at)];
            let is_it = |element: &Element| {
                matches!(element, Element::Event(event)
                    if event.tag == tag && event.data_type == DataType::TimeoutableAlignedCheckpointBarrier)
            };
            let Some(before) = self.elements.items(subpartition.queue).position(is_it) else { continue };
            let before = u32::try_from(before).unwrap_or(u32::MAX);
            self.count_unread(&subpartition, before, &mut overtaken);
            if self.subpartitions[usize::from(at)].prioritize(&mut self.elements, before) {
                self.notify(at);
            }
        }
        overtaken
    }

    /// Sets the size of new buffers, bytes, as a receiver announced it (`bufferSize`, ≥1.14; before, nothing comes of it). 0 is no limit.
    ///
    /// # Errors
    /// [`OutputError::NotThere`].
    pub fn set_buffer_size(&mut self, subpartition: u16, bytes: u32) -> Result<(), OutputError> {
        self.check(subpartition)?;
        self.subpartitions[usize::from(subpartition)].buffer_size = bytes;
        Ok(())
    }

    #[inline]
    fn begin(
        &mut self,
        pools: &mut NetworkBufferPool,
        target: Option<u16>,
        bytes: u32,
        stamp: u64,
    ) -> Result<Written, OutputError> {
        if self.writing.is_some() {
            return Err(OutputError::WriterBlocked);
        }
        if bytes == 0 {
            return Err(OutputError::EmptyRecord);
        }
        self.count_written(target, bytes);
        self.write(pools, Writing { target, left: bytes, has_begun: false, stamp })
    }

    fn count_written(&mut self, target: Option<u16>, bytes: u32) {
        let copies = if target.is_some() { 1 } else { self.subpartitions.len() as u64 };
        self.bytes_written = self.bytes_written.wrapping_add(copies * u64::from(bytes));
    }

    fn write(&mut self, pools: &mut NetworkBufferPool, mut writing: Writing) -> Result<Written, OutputError> {
        let target = writing.target;
        self.writing = None;
        if !writing.has_begun {
            let mut open = self.open(target);
            if open.is_none() {
                open = self.request(pools, target)?;
                if let Some(buffer) = open {
                    // Others may see it before there is anything in it.
                    self.enqueue(target, buffer, writing.left);
                }
            }
            let Some(buffer) = open else { return Ok(self.wait(writing)) };
            writing.has_begun = true;
            self.append(pools, buffer, &mut writing);
        }
        while writing.left > 0 {
            self.close(target);
            let Some(buffer) = self.request(pools, target)? else { return Ok(self.wait(writing)) };
            let written = self.append(pools, buffer, &mut writing);
            self.enqueue(target, buffer, written);
        }
        if let Some(buffer) = self.open(target) {
            let buffer = self.buffers.of(buffer);
            buffer.payload = buffer.payload.then(Payload::record(writing.stamp));
            if buffer.is_full() {
                self.close(target);
            }
        }
        Ok(Written::Done)
    }

    fn wait(&mut self, writing: Writing) -> Written {
        self.writing = Some(writing);
        Written::Blocked
    }

    #[inline]
    fn open(&self, target: Option<u16>) -> Option<BufferId> {
        target.map_or(self.open_broadcast, |at| self.subpartitions[usize::from(at)].open)
    }

    /// A new open buffer; those of the other kind are closed before it is asked for.
    fn request(
        &mut self,
        pools: &mut NetworkBufferPool,
        target: Option<u16>,
    ) -> Result<Option<BufferId>, OutputError> {
        match target {
            Some(_) => self.close_broadcast(),
            None => self.close_unicast(),
        }
        let Some(segment) = pools.request(self.pool, Some(PoolSubpartition(target.unwrap_or(0))))? else {
            return Ok(None);
        };
        let buffer = Some(self.buffers.open(segment, self.segment_size));
        match target {
            Some(at) => self.subpartitions[usize::from(at)].open = buffer,
            None => self.open_broadcast = buffer,
        }
        Ok(buffer)
    }

    /// Copies what fits; returns how much.
    #[inline]
    fn append(&mut self, pools: &NetworkBufferPool, buffer: BufferId, writing: &mut Writing) -> u32 {
        let buffer = self.buffers.of(buffer);
        let is_tight =
            self.rules.buffer_size == BufferSizeRule::Extended && writing.left >= buffer.writable();
        if is_tight && !pools.is_available(self.pool) {
            extend(buffer, writing.left, self.segment_size);
        }
        let written = writing.left.min(buffer.writable());
        buffer.written += written;
        writing.left -= written;
        written
    }

    /// Puts a new buffer into the queue, or into all of them, and limits it to what the receivers want, if not below `desired`.
    fn enqueue(&mut self, target: Option<u16>, buffer: BufferId, desired: u32) {
        let element = Element::Data { buffer, read: 0, payload: Payload::default() };
        let mut size = u32::MAX;
        let numbers = target.map_or_else(|| self.numbers(), |at| at..at + 1);
        self.buffers.of(buffer).queued = u32::from(numbers.end - numbers.start);
        for at in numbers {
            self.add(at, element);
            match self.subpartitions[usize::from(at)].buffer_size {
                0 => {}
                announced => size = size.min(announced),
            }
        }
        let size = match self.rules.buffer_size {
            BufferSizeRule::Ignored => return,
            BufferSizeRule::Unicast if target.is_none() => return,
            BufferSizeRule::Unicast => size,
            BufferSizeRule::AtLeastRecord | BufferSizeRule::Extended => size.max(desired),
        };
        self.buffers.of(buffer).trim(size, self.segment_size);
    }

    fn close(&mut self, target: Option<u16>) {
        match target {
            Some(at) => self.close_unicast_of(at),
            None => self.close_broadcast(),
        }
    }

    fn close_unicast(&mut self) {
        for at in self.numbers() {
            self.close_unicast_of(at);
        }
    }

    fn close_unicast_of(&mut self, at: u16) {
        if let Some(buffer) = self.subpartitions[usize::from(at)].open.take() {
            self.finish(buffer, 1);
        }
    }

    fn close_broadcast(&mut self) {
        if let Some(buffer) = self.open_broadcast.take() {
            self.finish(buffer, self.subpartitions.len() as u64);
        }
    }

    /// A buffer that is closed is in a queue at least, so it is not given back yet.
    fn finish(&mut self, buffer: BufferId, copies: u64) {
        let buffer = self.buffers.of(buffer);
        buffer.is_open = false;
        self.buffers_out = self.buffers_out.wrapping_add(copies);
        self.bytes_out = self.bytes_out.wrapping_add(copies * u64::from(buffer.written));
    }
}

/// Makes room for a record, and one byte more, so that the buffer is not closed at once.
fn extend(buffer: &mut Buffer, left: u32, segment_size: u32) {
    let missing = left - buffer.writable();
    buffer.trim(buffer.capacity.saturating_add(missing).saturating_add(1), segment_size);
}
