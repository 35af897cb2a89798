//! The buffers of a result partition that are not back in its pool, written or read.
//!
//! Follows `BufferBuilder`, which writes, and the reference count of `NetworkBuffer`.

use std::num::NonZeroU32;

use pools::buffer::SegmentId;

use crate::payload::Payload;

/// A buffer of a result partition. Numbers are used again once a buffer is back in its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BufferId(NonZeroU32);

impl BufferId {
    /// That of a place.
    #[expect(clippy::cast_possible_truncation, reason = "no more than segments")]
    const fn of(place: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(place as u32))
    }

    /// Its place.
    const fn at(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A buffer that is written or was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Buffer {
    pub(super) segment: SegmentId,
    /// Bytes that were written.
    pub(super) written: u32,
    /// Bytes that may be written; at least `written`.
    pub(super) capacity: u32,
    /// Whether a writer has it.
    pub(super) is_open: bool,
    /// Queues in which it stands.
    pub(super) queued: u32,
    /// Slices of it that readers have.
    pub(super) held: u32,
    /// The records that end in what was written.
    pub(super) payload: Payload,
}

impl Buffer {
    pub(super) const fn writable(&self) -> u32 {
        self.capacity - self.written
    }

    pub(super) const fn is_full(&self) -> bool {
        self.capacity == self.written
    }

    /// Sets the capacity, but not below what was written (`BufferBuilder.trim`).
    pub(super) fn trim(&mut self, size: u32, segment_size: u32) {
        self.capacity = size.max(self.written).min(segment_size);
    }

    const fn is_unused(&self) -> bool {
        !self.is_open && self.queued == 0 && self.held == 0
    }
}

/// All of them. There are never more than their pool has handed out.
#[derive(Clone, Debug, Default)]
pub(super) struct Buffers {
    buffers: Vec<Buffer>,
    /// Places that are free to be used again.
    unused: Vec<BufferId>,
    /// Slices that readers have.
    held: u32,
}

impl Buffers {
    /// A new buffer, open.
    pub(super) fn open(&mut self, segment: SegmentId, capacity: u32) -> BufferId {
        let buffer = Buffer {
            segment,
            written: 0,
            capacity,
            is_open: true,
            queued: 0,
            held: 0,
            payload: Payload::default(),
        };
        if let Some(id) = self.unused.pop() {
            *self.of(id) = buffer;
            return id;
        }
        self.buffers.push(buffer);
        BufferId::of(self.buffers.len() - 1)
    }

    /// A buffer that is open or queued.
    #[inline]
    pub(super) fn of(&mut self, id: BufferId) -> &mut Buffer {
        &mut self.buffers[id.at()]
    }

    /// Bytes that were written into a buffer that is open or queued.
    pub(super) fn written(&self, id: BufferId) -> u32 {
        self.buffers[id.at()].written
    }

    /// Bytes that were written into a buffer that is open or queued, and the records that end in them.
    pub(super) fn content(&self, id: BufferId) -> (u32, Payload) {
        let buffer = &self.buffers[id.at()];
        (buffer.written, buffer.payload)
    }

    /// A slice was read.
    #[inline]
    pub(super) fn hold(&mut self, id: BufferId) {
        self.of(id).held += 1;
        self.held += 1;
    }

    /// A reader gives a slice back; false if nobody has one.
    pub(super) fn let_go(&mut self, id: BufferId) -> bool {
        match self.buffers.get_mut(id.at()) {
            Some(buffer) if buffer.held > 0 => {
                buffer.held -= 1;
                self.held -= 1;
                true
            }
            _ => false,
        }
    }

    /// The segment of a buffer that nobody has any more, which is then forgotten.
    #[inline]
    pub(super) fn take_unused(&mut self, id: BufferId) -> Option<SegmentId> {
        let buffer = self.of(id);
        if !buffer.is_unused() {
            return None;
        }
        let segment = buffer.segment;
        self.unused.push(id);
        Some(segment)
    }

    pub(super) const fn held(&self) -> u32 {
        self.held
    }

    /// All buffers that are not back in their pool.
    pub(super) fn in_use(&self) -> impl Iterator<Item = (BufferId, &Buffer)> {
        let numbered = self.buffers.iter().enumerate().map(|(at, buffer)| (BufferId::of(at), buffer));
        numbered.filter(|(_, buffer)| !buffer.is_unused())
    }
}
