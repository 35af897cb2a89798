//! Reading: what a subpartition hands to its consumer or to the network.

use pools::buffer::NetworkBufferPool;

use super::buffers::BufferId;
use super::elements::Element;
use super::error::OutputError;
use super::partition::ResultPartition;
use crate::event::{DataType, Event};
use crate::payload::Payload;

/// A piece of a buffer, to be given back with [`ResultPartition::recycle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The buffer. Others may have pieces of it.
    pub buffer: BufferId,
    /// Length, bytes.
    pub bytes: u32,
    /// The records that end in it.
    pub payload: Payload,
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Data.
    Data(Slice),
    /// An event.
    Event(Event),
}

/// What was read, and what a receiver is told with it (`BufferAndBacklog`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Polled {
    /// What it is.
    pub item: Item,
    /// Buffers that are still there.
    pub backlog: u32,
    /// What can be read next; `None` if nothing can.
    pub next: Option<DataType>,
}

impl ResultPartition {
    /// Reads from a subpartition (`pollBuffer`): the unread part of the first buffer, or an event. `None` if there is nothing.
    ///
    /// # Errors
    /// [`OutputError::NotThere`], or what the pool says of a buffer that is given back because there was nothing left in it.
    #[inline]
    pub fn poll(
        &mut self,
        pools: &mut NetworkBufferPool,
        subpartition: u16,
    ) -> Result<Option<Polled>, OutputError> {
        self.check(subpartition)?;
        let Some(item) = self.next_item(pools, usize::from(subpartition))? else { return Ok(None) };
        let subpartition = &mut self.subpartitions[usize::from(subpartition)];
        let bytes = match item {
            Item::Data(slice) => slice.bytes,
            Item::Event(event) => {
                subpartition.is_blocked = event.data_type.is_blocking();
                event.bytes
            }
        };
        self.bytes_read = self.bytes_read.wrapping_add(u64::from(bytes));
        let backlog = subpartition.backlog(&self.elements, self.rules);
        Ok(Some(Polled { item, backlog, next: subpartition.next_type(&self.elements) }))
    }

    /// The next thing that is not empty; closed buffers without anything unread leave the queue.
    fn next_item(&mut self, pools: &mut NetworkBufferPool, at: usize) -> Result<Option<Item>, OutputError> {
        let subpartition = &mut self.subpartitions[at];
        if subpartition.is_blocked {
            return Ok(None);
        }
        loop {
            let subpartition = &mut self.subpartitions[at];
            if subpartition.queue.len() <= 1 {
                subpartition.flush_requested = false;
            }
            let Some(element) = self.elements.first_mut(subpartition.queue) else { return Ok(None) };
            let (slice, is_open) = match element {
                Element::Event(event) => {
                    let event = *event;
                    self.remove_first(at);
                    return Ok(Some(Item::Event(event)));
                }
                Element::Data { buffer, read, payload } => {
                    let written = self.buffers.of(*buffer);
                    let slice = Slice {
                        buffer: *buffer,
                        bytes: written.written - *read,
                        payload: written.payload.since(*payload),
                    };
                    (*read, *payload) = (written.written, written.payload);
                    (slice, written.is_open)
                }
            };
            if !is_open {
                self.remove_first(at);
                self.subpartitions[at].data -= 1;
                self.buffers.of(slice.buffer).queued -= 1;
            }
            if slice.bytes > 0 || (!is_open && self.sends_empty_buffers) {
                self.buffers.hold(slice.buffer);
                return Ok(Some(Item::Data(slice)));
            }
            if is_open {
                return Ok(None);
            }
            self.recycle_unused(pools, slice.buffer)?;
        }
    }

    fn remove_first(&mut self, at: usize) {
        self.subpartitions[at].remove_first(&mut self.elements);
        self.queued -= 1;
    }

    /// Gives back a slice that was read. The buffer returns to its pool when it is closed and all of it was read and given back.
    ///
    /// # Errors
    /// [`OutputError::NotThere`], or what the pool says.
    #[inline]
    pub fn recycle(&mut self, pools: &mut NetworkBufferPool, buffer: BufferId) -> Result<(), OutputError> {
        if !self.buffers.let_go(buffer) {
            return Err(OutputError::NotThere);
        }
        self.recycle_unused(pools, buffer)
    }

    /// Makes what was written readable, also in an open buffer (`flush`).
    ///
    /// # Errors
    /// [`OutputError::NotThere`].
    pub fn flush(&mut self, subpartition: u16) -> Result<(), OutputError> {
        self.check(subpartition)?;
        let at = &mut self.subpartitions[usize::from(subpartition)];
        if at.queue.is_empty() || at.flush_requested {
            return Ok(());
        }
        let has_unread = match self.elements.first(at.queue) {
            Some(Element::Data { buffer, read, .. }) => *read < self.buffers.of(*buffer).written,
            Some(Element::Event(_)) => true,
            None => false,
        };
        let is_alone = at.queue.len() == 1;
        at.flush_requested = !is_alone || has_unread;
        // With more than one, the reader was called before.
        if is_alone && has_unread && !at.is_blocked {
            self.notify(subpartition);
        }
        Ok(())
    }

    /// Flushes all subpartitions (`flushAll`).
    pub fn flush_all(&mut self) {
        for at in self.numbers() {
            // There is one of each of these numbers.
            let _ = self.flush(at);
        }
    }

    /// Goes on after a barrier that was read (`resumeConsumption`). The reader looks by itself whether there is something.
    ///
    /// # Errors
    /// [`OutputError::NotThere`], or [`OutputError::NotBlocked`].
    pub fn resume_consumption(&mut self, subpartition: u16) -> Result<(), OutputError> {
        self.check(subpartition)?;
        let is_blocked = &mut self.subpartitions[usize::from(subpartition)].is_blocked;
        if std::mem::take(is_blocked) { Ok(()) } else { Err(OutputError::NotBlocked) }
    }
}
